//! What waits for a manager: what the server keeps aside, and what was handed in.

use super::officer;
use shared::{
    change::{Change, FieldEdit, RecordEdit, State},
    id::{ChangeId, RecordId},
    report,
};
use std::collections::BTreeMap;
use tests::{
    browser::{Size, test_id},
    device::Device,
    made_up,
    story::story,
    until::until_true,
};
use uuid::Uuid;

const OFFICER: &str = "canbo.vanquan";
const MANAGER: &str = "quanly.langson";
const LATE: &str = "Bổ sung sau khi báo cáo đã duyệt.";

/// A report of the demonstration whose last step led there.
async fn report_in(device: &Device, state: &State) -> RecordId {
    let mut last: BTreeMap<RecordId, State> = BTreeMap::new();
    for entry in device.pull_everything().await.0 {
        let change: Change = serde_json::from_str(entry.change.get()).expect("a change");
        if let Some(act) = change.act.filter(|_| change.kind == report::KIND) {
            last.insert(change.root, act.to);
        }
    }
    last.into_iter().find(|(_, to)| to == state).expect("the demonstration has one").0
}

#[tokio::test]
async fn a_manager_reopens_what_is_approved_and_then_takes_in_what_came_too_late() {
    story("aside-approved", async |story| {
        let mine = Device::sign_in(&story.server.origin(), OFFICER).await;
        let approved = report_in(&mine, &State::Approved).await;
        let edit = FieldEdit { value: LATE.into(), seen: [].into() };
        let fields = [(report::PROPOSALS.to_owned(), edit)].into();
        let late = Change {
            id: ChangeId(Uuid::now_v7()),
            root: approved,
            home: None,
            records: vec![RecordEdit { id: approved, kind: report::KIND.to_owned(), fields }],
            ..made_up::report(&mine.person, 1)
        };
        mine.pushed(&[late]).await;

        let khue = story.seat("khue", Size::Tablet).await;
        officer::begin(&khue, MANAGER).await;
        until_true("the navigation tells of it", async || {
            khue.texts(&format!("{} .tab-count", test_id("nav-aside"))).await.concat().contains('1')
        })
        .await;
        let more = test_id("nav-more");
        assert!(khue.text(&format!("{more} .tab-count")).await.contains('1'), "a tablet shows it too");
        khue.click(&more).await;
        khue.see(&test_id("nav-aside")).await;
        khue.picture("more", Size::Tablet).await;
        tests::axe::assert_clean(&khue, "the whole navigation").await;
        khue.click(&test_id("nav-aside")).await;
        khue.see(&format!("{more}[aria-expanded='false'][aria-current]")).await;
        khue.see(&test_id("aside-item")).await;
        khue.see_text("mở lại báo cáo kèm lý do").await;
        assert!(khue.text(&test_id("aside-said")).await.contains(LATE));
        assert!(khue.sees(&test_id("aside-adopt")).await.is_none(), "it could only fail");
        khue.picture("approved", Size::Tablet).await;

        khue.click(&test_id("aside-open")).await;
        khue.see_path("/review").await;
        khue.click(&test_id("return")).await;
        khue.type_into(&test_id("return-note"), "Mở lại để tiếp nhận phần bổ sung.").await;
        khue.click(&test_id("return-confirm")).await;
        khue.open("/aside").await;
        khue.see(&test_id("aside-adopt")).await;
        khue.picture("reopened", Size::Tablet).await;
        khue.click(&test_id("aside-adopt")).await;
        khue.see_text("Không còn nội dung nào chờ quyết định").await;
        let entries = mine.pull_everything().await.0;
        assert_eq!(entries.iter().filter(|entry| entry.change.get().contains(LATE)).count(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_report_that_waits_for_its_reader_leads_to_the_review() {
    story("for-you", async |story| {
        let desk = Device::sign_in(&story.server.origin(), MANAGER).await;
        let submitted = report_in(&desk, &State::Submitted).await;
        let khue = story.seat("khue", Size::Tablet).await;
        officer::begin(&khue, MANAGER).await;
        khue.open(&format!("/reports/{submitted}")).await;
        khue.see(&test_id("report-for-you")).await;
        khue.see_text("Báo cáo đang chờ duyệt").await;
        khue.picture("report", Size::Tablet).await;
        khue.click(&test_id("to-review")).await;
        khue.see(&test_id("approve")).await;
    })
    .await;
}
