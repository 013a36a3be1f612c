//! Honest bytes: what tablets and server say to each other when nothing is wrong.

use serde_json::value::RawValue;
use shared::{
    access::{Access, Role},
    change::{Act, Change, FieldEdit, Home, RecordEdit, State},
    digest::Digest,
    id::{ChangeId, DeviceId, PersonId, RecordId, UnitId},
    rules::{Arrival, Asker, Desk, Outcome, Word},
    value::Value,
    wire::{Cursor, Entry, Page, PullReply},
};
use std::collections::{BTreeMap, BTreeSet};

/// Somebody who may do everything.
pub struct Anybody;

impl Asker for Anybody {
    fn person(&self) -> PersonId {
        PersonId::derived(&["an"])
    }
    fn role(&self) -> Role {
        Role::Administrator
    }
    fn access(&self, _: Home) -> Access {
        Access::Covers
    }
    fn is_below(&self, _: UnitId) -> bool {
        true
    }
}

/// The commune that everything lies in.
pub fn unit() -> UnitId {
    UnitId::derived(&["xã"])
}

pub fn device() -> DeviceId {
    DeviceId::derived(&["máy"])
}

/// An id that a number decides.
pub fn id(name: &str, number: usize) -> ChangeId {
    ChangeId::derived(&[name, &number.to_string()])
}

/// A save of a report with a child, a photo, or the wish to hand it in.
pub fn change(number: usize) -> Change {
    let root = RecordId::derived(&["báo cáo"]);
    let edit = |value: Value| FieldEdit { value, seen: BTreeSet::from([id("trước", number)]) };
    let place = BTreeMap::from([("text".to_owned(), "Nà Lộc".into()), ("unit".to_owned(), unit().to_string().into())]);
    let own = RecordEdit {
        id: root,
        kind: "report".to_owned(),
        fields: BTreeMap::from([
            ("activity".to_owned(), edit(RecordId::derived(&["hoạt động"]).to_string().into())),
            ("date".to_owned(), edit("2026-09-21".into())),
            ("result".to_owned(), edit("Bà con hỏi về \"vay vốn\"\n".into())),
            ("people".to_owned(), edit(46.into())),
            ("place".to_owned(), edit(Value::Map(place))),
        ]),
    };
    let child = |name: &str, kind: &str, field: &str, value: Value| RecordEdit {
        id: RecordId::derived(&[name]),
        kind: kind.to_owned(),
        fields: BTreeMap::from([(field.to_owned(), edit(value))]),
    };
    let act = Act {
        to: State::Submitted,
        saw: Some(id("trạng thái", number)),
        after: BTreeSet::from([id("lần lưu", 0)]),
        basis: Some(Digest::of(b"basis")),
        note: "vì đã đủ".to_owned(),
    };
    let (records, act) = match number % 4 {
        2 => (Vec::new(), Some(act)),
        3 => (vec![child("ảnh", "photo", "sha256", Digest::of(b"picture").to_string().into())], None),
        _ => (vec![own, child("dòng", "handout", "quantity", Value::Deleted)], None),
    };
    Change {
        id: id("lần lưu", number),
        root,
        kind: "report".to_owned(),
        home: (number == 0).then(|| Home::of_unit(unit())),
        by: Anybody.person(),
        device: device(),
        at_ms: 1_790_000_000_000,
        salt: 7,
        records,
        act,
    }
}

pub fn text(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

/// What a server that follows the rules answers to a pull from the beginning.
pub fn page(texts: &[String]) -> PullReply {
    let mut desk = Desk::default();
    let scope = Home::of_unit(unit()).scope;
    let mut entries = Vec::new();
    for text in texts {
        let change: Change = serde_json::from_str(text).unwrap();
        let digest = Digest::of(text.as_bytes());
        let arrival = Arrival { change: &change, digest, author: change.by, word: Word::Author };
        if let Outcome::Numbered { late, .. } = desk.number(arrival, &Anybody) {
            let change = RawValue::from_string(text.clone()).unwrap();
            entries.push(Entry { n: desk.heads[&scope].n, late, change });
        }
    }
    let head = desk.heads.get(&scope).copied().unwrap_or_default();
    let to = Cursor { n: head.n, chain: head.chain, ..Cursor::default() };
    PullReply {
        scopes: vec![Page { scope, from: 0, to, head: head.n, live: head.live, durable: 0, entries }],
        readable: BTreeSet::from([scope]),
        server_ms: 1_790_000_000_000,
        ..PullReply::default()
    }
}
