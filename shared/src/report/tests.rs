//! Reports, plans and activities: what is read from them and what is wrong with them.

use super::*;
use crate::{
    activity::{self, Activity, Progress, Stage},
    catalogue::Catalogue,
    date::Period,
    plan::{self, Plan},
    problem::Severity,
    reading::tests::{Writer, codes},
    unit::{Unit, UnitKind, UnitTree},
    validation,
    value::Value,
};
use proptest::prelude::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn village() -> UnitId {
    UnitId::derived(&["Nà Lộc"])
}

fn filled() -> Writer {
    Writer::new(KIND, "report")
        .set(ACTIVITY, RecordId::derived(&["activity"]).to_string())
        .set(DATE, day("2026-11-20"))
        .set(PLACE, Place { unit: Some(village()), text: "nhà văn hóa".to_owned() })
        .set("households/poor", 12)
        .set("households/near_poor", 8)
        .set(PEOPLE, 46)
        .set(WOMEN, 25)
        .set(ETHNIC_MINORITY, 44)
        .set(COST, 850_000)
        .set(RESULT, "Bà con nắm được chính sách vay vốn.")
}

#[test]
fn a_filled_report_is_read_whole_and_has_no_problem() {
    let root = filled()
        .child(HANDOUT, "1", &[(MATERIAL, "leaflet".into()), (LANGUAGE, "tay".into()), (QUANTITY, 46.into())])
        .root;
    let report = Report::of(&root);
    assert_eq!((report.people, report.households_in_all(), report.handouts[0].quantity), (Some(46), 20, Some(46)));
    assert_eq!(report.place.unit, Some(village()));
    assert!(report.in_conflict.is_empty());
    assert_eq!(codes(&problems(&root, &Around::default())), [""; 0]);
}

#[test]
fn an_empty_report_says_what_is_missing() {
    let root = Writer::new(KIND, "report").set(PEOPLE, -1).set(WOMEN, "nhiều").root;
    let found = validation::hard_problems(&root);
    assert_eq!(
        codes(&found),
        ["!activity missing", "!date missing", "!place missing", "!people negative", "!women not_a_number"]
    );
}

#[test]
fn a_report_that_tells_nothing_cannot_be_handed_in_and_anything_told_is_enough() {
    let bare = || {
        Writer::new(KIND, "report")
            .set(ACTIVITY, RecordId::derived(&["activity"]).to_string())
            .set(DATE, day("2026-11-20"))
            .set(PLACE, Place { unit: Some(village()), text: String::new() })
    };
    let hard = |writer: Writer| codes(&validation::hard_problems(&writer.root));
    assert_eq!(hard(bare()), ["!result empty"]);
    assert_eq!(hard(bare().set(RESULT, "  ")), ["!result empty"]);
    let told: [(&str, Value); 7] = [
        ("households/poor", 1.into()),
        (PEOPLE, 0.into()),
        (WOMEN, 3.into()),
        (COST, 0.into()),
        (RESULT, "Tốt".into()),
        (DIFFICULTIES, "Mưa".into()),
        (DONE, Quantity { amount: 1, measure: "session".to_owned() }.into()),
    ];
    for (field, value) in told {
        assert_eq!(hard(bare().set(field, value)), [""; 0], "{field}");
    }
    let handed_out = bare().child(HANDOUT, "1", &[(MATERIAL, "leaflet".into()), (QUANTITY, 46.into())]);
    assert_eq!(hard(handed_out), [""; 0]);
}

#[test]
fn what_is_unlikely_is_doubted_and_does_not_stand_in_the_way() {
    let units = UnitTree::new([Unit {
        id: village(),
        code: String::new(),
        kind: UnitKind::Village,
        word: String::new(),
        name: "Nà Lộc".to_owned(),
        parent: None,
        valid_from: None,
        valid_to: None,
        households: Some(62),
    }]);
    let plan = Plan::of(&Writer::new(plan::KIND, "p").set(plan::PERIOD, Period::year(2026).unwrap()).root);
    let activity = Writer::new(activity::KIND, "activity")
        .set(activity::ACTIVITY_KIND, "village_meeting")
        .set(activity::PLANNED_COST, 800_000);
    let activity = Activity::of(&activity.root);
    let around = Around {
        plan: Some(&plan),
        activity: Some(&activity),
        units: Some(&units),
        today: Some(day("2026-11-21")),
        ..Around::default()
    };
    let doubts = |writer: Writer| {
        let found = problems(&writer.root, &around);
        assert!(found.iter().all(|problem| problem.severity == Severity::Soft));
        codes(&found)
    };
    assert_eq!(doubts(filled().set(COST, 1)), [""; 0]);
    assert_eq!(doubts(filled()), ["cost more_than_planned"]);
    let cheap = || filled().set(COST, 1);
    assert_eq!(doubts(cheap().set(PEOPLE, 20_001)), ["people very_many"]);
    assert_eq!(doubts(cheap().set(WOMEN, 47)), ["women more_than_people"]);
    assert_eq!(doubts(cheap().set(ETHNIC_MINORITY, 47)), ["ethnic_minority more_than_people"]);
    assert_eq!(
        doubts(cheap().set("households/other", 50)),
        ["people fewer_than_households", "households/ more_than_live_there"]
    );
    assert_eq!(doubts(cheap().set("households/rich", 1)), ["households/rich not_in_catalogue"]);
    assert_eq!(doubts(cheap().set(DATE, day("2026-11-22"))), ["date in_the_future"]);
    assert_eq!(doubts(cheap().set(DATE, day("2025-11-22"))), ["date outside_the_plan"]);
    assert_eq!(doubts(cheap().set(RESULT, " ")), ["result no_result"]);
    let nobody = cheap().set("households/poor", 0).set("households/near_poor", 0).set(PEOPLE, 0);
    assert_eq!(doubts(nobody.set(WOMEN, 0).set(ETHNIC_MINORITY, 0)), ["people nobody_came"]);
    let handout = [(MATERIAL, "kite".into()), (LANGUAGE, "tay".into()), (QUANTITY, 0.into())];
    assert_eq!(doubts(cheap().child(HANDOUT, "1", &handout)), ["material not_in_catalogue", "quantity no_amount"]);
}

