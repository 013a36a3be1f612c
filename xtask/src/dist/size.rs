//! What the app costs on the wire, and the budgets that it must keep.

use std::fs;
use std::path::Path;

use crate::dist::compressed::is_worth_it;
use crate::failure::{Failure, Outcome};

/// What the first screen's wasm may cost, compressed by brotli: 9 s of a line of 400 kbit/s. The
/// late screens come behind it.
const START_BYTES_MAX: u64 = 450_000;
/// What everything that a device keeps should cost, compressed by brotli where that helps.
const PRECACHE_BYTES_AIM: u64 = 650_000;
/// The aim is not reached yet: thousands of small functions, one set for each type of signal and
/// of view. Until it is, this stands just above what is: whoever raises it says for what. Last: pages for
/// a device whose memory is full, and reading what is kept aside; photos that go on where their line was cut;
/// pages that are kept for a server that loses something.
const PRECACHE_BYTES_MAX: u64 = 842_000;

/// Bytes on the wire of a first visit.
#[derive(Debug, PartialEq, Eq)]
pub struct Size {
    /// The wasm of the first screen.
    pub start: u64,
    /// All wasm, late screens included.
    pub wasm: u64,
    /// Everything that a device keeps.
    pub precache: u64,
}

impl Size {
    /// Reads the sizes of a built app from its list and its compressed files.
    pub fn of(dist: &Path) -> Outcome<Self> {
        let list = dist.join("precache.json");
        let text = fs::read_to_string(&list).map_err(|error| Failure::at(&list, error))?;
        let list: serde_json::Value = serde_json::from_str(&text).map_err(|error| Failure::at(&list, error))?;
        let mut size = Self { start: 0, wasm: 0, precache: 0 };
        for path in list["files"].as_object().into_iter().flat_map(|files| files.keys()) {
            let sent = if is_worth_it(path) { format!("{path}.br") } else { path.clone() };
            let file = dist.join(sent.trim_start_matches('/'));
            let bytes = fs::metadata(&file).map_err(|error| Failure::at(&file, error))?.len();
            size.precache += bytes;
            if path.ends_with(".wasm") {
                size.wasm += bytes;
                size.start += if path.starts_with("/assets/app-") { bytes } else { 0 };
            }
        }
        if size.start == 0 {
            return Err(Failure::at(dist, "its list names no wasm that the app starts from"));
        }
        Ok(size)
    }

    /// The figures in one line.
    pub fn line(&self) -> String {
        format!(
            "wasm to start {} kB of at most {}, all wasm {} kB · everything kept on a device {} kB of at most {}, aim {} \
             (brotli)",
            self.start.div_ceil(1000),
            START_BYTES_MAX / 1000,
            self.wasm.div_ceil(1000),
            self.precache.div_ceil(1000),
            PRECACHE_BYTES_MAX / 1000,
            PRECACHE_BYTES_AIM / 1000,
        )
    }

    /// Fails when a budget is overdrawn.
    pub fn check(&self) -> Outcome {
        if self.start > START_BYTES_MAX || self.precache > PRECACHE_BYTES_MAX {
            return Err(Failure::new(format!("too large for a village's connection: {}", self.line())));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_too_many_is_too_many() {
        let within = |start, precache| Size { start, wasm: start, precache }.check().is_ok();
        assert!(within(START_BYTES_MAX, PRECACHE_BYTES_MAX));
        assert!(!within(START_BYTES_MAX + 1, PRECACHE_BYTES_MAX));
        assert!(!within(1, PRECACHE_BYTES_MAX + 1));
    }
}
