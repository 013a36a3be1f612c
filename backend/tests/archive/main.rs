//! The archive from outside: the whole router in process, over a folder of its own.
#![expect(clippy::unwrap_used, reason = "a test says by breaking off what went wrong")]

mod app;
mod assets;
mod blobs;
mod changes;
mod decisions;
mod events;
mod gate;
mod launch;
mod office;
mod sign_in;
mod sync;
mod writer;
