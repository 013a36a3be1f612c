//! Whether the front end must be built again: a hash over all that it is made of, kept beside the
//! name of the build that it made.

use std::fs;
use std::path::{Path, PathBuf};

use crate::dist::content::sha256;
use crate::dist::folder;
use crate::failure::{Failure, Outcome};
use crate::place;

const FOLDERS: [&str; 4] = ["frontend", "shared", "xtask/src/dist", "xtask/wasm-bindgen"];
const FILES: [&str; 6] = [
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
    "rust-toolchain.toml",
    "xtask/src/dist.rs",
    "xtask/src/tools.rs",
];

/// The hash of the sources of the front end, of what builds it, and of whether it is optimised.
pub fn hash(root: &Path, optimised: bool) -> Outcome<String> {
    let mut all = format!("optimised {optimised}\n");
    for name in FOLDERS {
        for (path, bytes) in folder::read(&root.join(name))? {
            if !path.starts_with("dist") {
                all += &format!("{name}/{path} {}\n", sha256(&bytes));
            }
        }
    }
    for name in FILES {
        let path = root.join(name);
        all += &format!("{name} {}\n", sha256(&fs::read(&path).map_err(|error| Failure::at(&path, error))?));
    }
    Ok(sha256(all.as_bytes()))
}

/// The hash of the inputs that the app in `dist` was built from, if it still is that app.
pub fn stamped(dist: &Path) -> Option<String> {
    let stamp = fs::read_to_string(stamp_path()).ok()?;
    let (inputs, list) = stamp.trim().split_once(' ')?;
    (sha256(&fs::read(dist.join("precache.json")).ok()?) == list).then(|| inputs.to_owned())
}

/// Remembers what the app in `dist` was built from.
pub fn stamp(dist: &Path, inputs: &str) -> Outcome {
    let list = dist.join("precache.json");
    let list = sha256(&fs::read(&list).map_err(|error| Failure::at(&list, error))?);
    fs::write(stamp_path(), format!("{inputs} {list}\n")).map_err(|error| Failure::at(&stamp_path(), error))
}

fn stamp_path() -> PathBuf {
    place::notes().join("frontend.stamp")
}
