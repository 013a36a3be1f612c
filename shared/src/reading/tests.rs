//! Roots for the tests of nouns and views, and the laws of reading one.

use super::*;
use crate::{
    change::{Act, Change, FieldEdit, Home, RecordEdit, State},
    id::{ChangeId, DeviceId, PersonId},
};
use std::collections::BTreeMap;

/// Writes a root as one careful person would: each save has seen what is live.
pub(crate) struct Writer {
    pub(crate) root: Root,
    saves: u32,
}

impl Writer {
    pub(crate) fn new(kind: &str, name: &str) -> Self {
        let unit = UnitId::derived(&["Điềm He"]);
        Self { root: Root::new(RecordId::derived(&[name]), kind, Home::of_unit(unit)), saves: 0 }
    }

    fn change(&mut self) -> Change {
        self.saves += 1;
        Change {
            id: ChangeId::derived(&[&self.root.id.to_string(), &self.saves.to_string()]),
            root: self.root.id,
            kind: self.root.kind.clone(),
            home: Some(self.root.home),
            by: PersonId::derived(&["person"]),
            device: DeviceId::derived(&["device"]),
            at_ms: 0,
            salt: 0,
            records: Vec::new(),
            act: None,
        }
    }

    fn save(&mut self, id: RecordId, kind: &str, field: &str, value: Value, seen: BTreeSet<ChangeId>) {
        let mut change = self.change();
        let fields = BTreeMap::from([(field.to_owned(), FieldEdit { value, seen })]);
        change.records.push(RecordEdit { id, kind: kind.to_owned(), fields });
        assert_eq!(change.check(), Ok(()));
        self.root.apply(&change, &[]);
    }

    pub(crate) fn set(mut self, field: &str, value: impl Into<Value>) -> Self {
        let seen = self.root.field(self.root.id, field).map(|field| field.ids().collect()).unwrap_or_default();
        let kind = self.root.kind.clone();
        self.save(self.root.id, &kind, field, value.into(), seen);
        self
    }

    /// Somebody who had not seen the value writes another.
    pub(crate) fn rival(mut self, field: &str, value: impl Into<Value>) -> Self {
        let kind = self.root.kind.clone();
        self.save(self.root.id, &kind, field, value.into(), BTreeSet::new());
        self
    }

    pub(crate) fn child(mut self, kind: &str, name: &str, fields: &[(&str, Value)]) -> Self {
        let id = RecordId::derived(&[&self.root.id.to_string(), kind, name]);
        for (field, value) in fields {
            self.save(id, kind, field, value.clone(), BTreeSet::new());
        }
        self
    }

    pub(crate) fn act(mut self, to: State) -> Self {
        let mut change = self.change();
        let (saw, basis) = (self.root.decided().version, Some(self.root.basis()));
        change.act = Some(Act { to, saw, after: BTreeSet::new(), basis, note: String::new() });
        self.root.apply(&change, &[]);
        self
    }
}

/// `field code` of each problem, hard ones marked.
pub(crate) fn codes(problems: &[FieldProblem]) -> Vec<String> {
    let mark = |problem: &FieldProblem| {
        if problem.severity == crate::problem::Severity::Hard { "!" } else { "" }
    };
    problems.iter().map(|problem| format!("{}{} {}", mark(problem), problem.field, problem.code)).collect()
}

#[test]
fn a_set_holds_what_any_live_version_says() {
    let unit = UnitId::derived(&["a"]).to_string();
    let field = format!("unit/{unit}");
    let root = Writer::new("activity", "x").set(&field, true).rival(&field, false).set("unit/zzz", true).root;
    let own = Reading::own(&root);
    assert_eq!(own.units("unit/").len(), 1);
    assert_eq!(own.set("unit/").len(), 2);
    let root = Writer::new("activity", "x").set(&field, true).set(&field, false).root;
    assert!(Reading::own(&root).set("unit/").is_empty());
}

#[test]
fn a_number_in_conflict_is_read_with_its_bounds() {
    let int = |value: &Value| value.as_int();
    let root = Writer::new("report", "x").set("people", 40).rival("people", 45).root;
    let own = Reading::own(&root);
    assert_eq!(own.bounds("people", int), Some(Bounds { shown: 40, low: 40, high: 45 }));
    assert_eq!(own.in_conflict(), BTreeSet::from(["people".to_owned()]));
    assert_eq!(own.bounds("women", int), None);
    let root = Writer::new("report", "x").set("people", 40).rival("people", Value::Null).root;
    assert_eq!(Reading::own(&root).bounds("people", int), Some(Bounds { shown: 40, low: 0, high: 40 }));
}

#[test]
fn children_stand_in_their_order_and_deleted_ones_are_gone() {
    let root = Writer::new("plan", "x")
        .child("deadline", "late", &[("order", 2.into())])
        .child("deadline", "none", &[("what", "no order".into())])
        .child("deadline", "early", &[("order", 1.into())])
        .child("deadline", "gone", &[("order", Value::Deleted)])
        .root;
    let orders: Vec<_> = Reading::children(&root, "deadline").iter().map(|child| child.int(ORDER)).collect();
    assert_eq!(orders, [Some(1), Some(2), None]);
}
