//! `cargo xtask bench [name …] [--runs N] [--large]`: everything in release, then the benchmarks of the
//! `tests` package.

use crate::arguments::Arguments;
use crate::debian;
use crate::dist;
use crate::failure::Outcome;
use crate::place;
use crate::process::{cargo, run};
use crate::run::server;
use crate::steps::Steps;

/// Benchmarks that need no browser and no front end.
const OF_THE_SERVER: [&str; 3] = ["sync", "growth", "storm"];

/// Builds, measures, and shows the table.
pub fn measure(arguments: Arguments) -> Outcome {
    let mut steps = Steps::default();
    let words = arguments.rest();
    let is_of_server = |name: &&String| OF_THE_SERVER.contains(&name.as_str());
    let mut names = words.iter().filter(|word| word.chars().all(|letter| letter.is_ascii_lowercase())).peekable();
    let needs_app = names.peek().is_none() || !names.all(|name| is_of_server(&name));
    debian::bring(&mut steps, &debian::COMPILER)?;
    debian::bring(&mut steps, &debian::DATABASE)?;
    if needs_app {
        debian::bring(&mut steps, &debian::BROWSER)?;
        dist::build(&mut steps)?;
    }
    server(&mut steps, "release")?;
    steps.must("benchmarks", || {
        run(cargo()
            .args(["run", "--locked", "--release", "--package", "tests", "--bin", "bench", "--"])
            .args(&words)
            .env("LANTOA_BIN", place::server("release"))
            .env("LANTOA_DIST", place::dist()))
    })
}
