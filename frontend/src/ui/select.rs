//! One of many, in the browser's own list: the one control that every device draws well.

use leptos::html;
use leptos::prelude::*;

use super::choice::Choice;
use super::field::{Field, FieldIds};

/// A drop-down list, for more than seven choices or for dense desks.
#[component]
pub fn Select(
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
    /// What the list says while nothing is chosen; without it the first choice stands.
    #[prop(into, optional)]
    prompt: Signal<String>,
    /// How to answer.
    #[prop(into, optional)]
    hint: Signal<String>,
    /// What is wrong and how to cure it.
    #[prop(into, optional)]
    error: Signal<String>,
    /// A mark beside the label.
    #[prop(into, optional)]
    mark: Signal<String>,
    /// The control's id.
    #[prop(optional, into)]
    id: Option<String>,
    /// The control's name, as the record calls the field.
    #[prop(optional, into)]
    name: Option<String>,
    /// Shown, but cannot be changed.
    #[prop(into, optional)]
    locked: Signal<bool>,
) -> impl IntoView {
    let ids = FieldIds::new(id);
    let node = NodeRef::<html::Select>::new();
    let described_by = ids.described_by(hint, error);
    // After the options are drawn: a value set before its option exists is dropped by the browser.
    Effect::new(move || {
        choices.track();
        let chosen = value.get();
        if let Some(select) = node.get() {
            select.set_value(&chosen);
        }
    });
    view! {
        <Field ids=ids.clone() label=label hint=hint error=error mark=mark>
            <div class="select">
                <select
                    class="input"
                    id=ids.control.clone()
                    name=name
                    node_ref=node
                    disabled=move || locked.get()
                    aria-describedby=move || described_by.get()
                    aria-invalid=move || (!error.read().is_empty()).then_some("true")
                    on:change=move |event| on_input.run(event_target_value(&event))
                >
                    {move || (!prompt.read().is_empty()).then(|| view! { <option value="">{prompt.get()}</option> })}
                    {move || choices.get().into_iter().map(|choice| {
                        let chosen = choice.value == value.get_untracked();
                        view! { <option value=choice.value selected=chosen>{choice.label}</option> }
                    }).collect_view()}
                </select>
            </div>
        </Field>
    }
}
