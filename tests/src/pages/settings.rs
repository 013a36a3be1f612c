//! The settings, as far as stories need them.

use crate::{
    browser::{Browser, test_id},
    until::until,
};

/// Asks to be signed out.
///
/// # Panics
/// If the button is not there.
pub async fn ask_to_sign_out(browser: &Browser) {
    super::shell::go(browser, "settings").await;
    browser.click(&test_id("sign-out")).await;
}

/// Switches on that photos wait for Wi-Fi.
///
/// # Panics
/// If there is no such switch.
pub async fn photos_wait(browser: &Browser) {
    super::shell::go(browser, "settings").await;
    until("photos to wait for Wi-Fi", async || {
        if browser.sees("#photos-wait:checked").await.is_none() {
            browser.click("#photos-wait").await;
        }
        browser.sees("#photos-wait:checked").await
    })
    .await;
}

/// Waits for the words with which signing out is refused.
///
/// # Panics
/// If they do not come.
pub async fn refusal(browser: &Browser) -> String {
    browser.text(&test_id("sign-out-refused")).await
}

/// Signs out and waits for the gate.
///
/// # Panics
/// If it is refused.
pub async fn sign_out(browser: &Browser) {
    ask_to_sign_out(browser).await;
    browser.see(&test_id("sign-in")).await;
}
