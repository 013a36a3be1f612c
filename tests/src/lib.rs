//! Proof: what stories, repository rules and benchmarks stand on.
//!
//! Here live the real server as a process, the line between browser and server with its faults, the
//! browser itself, tablets without one, and page objects. Page objects wait; stories assert. Nothing in here is imported
//! by another package.

pub mod axe;
pub mod browser;
pub mod chance;
pub mod deploy;
pub mod device;
pub mod fleet;
pub mod folder;
pub mod haproxy;
pub mod http;
pub mod made_up;
pub mod office;
pub mod pages;
pub mod photo;
pub mod port;
pub mod postgres;
pub mod proxy;
pub mod server;
pub mod soak;
pub mod story;
pub mod tablet;
pub mod until;
pub mod usage;
