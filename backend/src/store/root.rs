//! Roots: the fold of every numbered change, one row each.

mod packed;

use self::packed::{packed, unpacked};
use super::{Conn, id_list, on, plain, scope::column};
use crate::error::Error;
use shared::{fold::Root, id::RecordId};
use sqlx::QueryBuilder;
use std::collections::BTreeMap;

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
        let root = unpacked(state)?;
        Ok((root.id, root))
    });
    roots.collect()
}

/// The texts of roots as [`write`] keeps them, in the same order.
///
/// # Errors
/// When a live version has no save, which the fold rules out.
pub fn states(roots: &[(&Root, u64)]) -> Result<Vec<String>, Error> {
    roots.iter().map(|(root, _)| packed(root)).collect()
}

/// Writes roots as they are after the entry with the number beside them; `states` are their texts.
///
/// # Errors
/// [`Error::Overtaken`] when one of them has been made elsewhere meanwhile; otherwise the database's.
pub async fn write(conn: &mut Conn, roots: &[(&Root, u64)], states: &[String]) -> Result<(), Error> {
    let rows: Vec<_> = roots.iter().zip(states).collect();
    for chunk in rows.chunks(super::CHUNK_ROWS) {
        let written = on!(conn, |c, E| {
            let mut query = QueryBuilder::<E>::new("insert into root (id, scope, kind, n, state) ");
            query.push_values(chunk, |mut row, ((root, n), state)| {
                row.push_bind(root.id.to_string())
                    .push_bind(root.home.scope.to_string())
                    .push_bind(plain(&root.kind).into_owned())
                    .push_bind(column(*n))
                    .push_bind(state);
            });
            query.push(
                " on conflict (id) do update set n = excluded.n, state = excluded.state
                  where root.scope = excluded.scope",
            );
            query.build().execute(c).await?.rows_affected()
        });
        super::all_written(written, chunk.len())?;
    }
    Ok(())
}
