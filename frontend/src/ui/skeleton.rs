//! The shape of what is coming, for the rare moment when the device itself is slow.

use leptos::prelude::*;

/// Grey lines in place of a list, and a text for those who cannot see them.
#[component]
pub fn Skeleton(
    /// What is being opened.
    #[prop(into)]
    label: Signal<String>,
    /// How many lines.
    #[prop(default = 3)]
    lines: usize,
) -> impl IntoView {
    view! {
        <div class="skeleton" role="status">
            <span class="unseen">{move || label.get()}</span>
            {(0..lines).map(|_| view! { <span class="skeleton-line" aria-hidden="true"></span> }).collect_view()}
        </div>
    }
}
