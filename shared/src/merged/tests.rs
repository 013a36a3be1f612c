//! The merged picture equals a recount, and a conflict is never hidden in a sum.

use super::*;
use crate::{
    activity::Progress,
    date::{Date, Period},
    plan,
    reading::tests::Writer,
};
use proptest::prelude::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn activity(name: &str, kind: &str, target: (i64, &str)) -> Writer {
    let quantity = Quantity { amount: target.0, measure: target.1.to_owned() };
    Writer::new(activity::KIND, name)
        .set(activity::ACTIVITY_KIND, kind)
        .set(activity::TARGET, quantity)
        .set(activity::PLANNED_COST, 5_000_000)
        .set(activity::PLANNED, Period::new(day("2026-11-01"), day("2026-11-15")).unwrap())
}

fn report(name: &str, on: &str, people: i64) -> Writer {
    Writer::new(report::KIND, name)
        .set(report::ACTIVITY, RecordId::derived(&[on]).to_string())
        .set(report::PEOPLE, people)
        .set("households/poor", people / 3)
        .set(report::COST, 1_000_000)
}

fn merged(activities: &[Root], reports: &[Root], counted: Counted) -> Merged {
    Merged::of(activities, reports, Catalogue::reference(), counted)
}

#[test]
fn drafts_and_returned_reports_are_listed_and_not_counted() {
    let activities = [activity("a", "village_meeting", (11, "session")).root];
    let reports = [
        report("draft", "a", 10).root,
        report("submitted", "a", 20).act(State::Submitted).root,
        report("returned", "a", 40).act(State::Submitted).act(State::Returned).root,
        report("approved", "a", 80).act(State::Submitted).act(State::Approved).root,
    ];
    let all = merged(&activities, &reports, Counted::HandedIn).all;
    assert_eq!((all.people.shown, all.done["session"].shown, all.target["session"].shown), (100, 2, 11));
    assert_eq!((all.cost.shown, all.cost_planned.shown), (2_000_000, 5_000_000));
    assert_eq!(all.per_thousand("session"), Some(181));
    assert_eq!(all.people.behind, BTreeSet::from([reports[1].id, reports[3].id]));
    for standing in [Standing::Draft, Standing::Submitted, Standing::Returned, Standing::Approved] {
        assert_eq!(all.reports_that_are(standing), 1);
    }
    assert_eq!(merged(&activities, &reports, Counted::Approved).all.people.shown, 80);
}

#[test]
fn an_approval_that_no_longer_fits_is_only_a_report_handed_in() {
    let writer = report("x", "a", 80).act(State::Submitted).act(State::Approved);
    assert_eq!(Standing::of(&writer.root), Standing::Approved);
    assert_eq!(Standing::of(&writer.set(report::PEOPLE, 90).root), Standing::Submitted);
}

#[test]
fn a_conflict_shows_in_every_sum_that_it_touches() {
    let activities = [activity("a", "village_meeting", (11, "session")).root];
    let reports = [
        report("one", "a", 40).rival(report::PEOPLE, 45).act(State::Submitted).root,
        report("two", "a", 30).act(State::Submitted).root,
    ];
    let all = merged(&activities, &reports, Counted::HandedIn).all;
    assert_eq!((all.people.low, all.people.shown, all.people.high), (70, 70, 75));
    assert_eq!(all.people.text(), "70–75");
    assert!(!all.people.is_certain() && all.cost.is_certain());
}

#[test]
fn a_target_whose_measure_is_in_conflict_is_uncertain_in_both_measures() {
    let rival = Quantity { amount: 3, measure: "day".to_owned() };
    let activities = [activity("a", "village_meeting", (11, "session")).rival(activity::TARGET, rival).root];
    let all = merged(&activities, &[], Counted::HandedIn).all;
    assert_eq!((all.target["session"].low, all.target["session"].high), (0, 11));
    assert_eq!((all.target["day"].low, all.target["day"].shown, all.target["day"].high), (0, 0, 3));
}

#[test]
fn leaflets_are_counted_by_what_was_handed_out() {
    let activities = [activity("a", "leaflet", (1_000, "copy")).root];
    let line = |material: &str, language: &str, quantity: i64| {
        [("material", material.into()), ("language", language.into()), ("quantity", quantity.into())]
    };
    let writer = report("r", "a", 0)
        .child(report::HANDOUT, "1", &line("leaflet", "vi", 300))
        .child(report::HANDOUT, "2", &line("leaflet", "tay", 200))
        .child(report::HANDOUT, "3", &line("poster", "vi", 7));
    let all = merged(&activities, &[writer.act(State::Submitted).root], Counted::HandedIn).all;
    assert_eq!(all.done["copy"].shown, 500);
    assert_eq!(all.handed_out[&("leaflet".to_owned(), "tay".to_owned())].shown, 200);
}

