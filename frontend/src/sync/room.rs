//! Room on a medium that is full: what is kept for the day on which the server loses something gives way to
//! what a person saves.

use crate::store::{Store, StoreError, Table, WriteBatch};
use shared::notebook::EPOCH_KEY;

/// Writes a batch. Should the store be full, `let_go` names what can leave it, until the batch fits or nothing
/// more can; what leaves is left out of the batch as well.
///
/// # Errors
/// The store's. The batch is then what is still to be written.
pub async fn committed(
    store: &impl Store,
    batch: &mut WriteBatch,
    mut let_go: impl FnMut(Option<&[u8]>) -> WriteBatch,
) -> Result<(), StoreError> {
    loop {
        let refused = store.commit(batch.clone()).await;
        if refused != Err(StoreError::Full) {
            return refused;
        }
        // Another tab may have heard meanwhile what the server has lost.
        let epoch = store.get(Table::Epoch, EPOCH_KEY).await?;
        let room = let_go(epoch.as_deref());
        if room.is_empty() {
            return refused;
        }
        batch.append(room.clone());
        // By itself first: a full store may refuse what takes more than it gives.
        store.commit(room).await?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        block_on::block_on,
        store::{memory::MemoryStore, one},
    };

    fn page(at: u8) -> WriteBatch {
        one(Table::Kept, at.to_string(), vec![at; 100])
    }

    /// A full store with three kept pages, and what names them to go, one at a time.
    fn full() -> (MemoryStore, impl FnMut(Option<&[u8]>) -> WriteBatch) {
        let store = MemoryStore::default();
        for at in 1..=3 {
            block_on(store.commit(page(at))).unwrap();
        }
        store.limit_to(Some(350));
        let mut names = (1..=3).map(|at: u8| at.to_string());
        let let_go = move |_: Option<&[u8]>| {
            let deletes = names.next().map(|name| (Table::Kept, name)).into_iter().collect();
            WriteBatch { puts: Vec::new(), deletes }
        };
        (store, let_go)
    }

    #[test]
    fn what_is_saved_takes_the_room_of_the_oldest_pages() {
        let (store, let_go) = full();
        let mut save = one(Table::Pending, "1", vec![1; 200]);
        assert_eq!(block_on(committed(&store, &mut save, let_go)), Ok(()));
        assert_eq!(block_on(store.keys(Table::Pending)), Ok(vec!["1".to_owned()]));
        assert_eq!(block_on(store.keys(Table::Kept)), Ok(vec!["3".to_owned()]), "and no more than must");
    }

    #[test]
    fn what_does_not_fit_at_all_is_still_to_be_written() {
        let (store, let_go) = full();
        let mut save = one(Table::Pending, "1", vec![1; 400]);
        assert_eq!(block_on(committed(&store, &mut save, let_go)), Err(StoreError::Full));
        assert_eq!(save.puts.len(), 1);
        assert_eq!(block_on(store.keys(Table::Pending)), Ok(Vec::new()));
    }

    #[test]
    fn a_page_that_is_let_go_before_it_is_written_is_not_written() {
        let (store, let_go) = full();
        let mut batch = page(1);
        batch.append(one(Table::Pending, "1", vec![1; 100]));
        assert_eq!(block_on(committed(&store, &mut batch, let_go)), Ok(()));
        assert_eq!(block_on(store.keys(Table::Kept)), Ok(vec!["2".to_owned(), "3".to_owned()]));
    }

    #[test]
    fn another_refusal_costs_no_page() {
        let (store, let_go) = full();
        let lost = StoreError::Lost(String::new());
        store.fail_with(Some(lost.clone()));
        assert_eq!(block_on(committed(&store, &mut page(4), let_go)), Err(lost));
        assert_eq!(block_on(store.keys(Table::Kept)).map(|keys| keys.len()), Ok(3));
    }
}
