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
}
