//! Roots: the fold of every numbered change, one row each.

use super::{
    Conn,
    bulk::{self, Column},
    id_list, on, plain,
    scope::column,
    stored,
};
use crate::error::Error;
use shared::{
    fold::{Packed, Root},
    id::{RecordId, ScopeId},
};
use std::collections::BTreeMap;

/// Roots that are read at once when a scope is gone through, in rows and in bytes of their texts.
const HANDFUL: (usize, usize) = (500, 4 << 20);

/// The roots with some ids, those that exist.
///
/// # Errors
/// The database's.
pub async fn named(
    conn: &mut Conn,
    ids: impl IntoIterator<Item = RecordId>,
) -> Result<BTreeMap<RecordId, Root>, Error> {
    let states: Vec<String> =
        on!(conn, |c| sqlx::query_scalar("select state from root where id in (select value from json_each($1))")
            .bind(id_list(ids))
            .fetch_all(c)
            .await)?;
    let roots = states.iter().map(|state| {
        let Packed(root): Packed<Root> = serde_json::from_str(state).map_err(broken)?;
        Ok((root.id, root))
    });
    roots.collect()
}

fn broken(error: serde_json::Error) -> Error {
    Error::Internal(format!("a kept root: {error}"))
}

/// The texts of a scope's roots as [`write`] keeps them, in the order of their ids, after one of them: at
/// most `rows_max`, and none further once they fill `bytes_max`. With the id of the last.
///
/// # Errors
/// The database's.
pub async fn listed(
    conn: &mut Conn,
    scope: ScopeId,
    after: Option<RecordId>,
    (rows_max, bytes_max): (usize, usize),
) -> Result<Option<(RecordId, Vec<String>)>, Error> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let sizes: Vec<(String, i64)> = on!(conn, |c| sqlx::query_as(
        "select id, cast(octet_length(state) as bigint) from root
         where scope = $1 and id > $2 order by id limit $3"
    )
    .bind(scope.to_string())
    .bind(&after)
    .bind(column(rows_max as u64))
    .fetch_all(c)
    .await)?;
    let Some(last) = super::fitting(&sizes, bytes_max) else { return Ok(None) };
    let states = on!(conn, |c| sqlx::query_scalar(
        "select state from root where scope = $1 and id > $2 and id <= $3 order by id"
    )
    .bind(scope.to_string())
    .bind(&after)
    .bind(&last)
    .fetch_all(c)
    .await)?;
    Ok(Some((stored(&last)?, states)))
}

/// The roots of a scope in the order of their ids, after one of them: a handful, as [`listed`] gives them.
///
/// # Errors
/// The database's.
pub async fn of_scope(conn: &mut Conn, scope: ScopeId, after: Option<RecordId>) -> Result<Vec<Root>, Error> {
    let Some((_, states)) = listed(conn, scope, after, HANDFUL).await? else { return Ok(Vec::new()) };
    let read = |state: &String| {
        let Packed(root): Packed<Root> = serde_json::from_str(state).map_err(broken)?;
        Ok(root)
    };
    states.iter().map(read).collect()
}

/// The texts of roots as [`write`] keeps them, in the same order.
///
/// # Errors
/// When a live version has no save, which the fold rules out.
pub fn states(roots: &[(&Root, u64)]) -> Result<Vec<String>, Error> {
    roots.iter().map(|(root, _)| serde_json::to_string(&Packed(*root)).map_err(broken)).collect()
}

/// Writes roots as they are after the entry with the number beside them; `states` are their texts.
///
/// # Errors
/// [`Error::Overtaken`] when one of them has been made elsewhere meanwhile; otherwise the database's.
pub async fn write(conn: &mut Conn, roots: &[(&Root, u64)], states: &[String]) -> Result<(), Error> {
    let columns = vec![
        Column::words(roots.iter().map(|(root, _)| root.id)),
        Column::words(roots.iter().map(|(root, _)| root.home.scope)),
        Column::words(roots.iter().map(|(root, _)| plain(&root.kind))),
        Column::number(roots.iter().map(|(_, n)| column(*n))),
        Column::text(states.iter().map(String::as_str)),
    ];
    let or = "on conflict (id) do update set n = excluded.n, state = excluded.state where root.scope = excluded.scope";
    let written = bulk::inserted(conn, "root (id, scope, kind, n, state)", columns, or).await?;
    super::all_written(written, roots.len())
}
