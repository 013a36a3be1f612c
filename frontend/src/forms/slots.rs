//! The kit's controls wired to fields of an open form, with the marks that go with a field:
//! a doubt about it, and that it was recorded differently elsewhere.

use super::field::Slot;
use crate::{
    text::{self, t},
    ui::{
        Badge, CalendarWords, Choice, DateField, Glyph, Icon, MoneyField, Select, Stepper, TextArea, TextField, Tone,
        Typed,
    },
};
use leptos::prelude::*;
use shared::money::{Dong, WordStyle};

/// A control with its marks.
#[component]
fn Marked(of: Slot, children: Children) -> impl IntoView {
    let slot = of;
    view! {
        <div class="slot" data-slot=slot.id() on:focusout=move |_| slot.leave()>
            {children()}
            <SlotMarks of=slot/>
        </div>
    }
}

/// The marks alone, for a field whose control is drawn otherwise.
#[component]
pub fn SlotMarks(
    /// The field.
    of: Slot,
) -> impl IntoView {
    let slot = of;
    let (doubt, conflict) = (slot.doubt(), slot.in_conflict());
    view! {
        {move || (!doubt.read().is_empty()).then(|| view! {
            <p class="slot-doubt"><Icon glyph=Glyph::Info/><span>{doubt.get()}</span></p>
        })}
        {move || conflict.get().then(|| view! {
            <a class="slot-conflict" href="/conflicts">
                <Badge text=text::report::CONFLICT tone=Tone::Bad icon=Glyph::Conflict/>
                <span>{t(text::report::SETTLE)}</span>
            </a>
        })}
    }
}

/// One line of text.
#[component]
pub fn TextSlot(
    /// The field.
    of: Slot,
    /// What is asked.
    #[prop(into)]
    label: Signal<String>,
    /// How to answer.
    #[prop(into, optional)]
    hint: Signal<String>,
    /// A mark beside the label.
    #[prop(into, optional)]
    mark: Signal<String>,
) -> impl IntoView {
    let slot = of;
    view! {
        <Marked of=slot>
            <TextField label=label hint=hint mark=mark id=slot.id() name=slot.name()
                value=slot.text() on_input=slot.on_text() error=slot.error() locked=slot.sheet.frozen/>
        </Marked>
    }
}

/// Text of several lines; the field grows with it.
#[component]
pub fn LongTextSlot(
    /// The field.
    of: Slot,
    /// What is asked.
    #[prop(into)]
    label: Signal<String>,
    /// How to answer.
    #[prop(into, optional)]
    hint: Signal<String>,
    /// A mark beside the label.
    #[prop(into, optional)]
    mark: Signal<String>,
) -> impl IntoView {
    let slot = of;
    view! {
        <Marked of=slot>
            <TextArea label=label hint=hint mark=mark id=slot.id() name=slot.name()
                value=slot.text() on_input=slot.on_text() error=slot.error() locked=slot.sheet.frozen/>
        </Marked>
    }
}

/// A count between − and +.
#[component]
pub fn CountSlot(
    /// The field.
    of: Slot,
    /// What is counted.
    #[prop(into)]
    label: Signal<String>,
    /// The unit behind the number.
    #[prop(into, optional)]
    unit: Signal<String>,
    /// How to answer.
    #[prop(into, optional)]
    hint: Signal<String>,
    /// A mark beside the label.
    #[prop(into, optional)]
    mark: Signal<String>,
    /// Label beside the control, for groups of counts.
    #[prop(optional)]
    inline: bool,
) -> impl IntoView {
    let slot = of;
    view! {
        <Marked of=slot>
            <Stepper label=label unit=unit hint=hint mark=mark inline=inline id=slot.id() name=slot.name()
                less_label=text::words::FEWER more_label=text::words::MORE
                value=slot.number() on_input=slot.on_number() error=slot.error() locked=slot.sheet.frozen/>
        </Marked>
    }
}

/// An amount in đồng, with its words below.
#[component]
pub fn MoneySlot(
    /// The field.
    of: Slot,
    /// What is asked.
    #[prop(into)]
    label: Signal<String>,
    /// How to answer.
    #[prop(into, optional)]
    hint: Signal<String>,
    /// A mark beside the label.
    #[prop(into, optional)]
    mark: Signal<String>,
) -> impl IntoView {
    let slot = of;
    let amount = slot.number();
    let words = move || match amount.get() {
        Typed::Number(dong) => Dong(dong).words(WordStyle::NORTH),
        Typed::Nothing | Typed::Text(_) => String::new(),
    };
    view! {
        <Marked of=slot>
            <MoneyField label=label hint=hint mark=mark id=slot.id() name=slot.name() unit=text::words::DONG
                words=Signal::derive(words)
                value=amount on_input=slot.on_number() error=slot.error() locked=slot.sheet.frozen/>
        </Marked>
    }
}

/// A day, typed or chosen from the calendar.
#[component]
pub fn DaySlot(
    /// The field.
    of: Slot,
    /// What is asked.
    #[prop(into)]
    label: Signal<String>,
    /// Today as "2026-11-21", marked in the calendar.
    #[prop(into)]
    today: String,
    /// A mark beside the label.
    #[prop(into, optional)]
    mark: Signal<String>,
) -> impl IntoView {
    let slot = of;
    view! {
        <Marked of=slot>
            <DateField label=label mark=mark id=slot.id() name=slot.name() calendar=calendar_words() today=today
                unreadable=text::words::UNREADABLE_DAY
                value=slot.text() on_input=slot.on_text() error=slot.error() locked=slot.sheet.frozen/>
        </Marked>
    }
}

/// One of a list.
#[component]
pub fn SelectSlot(
    /// The field.
    of: Slot,
    /// What is asked.
    #[prop(into)]
    label: Signal<String>,
    /// What can be chosen.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// What stands there while nothing is chosen.
    #[prop(into)]
    prompt: Signal<String>,
    /// A mark beside the label.
    #[prop(into, optional)]
    mark: Signal<String>,
) -> impl IntoView {
    let slot = of;
    view! {
        <Marked of=slot>
            <Select label=label choices=choices prompt=prompt mark=mark id=slot.id() name=slot.name()
                value=slot.text() on_input=slot.on_text() error=slot.error() locked=slot.sheet.frozen/>
        </Marked>
    }
}

/// The words of the month sheet.
#[must_use]
pub fn calendar_words() -> CalendarWords {
    CalendarWords {
        open: text::words::CALENDAR_OPEN.into(),
        previous: text::words::CALENDAR_PREVIOUS.into(),
        next: text::words::CALENDAR_NEXT.into(),
        weekdays: Signal::derive(text::words::weekdays_short),
        month_title: Callback::new(text::words::month_title),
    }
}
