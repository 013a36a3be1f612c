//! The fold: what a root is, given the numbered changes in the order of their numbers.
//!
//! A field is the set of numbered versions that no numbered change names. Which of them is *shown*
//! depends on the order; which are *live* does not.

mod packed;

pub use packed::Packed;

use crate::{
    change::{Change, Home, STATE, State},
    digest::Digest,
    id::{ChangeId, PersonId, RecordId},
    mutant::Mutant,
    order::sort_by_key,
    value::Value,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One value that stands in a field, and the change that brought it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Version {
    /// The change.
    pub id: ChangeId,
    /// The value.
    #[serde(rename = "v")]
    pub value: Value,
}

/// Who saved a change that is still live, and what the device's clock said.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Save {
    /// The person.
    pub by: PersonId,
    /// Milliseconds since 1970 by the device's clock.
    pub at_ms: i64,
}

/// A field: its live versions in order of arrival, and the one that is shown.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Field {
    /// Never empty once something was written.
    pub live: Vec<Version>,
    /// The incumbent: it gives way only to a change that lists it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<ChangeId>,
}

impl Field {
    /// The version on the screen.
    #[must_use]
    pub fn shown(&self) -> Option<&Version> {
        let shown = self.shown?;
        self.live.iter().find(|version| version.id == shown)
    }

    /// Whether live versions differ in value, so that a person must decide.
    #[must_use]
    pub fn in_conflict(&self) -> bool {
        self.live.windows(2).any(|pair| pair[0].value != pair[1].value)
    }

    /// The live versions' ids: what somebody who draws this field now has seen.
    pub fn ids(&self) -> impl Iterator<Item = ChangeId> {
        self.live.iter().map(|version| version.id)
    }

    fn is_live(&self, id: ChangeId) -> bool {
        self.live.iter().any(|version| version.id == id)
    }
}

/// A record: a root or one of its children.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Record {
    /// Its kind, such as `report` or `photo`.
    pub kind: String,
    /// Its fields by name.
    pub fields: BTreeMap<String, Field>,
}

/// Whether a record is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Presence {
    /// It is there.
    Here,
    /// Somebody deleted it, but somebody else wrote what the deleter had not seen: it is back, marked.
    Back,
    /// Every live version is the trace of a delete.
    Deleted,
}

impl Record {
    /// Whether the record is there.
    #[must_use]
    pub fn presence(&self) -> Presence {
        let mut versions = self.fields.values().flat_map(|field| &field.live);
        let (mut deleted, mut written) = (false, false);
        for version in &mut versions {
            if version.value == Value::Deleted { deleted = true } else { written = true }
        }
        match (deleted, written) {
            (true, _) if Mutant::DeleteWins.lives() => Presence::Deleted,
            (false, _) => Presence::Here,
            (true, true) => Presence::Back,
            (true, false) => Presence::Deleted,
        }
    }
}

/// A field of a change that arrived after its replacement, and the change that replaced it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Late {
    /// The record.
    pub record: RecordId,
    /// The field.
    pub field: String,
    /// The change that had named it before it came.
    pub by: ChangeId,
}

/// A root with its children: the unit of locking, approving, deleting and moving.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Root {
    /// Its id, also that of its own record.
    pub id: RecordId,
    /// Its kind.
    pub kind: String,
    /// Where it lives.
    pub home: Home,
    /// The root's own record and its children.
    pub records: BTreeMap<RecordId, Record>,
    /// Who brought the live versions.
    pub saves: BTreeMap<ChangeId, Save>,
    /// Versions that a numbered change names and that have no number yet: R∖N, by record and field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub awaited: Vec<Awaited>,
}

/// A version that was replaced before it arrived.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Awaited {
    /// The record.
    pub record: RecordId,
    /// The field.
    pub field: String,
    /// The version that has no number yet.
    pub version: ChangeId,
    /// The newest change that stands in its place.
    pub by: ChangeId,
}

/// The decided state of a root, as its last transition left it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Decided {
    /// The state.
    pub state: State,
    /// The transition, `None` before the first.
    pub version: Option<ChangeId>,
    /// What an approval or an issue was given on.
    pub basis: Option<Digest>,
    /// The reason or comment that came with it.
    pub note: String,
}

impl Root {
    /// A root that nothing was written into yet.
    #[must_use]
    pub fn new(id: RecordId, kind: &str, home: Home) -> Self {
        Self { id, kind: kind.to_owned(), home, records: BTreeMap::new(), saves: BTreeMap::new(), awaited: Vec::new() }
    }

    /// The root's own record.
    #[must_use]
    pub fn own(&self) -> Option<&Record> {
        self.records.get(&self.id)
    }

    /// A field of a record.
    #[must_use]
    pub fn field(&self, record: RecordId, field: &str) -> Option<&Field> {
        self.records.get(&record)?.fields.get(field)
    }

    /// The shown value of a field, if it is there and not deleted.
    #[must_use]
    pub fn value(&self, record: RecordId, field: &str) -> Option<&Value> {
        let value = &self.field(record, field)?.shown()?.value;
        (*value != Value::Deleted).then_some(value)
    }

