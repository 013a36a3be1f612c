//! The world's parts: a server that follows the rules, and devices that can be switched off.

use serde_json::value::RawValue;
use shared::{
    access::{Access, Role},
    change::{Change, Home, State},
    digest::Digest,
    fold::Late,
    id::{ChangeId, DeviceId, PersonId, RecordId, UnitId},
    notebook::{Edit, Form, Fresh, Notebook, Row, Status, Table, WriteBatch},
    rules::{Arrival, Asker, Desk, Head, Outcome, Word},
    wire::{Cursor, Entry, Page, Pull, PullReply, Push, PushReceipt, PushReply},
};
use std::collections::{BTreeMap, BTreeSet};

pub struct Session(PersonId, Role);

impl Asker for Session {
    fn person(&self) -> PersonId {
        self.0
    }
    fn role(&self) -> Role {
        self.1
    }
    fn access(&self, _: Home) -> Access {
        Access::Covers
    }
    fn is_below(&self, _: UnitId) -> bool {
        true
    }
}

pub fn home() -> Home {
    Home::of_unit(UnitId::derived(&["commune"]))
}

pub fn person(i: usize) -> PersonId {
    PersonId::derived(&["person", &i.to_string()])
}

pub fn report(i: usize) -> RecordId {
    RecordId::derived(&["report", &i.to_string()])
}

#[derive(Default)]
pub struct Server {
    pub desk: Desk,
    pub log: Vec<(Vec<Late>, String, Head)>,
}

impl Server {
    pub fn push(&mut self, person: usize, text: &str) -> PushReply {
        let push: Push = serde_json::from_str(text).unwrap();
        let session = Session(self::person(person), Role::Manager);
        let mut receipts = Vec::new();
        for raw in push.changes {
            let change: Change = serde_json::from_str(raw.get()).unwrap();
            let digest = Digest::of(raw.get().as_bytes());
            let receipt = match self
                .desk
                .number(Arrival { change: &change, digest, author: session.0, word: Word::Author }, &session)
            {
                Outcome::Known(receipt) | Outcome::Quarantined { receipt, .. } => receipt,
                Outcome::Numbered { receipt, late } => {
                    let head = self.desk.heads[&home().scope];
                    self.log.push((late, raw.get().to_owned(), head));
                    receipt
                }
            };
            receipts.push(PushReceipt { id: Some(change.id), receipt });
        }
        PushReply { receipts, wanted: BTreeSet::new() }
    }

    pub fn pull(&self, pull: &Pull, most: usize) -> PullReply {
        let scope = home().scope;
        let cursor = pull.scopes.get(&scope).copied().unwrap_or_default();
        let from = usize::try_from(cursor.n).unwrap();
        let to = (from + most).min(self.log.len());
        let entries = self.log[from..to].iter().map(|(late, text, head)| Entry {
            n: head.n,
            late: late.clone(),
            change: RawValue::from_string(text.clone()).unwrap(),
        });
        let last = if to == from { cursor } else { Cursor { n: to as u64, chain: self.log[to - 1].2.chain, ..cursor } };
        let head = self.log.last().map_or(Head::default(), |(.., head)| *head);
        let (head, live) = (head.n, head.live);
        let page = Page { scope, from: cursor.n, to: last, head, live, durable: 0, entries: entries.collect() };
        let receipt = |id: &ChangeId| self.desk.receipts.get(id).map(|receipt| (*id, receipt.clone()));
        PullReply {
            scopes: if to == from { vec![] } else { vec![page] },
            readable: BTreeSet::from([scope]),
            verdicts: pull.ask.iter().filter_map(receipt).collect(),
            ..PullReply::default()
        }
    }
}

pub struct Device {
    pub person: usize,
    pub notebook: Notebook,
    /// What survives a crash.
    pub disk: BTreeMap<(Table, String), Vec<u8>>,
    pub form: Option<Form>,
    pub saves: usize,
}

impl Device {
    pub fn new(person: usize) -> Self {
        let notebook = Notebook::new(self::person(person), DeviceId::derived(&["tablet", &person.to_string()]));
        Self { person, notebook, disk: BTreeMap::new(), form: None, saves: 0 }
    }

    pub fn write(&mut self, batch: WriteBatch) {
        self.disk.extend(batch.puts.into_iter().map(|(table, key, bytes)| ((table, key), bytes)));
        for (table, key) in batch.deletes {
            self.disk.remove(&(table, key));
        }
    }

    pub fn fresh(&mut self) -> Fresh {
        self.saves += 1;
        let id = ChangeId::derived(&[&self.person.to_string(), &self.saves.to_string()]);
        Fresh { id, salt: self.saves as u64, at_ms: 0 }
    }

    pub fn save(&mut self, root: usize, field: usize, value: &str) {
        if self.form.as_ref().is_none_or(|form| form.root() != report(root)) {
            let (form, batch) = self.notebook.open(report(root), "report", home());
            self.form = Some(form);
            self.write(batch);
        }
        let fresh = self.fresh();
        let mut form = self.form.take().unwrap();
        let edit = Edit { record: report(root), kind: "report", field: format!("field_{field}"), value: value.into() };
        let batch = self.notebook.save(&mut form, vec![edit], fresh);
        self.form = Some(form);
        self.write(batch);
    }

    pub fn crash(&mut self) {
        self.notebook = Notebook::new(self.notebook.person(), self.notebook.device());
        let rows = self.disk.iter().map(|((table, key), bytes)| Row {
            table: *table,
            key: key.clone(),
            value: Some(bytes.clone()),
        });
        self.notebook.absorb(rows).unwrap();
        self.form = None;
    }

    /// Pushes once; the answer may be lost after the server has committed.
    pub fn push(&mut self, server: &mut Server, answer_lost: bool) {
        let (body, batch) = self.notebook.next_push(&|_| false);
        self.write(batch);
        let Some(body) = body else { return };
        let reply = server.push(self.person, &body.text);
        if !answer_lost {
            let batch = self.notebook.pushed(&body, &reply).unwrap();
            self.write(batch);
        }
    }

    pub fn pull(&mut self, server: &Server, most: usize) -> bool {
        let asked = self.notebook.pull();
        let (batch, more, wrong) = self.notebook.pulled(&asked, &server.pull(&asked, most));
        assert_eq!(wrong, vec![]);
        self.write(batch);
        more
    }

    pub fn wish(&mut self, root: usize, to: State) {
        let fresh = self.fresh();
        let Some(view) = self.notebook.root(report(root)).map(|root| root.into_owned()) else { return };
        let batch = self.notebook.wish_for(&view, to, "vì", fresh);
        self.form = None;
        self.write(batch);
    }
}

/// The changes of a device that the server keeps aside.
pub fn aside(device: &Device) -> BTreeSet<ChangeId> {
    let aside = device.notebook.outbox().filter(|(_, pending)| matches!(pending.status, Status::Aside(_)));
    aside.map(|(_, pending)| pending.change.id).collect()
}
