//! Several lines of text, in a field that grows with what is written.

use leptos::html;
use leptos::prelude::*;

use super::field::{Field, FieldIds};
use super::typing::{keep_in_step, settle_as};

/// A text area that grows. The same contract as a text field: every input goes out,
/// nothing is written back while the focus is inside.
#[component]
pub fn TextArea(
    /// What is asked.
    #[prop(into)]
    label: Signal<String>,
    /// What stands in the store.
    #[prop(into)]
    value: Signal<String>,
    /// What stands in the field, at every input.
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
    /// Lines shown while empty.
    #[prop(default = 3)]
    rows: u32,
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
    let node = NodeRef::<html::Textarea>::new();
    keep_in_step(node, value);
    // The twin holds the same text invisibly and gives the grid cell its height: growth without a script.
    let twin = RwSignal::new(value.get_untracked());
    Effect::new(move || twin.set(value.get()));
    let described_by = ids.described_by(hint, error);
    view! {
        <Field ids=ids.clone() label=label hint=hint error=error mark=mark>
            <div class="grow">
                <div class="grow-twin input" aria-hidden="true">{move || format!("{}\n", twin.get())}</div>
                <textarea
                    class="input"
                    id=ids.control.clone()
                    name=name
                    node_ref=node
                    rows=rows
                    readonly=move || locked.get()
                    aria-describedby=move || described_by.get()
                    aria-invalid=move || (!error.read().is_empty()).then_some("true")
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        twin.set(text.clone());
                        on_input.run(text);
                    }
                    on:blur=move |_| settle_as(node, value)
                ></textarea>
            </div>
        </Field>
    }
}