#[test]
fn what_a_report_states_goes_before_what_its_kind_counts() {
    let activities = [activity("a", "village_meeting", (11, "session")).root];
    let stated = Quantity { amount: 3, measure: "session".to_owned() };
    let reports = [report("r", "a", 9).set(report::DONE, stated).act(State::Submitted).root];
    assert_eq!(merged(&activities, &reports, Counted::HandedIn).all.done["session"].shown, 3);
}

#[test]
fn a_report_without_its_activity_is_counted_and_listed_as_astray() {
    let reports = [report("r", "elsewhere", 9).act(State::Submitted).root];
    let merged = merged(&[], &reports, Counted::HandedIn);
    assert_eq!((merged.all.people.shown, merged.astray.len()), (9, 1));
    assert!(merged.by_kind()[""].people.behind.contains(&reports[0].id));
}

#[test]
fn what_is_cancelled_is_listed_and_no_longer_planned() {
    let progress = Progress { stage: Stage::Cancelled, reason: "Mưa lũ".to_owned() };
    let activities = [activity("a", "contest", (1, "contest")).set(activity::PROGRESS, progress).root];
    let all = merged(&activities, &[], Counted::HandedIn).all;
    assert!(all.target.is_empty() && all.cost_planned.behind.is_empty());
    assert_eq!(all.activities[&Stage::Cancelled].len(), 1);
}

#[test]
fn what_is_due_stands_by_its_urgency() {
    let today = day("2026-11-21");
    let span = |from: &str, to: &str| Period::new(day(from), day(to)).unwrap();
    let planned =
        |name, from, to| activity(name, "contest", (1, "contest")).set(activity::PLANNED, span(from, to)).root;
    let done = Progress { stage: Stage::Done, reason: String::new() };
    let activities = [
        planned("late", "2026-11-01", "2026-11-20"),
        planned("reported", "2026-11-01", "2026-11-10"),
        planned("now", "2026-11-01", "2026-12-31"),
        planned("soon", "2026-11-25", "2026-12-01"),
        planned("later", "2026-12-15", "2026-12-20"),
        activity("done", "contest", (1, "contest")).set(activity::PROGRESS, done).root,
    ];
    let deadline = |due: &str| [(plan::WHAT, "Báo cáo".into()), (plan::DUE, day(due).into())];
    let plans = [Writer::new(plan::KIND, "p")
        .child(plan::DEADLINE, "past", &deadline("2026-11-15"))
        .child(plan::DEADLINE, "long past", &deadline("2026-06-15"))
        .root];
    let reports = [report("r", "reported", 1).act(State::Submitted).root, report("d", "late", 1).root];
    let reports: Vec<&Root> = reports.iter().collect();
    let found = due(&plans, &activities, &reports, today, 14);
    let said: Vec<_> = found.iter().map(|due| (due.urgency, due.days_left)).collect();
    let expected =
        [(Urgency::Overdue, -6), (Urgency::Overdue, -1), (Urgency::Due, 10), (Urgency::Due, 40), (Urgency::Later, 29)];
    assert_eq!(said, expected);
    assert_eq!(found[1].what, DueWhat::Activity(activities[0].id));
}

proptest! {
    /// Rows, groups and totals agree with a recount by hand, whatever the states and conflicts.
    #[test]
    fn every_grouping_equals_a_recount(
        rows in prop::collection::vec((0usize..3, 0i64..500, 0u8..4, prop::option::of(0i64..500)), 0..25),
    ) {
        let kinds = ["village_meeting", "policy_dialogue", "training_class"];
        let activities: Vec<Root> =
            kinds.iter().enumerate().map(|(n, kind)| activity(&n.to_string(), kind, (4, "session")).root).collect();
        let reports: Vec<Root> = rows.iter().enumerate().map(|(n, (on, people, state, rival))| {
            let mut writer = report(&format!("r{n}"), &on.to_string(), *people);
            if let Some(rival) = rival { writer = writer.rival(report::PEOPLE, *rival); }
            if *state > 0 { writer = writer.act(State::Submitted); }
            match state { 2 => writer.act(State::Returned), 3 => writer.act(State::Approved), _ => writer }.root
        }).collect();
        let merged = merged(&activities, &reports, Counted::HandedIn);
        let counted = || rows.iter().filter(|(_, _, state, _)| matches!(state, 1 | 3));
        let shown: i64 = counted().map(|(_, people, _, _)| people).sum();
        let low: i64 = counted().map(|(_, people, _, rival)| rival.unwrap_or(*people).min(*people)).sum();
        let high: i64 = counted().map(|(_, people, _, rival)| rival.unwrap_or(*people).max(*people)).sum();
        let all = &merged.all.people;
        prop_assert_eq!((all.shown, all.low, all.high, all.behind.len()), (shown, low, high, counted().count()));
        let mut groups = vec![merged.by_kind().into_values().collect::<Vec<_>>()];
        groups.push(merged.by_unit(|unit| unit).into_values().collect());
        groups.push(merged.by_activity.values().cloned().collect());
        for group in groups {
            let mut total = Figures::default();
            group.iter().for_each(|figures| total.join(figures));
            prop_assert_eq!(&total, &merged.all);
        }
    }
}
