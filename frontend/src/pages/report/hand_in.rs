//! Checking and handing in: errors first, then a summary, then the wish goes into the outbox.

use crate::{
    forms::{
        field::control_id,
        report::{Setting, Summary},
        sheet::{Hold, Sheet},
    },
    pages::signs::focus,
    state::State,
    text::{self, report as words, t},
    ui::{Button, ButtonKind, Dialog, Glyph, Icon, Toast},
};
use leptos::prelude::*;
use shared::{
    change,
    problem::{FieldProblem, Severity},
};

#[component]
pub(super) fn HandIn(sheet: Sheet, setting: Setting, again: Memo<bool>) -> impl IntoView {
    let state = State::here();
    let open = RwSignal::new(false);
    let told = RwSignal::new(None::<(usize, usize)>);
    let check = move || {
        sheet.settle();
        sheet.asked.set(true);
        let (errors, doubts) = untrack(move || (sheet.problems(Severity::Hard), sheet.problems(Severity::Soft)));
        if let Some(first) = errors.first().or_else(|| doubts.first()) {
            focus(&control_id(first.record, &first.field));
        }
        (errors.len(), doubts.len())
    };
    let ask = move || {
        let (errors, doubts) = check();
        told.set((errors > 0).then_some((errors, doubts)));
        open.set(errors == 0);
    };
    // The wish comes after every photo, not between them.
    let waits = RwSignal::new(false);
    let is_ready = move || sheet.under_way.get() == 0 && sheet.hold.get() == Hold::Here;
    Effect::new(move || {
        if waits.get() && is_ready() {
            waits.set(false);
            untrack(ask);
        }
    });
    let send = move |()| waits.set(sheet.hold.get_untracked() != Hold::Elsewhere);
    let waits_for_photos = Signal::derive(move || waits.get() && sheet.under_way.get() > 0);
    let confirm = move |()| {
        open.set(false);
        // Given back first, so that the wish names everything that was typed.
        sheet.give_back();
        if let Some(view) = sheet.root.get_untracked() {
            state.wish_for(&view, change::State::Submitted, "");
        }
    };
    let told_words = Signal::derive(move || match told.get() {
        Some((0, 0)) | None => t(words::ALL_GOOD).to_owned(),
        Some((0, doubts)) => words::doubts(doubts),
        Some((errors, _)) => words::errors(errors),
    });
    let send_label = Signal::derive(move || t(if again.get() { words::SEND_AGAIN } else { words::SEND }).to_owned());
    view! {
        <Button label=words::CHECK icon=Glyph::Check on_press=move |()| told.set(Some(check())) attr:data-test="check-report"/>
        <Button label=send_label kind=ButtonKind::Primary icon=Glyph::Outbox on_press=send attr:data-test="submit-report"/>
        <Toast open=Signal::derive(move || told.with(Option::is_some)) text=told_words on_close=move |()| told.set(None)/>
        <Toast open=waits_for_photos text=words::SEND_AFTER_PHOTOS on_close=move |()| waits.set(false)/>
        <Dialog open=open on_close=move |()| open.set(false) title=words::SUMMARY
            actions=move || view! {
                <Button label=words::KEEP_WRITING on_press=move |()| open.set(false)/>
                <Button label=words::SEND_NOW kind=ButtonKind::Primary icon=Glyph::Outbox on_press=confirm attr:data-test="confirm-submit"/>
            }>
            <Summary root=sheet.root setting=setting/>
            <Doubts sheet=sheet/>
            <p class="soft">{move || t(words::SUMMARY_HINT)}</p>
        </Dialog>
    }
}

/// What deserves another look, named before it goes out.
#[component]
fn Doubts(sheet: Sheet) -> impl IntoView {
    move || {
        let doubts = sheet.problems(Severity::Soft);
        (!doubts.is_empty()).then(|| {
            let line = |problem: &FieldProblem| {
                let (field, doubt) =
                    (t(words::field(&problem.field)), t(text::problem::words(&problem.field, &problem.code)));
                view! { <li><strong>{field} ": "</strong>{doubt}</li> }
            };
            let lines = doubts.iter().map(line).collect_view();
            view! {
                <div class="report-doubts">
                    <p class="report-doubts-title"><Icon glyph=Glyph::Warning/>{t(words::SUMMARY_DOUBTS)}</p>
                    <ul>{lines}</ul>
                </div>
            }
        })
    }
}
