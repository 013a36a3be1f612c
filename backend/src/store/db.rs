//! The database, whichever it is: connections for reading, acts that write.

use super::{
    Conn,
    conn::Held,
    lite,
    pg::{self, Line},
    writer::Writer,
};
use crate::error::Error;
use futures_util::future::BoxFuture;
use sqlx::{
    PgPool, SqlStr, SqlitePool,
    migrate::{Migration, MigrationType, Migrator},
};
use std::borrow::Cow;

/// A migration: number, name, text. Only ever added to, never edited.
pub(super) type Text = (i64, &'static str, &'static str);

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
    /// PostgreSQL: any number of processes, each with its pools. What must not happen at once is held
    /// apart by locks, see [`super::lock`].
    Pg {
        /// For questions, and for listening.
        readers: PgPool,
        /// For acts; so that those who wait for a lock leave the readers alone.
        writers: PgPool,
        /// To the other processes.
        line: Line,
    },
}

/// What a pool says, for whoever asks: none is free, or the server is stopping.
pub(super) fn busy(error: sqlx::Error) -> Error {
    match error {
        sqlx::Error::PoolTimedOut => Error::Unavailable("all connections are busy"),
        sqlx::Error::PoolClosed => Error::Unavailable("the server is stopping"),
        other => other.into(),
    }
}

/// Brings tables up to date.
pub(super) fn migrator(texts: &[Text]) -> Migrator {
    let migration = |(number, name, text): &Text| {
        Migration::new(*number, Cow::Borrowed(name), MigrationType::Simple, SqlStr::from_static(text), false)
    };
    Migrator::with_migrations(texts.iter().map(migration).collect())
}

/// The texts of migrations, to be compared with those that were committed: databases remember the texts
/// that made them, and do not open over others.
#[cfg(test)]
pub(super) fn digests(texts: &[Text]) -> Vec<String> {
    texts.iter().map(|(_, _, text)| shared::digest::Digest::of(text.as_bytes()).to_string()).collect()
}

impl Db {
    /// Opens `sqlite:FILE`, which is created if it is missing, or `postgres://…`, which must be there;
    /// and brings its tables up to date.
    ///
    /// # Errors
    /// When it cannot be opened, or is not one of ours.
    pub async fn open(url: &str) -> Result<Self, Error> {
        if url.starts_with("sqlite:") { lite::opened(url).await } else { pg::opened(url).await }
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when none becomes free.
    pub async fn read(&self) -> Result<Conn, Error> {
        match self {
            Self::Lite { readers, .. } => Ok(Conn::Lite(Held::Free(readers.acquire().await.map_err(busy)?))),
            Self::Pg { readers, .. } => Ok(Conn::Pg(Held::Free(readers.acquire().await.map_err(busy)?))),
        }
    }

    /// Reads on one snapshot, however many questions are asked. Rolled back when done.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when no connection becomes free.
    pub async fn snapshot(&self) -> Result<Conn, Error> {
        match self {
            Self::Lite { readers, .. } => Ok(Conn::Lite(Held::Within(readers.begin().await.map_err(busy)?))),
            Self::Pg { readers, .. } => pg::snapshot(readers).await,
        }
    }

    /// Does an act whole or not at all. The answer comes after the commit has reached the disk. Where
    /// several processes write, an act that another one was in the way of is done again from its
    /// beginning.
    ///
    /// # Errors
    /// What the act returned, or that the commit failed; then nothing of the act is there.
    pub async fn write<T, F>(&self, act: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'c> Fn(&'c mut Conn) -> BoxFuture<'c, Result<T, Error>> + Send + Sync + 'static,
    {
        match self {
            Self::Lite { writer, .. } => writer.write(act).await,
            Self::Pg { writers, .. } => pg::write(writers.clone(), act).await,
        }
    }

    /// Closes every connection, the writer's once it has finished what it has.
    pub async fn close(&self) {
        match self {
            Self::Lite { readers, writer } => {
                // The writer is the last to go: only it can fold the log into the file.
                readers.close().await;
                writer.stop().await;
            }
            Self::Pg { readers, writers, .. } => {
                writers.close().await;
                readers.close().await;
            }
        }
    }
}
