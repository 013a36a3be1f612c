//! The archive: numbers what devices send, keeps it, and serves the app.
//!
//! Here stands only the list of rooms. What the data means lives in `shared`.

pub mod app;
pub mod assets;
pub mod auth;
pub mod backup;
pub mod blob_files;
pub mod body;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod error;
pub mod headers;
pub mod launch;
pub mod listeners;
pub mod office;
pub mod open_files;
pub mod rescue;
pub mod rollups;
pub mod routes;
pub mod seals;
pub mod snapshots;
pub mod store;
pub mod sync;
pub mod tls;
pub mod unread;
pub mod uploads;
