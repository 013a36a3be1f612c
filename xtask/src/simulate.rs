//! `cargo xtask simulate [--seeds N] [--from M] [--seed S]`: the simulator of `shared/tests`, in
//! release and for as long as one likes.

use crate::arguments::Arguments;
use crate::failure::Outcome;
use crate::process::{cargo, run};

/// Builds it and hands over the words.
pub fn simulate(arguments: Arguments) -> Outcome {
    run(cargo()
        .args(["test", "--locked", "--release", "--package", "shared", "--test", "simulator", "--"])
        .args(arguments.rest()))
}
