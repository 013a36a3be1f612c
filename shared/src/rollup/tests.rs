//! Roll-ups say what the merged picture says, and move as a recount does, in whatever order.

use super::*;
use crate::{
    activity::{self, Progress, Stage},
    catalogue::Catalogue,
    change::State,
    merged::Merged,
    reading::tests::Writer,
    shape::{AMOUNT_MAX, Quantity},
};
use proptest::prelude::*;

fn report(name: &str, on: &str, people: i64) -> Writer {
    Writer::new(report::KIND, name)
        .set(report::ACTIVITY, RecordId::derived(&[on]).to_string())
        .set(report::DATE, "2026-03-05")
        .set(report::PEOPLE, people)
        .set("households/poor", people / 3)
        .set("households/other", 2)
}

fn leaflets(language: &str, quantity: i64) -> [(&'static str, Value); 3] {
    [("material", "leaflet".into()), ("language", language.into()), ("quantity", quantity.into())]
}

fn rolled_up<'a>(roots: impl IntoIterator<Item = &'a Root>) -> RollUp {
    let mut all = RollUp::default();
    roots.into_iter().for_each(|root| all.add(root));
    all.settled()
}

/// The rows of all activities together, or beside each, as one.
fn joined(rollup: &RollUp, is_beside: bool) -> Row {
    let rows = rollup.rows.iter().filter(|(slot, _)| slot.activity.is_some() == is_beside);
    rows.fold(Row::default(), |mut all, (_, row)| {
        all.join(row);
        all
    })
}

#[test]
fn a_report_stands_in_its_month_and_beside_its_activity() {
    let root = report("r", "a", 30).child(report::HANDOUT, "1", &leaflets("tay", 200)).act(State::Submitted).root;
    let rollup = rolled_up([&root]);
    let slots: Vec<_> = rollup.rows.keys().copied().collect();
    let slot = Slot { month: "2026-03".parse().unwrap(), activity: None, standing: Standing::Submitted };
    assert_eq!(slots, [slot, Slot { activity: Some(RecordId::derived(&["a"])), ..slot }]);
    let row = &rollup.rows[&slot];
    assert_eq!((row.reports, row.people.shown, row.households.shown), (1, 30, 12));
    assert_eq!(row.codes["households/poor"].bounds.shown, 10);
    assert_eq!(row.codes["handed_out/leaflet/tay"].bounds.shown, 200);
    assert_eq!(rollup.rows[&slots[1]].codes["handed_out/leaflet"].bounds.shown, 200);
    assert_eq!(Row { codes: BTreeMap::new(), ..row.clone() }, Row::of_numbers(row.numbers()));
}

#[test]
fn drafts_are_listed_and_figure_in_nothing_and_what_is_deleted_is_gone() {
    let draft = report("d", "a", 30).rival(report::PEOPLE, 40);
    let rollup = rolled_up([&draft.root]);
    assert!(rollup.rows.keys().all(|slot| slot.standing == Standing::Draft));
    assert_eq!(joined(&rollup, false), Row { reports: 1, conflicts: 1, ..Row::default() });
    let mut gone = draft;
    for field in [report::ACTIVITY, report::DATE, report::PEOPLE, "households/poor", "households/other"] {
        gone = gone.set(field, Value::Deleted);
    }
    assert_eq!(rolled_up([&gone.root]), RollUp::default());
}

#[test]
fn a_report_without_day_or_activity_has_a_row_all_the_same() {
    let root = Writer::new(report::KIND, "r").set(report::RESULT, "tốt").root;
    let slots: Vec<_> = rolled_up([&root]).rows.into_keys().collect();
    assert!(slots.iter().all(|slot| slot.month == Month::NONE));
    assert_eq!(slots[1].activity, Some(RecordId(Uuid::nil())));
}

#[test]
fn what_no_form_writes_neither_overflows_nor_makes_a_key() {
    let long = "x".repeat(1_000);
    let mut writer = report("r", "a", i64::MAX).set(report::COST, i64::MIN).set(report::WOMEN, AMOUNT_MAX);
    writer = writer.child(report::HANDOUT, "1", &[("material", "a\0b".into()), ("quantity", i64::MAX.into())]);
    writer = writer.child(report::HANDOUT, "2", &[("material", long.as_str().into()), ("quantity", 5.into())]);
    for class in 0..2 * CODES_MAX {
        writer = writer.set(&format!("households/{class}"), 1);
    }
    let rollup = rolled_up([&writer.act(State::Submitted).root]);
    let row = joined(&rollup, false);
    assert_eq!((row.people.high, row.cost.low, row.women.shown), (MOST, 0, MOST));
    assert_eq!(row.codes.len(), CODES_MAX);
    assert_eq!(joined(&rollup, true).codes["handed_out/"].bounds.shown, MOST);
    assert!(rollup.rows.values().flat_map(|row| row.codes.keys()).all(|code| code.len() < 3 * CODE_BYTES_MAX));
}

