//! Rows and roots: which root a row of the store belongs to. Pure.

use crate::store::Table;
use shared::{
    digest::Digest,
    id::RecordId,
    notebook::{Notebook, Status},
};
use std::collections::BTreeSet;

/// The rows of the unsealed saves of these roots.
pub fn unsealed_keys(notebook: &Notebook, roots: &BTreeSet<RecordId>) -> Vec<(Table, String)> {
    let unsealed = notebook.outbox().filter(|(_, pending)| pending.status == Status::Open);
    let of_these = unsealed.filter(|(_, pending)| roots.contains(&pending.change.root));
    // As the notebook names its rows: padded, so that their order is the order of saving.
    of_these.map(|(seq, _)| (Table::Pending, format!("{seq:020}"))).collect()
}

/// Which root a row of the outbox or of the photos belongs to.
pub struct Places {
    pending: Vec<(u64, RecordId)>,
    photos: Vec<(Digest, RecordId)>,
}

/// Where every row stands now.
pub fn places(notebook: &Notebook) -> Places {
    Places {
        pending: notebook.outbox().map(|(seq, pending)| (seq, pending.change.root)).collect(),
        photos: notebook.photos().map(|(sha256, photo)| (sha256, photo.root)).collect(),
    }
}

/// The roots that these rows belong to.
pub fn touched<'a>(keys: impl Iterator<Item = (Table, &'a str)>, places: &Places) -> BTreeSet<RecordId> {
    let root_of = |(table, key): (Table, &str)| match table {
        Table::Root => key.parse().ok(),
        Table::Pending => {
            let seq: u64 = key.parse().ok()?;
            places.pending.iter().find(|(at, _)| *at == seq).map(|(_, root)| *root)
        }
        Table::PhotoState => {
            let sha256: Digest = key.parse().ok()?;
            places.photos.iter().find(|(at, _)| *at == sha256).map(|(_, root)| *root)
        }
        Table::Cursor | Table::Photo | Table::Meta | Table::Sent | Table::Kept | Table::Epoch => None,
    };
    keys.filter_map(root_of).collect()
}
