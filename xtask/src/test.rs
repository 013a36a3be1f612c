//! `cargo xtask test`: everything that must hold before a change is taken, each check by its name.
//! A failed check does not stop the others; a check that could not be tried counts as failed.

use std::path::PathBuf;
use std::process::Command;

use crate::arguments::Arguments;
use crate::debian;
use crate::dist::{self, size::Size};
use crate::failure::{Failure, Outcome};
use crate::licences;
use crate::place;
use crate::probe;
use crate::process::{Counted, cargo, counted, run};
use crate::simulate;
use crate::steps::Steps;
use crate::suite::{self, Suite};
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
    if let Err(failure) = debian::bring(&mut steps, &debian::DATABASE) {
        steps.skip("PostgreSQL for the archive's tests", &failure.to_string());
    }
    if let Err(failure) = debian::bring(&mut steps, &debian::PROXY) {
        steps.skip("HAProxy for the tests of several servers", &failure.to_string());
    }
    let s3 = tools::s3(&mut steps);
    if let Err(failure) = &s3 {
        steps.skip("a server that speaks S3 for the archive's tests", &failure.to_string());
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
    match steps.must("tests: compile", suite::compiled) {
        Ok(suite) => {
            steps.check("tests: meaning, archive, notebook, tools", || {
                let mut parts = suite.parts();
                for part in &mut parts {
                    part.envs(s3.iter().map(|s3| ("LANTOA_S3", s3)));
                }
                all(parts, &mut count)
            });
            steps.check("tests: examples in the documentation", || counted(&mut suite::examples(), &mut count));
            steps.check("tests: every rule of sync, taken out, is missed", simulate::mutants);
            stories(&mut steps, &mut count, &suite, ready);
        }
        Err(failure) => steps.skip("tests", &failure.to_string()),
    }

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
fn stories(steps: &mut Steps, count: &mut Counted, suite: &Suite, ready: Outcome<PathBuf>) {
    let name = "tests: house, harness, several servers, stories in a browser";
    let axe = match ready {
        Ok(axe) => axe,
        Err(failure) => return steps.skip(name, &failure.to_string()),
    };
    if !place::dist().join("index.html").is_file() {
        return steps.skip(name, "the app was not built");
    }
    let probe = tools::set_up(steps)
        .and_then(|tools| steps.must("probe: the notebook's browser half", || probe::build(&tools)));
    let Ok(probe) = probe else { return steps.skip(name, "the probe was not built") };
    steps.check(name, || {
        let mut stories = suite.stories();
        for story in &mut stories {
            story.env("LANTOA_BIN", &suite.server).env("LANTOA_DIST", place::dist());
            story.env("LANTOA_AXE", &axe).env("LANTOA_PROBE", &probe);
        }
        all(stories, count)
    });
}

/// Runs every program, also after one has failed.
fn all(programs: Vec<Command>, count: &mut Counted) -> Outcome {
    let failures = programs.into_iter().filter_map(|mut program| counted(&mut program, count).err());
    let failures: Vec<_> = failures.map(|failure| failure.to_string()).collect();
    if failures.is_empty() { Ok(()) } else { Err(Failure::new(failures.join("; "))) }
}

fn clippy(what: &[&str]) -> Command {
    let mut clippy = cargo();
    clippy.args(["clippy", "--locked"]).args(what).args(["--", "--deny", "warnings"]);
    clippy
}
