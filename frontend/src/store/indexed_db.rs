//! The browser's database behind [`Store`]: one transaction a batch, durability `strict` unless
//! nobody would miss it.
//!
//! Browsers drop connections (memory pressure, storage cleared, an update in another tab). So a
//! connection is watched, opened again when it is gone, and what failed is tried once more; if
//! that fails too the error is loud, and the caller still has what it wanted to save.

use super::{Store, StoreError, Table, WriteBatch, tables};
use js_sys::Uint8Array;
use matrix_indexed_db_futures::{
    database::Database,
    error::{DomException, Error, OpenDbError},
    prelude::*,
    transaction::{
        OnTransactionDrop, TransactionDurability, TransactionFinishKind, TransactionMode, TransactionOptions,
    },
};
use std::{
    cell::RefCell,
    rc::{Rc, Weak},
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;

/// Raised only when tables are added; a database is never emptied by an upgrade.
const VERSION: u32 = 3;

/// A named IndexedDB database. Clones share one connection.
#[derive(Clone)]
pub struct IndexedDbStore {
    line: Rc<Line>,
}

struct Line {
    name: String,
    open: RefCell<Option<Database>>,
}

impl IndexedDbStore {
    /// Opens the database, making it and its tables if it is new.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] or [`StoreError::Newer`] above all.
    pub async fn open(name: &str) -> Result<Self, StoreError> {
        let store = Self { line: Rc::new(Line { name: name.to_owned(), open: RefCell::new(None) }) };
        store.database().await?;
        Ok(store)
    }

    /// Cuts the connection as a browser would, so that a test can see it come back.
    #[cfg(feature = "conformance")]
    pub fn cut(&self) {
        if let Some(database) = self.line.open.borrow().as_ref() {
            database.clone().close();
        }
    }

    async fn database(&self) -> Result<Database, StoreError> {
        if let Some(database) = self.line.open.borrow().as_ref() {
            return Ok(database.clone());
        }
        let database = opened(&self.line.name).await?;
        let mut open = self.line.open.borrow_mut();
        if let Some(sooner) = open.as_ref() {
            // Another call opened one while this one waited: one connection is enough.
            database.close();
            return Ok(sooner.clone());
        }
        watch(&database, Rc::downgrade(&self.line));
        *open = Some(database.clone());
        Ok(database)
    }

    /// Runs `work` on the connection; if the connection was dead, on a new one, once.
    async fn with_connection<T>(&self, work: impl AsyncFn(&Database) -> Result<T, Error>) -> Result<T, StoreError> {
        let database = self.database().await?;
        let first = match work(&database).await {
            Ok(value) => return Ok(value),
            Err(error) => StoreError::from(error),
        };
        if first.is_permanent() {
            return Err(first);
        }
        *self.line.open.borrow_mut() = None;
        database.close();
        let database = self.database().await?;
        work(&database).await.map_err(StoreError::from)
    }
}

impl IndexedDbStore {
    async fn write(&self, batch: &WriteBatch, durability: TransactionDurability) -> Result<(), StoreError> {
        if batch.is_empty() {
            return Ok(());
        }
        self.with_connection(async |database: &Database| written(database, batch, durability).await).await
    }
}

impl Store for IndexedDbStore {
    async fn load(&self, table: Table) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        self.with_connection(async |database: &Database| {
            let transaction = database.transaction(table.name()).build()?;
            let rows = transaction.object_store(table.name())?;
            let keys = rows.get_all_keys::<String>().primitive()?;
            let values = rows.get_all::<JsValue>().primitive()?;
            let (keys, values) = (keys.await?, values.await?);
            keys.zip(values).map(|(key, value)| Ok((key?, bytes_of(&value?)))).collect()
        })
        .await
    }

    async fn rows(&self, keys: &[(Table, String)]) -> Result<Vec<Option<Vec<u8>>>, StoreError> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let touched = |table: &Table| keys.iter().any(|(at, _)| at == table);
        let names: Vec<_> = Table::ALL.into_iter().filter(touched).map(Table::name).collect();
        self.with_connection(async |database: &Database| {
            let transaction = database.transaction(names.as_slice()).build()?;
            let mut requests = Vec::with_capacity(keys.len());
            for (table, key) in keys {
                let rows = transaction.object_store(table.name())?;
                requests.push(rows.get::<JsValue, _, _>(key.as_str()).primitive()?);
            }
            let mut found = Vec::with_capacity(keys.len());
            for request in requests {
                let value = request.await?.filter(|value| !value.is_undefined());
                found.push(value.map(|value| bytes_of(&value)));
            }
            Ok(found)
        })
        .await
    }

    async fn get(&self, table: Table, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.with_connection(async |database: &Database| {
            let transaction = database.transaction(table.name()).build()?;
            let rows = transaction.object_store(table.name())?;
            let value = rows.get::<JsValue, _, _>(key).primitive()?.await?;
            Ok(value.filter(|value| !value.is_undefined()).map(|value| bytes_of(&value)))
        })
        .await
    }

    async fn keys(&self, table: Table) -> Result<Vec<String>, StoreError> {
        self.with_connection(async |database: &Database| {
            let transaction = database.transaction(table.name()).build()?;
            let rows = transaction.object_store(table.name())?;
            let keys = rows.get_all_keys::<String>().primitive()?.await?;
            keys.collect()
        })
        .await
    }

    async fn commit(&self, batch: WriteBatch) -> Result<(), StoreError> {
        self.write(&batch, TransactionDurability::Strict).await
    }

    async fn note(&self, batch: WriteBatch) -> Result<(), StoreError> {
        self.write(&batch, TransactionDurability::Relaxed).await
    }
}

