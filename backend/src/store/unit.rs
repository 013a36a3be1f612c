//! Units and their tree.

use super::{Conn, id_list, on, plain, stored, word_of, word_read};
use crate::error::Error;
use shared::{id::UnitId, unit::Unit};
use sqlx::QueryBuilder;

type Row = (String, String, String, String, String, Option<String>, Option<String>, Option<String>, Option<i64>);

fn unit((id, code, kind, word, name, parent, valid_from, valid_to, households): Row) -> Result<Unit, Error> {
    Ok(Unit {
        id: stored(&id)?,
        code,
        kind: word_read(&kind)?,
        word,
        name,
        parent: parent.as_deref().map(stored).transpose()?,
        valid_from: valid_from.as_deref().map(stored).transpose()?,
        valid_to: valid_to.as_deref().map(stored).transpose()?,
        households,
    })
}

/// Adds units; a parent stands before its children.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &mut Conn, units: &[Unit]) -> Result<(), Error> {
    for chunk in units.chunks(super::CHUNK_ROWS) {
        on!(conn, |c, E| {
            let mut query = QueryBuilder::<E>::new(
                "insert into unit (id, code, kind, word, name, parent, valid_from, valid_to, households) ",
            );
            query.push_values(chunk, |mut row, unit| {
                row.push_bind(unit.id.to_string())
                    .push_bind(plain(&unit.code).into_owned())
                    .push_bind(word_of(&unit.kind))
                    .push_bind(plain(&unit.word).into_owned())
                    .push_bind(plain(&unit.name).into_owned())
                    .push_bind(unit.parent.map(|parent| parent.to_string()))
                    .push_bind(unit.valid_from.map(|day| day.to_string()))
                    .push_bind(unit.valid_to.map(|day| day.to_string()))
                    .push_bind(unit.households);
            });
            query.build().execute(c).await?;
        });
    }
    super::version::moved(conn).await
}

/// A unit and everything under it, by id.
///
/// # Errors
/// The database's.
pub async fn subtree(conn: &mut Conn, of: UnitId) -> Result<Vec<UnitId>, Error> {
    let ids: Vec<String> = on!(conn, |c| sqlx::query_scalar(
        "with recursive below (id) as (
             select id from unit where id = $1
             union
             select unit.id from unit join below on unit.parent = below.id)
         select id from below",
    )
    .bind(of.to_string())
    .fetch_all(c)
    .await)?;
    ids.iter().map(|id| stored(id)).collect()
}

/// Whether a unit is another one, or lies under it.
///
/// # Errors
/// The database's.
pub async fn is_within(conn: &mut Conn, unit: UnitId, above: UnitId) -> Result<bool, Error> {
    Ok(unit == above || ancestors(conn, unit).await?.contains(&above))
}

/// What a unit lies under, the nearest first; the unit itself is not among them.
///
/// # Errors
/// The database's.
pub async fn ancestors(conn: &mut Conn, of: UnitId) -> Result<Vec<UnitId>, Error> {
    let ids: Vec<String> = on!(conn, |c| sqlx::query_scalar(
        "with recursive above (id, parent, height) as (
             select id, parent, 0 from unit where id = $1
             union
             select unit.id, unit.parent, above.height + 1 from unit join above on unit.id = above.parent
             where above.height < 16)
         select id from above where height > 0 order by height",
    )
    .bind(of.to_string())
    .fetch_all(c)
    .await)?;
    ids.iter().map(|id| stored(id)).collect()
}

/// The units that a person of `of` may know of: its own subtree, what it lies under, and the
/// neighbours along the way up.
///
/// # Errors
/// The database's.
pub async fn visible(conn: &mut Conn, of: UnitId) -> Result<Vec<Unit>, Error> {
    let rows: Vec<Row> = on!(conn, |c| sqlx::query_as(
        "with recursive below (id) as (
             select id from unit where id = $1
             union
             select unit.id from unit join below on unit.parent = below.id),
         above (id, parent) as (
             select id, parent from unit where id = $1
             union
             select unit.id, unit.parent from unit join above on unit.id = above.parent)
         select unit.id, code, kind, word, name, unit.parent, valid_from, valid_to, households from unit
         where unit.id in (select id from below)
            or unit.id in (select id from above)
            or unit.parent in (select parent from above)
         order by code, name, unit.id",
    )
    .bind(of.to_string())
    .fetch_all(c)
    .await)?;
    rows.into_iter().map(unit).collect()
}

/// Which of some units there are.
///
/// # Errors
/// The database's.
pub async fn existing(conn: &mut Conn, ids: &[UnitId]) -> Result<Vec<UnitId>, Error> {
    let found: Vec<String> =
        on!(conn, |c| sqlx::query_scalar("select id from unit where id in (select value from json_each($1))")
            .bind(id_list(ids))
            .fetch_all(c)
            .await)?;
    found.iter().map(|id| stored(id)).collect()
}

/// Whether the archive knows any unit yet.
///
/// # Errors
/// The database's.
pub async fn any(conn: &mut Conn) -> Result<bool, Error> {
    let found: Option<String> =
        on!(conn, |c| sqlx::query_scalar("select id from unit limit 1").fetch_optional(c).await)?;
    Ok(found.is_some())
}
