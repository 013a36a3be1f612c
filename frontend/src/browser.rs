//! What the browser gives besides a page: locks, news between tabs, room, time, chance.
//! Thin doors only. What to do with any of it is decided elsewhere.

pub mod chance;
pub mod channel;
pub mod clock;
pub mod events;
pub mod file;
pub mod lock;
pub mod room;
pub(crate) mod unstable;
