//! Choosing: one of a few in rows, one of some in chips, yes or no.

use leptos::prelude::*;

use super::field::{Field, FieldIds};
use super::icon::{Glyph, Icon};

/// One thing to choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What goes out when it is chosen.
    pub value: String,
    /// What it says.
    pub label: String,
    /// A smaller line below, or empty.
    pub hint: String,
    /// How many things it would show (chips), if known.
    pub count: Option<u64>,
}

impl Choice {
    /// A choice with a value and a label.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), ..Self::default() }
    }

    /// The same with a smaller line below.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    /// The same with a count.
    #[must_use]
    pub fn count(self, count: u64) -> Self {
        Self { count: Some(count), ..self }
    }
}

/// One of up to seven, each a row of at least 48 px.
#[component]
pub fn RadioRows(
    /// What is asked.
    #[prop(into)]
    label: Signal<String>,
    /// What can be chosen.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// The value chosen, or empty.
    #[prop(into)]
    value: Signal<String>,
    /// The value now chosen.
    #[prop(into)]
    on_input: Callback<String>,
    /// How to answer.
    #[prop(into, optional)]
    hint: Signal<String>,
    /// What is wrong and how to cure it.
    #[prop(into, optional)]
    error: Signal<String>,
    /// A mark beside the label.
    #[prop(into, optional)]
    mark: Signal<String>,
    /// The group's id.
    #[prop(optional, into)]
    id: Option<String>,
    /// Shown, but cannot be changed.
    #[prop(into, optional)]
    locked: Signal<bool>,
) -> impl IntoView {
    let ids = FieldIds::new(id);
    let name = StoredValue::new(format!("{}-choice", ids.control));
    view! {
        <Field ids=ids label=label hint=hint error=error mark=mark group=true>
            <div class="radio-rows">
                <For each=move || choices.get() key=|choice| (choice.value.clone(), choice.label.clone(), choice.hint.clone()) let:choice>
                    <label class="radio-row">
                        <input
                            type="radio"
                            class="radio-input"
                            name=name.get_value()
                            value=choice.value.clone()
                            disabled=move || locked.get()
                            prop:checked={let own = choice.value.clone(); move || value.get() == own}
                            on:change={let own = choice.value.clone(); move |_| on_input.run(own.clone())}
                        />
                        <span class="radio-words">
                            <span class="radio-label">{choice.label}</span>
                            {(!choice.hint.is_empty()).then_some(view! { <span class="radio-hint">{choice.hint}</span> })}
                        </span>
                    </label>
                </For>
            </div>
        </Field>
    }
}

/// A yes with a box to tick.
#[component]
pub fn Checkbox(
    /// What is said yes to.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is ticked.
    #[prop(into)]
    value: Signal<bool>,
    /// Whether it is ticked now.
    #[prop(into)]
    on_input: Callback<bool>,
    /// A smaller line below.
    #[prop(into, optional)]
    hint: Signal<String>,
    /// The control's id.
    #[prop(optional, into)]
    id: Option<String>,
    /// Shown, but cannot be changed.
    #[prop(into, optional)]
    locked: Signal<bool>,
) -> impl IntoView {
    view! {
        <label class="check-row">
            <input
                type="checkbox"
                class="check-input"
                id=id
                disabled=move || locked.get()
                prop:checked=move || value.get()
                on:change=move |event| on_input.run(event_target_checked(&event))
            />
            <span class="radio-words">
                <span class="radio-label">{move || label.get()}</span>
                {move || (!hint.read().is_empty()).then(|| view! { <span class="radio-hint">{hint.get()}</span> })}
            </span>
        </label>
    }
}

/// A setting that is on or off, and takes effect at once.
#[component]
pub fn Toggle(
    /// What is switched.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is on.
    #[prop(into)]
    value: Signal<bool>,
    /// Whether it is on now.
    #[prop(into)]
    on_input: Callback<bool>,
    /// A smaller line below.
    #[prop(into, optional)]
    hint: Signal<String>,
    /// The control's id.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    view! {
        <label class="check-row toggle-row">
            <span class="radio-words">
                <span class="radio-label">{move || label.get()}</span>
                {move || (!hint.read().is_empty()).then(|| view! { <span class="radio-hint">{hint.get()}</span> })}
            </span>
            <input
                type="checkbox"
                role="switch"
                class="toggle-input"
                id=id
                prop:checked=move || value.get()
                on:change=move |event| on_input.run(event_target_checked(&event))
            />
        </label>
    }
}

/// Filter chips: one of them is pressed.
#[component]
pub fn Chips(
    /// What is filtered, read aloud.
    #[prop(into)]
    label: Signal<String>,
    /// What can be chosen, with counts.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// The value chosen.
    #[prop(into)]
    value: Signal<String>,
    /// The value now chosen.
    #[prop(into)]
    on_input: Callback<String>,
) -> impl IntoView {
    let chip = move |choice: Choice| {
        let own = StoredValue::new(choice.value);
        let pressed = move || own.with_value(|own| *own == *value.read());
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || pressed().to_string()
                on:click=move |_| on_input.run(own.get_value())
            >
                {move || pressed().then(|| view! { <Icon glyph=Glyph::Check/> })}
                <span>{choice.label}</span>
                {choice.count.map(|n| view! { <span class="chip-count">{n}</span> })}
            </button>
        }
    };
    view! {
        <div class="chips" role="group" aria-label=move || label.get()>
            <For each=move || choices.get() key=|choice| (choice.value.clone(), choice.label.clone(), choice.count) children=chip/>
        </div>
    }
}
