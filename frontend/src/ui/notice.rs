//! Bars that tell something about the whole screen: a notice, a new version.

use leptos::prelude::*;

use super::badge::Tone;
use super::button::{Button, ButtonKind};
use super::icon::{Glyph, Icon};

/// A bar with icon, title, text and perhaps acts. [`Tone::Bad`] is announced at once, the others politely.
#[component]
pub fn Notice(
    /// What it says.
    #[prop(into)]
    text: Signal<String>,
    /// A bold beginning: what happened.
    #[prop(into, optional)]
    title: Signal<String>,
    /// Info, good, waiting (warning) or bad (error).
    #[prop(into, optional)]
    tone: Signal<Tone>,
    /// Its glyph; without one the tone's own.
    #[prop(into, optional)]
    icon: Option<Signal<Glyph>>,
    /// Buttons.
    #[prop(into, optional)]
    actions: ViewFn,
) -> impl IntoView {
    let glyph = Signal::derive(move || {
        icon.map_or_else(
            || if tone.get() == Tone::Neutral { Glyph::Info } else { tone.get().glyph() },
            |given| given.get(),
        )
    });
    view! {
        <div
            class=move || format!("notice {}", tone.get().class())
            role=move || if tone.get() == Tone::Bad { "alert" } else { "status" }
        >
            <span class="notice-icon"><Icon glyph=glyph/></span>
            <p class="notice-words">
                {move || (!title.get().is_empty()).then(|| view! { <strong class="notice-title">{title.get()}</strong> " " })}
                {move || text.get()}
            </p>
            <div class="notice-actions">{move || actions.run()}</div>
        </div>
    }
}

/// Offers a new version; it can be put off and never acts by itself.
#[component]
pub fn UpdateBar(
    /// What it says.
    #[prop(into)]
    text: Signal<String>,
    /// "Take it now".
    #[prop(into)]
    now_label: Signal<String>,
    /// "Later".
    #[prop(into)]
    later_label: Signal<String>,
    /// Take it now.
    #[prop(into)]
    on_now: Callback<()>,
    /// Put it off.
    #[prop(into)]
    on_later: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="notice update-bar tone-info" role="status">
            <span class="notice-icon"><Icon glyph=Glyph::Inbox/></span>
            <p class="notice-words">{move || text.get()}</p>
            <div class="notice-actions">
                <Button label=now_label on_press=on_now/>
                <Button label=later_label kind=ButtonKind::Bare on_press=on_later/>
            </div>
        </div>
    }
}
