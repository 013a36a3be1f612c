//! Entries: the numbered changes of a scope, as they came. Only ever added.

use super::{
    Conn,
    bulk::{self, Column},
    on,
    scope::{column, number},
    stored,
};
use crate::error::Error;
use shared::{digest::Digest, id::ScopeId};

/// An entry to be written.
#[derive(Debug)]
pub struct NewEntry<'a> {
    /// The scope that numbered it.
    pub scope: ScopeId,
    /// Its number.
    pub n: u64,
    /// The chain at this number.
    pub chain: Digest,
    /// The stamp as JSON, if there is one.
    pub late: Option<String>,
    /// The change's text.
    pub body: &'a str,
}

/// An entry as it was kept.
#[derive(Debug)]
pub struct KeptEntry {
    /// Its number.
    pub n: u64,
    /// The chain at this number.
    pub chain: String,
    /// The stamp as JSON.
    pub late: Option<String>,
    /// The change's text.
    pub body: String,
}

/// Adds entries.
///
/// # Errors
/// The database's.
pub async fn append(conn: &mut Conn, entries: &[NewEntry<'_>]) -> Result<(), Error> {
    let columns = vec![
        Column::words(entries.iter().map(|entry| entry.scope)),
        Column::number(entries.iter().map(|entry| column(entry.n))),
        Column::words(entries.iter().map(|entry| entry.chain)),
        Column::Text(entries.iter().map(|entry| entry.late.as_deref()).collect()),
        Column::text(entries.iter().map(|entry| entry.body)),
    ];
    bulk::inserted(conn, "entry (scope, n, chain, late, body)", columns, "").await.map(drop)
}

/// The entries of a scope after a number, in order: at most `rows_max`, and none further once their
/// texts and stamps fill `bytes_max`. A large text is never loaded to be thrown away.
///
/// # Errors
/// The database's.
pub async fn after(
    conn: &mut Conn,
    scope: ScopeId,
    n: u64,
    rows_max: usize,
    bytes_max: usize,
) -> Result<Vec<KeptEntry>, Error> {
    if rows_max == 0 || bytes_max == 0 {
        return Ok(Vec::new());
    }
    // Sizes stand in the heads of rows, so that the texts themselves are not read for them.
    let sizes: Vec<(i64, i64)> = on!(conn, |c| sqlx::query_as(
        "select n, cast(octet_length(body) + coalesce(octet_length(late), 0) as bigint) from entry
         where scope = $1 and n > $2 order by n limit $3"
    )
    .bind(scope.to_string())
    .bind(column(n))
    .bind(column(rows_max as u64))
    .fetch_all(c)
    .await)?;
    let Some(last) = super::fitting(&sizes, bytes_max) else { return Ok(Vec::new()) };
    let rows: Vec<(i64, String, Option<String>, String)> = on!(conn, |c| sqlx::query_as(
        "select n, chain, late, body from entry where scope = $1 and n > $2 and n <= $3 order by n"
    )
    .bind(scope.to_string())
    .bind(column(n))
    .bind(last)
    .fetch_all(c)
    .await)?;
    rows.into_iter().map(|(n, chain, late, body)| Ok(KeptEntry { n: number(n)?, chain, late, body })).collect()
}

/// The chain at a number, `None` if the scope never came so far.
///
/// # Errors
/// The database's.
pub async fn chain_at(conn: &mut Conn, scope: ScopeId, n: u64) -> Result<Option<Digest>, Error> {
    let chain: Option<String> =
        on!(conn, |c| sqlx::query_scalar("select chain from entry where scope = $1 and n = $2")
            .bind(scope.to_string())
            .bind(column(n))
            .fetch_optional(c)
            .await)?;
    chain.as_deref().map(stored).transpose()
}
