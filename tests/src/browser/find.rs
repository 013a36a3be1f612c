//! Finding what a person sees, by test id, name, role or label, and using it; all of it waits.

use super::Browser;
use crate::until::until;
use serde_json::{Value, json};
use thirtyfour::{By, Key, WebElement};

/// The selector for a test id.
#[must_use]
pub fn test_id(id: &str) -> String {
    format!("[data-test='{id}']")
}

/// The selector for a form field by its name.
#[must_use]
pub fn field(name: &str) -> String {
    format!("[name='{name}']")
}

impl Browser {
    /// The first element that is on the screen for a CSS selector, waited for.
    ///
    /// # Panics
    /// If none comes.
    pub async fn see(&self, css: &str) -> WebElement {
        let what = format!("{}: to see {css}", self.name());
        until(&what, async || self.sees(css).await).await
    }

    /// The first element that is on the screen now.
    pub async fn sees(&self, css: &str) -> Option<WebElement> {
        for element in self.driver().find_all(By::Css(css)).await.ok()? {
            if element.is_displayed().await.unwrap_or(false) {
                return Some(element);
            }
        }
        None
    }

    /// All elements for a selector now, on the screen or not.
    pub async fn all(&self, css: &str) -> Vec<WebElement> {
        self.driver().find_all(By::Css(css)).await.unwrap_or_default()
    }

    /// Waits until nothing on the screen fits a selector.
    ///
    /// # Panics
    /// If it stays.
    pub async fn see_no_more(&self, css: &str) {
        let what = format!("{}: to see no more {css}", self.name());
        until(&what, async || self.sees(css).await.is_none().then_some(())).await;
    }

    /// Clicks what a selector finds. Tries again while it moves, is covered, or is drawn anew.
    ///
    /// # Panics
    /// If it never takes the click.
    pub async fn click(&self, css: &str) {
        let what = format!("{}: to click {css}", self.name());
        until(&what, async || {
            let element = self.sees(css).await?;
            drop(element.scroll_into_view().await);
            element.click().await.ok()
        })
        .await;
    }

    /// Types after what stands in a field, key by key, as a person does.
    ///
    /// # Panics
    /// If the field is not there or takes no keys.
    pub async fn type_into(&self, css: &str, text: &str) {
        let what = format!("{}: to type into {css}", self.name());
        until(&what, async || {
            let element = self.sees(css).await?;
            // A form takes keys once it is held.
            if element.attr("readonly").await.ok()?.is_some() {
                return None;
            }
            drop(element.scroll_into_view().await);
            element.send_keys(text).await.ok()
        })
        .await;
    }

    /// Replaces what stands in a field by typing.
    ///
    /// # Panics
    /// If the field is not there or takes no keys.
    pub async fn retype(&self, css: &str, text: &str) {
        let what = format!("{}: to type anew into {css}", self.name());
        until(&what, async || {
            let element = self.sees(css).await?;
            // A form takes keys once it is held.
            if element.attr("readonly").await.ok()?.is_some() {
                return None;
            }
            drop(element.scroll_into_view().await);
            let all = Key::Control + "a";
            element.send_keys(all).await.ok()?;
            let keys = if text.is_empty() { Key::Delete + "" } else { text.into() };
            element.send_keys(keys).await.ok()
        })
        .await;
    }

    /// The text on the screen of what a selector finds, waited for.
    ///
    /// # Panics
    /// If it is not there.
    pub async fn text(&self, css: &str) -> String {
        let what = format!("{}: to read {css}", self.name());
        until(&what, async || self.sees(css).await?.text().await.ok()).await
    }

    /// The texts of everything that a selector finds now.
    pub async fn texts(&self, css: &str) -> Vec<String> {
        let script = "return Array.from(document.querySelectorAll(arguments[0]), e => e.innerText)";
        let found = self.try_run(script, vec![json!(css)]).await.unwrap_or_default();
        serde_json::from_value(found).unwrap_or_default()
    }

    /// An attribute of what a selector finds now.
    pub async fn attribute(&self, css: &str, name: &str) -> Option<String> {
        let script = "return document.querySelector(arguments[0])?.getAttribute(arguments[1]) ?? null";
        let found = self.try_run(script, vec![json!(css), json!(name)]).await.ok()?;
        found.as_str().map(str::to_owned)
    }

    /// What stands in a field, waited for until the field is there.
    ///
    /// # Panics
    /// If it is not there.
    pub async fn value(&self, css: &str) -> String {
        let what = format!("{}: to read the field {css}", self.name());
        until(&what, async || {
            let script = "return document.querySelector(arguments[0])?.value ?? null";
            let found = self.try_run(script, vec![json!(css)]).await.ok()?;
            found.as_str().map(str::to_owned)
        })
        .await
    }

    /// Waits until an attribute has a value.
    ///
    /// # Panics
    /// If it never has.
    pub async fn see_attribute(&self, css: &str, name: &str, wanted: &str) {
        let what = format!("{}: {css} to have {name}={wanted}", self.name());
        until(&what, async || (self.attribute(css, name).await.as_deref() == Some(wanted)).then_some(())).await;
    }

    /// Waits until the whole text on the screen contains something.
    ///
    /// # Panics
    /// If it never does.
    pub async fn see_text(&self, wanted: &str) {
        let what = format!("{}: to see the words \"{wanted}\"", self.name());
        until(&what, async || self.words().await.contains(wanted).then_some(())).await;
    }

    /// The whole text on the screen now.
    pub async fn words(&self) -> String {
        let text = self.try_run("return document.body?.innerText ?? ''", Vec::new()).await;
        text.ok().as_ref().and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// Waits until the address bar holds a path that begins so.
    ///
    /// # Panics
    /// If it never does.
    pub async fn see_path(&self, wanted: &str) {
        let what = format!("{}: to be at {wanted}", self.name());
        until(&what, async || self.path().await.starts_with(wanted).then_some(())).await;
    }

    /// Opens a second tab on a page of the app and turns to it.
    ///
    /// # Panics
    /// If the browser refuses.
    pub async fn new_tab(&self, path: &str) {
        let driver = self.driver();
        let tab = driver.new_tab().await.expect("a tab can be opened");
        driver.switch_to_window(tab).await.expect("it was just opened");
        self.open(path).await;
    }

    /// Turns to a tab, counted from 0 in order of opening.
    ///
    /// # Panics
    /// If there are fewer.
    pub async fn tab(&self, number: usize) {
        let driver = self.driver();
        let tabs = driver.windows().await.expect("a window is open");
        let tab = tabs.get(number).unwrap_or_else(|| panic!("{}: no tab {number}", self.name())).clone();
        driver.switch_to_window(tab).await.expect("it is open");
    }
}
