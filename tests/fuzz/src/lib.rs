//! Every door through which bytes come from outside, and honest bytes to begin with.
//!
//! A target takes any bytes and panics when something is wrong: a decoder that breaks, an answer of 5xx,
//! a law of sync that no longer holds. `cargo test` hits each with its seeds and some thousands of damaged
//! ones (`tests/short.rs`); `cargo xtask fuzz` has libFuzzer look for more, guided by what the bytes reach.
#![expect(clippy::unwrap_used, reason = "a target that cannot go on has found something, like a failed test")]

pub mod damage;

mod archive;
mod change;
mod honest;
mod message;
mod office;
mod push;
mod reply;
mod request;
mod rescue;
mod row;
mod typed;

use std::{fs, path::PathBuf};

/// A door.
pub struct Target {
    /// By this name it is asked for.
    pub name: &'static str,
    /// What comes through it, honest and small.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Panics when something is wrong.
    pub hit: fn(&[u8]),
    /// So many damaged inputs are tried in a test.
    pub tries: u64,
}

/// All of them.
pub const TARGETS: [Target; 9] = [
    Target { name: "typed", seeds: typed::seeds, hit: typed::hit, tries: 6_000 },
    Target { name: "message", seeds: message::seeds, hit: message::hit, tries: 6_000 },
    Target { name: "change", seeds: change::seeds, hit: change::hit, tries: 3_000 },
    Target { name: "row", seeds: row::seeds, hit: row::hit, tries: 2_000 },
    Target { name: "reply", seeds: reply::seeds, hit: reply::hit, tries: 1_000 },
    Target { name: "push", seeds: push::seeds, hit: push::hit, tries: 120 },
    Target { name: "request", seeds: request::seeds, hit: request::hit, tries: 300 },
    Target { name: "rescue", seeds: rescue::seeds, hit: rescue::hit, tries: 300 },
    Target { name: "office", seeds: office::seeds, hit: office::hit, tries: 300 },
];

/// A target by its name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}

impl Target {
    /// The seeds, and inputs that once found something: those are tried for ever.
    #[must_use]
    pub fn begin_with(&self) -> Vec<Vec<u8>> {
        let mut all = (self.seeds)();
        let kept = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("kept").join(self.name);
        for file in fs::read_dir(kept).into_iter().flatten() {
            all.push(fs::read(file.unwrap().path()).unwrap());
        }
        all
    }
}

/// The target that the environment names, made ready for a long run: its seeds lie as files where the
/// environment says.
///
/// # Panics
/// When nothing is named, or something that is not there.
#[must_use]
pub fn begun() -> &'static Target {
    let variable = |name| std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: use cargo xtask fuzz"));
    let target = named(&variable("LANTOA_FUZZ_TARGET")).expect("cargo xtask fuzz names a target that is there");
    let folder = PathBuf::from(variable("LANTOA_FUZZ_SEEDS"));
    fs::create_dir_all(&folder).unwrap();
    for (at, seed) in target.begin_with().into_iter().enumerate() {
        fs::write(folder.join(format!("seed-{at}")), seed).unwrap();
    }
    target
}
