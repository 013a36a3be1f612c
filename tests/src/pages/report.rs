//! The form of a report, and the report once it has been handed in.

use crate::{
    browser::{Browser, field, test_id},
    until::{until, until_true},
};
use serde_json::json;
use std::path::Path;
use thirtyfour::By;

const SAVED: &str = "[data-test='saved-at']";

/// A report that is being written.
pub struct ReportForm<'a>(&'a Browser);

impl<'a> ReportForm<'a> {
    /// The form that is on the screen, or is just being drawn.
    ///
    /// # Panics
    /// If it does not come.
    pub async fn on_screen(browser: &'a Browser) -> Self {
        browser.see(&field("result")).await;
        Self(browser)
    }

    /// Opens it by its address.
    ///
    /// # Panics
    /// If it does not come.
    pub async fn open(browser: &'a Browser, path: &str) -> Self {
        browser.open(path).await;
        Self::on_screen(browser).await
    }

    /// The address without what is asked of a new one.
    ///
    /// # Panics
    /// If the page is not one of the app.
    pub async fn address(&self) -> String {
        let path = self.0.path().await;
        path.split('?').next().unwrap_or_default().to_owned()
    }

    /// Types over what stands in a field.
    ///
    /// # Panics
    /// If the field is not there.
    pub async fn write(&self, name: &str, text: &str) {
        self.0.retype(&field(name), text).await;
    }

    /// Types on where the field ends.
    ///
    /// # Panics
    /// If the field is not there.
    pub async fn write_on(&self, name: &str, text: &str) {
        self.0.type_into(&field(name), text).await;
    }

    /// What stands in a field.
    ///
    /// # Panics
    /// If the field is not there.
    pub async fn value(&self, name: &str) -> String {
        self.0.value(&field(name)).await
    }

    /// Waits until a field holds this.
    ///
    /// # Panics
    /// If it never does.
    pub async fn holds(&self, name: &str, wanted: &str) {
        let what = format!("{}: {wanted:?} in the field {name}", self.0.name());
        until_true(&what, async || self.value(name).await == wanted).await;
    }

    /// Picks pictures from the gallery, and waits until all are kept.
    ///
    /// # Panics
    /// If they are not.
    pub async fn pick_photos(&self, files: &[&Path]) {
        let before = self.photos().await;
        let paths: Vec<String> = files.iter().map(|path| path.display().to_string()).collect();
        let what = format!("{}: to pick pictures", self.0.name());
        until(&what, async || {
            let input = self.0.driver().find(By::Css(test_id("photo-input").as_str())).await.ok()?;
            input.send_keys(paths.join("\n")).await.ok()
        })
        .await;
        let what = format!("{}: {} pictures to be kept", self.0.name(), files.len());
        until_true(&what, async || self.photos().await == before + files.len()).await;
        self.saved().await;
    }

    /// How many photos stand in it.
    pub async fn photos(&self) -> usize {
        self.0.all("main [data-test='photo']").await.len()
    }

    /// Waits until the mark says that everything is on the device.
    ///
    /// # Panics
    /// If it never does.
    pub async fn saved(&self) {
        let what = format!("{}: \"saved on this device\"", self.0.name());
        until_true(&what, async || {
            // Words and colour have to agree.
            let waits = self.0.all(&format!("{SAVED}.saved-mark-waiting")).await;
            let words = self.0.texts(SAVED).await;
            waits.is_empty() && words.iter().any(|words| words.trim().starts_with("Đã lưu trên máy"))
        })
        .await;
    }

    /// Hands it in: the summary is seen and agreed to. It waits on the device or goes at once.
    ///
    /// # Panics
    /// If the form does not let it go.
    pub async fn hand_in(&self) {
        self.0.click(&test_id("submit-report")).await;
        self.0.click("dialog[open] [data-test='confirm-submit']").await;
        self.0.see_no_more(&test_id("submit-report")).await;
    }

    /// Waits until the screen says that another tab has it open, so that it is only read here.
    ///
    /// # Panics
    /// If it never does.
    pub async fn is_open_elsewhere(&self) {
        self.0.see_text("đang mở ở một thẻ khác").await;
        let script = "return document.querySelector(arguments[0]).readOnly";
        let what = format!("{}: fields only to be read", self.0.name());
        let arguments = || vec![json!(field("result"))];
        until_true(&what, async || self.0.try_run(script, arguments()).await.is_ok_and(|it| it == true)).await;
    }

    /// Takes it over after the other tab has let it go.
    ///
    /// # Panics
    /// If it cannot be taken.
    pub async fn write_here(&self) {
        let what = format!("{}: to write here", self.0.name());
        until(&what, async || {
            if self.0.sees(&test_id("submit-report")).await.is_some() && !self.is_read_only().await {
                return Some(());
            }
            let buttons = self.0.driver().find_all(By::Css("main .notice-actions button")).await.ok()?;
            for button in buttons {
                drop(button.click().await);
            }
            None
        })
        .await;
    }

    async fn is_read_only(&self) -> bool {
        let script = "return document.querySelector(arguments[0])?.readOnly ?? true";
        self.0.try_run(script, vec![json!(field("result"))]).await.is_ok_and(|it| it == true)
    }
}
