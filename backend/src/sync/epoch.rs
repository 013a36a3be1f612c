//! How an archive that was put back to an earlier time notices, and takes in again what devices have kept.

use super::{
    Arrived, Rights, Sender, arrived,
    desk::{held, laid_out},
    push::Work,
};
use crate::{
    error::Error,
    seals::Seals,
    store::{self, Conn, Db, epoch::Why},
};
use shared::{
    change::Home,
    epoch::{Agreed, Epochs, chained},
    id::{EpochId, ScopeId, UnitId},
    rules::Desk,
    verdict::Verdict,
    wire::{Cursor, Offer, OfferReply},
};
use std::{collections::BTreeSet, sync::Arc};
use uuid::Uuid;

/// The epochs, the first of which begins here if none has.
///
/// # Errors
/// The database's.
pub async fn epochs(db: &Db, now_ms: i64) -> Result<Epochs, Error> {
    if let Some(epochs) = store::epoch::all(&mut db.read().await?).await? {
        return Ok(epochs);
    }
    db.write(move |conn| {
        Box::pin(async move {
            if store::epoch::all(conn).await?.is_none() {
                store::epoch::begin(conn, fresh(), Why::First, now_ms).await?;
            }
            Ok(())
        })
    })
    .await?;
    store::epoch::all(&mut db.read().await?).await?.ok_or_else(|| Error::Internal("no epoch has begun".into()))
}

fn fresh() -> EpochId {
    EpochId(Uuid::new_v4())
}

/// Begins another epoch because a backup was put back.
///
/// # Errors
/// The database's.
pub async fn restored(db: &Db, now_ms: i64) -> Result<(), Error> {
    db.write(move |conn| Box::pin(store::epoch::begin(conn, fresh(), Why::Restored, now_ms))).await
}

/// Begins another epoch if these cursors, looked at again by the one who writes, prove that the archive was
/// put back to an earlier time. An epoch that only their seals tell of is known from then on, so that who
/// comes next with such a seal brings no news.
///
/// # Errors
/// The database's.
pub async fn contradicted(db: &Db, seals: &Seals, cursors: Vec<(ScopeId, Cursor)>, now_ms: i64) -> Result<(), Error> {
    let said = Arc::new((seals.clone(), cursors));
    db.write(move |conn| {
        let said = Arc::clone(&said);
        Box::pin(async move {
            let (seals, cursors) = &*said;
            let Some(epochs) = store::epoch::all(conn).await? else { return Ok(()) };
            let mut lost = BTreeSet::new();
            let mut is_so = false;
            for (scope, cursor) in cursors {
                if is_contradiction(seals, &epochs, *scope, cursor, agrees(conn, *scope, cursor).await?) {
                    tracing::warn!(%scope, n = cursor.n, "the archive was put back to an earlier time");
                    is_so = true;
                    lost.extend(cursor.epoch.filter(|epoch| !epochs.known.contains(epoch)));
                }
            }
            for epoch in lost {
                store::epoch::begin(conn, epoch, Why::Lost, now_ms).await?;
            }
            if is_so {
                store::epoch::begin(conn, fresh(), Why::Contradicted, now_ms).await?;
            }
            Ok(())
        })
    })
    .await
}

/// Whether a cursor proves that the archive was put back. Only what looks like it is worth a seal's check.
#[must_use]
pub fn is_contradiction(seals: &Seals, epochs: &Epochs, scope: ScopeId, cursor: &Cursor, agrees: bool) -> bool {
    epochs.are_contradicted(cursor, agrees) && seals.are_on(scope, cursor)
}

/// Whether the log says the same as a cursor.
///
/// # Errors
/// The database's.
pub async fn agrees(conn: &mut Conn, scope: ScopeId, cursor: &Cursor) -> Result<bool, Error> {
    if cursor.n == 0 {
        return Ok(true);
    }
    Ok(store::entry::chain_at(conn, scope, cursor.n).await? == Some(cursor.chain))
}

/// The newest of some places of a scope's log at which the log still says the same.
///
/// # Errors
/// The database's.
pub async fn agreed(conn: &mut Conn, scope: ScopeId, past: &[Cursor]) -> Result<u64, Error> {
    let mut agreed = Agreed::among(past);
    while let Some(place) = agreed.asks() {
        agreed.hear(agrees(conn, scope, place).await?);
    }
    Ok(agreed.n())
}

/// Takes in again what a device has kept, whoever wrote it: the seal on its end says that all of it had
/// numbers here.
///
/// # Errors
/// [`Error::Malformed`] when the numbers do not follow one another, [`Error::Forbidden`] when the seal is
/// not this archive's; the database's.
pub async fn offer(db: &Db, seals: &Seals, sender: Sender, offer: Offer, now_ms: i64) -> Result<OfferReply, Error> {
    let (scope, to) = (offer.scope, offer.to);
    if chained(&offer) != Some(to.chain) {
        return Err(Error::Malformed("the entries do not lead to the end that is named".into()));
    }
    if !seals.are_on(scope, &to) {
        return Err(Error::Forbidden("unsealed"));
    }
    let begins = offer.from.n == 0;
    let offered = Arc::new((sender, arrived(offer.entries.into_iter().map(|entry| entry.change).collect())));
    db.write(move |conn| {
        let offered = Arc::clone(&offered);
        Box::pin(async move {
            let (sender, arrivals) = &*offered;
            let home = home_of(conn, scope, arrivals.first().filter(|_| begins)).await?;
            let held = held(conn, arrivals, home).await?;
            let (mut desk, mut rights) = laid_out(conn, &held, &sender.person, arrivals, home).await?;
            let work = Work::offered(sender.person.id, home);
            let none = OfferReply { scope, n: to.n, chain: to.chain, taken: 0, known: 0, aside: 0 };
            let (work, reply) = taken_in(work, &mut desk, &mut rights, arrivals, none);
            work.write(conn, &desk, sender, now_ms).await?;
            held.let_go(conn).await?;
            Ok(reply)
        })
    })
    .await
}

/// Who answers for a scope, if that can still be told. A plan of which nothing is left comes back by the change
/// that had its first number: it made the scope, by rights that were asked for, and names the unit. What any
/// later one says of it was never looked at.
async fn home_of(conn: &mut Conn, scope: ScopeId, first: Option<&Arrived>) -> Result<Option<Home>, Error> {
    if let Some(unit) = store::scope::owner(conn, scope).await? {
        return Ok(Some(Home { scope, unit }));
    }
    let units = store::unit::existing(conn, &[UnitId(scope.0)]).await?;
    let made = first.and_then(|first| first.change.as_ref().ok()?.home).filter(|home| home.scope == scope);
    Ok(units.into_iter().next().map(Home::of_unit).or(made))
}

fn taken_in<'a>(
    mut work: Work<'a>,
    desk: &mut Desk,
    rights: &mut Rights,
    arrivals: &'a [Arrived],
    mut reply: OfferReply,
) -> (Work<'a>, OfferReply) {
    for arrived in arrivals {
        let known = desk.receipts.get(&arrived.kept_id());
        let was_known = known.is_some_and(|receipt| matches!(receipt.verdict, Verdict::Numbered { .. }));
        match work.take_in(desk, rights, arrived).verdict {
            Verdict::Numbered { .. } if was_known => reply.known += 1,
            Verdict::Numbered { .. } => reply.taken += 1,
            Verdict::Quarantined(_) => reply.aside += 1,
        }
    }
    (work, reply)
}
