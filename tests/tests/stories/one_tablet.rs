//! One tablet: two tabs of one person, and two people one after the other.

use shared::change::Change;
use tests::{
    axe,
    browser::{Browser, Size, field, test_id},
    device::Device,
    pages::{
        activity::{Activity, demonstrated},
        outbox::Outbox,
        report::ReportForm,
        settings, shell,
        sign_in::{self, fill_in},
        work::Work,
    },
    proxy::Line,
    story::story,
    until::until_true,
};

#[tokio::test]
async fn two_tabs_of_one_person_lose_nothing_and_see_each_other() {
    story("two-tabs", async |story| {
        let lan = story.seat("may", Size::Tablet).await;
        sign_in::sign_in(&lan, "canbo.vanquan").await;
        lan.line.set(Line::Refuse).await;

        let first = Activity::open(&lan, demonstrated("meetings-vanquan")).await.make_report().await;
        first.write("result", "Viết ở thẻ thứ nhất.").await;
        first.saved().await;
        let address = first.address().await;

        lan.new_tab(&address).await;
        let same = ReportForm::on_screen(&lan).await;
        same.is_open_elsewhere().await;
        same.holds("result", "Viết ở thẻ thứ nhất.").await;
        lan.tab(0).await;
        first.write_on("result", " Viết thêm khi thẻ kia cũng đang mở.").await;
        first.saved().await;
        let whole = "Viết ở thẻ thứ nhất. Viết thêm khi thẻ kia cũng đang mở.";
        lan.tab(1).await;
        same.holds("result", whole).await;

        // Another report in the second tab, while the first tab's form stays open.
        let other = Activity::open(&lan, demonstrated("posts")).await.make_report().await;
        other.write("result", "Viết ở thẻ thứ hai.").await;
        other.saved().await;
        let other_address = other.address().await;

        lan.tab(0).await;
        first.write("proposals", "Hai thẻ cùng chờ gửi.").await;
        first.saved().await;

        // One of them sends, for both.
        lan.tab(1).await;
        lan.line.set(Line::Pass).await;
        Outbox::of(&lan).await.send_now().await;
        shell::everything_sent(&lan).await;
        lan.tab(0).await;
        shell::everything_sent(&lan).await;
        first.holds("result", whole).await;

        // The first lets its form go; the second sees all of it and goes on writing.
        shell::go(&lan, "work").await;
        lan.see(&test_id("count-due")).await;
        lan.tab(1).await;
        let taken = ReportForm::open(&lan, &address).await;
        taken.write_here().await;
        taken.holds("result", whole).await;
        taken.write_on("difficulties", "Thẻ thứ hai viết tiếp.").await;
        taken.saved().await;
        lan.tab(0).await;
        let back = ReportForm::open(&lan, &address).await;
        back.holds("difficulties", "Thẻ thứ hai viết tiếp.").await;
        ReportForm::open(&lan, &other_address).await.holds("result", "Viết ở thẻ thứ hai.").await;
        shell::everything_sent(&lan).await;
        let typed = [whole, "Hai thẻ cùng chờ gửi.", "Thẻ thứ hai viết tiếp.", "Viết ở thẻ thứ hai."];
        archive_holds(&story.server.origin(), &typed).await;
    })
    .await;
}

#[tokio::test]
async fn signing_out_with_unsent_work_is_refused_and_explained() {
    story("sign-out", async |story| {
        let lan = story.seat("may", Size::Tablet).await;
        sign_in::sign_in(&lan, "canbo.vanquan").await;
        lan.line.set(Line::Refuse).await;
        unsent_report(&lan, "Chưa gửi mà đã muốn đăng xuất.").await;

        // The page was loaded anew with no network, and yet it knows when the server last answered.
        shell::go(&lan, "outbox").await;
        let last = lan.text(&test_id("last-ok")).await;
        assert!(last.contains(':'), "a time of today: {last}");

        settings::ask_to_sign_out(&lan).await;
        let words = settings::refusal(&lan).await;
        assert!(words.contains("chưa gửi") && words.contains("không có gì bị mất"), "{words}");
        assert!(lan.sees(&test_id("sign-in")).await.is_none(), "she is still signed in");

        lan.line.set(Line::Pass).await;
        Outbox::of(&lan).await.send_now().await;
        shell::everything_sent(&lan).await;
        settings::sign_out(&lan).await;
        archive_holds(&story.server.origin(), &["Chưa gửi mà đã muốn đăng xuất."]).await;

        // The next person on the same tablet sees her own work and nothing else.
        fill_in(&lan, "canbo.trile").await;
        sign_in::arrived(&lan).await;
        let work = Work::of(&lan).await;
        assert_eq!(work.count("waiting").await, 0);
        work.show("drafts").await;
        assert!(!lan.words().await.contains("xã Văn Quan"), "another commune's reports are not hers");
    })
    .await;
}