/// Issues every request of the batch, then waits for the transaction alone.
async fn written(database: &Database, batch: &WriteBatch, durability: TransactionDurability) -> Result<(), Error> {
    let names: Vec<&str> = tables(batch).into_iter().map(Table::name).collect();
    let mut options = TransactionOptions::new();
    options.set_durability(durability);
    let mut transaction =
        database.transaction(names.as_slice()).with_mode(TransactionMode::Readwrite).with_options(options).build()?;
    for (table, key) in &batch.deletes {
        drop(transaction.object_store(table.name())?.delete(key.as_str()).primitive()?);
    }
    for (table, key, bytes) in &batch.puts {
        let value = JsValue::from(Uint8Array::from(bytes.as_slice()));
        let rows = transaction.object_store(table.name())?;
        drop(rows.put(value).with_key(key.clone()).without_key_type().primitive()?);
    }
    // Not `commit()`: of an abort it keeps no reason, and a full disk must be told from the rest.
    transaction.on_drop(OnTransactionDrop::Commit);
    match transaction.on_done()?.await {
        TransactionFinishKind::Ok => Ok(()),
        TransactionFinishKind::Err | TransactionFinishKind::Abort => {
            Err(transaction.error().unwrap_or_else(|| js_sys::Error::new("aborted").into()))
        }
    }
}

async fn opened(name: &str) -> Result<Database, StoreError> {
    let request = Database::open(name)
        .with_version(VERSION)
        .with_on_upgrade_needed(|_event, transaction| {
            let database = transaction.db();
            let there: Vec<String> = database.object_store_names().collect();
            for table in Table::ALL {
                if !there.iter().any(|name| name == table.name()) {
                    database.create_object_store(table.name()).build()?;
                }
            }
            Ok(())
        })
        .build();
    Ok(request?.await?)
}

/// Forgets the connection when the browser closes it, and gives way when another tab upgrades.
fn watch(database: &Database, line: Weak<Line>) {
    let Ok(mut changes) = database.version_changes() else { return };
    let database = database.clone();
    spawn_local(async move {
        let _ = changes.recv().await;
        database.close();
        if let Some(line) = line.upgrade() {
            *line.open.borrow_mut() = None;
        }
    });
}

fn bytes_of(value: &JsValue) -> Vec<u8> {
    value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec).unwrap_or_default()
}

impl From<OpenDbError> for StoreError {
    fn from(error: OpenDbError) -> Self {
        match error {
            OpenDbError::Base(Error::DomException(DomException::Other(exception)))
                if exception.name() == "VersionError" =>
            {
                Self::Newer
            }
            OpenDbError::Base(error) => match Self::from(error) {
                Self::Broken(why) => Self::Unavailable(why),
                error => error,
            },
            error => Self::Unavailable(error.to_string()),
        }
    }
}

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        let Error::DomException(exception) = error else {
            // A transaction that ends without a reason belongs to a connection that went away.
            return Self::Lost(error.to_string());
        };
        let exception = web_sys::DomException::from(exception);
        let why = format!("{}: {}", exception.name(), exception.message());
        match exception.name().as_str() {
            "QuotaExceededError" => Self::Full,
            "DataError" | "DataCloneError" | "NotFoundError" | "ReadOnlyError" | "InvalidAccessError"
            | "SyntaxError" | "ConstraintError" => Self::Broken(why),
            _ => Self::Lost(why),
        }
    }
}
