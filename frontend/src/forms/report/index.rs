//! The index of a long form: each section by its number, with a mark for what is there and what is
//! wrong. It stays in view while one writes.

use crate::{
    forms::sheet::Sheet,
    text::{Text, report as words, t},
    ui::{Glyph, Icon},
};
use leptos::prelude::*;
use shared::{
    problem::{FieldProblem, Severity},
    report::{self, Report},
};

/// The sections in the order of the paper.
const SECTIONS: [Text; 6] =
    [words::WHEN_WHERE, words::ATTENDANCE, words::HANDOUTS, words::PHOTOS, words::OUTCOME, words::MONEY_AND_WORK];

/// How a section stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Mark {
    /// Nothing was written there.
    Empty,
    /// Something was.
    Done,
    /// It keeps the report from being handed in.
    Wrong,
}

/// The id of a section on the page.
pub(super) fn section_id(at: usize) -> String {
    format!("report-section-{at}")
}

/// The section in which a field is written; what belongs to no other is written in the first.
fn section_of(sheet: Sheet, problem: &FieldProblem) -> usize {
    if problem.record != sheet.id {
        let is_handout = matches!(problem.field.as_str(), report::MATERIAL | report::LANGUAGE | report::QUANTITY);
        return if is_handout { 2 } else { 3 };
    }
    match problem.field.as_str() {
        report::PEOPLE | report::WOMEN | report::ETHNIC_MINORITY => 1,
        field if field.starts_with(report::HOUSEHOLDS) => 1,
        report::RESULT | report::DIFFICULTIES | report::CAUSES | report::PROPOSALS => 4,
        report::DONE | report::COST => 5,
        _ => 0,
    }
}

/// What is there, section by section.
fn is_written(report: &Report) -> [bool; 6] {
    let has_text = |text: &String| !text.trim().is_empty();
    [
        report.date.is_some() && !report.place.is_blank(),
        [report.people, report.women, report.ethnic_minority].iter().any(Option::is_some)
            || !report.households.is_empty(),
        !report.handouts.is_empty(),
        !report.photos.is_empty(),
        [&report.result, &report.difficulties, &report.causes, &report.proposals].into_iter().any(has_text),
        report.done.is_some() || report.cost.is_some(),
    ]
}

fn marks(sheet: Sheet) -> [Mark; 6] {
    let written = sheet.root.with(|root| root.as_ref().map(|root| is_written(&Report::of(root)))).unwrap_or_default();
    let mut marks = written.map(|is_there| if is_there { Mark::Done } else { Mark::Empty });
    // Before anything is asked nobody is told that an untouched form is wrong.
    if sheet.asked.get() {
        for problem in sheet.problems(Severity::Hard) {
            marks[section_of(sheet, &problem)] = Mark::Wrong;
        }
    }
    marks
}

/// The index.
#[component]
pub(super) fn Index(sheet: Sheet) -> impl IntoView {
    let marks = Memo::new(move |_| marks(sheet));
    let one = move |at: usize| {
        let (glyph, class, said) = match marks.get()[at] {
            Mark::Empty => (None, "report-index-one", words::SECTION_EMPTY),
            Mark::Done => (Some(Glyph::Check), "report-index-one report-index-done", words::SECTION_DONE),
            Mark::Wrong => (Some(Glyph::Warning), "report-index-one report-index-wrong", words::SECTION_WRONG),
        };
        let label = format!("{}. {}: {}", at + 1, t(SECTIONS[at]), t(said));
        let go = move |_| {
            if let Some(section) = document().get_element_by_id(&section_id(at)) {
                section.scroll_into_view();
            }
        };
        view! {
            <li>
                <button type="button" class=class title=label.clone() aria-label=label on:click=go data-test=format!("section-{}", at + 1)>
                    <span class="number">{at + 1}</span>
                    {glyph.map(|glyph| view! { <Icon glyph=glyph/> })}
                </button>
            </li>
        }
    };
    view! {
        <nav class="report-index" aria-label=move || t(words::SECTIONS)>
            <ol>{move || (0..SECTIONS.len()).map(one).collect_view()}</ol>
        </nav>
    }
}
