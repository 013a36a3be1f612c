//! The epochs that this archive has lived through.

use super::{Conn, on, stored};
use crate::error::Error;
use shared::{epoch::Epochs, id::EpochId};

/// Why an epoch began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The archive began.
    First,
    /// A backup was put back, and somebody said so.
    Restored,
    /// A seal of the archive's own said something else than the log.
    Contradicted,
    /// The archive lived through it and has lost it: only a seal tells of it.
    Lost,
}

impl Why {
    fn word(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Restored => "restored",
            Self::Contradicted => "contradicted",
            Self::Lost => "lost",
        }
    }
}

/// All of them, `None` before the first.
///
/// # Errors
/// The database's.
pub async fn all(conn: &mut Conn) -> Result<Option<Epochs>, Error> {
    let ids: Vec<String> = on!(conn, |c| sqlx::query_scalar("select id from epoch order by n").fetch_all(c).await)?;
    let ids = ids.iter().map(|id| stored(id)).collect::<Result<Vec<EpochId>, _>>()?;
    Ok(ids.last().copied().map(|now| Epochs { now, known: ids.into_iter().collect() }))
}

/// Begins another one.
///
/// # Errors
/// [`Error::Overtaken`] when another process has just begun one; otherwise the database's.
pub async fn begin(conn: &mut Conn, id: EpochId, why: Why, now_ms: i64) -> Result<(), Error> {
    // Two that count to the same number: the second waits for the first, and then writes nothing.
    let query = "insert into epoch (n, id, begun_ms, why)
                 select coalesce(max(n), 0) + 1, $1, $2, $3 from epoch where true on conflict (n) do nothing";
    let written = on!(conn, |c| sqlx::query(query)
        .bind(id.to_string())
        .bind(now_ms)
        .bind(why.word())
        .execute(c)
        .await?
        .rows_affected());
    super::all_written(written, 1)
}
