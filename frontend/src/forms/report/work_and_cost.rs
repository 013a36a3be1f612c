//! How much was done towards the target, and what it cost.

use super::Setting;
use crate::{
    forms::{
        field::{Slot, typed, typed_value},
        sheet::Sheet,
        slots::{MoneySlot, SlotMarks},
    },
    pages::names::Names,
    text::{
        report as words,
        words::{FEWER, MORE, OPTIONAL},
    },
    ui::{Panel, Stepper, Typed},
};
use leptos::prelude::*;
use shared::{report, shape::map, value::Value};

#[component]
pub(super) fn WorkAndCost(sheet: Sheet, setting: Setting) -> impl IntoView {
    let planned = Signal::derive(move || {
        let planned = setting.activity.with(|activity| activity.as_ref().and_then(|activity| activity.planned_cost));
        planned.map(|cost| words::planned_cost(&cost.text())).unwrap_or_default()
    });
    view! {
        <Panel title=words::MONEY_AND_WORK>
            <Done sheet=sheet setting=setting/>
            <MoneySlot of=Slot::own(sheet, report::COST) label=words::COST hint=planned mark=OPTIONAL/>
        </Panel>
    }
}

/// The amount stands together with what it is counted in.
#[component]
fn Done(sheet: Sheet, setting: Setting) -> impl IntoView {
    let slot = Slot::own(sheet, report::DONE);
    let measure = Memo::new(move |_| {
        let kept = slot.value.with(|value| value.get("measure").and_then(Value::as_text).map(str::to_owned));
        kept.filter(|measure| !measure.is_empty()).unwrap_or_else(|| measure_of(setting))
    });
    let amount = Signal::derive(move || slot.value.with(|value| value.get("amount").map(typed).unwrap_or_default()));
    let put = move |amount: Typed| {
        slot.put(match typed_value(amount) {
            Value::Null => Value::Null,
            amount => map([("amount", amount), ("measure", measure.get_untracked().into())]),
        });
    };
    let unit = Signal::derive(move || {
        setting.names.with(|names| Names::term(&names.directory.catalogue.measures, &measure.get()))
    });
    view! {
        <div class="slot" data-slot=slot.id() on:focusout=move |_| slot.leave()>
            <Stepper label=words::DONE hint=words::DONE_HINT mark=OPTIONAL unit=unit id=slot.id() name=slot.name()
                less_label=FEWER more_label=MORE value=amount on_input=put error=slot.error() locked=sheet.frozen/>
            <SlotMarks of=slot/>
        </div>
    }
}

/// What the activity is counted in: as its target says, or as its kind usually is.
fn measure_of(setting: Setting) -> String {
    setting.activity.with(|activity| {
        let Some(activity) = activity else { return String::new() };
        let of_target = activity.target.as_ref().map(|target| target.measure.clone());
        of_target.unwrap_or_else(|| {
            let kind = setting
                .names
                .with(|names| names.directory.catalogue.kind(&activity.kind).map(|kind| kind.measure.clone()));
            kind.unwrap_or_default()
        })
    })
}
