//! The simulator: worlds of tablets, people and faults, each decided by its seed, that run the
//! notebook, the round and the rules of `shared` as the browser and the server run them. When the
//! faults have ended and everybody has synchronised, the invariants of the design must hold.
//!
//! Without arguments: the seeds that were once found, then a quick run. `--seeds N [--from M]`: a
//! long run with progress. `--seed S`: one world, told. With the feature `mutants`, `--mutants`: rules
//! are taken out one at a time, and a world must break for each.

#![expect(clippy::unwrap_used, reason = "a world that cannot go on has found a bug, like a failed test")]

mod archive;
mod chance;
mod device;
mod disk;
mod laws;
mod ledger;
#[cfg(feature = "mutants")]
mod mutants;
mod screen;
mod world;

use std::{
    collections::BTreeMap,
    process::ExitCode,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Instant,
};
use world::World;

/// Seeds of the quick run.
const QUICK: u64 = 600;
/// Seeds that once found something. They are run for ever.
const KEPT: &str = include_str!("kept.txt");
/// Steps of the longest life.
const STEPS_MAX: usize = 240;

/// How a world ended.
struct End {
    broken: Vec<String>,
    faults: BTreeMap<&'static str, u64>,
    steps: u64,
}

fn lived(seed: u64, steps: usize) -> (World, Vec<String>) {
    let mut world = World::of(seed);
    world.live(steps);
    world.heal();
    let broken = laws::broken(&mut world);
    (world, broken)
}

/// How long the world of a seed lives before it heals.
fn steps_of(seed: u64) -> usize {
    40 + usize::try_from(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40).unwrap() % (STEPS_MAX - 40)
}

fn run(seed: u64) -> End {
    let steps = steps_of(seed);
    let (world, mut broken) = lived(seed, steps);
    let (again, _) = lived(seed, steps);
    if world.end() != again.end() {
        broken.push("the same seed ended in two ways".to_owned());
    }
    End { broken, faults: world.faults, steps: 2 * world.steps }
}

/// The shortest life of a seed in which a law is broken: most of what a person must read is gone then.
fn shrunk(seed: u64) -> (usize, Vec<String>) {
    let all = steps_of(seed);
    let first = (1..=all).find_map(|steps| {
        let broken = lived(seed, steps).1;
        (!broken.is_empty()).then_some((steps, broken))
    });
    first.unwrap_or((all, vec!["only the second life differs".to_owned()]))
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str| {
        let at = words.iter().position(|word| word == name)?;
        words.get(at + 1)?.parse::<u64>().ok()
    };
    #[cfg(feature = "mutants")]
    if words.iter().any(|word| word == "--mutants") {
        return mutants::all_found(number("--seeds").unwrap_or(4_000));
    }
    if let Some(seed) = number("--seed") {
        let found = Some(seed).filter(|seed| !run(*seed).broken.is_empty());
        return told(found.as_slice());
    }
    let is_long = words.iter().any(|word| word == "--seeds");
    let from = number("--from").unwrap_or(0);
    let count = number("--seeds").unwrap_or(QUICK);
    let kept = KEPT.lines().filter_map(|line| line.split('#').next()?.trim().parse().ok());
    let seeds: Vec<u64> = kept.chain(from..from + count).collect();
    let begun = Instant::now();
    let (next, steps) = (AtomicU64::new(0), AtomicU64::new(0));
    let (failed, faults) = (Mutex::new(Vec::new()), Mutex::new(BTreeMap::<&str, u64>::new()));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let at = usize::try_from(next.fetch_add(1, Ordering::Relaxed)).unwrap();
                    let Some(seed) = seeds.get(at).copied() else { return };
                    let end = run(seed);
                    let so_far = steps.fetch_add(end.steps, Ordering::Relaxed) + end.steps;
                    for (fault, times) in end.faults {
                        *faults.lock().unwrap().entry(fault).or_default() += times;
                    }
                    if !end.broken.is_empty() {
                        failed.lock().unwrap().push(seed);
                    }
                    if is_long && at % 1_000 == 999 {
                        eprintln!("{} of {} seeds, {} steps a second", at + 1, seeds.len(), rate(so_far, begun));
                    }
                }
            });
        }
    });
    let (seconds, steps) = (begun.elapsed().as_secs(), steps.into_inner());
    let rate = rate(steps, begun);
    println!("{} worlds, each lived twice: {steps} steps in {seconds} s, {rate} a second", seeds.len());
    for (fault, times) in faults.into_inner().unwrap() {
        println!("  {times:>9} × {fault}");
    }
    let mut failed = failed.into_inner().unwrap();
    failed.sort_unstable();
    told(&failed)
}

/// Steps a second.
fn rate(steps: u64, begun: Instant) -> u128 {
    u128::from(steps) * 1_000 / begun.elapsed().as_millis().max(1)
}

fn told(seeds: &[u64]) -> ExitCode {
    for seed in seeds.iter().take(5) {
        let (steps, broken) = shrunk(*seed);
        println!("seed {seed}, after {steps} steps:");
        for law in broken.iter().take(6) {
            println!("    {law}");
        }
    }
    if seeds.is_empty() {
        println!("every law holds in every world");
        return ExitCode::SUCCESS;
    }
    println!("{} worlds break a law: {:?}", seeds.len(), &seeds[..seeds.len().min(20)]);
    ExitCode::FAILURE
}
