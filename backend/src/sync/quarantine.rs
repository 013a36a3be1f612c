//! Decisions on what was kept aside: a person takes it in after all, or drops it with a reason.

use super::{Arrived, Rights, Sender, desk::laid_out, push::Work};
use crate::{
    error::Error,
    store::{
        self, Conn, Db,
        quarantine::{Aside, Decision},
    },
};
use serde_json::value::RawValue;
use shared::{
    access::{Access, may_write},
    change::{Change, State},
    fold::Root,
    form,
    id::ChangeId,
    rules::{Asker as _, Desk},
    verdict::Verdict,
};

/// Numbers a change that was kept aside. Whoever adopts must be allowed to write there; the
/// person who wrote it need not be.
///
/// # Errors
/// [`Error::NotFound`] if it is not for this person to decide, [`Error::Decided`] if it cannot be
/// taken in as things stand.
pub async fn adopt(db: &Db, sender: Sender, id: ChangeId, now_ms: i64) -> Result<Verdict, Error> {
    db.write(move |conn| {
        Box::pin(async move {
            let aside = for_decision(conn, &sender, id).await?;
            let text =
                RawValue::from_string(aside.body).map_err(|_| Error::Internal("a kept change is no JSON".into()))?;
            let arrivals = super::arrived(vec![text]);
            let Some(Ok(change)) = arrivals.first().map(|arrived| &arrived.change) else {
                return Err(Error::Decided("unreadable"));
            };
            let (mut desk, mut rights) = laid_out(conn, &sender.person, &arrivals).await?;
            adoptable(change, &desk, &rights)?;
            let verdict = number(conn, &mut desk, &mut rights, (&arrivals, &sender), now_ms).await?;
            if matches!(verdict, Verdict::Quarantined(_)) {
                return Err(Error::Decided("still_refused"));
            }
            store::quarantine::decide(conn, id, Decision::Adopted, sender.person.id, now_ms, "").await?;
            Ok(verdict)
        })
    })
    .await
}

async fn number(
    conn: &mut Conn,
    desk: &mut Desk,
    rights: &mut Rights,
    (arrivals, sender): (&[Arrived], &Sender),
    now_ms: i64,
) -> Result<Verdict, Error> {
    let mut work = Work::default();
    let arrived = arrivals.first().expect("one change is adopted at a time");
    let receipt = work.take_in(desk, rights, arrived, true);
    if matches!(receipt.verdict, Verdict::Numbered { .. }) {
        work.write(conn, desk, sender, now_ms).await?;
    }
    Ok(receipt.verdict)
}

/// Whether this person may take this change in, and whether it can be taken in now.
fn adoptable(change: &Change, desk: &Desk, rights: &Rights) -> Result<(), Error> {
    if change.act.is_some() {
        // What stood on that screen is gone; whoever still wants it asks for it anew.
        return Err(Error::Decided("transition"));
    }
    let root = desk.roots.get(&change.root);
    let home = root.map(|root| root.home).or(change.home).ok_or(Error::Decided("unknown_root"))?;
    let access = rights.access(home);
    if access == Access::None || !may_write(&change.kind, root.is_none(), rights.role(), access) {
        return Err(Error::Forbidden("adopt"));
    }
    // Adoption asks the rules for no more than a home, so what they refuse for good is refused here.
    match root {
        Some(root) if root.kind != change.kind => return Err(Error::Decided("kind_differs")),
        None if !form::home_fits(&change.kind, change.root, home) => return Err(Error::Decided("wrong_home")),
        _ => {}
    }
    match root.map(Root::decided).map(|decided| decided.state) {
        Some(State::Issued | State::Closed) => Err(Error::Decided("issued")),
        Some(State::Approved) if root.is_some_and(Root::is_approved) => Err(Error::Decided("reopen_first")),
        _ => Ok(()),
    }
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
