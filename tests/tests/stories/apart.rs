//! Three people change one activity while no line reaches any of them.

use shared::id::RecordId;
use tests::{
    browser::{Browser, Size, field, test_id},
    pages::{
        activity::{Activity, demonstrated},
        conflicts::Conflicts,
        outbox::Outbox,
        shell,
        sign_in::{fill_in, sign_in},
    },
    proxy::Line,
    story::story,
    until::until_true,
};

const POSTPONED: &str = "Đường vào thôn sạt lở, lùi sang tuần sau.";
const CANCELLED: &str = "Ghép vào buổi đối thoại của xã.";
const COST: &str = "13.500.000";

#[tokio::test]
async fn what_three_people_wrote_apart_meets_and_one_of_them_decides() {
    story("apart", async |story| {
        let id = demonstrated("meetings-vanquan");
        let may = story.seat("may", Size::Tablet).await;
        sign_in(&may, "canbo.vanquan").await;
        let suoi = story.seat("suoi", Size::Tablet).await;
        sign_in(&suoi, "canbo2.vanquan").await;
        let khue = story.seat("khue", Size::Desk).await;
        sign_in(&khue, "quanly.langson").await;
        let all: [&Browser; 3] = [&may, &suoi, &khue];

        for seat in [&may, &suoi, &khue] {
            seat.line.set(Line::Refuse).await;
        }
        stage(&may, "postponed", POSTPONED).await;
        stage(&suoi, "cancelled", CANCELLED).await;
        stage(&khue, "done", "").await;
        cost(&khue, "13500000").await;
        for seat in all {
            shell::something_waits(seat).await;
        }

        for seat in [&may, &suoi, &khue] {
            seat.line.set(Line::Pass).await;
            Outbox::of(seat).await.send_now().await;
            shell::everything_sent(seat).await;
        }
        let sides = [POSTPONED, CANCELLED, "Đã thực hiện"];
        for seat in all {
            fetch(seat).await;
            Conflicts::of(seat).await.between(&sides).await;
        }

        // What a slip of the finger decided is taken back, before it has left the device and after.
        suoi.line.set(Line::Refuse).await;
        let conflicts = Conflicts::of(&suoi).await;
        conflicts.keep(CANCELLED).await;
        conflicts.undo().await;
        conflicts.between(&sides).await;
        suoi.line.set(Line::Pass).await;
        conflicts.keep(CANCELLED).await;
        conflicts.undo_when_sent().await;
        conflicts.between(&sides).await;
        fetch(&suoi).await;

        // The battery is flat right after the word that it is decided.
        suoi.line.set(Line::Refuse).await;
        let conflicts = Conflicts::of(&suoi).await;
        conflicts.keep(POSTPONED).await;
        conflicts.decided().await;
        suoi.kill().await;
        suoi.start().await;
        suoi.open("/").await;
        shell::something_waits(&suoi).await;
        Conflicts::of(&suoi).await.no_more(CANCELLED).await;
        // A browser killed so soon may have forgotten its session; here it has.
        shell::session_ends(&suoi).await;
        suoi.line.set(Line::Pass).await;
        Outbox::of(&suoi).await.send_now().await;
        suoi.click(&test_id("sign-in-again")).await;
        fill_in(&suoi, "canbo2.vanquan").await;
        shell::everything_sent(&suoi).await;
        for seat in all {
            fetch(seat).await;
            Conflicts::of(seat).await.no_more(CANCELLED).await;
            let activity = Activity::open(seat, id).await;
            activity.says(POSTPONED).await;
            // What nobody else touched came through beside the conflict.
            activity.says(COST).await;
            assert!(!seat.words().await.contains(CANCELLED), "{}: all show the same", seat.name());
            assert!(seat.sees("main .notice a[href='/conflicts']").await.is_none(), "{}: settled", seat.name());
        }
    })
    .await;
}

