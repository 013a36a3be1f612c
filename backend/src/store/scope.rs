//! Scopes: their heads, and who may read them.

use super::{
    Conn,
    bulk::{self, Column},
    id_list, on, stored,
};
use crate::error::Error;
use shared::{
    id::{RecordId, ScopeId, UnitId},
    rules::Head,
};
use sqlx::QueryBuilder;
use std::collections::{BTreeMap, BTreeSet};

/// What the rights of a person whose unit is `$1` reach, as tables to select from: `below` and
/// `above` are units, `readable` is scopes. A plan is read where it was issued to: by the units
/// that it names, those above and those below them.
macro_rules! with_rights {
    ($rest:literal) => {
        concat!(
            "with recursive below (id) as (
                 select id from unit where id = $1
                 union
                 select unit.id from unit join below on unit.parent = below.id),
             above (id, parent) as (
                 select id, parent from unit where id = $1
                 union
                 select unit.id, unit.parent from unit join above on unit.id = above.parent),
             reached (id) as (
                 select reach.scope from reach
                 where reach.unit in (select id from below union select id from above)),
             readable (id) as (
                 select scope.id from scope where owner in (select id from below)
                 union
                 select scope.id from scope where issued = 1 and id in (select id from reached)) ",
            $rest
        )
    };
}
pub(super) use with_rights;

/// A scope as the rules and the rights need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    /// The unit that answers for it.
    pub owner: UnitId,
    /// Whether it is a plan that its reach may read.
    pub issued: bool,
    /// Whether it names a unit in line with the one asked for.
    pub reached: bool,
    /// Its newest number, chain and sum.
    pub head: Head,
    /// A backup outside of the machine covers it up to this number.
    pub durable: u64,
    /// Its roll-ups count it up to this number.
    pub counted: u64,
}

type Row = (String, String, i64, i64, String, i64, i64, i64, bool);

fn scope((id, owner, issued, head, chain, live, durable, counted, reached): Row) -> Result<(ScopeId, Scope), Error> {
    let head = Head { n: number(head)?, chain: stored(&chain)?, live: live.cast_unsigned() };
    let (owner, durable, counted) = (stored(&owner)?, number(durable)?, number(counted)?);
    Ok((stored(&id)?, Scope { owner, issued: issued == 1, reached, head, durable, counted }))
}

pub(super) fn kind(id: ScopeId, owner: UnitId) -> &'static str {
    if id == ScopeId::of_unit(owner) { "unit" } else { "plan" }
}

pub(super) fn number(n: i64) -> Result<u64, Error> {
    u64::try_from(n).map_err(|_| Error::Internal("a stored number is negative".into()))
}

pub(super) fn column(n: u64) -> i64 {
    i64::try_from(n).expect("numbers are counted one by one and never come near 2^63")
}

/// Some scopes, seen from a person's unit. Held, see [`super::lock`], they do not move until the commit.
///
/// # Errors
/// The database's.
pub async fn named(
    conn: &mut Conn,
    seen_from: UnitId,
    ids: impl IntoIterator<Item = ScopeId>,
) -> Result<BTreeMap<ScopeId, Scope>, Error> {
    let rows: Vec<Row> = on!(conn, |c| sqlx::query_as(with_rights!(
        "select id, owner, issued, head, chain, live, durable, counted, id in (select id from reached)
         from scope where head > 0 and id in (select value from json_each($2))"
    ))
    .bind(seen_from.to_string())
    .bind(id_list(ids))
    .fetch_all(c)
    .await)?;
    rows.into_iter().map(scope).collect()
}

/// Every scope that a person of a unit may read and that holds something.
///
/// # Errors
/// The database's.
pub async fn readable(conn: &mut Conn, by: UnitId) -> Result<BTreeMap<ScopeId, Scope>, Error> {
    let rows: Vec<Row> = on!(conn, |c| sqlx::query_as(with_rights!(
        "select id, owner, issued, head, chain, live, durable, counted, true
         from scope where head > 0 and id in (select id from readable)"
    ))
    .bind(by.to_string())
    .fetch_all(c)
    .await)?;
    rows.into_iter().map(scope).collect()
}

/// The units whose own scope a person may read even while it is empty: villages only have one
/// once something stands in it.
///
/// # Errors
/// The database's.
pub async fn homes(conn: &mut Conn, by: UnitId) -> Result<Vec<UnitId>, Error> {
    let ids: Vec<String> = on!(conn, |c| sqlx::query_scalar(with_rights!(
        "select unit.id from unit join below on below.id = unit.id where kind <> 'village' or unit.id = $1"
    ))
    .bind(by.to_string())
    .fetch_all(c)
    .await)?;
    ids.iter().map(|id| stored(id)).collect()
}

