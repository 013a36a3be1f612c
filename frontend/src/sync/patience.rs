//! How long to wait before the next attempt. Pure.

/// The first wait after a failure.
pub const FIRST_MS: u32 = 5_000;
/// The longest wait: a tablet in a place without a signal tries this often, for ever.
pub const LONGEST_MS: u32 = 300_000;
/// How long a save rests before it is sent: a person who types on makes one request, not ten.
pub const AFTER_SAVE_MS: u32 = 2_000;
/// How often the server is asked whether there is news while somebody looks.
pub const POLL_SEEN_MS: u32 = 60_000;
/// The same while nobody looks.
pub const POLL_HIDDEN_MS: u32 = 300_000;
/// How long to wait for whoever may just be letting go of the lock.
pub const LOCK_PATIENCE_MS: u32 = 300;
/// How long to leave it to the tab that is at it.
pub const OTHER_TAB_MS: u32 = 15_000;
/// The longest wait for a store that could not be opened.
pub const STORE_LONGEST_MS: u32 = 32_000;

/// The wait after a store could not be opened so many times in a row.
#[must_use]
pub fn after_closed(failures: u32) -> u32 {
    1_000_u32.saturating_mul(1 << failures.min(10)).min(STORE_LONGEST_MS)
}

/// The wait after a store refused what was saved: whoever makes room sees at once that it helped. A form
/// that is being closed gives its root free with the next attempt, so the next form must wait for longer
/// than this (`state::form`).
pub const AFTER_REFUSED_MS: u32 = 1_000;

/// The wait after so many failures in a row, before jitter.
#[must_use]
pub fn after_failures(failures: u32) -> u32 {
    FIRST_MS.saturating_mul(1 << failures.saturating_sub(1).min(10)).min(LONGEST_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_that_cannot_be_opened_is_tried_after_growing_waits() {
        assert_eq!([1, 2, 3].map(after_closed), [2_000, 4_000, 8_000]);
        assert_eq!(after_closed(u32::MAX), STORE_LONGEST_MS);
    }

    #[test]
    fn waits_grow_to_five_minutes_and_never_end() {
        assert_eq!(after_failures(1), 5_000);
        assert_eq!(after_failures(2), 10_000);
        assert_eq!(after_failures(4), 40_000);
        assert_eq!(after_failures(7), LONGEST_MS);
        assert_eq!(after_failures(u32::MAX), LONGEST_MS);
    }
}
