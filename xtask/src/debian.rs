//! Packages of Debian that cargo and npm cannot bring: a compiler, a database, a browser, fonts.
//! Installed where that needs no password; otherwise one line says what to install.

use std::process::Command;

use crate::failure::{Failure, Outcome};
use crate::process::{command, is_there, printed, run};
use crate::steps::Steps;

/// A package, and how its presence is known.
pub struct Package {
    name: &'static str,
    program: Option<&'static str>,
}

/// For the C parts of SQLite and for linking.
pub const COMPILER: [Package; 1] = [Package { name: "build-essential", program: Some("cc") }];

/// For the fuzzer, which is written in C++.
pub const FUZZER: [Package; 1] = [Package { name: "build-essential", program: Some("c++") }];

/// For the archive's tests on PostgreSQL, which start a server of their own. Its programs are on no path.
pub const DATABASE: [Package; 1] = [Package { name: "postgresql", program: None }];

/// For the tests of several servers: what stands in front of them.
pub const PROXY: [Package; 1] = [Package { name: "haproxy", program: Some("haproxy") }];

/// For the stories in a browser: the browser, its driver, and fonts with all Vietnamese letters.
pub const BROWSER: [Package; 4] = [
    Package { name: "chromium", program: Some("chromium") },
    Package { name: "chromium-driver", program: Some("chromedriver") },
    Package { name: "fonts-noto-core", program: None },
    Package { name: "fonts-liberation2", program: None },
];

/// Sees to it that the packages are there.
pub fn bring(steps: &mut Steps, packages: &[Package]) -> Outcome {
    let missing: Vec<_> =
        packages.iter().filter(|package| !is_installed(package)).map(|package| package.name).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    if !is_there("apt-get") || !(is_root() || sudo_asks_nothing()) {
        return Err(Failure::new(format!("please install: sudo apt-get install {list}")));
    }
    steps.must(&format!("Debian packages: {list}"), || {
        run(apt().args(["update", "-q"]))?;
        run(apt().args(["install", "-qy", "--no-install-recommends"]).args(&missing))
    })
}

fn is_installed(package: &Package) -> bool {
    if let Some(program) = package.program {
        return is_there(program);
    }
    // Where there is no dpkg, things come under other names: their absence shows on the pictures, and in
    // what the tests say.
    !is_there("dpkg-query")
        || printed(command("dpkg-query").args(["-W", "-f=${Status}", package.name]))
            .is_some_and(|status| status.ends_with("ok installed"))
}

fn is_root() -> bool {
    printed(command("id").arg("-u")).as_deref() == Some("0")
}

fn sudo_asks_nothing() -> bool {
    printed(command("sudo").args(["-n", "true"])).is_some()
}

fn apt() -> Command {
    let mut apt = command(if is_root() { "env" } else { "sudo" });
    if !is_root() {
        apt.args(["-n", "env"]);
    }
    apt.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    apt
}
