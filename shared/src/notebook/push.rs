//! Sending: what goes into the next request, and what its receipts mean.

use super::{Notebook, Status, WriteBatch};
use crate::{
    id::{ChangeId, RecordId},
    order::gathered,
    verdict::{Verdict, Why},
    wire::{PUSH_BYTES_MAX, PUSH_CHANGES_MAX, PushReply},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// The body of a push, ready to send, and the changes in it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PushBody {
    /// JSON.
    pub text: String,
    /// The changes in it, in order.
    pub ids: Vec<ChangeId>,
}

/// Why an answer to a push proves nothing. The request is then *unknown*, never failed: it is sent again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PushError {
    /// The receipts are not those of the changes that were sent.
    NotTheseChanges,
    /// A receipt was given on other bytes than were sent.
    OtherContent,
}

impl fmt::Display for PushError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotTheseChanges => "the receipts are not those of the changes that were sent",
            Self::OtherContent => "a receipt was given on other bytes than were sent",
        })
    }
}

/// Room for the frame around the changes.
const FRAME_BYTES: usize = 64;

impl Notebook {
    /// The next changes to send, in the order of saving, and the rows that seal them; those are
    /// written before the request leaves. `held` names roots whose form is open in another tab and
    /// which are therefore not sealed from here. `None` when nothing can be sent; what is too large for
    /// any request is noted in the rows all the same.
    pub fn next_push(&mut self, held: &dyn Fn(RecordId) -> bool) -> (Option<PushBody>, WriteBatch) {
        let mut batch = WriteBatch::default();
        let mut ids = Vec::new();
        let mut text = String::from("{\"changes\":[");
        // The server refuses to hand in what names a photo that it does not have: a wish follows
        // its photos, and does not hold up what comes after it.
        let photos_first: BTreeSet<RecordId> =
            gathered(self.photos.values().filter(|photo| !photo.sent).map(|photo| photo.root));
        for (seq, pending) in &mut self.pending {
            if !pending.waits() || (pending.status == Status::Open && held(pending.change.root)) {
                continue;
            }
            if pending.change.act.is_some() && photos_first.contains(&pending.change.root) {
                continue;
            }
            if pending.text.len() + FRAME_BYTES > PUSH_BYTES_MAX {
                // No request could carry it; it must not stand in the way of the others.
                pending.status = Status::Aside(Why::TooLarge);
                batch.put_pending(*seq, pending);
                continue;
            }
            let full = text.len() + pending.text.len() + FRAME_BYTES > PUSH_BYTES_MAX;
            if ids.len() == PUSH_CHANGES_MAX || (full && !ids.is_empty()) {
                break;
            }
            if pending.status == Status::Open {
                pending.status = Status::Sealed;
                batch.put_pending(*seq, pending);
            }
            if !ids.is_empty() {
                text.push(',');
            }
            text.push_str(&pending.text);
            ids.push(pending.change.id);
        }
        text.push_str("]}");
        ((!ids.is_empty()).then_some(PushBody { text, ids }), batch)
    }

    /// Takes in the receipts of a push.
    ///
    /// # Errors
    /// The answer does not repeat what was sent; nothing is changed then, and it is sent again.
    pub fn pushed(&mut self, sent: &PushBody, reply: &PushReply) -> Result<WriteBatch, PushError> {
        let answered: Vec<_> = reply.receipts.iter().filter_map(|receipt| receipt.id).collect();
        if answered != sent.ids {
            return Err(PushError::NotTheseChanges);
        }
        let seqs: BTreeMap<ChangeId, u64> =
            gathered(self.pending.iter().map(|(seq, pending)| (pending.change.id, *seq)));
        for receipt in &reply.receipts {
            let pending = receipt.id.and_then(|id| seqs.get(&id)).and_then(|seq| self.pending.get(seq));
            if pending.is_some_and(|pending| pending.digest() != receipt.receipt.digest) {
                return Err(PushError::OtherContent);
            }
        }
        let mut batch = WriteBatch::default();
        for receipt in &reply.receipts {
            let Some(seq) = receipt.id.and_then(|id| seqs.get(&id)) else { continue };
            self.judge(*seq, &receipt.receipt.verdict, &mut batch);
        }
        // Wanted photos that this device holds and thought sent are sent again.
        for (sha256, photo) in &mut self.photos {
            if photo.sent && reply.wanted.contains(sha256) {
                photo.sent = false;
                batch.put(super::Table::PhotoState, sha256, photo);
            }
        }
        Ok(batch)
    }

    pub(super) fn judge(&mut self, seq: u64, verdict: &Verdict, batch: &mut WriteBatch) {
        let Some(pending) = self.pending.get_mut(&seq) else { return };
        let status = match verdict {
            Verdict::Numbered { scope, n } => Status::Numbered { scope: *scope, n: *n },
            Verdict::Quarantined(Why::Dropped { by, reason }) => Status::Dropped { by: *by, reason: reason.clone() },
            Verdict::Quarantined(why) => Status::Aside(why.clone()),
        };
        if pending.status != status {
            pending.status = status;
            batch.put_pending(seq, pending);
        }
        self.drop_if_passed(seq, batch);
    }

    /// A numbered change leaves the pending layer when the cursor has passed its number.
    pub(super) fn drop_if_passed(&mut self, seq: u64, batch: &mut WriteBatch) {
        let Some(pending) = self.pending.get(&seq) else { return };
        let Status::Numbered { scope, n } = pending.status else { return };
        if self.cursors.get(&scope).is_some_and(|cursor| cursor.n >= n) {
            self.retire(seq, scope, false, batch);
        }
    }
}
