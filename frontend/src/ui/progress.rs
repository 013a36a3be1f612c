//! How far a transfer is: items and bytes.

use leptos::prelude::*;

use super::numbers::percent;

/// A labelled bar over the browser's own progress element.
#[component]
pub fn Progress(
    /// What is under way.
    #[prop(into)]
    label: Signal<String>,
    /// How much is done.
    #[prop(into)]
    value: Signal<u64>,
    /// The whole; 0 means that it is not known yet.
    #[prop(into)]
    max: Signal<u64>,
    /// Items and bytes in words, for example "3/7 ảnh · 1,2/3,4 MB".
    #[prop(into, optional)]
    text: Signal<String>,
) -> impl IntoView {
    let done = move || (max.get() > 0).then(|| percent(value.get(), max.get()).to_string());
    view! {
        <div class="progress">
            <div class="progress-words">
                <span class="progress-label">{move || label.get()}</span>
                <span class="progress-text">{move || text.get()}</span>
            </div>
            <progress class="progress-bar" max="100" value=done aria-label=move || label.get()></progress>
        </div>
    }
}
