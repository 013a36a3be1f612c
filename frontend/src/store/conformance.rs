//! One suite for every store: what the rest of the app relies on.
//! Compiled for native tests and, behind the feature `conformance`, into the app that tests open.

use super::{Store, StoreError, Table, WriteBatch, one};

/// The names of the cases, in the order in which they run.
pub const CASES: [&str; 11] = [
    "an empty store has nothing",
    "what was put comes back, byte for byte",
    "rows come in the order of their keys",
    "tables do not see each other's keys",
    "a put replaces and a delete removes",
    "deletes come before puts in a batch",
    "a second opening sees what the first has committed",
    "an empty batch is done at once",
    "thousands of rows come back whole",
    "several rows are read as of one moment",
    "what is noted is there as if it were committed",
];

/// Runs every case against stores that `open` makes; the same name must give the same rows.
///
/// # Errors
/// A sentence that names the case which failed.
pub async fn run<S: Store>(open: impl AsyncFn(&str) -> Result<S, StoreError>) -> Result<usize, String> {
    let first = open("conformance").await.map_err(|e| e.to_string())?;
    let second = open("conformance").await.map_err(|e| e.to_string())?;
    let outcomes = [
        nothing_in_the_beginning(&first).await,
        bytes_come_back(&first).await,
        keys_in_order(&first).await,
        tables_apart(&first).await,
        replaced_and_removed(&first).await,
        deletes_before_puts(&first).await,
        seen_by_the_second(&first, &second).await,
        nothing_to_do(&first).await,
        thousands(&first, &second).await,
        several_at_once(&first).await,
        noted(&first, &second).await,
    ];
    for (case, outcome) in CASES.iter().zip(outcomes) {
        match outcome {
            Ok(true) => {}
            Ok(false) => return Err(format!("failed: {case}")),
            Err(error) => return Err(format!("failed: {case}: {error}")),
        }
    }
    Ok(CASES.len())
}

type Outcome = Result<bool, StoreError>;

fn row(table: Table, key: &str, bytes: &[u8]) -> (Table, String, Vec<u8>) {
    (table, key.to_owned(), bytes.to_vec())
}

async fn clear<S: Store>(store: &S) -> Result<(), StoreError> {
    let mut batch = WriteBatch::default();
    for table in Table::ALL {
        let rows = store.load(table).await?;
        batch.deletes.extend(rows.into_iter().map(|(key, _)| (table, key)));
    }
    store.commit(batch).await
}

async fn nothing_in_the_beginning<S: Store>(store: &S) -> Outcome {
    clear(store).await?;
    let mut empty = store.get(Table::Root, "nothing").await?.is_none();
    for table in Table::ALL {
        empty &= store.load(table).await?.is_empty() && store.keys(table).await?.is_empty();
    }
    Ok(empty)
}

async fn bytes_come_back<S: Store>(store: &S) -> Outcome {
    let every_byte: Vec<u8> = (0..=255).collect();
    let mut batch = one(Table::Photo, "every-byte", every_byte.clone());
    batch.puts.push(row(Table::Photo, "empty", &[]));
    batch.puts.push(row(Table::Meta, "text", "Đã lưu trên máy".as_bytes()));
    store.commit(batch).await?;
    Ok(store.get(Table::Photo, "every-byte").await? == Some(every_byte)
        && store.get(Table::Photo, "empty").await? == Some(Vec::new())
        && store.get(Table::Meta, "text").await? == Some("Đã lưu trên máy".as_bytes().to_vec()))
}

async fn keys_in_order<S: Store>(store: &S) -> Outcome {
    clear(store).await?;
    let keys = ["b", "a/2", "a/10", "A", "a", "0197-9", "0197-10"];
    let puts = keys.iter().map(|key| row(Table::Pending, key, key.as_bytes())).collect();
    store.commit(WriteBatch { puts, deletes: Vec::new() }).await?;
    let mut expected = keys.to_vec();
    expected.sort_unstable();
    let rows = store.load(Table::Pending).await?;
    Ok(rows.iter().map(|(key, _)| key.as_str()).eq(expected) && rows.iter().all(|(key, bytes)| key.as_bytes() == bytes))
}

async fn tables_apart<S: Store>(store: &S) -> Outcome {
    clear(store).await?;
    let puts = Table::ALL.iter().map(|table| row(*table, "same", table.name().as_bytes()));
    store.commit(WriteBatch { puts: puts.collect(), deletes: Vec::new() }).await?;
    let mut apart = true;
    for table in Table::ALL {
        apart &= store.get(table, "same").await? == Some(table.name().as_bytes().to_vec());
        apart &= store.keys(table).await? == ["same"];
    }
    Ok(apart)
}

async fn replaced_and_removed<S: Store>(store: &S) -> Outcome {
    clear(store).await?;
    store.commit(one(Table::Root, "a", vec![1])).await?;
    store.commit(one(Table::Root, "a", vec![2])).await?;
    let replaced = store.get(Table::Root, "a").await? == Some(vec![2]);
    let deletes = vec![(Table::Root, "a".to_owned()), (Table::Root, "never".to_owned())];
    store.commit(WriteBatch { puts: Vec::new(), deletes }).await?;
    Ok(replaced && store.get(Table::Root, "a").await?.is_none())
}

async fn deletes_before_puts<S: Store>(store: &S) -> Outcome {
    let mut batch = one(Table::Root, "a", vec![3]);
    batch.deletes.push((Table::Root, "a".to_owned()));
    store.commit(batch).await?;
    Ok(store.get(Table::Root, "a").await? == Some(vec![3]))
}

async fn seen_by_the_second<S: Store>(first: &S, second: &S) -> Outcome {
    first.commit(one(Table::Meta, "who", vec![7])).await?;
    Ok(second.get(Table::Meta, "who").await? == Some(vec![7]))
}

async fn nothing_to_do<S: Store>(store: &S) -> Outcome {
    store.commit(WriteBatch::default()).await?;
    Ok(true)
}

async fn thousands<S: Store>(first: &S, second: &S) -> Outcome {
    clear(first).await?;
    let puts = (0..3_000_u32).map(|n| row(Table::Root, &format!("{n:05}"), &n.to_be_bytes()));
    first.commit(WriteBatch { puts: puts.collect(), deletes: Vec::new() }).await?;
    let rows = second.load(Table::Root).await?;
    let whole = rows.len() == 3_000
        && rows.iter().zip(0..).all(|((key, bytes), n)| *key == format!("{n:05}") && *bytes == u32::to_be_bytes(n));
    clear(first).await?;
    Ok(whole && second.keys(Table::Root).await?.is_empty())
}

async fn several_at_once<S: Store>(store: &S) -> Outcome {
    let mut batch = one(Table::Root, "a", vec![1]);
    batch.append(one(Table::Cursor, "a", vec![2]));
    store.commit(batch).await?;
    let keys = [(Table::Cursor, "a"), (Table::Root, "never"), (Table::Root, "a")];
    let keys = keys.map(|(table, key)| (table, key.to_owned()));
    let none = store.rows(&[]).await?.is_empty();
    Ok(none && store.rows(&keys).await? == [Some(vec![2]), None, Some(vec![1])])
}

async fn noted<S: Store>(first: &S, second: &S) -> Outcome {
    clear(first).await?;
    first.note(one(Table::Meta, "a", vec![1])).await?;
    Ok(second.get(Table::Meta, "a").await? == Some(vec![1]))
}
