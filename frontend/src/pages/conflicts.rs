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

/// The decision just taken: saved already, with the way back while its form is still open.
#[derive(Clone, Copy)]
pub struct LastDecision {
    /// What was decided, for the screen.
    made: RwSignal<Option<Decision>>,
    form: StoredValue<Option<OpenForm>, LocalStorage>,
}

/// A decision as the screen shows it.
#[derive(Clone)]
pub struct Decision {
    /// The value in words.
    pub said: String,
    /// What was decided between, as saves that would put it back.
    pub before: Vec<Edit>,
}

impl LastDecision {
    fn new() -> Self {
        Self { made: RwSignal::new(None), form: StoredValue::new_local(None) }
    }

    /// Offers the way back from a decision that is saved.
    fn offer(self, form: OpenForm, decision: Decision) {
        self.form.set_value(Some(form));
        self.made.set(Some(decision));
    }

    /// Gives the form back: from now on the decision is changed by deciding anew.
    fn let_go(self) {
        drop(self.form.try_update_value(Option::take));
        let _gone = self.made.try_set(None);
    }

    /// Puts back what was decided between.
    fn undo(self) {
        let form = self.form.try_update_value(Option::take).flatten();
        let decision = self.made.try_update(Option::take).flatten();
        if let (Some(form), Some(decision)) = (form, decision) {
            form.undo(decision.before);
        }
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
    on_cleanup(move || last.let_go());
    let all = state.conflicts;
    // Those that one came for stand first; the others are not hidden.
    let items = Memo::new(move |_| {
        let mut items: Vec<ConflictItem> = all.get().to_vec();
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
            on_undo=move |()| last.undo()
            on_close=move |()| last.let_go()
        />
    }
}
