//! Large tiles with a number: the entrances of the home screen, the figures of a dashboard.

use leptos::prelude::*;

use super::badge::Tone;
use super::icon::{Glyph, Icon};

/// Tiles side by side, as many as fit.
#[component]
pub fn Tiles(
    /// The group's name, read aloud.
    #[prop(into)]
    label: Signal<String>,
    /// The tiles.
    children: Children,
) -> impl IntoView {
    view! { <ul class="tiles" aria-label=move || label.get()>{children()}</ul> }
}

/// One tile: a number, what it counts, and where it leads.
#[component]
pub fn Tile(
    /// What is counted.
    #[prop(into)]
    label: Signal<String>,
    /// The number, already formatted.
    #[prop(into)]
    figure: Signal<String>,
    /// A smaller line, for example the plan's target.
    #[prop(into, optional)]
    note: Signal<String>,
    /// A glyph.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// Its colours.
    #[prop(into, optional)]
    tone: Signal<Tone>,
    /// Where it leads; without it the tile is only read.
    #[prop(into, optional)]
    href: Option<Signal<String>>,
    /// It is the one whose list is shown now.
    #[prop(into, optional)]
    current: Signal<bool>,
) -> impl IntoView {
    let body = view! {
        {icon.map(|glyph| view! { <span class="tile-icon"><Icon glyph=glyph/></span> })}
        <span class="tile-figure">{move || figure.get()}</span>
        <span class="tile-label">{move || label.get()}</span>
        {move || (!note.get().is_empty()).then(|| view! { <span class="tile-note">{note.get()}</span> })}
    };
    let class = move || format!("tile {}", tone.get().class());
    view! {
        <li>
            {match href {
                Some(href) => view! {
                    <a class=class href=move || href.get() aria-current=move || current.get().then_some("true")>{body}</a>
                }.into_any(),
                None => view! { <div class=class>{body}</div> }.into_any(),
            }}
        </li>
    }
}
