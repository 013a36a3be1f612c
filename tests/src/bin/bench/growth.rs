//! Whether anything becomes slower as the archive grows: one push, one pull and one poll of a tablet, at
//! ten thousand stored changes and at a hundred times as many. The archive is filled by pushes, through the
//! door that tablets use.

use crate::{
    archive::{Archive, Engine, packed, reports},
    figure::{Aim, Figure, Samples, median, micros, micros_each, rate},
};
use futures_util::{StreamExt as _, stream};
use shared::id::{ChangeId, RecordId};
use std::{process::Command, sync::Arc, time::Instant};
use tests::{
    chance::Chance,
    device::{Device, Pages},
    made_up,
    office::{COMMUNES, Office},
};

const SIZES: [usize; 2] = [10_000, 1_000_000];
const LARGEST: usize = 5_000_000;
/// Reports in one push while filling.
const EACH: usize = 250;
/// Pushes under way at once while filling.
const AT_ONCE: usize = 6;
/// Asked so often, one after the other.
const TIMES: usize = 400;
/// Entries that one pull brings.
const NEWS: usize = 20;
/// One in so many stored reports is remembered, to be written anew.
const REMEMBERED: usize = 10;

/// One of each kind of question, in microseconds by the clock and of processors.
type Asked = Vec<(&'static str, u64, u64)>;

/// At both sizes, or at a third as well.
pub async fn figures(large: bool) -> Vec<Figure> {
    let office = Office::with_devices(2 * COMMUNES).await;
    let sizes: Vec<usize> = SIZES.into_iter().chain(large.then_some(LARGEST)).collect();
    let mut figures = Vec::new();
    for engine in Engine::both(&office) {
        let archive = engine.start(&office).await;
        let devices = archive.devices(&office.devices).await;
        let (mut filling, mut found) =
            (Filling { devices: &devices, stored: 0, old: Vec::new(), chance: Chance::of(1) }, Vec::new());
        let mut samples = Samples::on(engine.name());
        for size in &sizes {
            eprintln!("growth: {}, up to {size} stored changes", engine.name());
            let (before, start) = (filling.stored, Instant::now());
            filling.fill(*size).await;
            let filled = rate(filling.stored - before, start.elapsed());
            samples.note(format!("filling up to {size} by pushes"), filled, "reports/s", None);
            at_rest(&archive);
            found.push((*size, filling.ask_each(&archive).await));
        }
        compared(&found, &mut samples);
        figures.extend(samples.figures());
        archive.end().await;
    }
    figures
}

/// What filling left to be written is on the disk, so that nothing that is asked now waits for it.
fn at_rest(archive: &Archive<'_>) {
    let synced = Command::new("sync").status();
    assert!(synced.is_ok_and(|status| status.success()), "{} reaches the disk", archive.file().display());
}

/// Each kind of question at each size, and in percent of the size at which it was cheapest.
fn compared(found: &[(usize, Asked)], samples: &mut Samples) {
    let Some((_, kinds)) = found.first() else { return };
    for (at, (kind, ..)) in kinds.iter().enumerate() {
        let least = |of: fn(&(&str, u64, u64)) -> u64| found.iter().map(|(_, asked)| of(&asked[at])).min();
        let (clock, processors) = (least(|asked| asked.1), least(|asked| asked.2));
        let percent = |value: u64, least: Option<u64>| value * 100 / least.unwrap_or(1).max(1);
        for (size, asked) in found {
            let (_, by_clock, of_processors) = asked[at];
            samples.note(format!("{kind} at {size} stored changes"), by_clock, "µs", None);
            let flat = Some(Aim::AtMost(120));
            samples.note(format!("  {size}: {kind}, of the least"), percent(by_clock, clock), "%", flat);
            samples.note(format!("  {size}: {kind}, processors"), of_processors, "µs", None);
            let share = percent(of_processors, processors);
            samples.note(format!("  {size}: {kind}, processors, of the least"), share, "%", None);
        }
    }
}

/// An archive that is filled.
struct Filling<'d> {
    devices: &'d [Arc<Device>],
    stored: usize,
    /// Some of the reports that are stored: whose device, which report, and the change that wrote it.
    old: Vec<(usize, RecordId, ChangeId)>,
    chance: Chance,
}