#[test]
fn an_activity_plans_what_its_fold_says() {
    let writer = Writer::new(activity::KIND, "a")
        .set(activity::ACTIVITY_KIND, "village_meeting")
        .set("audience/women", true)
        .set("audience/youth", true)
        .set("audience/residents", false)
        .set(activity::TARGET, Quantity { amount: 11, measure: "session".to_owned() })
        .rival(activity::TARGET, Quantity { amount: 9, measure: "session".to_owned() })
        .set(activity::PROGRESS, Progress { stage: Stage::Done, reason: String::new() });
    let planned = Planned::of(&writer.root).unwrap();
    assert_eq!((planned.kind.as_str(), planned.audience.as_str()), ("village_meeting", " women youth "));
    assert_eq!((planned.measure.as_str(), planned.target), ("session", Bounds { shown: 11, low: 9, high: 11 }));
    assert_eq!((planned.stage, planned.conflicts, planned.from), (Stage::Done, 1, None));
    assert_eq!(planned.unit, writer.root.home.unit);
    assert_eq!(Planned::of(&report("r", "a", 1).root), None);
}

type Wish = (usize, i64, u8, Option<i64>, Option<i64>, u8);

/// Three activities of kinds that count in three ways, and reports on them.
fn world(wishes: &[Wish]) -> (Vec<Root>, Vec<Root>) {
    let kinds = ["village_meeting", "leaflet", "commendation"];
    let activity = |(at, kind): (usize, &&str)| {
        Writer::new(activity::KIND, &at.to_string()).set(activity::ACTIVITY_KIND, *kind).root
    };
    let activities = kinds.iter().enumerate().map(activity).collect();
    let written = |(n, (on, people, state, rival, stated, lines)): (usize, &Wish)| {
        let mut writer = report(&format!("r{n}"), &on.to_string(), *people);
        if let Some(rival) = rival {
            writer = writer.rival(report::PEOPLE, *rival);
        }
        if let Some(amount) = stated {
            writer = writer.set(report::DONE, Quantity { amount: *amount, measure: "session".to_owned() });
        }
        for line in 0..*lines {
            writer = writer.child(report::HANDOUT, &line.to_string(), &leaflets("vi", 7));
        }
        if *state > 0 {
            writer = writer.act(State::Submitted);
        }
        match state {
            2 => writer.act(State::Returned),
            3 => writer.act(State::Approved),
            _ => writer,
        }
        .root
    };
    (activities, wishes.iter().enumerate().map(written).collect())
}

fn wish() -> impl Strategy<Value = Wish> {
    let (rival, stated) = (prop::option::of(0i64..500), prop::option::of(1i64..9));
    (0usize..3, 0i64..500, 0u8..4, rival, stated, 0u8..3)
}

proptest! {
    /// The sums are those of the merged picture, by kind too, with the same code for what was done.
    #[test]
    fn the_merged_picture_is_the_same(wishes in prop::collection::vec(wish(), 0..25)) {
        let (activities, reports) = world(&wishes);
        let catalogue = Catalogue::reference();
        let merged = Merged::of(&activities, &reports, catalogue, Counted::HandedIn);
        let rollup = rolled_up(&reports);
        for is_beside in [false, true] {
            let row = joined(&rollup, is_beside);
            let all = &merged.all;
            for (mine, sum) in [(row.people, &all.people), (row.households, &all.households_in_all())] {
                prop_assert_eq!((mine.shown, mine.low, mine.high), (sum.shown, sum.low, sum.high));
            }
            prop_assert_eq!(usize::try_from(row.reports), Ok(reports.len()));
        }
        for (at, kind) in ["village_meeting", "leaflet", "commendation"].into_iter().enumerate() {
            let activity = Some(RecordId::derived(&[&at.to_string()]));
            let mut row = Row::default();
            let is_of = |slot: &&Slot| slot.activity == activity && slot.standing.is_counted(Counted::HandedIn);
            rollup.rows.keys().filter(is_of).for_each(|slot| row.join(&rollup.rows[slot]));
            let done = row.done(catalogue.kind(kind)).into_iter().map(|(measure, bounds)| (measure, bounds.shown));
            let figures = merged.by_kind().remove(kind).unwrap();
            let expected = figures.done.into_iter().map(|(measure, sum)| (measure, sum.shown));
            prop_assert_eq!(done.collect::<BTreeMap<_, _>>(), expected.collect::<BTreeMap<_, _>>());
        }
    }

    /// Whatever the order in which roots come, alter and go, the rows are those of a recount.
    #[test]
    fn rows_move_as_a_recount_does(before in prop::collection::vec(wish(), 0..12), after in prop::collection::vec(wish(), 0..12)) {
        let (_, before) = world(&before);
        let (_, after) = world(&after);
        let mut moved = RollUp::default();
        before.iter().for_each(|root| moved.add(root));
        for (at, root) in after.iter().enumerate() {
            before.get(at).iter().for_each(|root| moved.take(root));
            moved.add(root);
        }
        before.iter().skip(after.len()).for_each(|root| moved.take(root));
        prop_assert_eq!(moved.settled(), rolled_up(&after));
    }
}
