//! What came of it, in words.

use crate::{
    forms::{field::Slot, sheet::Sheet, slots::LongTextSlot},
    text::{report as words, words::OPTIONAL},
    ui::Panel,
};
use leptos::prelude::*;
use shared::report;

#[component]
pub(super) fn Outcome(sheet: Sheet) -> impl IntoView {
    let slot = move |field| Slot::own(sheet, field);
    view! {
        <Panel title=words::OUTCOME>
            <LongTextSlot of=slot(report::RESULT) label=words::RESULT hint=words::RESULT_HINT/>
            <LongTextSlot of=slot(report::DIFFICULTIES) label=words::DIFFICULTIES mark=OPTIONAL/>
            <LongTextSlot of=slot(report::CAUSES) label=words::CAUSES mark=OPTIONAL/>
            <LongTextSlot of=slot(report::PROPOSALS) label=words::PROPOSALS mark=OPTIONAL/>
        </Panel>
    }
}
