//! A pull: what came after the cursors, put together from the stored texts without encoding them again.

use super::arrival::author;
use crate::{
    error::Error,
    seals::Seals,
    store::{self, Conn, scope::Scope},
};
use shared::{
    digest::Digest,
    epoch::Epochs,
    id::{ChangeId, PersonId, ScopeId, UnitId},
    verdict::{Receipt, Verdict},
    wire::{Cursor, PAST_MAX, PHOTOS_ASKED_MAX, PULL_ENTRIES_MAX, Page, Pull},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

/// No entry begins past so many bytes of a reply: a slow line gets somewhere between two cuts, and
/// many askers at once do not fill the memory.
const REPLY_BYTES: usize = 4 << 20;

/// So many texts are looked at to find out whose they are: a device asks after no more.
const LOOKED_AT_MAX: usize = 500;

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

/// What a reply says beside the pages.
#[derive(Clone, Copy)]
pub struct Said<'a> {
    /// Who asks.
    pub person: PersonId,
    /// The version of the directory.
    pub directory: &'a str,
    /// The server's clock.
    pub server_ms: i64,
    /// The epochs, as the snapshot has them.
    pub epochs: &'a Epochs,
    /// Under these the cursors are given.
    pub seals: &'a Seals,
}

/// The scopes whose log says the same as the cursor that the device has there. Asked once: by it a page goes
/// on, and a seal is held against the log.
///
/// # Errors
/// The database's.
pub async fn standing(conn: &mut Conn, readable: &Readable, wish: &Pull) -> Result<BTreeSet<ScopeId>, Error> {
    let mut stands = BTreeSet::new();
    for (id, cursor) in wish.cursors() {
        let head = readable.scopes.get(&id).map(|scope| scope.head).filter(|head| head.n == cursor.n);
        let agrees = match head {
            Some(head) => head.chain == cursor.chain,
            None => super::epoch::agrees(conn, id, &cursor).await?,
        };
        if agrees {
            stands.insert(id);
        }
    }
    Ok(stands)
}

