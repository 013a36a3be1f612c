//! Build tools: found in the user's cache, or put there from crates.io and npm.
//! Nothing is installed outside that cache, but for the wasm target of the Rust toolchain.

use std::fs;
use std::path::{Path, PathBuf};

use crate::dist::{content::sha256, folder};
use crate::failure::{Failure, Outcome};
use crate::place;
use crate::process::{cargo, command, is_there, printed, run};
use crate::steps::Steps;

const TRUNK: &str = "0.21.14";
const BINARYEN: &str = "132";
const AXE: &str = "4.14.1";
/// The last version that is built with our compiler.
const S3: &str = "0.14.1";
const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The tools that build the front end.
pub struct Tools {
    /// The folder that holds `trunk`.
    pub trunk: PathBuf,
    /// The folder that holds `wasm-bindgen`.
    pub wasm_bindgen: PathBuf,
    /// The program that makes the wasm smaller, where npm could bring it.
    pub wasm_opt: Option<PathBuf>,
}

/// Finds the tools, and first brings those that are missing.
pub fn set_up(steps: &mut Steps) -> Outcome<Tools> {
    if !has_wasm_target() {
        steps.must("rustup: target wasm32-unknown-unknown", || {
            run(command("rustup").args(["target", "add", WASM_TARGET]))
        })?;
    }
    let trunk = place::tools().join(format!("trunk-{TRUNK}"));
    if !trunk.join("bin/trunk").is_file() {
        let name = format!("trunk {TRUNK}: install from crates.io (some minutes, only once)");
        steps.must(&name, || install_trunk(&trunk))?;
    }
    let version = locked_version("wasm-bindgen")?;
    let wasm_bindgen = place::tools().join(format!("wasm-bindgen-{version}-{}", ours()?));
    if !wasm_bindgen.join("wasm-bindgen").is_file() {
        let name = format!("wasm-bindgen {version}: build its command line (a few minutes, only once)");
        steps.must(&name, || build_wasm_bindgen(&wasm_bindgen, &version))?;
    }
    Ok(Tools { trunk: trunk.join("bin"), wasm_bindgen, wasm_opt: wasm_opt(steps) })
}

/// A name for what our own tool is made of: another source or splitter is another tool.
fn ours() -> Outcome<String> {
    let sources = folder::read(&place::root().join("xtask/wasm-bindgen"))?;
    let all = sources.iter().fold(locked_version("wasm_split_cli_support")?, |all, (path, bytes)| {
        format!("{all} {path} {}", sha256(bytes))
    });
    Ok(sha256(all.as_bytes())[..8].to_owned())
}

fn has_wasm_target() -> bool {
    let sysroot = printed(command("rustc").args(["--print", "sysroot"])).unwrap_or_default();
    Path::new(&sysroot).join("lib/rustlib").join(WASM_TARGET).is_dir()
}

/// Without its features trunk has no TLS, which an offline build has no use for.
fn install_trunk(folder: &Path) -> Outcome {
    install(folder, &["trunk", "--version", TRUNK, "--no-default-features"])
}

/// Built for a fast start of a newcomer, not for speed: none of what is installed so works for long.
fn install(folder: &Path, what: &[&str]) -> Outcome {
    fs::create_dir_all(folder).map_err(|error| Failure::at(folder, error))?;
    run(cargo()
        .current_dir(folder)
        .arg("install")
        .args(what)
        .args(["--locked", "--root"])
        .arg(folder)
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"))
}

/// Built with optimisation: unoptimised it would take longer on every build of the front end.
fn build_wasm_bindgen(folder: &Path, version: &str) -> Outcome {
    let build = place::target().join("wasm-bindgen-tool");
    run(cargo()
        .args(["build", "--locked", "--release", "--package", "wasm-bindgen-tool", "--target-dir"])
        .arg(&build)
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "2"))?;
    // Built under another name, because rustc refuses a crate `wasm-bindgen` of an early version.
    let built = build.join("release/wasm-bindgen-tool");
    let said = printed(command(&built).arg("--version")).unwrap_or_default();
    if said != format!("wasm-bindgen {version}") {
        return Err(Failure::new(format!("the built wasm-bindgen says `{said}`, Cargo.lock says {version}")));
    }
    fs::create_dir_all(folder).map_err(|error| Failure::at(folder, error))?;
    let staged = folder.join(format!("wasm-bindgen.{}", std::process::id()));
    fs::copy(&built, &staged).map_err(|error| Failure::at(&built, error))?;
    fs::rename(&staged, folder.join("wasm-bindgen")).map_err(|error| Failure::at(&staged, error))?;
    fs::remove_dir_all(&build).map_err(|error| Failure::at(&build, error))
}

/// Its absence costs bytes, not function: said, and the build goes on.
fn wasm_opt(steps: &mut Steps) -> Option<PathBuf> {
    let folder = place::tools().join(format!("binaryen-{BINARYEN}"));
    let program = folder.join("node_modules/.bin/wasm-opt");
    if program.exists() {
        return Some(program);
    }
    if !is_there("npm") {
        println!("  npm is missing, so there is no wasm-opt: the app works, its download is about a third larger");
        return None;
    }
    let name = format!("wasm-opt: binaryen {BINARYEN} from npm");
    let brought = steps.must(&name, || install_from_npm(&folder, &format!("binaryen@{BINARYEN}")));
    if let Err(failure) = brought {
        println!("  {failure}; without wasm-opt the app works, its download is about a third larger");
        return None;
    }
    Some(program)
}

/// The accessibility checker that the stories run on every screen.
pub fn axe(steps: &mut Steps) -> Outcome<PathBuf> {
    let folder = place::tools().join(format!("axe-core-{AXE}"));
    let script = folder.join("node_modules/axe-core/axe.min.js");
    if script.is_file() {
        return Ok(script);
    }
    if !is_there("npm") {
        return Err(Failure::new(
            "please install Node.js with npm: the accessibility checker axe-core comes from there",
        ));
    }
    let name = format!("axe-core {AXE} from npm");
    steps.must(&name, || install_from_npm(&folder, &format!("axe-core@{AXE}")))?;
    Ok(script)
}

/// The server that speaks S3 to the archive's tests.
pub fn s3(steps: &mut Steps) -> Outcome<PathBuf> {
    let folder = place::tools().join(format!("s3s-fs-{S3}"));
    let program = folder.join("bin/s3s-fs");
    if !program.is_file() {
        let name = format!("s3s-fs {S3}: install from crates.io (a few minutes, only once)");
        steps.must(&name, || install(&folder, &["s3s-fs", "--version", S3, "--features", "binary"]))?;
    }
    Ok(program)
}

fn install_from_npm(folder: &Path, package: &str) -> Outcome {
    fs::create_dir_all(folder).map_err(|error| Failure::at(folder, error))?;
    run(command("npm")
        .current_dir(folder)
        .args(["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"])
        .arg(folder)
        .arg(package))
}

/// The version of a package in Cargo.lock.
pub fn locked_version(package: &str) -> Outcome<String> {
    let lock = place::root().join("Cargo.lock");
    let text = fs::read_to_string(&lock).map_err(|error| Failure::at(&lock, error))?;
    version_in(&text, package).ok_or_else(|| Failure::at(&lock, format!("holds no {package}")))
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let mut lines = lock.lines().skip_while(|line| *line != format!("name = \"{package}\""));
    let version = lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_that_of_the_package_and_not_of_its_neighbour() {
        let lock = "[[package]]\nname = \"wasm-bindgen-shared\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.129\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.129"));
        assert_eq!(version_in(lock, "trunk"), None);
    }
}
