//! One activity: what is to be done, how far it is, its reports, and the way to a new one.

mod progress;

use crate::{
    pages::{
        names::Names,
        signs::{lane_badge, place_words, stage_badge},
        work::lines::Lane,
    },
    state::State,
    text::{self, activity as words, t},
    ui::{
        ActionBar, Badge, Button, ButtonKind, Definitions, EmptyState, Glyph, KeyValue, LinkButton, List, Notice,
        PageHeader, Panel, Row, Section, Tone,
    },
};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};
use progress::Progress;
use shared::{
    activity::Activity,
    change,
    fold::Root,
    id::RecordId,
    order::sort_by_key,
    plan,
    report::{self, Report},
};
use std::sync::Arc;

/// The page of an activity.
#[component]
pub fn ActivityPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").and_then(|id| id.parse::<RecordId>().ok())));
    move || match id.get() {
        Some(id) => view! { <OneActivity id=id/> }.into_any(),
        None => view! { <NotHere/> }.into_any(),
    }
}

#[component]
fn NotHere() -> impl IntoView {
    view! {
        <PageHeader title=words::NOT_HERE back_href="/" back_label=words::BACK/>
        <EmptyState title=words::NOT_HERE text=words::NOT_HERE_CURE
            action=move || view! { <LinkButton label=text::shell::TO_WORK href="/"/> }/>
    }
}

#[component]
fn OneActivity(id: RecordId) -> impl IntoView {
    let state = State::here();
    let root = state.root(id);
    let is_here = Memo::new(move |_| root.with(Option::is_some));
    move || {
        if is_here.get() { view! { <Shown id=id root=root/> }.into_any() } else { view! { <NotHere/> }.into_any() }
    }
}

#[component]
fn Shown(id: RecordId, root: Signal<Option<Arc<Root>>>) -> impl IntoView {
    let names = Names::here();
    let activity = Memo::new(move |_| root.with(|root| root.as_ref().map(|root| Arc::new(Activity::of(root)))));
    let read = move |read: fn(&Activity, &Names) -> String| {
        Signal::derive(move || {
            names.with(|names| activity.with(|activity| activity.as_ref().map(|a| read(a, names)).unwrap_or_default()))
        })
    };
    let reports = own_reports(id);
    let in_conflict =
        Memo::new(move |_| activity.with(|activity| activity.as_ref().is_some_and(|a| !a.in_conflict.is_empty())));
    let facts = move || {
        let stage = activity.with(|activity| activity.as_ref().map(|a| a.progress.stage));
        stage.map(stage_badge)
    };
    view! {
        <PageHeader title=read(|a, _| a.name.clone()) kicker=read(|a, names| names.kind(&a.kind)) back_href="/" back_label=words::BACK
            facts=move || view! { {facts} }/>
        {move || in_conflict.get().then(|| view! {
            <Notice title=words::IN_CONFLICT text=words::IN_CONFLICT_TEXT tone=Tone::Bad icon=Glyph::Conflict
                actions=move || view! { <LinkButton label=words::SETTLE href="/conflicts" kind=ButtonKind::Bare/> }/>
        })}
        <div class="aside-layout">
            <Facts activity=activity names=names/>
            <Progress id=id root=root/>
        </div>
        <Section title=words::REPORTS count=Signal::derive(move || Some(reports.with(Vec::len) as u64))>
            {move || if reports.with(Vec::is_empty) {
                view! { <p class="soft">{t(words::NO_REPORTS)}</p> }.into_any()
            } else {
                view! { <ReportList reports=reports names=names/> }.into_any()
            }}
        </Section>
        <MakeReport id=id reports=reports/>
    }
}

#[component]
fn Facts(activity: Memo<Option<Arc<Activity>>>, names: Memo<Names>) -> impl IntoView {
    let state = State::here();
    let line = move |label: text::Text, read: fn(&Activity, &Names) -> String| {
        let value = Memo::new(move |_| {
            names.with(|names| activity.with(|activity| activity.as_ref().map(|a| read(a, names)).unwrap_or_default()))
        });
        move || (!value.read().is_empty()).then(|| view! { <KeyValue label=label value=value/> })
    };
    let plan = Memo::new(move |_| activity.with(|activity| activity.as_ref().and_then(|a| a.plan)));
    let plan_root = Memo::new(move |_| plan.get().map(|id| (id, state.root(id))));
    let plan_name = move || {
        let (id, root) = plan_root.get()?;
        let title =
            root.with(|root| root.as_ref().and_then(|root| root.value(id, plan::TITLE)?.as_text().map(str::to_owned)))?;
        Some(view! { <KeyValue label=words::PLAN><a href=format!("/plans/{id}")>{title}</a></KeyValue> })
    };
    view! {
        <Panel title=words::FACTS>
            <Definitions>
                {line(words::PLACE, |a, names| place_words(&a.place, names))}
                {line(words::WHEN, |a, _| a.planned.map(text::words::span).unwrap_or_default())}
                {line(words::TARGET, |a, names| a.target.as_ref().map(|target| names.quantity(target)).unwrap_or_default())}
                {line(words::AUDIENCE, audience)}
                {line(words::LEAD, |a, names| a.lead_unit.map(|unit| names.unit(unit)).unwrap_or_default())}
                {line(words::UNITS, units)}
                {line(words::RESPONSIBLE, |a, names| {
                    a.responsible.and_then(|id| names.person(id)).map(|person| person.name.clone()).unwrap_or_default()
                })}
                {line(words::COST, |a, _| a.planned_cost.map(|cost| cost.text()).unwrap_or_default())}
                {plan_name}
            </Definitions>
            {move || activity.with(|activity| activity.as_ref().map(|a| a.contents.clone())).filter(|text| !text.is_empty()).map(|text| view! {
                <div class="activity-contents">
                    <p class="activity-contents-label">{t(words::CONTENTS)}</p>
                    <p class="activity-contents-text">{text}</p>
                </div>
            })}
        </Panel>
    }
}

