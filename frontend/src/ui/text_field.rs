//! One line of text.

use leptos::html;
use leptos::prelude::*;

use super::button::IconButton;
use super::field::{Field, FieldIds};
use super::icon::Glyph;
use super::typing::{keep_in_step, settle_as};

/// What is typed, which chooses the keyboard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextKind {
    /// Words.
    #[default]
    Text,
    /// A secret, with a button that shows it (see `reveal_label`).
    Password,
    /// A telephone number.
    Telephone,
    /// Digits only, for example a number of a document.
    Digits,
}

/// A one-line text field. `on_input` is called at every input, composing or not;
/// `value` is shown whenever the field does not have the focus.
#[component]
pub fn TextField(
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
    /// What is typed.
    #[prop(optional)]
    kind: TextKind,
    /// The control's id.
    #[prop(optional, into)]
    id: Option<String>,
    /// The control's name, as the record calls the field.
    #[prop(optional, into)]
    name: Option<String>,
    /// The browser's autocomplete name, for example "username".
    #[prop(optional, into)]
    autocomplete: Option<&'static str>,
    /// What the button says that shows a password; without it there is none.
    #[prop(into, optional)]
    reveal_label: Signal<String>,
    /// Shown, but cannot be changed.
    #[prop(into, optional)]
    locked: Signal<bool>,
    /// Enter was pressed (never while composing).
    #[prop(into, optional)]
    on_enter: Option<Callback<()>>,
) -> impl IntoView {
    let ids = FieldIds::new(id);
    let node = NodeRef::<html::Input>::new();
    keep_in_step(node, value);
    let revealed = RwSignal::new(false);
    let described_by = ids.described_by(hint, error);
    let kind_of_input = move || match kind {
        TextKind::Password if !revealed.get() => "password",
        TextKind::Telephone => "tel",
        _ => "text",
    };
    view! {
        <Field ids=ids.clone() label=label hint=hint error=error mark=mark>
            <div class="input-line">
                <input
                    class="input"
                    id=ids.control.clone()
                    name=name
                    node_ref=node
                    type=kind_of_input
                    inputmode=(kind == TextKind::Digits).then_some("numeric")
                    autocomplete=autocomplete.unwrap_or("off")
                    autocapitalize=(kind == TextKind::Password).then_some("none")
                    spellcheck="false"
                    readonly=move || locked.get()
                    aria-describedby=move || described_by.get()
                    aria-invalid=move || (!error.read().is_empty()).then_some("true")
                    on:input=move |event| on_input.run(event_target_value(&event))
                    on:blur=move |_| settle_as(node, value)
                    on:keydown=move |event| {
                        if event.key() == "Enter" && !event.is_composing() && let Some(enter) = on_enter {
                            enter.run(());
                        }
                    }
                />
                {move || (kind == TextKind::Password && !reveal_label.read().is_empty()).then(|| view! {
                    <IconButton
                        label=reveal_label
                        icon=Glyph::Eye
                        expanded=Signal::derive(move || revealed.get())
                        on_press=move |()| revealed.update(|shown| *shown = !*shown)
                    />
                })}
            </div>
        </Field>
    }
}
