//! The screens, one line each. A screen composes; it knows the state and the kit, nothing beneath.

pub mod activity;
pub mod aside;
pub mod conflicts;
pub mod names;
pub mod not_found;
pub mod not_opened;
pub mod outbox;
pub mod overview;
pub mod plan;
pub mod plan_edit;
pub mod plans;
pub mod report;
pub mod review;
pub mod settings;
pub mod sign_in;
pub mod signs;
pub mod wishes;
pub mod work;
