//! The drivers of synchronisation: they join the pure notebook of `shared` to the store, to the
//! other tabs and to the line. What a change means and what a receipt proves is decided there.
//!
//! Invariants: a request leaves only after the rows that seal it are on the medium; one tab at a
//! time talks to the server; nothing is given up, only put off.

pub mod account;
pub mod desk;
pub mod driver;
mod last_ok;
mod loading;
pub mod news;
pub mod online;
pub mod patience;
mod places;
pub mod poke;
mod room;
pub mod round;
pub mod status;
pub mod writing;

pub use desk::Desk;
pub use driver::{Driver, Reason};
pub use news::News;
pub use status::{ClockWrong, Phase, SyncStatus};