/// The reply to a pull, as JSON. The connection stands on one snapshot.
///
/// # Errors
/// The database's.
pub async fn answer(
    conn: &mut Conn,
    readable: &Readable,
    wish: &Pull,
    (stands, said): (&BTreeSet<ScopeId>, Said<'_>),
) -> Result<String, Error> {
    let snapshots = super::snapshot::offered(conn, readable, wish, said).await?;
    let mut reply = String::from("{\"scopes\":[");
    let mut room = PULL_ENTRIES_MAX;
    let mut separator = "";
    for (id, scope) in readable.scopes.iter().filter(|(id, _)| !snapshots.contains_key(id)) {
        let cursor = wish.scopes.get(id).copied().unwrap_or_default();
        // Where the log says something else, the device begins anew.
        let from = if stands.contains(id) { cursor } else { Cursor::default() };
        if from.n == scope.head.n && from.is_at(&cursor) {
            continue;
        }
        reply.push_str(separator);
        separator = ",";
        let taken = page(conn, &mut reply, (*id, scope), from, room, said).await?;
        // Scopes that find no room get an empty page: there is more, and the device asks again.
        room = room.saturating_sub(taken);
    }
    let is_lost = |(id, cursor): &(&ScopeId, &Cursor)| {
        cursor.n > 0 && readable.all.contains(id) && !readable.scopes.contains_key(id)
    };
    for (id, _) in wish.scopes.iter().filter(is_lost) {
        // The device has read what is not there any more, as when an older backup was put back.
        let to = Cursor::default();
        let empty = Page { scope: *id, from: 0, to, head: 0, live: 0, durable: 0, entries: Vec::new() };
        reply.push_str(separator);
        separator = ",";
        reply.push_str(&serde_json::to_string(&empty).expect("ids and numbers are JSON"));
    }
    let verdicts = verdicts(conn, readable, wish, said.person).await?;
    let mut rest = serde_json::json!({
        "readable": readable.all, "verdicts": verdicts, "directory": said.directory, "server_ms": said.server_ms,
        "epoch": said.epochs.now,
    });
    if !snapshots.is_empty() {
        rest["snapshots"] = serde_json::json!(snapshots);
    }
    if !wish.past.is_empty() {
        rest["agreed"] = serde_json::json!(agreed_past(conn, wish).await?);
    }
    if !wish.photos.is_empty() {
        let asked: Vec<Digest> = wish.photos.iter().copied().take(PHOTOS_ASKED_MAX).collect();
        let brought = store::blob::brought_of(conn, &asked, said.person).await?;
        let missing: Vec<&Digest> = asked.iter().filter(|photo| !brought.contains(photo)).collect();
        if !missing.is_empty() {
            rest["photos_missing"] = serde_json::json!(missing);
        }
    }
    let rest = rest.to_string();
    reply.push_str("],");
    reply.push_str(&rest[1..]);
    Ok(reply)
}

/// The verdicts that were asked for, as far as they concern who asks: on what stands where they read, or is their
/// own, or was sent by them. Of others' changes an id tells nothing.
async fn verdicts(
    conn: &mut Conn,
    readable: &Readable,
    wish: &Pull,
    person: PersonId,
) -> Result<BTreeMap<ChangeId, Receipt>, Error> {
    let mut told = store::receipt::named(conn, wish.ask.iter().copied()).await?;
    let is_read = |receipt: &Receipt| match receipt.verdict {
        Verdict::Numbered { scope, .. } => readable.all.contains(&scope),
        Verdict::Quarantined(_) => false,
    };
    let doubtful: Vec<_> = told.iter().filter(|(_, receipt)| !is_read(receipt)).map(|(id, _)| *id).collect();
    for (at, id) in doubtful.into_iter().enumerate() {
        if at >= LOOKED_AT_MAX {
            told.remove(&id);
            continue;
        }
        let is_theirs = match store::receipt::text(conn, id, &told[&id].verdict).await? {
            Some((text, sender)) => sender == Some(person) || author(&text) == Some(person),
            None => false,
        };
        if !is_theirs {
            told.remove(&id);
        }
    }
    Ok(told)
}

/// How far the kept pages of a device are what the log has.
async fn agreed_past(conn: &mut Conn, wish: &Pull) -> Result<BTreeMap<ScopeId, u64>, Error> {
    let mut agreed = BTreeMap::new();
    for (id, past) in &wish.past {
        let past = &past[..past.len().min(PAST_MAX)];
        agreed.insert(*id, super::epoch::agreed(conn, *id, past).await?);
    }
    Ok(agreed)
}

fn stored_chain(chain: &str) -> Result<Digest, Error> {
    chain.parse().map_err(|_| Error::Internal("a stored chain cannot be read".into()))
}

/// Appends a page; returns how many entries it holds.
async fn page(
    conn: &mut Conn,
    reply: &mut String,
    (id, scope): (ScopeId, &Scope),
    from: Cursor,
    room: usize,
    said: Said<'_>,
) -> Result<usize, Error> {
    let bytes = REPLY_BYTES.saturating_sub(reply.len());
    let entries = store::entry::after(conn, id, from.n, room, bytes).await?;
    let fits = "writing into a string cannot fail";
    let (n, head, live) = (from.n, scope.head.n, scope.head.live);
    write!(reply, "{{\"scope\":\"{id}\",\"from\":{n},\"head\":{head},\"live\":{live},").expect(fits);
    if scope.durable > 0 {
        write!(reply, "\"durable\":{},", scope.durable).expect(fits);
    }
    reply.push_str("\"entries\":[");
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
    let (n, chain) = to;
    let epoch = said.epochs.now;
    let place = Cursor { n, chain: stored_chain(&chain)?, ..Cursor::default() };
    let seal = said.seals.seal(id, &place, epoch);
    write!(reply, "],\"to\":{{\"n\":{n},\"chain\":\"{chain}\",\"epoch\":\"{epoch}\",\"seal\":\"{seal}\"}}}}")
        .expect(fits);
    Ok(taken)
}
