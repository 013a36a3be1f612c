//! Ten thousand reports up by a hundred devices, and down to one.

use crate::figure::{Aim, Figure, median, rate};
use shared::{change::Change, wire::SignedIn};
use std::time::{Duration, Instant};
use tests::{
    device::{Device, Wire, zipped},
    made_up,
    server::Server,
};

const DEVICES: usize = 100;
const CHANGES: usize = 100;
/// Polls that are timed.
const POLLS: usize = 300;
const OFFICERS: &[&str] = &["canbo.vanquan", "canbo.diemhe", "canbo.yenphuc", "canbo.trile"];
const MANAGER: &str = "quanly.langson";

/// A server whose archive holds the demonstration and ten thousand reports, and what it took.
pub struct Filled {
    /// Running.
    pub server: Server,
    up_per_s: u64,
    processor: Duration,
    wire: Wire,
}

/// Push and pull, medians of so many runs, each over a fresh archive.
pub async fn figures(runs: usize) -> Vec<Figure> {
    let (mut up, mut down) = (Vec::new(), Vec::new());
    let (mut up_processor, mut down_processor) = (Vec::new(), Vec::new());
    let (mut up_bytes, mut down_bytes, mut down_all, mut poll_bytes) = (0, 0, 0, 0);
    let (mut memory, mut polls) = (Vec::new(), Vec::new());
    let (mut handed, mut handed_processor) = (Vec::new(), Vec::new());
    for run in 1..=runs {
        eprintln!("sync: run {run} of {runs}");
        let filled = filled(OFFICERS).await;
        let manager = Device::sign_in(&filled.server.origin(), MANAGER).await;
        let before = filled.server.processor_time();
        let start = Instant::now();
        let (entries, wire) = manager.pull_everything().await;
        let entries = entries.len();
        down.push(rate(entries, start.elapsed()));
        assert!(entries >= DEVICES * CHANGES, "only {entries} entries came down");
        down_processor.push(rate(entries, filled.server.processor_time() - before));
        up.push(filled.up_per_s);
        up_processor.push(rate(DEVICES * CHANGES, filled.processor));
        up_bytes = filled.wire.up / (DEVICES * CHANGES) as u64;
        down_bytes = wire.down / entries as u64;
        down_all = wire.down;
        let (tag, _) = manager.poll(None).await;
        for _ in 0..POLLS {
            let start = Instant::now();
            (_, poll_bytes) = manager.poll(Some(&tag)).await;
            polls.push(u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX));
        }
        memory.push(filled.server.memory_most() >> 20);
        filled.server.stop().await;
        let filled = filled_with(OFFICERS, |person, number| made_up::handed_in(person, number).to_vec()).await;
        handed.push(filled.up_per_s);
        handed_processor.push(rate(DEVICES * CHANGES, filled.processor));
        filled.server.stop().await;
    }
    vec![
        Figure::new(
            "push, 100 devices × 100 reports of 22 fields",
            median(up),
            "reports/s",
            Some(Aim::AtLeast(20_000)),
        ),
        Figure::new("  for a second of the server's processor time", median(up_processor), "reports", None),
        Figure::new("  bytes up for a report, gzip", up_bytes, "bytes", None),
        Figure::new("push, 100 devices × 100 reports that are handed in", median(handed), "reports/s", None),
        Figure::new("  for a second of the server's processor time", median(handed_processor), "reports", None),
        Figure::new("first pull, native client, parsed", median(down), "reports/s", Some(Aim::AtLeast(60_000))),
        Figure::new("  for a second of the server's processor time", median(down_processor), "reports", None),
        Figure::new("  bytes down for a report, gzip", down_bytes, "bytes", None),
        Figure::new("  bytes down in all", down_all, "bytes", Some(Aim::AtMost(1_000_000))),
        Figure::new("an idle poll, median", median(polls), "µs", Some(Aim::AtMost(1_000))),
        Figure::new("  bytes of its body", poll_bytes, "bytes", Some(Aim::AtMost(200))),
        Figure::new("most memory that the server held, argon2 included", median(memory), "MiB", None),
    ]
}

/// Fills an archive through the API with reports that are being written, by the devices of these officers.
pub async fn filled(officers: &[&str]) -> Filled {
    filled_with(officers, |person, number| vec![made_up::report(person, number)]).await
}

/// Fills an archive with reports, each written in so many changes.
async fn filled_with(officers: &[&str], written: fn(&SignedIn, usize) -> Vec<Change>) -> Filled {
    let server = Server::with_demonstration().await;
    server.start().await;
    let mut devices = Vec::new();
    for number in 0..DEVICES {
        let device = Device::sign_in(&server.origin(), officers[number % officers.len()]).await;
        let written = |at| written(&device.person, number * CHANGES + at);
        let changes: Vec<_> = (0..CHANGES).flat_map(written).collect();
        let count = changes.len();
        let body = serde_json::to_vec(&serde_json::json!({ "changes": changes })).expect("changes are JSON");
        devices.push((device, zipped(&body), count));
    }
    let before = server.processor_time();
    let start = Instant::now();
    let pushes: Vec<_> = devices
        .into_iter()
        .map(|(device, body, count)| tokio::spawn(async move { device.push(body, count).await }))
        .collect();
    let mut wire = Wire::default();
    for push in pushes {
        let crossed = push.await.expect("a push does not fail");
        wire.up += crossed.up;
        wire.down += crossed.down;
    }
    let up_per_s = rate(DEVICES * CHANGES, start.elapsed());
    let processor = server.processor_time() - before;
    Filled { server, up_per_s, processor, wire }
}
