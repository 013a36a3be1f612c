//! The archive from outside: the whole router in process, over a folder of its own, on both engines.
#![expect(clippy::unwrap_used, reason = "a test says by breaking off what went wrong")]

#[macro_use]
mod engine;
mod app;
mod assets;
mod backup;
mod blobs;
mod bucket;
mod carry;
mod changes;
mod decisions;
mod epochs;
mod events;
mod gate;
mod launch;
mod office;
mod plans;
mod postgres;
mod pull;
mod race;
mod replicas;
mod rescue;
mod rollup_acts;
mod rollups;
mod schema;
mod sign_in;
mod snapshots;
mod sync;
mod upload_bounds;
mod uploads;
mod writer;
