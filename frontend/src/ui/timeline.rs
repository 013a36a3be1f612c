//! What happened, one entry below the other: who, when, what changed.

use leptos::prelude::*;

use super::badge::Tone;

/// An ordered list of [`TimelineItem`]s.
#[component]
pub fn Timeline(
    /// Whose history it is, read aloud.
    #[prop(into)]
    label: Signal<String>,
    /// The entries.
    children: Children,
) -> impl IntoView {
    view! { <ol class="timeline" aria-label=move || label.get()>{children()}</ol> }
}

/// One entry.
#[component]
pub fn TimelineItem(
    /// What happened.
    #[prop(into)]
    title: Signal<String>,
    /// Who, when, from which device.
    #[prop(into, optional)]
    meta: Signal<String>,
    /// What was said, for example the reason.
    #[prop(into, optional)]
    text: Signal<String>,
    /// The colours of its point.
    #[prop(into, optional)]
    tone: Signal<Tone>,
) -> impl IntoView {
    view! {
        <li class=move || format!("timeline-item {}", tone.get().class())>
            <p class="timeline-title">{move || title.get()}</p>
            {move || (!meta.read().is_empty()).then(|| view! { <p class="timeline-meta">{meta.get()}</p> })}
            {move || (!text.read().is_empty()).then(|| view! { <p class="timeline-text">{text.get()}</p> })}
        </li>
    }
}
