//! One round with the server, in the order of the design: changes up, pull until done, directory,
//! photos up, and the wishes that waited for their photos. Held by one tab at a time.

use super::desk::{DIRECTORY, Desk};
use crate::{
    api::{ApiError, Fresh, requests},
    browser::{
        clock,
        lock::{self, LockGuard},
    },
    photo,
    store::{Store, StoreError, Table, one},
};
use shared::{
    change::Change,
    digest::Digest,
    id::{RecordId, ScopeId},
    notebook::{Notebook, PhotoState, PushBody, Status},
    wire::Push,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

/// Why a round came to no good end. It is tried again in every case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RoundError {
    /// The line, or the server.
    Api(ApiError),
    /// This device's memory.
    Store(StoreError),
    /// The answer proves nothing, or does not fit; the code of what it is.
    Answer(&'static str),
}

impl From<ApiError> for RoundError {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}

impl From<StoreError> for RoundError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// What a round tells while it runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// So many of so many saves and photos are confirmed.
    Sent {
        /// Confirmed.
        done: usize,
        /// All.
        total: usize,
    },
    /// So many bytes of the present photo have left.
    Bytes(u64),
    /// The server's clock was read.
    ServerClock {
        /// What it said.
        at_ms: i64,
        /// How far the device's is behind it.
        behind_ms: i64,
    },
}

/// A round, and what is told about it.
pub struct Round<'a> {
    /// The notebook.
    pub desk: &'a Rc<Desk>,
    /// Hears how far it has come.
    pub progress: &'a Rc<dyn Fn(Progress)>,
    /// The roots whose form is open in this tab just now: no other tab holds their lock, we do.
    pub open_here: &'a dyn Fn() -> BTreeSet<RecordId>,
    /// Whether a photo waits for another network. Asked before each: the network may change between two.
    pub photo_waits: &'a dyn Fn(Digest) -> bool,
}

/// The name of the lock that a form holds on its root.
#[must_use]
pub fn form_lock(root: RecordId) -> String {
    format!("lantoa-form-{root}")
}

