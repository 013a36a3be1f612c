//! A tablet that finds no line for weeks: its work comes to the office on a stick.

use serde_json::Value;
use std::{fs, process::Command};
use tests::{
    browser::{Browser, Size, test_id},
    folder::Folder,
    pages::{
        activity::{Activity, demonstrated},
        outbox::Outbox,
        shell,
        sign_in::sign_in,
    },
    photo,
    proxy::Line,
    server,
    story::story,
    until::until,
};

const SAID: &str = "Bản này về đến xã bằng thẻ nhớ.";

#[tokio::test]
async fn work_that_found_no_line_reaches_the_office_as_a_file_and_once() {
    story("rescue-file", async |story| {
        let lan = story.seat("lan", Size::Tablet).await;
        sign_in(&lan, "canbo.vanquan").await;
        shell::app_kept(&lan).await;
        lan.line.set(Line::Refuse).await;
        let activity = Activity::open(&lan, demonstrated("meetings-vanquan")).await;
        let form = activity.make_report().await;
        form.write("result", SAID).await;
        let folder = Folder::new("camera");
        form.pick_photos(&[&photo::taken(&folder, "IMG_0001.png", 1)]).await;
        form.saved().await;
        let root = form.address().await;

        let outbox = Outbox::of(&lan).await;
        let waiting = outbox.items().await.len();
        assert!(waiting > 0 && outbox.photos().await == 1, "a report and its photo wait");
        let stick = folder.path().join("chua-gui.json");
        fs::write(&stick, exported(&lan).await).expect("the stick can be written");

        let data = story.server.data().display().to_string();
        for _ in 0..2 {
            let words = ["import", &stick.display().to_string(), "--data-dir", &data].map(str::to_owned);
            let ran = Command::new(server::program()).args(words).output().expect("the program starts");
            let said = String::from_utf8_lossy(&ran.stdout).into_owned();
            assert!(ran.status.success(), "{said}{}", String::from_utf8_lossy(&ran.stderr));
            assert!(said.contains("and 1 photos are in the archive"), "{said}");
        }

        let khue = story.seat("khue", Size::Desk).await;
        sign_in(&khue, "quanly.langson").await;
        khue.open(&root).await;
        khue.see_text(SAID).await;
        khue.see("img[src^='blob:']").await;

        // The line comes after all: the tablet sends the same, and nothing is there twice.
        lan.line.set(Line::Pass).await;
        shell::everything_sent(&lan).await;
        assert!(Outbox::of(&lan).await.items().await.is_empty(), "nothing waits any more");
        khue.open(&root).await;
        khue.see_text(SAID).await;
        assert_eq!(khue.words().await.matches(SAID).count(), 1);
        assert!(!khue.words().await.contains("Khác nhau"), "and it is at odds with nothing");
    })
    .await;
}

/// Presses the button, and reads the file that it would put on a stick.
async fn exported(browser: &Browser) -> String {
    let listen = "const make = URL.createObjectURL;
        URL.createObjectURL = (file) => { file.text().then(text => window.onAStick = text); return make(file); }";
    browser.run(listen, Vec::new()).await;
    browser.click(&test_id("export-unsent")).await;
    until("the file is written", async || {
        let text = browser.try_run("return window.onAStick ?? null", Vec::new()).await.ok()?;
        if let Value::String(text) = text { Some(text) } else { None }
    })
    .await
}
