//! A world that a seed decides: people, rights, tablets with tabs, one archive, and a line between
//! that loses, cuts, doubles, delays and reorders.

mod line;
mod people;

use crate::{
    archive::{Archive, Place as Rights},
    chance::Chance,
    device::{Answer, Ask, Device, Frailty},
    disk::Disk,
    ledger::{Ledger, Saved},
};
use shared::{
    access::Role,
    change::{Home, State},
    digest::Digest,
    id::{ChangeId, DeviceId, PersonId, RecordId, ScopeId, UnitId},
    notebook::Fresh,
    rules::Head,
    wire::Cursor,
};
use std::collections::{BTreeMap, BTreeSet};

/// What travels, by when it arrives.
enum Flight {
    /// Reaches the server; the answer to a copy is heard by nobody.
    Request {
        device: usize,
        run: u64,
        ask: Ask,
        number: u64,
        is_copy: bool,
    },
    Answer {
        device: usize,
        run: u64,
        answer: Answer,
        number: u64,
    },
    GiveUp {
        device: usize,
        run: u64,
        number: u64,
    },
}

/// How bad this world is, each in a thousand.
struct Rates {
    lost_request: usize,
    lost_answer: usize,
    doubled: usize,
    cut_photo: usize,
    replica_killed: usize,
    refused: usize,
    crash: usize,
    delay_max: usize,
    page_max: usize,
    /// Writes that find the medium full.
    full: usize,
    /// Offers that the archive's disk loses after they were answered.
    lost_offer: usize,
    /// Pages that come with another sum.
    wrong_sum: usize,
    /// Whether it is the archive or a tablet of which a backup is made, or put back.
    put_back: usize,
    /// People who are given another place more often.
    restless: usize,
}

/// When the world begins, by the server's clock.
const BEGIN_MS: i64 = 1_700_000_000_000;

pub struct World {
    chance: Chance,
    rates: Rates,
    now: u64,
    numbers: u64,
    flights: BTreeMap<(u64, u64), Flight>,
    /// The request that each device waits for.
    waiting: Vec<Option<u64>>,
    backups: Vec<Option<Disk>>,
    archive_backup: Option<Archive>,
    units: Vec<UnitId>,
    pub archive: Archive,
    pub devices: Vec<Device>,
    pub roots: Vec<RecordId>,
    pub ledger: Ledger,
    /// Photos whose bytes stood only on a medium that the seed destroyed.
    pub lost: BTreeSet<Digest>,
    pub broken: Vec<String>,
    /// How often each fault struck.
    pub faults: BTreeMap<&'static str, u64>,
    pub steps: u64,
    /// What the archive lost and a tablet had read, with the tablets that can bring it back.
    pub read: BTreeMap<ChangeId, BTreeSet<usize>>,
    /// What the archive lost once, whether or not it is there again.
    pub lost_once: BTreeSet<ChangeId>,
    /// Entries that came back under a seal.
    pub brought_back: u64,
    /// Heads after a push was first taken in, by its body: repeating it must not move them again.
    taken: BTreeSet<Digest>,
    /// What a backup outside of the machine has.
    backed_up: BTreeSet<ChangeId>,
    /// Ends of pages that came with another sum, by the answer's digest.
    wrong_sums: BTreeMap<Digest, (ScopeId, Cursor)>,
    /// How fast time passes on the server.
    tick_ms: i64,
}

impl World {
    pub fn of(seed: u64) -> Self {
        let mut chance = Chance::of(seed);
        let mut rate = |most: usize| if chance.in_thousand(400) { 0 } else { chance.below(most) };
        // A stream of its own: what came into the worlds later leaves alone what is drawn there besides.
        let mut later = Chance::of(seed.wrapping_add(0x6a09_e667));
        let mut rare = |most: usize| if later.in_thousand(600) { 0 } else { later.below(most) };
        let (full, lost_offer, wrong_sum) = (rare(40), rare(900), rare(500));
        let put_back = [300, 900, 900, 900][later.below(4)];
        let tick_ms = 3_600_000 * [0, 1, 24, 240][later.below(4)];
        let restless = [0, 0, 900][later.below(3)];
        let rates = Rates {
            full,
            lost_offer,
            wrong_sum,
            put_back,
            restless,
            lost_request: rate(300),
            lost_answer: rate(400),
            doubled: rate(300),
            cut_photo: rate(300),
            replica_killed: rate(200),
            refused: rate(150),
            crash: rate(60),
            delay_max: 1 + rate(40),
            page_max: 1 + rate(12),
        };
        let units: Vec<UnitId> = (0..chance.between(1, 2)).map(|i| UnitId::derived(&["xã", &i.to_string()])).collect();
        let mut archive = Archive::default();
        let people = chance.between(2, 4);
        let mut person = |at: usize| {
            let id = PersonId::derived(&["người", &at.to_string()]);
            let role = if at == 0 || chance.in_thousand(300) { Role::Manager } else { Role::Officer };
            let own = units[chance.below(units.len())];
            let all = role == Role::Manager || chance.in_thousand(500);
            let reach = if all { units.iter().copied().collect() } else { BTreeSet::from([own]) };
            archive.places.insert(id, Rights { role, units: reach });
            id
        };
        let people: Vec<PersonId> = (0..people).map(&mut person).collect();
        let device = |at: usize| {
            let id = DeviceId::derived(&["máy", &at.to_string()]);
            Device::new(people[at % people.len()], id, 1 + at % 2 + at % 3 / 2)
        };
        let devices: Vec<Device> = (0..chance.between(2, 6)).map(device).collect();
        let roots = (0..chance.between(1, 3)).map(|i| RecordId::derived(&["báo cáo", &i.to_string()])).collect();
        Self {
            rates,
            now: 0,
            numbers: 0,
            flights: BTreeMap::new(),
            waiting: vec![None; devices.len()],
            backups: vec![None; devices.len()],
            archive_backup: None,
            units,
            archive,
            devices,
            roots,
            ledger: Ledger::default(),
            lost: BTreeSet::new(),
            broken: Vec::new(),
            faults: BTreeMap::new(),
            steps: 0,
            read: BTreeMap::new(),
            lost_once: BTreeSet::new(),
            brought_back: 0,
            taken: BTreeSet::new(),
            backed_up: BTreeSet::new(),
            wrong_sums: BTreeMap::new(),
            tick_ms,
            chance,
        }
    }

