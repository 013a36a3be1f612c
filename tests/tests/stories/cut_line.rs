//! The line is cut at every place that hurts: in the request, in the head of the answer, in its body.
//! Nothing is there twice, and nothing is missing.

use super::officer;
use reqwest::{Method, Response};
use shared::{change::State, wire::PART_BYTES};
use std::{collections::BTreeSet, fs, path::Path};
use tests::{
    browser::{Browser, Size, test_id},
    device::Device,
    pages::{outbox::Outbox, report::ReportForm, shell},
    proxy::{Armed, Fault, Line},
    story::{Seat, story},
    until::until_true,
};

const PUSH: &str = "/api/v1/sync/push";
/// The screens that are not the first.
const LATE: &str = "/assets/late-";
const BLOBS: &str = "/api/v1/blobs/";
const UPLOADS: &str = "/api/v1/uploads/";
const OFFICER: &str = "canbo.vanquan";
const MARK: &str = "Câu này chỉ được viết một lần.";

#[tokio::test]
async fn an_answer_to_a_push_that_is_cut_anywhere_leaves_each_save_numbered_once() {
    story("cut-push", async |story| {
        let origin = story.server.origin();
        let watcher = Device::sign_in(&origin, OFFICER).await;
        let in_body = head_of_a_push(&watcher).await + 5;
        let lan = story.seat("lan", Size::Tablet).await;
        officer::begin(&lan, OFFICER).await;
        for (place, bytes) in [("status line", 7), ("head", 80), ("body", in_body)] {
            let before = watcher.pull_everything().await.0.len();
            lan.line.set(Line::Refuse).await;
            let address = written(&lan, &format!("{MARK} {place}")).await;
            let cut = lan.line.arm("POST", PUSH, 1, Fault::CutAnswer(bytes));
            lan.line.set(Line::Pass).await;
            fires(&lan, cut).await;
            shell::everything_sent(&lan).await;
            let entries = watcher.pull_everything().await.0;
            let root = address.trim_start_matches("/reports/");
            let mine: Vec<&str> = entries.iter().map(|e| e.change.get()).filter(|text| text.contains(root)).collect();
            let ids: BTreeSet<String> = mine.iter().map(|text| id_of(text)).collect();
            assert_eq!(ids.len(), mine.len(), "cut in the {place}: one id, one number");
            let told = |what: &str| mine.iter().filter(|text| text.contains(what)).count();
            assert_eq!(told(&format!("{MARK} {place}")), 1, "cut in the {place}: written once, there once");
            assert_eq!(told(State::Submitted.code()), 1, "cut in the {place}: handed in once");
            assert_eq!(entries.len(), before + mine.len(), "cut in the {place}: nothing else came");
        }
        assert!(Outbox::of(&lan).await.items().await.is_empty(), "nothing waits, nothing is kept aside");
    })
    .await;
}

