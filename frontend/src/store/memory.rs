//! The store's twin in memory, for tests and for the law that both behave alike.
//! It must not become a fallback in the browser: what is only in memory is not saved.

use super::{Store, StoreError, Table, WriteBatch};
use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

type Rows = BTreeMap<(Table, String), Vec<u8>>;

/// Rows in memory. Clones share their rows, as tabs share a database.
#[derive(Clone, Default, Debug)]
pub struct MemoryStore {
    rows: Rc<RefCell<Rows>>,
    failure: Rc<RefCell<Option<StoreError>>>,
    unreadable: Rc<RefCell<Option<StoreError>>>,
    limit: Rc<RefCell<Option<usize>>>,
}

impl MemoryStore {
    /// An empty store. The name is the browser store's; here every opened store is its own.
    ///
    /// # Errors
    /// Never; the browser's twin may.
    #[expect(clippy::unused_async, reason = "has the shape of the browser's twin")]
    pub async fn open(_name: &str) -> Result<Self, StoreError> {
        Ok(Self::default())
    }

    /// Lets every following commit fail, until told otherwise.
    pub fn fail_with(&self, failure: Option<StoreError>) {
        *self.failure.borrow_mut() = failure;
    }

    /// Lets every following reading fail, until told otherwise.
    pub fn refuse_reads_with(&self, failure: Option<StoreError>) {
        *self.unreadable.borrow_mut() = failure;
    }

    /// From now on no commit may leave more bytes here than so many, until told otherwise.
    pub fn limit_to(&self, bytes: Option<usize>) {
        *self.limit.borrow_mut() = bytes;
    }

    fn readable(&self) -> Result<(), StoreError> {
        self.unreadable.borrow().clone().map_or(Ok(()), Err)
    }
}

impl Store for MemoryStore {
    async fn load(&self, table: Table) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        self.readable()?;
        let rows = self.rows.borrow();
        let of_table = rows.range((table, String::new())..).take_while(|((at, _), _)| *at == table);
        Ok(of_table.map(|((_, key), bytes)| (key.clone(), bytes.clone())).collect())
    }

    async fn rows(&self, keys: &[(Table, String)]) -> Result<Vec<Option<Vec<u8>>>, StoreError> {
        self.readable()?;
        Ok(keys.iter().map(|key| self.rows.borrow().get(key).cloned()).collect())
    }

    async fn get(&self, table: Table, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.readable()?;
        Ok(self.rows.borrow().get(&(table, key.to_owned())).cloned())
    }

    async fn keys(&self, table: Table) -> Result<Vec<String>, StoreError> {
        self.readable()?;
        let of_table = |(at, key): &(Table, String)| (*at == table).then(|| key.clone());
        Ok(self.rows.borrow().keys().filter_map(of_table).collect())
    }

    async fn commit(&self, batch: WriteBatch) -> Result<(), StoreError> {
        if let Some(failure) = &*self.failure.borrow() {
            return Err(failure.clone());
        }
        let mut rows = self.rows.borrow().clone();
        for (table, key) in batch.deletes {
            rows.remove(&(table, key));
        }
        for (table, key, bytes) in batch.puts {
            rows.insert((table, key), bytes);
        }
        let sum = |rows: &Rows| rows.values().map(Vec::len).sum::<usize>();
        if self.limit.borrow().is_some_and(|limit| sum(&rows) > limit.max(sum(&self.rows.borrow()))) {
            return Err(StoreError::Full);
        }
        *self.rows.borrow_mut() = rows;
        Ok(())
    }

    async fn note(&self, batch: WriteBatch) -> Result<(), StoreError> {
        self.commit(batch).await
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{conformance, one},
        *,
    };
    use crate::block_on::block_on;

    #[test]
    fn memory_conforms() {
        let store = MemoryStore::default();
        let report = block_on(conformance::run(async |_name: &str| Ok(store.clone())));
        assert_eq!(report, Ok(conformance::CASES.len()));
    }

    #[test]
    fn a_refused_commit_writes_nothing() {
        let store = MemoryStore::default();
        store.fail_with(Some(StoreError::Full));
        let batch = one(Table::Root, "a", vec![1]);
        assert_eq!(block_on(store.commit(batch)), Err(StoreError::Full));
        store.fail_with(None);
        assert_eq!(block_on(store.keys(Table::Root)), Ok(Vec::new()));
    }
}
