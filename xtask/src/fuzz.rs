//! `cargo xtask fuzz [TARGET] [--seconds N]`: libFuzzer around the doors of `tests/fuzz`, guided by what
//! the bytes reach. Built apart from everything else, by the same stable compiler: that the places a program
//! comes by are counted is an ordinary flag, only the sanitizers are not (and nothing here is unsafe).

use std::fs;
use std::path::Path;

use crate::arguments::Arguments;
use crate::debian;
use crate::failure::{Failure, Outcome};
use crate::place;
use crate::process::{cargo, command, printed, run};
use crate::steps::Steps;

/// What counts the places that a program comes by, and the comparisons that it makes there.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Ccodegen-units=1 \
    -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Linux keeps what lies here in memory.
const MEMORY: &str = "/dev/shm";

/// In the order of `tests/fuzz/src/lib.rs`.
const TARGETS: [&str; 9] = ["typed", "message", "change", "row", "reply", "push", "request", "rescue", "office"];

/// Builds the fuzzer and runs one target, or one after the other.
pub fn look(mut arguments: Arguments) -> Outcome {
    let seconds = arguments.value("--seconds")?.unwrap_or_else(|| "60".to_owned());
    let seconds: u32 = seconds.parse().map_err(|_| Failure::new(format!("`{seconds}` is no number of seconds")))?;
    let names = arguments.rest();
    if let Some(strange) = names.iter().find(|name| !TARGETS.contains(&name.as_str())) {
        return Err(Failure::new(format!("there is no target `{strange}`; there are: {}", TARGETS.join(", "))));
    }
    let names = if names.is_empty() { TARGETS.map(str::to_owned).to_vec() } else { names };
    let mut steps = Steps::default();
    debian::bring(&mut steps, &debian::FUZZER)?;
    let folder = place::target().join("fuzz");
    let host = host()?;
    steps.must("fuzzer: compile, counting every place", || {
        run(cargo()
            .args(["build", "--locked", "--release", "--package", "fuzz", "--target", &host, "--target-dir"])
            .arg(&folder)
            .env("RUSTFLAGS", FLAGS)
            // A number that grows too large is found, not wrapped.
            .env("CARGO_PROFILE_RELEASE_DEBUG_ASSERTIONS", "true"))
    })?;
    let program = folder.join(&host).join("release/fuzz");
    for name in &names {
        steps.check(&format!("fuzz: {name} for {seconds} s"), || hit(&program, &folder, name, seconds));
    }
    steps.summary()
}

/// What the corpus of a target has grown to stays for the next run.
fn hit(program: &Path, folder: &Path, name: &str, seconds: u32) -> Outcome {
    let place = |kind: &str| folder.join(kind).join(name);
    let (corpus, seeds, found) = (place("corpus"), place("seeds"), place("found"));
    for folder in [&corpus, &seeds, &found] {
        fs::create_dir_all(folder).map_err(|error| Failure::at(folder, error))?;
    }
    let mut fuzzer = command(program);
    fuzzer
        .args([format!("-max_total_time={seconds}"), format!("-artifact_prefix={}/", found.display())])
        .args(["-timeout=20", "-rss_limit_mb=4096", "-use_value_profile=1", "-print_final_stats=1", "-verbosity=0"])
        .args([&corpus, &seeds])
        .env("LANTOA_FUZZ_TARGET", name)
        // In memory, where there is such a folder: a push waits for the disk.
        .envs(Path::new(MEMORY).is_dir().then_some(("TMPDIR", MEMORY)))
        .env("LANTOA_FUZZ_SEEDS", &seeds);
    run(&mut fuzzer).map_err(|failure| {
        Failure::new(format!(
            "{failure}; the input is in {}: mend what it breaks, and keep it in tests/fuzz/kept/{name}",
            found.display()
        ))
    })
}

/// The machine's own triple. Named, it keeps what runs while compiling free of the counting.
fn host() -> Outcome<String> {
    let said = printed(command("rustc").arg("-vV")).unwrap_or_default();
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| Failure::new("rustc does not say for which machine it compiles"))
}
