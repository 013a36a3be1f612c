//! The line to the server: one function a request, typed in and out, errors that know whether
//! trying again makes sense. It decides nothing and keeps nothing.
//!
//! Invariant: nothing counts as done without a parsed body that says so. An empty 200, a 204, a
//! page of a captive portal or a reply that broke off is "no network", never success.

pub mod error;
mod gzip;
pub mod line;
mod parts;
pub mod reply;
pub mod requests;

pub use error::ApiError;
pub use reply::{Fresh, Reply};
