//! A tablet without a browser: the app's own notebook and round, over rows in memory and a plain client.
//!
//! Its person saves, and is told; what they were told is in the ledger, outside of the protocol. A round
//! that is dropped where it waits is a tablet whose line broke; [`Tablet::restart`] is a flat battery.

mod held;
mod ledger;
mod line;

pub use held::{Held, Standing};
pub use ledger::{Archive, Ledger, Saved, photos_missing};
pub use line::{Ears, Line, LineError};

use crate::{
    device::PASSWORD,
    made_up,
    photo::{SMALL_HEIGHT, SMALL_WIDTH},
    until::{PATIENCE, within},
};
use serde_json::value::RawValue;
use shared::{
    attachment,
    change::{Home, State},
    digest::Digest,
    id::{ChangeId, DeviceId, RecordId},
    notebook::{Edit, Effect, Event, Form, Fresh, Notebook, Round, Row, Table, Trouble, WriteBatch},
    report,
    value::Value,
    wire::{DeviceName, Directory, OfferReply, PartName, SignIn, SignedIn},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    time::{SystemTime, UNIX_EPOCH},
};
use uuid::Uuid;

/// Why a round came to no good end. It is tried again in every case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoundError {
    /// The line, or the server.
    Line(LineError),
    /// The answers prove nothing, or do not fit.
    Trouble(Trouble),
}

impl fmt::Display for RoundError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(error) => error.fmt(f),
            Self::Trouble(trouble) => write!(f, "{trouble:?}"),
        }
    }
}

impl From<LineError> for RoundError {
    fn from(error: LineError) -> Self {
        Self::Line(error)
    }
}

/// A tablet in somebody's hands.
#[derive(Debug)]
pub struct Tablet {
    /// Who holds it.
    pub person: SignedIn,
    /// The line to the server.
    pub line: Line,
    /// What the person was told.
    pub ledger: Ledger,
    notebook: Notebook,
    /// The medium. A batch is written whole or not at all.
    rows: BTreeMap<(Table, String), Vec<u8>>,
    form: Option<Form>,
}

impl Tablet {
    /// A new tablet, signed in as somebody of the demonstration.
    ///
    /// # Errors
    /// The line's.
    pub async fn sign_in(origin: &str, login: &str) -> Result<Self, LineError> {
        let mut line = Line::to(origin);
        let person = line.sign_in(&wish(login, DeviceId(Uuid::now_v7()))).await?;
        Ok(Self::signed_in(line, person))
    }

    /// A new tablet on a line on which its person is signed in.
    #[must_use]
    pub fn signed_in(line: Line, person: SignedIn) -> Self {
        let notebook = Notebook::new(person.person, person.device);
        Self { person, line, ledger: Ledger::default(), notebook, rows: BTreeMap::new(), form: None }
    }

    /// How many roots stand on its medium.
    #[must_use]
    pub fn roots(&self) -> usize {
        self.rows.keys().filter(|(table, _)| *table == Table::Root).count()
    }

    /// How many pages of entries it keeps to bring back; none of what it has read in snapshots.
    #[must_use]
    pub fn pages(&self) -> usize {
        self.rows.keys().filter(|(table, _)| *table == Table::Kept).count()
    }

    /// Signs in again, as after the server has ended the session.
    ///
    /// # Errors
    /// The line's.
    pub async fn sign_in_again(&mut self, login: &str) -> Result<(), LineError> {
        self.person = self.line.sign_in(&wish(login, self.person.device)).await?;
        Ok(())
    }

    /// What it knows.
    #[must_use]
    pub fn notebook(&self) -> &Notebook {
        &self.notebook
    }

    /// Everything that it holds as confirmed.
    #[must_use]
    pub fn held(&self) -> Held {
        Held::of(&self.rows)
    }

    /// How many saves and photos the server has not answered for.
    #[must_use]
    pub fn waiting(&self) -> usize {
        let saves = self.notebook.outbox().filter(|(_, pending)| pending.waits());
        saves.count() + self.notebook.photos().filter(|(_, photo)| !photo.sent).count()
    }

    /// The battery was flat: everything begins anew from what is on the medium.
    ///
    /// # Panics
    /// If a row cannot be read.
    pub fn restart(&mut self) {
        let row = |((table, key), bytes): (&(Table, String), &Vec<u8>)| {
            let (table, key, value) = (*table, key.clone(), Some(bytes.clone()));
            Row { table, key, value }
        };
        self.form = None;
        self.notebook = Notebook::new(self.person.person, self.person.device);
        self.notebook.absorb(self.rows.iter().map(row)).expect("the medium gives back what was written");
        let kept = self.rows.keys().filter(|(table, _)| *table == Table::Kept).map(|(_, name)| name.as_str());
        self.notebook.know_kept(kept).expect("the medium gives back what was written");
    }

