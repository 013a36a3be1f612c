//! The change: one save by one person, as it is stored, sent and kept for ever.
//!
//! A change's bytes never alter once it has left the device; its digest is taken over them.

use crate::{
    digest::Digest,
    id::{ChangeId, DeviceId, PersonId, RecordId, ScopeId, UnitId},
    value::{DEPTH_MAX, Value},
};
use serde::{Deserialize, Serialize};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

/// The field of a root that only transitions write.
pub const STATE: &str = "state";

/// One save by one person, on one root.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Change {
    /// Fresh for every save, so that an id names one content.
    pub id: ChangeId,
    /// The root that is touched.
    pub root: RecordId,
    /// The root's kind, such as `report`.
    pub kind: String,
    /// Where the root is to live. Only a create names it; afterwards the server knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<Home>,
    /// Who saved.
    pub by: PersonId,
    /// On which device.
    pub device: DeviceId,
    /// The device's clock, in milliseconds since 1970: for people to read, it decides nothing.
    pub at_ms: i64,
    /// Random, so that a digest without its body cannot be guessed back.
    pub salt: u64,
    /// What was edited, record by record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<RecordEdit>,
    /// The transition wished for; then `records` is empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<Act>,
}

/// Where a root lives: the scope that numbers it and the unit that answers for it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Home {
    /// The scope.
    pub scope: ScopeId,
    /// The unit itself for a unit's scope, the issuing unit for a plan's.
    pub unit: UnitId,
}

impl Home {
    /// The home of what a unit writes for itself.
    #[must_use]
    pub fn of_unit(unit: UnitId) -> Self {
        Self { scope: ScopeId::of_unit(unit), unit }
    }

    /// The home of a plan and its activities.
    #[must_use]
    pub fn of_plan(plan: RecordId, issuing: UnitId) -> Self {
        Self { scope: ScopeId::of_plan(plan), unit: issuing }
    }
}

/// The fields touched in one record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RecordEdit {
    /// The record: the root itself or a child.
    pub id: RecordId,
    /// Its kind, such as `photo`.
    pub kind: String,
    /// The fields touched.
    pub fields: BTreeMap<String, FieldEdit>,
}

/// A field's new value and what stood on the person's screen when it was drawn.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FieldEdit {
    /// The value.
    #[serde(rename = "v")]
    pub value: Value,
    /// The versions whose values stood on the screen; all of them are replaced.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub seen: BTreeSet<ChangeId>,
}

/// A wish that only the server can grant: submit, return, approve, reopen, issue.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Act {
    /// The state wished for.
    pub to: State,
    /// The version of the state that stood on the screen, `None` if there was none yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saw: Option<ChangeId>,
    /// The person's own changes to this root that had no number yet.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub after: BTreeSet<ChangeId>,
    /// The digest of what stood on the screen; approve and issue need it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Digest>,
    /// The reason, or the comment to the person whose report is returned.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// The state of a plan or a report.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum State {
    /// Being written.
    #[default]
    Draft,
    /// Handed in; waits for a decision.
    Submitted,
    /// Sent back with a comment.
    Returned,
    /// Agreed to; a proof over the values that the approver had on the screen.
    Approved,
    /// Signed and sent out; never altered again.
    Issued,
    /// Over.
    Closed,
    /// A state that a later version of the app knows.
    Other(String),
}

impl From<String> for State {
    fn from(code: String) -> Self {
        Self::of_code(&code)
    }
}

impl From<State> for String {
    fn from(state: State) -> Self {
        state.code().to_owned()
    }
}

impl State {
    /// The word on the wire.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Approved => "approved",
            Self::Issued => "issued",
            Self::Closed => "closed",
            Self::Other(code) => code,
        }
    }

    /// The state that a word on the wire names.
    #[must_use]
    pub fn of_code(code: &str) -> Self {
        [Self::Draft, Self::Submitted, Self::Returned, Self::Approved, Self::Issued, Self::Closed]
            .into_iter()
            .find(|state| state.code() == code)
            .unwrap_or_else(|| Self::Other(code.to_owned()))
    }
}

/// Why the text of a change is no change. Such a change is quarantined, never dropped.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Malformed {
    /// Neither edits nor a transition, or both.
    NothingOrBoth,
    /// A record stands in it twice.
    RecordTwice,
    /// The root's record has another kind than the change says.
    KindDiffers,
    /// A field's name is not made of `a-z 0-9 _ - /`, or is too long.
    FieldName,
    /// A field claims to have seen its own change.
    SeesItself,
    /// An ordinary save writes the state.
    WritesState,
    /// More edits, or more versions seen, than one save can hold.
    TooManyFields,
    /// A value nested deeper than any form writes.
    TooDeep,
}

