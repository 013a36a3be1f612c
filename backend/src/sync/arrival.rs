//! The first reading of what arrives, before any lock is taken.

use serde::Deserialize;
use serde_json::value::RawValue;
use shared::{
    attachment,
    change::{Act, Change, State},
    digest::Digest,
    id::{ChangeId, PersonId, RecordId},
    verdict,
};

/// A change as it arrived, read as far as it could be.
#[derive(Debug)]
pub struct Arrived {
    /// Its text, byte for byte.
    pub text: Box<RawValue>,
    /// The digest of the text.
    pub digest: Digest,
    /// The change, or what could still be read of it.
    pub change: Result<Change, Remains>,
}

/// What can be read of a text that is no change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Remains {
    /// Its id.
    pub id: Option<ChangeId>,
    /// The root that it names.
    pub root: Option<RecordId>,
}

/// Reads the texts of a push.
#[must_use]
pub fn arrived(texts: Vec<Box<RawValue>>) -> Vec<Arrived> {
    texts.into_iter().map(Arrived::read).collect()
}

impl Arrived {
    fn read(text: Box<RawValue>) -> Self {
        let digest = Digest::of(text.get().as_bytes());
        let change = serde_json::from_str(text.get()).map_err(|_| Remains::of(text.get()));
        Self { text, digest, change }
    }

    /// The id under which the sender knows it.
    #[must_use]
    pub fn id(&self) -> Option<ChangeId> {
        match &self.change {
            Ok(change) => Some(change.id),
            Err(remains) => remains.id,
        }
    }
}

impl Arrived {
    /// The id under which its receipt is kept, as long as no other content has that id.
    pub(super) fn kept_id(&self) -> ChangeId {
        self.id().unwrap_or_else(|| ChangeId::derived(&["unreadable", &self.digest.to_string()]))
    }

    /// The id under which it is kept when another content has its own.
    pub(super) fn second_id(&self) -> ChangeId {
        verdict::second_id(self.kept_id(), self.digest)
    }
}

impl Remains {
    fn of(text: &str) -> Self {
        #[derive(Deserialize, Default)]
        struct Names {
            #[serde(default)]
            id: Option<serde_json::Value>,
            #[serde(default)]
            root: Option<serde_json::Value>,
        }
        let names: Names = serde_json::from_str(text).unwrap_or_default();
        let word = |value: Option<serde_json::Value>| Some(value?.as_str()?.to_owned());
        Self {
            id: word(names.id).and_then(|id| id.parse().ok()),
            root: word(names.root).and_then(|root| root.parse().ok()),
        }
    }
}

/// Whom a text names as its author, if that can be read.
pub(super) fn author(text: &str) -> Option<PersonId> {
    #[derive(Deserialize)]
    struct By {
        by: PersonId,
    }
    serde_json::from_str::<By>(text).ok().map(|by| by.by)
}

/// The photos that a change brings a root's name for.
pub(super) fn photos(change: &Change) -> impl Iterator<Item = Digest> {
    let children = change.records.iter().filter(|record| record.kind == attachment::PHOTO);
    children.filter_map(|record| record.fields.get(attachment::SHA256)?.value.as_text()?.parse().ok())
}

/// Whether a change is a transition that proves something over photos.
pub(super) fn is_proof(change: &Change) -> bool {
    matches!(&change.act, Some(Act { to: State::Approved | State::Issued, .. }))
}