    fn frail(&self) -> Frailty {
        Frailty { crash: self.rates.crash, full: self.rates.full }
    }

    fn struck(&mut self, fault: &'static str) {
        *self.faults.entry(fault).or_default() += 1;
    }

    fn strikes(&mut self, fault: &'static str, in_thousand: usize) -> bool {
        let strikes = self.chance.in_thousand(in_thousand);
        if strikes {
            self.struck(fault);
        }
        strikes
    }

    fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    fn fresh(&mut self) -> Fresh {
        let number = self.number();
        // Clocks are years off and run backwards: they must not matter.
        let at_ms = i64::try_from(self.chance.next() % 4_000_000_000_000).unwrap();
        let noise = self.chance.next();
        let id = ChangeId::derived(&["lần lưu", &number.to_string(), &noise.to_string()]);
        Fresh { id, salt: noise, at_ms }
    }

    fn home(&self, root: RecordId) -> Home {
        let at = self.roots.iter().position(|other| *other == root).unwrap_or(0);
        Home::of_unit(self.units[at % self.units.len()])
    }

    /// Lives so many steps.
    pub fn live(&mut self, steps: usize) {
        for _ in 0..steps {
            self.steps += 1;
            let device = self.chance.below(self.devices.len());
            let tab = self.chance.below(self.devices[device].tabs.len());
            match self.chance.below(100) {
                0..24 => self.save(device, tab),
                24..28 => self.redraw(device, tab),
                28..33 => self.wish(device, tab),
                33..36 => self.delete_child(device, tab),
                36..38 => self.take_photo(device, tab),
                38..41 => self.close(device, tab),
                41..56 => self.begin_round(device, tab),
                56..58 => self.devices[device].hear(tab),
                58 => self.decide_aside(),
                59 => self.move_rights(),
                60 if self.chance.in_thousand(self.rates.put_back) => self.back_up_or_roll_back_archive(),
                60 => self.back_up_or_restore(device),
                61 => self.restart(device),
                62 if self.chance.in_thousand(self.rates.restless) => self.move_rights(),
                62 => self.poison(device),
                _ => self.arrive(),
            }
            self.watch_what_leaves(device);
        }
    }

    /// The line is whole again, nobody types, and everybody synchronises.
    pub fn heal(&mut self) {
        self.flights.clear();
        self.rates = Rates {
            lost_request: 0,
            lost_answer: 0,
            doubled: 0,
            cut_photo: 0,
            replica_killed: 0,
            refused: 0,
            crash: 0,
            delay_max: 1,
            page_max: 3,
            full: 0,
            lost_offer: self.rates.lost_offer,
            wrong_sum: 0,
            put_back: 0,
            restless: 0,
        };
        for device in 0..self.devices.len() {
            self.waiting[device] = None;
            for tab in 0..self.devices[device].tabs.len() {
                self.close(device, tab);
            }
            self.devices[device].restart();
        }
        for round in 0..4 {
            for device in 0..self.devices.len() {
                let tab = round % self.devices[device].tabs.len();
                self.begin_round(device, tab);
                while !self.flights.is_empty() {
                    self.arrive();
                    self.watch_what_leaves(device);
                }
            }
            // The archive's disk is whole as well from now on.
            self.rates.lost_offer = 0;
        }
        for device in &mut self.devices {
            device.restart();
        }
    }

    /// Whether the archive was put back one time and has kept every offer since, and nobody ever wished to
    /// approve anything. An offer lost after its answer is a second loss, and one that whoever may no longer
    /// read the scope cannot hear of.
    pub fn lost_once_and_approved_nothing(&self) -> bool {
        let times = |fault: &str| self.faults.get(fault).copied().unwrap_or(0);
        let is_approval = |saved: &Saved| saved.wish.as_ref().is_some_and(|wish| wish.to == State::Approved);
        let losses = ["archive restored, and told so", "archive rolled back in silence", "offer lost after its answer"];
        losses.into_iter().map(times).sum::<u64>() == 1 && !self.ledger.saves.values().any(is_approval)
    }

    /// The end of the world, in few words: two lives of one seed end the same.
    pub fn end(&self) -> Digest {
        let logs = self.archive.logs.iter().flat_map(|(scope, log)| {
            let head = log.last().map_or(Head::default(), |entry| entry.head);
            [scope.to_string(), head.chain.to_string()]
        });
        let disks = self.devices.iter().flat_map(|device| device.disk.rows.values().cloned());
        let texts: Vec<Vec<u8>> = logs.map(String::into_bytes).chain(disks).collect();
        Digest::of_parts(texts.iter().map(Vec::as_slice))
    }
}
