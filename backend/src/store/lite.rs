//! Opening of SQLite: settings, migrations, one writer and a pool of readers.

use super::{
    Db,
    db::{Text, busy, migrator},
    writer::Writer,
};
use crate::error::Error;
use sqlx::{
    ConnectOptions as _,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    path::{Path, PathBuf},
    str::FromStr as _,
    time::Duration,
};

/// Every migration in order.
const MIGRATIONS: &[Text] = &[
    (1, "begin", include_str!("../../migrations/sqlite/0001_begin.sql")),
    (2, "limits", include_str!("../../migrations/sqlite/0002_limits.sql")),
    (3, "endings", include_str!("../../migrations/sqlite/0003_endings.sql")),
    (4, "dropped", include_str!("../../migrations/sqlite/0004_dropped.sql")),
    (5, "uploads", include_str!("../../migrations/sqlite/0005_uploads.sql")),
    (6, "epochs", include_str!("../../migrations/sqlite/0006_epochs.sql")),
    (7, "snapshots", include_str!("../../migrations/sqlite/0007_snapshots.sql")),
    (8, "rollup", include_str!("../../migrations/sqlite/0008_rollup.sql")),
    (9, "named", include_str!("../../migrations/sqlite/0009_named.sql")),
];

/// Readers work beside the writer, on a snapshot of their own.
const READERS_MAX: u32 = 8;

/// Whether `sqlite:FILE` names a file that is there.
#[must_use]
pub fn is_there(url: &str) -> bool {
    SqliteConnectOptions::from_str(url).is_ok_and(|options| options.get_filename().is_file())
}

/// The file that `sqlite:FILE` names; `None` where the database is another one.
#[must_use]
pub fn file_of(url: &str) -> Option<PathBuf> {
    let options = url.starts_with("sqlite:").then(|| SqliteConnectOptions::from_str(url))?;
    Some(options.ok()?.get_filename().to_path_buf())
}

/// The address of a database in this file.
#[must_use]
pub fn file_url(file: &Path) -> String {
    format!("sqlite:{}", file.display())
}

/// Opens `sqlite:FILE`, creates it if it is missing, and brings its tables up to date.
pub(super) async fn opened(url: &str) -> Result<Db, Error> {
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
    // The writer keeps its only connection until it stops.
    let writers = SqlitePoolOptions::new().max_connections(1).connect_lazy_with(options.clone());
    let mut connection = writers.acquire().await.map_err(busy)?;
    migrator(MIGRATIONS)
        .run(&mut *connection)
        .await
        .map_err(|error| Error::Internal(format!("migrations: {error}")))?;
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS_MAX)
        .test_before_acquire(false)
        .connect_lazy_with(options.read_only(true));
    Ok(Db::Lite { readers, writer: Writer::start(writers, connection) })
}

#[cfg(test)]
mod tests {
    use super::{super::db::digests, *};
    use crate::store::on;
    use sqlx::Connection as _;

    #[test]
    fn no_migration_is_edited_after_it_was_committed() {
        let committed = [
            "db40158cf751cd976cf22c53cec187ac9c384e454aae9cc0f77c8d52a12b4bcb",
            "182a3b2e4f1daa6e3974d76af3b926a909dfe3f47ea0612ac2589367b021be63",
            "75a9c9228161cab7b3bd9e94817490f4b861dbeeae9b046feb3e004cf7491971",
            "24b320e07452880a96d08718d387b201c6086ecce3d9c204c5b78548ac8e694b",
            "27fb43171114511567ac58a8036660e1f05d0071e61bace6e533594ec1db1a66",
            "72413ee0f06e431c4b24141571f588a5b0aa7f9cdb4ed8ac386877f0c15d690f",
            "07391217a5d62ef026cb3533ec004dadb5de739ea31a312620fafcc7fc01ed75",
            "feabbd951a348516439e277a7f39aa0bebb5ac45b82dcf892c94f73d3054f146",
            "e8b2e56a55af669f0f3dd4f6d8129076a855917437f899e988c0055b795ec748",
        ];
        assert_eq!(digests(MIGRATIONS), committed);
    }

    #[tokio::test]
    async fn a_database_of_any_age_is_brought_up_to_date() {
        let file = std::env::temp_dir().join(format!("lantoa-{}.db", uuid::Uuid::now_v7()));
        let url = format!("sqlite:{}", file.display());
        for age in 0..MIGRATIONS.len() {
            let options = SqliteConnectOptions::from_str(&url).unwrap().create_if_missing(true);
            let mut old = options.connect().await.unwrap();
            migrator(&MIGRATIONS[..age]).run(&mut old).await.unwrap();
            old.close().await.unwrap();
            let db = Db::open(&url).await.unwrap();
            let mut conn = db.read().await.unwrap();
            let endings: Vec<Option<String>> =
                on!(&mut conn, |c| sqlx::query_scalar("select ending from session").fetch_all(c).await).unwrap();
            assert!(endings.is_empty(), "{age}");
            drop(conn);
            db.close().await;
            std::fs::remove_file(&file).unwrap();
        }
    }
}
