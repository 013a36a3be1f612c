//! Benchmarks: one table on the screen, and the same as JSON beside it.
//!
//! Times are medians of several runs on this machine; they are shown, never asserted. Sizes are
//! asserted where the app is built.

mod app;
mod archive;
mod figure;
mod growth;
mod size;
mod storm;
mod sync;
mod table;

use std::process::ExitCode;
use table::Run;
use tests::usage;

const HELP: &str = "\
bench [sync] [growth] [storm] [app] [size] [--runs N] [--large]   (all of them when none is named)

    sync    reports up by 100 and 1,000 devices, down by the log and into new tablets, idle polls
    growth  one push, one pull, one poll at 10 thousand and 1 million stored changes;
            with --large at 5 million too, which takes long and 60 GB of disk
    storm   3,000 first syncs at once
    app     starts, saves, a first pull and search in Chromium
    size    what a first visit loads";

const NAMES: [&str; 5] = ["size", "app", "sync", "growth", "storm"];

/// What was asked for.
struct Wish {
    names: Vec<&'static str>,
    runs: usize,
    large: bool,
}

impl Wish {
    fn read(mut words: impl Iterator<Item = String>) -> Option<Self> {
        let mut wish = Self { names: Vec::new(), runs: 3, large: false };
        while let Some(word) = words.next() {
            match word.as_str() {
                "--runs" => wish.runs = words.next()?.parse().ok().filter(|runs| *runs > 0)?,
                "--large" => wish.large = true,
                word => wish.names.push(NAMES.into_iter().find(|name| *name == word)?),
            }
        }
        if wish.names.is_empty() {
            wish.names = NAMES.to_vec();
        }
        Some(wish)
    }
}

fn main() -> ExitCode {
    let Some(wish) = Wish::read(std::env::args().skip(1)) else {
        eprintln!("{HELP}");
        return ExitCode::FAILURE;
    };
    usage::allow_many_connections();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a process can have threads");
    let mut runs: Vec<Run> = Vec::new();
    for name in wish.names {
        let before = usage::load();
        let figures = match name {
            "size" => size::figures(),
            "app" => runtime.block_on(app::figures(wish.runs)),
            "sync" => runtime.block_on(sync::figures(wish.runs)),
            "growth" => runtime.block_on(growth::figures(wish.large)),
            _ => runtime.block_on(storm::figures(wish.runs)),
        };
        runs.push(Run { name, figures, load: [before, usage::load()] });
    }
    table::print(&runs);
    table::keep(&runs, wish.runs);
    ExitCode::SUCCESS
}
