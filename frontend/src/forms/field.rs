//! One field of an open form: its value for the screen, its edits for the state.
//!
//! Invariant: a field in use is never drawn anew. What was typed stands until the record says the
//! same; a newer value of others is drawn, and noted as seen, only when the field is not in use.

use super::sheet::Sheet;
use crate::{
    text::{self, t},
    ui::Typed,
};
use leptos::prelude::*;
use shared::{id::RecordId, notebook::Edit, problem::Severity, value::Value};

/// A field of an open form. A handle: copies are the same field.
#[derive(Clone, Copy)]
pub struct Slot {
    /// The form.
    pub sheet: Sheet,
    /// The record.
    pub record: RecordId,
    /// The record's kind.
    pub kind: &'static str,
    field: StoredValue<String>,
    typed: RwSignal<Option<Value>>,
    /// What the screen shows: what was typed, or what the record says.
    pub value: Memo<Value>,
}

impl Slot {
    /// A field of the root's own record.
    #[must_use]
    pub fn own(sheet: Sheet, field: &str) -> Self {
        Self::of(sheet, sheet.id, sheet.kind, field)
    }

    /// A field of a child.
    #[must_use]
    pub fn of(sheet: Sheet, record: RecordId, kind: &'static str, field: &str) -> Self {
        let (name, typed) = (StoredValue::new(field.to_owned()), RwSignal::new(None::<Value>));
        let kept = Memo::new(move |_| sheet.value(record, &name.get_value()));
        let value = Memo::new(move |_| typed.get().unwrap_or_else(|| kept.get()));
        let slot = Self { sheet, record, kind, field: name, typed, value };
        Effect::new(move || {
            let kept = kept.get();
            if typed.with_untracked(|typed| typed.as_ref() == Some(&kept)) {
                typed.set(None);
            }
        });
        slot.note_what_is_drawn();
        slot
    }

    fn note_what_is_drawn(self) {
        let shown = Memo::new(move |_| {
            self.sheet.root.with(|root| root.as_ref()?.field(self.record, &self.field.get_value())?.shown)
        });
        Effect::new(move |before: Option<()>| {
            shown.track();
            // A control that comes while the form is open shows its value from the first moment.
            if before.is_none() || !self.is_in_use() {
                self.draw();
            }
        });
    }

    fn draw(self) {
        if self.typed.try_with_untracked(Option::is_none) == Some(true)
            && let Some(form) = self.sheet.form()
        {
            form.redraw(self.record, &self.field.get_value());
        }
    }

    fn is_in_use(self) -> bool {
        let own = self.id();
        let Some(active) = document().active_element() else { return false };
        // A field of several parts has one frame around its controls.
        active.id() == own || active.closest(&format!("[data-slot='{own}']")).is_ok_and(|frame| frame.is_some())
    }

    /// The control's id, unique on the screen.
    #[must_use]
    pub fn id(self) -> String {
        control_id(self.record, &self.field.get_value())
    }

    /// The field's name in the record.
    #[must_use]
    pub fn name(self) -> String {
        self.field.get_value()
    }

    /// A person changed it.
    pub fn put(self, value: impl Into<Value>) {
        if self.sheet.frozen.try_get_untracked() != Some(false) {
            return;
        }
        let value = value.into();
        if self.value.with_untracked(|shown| *shown == value) {
            return;
        }
        self.typed.set(Some(value.clone()));
        self.sheet.edit(vec![Edit { record: self.record, kind: self.kind, field: self.name(), value }]);
    }

    /// The focus has left it: its problems may be shown, and what others wrote meanwhile is drawn.
    pub fn leave(self) {
        // The focus leaves too when the screen is taken away; then there is nothing to note.
        if let Some(field) = self.field.try_get_value() {
            self.sheet.leave(self.record, &field);
            self.draw();
        }
    }

    /// As text; empty for nothing.
    #[must_use]
    pub fn text(self) -> Signal<String> {
        Signal::derive(move || self.value.with(|value| value.as_text().unwrap_or_default().to_owned()))
    }

    /// As a number, or as what was typed in its place.
    #[must_use]
    pub fn number(self) -> Signal<Typed> {
        Signal::derive(move || self.value.with(typed))
    }

    /// Text that a person types; empty text empties the field.
    #[must_use]
    pub fn on_text(self) -> Callback<String> {
        Callback::new(move |text: String| self.put(text_value(text)))
    }

    /// A number that a person types. What is no number is kept as it is; the rules of the field say so,
    /// and it is handed in only once it is mended.
    #[must_use]
    pub fn on_number(self) -> Callback<Typed> {
        Callback::new(move |number: Typed| self.put(typed_value(number)))
    }

    /// What is wrong and how to cure it; empty while nothing is to be said.
    #[must_use]
    pub fn error(self) -> Signal<String> {
        self.words(Severity::Hard)
    }

    /// What deserves another look; empty while nothing is to be said.
    #[must_use]
    pub fn doubt(self) -> Signal<String> {
        self.words(Severity::Soft)
    }

    fn words(self, severity: Severity) -> Signal<String> {
        let found = Memo::new(move |_| self.sheet.problem(self.record, &self.field.get_value(), severity));
        Signal::derive(move || {
            found.with(|found| {
                found.as_ref().map(|p| t(text::problem::words(&p.field, &p.code)).to_owned()).unwrap_or_default()
            })
        })
    }

    /// Whether live versions of it differ.
    #[must_use]
    pub fn in_conflict(self) -> Memo<bool> {
        Memo::new(move |_| {
            self.sheet.root.with(|root| {
                let field = root.as_ref().and_then(|root| root.field(self.record, &self.field.get_value()));
                field.is_some_and(shared::fold::Field::in_conflict)
            })
        })
    }
}

/// The id of the control that edits a field: where "check" jumps to.
#[must_use]
pub fn control_id(record: RecordId, field: &str) -> String {
    format!("f-{record}-{}", field.replace('/', "_"))
}

/// What stands in the field of a number.
#[must_use]
pub fn typed(value: &Value) -> Typed {
    match value {
        Value::Int(number) => Typed::Number(*number),
        Value::Text(text) => Typed::Text(text.clone()),
        _ => Typed::Nothing,
    }
}

/// What is typed into the field of a number, as it is kept.
#[must_use]
pub fn typed_value(typed: Typed) -> Value {
    match typed {
        Typed::Nothing => Value::Null,
        Typed::Number(number) => Value::Int(number),
        Typed::Text(text) => Value::Text(text),
    }
}

/// Text as a value: nothing typed is nothing, not an empty text.
#[must_use]
pub fn text_value(text: String) -> Value {
    if text.is_empty() { Value::Null } else { Value::Text(text) }
}
