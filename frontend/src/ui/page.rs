//! The parts a screen is built of: its header, sections, panels, and the action bar at the thumb.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// The head of a screen: where one came from, what this is, what one can do here.
#[component]
pub fn PageHeader(
    /// The screen's name, its only `h1`.
    #[prop(into)]
    title: Signal<String>,
    /// A short line above the title: kind, number, unit.
    #[prop(into, optional)]
    kicker: Signal<String>,
    /// A line below the title.
    #[prop(into, optional)]
    lead: Signal<String>,
    /// Where "back" leads; without it there is no back link.
    #[prop(into, optional)]
    back_href: Option<Signal<String>>,
    /// What the back link says.
    #[prop(into, optional)]
    back_label: Signal<String>,
    /// Badges and facts below the title.
    #[prop(into, optional)]
    facts: ViewFn,
    /// Buttons; on desks at the right.
    #[prop(into, optional)]
    actions: ViewFn,
) -> impl IntoView {
    view! {
        <div class="page-head">
            {back_href.map(|href| view! {
                <a class="page-back" href=move || href.get()>
                    <Icon glyph=Glyph::Back/>
                    <span>{move || back_label.get()}</span>
                </a>
            })}
            <div class="page-head-row">
                <div class="page-head-words">
                    {move || (!kicker.get().is_empty()).then(|| view! { <p class="page-kicker">{kicker.get()}</p> })}
                    <h1 class="page-title">{move || title.get()}</h1>
                    {move || (!lead.get().is_empty()).then(|| view! { <p class="page-lead">{lead.get()}</p> })}
                    <div class="page-facts">{move || facts.run()}</div>
                </div>
                <div class="page-actions">{move || actions.run()}</div>
            </div>
        </div>
    }
}

/// A part of a screen under its own heading.
#[component]
pub fn Section(
    /// The heading, an `h2`.
    #[prop(into)]
    title: Signal<String>,
    /// How many it holds, shown beside the heading; `None` shows nothing.
    #[prop(into, optional)]
    count: Signal<Option<u64>>,
    /// A line of explanation below the heading.
    #[prop(into, optional)]
    hint: Signal<String>,
    /// At the right of the heading: a link, a small button.
    #[prop(into, optional)]
    aside: ViewFn,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="section">
            <div class="section-head">
                <h2 class="section-title">
                    {move || title.get()}
                    {move || count.get().map(|n| view! { " " <span class="count">{n}</span> })}
                </h2>
                <div class="section-aside">{move || aside.run()}</div>
            </div>
            {move || (!hint.get().is_empty()).then(|| view! { <p class="section-hint">{hint.get()}</p> })}
            {children()}
        </section>
    }
}

/// A sheet of lighter paper that holds things which belong together.
#[component]
pub fn Panel(
    /// A heading inside the sheet, an `h2`.
    #[prop(into, optional)]
    title: Signal<String>,
    /// The sheet lies in a [`Section`]: its heading is an `h3`.
    #[prop(optional)]
    inner: bool,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="panel">
            {move || {
                (!title.get().is_empty())
                    .then(|| {
                        if inner {
                            view! { <h3 class="panel-title">{title.get()}</h3> }.into_any()
                        } else {
                            view! { <h2 class="panel-title">{title.get()}</h2> }.into_any()
                        }
                    })
            }}
            {children()}
        </div>
    }
}

/// The bar at the bottom of a form: what is saved, and the main act in reach of the thumb.
#[component]
pub fn ActionBar(
    /// A line above the buttons, most often a [`SavedMark`].
    #[prop(into, optional)]
    note: ViewFn,
    /// One main button, at most one quiet one.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="action-bar">
            <div class="action-note">{move || note.run()}</div>
            <div class="action-buttons">{children()}</div>
        </div>
    }
}

/// "Saved on this device": one tick, a text with the time, read aloud politely.
#[component]
pub fn SavedMark(
    /// What it says, for example "Đã lưu trên máy 09:41".
    #[prop(into)]
    text: Signal<String>,
    /// The saving is still under way, or failed: shown in amber with a clock.
    #[prop(into, optional)]
    waiting: Signal<bool>,
) -> impl IntoView {
    let glyph = Signal::derive(move || if waiting.get() { Glyph::Clock } else { Glyph::Check });
    view! {
        <p class="saved-mark" class:saved-mark-waiting=move || waiting.get() role="status">
            <Icon glyph=glyph/>
            <span>{move || text.get()}</span>
        </p>
    }
}
