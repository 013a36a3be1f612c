//! What is kept aside until a person decides. Rows stay after the decision.

use super::{Conn, on, plain, scope::with_rights, stored};
use crate::error::Error;
use shared::{
    id::{ChangeId, DeviceId, PersonId, RecordId, UnitId},
    verdict::Why,
};
use sqlx::QueryBuilder;

/// A change that is kept aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// Under which id.
    pub id: ChangeId,
    /// Who sent it.
    pub person: PersonId,
    /// From which device.
    pub device: DeviceId,
    /// Whose people may decide.
    pub unit: UnitId,
    /// The root, if that could be read.
    pub root: Option<RecordId>,
    /// Why.
    pub why: Why,
    /// Its text as it came.
    pub body: String,
    /// When it came, server time.
    pub received_ms: i64,
}

type Row = (String, String, String, String, Option<String>, String, String, i64);

fn aside((id, person, device, unit, root, why, body, received_ms): Row) -> Result<Aside, Error> {
    Ok(Aside {
        id: stored(&id)?,
        person: stored(&person)?,
        device: stored(&device)?,
        unit: stored(&unit)?,
        root: root.as_deref().map(stored).transpose()?,
        why: serde_json::from_str(&why).map_err(|error| Error::Internal(format!("a stored reason: {error}")))?,
        body,
        received_ms,
    })
}

/// Keeps changes aside.
///
/// # Errors
/// The database's.
pub async fn keep(conn: &mut Conn, all: &[Aside]) -> Result<(), Error> {
    for chunk in all.chunks(super::CHUNK_ROWS) {
        on!(conn, |c, E| {
            let mut query = QueryBuilder::<E>::new(
                "insert into quarantine (id, person, device, unit, root, why, body, received_ms) ",
            );
            query.push_values(chunk, |mut row, aside| {
                row.push_bind(aside.id.to_string())
                    .push_bind(aside.person.to_string())
                    .push_bind(aside.device.to_string())
                    .push_bind(aside.unit.to_string())
                    .push_bind(aside.root.map(|root| root.to_string()))
                    .push_bind(serde_json::to_string(&aside.why).expect("reasons hold text and numbers only"))
                    .push_bind(&aside.body)
                    .push_bind(aside.received_ms);
            });
            query.build().execute(c).await?;
        });
    }
    Ok(())
}

/// What waits for a decision and a person sent, or may decide on; newest first, after the one named
/// if one is. At most `rows_max`, none further once their texts fill `bytes_max`, and whether there are more.
///
/// # Errors
/// The database's.
pub async fn open(
    conn: &mut Conn,
    (seen_from, by): (UnitId, PersonId),
    after: Option<ChangeId>,
    rows_max: usize,
    bytes_max: usize,
) -> Result<(Vec<Aside>, bool), Error> {
    // Rows stay after a decision, so a page can be joined to one whose last row is decided by now.
    let sizes: Vec<(String, i64)> = on!(conn, |c| sqlx::query_as(with_rights!(
        "select id, cast(octet_length(body) as bigint) from quarantine
         where decision is null and (person = $2 or unit in (select id from below))
           and ($3 is null or (received_ms, id) < (select q.received_ms, q.id from quarantine q where q.id = $3))
         order by received_ms desc, id desc limit $4"
    ))
    .bind(seen_from.to_string())
    .bind(by.to_string())
    .bind(after.map(|after| after.to_string()))
    .bind(i64::try_from(rows_max + 1).unwrap_or(i64::MAX))
    .fetch_all(c)
    .await)?;
    let Some(last) = super::fitting(&sizes[..sizes.len().min(rows_max)], bytes_max) else {
        return Ok((Vec::new(), false));
    };
    let taken = sizes.iter().take_while(|(id, _)| *id != last).count() + 1;
    let rows: Vec<Row> = on!(conn, |c| sqlx::query_as(
        "select id, person, device, unit, root, why, body, received_ms from quarantine
         where id in (select value from json_each($1)) order by received_ms desc, id desc",
    )
    .bind(super::id_list(sizes[..taken].iter().map(|(id, _)| id)))
    .fetch_all(c)
    .await)?;
    Ok((rows.into_iter().map(aside).collect::<Result<_, _>>()?, taken < sizes.len()))
}

/// One of them, if the person sent it or may decide on it; `true` in the second case.
///
/// # Errors
/// The database's.
pub async fn named(
    conn: &mut Conn,
    seen_from: UnitId,
    by: PersonId,
    id: ChangeId,
) -> Result<Option<(Aside, bool)>, Error> {
    let row: Option<Row> = on!(conn, |c| sqlx::query_as(with_rights!(
        "select id, person, device, unit, root, why, body, received_ms from quarantine
         where decision is null and id = $3 and (person = $2 or unit in (select id from below))"
    ))
    .bind(seen_from.to_string())
    .bind(by.to_string())
    .bind(id.to_string())
    .fetch_optional(c)
    .await)?;
    let Some(found) = row.map(aside).transpose()? else { return Ok(None) };
    let below: Option<String> = on!(conn, |c| sqlx::query_scalar(with_rights!("select id from below where id = $2"))
        .bind(seen_from.to_string())
        .bind(found.unit.to_string())
        .fetch_optional(c)
        .await)?;
    Ok(Some((found, below.is_some())))
}

/// What a person decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It was numbered after all.
    Adopted,
    /// It never will be.
    Dropped,
}

/// Notes a decision: a person's, or `None` where it came back under the server's own seal.
///
/// # Errors
/// The database's.
pub async fn decide(
    conn: &mut Conn,
    id: ChangeId,
    decision: Decision,
    by: Option<PersonId>,
    now_ms: i64,
    reason: &str,
) -> Result<(), Error> {
    let decision = match decision {
        Decision::Adopted => "adopted",
        Decision::Dropped => "dropped",
    };
    on!(conn, |c| {
        sqlx::query(
            "update quarantine set decision = $2, decided_by = $3, decided_ms = $4, reason = $5
         where id = $1 and decision is null",
        )
        .bind(id.to_string())
        .bind(decision)
        .bind(by.map(|by| by.to_string()))
        .bind(now_ms)
        .bind(plain(reason))
        .execute(c)
        .await?;
    });
    Ok(())
}
