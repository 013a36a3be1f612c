//! One activity: its stage, and the way to a report on it.

use super::report::ReportForm;
use crate::browser::{Browser, test_id};
use shared::id::RecordId;

/// An activity of the demonstration by its short name there.
#[must_use]
pub fn demonstrated(name: &str) -> RecordId {
    RecordId::derived(&["demo", "activity", name])
}

/// The address of an activity.
#[must_use]
pub fn address(id: RecordId) -> String {
    format!("/activities/{id}")
}

/// The page of an activity.
pub struct Activity<'a>(&'a Browser);

impl<'a> Activity<'a> {
    /// Opens it by its address, as from a link in a message.
    ///
    /// # Panics
    /// If it does not come.
    pub async fn open(browser: &'a Browser, id: RecordId) -> Self {
        browser.open(&address(id)).await;
        browser.see(&test_id("make-report")).await;
        Self(browser)
    }

    /// Its name, as it stands at the head.
    ///
    /// # Panics
    /// If there is none.
    pub async fn name(&self) -> String {
        self.0.text("main h1").await
    }

    /// Begins a new report.
    ///
    /// # Panics
    /// If the form does not come.
    pub async fn make_report(&self) -> ReportForm<'a> {
        self.0.click(&test_id("make-report")).await;
        ReportForm::on_screen(self.0).await
    }

    /// Says how far it is: a code of a stage, and the reason if that stage asks for one.
    ///
    /// # Panics
    /// If it cannot be said.
    pub async fn set_stage(&self, code: &str, reason: &str) {
        self.0.click(&test_id("change-stage")).await;
        // The button itself is drawn unseen; a person presses the row.
        self.0.click(&format!("dialog[open] label:has(input[value='{code}'])")).await;
        if !reason.is_empty() {
            self.0.retype("dialog[open] [name='reason']", reason).await;
        }
        self.0.click("dialog[open] [data-test='keep-stage']").await;
        self.0.see_no_more("dialog[open]").await;
    }

    /// Waits until these words stand on the page.
    ///
    /// # Panics
    /// If they never do.
    pub async fn says(&self, words: &str) {
        self.0.see_text(words).await;
    }
}
