//! Opening of the database: settings, migrations, one writer and a pool of readers.

use super::{Conn, Engine, writer::Writer};
use crate::error::Error;
use futures_util::future::BoxFuture;
use sqlx::{
    ConnectOptions as _, SqlStr, SqlitePool, Transaction,
    migrate::{Migration, MigrationType, Migrator},
    pool::PoolConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{borrow::Cow, str::FromStr as _, time::Duration};

/// Every migration in order: number, name, text. Only ever added to, never edited.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "begin", include_str!("../../migrations/sqlite/0001_begin.sql")),
    (2, "limits", include_str!("../../migrations/sqlite/0002_limits.sql")),
    (3, "endings", include_str!("../../migrations/sqlite/0003_endings.sql")),
    (4, "dropped", include_str!("../../migrations/sqlite/0004_dropped.sql")),
];

/// Readers work beside the writer, on a snapshot of their own.
const READERS_MAX: u32 = 8;

/// A running database.
#[derive(Clone)]
pub enum Db {
    /// SQLite, one file: writes go through one task, reads through a pool.
    Lite {
        /// Read-only connections.
        readers: SqlitePool,
        /// The one that writes.
        writer: Writer,
    },
}

fn busy(error: sqlx::Error) -> Error {
    match error {
        sqlx::Error::PoolTimedOut => Error::Unavailable("all readers are busy"),
        other => Error::Database(other),
    }
}

fn migrator() -> Migrator {
    let migration = |(number, name, text): &(i64, &'static str, &'static str)| {
        Migration::new(*number, Cow::Borrowed(name), MigrationType::Simple, SqlStr::from_static(text), false)
    };
    Migrator::with_migrations(MIGRATIONS.iter().map(migration).collect())
}

impl Db {
    /// Opens `sqlite:FILE`, creates it if it is missing, and brings its tables up to date.
    ///
    /// # Errors
    /// When the file cannot be opened, or is not one of ours.
    pub async fn open(url: &str) -> Result<Self, Error> {
        let options = SqliteConnectOptions::from_str(url)
            .map_err(Error::Database)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // FULL: a commit has reached the disk before its receipt leaves.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(10))
            .foreign_keys(true)
            .statement_cache_capacity(256)
            .pragma("wal_autocheckpoint", "4000")
            .pragma("cache_size", "-65536")
            .disable_statement_logging();
        let mut connection = options.connect().await.map_err(Error::Database)?;
        migrator().run(&mut connection).await.map_err(|error| Error::Internal(format!("migrations: {error}")))?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS_MAX)
            .test_before_acquire(false)
            .connect_lazy_with(options.read_only(true));
        Ok(Self::Lite { readers, writer: Writer::start(connection) })
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when none becomes free.
    pub async fn read(&self) -> Result<PoolConnection<Engine>, Error> {
        let Self::Lite { readers, .. } = self;
        readers.acquire().await.map_err(busy)
    }

    /// Reads on one snapshot, however many questions are asked. Rolled back when done.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when no connection becomes free.
    pub async fn snapshot(&self) -> Result<Transaction<'static, Engine>, Error> {
        let Self::Lite { readers, .. } = self;
        readers.begin().await.map_err(busy)
    }

    /// Does an act whole or not at all. The answer comes after the commit has reached the disk.
    ///
    /// # Errors
    /// What the act returned, or that the commit failed; then nothing of the act is there.
    pub async fn write<T, F>(&self, act: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut Conn) -> BoxFuture<'c, Result<T, Error>> + Send + 'static,
    {
        let Self::Lite { writer, .. } = self;
        writer.write(act).await
    }

    /// Closes every connection, the writer's once it has finished what it has.
    pub async fn close(&self) {
        let Self::Lite { readers, writer } = self;
        // The writer is the last to go: only it can fold the log into the file.
        readers.close().await;
        writer.stop().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::digest::Digest;
    use sqlx::Connection as _;

    /// Databases remember the texts that made them, and do not open over others.
    #[test]
    fn no_migration_is_edited_after_it_was_committed() {
        let texts: Vec<String> =
            MIGRATIONS.iter().map(|(_, _, text)| Digest::of(text.as_bytes()).to_string()).collect();
        let committed = [
            "db40158cf751cd976cf22c53cec187ac9c384e454aae9cc0f77c8d52a12b4bcb",
            "182a3b2e4f1daa6e3974d76af3b926a909dfe3f47ea0612ac2589367b021be63",
            "75a9c9228161cab7b3bd9e94817490f4b861dbeeae9b046feb3e004cf7491971",
            "24b320e07452880a96d08718d387b201c6086ecce3d9c204c5b78548ac8e694b",
        ];
        assert_eq!(texts, committed);
    }

    #[tokio::test]
    async fn a_database_of_any_age_is_brought_up_to_date() {
        let file = std::env::temp_dir().join(format!("lantoa-{}.db", uuid::Uuid::now_v7()));
        let url = format!("sqlite:{}", file.display());
        for age in 0..MIGRATIONS.len() {
            let options = SqliteConnectOptions::from_str(&url).unwrap().create_if_missing(true);
            let mut old = options.connect().await.unwrap();
            let begun = Migrator::with_migrations(migrator().iter().take(age).cloned().collect());
            begun.run(&mut old).await.unwrap();
            old.close().await.unwrap();
            let db = Db::open(&url).await.unwrap();
            let endings: Vec<Option<String>> = sqlx::query_scalar("select ending from session")
                .fetch_all(&mut *db.read().await.unwrap())
                .await
                .unwrap();
            assert!(endings.is_empty(), "{age}");
            db.close().await;
            std::fs::remove_file(&file).unwrap();
        }
    }
}
