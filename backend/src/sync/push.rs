//! A push: load, number one by one, write in bulk. All under the lock of its scopes, all or nothing.
//!
//! Invariants: a number is given only under the lock; a receipt leaves only after the commit; the
//! same text gets its first verdict again, until a person decides about it.

use super::{
    Arrived, Rights, Sender,
    arrival::photos,
    desk::{held, laid_out},
    rollup::Moves,
};
use crate::{
    error::Error,
    store::{
        self, Conn, Db,
        entry::NewEntry,
        quarantine::{Aside, Decision},
        scope::Scope,
    },
};
use futures_util::future::join;
use shared::{
    change::{Change, Home, State},
    digest::Digest,
    fold::Root,
    id::{ChangeId, PersonId, RecordId, ScopeId, UnitId},
    rules::{Arrival, Desk, Head, Outcome, Word, carriers},
    verdict::{Receipt, Verdict, Why},
    wire::{PushReceipt, PushReply},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    mem::take,
    sync::Arc,
};

/// Takes in changes in the order of saving. The reply comes after they have reached the disk.
///
/// # Errors
/// The database's; then nothing of this push is there, and it can be sent again.
pub async fn push(db: &Db, sender: Sender, arrivals: Vec<Arrived>, now_ms: i64) -> Result<PushReply, Error> {
    let pushed = Arc::new((sender, arrivals));
    db.write(move |conn| {
        let pushed = Arc::clone(&pushed);
        Box::pin(async move {
            let (sender, arrivals) = &*pushed;
            let held = held(conn, arrivals, None).await?;
            let (mut desk, mut rights) = laid_out(conn, &held, &sender.person, arrivals, None).await?;
            let mut work = Work::pushed_by(sender.person.id);
            for arrived in arrivals {
                let receipt = work.take_in(&mut desk, &mut rights, arrived);
                work.receipts.push(PushReceipt { id: arrived.id(), receipt });
            }
            let (receipts, wanted) = work.write(conn, &desk, sender, now_ms).await?;
            held.let_go(conn).await?;
            Ok(PushReply { receipts, wanted })
        })
    })
    .await
}

/// What is to be written for a push, gathered while it is numbered.
pub(super) struct Work<'a> {
    /// Whose session brought the changes; what the server's own seal stands for has its own author.
    author: PersonId,
    word: Word,
    receipts: Vec<PushReceipt>,
    entries: Vec<NewEntry<'a>>,
    /// Ids whose receipt is new.
    decided: Vec<ChangeId>,
    aside: Vec<(ChangeId, &'a Arrived, Why)>,
    /// Roots that were written, with the number of their last entry.
    roots: BTreeMap<RecordId, u64>,
    /// Photos named by what was numbered, with the root, and who named them.
    named: Vec<(Digest, RecordId, PersonId)>,
    /// Photos named by anything in the push.
    photos: BTreeSet<Digest>,
    issued: BTreeSet<ScopeId>,
    owners: BTreeMap<ScopeId, UnitId>,
    /// What becomes of roll-ups.
    moves: Moves,
}

impl<'a> Work<'a> {
    /// For changes that come from a device.
    pub(super) fn pushed_by(author: PersonId) -> Self {
        Self {
            author,
            word: Word::Author,
            receipts: Vec::new(),
            entries: Vec::new(),
            decided: Vec::new(),
            aside: Vec::new(),
            roots: BTreeMap::new(),
            named: Vec::new(),
            photos: BTreeSet::new(),
            issued: BTreeSet::new(),
            owners: BTreeMap::new(),
            moves: Moves::default(),
        }
    }

    /// For a change that somebody else takes out of quarantine.
    pub(super) fn adopting(author: PersonId) -> Self {
        Self { word: Word::Asker, ..Self::pushed_by(author) }
    }

    /// For what was numbered once, and lost; its scope's home as [`Word::Seal`] has it.
    pub(super) fn offered(by: PersonId, home: Option<Home>) -> Self {
        Self { word: Word::Seal(home), ..Self::pushed_by(by) }
    }

