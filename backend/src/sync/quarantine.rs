//! Decisions on what was kept aside: a person takes it in after all, or drops it with a reason.

use super::{
    Sender,
    arrival::photos,
    desk::{held, laid_out},
    push::Work,
};
use crate::{
    error::Error,
    store::{
        self, Conn, Db,
        quarantine::{Aside, Decision},
    },
};
use serde_json::value::RawValue;
use shared::{
    access::{Access, may_drop},
    id::ChangeId,
    person::Person,
    verdict::{Verdict, Why},
};
use std::sync::Arc;

/// Numbers a change that was kept aside, if the rules take it by the rights of who adopts it;
/// otherwise the verdict says what still stands in the way, and it stays aside.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Forbidden`] if it is not for this person to decide.
pub async fn adopt(db: &Db, sender: Sender, id: ChangeId, now_ms: i64) -> Result<Verdict, Error> {
    let sender = Arc::new(sender);
    db.write(move |conn| {
        let sender = Arc::clone(&sender);
        Box::pin(async move {
            let (aside, access) = waiting(conn, &sender.person, id).await?;
            if access != Access::Covers {
                return Err(Error::Forbidden("decide"));
            }
            let text =
                RawValue::from_string(aside.body).map_err(|_| Error::Internal("a kept change is no JSON".into()))?;
            let arrivals = super::arrived(vec![text]);
            let arrived = arrivals.first().expect("one change is adopted at a time");
            let held = held(conn, &arrivals, None).await?;
            let (mut desk, mut rights) = laid_out(conn, &held, &sender.person, &arrivals, None).await?;
            let mut work = Work::adopting(aside.person);
            let verdict = work.take_in(&mut desk, &mut rights, arrived).verdict;
            if matches!(verdict, Verdict::Numbered { .. }) {
                work.write(conn, &desk, &sender, now_ms).await?;
            }
            held.let_go(conn).await?;
            Ok(verdict)
        })
    })
    .await
}

/// Drops a change for good. Its text stays, and its author hears who dropped it and why. Its photos no
/// longer count as brought and not named.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Forbidden`] if it is not for this person to drop.
pub async fn drop(db: &Db, sender: Sender, id: ChangeId, reason: String, now_ms: i64) -> Result<(), Error> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::Malformed("a reason is needed".into()));
    }
    let decided = Arc::new((sender.person, reason.to_owned()));
    db.write(move |conn| {
        let decided = Arc::clone(&decided);
        Box::pin(async move {
            let (by, reason) = &*decided;
            let (aside, access) = waiting(conn, by, id).await?;
            if !may_drop(aside.person == by.id, by.role, access) {
                return Err(Error::Forbidden("decide"));
            }
            // Its photos were brought for nothing, which is no fault of whoever brought them.
            let photos: Vec<_> = serde_json::from_str(&aside.body).iter().flat_map(photos).collect();
            store::blob::dropped(conn, &photos, aside.person).await?;
            store::quarantine::decide(conn, id, Decision::Dropped, Some(by.id), now_ms, reason).await?;
            store::receipt::decide(conn, id, &Why::Dropped { by: by.id, reason: reason.clone() }).await
        })
    })
    .await
}

/// The change, if it waits and this person may know of it, and what their place gives them there.
async fn waiting(conn: &mut Conn, person: &Person, id: ChangeId) -> Result<(Aside, Access), Error> {
    store::lock::aside(conn, id).await?;
    let found = store::quarantine::named(conn, person.unit, person.id, id).await?;
    let (aside, covers) = found.ok_or(Error::NotFound("change"))?;
    Ok((aside, if covers { Access::Covers } else { Access::None }))
}
