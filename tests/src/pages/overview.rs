//! The merged picture, and the way from a figure to the photo behind it.

use crate::{
    browser::{Browser, test_id},
    until::until,
};
use serde_json::json;
use shared::id::RecordId;

/// The merged picture.
pub struct Overview<'a>(&'a Browser);

impl<'a> Overview<'a> {
    /// Opens the table by activity.
    ///
    /// # Panics
    /// If it does not come.
    pub async fn by_activity(browser: &'a Browser) -> Self {
        browser.open("/overview?by=activity").await;
        browser.see(&test_id("overview-row")).await;
        Self(browser)
    }

    /// A figure of an activity's row: `reports`, `people`, `women`, `households` or `cost`. 0 for a dash.
    ///
    /// # Panics
    /// If there is no such row.
    pub async fn figure(&self, activity: RecordId, what: &str) -> i64 {
        let script = "const row = document.querySelector(`tr:has(th a[href='/activities/${arguments[0]}'])`);
            if (!row) return null;
            const figure = row.querySelector(`[data-figure='${arguments[1]}'] .figure-number`);
            return figure ? figure.innerText : '0'";
        let what_for = format!("{}: the figure {what} of {activity}", self.0.name());
        until(&what_for, async || {
            let found = self.0.try_run(script, vec![json!(activity.to_string()), json!(what)]).await.ok()?;
            found.as_str()?.replace('.', "").trim().parse().ok()
        })
        .await
    }

    /// Opens the list of reports behind a figure; how many there are.
    ///
    /// # Panics
    /// If it does not open.
    pub async fn open_figure(&self, activity: RecordId, what: &str) -> usize {
        let row = format!("tr:has(th a[href='/activities/{activity}'])");
        self.0.click(&format!("{row} [data-figure='{what}']")).await;
        self.0.see("dialog[open] [data-test='behind-row']").await;
        self.0.all("dialog[open] [data-test='behind-row']").await.len()
    }

    /// Opens the report behind the figure on which these words stand, and its first photo.
    ///
    /// # Panics
    /// If there is no such report, or it has no photo.
    pub async fn open_photo_behind(&self, words: &str) {
        let script = "const rows = Array.from(document.querySelectorAll(\"dialog[open] [data-test='behind-row']\"));
            const row = rows.find(row => row.innerText.includes(arguments[0]));
            row?.querySelector('a').setAttribute('data-chosen', '');
            return Boolean(row)";
        let what = format!("{}: a report behind the figure with {words:?}", self.0.name());
        until(&what, async || (self.0.try_run(script, vec![json!(words)]).await.ok()? == true).then_some(())).await;
        self.0.click("[data-chosen]").await;
        self.0.click("[data-test='report-photo'] .photo-open").await;
        self.0.see("[data-test='photo-large'] img").await;
    }

    /// Width and height in which the large photo was drawn, once it has come.
    ///
    /// # Panics
    /// If it never comes.
    pub async fn large_photo(&self) -> (u64, u64) {
        let script = "const img = document.querySelector(\"[data-test='photo-large'] img\");
            return img && img.complete ? [img.naturalWidth, img.naturalHeight] : null";
        let what = format!("{}: the photo to be drawn", self.0.name());
        until(&what, async || {
            let size: (u64, u64) = serde_json::from_value(self.0.try_run(script, Vec::new()).await.ok()?).ok()?;
            (size.0 > 0).then_some(size)
        })
        .await
    }
}