#[tokio::test]
async fn a_photo_that_is_cut_on_its_way_arrives_whole_and_once() {
    story("cut-photo", async |story| {
        let lan = story.seat("lan", Size::Tablet).await;
        officer::begin(&lan, OFFICER).await;
        let blobs = story.server.data().join("blobs");
        let before = files(&blobs);
        officer::begin_report(&lan).await;
        let form = ReportForm::on_screen(&lan).await;
        let in_request = lan.line.arm("PATCH", UPLOADS, 1, Fault::CutRequest(20_000));
        let in_head = lan.line.arm("PATCH", UPLOADS, 2, Fault::CutAnswer(40));
        let in_begin = lan.line.arm("POST", UPLOADS, 2, Fault::CutAnswer(90));
        let address = form.address().await;
        officer::fill(&lan, MARK).await;
        officer::add_picture(&lan, 7).await;
        form.saved().await;
        fires(&lan, in_request).await;
        // The browser itself may send a part again, or the app asks first where the file stands.
        fires(&lan, in_begin).await;
        fires(&lan, in_head).await;
        shell::everything_sent(&lan).await;
        let after = files(&blobs);
        let new: Vec<&String> = after.difference(&before).collect();
        assert_eq!(new.len(), 1, "one photo was taken, and neither half of one nor a part is left: {new:?}");
        let size = fs::metadata(new[0]).expect("it is there").len() as usize;
        assert!(size > PART_BYTES, "a photo goes in parts: {size} bytes");
        let crossings = lan.line.crossings();
        let parts = crossings.iter().filter(|crossing| crossing.path.starts_with(UPLOADS));
        let up: usize = parts.map(|part| part.bytes_up).sum();
        // Whoever asks before the server has heard of the cut sends one part in vain; heads are small.
        assert!(up < size + PART_BYTES + 15_000, "{up} bytes went up for a photo of {size}: it went on, not anew");

        let sha256 = new[0].rsplit('/').next().expect("a path has an end");
        let manager = Device::sign_in(&story.server.origin(), "quanly.langson").await;
        let photo = manager.request(Method::GET, &format!("{BLOBS}{sha256}")).send().await.expect("the server answers");
        let bytes = photo.bytes().await.expect("it comes whole");
        assert_eq!(shared::digest::Digest::of(&bytes).to_string(), sha256, "the manager reads what the officer took");
        form.hand_in().await;
        shell::everything_sent(&lan).await;
        let entries = manager.pull_everything().await.0;
        let root = address.trim_start_matches("/reports/");
        let with = |what: &str| {
            entries.iter().map(|e| e.change.get()).filter(|text| text.contains(root) && text.contains(what)).count()
        };
        assert_eq!(with(sha256), 1, "the report names the photo once");
        assert_eq!(with(State::Submitted.code()), 1, "and was handed in");
    })
    .await;
}

/// Writes a report with nobody to hear it, and hands it in; its address.
async fn written(lan: &Browser, result: &str) -> String {
    shell::go(lan, "work").await;
    officer::begin_report_here(lan).await;
    let form = ReportForm::on_screen(lan).await;
    officer::fill(lan, result).await;
    let address = form.address().await;
    form.hand_in().await;
    shell::something_waits(lan).await;
    address
}

/// Waits until an armed fault has happened; what hangs between two tries is hurried on.
async fn fires(lan: &Seat, fault: Armed) {
    officer::hint(lan).await;
    until_true("the line is cut", async || lan.line.fired(fault)).await;
    officer::hint(lan).await;
}

/// How long the head of an answer to a push is.
async fn head_of_a_push(device: &Device) -> usize {
    let answer: Response =
        device.request(Method::POST, PUSH).body("{\"changes\":[]}").send().await.expect("the server answers");
    let lines = answer.headers().iter().map(|(name, value)| name.as_str().len() + ": \r\n".len() + value.len());
    "HTTP/1.1 200 OK\r\n\r\n".len() + lines.sum::<usize>()
}

fn id_of(change: &str) -> String {
    let change: serde_json::Value = serde_json::from_str(change).expect("a change is JSON");
    change["id"].as_str().expect("it has an id").to_owned()
}

/// Every file below a folder.
fn files(folder: &Path) -> BTreeSet<String> {
    let Ok(entries) = fs::read_dir(folder) else { return BTreeSet::new() };
    let mut found = BTreeSet::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.display().to_string());
        }
    }
    found
}

#[tokio::test]
async fn a_screen_whose_file_does_not_come_says_so_and_opens_when_asked_again() {
    story("late-screen", async |story| {
        let lan = story.seat("lan", Size::Tablet).await;
        // The app is not kept on the device yet, so its late file must come over the line.
        let keeping = lan.line.arm("GET", "/precache.json", 1, Fault::CutAnswer(20));
        let beside = lan.line.arm("GET", LATE, 1, Fault::CutAnswer(2_000));
        let asked = lan.line.arm("GET", LATE, 2, Fault::CutAnswer(2_000));
        officer::begin(&lan, OFFICER).await;
        until_true("the late file fails beside the first screen", async || lan.line.fired(beside)).await;
        assert!(lan.line.fired(keeping), "only this page asks for the file");
        shell::go(&lan, "plans").await;
        lan.see(&test_id("load-again")).await;
        assert!(lan.line.fired(asked), "it was asked for again");
        lan.click(&test_id("load-again")).await;
        lan.see(&test_id("plan-row")).await;
    })
    .await;
}
