//! Reading: pages of numbered entries become roots, and a page and its cursor one transaction.

use super::{Notebook, Pending, Status, Table, WriteBatch};
use crate::{
    change::Change,
    digest::Digest,
    fold::Root,
    id::{ChangeId, RecordId, ScopeId},
    mutant::Mutant,
    order::gathered,
    rules::Head,
    wire::{Cursor, Page, Pull, PullReply},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// Why a page is not taken in. Nothing is changed then.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PullError {
    /// The page does not follow the cursor, or a number is missing in it.
    NotDense(ScopeId),
    /// The chain does not verify: history was changed, or this device holds another.
    Chain(ScopeId),
    /// An entry is no change.
    Entry(ScopeId, u64),
    /// It is not the part of a snapshot that was asked for.
    Part(ScopeId),
    /// Everything was read, and yet the live versions are not those of the server.
    Sum(ScopeId),
    /// So it is even when it is read anew, up to the same head.
    SumAnew(ScopeId),
}

impl PullError {
    /// The scope to read anew.
    #[must_use]
    pub fn scope(&self) -> ScopeId {
        match self {
            Self::NotDense(scope)
            | Self::Chain(scope)
            | Self::Entry(scope, _)
            | Self::Part(scope)
            | Self::Sum(scope)
            | Self::SumAnew(scope) => *scope,
        }
    }
}

impl fmt::Display for PullError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotDense(scope) => write!(f, "scope {scope}: a number is missing"),
            Self::Chain(scope) => write!(f, "scope {scope}: the chain does not verify"),
            Self::Entry(scope, n) => write!(f, "scope {scope}: entry {n} cannot be read"),
            Self::Part(scope) => write!(f, "scope {scope}: not the part of a snapshot that was asked for"),
            Self::Sum(scope) => write!(f, "scope {scope}: the live versions differ from the server's"),
            Self::SumAnew(scope) => write!(f, "scope {scope}: the live versions differ even when it is read anew"),
        }
    }
}

/// A scope that is read anew, beside what stands on the screen.
#[derive(Debug, Default)]
pub(super) struct Refetch {
    cursor: Cursor,
    roots: BTreeMap<RecordId, Root>,
}

impl Notebook {
    /// What to ask for. Scopes never read before are found by the server.
    #[must_use]
    pub fn pull(&self) -> Pull {
        let mut scopes = self.cursors.clone();
        scopes.extend(self.refetched.iter().map(|(scope, refetch)| (*scope, refetch.cursor)));
        let mut ask: BTreeSet<ChangeId> = gathered(self.pending.values().filter_map(Pending::asked_as));
        ask.extend(self.doubted());
        let (given_up, past, photos) = (self.given_up(), self.past(), self.last_photos());
        Pull { scopes, ask, given_up, past, photos, unsent: self.unsent() as u64, snapshots: true }
    }

    /// Begins to read a scope anew; what is confirmed stays on screen until the new state is whole.
    pub fn refetch(&mut self, scope: ScopeId) {
        self.refetched.insert(scope, Refetch::default());
    }

    /// Takes in what came after. Returns the rows to write in one transaction and whether more waits.
    ///
    /// # Errors
    /// The pages that do not fit; all others are taken in and stand in the batch.
    pub fn pulled(&mut self, asked: &Pull, reply: &PullReply) -> (WriteBatch, bool, Vec<PullError>) {
        let mut batch = WriteBatch::default();
        let mut wrong = Vec::new();
        // First: what was kept in another epoch, or can no longer be read, may be what the server has lost.
        let mut more = self.hear_of_epoch(asked, reply, &mut batch);
        // A page of what the same reply says is not readable is given up in the same breath.
        for page in reply.scopes.iter().filter(|page| reply.readable.contains(&page.scope)) {
            match self.take_page(page, reply.server_ms, &mut batch) {
                Ok(()) => more |= page.to.n < page.head,
                Err(error) => wrong.push(error),
            }
        }
        self.hear_of_snapshots(reply);
        self.send_lost_again(reply, &mut batch);
        if !asked.photos.is_disjoint(&reply.photos_missing) {
            self.doubt_photos(&mut batch);
        }
        // Before scopes are given up: what has its number out of sight waits for nothing.
        self.hear_verdicts(asked, reply, &mut batch);
        self.give_up(&reply.readable, &mut batch);
        self.forget_unreadable(reply, &mut batch);
        self.hear_of_sent(&asked.ask, reply, &mut batch);
        self.read_back(reply, &mut batch);
        (batch, more, wrong)
    }

