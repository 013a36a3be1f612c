//! Values that mean something only together: a span of days, a quantity and its measure, a place.
//! Each is one field of the record, drawn as two controls.

use super::{
    super::names::{Names, term_name},
    units::place_choices,
};
use crate::{
    forms::{
        field::{Slot, typed, typed_value},
        slots::{SlotMarks, calendar_words},
    },
    state::State,
    text::{Text, plan_edit as w, words},
    ui::{Choice, DateField, Select, Stepper, TextField, Typed},
};
use leptos::prelude::*;
use shared::{shape::map, value::Value};

fn part(slot: Slot, name: &'static str) -> Signal<String> {
    Signal::derive(move || {
        slot.value.with(|value| value.get(name).and_then(Value::as_text).unwrap_or_default().to_owned())
    })
}

fn text_or_null(text: String) -> Value {
    if text.is_empty() { Value::Null } else { text.into() }
}

/// Nothing left is nothing, not an empty map.
fn or_null(value: Value) -> Value {
    if value.is_blank() { Value::Null } else { value }
}

/// From one day to another.
#[component]
pub fn SpanSlot(
    /// The field.
    of: Slot,
    /// The label of the first day.
    from_label: Text,
    /// The label of the last.
    to_label: Text,
) -> impl IntoView {
    let slot = of;
    let today = State::here().today().to_string();
    let (from, to) = (part(slot, "from"), part(slot, "to"));
    let put = move |from: String, to: String| {
        slot.put(or_null(map([("from", text_or_null(from)), ("to", text_or_null(to))])))
    };
    view! {
        <div class="slot" on:focusout=move |_| slot.leave()>
            <div class="pair">
                <DateField
                    label=from_label id=slot.id() calendar=calendar_words() today=today.clone()
                    unreadable=words::UNREADABLE_DAY value=from error=slot.error() locked=slot.sheet.frozen
                    on_input=move |text: String| put(text, to.get_untracked())
                />
                <DateField
                    label=to_label id=format!("{}-to", slot.id()) calendar=calendar_words() today=today
                    unreadable=words::UNREADABLE_DAY value=to locked=slot.sheet.frozen
                    on_input=move |text: String| put(from.get_untracked(), text)
                />
            </div>
            <SlotMarks of=slot/>
        </div>
    }
}

/// How many of what.
#[component]
pub fn QuantitySlot(
    /// The field.
    of: Slot,
    /// The measures.
    names: Memo<Names>,
    /// The measure that is usual, taken when only a number is entered.
    usual: Signal<String>,
) -> impl IntoView {
    let slot = of;
    let amount = Signal::derive(move || slot.value.with(|value| value.get("amount").map(typed).unwrap_or_default()));
    let measure = Signal::derive(move || {
        let own = part(slot, "measure").get();
        if own.is_empty() { usual.get() } else { own }
    });
    let put = move |amount: Typed, measure: String| {
        slot.put(match typed_value(amount) {
            Value::Null => Value::Null,
            amount => map([("amount", amount), ("measure", text_or_null(measure))]),
        });
    };
    let choices = Signal::derive(move || {
        let names = names.read();
        names
            .directory
            .catalogue
            .measures
            .iter()
            .map(|term| Choice::new(&term.code, term_name(term)))
            .collect::<Vec<_>>()
    });
    view! {
        <div class="slot" on:focusout=move |_| slot.leave()>
            <div class="pair">
                <Stepper
                    label=w::TARGET id=slot.id() less_label=words::FEWER more_label=words::MORE
                    value=amount error=slot.error() locked=slot.sheet.frozen
                    on_input=Callback::new(move |n| put(n, measure.get_untracked()))
                />
                <Select
                    label=w::MEASURE choices=choices prompt=w::CHOOSE value=measure locked=slot.sheet.frozen
                    on_input=move |code: String| put(amount.get_untracked(), code)
                />
            </div>
            <SlotMarks of=slot/>
        </div>
    }
}

/// A commune or village, and the place in words.
#[component]
pub fn PlaceSlot(
    /// The field.
    of: Slot,
    /// The units.
    names: Memo<Names>,
) -> impl IntoView {
    let slot = of;
    let state = State::here();
    let (unit, text) = (part(slot, "unit"), part(slot, "text"));
    let put = move |unit: String, text: String| {
        slot.put(or_null(map([("unit", text_or_null(unit)), ("text", text_or_null(text))])))
    };
    let choices = Signal::derive(move || {
        let top = state.session.get().map(|me| me.unit);
        top.map(|top| place_choices(&names.read(), top)).unwrap_or_default()
    });
    view! {
        <div class="slot" on:focusout=move |_| slot.leave()>
            <div class="pair">
                <Select
                    label=w::PLACE_UNIT id=slot.id() choices=choices prompt=w::CHOOSE_UNIT value=unit
                    error=slot.error() locked=slot.sheet.frozen
                    on_input=move |unit: String| put(unit, text.get_untracked())
                />
                <TextField
                    label=w::PLACE_TEXT hint=w::PLACE_TEXT_HINT id=format!("{}-text", slot.id())
                    mark=words::OPTIONAL value=text locked=slot.sheet.frozen
                    on_input=move |text: String| put(unit.get_untracked(), text)
                />
            </div>
            <SlotMarks of=slot/>
        </div>
    }
}
