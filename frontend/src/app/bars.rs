//! Bars above every screen: what works without a network, an expired session, a new version.

use crate::{
    pages::sign_in::SignInAgain,
    state::{Phase, State},
    text::shell as words,
    ui::{Button, ButtonKind, Glyph, Notice, Tone, UpdateBar},
};
use leptos::prelude::*;
use shared::{change, notebook::Status};

#[component]
pub(super) fn Bars(in_form: Memo<bool>) -> impl IntoView {
    view! {
        <Expired/>
        <NoNetwork/>
        <Update in_form=in_form/>
    }
}

/// Says what works, and what goes out by itself later.
#[component]
fn NoNetwork() -> impl IntoView {
    let state = State::here();
    let is_away = Memo::new(move |_| state.sync.with(|sync| sync.phase == Phase::NoNetwork));
    let reports = Memo::new(move |_| {
        let waits = |item: &&crate::state::OutboxItem| {
            item.is_wish == Some(change::State::Submitted) && matches!(item.status, Status::Open | Status::Sealed)
        };
        state.outbox.with(|outbox| outbox.iter().filter(waits).count())
    });
    let text =
        Signal::derive(move || words::no_network(reports.get(), state.unsent.get() + state.photos_unsent.get().0));
    move || {
        is_away
            .get()
            .then(|| view! { <Notice text=text tone=Tone::Waiting icon=Glyph::NoNetwork attr:data-test="no-network"/> })
    }
}

/// Work goes on; signing in again is needed only to send.
#[component]
fn Expired() -> impl IntoView {
    let state = State::here();
    let open = RwSignal::new(false);
    view! {
        {move || state.expired.get().then(|| view! {
            <Notice text=words::EXPIRED tone=Tone::Waiting icon=Glyph::Lock attr:data-test="session-expired"
                actions=move || view! { <Button label=words::SIGN_IN_AGAIN kind=ButtonKind::Bare on_press=move |()| open.set(true) attr:data-test="sign-in-again"/> }/>
        })}
        <SignInAgain open=open/>
    }
}

/// A new version can be put off, and never comes inside a form.
#[component]
fn Update(in_form: Memo<bool>) -> impl IntoView {
    let state = State::here();
    let later = RwSignal::new(false);
    let is_shown = move || state.update_waiting.get() && !later.get() && !in_form.get();
    move || {
        is_shown().then(|| {
            view! {
                <UpdateBar text=words::UPDATE now_label=words::UPDATE_NOW later_label=words::UPDATE_LATER
                    on_now=move |()| state.apply_update() on_later=move |()| later.set(true) attr:data-test="update-bar"/>
            }
        })
    }
}
