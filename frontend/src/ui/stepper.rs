//! A counter: a number field between − and +, each 48 px.

use leptos::html;
use leptos::prelude::*;

use super::button::IconButton;
use super::field::{Field, FieldIds};
use super::icon::Glyph;
use super::numbers::{Typed, grouped};
use super::typing::{keep_in_step, settle, settle_as};

/// A whole number from 0 upwards; empty is not 0. The dots between thousands appear when the field is
/// left; text that is no number stays, and `error` says what to do.
#[component]
pub fn Stepper(
    /// What is counted.
    #[prop(into)]
    label: Signal<String>,
    /// What stands in the field.
    #[prop(into)]
    value: Signal<Typed>,
    /// What stands there at every change.
    #[prop(into)]
    on_input: Callback<Typed>,
    /// What the − button says to those who cannot see it.
    #[prop(into)]
    less_label: Signal<String>,
    /// What the + button says.
    #[prop(into)]
    more_label: Signal<String>,
    /// The unit behind the number, for example "hộ".
    #[prop(into, optional)]
    unit: Signal<String>,
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
    /// Label beside the control instead of above it, for dense groups of counters.
    #[prop(optional)]
    inline: bool,
    /// Shown, but cannot be changed.
    #[prop(into, optional)]
    locked: Signal<bool>,
) -> impl IntoView {
    let ids = FieldIds::new(id);
    let node = NodeRef::<html::Input>::new();
    let shown = Signal::derive(move || value.with(Typed::shown));
    keep_in_step(node, shown);
    let described_by = ids.described_by(hint, error);
    let step = move |by: i64| {
        let count = value.with_untracked(Typed::number).saturating_add(by).max(0);
        // The person's own press, so the field may change even if a tablet left the focus in it.
        settle(node, &grouped(count));
        on_input.run(Typed::Number(count));
    };
    let unreadable = move || value.with(|value| matches!(value, Typed::Text(_)));
    view! {
        <div class="stepper-field" class:stepper-inline=inline>
            <Field ids=ids.clone() label=label hint=hint error=error mark=mark>
                <div class="stepper">
                    <IconButton
                        label=Signal::derive(move || format!("{}: {}", less_label.get(), label.get()))
                        icon=Glyph::Minus
                        disabled=Signal::derive(move || locked.get() || value.with(Typed::number) == 0)
                        on_press=move |()| step(-1)
                    />
                    <input
                        class="input stepper-input"
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
                    <IconButton
                        label=Signal::derive(move || format!("{}: {}", more_label.get(), label.get()))
                        icon=Glyph::Plus
                        disabled=Signal::derive(move || locked.get() || unreadable())
                        on_press=move |()| step(1)
                    />
                    <span class="stepper-unit">{move || unit.get()}</span>
                </div>
            </Field>
        </div>
    }
}
