//! The memory of this device: tables of bytes, written in one durable transaction.
//!
//! What the bytes mean is decided in `shared`. Two stores live here, the browser's IndexedDB and
//! a twin in memory, held to the same behaviour by one conformance suite. No fetch, no drawing.

pub use shared::notebook::{Table, WriteBatch};
use std::{fmt, future::Future};

#[cfg(any(test, feature = "conformance"))]
pub mod conformance;
pub mod indexed_db;
pub mod memory;

/// The store that a device uses: IndexedDB in a browser, memory where tests run natively.
#[cfg(target_arch = "wasm32")]
pub type DeviceStore = indexed_db::IndexedDbStore;
/// The store that a device uses: IndexedDB in a browser, memory where tests run natively.
#[cfg(not(target_arch = "wasm32"))]
pub type DeviceStore = memory::MemoryStore;

/// The database that belongs to the device itself: who was here last, language, size of text.
pub const DEVICE_DATABASE: &str = "lantoa-device";

/// The database of one person on this device. Signing in as another never touches it.
#[must_use]
pub fn person_database(person: shared::id::PersonId) -> String {
    format!("lantoa-{person}")
}

/// A batch that writes one row.
#[must_use]
pub fn one(table: Table, key: impl Into<String>, bytes: Vec<u8>) -> WriteBatch {
    WriteBatch { puts: vec![(table, key.into(), bytes)], deletes: Vec::new() }
}

/// The tables that a batch touches, each once, in their order.
#[must_use]
pub fn tables(batch: &WriteBatch) -> Vec<Table> {
    let touched = |table: &Table| batch.keys().any(|(at, _)| at == *table);
    Table::ALL.into_iter().filter(touched).collect()
}

/// A device's memory. Keys are ASCII, so that the order of code units and of bytes is one.
pub trait Store {
    /// Every row of a table, in the order of keys.
    ///
    /// # Errors
    /// As [`StoreError`] says.
    fn load(&self, table: Table) -> impl Future<Output = Result<Vec<(String, Vec<u8>)>, StoreError>>;

    /// Every key of a table, in order, without the bytes.
    ///
    /// # Errors
    /// As [`StoreError`] says.
    fn keys(&self, table: Table) -> impl Future<Output = Result<Vec<String>, StoreError>>;

    /// Some rows as of one moment, in the order asked; `None` where there is none.
    ///
    /// # Errors
    /// As [`StoreError`] says.
    fn rows(&self, keys: &[(Table, String)]) -> impl Future<Output = Result<Vec<Option<Vec<u8>>>, StoreError>>;

    /// One row.
    ///
    /// # Errors
    /// As [`StoreError`] says.
    fn get(&self, table: Table, key: &str) -> impl Future<Output = Result<Option<Vec<u8>>, StoreError>>;

    /// Writes a batch in one transaction, deletes before puts, and answers when it is on the medium
    /// (durability `strict`). After an error nothing of it was written, or all of it: writing it
    /// again is safe.
    ///
    /// # Errors
    /// As [`StoreError`] says.
    fn commit(&self, batch: WriteBatch) -> impl Future<Output = Result<(), StoreError>>;

    /// Writes a batch as [`Store::commit`] does, but waits for no medium (durability `relaxed`): only for
    /// what nobody misses after a power cut.
    ///
    /// # Errors
    /// As [`StoreError`] says.
    fn note(&self, batch: WriteBatch) -> impl Future<Output = Result<(), StoreError>>;
}

/// Why the device's memory did not do what it was asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StoreError {
    /// No room: photos or old data must go before anything can be saved.
    Full,
    /// The browser has no IndexedDB here, or forbids it (a private window).
    Unavailable(String),
    /// A newer version of the app has changed this database.
    Newer,
    /// The connection was lost and opening it again did not help.
    Lost(String),
    /// Something that is a mistake of the program or a damaged database.
    Broken(String),
}

impl StoreError {
    /// Whether trying the same again, without anybody doing something, is in vain.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        match self {
            Self::Full | Self::Unavailable(_) | Self::Newer | Self::Broken(_) => true,
            Self::Lost(_) => false,
        }
    }

    /// A stable name for texts, logs and tests.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Full => "store_full",
            Self::Unavailable(_) => "store_unavailable",
            Self::Newer => "store_newer",
            Self::Lost(_) => "store_lost",
            Self::Broken(_) => "store_broken",
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full => f.write_str("no room left on this device"),
            Self::Unavailable(why) => write!(f, "the browser's database cannot be used: {why}"),
            Self::Newer => f.write_str("the database was written by a newer version"),
            Self::Lost(why) => write!(f, "the connection to the database was lost: {why}"),
            Self::Broken(why) => write!(f, "the database answered something unexpected: {why}"),
        }
    }
}

impl std::error::Error for StoreError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_names_each_touched_table_once_and_in_order() {
        let mut batch = one(Table::Meta, "a", vec![]);
        batch.append(one(Table::Root, "b", vec![]));
        batch.append(one(Table::Root, "c", vec![]));
        batch.deletes.push((Table::Pending, "d".to_owned()));
        assert_eq!(tables(&batch), [Table::Root, Table::Pending, Table::Meta]);
        assert!(tables(&WriteBatch::default()).is_empty());
    }

    #[test]
    fn only_a_lost_connection_may_be_tried_again_as_it_is() {
        assert!(!StoreError::Lost(String::new()).is_permanent());
        assert!(StoreError::Full.is_permanent());
    }
}
