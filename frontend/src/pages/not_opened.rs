//! The device's memory cannot be opened: said instead of the gate, because nobody has to sign in for it
//! and nothing is lost.

use crate::{
    state::State,
    text::{Text, shell as words, t, words::BRAND},
    ui::{Button, ButtonKind, EmptyState},
};
use leptos::prelude::*;

/// What is wrong, that the work is safe, what to do. It is tried again by itself.
#[component]
pub fn NotOpenedPage() -> impl IntoView {
    let state = State::here();
    let busy = RwSignal::new(false);
    // Each attempt that fails says so.
    Effect::new(move || {
        state.not_opened.track();
        busy.set(false);
    });
    let told = move |at: fn((Text, Text)) -> Text| {
        Signal::derive(move || t(at(told_of(&state.not_opened.get().unwrap_or_default()))).to_owned())
    };
    let again = move |()| {
        busy.set(true);
        state.open_again();
    };
    view! {
        <main data-test="not-opened">
            <h1 class="unseen">{BRAND.vi}</h1>
            <div role="alert">
            <EmptyState title=told(|told| told.0) text=told(|told| told.1) action=move || view! {
                <Button label=words::TRY_AGAIN kind=ButtonKind::Primary busy=busy on_press=again attr:data-test="open-again"/>
            }/>
            </div>
        </main>
    }
}

fn told_of(code: &str) -> (Text, Text) {
    match code {
        "store_full" => (words::STORE_FULL, words::STORE_FULL_CURE),
        "store_newer" => (words::STORE_NEWER, words::STORE_NEWER_CURE),
        _ => (words::STORE_CLOSED, words::STORE_CLOSED_CURE),
    }
}
