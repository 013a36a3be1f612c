//! A bar that shows a share: result against plan.

use leptos::prelude::*;

use super::badge::Tone;
use super::numbers::percent;

/// A bar with its words: the words carry the figure, the bar only repeats it.
#[component]
pub fn Meter(
    /// What is measured.
    #[prop(into, optional)]
    label: Signal<String>,
    /// How much there is.
    #[prop(into)]
    value: Signal<u64>,
    /// The target.
    #[prop(into)]
    max: Signal<u64>,
    /// The figure in words, for example "14/20 cuộc".
    #[prop(into)]
    text: Signal<String>,
    /// Its colours.
    #[prop(into, optional)]
    tone: Signal<Tone>,
    /// In one line, for tables.
    #[prop(optional)]
    inline: bool,
) -> impl IntoView {
    view! {
        <div class=move || format!("meter {}", tone.get().class()) class:meter-inline=inline>
            <span class="meter-label">{move || label.get()}</span>
            <span class="meter-text">{move || text.get()}</span>
            <span class="meter-way" aria-hidden="true">
                <span class="meter-done" style:width=move || format!("{}%", percent(value.get(), max.get()))></span>
            </span>
        </div>
    }
}