    fn take_page(&mut self, page: &Page, server_ms: i64, batch: &mut WriteBatch) -> Result<(), PullError> {
        let scope = page.scope;
        let anew = self.refetched.get(&scope).map(|refetch| refetch.cursor);
        let cursor = anew.or_else(|| self.cursors.get(&scope).copied()).unwrap_or_default();
        if page.from == 0 && cursor.n > 0 && anew.is_none() {
            // The server does not know our cursor: read anew, beside what stands on the screen.
            self.refetch(scope);
            return self.take_page(page, server_ms, batch);
        }
        let entries = verified(page, cursor)?;
        let ids: BTreeSet<ChangeId> = gathered(entries.iter().map(|(change, _)| change.id));
        match self.refetched.remove(&scope) {
            None => self.apply_page(page, &entries, batch)?,
            Some(mut refetch) => {
                apply_entries(&mut refetch.roots, page, &entries);
                refetch.cursor = page.to;
                if page.to.n < page.head {
                    self.refetched.insert(scope, refetch);
                    self.keep(page, cursor, server_ms, batch);
                    return Ok(());
                }
                let sum = refetch.roots.values().fold(0_u64, |sum, root| sum.wrapping_add(root.live_sum()));
                if sum != page.live && !Mutant::SumAnewIgnored.lives() {
                    // What stands on the screen stays there.
                    self.in_vain.insert(scope, page.to);
                    return Err(PullError::SumAnew(scope));
                }
                self.swap_in(scope, refetch.roots, batch);
            }
        }
        self.keep(page, cursor, server_ms, batch);
        self.cursors.insert(scope, page.to);
        batch.put(Table::Cursor, scope, &page.to);
        // A change leaves the pending layer when its id comes back or the cursor passes its receipt.
        let seqs: Vec<u64> = self.pending.keys().copied().collect();
        for seq in seqs {
            let Some(pending) = self.pending.get_mut(&seq) else { continue };
            let is_missing = |at: &Status| matches!(at, Status::Numbered { scope, n } if *scope == page.scope && *n > page.from && *n <= page.to.n);
            if ids.contains(&pending.change.id) {
                self.retire(seq, page.scope, true, batch);
            } else if is_missing(&pending.status) {
                // Another change has its number: the server has lost it, and gets it again.
                pending.status = Status::Sealed;
                batch.put_pending(seq, pending);
            } else {
                self.drop_if_passed(seq, batch);
            }
        }
        Ok(())
    }

