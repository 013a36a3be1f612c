//! The server's half: the rules of `shared` over a store in memory. Several replicas over one store
//! are one archive here, since each push is one transaction; what a killed replica leaves undone or
//! unsaid is the network's business.

use serde_json::value::RawValue;
use shared::{
    access::{Access, Role},
    attachment,
    change::{Change, Home},
    digest::Digest,
    epoch::{Agreed, Epochs, Seal, chained, sealed},
    fold::{Late, Packed, Root},
    id::{ChangeId, EpochId, PersonId, ScopeId, UnitId},
    mutant::Mutant,
    rollup::RollUp,
    rules::{Arrival, Asker, Desk, Head, Outcome, Word},
    verdict::{Receipt, Verdict, Why},
    wire::{
        BlobReceipt, Cursor, Entry, Offer, OfferReply, Page, PartName, Pull, PullReply, Push, PushReceipt, PushReply,
        Snapshot,
    },
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

/// What stands outside of the database.
const KEY: &[u8] = b"the office's key";

#[derive(Clone)]
pub struct Archive {
    pub desk: Desk,
    pub epochs: Epochs,
    /// How many epochs were begun in this world, whatever the archive remembers of them.
    pub begun: u64,
    /// Heads as they were before the newest push.
    stale: BTreeMap<ScopeId, Head>,
    pub logs: BTreeMap<ScopeId, Vec<Logged>>,
    /// Moved with each change that is numbered.
    pub rollups: BTreeMap<ScopeId, RollUp>,
    pub aside: BTreeMap<ChangeId, Kept>,
    pub blobs: BTreeMap<Digest, u64>,
    pub places: BTreeMap<PersonId, Place>,
    /// Scopes as a backup outside of the machine has them, each in parts.
    snapshots: BTreeMap<ScopeId, (Snapshot, Vec<String>)>,
    /// How far a backup outside of the machine covers each scope.
    durable: BTreeMap<ScopeId, u64>,
    /// Its clock.
    pub server_ms: i64,
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
    pub before: Option<Root>,
}

impl Default for Archive {
    fn default() -> Self {
        let now = EpochId::derived(&["0"]);
        let epochs = Epochs { now, known: BTreeSet::from([now]) };
        let (desk, stale, logs, rollups) = (Desk::default(), BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let (aside, blobs, places) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let (snapshots, durable) = (BTreeMap::new(), BTreeMap::new());
        Self { desk, epochs, begun: 0, stale, logs, rollups, aside, blobs, places, snapshots, durable, server_ms: 0 }
    }
}

fn seal_of(scope: ScopeId, cursor: &Cursor) -> Option<Seal> {
    let text = sealed(scope, cursor.n, cursor.chain, cursor.epoch?);
    Some(Seal(Digest::of_parts([KEY, &text[..]]).0[..16].try_into().unwrap()))
}

fn is_sealed(scope: ScopeId, cursor: &Cursor) -> bool {
    cursor.seal.is_some() && cursor.seal == seal_of(scope, cursor)
}

impl Archive {
    /// From now on everybody brings what the archive may have lost.
    pub fn begin_epoch(&mut self) {
        self.begun += 1;
        self.epochs.now = EpochId::derived(&[&self.begun.to_string()]);
        self.epochs.known.insert(self.epochs.now);
    }

    /// A backup outside of the machine covers everything that is here, so each scope may be read as a whole.
    pub fn take_snapshots(&mut self, roots_in_part: usize) {
        for (scope, log) in &self.logs {
            let Some(head) = log.last().map(|entry| entry.head) else { continue };
            let roots: Vec<Packed<&Root>> =
                self.desk.roots.values().filter(|root| root.home.scope == *scope).map(Packed).collect();
            let to = Cursor { n: head.n, chain: head.chain, ..Cursor::default() };
            let part = |(part, roots): (usize, &[Packed<&Root>])| {
                serde_json::json!({"scope": scope, "n": head.n, "part": part, "roots": roots}).to_string()
            };
            let parts: Vec<String> = roots.chunks(roots_in_part).enumerate().map(part).collect();
            let snapshot = Snapshot { to, live: head.live, parts: u32::try_from(parts.len()).unwrap() };
            self.snapshots.insert(*scope, (snapshot, parts));
        }
    }

    /// A backup outside of the machine covers everything that is here, and tablets are told.
    pub fn cover(&mut self) {
        let heads = self.logs.iter().filter_map(|(scope, log)| Some((*scope, log.last()?.head.n)));
        self.durable = heads.collect();
    }

    /// A part of a snapshot, if it is there and the person may read it.
    pub fn part(&self, person: PersonId, name: PartName) -> Option<String> {
        let (snapshot, parts) = self.snapshots.get(&name.scope)?;
        let is_there = snapshot.to.n == name.n && self.readable(person).contains(&name.scope);
        parts.get(usize::try_from(name.part).unwrap()).filter(|_| is_there).cloned()
    }

    /// What is told of scopes that were never read.
    fn snapshots_for(&self, readable: &BTreeSet<ScopeId>, ask: &Pull) -> BTreeMap<ScopeId, Snapshot> {
        let is_meant = |scope: &ScopeId| ask.snapshots && readable.contains(scope) && !ask.scopes.contains_key(scope);
        let there = self
            .snapshots
            .iter()
            .filter(|(scope, (snapshot, _))| is_meant(scope) && self.agrees(**scope, &snapshot.to));
        let sealed = there.map(|(scope, (snapshot, _))| {
            let mut to = Cursor { epoch: Some(self.epochs.now), ..snapshot.to };
            to.seal = seal_of(*scope, &to);
            (*scope, Snapshot { to, ..*snapshot })
        });
        sealed.collect()
    }

    /// Takes in what a device has kept, whoever wrote it.
    pub fn offer(&mut self, person: PersonId, offer: &Offer) -> Option<(OfferReply, Vec<Numbered>)> {
        if chained(offer) != Some(offer.to.chain) || !is_sealed(offer.scope, &offer.to) {
            return None;
        }
        let home = Home::of_unit(UnitId(offer.scope.0));
        let (mut taken, mut known, mut aside, mut numbered) = (0, 0, 0, Vec::new());
        for entry in &offer.entries {
            let text = entry.change.get();
            let change: Change = serde_json::from_str(text).unwrap();
            let author = change.by;
            let before = numbered.len();
            let receipt = self.take_in((person, author), text, change, Word::Seal(Some(home)), &mut numbered);
            match receipt.verdict {
                Verdict::Numbered { .. } if numbered.len() > before => taken += 1,
                Verdict::Numbered { .. } => known += 1,
                Verdict::Quarantined(_) => aside += 1,
            }
        }
        let (scope, n, chain) = (offer.scope, offer.to.n, offer.to.chain);
        Some((OfferReply { scope, n, chain, taken, known, aside }, numbered))
    }

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
            let receipt = self.take_in((person, person), text, change, Word::Author, &mut numbered);
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
        (asker, author): (PersonId, PersonId),
        text: &str,
        change: Change,
        word: Word,
        numbered: &mut Vec<Numbered>,
    ) -> Receipt {
        let place = self.places[&asker].clone();
        let digest = Digest::of(text.as_bytes());
        self.desk.photos = self.blobs.keys().copied().collect();
        let before = self.desk.roots.get(&change.root).cloned();
        let arrival = Arrival { change: &change, digest, author, word };
        match self.desk.number(arrival, &Session(asker, &place)) {
            Outcome::Known(receipt) => receipt,
            Outcome::Quarantined { under, receipt } => {
                self.aside.entry(under).or_insert_with(|| Kept { author, text: text.to_owned(), is_decided: false });
                receipt
            }
            Outcome::Numbered { receipt, late } => {
                let root = &self.desk.roots[&change.root];
                let scope = root.home.scope;
                let rollup = self.rollups.entry(scope).or_default();
                before.iter().for_each(|before| rollup.take(before));
                rollup.add(root);
                if let Some(kept) = self.aside.get_mut(&change.id) {
                    kept.is_decided = true;
                }
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
        self.take_in((person, author), &text, change, Word::Asker, &mut numbered);
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
    pub fn pull(&mut self, person: PersonId, ask: &Pull, mut room: usize) -> PullReply {
        let is_news = |(scope, cursor): (ScopeId, Cursor)| {
            is_sealed(scope, &cursor) && self.epochs.are_contradicted(&cursor, self.agrees(scope, &cursor))
        };
        if ask.cursors().any(is_news) {
            // What only a seal tells of is known from now on.
            self.epochs.known.extend(ask.cursors().filter_map(|(_, cursor)| cursor.epoch));
            self.begin_epoch();
        }
        if Mutant::SnapshotAhead.lives() {
            self.take_snapshots(1);
        }
        let readable = self.readable(person);
        let snapshots = self.snapshots_for(&readable, ask);
        let mut scopes = Vec::new();
        let empty = Vec::new();
        for scope in readable.iter().filter(|scope| !snapshots.contains_key(scope)) {
            let log = self.logs.get(scope).unwrap_or(&empty);
            let cursor = ask.scopes.get(scope).copied().unwrap_or_default();
            let from = if self.agrees(*scope, &cursor) { cursor } else { Cursor::default() };
            let head = log.last().map_or(Head::default(), |entry| entry.head);
            if from.n == head.n && from.is_at(&cursor) {
                continue;
            }
            let first = usize::try_from(from.n).unwrap();
            let taken = room.min(log.len() - first);
            room -= taken;
            let page = &log[first..first + taken];
            let (n, chain) = page.last().map_or((from.n, from.chain), |entry| (entry.head.n, entry.head.chain));
            let mut to = Cursor { n, chain, epoch: Some(self.epochs.now), seal: None };
            to.seal = seal_of(*scope, &to);
            let entry = |entry: &Logged| Entry {
                n: entry.head.n,
                late: entry.late.clone(),
                change: RawValue::from_string(entry.text.clone()).unwrap(),
            };
            let entries = page.iter().map(entry).collect();
            let (head, live) = (head.n, head.live);
            let durable = self.durable.get(scope).copied().unwrap_or_default();
            scopes.push(Page { scope: *scope, from: from.n, to, head, live, durable, entries });
        }
        let agreed = |(scope, past): (&ScopeId, &Vec<Cursor>)| {
            let mut agreed = Agreed::among(past);
            while let Some(place) = agreed.asks() {
                agreed.hear(self.agrees(*scope, place));
            }
            (*scope, agreed.n())
        };
        let receipt = |id: &ChangeId| self.desk.receipts.get(id).map(|receipt| (*id, receipt.clone()));
        let verdicts = ask.ask.iter().filter_map(receipt).collect();
        PullReply {
            scopes,
            snapshots,
            readable,
            verdicts,
            epoch: Some(self.epochs.now),
            agreed: ask.past.iter().map(agreed).collect(),
            photos_missing: ask.photos.iter().filter(|photo| !self.blobs.contains_key(photo)).copied().collect(),
            directory: String::new(),
            server_ms: self.server_ms,
        }
    }

    fn agrees(&self, scope: ScopeId, cursor: &Cursor) -> bool {
        let log = self.logs.get(&scope).map(Vec::as_slice).unwrap_or_default();
        let at = usize::try_from(cursor.n).unwrap();
        at == 0 || log.get(at - 1).is_some_and(|entry| entry.head.chain == cursor.chain)
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
