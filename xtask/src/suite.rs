//! The tests of the whole workspace, compiled in one go and run one after the other.
//! Cargo would compile what they share anew for each choice of packages, so it compiles all at
//! once and says which programs it made; they are run from here.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::failure::{Failure, Outcome};
use crate::process::{cargo, command};

/// Every package but the tool that only trunk calls.
const PACKAGES: [&str; 3] = ["--workspace", "--exclude", "wasm-bindgen-tool"];

/// What cargo made.
#[derive(Debug, Default)]
pub struct Suite {
    /// The programs that hold tests, in cargo's order.
    tests: Vec<Program>,
    /// The server that the stories talk to.
    pub server: PathBuf,
}

/// One program that holds tests.
#[derive(Debug)]
struct Program {
    package: PathBuf,
    file: PathBuf,
}

#[derive(Deserialize)]
struct Message {
    reason: String,
    manifest_path: Option<PathBuf>,
    executable: Option<PathBuf>,
    profile: Option<Profile>,
    target: Option<Target>,
}

#[derive(Deserialize)]
struct Profile {
    test: bool,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

/// Compiles all tests, and the server with them.
pub fn compiled() -> Outcome<Suite> {
    let mut compile = cargo();
    compile.args(["test", "--locked", "--no-run", "--message-format=json-render-diagnostics"]).args(PACKAGES);
    let output = compile
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Failure::new(format!("cargo test did not start: {error}")))?;
    if !output.status.success() {
        return Err(Failure::new("the tests do not compile"));
    }
    let suite = read(&String::from_utf8_lossy(&output.stdout));
    if suite.tests.is_empty() || suite.server.as_os_str().is_empty() {
        return Err(Failure::new("cargo names no tests, or no server"));
    }
    Ok(suite)
}

fn read(messages: &str) -> Suite {
    let mut suite = Suite::default();
    for message in messages.lines().filter_map(|line| serde_json::from_str::<Message>(line).ok()) {
        let (Some(file), Some(profile), Some(manifest)) = (message.executable, message.profile, message.manifest_path)
        else {
            continue;
        };
        if message.reason != "compiler-artifact" {
            continue;
        }
        if profile.test {
            let package = manifest.parent().unwrap_or(Path::new("/")).to_path_buf();
            suite.tests.push(Program { package, file });
        } else if message.target.is_some_and(|target| target.name == "lantoa") {
            suite.server = file;
        }
    }
    suite
}

impl Suite {
    /// The programs that need nothing but themselves.
    pub fn parts(&self) -> Vec<Command> {
        self.commands(|package| package != "tests")
    }

    /// The programs that need a server, a built app and a browser.
    pub fn stories(&self) -> Vec<Command> {
        self.commands(|package| package == "tests")
    }

    fn commands(&self, wanted: impl Fn(&str) -> bool) -> Vec<Command> {
        let is_wanted =
            |program: &&Program| program.package.file_name().is_some_and(|package| wanted(&package.to_string_lossy()));
        self.tests
            .iter()
            .filter(is_wanted)
            .map(|program| {
                let mut test = command(&program.file);
                test.current_dir(&program.package);
                test
            })
            .collect()
    }
}

/// The examples in the documentation, which only cargo can run.
pub fn examples() -> Command {
    let mut examples = cargo();
    examples.args(["test", "--locked", "--doc"]).args(PACKAGES);
    examples
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_read_from_what_cargo_says() {
        let suite = read(
            r#"{"reason":"compiler-artifact","manifest_path":"/r/shared/Cargo.toml","target":{"name":"shared"},"profile":{"test":false},"executable":null}
{"reason":"compiler-artifact","manifest_path":"/r/shared/Cargo.toml","target":{"name":"shared"},"profile":{"test":true},"executable":"/t/shared-1"}
{"reason":"compiler-artifact","manifest_path":"/r/backend/Cargo.toml","target":{"name":"lantoa"},"profile":{"test":false},"executable":"/t/lantoa"}
{"reason":"compiler-artifact","manifest_path":"/r/tests/Cargo.toml","target":{"name":"stories"},"profile":{"test":true},"executable":"/t/stories-1"}
{"reason":"build-finished","success":true}"#,
        );
        assert_eq!(suite.server, Path::new("/t/lantoa"));
        let names =
            |commands: Vec<Command>| commands.iter().map(|test| test.get_program().to_owned()).collect::<Vec<_>>();
        assert_eq!(names(suite.parts()), ["/t/shared-1"]);
        assert_eq!(names(suite.stories()), ["/t/stories-1"]);
    }
}
