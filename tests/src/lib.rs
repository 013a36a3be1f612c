//! Proof: what stories, repository rules and benchmarks stand on.
//!
//! Here live the real server as a process, the line between browser and server with its faults, the
//! browser itself, and page objects. Page objects wait; stories assert. Nothing in here is imported
//! by another package.

pub mod axe;
pub mod browser;
pub mod deploy;
pub mod device;
pub mod folder;
pub mod http;
pub mod made_up;
pub mod pages;
pub mod photo;
pub mod port;
pub mod proxy;
pub mod server;
pub mod story;
pub mod until;
