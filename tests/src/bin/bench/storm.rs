//! Thousands of new devices at one moment, as on the morning on which an office begins: everybody is
//! served, and who is told to wait is told for how long.

use crate::{
    archive::{Archive, measured, reports},
    figure::{Aim, Figure, Samples, micros, share},
};
use std::{
    future::pending,
    sync::Arc,
    time::{Duration, Instant},
};
use tests::{
    device::{Device, Pages},
    office::{COMMUNES, Office},
};
use tokio::time::timeout;

const DEVICES: usize = 3_000;
/// A part of them, to see whether memory grows with their number.
const FEW: usize = 300;
/// Reports of each commune, which all of its devices read.
const REPORTS: usize = 250;
/// So long waits who is refused and not told how long.
const UNTOLD: Duration = Duration::from_secs(2);

/// Medians of so many runs.
pub async fn figures(runs: usize) -> Vec<Figure> {
    let office = Office::with_devices(DEVICES).await;
    measured("storm", &office, runs, async |engine, samples| {
        let archive = engine.start(&office).await;
        for officer in &office.devices[..COMMUNES] {
            let officer = officer.at(&archive.server.origin());
            officer.push(reports(&officer, REPORTS, 0), REPORTS).await;
        }
        for count in [FEW, DEVICES] {
            storm(&archive, &office.devices[..count], samples).await;
        }
        archive.end().await;
    })
    .await
}

/// How it went for one device.
#[derive(Default)]
struct Served {
    took: Duration,
    entries: usize,
    down: u64,
    /// How often it was told to come again.
    refused: u64,
    /// How often it was not told when.
    untold: u64,
}

async fn storm(archive: &Archive<'_>, of: &[Device], samples: &mut Samples) {
    // They have signed in, on connections that are gone again.
    let devices: Vec<_> = of.iter().map(|device| Arc::new(device.at(&archive.server.origin()))).collect();
    archive.forget_memory();
    let all = async {
        let syncs: Vec<_> = devices.into_iter().map(|device| tokio::spawn(first_sync(device))).collect();
        let mut served = Vec::new();
        for sync in syncs {
            served.push(sync.await.expect("a first sync does not fail"));
        }
        served
    };
    let (all, cost) = archive.cost(all).await;
    let count = of.len();
    let ms = |time: Duration| micros(time) / 1_000;
    let whole = all.iter().filter(|one| one.entries == REPORTS).count();
    let mut times: Vec<u64> = all.iter().map(|one| ms(one.took)).collect();
    let sum = |of: fn(&Served) -> u64| all.iter().map(of).sum::<u64>();
    let name = format!("{count} first syncs at once × {REPORTS} reports: served");
    samples.note(name, whole as u64, "devices", Some(Aim::AtLeast(count as u64)));
    let mut more = |name: &str, value, unit, aim| samples.note(format!("  {count}: {name}"), value, unit, aim);
    more("half of them within", share(&mut times, 50), "ms", None);
    more("the slowest within", share(&mut times, 100), "ms", None);
    more("told to come again", sum(|one| one.refused), "times", None);
    more("and not told when", sum(|one| one.untold), "times", Some(Aim::AtMost(0)));
    more("most memory of the server", archive.memory_most_mib(), "MiB", None);
    more("down the wire for each", sum(|one| one.down) / count as u64, "bytes", None);
    more("processors of server and database", ms(cost.served), "ms", None);
    more("processors of the devices", ms(cost.asked), "ms", None);
}

/// Reads everything, and comes again as often as it is told to.
async fn first_sync(device: Arc<Device>) -> Served {
    let (start, mut pages, mut served) = (Instant::now(), Pages::default(), Served::default());
    loop {
        match pages.next(&device).await {
            Ok(true) => {}
            Ok(false) => break,
            Err(refused) => {
                served.refused += 1;
                served.untold += u64::from(refused.retry_after.is_none());
                let wait = refused.retry_after.unwrap_or(UNTOLD);
                // Nothing comes of it but that the time is over.
                drop(timeout(wait, pending::<()>()).await);
            }
        }
    }
    Served { took: start.elapsed(), entries: pages.entries, down: pages.wire.down, ..served }
}
