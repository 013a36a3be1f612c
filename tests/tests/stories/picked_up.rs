//! A tablet that dies in the middle of a report, and photos that wait for a network that costs nothing.

use tests::{
    axe,
    browser::{Size, field, test_id},
    folder::Folder,
    pages::{
        activity::{Activity, demonstrated},
        outbox::Outbox,
        report::ReportForm,
        settings, shell,
        sign_in::sign_in,
    },
    photo,
    proxy::Line,
    story::story,
    until::until_true,
};

#[tokio::test]
async fn the_report_in_hand_when_the_tablet_died_is_opened_again_once() {
    story("picked-up", async |story| {
        let lan = story.seat("may", Size::Tablet).await;
        sign_in(&lan, "canbo.vanquan").await;
        lan.line.set(Line::Refuse).await;
        let form = Activity::open(&lan, demonstrated("meetings-vanquan")).await.make_report().await;
        form.write("result", "Viết dở thì hết pin.").await;
        form.saved().await;
        let address = form.address().await;
        lan.kill().await;

        lan.start().await;
        lan.open("/").await;
        lan.see(&test_id("opened-again")).await;
        lan.see_path(&address).await;
        ReportForm::on_screen(&lan).await.holds("result", "Viết dở thì hết pin.").await;
        lan.picture("again", Size::Tablet).await;
        assert_eq!(axe::findings(&lan).await, Vec::<String>::new());
        lan.click(&test_id("back-to-work")).await;
        lan.see(&test_id("count-due")).await;

        // Once is enough: she was brought back, and went where she wanted.
        lan.open("/").await;
        lan.see(&test_id("count-due")).await;
        lan.see_path("/").await;

        // A form that is left by loading another page was not killed.
        let form = ReportForm::open(&lan, &address).await;
        form.write("proposals", "Viết thêm rồi đi chỗ khác.").await;
        form.saved().await;
        lan.open("/").await;
        lan.see(&test_id("count-due")).await;
        assert!(lan.sees(&test_id("opened-again")).await.is_none(), "she left it herself");
    })
    .await;
}

#[tokio::test]
async fn photos_wait_for_wifi_and_the_outbox_says_so() {
    story("photos-wait", async |story| {
        let lan = story.seat("may", Size::Tablet).await;
        sign_in(&lan, "canbo.vanquan").await;
        settings::photos_wait(&lan).await;

        let form = Activity::open(&lan, demonstrated("meetings-vanquan")).await.make_report().await;
        // Nothing was written: there is nothing to hand in.
        lan.click(&test_id("submit-report")).await;
        lan.see_text("Báo cáo chưa có nội dung").await;
        assert!(lan.sees("dialog[open]").await.is_none(), "an empty report is not offered to be handed in");
        form.write("result", "Có ảnh kèm theo.").await;
        let folder = Folder::new("camera");
        form.pick_photos(&[&photo::taken(&folder, "IMG_0001.png", 1)]).await;
        form.saved().await;
        form.hand_in().await;

        // This browser does not tell which network it is: the text goes, the photo waits to be sent.
        let outbox = Outbox::of(&lan).await;
        outbox.send_now().await;
        lan.see(&test_id("send-photos-now")).await;
        until_true("only the wish waits, for its photo", async || {
            outbox.items().await == ["waiting"] && outbox.photos().await == 1
        })
        .await;
        lan.see_text("Ảnh đang chờ vì bạn chọn chỉ gửi qua Wi-Fi").await;
        shell::something_waits(&lan).await;
        let sent = || lan.line.count("PUT", "/api/v1/blobs/") + lan.line.count("PATCH", "/api/v1/uploads/");
        assert_eq!(sent(), 0, "no photo has left");

        lan.click(&test_id("send-photos-now")).await;
        shell::everything_sent(&lan).await;
        assert!(sent() > 0, "now it has");
        assert!(outbox.items().await.is_empty());
        assert!(lan.sees(&field("result")).await.is_none());
    })
    .await;
}
