//! Reports up by many devices at once, and down to one: by the log, and as a first sync of the app's own
//! notebook.

use crate::{
    archive::{Archive, handed_in, measured, reports},
    figure::{Aim, Figure, Samples, micros, micros_each, rate, share},
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tests::{
    device::{Device, Pages, Wire},
    office::Office,
    tablet::Tablet,
};

/// Devices in the larger of two archives, a tenth of them in the smaller.
const DEVICES: usize = 1_000;
/// Reports of each, in one push.
const EACH: usize = 100;
/// Polls that are timed.
const POLLS: usize = 500;

/// What devices push.
struct Load {
    name: &'static str,
    /// Changes of a report.
    changes: usize,
    /// So many reports of a device, from one on.
    body: fn(&Device, usize, usize) -> Vec<u8>,
}

/// Reports that are being written.
const WRITTEN: Load = Load { name: "reports", changes: 1, body: reports };
/// Reports that go into every sum.
const HANDED_IN: Load = Load { name: "reports handed in", changes: 2, body: handed_in };

/// Medians of so many runs, each over fresh archives.
pub async fn figures(runs: usize) -> Vec<Figure> {
    let office = Office::with_devices(DEVICES).await;
    measured("sync", &office, runs, async |engine, samples| {
        for devices in [DEVICES / 10, DEVICES] {
            let (archive, of) = (engine.start(&office).await, &office.devices[..devices]);
            pushed(&archive, of, &WRITTEN, samples).await;
            if devices < DEVICES {
                polled(&archive, &office, samples).await;
                pulled(&archive, &office, devices * EACH, samples).await;
            }
            archive.server.back_up().await;
            first_sync(&archive, &office, devices * EACH, samples).await;
            archive.end().await;
            if devices < DEVICES {
                let archive = engine.start(&office).await;
                pushed(&archive, of, &HANDED_IN, samples).await;
                archive.end().await;
            }
        }
    })
    .await
}

/// Every device pushes once, all at once.
async fn pushed(archive: &Archive<'_>, of: &[Device], load: &Load, samples: &mut Samples) {
    let devices = archive.devices(of).await;
    let bodies: Vec<_> = devices.iter().zip(0..).map(|(device, at)| (load.body)(device, EACH, at * EACH)).collect();
    archive.forget_memory();
    let ((wire, mut waits), cost) = archive.cost(all_push(devices, bodies, EACH * load.changes)).await;
    let (count, devices) = (of.len() * EACH, of.len());
    let aim = Some(Aim::AtLeast(20_000));
    let name = format!("push, {devices} devices at once × {EACH} {}", load.name);
    samples.note(name, rate(count, cost.took), "reports/s", aim);
    let of = format!("{devices} × {}", load.name);
    let mut more = |name: &str, value, unit| samples.note(format!("  {of}: {name}"), value, unit, None);
    more("the slowest waits", share(&mut waits, 100) / 1_000, "ms");
    more("processors of server and database for a report", micros_each(cost.served, count), "µs");
    more("processors of the devices for a report", micros_each(cost.asked, count), "µs");
    more("up for a report, gzip", wire.up / count as u64, "bytes");
    more("most memory of the server", archive.memory_most_mib(), "MiB");
    if let Some(memory) = archive.memory_of_database_mib() {
        more("memory of the database's processes", memory, "MiB");
    }
}

/// All push at once; what crossed, and how long each waited in microseconds.
async fn all_push(devices: Vec<Arc<Device>>, bodies: Vec<Vec<u8>>, each: usize) -> (Wire, Vec<u64>) {
    let push = |(device, body): (Arc<Device>, Vec<u8>)| {
        tokio::spawn(async move {
            let start = Instant::now();
            let wire = device.push(body, each).await;
            (wire, micros(start.elapsed()))
        })
    };
    let pushes: Vec<_> = devices.into_iter().zip(bodies).map(push).collect();
    let (mut wire, mut waits) = (Wire::default(), Vec::new());
    for push in pushes {
        let (crossed, wait) = push.await.expect("a push does not fail");
        wire.add(crossed);
        waits.push(wait);
    }
    (wire, waits)
}

/// Nothing has happened: an officer's tablet asks, and a manager's device that reads every commune.
async fn polled(archive: &Archive<'_>, office: &Office, samples: &mut Samples) {
    for (whose, device) in [("a tablet", &office.devices[0]), ("a manager of 50 communes", &office.manager)] {
        let device = device.at(&archive.server.origin());
        let (tag, _) = device.poll(None).await;
        let polls = async {
            let (mut times, mut body) = (Vec::new(), 0);
            for _ in 0..POLLS {
                let start = Instant::now();
                (_, body) = device.poll(Some(&tag)).await;
                times.push(micros(start.elapsed()));
            }
            (times, body)
        };
        let ((mut times, body), cost) = archive.cost(polls).await;
        samples.note(format!("an idle poll of {whose}"), share(&mut times, 50), "µs", Some(Aim::AtMost(1_000)));
        samples.note(format!("  {whose}: 95 of 100 within"), share(&mut times, 95), "µs", None);
        samples.note(format!("  {whose}: bytes of the body"), body, "bytes", Some(Aim::AtMost(200)));
        let served = micros_each(cost.served, POLLS);
        samples.note(format!("  {whose}: processors of server and database"), served, "µs", None);
    }
}

/// The manager's device reads the log, and parses it.
async fn pulled(archive: &Archive<'_>, office: &Office, count: usize, samples: &mut Samples) {
    let manager = office.manager.at(&archive.server.origin());
    let mut pages = Pages::default();
    let (_, cost) = archive.cost(pages.read_all(&manager)).await;
    assert_eq!(pages.entries, count, "all of them come down");
    samples.note(
        format!("pull of {count} reports by one device"),
        rate(count, cost.took),
        "reports/s",
        Some(Aim::AtLeast(60_000)),
    );
    samples.note("  pull: processors of server and database for a report", micros_each(cost.served, count), "µs", None);
    samples.note("  pull: processors of the device for a report", micros_each(cost.asked, count), "µs", None);
    samples.note("  pull: down for a report, gzip", pages.wire.down / count as u64, "bytes", None);
}

/// The manager's device is new: until its notebook holds everything.
async fn first_sync(archive: &Archive<'_>, office: &Office, count: usize, samples: &mut Samples) {
    archive.forget_memory();
    let session = office.manager.at(&archive.server.origin());
    let mut tablet = Tablet::signed_in(session.line(), session.person.clone());
    let (outcome, cost) = archive.cost(tablet.round()).await;
    assert_eq!(outcome, Ok(()), "a first sync comes to its end");
    assert_eq!(tablet.roots(), count, "the notebook holds everything");
    let (few, wire) = (count <= 10_000, tablet.line.crossed());
    let ms = |time: Duration| micros(time) / 1_000;
    assert_eq!(tablet.pages(), 0, "it came in snapshots");
    let name = format!("first sync of {count} records from snapshots, native, into the notebook");
    samples.note(name, ms(cost.took), "ms", few.then_some(Aim::AtMost(1_000)));
    let mut more = |name: &str, value, unit, aim| samples.note(format!("  {count}: {name}"), value, unit, aim);
    more("records", rate(count, cost.took), "records/s", None);
    more("down the wire", wire.down, "bytes", few.then_some(Aim::AtMost(1_000_000)));
    more("processors of server and database for a record", micros_each(cost.served, count), "µs", None);
    more("processors of the device for a record", micros_each(cost.asked, count), "µs", None);
    more("most memory of the server", archive.memory_most_mib(), "MiB", None);
}
