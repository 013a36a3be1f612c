//! Everything one presses: buttons, icon buttons, and links that look like buttons.
//! No form submission: an act goes out through `on_press`.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// How loud a button is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one main act of a screen.
    Primary,
    /// Everything else.
    #[default]
    Quiet,
    /// Takes something away.
    Danger,
    /// Text only, for acts inside a row or a notice.
    Bare,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            ButtonKind::Primary => "button button-primary",
            ButtonKind::Quiet => "button button-quiet",
            ButtonKind::Danger => "button button-danger",
            ButtonKind::Bare => "button button-bare",
        }
    }
}

/// A button with a text, at least 48 px high.
#[component]
pub fn Button(
    /// What it says: a verb.
    #[prop(into)]
    label: Signal<String>,
    /// How loud it is.
    #[prop(optional)]
    kind: ButtonKind,
    /// A glyph before the text.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// Takes the whole width (the main act at the bottom of a narrow screen).
    #[prop(optional)]
    wide: bool,
    /// Under way: shows it, keeps the focus, ignores presses.
    #[prop(into, optional)]
    busy: Signal<bool>,
    /// Cannot be pressed; say near it why.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// An element id, for tests and for focus.
    #[prop(optional, into)]
    id: Option<String>,
    /// Pressed, by finger, mouse or key.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            id=id
            class=kind.class()
            class:button-wide=wide
            disabled=move || disabled.get()
            aria-busy=move || busy.get().then_some("true")
            on:click=move |_| if !busy.get_untracked() { on_press.run(()) }
        >
            {move || {
                if busy.get() {
                    Some(view! { <span class="button-busy" aria-hidden="true"></span> }.into_any())
                } else {
                    icon.map(|glyph| view! { <Icon glyph=glyph/> }.into_any())
                }
            }}
            <span class="button-label">{move || label.get()}</span>
        </button>
    }
}

/// A square button that shows only a glyph; the label is read aloud and shown as a tooltip.
#[component]
pub fn IconButton(
    /// What it does: a verb.
    #[prop(into)]
    label: Signal<String>,
    /// What it shows.
    #[prop(into)]
    icon: Signal<Glyph>,
    /// Cannot be pressed.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// For buttons that unfold something: whether it is unfolded.
    #[prop(into, optional)]
    expanded: Option<Signal<bool>>,
    /// An element id, for tests and for focus.
    #[prop(optional, into)]
    id: Option<String>,
    /// Pressed.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            id=id
            class="button button-icon"
            aria-label=move || label.get()
            title=move || label.get()
            aria-expanded=move || expanded.map(|open| open.get().to_string())
            disabled=move || disabled.get()
            on:click=move |_| on_press.run(())
        >
            <Icon glyph=icon/>
        </button>
    }
}

/// A link with the looks of a button: it goes somewhere, a [`Button`] does something.
#[component]
pub fn LinkButton(
    /// What it says.
    #[prop(into)]
    label: Signal<String>,
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// How loud it is.
    #[prop(optional)]
    kind: ButtonKind,
    /// A glyph before the text.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// Takes the whole width.
    #[prop(optional)]
    wide: bool,
    /// Saves what it leads to as a file of this name.
    #[prop(into, optional)]
    download: Option<String>,
    /// An element id, for tests and for focus.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    view! {
        <a
            id=id
            class=kind.class()
            class:button-wide=wide
            href=move || href.get()
            download=download
        >
            {icon.map(|glyph| view! { <Icon glyph=glyph/> })}
            <span class="button-label">{move || label.get()}</span>
        </a>
    }
}
