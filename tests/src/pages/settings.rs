//! The settings, as far as stories need them.

use crate::browser::{Browser, test_id};

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
/// If there is no such switch, or it does not stand on afterwards.
pub async fn photos_wait(browser: &Browser) {
    super::shell::go(browser, "settings").await;
    browser.click("#photos-wait").await;
    // A click that is lost here would otherwise only show as a photo that leaves.
    browser.see("#photos-wait:checked").await;
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