#[tokio::test]
async fn a_decision_that_the_device_cannot_keep_is_told_until_it_can() {
    story("decided-unkept", async |story| {
        let suoi = story.seat("suoi", Size::Tablet).await;
        sign_in(&suoi, "canbo2.vanquan").await;
        suoi.line.set(Line::Refuse).await;
        let (early, late) = ("25/11/2026", "27/11/2026");
        let conflicts = Conflicts::of(&suoi).await;
        conflicts.between(&[early, late]).await;
        suoi.run(
            "const begin = IDBDatabase.prototype.transaction;
            window.heal = () => { IDBDatabase.prototype.transaction = begin; };
            IDBDatabase.prototype.transaction = function (names, mode, ...more) {
                if (mode === 'readwrite') throw new DOMException('no room', 'QuotaExceededError');
                return begin.call(this, names, mode, ...more);
            };",
            Vec::new(),
        )
        .await;
        conflicts.keep(late).await;
        suoi.see(&test_id("decision-trouble")).await;
        suoi.picture("trouble", Size::Tablet).await;
        assert_eq!(tests::axe::findings(&suoi).await, Vec::<String>::new());
        assert!(suoi.sees(&test_id("undo")).await.is_none(), "what is not kept is not called decided");
        // Taken back, both values are there again.
        suoi.click(&test_id("trouble-undo")).await;
        conflicts.between(&[early, late]).await;
        suoi.see_no_more(&test_id("decision-trouble")).await;

        conflicts.keep(late).await;
        suoi.see(&test_id("decision-trouble")).await;
        suoi.run("window.heal()", Vec::new()).await;
        suoi.see_no_more(&test_id("decision-trouble")).await;
        conflicts.decided().await;
        suoi.picture("kept", Size::Tablet).await;
        conflicts.undo().await;
        conflicts.between(&[early, late]).await;
    })
    .await;
}

#[tokio::test]
async fn two_decisions_taken_apart_are_a_conflict_again_and_no_silent_victory() {
    story("decided-apart", async |story| {
        let suoi = story.seat("suoi", Size::Tablet).await;
        sign_in(&suoi, "canbo2.vanquan").await;
        let khue = story.seat("khue", Size::Desk).await;
        sign_in(&khue, "quanly.langson").await;
        let (early, late) = ("25/11/2026", "27/11/2026");
        for seat in [&suoi, &khue] {
            Conflicts::of(seat).await.between(&[early, late]).await;
        }

        suoi.line.set(Line::Refuse).await;
        Conflicts::of(&suoi).await.keep(late).await;
        shell::go(&suoi, "outbox").await;
        shell::something_waits(&suoi).await;
        Conflicts::of(&khue).await.keep(early).await;
        fetch(&khue).await;
        Conflicts::of(&khue).await.no_more(late).await;

        suoi.line.set(Line::Pass).await;
        for seat in [&suoi, &khue] {
            fetch(seat).await;
            let conflicts = Conflicts::of(seat).await;
            conflicts.between(&[early, late]).await;
            // Whose values they are now is said: of those who decided, not of those who wrote first.
            let sides = conflicts.all().await.concat();
            assert!(sides.iter().any(|side| side.contains(early) && side.contains("Hoàng Minh Khuê")), "{sides:?}");
            assert!(sides.iter().any(|side| side.contains(late) && side.contains("Nông Văn Suối")), "{sides:?}");
        }
        Conflicts::of(&khue).await.keep(late).await;
        for seat in [&khue, &suoi] {
            fetch(seat).await;
            Conflicts::of(seat).await.no_more(early).await;
            Activity::open(seat, demonstrated("dialogue")).await.says(late).await;
        }
    })
    .await;
}

async fn stage(seat: &Browser, code: &str, reason: &str) {
    let activity = Activity::open(seat, demonstrated("meetings-vanquan")).await;
    activity.set_stage(code, reason).await;
    if !reason.is_empty() {
        activity.says(reason).await;
    }
}

/// Only the manager plans: another field of the same activity, in the plan's form.
async fn cost(seat: &Browser, dong: &str) {
    let (plan, id) = (RecordId::derived(&["demo", "plan"]), demonstrated("meetings-vanquan"));
    seat.open(&format!("/plans/{plan}/edit?activity={id}")).await;
    seat.retype(&field("planned_cost"), dong).await;
    seat.click(&test_id("activity-done")).await;
    seat.see_no_more(&field("planned_cost")).await;
    Activity::open(seat, id).await.says(COST).await;
}

/// Asks the server now instead of when the time has come.
async fn fetch(seat: &Browser) {
    let outbox = Outbox::of(seat).await;
    outbox.send_now().await;
    until_true("nothing is left to send", async || outbox.items().await.is_empty()).await;
    shell::everything_sent(seat).await;
}
