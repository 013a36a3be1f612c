//! A short word after an act, with the way back: undo rather than "are you sure?".

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use super::button::{Button, ButtonKind};
use super::icon::Glyph;

/// How long a toast stays, long enough to read it and to reach the button.
const SHOWN_MS: u64 = 8_000;

/// Says what was done and offers to undo it. It leaves by itself after eight seconds,
/// except while the pointer or the focus is on it.
#[component]
pub fn Toast(
    /// Whether it is shown.
    #[prop(into)]
    open: Signal<bool>,
    /// What was done.
    #[prop(into)]
    text: Signal<String>,
    /// What the button says, for example "Hoàn tác"; without it there is none.
    #[prop(into, optional)]
    undo_label: Signal<String>,
    /// The button was pressed.
    #[prop(into, optional)]
    on_undo: Option<Callback<()>>,
    /// It is to leave: set `open` to false.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        timer.update_value(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
        })
    };
    let start = move || {
        stop();
        let left = set_timeout_with_handle(move || on_close.run(()), Duration::from_millis(SHOWN_MS));
        timer.set_value(left.ok());
    };
    Effect::new(move || {
        text.track();
        if open.get() { start() } else { stop() }
    });
    on_cleanup(stop);
    let undo = move |()| {
        if let Some(undo) = on_undo {
            undo.run(());
        }
        on_close.run(());
    };
    view! {
        <div class="toast-place" role="status">
            {move || open.get().then(|| view! {
                <div
                    class="toast"
                    on:mouseenter=move |_| stop()
                    on:mouseleave=move |_| start()
                    on:focusin=move |_| stop()
                    on:focusout=move |_| start()
                >
                    <span class="toast-text">{move || text.get()}</span>
                    {on_undo.map(|_| view! { <Button label=undo_label kind=ButtonKind::Bare icon=Glyph::Undo on_press=undo attr:data-test="undo"/> })}
                </div>
            })}
        </div>
    }
}
