//! The merged picture: plan against result by unit, kind and activity. Every figure opens the
//! reports behind it; figures that a conflict touches show how far apart they are.

mod behind;
mod devices;
mod due;
mod figure;
mod table;
mod tiles;

use super::{names::Names, plan::words::plan_title};
use crate::{
    state::State,
    text::{overview as w, t, words},
    ui::{Button, Choice, EmptyState, Glyph, PageHeader, Section, Select, TabPanel, Tabs},
};
use behind::Behind;
use devices::Devices;
use due::DueList;
use figure::Picture;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::query_signal_with_options};
use shared::{
    activity::{self, Activity},
    change,
    fold::Root,
    id::RecordId,
    merged::{Counted, Merged},
    plan::{self, Plan},
    report,
};
use std::sync::Arc;
use table::OverviewTable;
use tiles::MainFigures;

/// The page at `/overview`.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let (state, names) = (State::here(), Names::here());
    let in_place = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
    let (of_plan, set_plan) = query_signal_with_options::<String>("plan", in_place.clone());
    let (counted, set_counted) = query_signal_with_options::<String>("counted", in_place.clone());
    let (by, set_by) = query_signal_with_options::<String>("by", in_place);
    let only = Memo::new(move |_| of_plan.get().and_then(|id| id.parse::<RecordId>().ok()));
    let approved_only = Memo::new(move |_| counted.get().as_deref() == Some("approved"));
    let plans = state.roots(plan::KIND);
    let picture = picture(state, names, only, approved_only);
    let plan_choices = Signal::derive(move || plan_choices(&as_far_as_decided(state, &plans.read())));
    let tab = Signal::derive(move || by.get().unwrap_or_else(|| "unit".to_owned()));
    let tabs = Signal::derive(|| {
        vec![
            Choice::new("unit", t(w::BY_UNIT)),
            Choice::new("kind", t(w::BY_KIND)),
            Choice::new("activity", t(w::BY_ACTIVITY)),
        ]
    });
    let nothing = move || picture.read().activities.is_empty() && picture.read().merged.all.reports.is_empty();
    let print = |()| super::plan::print();
    view! {
        <PageHeader
            title=w::TITLE
            lead=w::LEAD
            facts=move || view! { <AsOf/> }
            actions=move || view! { <Button label=w::PRINT icon=Glyph::Print on_press=print/> }
        />
        <div class="overview-filters" role="group" aria-label=move || t(w::FILTERS)>
            <Select
                label=w::PLAN
                choices=plan_choices
                prompt=w::ALL_PLANS
                value=Signal::derive(move || of_plan.get().unwrap_or_default())
                on_input=move |id: String| set_plan.set(Some(id).filter(|id| !id.is_empty()))
            />
            <Select
                label=w::STATES
                choices=Signal::derive(|| vec![Choice::new("", t(w::SUBMITTED_TOO)), Choice::new("approved", t(w::APPROVED_ONLY))])
                value=Signal::derive(move || counted.get().unwrap_or_default())
                on_input=move |code: String| set_counted.set(Some(code).filter(|code| !code.is_empty()))
            />
        </div>
        {move || if nothing() {
            view! { <EmptyState title=w::NOTHING_TITLE text=w::NOTHING/> }.into_any()
        } else {
            view! {
                <MainFigures picture names/>
                <Section title=w::BY>
                    <Tabs name="by" label=w::BY choices=tabs value=tab on_input=move |by: String| set_by.set(Some(by).filter(|by| by != "unit"))/>
                    <TabPanel name="by" of="unit" open=tab><OverviewTable picture names rows=table::Rows::Units/></TabPanel>
                    <TabPanel name="by" of="kind" open=tab><OverviewTable picture names rows=table::Rows::Kinds/></TabPanel>
                    <TabPanel name="by" of="activity" open=tab><OverviewTable picture names rows=table::Rows::Activities/></TabPanel>
                </Section>
            }.into_any()
        }}
        <div class="columns overview-below">
            <DueList picture names/>
            <Devices names/>
        </div>
        <Behind picture names/>
    }
}

/// Until when the figures on this device reach.
#[component]
fn AsOf() -> impl IntoView {
    let state = State::here();
    let text = move || match state.sync.get().last_ok_ms {
        Some(at_ms) => w::as_of(words::moment(at_ms, state.today())),
        None => t(w::NEVER_SYNCED).to_owned(),
    };
    let own = move || match state.unsent.get() {
        0 => String::new(),
        n => format!(", {}", w::unsent_included(n)),
    };
    view! { <p class="as-of" data-test="as-of">{text} {own}</p> }
}

fn plan_choices(plans: &[Arc<Root>]) -> Vec<Choice> {
    let issued = plans.iter().filter(|root| is_carried_out(root));
    issued.map(|root| Choice::new(root.id.to_string(), plan_title(&Plan::of(root)))).collect()
}

fn is_carried_out(root: &Root) -> bool {
    matches!(root.decided().state, change::State::Issued | change::State::Closed)
}

/// Without steps that only wait for the server. What this device hands in counts: that is its
/// people's own to say, and the line below the title says how much of it is unsent.
fn as_far_as_decided(state: State, roots: &[Arc<Root>]) -> Vec<Arc<Root>> {
    let decided = |root: &Arc<Root>| match state.as_decided(root) {
        (_, Some(change::State::Submitted)) => Arc::clone(root),
        (decided, _) => decided,
    };
    roots.iter().map(decided).collect()
}

/// Activities of issued plans, their reports, and all of it merged.
fn picture(state: State, names: Memo<Names>, only: Memo<Option<RecordId>>, approved_only: Memo<bool>) -> Memo<Picture> {
    let plans = state.roots(plan::KIND);
    let (activities, reports) = (state.roots(activity::KIND), state.roots(report::KIND));
    Memo::new(move |_| {
        let only = only.get();
        let plans: Vec<Arc<Root>> = as_far_as_decided(state, &plans.read());
        let plans: Vec<Arc<Root>> = plans
            .iter()
            .filter(|root| only.map_or_else(|| is_carried_out(root), |id| root.id == id))
            .cloned()
            .collect();
        let is_in = |plan: Option<RecordId>| plan.is_some_and(|plan| plans.iter().any(|root| root.id == plan));
        let activities: Vec<Arc<Root>> =
            activities.read().iter().filter(|root| is_in(Activity::of(root).plan)).cloned().collect();
        let of_activity = |root: &Root| {
            let id = root.value(root.id, report::ACTIVITY).and_then(shared::value::Value::as_text);
            id.and_then(|id| id.parse::<RecordId>().ok())
        };
        let reports: Vec<Arc<Root>> = as_far_as_decided(state, &reports.read());
        let reports: Vec<Arc<Root>> = reports
            .iter()
            .filter(|root| {
                let of = of_activity(root);
                of.is_some_and(|of| activities.iter().any(|activity| activity.id == of))
            })
            .cloned()
            .collect();
        let counted = if approved_only.get() { Counted::Approved } else { Counted::HandedIn };
        let catalogue = &names.read().directory.catalogue;
        let merged = Merged::of(
            activities.iter().map(|root| root.as_ref()),
            reports.iter().map(|root| root.as_ref()),
            catalogue,
            counted,
        );
        Picture { plans, activities, reports, merged }
    })
}