impl Round<'_> {
    /// Runs the round to its end.
    ///
    /// # Errors
    /// The first thing that made going on senseless; everything before it is kept.
    pub async fn run(&self) -> Result<(), RoundError> {
        let before = self.desk.put(crate::store::WriteBatch::default());
        self.desk.written(before).await?;
        self.desk.catch_up().await?;
        let total = self.waiting();
        self.push(total).await?;
        let pulled = self.pull().await;
        // Photos go up even when a scope cannot be read: they are somebody's work.
        if !matches!(pulled, Err(RoundError::Api(_) | RoundError::Store(_))) {
            let refused = self.photos(total).await?;
            if self.waiting() > 0 {
                self.push(total).await?;
                self.pull().await?;
            }
            refused?;
        }
        pulled
    }

    fn waiting(&self) -> usize {
        self.desk.read(|notebook| {
            // What waits for photos that wait for another network has no turn now either.
            let held = roots_of_held_photos(notebook, self.photo_waits);
            let has_turn = |change: &Change| change.act.is_none() || !held.contains(&change.root);
            let saves = notebook.outbox().filter(|(_, pending)| pending.waits() && has_turn(&pending.change)).count();
            let photos =
                notebook.photos().filter(|(sha256, photo)| !photo.sent && !(self.photo_waits)(*sha256)).count();
            saves + photos
        })
    }

    fn tell_sent(&self, total: usize) {
        let done = total.saturating_sub(self.waiting());
        (self.progress)(Progress::Sent { done, total });
    }

    /// The forms of roots with unsealed saves, taken by this tab so that no other types on what is
    /// sealed here. Those that another tab has open are left out: that tab seals them.
    async fn take_free_forms(&self) -> Result<BTreeMap<RecordId, LockGuard>, StoreError> {
        let here = (self.open_here)();
        let unsealed = self.desk.read(unsealed_roots);
        let mut taken = BTreeMap::new();
        for root in unsealed.into_iter().filter(|root| !here.contains(root)) {
            if let Some(guard) = lock::held_if_free(&form_lock(root)).await {
                taken.insert(root, guard);
            }
        }
        // Whoever had them open before may have written newer text than this tab has heard of.
        self.desk.read_unsealed_again(&taken.keys().copied().collect()).await?;
        Ok(taken)
    }

    async fn push(&self, total: usize) -> Result<(), RoundError> {
        loop {
            // Anew before every request: a form may have been opened while the last one was under way.
            let taken = self.take_free_forms().await?;
            let here = (self.open_here)();
            let (body, ticket) = self.desk.write(|notebook| {
                let next = notebook.next_push(&|root| !may_seal(root, &here, &taken));
                next.map_or_else(Default::default, |(body, batch)| (Some(body), batch))
            });
            let Some(body) = body else { return Ok(()) };
            // Nothing leaves the device before it is sealed on the medium.
            self.desk.written(ticket).await?;
            drop(taken);
            self.push_one(&body).await?;
            self.tell_sent(total);
        }
    }

    async fn push_one(&self, body: &PushBody) -> Result<(), RoundError> {
        let push: Push = serde_json::from_str(&body.text).expect("the notebook writes JSON");
        let reply = requests::push(self.desk.person(), &push).await?;
        let (outcome, ticket) = self.desk.write(|notebook| match notebook.pushed(body, &reply) {
            Ok(batch) => (Ok(()), batch),
            Err(_) => (Err(RoundError::Answer("receipt_mismatch")), Default::default()),
        });
        self.desk.written(ticket).await?;
        outcome
    }

    async fn pull(&self) -> Result<(), RoundError> {
        let mut begun_anew: BTreeSet<ScopeId> = BTreeSet::new();
        let mut outcome = Ok(());
        loop {
            let ask = self.desk.read(|notebook| notebook.pull());
            let sent_ms = clock::now_ms();
            let reply = requests::pull(self.desk.person(), &ask).await?;
            let middle_ms = i64::midpoint(sent_ms, clock::now_ms());
            let at_ms = reply.server_ms;
            (self.progress)(Progress::ServerClock { at_ms, behind_ms: at_ms - middle_ms });
            let ((mut again, wrong), ticket) = self.desk.write_confirmed(|notebook| {
                let (batch, more, wrong) = notebook.pulled(&ask, &reply);
                ((more, wrong), batch)
            });
            // A page and its cursor are on the medium before the next page is asked for.
            self.desk.written(ticket).await?;
            for error in wrong {
                // Once a round, and then it is reported: never a loop.
                if begun_anew.insert(error.scope()) {
                    self.desk.write(|notebook| (notebook.refetch(error.scope()), Default::default()));
                    again = true;
                } else {
                    outcome = Err(RoundError::Answer("scope_does_not_verify"));
                }
            }
            if !again || outcome.is_err() {
                self.directory(&reply.directory).await?;
                return outcome;
            }
        }
    }

    async fn directory(&self, version: &str) -> Result<(), RoundError> {
        let known = self.desk.store().get(Table::Meta, "directory_version").await?;
        if known.as_deref() == Some(version.as_bytes()) {
            return Ok(());
        }
        if let Fresh::New(text, _) = requests::directory(self.desk.person(), None).await? {
            let mut batch = one(Table::Meta, DIRECTORY, text.get().as_bytes().to_vec());
            batch.append(one(Table::Meta, "directory_version", version.as_bytes().to_vec()));
            self.desk.written(self.desk.put(batch)).await?;
            self.desk.tell(super::News::Directory);
        }
        Ok(())
    }

    /// Sends photos, smallest first. One that the server refuses is passed over and reported.
    async fn photos(&self, total: usize) -> Result<Result<(), RoundError>, RoundError> {
        let mut outcome = Ok(());
        let mut passed_over: BTreeSet<Digest> = BTreeSet::new();
        while let Some((sha256, _)) = self.next_photo(&passed_over) {
            let Some(bytes) = self.desk.store().get(Table::Photo, &sha256.to_string()).await? else {
                passed_over.insert(sha256);
                outcome = Err(RoundError::Answer("photo_bytes_missing"));
                continue;
            };
            let progress = Rc::clone(self.progress);
            let sent = Rc::new(move |bytes| progress(Progress::Bytes(bytes)));
            match requests::put_photo(self.desk.person(), sha256, photo::MIME, bytes, sent).await {
                Ok(receipt) => {
                    let written = self.desk.write(|notebook| ((), notebook.photo_sent(receipt)));
                    self.desk.written(written.1).await?;
                }
                Err(error) if error.is_permanent() => {
                    passed_over.insert(sha256);
                    outcome = Err(error.into());
                }
                Err(error) => return Err(error.into()),
            }
            self.tell_sent(total);
        }
        Ok(outcome)
    }

    fn next_photo(&self, passed_over: &BTreeSet<Digest>) -> Option<(Digest, PhotoState)> {
        self.desk.read(|notebook| {
            let has_turn = |sha256| !passed_over.contains(&sha256) && !(self.photo_waits)(sha256);
            let unsent = notebook.photos().filter(|(sha256, photo)| !photo.sent && has_turn(*sha256));
            unsent.min_by_key(|(_, photo)| photo.bytes).map(|(sha256, photo)| (sha256, *photo))
        })
    }
}

fn unsealed_roots(notebook: &Notebook) -> BTreeSet<RecordId> {
    let unsealed = notebook.outbox().filter(|(_, pending)| pending.status == Status::Open);
    unsealed.map(|(_, pending)| pending.change.root).collect()
}

fn roots_of_held_photos(notebook: &Notebook, photo_waits: &dyn Fn(Digest) -> bool) -> BTreeSet<RecordId> {
    let held = notebook.photos().filter(|(sha256, photo)| !photo.sent && photo_waits(*sha256));
    held.map(|(_, photo)| photo.root).collect()
}

/// Only whoever holds a root's form may seal what was saved in it; what is not known to be held
/// here is taken for held elsewhere.
fn may_seal<G>(root: RecordId, here: &BTreeSet<RecordId>, taken: &BTreeMap<RecordId, G>) -> bool {
    here.contains(&root) || taken.contains_key(&root)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn what_is_not_known_to_be_held_here_is_never_sealed_here() {
        let root = |n| RecordId(Uuid::from_u128(n));
        let (here, taken) = (BTreeSet::from([root(1)]), BTreeMap::from([(root(2), ())]));
        assert!(may_seal(root(1), &here, &taken) && may_seal(root(2), &here, &taken));
        // Opened elsewhere, or saved there, after the locks were asked for.
        assert!(!may_seal(root(3), &here, &taken));
    }
}
