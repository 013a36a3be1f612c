//! Writing a plan: everything is saved as it is typed, sums and problems stand beside it.
//! One activity at a time is edited in its own form, under the same address with `?activity=`.

mod activity;
mod activity_list;
mod check;
mod children;
mod compound;
mod general;
mod units;

use super::{
    names::{Names, decides, decides_in},
    plan::words::plan_title,
};
use crate::{
    forms::sheet::{Hold, Sheet},
    state::State,
    text::{plan_edit as w, t, words},
    ui::{ActionBar, Button, ButtonKind, Glyph, LinkButton, Notice, PageHeader, SavedMark, Toast, Tone},
};
use activity::ActivityForm;
use activity_list::ActivityList;
use check::Check;
pub(super) use children::removal;
use children::{AssignmentLines, BasisLines, BudgetLines, DeadlineLines};
use general::{General, Signing, Texts};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use shared::{
    change::{self, Home},
    id::RecordId,
    notebook::Edit,
    plan::{self, Plan},
};
use std::sync::Arc;

/// Something was taken out and can be put back. One a page, offered in a toast.
#[derive(Clone)]
pub(super) struct Removed {
    /// What it says.
    text: String,
    /// Puts it back. Not a callback of the row's: that would go with the row.
    undo: Arc<dyn Fn() + Send + Sync>,
}

/// Where whatever removes something says so.
#[derive(Clone, Copy)]
pub(super) struct RemovedHere(RwSignal<Option<Removed>>);

impl RemovedHere {
    /// Offers to put back what was just taken out.
    pub(super) fn offer(self, text: String, undo: impl Fn() + Send + Sync + 'static) {
        self.0.set(Some(Removed { text, undo: Arc::new(undo) }));
    }
}

/// The page at `/plans/:id/edit`.
#[component]
pub fn PlanEditPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let id = Memo::new(move |_| params.read().get("id").and_then(|id| id.parse::<RecordId>().ok()));
    let activity = Memo::new(move |_| query.read().get("activity").and_then(|id| id.parse::<RecordId>().ok()));
    let removed = RwSignal::new(None::<Removed>);
    provide_context(RemovedHere(removed));
    view! {
        {move || match (id.get(), activity.get()) {
            (None, _) => view! { <super::plan::PlanMissing/> }.into_any(),
            (Some(plan), None) => view! { <PlanForm id=plan/> }.into_any(),
            (Some(plan), Some(activity)) => view! { <ActivityForm plan id=activity/> }.into_any(),
        }}
        <Toast
            open=Signal::derive(move || removed.read().is_some())
            text=Signal::derive(move || removed.read().as_ref().map(|removed| removed.text.clone()).unwrap_or_default())
            undo_label=words::UNDO
            on_undo=move |()| if let Some(removed) = removed.get_untracked() { (removed.undo)() }
            on_close=move |()| removed.set(None)
        />
    }
}

/// Where a plan lives: where it does already, or with the unit of whoever begins it.
pub(super) fn home_of(state: State, plan: RecordId) -> Option<Home> {
    let root = state.root(plan).get_untracked();
    let mine = state.session.get_untracked().map(|me| Home::of_plan(plan, me.unit));
    root.map(|root| root.home).or(mine)
}

/// Whether this person may edit the plan, or begin one.
pub(super) fn may_edit(state: State, names: Memo<Names>, plan: RecordId) -> bool {
    let owner = state.root(plan).get().map(|root| root.home.unit);
    match owner {
        Some(owner) => decides_in(state.session.get().as_ref(), &names.read().tree, owner),
        None => decides(state.session.get().as_ref()),
    }
}

#[component]
fn PlanForm(id: RecordId) -> impl IntoView {
    let (state, names) = (State::here(), Names::here());
    let root = state.root(id);
    let locked = Memo::new(move |_| {
        let decided = root.get().map(|root| root.decided().state).unwrap_or_default();
        !matches!(decided, change::State::Draft | change::State::Returned | change::State::Submitted)
    });
    let may = Memo::new(move |_| may_edit(state, names, id));
    let Some(home) = home_of(state, id) else { return view! { <super::plan::PlanMissing/> }.into_any() };
    let first = first_edits(id, state, names);
    let sheet = Sheet::open(state, id, plan::KIND, home, first, move || locked.get() || !may.get());
    sheet.asked.set(true);
    sheet.judged(Memo::new(move |_| {
        let catalogue = &names.read().directory.catalogue;
        Arc::new(root.get().map(|root| plan::problems(&root, catalogue)).unwrap_or_default())
    }));
    let is_new = Memo::new(move |_| root.read().is_none());
    let title = move || t(if is_new.get() { w::NEW_TITLE } else { w::EDIT_TITLE }).to_owned();
    let kicker = move || root.read().as_ref().map(|root| plan_title(&Plan::of(root))).unwrap_or_default();
    let notice = move || {
        let (title, cure) = match (may.get(), locked.get(), sheet.hold.get()) {
            (false, ..) => (w::NO_RIGHT, w::NO_RIGHT_CURE),
            (_, true, _) => (w::LOCKED, w::LOCKED_CURE),
            (_, _, Hold::Elsewhere) => (w::OPEN_ELSEWHERE, w::OPEN_ELSEWHERE_CURE),
            _ => return None,
        };
        Some(view! { <Notice title=title text=cure tone=Tone::Waiting/> })
    };
    view! {
        <PageHeader
            title=Signal::derive(title)
            kicker=Signal::derive(kicker)
            lead=w::LEAD
            back_href=format!("/plans/{id}")
            back_label=w::BACK_TO_PLAN
        />
        {notice}
        <div class="aside-layout plan-edit">
            <div class="stack stack-wide plan-edit-main">
                <div class="stack stack-wide" class:plan-edit-frozen=move || sheet.frozen.get()>
                    <General sheet names/>
                    <BasisLines sheet names/>
                    <Texts sheet names/>
                    <BudgetLines sheet names/>
                    <AssignmentLines sheet names/>
                    <DeadlineLines sheet names/>
                </div>
                <ActivityList sheet names may/>
                <Signing sheet/>
            </div>
            <Check sheet/>
        </div>
        <ActionBar note=move || view! { <SavedMark text=sheet.saved_text() waiting=sheet.saved_waits()/> }>
            <Button label=w::CHECK icon=Glyph::DoubleCheck on_press=|()| jump("check")/>
            <LinkButton label=w::BACK_TO_PLAN kind=ButtonKind::Primary icon=Glyph::Eye href=format!("/plans/{id}")/>
        </ActionBar>
    }
    .into_any()
}

/// A new plan begins with its issuer: the office in which its writer works, or the unit.
fn first_edits(id: RecordId, state: State, names: Memo<Names>) -> Vec<Edit> {
    let Some(me) = state.session.get_untracked() else { return Vec::new() };
    let agency = names.read_untracked().person(me.person).and_then(|person| person.agency);
    let issuer = agency.unwrap_or(me.unit).to_string();
    vec![Edit { record: id, kind: plan::KIND, field: plan::ISSUER.to_owned(), value: issuer.into() }]
}

/// Brings a control into view and the focus into it.
pub(super) fn jump(id: &str) {
    use wasm_bindgen::JsCast;
    let Some(element) = document().get_element_by_id(id) else { return };
    element.scroll_into_view();
    if let Ok(element) = element.dyn_into::<web_sys::HtmlElement>() {
        // What cannot take the focus is at least in view.
        let _unfocusable = element.focus();
    }
}
