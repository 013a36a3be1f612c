//! What is known of files: which have arrived, who brought them, which roots name them.
//! The bytes themselves are in `blob_files`.

use super::{
    Conn, id_list, on,
    scope::{number, with_rights},
    stored,
};
use crate::error::Error;
use shared::{
    digest::Digest,
    id::{PersonId, RecordId, UnitId},
};
use sqlx::QueryBuilder;
use std::collections::BTreeSet;

/// Notes that a file is whole on the disk, and who brought it.
///
/// # Errors
/// The database's.
pub async fn arrived(conn: &mut Conn, sha256: Digest, bytes: i64, by: PersonId, now_ms: i64) -> Result<(), Error> {
    on!(conn, |c| {
        sqlx::query(
            "insert into blob (sha256, bytes, received_ms) values ($1, $2, $3) on conflict (sha256) do nothing",
        )
        .bind(sha256.to_string())
        .bind(bytes)
        .bind(now_ms)
        .execute(c)
        .await?;
    });
    on!(conn, |c| {
        sqlx::query("insert into blob_upload (sha256, person) values ($1, $2) on conflict (sha256, person) do nothing")
            .bind(sha256.to_string())
            .bind(by.to_string())
            .execute(c)
            .await?;
    });
    Ok(())
}

/// What counts before somebody brings a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Whether the file is here already.
    pub is_here: bool,
    /// Whether a root names it: its text has been taken in and waits for it.
    pub is_named: bool,
    /// Bytes of files that this person brought or is bringing and no root names, but for those of dropped
    /// changes and for this file.
    pub unnamed_bytes: i64,
}

/// What counts before a person brings a file.
///
/// # Errors
/// The database's.
pub async fn standing(conn: &mut Conn, sha256: Digest, by: PersonId) -> Result<Standing, Error> {
    let (is_here, is_named, unnamed_bytes) = on!(conn, |c| {
        sqlx::query_as(
        "select exists (select 1 from blob where sha256 = $1),
                exists (select 1 from blob_ref where sha256 = $1),
                (select cast(coalesce(sum(bytes), 0) as bigint) from blob_upload join blob on blob.sha256 = blob_upload.sha256
                 where person = $2
                   and not exists (select 1 from blob_ref where blob_ref.sha256 = blob.sha256)
                   and not exists (select 1 from blob_dropped
                                   where blob_dropped.sha256 = blob.sha256 and blob_dropped.person = $2))
                + (select cast(coalesce(sum(bytes), 0) as bigint) from upload
                   where person = $2 and sha256 <> $1
                     and not exists (select 1 from blob_ref where blob_ref.sha256 = upload.sha256))",
    )
    .bind(sha256.to_string())
    .bind(by.to_string())
    .fetch_one(c)
    .await
    })?;
    Ok(Standing { is_here, is_named, unnamed_bytes })
}

/// The size of a file, if it is here and this person brought it.
///
/// # Errors
/// The database's.
pub async fn brought(conn: &mut Conn, sha256: Digest, by: PersonId) -> Result<Option<u64>, Error> {
    let bytes: Option<i64> = on!(conn, |c| sqlx::query_scalar(
        "select bytes from blob join blob_upload on blob_upload.sha256 = blob.sha256
         where blob.sha256 = $1 and person = $2"
    )
    .bind(sha256.to_string())
    .bind(by.to_string())
    .fetch_optional(c)
    .await)?;
    bytes.map(number).transpose()
}

/// Whether a person may read a file: who brought it may, and so may whoever can read a root in which one who
/// brought it has named it. Who knows only its hash shows it to nobody, not to themselves either.
///
/// # Errors
/// The database's.
pub async fn is_readable(conn: &mut Conn, sha256: Digest, by: PersonId, seen_from: UnitId) -> Result<bool, Error> {
    let found: bool = on!(conn, |c| sqlx::query_scalar(with_rights!(
        "select exists (select 1 from blob_upload where sha256 = $2 and person = $3)
             or exists (select 1 from blob_named join root on root.id = blob_named.root
                        where blob_named.sha256 = $2 and root.scope in (select id from readable)
                          and (blob_named.person = ''
                               or exists (select 1 from blob_upload where blob_upload.sha256 = blob_named.sha256
                                          and blob_upload.person = blob_named.person)))"
    ))
    .bind(seen_from.to_string())
    .bind(sha256.to_string())
    .bind(by.to_string())
    .fetch_one(c)
    .await)?;
    Ok(found)
}

