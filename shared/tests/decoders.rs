//! Whatever comes over the line or out of a store is decoded without a panic, and what is decoded can
//! be judged, folded and written again. Texts are honest ones that were damaged: bytes at random would
//! seldom get past the first brace.

use proptest::prelude::*;
use serde_json::value::RawValue;
use shared::{
    access::{Access, Role},
    change::{Act, Change, FieldEdit, Home, RecordEdit, State},
    date::{Date, TimeOfDay},
    digest::Digest,
    id::{ChangeId, DeviceId, PersonId, RecordId, UnitId},
    money::Dong,
    notebook::{Notebook, Row, Table},
    rules::{Arrival, Asker, Desk, Outcome, Word},
    value::Value,
    vietnamese::{SearchIndex, folded},
    wire::{Cursor, Directory, Entry, Page, Pull, PullReply, Push, PushReply},
};
use std::collections::{BTreeMap, BTreeSet};

struct Anybody;

impl Asker for Anybody {
    fn person(&self) -> PersonId {
        PersonId::derived(&["ai đó"])
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

fn unit() -> UnitId {
    UnitId::derived(&["xã"])
}

/// A save of a report with a child, or the wish to hand it in.
fn honest(number: usize) -> Change {
    let id = |name: &str| ChangeId::derived(&[name, &number.to_string()]);
    let root = RecordId::derived(&["báo cáo"]);
    let edit = |value: Value| FieldEdit { value, seen: BTreeSet::from([id("trước")]) };
    let own = RecordEdit {
        id: root,
        kind: "report".to_owned(),
        fields: BTreeMap::from([
            ("result".to_owned(), edit("Bà con hỏi về \"vay vốn\"\n".into())),
            ("people".to_owned(), edit(46.into())),
            ("place".to_owned(), edit(Value::Map(BTreeMap::from([("text".to_owned(), "Nà Lộc".into())])))),
        ]),
    };
    let child = RecordEdit {
        id: RecordId::derived(&["dòng"]),
        kind: "handout".to_owned(),
        fields: BTreeMap::from([("quantity".to_owned(), edit(Value::Deleted))]),
    };
    let act = Act {
        to: State::Submitted,
        saw: Some(id("trạng thái")),
        after: BTreeSet::from([id("của tôi")]),
        basis: Some(Digest::of(b"basis")),
        note: "vì đã đủ".to_owned(),
    };
    let is_wish = number % 3 == 2;
    Change {
        id: id("lần lưu"),
        root,
        kind: "report".to_owned(),
        home: (number == 0).then(|| Home::of_unit(unit())),
        by: Anybody.person(),
        device: DeviceId::derived(&["máy"]),
        at_ms: 1_790_000_000_000,
        salt: 7,
        records: if is_wish { Vec::new() } else { vec![own, child] },
        act: is_wish.then_some(act),
    }
}

/// One way to damage a text.
#[derive(Clone, Debug)]
enum Damage {
    Cut(usize),
    Delete(usize, usize),
    Repeat(usize, usize),
    Put(usize, u8),
    Token(usize, &'static str),
}

const TOKENS: &[&str] =
    &["null", "-1", "1e999", "18446744073709551616", "\"\"", "{}", "[]", "[[[[[[[[[[[[", "\\u0000", "\\ud800", ","];

fn damage() -> impl Strategy<Value = Vec<Damage>> {
    let at = 0..4_000_usize;
    let one = prop_oneof![
        1 => at.clone().prop_map(Damage::Cut),
        3 => (at.clone(), 1..40_usize).prop_map(|(at, length)| Damage::Delete(at, length)),
        2 => (at.clone(), 1..60_usize).prop_map(|(at, length)| Damage::Repeat(at, length)),
        3 => (at.clone(), any::<u8>()).prop_map(|(at, byte)| Damage::Put(at, byte)),
        4 => (at, prop::sample::select(TOKENS)).prop_map(|(at, token)| Damage::Token(at, token)),
    ];
    prop::collection::vec(one, 0..4)
}

fn damaged(text: &str, all: &[Damage]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for damage in all {
        let end = bytes.len();
        let within = |at: usize| if end == 0 { 0 } else { at % end };
        match *damage {
            Damage::Cut(at) => bytes.truncate(within(at)),
            Damage::Delete(at, length) => drop(bytes.drain(within(at)..(within(at) + length).min(end))),
            Damage::Repeat(at, length) => {
                let piece = bytes[within(at)..(within(at) + length).min(end)].to_vec();
                bytes.splice(within(at)..within(at), piece);
            }
            Damage::Put(at, byte) => {
                if let Some(place) = bytes.get_mut(within(at)) {
                    *place = byte;
                }
            }
            Damage::Token(at, token) => {
                // In place of a value: behind a colon, if there is one further on.
                let from = within(at);
                let colon = bytes[from..].iter().position(|byte| *byte == b':').map_or(from, |colon| from + colon + 1);
                bytes.splice(colon..colon, token.bytes());
            }
        }
    }
    bytes
}

/// An archive of one log, as the wire brings it.
fn page(changes: &[Change]) -> PullReply {
    let mut desk = Desk::default();
    let scope = Home::of_unit(unit()).scope;
    let mut entries = Vec::new();
    for change in changes {
        let text = serde_json::to_string(change).expect("changes are plain");
        let digest = Digest::of(text.as_bytes());
        let arrival = Arrival { change, digest, author: change.by, word: Word::Author };
        if let Outcome::Numbered { late, .. } = desk.number(arrival, &Anybody) {
            entries.push(Entry {
                n: desk.heads[&scope].n,
                late,
                change: RawValue::from_string(text).expect("it is JSON"),
            });
        }
    }
    let head = desk.heads[&scope];
    let to = Cursor { n: head.n, chain: head.chain, ..Cursor::default() };
    PullReply {
        scopes: vec![Page { scope, from: 0, to, head: head.n, live: head.live, durable: 0, entries }],
        readable: BTreeSet::from([scope]),
        ..PullReply::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_change_is_refused_or_judged(number in 0..6_usize, all in damage()) {
        let bytes = damaged(&serde_json::to_string(&honest(number)).unwrap(), &all);
        let Ok(change) = serde_json::from_slice::<Change>(&bytes) else { return Ok(()) };
        let mut desk = Desk::default();
        for known in [honest(0), honest(1)] {
            let digest = Digest::of(serde_json::to_string(&known).unwrap().as_bytes());
            desk.number(Arrival { change: &known, digest, author: known.by, word: Word::Author }, &Anybody);
        }
        for word in [Word::Author, Word::Asker, Word::Seal(None), Word::Seal(Some(Home::of_unit(unit())))] {
            desk.number(Arrival { change: &change, digest: Digest::of(&bytes), author: change.by, word }, &Anybody);
        }
        for root in desk.roots.values() {
            let _problems = shared::form::hard_problems(root);
            prop_assert_eq!(&serde_json::from_str::<shared::fold::Root>(&serde_json::to_string(root).unwrap()).unwrap(), root);
        }
        let again = serde_json::from_str::<Change>(&serde_json::to_string(&change).unwrap()).unwrap();
        prop_assert_eq!(again, change);
    }

    #[test]
    fn a_damaged_page_moves_no_cursor_past_what_it_brought(all in damage()) {
        let changes: Vec<Change> = (0..6).map(honest).collect();
        let whole = page(&changes);
        let bytes = damaged(&serde_json::to_string(&whole).unwrap(), &all);
        let Ok(reply) = serde_json::from_slice::<PullReply>(&bytes) else { return Ok(()) };
        let mut notebook = Notebook::new(Anybody.person(), DeviceId::derived(&["máy"]));
        let ask = notebook.pull();
        let (_, _, wrong) = notebook.pulled(&ask, &reply);
        let stands = notebook.cursors().next().map_or(0, |(_, cursor)| cursor.n);
        prop_assert!(stands <= whole.scopes[0].head);
        prop_assert!(wrong.is_empty() || stands == 0, "a page that does not verify leaves nothing behind");
    }

    #[test]
    fn damaged_rows_are_left_out_and_named(table in prop::sample::select(&Table::ALL[..]), key in "\\PC{0,40}", all in damage()) {
        let pending = format!("{{\"text\":{},\"status\":\"sealed\"}}", serde_json::to_string(&serde_json::to_string(&honest(1)).unwrap()).unwrap());
        let mut notebook = Notebook::new(Anybody.person(), DeviceId::derived(&["máy"]));
        let row = Row { table, key, value: Some(damaged(&pending, &all)) };
        let _named = notebook.absorb([row]);
        let (body, _) = notebook.next_push(&|_| false);
        prop_assert_eq!(body.is_some(), notebook.unsent() > 0);
    }

    #[test]
    fn no_answer_and_no_request_breaks_a_reader(all in damage(), noise in prop::collection::vec(any::<u8>(), 0..300)) {
        let push = serde_json::json!({"changes": [honest(0), honest(2)]}).to_string();
        for bytes in [damaged(&push, &all), noise] {
            drop(serde_json::from_slice::<Push>(&bytes));
            drop(serde_json::from_slice::<Pull>(&bytes));
            drop(serde_json::from_slice::<PushReply>(&bytes));
            drop(serde_json::from_slice::<Directory>(&bytes));
            drop(serde_json::from_slice::<Value>(&bytes));
        }
    }

    #[test]
    fn whatever_is_typed_can_be_read_and_searched(text in "\\PC{0,60}", needle in "\\PC{0,20}") {
        let _read = (Date::typed(&text), TimeOfDay::typed(&text), Dong::typed(&text));
        let mut index = SearchIndex::new();
        index.insert(1, &text);
        let _found = index.find(&needle);
        // Folding once is enough.
        prop_assert_eq!(folded(&folded(&text)), folded(&text));
    }
}
