//! The outbox: what has not come back yet, and why.

use super::shell;
use crate::browser::{Browser, test_id};
use serde_json::json;

/// The outbox.
pub struct Outbox<'a>(&'a Browser);

impl<'a> Outbox<'a> {
    /// Goes there by the navigation.
    ///
    /// # Panics
    /// If it does not come.
    pub async fn of(browser: &'a Browser) -> Self {
        shell::go(browser, "outbox").await;
        browser.see(&test_id("sync-now")).await;
        Self(browser)
    }

    /// The states of all items now: `saved`, `waiting`, `sent` or `aside`.
    pub async fn items(&self) -> Vec<String> {
        let script = "return Array.from(document.querySelectorAll(arguments[0]), e => e.dataset.state)";
        let found = self.0.try_run(script, vec![json!(test_id("outbox-item"))]).await.unwrap_or_default();
        serde_json::from_value(found).unwrap_or_default()
    }

    /// How many photos wait.
    pub async fn photos(&self) -> usize {
        let count = self.0.attribute(&test_id("photos-unsent"), "data-count").await;
        count.and_then(|count| count.parse().ok()).unwrap_or(0)
    }

    /// Presses "send now".
    ///
    /// # Panics
    /// If it cannot be pressed.
    pub async fn send_now(&self) {
        self.0.click(&test_id("sync-now")).await;
    }
}
