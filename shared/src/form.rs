//! What the rules need to know of the kinds: where each lives, which states follow each other,
//! what a root of that kind must hold before it is handed in.

use crate::{
    change::{Home, State},
    digest::Digest,
    fold::Root,
    id::{RecordId, ScopeId},
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

/// The photos that a root names, by the hash of their bytes.
pub fn photos(root: &Root) -> impl Iterator<Item = Digest> {
    root.children("photo").filter_map(|(id, _)| root.value(id, "sha256").and_then(Value::as_text)?.parse().ok())
}
