//! The server's rules: what happens to a change that arrives. Pure; the archive loads what they
//! read, holds the lock of the scope, and writes what they return.
//!
//! The steps and the reasons behind each are those of ARCHITECTURE.md, "What the server does with a change".

use crate::{
    access::{Access, Role, may_transit, may_write},
    activity::{self, Activity},
    change::{Act, Change, FieldEdit, Home, State},
    digest::Digest,
    fold::{Awaited, Late, Root},
    form,
    id::{ChangeId, PersonId, RecordId, ScopeId, UnitId},
    mutant::Mutant,
    plan::{self, Plan},
    value::Value,
    verdict::{Receipt, Verdict, Why, second_id},
};
use std::collections::{BTreeMap, BTreeSet};

/// A scope's newest number, its chain, and the sum over what is live in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Head {
    /// The newest number; 0 before the first.
    pub n: u64,
    /// The chain over salted digests of the entries.
    pub chain: Digest,
    /// The sum of [`Root::live_sum`] over the scope's roots, wrapping.
    pub live: u64,
}

impl Head {
    /// The head after one more entry.
    #[must_use]
    pub fn next(self, digest: Digest, late: &[Late]) -> Self {
        let n = self.n + 1;
        let mut stamp = String::new();
        for late in late {
            stamp.push_str(&format!("{} {} {}\n", late.record, late.field, late.by));
        }
        let chain = Digest::of_parts([&self.chain.0[..], &n.to_be_bytes(), &digest.0, stamp.as_bytes()]);
        Self { n, chain, live: self.live }
    }
}

/// Who pushes, and what that person may do where.
pub trait Asker {
    /// The person signed in.
    fn person(&self) -> PersonId;
    /// The person's role.
    fn role(&self) -> Role;
    /// What the person may do in a home.
    fn access(&self, home: Home) -> Access;
    /// Whether a unit is the person's own or lies under it.
    fn is_below(&self, unit: UnitId) -> bool;
}

/// What the archive loaded, under the lock, for the changes at hand; the rules write into it.
#[derive(Clone, Default, Debug)]
pub struct Desk {
    /// The roots named by the changes, those that exist.
    pub roots: BTreeMap<RecordId, Root>,
    /// The receipts of every change, `seen` and `after` id named by them, those that exist.
    pub receipts: BTreeMap<ChangeId, Receipt>,
    /// The heads of every scope concerned.
    pub heads: BTreeMap<ScopeId, Head>,
    /// The photos, of those named by roots that are to be approved, that have arrived.
    pub photos: BTreeSet<Digest>,
}

/// A change as it arrived.
#[derive(Clone, Copy, Debug)]
pub struct Arrival<'a> {
    /// The change.
    pub change: &'a Change,
    /// The digest of its text.
    pub digest: Digest,
    /// Whose session brought it.
    pub author: PersonId,
    /// On whose word it comes.
    pub word: Word,
}

/// On whose word a change comes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Word {
    /// Its author's: the session that brought it is theirs.
    Author,
    /// The asker's, who takes it out of quarantine by their own rights.
    Asker,
    /// The server's own: it was numbered once, and then lost. The rights of today are not asked for. The
    /// home is that of the scope which numbered it, and what a change says of homes counts for nothing: only a
    /// create is asked, and the rights that it was asked by are not known here. `None` if nobody can tell.
    Seal(Option<Home>),
}

/// What became of an arrival.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It was known: its verdict again, the first until a person decides about it. Nothing to write.
    Known(Receipt),
    /// It has its number: write entry, root, head and receipt.
    Numbered {
        /// The receipt.
        receipt: Receipt,
        /// The stamp that goes with the entry.
        late: Vec<Late>,
    },
    /// It is kept aside with a reason: write quarantine and receipt.
    Quarantined {
        /// The id under which it is kept: its own, or one derived from its content if its own is taken.
        under: ChangeId,
        /// The receipt.
        receipt: Receipt,
    },
}

impl Desk {
    /// Decides on one change and applies it.
    pub fn number(&mut self, arrival: Arrival<'_>, asker: &impl Asker) -> Outcome {
        let Arrival { change, digest, word, .. } = arrival;
        let mut id = change.id;
        if let Some(known) = self.receipts.get(&id)
            && known.digest != digest
        {
            // One id, two contents: the second is kept under an id of its own.
            id = second_id(id, digest);
            if let Some(known) = self.receipts.get(&id) {
                return Outcome::Known(known.clone());
            }
            return self.aside(id, digest, Why::TwoContents);
        }
        if let Some(known) = self.receipts.get(&id)
            && match known.verdict {
                Verdict::Numbered { .. } => true,
                // A person has decided: what a tablet brings does not undo it.
                Verdict::Quarantined(Why::Dropped { .. }) => word != Word::Asker,
                Verdict::Quarantined(_) => word == Word::Author,
            }
        {
            return Outcome::Known(known.clone());
        }
        let refusal = match change.check() {
            Err(what) => Some(Why::Malformed { what }),
            // A step that was refused is taken anew, on what stands there now.
            Ok(()) if word == Word::Asker && change.act.is_some() => Some(Why::OnlyAnew),
            Ok(()) => self.refusal(arrival, asker),
        };
        match (refusal, self.receipts.get(&id), word) {
            // It waits for a person already, and says why.
            (Some(_), Some(known), Word::Seal(_)) => Outcome::Known(known.clone()),
            (Some(why), ..) => self.aside(id, digest, why),
            (None, ..) => self.accept(arrival),
        }
    }

