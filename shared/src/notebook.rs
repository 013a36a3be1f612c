//! The notebook: what a device knows, and what it must still tell. The client's half of sync, pure.
//!
//! Two layers: *confirmed*, the fold of numbered entries, and *pending*, the person's own changes
//! that have no number yet, on top. Each call returns the rows to write in one transaction; a page
//! and its cursor, a change and its place in the outbox, always stand in one batch.

mod form;
mod kept;
mod pull;
mod push;
mod round;
mod row;
mod sent;
mod snapshot;

pub use form::{Edit, Form, Fresh};
pub use kept::{EPOCH_KEY, KeptName};
pub use pull::PullError;
pub use push::{PushBody, PushError};
pub use round::{Effect, Event, Round, Trouble};
pub use row::{Pending, PhotoState, Row, RowError, Status, Table, WriteBatch};

use crate::{
    change::{Change, Home},
    digest::Digest,
    fold::Root,
    id::{ChangeId, DeviceId, PersonId, RecordId, ScopeId},
    order::gathered,
    wire::Cursor,
};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

/// Everything that one person's store on one device holds, in memory.
#[derive(Debug)]
pub struct Notebook {
    person: PersonId,
    device: DeviceId,
    confirmed: BTreeMap<RecordId, Root>,
    cursors: BTreeMap<ScopeId, Cursor>,
    /// The sum over live versions of each scope, to compare with the server's.
    sums: BTreeMap<ScopeId, u64>,
    /// In the order of saving.
    pending: BTreeMap<u64, Pending>,
    photos: BTreeMap<Digest, PhotoState>,
    /// Own changes that have come back, kept for a while.
    sent: BTreeMap<ChangeId, sent::Sent>,
    /// The last one of those that are asked after by turns.
    asked_last: Option<ChangeId>,
    /// Pages that lie in the store, by their names.
    kept: BTreeSet<KeptName>,
    epoch: kept::Epoch,
    /// Scopes that are being read anew; what is confirmed stays on screen until they are whole.
    refetched: BTreeMap<ScopeId, pull::Refetch>,
    /// Where scopes stood that were read anew in vain: once for each head, and then it is only told.
    in_vain: BTreeMap<ScopeId, Cursor>,
    /// Scopes never read before, of which parts have come.
    arriving: BTreeMap<ScopeId, snapshot::Arriving>,
}

/// How far a root's changes and photos have travelled.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Travel {
    /// Saves that the server has not confirmed.
    pub waiting: usize,
    /// Saves that the server keeps aside.
    pub aside: usize,
    /// Photos that the server has confirmed by their hash.
    pub photos_sent: usize,
    /// Photos that this device took for the root.
    pub photos: usize,
}

impl Notebook {
    /// An empty notebook of a person on a device.
    #[must_use]
    pub fn new(person: PersonId, device: DeviceId) -> Self {
        Self {
            person,
            device,
            confirmed: BTreeMap::new(),
            cursors: BTreeMap::new(),
            sums: BTreeMap::new(),
            pending: BTreeMap::new(),
            photos: BTreeMap::new(),
            sent: BTreeMap::new(),
            asked_last: None,
            kept: BTreeSet::new(),
            epoch: kept::Epoch::default(),
            refetched: BTreeMap::new(),
            in_vain: BTreeMap::new(),
            arriving: BTreeMap::new(),
        }
    }

