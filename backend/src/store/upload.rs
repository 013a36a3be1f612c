//! Files that are on their way in parts: how far each has come. The parts themselves are in `blob_files`.
//!
//! Invariant: an upload's offset grows only from where its parts end, whoever sends, at whichever process.

use super::{
    Conn, on,
    scope::{column, number},
};
use crate::error::Error;
use shared::{digest::Digest, id::PersonId};
use std::collections::BTreeSet;

/// A file on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Told anew for each beginning.
    pub id: String,
    /// Bytes of the whole file.
    pub bytes: u64,
    /// The offset at which it goes on.
    pub received: u64,
    /// When a part came last, by the server's clock.
    pub touched_ms: i64,
}

/// How far a person's file has come, `None` if it was not begun, or was last touched before `since_ms`.
///
/// # Errors
/// The database's.
pub async fn found(conn: &mut Conn, sha256: Digest, by: PersonId, since_ms: i64) -> Result<Option<Upload>, Error> {
    let row: Option<(String, i64, i64, i64)> = on!(conn, |c| sqlx::query_as(
        "select id, bytes, received, touched_ms from upload where sha256 = $1 and person = $2 and touched_ms >= $3"
    )
    .bind(sha256.to_string())
    .bind(by.to_string())
    .bind(since_ms)
    .fetch_optional(c)
    .await)?;
    let read = |(id, bytes, received, touched_ms)| {
        Ok(Upload { id, bytes: number(bytes)?, received: number(received)?, touched_ms })
    };
    row.map(read).transpose()
}

/// Begins a file from its first byte, in place of a try that is over. Of all that a person has begun only
/// the `most` that were touched last stay.
///
/// # Errors
/// [`Error::Overtaken`] when it has been begun elsewhere meanwhile; otherwise the database's.
pub async fn begin(conn: &mut Conn, sha256: Digest, by: PersonId, new: &Upload, most: i64) -> Result<(), Error> {
    on!(conn, |c| {
        sqlx::query("delete from upload where sha256 = $1 and person = $2")
            .bind(sha256.to_string())
            .bind(by.to_string())
            .execute(c)
            .await?;
    });
    let begun = on!(conn, |c| {
        sqlx::query(
            "insert into upload (id, sha256, person, bytes, received, touched_ms) values ($1, $2, $3, $4, 0, $5)
             on conflict (sha256, person) do nothing",
        )
        .bind(new.id.clone())
        .bind(sha256.to_string())
        .bind(by.to_string())
        .bind(column(new.bytes))
        .bind(new.touched_ms)
        .execute(c)
        .await?
        .rows_affected()
    });
    super::all_written(begun, 1)?;
    on!(conn, |c| {
        sqlx::query(
            "delete from upload where person = $1 and id not in
                 (select id from upload where person = $1 order by touched_ms desc, id desc limit $2)",
        )
        .bind(by.to_string())
        .bind(most)
        .execute(c)
        .await?;
    });
    Ok(())
}

/// Notes a part, if the upload still ends where the part begins: its row is held while the two are
/// compared, so that of several parts at one offset one counts.
///
/// # Errors
/// The database's.
pub async fn grown(conn: &mut Conn, id: &str, from: u64, to: u64, part: &str, now_ms: i64) -> Result<bool, Error> {
    let grown = on!(conn, |c| {
        sqlx::query("update upload set received = $3, touched_ms = $4 where id = $1 and received = $2 and $3 <= bytes")
            .bind(id.to_owned())
            .bind(column(from))
            .bind(column(to))
            .bind(now_ms)
            .execute(c)
            .await?
            .rows_affected()
    });
    if grown == 0 {
        return Ok(false);
    }
    on!(conn, |c| {
        sqlx::query("insert into upload_part (upload, start, name) values ($1, $2, $3)")
            .bind(id.to_owned())
            .bind(column(from))
            .bind(part.to_owned())
            .execute(c)
            .await?;
    });
    Ok(true)
}

/// The names of an upload's parts, from the first byte to the last.
///
/// # Errors
/// The database's.
pub async fn parts(conn: &mut Conn, id: &str) -> Result<Vec<String>, Error> {
    Ok(on!(conn, |c| sqlx::query_scalar("select name from upload_part where upload = $1 order by start")
        .bind(id.to_owned())
        .fetch_all(c)
        .await)?)
}

/// Ends an upload: nothing goes on there.
///
/// # Errors
/// The database's.
pub async fn end(conn: &mut Conn, id: &str) -> Result<(), Error> {
    on!(conn, |c| {
        sqlx::query("delete from upload where id = $1").bind(id.to_owned()).execute(c).await?;
    });
    Ok(())
}

/// Ends all of them.
///
/// # Errors
/// The database's.
pub async fn end_all(conn: &mut Conn) -> Result<(), Error> {
    Ok(on!(conn, |c| sqlx::query("delete from upload").execute(c).await.map(drop))?)
}

/// Ends all that were last touched before a time; how many.
///
/// # Errors
/// The database's.
pub async fn end_before(conn: &mut Conn, before_ms: i64) -> Result<u64, Error> {
    Ok(on!(conn, |c| sqlx::query("delete from upload where touched_ms < $1")
        .bind(before_ms)
        .execute(c)
        .await?
        .rows_affected()))
}

/// The ids of all that go on.
///
/// # Errors
/// The database's.
pub async fn going_on(conn: &mut Conn) -> Result<BTreeSet<String>, Error> {
    let ids: Vec<String> = on!(conn, |c| sqlx::query_scalar("select id from upload").fetch_all(c).await)?;
    Ok(ids.into_iter().collect())
}
