//! Reading a notebook from the store, all of it.

use crate::store::{DeviceStore, Store, StoreError, Table};
use shared::notebook::{Notebook, Row, RowError};
use std::str::FromStr;

/// The row that counts the batches of those who talk to the server.
pub const GENERATION: &str = "generation";

/// How often somebody has talked to the server over this store.
///
/// # Errors
/// The store's.
pub async fn generation_in(store: &DeviceStore) -> Result<u64, StoreError> {
    Ok(number_in(store, GENERATION).await?.unwrap_or(0))
}

/// A number that stands in a row of its own.
///
/// # Errors
/// The store's.
pub async fn number_in<T: FromStr>(store: &DeviceStore, key: &str) -> Result<Option<T>, StoreError> {
    let bytes = store.get(Table::Meta, key).await?;
    Ok(bytes.and_then(|bytes| String::from_utf8(bytes).ok()?.parse().ok()))
}

/// Reads a person's notebook from the store; answers the rows that cannot be read.
///
/// # Errors
/// The store's.
pub async fn load(store: &DeviceStore, notebook: &mut Notebook) -> Result<Vec<RowError>, StoreError> {
    let mut unreadable = Vec::new();
    for table in [Table::Root, Table::Cursor, Table::Pending, Table::PhotoState, Table::Sent, Table::Epoch] {
        let rows = store.load(table).await?;
        let rows = rows.into_iter().map(|(key, bytes)| Row { table, key, value: Some(bytes) });
        if let Err(wrong) = notebook.absorb(rows) {
            unreadable.extend(wrong);
        }
    }
    // Pages lie in the store until one is offered.
    let kept = store.keys(Table::Kept).await?;
    if let Err(wrong) = notebook.know_kept(kept.iter().map(String::as_str)) {
        unreadable.extend(wrong);
    }
    Ok(unreadable)
}
