//! What the browser gives besides a page: locks, news between tabs, room, time, chance.
//! Thin doors only. What to do with any of it is decided elsewhere.

pub mod chance;
#[cfg(target_arch = "wasm32")]
pub mod channel;
pub mod clock;
#[cfg(target_arch = "wasm32")]
pub mod events;
#[cfg(target_arch = "wasm32")]
pub mod file;
#[cfg(target_arch = "wasm32")]
pub mod lock;
#[cfg(target_arch = "wasm32")]
pub mod room;
#[cfg(target_arch = "wasm32")]
pub(crate) mod unstable;
