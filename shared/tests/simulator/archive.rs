//! The server's half: the rules of `shared` over a store in memory. Several replicas over one store
//! are one archive here, since each push is one transaction; what a killed replica leaves undone or
//! unsaid is the network's business.

use serde_json::value::RawValue;
use shared::{
    access::{Access, Role},
    attachment,
    change::{Change, Home},
    digest::Digest,
    fold::Late,
    id::{ChangeId, PersonId, ScopeId, UnitId},
    mutant::Mutant,
    rules::{Arrival, Asker, Desk, Head, Outcome},
    verdict::{Receipt, Verdict, Why},
    wire::{BlobReceipt, Cursor, Entry, Page, Pull, PullReply, Push, PushReceipt, PushReply},
};
use std::collections::{BTreeMap, BTreeSet};

/// An entry of a log.
#[derive(Clone)]
pub struct Logged {
    pub late: Vec<Late>,
    pub text: String,
    pub change: Change,
    pub head: Head,
}

/// What is kept aside.
#[derive(Clone)]
pub struct Kept {
    pub author: PersonId,
    pub text: String,
    pub is_decided: bool,
}

/// A person's place.
#[derive(Clone)]
pub struct Place {
    pub role: Role,
    pub units: BTreeSet<UnitId>,
}

#[derive(Clone, Default)]
pub struct Archive {
    pub desk: Desk,
    /// Heads as they were before the newest push.
    stale: BTreeMap<ScopeId, Head>,
    pub logs: BTreeMap<ScopeId, Vec<Logged>>,
    pub aside: BTreeMap<ChangeId, Kept>,
    pub blobs: BTreeMap<Digest, u64>,
    pub places: BTreeMap<PersonId, Place>,
}

struct Session<'a>(PersonId, &'a Place);

impl Asker for Session<'_> {
    fn person(&self) -> PersonId {
        self.0
    }
    fn role(&self) -> Role {
        self.1.role
    }
    fn access(&self, home: Home) -> Access {
        if home == Home::of_unit(home.unit) && self.is_below(home.unit) { Access::Covers } else { Access::None }
    }
    fn is_below(&self, unit: UnitId) -> bool {
        self.1.units.contains(&unit)
    }
}

/// A change that was numbered just now, for whoever watches.
pub struct Numbered {
    pub id: ChangeId,
    /// The root as it was before, `None` if the change made it.
    pub before: Option<shared::fold::Root>,
}

impl Archive {
    /// Takes in a push, all of it in one transaction.
    pub fn push(&mut self, person: PersonId, body: &str) -> (PushReply, Vec<Numbered>) {
        let push: Push = serde_json::from_str(body).expect("devices send JSON");
        let stale = std::mem::replace(&mut self.stale, self.desk.heads.clone());
        if Mutant::NumberFirst.lives() && body.len().is_multiple_of(4) {
            // As if another push had been numbered between this one's reading and its lock.
            self.desk.heads = stale;
        }
        let (mut receipts, mut wanted, mut numbered) = (Vec::new(), BTreeSet::new(), Vec::new());
        for raw in push.changes {
            let text = raw.get();
            let Ok(change) = serde_json::from_str::<Change>(text) else {
                receipts.push(self.unreadable(person, text));
                continue;
            };
            wanted.extend(photos(&change).into_iter().filter(|photo| !self.blobs.contains_key(photo)));
            let id = Some(change.id);
            let receipt = self.take_in(person, person, text, change, false, &mut numbered);
            receipts.push(PushReceipt { id, receipt });
        }
        (PushReply { receipts, wanted }, numbered)
    }

    fn unreadable(&mut self, author: PersonId, text: &str) -> PushReceipt {
        let digest = Digest::of(text.as_bytes());
        let id = ChangeId::derived(&["unreadable", &digest.to_string()]);
        let receipt = Receipt { digest, verdict: Verdict::Quarantined(Why::Unreadable) };
        self.desk.receipts.entry(id).or_insert_with(|| receipt.clone());
        self.aside.entry(id).or_insert_with(|| Kept { author, text: text.to_owned(), is_decided: false });
        PushReceipt { id: None, receipt }
    }

