//! Whose word a change comes under: its author's, that of who adopts it, or a seal; and who may write what.

use super::*;

fn activity_change(name: &str, by: Session, fields: &[(&str, Value, &[&str])]) -> Change {
    let mut change = save(name, "activity", by, fields);
    change.root = RecordId::derived(&["activity"]);
    change.records[0].id = change.root;
    change.home = Some(Home::of_plan(root(), unit()));
    change
}

#[test]
fn a_reached_unit_keeps_its_own_activities_up_to_date_and_nothing_else() {
    let reached = Session { access: Access::Reach, ..OFFICER };
    let under_way = || Value::Map(BTreeMap::from([("is".to_owned(), Value::from("under_way"))]));
    let led_by = |unit: UnitId| {
        let mut desk = Desk::default();
        numbered(arrive(&mut desk, &save("p", "plan", MANAGER, &[("title", "Kế hoạch".into(), &[])]), MANAGER));
        let lead = ("lead_unit", Value::from(unit.to_string()), &[] as &[&str]);
        let activity = activity_change("a", MANAGER, &[lead, ("name", "Đối thoại".into(), &[])]);
        aside(arrive(&mut desk, &activity_change("own", reached, &[("name", "x".into(), &[])]), reached), Why::NoRight);
        numbered(arrive(&mut desk, &activity, MANAGER));
        desk
    };
    let mut desk = led_by(unit());
    numbered(arrive(&mut desk, &activity_change("1", reached, &[("progress", under_way(), &[])]), reached));
    let widened = activity_change("2", reached, &[("unit/x", true.into(), &[])]);
    aside(arrive(&mut desk, &widened, reached), Why::NoRight);
    let deleted = activity_change("3", reached, &[("progress", Value::Deleted, &["1"])]);
    aside(arrive(&mut desk, &deleted, reached), Why::NoRight);
    aside(arrive(&mut desk, &save("t", "plan", reached, &[("title", "x".into(), &["p"])]), reached), Why::NoRight);
    let mut desk = led_by(UnitId::derived(&["another commune"]));
    aside(arrive(&mut desk, &activity_change("1", reached, &[("progress", under_way(), &[])]), reached), Why::NoRight);
}

#[test]
fn nobody_writes_in_another_name_by_adoption_either() {
    let mut desk = Desk::default();
    let forged = save("a", "note", MANAGER, &[("text", "x".into(), &[])]);
    aside(arrive(&mut desk, &forged, OFFICER), Why::NotYou);
    aside(adopt(&mut desk, &forged, OFFICER, OFFICER), Why::NotYou);
    aside(adopt(&mut desk, &forged, OFFICER, MANAGER), Why::NotYou);
}

#[test]
fn values_too_deep_to_be_read_again_are_kept_aside() {
    let mut value = Value::from(1);
    for _ in 0..9 {
        value = Value::List(vec![value]);
    }
    let change = save("a", "note", OFFICER, &[("text", value, &[])]);
    aside(arrive(&mut Desk::default(), &change, OFFICER), Why::Malformed { what: Malformed::TooDeep });
}

#[test]
fn a_refused_step_is_taken_anew_never_adopted() {
    let mut desk = report_desk();
    let wish = wish("1", "report", MANAGER, &desk.roots[&root()].clone(), State::Approved, "");
    aside(arrive(&mut desk, &wish, MANAGER), Why::NoSuchStep { now: State::Draft });
    aside(adopt(&mut desk, &wish, MANAGER, MANAGER), Why::OnlyAnew);
    assert_eq!(desk.roots[&root()].decided().state, State::Draft);
}

#[test]
fn under_a_seal_a_root_lives_where_it_was_numbered_whatever_a_change_says() {
    let elsewhere = Home::of_unit(UnitId::derived(&["another commune"]));
    let edit = Change { home: Some(elsewhere), ..save("b", "note", OFFICER, &[("text", "hai".into(), &[])]) };
    let brought = |home| {
        let mut desk = Desk::default();
        let verdict = arrive_as(&mut desk, &edit, (OFFICER, MANAGER), Word::Seal(home));
        (verdict, desk.roots.get(&root()).map(|root| root.home))
    };
    let own = Home::of_unit(unit());
    assert_eq!(brought(Some(own)), (Verdict::Numbered { scope: own.scope, n: 1 }, Some(own)));
    assert_eq!(brought(None), (Verdict::Quarantined(Why::UnknownRoot), None), "nobody can tell whose it is");
}

#[test]
fn what_a_person_has_dropped_no_seal_brings_back() {
    let mut desk = note_desk();
    let change = save("b", "note", OFFICER, &[("text", "hai".into(), &[])]);
    aside(arrive(&mut desk, &change, Session { access: Access::None, ..OFFICER }), Why::NoRight);
    let why = Why::Dropped { by: MANAGER.person(), reason: "trùng".into() };
    desk.receipts.get_mut(&change.id).unwrap().verdict = Verdict::Quarantined(why.clone());
    let sealed = Word::Seal(Some(Home::of_unit(unit())));
    aside(arrive_as(&mut desk, &change, (OFFICER, MANAGER), sealed), why);
    let other = save("c", "note", OFFICER, &[("text", "ba".into(), &[])]);
    aside(arrive(&mut desk, &other, Session { access: Access::None, ..OFFICER }), Why::NoRight);
    numbered(arrive_as(&mut desk, &other, (OFFICER, MANAGER), sealed));
}

#[test]
fn a_plan_and_its_activities_name_those_who_carry_them_out() {
    let [lead, helper, place, assigned] = ["lead", "helper", "place", "assigned"].map(|name| UnitId::derived(&[name]));
    let named = |change: &Change| {
        let mut root = Root::new(change.root, &change.kind, change.home.unwrap());
        root.apply(change, &[]);
        carriers(&root)
    };
    let helps = format!("unit/{helper}");
    let held = Value::Map(BTreeMap::from([("unit".to_owned(), Value::from(place.to_string()))]));
    let fields =
        [("lead_unit", lead.to_string().into(), &[] as &[&str]), (&helps, true.into(), &[]), ("place", held, &[])];
    assert_eq!(named(&activity_change("a", MANAGER, &fields)), BTreeSet::from([lead, helper, place]));

    let mut plan = save("p", "plan", MANAGER, &[("title", "Kế hoạch".into(), &[])]);
    let unit = ("unit".to_owned(), FieldEdit { value: assigned.to_string().into(), seen: BTreeSet::new() });
    let id = RecordId::derived(&["assignment"]);
    plan.records.push(RecordEdit { id, kind: plan::ASSIGNMENT.into(), fields: [unit].into() });
    assert_eq!(named(&plan), BTreeSet::from([assigned]));
    assert_eq!(named(&save("n", "note", OFFICER, &[("unit", lead.to_string().into(), &[])])), BTreeSet::new());
}