    fn aside(&mut self, under: ChangeId, digest: Digest, why: Why) -> Outcome {
        let receipt = Receipt { digest, verdict: Verdict::Quarantined(why) };
        if !Mutant::VerdictForgotten.lives() {
            self.receipts.insert(under, receipt.clone());
        }
        Outcome::Quarantined { under, receipt }
    }

    fn refusal(&self, arrival: Arrival<'_>, asker: &impl Asker) -> Option<Why> {
        let change = arrival.change;
        if arrival.word == Word::Author && arrival.author != asker.person() {
            return Some(Why::NotYou);
        }
        let root = self.roots.get(&change.root);
        if let Word::Seal(home) = arrival.word
            && !Mutant::SealIgnored.lives()
        {
            return self.sealed_refusal(arrival.change, root, home);
        }
        let home = match placed(change, arrival.author, root) {
            Ok(home) => home,
            Err(why) => return Some(why),
        };
        if root.is_none() && change.kind == "activity" && !self.heads.contains_key(&home.scope) {
            // The plan itself has no number yet.
            return Some(Why::UnknownRoot);
        }
        let access = asker.access(home);
        match &change.act {
            Some(act) => self.transition_refusal(change, act, root, asker.role(), access),
            None if !may_write(&change.kind, root.is_none(), asker.role(), access) => Some(Why::NoRight),
            None if access == Access::Reach && !root.is_some_and(|root| carries_out(root, change, asker)) => {
                Some(Why::NoRight)
            }
            None => root.and_then(|root| locked(root, change)),
        }
    }

    /// What has happened since may stand against what was numbered once: what is approved by now is not
    /// altered, and a state that moved on is not moved back. The rights of today do not.
    fn sealed_refusal(&self, change: &Change, root: Option<&Root>, home: Option<Home>) -> Option<Why> {
        if root.is_some_and(|root| root.kind != change.kind) {
            return Some(Why::KindDiffers);
        }
        if root.is_none() && home.is_none() {
            return Some(Why::UnknownRoot);
        }
        let Some(act) = &change.act else { return root.and_then(|root| locked(root, change)) };
        let Some(root) = root else { return Some(Why::UnknownRoot) };
        let now = root.decided();
        if now.version != act.saw && !Mutant::StateNotCompared.lives() {
            return Some(Why::StateMoved { now: now.state });
        }
        if !self.are_numbered(&act.after) && !Mutant::AfterIgnored.lives() {
            return Some(Why::OwnChangeMissing);
        }
        let proof = matches!(act.to, State::Approved | State::Issued);
        (proof && act.basis != Some(root.basis()) && !Mutant::BasisIgnored.lives()).then_some(Why::BasisMoved)
    }

    fn transition_refusal(
        &self,
        change: &Change,
        act: &Act,
        root: Option<&Root>,
        role: Role,
        access: Access,
    ) -> Option<Why> {
        let Some(root) = root else { return Some(Why::UnknownRoot) };
        if !may_transit(&root.kind, &act.to, role, access) {
            return Some(Why::NoRight);
        }
        let now = root.decided();
        if now.version != act.saw && !Mutant::StateNotCompared.lives() {
            return Some(Why::StateMoved { now: now.state });
        }
        if !form::may_follow(&root.kind, &now.state, &act.to) {
            return Some(Why::NoSuchStep { now: now.state });
        }
        if form::needs_note(&now.state, &act.to) && act.note.trim().is_empty() {
            return Some(Why::NoteMissing);
        }
        if !self.are_numbered(&act.after) && !Mutant::AfterIgnored.lives() {
            return Some(Why::OwnChangeMissing);
        }
        let proof = matches!(act.to, State::Approved | State::Issued);
        if proof && act.basis != Some(root.basis()) && !Mutant::BasisIgnored.lives() {
            return Some(Why::BasisMoved);
        }
        if proof || act.to == State::Submitted {
            if root.conflicts().next().is_some() {
                return Some(Why::InConflict);
            }
            let problems = form::hard_problems(root);
            if !problems.is_empty() {
                return Some(Why::Incomplete { problems });
            }
        }
        let missing = if proof { form::photos(root).filter(|photo| !self.photos.contains(photo)).count() } else { 0 };
        debug_assert!(change.act.is_some(), "only transitions come here");
        (missing > 0).then_some(Why::PhotosMissing { missing })
    }

    fn are_numbered(&self, ids: &BTreeSet<ChangeId>) -> bool {
        ids.iter().all(|id| is_numbered(&self.receipts, *id))
    }

