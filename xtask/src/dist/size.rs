//! What the app costs on the wire, and the budgets that it must keep.

use std::fs;
use std::path::Path;

use crate::dist::compressed::is_worth_it;
use crate::failure::{Failure, Outcome};

/// What the first screen's wasm may cost, compressed by brotli: 9 s of a line of 400 kbit/s. The
/// late screens come behind it.
const START_BYTES_MAX: u64 = 450_000;
/// What a tablet in the field should keep, compressed by brotli where that helps.
const FIELD_BYTES_AIM: u64 = 650_000;
/// The aim is not reached yet: thousands of small functions, one set for each type of signal and
/// of view. Until it is, this stands just above what is; whoever raises it says for what. Last:
/// reading snapshots, once in a tablet's life and in the late part.
const FIELD_BYTES_MAX: u64 = 762_000;
/// What a desk keeps besides, compressed likewise. No village waits for it; whoever raises it says for what.
const DESK_BYTES_MAX: u64 = 140_000;

/// Bytes on the wire of a first visit.
#[derive(Debug, PartialEq, Eq)]
pub struct Size {
    /// The wasm of the first screen.
    pub start: u64,
    /// Everything that a tablet in the field keeps.
    pub field: u64,
    /// What a device keeps besides on which somebody plans and decides.
    pub desk: u64,
}

impl Size {
    /// Reads the sizes of a built app from its list and its compressed files.
    pub fn of(dist: &Path) -> Outcome<Self> {
        let list = dist.join("precache.json");
        let text = fs::read_to_string(&list).map_err(|error| Failure::at(&list, error))?;
        let list: serde_json::Value = serde_json::from_str(&text).map_err(|error| Failure::at(&list, error))?;
        let mut size = Self { start: 0, field: 0, desk: 0 };
        for (path, about) in list["files"].as_object().into_iter().flatten() {
            let sent = if is_worth_it(path) { format!("{path}.br") } else { path.clone() };
            let file = dist.join(sent.trim_start_matches('/'));
            let bytes = fs::metadata(&file).map_err(|error| Failure::at(&file, error))?.len();
            let kept = if about["desk"] == true { &mut size.desk } else { &mut size.field };
            *kept += bytes;
            if path.starts_with("/assets/app-") && path.ends_with(".wasm") {
                size.start += bytes;
            }
        }
        if size.start == 0 {
            return Err(Failure::at(dist, "its list names no wasm that the app starts from"));
        }
        Ok(size)
    }

    /// The figures in one line.
    pub fn line(&self) -> String {
        let kb = |bytes: u64| bytes.div_ceil(1000);
        format!(
            "wasm to start {} kB of at most {} · all that a tablet keeps {} kB of at most {}, aim {} · a desk \
             besides {} kB of at most {} (brotli)",
            kb(self.start),
            kb(START_BYTES_MAX),
            kb(self.field),
            kb(FIELD_BYTES_MAX),
            kb(FIELD_BYTES_AIM),
            kb(self.desk),
            kb(DESK_BYTES_MAX),
        )
    }

    /// Fails when a budget is overdrawn.
    pub fn check(&self) -> Outcome {
        if self.start > START_BYTES_MAX || self.field > FIELD_BYTES_MAX || self.desk > DESK_BYTES_MAX {
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
        let within = |start, field, desk| Size { start, field, desk }.check().is_ok();
        assert!(within(START_BYTES_MAX, FIELD_BYTES_MAX, DESK_BYTES_MAX));
        assert!(!within(START_BYTES_MAX + 1, FIELD_BYTES_MAX, 0));
        assert!(!within(1, FIELD_BYTES_MAX + 1, 0));
        assert!(!within(1, 1, DESK_BYTES_MAX + 1));
    }
}
