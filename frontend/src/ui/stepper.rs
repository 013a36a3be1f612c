//! A counter: a number field between − and +, each 48 px.

use leptos::html;
use leptos::prelude::*;

use super::button::IconButton;
use super::field::{Field, FieldIds};
use super::icon::Glyph;
use super::numbers::{count_from_typed, grouped};
use super::typing::{keep_in_step, settle, settle_as};

/// A whole number from 0 upwards; empty is not 0.
#[component]
pub fn Stepper(
    /// What is counted.
    #[prop(into)]
    label: Signal<String>,
    /// The count, or `None` while nothing was entered.
    #[prop(into)]
    value: Signal<Option<u32>>,
    /// The count at every change; `None` when emptied or unreadable.
    #[prop(into)]
    on_input: Callback<Option<u32>>,
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
    /// The largest count.
    #[prop(default = 1_000_000)]
    max: u32,
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
    let shown = Signal::derive(move || value.get().map_or_else(String::new, |n| grouped(i64::from(n))));
    keep_in_step(node, shown);
    let described_by = ids.described_by(hint, error);
    let step = move |count: u32| {
        // The person's own press, so the field may change even if a tablet left the focus in it.
        settle(node, &grouped(i64::from(count)));
        on_input.run(Some(count));
    };
    let count = move || value.get().unwrap_or(0);
    view! {
        <div class="stepper-field" class:stepper-inline=inline>
            <Field ids=ids.clone() label=label hint=hint error=error mark=mark>
                <div class="stepper">
                    <IconButton
                        label=Signal::derive(move || format!("{}: {}", less_label.get(), label.get()))
                        icon=Glyph::Minus
                        disabled=Signal::derive(move || locked.get() || count() == 0)
                        on_press=move |()| step(value.get_untracked().unwrap_or(0).saturating_sub(1))
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
                        on:input=move |event| on_input.run(count_from_typed(&event_target_value(&event)).map(|n| n.min(max)))
                        on:blur=move |_| settle_as(node, shown)
                    />
                    <IconButton
                        label=Signal::derive(move || format!("{}: {}", more_label.get(), label.get()))
                        icon=Glyph::Plus
                        disabled=Signal::derive(move || locked.get() || count() >= max)
                        on_press=move |()| step(value.get_untracked().unwrap_or(0).saturating_add(1).min(max))
                    />
                    <span class="stepper-unit">{move || unit.get()}</span>
                </div>
            </Field>
        </div>
    }
}
