//! A day in the villages: from the office's network to none at all, a flat battery, and back.

use serde_json::json;
use shared::id::RecordId;
use std::time::{Duration, Instant};
use tests::{
    browser::{Browser, Size, field, test_id},
    folder::Folder,
    pages::{
        activity::{Activity, demonstrated},
        outbox::Outbox,
        overview::Overview,
        report::ReportForm,
        shell,
        sign_in::sign_in,
        work::Work,
    },
    photo,
    proxy::Line,
    story::story,
    until::{until_true, within},
};

/// What was typed so long ago is on the device, whatever happens to it.
const KEPT_AFTER: Duration = Duration::from_millis(500);

/// Typed without a pause while the battery goes flat.
const SPEECH: &str = "Bà con hỏi nhiều về vốn vay trồng hồi, nhất là thời hạn trả và lãi suất; cán bộ ngân hàng \
    trả lời từng hộ, hẹn đến tận nhà hướng dẫn làm hồ sơ trước ngày mười lăm tháng sau. Trưởng thôn đề nghị họp lại \
    vào buổi tối vì ban ngày nhiều người đi nương; mọi người giơ tay tán thành. Ba hộ mới thoát nghèo kể chuyện của \
    mình bằng tiếng Tày, có người dịch lại, cả nhà văn hóa vỗ tay rất lâu.";

#[tokio::test]
async fn a_day_without_network_ends_in_the_managers_figures() {
    story("village-day", async |story| {
        let meetings = demonstrated("meetings-vanquan");
        let desk = story.seat("khue", Size::Desk).await;
        sign_in(&desk, "quanly.langson").await;
        // He leaves this page open all day.
        let overview = Overview::by_activity(&desk).await;
        let before = figures(&overview, meetings).await;

        let lan = story.seat("may", Size::Tablet).await;
        sign_in(&lan, "canbo.vanquan").await;
        let work = Work::of(&lan).await;
        let (drafts, sent) = (work.count("drafts").await, work.count("sent").await);
        assert_eq!(work.count("waiting").await, 0, "she begins with an empty outbox");

        // To the village: no server, and the tablet was switched off on the way.
        story.server.stop().await;
        lan.close().await;
        lan.start().await;
        let folder = Folder::new("camera");
        let first = Activity::open(&lan, meetings).await;
        assert!(first.name().await.contains("Họp thôn"), "the deep link opens what it names");
        whole_report(&lan, &first, &folder, 1).await;
        let second = Activity::open(&lan, meetings).await;
        whole_report(&lan, &second, &folder, 2).await;
        let third = Activity::open(&lan, meetings).await;
        let address = interrupted_report(&lan, &third, &folder).await;

        // A new battery; still no network.
        lan.start().await;
        let form = ReportForm::open(&lan, &address).await;
        assert_eq!(form.photos().await, 1, "the photo is still there");
        form.holds("people", "33").await;
        form.write("result", "Tiếp tục viết sau khi thay pin, không phải nhập lại.").await;
        form.saved().await;
        form.hand_in().await;
        let work = Work::of(&lan).await;
        work.counted("waiting", 3).await;
        work.counted("sent", sent).await;
        work.counted("drafts", drafts).await;
        shell::something_waits(&lan).await;
        let outbox = Outbox::of(&lan).await;
        assert_eq!(outbox.photos().await, 4, "photos wait with their reports");
        assert!(outbox.items().await.len() >= 6, "three reports and three wishes to hand them in");

        // Back in reach: nobody presses anything.
        story.server.start().await;
        shell::everything_sent_by_itself(&lan).await;
        until_true("an empty outbox", async || outbox.items().await.is_empty() && outbox.photos().await == 0).await;
        let work = Work::of(&lan).await;
        work.counted("sent", sent + 3).await;
        work.counted("waiting", 0).await;
        work.counted("drafts", drafts).await;

        manager_sees(&overview, meetings, before).await;
        // What he has looked at is on his own device from now on, whatever the browser forgets.
        desk.devtools("Network.clearBrowserCache", json!({})).await;
        desk.line.set(Line::Refuse).await;
        desk.open(&desk.path().await).await;
        desk.click("[data-test='report-photo'] .photo-open").await;
        assert_eq!(overview.large_photo().await, (1600, 1200), "it is there with no network");
    })
    .await;
}

