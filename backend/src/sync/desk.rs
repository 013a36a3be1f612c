//! Loading of everything that the rules read, in a few bulk questions.

use super::{
    Rights,
    arrival::{Arrived, is_proof, photos},
};
use crate::{
    error::Error,
    store::{self, Conn, lock::Scopes},
};
use shared::{
    change::{Change, Home},
    id::{ChangeId, RecordId},
    person::Person,
    rules::Desk,
    verdict::Receipt,
};
use std::collections::{BTreeMap, BTreeSet};

/// Holds the scopes that these changes concern, and the one that they are said to come from, until the commit.
///
/// # Errors
/// The database's.
pub async fn held(conn: &mut Conn, arrivals: &[Arrived], from: Option<Home>) -> Result<Scopes, Error> {
    let homes = changes(arrivals).filter_map(|change| change.home).chain(from);
    let homes = homes.map(|home| (home.scope, home.unit)).collect();
    store::lock::scopes(conn, &roots(arrivals), &homes).await
}

/// What the rules read for these changes under the lock, and the rights of who sent them.
///
/// # Errors
/// [`Error::Overtaken`] when a root was made elsewhere before the lock was had; otherwise the database's.
pub async fn laid_out(
    conn: &mut Conn,
    held: &Scopes,
    person: &Person,
    arrivals: &[Arrived],
    from: Option<Home>,
) -> Result<(Desk, Rights), Error> {
    let changes = || changes(arrivals);

    let mut desk = Desk { roots: store::root::named(conn, roots(arrivals)).await?, ..Desk::default() };
    held.hold(desk.roots.values())?;

    desk.receipts = store::receipt::named(conn, ids(arrivals)).await?;
    let seconds = second_contents(arrivals, &desk.receipts);
    if !seconds.is_empty() {
        desk.receipts.extend(store::receipt::named(conn, seconds).await?);
    }

    let homes = desk.roots.values().map(|root| root.home).chain(changes().filter_map(|change| change.home));
    let scopes: BTreeSet<_> = homes.chain(from).map(|home| home.scope).collect();
    let rights = Rights::load(conn, person, scopes).await?;
    desk.heads = rights.scopes().iter().map(|(id, scope)| (*id, scope.head)).collect();

    let proofs: BTreeSet<_> = changes().filter(|change| is_proof(change)).map(|change| change.root).collect();
    if !proofs.is_empty() {
        // What is proved must be there for whoever looks at it; what comes here first shows what its author brought.
        let named: Vec<_> = changes().flat_map(photos).collect();
        desk.photos = store::blob::shown(conn, &proofs).await?.into_iter().collect();
        desk.photos.extend(store::blob::brought_of(conn, &named, person.id).await?);
    }
    Ok((desk, rights))
}

fn changes(arrivals: &[Arrived]) -> impl Iterator<Item = &Change> {
    arrivals.iter().filter_map(|arrived| arrived.change.as_ref().ok())
}

fn roots(arrivals: &[Arrived]) -> BTreeSet<RecordId> {
    changes(arrivals).map(|change| change.root).collect()
}

/// Every id whose receipt the rules may ask for.
fn ids(arrivals: &[Arrived]) -> BTreeSet<ChangeId> {
    let own = arrivals.iter().map(Arrived::kept_id);
    let changes = arrivals.iter().filter_map(|arrived| arrived.change.as_ref().ok());
    let after = |change: &Change| change.act.iter().flat_map(|act| act.after.clone()).collect::<Vec<_>>();
    let named = changes.flat_map(|change| change.seen_ids().chain(after(change)));
    own.chain(named).collect()
}

/// The ids under which second contents of known ids would be kept.
fn second_contents(arrivals: &[Arrived], known: &BTreeMap<ChangeId, Receipt>) -> BTreeSet<ChangeId> {
    let mut met = BTreeMap::new();
    let mut seconds = BTreeSet::new();
    for arrived in arrivals {
        let id = arrived.kept_id();
        let first = known.get(&id).map_or(arrived.digest, |receipt| receipt.digest);
        // An id may also come twice in one push.
        if *met.entry(id).or_insert(first) != arrived.digest {
            seconds.insert(arrived.second_id());
        }
    }
    seconds
}