    /// Writes a new made-up report of 22 fields with these photos, and answers its root.
    pub fn report(&mut self, number: usize, photos: Vec<Vec<u8>>) -> RecordId {
        let root = RecordId(Uuid::now_v7());
        self.save(root, made_up::edits(root, number), photos);
        root
    }

    /// Writes over one field of a report, in the form that is open on it or in a new one.
    pub fn write(&mut self, root: RecordId, field: &str, value: impl Into<Value>) -> ChangeId {
        let edit = Edit { record: root, kind: report::KIND, field: field.to_owned(), value: value.into() };
        self.save(root, vec![edit], Vec::new())
    }

    /// One save of a report. When this returns, the person has been told that it is on the device.
    pub fn save(&mut self, root: RecordId, mut edits: Vec<Edit>, photos: Vec<Vec<u8>>) -> ChangeId {
        let mut form = match self.form.take() {
            Some(form) if form.root() == root => form,
            other => {
                self.form = other;
                self.close();
                let (form, batch) = self.notebook.open(root, report::KIND, Home::of_unit(self.person.unit));
                self.commit(batch);
                form
            }
        };
        edits.extend(photos.iter().flat_map(|bytes| photo(bytes)));
        let before = self.unsealed();
        let fresh = fresh();
        let mut batch = self.notebook.save(&mut form, edits.clone(), fresh);
        for bytes in photos {
            let sha256 = Digest::of(&bytes);
            self.ledger.photos.entry(sha256).or_default();
            self.notebook.keep_photo(root, sha256, bytes, &mut batch);
        }
        self.form = Some(form);
        self.commit(batch);
        let replaced = before.difference(&self.unsealed()).next().copied();
        self.ledger.saved(fresh.id, root, &edits, replaced);
        fresh.id
    }

    /// Leaves the form that is open, if there is one.
    pub fn close(&mut self) {
        if let Some(form) = self.form.take() {
            let batch = self.notebook.seal(form.root());
            self.commit(batch);
        }
    }

    /// Wishes for a transition on what stands on the screen; `None` if nothing does.
    pub fn wish(&mut self, root: RecordId, to: State) -> Option<ChangeId> {
        self.close();
        let view = self.notebook.root(root)?.into_owned();
        let fresh = fresh();
        let batch = self.notebook.wish_for(&view, to.clone(), "Đề nghị xem lại.", fresh);
        self.commit(batch);
        self.ledger.wished(fresh.id, root, to);
        Some(fresh.id)
    }

    /// One round with the server, as the app makes it.
    ///
    /// # Errors
    /// The first thing that made going on senseless; everything before it is kept.
    pub async fn round(&mut self) -> Result<(), RoundError> {
        let mut round = Round::default();
        let mut effect = self.step(&mut round, Event::Begin);
        loop {
            effect = match effect {
                // It has one screen, so every form is held here.
                Effect::TakeForms(roots) => self.step(&mut round, Event::Forms(&roots)),
                Effect::Push(body) => {
                    let reply = self.line.posted("/api/v1/sync/push", body.text.into_bytes()).await?;
                    self.step(&mut round, Event::Pushed(&reply))
                }
                Effect::Pull(ask) => {
                    let reply = self.line.asked("/api/v1/sync/pull", &ask).await?;
                    self.step(&mut round, Event::Pulled(&reply))
                }
                Effect::Offer(name) => self.offer(&mut round, name).await?,
                Effect::Part(PartName { scope, n, part }) => {
                    match self.line.got(&format!("/api/v1/snapshots/{scope}/{n}/{part}")).await {
                        Ok(part) => self.step(&mut round, Event::Part(&part)),
                        Err(error) if error.is_permanent() => self.step(&mut round, Event::NoPart),
                        Err(error) => return Err(error.into()),
                    }
                }
                Effect::Directory(version) => {
                    self.directory(&version).await?;
                    self.step(&mut round, Event::DirectoryKept)
                }
                Effect::SendPhoto(sha256) => self.photo(&mut round, sha256).await?,
                Effect::End(None) => return Ok(()),
                Effect::End(Some(trouble)) => return Err(RoundError::Trouble(trouble)),
            };
        }
    }

