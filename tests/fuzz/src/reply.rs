//! A notebook fed with whatever answers: it never breaks, and never loses what is pending.
//!
//! One step a line: `save WORD`, `photo`, `push REPLY`, `pull REPLY`, `receipt REPLY`, `anew`. What the notebook
//! asks to be written is written beside it, as the device's store would have it.

use crate::honest::{Anybody, device, page, text, unit};
use serde_json::json;
use shared::{
    change::Home,
    digest::Digest,
    id::{ChangeId, RecordId},
    notebook::{Edit, Fresh, Notebook, PushBody, Row, Table, WriteBatch},
    rules::Asker as _,
    wire::{BlobReceipt, PullReply, PushReply},
};
use std::collections::{BTreeMap, BTreeSet};

/// So long a change that has come back is kept for the day when the server loses it, in milliseconds.
const KEPT_MS: i64 = 30 * 24 * 3_600_000;
/// Steps of one input.
const STEPS_MAX: usize = 24;

/// A tablet: the notebook, its store, and what was confirmed to its person.
struct Tablet {
    notebook: Notebook,
    rows: BTreeMap<(Table, String), Vec<u8>>,
    saved: BTreeMap<ChangeId, String>,
    count: usize,
}

fn root(count: usize) -> RecordId {
    RecordId::derived(&["báo cáo", &(count % 2).to_string()])
}

impl Tablet {
    fn new() -> Self {
        let notebook = Notebook::new(Anybody.person(), device());
        Self { notebook, rows: BTreeMap::new(), saved: BTreeMap::new(), count: 0 }
    }

    fn write(&mut self, batch: WriteBatch) {
        for (table, key) in batch.deletes {
            self.rows.remove(&(table, key));
        }
        for (table, key, value) in batch.puts {
            self.rows.insert((table, key), value);
        }
    }

    fn save(&mut self, word: &str) {
        self.count += 1;
        let root = root(self.count);
        let (mut form, batch) = self.notebook.open(root, "report", Home::of_unit(unit()));
        self.write(batch);
        let fresh = Fresh { id: ChangeId::derived(&["lần lưu", &self.count.to_string()]), salt: 7, at_ms: 1 };
        let edit = Edit { record: root, kind: "report", field: "result".to_owned(), value: word.into() };
        let batch = self.notebook.save(&mut form, vec![edit], fresh);
        self.write(batch);
        let batch = self.notebook.seal(root);
        self.write(batch);
        let saved = self.notebook.outbox().find(|(_, pending)| pending.change.id == fresh.id);
        self.saved.insert(fresh.id, saved.expect("a save waits to be sent").1.text.clone());
    }

    fn next_push(&mut self) -> Option<PushBody> {
        let (body, batch) = self.notebook.next_push(&|_| false);
        self.write(batch);
        body
    }

    fn step(&mut self, name: &str, rest: &str) {
        match name {
            "save" if self.count < 6 => self.save(rest),
            "photo" => {
                let (mut batch, bytes) = (WriteBatch::default(), b"picture".to_vec());
                self.notebook.keep_photo(root(0), Digest::of(&bytes), bytes, &mut batch);
                self.write(batch);
            }
            "push" => {
                let Some(body) = self.next_push() else { return };
                let Ok(reply) = serde_json::from_str::<PushReply>(rest) else { return };
                if let Ok(batch) = self.notebook.pushed(&body, &reply) {
                    self.write(batch);
                }
            }
            "pull" => {
                let Ok(reply) = serde_json::from_str::<PullReply>(rest) else { return };
                let asked = self.notebook.pull();
                let before: BTreeMap<_, _> = self.rows.clone();
                let (batch, _, wrong) = self.notebook.pulled(&asked, &reply);
                self.write(batch);
                for wrong in wrong {
                    self.notebook.refetch(wrong.scope());
                }
                self.forgotten(&before, reply.server_ms);
            }
            "receipt" => {
                let Ok(receipt) = serde_json::from_str::<BlobReceipt>(rest) else { return };
                let batch = self.notebook.photo_sent(receipt);
                self.write(batch);
            }
            "anew" => self.notebook.refetch(Home::of_unit(unit()).scope),
            _ => {}
        }
    }

    /// Only what has come back long ago may be forgotten, by the clock of the server that says so.
    fn forgotten(&mut self, before: &BTreeMap<(Table, String), Vec<u8>>, server_ms: i64) {
        self.saved.retain(|id, _| {
            let key = (Table::Sent, id.to_string());
            let Some(row) = before.get(&key).filter(|_| !self.rows.contains_key(&key)) else { return true };
            let row: serde_json::Value = serde_json::from_slice(row).unwrap();
            let at_ms = row["at_ms"].as_i64().unwrap();
            !(at_ms != 0 && server_ms.saturating_sub(at_ms) > KEPT_MS)
        });
    }

