//! An open form: which root it edits, whether it may be edited here, what is wrong with it.
//!
//! Invariant: what a person typed is handed to the state at once; this file keeps nothing back.
//! Until the form is held nothing can be typed: a value counts as seen from then on.

use crate::{
    state::{OpenForm, SavedState, State},
    text::{self, t},
};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    change::Home,
    fold::Root,
    id::{RecordId, UnitId},
    notebook::Edit,
    problem::{FieldProblem, Severity},
    report,
    value::Value,
};
use std::{collections::BTreeSet, sync::Arc};

/// Whether this tab holds the form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hold {
    /// Not asked for, or given back.
    None,
    /// Being asked for.
    Asked,
    /// Held here: what is typed is saved.
    Here,
    /// Another tab on this device holds it.
    Elsewhere,
}

/// An open form on one root. A handle: copies are the same form.
#[derive(Clone, Copy)]
pub struct Sheet {
    /// The root.
    pub id: RecordId,
    /// Its kind.
    pub kind: &'static str,
    home: Home,
    /// The root as it is shown; `None` until something was saved.
    pub root: Signal<Option<Arc<Root>>>,
    /// Whether this tab holds it.
    pub hold: RwSignal<Hold>,
    /// Shown, but not to be changed now.
    pub frozen: Signal<bool>,
    /// All problems are shown, also of fields that nobody has left yet.
    pub asked: RwSignal<bool>,
    problems: RwSignal<Option<Memo<Arc<Vec<FieldProblem>>>>>,
    left: RwSignal<BTreeSet<(RecordId, String)>>,
    /// What a new root begins with; saved together with the first thing that is typed.
    first: StoredValue<Vec<Edit>>,
    begun: StoredValue<bool>,
    /// How much that belongs to the record is still being made ready, such as photos.
    pub under_way: RwSignal<usize>,
    form: StoredValue<Option<OpenForm>, LocalStorage>,
    /// The form as a signal, for what is drawn from it.
    held: RwSignal<Option<Signal<SavedState>>>,
    state: State,
}

impl Sheet {
    /// Opens a form. While `frozen` it is only read; afterwards it is held.
    #[must_use]
    pub fn open(
        state: State,
        id: RecordId,
        kind: &'static str,
        home: Home,
        first: Vec<Edit>,
        frozen: impl Fn() -> bool + Send + Sync + 'static,
    ) -> Self {
        let hold = RwSignal::new(Hold::None);
        let frozen_by_state = Memo::new(move |_| frozen());
        let sheet = Self {
            id,
            kind,
            home,
            root: state.root(id),
            hold,
            frozen: Signal::derive(move || frozen_by_state.get() || hold.get() != Hold::Here),
            asked: RwSignal::new(false),
            problems: RwSignal::new(None),
            left: RwSignal::default(),
            first: StoredValue::new(first),
            begun: StoredValue::new(false),
            under_way: RwSignal::new(0),
            form: StoredValue::new_local(None),
            held: RwSignal::new(None),
            state,
        };
        Effect::new(move || {
            if frozen_by_state.get() {
                sheet.give_back();
            } else if hold.get_untracked() == Hold::None {
                sheet.ask();
            }
        });
        on_cleanup(move || sheet.give_back());
        sheet
    }

    /// The unit whose record it is.
    #[must_use]
    pub fn home_unit(self) -> UnitId {
        self.root.with(|root| root.as_ref().map_or(self.home.unit, |root| root.home.unit))
    }

    /// Asks for the form, again if another tab had it.
    pub fn ask(self) {
        self.hold.set(Hold::Asked);
        spawn_local(async move {
            let answer = self.state.open(self.id, self.kind, self.home).await;
            // The screen may be gone; then the form is given back by being dropped here.
            if self.hold.try_get_untracked() != Some(Hold::Asked) {
                return;
            }
            match answer {
                Ok(form) => {
                    self.held.set(Some(form.saved));
                    self.form.set_value(Some(form));
                    self.hold.set(Hold::Here);
                }
                Err(_) => self.hold.set(Hold::Elsewhere),
            }
        });
    }

    /// Gives the form back; what was typed is flushed by that.
    pub fn give_back(self) {
        let form = self.form.try_update_value(Option::take);
        drop(form);
        self.state.note_left(self.id);
        let _gone = self.held.try_set(None);
        let _gone = self.hold.try_set(Hold::None);
    }

    /// Hands edits to the state, with what the root begins with if it is new.
    pub fn edit(self, edits: Vec<Edit>) {
        if self.frozen.try_get_untracked() != Some(false) {
            return;
        }
        let Some(form) = self.form() else { return };
        let all = self.with_first(edits);
        if !all.is_empty() {
            if self.kind == report::KIND {
                self.state.note_written_in(self.id);
            }
            form.save(all);
        }
    }

    /// As [`Sheet::edit`], for fields that have no control of their own: what they hold now counts as
    /// seen, as when a line is taken out with everything in it.
    pub fn edit_as_it_stands(self, edits: Vec<Edit>) {
        if let Some(form) = self.form() {
            for edit in &edits {
                form.redraw(edit.record, &edit.field);
            }
        }
        self.edit(edits);
    }

    /// Saves what a new root begins with, if that has not happened yet.
    pub fn begin(self) {
        self.edit(Vec::new());
    }

    /// Saves what a new root begins with, if that has not happened yet, and whatever else waits:
    /// what is judged now is what stands on the screen.
    pub fn settle(self) {
        self.edit(Vec::new());
        if let Some(form) = self.form() {
            form.flush();
        }
    }

