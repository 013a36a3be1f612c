//! One round with the server as a machine without I/O: changes up, pull until nothing is left, the
//! directory, photos up, and the wishes that waited for their photos.
//!
//! Whoever drives it writes the rows that come with an effect first, and carries the effect out
//! once they are on the medium. A round that breaks off is dropped; the next one begins anew, and
//! everything that was answered until then stays.

use super::{Notebook, PullError, PushBody, Status, WriteBatch};
use crate::{
    digest::Digest,
    id::{RecordId, ScopeId},
    mutant::Mutant,
    order::gathered,
    wire::{BlobReceipt, OfferReply, PartName, Pull, PullReply, PushReply, SnapshotPart},
};
use std::collections::BTreeSet;

/// What has happened.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// The round begins; this tab has caught up with what others have read.
    Begin,
    /// The forms of these roots are held here, so nobody types on what is sealed now.
    Forms(&'a BTreeSet<RecordId>),
    /// The answer to a push.
    Pushed(&'a PushReply),
    /// The answer to a pull.
    Pulled(&'a PullReply),
    /// A part of a snapshot.
    Part(&'a SnapshotPart),
    /// The part is not there, or not any more: another snapshot has taken its place.
    NoPart,
    /// The directory that the server has is on the medium.
    DirectoryKept,
    /// The server has a photo, whole.
    PhotoSent(BlobReceipt),
    /// A photo cannot be sent as it is: its bytes are missing, or the server refuses them for good.
    PhotoRefused(Digest),
    /// The answer to an offer.
    Offered(&'a OfferReply),
    /// The page cannot be offered: it is not in the store, or no server will ever read it.
    NotOffered,
    /// The server does not take the page as things are, as when it has lost its key. It is offered again.
    OfferRefused,
}

/// What is to be done next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Take the forms of these roots, as far as no other tab has them open, and read again what other
    /// tabs have saved in them. Answer with [`Event::Forms`].
    TakeForms(BTreeSet<RecordId>),
    /// Send it; the forms that were taken may be given back.
    Push(PushBody),
    /// Ask for what came after.
    Pull(Pull),
    /// Fetch a part of a snapshot.
    Part(PartName),
    /// Fetch the directory if the device holds another version, and keep it.
    Directory(String),
    /// Offer a page that lies in the store under this key; its bytes are the request's body.
    Offer(String),
    /// Send the bytes of a photo.
    SendPhoto(Digest),
    /// The round is over.
    End(Option<Trouble>),
}

/// Why a round that came to its end has not done everything. It is tried again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// Receipts that are not those of what was sent.
    Receipts,
    /// A scope that does not verify, even read anew.
    Scope,
    /// Photos that were passed over.
    Photos,
}

/// A round, begun with [`Event::Begin`].
#[derive(Debug, Default)]
pub struct Round {
    /// Saves and photos that had their turn at the beginning.
    total: usize,
    sent: Option<PushBody>,
    asked: Option<Pull>,
    /// Scopes that were read anew in this round: once, and then it is reported, never a loop.
    begun_anew: BTreeSet<ScopeId>,
    passed_over: BTreeSet<Digest>,
    /// The directory's version, as the last pull told.
    directory: String,
    offering: Option<String>,
    /// Pages whose offer was not answered, or refused: once a round.
    not_offered: BTreeSet<String>,
    /// A snapshot was not what it should be: everything is read entry by entry.
    without_snapshots: bool,
    /// Numbers have moved since the last pull.
    has_offered: bool,
    /// How many changes were in doubt after the last pull.
    doubts: Option<usize>,
    /// After the photos, for the wishes that waited for them.
    is_second: bool,
    trouble: Option<Trouble>,
}

impl Round {
    /// Goes on by one step. `photo_waits` tells of photos that wait for another network.
    pub fn step(
        &mut self,
        notebook: &mut Notebook,
        event: Event<'_>,
        photo_waits: &dyn Fn(Digest) -> bool,
    ) -> (Effect, WriteBatch) {
        match event {
            Event::Begin => {
                notebook.offer_again();
                self.total = waiting(notebook, photo_waits);
                self.forms(notebook)
            }
            Event::Forms(here) => self.push(notebook, here),
            Event::Pushed(reply) => {
                let sent = self.sent.take().unwrap_or_default();
                match notebook.pushed(&sent, reply) {
                    Ok(mut batch) => {
                        let (effect, more) = self.forms(notebook);
                        batch.append(more);
                        (effect, batch)
                    }
                    // Asked again in the next round, not now: whatever answers so would do it again.
                    Err(_) => (Effect::End(Some(Trouble::Receipts)), WriteBatch::default()),
                }
            }
            Event::Pulled(reply) => self.pulled(notebook, reply),
            Event::Part(part) => {
                let mut batch = WriteBatch::default();
                if notebook.take_part(part, &mut batch).is_err() {
                    self.leave_snapshots(notebook);
                }
                (self.next_part(notebook), batch)
            }
            Event::NoPart => {
                self.leave_snapshots(notebook);
                (self.next_part(notebook), WriteBatch::default())
            }
            Event::Offered(reply) => {
                let mut batch = WriteBatch::default();
                let name = self.offering.take().unwrap_or_default();
                if notebook.offered(&name, reply, &mut batch) {
                    self.has_offered = true;
                } else {
                    // Asked again in the next round.
                    self.not_offered.insert(name);
                }
                (self.after_pull(notebook), batch)
            }
            Event::OfferRefused => {
                self.not_offered.extend(self.offering.take());
                (self.after_pull(notebook), WriteBatch::default())
            }
            Event::NotOffered => {
                let mut batch = WriteBatch::default();
                notebook.withdraw(&self.offering.take().unwrap_or_default(), &mut batch);
                (self.after_pull(notebook), batch)
            }
            Event::DirectoryKept if self.is_second => (self.end(), WriteBatch::default()),
            Event::DirectoryKept => self.next_photo(notebook, photo_waits),
            Event::PhotoSent(receipt) => {
                let mut batch = notebook.photo_sent(receipt);
                if batch.is_empty() {
                    // It is not the photo that was sent: this proves nothing.
                    self.pass_over(receipt.sha256);
                }
                let (effect, more) = self.next_photo(notebook, photo_waits);
                batch.append(more);
                (effect, batch)
            }
            Event::PhotoRefused(sha256) => {
                self.pass_over(sha256);
                self.next_photo(notebook, photo_waits)
            }
        }
    }

    /// How many saves and photos are confirmed, of how many that had their turn.
    #[must_use]
    pub fn progress(&self, notebook: &Notebook, photo_waits: &dyn Fn(Digest) -> bool) -> (usize, usize) {
        (self.total.saturating_sub(waiting(notebook, photo_waits)), self.total)
    }

    /// Anew before every request: a form may have been opened while the last one was under way.
    fn forms(&mut self, notebook: &mut Notebook) -> (Effect, WriteBatch) {
        let unsealed = notebook.outbox().filter(|(_, pending)| pending.status == Status::Open);
        let unsealed: BTreeSet<RecordId> = gathered(unsealed.map(|(_, pending)| pending.change.root));
        if unsealed.is_empty() || Mutant::HeldSealed.lives() {
            return self.push(notebook, &unsealed);
        }
        (Effect::TakeForms(unsealed), WriteBatch::default())
    }

    /// Only whoever holds a root's form may seal what was saved in it; what is not known to be held
    /// here is taken for held elsewhere.
    fn push(&mut self, notebook: &mut Notebook, here: &BTreeSet<RecordId>) -> (Effect, WriteBatch) {
        let (body, batch) = notebook.next_push(&|root| !here.contains(&root) && !Mutant::HeldSealed.lives());
        let Some(body) = body else { return (self.pull(notebook), batch) };
        self.sent = Some(body.clone());
        (Effect::Push(body), batch)
    }

    fn pull(&mut self, notebook: &Notebook) -> Effect {
        let mut ask = notebook.pull();
        ask.snapshots &= !self.without_snapshots;
        self.asked = Some(ask.clone());
        Effect::Pull(ask)
    }

    fn pulled(&mut self, notebook: &mut Notebook, reply: &PullReply) -> (Effect, WriteBatch) {
        let asked = self.asked.take().unwrap_or_default();
        let (batch, mut again, wrong) = notebook.pulled(&asked, reply);
        for error in wrong {
            if !matches!(error, PullError::SumAnew(_)) && self.begun_anew.insert(error.scope()) {
                notebook.refetch(error.scope());
                again = true;
            } else {
                self.trouble = Some(Trouble::Scope);
            }
        }
        // As long as they become fewer: whatever answers otherwise would do it again.
        let doubts = notebook.doubts();
        again |= doubts > 0 && self.doubts.replace(doubts).is_none_or(|before| doubts < before);
        if notebook.next_part().is_some() {
            return (self.next_part(notebook), batch);
        }
        if again && self.trouble != Some(Trouble::Scope) {
            return (self.pull(notebook), batch);
        }
        self.directory = reply.directory.clone();
        (self.after_pull(notebook), batch)
    }

    /// Parts until none is left, and then what came after them.
    fn next_part(&mut self, notebook: &Notebook) -> Effect {
        notebook.next_part().map_or_else(|| self.pull(notebook), Effect::Part)
    }

    fn leave_snapshots(&mut self, notebook: &mut Notebook) {
        self.without_snapshots = true;
        notebook.leave_snapshots();
    }

    /// Everything is read: what the server may have lost is offered, and what came of that is read too.
    fn after_pull(&mut self, notebook: &Notebook) -> Effect {
        if let Some(name) = notebook.next_offer(&self.not_offered) {
            self.offering = Some(name.clone());
            return Effect::Offer(name);
        }
        if std::mem::take(&mut self.has_offered) {
            return self.pull(notebook);
        }
        Effect::Directory(self.directory.clone())
    }

    /// Photos go up even when a scope cannot be read: they are somebody's work. The smallest first.
    fn next_photo(&mut self, notebook: &mut Notebook, photo_waits: &dyn Fn(Digest) -> bool) -> (Effect, WriteBatch) {
        let has_turn = |sha256: &Digest| !self.passed_over.contains(sha256) && !photo_waits(*sha256);
        let unsent = notebook.photos().filter(|(sha256, photo)| !photo.sent && has_turn(sha256));
        if let Some((sha256, _)) = unsent.min_by_key(|(_, photo)| photo.bytes) {
            return (Effect::SendPhoto(sha256), WriteBatch::default());
        }
        self.is_second = true;
        if waiting(notebook, photo_waits) > 0 { self.forms(notebook) } else { (self.end(), WriteBatch::default()) }
    }

    fn pass_over(&mut self, sha256: Digest) {
        self.passed_over.insert(sha256);
        self.trouble.get_or_insert(Trouble::Photos);
    }

    fn end(&self) -> Effect {
        Effect::End(self.trouble)
    }
}

/// Saves and photos that have their turn now: not those that wait for another network, nor the wishes
/// that wait for such photos.
fn waiting(notebook: &Notebook, photo_waits: &dyn Fn(Digest) -> bool) -> usize {
    let held = notebook.photos().filter(|(sha256, photo)| !photo.sent && photo_waits(*sha256));
    let held: BTreeSet<RecordId> = gathered(held.map(|(_, photo)| photo.root));
    let saves = notebook.outbox().filter(|(_, pending)| {
        pending.waits() && (pending.change.act.is_none() || !held.contains(&pending.change.root))
    });
    let photos = notebook.photos().filter(|(sha256, photo)| !photo.sent && !photo_waits(*sha256));
    saves.count() + photos.count()
}