    fn apply_page(&mut self, page: &Page, entries: &[Decoded<'_>], batch: &mut WriteBatch) -> Result<(), PullError> {
        let mut touched: BTreeMap<RecordId, Root> = BTreeMap::new();
        for (change, _) in entries {
            if let Some(root) = self.confirmed.get(&change.root) {
                touched.entry(change.root).or_insert_with(|| root.clone());
            }
        }
        apply_entries(&mut touched, page, entries);
        if page.to.n == page.head {
            let sum = |roots: &mut dyn Iterator<Item = &Root>| {
                roots.fold(0_u64, |sum, root| sum.wrapping_add(root.live_sum()))
            };
            let before = sum(&mut touched.keys().filter_map(|id| self.confirmed.get(id)));
            let after = sum(&mut touched.values());
            let now = self.sums.get(&page.scope).copied().unwrap_or_default();
            if now.wrapping_sub(before).wrapping_add(after) != page.live {
                let in_vain = self.in_vain.get(&page.scope).is_some_and(|head| head.is_at(&page.to));
                return Err(if in_vain { PullError::SumAnew(page.scope) } else { PullError::Sum(page.scope) });
            }
        }
        for (id, root) in touched {
            batch.put(Table::Root, id, &root);
            self.set_root(id, Some(root));
        }
        Ok(())
    }

    /// Puts the roots of a scope that was read anew, or as a whole, in the place of those that stand there.
    pub(super) fn swap_in(&mut self, scope: ScopeId, roots: BTreeMap<RecordId, Root>, batch: &mut WriteBatch) {
        self.doubt(batch);
        for id in self.roots_in(scope) {
            if !roots.contains_key(&id) {
                self.set_root(id, None);
                batch.delete(Table::Root, id);
            }
        }
        for (id, root) in roots {
            batch.put(Table::Root, id, &root);
            self.set_root(id, Some(root));
        }
    }

    /// What has a number beyond the end of its scope is no longer there: the server has lost it.
    fn send_lost_again(&mut self, reply: &PullReply, batch: &mut WriteBatch) {
        for (seq, pending) in &mut self.pending {
            let Status::Numbered { scope, n } = pending.status else { continue };
            let stands = self.cursors.get(&scope).map_or(0, |cursor| cursor.n);
            // A scope without a page has no news; one whose page is not its last is still being read.
            let is_read = reply.scopes.iter().all(|page| page.scope != scope || page.to.n == page.head);
            if reply.readable.contains(&scope) && is_read && !self.refetched.contains_key(&scope) && stands < n {
                pending.status = Status::Sealed;
                batch.put_pending(*seq, pending);
            }
        }
    }

    /// Scopes that the person may no longer read leave the device; own unsent changes stay.
    fn give_up(&mut self, readable: &BTreeSet<ScopeId>, batch: &mut WriteBatch) {
        let gone: Vec<ScopeId> = self.cursors.keys().filter(|scope| !readable.contains(scope)).copied().collect();
        for scope in gone {
            if let Some(cursor) = self.cursors.remove(&scope) {
                self.note_given_up(scope, cursor, batch);
            }
            self.refetched.remove(&scope);
            batch.delete(Table::Cursor, scope);
            for id in self.roots_in(scope) {
                self.set_root(id, None);
                batch.delete(Table::Root, id);
            }
        }
        // What has a number where its author cannot read will never come back, so nothing waits for it:
        // the scope is gone, or a manager elsewhere adopted what was written there without a right.
        let out_of_sight =
            |status: &Status| matches!(status, Status::Numbered { scope, .. } if !readable.contains(scope));
        let scope_of = |(seq, pending): (&u64, &Pending)| match pending.status {
            Status::Numbered { scope, .. } if out_of_sight(&pending.status) => Some((*seq, scope)),
            _ => None,
        };
        let gone: Vec<(u64, ScopeId)> = self.pending.iter().filter_map(scope_of).collect();
        for (seq, scope) in gone.into_iter().filter(|_| !Mutant::GoneScopeWaits.lives()) {
            self.retire(seq, scope, false, batch);
        }
    }

    fn hear_verdicts(&mut self, asked: &Pull, reply: &PullReply, batch: &mut WriteBatch) {
        let asking = |(seq, pending): (&u64, &Pending)| Some((*seq, pending.asked_as()?, pending.digest()));
        let asking: Vec<_> =
            self.pending.iter().filter_map(asking).filter(|(_, id, _)| asked.ask.contains(id)).collect();
        for (seq, id, digest) in asking {
            match reply.verdicts.get(&id) {
                Some(receipt) if receipt.digest == digest => self.judge(seq, &receipt.verdict, batch),
                // The verdict is on another content under the same id: ours is kept aside.
                Some(_) => {}
                // The server no longer knows it, as after a restore: send it again.
                None => {
                    if let Some(pending) = self.pending.get_mut(&seq) {
                        pending.status = Status::Sealed;
                        batch.put_pending(seq, pending);
                    }
                }
            }
        }
    }

    fn roots_in(&self, scope: ScopeId) -> Vec<RecordId> {
        self.confirmed.values().filter(|root| root.home.scope == scope).map(|root| root.id).collect()
    }
}

/// An entry's change, and what is stamped on it.
type Decoded<'a> = (Change, &'a [crate::fold::Late]);

/// The page's changes, once numbers and chain have been found in order.
fn verified(page: &Page, cursor: Cursor) -> Result<Vec<Decoded<'_>>, PullError> {
    if page.from != cursor.n {
        return Err(PullError::NotDense(page.scope));
    }
    let mut head = Head { n: cursor.n, chain: cursor.chain, live: 0 };
    let mut entries = Vec::with_capacity(page.entries.len());
    for entry in &page.entries {
        if entry.n != head.n + 1 {
            return Err(PullError::NotDense(page.scope));
        }
        let text = entry.change.get();
        head = head.next(Digest::of(text.as_bytes()), &entry.late);
        let change = serde_json::from_str(text).map_err(|_| PullError::Entry(page.scope, entry.n))?;
        entries.push((change, entry.late.as_slice()));
    }
    if head.n != page.to.n {
        return Err(PullError::NotDense(page.scope));
    }
    if head.chain == page.to.chain { Ok(entries) } else { Err(PullError::Chain(page.scope)) }
}

fn apply_entries(roots: &mut BTreeMap<RecordId, Root>, page: &Page, entries: &[Decoded<'_>]) {
    for (change, late) in entries {
        let root = roots.entry(change.root).or_insert_with(|| {
            // Without a home of its own the change would not have been numbered here.
            let unit = change.home.map_or(crate::id::UnitId(page.scope.0), |home| home.unit);
            Root::new(change.root, &change.kind, crate::change::Home { scope: page.scope, unit })
        });
        root.apply(change, late);
    }
}
