//! What was sent and has come back, kept for a while: should the server lose it, as when an older backup
//! is put back, the devices that wrote it bring it again.
//!
//! The doubt arises when the server no longer knows a device's cursor. It is on the medium together
//! with the new cursor, and goes away change by change as the server says what it knows.

use super::{Notebook, Pending, Status, Table, WriteBatch};
use crate::{
    change::Change,
    digest::Digest,
    id::{ChangeId, ScopeId},
    mutant::Mutant,
    order::gathered,
    verdict::Verdict,
    wire::PullReply,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// So long, by the server's clock, a device can bring back what the server has lost.
pub const KEPT_MS: i64 = 30 * 24 * 3_600_000;
/// So many are asked after in one pull.
const ASKED_MAX: usize = 500;

/// An own change that has its number and has come back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Sent {
    /// Exactly what was sent.
    text: String,
    /// Its place in the order of saving.
    seq: u64,
    /// The scope that numbered it.
    scope: ScopeId,
    /// When it came back, by the server's clock; 0 until that is known.
    #[serde(default)]
    at_ms: i64,
    /// The server may have lost it.
    #[serde(default)]
    is_doubted: bool,
    /// It did not come back in a page: its number stands where this device does not read.
    #[serde(default)]
    is_out_of_sight: bool,
}

impl Notebook {
    /// A change leaves the outbox: it has its number, and this device has read that far. If it did not
    /// come back by itself, the server is asked after it once more.
    pub(super) fn retire(&mut self, seq: u64, scope: ScopeId, came_back: bool, batch: &mut WriteBatch) {
        let Some(pending) = self.pending.remove(&seq) else { return };
        batch.delete_pending(seq);
        if Mutant::SentForgotten.lives() {
            return;
        }
        let is_doubted = !came_back;
        let sent = Sent { text: pending.text, seq, scope, at_ms: 0, is_doubted, is_out_of_sight: is_doubted };
        batch.put(Table::Sent, pending.change.id, &sent);
        self.sent.insert(pending.change.id, sent);
    }

    /// An own change whose number stands where this device does not read.
    pub(super) fn sent_out_of_sight(&self, id: ChangeId) -> Option<Change> {
        self.sent.get(&id).filter(|sent| sent.is_out_of_sight).and_then(Sent::change)
    }

    /// The server does not know how far this device has read, so it may have lost anything.
    pub(super) fn doubt(&mut self, batch: &mut WriteBatch) {
        for (id, sent) in &mut self.sent {
            sent.is_doubted = true;
            batch.put(Table::Sent, id, sent);
        }
        self.doubt_photos(batch);
        // What has a number and has not come back is simply sent again: if it is known, that is the answer.
        for (seq, pending) in &mut self.pending {
            if matches!(pending.status, Status::Numbered { .. }) {
                pending.status = Status::Sealed;
                batch.put_pending(*seq, pending);
            }
        }
    }

    /// A photo may be lost though the change that names it is not; sent again, it is kept once.
    pub(super) fn doubt_photos(&mut self, batch: &mut WriteBatch) {
        for (sha256, photo) in &mut self.photos {
            photo.sent = false;
            batch.put(Table::PhotoState, sha256, photo);
        }
    }

    /// The changes that are asked after in the next pull: what is doubted, and then those in a scope that this
    /// device does not read, since there no cursor would tell; of many, each has its turn.
    pub(super) fn doubted(&self) -> BTreeSet<ChangeId> {
        let doubted = self.sent.iter().filter(|(_, sent)| sent.is_doubted);
        let is_after = |id: &ChangeId| self.asked_last.is_some_and(|last| *id > last);
        let unseen = self.sent.iter().filter(|(_, sent)| !sent.is_doubted && self.is_unread(sent));
        let (after, before): (Vec<_>, Vec<_>) = unseen.partition(|(id, _)| is_after(id));
        gathered(doubted.chain(after).chain(before).map(|(id, _)| *id).take(ASKED_MAX))
    }

    fn is_unread(&self, sent: &Sent) -> bool {
        !self.cursors.contains_key(&sent.scope)
    }

    /// How many changes the server may have lost.
    pub(super) fn doubts(&self) -> usize {
        self.sent.values().filter(|sent| sent.is_doubted).count()
    }

    /// Whether there is something that the server may have lost and that a round would ask after.
    #[must_use]
    pub fn has_doubts(&self) -> bool {
        self.doubts() > 0 || self.epoch.is_open()
    }

    /// Hears what the server knows of what is doubted: the rest is sent again, in its old place.
    pub(super) fn hear_of_sent(&mut self, asked: &BTreeSet<ChangeId>, reply: &PullReply, batch: &mut WriteBatch) {
        for id in asked.iter().copied() {
            let Some(sent) = self.sent.get_mut(&id) else { continue };
            let was_doubted = std::mem::replace(&mut sent.is_doubted, false);
            let digest = Digest::of(sent.text.as_bytes());
            let receipt = reply.verdicts.get(&id).filter(|receipt| receipt.digest == digest);
            let is_numbered = receipt.is_some_and(|receipt| matches!(receipt.verdict, Verdict::Numbered { .. }));
            let is_numbered = is_numbered || (receipt.is_some() && Mutant::AsideUntold.lives());
            match sent.pending().filter(|_| !is_numbered) {
                Some(pending) => {
                    let seq = sent.seq;
                    self.sent.remove(&id);
                    batch.delete(Table::Sent, id);
                    batch.put_pending(seq, &pending);
                    self.pending.insert(seq, pending);
                    // It had a number once and is kept aside by now: its author must know.
                    if let Some(receipt) = receipt {
                        self.judge(seq, &receipt.verdict, batch);
                    }
                }
                None if was_doubted => batch.put(Table::Sent, id, sent),
                None => self.asked_last = Some(id),
            }
        }
        self.forget_old(reply.server_ms, batch);
    }

    fn forget_old(&mut self, server_ms: i64, batch: &mut WriteBatch) {
        for (id, sent) in self.sent.iter_mut().filter(|(_, sent)| sent.at_ms == 0) {
            sent.at_ms = server_ms;
            batch.put(Table::Sent, id, sent);
        }
        // Of a scope that is read there are pages still, until a backup covers them; of another nothing but this.
        let is_old = |sent: &Sent| {
            !sent.is_doubted
                && (!self.is_unread(sent) || Mutant::UnseenForgotten.lives())
                && server_ms - sent.at_ms > KEPT_MS
        };
        let old: Vec<ChangeId> = self.sent.iter().filter(|(_, sent)| is_old(sent)).map(|(id, _)| *id).collect();
        for id in old {
            self.sent.remove(&id);
            batch.delete(Table::Sent, id);
        }
    }

    /// The last place that was given, also to what has left the outbox since.
    pub(super) fn last_seq(&self) -> u64 {
        let pending = self.pending.last_key_value().map_or(0, |(seq, _)| *seq);
        self.sent.values().fold(pending, |last, sent| last.max(sent.seq))
    }
}

impl Sent {
    fn change(&self) -> Option<Change> {
        serde_json::from_str(&self.text).ok()
    }

    fn pending(&self) -> Option<Pending> {
        Some(Pending { text: self.text.clone(), change: self.change()?, status: Status::Sealed })
    }
}
