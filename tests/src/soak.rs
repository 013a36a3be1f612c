//! The soak: tablets work on a fleet whose lines and replicas fail, for as long as one likes. Then
//! everything heals, everybody synchronises, and all hold the same and nothing that a person was told is
//! missing. What is done is decided by the seed; when it happens, by the machine.

mod chaos;
mod person;

use crate::{
    chance::Chance,
    fleet::Fleet,
    folder::Folder,
    proxy::{Line, Proxy},
    tablet::{Archive, Ledger, Tablet, photos_missing},
    until::{PATIENCE, within},
};
use chaos::Chaos;
use person::Person;
use std::{
    collections::BTreeMap,
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::time::Instant;

/// Who works; several tablets share a person.
const LOGINS: [&str; 6] =
    ["canbo.vanquan", "canbo2.vanquan", "canbo.diemhe", "canbo.yenphuc", "canbo.trile", "quanly.vanquan"];
/// Who may see everything.
const MANAGER: &str = "quanly.langson";

/// How long, how many, and by which seed.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Decides what is done.
    pub seed: u64,
    /// How many tablets work.
    pub tablets: usize,
    /// How long before everything heals.
    pub lasts: Duration,
}

/// What happened, by name.
#[derive(Debug, Default)]
pub struct Tally(Mutex<BTreeMap<&'static str, usize>>);

impl Tally {
    /// Notes one more.
    pub fn note(&self, what: &'static str) {
        *self.counts().entry(what).or_default() += 1;
    }

    /// How often it happened.
    #[must_use]
    pub fn count(&self, what: &str) -> usize {
        self.counts().get(what).copied().unwrap_or(0)
    }

    fn counts(&self) -> MutexGuard<'_, BTreeMap<&'static str, usize>> {
        // Whole numbers: nothing is half done in here.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (what, count) in self.counts().iter() {
            writeln!(f, "{count:>8}  {what}")?;
        }
        Ok(())
    }
}

/// Runs the soak; what happened, and what was found in the end: nothing, if all is well.
///
/// # Panics
/// If a part of the fleet does not start.
pub async fn run(plan: Plan) -> (Tally, Vec<String>) {
    let no_app = Folder::new("no-app");
    let fleet = Fleet::start([no_app.path(), no_app.path()]).await;
    let (tally, end) = (Tally::default(), Instant::now() + plan.lasts);
    let mut people = Vec::new();
    for number in 0..plan.tablets {
        let line = Proxy::start(fleet.port()).await;
        let login = LOGINS[number % LOGINS.len()];
        people.push(Person::new(login, line, Chance::of(plan.seed ^ (number as u64 + 1) << 32)).await);
    }
    let working = people.iter_mut().map(|person| person.works(&tally, end));
    let chaos = Chaos { fleet: &fleet, tally: &tally, chance: Chance::of(plan.seed) };
    tokio::join!(futures_util::future::join_all(working), chaos.reigns(end));
    let found = healed(&fleet, &mut people, &tally).await;
    (tally, found)
}

/// Everything is well again: everybody synchronises, and then all is compared.
async fn healed(fleet: &Fleet, people: &mut [Person], tally: &Tally) -> Vec<String> {
    let mut found = Vec::new();
    for person in people.iter() {
        person.line.set(Line::Pass).await;
    }
    // Once for what waits, once more for what others had waiting.
    for turn in 0..2 {
        for (at, person) in people.iter_mut().enumerate() {
            if let Err(why) = settled(&mut person.tablet).await {
                found.push(format!("tablet {at} ({}) does not come to rest in turn {turn}: {why}", person.login));
            }
        }
    }
    for replica in &fleet.replicas {
        let mut fresh: BTreeMap<&str, Tablet> = BTreeMap::new();
        for login in LOGINS {
            let mut tablet = Tablet::sign_in(&replica.origin(), login).await.expect("a healed server answers");
            tablet.settle().await;
            fresh.insert(login, tablet);
        }
        for (at, person) in people.iter().enumerate() {
            let other = person.tablet.held().differs_from(&fresh[person.login].held());
            found.extend(other.map(|other| format!("tablet {at} ({}) holds something else: {other}", person.login)));
        }
    }
    let archive = Archive::read(&fleet.origin(), MANAGER).await;
    let chief = Tablet::sign_in(&fleet.origin(), MANAGER).await.expect("a healed server answers");
    for (at, person) in people.iter().enumerate() {
        let lost = person.lost.iter().map(|ledger| (ledger, true));
        let ledgers: Vec<(&Ledger, bool)> = lost.chain([(&person.tablet.ledger, false)]).collect();
        for (ledger, is_lost) in ledgers {
            found.extend(ledger.missing(&archive, is_lost).into_iter().map(|what| format!("tablet {at}: {what}")));
            let missing = photos_missing(ledger, &chief.line, is_lost).await.expect("a healed server answers");
            found.extend(missing.into_iter().map(|photo| format!("tablet {at}: photo {photo} is not there")));
            for _ in &ledger.saves {
                tally.note("saves that a person was told of");
            }
        }
    }
    for _ in &archive.aside {
        tally.note("saves that are kept aside");
    }
    found
}

async fn settled(tablet: &mut Tablet) -> Result<(), String> {
    let mut last = String::new();
    let settled = within(PATIENCE, async || match tablet.round().await {
        Ok(()) if tablet.waiting() == 0 => Some(()),
        Ok(()) => {
            last = format!("{} wait", tablet.waiting());
            None
        }
        Err(error) => {
            last = error.to_string();
            None
        }
    });
    settled.await.ok_or(last)
}
