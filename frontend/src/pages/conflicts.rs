//! The inbox where a person decides between values that were written apart from each other.

pub mod item;
pub mod wording;

use crate::{
    state::{ConflictItem, OpenForm, State},
    text::{conflicts as w, words},
    ui::{EmptyState, PageHeader, Toast},
};
use item::ConflictCard;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{id::RecordId, notebook::Edit, order::sort_by_key};

/// The decision just taken, held back while it can still be taken back. Its form is open since the
/// values were on the screen, so that what arrives meanwhile is not taken for seen.
#[derive(Clone, Copy)]
pub struct LastDecision {
    /// What was decided, for the screen.
    pub made: RwSignal<Option<Decision>>,
    form: StoredValue<Option<OpenForm>, LocalStorage>,
}

/// A decision as the screen shows it.
#[derive(Clone, PartialEq)]
pub struct Decision {
    /// The root.
    pub root: RecordId,
    /// What is to be saved.
    pub edit: Edit,
    /// The value in words.
    pub said: String,
}

impl LastDecision {
    fn new() -> Self {
        Self { made: RwSignal::new(None), form: StoredValue::new_local(None) }
    }

    /// Holds a decision; one held before is on its way from now on.
    pub fn hold(self, form: OpenForm, decision: Decision) {
        self.let_go();
        self.form.set_value(Some(form));
        self.made.set(Some(decision));
    }

    /// Saves the decision: from now on it is on its way.
    pub fn let_go(self) {
        let form = self.form.try_update_value(Option::take).flatten();
        let decision = self.made.try_update_untracked(Option::take).flatten();
        if let (Some(form), Some(decision)) = (form, decision) {
            form.save(vec![decision.edit]);
            form.flush();
        }
        let _gone = self.made.try_set(None);
    }

    /// Takes the decision back: nothing was saved.
    pub fn take_back(self) {
        self.form.set_value(None);
        self.made.set(None);
    }
}

/// The page at `/conflicts`.
#[component]
pub fn ConflictsPage() -> impl IntoView {
    let state = State::here();
    let query = use_query_map();
    let only = Memo::new(move |_| query.read().get("root").and_then(|id| id.parse::<RecordId>().ok()));
    let last = LastDecision::new();
    provide_context(last);
    let leaving = window_event_listener(leptos::ev::pagehide, move |_| last.let_go());
    on_cleanup(move || {
        leaving.remove();
        last.let_go();
    });
    let all = state.conflicts;
    // Those that one came for stand first; the others are not hidden.
    let items = Memo::new(move |_| {
        let is_decided = |item: &ConflictItem| {
            last.made.read().as_ref().is_some_and(|made| {
                (made.root, made.edit.record, &made.edit.field) == (item.root, item.record, &item.field)
            })
        };
        let mut items: Vec<ConflictItem> = all.read().iter().filter(|item| !is_decided(item)).cloned().collect();
        sort_by_key(&mut items, |item| Some(item.root) != only.get());
        items
    });
    let facts = move || {
        let count = items.read().len();
        (count > 0).then(|| view! { <p class="soft">{w::count(count)}</p> })
    };
    view! {
        <PageHeader title=w::TITLE lead=w::LEAD facts=move || view! { {facts} }/>
        {move || items.read().is_empty().then(|| view! { <EmptyState title=w::NONE text=w::NONE_TEXT/> })}
        <div class="stack conflicts">
            <For each=move || items.get() key=|item| (item.root, item.record, item.field.clone()) let:item>
                <ConflictCard item/>
            </For>
        </div>
        <Toast
            open=Signal::derive(move || last.made.read().is_some())
            text=Signal::derive(move || last.made.get().map(|made| w::decided(made.said)).unwrap_or_default())
            undo_label=words::UNDO
            on_undo=move |()| last.take_back()
            on_close=move |()| last.let_go()
        />
    }
}
