//! Roll-ups are kept up in the act that numbers: each root is counted out as it was loaded and in as it is
//! written. What an older program wrote, or stood here before there were rows, is counted anew, a scope at a
//! time.

use crate::{
    error::Error,
    store::{self, Conn, Db, scope::Scope},
};
use shared::{
    change::Home,
    fold::Root,
    id::{RecordId, ScopeId},
    rollup::{Planned, RollUp},
    rules::Desk,
};
use std::collections::{BTreeMap, BTreeSet};

/// Scopes that are asked for at once.
const SCOPES: usize = 100;

/// By how much an act moves the rows of its scopes.
#[derive(Debug, Default)]
pub(super) struct Moves {
    moved: BTreeMap<ScopeId, RollUp>,
    /// Roots that were counted out, or did not exist.
    out: BTreeSet<RecordId>,
    /// Scopes whose rows did not count them up to their head before.
    behind: BTreeSet<ScopeId>,
}

impl Moves {
    /// Counts out a root as it stands before the first change in this act.
    pub(super) fn before(&mut self, id: RecordId, root: Option<&Root>) {
        if self.out.insert(id)
            && let Some(root) = root
        {
            self.moved.entry(root.home.scope).or_default().take(root);
        }
    }

    /// Notes a scope as it was before this act.
    pub(super) fn in_scope(&mut self, id: ScopeId, scope: Option<&Scope>) {
        if scope.is_some_and(|scope| scope.counted != scope.head.n) {
            self.behind.insert(id);
        }
    }

    /// Counts in all roots as they are now and moves the rows. Comes after the roots were written.
    pub(super) async fn write(mut self, conn: &mut Conn, desk: &Desk, written: &[&Root]) -> Result<(), Error> {
        // Whatever was numbered or not: a root that nothing altered is counted out and in.
        for root in self.out.iter().filter_map(|id| desk.roots.get(id)) {
            self.moved.entry(root.home.scope).or_default().add(root);
        }
        for scope in &self.behind {
            self.moved.remove(scope);
        }
        store::rollup::move_by(conn, &self.moved).await?;
        store::activity::write(conn, written).await?;
        for scope in self.behind {
            recounted(conn, scope).await?;
        }
        Ok(())
    }
}

/// What a scope's roots come to, counted from the first to the last.
async fn count(conn: &mut Conn, scope: ScopeId) -> Result<(RollUp, BTreeMap<RecordId, Planned>), Error> {
    let (mut rollup, mut planned, mut after) = (RollUp::default(), BTreeMap::new(), None);
    loop {
        let roots = store::root::of_scope(conn, scope, after).await?;
        let Some(last) = roots.last() else { return Ok((rollup.settled(), planned)) };
        after = Some(last.id);
        for root in &roots {
            rollup.add(root);
            planned.extend(Planned::of(root).map(|plans| (root.id, plans)));
        }
    }
}

/// Counts a scope anew; whether what is kept said something else. The scope is held.
async fn recounted(conn: &mut Conn, scope: ScopeId) -> Result<bool, Error> {
    let (rollup, planned) = count(conn, scope).await?;
    let kept = (store::rollup::of_scope(conn, scope).await?.settled(), store::activity::of_scope(conn, scope).await?);
    let differs = kept != (rollup.clone(), planned.clone());
    if differs {
        store::rollup::replace(conn, scope, rollup).await?;
        store::activity::replace(conn, scope, planned).await?;
    }
    Ok(differs)
}

/// What a recount came to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Recount {
    /// Scopes that were counted.
    pub scopes: u64,
    /// Those whose rows were not yet, or no longer, of their head; they are now.
    pub filled: Vec<ScopeId>,
    /// Those whose rows were of their head and said something else than a count; they are mended.
    pub mended: Vec<ScopeId>,
}

/// Counts every scope anew, each in an act of its own, and mends what differs. Others go on meanwhile.
///
/// # Errors
/// The database's; what was counted before stays so.
pub async fn recount(db: &Db) -> Result<Recount, Error> {
    let mut recount = Recount::default();
    let heads = store::scope::heads(&mut db.read().await?).await?;
    for (scope, _) in heads {
        one(db, scope, &mut recount).await?;
    }
    Ok(recount)
}

/// Counts the scopes that have come further than their rows, as after an update. Broken off, it goes on where
/// it was.
///
/// # Errors
/// The database's.
pub async fn fill(db: &Db) -> Result<Recount, Error> {
    let (mut recount, mut after) = (Recount::default(), None);
    loop {
        let scopes = store::rollup::uncounted(&mut db.read().await?, after, SCOPES).await?;
        let Some(last) = scopes.last() else { return Ok(recount) };
        after = Some(*last);
        for scope in scopes {
            one(db, scope, &mut recount).await?;
        }
    }
}

async fn one(db: &Db, id: ScopeId, recount: &mut Recount) -> Result<(), Error> {
    let counted = db.write(move |conn| {
        Box::pin(async move {
            let Some(unit) = store::scope::owner(conn, id).await? else { return Ok(None) };
            let homes = BTreeMap::from([Home { scope: id, unit }].map(|home| (home.scope, home.unit)));
            let held = store::lock::scopes(conn, &BTreeSet::new(), &homes).await?;
            let scope = store::scope::named(conn, unit, [id]).await?.remove(&id);
            let differs = recounted(conn, id).await?;
            if let Some(scope) = &scope {
                store::rollup::counted(conn, id, scope.head.n).await?;
            }
            held.let_go(conn).await?;
            Ok(scope.map(|scope| (scope.counted == scope.head.n, differs)))
        })
    });
    match counted.await? {
        Some((true, true)) => recount.mended.push(id),
        Some((false, _)) => recount.filled.push(id),
        Some((true, false)) => {}
        None => return Ok(()),
    }
    recount.scopes += 1;
    Ok(())
}
