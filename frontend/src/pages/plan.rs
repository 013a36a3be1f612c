//! One plan: what it asks of one's own unit, its activities with their results, and the whole of it
//! as the document that it is on paper.

mod activities;
mod delete;
mod document;
mod steps;
pub mod words;

use super::{names::Names, wishes::WishNotice};
use crate::{
    state::State,
    text::{plans as w, t},
    ui::{Badge, EmptyState, LinkButton, Notice, PageHeader, Section, Tone},
};
use activities::{ActivityLine, ActivityTable, activity_lines};
use delete::{DeletedHere, DeletedPlan};
use document::PlanDocument;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::{
    change,
    fold::{Presence, Root},
    id::{RecordId, UnitId},
    plan::Plan,
    unit::UnitKind,
};
use std::sync::Arc;
use steps::PlanSteps;
pub use steps::print;
use words::{plan_state, plan_title, plan_tone};

/// The page at `/plans/:id`.
#[component]
pub fn PlanPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").and_then(|id| id.parse::<RecordId>().ok()));
    move || match id.get() {
        Some(id) => view! { <OnePlan id/> }.into_any(),
        None => view! { <PlanMissing/> }.into_any(),
    }
}

/// Says that the plan is not on this device.
#[component]
pub fn PlanMissing() -> impl IntoView {
    view! {
        <EmptyState
            title=w::NOT_FOUND
            text=w::NOT_FOUND_CURE
            action=|| view! { <LinkButton label=w::BACK_TO_PLANS href="/plans"/> }
        />
    }
}

#[component]
fn OnePlan(id: RecordId) -> impl IntoView {
    let root = State::here().root(id);
    DeletedHere::provide();
    let presence = Memo::new(move |_| root.read().as_ref().map(|root| root.presence()));
    move || match presence.get() {
        None => view! { <PlanMissing/> }.into_any(),
        Some(Presence::Deleted) => view! { <DeletedPlan/> }.into_any(),
        Some(_) => view! { <PlanBody id root/> }.into_any(),
    }
}

#[component]
fn PlanBody(id: RecordId, root: Signal<Option<Arc<Root>>>) -> impl IntoView {
    let names = Names::here();
    let plan = Memo::new(move |_| root.get().map(|root| Plan::of(&root)));
    let decided = Memo::new(move |_| root.get().map(|root| root.decided()).unwrap_or_default());
    let lines = activity_lines(id, names);
    let title = move || plan.read().as_ref().map(plan_title).unwrap_or_default();
    let kicker = move || {
        let number = plan.read().as_ref().map(|plan| plan.number.clone()).unwrap_or_default();
        if number.is_empty() { t(w::PLAN).to_owned() } else { format!("{} {number}", t(w::PLAN)) }
    };
    let badge = move || {
        let of_plan = decided.get().state;
        let differs = root.read().as_ref().is_some_and(|root| root.conflicts().next().is_some());
        view! {
            <Badge text=t(plan_state(&of_plan)) tone=plan_tone(&of_plan)/>
            {differs.then(|| view! { <Badge text=w::IN_CONFLICT tone=Tone::Bad/> })}
        }
    };
    let returned = move || {
        let decided = decided.get();
        let note = decided.note.clone();
        (decided.state == change::State::Returned && !note.is_empty())
            .then(|| view! { <Notice title=w::RETURNED_NOTE text=note tone=Tone::Bad/> })
    };
    view! {
        <div class="plan-page">
            <PageHeader
                title=Signal::derive(title)
                kicker=Signal::derive(kicker)
                back_href="/plans"
                back_label=w::BACK_TO_PLANS
                facts=move || view! { {badge} }
                actions=move || view! { <PlanSteps id root/> }
            />
            <div class="plan-notices">
                <WishNotice id kind="plan"/>
                {returned}
            </div>
            <MyPart plan lines names/>
            <Section title=w::ACTIVITIES count=Signal::derive(move || Some(lines.read().len() as u64))>
                {move || if lines.read().is_empty() {
                    view! { <p class="soft">{t(w::NO_ACTIVITIES)}</p> }.into_any()
                } else {
                    view! { <ActivityTable lines caption=w::ACTIVITIES/> }.into_any()
                }}
            </Section>
            <Section title=w::DOCUMENT>
                {move || plan.get().map(|plan| view! { <PlanDocument plan names=names.get() lines=lines.get()/> })}
            </Section>
        </div>
    }
}

