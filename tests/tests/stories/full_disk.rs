//! The tablet's disk is full.

use serde_json::json;
use tests::{
    axe,
    browser::{Browser, Size, test_id},
    pages::{shell::BY_ITSELF, sign_in::sign_in},
    story::story,
    until::within,
};

/// As a browser does that has no room for the files of a database; `heal()` makes room.
const FULL: &str = "const open = IDBFactory.prototype.open;
    window.heal = () => { IDBFactory.prototype.open = open; };
    IDBFactory.prototype.open = () => { throw new DOMException('no room', 'QuotaExceededError'); };";

#[tokio::test]
async fn a_notebook_that_cannot_be_opened_is_never_taken_for_an_empty_device() {
    story("full-disk-start", async |story| {
        let may = story.seat("may", Size::Tablet).await;
        sign_in(&may, "canbo.vanquan").await;
        may.see(&test_id("sync-badge")).await;
        may.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": FULL})).await;

        may.open("/").await;
        is_told(&may).await;
        may.picture("told", Size::Tablet).await;
        axe::assert_clean(&may, "a full disk").await;
        may.click(&test_id("open-again")).await;
        is_told(&may).await;
        may.run("window.heal()", Vec::new()).await;
        may.click(&test_id("open-again")).await;
        may.see(&test_id("sync-badge")).await;

        may.open("/outbox").await;
        is_told(&may).await;
        may.run("window.heal()", Vec::new()).await;
        let opened = async || may.sees(&test_id("sync-badge")).await;
        assert!(within(BY_ITSELF, opened).await.is_some(), "it is tried again by itself");
    })
    .await;
}

async fn is_told(seat: &Browser) {
    seat.see(&test_id("not-opened")).await;
    seat.see_text("Nội dung đã lưu vẫn còn trên máy").await;
    assert!(seat.sees(&test_id("sign-in")).await.is_none(), "nobody has to sign in for it");
}
