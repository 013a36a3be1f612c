//! Where people decide between values that were written apart from each other.

use crate::{
    browser::{Browser, test_id},
    until::{until, until_true},
};
use serde_json::json;

/// The conflicts.
pub struct Conflicts<'a>(&'a Browser);

impl<'a> Conflicts<'a> {
    /// Goes there by the navigation.
    ///
    /// # Panics
    /// If it does not come.
    pub async fn of(browser: &'a Browser) -> Self {
        super::shell::go(browser, "conflicts").await;
        browser.see_path("/conflicts").await;
        Self(browser)
    }

    /// The sides of each conflict now, as they are worded.
    pub async fn all(&self) -> Vec<Vec<String>> {
        let script = "return Array.from(document.querySelectorAll(arguments[0]), item =>
            Array.from(item.querySelectorAll('[data-test^=side-]'), side => side.innerText))";
        let found = self.0.try_run(script, vec![json!(test_id("conflict-item"))]).await.unwrap_or_default();
        serde_json::from_value(found).unwrap_or_default()
    }

    /// Waits for a conflict in which each of these words stands on a side of its own, and no other side.
    ///
    /// # Panics
    /// If it never comes.
    pub async fn between(&self, words: &[&str]) {
        let what = format!("{}: a conflict between {words:?}", self.0.name());
        until_true(&what, async || self.all().await.iter().any(|sides| fits(sides, words))).await;
    }

    /// Waits until no conflict has these words on a side.
    ///
    /// # Panics
    /// If one keeps them.
    pub async fn no_more(&self, words: &str) {
        let what = format!("{}: no more conflict about {words:?}", self.0.name());
        until_true(&what, async || !self.all().await.iter().flatten().any(|side| side.contains(words))).await;
    }

    /// Keeps the side on which these words stand.
    ///
    /// # Panics
    /// If there is none.
    pub async fn keep(&self, words: &str) {
        let what = format!("{}: to keep {words:?}", self.0.name());
        let script = "for (const side of document.querySelectorAll('[data-test^=side-]')) {
            if (side.innerText.includes(arguments[0])) {
                const button = side.querySelector('[data-test^=keep-]');
                button?.setAttribute('data-chosen', '');
                return Boolean(button);
            }
        }
        return false";
        until(&what, async || (self.0.try_run(script, vec![json!(words)]).await.ok()? == true).then_some(())).await;
        self.0.click("[data-chosen]").await;
    }

    /// Waits for the word that something is decided and saved.
    ///
    /// # Panics
    /// If it never comes.
    pub async fn decided(&self) {
        self.0.see(&test_id("undo")).await;
    }

    /// Takes the last decision back.
    ///
    /// # Panics
    /// If that is not offered.
    pub async fn undo(&self) {
        self.0.click(&test_id("undo")).await;
        self.0.see_no_more(&test_id("undo")).await;
    }

    /// Takes the last decision back after the server has it.
    ///
    /// # Panics
    /// If it is not sent, or taking it back is not offered.
    pub async fn undo_when_sent(&self) {
        let undo = self.0.see(&test_id("undo")).await;
        // As if a hand rested on it, so that it stays.
        undo.focus().await.expect("the button takes the focus");
        super::shell::everything_sent(self.0).await;
        self.undo().await;
    }
}

fn fits(sides: &[String], words: &[&str]) -> bool {
    sides.len() == words.len() && words.iter().all(|word| sides.iter().filter(|side| side.contains(word)).count() == 1)
}