fn audience(activity: &Activity, names: &Names) -> String {
    let list = &names.directory.catalogue.audiences;
    activity.audience.iter().map(|code| Names::term(list, code)).collect::<Vec<_>>().join("; ")
}

fn units(activity: &Activity, names: &Names) -> String {
    let mut units: Vec<String> =
        activity.units.iter().map(|unit| names.unit(*unit)).filter(|name| !name.is_empty()).collect();
    sort_by_key(&mut units, String::clone);
    units.join(", ")
}

/// The reports on this activity, the newest day first.
fn own_reports(id: RecordId) -> Memo<Vec<(Arc<Root>, Arc<Report>)>> {
    let roots = State::here().roots(report::KIND);
    Memo::new(move |_| {
        let of_it = |root: &&Arc<Root>| {
            root.value(root.id, report::ACTIVITY).and_then(|value| value.as_text()?.parse::<RecordId>().ok())
                == Some(id)
        };
        let mut found: Vec<_> = roots
            .with(|roots| roots.iter().filter(of_it).map(|root| (root.clone(), Arc::new(Report::of(root)))).collect());
        sort_by_key(&mut found, |(root, report): &(Arc<Root>, Arc<Report>)| std::cmp::Reverse((report.date, root.id)));
        found
    })
}

#[component]
fn ReportList(reports: Memo<Vec<(Arc<Root>, Arc<Report>)>>, names: Memo<Names>) -> impl IntoView {
    let state = State::here();
    let row = move |(root, report): (Arc<Root>, Arc<Report>)| {
        let (id, unit, decided) = (root.id, root.home.unit, root.decided());
        let (wish, travel) = (state.wish(id), state.travel(id));
        let lane = move || match decided.state {
            _ if wish.get() == Some(change::State::Submitted) => Lane::Waiting,
            change::State::Draft => Lane::Draft,
            change::State::Returned => Lane::Returned,
            _ => Lane::Sent,
        };
        let decided_state = root.decided().state;
        let signs = move || {
            let travel = travel.get();
            view! {
                {lane_badge(lane(), &decided_state)}
                {(travel.photos_sent < travel.photos).then(|| view! {
                    <Badge text=text::words::photos_sent(travel.photos_sent, travel.photos) tone=Tone::Waiting icon=Glyph::Photo/>
                })}
            }
        };
        let title = report.date.map(|day| Signal::derive(move || text::words::long_day(day)));
        let unit = Signal::derive(move || names.with(|names| names.unit(unit)));
        let people = report.people;
        let detail = Signal::derive(move || people.map(|n| text::report::people(n, None, None)).unwrap_or_default());
        view! {
            <Row title=title.unwrap_or_else(|| text::work::NO_DATE.into()) kicker=unit detail=detail icon=Glyph::Report
                href=format!("/reports/{id}") state=move || view! { {signs.clone()} }/>
        }
    };
    view! { <List label=words::REPORTS>{move || reports.get().into_iter().map(row).collect_view()}</List> }
}

/// The main act: a new report, or the draft that is already there.
#[component]
fn MakeReport(id: RecordId, reports: Memo<Vec<(Arc<Root>, Arc<Report>)>>) -> impl IntoView {
    let state = State::here();
    let navigate = use_navigate();
    let draft = Memo::new(move |_| {
        let own = state.session.get().map(|me| me.unit);
        reports.with(|reports| {
            let is_open = |(root, _): &&(Arc<Root>, Arc<Report>)| {
                Some(root.home.unit) == own
                    && matches!(root.decided().state, change::State::Draft | change::State::Returned)
                    && state.wish(root.id).get().is_none()
            };
            reports.iter().find(is_open).map(|(root, _)| root.id)
        })
    });
    let write = Callback::new(move |()| {
        navigate(&format!("/reports/{}?activity={id}", state.new_id()), leptos_router::NavigateOptions::default());
    });
    view! {
        <ActionBar>
            {move || draft.get().map(|report| view! {
                <LinkButton label=words::GO_ON href=format!("/reports/{report}") icon=Glyph::Edit attr:data-test="go-on-report"/>
            })}
            <Button label=words::MAKE_REPORT kind=ButtonKind::Primary icon=Glyph::Report wide=true on_press=write attr:data-test="make-report"/>
        </ActionBar>
    }
}
