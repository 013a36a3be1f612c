//! Sessions: only the hash of a token is kept, so that a copy of the database opens nothing.

use super::{Conn, person, stored};
use crate::error::Error;
use shared::{
    digest::Digest,
    id::{DeviceId, PersonId},
    person::Person,
};

/// Opens a session and clears away those that have ended.
///
/// # Errors
/// The database's.
pub async fn open(
    conn: &mut Conn,
    token: Digest,
    (person, device): (PersonId, DeviceId),
    now_ms: i64,
    expires_ms: i64,
) -> Result<(), Error> {
    sqlx::query("delete from session where expires_ms <= $1").bind(now_ms).execute(&mut *conn).await?;
    sqlx::query("insert into session (token, person, device, created_ms, expires_ms) values ($1, $2, $3, $4, $5)")
        .bind(token.to_string())
        .bind(person.to_string())
        .bind(device.to_string())
        .bind(now_ms)
        .bind(expires_ms)
        .execute(conn)
        .await?;
    Ok(())
}

type Row = (String, String, String, String, Option<String>, String, String);

/// Whose session a token opens, and on which device, while it lasts.
///
/// # Errors
/// The database's.
pub async fn holder(conn: &mut Conn, token: Digest, now_ms: i64) -> Result<Option<(Person, DeviceId)>, Error> {
    let row: Option<Row> = sqlx::query_as(
        "select person.id, name, role, unit, agency, position, session.device
         from session join person on person.id = session.person
         where session.token = $1 and session.expires_ms > $2",
    )
    .bind(token.to_string())
    .bind(now_ms)
    .fetch_optional(conn)
    .await?;
    row.map(|(id, name, role, unit, agency, position, device)| {
        Ok((person::person((id, name, role, unit, agency, position))?, stored(&device)?))
    })
    .transpose()
}

/// Ends a session.
///
/// # Errors
/// The database's.
pub async fn end(conn: &mut Conn, token: Digest) -> Result<(), Error> {
    sqlx::query("delete from session where token = $1").bind(token.to_string()).execute(conn).await?;
    Ok(())
}
