//! PostgreSQL: opening, acts as transactions of their own, and done again where another was in the way.
//!
//! Invariants: an answer leaves only after the commit that holds its act; an act whose commit was not
//! answered is never done again from here, since it may stand.

use super::{
    Conn, Db,
    conn::Held,
    db::{Text, busy, migrator},
};
use crate::error::Error;
use futures_util::future::BoxFuture;
use sqlx::{
    ConnectOptions as _, Connection as _, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::{str::FromStr as _, time::Duration};

mod line;

pub use line::{Line, Told};

/// Every migration in order, by the names that SQLite's have.
const MIGRATIONS: &[Text] = &[
    (1, "begin", include_str!("../../migrations/postgres/0001_begin.sql")),
    (2, "limits", include_str!("../../migrations/postgres/0002_limits.sql")),
    (3, "endings", include_str!("../../migrations/postgres/0003_endings.sql")),
    (4, "dropped", include_str!("../../migrations/postgres/0004_dropped.sql")),
    (5, "uploads", include_str!("../../migrations/postgres/0005_uploads.sql")),
    (6, "epochs", include_str!("../../migrations/postgres/0006_epochs.sql")),
    (7, "snapshots", include_str!("../../migrations/postgres/0007_snapshots.sql")),
    (8, "rollup", include_str!("../../migrations/postgres/0008_rollup.sql")),
    (9, "named", include_str!("../../migrations/postgres/0009_named.sql")),
];

/// Connections of one process for questions, one of them for listening.
const READERS_MAX: u32 = 9;
/// Connections of one process for acts.
const WRITERS_MAX: u32 = 8;
/// A connection that was used so lately is taken to stand still.
const TRUSTED_FOR: Duration = Duration::from_secs(1);
/// The oldest version that this was tried with.
const VERSION_MIN: i32 = 15;
/// So often is an act begun before whoever asked is told to come again.
const TURNS_MAX: usize = 8;

/// What an act begins with: each statement sees what was committed before it, so that what is read after
/// a lock is what the lock holds. Whoever waits for a lock longer comes again, and a process that froze
/// holds nobody up. Acts find rows by their keys, whatever the database thinks of the size of a table: a plan
/// that is kept was made while the tables of a new office were all but empty, would read them whole, and do
/// so for every push while they grow a thousandfold, until the database takes stock of them by itself. As it
/// cannot be wrong, it is made once: to plan some dozen statements anew takes as long as to do them.
const BEGIN: &str = "begin isolation level read committed read write;
    set local plan_cache_mode = force_generic_plan;
    set local enable_seqscan = off;
    set local enable_hashjoin = off;
    set local enable_mergejoin = off;
    set local lock_timeout = '10s';
    set local idle_in_transaction_session_timeout = '60s'";
/// Questions may also sum up a whole province; each is planned anew, by the size that its tables have now.
const BEGIN_SNAPSHOT: &str = "begin isolation level repeatable read read only;
    set local plan_cache_mode = force_custom_plan";

/// Opens `postgres://…` and brings its tables up to date.
pub(super) async fn opened(url: &str) -> Result<Db, Error> {
    let options = PgConnectOptions::from_str(url)
        .map_err(|_| Error::Internal("the address of the database cannot be read".into()))?
        .application_name("lantoa")
        .statement_cache_capacity(256)
        .disable_statement_logging();
    let writers = pool(WRITERS_MAX).connect_lazy_with(options.clone());
    let mut connection = writers.acquire().await.map_err(busy)?;
    let (version, is_durable, is_unicode): (i32, bool, bool) = sqlx::query_as(
        "select current_setting('server_version_num')::integer / 10000,
                current_setting('synchronous_commit') <> 'off',
                current_setting('server_encoding') = 'UTF8'",
    )
    .fetch_one(&mut *connection)
    .await?;
    if version < VERSION_MIN {
        return Err(Error::Internal(format!("PostgreSQL {version} is too old: {VERSION_MIN} or newer is needed")));
    }
    if !is_durable {
        return Err(Error::Internal("synchronous_commit is off: a receipt would leave before the disk has it".into()));
    }
    if !is_unicode {
        return Err(Error::Internal("the database's encoding must be UTF8".into()));
    }
    // Processes that start together wait for each other in here.
    migrator(MIGRATIONS)
        .run(&mut *connection)
        .await
        .map_err(|error| Error::Internal(format!("migrations: {error}")))?;
    drop(connection);
    let readers = pool(READERS_MAX).connect_lazy_with(options);
    Ok(Db::Pg { readers, writers, line: Line::new() })
}

/// Connections that are asked whether they still stand before they are given to somebody, unless they did a
/// moment ago: to ask each time takes as long as a small question.
fn pool(connections_max: u32) -> PgPoolOptions {
    let pool = PgPoolOptions::new().max_connections(connections_max).test_before_acquire(false);
    pool.before_acquire(|connection, about| {
        Box::pin(async move {
            if about.idle_for >= TRUSTED_FOR {
                connection.ping().await?;
            }
            Ok(true)
        })
    })
}

/// See [`Db::snapshot`].
pub(super) async fn snapshot(readers: &PgPool) -> Result<Conn, Error> {
    Ok(Conn::Pg(Held::Within(readers.begin_with(BEGIN_SNAPSHOT).await.map_err(busy)?)))
}

/// See [`Db::write`]. The act goes on when whoever asked is gone.
pub(super) async fn write<T, F>(writers: PgPool, act: F) -> Result<T, Error>
where
    T: Send + 'static,
    F: for<'c> Fn(&'c mut Conn) -> BoxFuture<'c, Result<T, Error>> + Send + Sync + 'static,
{
    let work = tokio::spawn(async move {
        for _ in 0..TURNS_MAX {
            match turn(&writers, &act).await {
                Err(Error::Overtaken) => tracing::debug!("an act was overtaken and begins again"),
                ended => return ended,
            }
        }
        Err(Error::Unavailable("others write the same"))
    });
    // An act that panicked was taken back with its connection.
    work.await.unwrap_or_else(|_| Err(Error::Internal("the act broke off".into())))
}

