//! Search as one types.

use leptos::html;
use leptos::prelude::*;

use super::button::IconButton;
use super::icon::{Glyph, Icon};
use super::typing::{keep_in_step, settle};

/// A search field with a button that empties it and a line that says what was found.
#[component]
pub fn SearchBox(
    /// What is searched; read aloud and shown while empty.
    #[prop(into)]
    label: Signal<String>,
    /// The text searched for.
    #[prop(into)]
    value: Signal<String>,
    /// The text at every input.
    #[prop(into)]
    on_input: Callback<String>,
    /// What the emptying button says.
    #[prop(into)]
    clear_label: Signal<String>,
    /// What was found, for example "12 kết quả"; read aloud politely.
    #[prop(into, optional)]
    found: Signal<String>,
    /// The control's id.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    keep_in_step(node, value);
    let clear = move |()| {
        settle(node, "");
        on_input.run(String::new());
        if let Some(input) = node.get_untracked() {
            // The field may be gone with its screen.
            let _gone = input.focus();
        }
    };
    view! {
        <div class="search" role="search">
            <Icon glyph=Glyph::Search/>
            <input
                class="input search-input"
                id=id
                node_ref=node
                type="text"
                inputmode="search"
                enterkeyhint="search"
                autocomplete="off"
                spellcheck="false"
                aria-label=move || label.get()
                placeholder=move || label.get()
                on:input=move |event| on_input.run(event_target_value(&event))
            />
            {move || (!value.read().is_empty()).then(|| view! { <IconButton label=clear_label icon=Glyph::Close on_press=clear/> })}
            <p class="search-found" aria-live="polite">{move || found.get()}</p>
        </div>
    }
}
