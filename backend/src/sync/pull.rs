//! A pull: what came after the cursors, put together from the stored texts without encoding them again.

use crate::{
    error::Error,
    store::{self, Conn, scope::Scope},
};
use shared::{
    id::{ScopeId, UnitId},
    wire::{Cursor, PULL_ENTRIES_MAX, Page, Pull},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

/// No entry begins past so many bytes of a reply: a slow line gets somewhere between two cuts, and
/// many askers at once do not fill the memory.
const REPLY_BYTES: usize = 4 << 20;

/// What a person may read.
#[derive(Debug, Default)]
pub struct Readable {
    /// The scopes that hold something.
    pub scopes: BTreeMap<ScopeId, Scope>,
    /// All of them, also those that are still empty.
    pub all: BTreeSet<ScopeId>,
}

/// What a person of a unit may read now.
///
/// # Errors
/// The database's.
pub async fn readable(conn: &mut Conn, by: UnitId) -> Result<Readable, Error> {
    let scopes = store::scope::readable(conn, by).await?;
    let homes = store::scope::homes(conn, by).await?;
    let all = homes.into_iter().map(ScopeId::of_unit).chain(scopes.keys().copied()).collect();
    Ok(Readable { scopes, all })
}

/// The reply to a pull, as JSON. The connection stands on one snapshot.
///
/// # Errors
/// The database's.
pub async fn answer(
    conn: &mut Conn,
    readable: &Readable,
    wish: &Pull,
    directory: &str,
    server_ms: i64,
) -> Result<String, Error> {
    let mut reply = String::from("{\"scopes\":[");
    let mut room = PULL_ENTRIES_MAX;
    let mut separator = "";
    for (id, scope) in &readable.scopes {
        let cursor = wish.scopes.get(id).copied().unwrap_or_default();
        let from = agreed(conn, *id, scope, cursor).await?;
        if from.n == scope.head.n && from == cursor {
            continue;
        }
        reply.push_str(separator);
        separator = ",";
        let taken = page(conn, &mut reply, *id, scope, from, room).await?;
        // Scopes that find no room get an empty page: there is more, and the device asks again.
        room = room.saturating_sub(taken);
    }
    let is_lost = |(id, cursor): &(&ScopeId, &Cursor)| {
        cursor.n > 0 && readable.all.contains(id) && !readable.scopes.contains_key(id)
    };
    for (id, _) in wish.scopes.iter().filter(is_lost) {
        // The device has read what is not there any more, as when an older backup was put back.
        let empty = Page { scope: *id, from: 0, to: Cursor::default(), head: 0, live: 0, entries: Vec::new() };
        reply.push_str(separator);
        separator = ",";
        reply.push_str(&serde_json::to_string(&empty).expect("ids and numbers are JSON"));
    }
    let verdicts = store::receipt::named(conn, wish.ask.iter().copied()).await?;
    let rest = serde_json::json!({
        "readable": readable.all, "verdicts": verdicts, "directory": directory, "server_ms": server_ms,
    });
    let rest = rest.to_string();
    reply.push_str("],");
    reply.push_str(&rest[1..]);
    Ok(reply)
}

/// The cursor, if the log agrees with it; otherwise the device begins anew.
async fn agreed(conn: &mut Conn, id: ScopeId, scope: &Scope, cursor: Cursor) -> Result<Cursor, Error> {
    let here = if cursor.n == 0 {
        None
    } else if cursor.n == scope.head.n {
        Some(scope.head.chain)
    } else {
        store::entry::chain_at(conn, id, cursor.n).await?
    };
    Ok(if here == Some(cursor.chain) { cursor } else { Cursor::default() })
}

/// Appends a page; returns how many entries it holds.
async fn page(
    conn: &mut Conn,
    reply: &mut String,
    id: ScopeId,
    scope: &Scope,
    from: Cursor,
    room: usize,
) -> Result<usize, Error> {
    let bytes = REPLY_BYTES.saturating_sub(reply.len());
    let entries = store::entry::after(conn, id, from.n, room, bytes).await?;
    let fits = "writing into a string cannot fail";
    let (n, live) = (from.n, scope.head.live);
    write!(reply, "{{\"scope\":\"{id}\",\"from\":{n},\"head\":{},\"live\":{live},\"entries\":[", scope.head.n)
        .expect(fits);
    let mut to = (from.n, from.chain.to_string());
    let mut taken = 0;
    for entry in entries {
        let separator = if taken == 0 { "" } else { "," };
        write!(reply, "{separator}{{\"n\":{},", entry.n).expect(fits);
        if let Some(late) = &entry.late {
            write!(reply, "\"late\":{late},").expect(fits);
        }
        reply.push_str("\"change\":");
        reply.push_str(&entry.body);
        reply.push('}');
        to = (entry.n, entry.chain);
        taken += 1;
    }
    write!(reply, "],\"to\":{{\"n\":{},\"chain\":\"{}\"}}}}", to.0, to.1).expect(fits);
    Ok(taken)
}
