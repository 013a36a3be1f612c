//! `soak [--minutes N] [--seed S] [--tablets N]`: the soak, with what happened and what was found.

use std::{
    process::ExitCode,
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use tests::soak::{Plan, run};

const HELP: &str = "soak [--minutes N] [--seed S] [--tablets N]   (30 minutes, another seed each time, 16)";

fn main() -> ExitCode {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let (mut minutes, mut seed, mut tablets) = (30, since.as_secs(), 16);
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let number = words.next().and_then(|n| n.parse::<u64>().ok());
        match (word.as_str(), number) {
            ("--minutes", Some(n)) => minutes = n,
            ("--seed", Some(n)) => seed = n,
            ("--tablets", Some(n)) => tablets = n,
            _ => {
                eprintln!("{HELP}");
                return ExitCode::FAILURE;
            }
        }
    }
    println!("soak: {tablets} tablets, {minutes} minutes, seed {seed}");
    let tablets = usize::try_from(tablets).unwrap_or(usize::MAX);
    let plan = Plan { seed, tablets, lasts: Duration::from_secs(minutes * 60) };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a process can have threads");
    let (tally, found) = runtime.block_on(run(plan));
    print!("{tally}");
    if found.is_empty() {
        println!("Every tablet holds what the server holds, and nothing that a person was told is missing.");
        return ExitCode::SUCCESS;
    }
    for what in &found {
        println!("FOUND: {what}");
    }
    println!("{} findings with seed {seed}", found.len());
    ExitCode::FAILURE
}
