//! Running other programs: what they print is shown, and a failure names the command.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::failure::{Failure, Outcome};
use crate::place;

/// A command that starts in the repository's root.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(place::root());
    command
}

/// The cargo that started these tools.
pub fn cargo() -> Command {
    let mut cargo = command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // What cargo tells these tools about themselves is not meant for what they start.
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("CARGO_PKG_") || name == "CARGO_MANIFEST_DIR" {
            cargo.env_remove(name);
        }
    }
    cargo
}

/// Runs a command to its end with its output in view.
pub fn run(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| Failure::new(format!("{}: {error}", words(command))))?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("{} ended with {status}", words(command)))) }
}

/// Tests that ran.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Those that passed.
    pub passed: usize,
    /// Those that failed.
    pub failed: usize,
}

/// Runs tests to their end, shows what they print, and counts them.
pub fn counted(tests: &mut Command, count: &mut Counted) -> Outcome {
    let mut child =
        tests.stdout(Stdio::piped()).spawn().map_err(|error| Failure::new(format!("{}: {error}", words(tests))))?;
    let out = child.stdout.take().expect("it was asked for");
    for line in BufReader::new(out).lines().map_while(Result::ok) {
        println!("{line}");
        add(&line, count);
    }
    let status = child.wait().map_err(|error| Failure::new(error.to_string()))?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("{} ended with {status}", words(tests)))) }
}

/// Reads `test result: ok. 3 passed; 0 failed; …`.
fn add(line: &str, count: &mut Counted) {
    let Some((_, figures)) = line.strip_prefix("test result: ").and_then(|rest| rest.split_once(". ")) else { return };
    for figure in figures.split("; ") {
        match figure.split_once(' ') {
            Some((number, "passed")) => count.passed += number.parse::<usize>().unwrap_or(0),
            Some((number, "failed")) => count.failed += number.parse::<usize>().unwrap_or(0),
            _ => {}
        }
    }
}

/// What a command prints, if it starts and succeeds.
pub fn printed(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether a program of this name is on the path.
pub fn is_there(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

fn words(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy();
    let first = command.get_args().take(3).map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ");
    format!("`{name} {first}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_counted_from_what_they_print() {
        let mut count = Counted::default();
        add(
            "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.10s",
            &mut count,
        );
        add("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out", &mut count);
        add("test fold::passed ... ok", &mut count);
        assert_eq!(count, Counted { passed: 15, failed: 2 });
    }
}
