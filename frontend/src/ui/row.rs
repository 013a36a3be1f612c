//! Lists of things that open: a row is one link with a title, a line of facts and a state.

use leptos::prelude::*;

use super::badge::Tone;
use super::icon::{Glyph, Icon};

/// A list of [`Row`]s on one sheet, separated by hairlines.
#[component]
pub fn List(
    /// The list's name, read aloud.
    #[prop(into, optional)]
    label: Signal<String>,
    /// The rows.
    children: Children,
) -> impl IntoView {
    view! { <ul class="list" aria-label=move || Some(label.get()).filter(|text| !text.is_empty())>{children()}</ul> }
}

/// One row: the whole of it opens `href`, or it does nothing without one.
#[component]
pub fn Row(
    /// What it is.
    #[prop(into)]
    title: Signal<String>,
    /// Where it leads; without it the row is only read.
    #[prop(into, optional)]
    href: Option<Signal<String>>,
    /// Above the title, small: kind, unit.
    #[prop(into, optional)]
    kicker: Signal<String>,
    /// Below the title: when, where.
    #[prop(into, optional)]
    detail: Signal<String>,
    /// A glyph at the left.
    #[prop(into, optional)]
    icon: Option<Signal<Glyph>>,
    /// The colours of that glyph.
    #[prop(into, optional)]
    tone: Signal<Tone>,
    /// A number at the right; `None` shows nothing.
    #[prop(into, optional)]
    count: Signal<Option<u64>>,
    /// A badge or another sign; below the text on narrow devices, at the right on desks.
    #[prop(into, optional)]
    state: ViewFn,
    /// Buttons that act on the row without opening it.
    #[prop(into, optional)]
    actions: ViewFn,
) -> impl IntoView {
    let linked = href.is_some();
    let body = view! {
        {icon.map(|glyph| view! {
            <span class=move || format!("row-icon {}", tone.get().class())><Icon glyph=glyph/></span>
        })}
        <span class="row-words">
            {move || (!kicker.get().is_empty()).then(|| view! { <span class="row-kicker">{kicker.get()}</span> })}
            <span class="row-title">{move || title.get()}</span>
            {move || (!detail.get().is_empty()).then(|| view! { <span class="row-detail">{detail.get()}</span> })}
        </span>
        <span class="row-state">{move || state.run()}</span>
        {move || count.get().map(|n| view! { <span class="row-count">{n}</span> })}
        {linked.then(|| view! { <span class="row-go"><Icon glyph=Glyph::Chevron/></span> })}
    };
    let body = match href {
        Some(href) => view! { <a class="row-body row-link" href=move || href.get()>{body}</a> }.into_any(),
        None => view! { <div class="row-body">{body}</div> }.into_any(),
    };
    view! {
        <li class="row">
            {body}
            <div class="row-actions">{move || actions.run()}</div>
        </li>
    }
}
