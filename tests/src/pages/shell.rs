//! What surrounds every screen: the sync badge, the way from screen to screen, what the device keeps.

use crate::{
    browser::Browser,
    until::{until, until_true, within},
};
use std::time::Duration;

/// Longer than the app rests after the failures of one story, and than an idle desk does.
pub const BY_ITSELF: Duration = Duration::from_secs(150);

const BADGE: &str = "[data-test='sync-badge']";

/// What the badge says: `ok`, `waiting`, `working` or `attention`.
pub async fn badge(browser: &Browser) -> String {
    browser.see(BADGE).await;
    browser.attribute(BADGE, "data-state").await.unwrap_or_default()
}

/// Waits until the badge says that everything has been sent.
///
/// # Panics
/// If it never does.
pub async fn everything_sent(browser: &Browser) {
    browser.see_attribute(BADGE, "data-state", "ok").await;
}

/// Waits until the badge says so without anybody doing anything, however long the app rests between
/// its attempts by then.
///
/// # Panics
/// If it never does.
pub async fn everything_sent_by_itself(browser: &Browser) {
    let sent = async || (badge(browser).await == "ok").then_some(());
    assert!(within(BY_ITSELF, sent).await.is_some(), "{}: nothing goes by itself", browser.name());
}

/// Waits until the badge says that something waits on the device.
///
/// # Panics
/// If it never does.
pub async fn something_waits(browser: &Browser) {
    browser.see_attribute(BADGE, "data-state", "waiting").await;
}

/// Goes to a screen by its entry in the navigation, by a press, without a load of the page.
///
/// A form takes the navigation's place on narrow devices; there the way leads home first.
///
/// # Panics
/// If there is no such entry.
pub async fn go(browser: &Browser, name: &str) {
    let what = format!("{}: to go to {name}", browser.name());
    until(&what, async || {
        // What has no tab of its own on a narrow device stands behind the last one.
        if let Some(entry) = browser.sees(&format!("[data-test='nav-{name}']")).await {
            return entry.click().await.ok();
        }
        if let Some(more) = browser.sees("[data-test='nav-more'][aria-expanded='false']").await {
            drop(more.click().await);
            return None;
        }
        if let Some(home) = browser.sees(".frame-absorbed .frame-head .frame-brand").await {
            drop(home.click().await);
        }
        None
    })
    .await;
}

/// Whether a whole build is kept, with the screens of the desk where the navigation leads to them.
const KEPT: &str = "return (async () => {
    const worker = await navigator.serviceWorker.getRegistration();
    if (!worker?.active) return false;
    if (!document.querySelector('[data-test=\"nav-overview\"]')) return true;
    const cache = await caches.open('lantoa');
    const lists = (await cache.keys()).filter((request) => request.url.includes('/kept/build/'));
    for (const list of lists) {
        const { files } = await (await cache.match(list)).json();
        const desk = Object.values(files).filter((file) => file.desk);
        const kept = await Promise.all(desk.map((file) => cache.match('/kept/' + file.sha256)));
        if (!desk.length || !kept.every(Boolean)) return false;
    }
    return lists.length > 0;
})()";

/// Waits until the app would open on this device with no network, each screen that its person uses.
///
/// # Panics
/// If it is never kept.
pub async fn app_kept(browser: &Browser) {
    let what = format!("{}: the app to be kept on the device", browser.name());
    until_true(&what, async || browser.try_run(KEPT, Vec::new()).await.is_ok_and(|kept| kept == true)).await;
}

/// Brings the page's server session to its end, as ninety days do. What the device keeps stays.
///
/// # Panics
/// If the browser refuses.
pub async fn session_ends(browser: &Browser) {
    browser.driver().delete_all_cookies().await.expect("cookies can be taken away");
}
