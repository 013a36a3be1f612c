//! Saving as people do: every edit says what stood on the screen, goes to the archive as a push
//! from its device, and must get a number.

use super::people::Account;
use crate::{
    app::App,
    error::Error,
    store,
    sync::{self, Sender},
};
use serde_json::value::RawValue;
use shared::{
    change::{Act, Change, FieldEdit, Home, RecordEdit, State},
    date::{Date, TimeOfDay},
    digest::Digest,
    fold::Root,
    id::{ChangeId, RecordId},
    value::Value,
    verdict::Verdict,
};
use std::collections::BTreeMap;

/// Milliseconds since 1970 of a day and a time in Vietnam.
pub fn at(day: &str, time: &str) -> i64 {
    let day: Date = day.parse().expect("days here are of the calendar");
    let time: TimeOfDay = time.parse().expect("times here are of the clock");
    i64::from(day.to_days()) * 86_400_000 + (i64::from(time.minutes()) - 7 * 60) * 60_000
}

/// Who saves, and when.
#[derive(Clone, Copy)]
pub struct Hand {
    account: Account,
    at_ms: i64,
}

/// Somebody at a moment.
pub fn hand(login: &str, day: &str, time: &str) -> Hand {
    Hand { account: Account::of(login), at_ms: at(day, time) }
}

/// A record with its fields, before it is an edit.
pub struct Record {
    pub id: RecordId,
    pub kind: &'static str,
    pub fields: Vec<(String, Value)>,
}

impl Record {
    pub fn new(id: RecordId, kind: &'static str) -> Self {
        Self { id, kind, fields: Vec::new() }
    }

    pub fn set(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.fields.push((field.to_owned(), value.into()));
        self
    }

    /// The elements of a set.
    pub fn with(mut self, prefix: &str, elements: impl IntoIterator<Item = impl std::fmt::Display>) -> Self {
        self.fields.extend(elements.into_iter().map(|element| (format!("{prefix}{element}"), Value::from(true))));
        self
    }
}

/// The archive that is filled, and what every screen shows by now.
pub struct World<'a> {
    app: &'a App,
    roots: BTreeMap<RecordId, Root>,
    saves: u32,
}

impl<'a> World<'a> {
    pub fn new(app: &'a App) -> Self {
        Self { app, roots: BTreeMap::new(), saves: 0 }
    }

    /// A root as it stands, to edit later as if nothing else had happened meanwhile.
    pub fn screen(&self, root: RecordId) -> Option<Root> {
        self.roots.get(&root).cloned()
    }

    fn change(&mut self, hand: Hand, root: RecordId, kind: &str) -> Change {
        self.saves += 1;
        let turn = self.saves.to_string();
        let bytes = Digest::of_parts([b"demo".as_slice(), turn.as_bytes()]).0;
        // Version 7 as from a device, with bytes that are the same in every demonstration.
        let mut random = [0; 10];
        random.copy_from_slice(&bytes[..10]);
        let millis = u64::try_from(hand.at_ms).expect("after 1970");
        let mut salt = [0; 8];
        salt.copy_from_slice(&bytes[16..24]);
        Change {
            id: ChangeId(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()),
            root,
            kind: kind.to_owned(),
            home: None,
            by: hand.account.person().id,
            device: hand.account.device_id(),
            at_ms: hand.at_ms,
            salt: u64::from_be_bytes(salt),
            records: Vec::new(),
            act: None,
        }
    }

    /// Writes records of a root that is new.
    pub async fn create(
        &mut self,
        hand: Hand,
        home: Home,
        root: RecordId,
        kind: &str,
        records: Vec<Record>,
    ) -> Result<(), Error> {
        let mut change = self.change(hand, root, kind);
        change.home = Some(home);
        change.records = edits(None, records);
        self.send(hand, change).await
    }

    /// Edits what stands on the screen now, or stood there when `screen` was taken.
    pub async fn edit(
        &mut self,
        hand: Hand,
        screen: Option<&Root>,
        record: Record,
        root: RecordId,
    ) -> Result<(), Error> {
        let drawn = screen.cloned().or_else(|| self.screen(root));
        let kind = drawn.as_ref().map_or("", |root| &root.kind).to_owned();
        let mut change = self.change(hand, root, &kind);
        change.records = edits(drawn.as_ref(), vec![record]);
        self.send(hand, change).await
    }

    /// Asks for a transition, on what stands on the screen.
    pub async fn act(&mut self, hand: Hand, root: RecordId, to: State, note: &str) -> Result<(), Error> {
        let drawn = self.screen(root).ok_or_else(|| Error::Internal("demonstration: no such root".into()))?;
        let mut change = self.change(hand, root, &drawn.kind);
        let basis = matches!(to, State::Approved | State::Issued).then(|| drawn.basis());
        change.act = Some(Act { to, saw: drawn.decided().version, after: [].into(), basis, note: note.to_owned() });
        self.send(hand, change).await
    }

    async fn send(&mut self, hand: Hand, change: Change) -> Result<(), Error> {
        let refused = |what: String| Error::Internal(format!("demonstration: {what}"));
        let text = serde_json::to_string(&change).map_err(|error| refused(error.to_string()))?;
        let text = RawValue::from_string(text).map_err(|error| refused(error.to_string()))?;
        let sender = Sender { person: hand.account.person(), device: hand.account.device_id() };
        let arrivals = sync::arrived(vec![text]);
        // Most saves wait for the evening; the server hears of them some minutes later at the earliest.
        let reply = sync::push(&self.app.db, sender, arrivals, hand.at_ms + 4 * 60_000).await?;
        for receipt in reply.receipts {
            if let Verdict::Quarantined(why) = receipt.receipt.verdict {
                return Err(refused(format!("{} by {}: {why:?}", change.kind, hand.account.login)));
            }
        }
        if let Some(home) = change.home {
            self.roots.entry(change.root).or_insert_with(|| Root::new(change.root, &change.kind, home));
        }
        if let Some(root) = self.roots.get_mut(&change.root) {
            root.apply(&change, &[]);
        }
        Ok(())
    }

    /// Keeps a photo's bytes as if its device had sent them.
    pub async fn photo(&self, hand: Hand, bytes: &[u8]) -> Result<Digest, Error> {
        let (sha256, by) = (Digest::of(bytes), hand.account.person().id);
        let size = i64::try_from(bytes.len()).expect("a photo is far below 2^63 bytes");
        self.app.blobs.keep(sha256, bytes.to_vec().into()).await?;
        let at_ms = hand.at_ms;
        self.app
            .db
            .write(move |conn| Box::pin(async move { store::blob::arrived(conn, sha256, size, by, at_ms).await }))
            .await?;
        Ok(sha256)
    }
}

fn edits(drawn: Option<&Root>, records: Vec<Record>) -> Vec<RecordEdit> {
    let edit = |record: Record| {
        let fields = record.fields.into_iter().map(|(name, value)| {
            let seen = drawn.and_then(|root| root.field(record.id, &name));
            let seen = seen.map(|field| field.ids().collect()).unwrap_or_default();
            (name, FieldEdit { value, seen })
        });
        RecordEdit { id: record.id, kind: record.kind.to_owned(), fields: fields.collect() }
    };
    records.into_iter().map(edit).collect()
}
