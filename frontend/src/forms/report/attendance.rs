//! Who came: households by class and people, counted and never listed.

use super::Setting;
use crate::{
    forms::{field::Slot, sheet::Sheet, slots::CountSlot},
    pages::names::term_name,
    text::{
        report as words,
        words::{HOUSEHOLD_UNIT, PEOPLE_UNIT},
    },
    ui::{Field, FieldIds, Panel},
};
use leptos::prelude::*;
use shared::{date::Date, report, value::Value};

#[component]
pub(super) fn Attendance(sheet: Sheet, setting: Setting) -> impl IntoView {
    let classes = household_classes(sheet, setting);
    let households = StoredValue::new(
        classes.iter().map(|(code, _)| Slot::own(sheet, &format!("{}{code}", report::HOUSEHOLDS))).collect::<Vec<_>>(),
    );
    let sum = Memo::new(move |_| {
        let counts =
            households.with_value(|slots| slots.iter().map(|slot| slot.value.get().as_int()).collect::<Vec<_>>());
        counts.iter().any(Option::is_some).then(|| counts.into_iter().flatten().fold(0, i64::saturating_add))
    });
    let rows = classes
        .into_iter()
        .zip(households.get_value())
        .map(|((_, label), slot)| view! { <CountSlot of=slot label=label unit=HOUSEHOLD_UNIT inline=true/> })
        .collect_view();
    view! {
        <Panel title=words::ATTENDANCE>
            <Field ids=FieldIds::new(Some(super::super::field::control_id(sheet.id, report::HOUSEHOLDS))) label=words::HOUSEHOLDS group=true>
                <div class="form-counts">
                    {rows}
                    <p class="form-sum">
                        <span>{move || crate::text::t(words::HOUSEHOLDS_SUM)}</span>
                        <output class="form-sum-figure number" name="households-sum">
                            {move || sum.get().map_or_else(|| "–".to_owned(), shared::money::dotted)}
                        </output>
                    </p>
                </div>
            </Field>
            <People sheet=sheet households=sum/>
        </Panel>
    }
}

#[component]
fn People(sheet: Sheet, households: Memo<Option<i64>>) -> impl IntoView {
    let slot = move |field| Slot::own(sheet, field);
    let (people, women, minority) = (slot(report::PEOPLE), slot(report::WOMEN), slot(report::ETHNIC_MINORITY));
    let hint = Signal::derive(move || {
        let is_open = people.value.with(Value::is_blank);
        households.get().filter(|n| is_open && *n > 0).map(words::people_hint).unwrap_or_default()
    });
    let share_of = move |part: Slot| {
        Signal::derive(move || {
            let (part, all) = (part.value.with(Value::as_int), people.value.with(Value::as_int));
            match (part, all) {
                (Some(part), Some(all)) if all > 0 && (0..=all).contains(&part) => {
                    words::share((part * 100 + all / 2) / all)
                }
                _ => String::new(),
            }
        })
    };
    view! {
        <Field ids=FieldIds::new(None) label=words::PEOPLE_GROUP group=true>
            <div class="form-counts">
                <CountSlot of=people label=words::PEOPLE unit=PEOPLE_UNIT hint=hint inline=true/>
                <CountSlot of=women label=words::WOMEN unit=PEOPLE_UNIT hint=share_of(women) inline=true/>
                <CountSlot of=minority label=words::ETHNIC_MINORITY unit=PEOPLE_UNIT hint=share_of(minority) inline=true/>
            </div>
        </Field>
    }
}

/// The classes whose definitions hold on the day of the report, with their names.
fn household_classes(sheet: Sheet, setting: Setting) -> Vec<(String, Signal<String>)> {
    let day = untrack(move || sheet.value(sheet.id, report::DATE));
    let day = day.as_text().and_then(|day| day.parse::<Date>().ok()).unwrap_or(setting.today);
    setting.names.with_untracked(|names| {
        let classes = names.directory.catalogue.household_classes_on(day);
        classes
            .map(|class| {
                let term = class.term.clone();
                (class.term.code.clone(), Signal::derive(move || term_name(&term).to_owned()))
            })
            .collect()
    })
}
