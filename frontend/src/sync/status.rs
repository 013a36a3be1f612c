//! Where synchronisation stands, in kinds that a person can be told.

/// What is going on.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Phase {
    /// Nothing; what had to go has gone.
    #[default]
    Idle,
    /// Something is on its way.
    Working {
        /// Saves and photos that the server has confirmed in this round.
        done: usize,
        /// All that this round has to send.
        total: usize,
        /// Bytes of the photo that is on its way now.
        bytes: u64,
    },
    /// Nobody answers, or somebody else does. It is tried again.
    NoNetwork,
    /// A person should look: the code of what it is.
    Attention(String),
}

/// Where synchronisation stands.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SyncStatus {
    /// What is going on.
    pub phase: Phase,
    /// When the server last answered to everything, by the device's clock.
    pub last_ok_ms: Option<i64>,
    /// When it is tried again by itself, by the device's clock.
    pub next_try_ms: Option<i64>,
    /// How far the device's clock is behind the server's, in milliseconds.
    pub clock_behind_ms: Option<i64>,
    /// What the server's clock said, the last time that it told, also before this start.
    pub server_ms: Option<i64>,
}

/// How wrong the device's clock is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClockWrong {
    /// How far it is behind the server's, in milliseconds; less than nothing if it is ahead.
    pub behind_ms: i64,
    /// It is at least so much: time has passed since the server's clock was read.
    pub at_least: bool,
}

impl SyncStatus {
    /// How wrong the device's clock is, if it is by more than an hour as far as this device can know.
    #[must_use]
    pub fn clock_wrong(&self, now_ms: i64) -> Option<ClockWrong> {
        const WRONG_MS: u64 = 3_600_000;
        let measured = self.clock_behind_ms.map(|behind_ms| ClockWrong { behind_ms, at_least: false });
        // Before anything is measured: what the server's clock has said already cannot be still to come.
        let since = self.server_ms.map(|server_ms| server_ms - now_ms).filter(|behind_ms| *behind_ms > 0);
        let certain = since.map(|behind_ms| ClockWrong { behind_ms, at_least: true });
        let is_wrong = |wrong: &ClockWrong| wrong.behind_ms.unsigned_abs() > WRONG_MS;
        measured.filter(is_wrong).or(certain.filter(is_wrong))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;
    const NOW: i64 = 500_000 * HOUR;

    fn told(clock_behind_ms: Option<i64>, server_ms: Option<i64>) -> Option<ClockWrong> {
        SyncStatus { clock_behind_ms, server_ms, ..SyncStatus::default() }.clock_wrong(NOW)
    }

    #[test]
    fn a_clock_is_wrong_when_it_is_more_than_an_hour_away_from_the_server_s() {
        let wrong = |behind_ms| Some(ClockWrong { behind_ms, at_least: false });
        assert_eq!(told(Some(HOUR), None), None);
        assert_eq!(told(Some(HOUR + 1), None), wrong(HOUR + 1));
        assert_eq!(told(Some(-HOUR), None), None);
        assert_eq!(told(Some(-HOUR - 1), None), wrong(-HOUR - 1));
        assert_eq!(told(None, None), None);
    }

    #[test]
    fn without_a_network_a_clock_before_the_last_synchronisation_is_wrong_for_certain() {
        let wrong = Some(ClockWrong { behind_ms: 48 * HOUR, at_least: true });
        assert_eq!(told(None, Some(NOW + 48 * HOUR)), wrong);
        assert_eq!(told(Some(0), Some(NOW + 48 * HOUR)), wrong, "it was set back after it was measured");
        assert_eq!(told(None, Some(NOW + HOUR)), None, "the two never agree to the minute");
        assert_eq!(told(None, Some(NOW - 9_000 * HOUR)), None, "time passes without a network");
    }
}