async fn turn<T, F>(writers: &PgPool, act: &F) -> Result<T, Error>
where
    F: for<'c> Fn(&'c mut Conn) -> BoxFuture<'c, Result<T, Error>>,
{
    let mut conn = Conn::Pg(Held::Within(writers.begin_with(BEGIN).await.map_err(busy)?));
    match act(&mut conn).await {
        Ok(value) => match conn.commit().await.map_err(Error::from) {
            Ok(()) => Ok(value),
            Err(Error::Overtaken) => Err(Error::Overtaken),
            Err(error) => {
                tracing::error!(%error, "commit failed");
                Err(Error::Unavailable("the commit failed"))
            }
        },
        Err(error) => {
            // Without a line there is nothing to take back.
            let _ = conn.rollback().await;
            Err(error)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::db::digests, *};

    #[test]
    fn no_migration_is_edited_after_it_was_committed() {
        let committed = [
            "c9db511934e8d11bf064b230b492252db4061a64ebf4ce4a99cd70b192f326a0",
            "182a3b2e4f1daa6e3974d76af3b926a909dfe3f47ea0612ac2589367b021be63",
            "dc6b8855b2e56089aadfe29eb339f2e62653b45572e221a4ee2203deecae62bb",
            "41c726b1779f9bb4f1316d77a016d1107915fa4b91d39178ac72b36028f95c21",
            "da366109436632c22aa497412b1e93db24fdc071640cd9adda9ee66196bf5f8b",
            "9559b4911e82a5fc544e954b217fd55e05ad496a0bfcef3154ddc7a93796ff48",
            "ef973d7aa6bb44a9f8746fa2624ff92291d1705ab4299756f00b61191cd6bc5b",
            "41255aa0d5c608afca387a1239df6eb9ac8adc56a591f058420b8cdc8c9237b8",
            "baf4ade0ee55b051ae9b8c1238f1a45275705f376b348f2aa1ca014af40a0f25",
        ];
        assert_eq!(digests(MIGRATIONS), committed);
    }
}
