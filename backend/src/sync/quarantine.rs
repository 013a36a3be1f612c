//! Decisions on what was kept aside: a person takes it in after all, or drops it with a reason.

use super::{Sender, desk::laid_out, push::Work};
use crate::{
    error::Error,
    store::{
        self, Conn, Db,
        quarantine::{Aside, Decision},
    },
};
use serde_json::value::RawValue;
use shared::{id::ChangeId, verdict::Verdict};

/// Numbers a change that was kept aside, if the rules take it by the rights of who adopts it;
/// otherwise the verdict says what still stands in the way, and it stays aside.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Forbidden`] if it is not for this person to decide.
pub async fn adopt(db: &Db, sender: Sender, id: ChangeId, now_ms: i64) -> Result<Verdict, Error> {
    db.write(move |conn| {
        Box::pin(async move {
            let aside = for_decision(conn, &sender, id).await?;
            let text =
                RawValue::from_string(aside.body).map_err(|_| Error::Internal("a kept change is no JSON".into()))?;
            let arrivals = super::arrived(vec![text]);
            let arrived = arrivals.first().expect("one change is adopted at a time");
            let (mut desk, mut rights) = laid_out(conn, &sender.person, &arrivals).await?;
            let mut work = Work::adopting(aside.person);
            let verdict = work.take_in(&mut desk, &mut rights, arrived).verdict;
            if matches!(verdict, Verdict::Numbered { .. }) {
                work.write(conn, &desk, &sender, now_ms).await?;
                store::quarantine::decide(conn, id, Decision::Adopted, sender.person.id, now_ms, "").await?;
            }
            Ok(verdict)
        })
    })
    .await
}

/// Drops a change for good. Its text stays, with who dropped it and why.
///
/// # Errors
/// [`Error::NotFound`] if it is not for this person to decide.
pub async fn drop(db: &Db, sender: Sender, id: ChangeId, reason: String, now_ms: i64) -> Result<(), Error> {
    if reason.trim().is_empty() {
        return Err(Error::Malformed("a reason is needed".into()));
    }
    db.write(move |conn| {
        Box::pin(async move {
            let aside = for_decision(conn, &sender, id).await;
            // Whoever wrote it may also take it back.
            let own = store::quarantine::named(conn, sender.person.unit, sender.person.id, id)
                .await?
                .is_some_and(|(aside, _)| aside.person == sender.person.id);
            if !own {
                aside?;
            }
            store::quarantine::decide(conn, id, Decision::Dropped, sender.person.id, now_ms, reason.trim()).await
        })
    })
    .await
}

/// The change, if it waits and this person may decide on it.
async fn for_decision(conn: &mut Conn, sender: &Sender, id: ChangeId) -> Result<Aside, Error> {
    match store::quarantine::named(conn, sender.person.unit, sender.person.id, id).await? {
        Some((aside, true)) => Ok(aside),
        Some((_, false)) => Err(Error::Forbidden("decide")),
        None => Err(Error::NotFound("change")),
    }
}
