//! Screens as a person knows them. They wait and tell; stories assert.
//!
//! Each file is one screen; what every screen shares, such as the sync badge, is in `shell`.

pub mod activity;
pub mod conflicts;
pub mod outbox;
pub mod overview;
pub mod report;
pub mod settings;
pub mod shell;
pub mod sign_in;
pub mod work;
