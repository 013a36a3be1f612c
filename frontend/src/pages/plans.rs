//! The list of plans: found by state and by words, opened, or begun.
//! Filters stand in the address, so that a list can be kept and sent.

use super::{
    names::{self, Names},
    plan::words::{plan_state, plan_title, plan_tone},
};
use crate::{
    state::State,
    text::{plans as w, review, t, words},
    ui::{Badge, Button, ButtonKind, Chips, Choice, EmptyState, Glyph, List, PageHeader, Row, SearchBox, Tone},
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{query_signal_with_options, use_navigate},
};
use shared::{
    activity::{self, Activity},
    change,
    fold::Root,
    id::RecordId,
    order::sort_by_key,
    plan::{self, Plan},
    vietnamese::matches,
};
use std::{collections::BTreeMap, sync::Arc};

/// One line of the list, with what it is found by.
#[derive(Clone, PartialEq)]
struct Line {
    id: RecordId,
    title: String,
    detail: String,
    state: change::State,
    /// A step was wished for and waits for the server.
    waits: bool,
    found_by: String,
}

/// The page at `/plans`.
#[component]
pub fn PlansPage() -> impl IntoView {
    let state = State::here();
    let names = Names::here();
    let in_place = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
    let (query, set_query) = query_signal_with_options::<String>("q", in_place.clone());
    let (only, set_only) = query_signal_with_options::<String>("state", in_place);
    let plans = state.roots(plan::KIND);
    let activities = state.roots(activity::KIND);
    let lines = Memo::new(move |_| lines_of(state, &plans.get(), &activities.get(), &names.get()));
    let sought = Memo::new(move |_| {
        let needle = query.get().unwrap_or_default();
        let found = |line: &&Line| matches(&needle, &line.found_by);
        lines.read().iter().filter(found).cloned().collect::<Vec<_>>()
    });
    let shown = Memo::new(move |_| {
        let only = only.get().unwrap_or_default();
        let fits = |line: &&Line| only.is_empty() || line.state.code() == only;
        sought.read().iter().filter(fits).cloned().collect::<Vec<_>>()
    });
    let manages = move || names::decides(state.session.get().as_ref());
    let chips = Signal::derive(move || state_chips(&sought.get()));
    view! {
        <PageHeader title=w::PLANS lead=w::PLANS_LEAD actions=move || manages().then(|| view! { <NewPlan/> })/>
        <div class="plans-filter">
            <SearchBox
                label=w::SEARCH_PLANS
                clear_label=words::CLEAR_SEARCH
                value=Signal::derive(move || query.get().unwrap_or_default())
                on_input=move |text: String| set_query.set(Some(text).filter(|text| !text.is_empty()))
                found=move || query.get().map(|_| w::found(shown.read().len())).unwrap_or_default()
            />
            <Show when=move || !lines.read().is_empty()>
                <Chips
                    label=w::FILTER_STATE
                    choices=chips
                    value=Signal::derive(move || only.get().unwrap_or_default())
                    on_input=move |code: String| set_only.set(Some(code).filter(|code| !code.is_empty()))
                />
            </Show>
        </div>
        {move || match (lines.read().is_empty(), shown.read().is_empty()) {
            (true, _) => {
                let text = if manages() { w::NO_PLANS_MANAGER } else { w::NO_PLANS_OFFICER };
                view! { <EmptyState title=w::NO_PLANS text=text action=move || manages().then(|| view! { <NewPlan/> })/> }.into_any()
            }
            (_, true) => view! { <EmptyState title=w::NOTHING_FOUND text=w::NOTHING_FOUND_CURE/> }.into_any(),
            _ => view! {
                <List label=w::PLANS>
                    <For each=move || shown.get() key=|line| (line.id, line.title.clone(), line.detail.clone(), line.state.clone(), line.waits) let:line>
                        <PlanRow line/>
                    </For>
                </List>
            }.into_any(),
        }}
    }
}

#[component]
fn PlanRow(line: Line) -> impl IntoView {
    let Line { id, title, detail, state, waits, .. } = line;
    let tone = plan_tone(&state);
    view! {
        <Row
            attr:data-test="plan-row"
            title=title
            detail=detail
            href=format!("/plans/{id}")
            icon=Glyph::Plan
            tone=tone
            state=move || {
                let state = state.clone();
                view! {
                    <Badge text=Signal::derive(move || t(plan_state(&state)).to_owned()) tone=tone/>
                    {waits.then(|| view! { <Badge text=review::BADGE_WAITS tone=Tone::Waiting icon=Glyph::SyncPending/> })}
                }
            }
        />
    }
}

/// Begins a plan under a fresh id; nothing is written before something is typed.
#[component]
fn NewPlan() -> impl IntoView {
    let state = State::here();
    let navigate = use_navigate();
    let begin = move |()| navigate(&format!("/plans/{}/edit", state.new_id()), NavigateOptions::default());
    view! {
        <Button attr:data-test="new-plan" label=w::NEW_PLAN kind=ButtonKind::Primary icon=Glyph::Plus on_press=begin/>
    }
}

fn lines_of(state: State, plans: &[Arc<Root>], activities: &[Arc<Root>], names: &Names) -> Vec<Line> {
    let mut counts: BTreeMap<RecordId, u64> = BTreeMap::new();
    for activity in activities {
        if let Some(plan) = Activity::of(activity).plan {
            *counts.entry(plan).or_default() += 1;
        }
    }
    let mut lines: Vec<_> =
        plans.iter().map(|root| line_of(state, root, counts.get(&root.id).copied(), names)).collect();
    // What waits for a hand comes first, then the newest.
    sort_by_key(&mut lines, |line| (rank(&line.state), std::cmp::Reverse(line.id)));
    lines
}

fn line_of(state: State, root: &Arc<Root>, activities: Option<u64>, names: &Names) -> Line {
    let (decided, wish) = state.as_decided(root);
    let plan = Plan::of(root);
    let issuer = names.unit(plan.issuer.unwrap_or(plan.owner));
    let number = if plan.number.is_empty() { t(w::NO_NUMBER).to_owned() } else { plan.number.clone() };
    let period = plan.period.map(|period| format!("{} - {}", period.from.text(), period.to.text()));
    let count = activities.map(w::activity_count);
    let facts = [Some(issuer.clone()), Some(number), period, count];
    let detail = facts.into_iter().flatten().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(" · ");
    let title = plan_title(&plan);
    Line {
        id: root.id,
        found_by: format!("{title} {} {issuer} {}", plan.number, plan.programme),
        title,
        detail,
        state: decided.decided().state,
        waits: wish.is_some(),
    }
}

fn rank(state: &change::State) -> u8 {
    use change::State::{Approved, Closed, Draft, Issued, Returned, Submitted};
    match state {
        Returned => 0,
        Submitted => 1,
        Approved => 2,
        Draft => 3,
        Issued => 4,
        Closed => 6,
        change::State::Other(_) => 5,
    }
}

fn state_chips(lines: &[Line]) -> Vec<Choice> {
    use change::State::{Approved, Closed, Draft, Issued, Returned, Submitted};
    let count = |state: &change::State| lines.iter().filter(|line| line.state == *state).count() as u64;
    let any = Choice::new("", t(w::ANY)).count(lines.len() as u64);
    let states = [Draft, Submitted, Returned, Approved, Issued, Closed];
    let some = states.iter().map(|state| (state, count(state))).filter(|(_, count)| *count > 0);
    let chips = some.map(|(state, count)| Choice::new(state.code(), t(plan_state(state))).count(count));
    std::iter::once(any).chain(chips).collect()
}
