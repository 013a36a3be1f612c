//! The tablet's disk is full.

use serde_json::json;
use std::{fs, path::Path};
use tests::{
    axe,
    browser::{Browser, Size, test_id},
    folder::Folder,
    pages::{
        activity::{Activity, demonstrated},
        report::ReportForm,
        shell::BY_ITSELF,
        sign_in::sign_in,
    },
    photo,
    story::story,
    until::{until, until_true, within},
};
use thirtyfour::By;

/// As a browser does that has no room to write; `heal()` makes room. It notes when it was asked and when
/// somebody typed.
const NO_ROOM: &str = "const begin = IDBDatabase.prototype.transaction;
    window.refused = [];
    window.typed = 0;
    addEventListener('input', () => { typed = performance.now(); }, true);
    window.heal = () => { IDBDatabase.prototype.transaction = begin; };
    IDBDatabase.prototype.transaction = function (names, mode, ...more) {
        if (mode !== 'readwrite') return begin.call(this, names, mode, ...more);
        refused.push(performance.now());
        throw new DOMException('no room', 'QuotaExceededError');
    };";

/// As a browser does that has no room for the files of a database; `heal()` makes room.
const FULL: &str = "const open = IDBFactory.prototype.open;
    window.heal = () => { IDBFactory.prototype.open = open; };
    IDBFactory.prototype.open = () => {
        const request = new EventTarget();
        request.error = new DOMException('no room', 'QuotaExceededError');
        request.readyState = 'done';
        setTimeout(() => {
            const event = new Event('error');
            request.dispatchEvent(event);
            request.onerror?.(event);
        });
        return request;
    };";

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
    seat.see_text("Máy hết chỗ lưu").await;
    seat.see_text("Nội dung đã lưu vẫn còn trên máy").await;
    assert!(seat.sees(&test_id("sign-in")).await.is_none(), "nobody has to sign in for it");
}

#[tokio::test]
async fn what_a_full_disk_refuses_is_named_and_kept_as_soon_as_there_is_room() {
    story("full-disk-form", async |story| {
        let lan = story.seat("lan", Size::Tablet).await;
        sign_in(&lan, "canbo.vanquan").await;
        let form = Activity::open(&lan, demonstrated("meetings-vanquan")).await.make_report().await;
        form.write("people", "33").await;
        form.saved().await;
        let address = form.address().await;
        lan.run(NO_ROOM, Vec::new()).await;

        let folder = Folder::new("camera");
        let note = folder.path().join("ghi-chu.png");
        fs::write(&note, "no picture").expect("a file");
        pick(&lan, &[&photo::taken(&folder, "IMG_0007.png", 7), &note]).await;
        let troubles = async || lan.texts(&test_id("photo-trouble")).await;
        until_true("both files are named", async || troubles().await.len() == 2).await;
        for (file, why) in [("IMG_0007.png", "Máy hết chỗ lưu"), ("ghi-chu.png", "không phải ảnh")] {
            assert!(troubles().await.iter().any(|text| text.contains(file) && text.contains(why)), "{file}");
        }
        assert_eq!(form.photos().await, 0, "nothing of it is in the report");

        form.write("women", "11").await;
        lan.see_text("Chưa lưu được trên máy").await;
        tries_with_the_next_key(&lan, &form).await;

        assert!(asks_before_closing(&lan).await);
        lan.click(".frame-head .frame-brand").await;
        lan.see("dialog[open]").await;
        lan.picture("leaving", Size::Tablet).await;
        axe::assert_clean(&lan, "leaving").await;
        lan.click(&test_id("stay")).await;
        lan.see_no_more("dialog[open]").await;
        assert_eq!(form.address().await, address, "one is still in the form");

        lan.run("window.heal()", Vec::new()).await;
        form.saved().await;
        lan.click(&test_id("photo-again")).await;
        until_true("the photo is kept", async || form.photos().await == 1).await;
        form.saved().await;
        assert!(troubles().await.iter().all(|text| text.contains("ghi-chu.png")));
        assert!(!asks_before_closing(&lan).await);
        lan.click(".frame-head .frame-brand").await;
        lan.see_path("/").await;

        let form = ReportForm::open(&lan, &address).await;
        form.holds("women", "11").await;
        until_true("the photo is there", async || form.photos().await == 1).await;
    })
    .await;
}

async fn pick(seat: &Browser, files: &[&Path]) {
    let paths: Vec<String> = files.iter().map(|path| path.display().to_string()).collect();
    until("to pick files", async || {
        let input = seat.driver().find(By::Css(test_id("photo-input").as_str())).await.ok()?;
        input.send_keys(paths.join("\n")).await.ok()
    })
    .await;
}

/// The waits have grown; a key right after an attempt brings the next one.
async fn tries_with_the_next_key(seat: &Browser, form: &ReportForm<'_>) {
    let attempts = async || seat.run("return refused.length", Vec::new()).await.as_u64().unwrap_or_default();
    let before = attempts().await;
    until_true("an attempt", async || attempts().await > before).await;
    form.write_on("result", "a").await;
    let soon = "const next = refused.find((at) => at > typed); return next ? next - typed : null";
    let waited = until("the next attempt", async || seat.run(soon, Vec::new()).await.as_f64()).await;
    assert!(waited < 1_500.0, "tried {waited} ms after the key");
}

async fn asks_before_closing(seat: &Browser) -> bool {
    let script = "return !dispatchEvent(new Event('beforeunload', {cancelable: true}))";
    seat.run(script, Vec::new()).await == json!(true)
}
