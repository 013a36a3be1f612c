//! A connection to one of two engines, and the way to ask both with one text.
//!
//! Statements are written in what SQLite and PostgreSQL have in common: `$1`, `on conflict`, `returning`,
//! text and bigint. A list of ids is `(select value from json_each($1))`, see [`super::id_list`].

use sqlx::{Database, Postgres, Sqlite, Transaction, pool::PoolConnection};
use std::ops::{Deref, DerefMut};

/// A connection that a store function works on.
#[derive(Debug)]
pub enum Conn {
    /// To SQLite.
    Lite(Held<Sqlite>),
    /// To PostgreSQL.
    Pg(Held<Postgres>),
}

/// A connection out of a pool, given back when it is dropped.
#[derive(Debug)]
pub enum Held<E: Database> {
    /// Each statement stands for itself.
    Free(PoolConnection<E>),
    /// All within one transaction; dropped, it is rolled back.
    Within(Transaction<'static, E>),
}

impl<E: Database> Deref for Held<E> {
    type Target = E::Connection;

    fn deref(&self) -> &E::Connection {
        match self {
            Self::Free(connection) => connection,
            Self::Within(transaction) => transaction,
        }
    }
}

impl<E: Database> DerefMut for Held<E> {
    fn deref_mut(&mut self) -> &mut E::Connection {
        match self {
            Self::Free(connection) => connection,
            Self::Within(transaction) => transaction,
        }
    }
}

impl<E: Database> Held<E> {
    async fn committed(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Free(_) => Ok(()),
            Self::Within(transaction) => transaction.commit().await,
        }
    }

    async fn rolled_back(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Free(_) => Ok(()),
            Self::Within(transaction) => transaction.rollback().await,
        }
    }
}

impl Conn {
    /// Ends the transaction and keeps what was written.
    pub(super) async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Lite(held) => held.committed().await,
            Self::Pg(held) => held.committed().await,
        }
    }

    /// Ends a snapshot, or takes back what was written.
    ///
    /// # Errors
    /// The database's.
    pub async fn rollback(self) -> Result<(), crate::error::Error> {
        match self {
            Self::Lite(held) => held.rolled_back().await?,
            Self::Pg(held) => held.rolled_back().await?,
        }
        Ok(())
    }
}

/// Does the same on whichever engine a [`Conn`] leads to: `on!(conn, |c| …)` with the engine's own
/// connection as `c`, and `on!(conn, |c, E| …)` where a text is put together for the engine `E`.
macro_rules! on {
    ($conn:expr, |$c:ident| $body:expr) => {
        match &mut *$conn {
            $crate::store::Conn::Lite(held) => {
                let $c = &mut **held;
                $body
            }
            $crate::store::Conn::Pg(held) => {
                let $c = &mut **held;
                $body
            }
        }
    };
    ($conn:expr, |$c:ident, $E:ident| $body:expr) => {
        match &mut *$conn {
            $crate::store::Conn::Lite(held) => {
                type $E = sqlx::Sqlite;
                let $c = &mut **held;
                $body
            }
            $crate::store::Conn::Pg(held) => {
                type $E = sqlx::Postgres;
                let $c = &mut **held;
                $body
            }
        }
    };
}
pub(super) use on;
