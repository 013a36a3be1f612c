//! Benchmarks: one table on the screen, and the same as JSON beside it.
//!
//! Times are medians of several runs on this machine; they are shown, never asserted. Sizes are
//! asserted where the app is built.

mod app;
mod figure;
mod size;
mod sync;

use figure::Figure;
use std::process::ExitCode;

const HELP: &str = "bench [sync] [app] [size] [--runs N]   (all of them when none is named)";

fn main() -> ExitCode {
    let mut wanted: Vec<String> = Vec::new();
    let mut runs = 3;
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--runs" => match words.next().and_then(|n| n.parse().ok()) {
                Some(n) if n > 0 => runs = n,
                _ => return usage(),
            },
            "sync" | "app" | "size" => wanted.push(word),
            _ => return usage(),
        }
    }
    let wants = |name: &str| wanted.is_empty() || wanted.iter().any(|word| word == name);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a process can have threads");
    let mut figures: Vec<Figure> = Vec::new();
    if wants("size") {
        figures.extend(size::figures());
    }
    if wants("app") {
        figures.extend(runtime.block_on(app::figures(runs)));
    }
    if wants("sync") {
        figures.extend(runtime.block_on(sync::figures(runs)));
    }
    figure::print(&figures);
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    eprintln!("{HELP}");
    ExitCode::FAILURE
}
