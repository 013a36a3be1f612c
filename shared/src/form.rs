//! What the rules need to know of the kinds: where each lives, which states follow each other,
//! what a root of that kind must hold before it is handed in.

use crate::{
    change::{Change, Home, RecordEdit, State},
    digest::Digest,
    fold::Root,
    id::{RecordId, ScopeId},
    plan,
    problem::FieldProblem,
    value::Value,
};

/// Whether a root of this kind can be created in this home.
#[must_use]
pub fn home_fits(kind: &str, root: RecordId, home: Home) -> bool {
    let in_unit = home.scope == ScopeId::of_unit(home.unit);
    match kind {
        "plan" => home.scope == ScopeId::of_plan(root),
        "activity" => !in_unit,
        _ => in_unit,
    }
}

/// Whether one state can follow another.
#[must_use]
pub fn may_follow(kind: &str, now: &State, next: &State) -> bool {
    use State::{Approved, Closed, Draft, Issued, Returned, Submitted};
    match (now, next) {
        (Draft | Returned, Submitted) | (Submitted, Returned | Approved) => matches!(kind, "plan" | "report"),
        (Approved, Returned) => kind == "report",
        (Approved, Issued) | (Issued, Closed) => kind == "plan",
        _ => false,
    }
}

/// Whether a step must say why: sending back, and reopening what was approved.
#[must_use]
pub fn needs_note(now: &State, next: &State) -> bool {
    matches!((now, next), (State::Submitted | State::Approved, State::Returned))
}

/// What keeps a root from being handed in or approved.
#[must_use]
pub fn hard_problems(root: &Root) -> Vec<FieldProblem> {
    crate::validation::hard_problems(root)
}

/// Whether a change touches nothing but what stands on paper only after signing: a plan's number
/// and its date. Such a change alone is taken by a plan that is approved and not yet issued.
#[must_use]
pub fn is_entered_after_signing(change: &Change) -> bool {
    let own = |record: &RecordEdit| record.id == change.root;
    let late = |field: &String| matches!(field.as_str(), plan::NUMBER | plan::SIGNED_ON);
    change.kind == plan::KIND
        && change.act.is_none()
        && change.records.iter().all(|record| own(record) && record.fields.keys().all(late))
}

/// The photos that a root names, by the hash of their bytes.
pub fn photos(root: &Root) -> impl Iterator<Item = Digest> {
    root.children("photo").filter_map(|(id, _)| root.value(id, "sha256").and_then(Value::as_text)?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        change::FieldEdit,
        id::{ChangeId, DeviceId, PersonId},
    };

    #[test]
    fn only_number_and_date_of_the_plan_itself_are_entered_after_signing() {
        let edit = |kind: &str, record: &str, fields: &[&str]| {
            let field = |name: &&str| ((*name).to_owned(), FieldEdit { value: Value::Null, seen: [].into() });
            let fields = fields.iter().map(field).collect();
            let change = Change {
                id: ChangeId::derived(&["change"]),
                root: RecordId::derived(&["plan"]),
                kind: kind.to_owned(),
                home: None,
                by: PersonId::derived(&["a"]),
                device: DeviceId::derived(&["a"]),
                at_ms: 0,
                salt: 0,
                records: vec![RecordEdit { id: RecordId::derived(&[record]), kind: kind.to_owned(), fields }],
                act: None,
            };
            is_entered_after_signing(&change)
        };
        assert!(edit("plan", "plan", &["number", "signed_on"]));
        assert!(!edit("plan", "plan", &["number", "title"]));
        assert!(!edit("plan", "legal_basis", &["number"]));
        assert!(!edit("report", "plan", &["number"]));
    }
}
