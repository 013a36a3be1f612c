//! When and where it was held.

use super::Setting;
use crate::{
    forms::{
        field::{Slot, control_id, text_value},
        sheet::Sheet,
        slots::{DaySlot, SlotMarks},
    },
    pages::signs::ClockNotice,
    text::{report as words, words::OPTIONAL},
    ui::{Choice, Panel, Select, TextField},
};
use leptos::prelude::*;
use shared::{
    date::TimeOfDay,
    report,
    shape::{self, Place},
    unit::Unit,
    value::Value,
};

#[component]
pub(super) fn WhenWhere(sheet: Sheet, setting: Setting) -> impl IntoView {
    let date = Slot::own(sheet, report::DATE);
    view! {
        <Panel title=words::WHEN_WHERE>
            <ClockNotice by_a_day=true/>
            <DaySlot of=date label=words::DATE today=setting.today.to_string()/>
            <TimesOfDay sheet=sheet/>
            <Where sheet=sheet setting=setting/>
        </Panel>
    }
}

/// Both times stand in one field, since they mean something only together.
#[component]
fn TimesOfDay(sheet: Sheet) -> impl IntoView {
    let slot = Slot::own(sheet, report::TIMES);
    let part = move |name: &'static str| {
        Signal::derive(move || {
            slot.value.with(|value| value.get(name).and_then(Value::as_text).unwrap_or_default().to_owned())
        })
    };
    let (from, to) = (part("from"), part("to"));
    let put = move |from: String, to: String| {
        let both_empty = from.trim().is_empty() && to.trim().is_empty();
        let times = shape::map([("from", time_value(from)), ("to", time_value(to))]);
        slot.put(if both_empty { Value::Null } else { times });
    };
    let locked = sheet.frozen;
    view! {
        <div class="slot" data-slot=slot.id() on:focusout=move |_| slot.leave()>
            <div class="form-pair">
                <TextField label=words::TIME_FROM hint=words::TIME_HINT value=from
                    id=slot.id() name="times-from" locked=locked error=slot.error()
                    on_input=move |text: String| put(text, to.get_untracked())/>
                <TextField label=words::TIME_TO hint=words::TIME_HINT_TO value=to
                    name="times-to" locked=locked
                    on_input=move |text: String| put(from.get_untracked(), text)/>
            </div>
            <SlotMarks of=slot/>
        </div>
    }
}

/// A time as it is written on paper, or the text as it is while it is none.
fn time_value(text: String) -> Value {
    text_value(TimeOfDay::typed(&text).map_or(text, |time| time.to_string()))
}

/// Village and exact place stand in one field too.
#[component]
fn Where(sheet: Sheet, setting: Setting) -> impl IntoView {
    let slot = Slot::own(sheet, report::PLACE);
    let place = Memo::new(move |_| slot.value.with(|value| Place::of(value).unwrap_or_default()));
    let unit = Signal::derive(move || place.with(|place| place.unit.map(|unit| unit.to_string()).unwrap_or_default()));
    let exact = Signal::derive(move || place.with(|place| place.text.clone()));
    let put = move |place: Place| slot.put(if place.is_blank() { Value::Null } else { place.into() });
    let locked = sheet.frozen;
    view! {
        <div class="slot" data-slot=slot.id() on:focusout=move |_| slot.leave()>
            <div class="form-fields">
                <Select label=words::VILLAGE prompt=words::VILLAGE_PROMPT choices=places(sheet, setting, place) value=unit
                    id=control_id(sheet.id, report::PLACE) name="place-unit" locked=locked error=slot.error()
                    on_input=move |id: String| put(Place { unit: id.parse().ok(), ..place.get_untracked() })/>
                <TextField label=words::PLACE hint=words::PLACE_HINT mark=OPTIONAL value=exact
                    name="place" locked=locked
                    on_input=move |text: String| put(Place { text, ..place.get_untracked() })/>
            </div>
            <SlotMarks of=slot/>
        </div>
    }
}

/// The commune and its villages, and whatever stands there already.
fn places(sheet: Sheet, setting: Setting, place: Memo<Place>) -> Signal<Vec<Choice>> {
    let unit = Memo::new(move |_| place.with(|place| place.unit));
    Signal::derive(move || {
        setting.names.with(|names| {
            let home = sheet.home_unit();
            let is_place = |unit: &&&Unit| unit.kind.is_place() && unit.exists_on(setting.today);
            let below = names.below(home);
            let mut choices: Vec<Choice> = below
                .iter()
                .filter(is_place)
                .map(|unit| {
                    let name = unit.title();
                    Choice::new(unit.id.to_string(), name)
                })
                .collect();
            if let Some(unit) = unit.get()
                && !choices.iter().any(|choice| choice.value == unit.to_string())
            {
                choices.push(Choice::new(unit.to_string(), names.unit(unit)));
            }
            choices
        })
    })
}
