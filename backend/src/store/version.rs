//! Whether the directory has changed since a device fetched it; and whether the key of the seals is still the
//! one that this archive was kept with.

use super::{Conn, on};
use crate::error::Error;

/// Counts a change of units or people. Called by whatever writes them, in the same act.
pub(super) async fn moved(conn: &mut Conn) -> Result<(), Error> {
    on!(conn, |c| {
        sqlx::query("update version set value = value + 1 where name = 'directory'").execute(c).await?;
    });
    Ok(())
}

/// The count of changes so far.
///
/// # Errors
/// The database's.
pub async fn directory(conn: &mut Conn) -> Result<i64, Error> {
    Ok(on!(conn, |c| sqlx::query_scalar("select value from version where name = 'directory'").fetch_one(c).await)?)
}

/// The fingerprint of the key that seals are made with, `None` before the first was noted.
///
/// # Errors
/// The database's.
pub async fn seal_key(conn: &mut Conn) -> Result<Option<i64>, Error> {
    let query = "select value from version where name = 'seal_key'";
    Ok(on!(conn, |c| sqlx::query_scalar(query).fetch_optional(c).await)?)
}

/// Notes the fingerprint of the key, in place of another one only if `anew`; the one that counts then.
///
/// # Errors
/// The database's.
pub async fn note_seal_key(conn: &mut Conn, fingerprint: i64, anew: bool) -> Result<i64, Error> {
    let query = "insert into version (name, value) values ('seal_key', $1) on conflict (name) do update
                 set value = case when $2 = 1 then excluded.value else version.value end returning value";
    Ok(on!(conn, |c| sqlx::query_scalar(query).bind(fingerprint).bind(i64::from(anew)).fetch_one(c).await)?)
}