    /// Every save that was confirmed to the person is in the outbox or among what came back, as it was.
    fn check(&mut self) {
        let pending: BTreeMap<ChangeId, &str> =
            self.notebook.outbox().map(|(_, pending)| (pending.change.id, pending.text.as_str())).collect();
        for (id, text) in &self.saved {
            let sent = self.rows.get(&(Table::Sent, id.to_string()));
            let sent = sent.map(|row| serde_json::from_slice::<serde_json::Value>(row).unwrap()["text"].clone());
            let kept =
                pending.get(id).map(|text| (*text).to_owned()).or(sent.and_then(|t| Some(t.as_str()?.to_owned())));
            assert_eq!(kept.as_ref(), Some(text), "a save is lost, or is another one: {id}");
        }
        // A tab that starts now knows the same.
        let mut again = Notebook::new(Anybody.person(), device());
        let rows = self.rows.iter().map(|((table, key), value)| (*table, key.clone(), value.clone()));
        assert_eq!(again.absorb(rows.map(|(table, key, value)| Row { table, key, value: Some(value) })), Ok(()));
        assert!(again.outbox().eq(self.notebook.outbox()), "the store holds the outbox");
        assert!(again.cursors().eq(self.notebook.cursors()), "the store holds the cursors");
        for root in (0..2).map(root) {
            assert_eq!(again.root(root).map(|root| text(&*root)), self.notebook.root(root).map(|root| text(&*root)));
        }
        self.next_push();
        let asked: BTreeSet<_> = self.notebook.pull().ask;
        assert!(asked.len() <= 600);
    }
}

/// Lives of a tablet with a server that follows the rules, as steps.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut tablet = Tablet::new();
    (0..3).for_each(|at| tablet.save(&at.to_string()));
    let texts: Vec<String> = tablet.notebook.outbox().map(|(_, pending)| pending.text.clone()).collect();
    let reply = page(&texts);
    let scope = Home::of_unit(unit()).scope;
    let receipts = |verdict: &dyn Fn(usize) -> serde_json::Value| {
        let receipt = |(at, (id, text)): (usize, (&ChangeId, &String))| {
            let mut receipt = verdict(at);
            receipt["id"] = json!(id);
            receipt["digest"] = json!(Digest::of(text.as_bytes()));
            receipt
        };
        let in_order: BTreeMap<u64, (&ChangeId, &String)> = tablet
            .notebook
            .outbox()
            .map(|(seq, pending)| (seq, (tablet.saved.get_key_value(&pending.change.id).unwrap())))
            .collect();
        json!({ "receipts": in_order.into_values().enumerate().map(receipt).collect::<Vec<_>>() }).to_string()
    };
    let numbered = receipts(&|at| json!({ "numbered": { "scope": scope, "n": at + 1 } }));
    let aside = receipts(&|_| json!({ "quarantined": { "why": "no_right" } }));
    let dropped =
        receipts(&|_| json!({ "quarantined": { "why": "dropped", "by": Anybody.person(), "reason": "trùng" } }));
    let saves = "save 0\nsave 1\nsave 2";
    let pull = format!("pull {}", text(&reply));
    let nothing = |readable: bool| {
        let scopes: BTreeSet<_> = readable.then_some(scope).into_iter().collect();
        format!(
            "pull {}",
            json!({ "scopes": [], "readable": scopes, "directory": "1", "server_ms": 1_790_000_000_000_i64 })
        )
    };
    let lost = format!(
        "pull {}",
        json!({ "scopes": [{ "scope": scope, "from": 0, "to": { "n": 0, "chain": Digest::default() }, "head": 0, "live": 0, "entries": [] }],
            "readable": [scope], "directory": "1", "server_ms": 1_790_000_000_000_i64 })
    );
    let later = nothing(true).replace("1790000000000", "1799000000000");
    let receipt = json!({ "sha256": Digest::of(b"picture"), "bytes": 7 });
    let lives = [
        format!("{saves}\npush {numbered}\n{pull}\n{later}"),
        format!("{saves}\npush {aside}\n{pull}\nsave 3"),
        format!("{saves}\npush {dropped}\n{}", nothing(true)),
        format!("{saves}\npush {numbered}\n{}\n{}", nothing(false), nothing(true)),
        format!("{saves}\npush {numbered}\n{pull}\n{lost}\n{pull}"),
        format!("{saves}\n{pull}\nanew\n{pull}\nsave 4"),
        format!("photo\nsave 0\nreceipt {receipt}\n{lost}"),
        // A page of what the same reply says is not readable.
        format!("{saves}\n{}", pull.replace(&format!("\"readable\":[\"{scope}\"]"), "\"readable\":[]")),
    ];
    lives.into_iter().map(String::into_bytes).collect()
}

pub fn hit(bytes: &[u8]) {
    let mut tablet = Tablet::new();
    for line in String::from_utf8_lossy(bytes).split('\n').take(STEPS_MAX) {
        let (name, rest) = line.split_once(' ').unwrap_or((line, ""));
        tablet.step(name, rest);
    }
    tablet.check();
}
