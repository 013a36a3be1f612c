//! Sessions: only the hash of a token is kept, so that a copy of the database opens nothing.

use super::{Conn, on, person, stored};
use crate::error::Error;
use shared::{
    digest::Digest,
    id::{DeviceId, PersonId},
    person::Person,
};

/// A session that is opened.
#[derive(Debug, Clone, Copy)]
pub struct NewSession {
    /// The hash of what the cookie holds.
    pub token: Digest,
    /// The hash of the secret that can only end it.
    pub ending: Digest,
    /// Whose it is.
    pub person: PersonId,
    /// On which device.
    pub device: DeviceId,
    /// When it begins.
    pub created_ms: i64,
    /// When it ends by itself.
    pub expires_ms: i64,
}

/// Opens a session and clears away those that have ended.
///
/// # Errors
/// The database's.
pub async fn open(conn: &mut Conn, new: NewSession) -> Result<(), Error> {
    on!(conn, |c| {
        sqlx::query("delete from session where expires_ms <= $1").bind(new.created_ms).execute(c).await?;
    });
    on!(conn, |c| {
        sqlx::query(
            "insert into session (token, ending, person, device, created_ms, expires_ms)
         values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(new.token.to_string())
        .bind(new.ending.to_string())
        .bind(new.person.to_string())
        .bind(new.device.to_string())
        .bind(new.created_ms)
        .bind(new.expires_ms)
        .execute(c)
        .await?;
    });
    Ok(())
}

type Row = (String, String, String, String, Option<String>, String, String);

/// Whose session a token opens, and on which device, while it lasts.
///
/// # Errors
/// The database's.
pub async fn holder(conn: &mut Conn, token: Digest, now_ms: i64) -> Result<Option<(Person, DeviceId)>, Error> {
    let row: Option<Row> = on!(conn, |c| sqlx::query_as(
        "select person.id, name, role, unit, agency, position, session.device
         from session join person on person.id = session.person
         where session.token = $1 and session.expires_ms > $2",
    )
    .bind(token.to_string())
    .bind(now_ms)
    .fetch_optional(c)
    .await)?;
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
    on!(conn, |c| {
        sqlx::query("delete from session where token = $1").bind(token.to_string()).execute(c).await?;
    });
    Ok(())
}

/// Ends all of them.
///
/// # Errors
/// The database's.
pub async fn end_all(conn: &mut Conn) -> Result<(), Error> {
    Ok(on!(conn, |c| sqlx::query("delete from session").execute(c).await.map(drop))?)
}

/// Whether there is a session that a secret of this hash can end.
///
/// # Errors
/// The database's.
pub async fn can_end(conn: &mut Conn, ending: Digest) -> Result<bool, Error> {
    let found = on!(conn, |c| sqlx::query_scalar("select exists (select 1 from session where ending = $1)")
        .bind(ending.to_string())
        .fetch_one(c)
        .await)?;
    Ok(found)
}

/// Ends the session that a secret of this hash belongs to; the hash of its token, `None` if it is over.
///
/// # Errors
/// The database's.
pub async fn end_by(conn: &mut Conn, ending: Digest) -> Result<Option<Digest>, Error> {
    let token: Option<String> =
        on!(conn, |c| sqlx::query_scalar("delete from session where ending = $1 returning token")
            .bind(ending.to_string())
            .fetch_optional(c)
            .await)?;
    token.as_deref().map(stored).transpose()
}
