//! The notebook: the app that works in villages without a signal. One line a module; the binary
//! starts it. House rules on who may know whom stand in ARCHITECTURE.md.

pub mod api;
pub mod app;
#[cfg(test)]
mod block_on;
pub mod browser;
pub mod forms;
pub mod outbox;
pub mod pages;
pub mod photo;
#[cfg(all(target_arch = "wasm32", feature = "conformance"))]
pub mod probe;
pub mod state;
pub mod store;
pub mod sync;
pub mod text;
pub mod ui;

/// Mounts the app on the page's body. Should it ever fail, the browser's console says where.
pub fn start() {
    std::panic::set_hook(Box::new(|place| leptos::logging::error!("{place}")));
    leptos::mount::mount_to_body(app::Root);
}
