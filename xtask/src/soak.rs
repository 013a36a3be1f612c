//! `cargo xtask soak [--minutes N] [--seed S] [--tablets N]`: two servers, PostgreSQL and HAProxy, with
//! tablets in front of them and everything failing.

use crate::arguments::Arguments;
use crate::debian;
use crate::failure::Outcome;
use crate::place;
use crate::process::{cargo, run};
use crate::run::server;
use crate::steps::Steps;

/// Builds what it needs and hands over the words.
pub fn soak(arguments: Arguments) -> Outcome {
    let mut steps = Steps::default();
    debian::bring(&mut steps, &debian::COMPILER)?;
    debian::bring(&mut steps, &debian::DATABASE)?;
    debian::bring(&mut steps, &debian::PROXY)?;
    server(&mut steps, "release")?;
    steps.must("soak", || {
        run(cargo()
            .args(["run", "--locked", "--release", "--package", "tests", "--bin", "soak", "--"])
            .args(arguments.rest())
            .env("LANTOA_BIN", place::server("release")))
    })
}