#[tokio::test]
async fn somebody_elses_session_leaves_unsent_work_where_it_is() {
    story("handed-on", async |story| {
        let lan = story.seat("may", Size::Tablet).await;
        sign_in::sign_in(&lan, "canbo.vanquan").await;
        let drafts = Work::of(&lan).await.count("drafts").await;
        lan.line.set(Line::Refuse).await;
        let address = unsent_report(&lan, "Của chị Mây, chưa gửi.").await;

        // Her session is over. A form of hers is open, the last letters are just being typed; in another
        // tab of the tablet that she left, a colleague signs in.
        let left_open = Activity::open(&lan, demonstrated("posts")).await.make_report().await;
        left_open.write("proposals", "Chị Mây đang viết dở").await;
        let open_address = left_open.address().await;
        shell::session_ends(&lan).await;
        lan.new_tab("/").await;
        lan.line.set(Line::Pass).await;
        Outbox::of(&lan).await.send_now().await;
        lan.see(&test_id("session-expired")).await;
        lan.click(&test_id("sign-in-again")).await;
        fill_in(&lan, "canbo.trile").await;
        sign_in::arrived(&lan).await;
        assert!(!lan.words().await.contains("Của chị Mây"));
        let outbox = Outbox::of(&lan).await;
        assert!(outbox.items().await.is_empty(), "an outbox is its person's");
        until_true("everything of hers was sent", async || shell::badge(&lan).await == "ok").await;
        let device = Device::sign_in(&story.server.origin(), "canbo.vanquan").await;
        let entries = device.pull_everything().await.0;
        let is_it = |text: &str| text.contains("Của chị Mây");
        assert!(!entries.iter().any(|entry| is_it(entry.change.get())), "nobody sends it under another name");
        lan.tab(0).await;
        lan.see_text("Tri Lễ").await;
        assert!(!lan.words().await.contains("Chị Mây"), "the tab that was hers is the colleague's now");
        // Nobody says that the device is empty: what is hers is told, and who has to send it.
        shell::go(&lan, "outbox").await;
        lan.see_text("nội dung chưa gửi của").await;
        settings::sign_out(&lan).await;
        lan.see_text("người đó cần đăng nhập để gửi").await;
        lan.picture("gate", Size::Tablet).await;
        assert_eq!(axe::findings(&lan).await, Vec::<String>::new());
        lan.click("[data-login='canbo.vanquan']").await;
        assert_eq!(lan.value(&field("login")).await, "canbo.vanquan", "a login that was used here is one press");

        // She comes back: it is there, and goes by itself.
        fill_in(&lan, "canbo.vanquan").await;
        lan.see_no_more(&test_id("sign-in")).await;
        let form = ReportForm::open(&lan, &address).await;
        form.holds("result", "Của chị Mây, chưa gửi.").await;
        let work = Work::of(&lan).await;
        work.counted("drafts", drafts + 2).await;
        let form = ReportForm::open(&lan, &open_address).await;
        form.holds("proposals", "Chị Mây đang viết dở").await;
        shell::everything_sent(&lan).await;
        archive_holds(&story.server.origin(), &["Của chị Mây, chưa gửi.", "Chị Mây đang viết dở"]).await;
        settings::sign_out(&lan).await;
        lan.see("[data-login='canbo.trile']").await;
        assert!(lan.sees(&test_id("unsent-of-others")).await.is_none(), "everything of everybody is sent");
    })
    .await;
}

/// Writes a report that cannot be sent now; where it is.
async fn unsent_report(lan: &Browser, result: &str) -> String {
    let form = Activity::open(lan, demonstrated("meetings-vanquan")).await.make_report().await;
    form.write("result", result).await;
    form.saved().await;
    let address = form.address().await;
    shell::something_waits(lan).await;
    // Leaving the form is what closes it.
    lan.open("/").await;
    lan.see(&test_id("count-due")).await;
    address
}

/// Asks the server itself, as another device of the person's, for texts that were typed.
async fn archive_holds(origin: &str, texts: &[&str]) {
    let device = Device::sign_in(origin, "canbo.vanquan").await;
    until_true("the archive holds what was typed, once", async || {
        let entries = device.pull_everything().await.0;
        let changes = entries.iter().map(|entry| serde_json::from_str::<Change>(entry.change.get()));
        let changes: Vec<Change> = changes.map(|change| change.expect("the archive tells changes")).collect();
        let fields = || changes.iter().flat_map(|change| &change.records).flat_map(|record| record.fields.values());
        texts.iter().all(|text| fields().filter(|field| field.value.as_text() == Some(text)).count() == 1)
    })
    .await;
}
