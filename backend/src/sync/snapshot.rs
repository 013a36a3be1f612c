//! Which scopes a device that has read nothing of them is told to fetch as a whole.

use super::{Readable, Said, epoch};
use crate::{
    error::Error,
    store::{self, Conn},
};
use shared::{
    id::ScopeId,
    wire::{Cursor, Pull, Snapshot},
};
use std::collections::BTreeMap;

/// Snapshots of scopes that were never read, as far as the log still says the same.
///
/// # Errors
/// The database's.
pub async fn offered(
    conn: &mut Conn,
    readable: &Readable,
    wish: &Pull,
    said: Said<'_>,
) -> Result<BTreeMap<ScopeId, Snapshot>, Error> {
    let unread = readable.scopes.keys().copied().filter(|id| !wish.scopes.contains_key(id));
    let unread: Vec<ScopeId> = if wish.snapshots { unread.collect() } else { Vec::new() };
    let mut offered = BTreeMap::new();
    if unread.is_empty() {
        return Ok(offered);
    }
    for (id, taken) in store::snapshot::of(conn, unread).await? {
        let mut to = Cursor { n: taken.head.n, chain: taken.head.chain, ..Cursor::default() };
        if epoch::agrees(conn, id, &to).await? {
            to.epoch = Some(said.epochs.now);
            to.seal = Some(said.seals.seal(id, &to, said.epochs.now));
            offered.insert(id, Snapshot { to, live: taken.head.live, parts: taken.parts });
        }
    }
    Ok(offered)
}