/// Writes heads after numbering, and the scopes that are new. Who answers for one that holds something stays.
/// Their roll-ups are moved in the same act.
///
/// # Errors
/// The database's.
pub async fn advance(conn: &mut Conn, heads: &[(ScopeId, UnitId, Head)]) -> Result<(), Error> {
    let columns = vec![
        Column::words(heads.iter().map(|(id, ..)| id)),
        Column::text(heads.iter().map(|(id, owner, _)| kind(*id, *owner))),
        Column::words(heads.iter().map(|(_, owner, _)| owner)),
        Column::number(heads.iter().map(|(.., head)| column(head.n))),
        Column::words(heads.iter().map(|(.., head)| head.chain)),
        Column::number(heads.iter().map(|(.., head)| head.live.cast_signed())),
        Column::number(heads.iter().map(|(.., head)| column(head.n))),
    ];
    // A row that stood only to be held was put there in the name of whoever came first.
    let or = "on conflict (id) do update set
              kind = case when scope.head = 0 then excluded.kind else scope.kind end,
              owner = case when scope.head = 0 then excluded.owner else scope.owner end,
              head = excluded.head, chain = excluded.chain, live = excluded.live, counted = excluded.counted";
    let into = "scope (id, kind, owner, head, chain, live, counted)";
    bulk::inserted(conn, into, columns, or).await.map(drop)
}

/// Who answers for a scope that is there.
///
/// # Errors
/// The database's.
pub async fn owner(conn: &mut Conn, id: ScopeId) -> Result<Option<UnitId>, Error> {
    let owner: Option<String> =
        on!(conn, |c| sqlx::query_scalar("select owner from scope where id = $1 and head > 0")
            .bind(id.to_string())
            .fetch_optional(c)
            .await)?;
    owner.as_deref().map(stored).transpose()
}

/// How far every scope goes.
///
/// # Errors
/// The database's.
pub async fn heads(conn: &mut Conn) -> Result<Vec<(ScopeId, Head)>, Error> {
    let rows: Vec<(String, i64, String, i64)> =
        on!(conn, |c| sqlx::query_as("select id, head, chain, live from scope where head > 0 order by id")
            .fetch_all(c)
            .await)?;
    let head = |(id, n, chain, live): (String, i64, String, i64)| {
        Ok((stored(&id)?, Head { n: number(n)?, chain: stored(&chain)?, live: live.cast_unsigned() }))
    };
    rows.into_iter().map(head).collect()
}

/// A backup outside of the machine covers these scopes up to these numbers. One that covers less takes
/// nothing back.
///
/// # Errors
/// The database's.
pub async fn covered(conn: &mut Conn, heads: &[(ScopeId, Head)]) -> Result<(), Error> {
    for (id, head) in heads {
        on!(conn, |c| {
            sqlx::query("update scope set durable = $2 where id = $1 and durable < $2")
                .bind(id.to_string())
                .bind(column(head.n))
                .execute(c)
                .await?;
        });
    }
    Ok(())
}

/// Opens a plan's scope to its reach: it was issued.
///
/// # Errors
/// The database's.
pub async fn issue(conn: &mut Conn, id: ScopeId) -> Result<(), Error> {
    on!(conn, |c| {
        sqlx::query("update scope set issued = 1 where id = $1").bind(id.to_string()).execute(c).await?;
    });
    Ok(())
}

/// Writes which units some roots of plans' scopes name, in place of what those roots named before.
///
/// # Errors
/// The database's.
pub async fn set_reach(
    conn: &mut Conn,
    roots: &BTreeSet<RecordId>,
    named: &[(ScopeId, RecordId, UnitId)],
) -> Result<(), Error> {
    if roots.is_empty() {
        return Ok(());
    }
    on!(conn, |c| {
        sqlx::query("delete from reach where root in (select value from json_each($1))")
            .bind(id_list(roots))
            .execute(c)
            .await?;
    });
    for chunk in named.chunks(super::CHUNK_ROWS) {
        on!(conn, |c, E| {
            let mut query = QueryBuilder::<E>::new("insert into reach (scope, root, unit) ");
            query.push_values(chunk, |mut row, (scope, root, unit)| {
                row.push_bind(scope.to_string()).push_bind(root.to_string()).push_bind(unit.to_string());
            });
            query.build().execute(c).await?;
        });
    }
    Ok(())
}
