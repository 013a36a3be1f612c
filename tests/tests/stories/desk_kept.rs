//! The screens of the desk are kept where somebody plans and decides, and not on a tablet in the field.

use serde_json::json;
use tests::{
    browser::{Browser, Size, test_id},
    deploy::next_version,
    pages::sign_in::sign_in,
    server::app,
    story::story,
    until::until_true,
};

#[tokio::test]
async fn a_desk_opens_without_a_network_and_a_tablet_does_not_carry_it() {
    story("desk-kept", async |story| {
        let lan = story.seat("lan", Size::Tablet).await;
        sign_in(&lan, "canbo.vanquan").await;
        let khue = story.seat("khue", Size::Desk).await;
        sign_in(&khue, "quanly.langson").await;
        assert!(kept(&khue).await && !kept(&lan).await, "the desk has its screens, the tablet saves its line");

        story.server.stop().await;
        khue.close().await;
        khue.start().await;
        for (path, sign) in [("/review", "review-row"), ("/overview", "as-of")] {
            khue.open(path).await;
            khue.see(&test_id(sign)).await;
        }

        // The next version brings its desk along without anybody opening it.
        let next = next_version(&app());
        story.server.serve_app(next.folder.path());
        story.server.start().await;
        for of in [&khue, &lan] {
            of.run("navigator.serviceWorker.getRegistration().then(r => r.update()); return true", Vec::new()).await;
            let script = "return navigator.serviceWorker.getRegistration().then(r => r.waiting !== null)";
            until_true("the next version waits", async || {
                of.try_run(script, Vec::new()).await.is_ok_and(|waits| waits == true)
            })
            .await;
        }
        story.server.stop().await;
        for of in [&khue, &lan] {
            of.close().await;
            of.start().await;
        }
        khue.open("/review").await;
        khue.see(&test_id("review-row")).await;
        assert!(kept(&khue).await && !kept(&lan).await, "as before");
    })
    .await;
}

/// Whether what only a desk uses lies in the cache of the app.
async fn kept(browser: &Browser) -> bool {
    let script = "const files = arguments[0];
        return caches.open('lantoa')
            .then((cache) => Promise.all(files.map((file) => cache.match('/kept/' + file))))
            .then((found) => found.every(Boolean));";
    let list = std::fs::read_to_string(app().join("precache.json")).expect("a build has a list");
    let list: serde_json::Value = serde_json::from_str(&list).expect("the list is JSON");
    let files = list["files"].as_object().expect("it names files").values();
    let desk: Vec<_> = files.filter(|file| file["desk"] == true).map(|file| file["sha256"].clone()).collect();
    assert!(!desk.is_empty(), "the build has a part for desks");
    browser.run(script, vec![json!(desk)]).await == true
}
