//! My work: counts, activities, reports.

use super::shell;
use crate::{
    browser::{Browser, test_id},
    until::until_true,
};

/// The work list of the person who is signed in.
pub struct Work<'a>(&'a Browser);

impl<'a> Work<'a> {
    /// Goes there by the navigation.
    ///
    /// # Panics
    /// If it does not come.
    pub async fn of(browser: &'a Browser) -> Self {
        shell::go(browser, "work").await;
        Self::on_screen(browser).await
    }

    /// The list that is on the screen, or is just being drawn.
    ///
    /// # Panics
    /// If it does not come.
    pub async fn on_screen(browser: &'a Browser) -> Self {
        browser.see(&test_id("count-due")).await;
        Self(browser)
    }

    /// A count: `due`, `returned`, `drafts`, `waiting` or `sent`.
    ///
    /// # Panics
    /// If it is not on the screen.
    pub async fn count(&self, name: &str) -> usize {
        let text = self.0.text(&test_id(&format!("count-{name}"))).await;
        text.trim().parse().unwrap_or_else(|_| panic!("{}: \"{text}\" is no count", self.0.name()))
    }

    /// Waits until a count is as it should be.
    ///
    /// # Panics
    /// If it never is; the message says what it was last.
    pub async fn counted(&self, name: &str, wanted: usize) {
        let what = format!("{}: {wanted} in \"{name}\"", self.0.name());
        until_true(&what, async || self.count(name).await == wanted).await;
    }

    /// Opens the list below a count.
    ///
    /// # Panics
    /// If it is not there.
    pub async fn show(&self, name: &str) {
        self.0.click(&format!("a:has([data-test='count-{name}'])")).await;
    }
}