    /// Whose it is.
    #[must_use]
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// On which device.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        self.device
    }

    /// Takes in rows as the store, or another tab, has them. `None` means that the row is gone.
    ///
    /// # Errors
    /// A row that cannot be read is left out and returned; the others are taken in all the same.
    pub fn absorb(&mut self, rows: impl IntoIterator<Item = Row>) -> Result<(), Vec<RowError>> {
        let mut wrong = Vec::new();
        for row in rows {
            if let Err(error) = self.absorb_row(row) {
                wrong.push(error);
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    fn absorb_row(&mut self, row: Row) -> Result<(), RowError> {
        match row.table {
            Table::Root => {
                let id: RecordId = row.key_as()?;
                let root: Option<Root> = row.value_as()?;
                self.set_root(id, root);
            }
            Table::Pending => {
                let seq: u64 = row.key_as()?;
                match row.value_as()? {
                    Some(pending) => drop(self.pending.insert(seq, pending)),
                    None => drop(self.pending.remove(&seq)),
                }
            }
            Table::Cursor => {
                let scope: ScopeId = row.key_as()?;
                match row.value_as()? {
                    Some(cursor) => drop(self.cursors.insert(scope, cursor)),
                    None => drop(self.cursors.remove(&scope)),
                }
            }
            Table::PhotoState => {
                let sha256: Digest = row.key_as()?;
                match row.value_as()? {
                    Some(photo) => drop(self.photos.insert(sha256, photo)),
                    None => drop(self.photos.remove(&sha256)),
                }
            }
            Table::Sent => {
                let id: ChangeId = row.key_as()?;
                match row.value_as()? {
                    Some(sent) => drop(self.sent.insert(id, sent)),
                    None => drop(self.sent.remove(&id)),
                }
            }
            Table::Epoch => {
                let epoch = row.value_as()?;
                self.absorb_epoch(epoch);
            }
            // Bytes of photos, pages and settings are the drivers' business.
            Table::Photo | Table::Kept | Table::Meta => {}
        }
        Ok(())
    }

    fn set_root(&mut self, id: RecordId, root: Option<Root>) {
        if let Some(old) = self.confirmed.remove(&id) {
            let sum = self.sums.entry(old.home.scope).or_default();
            *sum = sum.wrapping_sub(old.live_sum());
        }
        if let Some(root) = root {
            let sum = self.sums.entry(root.home.scope).or_default();
            *sum = sum.wrapping_add(root.live_sum());
            self.confirmed.insert(id, root);
        }
    }

    /// A root as this person sees it: what is confirmed, with their own changes on top.
    #[must_use]
    pub fn root(&self, id: RecordId) -> Option<Cow<'_, Root>> {
        let mut own = self.pending_of(id).filter(|(_, pending)| pending.is_drawn()).peekable();
        if own.peek().is_none() {
            return self.confirmed.get(&id).map(Cow::Borrowed);
        }
        let mut root = match self.confirmed.get(&id) {
            Some(root) => root.clone(),
            None => Root::new(id, &self.kind_of(id)?, self.home_of(id)?),
        };
        for (_, pending) in own {
            draw_own(&mut root, &pending.change);
        }
        Some(Cow::Owned(root))
    }

    /// The root as the server has confirmed it, without this person's own waiting changes.
    #[must_use]
    pub fn confirmed(&self, id: RecordId) -> Option<&Root> {
        self.confirmed.get(&id)
    }

    /// Every root of a kind, those included that only wait to be sent.
    #[must_use]
    pub fn roots(&self, kind: &str) -> BTreeSet<RecordId> {
        let confirmed = self.confirmed.values().filter(|root| root.kind == kind).map(|root| root.id);
        let created = self.pending.values().filter(|pending| pending.change.kind == kind && pending.is_drawn());
        gathered(confirmed.chain(created.map(|pending| pending.change.root)))
    }

    /// The transition that waits for the server's decision, if there is one.
    #[must_use]
    pub fn wish(&self, root: RecordId) -> Option<&Change> {
        self.pending_of(root)
            .map(|(_, pending)| pending)
            .filter(|pending| pending.waits())
            .map(|p| &p.change)
            .rfind(|c| c.act.is_some())
    }

    /// Everything that has not left the pending layer, in the order of saving.
    pub fn outbox(&self) -> impl DoubleEndedIterator<Item = (u64, &Pending)> {
        self.pending.iter().map(|(seq, pending)| (*seq, pending))
    }

    /// How many saves the server has not confirmed, those kept aside included until a person has decided.
    #[must_use]
    pub fn unsent(&self) -> usize {
        self.pending.values().filter(|pending| pending.is_unsent()).count()
    }

    /// How far a root has travelled.
    #[must_use]
    pub fn travel(&self, root: RecordId) -> Travel {
        let mut travel = Travel::default();
        for (_, pending) in self.pending_of(root) {
            match pending.status {
                Status::Aside(_) => travel.aside += 1,
                Status::Numbered { .. } | Status::Dropped { .. } => {}
                Status::Open | Status::Sealed => travel.waiting += 1,
            }
        }
        for photo in self.photos.values().filter(|photo| photo.root == root) {
            travel.photos += 1;
            travel.photos_sent += usize::from(photo.sent);
        }
        travel
    }

    /// The photos taken on this device, with their states.
    pub fn photos(&self) -> impl Iterator<Item = (Digest, &PhotoState)> {
        self.photos.iter().map(|(sha256, photo)| (*sha256, photo))
    }

    /// The scopes that this device has read, and how far.
    pub fn cursors(&self) -> impl Iterator<Item = (ScopeId, Cursor)> {
        self.cursors.iter().map(|(scope, cursor)| (*scope, *cursor))
    }

    fn pending_of(&self, root: RecordId) -> impl DoubleEndedIterator<Item = (u64, &Pending)> {
        self.outbox().filter(move |(_, pending)| pending.change.root == root)
    }

    fn kind_of(&self, id: RecordId) -> Option<String> {
        Some(self.pending_of(id).next()?.1.change.kind.clone())
    }

    fn home_of(&self, id: RecordId) -> Option<Home> {
        match self.confirmed.get(&id) {
            Some(root) => Some(root.home),
            None => self.pending_of(id).find_map(|(_, pending)| pending.change.home),
        }
    }

    /// The place after all others. Two tabs may save before they hear of each other: the low bits
    /// come from the fresh id, so that their rows have different keys and none covers the other.
    fn next_seq(&self, id: ChangeId) -> u64 {
        let (count, low) = (self.last_seq() >> 24, id.0.as_u128() & 0xff_ffff);
        (count + 1) << 24 | u64::try_from(low).expect("24 bits fit")
    }

    fn own_unnumbered(&self, root: RecordId) -> BTreeSet<ChangeId> {
        let unnumbered =
            self.pending_of(root).filter(|(_, pending)| pending.is_drawn() && pending.change.act.is_none());
        gathered(unnumbered.map(|(_, pending)| pending.change.id))
    }
}

/// On the author's device the own value stands first.
fn draw_own(root: &mut Root, change: &Change) {
    root.apply(change, &[]);
    for edit in &change.records {
        let Some(record) = root.records.get_mut(&edit.id) else { continue };
        for name in edit.fields.keys() {
            if let Some(field) = record.fields.get_mut(name) {
                field.shown = Some(change.id);
            }
        }
    }
}