/// Reports, people and women of an activity, as the manager's page shows them.
async fn figures(overview: &Overview<'_>, activity: RecordId) -> [i64; 3] {
    let mut figures = [0; 3];
    for (figure, what) in figures.iter_mut().zip(["reports", "people", "women"]) {
        *figure = overview.figure(activity, what).await;
    }
    figures
}

/// Writes a report with figures that tell it apart, hands it in, and sees it wait.
async fn whole_report(lan: &Browser, activity: &Activity<'_>, folder: &Folder, number: u8) {
    let form = activity.make_report().await;
    form.write("people", &format!("{}", 40 + number)).await;
    form.write("women", &format!("{}", 20 + number)).await;
    form.write("ethnic_minority", "18").await;
    form.write("households/poor", "9").await;
    form.write("result", &format!("Buổi {number}: bà con đến đông, hỏi nhiều về vốn vay.")).await;
    let pictures: Vec<_> = match number {
        1 => vec![photo::taken(folder, "IMG_0001.png", 1)],
        _ => [2, 3].map(|at| photo::taken(folder, &format!("IMG_000{at}.png"), at)).to_vec(),
    };
    form.pick_photos(&pictures.iter().map(|path| path.as_path()).collect::<Vec<_>>()).await;
    form.saved().await;
    form.hand_in().await;
    lan.see(&test_id("report-waiting")).await;
}

/// Begins a report and types until the battery is flat; where the report is.
///
/// What comes back must be the beginning of what was typed, up to the last half second.
async fn interrupted_report(lan: &Browser, activity: &Activity<'_>, folder: &Folder) -> String {
    let form = activity.make_report().await;
    form.write("people", "33").await;
    form.write("women", "11").await;
    form.pick_photos(&[&photo::taken(folder, "IMG_0004.png", 4)]).await;
    let address = form.address().await;
    let words: Vec<&str> = SPEECH.split_inclusive(' ').collect();
    let (mut typed, mut marks) = (String::new(), Vec::new());
    for word in words {
        form.write_on("proposals", word).await;
        typed.push_str(word);
        marks.push((Instant::now(), typed.len()));
    }
    let flat = Instant::now();
    lan.kill().await;
    let owed = marks.iter().rev().find(|(at, _)| flat.duration_since(*at) >= KEPT_AFTER).map_or(0, |(_, end)| *end);
    assert!(owed > 0 && owed < typed.len(), "the battery went flat in mid-typing: {owed} of {}", typed.len());

    lan.start().await;
    ReportForm::open(lan, &address).await;
    let kept = lan.value(&field("proposals")).await;
    assert!(typed.starts_with(&kept), "nothing but what was typed: {kept:?}");
    assert!(kept.len() >= owed, "kept {} bytes of {owed} that were owed: {kept:?}", kept.len());
    lan.kill().await;
    address
}

/// The manager, who never loads the page again, sees what came, and the photo behind it.
async fn manager_sees(overview: &Overview<'_>, activity: RecordId, before: [i64; 3]) {
    let [reports, people, women] = before;
    let all = async || (overview.figure(activity, "reports").await == reports + 3).then_some(());
    assert!(within(shell::BY_ITSELF, all).await.is_some(), "the manager's figures hold all three reports");
    assert_eq!(overview.figure(activity, "people").await, people + 41 + 42 + 33);
    assert_eq!(overview.figure(activity, "women").await, women + 21 + 22 + 11);
    let behind = overview.open_figure(activity, "people").await;
    assert!(behind >= 3, "the reports stand behind the figure: {behind}");
    overview.open_photo_behind("42").await;
    let (width, height) = overview.large_photo().await;
    assert_eq!((width, height), (1600, 1200), "made small, and whole");
}
