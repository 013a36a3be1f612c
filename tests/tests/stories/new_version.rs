//! A new version of the app is deployed while somebody writes.

use super::officer;
use std::time::Duration;
use tests::{
    browser::{Browser, Size, field, test_id},
    deploy::{next_version, style},
    device::Device,
    pages::{outbox::Outbox, report::ReportForm, shell},
    server::app,
    story::story,
    until::{stays_true, until_true},
};

const OFFICER: &str = "canbo.vanquan";
const A_WHILE: Duration = Duration::from_secs(2);

#[tokio::test]
async fn a_new_version_never_disturbs_an_open_form_and_comes_with_the_next_cold_start() {
    story("new-version", async |story| {
        let lan = story.seat("lan", Size::Tablet).await;
        officer::begin(&lan, OFFICER).await;
        shell::app_kept(&lan).await;
        officer::begin_report(&lan).await;
        let form = ReportForm::on_screen(&lan).await;
        officer::fill(&lan, "Viết trước khi có phiên bản mới.").await;
        let address = form.address().await;

        let (old, next) = (style(&app()), next_version(&app()));
        story.server.stop().await;
        story.server.serve_app(next.folder.path());
        story.server.start().await;
        lan.run("navigator.serviceWorker.getRegistration().then(r => r.update()); return true", Vec::new()).await;
        until_true("the new version waits", async || waits(&lan).await).await;
        stays_true("no bar comes into a form", A_WHILE, async || lan.sees(&test_id("update-bar")).await.is_none())
            .await;
        officer::write(&lan, "proposals", "Viết sau khi có phiên bản mới.").await;
        form.saved().await;
        assert_eq!(running(&lan).await, old, "the form is still that of the old version");

        shell::go(&lan, "outbox").await;
        lan.see(&test_id("update-bar")).await;
        lan.picture("bar", Size::Tablet).await;
        lan.click(&format!("{} .notice-actions button:last-child", test_id("update-bar"))).await;
        lan.see_no_more(&test_id("update-bar")).await;
        shell::go(&lan, "work").await;
        stays_true("it was put off", A_WHILE, async || lan.sees(&test_id("update-bar")).await.is_none()).await;
        assert_eq!(running(&lan).await, old, "putting it off changes nothing");

        // Somebody else's page is still the old one, and asks for its files.
        let device = Device::sign_in(&story.server.origin(), OFFICER).await;
        for path in [&old, &next.style] {
            let answer = device.request(reqwest::Method::GET, path).send().await.expect("the server answers");
            assert_eq!(answer.status(), 200, "{path} is served");
            let kind = answer.headers()[reqwest::header::CONTENT_TYPE].to_str().unwrap_or_default().to_owned();
            assert!(kind.starts_with("text/css"), "{path} is {kind}");
        }

        lan.close().await;
        lan.start().await;
        lan.open(&address).await;
        let form = ReportForm::on_screen(&lan).await;
        assert_eq!(running(&lan).await, next.style, "the new version runs after a cold start");
        form.holds("result", "Viết trước khi có phiên bản mới.").await;
        form.holds("proposals", "Viết sau khi có phiên bản mới.").await;
        form.hand_in().await;
        shell::everything_sent(&lan).await;
        assert!(Outbox::of(&lan).await.items().await.is_empty());
        assert!(!waits(&lan).await, "nothing waits any more");
    })
    .await;
}

#[tokio::test]
async fn whoever_wants_the_new_version_at_once_gets_it_with_the_draft() {
    story("new-version-now", async |story| {
        let lan = story.seat("lan", Size::Tablet).await;
        officer::begin(&lan, OFFICER).await;
        shell::app_kept(&lan).await;
        officer::begin_report(&lan).await;
        officer::write(&lan, "result", "Chưa xong.").await;
        let form = ReportForm::on_screen(&lan).await;
        form.saved().await;
        let address = form.address().await;
        let next = next_version(&app());
        story.server.stop().await;
        story.server.serve_app(next.folder.path());
        story.server.start().await;
        shell::go(&lan, "work").await;
        lan.run("navigator.serviceWorker.getRegistration().then(r => r.update()); return true", Vec::new()).await;
        lan.see(&test_id("update-bar")).await;
        lan.click(&format!("{} .notice-actions button:first-child", test_id("update-bar"))).await;
        until_true("the page opens anew with the new version", async || {
            lan.attribute("link[rel=stylesheet]", "href").await.as_ref() == Some(&next.style)
        })
        .await;
        lan.open(&address).await;
        assert_eq!(lan.value(&field("result")).await, "Chưa xong.");
    })
    .await;
}

#[tokio::test]
async fn the_server_of_the_new_version_knows_the_sessions_of_the_old_one() {
    story("new-version-session", async |story| {
        let device = Device::sign_in(&story.server.origin(), OFFICER).await;
        let before = device.pull_everything().await.0.len();
        let next = next_version(&app());
        story.server.stop().await;
        story.server.serve_app(next.folder.path());
        story.server.start().await;
        assert_eq!(device.pull_everything().await.0.len(), before);
    })
    .await;
}

/// The path of the style sheet of the page that is open, by which versions are told apart.
async fn running(browser: &Browser) -> String {
    browser.attribute("link[rel=stylesheet]", "href").await.expect("the app's page has a style sheet")
}

/// Whether a new version is on the device and waits.
async fn waits(browser: &Browser) -> bool {
    let script = "return navigator.serviceWorker.getRegistration().then(r => r.waiting !== null)";
    browser.try_run(script, Vec::new()).await.is_ok_and(|waits| waits == true)
}
