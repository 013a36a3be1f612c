//! Drives one round with the server: what [`notebook::Round`] says is to be done is done here, with the
//! store, the locks and the line. Held by one tab at a time.

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
    digest::Digest,
    id::RecordId,
    notebook::{self, Effect, Event, Trouble},
    wire::{BlobReceipt, PartName, Push, SnapshotPart},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

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

/// Why a part cannot be read: the late file has not come, or the text is another.
struct NotRead;

impl From<SplitLoaderError> for NotRead {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// Stands in the late file: a device needs it once, with its first synchronisation.
#[wasm_split(late, fallible)]
fn part_read(text: String) -> Result<SnapshotPart, NotRead> {
    serde_json::from_str(&text).map_err(|_| NotRead)
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
        let mut round = notebook::Round::default();
        let mut refused = None;
        let mut effect = self.step(&mut round, Event::Begin).await?;
        loop {
            effect = match effect {
                Effect::TakeForms(roots) => {
                    // Given back once what was saved in them is sealed on the medium.
                    let taken = self.take_free_forms(roots).await?;
                    let here: BTreeSet<RecordId> =
                        (self.open_here)().into_iter().chain(taken.keys().copied()).collect();
                    self.step(&mut round, Event::Forms(&here)).await?
                }
                Effect::Push(body) => {
                    let push: Push = serde_json::from_str(&body.text).expect("the notebook writes JSON");
                    let reply = requests::push(self.desk.person(), &push).await?;
                    self.step(&mut round, Event::Pushed(&reply)).await?
                }
                Effect::Pull(ask) => {
                    let sent_ms = clock::now_ms();
                    let reply = requests::pull(self.desk.person(), &ask).await?;
                    let middle_ms = i64::midpoint(sent_ms, clock::now_ms());
                    let at_ms = reply.server_ms;
                    (self.progress)(Progress::ServerClock { at_ms, behind_ms: at_ms - middle_ms });
                    self.step(&mut round, Event::Pulled(&reply)).await?
                }
                Effect::Offer(name) => self.offer(&mut round, &name).await?,
                Effect::Part(name) => match self.part(name).await? {
                    Some(part) => self.step(&mut round, Event::Part(&part)).await?,
                    None => self.step(&mut round, Event::NoPart).await?,
                },
                Effect::Directory(version) => {
                    self.directory(&version).await?;
                    self.step(&mut round, Event::DirectoryKept).await?
                }
                Effect::SendPhoto(sha256) => match self.photo(sha256).await? {
                    Ok(receipt) => self.step(&mut round, Event::PhotoSent(receipt)).await?,
                    Err(error) => {
                        refused = Some(error);
                        self.step(&mut round, Event::PhotoRefused(sha256)).await?
                    }
                },
                Effect::End(None) => return Ok(()),
                Effect::End(Some(Trouble::Receipts)) => return Err(RoundError::Answer("receipt_mismatch")),
                Effect::End(Some(Trouble::Scope)) => return Err(RoundError::Answer("scope_does_not_verify")),
                Effect::End(Some(Trouble::Photos)) => {
                    return Err(refused.unwrap_or(RoundError::Answer("photo_receipt_mismatch")));
                }
            };
        }
    }

    /// One step; its rows are on the medium when it answers what is to be done.
    async fn step(&self, round: &mut notebook::Round, event: Event<'_>) -> Result<Effect, RoundError> {
        let (effect, ticket) = self.desk.write_confirmed(|notebook| round.step(notebook, event, self.photo_waits));
        self.desk.written(ticket).await?;
        let (done, total) = self.desk.read(|notebook| round.progress(notebook, self.photo_waits));
        (self.progress)(Progress::Sent { done, total });
        Ok(effect)
    }

    /// The forms of roots with unsealed saves, taken by this tab so that no other types on what is
    /// sealed here. Those that another tab has open are left out: that tab seals them.
    async fn take_free_forms(&self, roots: BTreeSet<RecordId>) -> Result<BTreeMap<RecordId, LockGuard>, StoreError> {
        let here = (self.open_here)();
        let mut taken = BTreeMap::new();
        for root in roots.into_iter().filter(|root| !here.contains(root)) {
            if let Some(guard) = lock::held_if_free(&form_lock(root)).await {
                taken.insert(root, guard);
            }
        }
        // Whoever had them open before may have written newer text than this tab has heard of.
        self.desk.read_unsealed_again(&taken.keys().copied().collect()).await?;
        Ok(taken)
    }

    /// Offers a page as it lies in the store. One whose seal the server does not know may be good again when the
    /// server has its key back.
    async fn offer(&self, round: &mut notebook::Round, name: &str) -> Result<Effect, RoundError> {
        let Some(page) = self.desk.store().get(Table::Kept, name).await? else {
            return self.step(round, Event::NotOffered).await;
        };
        match requests::offer(self.desk.person(), page).await {
            Ok(reply) => self.step(round, Event::Offered(&reply)).await,
            Err(error) if error.is_of_the_content() => self.step(round, Event::NotOffered).await,
            Err(error) if error.is_permanent() => self.step(round, Event::OfferRefused).await,
            Err(error) => Err(error.into()),
        }
    }

    /// A part of a snapshot; `None` if it is not there any more, or cannot be read.
    async fn part(&self, name: PartName) -> Result<Option<SnapshotPart>, RoundError> {
        match requests::snapshot_part(self.desk.person(), name).await {
            Ok(text) => Ok(part_read(Box::<str>::from(text).into_string()).await.ok()),
            Err(error) if error.is_permanent() => Ok(None),
            Err(error) => Err(error.into()),
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

    /// Sends a photo; answers inside why it cannot be sent as it is.
    async fn photo(&self, sha256: Digest) -> Result<Result<BlobReceipt, RoundError>, RoundError> {
        let bytes = match as_kept(sha256, self.desk.store().get(Table::Photo, &sha256.to_string()).await?) {
            Ok(bytes) => bytes,
            Err(error) => return Ok(Err(error)),
        };
        let progress = Rc::clone(self.progress);
        let sent = Rc::new(move |bytes| progress(Progress::Bytes(bytes)));
        match requests::send_photo(self.desk.person(), sha256, photo::MIME, bytes, sent).await {
            Ok(receipt) => Ok(Ok(receipt)),
            Err(error) if error.is_permanent() => Ok(Err(error.into())),
            Err(error) => Err(error.into()),
        }
    }
}

/// The bytes of a photo, if they are those that were kept: damaged ones no server takes, however often they go up.
fn as_kept(sha256: Digest, bytes: Option<Vec<u8>>) -> Result<Vec<u8>, RoundError> {
    match bytes {
        None => Err(RoundError::Answer("photo_bytes_missing")),
        Some(bytes) if Digest::of(&bytes) == sha256 => Ok(bytes),
        Some(_) => Err(RoundError::Answer("photo_damaged")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_that_was_damaged_on_the_device_does_not_go_up() {
        let sha256 = Digest::of(b"as it was taken");
        assert_eq!(as_kept(sha256, Some(b"as it was taken".to_vec())), Ok(b"as it was taken".to_vec()));
        assert_eq!(as_kept(sha256, Some(b"as it was takem".to_vec())), Err(RoundError::Answer("photo_damaged")));
        assert_eq!(as_kept(sha256, None), Err(RoundError::Answer("photo_bytes_missing")));
    }
}
