//! Facts in pairs: what, and its value.

use leptos::prelude::*;

/// A definition list; two columns on desks.
#[component]
pub fn Definitions(
    /// [`KeyValue`]s.
    children: Children,
) -> impl IntoView {
    view! { <dl class="definitions">{children()}</dl> }
}

/// One pair of a [`Definitions`] list.
#[component]
pub fn KeyValue(
    /// What.
    #[prop(into)]
    label: Signal<String>,
    /// Its value as text, before the children.
    #[prop(into, optional)]
    value: Signal<String>,
    /// Its value is a number: figures of equal width.
    #[prop(optional)]
    numeric: bool,
    /// Anything else: a badge, a link.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="key-value">
            <dt>{move || label.get()}</dt>
            <dd class:number=numeric>{move || value.get()}{children.map(|children| children())}</dd>
        </div>
    }
}
