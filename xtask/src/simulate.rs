//! `cargo xtask simulate [--seeds N] [--from M] [--seed S] [--mutants]`: the simulator of
//! `shared/tests`, in release and for as long as one likes.

use crate::arguments::Arguments;
use crate::failure::Outcome;
use crate::process::{cargo, run};

/// Builds it and hands over the words.
pub fn simulate(arguments: Arguments) -> Outcome {
    let words = arguments.rest();
    let mut simulator = cargo();
    simulator.args(["test", "--locked", "--release", "--package", "shared", "--test", "simulator"]);
    if words.iter().any(|word| word == "--mutants") {
        simulator.args(["--features", "mutants"]);
    }
    run(simulator.arg("--").args(words))
}

/// The prover proved: every rule that is taken out is missed in some world.
pub fn mutants() -> Outcome {
    run(cargo().args(["test", "--locked", "--package", "shared", "--features", "mutants"]).args([
        "--test",
        "simulator",
        "--",
        "--mutants",
    ]))
}
