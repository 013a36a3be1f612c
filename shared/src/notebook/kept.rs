//! Pages as they were read, kept for a while: should the server lose what it had, whoever has read it
//! brings it again, also what others wrote. Only their names are held in memory; the pages themselves
//! lie in the store until one is offered.
//!
//! A device that hears of a new epoch asks how far the ends of its pages are still what the server has,
//! and offers the pages beyond. Both stand on the medium, so that a flat battery forgets nothing.

use super::{Notebook, RowError, Table, WriteBatch, sent::KEPT_MS};
use crate::{
    digest::Digest,
    id::{EpochId, ScopeId},
    mutant::Mutant,
    order::sort_by_key,
    wire::{Cursor, Offer, OfferReply, PAST_MAX, Page, Pull, PullReply},
};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    str::FromStr,
};

/// The name of a kept page: everything that is asked of it before it is offered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct KeptName {
    scope: ScopeId,
    /// The number of its last entry.
    n: u64,
    /// The chain there.
    chain: Digest,
    /// The epoch in which it was read: what was read in the present one is not in doubt.
    epoch: Option<EpochId>,
    /// When it was read, by the server's clock.
    at_ms: i64,
}

impl fmt::Display for KeptName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Padded, so that the store's order of keys is that of numbers.
        let Self { scope, n, chain, at_ms, epoch } = self;
        let epoch = epoch.map(|epoch| epoch.to_string()).unwrap_or_default();
        write!(f, "{scope}/{n:020}/{chain}/{epoch}/{at_ms}")
    }
}

impl FromStr for KeptName {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let not = "not the name of a kept page";
        let mut parts = text.split('/');
        let mut part = || parts.next().ok_or(not);
        let name = Self {
            scope: part()?.parse().map_err(|_| not)?,
            n: part()?.parse().map_err(|_| not)?,
            chain: part()?.parse().map_err(|_| not)?,
            epoch: Some(part()?).filter(|epoch| !epoch.is_empty()).map(str::parse).transpose().map_err(|_| not)?,
            at_ms: part()?.parse().map_err(|_| not)?,
        };
        if parts.next().is_none() { Ok(name) } else { Err(not) }
    }
}

/// So many pages leave a full medium at a time.
const LET_GO: usize = 16;

/// The key of the one row of [`Table::Epoch`].
pub const EPOCH_KEY: &str = "now";

/// The archive's epoch as this device knows it, and what is still to be done in it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Epoch {
    id: Option<EpochId>,
    /// It is not known yet how far the kept pages are what the server has.
    #[serde(default)]
    is_asking: bool,
    /// The epochs of whose pages it is known. Whoever is switched off meanwhile asks again.
    #[serde(skip)]
    heard: BTreeSet<Option<EpochId>>,
    /// Pages that the server may have lost, by their names: until what they held has been read back.
    #[serde(default)]
    offers: BTreeSet<String>,
    /// What was offered and has not been read back yet. Whoever is switched off meanwhile offers again.
    #[serde(skip)]
    answered: BTreeMap<ScopeId, Answered>,
    /// How far scopes were read that are not read any more.
    #[serde(default)]
    given_up: BTreeMap<ScopeId, Cursor>,
}

/// Offers to one scope that were answered.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Answered {
    names: BTreeSet<String>,
    /// So far the scope reaches at least, with what was taken in.
    until: u64,
}

impl Epoch {
    fn is_settled(&self) -> bool {
        !self.is_asking && self.offers.is_empty()
    }

    /// Something is still to be asked, or was offered and has not come back.
    pub(super) fn is_open(&self) -> bool {
        self.is_asking || !self.answered.is_empty()
    }
}

