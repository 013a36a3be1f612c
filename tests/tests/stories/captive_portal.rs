//! A Wi-Fi that answers everything with its own login page and status 200. Nothing of it is believed.

use super::officer;
use std::time::Duration;
use tests::{
    browser::{Size, field, test_id},
    deploy::{next_version, style},
    device::Device,
    pages::{outbox::Outbox, report::ReportForm, shell},
    proxy::Line,
    server::app,
    story::story,
    until::{until, until_true},
};

const OFFICER: &str = "canbo.vanquan";

#[tokio::test]
async fn behind_a_portal_work_goes_on_and_nothing_counts_as_sent() {
    story("portal", async |story| {
        let lan = story.seat("lan", Size::Tablet).await;
        officer::begin(&lan, OFFICER).await;
        shell::app_kept(&lan).await;
        let watcher = Device::sign_in(&story.server.origin(), OFFICER).await;
        let before = watcher.pull_everything().await.0.len();

        // In the middle of work.
        officer::begin_report(&lan).await;
        lan.line.set(Line::Portal).await;
        officer::fill(&lan, "Viết sau cổng mạng của quán nước.").await;
        officer::add_picture(&lan, 3).await;
        let form = ReportForm::on_screen(&lan).await;
        form.saved().await;
        form.hand_in().await;
        officer::hint(&lan).await;
        let outbox = Outbox::of(&lan).await;
        outbox.send_now().await;
        lan.see(&test_id("no-network")).await;
        assert!(!lan.words().await.contains("Free Wi-Fi"), "nothing of the portal is shown as ours");
        let items = outbox.items().await;
        assert!(!items.is_empty() && items.iter().all(|state| state == "saved" || state == "waiting"), "{items:?}");
        assert_eq!(outbox.photos().await, 1);
        assert_ne!(shell::badge(&lan).await, "ok");

        // A cold start behind it, on a device that knows the app.
        lan.close().await;
        lan.start().await;
        lan.open("/").await;
        lan.see(&test_id("activity-card")).await;
        lan.picture("cold-start", Size::Tablet).await;
        assert_eq!(Outbox::of(&lan).await.items().await.len(), items.len(), "all of it still waits");
        assert_eq!(watcher.pull_everything().await.0.len(), before, "the server has heard nothing");

        lan.line.set(Line::Pass).await;
        officer::hint(&lan).await;
        shell::everything_sent(&lan).await;
        let entries = watcher.pull_everything().await.0;
        let with = |what: &str| entries.iter().filter(|entry| entry.change.get().contains(what)).count();
        assert_eq!(with("quán nước"), 1, "then it arrives");
    })
    .await;
}

#[tokio::test]
async fn a_newcomer_behind_a_portal_is_told_and_gets_in_afterwards() {
    story("portal-sign-in", async |story| {
        let lan = story.seat("lan", Size::Tablet).await;
        lan.open("/").await;
        lan.see(&test_id("sign-in")).await;
        shell::app_kept(&lan).await;
        lan.line.set(Line::Portal).await;
        tests::pages::sign_in::fill_in(&lan, OFFICER).await;
        lan.see(&test_id("sign-in-refused")).await;
        assert_eq!(lan.value(&field("login")).await, OFFICER, "what was typed stays");
        lan.line.set(Line::Pass).await;
        lan.click(&test_id("sign-in")).await;
        tests::pages::sign_in::arrived(&lan).await;
    })
    .await;
}

#[tokio::test]
async fn an_update_that_a_portal_breaks_into_leaves_the_old_version_whole() {
    story("portal-update", async |story| {
        let lan = story.seat("lan", Size::Tablet).await;
        officer::begin(&lan, OFFICER).await;
        shell::app_kept(&lan).await;
        let next = next_version(&app());
        story.server.stop().await;
        story.server.serve_app(next.folder.path());
        story.server.start().await;

        // Everything is the portal's.
        lan.line.set(Line::Portal).await;
        assert_eq!(lan.run(UPDATE, Vec::new()).await, false, "a login page is no service worker");

        // The list of the new version comes from the server, its files from the portal.
        lan.line.set(Line::Delay(Duration::from_millis(700))).await;
        let lists = lan.line.count("GET", "/precache.json");
        lan.run(
            "navigator.serviceWorker.getRegistration().then(r => r.update()).catch(() => {}); return true",
            Vec::new(),
        )
        .await;
        until_true("the list is asked for", async || lan.line.count("GET", "/precache.json") > lists).await;
        let files = lan.line.count("GET", "/assets/") + lan.line.count("GET", "/index.html");
        until_true("a file is asked for", async || {
            lan.line.count("GET", "/assets/") + lan.line.count("GET", "/index.html") > files
        })
        .await;
        lan.line.set(Line::Portal).await;
        until_true("the update is given up", async || {
            let script = "return navigator.serviceWorker.getRegistration().then(r => !r.installing && !r.waiting)";
            lan.try_run(script, Vec::new()).await.is_ok_and(|idle| idle == true)
        })
        .await;
        assert_eq!(lan.run(KEPT_AS_NAMED, Vec::new()).await, true, "nothing of the portal's is kept");
        lan.close().await;
        lan.start().await;
        lan.open("/").await;
        lan.see(&test_id("activity-card")).await;
        assert_eq!(lan.attribute("link[rel=stylesheet]", "href").await, Some(style(&app())), "the old version runs");

        lan.line.set(Line::Pass).await;
        until("the new version is there, whole", async || {
            (lan.try_run(UPDATE, Vec::new()).await.ok()? == true).then_some(())
        })
        .await;
        assert_eq!(lan.run(KEPT_AS_NAMED, Vec::new()).await, true);
        lan.close().await;
        lan.start().await;
        lan.open("/").await;
        lan.see(&test_id("activity-card")).await;
        assert_eq!(lan.attribute("link[rel=stylesheet]", "href").await, Some(next.style), "the new version runs");
    })
    .await;
}

/// Asks for a new version; whether there is one, installed and waiting.
const UPDATE: &str = "return navigator.serviceWorker.getRegistration()
    .then(r => r.update().then(() => r.waiting !== null || r.installing !== null && new Promise(done => {
        const worker = r.installing;
        worker.addEventListener('statechange', () => done(worker.state === 'installed'));
    })))
    .catch(() => false)";

/// Whether every kept file has the bytes that its name promises.
const KEPT_AS_NAMED: &str = "return (async () => {
    const cache = await caches.open('lantoa');
    for (const request of await cache.keys()) {
        const name = new URL(request.url).pathname.replace('/kept/', '');
        if (name.startsWith('build/')) continue;
        const bytes = await (await cache.match(request)).arrayBuffer();
        const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
        if (Array.from(hash, byte => byte.toString(16).padStart(2, '0')).join('') !== name) return name;
    }
    return true;
})()";
