//! Units: the administrative tree and the agencies in it, each with the time it holds.
//!
//! A code alone is no key, since codes are used again after mergers: the key is the id.

use crate::{
    date::Date,
    id::UnitId,
    order::{gathered, sort_by_key},
    vietnamese::text_key,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a unit is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// The whole country, above the provinces.
    Nation,
    /// Tỉnh or thành phố.
    Province,
    /// Huyện, quận, thị xã: until 30 June 2025.
    District,
    /// Xã, phường, thị trấn, đặc khu.
    Commune,
    /// Thôn, bản, ấp, khóm, khối, buôn, làng, xóm, tổ dân phố.
    Village,
    /// An office: people's committee, department, centre, Front, mass organisation.
    Agency,
    /// A kind that a later version of the app knows.
    #[serde(other)]
    Other,
}

impl UnitKind {
    /// The word to put before a name when the unit does not bring its own.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Province => "tỉnh",
            Self::District => "huyện",
            Self::Commune => "xã",
            Self::Village => "thôn",
            Self::Nation | Self::Agency | Self::Other => "",
        }
    }

    /// Whether it is a place, where something can be held, and not an office.
    #[must_use]
    pub fn is_place(self) -> bool {
        matches!(self, Self::Province | Self::District | Self::Commune | Self::Village)
    }
}

/// An administrative unit or an agency.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Unit {
    /// Its own id, never used again.
    pub id: UnitId,
    /// The official code with its leading zeros, empty if it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// What it is.
    pub kind: UnitKind,
    /// The word that this place uses before its name (`bản`, `phường`); empty for the usual one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub word: String,
    /// The name without that word.
    pub name: String,
    /// The unit that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<UnitId>,
    /// The first day on which it exists; `None` if always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// The last day on which it exists; `None` if until further notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
    /// Households that live there, for plausibility; `None` if not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub households: Option<i64>,
}

impl Unit {
    /// A unit of which no more is known than what it is, its name, and where it belongs.
    #[must_use]
    pub fn named(id: UnitId, kind: UnitKind, name: &str, parent: Option<UnitId>) -> Self {
        let (code, word, name) = (String::new(), String::new(), name.to_owned());
        Self { id, code, kind, word, name, parent, valid_from: None, valid_to: None, households: None }
    }

    /// Whether it exists on a day.
    #[must_use]
    pub fn exists_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }

    /// Name with its word: `thôn Nà Lộc`, `xã Điềm He`, `Sở Tài chính`.
    #[must_use]
    pub fn full_name(&self) -> String {
        let word = if self.word.is_empty() { self.kind.word() } else { &self.word };
        if word.is_empty() { self.name.clone() } else { format!("{word} {}", self.name) }
    }

    /// The same at the head of a line: `Thôn Nà Lộc`.
    #[must_use]
    pub fn title(&self) -> String {
        let name = self.full_name();
        let mut letters = name.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
    }
}

/// No tree of offices is deeper; a longer way up is a circle.
const DEPTH_MAX: usize = 32;

/// The units by id, with their children. Built once from a list and then only read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct UnitTree {
    units: BTreeMap<UnitId, Unit>,
    children: BTreeMap<Option<UnitId>, Vec<UnitId>>,
}

impl UnitTree {
    /// The tree of these units. A unit whose parent is not among them stands at the top.
    #[must_use]
    pub fn new(units: impl IntoIterator<Item = Unit>) -> Self {
        let units: BTreeMap<_, _> = gathered(units.into_iter().map(|unit| (unit.id, unit)));
        let mut in_order: Vec<&Unit> = units.values().collect();
        sort_by_key(&mut in_order, |unit| (unit.kind, text_key(&unit.name), unit.id));
        let mut children: BTreeMap<_, Vec<UnitId>> = BTreeMap::new();
        for unit in in_order {
            children.entry(unit.parent.filter(|parent| units.contains_key(parent))).or_default().push(unit.id);
        }
        Self { units, children }
    }

    /// A unit.
    #[must_use]
    pub fn get(&self, id: UnitId) -> Option<&Unit> {
        self.units.get(&id)
    }

    /// All units, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Unit> {
        self.units.values()
    }

    /// Those whose parent is not known here.
    pub fn tops(&self) -> impl Iterator<Item = &Unit> {
        self.listed(None)
    }

    /// The units right below one, places before agencies, then in the order of the alphabet.
    pub fn children(&self, id: UnitId) -> impl Iterator<Item = &Unit> {
        self.listed(Some(id))
    }

    fn listed(&self, parent: Option<UnitId>) -> impl Iterator<Item = &Unit> {
        self.children.get(&parent).into_iter().flatten().filter_map(|id| self.units.get(id))
    }

    /// The unit itself and all above it, from the bottom up.
    pub fn upward(&self, id: UnitId) -> impl Iterator<Item = &Unit> {
        let up = |unit: &&Unit| unit.parent.and_then(|parent| self.units.get(&parent));
        std::iter::successors(self.units.get(&id), up).take(DEPTH_MAX)
    }

    /// All above a unit, from the bottom up, without itself.
    pub fn ancestors(&self, id: UnitId) -> impl Iterator<Item = &Unit> {
        self.upward(id).skip(1)
    }

    /// The unit itself and everything below it, parents before children.
    #[must_use]
    pub fn subtree(&self, id: UnitId) -> Vec<UnitId> {
        let mut found: Vec<UnitId> = self.units.get(&id).map(|unit| unit.id).into_iter().collect();
        let mut next = 0;
        // In a circle nothing is found twice more than there are units.
        while next < found.len() && found.len() <= self.units.len() {
            found.extend(self.children(found[next]).map(|unit| unit.id).filter(|child| *child != id));
            next += 1;
        }
        found
    }

    /// Whether `inner` is `outer` or lies somewhere below it. An unknown unit lies in itself only.
    #[must_use]
    pub fn is_within(&self, inner: UnitId, outer: UnitId) -> bool {
        inner == outer || self.upward(inner).any(|unit| unit.id == outer)
    }

    /// Whether one of the two lies within the other.
    #[must_use]
    pub fn in_line(&self, one: UnitId, other: UnitId) -> bool {
        self.is_within(one, other) || self.is_within(other, one)
    }

    /// The nearest unit of a kind, looking from a unit upward, itself included.
    #[must_use]
    pub fn nearest(&self, id: UnitId, kind: UnitKind) -> Option<&Unit> {
        self.upward(id).find(|unit| unit.kind == kind)
    }

    /// `thôn Nà Lộc, xã Điềm He, tỉnh Lạng Sơn`; the country is not named.
    #[must_use]
    pub fn path_text(&self, id: UnitId) -> String {
        let named = self.upward(id).filter(|unit| unit.kind != UnitKind::Nation);
        named.map(Unit::full_name).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests;
