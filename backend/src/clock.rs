//! The one place where the archive reads the time, so that tests can move it.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};
use std::time::{SystemTime, UNIX_EPOCH};

/// Server time. No clock decides an order; it ends sessions and tells people when.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's.
    System,
    /// One that stands still until a test or the demonstration moves it.
    Hand(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `now_ms`.
    #[must_use]
    pub fn at(now_ms: i64) -> Self {
        Self::Hand(Arc::new(AtomicI64::new(now_ms)))
    }

    /// Milliseconds since 1970, UTC.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        match self {
            Self::System => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .ok()
                .and_then(|since| i64::try_from(since.as_millis()).ok())
                .unwrap_or(0),
            Self::Hand(now) => now.load(Ordering::SeqCst),
        }
    }

    /// Moves a clock that is set by hand; the machine's goes by itself.
    pub fn advance(&self, by_ms: i64) {
        if let Self::Hand(now) = self {
            now.fetch_add(by_ms, Ordering::SeqCst);
        }
    }
}
