//! Whether the directory has changed since a device fetched it.

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