#[test]
fn a_plan_is_checked_as_a_clerk_would() {
    let leads = [(plan::UNIT, Value::from(village().to_string())), (plan::ROLE, "leads".into())];
    let basis = [
        (plan::TITLE, Value::from("Kế hoạch giảm nghèo")),
        (plan::DOCUMENT_KIND, "plan".into()),
        (plan::DATED, day("2024-03-22").into()),
    ];
    let root = Writer::new(plan::KIND, "p")
        .set(plan::TITLE, "Truyền thông giảm nghèo năm 2026")
        .set(plan::PERIOD, Period::new(day("2026-04-01"), day("2026-12-31")).unwrap())
        .child(plan::ASSIGNMENT, "1", &leads)
        .child(plan::ASSIGNMENT, "2", &leads)
        .child(plan::BUDGET_LINE, "1", &[(plan::SOURCE, "local".into()), (plan::ALLOCATED, 0.into())])
        .child(plan::DEADLINE, "1", &[(plan::WHAT, "Báo cáo".into()), (plan::DUE, day("2026-03-01").into())])
        .child(plan::LEGAL_BASIS, "1", &basis)
        .root;
    let mut found = codes(&plan::problems(&root, Catalogue::reference()));
    found.sort();
    assert_eq!(found, ["allocated no_amount", "dated plan_of_another_year", "due before_the_plan", "unit unit_twice"]);
    let empty =
        Writer::new(plan::KIND, "p").set(plan::TITLE, "").child(plan::DEADLINE, "1", &[(plan::WHAT, "x".into())]);
    assert_eq!(codes(&validation::hard_problems(&empty.root)), ["!title missing", "!period missing", "!due missing"]);
}

#[test]
fn an_activity_that_is_cancelled_says_why() {
    let progress = |stage, reason: &str| Value::from(Progress { stage, reason: reason.to_owned() });
    let root = |progress| Writer::new(activity::KIND, "a").set(activity::PROGRESS, progress).root;
    let said = |root: &Root| codes(&validation::hard_problems(root)).contains(&"!progress reason_missing".to_owned());
    assert!(said(&root(progress(Stage::Cancelled, ""))));
    assert!(!said(&root(progress(Stage::Cancelled, "Mưa lũ"))));
    assert!(!said(&root(progress(Stage::Done, ""))));
    for stage in Stage::ALL {
        assert_eq!(Progress::of(Some(&progress(stage, ""))).stage, stage);
    }
    assert_eq!(Progress::of(None).stage, Stage::Planned);
}

#[test]
fn kinds_of_a_later_version_are_left_alone() {
    let root = Writer::new("commendation", "c").set(PEOPLE, -1).root;
    assert!(validation::problems(&root, &Around::default()).is_empty());
    let root = filled().set("weather", "mưa").root;
    assert!(validation::hard_problems(&root).is_empty());
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        Just(Value::Deleted),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        "[0-9:-]{0,10}".prop_map(Value::Text),
        "\\PC{0,6}".prop_map(Value::Text),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::List),
            prop::collection::btree_map("from|to|unit|text|amount|measure|is|reason", inner, 0..3).prop_map(Value::Map),
        ]
    })
}

proptest! {
    /// Nothing that a device can send makes reading or checking fail.
    #[test]
    fn any_values_in_any_fields_can_be_read_and_checked(
        values in prop::collection::vec((0usize..FIELDS.len() + 4, any_value()), 0..12),
        kind in prop_oneof![Just(KIND), Just(plan::KIND), Just(activity::KIND)],
    ) {
        let mut writer = Writer::new(kind, "x");
        for (at, value) in values {
            let field = FIELDS.get(at).map_or(plan::PERIOD, |(name, _)| name);
            let field = if field.ends_with('/') { format!("{field}poor") } else { field.to_owned() };
            writer = writer.rival(&field, value.clone()).child(HANDOUT, &at.to_string(), &[(QUANTITY, value)]);
        }
        let root = writer.root;
        let found = validation::problems(&root, &Around::default());
        prop_assert!(found.iter().all(|problem| !problem.code.is_empty()));
        prop_assert_eq!(Report::of(&root).id, root.id);
        prop_assert_eq!(Plan::of(&root).id, root.id);
        prop_assert_eq!(Activity::of(&root).id, root.id);
    }
}