impl Filling<'_> {
    /// Pushes until so many changes are stored.
    async fn fill(&mut self, size: usize) {
        let from = self.stored;
        let pushes = (size - from).div_ceil(EACH);
        let push = |at: usize| {
            let (device, number) = (at % self.devices.len(), from + at * EACH);
            let each = EACH.min(size - number);
            let to = Arc::clone(&self.devices[device]);
            tokio::spawn(async move {
                let changes: Vec<_> = (0..each).map(|at| made_up::report(&to.person, number + at)).collect();
                to.push(packed(&changes), each).await;
                let some = changes.iter().step_by(REMEMBERED).map(|change| (device, change.root, change.id));
                some.collect::<Vec<_>>()
            })
        };
        let mut done = stream::iter(0..pushes).map(push).buffer_unordered(AT_ONCE);
        let mut old = Vec::new();
        while let Some(pushed) = done.next().await {
            old.extend(pushed.expect("a push does not fail"));
        }
        drop(done);
        self.old.extend(old.into_iter().filter(|(device, ..)| !device.is_multiple_of(COMMUNES)));
        self.stored = size;
    }

    /// One question after the other.
    async fn ask_each(&mut self, archive: &Archive<'_>) -> Asked {
        let new: Vec<_> = (0..TIMES).map(|at| self.new_report(at)).collect();
        let edits: Vec<_> = (0..TIMES).map(|at| self.edit(at)).collect();
        let (tablet, officer) = (&self.devices[0], &self.devices[COMMUNES]);
        let mut pages = Pages::default();
        pages.read_all(tablet).await;
        officer.push(reports(officer, NEWS, self.stored), NEWS).await;
        let (tag, _) = tablet.poll(None).await;
        let push = async |(device, body): (usize, Vec<u8>)| {
            self.devices[device].push(body, 1).await;
        };
        let pull = async |()| assert_eq!(pages.asked(tablet).await, NEWS, "what was pushed meanwhile comes");
        let poll = async |()| {
            tablet.poll(Some(&tag)).await;
        };
        let asked = vec![
            timed(archive, "push of a new report", new, &push).await,
            timed(archive, "push of a report written anew", edits, &push).await,
            timed(archive, "pull of what is new", vec![(); TIMES], pull).await,
            timed(archive, "idle poll", vec![(); TIMES], poll).await,
        ];
        self.stored += 2 * TIMES + NEWS;
        asked
    }

    /// In a commune whose log the tablet that pulls does not read.
    fn new_report(&self, at: usize) -> (usize, Vec<u8>) {
        let device = at % self.devices.len();
        let device = if device.is_multiple_of(COMMUNES) { device + 1 } else { device };
        (device, reports(&self.devices[device], 1, self.stored + at))
    }

    /// Of a report somewhere in the archive, each once.
    fn edit(&mut self, at: usize) -> (usize, Vec<u8>) {
        let any = self.chance.below(self.old.len());
        let (device, root, over) = self.old.swap_remove(any);
        let person = &self.devices[device].person;
        (device, packed(&[made_up::rewritten(person, root, over, self.stored + at)]))
    }
}

/// Asks once for each, one after the other: the median by the clock, and what each took of processors.
async fn timed<T>(
    archive: &Archive<'_>,
    kind: &'static str,
    with: Vec<T>,
    ask: impl AsyncFn(T),
) -> (&'static str, u64, u64) {
    let count = with.len();
    let asking = async {
        let mut times = Vec::with_capacity(count);
        for one in with {
            let start = Instant::now();
            ask(one).await;
            times.push(micros(start.elapsed()));
        }
        times
    };
    let (times, cost) = archive.cost(asking).await;
    (kind, median(times), micros_each(cost.served, count))
}
