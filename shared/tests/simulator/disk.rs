//! A tablet's medium, and what leaves it.

use shared::{
    change::Change,
    id::{ChangeId, ScopeId},
    notebook::{Row, Table, WriteBatch},
    wire::{Cursor, Entry, Offer},
};
use std::collections::{BTreeMap, BTreeSet};

/// What survives a crash, and what a backup of the tablet holds.
#[derive(Clone, Default)]
pub struct Disk {
    pub rows: BTreeMap<(Table, String), Vec<u8>>,
    /// Grows with each page that is read, so that other tabs know that what they hold is old.
    pub generation: u64,
    /// What lay in pages that have left the medium with good reason, and lies in none any more.
    pub gone: BTreeSet<ChangeId>,
}

/// A kept page that has left the medium.
pub struct Left {
    pub page: Offer,
    pub ids: Vec<ChangeId>,
    /// The medium was full.
    pub for_room: bool,
    /// It was to be offered.
    pub was_offer: bool,
}

/// The changes in a page.
pub fn ids_of(page: &Offer) -> Vec<ChangeId> {
    let change = |entry: &Entry| serde_json::from_str::<Change>(entry.change.get()).unwrap().id;
    page.entries.iter().map(change).collect()
}

impl Disk {
    /// The kept pages, by their names.
    pub fn kept(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let kept = self.rows.iter().filter(|((table, _), _)| *table == Table::Kept);
        kept.map(|((_, name), bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// How far each scope was read.
    pub fn cursors(&self) -> impl Iterator<Item = (ScopeId, Cursor)> {
        let cursors = self.rows.iter().filter(|((table, _), _)| *table == Table::Cursor);
        cursors.map(|((_, scope), bytes)| (scope.parse().unwrap(), serde_json::from_slice(bytes).unwrap()))
    }

    /// Every change that lies in a kept page.
    pub fn in_pages(&self) -> BTreeSet<ChangeId> {
        self.kept().flat_map(|(_, bytes)| ids_of(&serde_json::from_slice(bytes).unwrap())).collect()
    }

    /// What leaves with a batch, be it out of what another brings in the same breath.
    pub fn leaving(&self, batch: &WriteBatch, coming: &WriteBatch, for_room: bool) -> Vec<Left> {
        let pages = batch.deletes.iter().filter(|(table, _)| *table == Table::Kept);
        let epoch = self.rows.get(&(Table::Epoch, "now".to_owned()));
        let epoch: serde_json::Value =
            epoch.map_or(serde_json::Value::Null, |row| serde_json::from_slice(row).unwrap());
        let is_offer = |name: &String| epoch["offers"].as_array().is_some_and(|all| all.iter().any(|n| n == name));
        let left = |(_, name): &(Table, String)| {
            // A page that was read just now and finds no room leaves before it was written.
            let comes = coming.puts.iter().find(|(table, key, _)| *table == Table::Kept && key == name);
            let bytes = self.rows.get(&(Table::Kept, name.clone())).or(comes.map(|(.., bytes)| bytes))?;
            let page: Offer = serde_json::from_slice(bytes).unwrap();
            Some(Left { ids: ids_of(&page), page, for_room, was_offer: is_offer(name) })
        };
        pages.filter_map(left).collect()
    }

    pub fn rows(&self) -> Vec<Row> {
        let row = |((table, key), bytes): (&(Table, String), &Vec<u8>)| {
            let (table, key, value) = (*table, key.clone(), Some(bytes.clone()));
            Row { table, key, value }
        };
        self.rows.iter().map(row).collect()
    }
}