/// The units that are one's own: the unit of one's rights and the office one works in. Below a
/// province everything in the unit is; at a province the communes' duties are theirs.
fn own_units(names: &Names, state: State) -> (Vec<UnitId>, bool) {
    let Some(me) = state.session.get() else { return (Vec::new(), false) };
    let agency = names.person(me.person).and_then(|person| person.agency);
    let wide = names.tree.get(me.unit).is_some_and(|unit| matches!(unit.kind, UnitKind::Nation | UnitKind::Province));
    (std::iter::once(me.unit).chain(agency).collect(), !wide)
}

fn is_own(names: &Names, (own, below): &(Vec<UnitId>, bool), unit: UnitId) -> bool {
    own.contains(&unit) || (*below && own.iter().any(|mine| names.tree.is_within(unit, *mine)))
}

/// What the plan asks of one's own unit, before anything else.
#[component]
fn MyPart(plan: Memo<Option<Plan>>, lines: Memo<Vec<ActivityLine>>, names: Memo<Names>) -> impl IntoView {
    let state = State::here();
    let duties = Memo::new(move |_| {
        let (names, plan) = (names.get(), plan.get());
        let own = own_units(&names, state);
        let mine = plan.into_iter().flat_map(|plan| plan.assignments);
        let mine = mine.filter(|assignment| assignment.unit.is_some_and(|unit| is_own(&names, &own, unit)));
        let roles = &names.directory.catalogue.assignment_roles;
        let told = |assignment: shared::plan::Assignment| {
            let unit = assignment.unit.map(|unit| names.unit(unit)).unwrap_or_default();
            let duties: Vec<String> = words::lines(&assignment.duties).map(bare).collect();
            (unit, Names::term(roles, &assignment.role), duties)
        };
        mine.map(told).collect::<Vec<_>>()
    });
    let own_lines = Memo::new(move |_| {
        let names = names.get();
        let own = own_units(&names, state);
        // Whoever leads the whole plan coordinates everything; theirs is what they lead themselves.
        let concerns = |line: &&ActivityLine| match own.1 {
            true => line.units.iter().any(|unit| is_own(&names, &own, *unit)),
            false => line.lead_unit.is_some_and(|unit| own.0.contains(&unit)),
        };
        lines.read().iter().filter(concerns).cloned().collect::<Vec<_>>()
    });
    let nothing = move || duties.read().is_empty() && own_lines.read().is_empty();
    view! {
        <Show when=move || !nothing()>
            <Section title=w::MY_DUTIES>
                <div class="my-part panel">
                    {move || duties.get().into_iter().map(|(unit, role, duties)| view! {
                        <div class="my-duty">
                            <h3 class="my-duty-title">{unit} " " <Badge text=role tone=Tone::Info/></h3>
                            <ul class="my-duty-list">{duties.into_iter().map(|duty| view! { <li>{duty}</li> }).collect_view()}</ul>
                        </div>
                    }).collect_view()}
                    {move || (!own_lines.read().is_empty()).then(|| view! {
                        <div class="my-duty">
                            <h3 class="my-duty-title">{t(w::MY_ACTIVITIES)}</h3>
                            <ActivityTable lines=own_lines caption=w::MY_ACTIVITIES short=true/>
                        </div>
                    })}
                </div>
            </Section>
        </Show>
    }
}

/// A line without the dash that people put before it.
fn bare(line: &str) -> String {
    line.trim_start_matches(['-', '+', '•', '*', ' ']).trim_end_matches([';', '.']).to_owned()
}