    fn with_first(self, edits: Vec<Edit>) -> Vec<Edit> {
        if self.begun.try_update_value(|begun| std::mem::replace(begun, true)).unwrap_or(true) {
            return edits;
        }
        let first = self.first.try_get_value().unwrap_or_default();
        let is_known = |edit: &Edit| {
            let same = |other: &Edit| other.record == edit.record && other.field == edit.field;
            edits.iter().any(same)
                || self.root.with_untracked(|root| {
                    root.as_ref().is_some_and(|root| root.field(edit.record, &edit.field).is_some())
                })
        };
        let mut all: Vec<Edit> = first.into_iter().filter(|edit| !is_known(edit)).collect();
        all.extend(edits);
        all
    }

    /// The form itself, for what only it can do. `None` while this tab does not hold it.
    #[must_use]
    pub fn form(self) -> Option<OpenForm> {
        self.form.try_with_value(Clone::clone).flatten()
    }

    /// The value of a field as it stands; what the root begins with counts. Tracked.
    #[must_use]
    pub fn value(self, record: RecordId, field: &str) -> Value {
        let shown = self.root.with(|root| root.as_ref().and_then(|root| root.value(record, field).cloned()));
        shown.unwrap_or_else(|| {
            let known = |edits: &Vec<Edit>| {
                let same = |edit: &&Edit| edit.record == record && edit.field == field;
                edits.iter().find(same).map(|edit| edit.value.clone())
            };
            self.first.try_with_value(known).flatten().unwrap_or_default()
        })
    }

    /// Says what is wrong with the root, whenever that changes.
    pub fn judged(self, problems: Memo<Arc<Vec<FieldProblem>>>) {
        self.problems.set(Some(problems));
    }

    /// Notes that a person has left a field, so that its problems may be shown.
    pub fn leave(self, record: RecordId, field: &str) {
        let place = (record, field.to_owned());
        if self.left.try_with_untracked(|left| !left.contains(&place)) == Some(true) {
            self.left.update(|left| {
                left.insert(place);
            });
        }
    }

    /// What is wrong with a field, as far as it is to be shown. Tracked.
    #[must_use]
    pub fn problem(self, record: RecordId, field: &str, severity: Severity) -> Option<FieldProblem> {
        let is_due = self.asked.get() || self.left.with(|left| left.iter().any(|(r, f)| *r == record && f == field));
        if !is_due {
            return None;
        }
        self.problems.get()?.with(|problems| shown_problem(problems, record, field, severity).cloned())
    }

    /// Everything that is wrong, of one severity, with the problems as they stand now.
    #[must_use]
    pub fn problems(self, severity: Severity) -> Vec<FieldProblem> {
        let all = self.problems.get().map(|problems| problems.get()).unwrap_or_default();
        all.iter().filter(|problem| problem.severity == severity).cloned().collect()
    }

    /// The line that says what is saved.
    #[must_use]
    pub fn saved_text(self) -> Signal<String> {
        Signal::derive(move || match self.saved() {
            SavedState::Saving => t(text::report::SAVING).to_owned(),
            SavedState::Saved { at_ms } => text::words::saved_at(at_ms),
            SavedState::Failed { .. } => t(text::report::SAVE_FAILED).to_owned(),
            SavedState::Nothing => match self.last_save_ms() {
                Some(at_ms) => text::words::saved_on(at_ms, self.state.today()),
                None => t(text::report::NOTHING_YET).to_owned(),
            },
        })
    }

    /// Whether what is typed is not on the medium yet, or cannot be brought there.
    #[must_use]
    pub fn saved_waits(self) -> Signal<bool> {
        Signal::derive(move || matches!(self.saved(), SavedState::Saving | SavedState::Failed { .. }))
    }

    fn saved(self) -> SavedState {
        self.held.get().map_or(SavedState::Nothing, |saved| saved.get())
    }

    fn last_save_ms(self) -> Option<i64> {
        self.root.with(|root| root.as_ref()?.saves.values().map(|save| save.at_ms).max())
    }
}

/// The problem that a field shows under one severity: no doubt stands beside an error.
fn shown_problem<'a>(
    problems: &'a [FieldProblem],
    record: RecordId,
    field: &str,
    severity: Severity,
) -> Option<&'a FieldProblem> {
    let first = |severity| {
        let fits = |p: &&FieldProblem| p.record == record && p.field == field && p.severity == severity;
        problems.iter().find(fits)
    };
    let outweighed = severity == Severity::Soft && first(Severity::Hard).is_some();
    first(severity).filter(|_| !outweighed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_report_shows_the_error_and_no_doubt_beside_it() {
        let (record, other) = (RecordId::derived(&["report"]), RecordId::derived(&["other"]));
        let soft = FieldProblem { severity: Severity::Soft, ..FieldProblem::hard(record, report::RESULT, "no_result") };
        let problems = [soft.clone(), FieldProblem::hard(record, report::RESULT, "empty")];
        let shown = |problems: &[FieldProblem], record, severity| {
            shown_problem(problems, record, report::RESULT, severity).map(|problem| problem.code.to_string())
        };
        assert_eq!(shown(&problems, record, Severity::Hard).as_deref(), Some("empty"));
        assert_eq!(shown(&problems, record, Severity::Soft), None);
        assert_eq!(shown(&problems[..1], record, Severity::Soft).as_deref(), Some("no_result"));
        assert_eq!(shown(&problems, other, Severity::Hard), None);
    }
}
