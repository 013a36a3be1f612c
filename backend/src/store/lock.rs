//! What the one writer of SQLite gives for nothing, and PostgreSQL by locks: that nobody else writes the
//! same between reading and the commit.
//!
//! One order for all: what a person decides on, then scopes in the order of their ids, then everything
//! else. An offer is the exception: which of the changes kept aside it numbers is known only once it holds its
//! scopes. Where two meet so, or all the same, PostgreSQL breaks one off and its act begins again.

use super::{Conn, id_list, scope};
use crate::error::Error;
use shared::{
    fold::Root,
    id::{ChangeId, RecordId, ScopeId, UnitId},
};
use sqlx::{Postgres, QueryBuilder};
use std::collections::{BTreeMap, BTreeSet};

/// The scopes that an act holds until its commit.
#[derive(Debug)]
pub struct Scopes {
    /// `None`: all there are.
    held: Option<BTreeSet<ScopeId>>,
    /// Rows that stand for a scope that was not there, only to be held.
    fresh: Vec<ScopeId>,
}

/// Holds the scopes that some roots live in, and those that changes name as homes of new roots, each with
/// the unit that it would belong to. What is to be decided on is read after this, or again.
///
/// # Errors
/// The database's.
pub async fn scopes(
    conn: &mut Conn,
    roots: &BTreeSet<RecordId>,
    homes: &BTreeMap<ScopeId, UnitId>,
) -> Result<Scopes, Error> {
    let Conn::Pg(pg) = conn else { return Ok(Scopes { held: None, fresh: Vec::new() }) };
    let known: Vec<String> = sqlx::query_scalar(
        "select id from scope where id in (
             select value from json_each($1)
             union
             select scope from root where id in (select value from json_each($2)))",
    )
    .bind(id_list(homes.keys()))
    .bind(id_list(roots))
    .fetch_all(&mut **pg)
    .await?;
    let mut held = known.iter().map(|id| super::stored(id)).collect::<Result<BTreeSet<ScopeId>, _>>()?;
    let missing: Vec<_> = homes.iter().filter(|(id, _)| !held.contains(id)).collect();
    let mut fresh = Vec::new();
    for chunk in missing.chunks(super::CHUNK_ROWS) {
        // Whoever comes second waits here until the first has ended.
        let mut query = QueryBuilder::<Postgres>::new("insert into scope (id, kind, owner, head, chain, live) ");
        query.push_values(chunk, |mut row, (id, owner)| {
            row.push_bind(id.to_string()).push_bind(scope::kind(**id, **owner)).push_bind(owner.to_string());
            row.push("0, '', 0");
        });
        query.push(" on conflict (id) do nothing returning id");
        let rows: Vec<String> = query.build_query_scalar().fetch_all(&mut **pg).await?;
        fresh.extend(rows.iter().map(|id| super::stored::<ScopeId>(id)).collect::<Result<Vec<_>, _>>()?);
    }
    held.extend(homes.keys());
    sqlx::query("select id from scope where id in (select value from json_each($1)) order by id for update")
        .bind(id_list(&held))
        .execute(&mut **pg)
        .await?;
    Ok(Scopes { held: Some(held), fresh })
}

impl Scopes {
    /// Whether all roots live in what is held: one may have been made elsewhere before the lock was ours.
    ///
    /// # Errors
    /// [`Error::Overtaken`] if not.
    pub fn hold<'r>(&self, roots: impl IntoIterator<Item = &'r Root>) -> Result<(), Error> {
        let Some(held) = &self.held else { return Ok(()) };
        let all = roots.into_iter().all(|root| held.contains(&root.home.scope));
        if all { Ok(()) } else { Err(Error::Overtaken) }
    }

    /// Takes away what stood only to be held and was given no number. Belongs at the end of the act.
    ///
    /// # Errors
    /// The database's.
    pub async fn let_go(self, conn: &mut Conn) -> Result<(), Error> {
        if let Conn::Pg(pg) = conn
            && !self.fresh.is_empty()
        {
            sqlx::query("delete from scope where head = 0 and id in (select value from json_each($1))")
                .bind(id_list(&self.fresh))
                .execute(&mut **pg)
                .await?;
        }
        Ok(())
    }
}

/// Holds a change that was kept aside: one person decides on it at a time.
///
/// # Errors
/// The database's.
pub async fn aside(conn: &mut Conn, id: ChangeId) -> Result<(), Error> {
    if let Conn::Pg(pg) = conn {
        sqlx::query("select id from quarantine where id = $1 for update")
            .bind(id.to_string())
            .execute(&mut **pg)
            .await?;
    }
    Ok(())
}

/// Holds units and people: one file of an office, or the demonstration, is taken in at a time.
///
/// # Errors
/// The database's.
pub async fn directory(conn: &mut Conn) -> Result<(), Error> {
    if let Conn::Pg(pg) = conn {
        sqlx::query("select name from version where name = 'directory' for update").execute(&mut **pg).await?;
    }
    Ok(())
}