    /// Makes rounds until one has come to its end and nothing waits any more.
    ///
    /// # Panics
    /// If that does not come within [`PATIENCE`].
    pub async fn settle(&mut self) {
        let mut last = None;
        let settled = within(PATIENCE, async || {
            last = Some(self.round().await);
            (last == Some(Ok(())) && self.waiting() == 0).then_some(())
        });
        let settled = settled.await;
        assert!(settled.is_some(), "{} wait still; the last round: {last:?}", self.waiting());
    }

    fn step(&mut self, round: &mut Round, event: Event<'_>) -> Effect {
        let (effect, batch) = round.step(&mut self.notebook, event, &|_| false);
        self.commit(batch);
        self.ledger.look(&self.notebook);
        effect
    }

    async fn offer(&mut self, round: &mut Round, name: String) -> Result<Effect, LineError> {
        let Some(page) = self.rows.get(&(Table::Kept, name)).cloned() else {
            return Ok(self.step(round, Event::NotOffered));
        };
        match self.line.posted::<OfferReply>("/api/v1/sync/offer", page).await {
            Ok(reply) => Ok(self.step(round, Event::Offered(&reply))),
            Err(error) if error.is_of_the_content() => Ok(self.step(round, Event::NotOffered)),
            Err(error) if error.is_permanent() => Ok(self.step(round, Event::OfferRefused)),
            Err(error) => Err(error),
        }
    }

    async fn photo(&mut self, round: &mut Round, sha256: Digest) -> Result<Effect, LineError> {
        let Some(bytes) = self.rows.get(&(Table::Photo, sha256.to_string())).cloned() else {
            return Ok(self.step(round, Event::PhotoRefused(sha256)));
        };
        match self.line.photo_sent(sha256, bytes).await {
            Ok(receipt) => Ok(self.step(round, Event::PhotoSent(receipt))),
            Err(error) if error.is_permanent() => Ok(self.step(round, Event::PhotoRefused(sha256))),
            Err(error) => Err(error),
        }
    }

    async fn directory(&mut self, version: &str) -> Result<(), LineError> {
        let known = (Table::Meta, "directory_version".to_owned());
        if self.rows.get(&known).map(Vec::as_slice) != Some(version.as_bytes()) {
            let text: Box<RawValue> = self.line.got("/api/v1/directory").await?;
            let directory: Result<Directory, _> = serde_json::from_str(text.get());
            directory.map_err(|_| LineError::NotOurs(200))?;
            self.rows.insert((Table::Meta, "directory".to_owned()), text.get().as_bytes().to_vec());
            self.rows.insert(known, version.as_bytes().to_vec());
        }
        Ok(())
    }

    fn commit(&mut self, batch: WriteBatch) {
        self.rows.extend(batch.puts.into_iter().map(|(table, key, bytes)| ((table, key), bytes)));
        for key in batch.deletes {
            self.rows.remove(&key);
        }
    }

    fn unsealed(&self) -> BTreeSet<ChangeId> {
        self.notebook.outbox().filter(|(_, pending)| pending.waits()).map(|(_, pending)| pending.change.id).collect()
    }
}

fn wish(login: &str, id: DeviceId) -> SignIn {
    let device = DeviceName { id, name: "Máy bảng thử".to_owned() };
    SignIn { login: login.to_owned(), password: PASSWORD.to_owned(), device }
}

/// What a form writes of a photo that was taken.
fn photo(bytes: &[u8]) -> Vec<Edit> {
    let record = RecordId(Uuid::now_v7());
    let fields: [(&str, Value); 5] = [
        (attachment::SHA256, Digest::of(bytes).to_string().into()),
        (attachment::BYTES, i64::try_from(bytes.len()).expect("a photo is small").into()),
        (attachment::MEDIA, "image/png".into()),
        (attachment::WIDTH, i64::from(SMALL_WIDTH).into()),
        (attachment::HEIGHT, i64::from(SMALL_HEIGHT).into()),
    ];
    let edit = |(field, value): (&str, Value)| Edit { record, kind: attachment::PHOTO, field: field.to_owned(), value };
    fields.into_iter().map(edit).collect()
}

/// What only the outside can give. The clock decides nothing, and the id's random half is salt enough.
fn fresh() -> Fresh {
    let id = ChangeId(Uuid::now_v7());
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let at_ms = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
    let (_, salt) = Uuid::now_v7().as_u64_pair();
    Fresh { id, salt, at_ms }
}
