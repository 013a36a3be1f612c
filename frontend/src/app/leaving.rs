//! The question before a form is left whose text is not on the device.

use crate::{
    state::State,
    text::{shell as words, t},
    ui::{Button, ButtonKind, Dialog},
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

#[component]
pub(super) fn Leaving() -> impl IntoView {
    let (leaving, navigate) = (State::here().leaving, StoredValue::new_local(use_navigate()));
    let stay = move |()| leaving.set(None);
    let leave = move |()| {
        if let Some(href) = leaving.try_update(Option::take).flatten() {
            navigate.with_value(|navigate| navigate(&href, NavigateOptions::default()));
        }
    };
    view! {
        <Dialog open=Signal::derive(move || leaving.with(Option::is_some)) on_close=stay title=words::LEAVE_ASK
            actions=move || view! {
                <Button label=words::LEAVE on_press=leave attr:data-test="leave"/>
                <Button label=words::STAY kind=ButtonKind::Primary on_press=stay attr:data-test="stay"/>
            }>
            <p>{move || t(words::LEAVE_WHY)}</p>
        </Dialog>
    }
}
