//! A browser that comes new after a backup off the machine reads each unit as a whole, and holds the same
//! as one that has read everything line by line.

use serde_json::json;
use std::process::Command;
use tests::{
    browser::{Browser, Size, test_id},
    folder::Folder,
    pages::{
        conflicts::Conflicts,
        shell::{everything_sent, go},
        sign_in::sign_in,
    },
    photo, server,
    story::{Seat, story},
    tablet::Tablet,
    until::until_true,
};

const MANAGER: &str = "quanly.langson";
/// A unit of fewer entries is read line by line all the same.
const REPORTS: usize = 120;
const SAID: &str = "Viết sau khi đã sao lưu ra ngoài máy.";

#[tokio::test]
async fn a_newcomer_after_a_backup_reads_wholes_and_sees_what_everybody_sees() {
    story("snapshot-read", async |story| {
        let before = story.seat("line-by-line", Size::Desk).await;
        sign_in(&before, MANAGER).await;

        let mut lan = Tablet::sign_in(&story.server.origin(), "canbo.vanquan").await.expect("she signs in");
        for number in 1..=REPORTS {
            lan.report(number, Vec::new());
        }
        lan.settle().await;
        let (kept, data) = (Folder::new("off-machine"), story.server.data().display().to_string());
        let file = kept.path().join("backup.tar").display().to_string();
        let words = ["backup", &file, "--off-machine", "--data-dir", &data];
        let ran = Command::new(server::program()).args(words).output().expect("the program starts");
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));

        // What came behind the backup is not in it, and is read on top.
        let root = lan.report(REPORTS + 1, vec![photo::kept(1)]);
        lan.write(root, "result", SAID);
        lan.settle().await;

        let after = story.seat("as-wholes", Size::Desk).await;
        sign_in(&after, MANAGER).await;
        for manager in [&before, &after] {
            manager.open(&format!("/reports/{root}")).await;
            manager.see_text(SAID).await;
            everything_sent(manager).await;
        }
        let wholes = |seat: &Seat| seat.line.count("GET", "/api/v1/snapshots/");
        assert!(wholes(&before) == 0 && wholes(&after) > 0, "whoever comes new reads what the backup has as a whole");

        for path in ["/overview?by=activity", "/review"] {
            for manager in [&before, &after] {
                manager.open(path).await;
                manager.see("[data-test='overview-row'], [data-test='review-row']").await;
            }
            let what = format!("both show the same at {path}");
            until_true(&what, async || rows(&before).await == rows(&after).await).await;
        }
        let (one, other) = (Conflicts::of(&before).await, Conflicts::of(&after).await);
        until_true("the same conflicts", async || !one.all().await.is_empty() && one.all().await == other.all().await)
            .await;

        // It starts again from what it has kept, without a line.
        story.server.stop().await;
        after.close().await;
        after.start().await;
        after.open(&format!("/reports/{root}")).await;
        after.see_text(SAID).await;
        go(&after, "conflicts").await;
        after.see(&test_id("conflict-item")).await;
    })
    .await;
}

/// The rows on the screen, as they are worded.
async fn rows(browser: &Browser) -> Vec<String> {
    let script = "return Array.from(document.querySelectorAll(arguments[0]), row => row.innerText)";
    let rows = "[data-test='overview-row'], [data-test='review-row']";
    let found = browser.try_run(script, vec![json!(rows)]).await.unwrap_or_default();
    serde_json::from_value(found).unwrap_or_default()
}
