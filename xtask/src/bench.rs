//! `cargo xtask bench [name]`: everything in release, then the benchmarks of the `tests` package.

use crate::arguments::Arguments;
use crate::debian;
use crate::dist;
use crate::failure::Outcome;
use crate::place;
use crate::process::{cargo, run};
use crate::run::server;
use crate::steps::Steps;

/// Builds, measures, and shows the table.
pub fn measure(arguments: Arguments) -> Outcome {
    let mut steps = Steps::default();
    debian::bring(&mut steps, &debian::COMPILER)?;
    debian::bring(&mut steps, &debian::BROWSER)?;
    dist::build(&mut steps)?;
    server(&mut steps, "release")?;
    steps.must("benchmarks", || {
        run(cargo()
            .args(["run", "--locked", "--release", "--package", "tests", "--bin", "bench", "--"])
            .args(arguments.rest())
            .env("LANTOA_BIN", place::server("release"))
            .env("LANTOA_DIST", place::dist()))
    })
}