    /// The children of a kind that are there, in the order of their ids.
    pub fn children(&self, kind: &str) -> impl Iterator<Item = (RecordId, &Record)> {
        let here = move |(id, record): &(&RecordId, &Record)| {
            **id != self.id && record.kind == kind && record.presence() != Presence::Deleted
        };
        self.records.iter().filter(here).map(|(id, record)| (*id, record))
    }

    /// Whether the root itself is there.
    #[must_use]
    pub fn presence(&self) -> Presence {
        self.own().map_or(Presence::Here, Record::presence)
    }

    /// Every field in which live versions differ.
    pub fn conflicts(&self) -> impl Iterator<Item = (RecordId, &str, &Field)> {
        self.records.iter().flat_map(|(id, record)| {
            let fields = record.fields.iter().filter(|(_, field)| field.in_conflict());
            fields.map(|(name, field)| (*id, name.as_str(), field))
        })
    }

    /// The state that the last transition left.
    #[must_use]
    pub fn decided(&self) -> Decided {
        let Some(version) = self.field(self.id, STATE).and_then(Field::shown) else { return Decided::default() };
        let text = |name| version.value.get(name).and_then(Value::as_text);
        Decided {
            state: State::of_code(text("to").unwrap_or_default()),
            version: Some(version.id),
            basis: text("basis").and_then(|basis| basis.parse().ok()),
            note: text("note").unwrap_or_default().to_owned(),
        }
    }

    /// Approved is a proof, not a flag: it counts while what was approved is what stands here.
    #[must_use]
    pub fn is_approved(&self) -> bool {
        let decided = self.decided();
        matches!(decided.state, State::Approved | State::Issued | State::Closed) && decided.basis == Some(self.basis())
    }

    /// The digest of every (record, field, version) that stands here, the state left out.
    #[must_use]
    pub fn basis(&self) -> Digest {
        let mut text = String::new();
        if Mutant::BasisUnordered.lives() {
            // As if what stands there came out of a table without order.
            text.push_str(&format!("{}", self.saves.keys().last().map_or(0, |id| id.0.as_u128() % 3)));
        }
        for (id, record) in &self.records {
            for (name, field) in &record.fields {
                if *id == self.id && name == STATE {
                    continue;
                }
                let mut ids: Vec<_> = field.ids().collect();
                sort_by_key(&mut ids, |id| *id);
                for version in ids {
                    text.push_str(&format!("{id} {name} {version}\n"));
                }
            }
        }
        Digest::of(text.as_bytes())
    }

    /// A sum over the live versions, by which two folds of one scope are compared.
    /// It finds slips, it does not keep out liars: the chain does that.
    #[must_use]
    pub fn live_sum(&self) -> u64 {
        let mut sum = 0_u64;
        for (id, record) in &self.records {
            for (name, field) in &record.fields {
                let place = mixed(id.0.as_u128())
                    ^ name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
                        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
                    });
                for version in field.ids() {
                    sum = sum.wrapping_add(mixed(version.0.as_u128() ^ u128::from(place)));
                }
            }
        }
        sum
    }

    /// Applies a change that has its number. `late` is what the server stamped on it.
    pub fn apply(&mut self, change: &Change, late: &[Late]) {
        for (id, kind, name, edit) in change.edits() {
            let record =
                self.records.entry(id).or_insert_with(|| Record { kind: kind.to_owned(), ..Record::default() });
            let field = match record.fields.get_mut(name) {
                Some(field) => field,
                None => record.fields.entry(name.to_owned()).or_default(),
            };
            let hit = field.shown.is_none_or(|shown| edit.seen.contains(shown)) || Mutant::NewestShown.lives();
            field.live.retain(|version| !edit.seen.contains(version.id));
            let replaced_by = late.iter().find(|late| late.record == id && late.field == name).map(|late| late.by);
            if replaced_by.is_none() || field.live.is_empty() {
                field.live.push(Version { id: change.id, value: edit.value.into_owned() });
            }
            if hit {
                let first = field.live.first().map(|version| version.id);
                let heirs = [Some(change.id), replaced_by, first];
                field.shown = heirs.into_iter().flatten().find(|heir| field.is_live(*heir));
            }
        }
        self.saves.insert(change.id, Save { by: change.by, at_ms: change.at_ms });
        self.forget_dead_saves();
    }

    fn forget_dead_saves(&mut self) {
        // A root rarely has more than a handful of live saves; most changes only add one.
        let Self { saves, records, .. } = self;
        saves
            .retain(|id, _| records.values().flat_map(|record| record.fields.values()).any(|field| field.is_live(*id)));
    }
}

/// Spreads the bits of an id (the finaliser of SplitMix64, over both halves).
fn mixed(id: u128) -> u64 {
    #[expect(clippy::cast_possible_truncation, reason = "the two halves, one after the other")]
    let halves = [(id >> 64) as u64, id as u64];
    halves.into_iter().fold(0x9e37_79b9_7f4a_7c15, |hash: u64, half| {
        let mut x = (hash ^ half).wrapping_add(0x9e37_79b9_7f4a_7c15);
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    })
}
