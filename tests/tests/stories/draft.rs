//! A manager begins a plan by mistake.

use tests::{
    axe,
    browser::{Size, field, test_id},
    pages::shell,
    story::story,
    until::until_true,
};

#[tokio::test]
async fn an_accidental_draft_is_deleted_with_its_activities_and_can_be_put_back() {
    story("draft", async |story| {
        let khue = story.seat("khue", Size::Desk).await;
        super::officer::begin(&khue, "quanly.langson").await;
        khue.open("/plans").await;
        khue.see(&test_id("plan-row")).await;
        let plans = khue.all(&test_id("plan-row")).await.len();
        khue.click(&test_id("new-plan")).await;
        khue.type_into(&field("title"), "Kế hoạch lập nhầm").await;
        khue.click(&test_id("add-activity")).await;
        khue.type_into(&field("name"), "Họp thôn lập nhầm").await;
        khue.click(&test_id("activity-done")).await;
        khue.see(&test_id("edit-activity")).await;
        let address = khue.path().await.replace("/edit", "");
        khue.open(&address).await;

        khue.click(&test_id("plan-delete")).await;
        khue.see("dialog[open]").await;
        khue.see_text("Họp thôn lập nhầm").await;
        khue.picture("asked", Size::Desk).await;
        assert_eq!(axe::findings(&khue).await, Vec::<String>::new());
        khue.click(&test_id("plan-delete-confirm")).await;
        khue.see_text("Kế hoạch này đã được xóa").await;
        khue.click(&test_id("plan-restore")).await;
        khue.see(&test_id("plan-activity")).await;
        khue.see_text("Kế hoạch lập nhầm").await;

        khue.click(&test_id("plan-delete")).await;
        khue.click(&test_id("plan-delete-confirm")).await;
        khue.see(&test_id("plan-restore")).await;
        shell::go(&khue, "plans").await;
        let count = async || khue.all(&test_id("plan-row")).await.len() == plans;
        until_true("the list is as it was", count).await;
        shell::everything_sent(&khue).await;
    })
    .await;
}