    /// Decides on one arrival, and notes what is to be written.
    pub(super) fn take_in(&mut self, desk: &mut Desk, rights: &mut Rights, arrived: &'a Arrived) -> Receipt {
        let change = match &arrived.change {
            Ok(change) => change,
            Err(_) => return self.set_aside_unreadable(desk, arrived),
        };
        self.photos.extend(photos(change));
        self.moves.before(change.root, desk.roots.get(&change.root));
        let word = self.word;
        let author = if matches!(word, Word::Seal(_)) { change.by } else { self.author };
        match desk.number(Arrival { change, digest: arrived.digest, author, word }, rights) {
            Outcome::Known(receipt) => receipt,
            Outcome::Quarantined { under, receipt } => {
                if let Verdict::Quarantined(why) = &receipt.verdict {
                    self.aside.push((under, arrived, why.clone()));
                }
                self.decided.push(under);
                receipt
            }
            Outcome::Numbered { receipt, late } => {
                let root = desk.roots.get(&change.root).expect("the rules have just written this root");
                let head = desk.heads.get(&root.home.scope).copied().unwrap_or_default();
                let late =
                    (!late.is_empty()).then(|| serde_json::to_string(&late).expect("a stamp holds ids and names only"));
                self.note_numbered(change, root.home, head, late, arrived, rights);
                receipt
            }
        }
    }

    fn note_numbered(
        &mut self,
        change: &Change,
        home: Home,
        head: Head,
        late: Option<String>,
        arrived: &'a Arrived,
        rights: &mut Rights,
    ) {
        let Home { scope, unit } = home;
        self.moves.in_scope(scope, rights.scopes().get(&scope));
        let counted = head.n;
        rights.made(home, Scope { owner: unit, issued: false, reached: false, head, durable: 0, counted });
        self.entries.push(NewEntry { scope, n: head.n, chain: head.chain, late, body: arrived.text.get() });
        self.decided.push(change.id);
        self.roots.insert(change.root, head.n);
        self.owners.insert(scope, unit);
        self.named.extend(photos(change).map(|photo| (photo, change.root, change.by)));
        if change.act.as_ref().is_some_and(|act| act.to == State::Issued) {
            self.issued.insert(scope);
        }
    }

    /// A text that is no change: kept under its id if that is free, otherwise under one of its own.
    fn set_aside_unreadable(&mut self, desk: &mut Desk, arrived: &'a Arrived) -> Receipt {
        let own = arrived.kept_id();
        let free = desk.receipts.get(&own).is_none_or(|known| known.digest == arrived.digest);
        let under = if free { own } else { arrived.second_id() };
        if let Some(known) = desk.receipts.get(&under) {
            return known.clone();
        }
        let receipt = Receipt { digest: arrived.digest, verdict: Verdict::Quarantined(Why::Unreadable) };
        desk.receipts.insert(under, receipt.clone());
        self.aside.push((under, arrived, Why::Unreadable));
        self.decided.push(under);
        receipt
    }