    fn accept(&mut self, Arrival { change, digest, word, .. }: Arrival<'_>) -> Outcome {
        let root = self.roots.get(&change.root);
        let home = match word {
            // Where it was numbered, its root lived.
            Word::Seal(home) if !Mutant::SealIgnored.lives() => root.map(|root| root.home).or(home),
            _ => home_of(change, root).ok(),
        };
        let home = home.expect("a change without a home was refused before");
        let root = self.roots.entry(change.root).or_insert_with(|| Root::new(change.root, &change.kind, home));
        let late = stamp(root, change, &self.receipts);
        let before = root.live_sum();
        root.apply(change, &late);
        let head = self.heads.entry(home.scope).or_default();
        *head = head.next(digest, &late);
        head.live = head.live.wrapping_sub(before).wrapping_add(root.live_sum());
        let receipt = Receipt { digest, verdict: Verdict::Numbered { scope: home.scope, n: head.n } };
        self.receipts.insert(change.id, receipt.clone());
        Outcome::Numbered { receipt, late }
    }
}

/// The home of the root: the server's word if it knows the root, otherwise what the create says.
fn home_of(change: &Change, root: Option<&Root>) -> Result<Home, Why> {
    root.map(|root| root.home).or(change.home).ok_or(Why::UnknownRoot)
}

/// Where a change of somebody belongs, before anybody's rights are asked for.
///
/// # Errors
/// What keeps it from belonging anywhere, and no adoption mends.
pub fn placed(change: &Change, author: PersonId, root: Option<&Root>) -> Result<Home, Why> {
    // Nobody writes in another name, and no adoption makes it so.
    if change.by != author {
        return Err(Why::NotYou);
    }
    let home = home_of(change, root)?;
    match root {
        Some(root) if root.kind != change.kind => Err(Why::KindDiffers),
        None if !form::home_fits(&change.kind, change.root, home) => Err(Why::WrongHome),
        _ => Ok(home),
    }
}

/// The units that a root of a plan's scope names as those who carry it out: once the plan is issued,
/// they, those above and those below them may read the scope.
#[must_use]
pub fn carriers(root: &Root) -> BTreeSet<UnitId> {
    match root.kind.as_str() {
        plan::KIND => Plan::of(root).assignments.iter().filter_map(|assignment| assignment.unit).collect(),
        activity::KIND => Activity::of(root).concerned().collect(),
        _ => BTreeSet::new(),
    }
}

/// Whether somebody whom an issued plan reaches may make this edit: only to an activity of units
/// at or under their own, and only to what those who carry it out know better than the planner.
fn carries_out(root: &Root, change: &Change, asker: &impl Asker) -> bool {
    let own = Activity::of(root).concerned().any(|unit| asker.is_below(unit));
    let kept_up = change.records.iter().all(|record| {
        let fits = |(name, edit): (&String, &FieldEdit)| {
            activity::KEPT_UP.contains(&name.as_str()) && edit.value != Value::Deleted
        };
        record.id == root.id && record.fields.iter().all(fits)
    });
    own && kept_up
}

/// Why a root does not take this edit now.
#[must_use]
pub fn locked(root: &Root, change: &Change) -> Option<Why> {
    match root.decided().state {
        State::Issued | State::Closed => Some(Why::Issued),
        // The number alters what was approved, so the plan stays locked whether the basis fits or not.
        State::Approved if root.kind == plan::KIND => {
            (!form::is_entered_after_signing(change)).then_some(Why::Approved)
        }
        // An approval whose basis no longer fits proves nothing, and locks nothing.
        State::Approved if root.is_approved() && !Mutant::ApprovedOpen.lives() => Some(Why::Approved),
        _ => None,
    }
}

fn is_numbered(receipts: &BTreeMap<ChangeId, Receipt>, id: ChangeId) -> bool {
    receipts.get(&id).is_some_and(|receipt| matches!(receipt.verdict, Verdict::Numbered { .. }))
}

/// Which fields of the change were replaced before it came; and keeps the list of those awaited:
/// what a numbered change names and has no number yet (R∖N).
fn stamp(root: &mut Root, change: &Change, receipts: &BTreeMap<ChangeId, Receipt>) -> Vec<Late> {
    let mut late = Vec::new();
    for (record, _, field, edit) in change.edits() {
        let awaited = |entry: &Awaited| entry.record == record && entry.field == field;
        if let Some(at) = root.awaited.iter().position(|entry| awaited(entry) && entry.version == change.id) {
            let by = root.awaited.swap_remove(at).by;
            if !Mutant::LateIgnored.lives() {
                late.push(Late { record, field: field.to_owned(), by });
            }
        }
        for version in edit.seen.ids() {
            let live = root.field(record, field).is_some_and(|field| field.ids().any(|id| id == version));
            let listed = root.awaited.iter().any(|entry| awaited(entry) && entry.version == version);
            if !live && !listed && !is_numbered(receipts, version) {
                root.awaited.push(Awaited { record, field: field.to_owned(), version, by: change.id });
            }
        }
        for entry in root.awaited.iter_mut().filter(|entry| awaited(entry)) {
            if edit.seen.contains(entry.by) || edit.seen.contains(entry.version) {
                entry.by = change.id;
            }
        }
    }
    late
}
