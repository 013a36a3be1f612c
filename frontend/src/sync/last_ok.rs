//! When the server last answered to everything. It is for people to read: it is stored now and then,
//! without waiting for the medium.

use super::loading::number_in;
use crate::store::{DeviceStore, Store, StoreError, Table, WriteBatch, one};
use std::cell::Cell;
use wasm_bindgen_futures::spawn_local;

/// The row that says it.
const LAST_OK: &str = "last_ok";
/// The row of what the server's clock said then.
const SERVER: &str = "server_time";
/// The one that is stored may be so much older.
const STORED_EVERY_MS: u64 = 60_000;

/// When it was, and when it was according to the store.
#[derive(Clone, Default)]
pub struct LastOk {
    at_ms: Cell<Option<i64>>,
    server_ms: Cell<Option<i64>>,
    stored_ms: Cell<Option<i64>>,
}

impl LastOk {
    /// As the store has it.
    ///
    /// # Errors
    /// The store's.
    pub async fn in_store(store: &DeviceStore) -> Result<Self, StoreError> {
        let at_ms = number_in(store, LAST_OK).await?;
        let server_ms = Cell::new(number_in(store, SERVER).await?);
        Ok(Self { at_ms: Cell::new(at_ms), server_ms, stored_ms: Cell::new(at_ms) })
    }

    /// When it was.
    #[must_use]
    pub fn at_ms(&self) -> Option<i64> {
        self.at_ms.get()
    }

    /// What the server's clock said, the last time that it told; a device's clock that is before it is wrong.
    #[must_use]
    pub fn server_ms(&self) -> Option<i64> {
        self.server_ms.get()
    }

    /// Another tab has told.
    pub fn heard(&self, at_ms: i64) {
        self.at_ms.set(Some(at_ms));
    }

    /// It was now; the server's clock said so much, if it told.
    pub fn note(&self, at_ms: i64, server_ms: Option<i64>, store: &DeviceStore) {
        self.at_ms.set(Some(at_ms));
        self.server_ms.set(server_ms.or(self.server_ms.get()));
        if !self.is_due(at_ms) {
            return;
        }
        self.stored_ms.set(Some(at_ms));
        let (store, batch) = (store.clone(), self.rows(at_ms));
        spawn_local(async move {
            // At worst an older time is shown after the next start.
            let _refused = store.note(batch).await;
        });
    }

    /// What is stored of it.
    fn rows(&self, at_ms: i64) -> WriteBatch {
        let row = |key, number: i64| one(Table::Meta, key, number.to_string().into_bytes());
        let mut batch = row(LAST_OK, at_ms);
        batch.puts.extend(self.server_ms.get().into_iter().flat_map(|server_ms| row(SERVER, server_ms).puts));
        batch
    }

    /// Whether more than a minute lies between it and the one stored; the clock may have been set back.
    fn is_due(&self, at_ms: i64) -> bool {
        self.stored_ms.get().is_none_or(|stored| stored.abs_diff(at_ms) > STORED_EVERY_MS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_stored_once_a_minute_also_after_the_clock_was_set_back() {
        let last = LastOk::default();
        assert!(last.is_due(0), "never stored");
        last.stored_ms.set(Some(1_000_000));
        assert!(!last.is_due(1_030_000));
        assert!(!last.is_due(1_060_000));
        assert!(last.is_due(1_060_001));
        assert!(last.is_due(900_000));
    }

    #[test]
    fn what_the_server_s_clock_said_is_stored_with_it() {
        let keys = |last: &LastOk| last.rows(1).puts.into_iter().map(|(_, key, _)| key).collect::<Vec<_>>();
        let last = LastOk::default();
        assert_eq!(keys(&last), [LAST_OK]);
        last.server_ms.set(Some(7));
        assert_eq!(keys(&last), [LAST_OK, SERVER]);
        assert_eq!(last.rows(1).puts[1].2, b"7");
    }

    #[test]
    fn what_another_tab_tells_is_shown_and_stored_by_that_tab() {
        let last = LastOk::default();
        last.heard(7);
        assert_eq!((last.at_ms(), last.stored_ms.get()), (Some(7), None));
    }
}