    /// Writes everything in bulk; returns the receipts and the photos that the sender has not brought.
    pub(super) async fn write(
        mut self,
        conn: &mut Conn,
        desk: &Desk,
        sender: &Sender,
        now_ms: i64,
    ) -> Result<(Vec<PushReceipt>, BTreeSet<Digest>), Error> {
        let root = |(id, n): (&RecordId, &u64)| (desk.roots.get(id).expect("what was written is on the desk"), *n);
        let roots: Vec<(&Root, u64)> = self.roots.iter().map(root).collect();
        // While the database writes the entries, the roots are put into words.
        let (written, states) =
            join(store::entry::append(conn, &self.entries), async { store::root::states(&roots) }).await;
        written?;
        self.write_receipts(conn, desk, sender, now_ms).await?;
        store::root::write(conn, &roots, &states?).await?;
        let head = |(id, owner): (&ScopeId, &UnitId)| (*id, *owner, desk.heads.get(id).copied().unwrap_or_default());
        store::scope::advance(conn, &self.owners.iter().map(head).collect::<Vec<_>>()).await?;
        let written: Vec<&Root> = roots.iter().map(|(root, _)| *root).collect();
        take(&mut self.moves).write(conn, desk, &written).await?;
        let shared = roots.iter().map(|(root, _)| *root);
        let shared: Vec<&Root> = shared.filter(|root| root.home.scope != ScopeId::of_unit(root.home.unit)).collect();
        let carried =
            shared.iter().flat_map(|root| carriers(root).into_iter().map(|unit| (root.home.scope, root.id, unit)));
        let carried: Vec<_> = carried.collect();
        store::scope::set_reach(conn, &shared.iter().map(|root| root.id).collect(), &carried).await?;
        for scope in &self.issued {
            store::scope::issue(conn, *scope).await?;
        }
        store::blob::name(conn, &self.named).await?;
        self.write_aside(conn, desk, sender, now_ms).await?;
        let mut wanted = self.photos;
        if !wanted.is_empty() {
            let named: Vec<_> = wanted.iter().copied().collect();
            for brought in store::blob::brought_of(conn, &named, sender.person.id).await? {
                wanted.remove(&brought);
            }
        }
        Ok((self.receipts, wanted))
    }

    /// What was kept aside and is numbered now has a receipt already, and is no longer to be decided on.
    async fn write_receipts(&self, conn: &mut Conn, desk: &Desk, sender: &Sender, now_ms: i64) -> Result<(), Error> {
        let waited = match self.word {
            Word::Author => BTreeMap::new(),
            Word::Asker | Word::Seal(_) => store::receipt::named(conn, self.decided.iter().copied()).await?,
        };
        let receipt = |id: &ChangeId| (*id, desk.receipts.get(id).expect("what was decided has a receipt"));
        let (known, new): (Vec<_>, Vec<_>) =
            self.decided.iter().map(receipt).partition(|(id, _)| waited.contains_key(id));
        store::receipt::write(conn, &new).await?;
        // Whoever's tablet brought what a seal stands for has decided nothing.
        let by = (self.word == Word::Asker).then_some(sender.person.id);
        for (id, receipt) in known {
            if let Verdict::Numbered { scope, n } = receipt.verdict {
                store::receipt::adopt(conn, id, (scope, n)).await?;
                store::quarantine::decide(conn, id, Decision::Adopted, by, now_ms, "").await?;
            }
        }
        Ok(())
    }

    async fn write_aside(&self, conn: &mut Conn, desk: &Desk, sender: &Sender, now_ms: i64) -> Result<(), Error> {
        if self.aside.is_empty() {
            return Ok(());
        }
        let claimed = |arrived: &Arrived| {
            let change = arrived.change.as_ref().ok()?;
            Some(desk.roots.get(&change.root).map(|root| root.home).or(change.home)?.unit)
        };
        let units: Vec<_> = self.aside.iter().filter_map(|(_, arrived, _)| claimed(arrived)).collect();
        let known: BTreeSet<_> = store::unit::existing(conn, &units).await?.into_iter().collect();
        let rows = self.aside.iter().map(|(under, arrived, why)| Aside {
            id: *under,
            // What others bring back is its author's all the same.
            person: match (&arrived.change, self.word) {
                (Ok(change), Word::Seal(_)) => change.by,
                _ => sender.person.id,
            },
            device: sender.device,
            // Without a home that exists, the sender's own people decide.
            unit: claimed(arrived).filter(|unit| known.contains(unit)).unwrap_or(sender.person.unit),
            root: match &arrived.change {
                Ok(change) => Some(change.root),
                Err(remains) => remains.root,
            },
            why: why.clone(),
            body: arrived.text.get().to_owned(),
            received_ms: now_ms,
        });
        store::quarantine::keep(conn, &rows.collect::<Vec<_>>()).await
    }
}
