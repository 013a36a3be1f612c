//! An amount of money in đồng: a whole number, dots between thousands, in words below.

use leptos::html;
use leptos::prelude::*;

use super::field::{Field, FieldIds};
use super::numbers::Typed;
use super::typing::{keep_in_step, settle_as};

/// An amount. The dots appear when the field is left, never while typing.
/// What cannot be read stays in the field, and `error` says what to do.
#[component]
pub fn MoneyField(
    /// What is asked.
    #[prop(into)]
    label: Signal<String>,
    /// The amount in đồng, as it stands in the field.
    #[prop(into)]
    value: Signal<Typed>,
    /// What stands there at every input.
    #[prop(into)]
    on_input: Callback<Typed>,
    /// The currency behind the field, for example "đồng".
    #[prop(into, optional)]
    unit: Signal<String>,
    /// The amount in words, shown below.
    #[prop(into, optional)]
    words: Signal<String>,
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
    let node = NodeRef::<html::Input>::new();
    let shown = Signal::derive(move || value.with(Typed::shown));
    keep_in_step(node, shown);
    let described_by = ids.described_by(hint, error);
    view! {
        <Field ids=ids.clone() label=label hint=hint error=error mark=mark>
            <div class="input-line">
                <input
                    class="input input-number"
                    id=ids.control.clone()
                    name=name
                    node_ref=node
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    readonly=move || locked.get()
                    aria-describedby=move || described_by.get()
                    aria-invalid=move || (!error.read().is_empty()).then_some("true")
                    on:input=move |event| on_input.run(Typed::read(&event_target_value(&event)))
                    on:blur=move |_| settle_as(node, shown)
                />
                <span class="input-unit">{move || unit.get()}</span>
            </div>
            <p class="field-words">{move || words.get()}</p>
        </Field>
    }
}
