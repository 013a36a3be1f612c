//! `cargo xtask …`: sets up, builds, serves, tests and measures Lan Tỏa.
//! Here is only which word does what; each task has a file of its name.

use std::process::ExitCode;

mod arguments;
mod bench;
mod debian;
mod dist;
mod failure;
mod fuzz;
mod licences;
mod place;
mod probe;
mod process;
mod run;
mod simulate;
mod soak;
mod steps;
mod suite;
mod test;
mod tools;

use arguments::Arguments;
use failure::{Failure, Outcome};

const HELP: &str = "\
cargo xtask run [--port N] [--data-dir DIR] [--database-url URL] [--no-demo]
    sets up what is missing, builds the app and starts it on http://127.0.0.1:8080 over the
    folder data/, the first time with demonstration data
cargo xtask test
    checks everything: format, lints, sizes, tests, stories in a browser
cargo xtask bench [sync] [growth] [storm] [app] [size] [--runs N] [--large]
    measures, all or what is named
cargo xtask simulate [--seeds N] [--from M] | [--seed S] | [--mutants]
    lives worlds full of faults and says which law of sync broke in which; with --mutants it
    takes rules out, one at a time, and says which world missed it
cargo xtask soak [--minutes N] [--seed S] [--tablets N]
    tablets work on two servers that are killed, behind lines that fail, and must all hold the
    same in the end
cargo xtask fuzz [TARGET] [--seconds N]
    throws damaged bytes at every door, or at one, and looks for what breaks
cargo xtask dist
    builds the front end only";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let task = words.next().unwrap_or_default();
    let arguments = Arguments::new(words);
    let outcome = match task.as_str() {
        "run" => run::run_app(arguments),
        "test" => test::check_all(arguments),
        "bench" => bench::measure(arguments),
        "simulate" => simulate::simulate(arguments),
        "soak" => soak::soak(arguments),
        "fuzz" => fuzz::look(arguments),
        "dist" => arguments.none_left().and_then(|()| dist::build(&mut steps::Steps::default())),
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