/// The most fields that one save may touch.
pub const FIELDS_MAX: usize = 2_000;
/// The most versions that one save may have seen, all fields together.
pub const SEEN_MAX: usize = 10_000;
/// The longest name of a field, in bytes.
pub const FIELD_NAME_MAX: usize = 96;

impl Change {
    /// Looks for what no honest device writes.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<(), Malformed> {
        if self.act.is_some() != self.records.is_empty() {
            return Err(Malformed::NothingOrBoth);
        }
        let mut ids = BTreeSet::new();
        let (mut fields, mut seen) = (0, 0);
        for record in &self.records {
            if !ids.insert(record.id) {
                return Err(Malformed::RecordTwice);
            }
            if record.id == self.root && record.kind != self.kind {
                return Err(Malformed::KindDiffers);
            }
            fields += record.fields.len();
            for (name, edit) in &record.fields {
                if !is_field_name(name) {
                    return Err(Malformed::FieldName);
                }
                seen += edit.seen.len();
                if edit.value.depth() > DEPTH_MAX {
                    return Err(Malformed::TooDeep);
                }
                if edit.seen.contains(&self.id) {
                    return Err(Malformed::SeesItself);
                }
                if record.id == self.root && name == STATE {
                    return Err(Malformed::WritesState);
                }
            }
        }
        if self.act.as_ref().is_some_and(|act| act.saw == Some(self.id)) {
            return Err(Malformed::SeesItself);
        }
        if fields > FIELDS_MAX || seen + self.act.iter().map(|act| act.after.len()).sum::<usize>() > SEEN_MAX {
            Err(Malformed::TooManyFields)
        } else {
            Ok(())
        }
    }

    /// What the fold applies: the edits, or the edit of the state that a transition is.
    pub fn edits(&self) -> impl Iterator<Item = (RecordId, &str, &str, FieldEditRef<'_>)> {
        let act = self.act.as_ref().map(|act| {
            (
                self.root,
                self.kind.as_str(),
                STATE,
                FieldEditRef { value: Cow::Owned(act_value(act)), seen: Seen::One(act.saw) },
            )
        });
        let fields = self.records.iter().flat_map(|record| {
            record.fields.iter().map(|(name, edit)| {
                let edit = FieldEditRef { value: Cow::Borrowed(&edit.value), seen: Seen::Many(&edit.seen) };
                (record.id, record.kind.as_str(), name.as_str(), edit)
            })
        });
        act.into_iter().chain(fields)
    }

    /// Every version that this change claims to have seen.
    pub fn seen_ids(&self) -> impl Iterator<Item = ChangeId> {
        let fields = self.records.iter().flat_map(|record| record.fields.values());
        fields.flat_map(|edit| edit.seen.iter().copied()).chain(self.act.iter().filter_map(|act| act.saw))
    }
}

/// One field's edit, borrowed from a change.
#[derive(Clone, Debug)]
pub struct FieldEditRef<'a> {
    /// The value.
    pub value: Cow<'a, Value>,
    /// What it replaces.
    pub seen: Seen<'a>,
}

/// The versions that an edit replaces.
#[derive(Clone, Copy, Debug)]
pub enum Seen<'a> {
    /// At most one: a transition replaces exactly the state it saw.
    One(Option<ChangeId>),
    /// Any number.
    Many(&'a BTreeSet<ChangeId>),
}

impl<'a> Seen<'a> {
    /// Whether a version is among them.
    #[must_use]
    pub fn contains(self, id: ChangeId) -> bool {
        match self {
            Self::One(saw) => saw == Some(id),
            Self::Many(seen) => seen.contains(&id),
        }
    }

    /// All of them.
    pub fn ids(self) -> impl Iterator<Item = ChangeId> + 'a {
        let (one, many) = match self {
            Self::One(saw) => (saw, None),
            Self::Many(seen) => (None, Some(seen)),
        };
        one.into_iter().chain(many.into_iter().flatten().copied())
    }
}

fn act_value(act: &Act) -> Value {
    let mut map = BTreeMap::from([("to".to_owned(), Value::from(act.to.code()))]);
    if let Some(basis) = act.basis {
        map.insert("basis".to_owned(), Value::from(basis.to_string()));
    }
    if !act.note.is_empty() {
        map.insert("note".to_owned(), Value::from(act.note.as_str()));
    }
    Value::Map(map)
}

fn is_field_name(name: &str) -> bool {
    let fits = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' | b'/');
    !name.is_empty() && name.len() <= FIELD_NAME_MAX && name.bytes().all(fits)
}
