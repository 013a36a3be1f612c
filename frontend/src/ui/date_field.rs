//! A date, dd/mm/yyyy, in the product's own field: the browser's follows the device's language.

use leptos::html;
use leptos::prelude::*;

use super::button::IconButton;
use super::calendar::{Calendar, CalendarWords};
use super::dates::{Day, iso_from_typed, shown_from_iso};
use super::field::{Field, FieldIds};
use super::icon::Glyph;
use super::typing::{keep_in_step, settle, settle_as};

/// A date. Goes in and out as "2026-11-21"; what cannot be read goes out as it was typed, so that
/// a half-written date survives a killed tab, and is shown back unchanged with `unreadable` below it.
#[component]
pub fn DateField(
    /// What is asked.
    #[prop(into)]
    label: Signal<String>,
    /// "2026-11-21", the half-typed text, or empty.
    #[prop(into)]
    value: Signal<String>,
    /// The same at every input.
    #[prop(into)]
    on_input: Callback<String>,
    /// What to say when the text is no date, with the cure; shown when the field is left.
    #[prop(into)]
    unreadable: Signal<String>,
    /// How to answer.
    #[prop(into, optional)]
    hint: Signal<String>,
    /// What is wrong and how to cure it.
    #[prop(into, optional)]
    error: Signal<String>,
    /// A mark beside the label.
    #[prop(into, optional)]
    mark: Signal<String>,
    /// The words of the month sheet; without them there is none.
    #[prop(optional, into)]
    calendar: Option<CalendarWords>,
    /// Today as "2026-11-21", marked in the month sheet.
    #[prop(into, optional)]
    today: Signal<String>,
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
    let unfolded = RwSignal::new(false);
    let inside = RwSignal::new(false);
    let shown = Signal::derive(move || shown_from_iso(&value.get()));
    keep_in_step(node, shown);
    let error = Signal::derive(move || {
        let stuck = !inside.get() && !value.read().is_empty() && Day::from_iso(&value.read()).is_none();
        if stuck { unreadable.get() } else { error.get() }
    });
    let described_by = ids.described_by(hint, error);
    let pick = Callback::new(move |iso: String| {
        settle(node, &shown_from_iso(&iso));
        on_input.run(iso);
        unfolded.set(false);
        focus(node);
    });
    let fold = Callback::new(move |()| {
        unfolded.set(false);
        focus(node);
    });
    view! {
        <Field ids=ids.clone() label=label hint=hint error=error mark=mark>
            <div class="input-line date-line">
                <input
                    class="input input-date"
                    id=ids.control.clone()
                    name=name
                    node_ref=node
                    type="text"
                    inputmode="text"
                    autocomplete="off"
                    readonly=move || locked.get()
                    aria-describedby=move || described_by.get()
                    aria-invalid=move || (!error.read().is_empty()).then_some("true")
                    on:focus=move |_| inside.set(true)
                    on:input=move |event| on_input.run(iso_from_typed(&event_target_value(&event)))
                    on:blur=move |_| {
                        inside.set(false);
                        settle_as(node, shown);
                    }
                />
                {calendar.map(|words| view! {
                    <IconButton
                        label=words.open
                        icon=Glyph::Calendar
                        expanded=Signal::derive(move || unfolded.get())
                        disabled=locked
                        on_press=move |()| unfolded.update(|open| *open = !*open)
                    />
                    {move || unfolded.get().then(|| view! {
                        <Calendar
                            words=words
                            chosen=Day::from_iso(&value.get_untracked())
                            today=Day::from_iso(&today.get_untracked())
                            on_pick=pick
                            on_close=fold
                        />
                    })}
                })}
            </div>
        </Field>
    }
}

fn focus(node: NodeRef<html::Input>) {
    if let Some(input) = node.get_untracked() {
        // A field that went away with its screen needs no focus.
        let _gone = input.focus();
    }
}