/// Which of some files a person has brought. Of what others brought, their hashes tell nothing.
///
/// # Errors
/// The database's.
pub async fn brought_of(conn: &mut Conn, files: &[Digest], by: PersonId) -> Result<Vec<Digest>, Error> {
    let found: Vec<String> = on!(conn, |c| sqlx::query_scalar(
        "select sha256 from blob_upload where person = $2 and sha256 in (select value from json_each($1))"
    )
    .bind(id_list(files))
    .bind(by.to_string())
    .fetch_all(c)
    .await)?;
    found.iter().map(|sha256| stored(sha256)).collect()
}

/// The files that some roots show to those who read them: each was brought by one who named it there.
///
/// # Errors
/// The database's.
pub async fn shown(conn: &mut Conn, roots: &BTreeSet<RecordId>) -> Result<Vec<Digest>, Error> {
    let found: Vec<String> = on!(conn, |c| sqlx::query_scalar(
        "select blob.sha256 from blob_named join blob on blob.sha256 = blob_named.sha256
         where root in (select value from json_each($1))
           and (person = '' or exists (select 1 from blob_upload where blob_upload.sha256 = blob_named.sha256
                                       and blob_upload.person = blob_named.person))"
    )
    .bind(id_list(roots))
    .fetch_all(c)
    .await)?;
    found.iter().map(|sha256| stored(sha256)).collect()
}

/// The files that have arrived, in the order of their hashes, each with its size: at most so many after one.
///
/// # Errors
/// The database's.
pub async fn listed(conn: &mut Conn, after: Option<Digest>, most: usize) -> Result<Vec<(Digest, u64)>, Error> {
    let after = after.map_or(String::new(), |sha256| sha256.to_string());
    let rows: Vec<(String, i64)> =
        on!(conn, |c| sqlx::query_as("select sha256, bytes from blob where sha256 > $1 order by sha256 limit $2")
            .bind(after)
            .bind(i64::try_from(most).unwrap_or(i64::MAX))
            .fetch_all(c)
            .await)?;
    rows.into_iter().map(|(sha256, bytes)| Ok((stored(&sha256)?, number(bytes)?))).collect()
}

/// Forgets that some files have arrived: their bytes are lost, and whoever has them brings them again.
///
/// # Errors
/// The database's.
pub async fn lost(conn: &mut Conn, files: &[Digest]) -> Result<(), Error> {
    for text in [
        "delete from blob_upload where sha256 in (select value from json_each($1))",
        "delete from blob where sha256 in (select value from json_each($1))",
    ] {
        on!(conn, |c| {
            sqlx::query(text).bind(id_list(files)).execute(c).await?;
        });
    }
    Ok(())
}

/// How many files are named by a root and have not arrived.
///
/// # Errors
/// The database's.
pub async fn awaited(conn: &mut Conn) -> Result<u64, Error> {
    let count: i64 = on!(conn, |c| sqlx::query_scalar(
        "select count(distinct sha256) from blob_ref
         where not exists (select 1 from blob where blob.sha256 = blob_ref.sha256)"
    )
    .fetch_one(c)
    .await)?;
    number(count)
}

/// Notes who has named which files in which roots.
///
/// # Errors
/// The database's.
pub async fn name(conn: &mut Conn, named: &[(Digest, RecordId, PersonId)]) -> Result<(), Error> {
    for chunk in named.chunks(super::CHUNK_ROWS) {
        on!(conn, |c, E| {
            let mut query = QueryBuilder::<E>::new("insert into blob_ref (sha256, root) ");
            query.push_values(chunk, |mut row, (sha256, root, _)| {
                row.push_bind(sha256.to_string()).push_bind(root.to_string());
            });
            query.push(" on conflict (sha256, root) do nothing");
            query.build().execute(&mut *c).await?;
            let mut query = QueryBuilder::<E>::new("insert into blob_named (sha256, root, person) ");
            query.push_values(chunk, |mut row, (sha256, root, person)| {
                row.push_bind(sha256.to_string()).push_bind(root.to_string()).push_bind(person.to_string());
            });
            query.push(" on conflict (sha256, root, person) do nothing");
            query.build().execute(c).await?;
        });
    }
    Ok(())
}

/// Notes that a change which names these files was dropped: nothing more is awaited of who sent it.
///
/// # Errors
/// The database's.
pub async fn dropped(conn: &mut Conn, files: &[Digest], by: PersonId) -> Result<(), Error> {
    for chunk in files.chunks(super::CHUNK_ROWS) {
        on!(conn, |c, E| {
            let mut query = QueryBuilder::<E>::new("insert into blob_dropped (sha256, person) ");
            query.push_values(chunk, |mut row, sha256| {
                row.push_bind(sha256.to_string()).push_bind(by.to_string());
            });
            query.push(" on conflict (sha256, person) do nothing");
            query.build().execute(c).await?;
        });
    }
    Ok(())
}
