//! Which snapshots there are, and the files that hold their parts.

use super::{
    Conn, id_list, on,
    scope::{column, number},
    stored,
};
use crate::error::Error;
use shared::{digest::Digest, id::ScopeId, rules::Head, wire::PartName};
use sqlx::QueryBuilder;
use std::collections::BTreeMap;

/// A snapshot: where the scope stood, and in how many parts it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// Number, chain and sum.
    pub head: Head,
    /// At least one.
    pub parts: u32,
}

/// The snapshots of some scopes, where there are any.
///
/// # Errors
/// The database's.
pub async fn of(conn: &mut Conn, scopes: impl IntoIterator<Item = ScopeId>) -> Result<BTreeMap<ScopeId, Taken>, Error> {
    let rows: Vec<(String, i64, String, i64, i64)> = on!(conn, |c| sqlx::query_as(
        "select scope, n, chain, live, count(*) from snapshot
         where scope in (select value from json_each($1)) group by scope, n, chain, live"
    )
    .bind(id_list(scopes))
    .fetch_all(c)
    .await)?;
    let taken = |(scope, n, chain, live, parts): (String, i64, String, i64, i64)| {
        let head = Head { n: number(n)?, chain: stored(&chain)?, live: live.cast_unsigned() };
        let parts = u32::try_from(parts).map_err(|_| Error::Internal("a snapshot has too many parts".into()))?;
        Ok((stored(&scope)?, Taken { head, parts }))
    };
    rows.into_iter().map(taken).collect()
}

/// The file that holds a part, unless another snapshot has taken its place.
///
/// # Errors
/// The database's.
pub async fn file(conn: &mut Conn, part: PartName) -> Result<Option<Digest>, Error> {
    let file: Option<String> =
        on!(conn, |c| sqlx::query_scalar("select sha256 from snapshot where scope = $1 and part = $2 and n = $3")
            .bind(part.scope.to_string())
            .bind(i64::from(part.part))
            .bind(column(part.n))
            .fetch_optional(c)
            .await)?;
    file.as_deref().map(stored).transpose()
}

/// Puts a snapshot in the place of an older one; answers the files that nothing names any more. One that
/// goes no further than what is there takes no place: then its own files are those.
///
/// # Errors
/// The database's.
pub async fn replace(conn: &mut Conn, scope: ScopeId, head: Head, files: &[Digest]) -> Result<Vec<Digest>, Error> {
    if of(conn, [scope]).await?.get(&scope).is_some_and(|there| there.head.n >= head.n) {
        return Ok(files.to_vec());
    }
    let old: Vec<String> = on!(conn, |c| sqlx::query_scalar("delete from snapshot where scope = $1 returning sha256")
        .bind(scope.to_string())
        .fetch_all(c)
        .await)?;
    let rows: Vec<_> = files.iter().zip(0_i64..).collect();
    for chunk in rows.chunks(super::CHUNK_ROWS) {
        on!(conn, |c, E| {
            let mut query = QueryBuilder::<E>::new("insert into snapshot (scope, part, n, chain, live, sha256) ");
            query.push_values(chunk, |mut row, (file, part)| {
                row.push_bind(scope.to_string())
                    .push_bind(*part)
                    .push_bind(column(head.n))
                    .push_bind(head.chain.to_string())
                    .push_bind(head.live.cast_signed())
                    .push_bind(file.to_string());
            });
            query.build().execute(c).await?;
        });
    }
    let old: Vec<Digest> = old.iter().map(|file| stored(file)).collect::<Result<_, _>>()?;
    Ok(old.into_iter().filter(|file| !files.contains(file)).collect())
}
