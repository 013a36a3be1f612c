//! What goes wrong at the gate and at the archive's door, seen from the tablet: a wrong password, a
//! session that ended, work for a unit that is not one's own. Words, and nothing lost.

use super::officer;
use reqwest::Method;
use serde_json::json;
use shared::wire::QuarantineList;
use tests::{
    browser::{Size, field, test_id},
    device::{Device, PASSWORD},
    pages::{outbox::Outbox, report::ReportForm, shell, sign_in},
    proxy::Line,
    story::story,
    until::until_true,
};

const OFFICER: &str = "canbo.vanquan";

#[tokio::test]
async fn a_wrong_password_is_told_in_words_and_the_right_one_still_opens() {
    story("wrong-password", async |story| {
        let lan = story.seat("lan", Size::Tablet).await;
        lan.open("/").await;
        sign_in::fill_in_with(&lan, OFFICER, "sai-mat-khau").await;
        let words = lan.text(&test_id("sign-in-refused")).await;
        assert!(words.contains("mật khẩu"), "it says what is wrong: {words}");
        assert_eq!(lan.value(&field("login")).await, OFFICER, "the name need not be typed again");
        lan.picture("refused", Size::Tablet).await;
        lan.retype(&field("password"), PASSWORD).await;
        lan.click(&test_id("sign-in")).await;
        sign_in::arrived(&lan).await;
    })
    .await;
}

#[tokio::test]
async fn a_session_that_ended_keeps_the_work_until_one_has_signed_in_again() {
    story("expired-session", async |story| {
        let lan = story.seat("lan", Size::Tablet).await;
        officer::begin(&lan, OFFICER).await;
        let watcher = Device::sign_in(&story.server.origin(), OFFICER).await;
        let before = watcher.pull_everything().await.0.len();
        // The server forgets the session; the app is not told.
        let end = "return fetch('/api/v1/session', {method: 'DELETE', headers: {'x-lantoa-protocol': '1'}}).then(r => r.status)";
        assert_eq!(lan.run(end, Vec::new()).await, 200);
        officer::begin_report_here(&lan).await;
        officer::fill(&lan, "Viết khi phiên đã hết hạn.").await;
        officer::add_picture(&lan, 5).await;
        let form = ReportForm::on_screen(&lan).await;
        form.saved().await;
        form.hand_in().await;
        officer::hint(&lan).await;
        lan.see(&test_id("session-expired")).await;
        assert_eq!(shell::badge(&lan).await, "attention");
        let outbox = Outbox::of(&lan).await;
        assert!(!outbox.items().await.is_empty(), "it waits");
        lan.picture("expired", Size::Tablet).await;
        assert_eq!(watcher.pull_everything().await.0.len(), before, "nothing was taken from a stranger");

        // The app is opened anew meanwhile: the work is there, and so is the way back.
        lan.close().await;
        lan.start().await;
        lan.open("/").await;
        lan.see(&test_id("activity-card")).await;
        officer::hint(&lan).await;
        lan.click(&test_id("sign-in-again")).await;
        sign_in::fill_in(&lan, OFFICER).await;
        lan.see_no_more(&test_id("session-expired")).await;
        shell::everything_sent(&lan).await;
        let entries = watcher.pull_everything().await.0;
        let with = |what: &str| entries.iter().filter(|entry| entry.change.get().contains(what)).count();
        assert_eq!(with("phiên đã hết hạn"), 1);
        assert!(Outbox::of(&lan).await.items().await.is_empty());
    })
    .await;
}

/// The person was moved to another commune while the tablet was away: it still believes the old unit.
#[tokio::test]
async fn work_for_a_unit_that_is_not_ones_own_is_kept_aside_with_the_reason() {
    story("foreign-unit", async |story| {
        let origin = story.server.origin();
        let (mine, other) = (Device::sign_in(&origin, OFFICER).await, Device::sign_in(&origin, "canbo.trile").await);
        let lan = story.seat("lan", Size::Tablet).await;
        lan.open("/").await;
        lan.see(&test_id("sign-in")).await;
        let (from, to) = (mine.person.unit.to_string(), other.person.unit.to_string());
        lan.run(BELIEVES, vec![json!(from), json!(to)]).await;
        sign_in::fill_in(&lan, OFFICER).await;
        sign_in::arrived(&lan).await;
        lan.line.set(Line::Refuse).await;
        officer::begin_report_here(&lan).await;
        officer::fill(&lan, "Viết cho xã bạn.").await;
        let form = ReportForm::on_screen(&lan).await;
        form.saved().await;
        let outbox = Outbox::of(&lan).await;
        lan.line.set(Line::Pass).await;
        officer::hint(&lan).await;
        until_true("it is kept aside", async || outbox.items().await.contains(&"aside".to_owned())).await;
        let why = lan.texts(".outbox-why").await;
        assert!(why.iter().any(|why| why.contains("quyền")), "the reason is told: {why:?}");
        assert_eq!(shell::badge(&lan).await, "attention");
        lan.picture("aside", Size::Tablet).await;
        let said = lan.texts(&test_id("aside-said")).await;
        assert!(said.iter().any(|said| said.contains("Viết cho xã bạn.")), "what was written is there: {said:?}");
        let theirs = other.pull_everything().await.0;
        assert!(!theirs.iter().any(|entry| entry.change.get().contains("xã bạn")), "nobody was given it");

        // It never blocks what comes behind it.
        assert!(!mine.pull_everything().await.0.iter().any(|entry| entry.change.get().contains("xã bạn")));
        let stage = mine.pushed(&[tests::made_up::report(&mine.person, 9)]).await;
        assert_eq!(stage.receipts.len(), 1);

        // A manager drops it; what she wrote can still be read.
        drop_everything(&Device::sign_in(&origin, "quanly.langson").await).await;
        outbox.send_now().await;
        until_true("she hears of it", async || outbox.items().await.contains(&"dropped".to_owned())).await;
        let said = lan.texts(&test_id("aside-said")).await.concat();
        assert!(said.contains("Viết cho xã bạn."), "what was written is there still: {said}");
        lan.picture("dropped", Size::Tablet).await;
    })
    .await;
}

async fn drop_everything(manager: &Device) {
    let list = manager.request(Method::GET, "/api/v1/quarantine").send().await.expect("it answers");
    let list = list.bytes().await.expect("the answer comes whole");
    let list: QuarantineList = serde_json::from_slice(&list).expect("it is as agreed");
    for item in list.items {
        let drop = manager.request(Method::POST, &format!("/api/v1/quarantine/{}/drop", item.id));
        let answer = drop.body(json!({"reason": "Trùng với báo cáo khác."}).to_string()).send().await;
        assert_eq!(answer.expect("it answers").status(), 200);
    }
}

/// The answer to signing in names another unit, as it did before the person was moved.
const BELIEVES: &str = "const [from, to] = arguments;
    const real = Object.getOwnPropertyDescriptor(XMLHttpRequest.prototype, 'response');
    Object.defineProperty(XMLHttpRequest.prototype, 'response', {get() {
        const answer = real.get.call(this);
        if (!this.responseURL.endsWith('/api/v1/session') || !(answer instanceof ArrayBuffer)) return answer;
        return new TextEncoder().encode(new TextDecoder().decode(answer).replaceAll(from, to)).buffer;
    }})";
