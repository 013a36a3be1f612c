//! The gate, and signing in again over an open screen.

use super::shell;
use crate::{
    browser::{Browser, field, test_id},
    device::PASSWORD,
};

/// Opens the app, signs in, and waits until work can go on without a network: archive and app are on
/// the device, and nothing is on its way.
///
/// # Panics
/// If it is refused.
pub async fn sign_in(browser: &Browser, login: &str) {
    browser.open("/").await;
    fill_in(browser, login).await;
    arrived(browser).await;
    shell::app_kept(browser).await;
}

/// Fills in the form that is on the screen and sends it.
///
/// # Panics
/// If there is no such form.
pub async fn fill_in(browser: &Browser, login: &str) {
    fill_in_with(browser, login, PASSWORD).await;
}

/// The same with any password.
///
/// # Panics
/// If there is no such form.
pub async fn fill_in_with(browser: &Browser, login: &str, password: &str) {
    browser.retype(&field("login"), login).await;
    browser.retype(&field("password"), password).await;
    browser.click(&test_id("sign-in")).await;
}

/// Waits until the first synchronisation is over: a first answer came, and what it brought is drawn.
///
/// # Panics
/// If it never is.
pub async fn arrived(browser: &Browser) {
    browser.see_no_more(&test_id("sign-in")).await;
    shell::go(browser, "work").await;
    browser.see(&test_id("activity-card")).await;
    shell::everything_sent(browser).await;
}