impl Notebook {
    /// Takes in the names of the pages that the store has.
    ///
    /// # Errors
    /// Names that cannot be read; the others are taken in all the same.
    pub fn know_kept<'a>(&mut self, names: impl IntoIterator<Item = &'a str>) -> Result<(), Vec<RowError>> {
        let mut wrong = Vec::new();
        for name in names {
            match name.parse() {
                Ok(name) => drop(self.kept.insert(name)),
                Err(error) => wrong.push(RowError {
                    table: Table::Kept,
                    key: name.to_owned(),
                    message: <&str>::to_string(&error),
                }),
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    pub(super) fn absorb_epoch(&mut self, epoch: Option<Epoch>) {
        self.epoch = epoch.unwrap_or_default();
    }

    /// Keeps a page that is taken in, and lets go of those that a backup covers and that are old enough.
    pub(super) fn keep(&mut self, page: &Page, from: Cursor, server_ms: i64, batch: &mut WriteBatch) {
        // What was read in another epoch stands somewhere in this one, under a number that is not known here.
        let stands = |kept: &KeptName| if kept.epoch == page.to.epoch { kept.n } else { page.head };
        let is_covered = |kept: &KeptName| stands(kept) <= page.durable || Mutant::CoverIgnored.lives();
        let is_done =
            |kept: &KeptName| kept.scope == page.scope && is_covered(kept) && server_ms - kept.at_ms > KEPT_MS;
        if self.epoch.is_settled() {
            self.forget(is_done, batch);
        }
        let Cursor { n, chain, epoch, .. } = page.to;
        let name = KeptName { scope: page.scope, n, chain, epoch, at_ms: server_ms };
        let [first, last] = [i64::MIN, i64::MAX].map(|at_ms| KeptName { at_ms, ..name });
        let is_kept = self.kept.range(first..=last).next().is_some();
        if page.entries.is_empty() || is_kept || Mutant::OthersForgotten.lives() {
            return;
        }
        let offer = Offer { scope: page.scope, from, to: page.to, entries: page.entries.clone() };
        batch.put(Table::Kept, name, &offer);
        self.kept.insert(name);
    }

    /// A scope is not read any more. Its cursor is still the server's word.
    pub(super) fn note_given_up(&mut self, scope: ScopeId, cursor: Cursor, batch: &mut WriteBatch) {
        if cursor.seal.is_some() {
            self.epoch.given_up.insert(scope, cursor);
            batch.put(Table::Epoch, EPOCH_KEY, &self.epoch);
        }
    }

    /// What the server is held to beside the scopes that are read.
    pub(super) fn given_up(&self) -> BTreeMap<ScopeId, Cursor> {
        let mut given_up = self.epoch.given_up.clone();
        given_up.retain(|scope, _| !self.cursors.contains_key(scope));
        given_up
    }

    fn forget(&mut self, is_gone: impl Fn(&KeptName) -> bool, batch: &mut WriteBatch) {
        let gone: Vec<KeptName> = self.kept.iter().filter(|name| is_gone(name)).copied().collect();
        for name in gone {
            self.kept.remove(&name);
            batch.delete(Table::Kept, name);
        }
    }

    /// Pages of scopes that the person may no longer read are shown to nobody, and leave the device when
    /// they are old enough: until then they may be the only trace of what was written there.
    pub(super) fn forget_unreadable(&mut self, reply: &PullReply, batch: &mut WriteBatch) {
        let is_old = |kept: &KeptName| reply.server_ms - kept.at_ms > KEPT_MS;
        if self.epoch.is_settled() {
            self.forget(|kept| !reply.readable.contains(&kept.scope) && is_old(kept), batch);
        }
    }

    /// Some of the oldest pages leave a medium that is full, and with them the least: what a backup covers most
    /// likely. What the server may have lost stays, also where only another tab has heard of it: `stored` is the
    /// row at [`EPOCH_KEY`] as the store has it. Nothing to write if there is no other page.
    pub fn let_go(&mut self, stored: Option<&[u8]>) -> WriteBatch {
        let stored = stored.and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or_default();
        let is_needed_in = |epoch: &Epoch, name: &KeptName| {
            (epoch.is_asking && name.epoch != epoch.id) || epoch.offers.contains(&name.to_string())
        };
        let is_needed = |name: &KeptName| {
            (is_needed_in(&self.epoch, name) || is_needed_in(&stored, name)) && !Mutant::OfferLetGo.lives()
        };
        let mut oldest: Vec<KeptName> = self.kept.iter().filter(|name| !is_needed(name)).copied().collect();
        sort_by_key(&mut oldest, |name| (name.at_ms, *name));
        let mut batch = WriteBatch::default();
        for name in oldest.into_iter().take(LET_GO) {
            self.kept.remove(&name);
            batch.delete(Table::Kept, name);
        }
        batch
    }

    /// What was read in another epoch than the present one.
    fn in_doubt(&self) -> impl Iterator<Item = &KeptName> {
        self.kept.iter().filter(|name| name.epoch != self.epoch.id)
    }

    /// The pages in doubt that are asked after next: those of one epoch. What was read in another stands on
    /// another branch of the log, and numbers of two branches say nothing about each other.
    fn in_question(&self) -> impl Iterator<Item = &KeptName> {
        let next = self.in_doubt().map(|name| name.epoch).find(|epoch| !self.epoch.heard.contains(epoch));
        self.in_doubt().filter(move |name| next == Some(name.epoch))
    }

    /// The ends of kept pages to ask after: spread evenly where there are many, the last one always there.
    pub(super) fn past(&self) -> BTreeMap<ScopeId, Vec<Cursor>> {
        let mut past: BTreeMap<ScopeId, Vec<Cursor>> = BTreeMap::new();
        if self.epoch.is_asking {
            for KeptName { scope, n, chain, .. } in self.in_question().copied() {
                past.entry(scope).or_default().push(Cursor { n, chain, ..Cursor::default() });
            }
        }
        for cursors in past.values_mut() {
            let step = cursors.len().div_ceil(PAST_MAX);
            let (mut at, last) = (0, cursors.len() - 1);
            cursors.retain(|_| {
                at += 1;
                (last + 1 - at).is_multiple_of(step)
            });
        }
        past
    }

    /// Hears of the epoch, and of how far the kept pages are what the server has. `true` if it is to be
    /// asked at once how far.
    pub(super) fn hear_of_epoch(&mut self, asked: &Pull, reply: &PullReply, batch: &mut WriteBatch) -> bool {
        let Some(id) = reply.epoch.filter(|_| !Mutant::EpochIgnored.lives()) else { return false };
        let before = self.epoch.clone();
        if self.epoch.id != Some(id) {
            // A device that never heard of an epoch has kept nothing that this one could have lost.
            // It is known by now whatever the cursors of before could tell.
            self.epoch.given_up.retain(|_, cursor| cursor.epoch == Some(id));
            self.epoch.heard.clear();
            self.epoch.answered.clear();
            if self.epoch.id.replace(id).is_some() {
                let is_asking = self.in_doubt().next().is_some();
                self.epoch.is_asking = is_asking;
                self.doubt(batch);
            }
        } else if self.epoch.is_asking {
            if !asked.past.is_empty() {
                let agreed = |name: &KeptName| reply.agreed.get(&name.scope).copied();
                let is_lost = |name: &&KeptName| agreed(name).is_some_and(|n| name.n > n);
                let lost: Vec<String> = self.in_question().filter(is_lost).map(ToString::to_string).collect();
                let heard: Vec<Option<EpochId>> = self.in_question().map(|name| name.epoch).collect();
                self.epoch.offers.extend(lost);
                self.epoch.heard.extend(heard);
            }
            let is_asking = self.in_question().next().is_some();
            self.epoch.is_asking = is_asking;
        }
        if self.epoch != before {
            batch.put(Table::Epoch, EPOCH_KEY, &self.epoch);
        }
        self.epoch.is_asking
    }

    /// The next page to offer, by its name in the store.
    #[must_use]
    pub fn next_offer(&self, passed_over: &BTreeSet<String>) -> Option<String> {
        let is_answered = |name: &String| self.epoch.answered.values().any(|answered| answered.names.contains(name));
        self.epoch.offers.iter().find(|name| !passed_over.contains(*name) && !is_answered(name)).cloned()
    }

    /// The server has answered to an offer. `false` if the answer is not to this one and proves nothing.
    pub fn offered(&mut self, name: &str, reply: &OfferReply, batch: &mut WriteBatch) -> bool {
        let Ok(kept) = name.parse::<KeptName>() else { return false };
        if (kept.scope, kept.n, kept.chain) != (reply.scope, reply.n, reply.chain) {
            return false;
        }
        // It is offered no more in this round. That is all: until what it held has come back under new numbers,
        // the server may lose it again.
        let stands = self.cursors.get(&kept.scope).map_or(0, |cursor| cursor.n);
        let answered = self.epoch.answered.entry(kept.scope);
        let answered = answered.or_insert_with(|| Answered { names: BTreeSet::new(), until: stands });
        answered.names.insert(name.to_owned());
        answered.until = answered.until.saturating_add(reply.taken);
        if Mutant::OfferForgotten.lives() {
            self.withdraw(name, batch);
        }
        true
    }

    /// What was offered and not read back is offered again.
    pub(super) fn offer_again(&mut self) {
        self.epoch.answered.clear();
    }

    /// A pull after an offer has brought back what was offered, if it has read so far. Where this device may not
    /// read, nothing ever comes back.
    pub(super) fn read_back(&mut self, reply: &PullReply, batch: &mut WriteBatch) {
        let is_whole = |scope| reply.scopes.iter().all(|page| page.scope != scope || page.to.n == page.head);
        let is_back = |scope: ScopeId, until: u64| {
            let stands = self.cursors.get(&scope).map_or(0, |cursor| cursor.n);
            let is_read = is_whole(scope) && !self.refetched.contains_key(&scope) && stands >= until;
            is_read || !reply.readable.contains(&scope)
        };
        let back = self.epoch.answered.iter().filter(|(scope, answered)| is_back(**scope, answered.until));
        let back: Vec<ScopeId> = back.map(|(scope, _)| *scope).collect();
        for scope in back {
            let answered = self.epoch.answered.remove(&scope);
            for name in answered.iter().flat_map(|answered| &answered.names) {
                self.withdraw(name, batch);
            }
        }
    }

    /// A page is not offered, or not any more: it was read back, it is gone, or the server refuses it for
    /// good. What is there stays.
    pub fn withdraw(&mut self, name: &str, batch: &mut WriteBatch) {
        self.epoch.offers.remove(name);
        batch.put(Table::Epoch, EPOCH_KEY, &self.epoch);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(n: u64) -> KeptName {
        KeptName { scope: ScopeId::derived(&["xã"]), n, chain: Digest::of(&n.to_be_bytes()), epoch: None, at_ms: 7 }
    }

    #[test]
    fn a_name_tells_all_and_is_read_again() {
        assert_eq!(name(12).to_string().parse(), Ok(name(12)));
        assert!(name(9).to_string() < name(10).to_string());
        let sealed = KeptName { epoch: Some(EpochId::derived(&["b"])), ..name(3) };
        assert_eq!(sealed.to_string().parse(), Ok(sealed));
        assert!("xã/1".parse::<KeptName>().is_err());
        assert!(format!("{}/more", name(1)).parse::<KeptName>().is_err());
    }

    #[test]
    fn of_many_pages_some_are_asked_after_and_the_last_is_among_them() {
        let mut notebook = Notebook::new(crate::id::PersonId::derived(&["p"]), crate::id::DeviceId::derived(&["d"]));
        for many in [1, 2, PAST_MAX as u64, PAST_MAX as u64 + 1, 1_001] {
            notebook.kept = (1..=many).map(name).collect();
            notebook.epoch = Epoch { id: Some(EpochId::derived(&["b"])), is_asking: true, ..Epoch::default() };
            let past = notebook.past().into_values().next().expect("there is one scope");
            assert!(past.len() <= PAST_MAX && past.len() * 2 >= PAST_MAX.min(usize::try_from(many).unwrap()));
            assert_eq!(past.last().map(|cursor| cursor.n), Some(many));
            assert!(past.is_sorted_by_key(|cursor| cursor.n));
        }
    }
}
