//! First reading: a scope as it stood at a number, in parts, in place of all entries up to there. The parts
//! are held beside what stands on the screen until all have come; then roots and cursor are one transaction.

use super::{Notebook, PullError, Table, WriteBatch};
use crate::{
    fold::{Packed, Root},
    id::RecordId,
    wire::{PartName, PullReply, Snapshot, SnapshotPart},
};
use std::collections::BTreeMap;

/// A snapshot of which some parts have come.
#[derive(Debug)]
pub(super) struct Arriving {
    snapshot: Snapshot,
    /// The part that comes next.
    part: u32,
    roots: BTreeMap<RecordId, Root>,
}

impl Notebook {
    /// Hears which scopes can be fetched as a whole. Of one that is on its way, the parts that have come count
    /// as long as it is the same.
    pub(super) fn hear_of_snapshots(&mut self, reply: &PullReply) {
        self.arriving.retain(|scope, _| reply.snapshots.contains_key(scope));
        for (scope, snapshot) in &reply.snapshots {
            if !reply.readable.contains(scope) || self.cursors.contains_key(scope) || self.refetched.contains_key(scope)
            {
                continue;
            }
            let is_same =
                |there: &Arriving| there.snapshot.to.is_at(&snapshot.to) && there.snapshot.parts == snapshot.parts;
            match self.arriving.get_mut(scope).filter(|there| is_same(there)) {
                // Sealed anew, perhaps in another epoch.
                Some(there) => there.snapshot = *snapshot,
                None => {
                    let fresh = Arriving { snapshot: *snapshot, part: 0, roots: BTreeMap::new() };
                    self.arriving.insert(*scope, fresh);
                }
            }
        }
    }

    /// The part to fetch next.
    pub(super) fn next_part(&self) -> Option<PartName> {
        let (scope, arriving) = self.arriving.first_key_value()?;
        Some(PartName { scope: *scope, n: arriving.snapshot.to.n, part: arriving.part })
    }

    /// No snapshot is fetched any more; the scopes are read entry by entry.
    pub(super) fn leave_snapshots(&mut self) {
        self.arriving.clear();
    }

    /// Takes in a part; with the last one the scope has been read.
    ///
    /// # Errors
    /// When it is not the one that was asked for, or the whole is not what the server says. Nothing is
    /// changed then.
    pub(super) fn take_part(&mut self, part: &SnapshotPart, batch: &mut WriteBatch) -> Result<(), PullError> {
        let scope = part.scope;
        if self.next_part() != Some(part.name()) || part.roots.iter().any(|Packed(root)| root.home.scope != scope) {
            return Err(PullError::Part(scope));
        }
        let Some(arriving) = self.arriving.get_mut(&scope) else { return Err(PullError::Part(scope)) };
        // What is awaited is the server's business: a device is told by stamps.
        let roots = part.roots.iter().map(|Packed(root)| Root { awaited: Vec::new(), ..root.clone() });
        arriving.roots.extend(roots.map(|root| (root.id, root)));
        arriving.part += 1;
        if arriving.part < arriving.snapshot.parts {
            return Ok(());
        }
        let sum = arriving.roots.values().fold(0_u64, |sum, root| sum.wrapping_add(root.live_sum()));
        if sum != arriving.snapshot.live {
            return Err(PullError::Sum(scope));
        }
        if let Some(Arriving { snapshot, roots, .. }) = self.arriving.remove(&scope) {
            self.swap_in(scope, roots, batch);
            self.cursors.insert(scope, snapshot.to);
            batch.put(Table::Cursor, scope, &snapshot.to);
        }
        Ok(())
    }
}
