//! `cargo xtask …`: sets up, builds, serves, tests and measures Lan Tỏa.
//! Here is only which word does what; each task has a file of its name.

use std::process::ExitCode;

mod dist;
mod failure;
mod place;
mod process;
mod steps;
mod tools;

use failure::{Failure, Outcome};

const HELP: &str = "\
cargo xtask run     builds the app and starts it with demonstration data
cargo xtask test    checks everything: format, lints, sizes, tests, stories in a browser
cargo xtask bench   measures
cargo xtask dist    builds the front end only";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let task = words.next().unwrap_or_default();
    let outcome = match task.as_str() {
        "dist" => dist::build(&mut steps::Steps::default()),
        "" | "help" | "--help" | "-h" => help(),
        other => Err(Failure::new(format!("there is no `{other}`; there are:\n\n{HELP}"))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn help() -> Outcome {
    println!("{HELP}");
    Ok(())
}
