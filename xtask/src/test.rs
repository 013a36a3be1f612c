//! `cargo xtask test`: everything that must hold before a change is taken, each check by its name.
//! A failed check does not stop the others; a check that could not be tried counts as failed.

use std::path::PathBuf;
use std::process::Command;

use crate::arguments::Arguments;
use crate::debian;
use crate::dist::{self, size::Size};
use crate::failure::Outcome;
use crate::licences;
use crate::place;
use crate::probe;
use crate::process::{Counted, cargo, counted, run};
use crate::run::server;
use crate::steps::Steps;
use crate::tools;

/// Runs every check and ends with the figures.
pub fn check_all(arguments: Arguments) -> Outcome {
    arguments.none_left()?;
    let mut steps = Steps::default();
    let mut count = Counted::default();

    let ready = set_up(&mut steps);
    if let Err(failure) = &ready {
        eprintln!("  {failure}");
    }
    steps.check("format: cargo fmt --check", || run(cargo().args(["fmt", "--all", "--check"])));
    steps.check("licences of dependencies", licences::check);
    steps.check("clippy: server, tools, tests", || run(&mut clippy(&["--workspace", "--all-targets"])));
    steps.check("clippy: front end as wasm", || {
        run(&mut clippy(&["--package", "frontend", "--target", "wasm32-unknown-unknown"]))
    });
    let built = dist::build(&mut steps);
    steps.check("size of the app", || {
        built?;
        let size = Size::of(&place::dist())?;
        println!("  {}", size.line());
        size.check()
    });
    steps.check("tests: meaning, archive, notebook, tools", || {
        let mut tests = tests(&["--workspace", "--exclude", "tests", "--exclude", "wasm-bindgen-tool"]);
        counted(&mut tests, &mut count)
    });
    stories(&mut steps, &mut count, ready);

    let outcome = steps.summary();
    println!("\n{} passed, {} failed", count.passed, count.failed.max(steps.failed()));
    outcome
}

/// What the stories need besides cargo; the path of axe-core.
fn set_up(steps: &mut Steps) -> Outcome<PathBuf> {
    debian::bring(steps, &debian::COMPILER)?;
    debian::bring(steps, &debian::BROWSER)?;
    tools::axe(steps)
}

/// Last, because a failure of the parts explains one of the whole.
fn stories(steps: &mut Steps, count: &mut Counted, ready: Outcome<PathBuf>) {
    let name = "tests: house, harness, stories in a browser";
    let axe = match ready {
        Ok(axe) => axe,
        Err(failure) => return steps.skip(name, &failure.to_string()),
    };
    if server(steps, "dev").is_err() || !place::dist().join("index.html").is_file() {
        return steps.skip(name, "the app was not built");
    }
    let probe = tools::set_up(steps)
        .and_then(|tools| steps.must("probe: the notebook's browser half", || probe::build(&tools)));
    let Ok(probe) = probe else { return steps.skip(name, "the probe was not built") };
    steps.check(name, || {
        let mut stories = tests(&["--package", "tests"]);
        stories.env("LANTOA_BIN", place::server("dev")).env("LANTOA_DIST", place::dist()).env("LANTOA_AXE", axe);
        stories.env("LANTOA_PROBE", probe);
        counted(&mut stories, count)
    });
}

fn clippy(what: &[&str]) -> Command {
    let mut clippy = cargo();
    clippy.args(["clippy", "--locked"]).args(what).args(["--", "--deny", "warnings"]);
    clippy
}

fn tests(what: &[&str]) -> Command {
    let mut tests = cargo();
    tests.args(["test", "--locked", "--no-fail-fast"]).args(what);
    tests
}
