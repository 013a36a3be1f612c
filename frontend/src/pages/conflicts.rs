//! The inbox where a person decides between values that were written apart from each other.

pub mod decision;
pub mod item;
mod turns;
pub mod wording;

use crate::{
    state::{ConflictItem, State},
    text::conflicts as w,
    ui::{EmptyState, PageHeader},
};
use decision::{Decided, LastDecision, Troubles};
use item::ConflictCard;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{id::RecordId, order::sort_by_key};

/// The page at `/conflicts`.
#[component]
pub fn ConflictsPage() -> impl IntoView {
    let state = State::here();
    let query = use_query_map();
    let only = Memo::new(move |_| query.read().get("root").and_then(|id| id.parse::<RecordId>().ok()));
    let last = LastDecision::on_this_page();
    provide_context(last);
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
        <Troubles last/>
        {move || items.read().is_empty().then(|| view! { <EmptyState title=w::NONE text=w::NONE_TEXT/> })}
        <div class="stack conflicts">
            <For each=move || items.get() key=|item| (item.root, item.record, item.field.clone()) let:item>
                <ConflictCard item/>
            </For>
        </div>
        <Decided last/>
    }
}