    fn take_in(
        &mut self,
        asker: PersonId,
        author: PersonId,
        text: &str,
        change: Change,
        adopted: bool,
        numbered: &mut Vec<Numbered>,
    ) -> Receipt {
        let place = self.places[&asker].clone();
        let digest = Digest::of(text.as_bytes());
        self.desk.photos = self.blobs.keys().copied().collect();
        let before = self.desk.roots.get(&change.root).cloned();
        let arrival = Arrival { change: &change, digest, author, adopted };
        match self.desk.number(arrival, &Session(asker, &place)) {
            Outcome::Known(receipt) => receipt,
            Outcome::Quarantined { under, receipt } => {
                self.aside.entry(under).or_insert_with(|| Kept { author, text: text.to_owned(), is_decided: false });
                receipt
            }
            Outcome::Numbered { receipt, late } => {
                let scope = self.desk.roots[&change.root].home.scope;
                numbered.push(Numbered { id: change.id, before });
                let entry = Logged { late, text: text.to_owned(), change, head: self.desk.heads[&scope] };
                self.logs.entry(scope).or_default().push(entry);
                receipt
            }
        }
    }

    /// A person takes in what was kept aside, by their own rights.
    pub fn adopt(&mut self, person: PersonId, id: ChangeId) -> Vec<Numbered> {
        let mut numbered = Vec::new();
        let Some(kept) = self.aside.get(&id).filter(|kept| !kept.is_decided) else { return numbered };
        let (author, text) = (kept.author, kept.text.clone());
        let Ok(change) = serde_json::from_str::<Change>(&text) else { return numbered };
        let receipt = self.take_in(person, author, &text, change, true, &mut numbered);
        if matches!(receipt.verdict, Verdict::Numbered { .. }) {
            self.aside.get_mut(&id).expect("it was there before").is_decided = true;
        }
        numbered
    }

    /// A person drops what was kept aside.
    pub fn drop(&mut self, by: PersonId, id: ChangeId) {
        let Some(kept) = self.aside.get_mut(&id).filter(|kept| !kept.is_decided) else { return };
        kept.is_decided = true;
        let Some(receipt) = self.desk.receipts.get_mut(&id) else { return };
        receipt.verdict = Verdict::Quarantined(Why::Dropped { by, reason: "vì trùng".to_owned() });
    }

    pub fn readable(&self, person: PersonId) -> BTreeSet<ScopeId> {
        self.places[&person].units.iter().map(|unit| ScopeId::of_unit(*unit)).collect()
    }

    /// Answers a pull, with at most so many entries.
    pub fn pull(&self, person: PersonId, ask: &Pull, mut room: usize) -> PullReply {
        let readable = self.readable(person);
        let mut scopes = Vec::new();
        let empty = Vec::new();
        for scope in &readable {
            let log = self.logs.get(scope).unwrap_or(&empty);
            let cursor = ask.scopes.get(scope).copied().unwrap_or_default();
            let at = |n: u64| usize::try_from(n).ok().and_then(|n| log.get(n.checked_sub(1)?));
            let agrees = at(cursor.n).is_some_and(|entry| entry.head.chain == cursor.chain);
            let from = if agrees { cursor } else { Cursor::default() };
            let head = log.last().map_or(Head::default(), |entry| entry.head);
            if from.n == head.n && from == cursor {
                continue;
            }
            let first = usize::try_from(from.n).unwrap();
            let taken = room.min(log.len() - first);
            room -= taken;
            let page = &log[first..first + taken];
            let to = page.last().map_or(from, |entry| Cursor { n: entry.head.n, chain: entry.head.chain });
            let entry = |entry: &Logged| Entry {
                n: entry.head.n,
                late: entry.late.clone(),
                change: RawValue::from_string(entry.text.clone()).unwrap(),
            };
            let entries = page.iter().map(entry).collect();
            scopes.push(Page { scope: *scope, from: from.n, to, head: head.n, live: head.live, entries });
        }
        let receipt = |id: &ChangeId| self.desk.receipts.get(id).map(|receipt| (*id, receipt.clone()));
        let verdicts = ask.ask.iter().filter_map(receipt).collect();
        PullReply { scopes, readable, verdicts, directory: String::new(), server_ms: 0 }
    }

    /// Keeps a file, if it is whole.
    pub fn put(&mut self, sha256: Digest, bytes: &[u8]) -> Option<BlobReceipt> {
        (Digest::of(bytes) == sha256).then(|| {
            self.blobs.insert(sha256, bytes.len() as u64);
            BlobReceipt { sha256, bytes: bytes.len() as u64 }
        })
    }

    /// Every numbered change, scope by scope in the order of numbers.
    pub fn entries(&self) -> impl Iterator<Item = &Logged> {
        self.logs.values().flatten()
    }
}

/// The photos that a change names.
pub fn photos(change: &Change) -> Vec<Digest> {
    let children = change.records.iter().filter(|record| record.kind == attachment::PHOTO);
    let named = children.filter_map(|record| record.fields.get(attachment::SHA256)?.value.as_text()?.parse().ok());
    named.collect()
}
