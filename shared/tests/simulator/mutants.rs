//! The prover proved: each rule, taken out, must be missed in some world.

use crate::{lived, steps_of};
use shared::mutant::{Mutant, live_with};
use std::{
    panic::{catch_unwind, set_hook, take_hook},
    process::ExitCode,
    sync::Mutex,
    thread,
};

/// Prints which seed found which mutant, and which law broke; fails if one survives so many seeds.
pub fn all_found(seeds: u64) -> ExitCode {
    let (left, found) = (Mutex::new(Mutant::ALL.to_vec()), Mutex::new(Vec::new()));
    // A world that cannot go on is told as what was found, not as a failure of its own.
    let hook = take_hook();
    set_hook(Box::new(|_| {}));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let Some(mutant) = left.lock().unwrap().pop() else { return };
                    let first = (0..seeds).find_map(|seed| Some((seed, missed(mutant, seed)?)));
                    found.lock().unwrap().push((mutant, first));
                }
            });
        }
    });
    set_hook(hook);
    let mut found = found.into_inner().unwrap();
    found.sort_by_key(|(mutant, _)| *mutant);
    let survivors = found.iter().filter(|(_, first)| first.is_none()).count();
    for (mutant, first) in &found {
        match first {
            Some((seed, law)) => println!("{:<22} seed {seed:>5}   {law}", format!("{mutant:?}")),
            None => println!("{:<22} SURVIVES {seeds} seeds", format!("{mutant:?}")),
        }
    }
    println!("{} mutants, {survivors} survive", found.len());
    if survivors == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The first law that breaks in the world of a seed because of a mutant: without it the world is whole.
fn missed(mutant: Mutant, seed: u64) -> Option<String> {
    let first_broken = |mutant: Option<Mutant>| {
        live_with(mutant);
        match catch_unwind(|| lived(seed, steps_of(seed)).1) {
            Ok(broken) => broken.into_iter().next(),
            Err(_) => Some("the world cannot go on".to_owned()),
        }
    };
    first_broken(Some(mutant)).filter(|_| first_broken(None).is_none())
}
