//! The server's rules, one reason at a time: what is numbered, what is kept aside and why.
#![expect(clippy::unwrap_used, reason = "a test says by breaking off what went wrong")]

mod words;

use shared::{
    access::{Access, Role},
    change::{Act, Change, FieldEdit, Home, Malformed, RecordEdit, State},
    digest::Digest,
    fold::{Presence, Root},
    id::{ChangeId, DeviceId, PersonId, RecordId, UnitId},
    plan,
    rules::{Arrival, Asker, Desk, Outcome, Word, carriers},
    value::Value,
    verdict::{Verdict, Why},
};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Copy)]
struct Session {
    person: &'static str,
    role: Role,
    access: Access,
}

const OFFICER: Session = Session { person: "officer", role: Role::Officer, access: Access::Covers };
const MANAGER: Session = Session { person: "manager", role: Role::Manager, access: Access::Covers };

impl Asker for Session {
    fn person(&self) -> PersonId {
        PersonId::derived(&[self.person])
    }
    fn role(&self) -> Role {
        self.role
    }
    fn access(&self, _: Home) -> Access {
        self.access
    }
    fn is_below(&self, unit: UnitId) -> bool {
        unit == self::unit()
    }
}

fn unit() -> UnitId {
    UnitId::derived(&["commune"])
}

fn root() -> RecordId {
    RecordId::derived(&["root"])
}

fn id(name: &str) -> ChangeId {
    ChangeId::derived(&[name])
}

fn bare(name: &str, kind: &str, by: Session) -> Change {
    Change {
        id: id(name),
        root: root(),
        kind: kind.into(),
        home: Some(if kind == "plan" { Home::of_plan(root(), unit()) } else { Home::of_unit(unit()) }),
        by: by.person(),
        device: DeviceId::derived(&["tablet"]),
        at_ms: 0,
        salt: 7,
        records: vec![],
        act: None,
    }
}

fn save(name: &str, kind: &str, by: Session, fields: &[(&str, Value, &[&str])]) -> Change {
    let edit = |(field, value, seen): &(&str, Value, &[&str])| {
        let seen = seen.iter().map(|name| id(name)).collect();
        ((*field).to_owned(), FieldEdit { value: value.clone(), seen })
    };
    let fields = fields.iter().map(edit).collect();
    Change { records: vec![RecordEdit { id: root(), kind: kind.into(), fields }], ..bare(name, kind, by) }
}

fn wish(name: &str, kind: &str, by: Session, view: &Root, to: State, note: &str) -> Change {
    let proof = matches!(to, State::Approved | State::Issued);
    let basis = proof.then(|| view.basis());
    let act = Act { to, saw: view.decided().version, after: BTreeSet::new(), basis, note: note.into() };
    Change { home: None, act: Some(act), ..bare(name, kind, by) }
}

fn arrive(desk: &mut Desk, change: &Change, by: Session) -> Verdict {
    arrive_as(desk, change, (by, by), Word::Author)
}

fn adopt(desk: &mut Desk, change: &Change, author: Session, by: Session) -> Verdict {
    arrive_as(desk, change, (author, by), Word::Asker)
}

fn arrive_as(desk: &mut Desk, change: &Change, (author, by): (Session, Session), word: Word) -> Verdict {
    let digest = Digest::of(serde_json::to_string(change).unwrap().as_bytes());
    match desk.number(Arrival { change, digest, author: author.person(), word }, &by) {
        Outcome::Known(receipt) | Outcome::Numbered { receipt, .. } | Outcome::Quarantined { receipt, .. } => {
            receipt.verdict
        }
    }
}

#[track_caller]
fn numbered(verdict: Verdict) {
    assert!(matches!(verdict, Verdict::Numbered { .. }), "{verdict:?}");
}

#[track_caller]
fn aside(verdict: Verdict, why: Why) {
    assert_eq!(verdict, Verdict::Quarantined(why));
}

/// A kind that no form rule knows: what is tested here holds for all kinds.
fn note_desk() -> Desk {
    let mut desk = Desk::default();
    numbered(arrive(&mut desk, &save("a", "note", OFFICER, &[("text", "một".into(), &[])]), OFFICER));
    desk
}

/// A report as it stands after its first save, whose form is complete.
fn report_desk() -> Desk {
    let mut desk = Desk::default();
    let day = Value::from("2026-05-12");
    let place = Value::Map(BTreeMap::from([("text".to_owned(), Value::from("Nhà văn hóa thôn"))]));
    let fields: &[(&str, Value, &[&str])] = &[
        ("activity", RecordId::derived(&["activity"]).to_string().into(), &[]),
        ("date", day, &[]),
        ("place", place, &[]),
        ("people", 40.into(), &[]),
        ("women", 22.into(), &[]),
        ("result", "Bà con nghe và hỏi nhiều về vay vốn.".into(), &[]),
    ];
    numbered(arrive(&mut desk, &save("a", "report", OFFICER, fields), OFFICER));
    assert_eq!(shared::form::hard_problems(&desk.roots[&root()]), vec![], "the report of these tests is complete");
    desk
}

fn step(desk: &mut Desk, name: &str, by: Session, to: State, note: &str) -> Verdict {
    let change = wish(name, "report", by, &desk.roots[&root()].clone(), to, note);
    arrive(desk, &change, by)
}

#[test]
fn one_id_with_two_contents_keeps_both() {
    let mut desk = note_desk();
    let other = save("a", "note", OFFICER, &[("text", "hai".into(), &[])]);
    let digest = Digest::of(b"the other text");
    let Outcome::Quarantined { under, receipt } =
        desk.number(Arrival { change: &other, digest, author: OFFICER.person(), word: Word::Author }, &OFFICER)
    else {
        panic!("the second content is kept aside")
    };
    assert_ne!(under, other.id);
    assert_eq!(receipt.verdict, Verdict::Quarantined(Why::TwoContents));
    let again = desk.number(Arrival { change: &other, digest, author: OFFICER.person(), word: Word::Author }, &OFFICER);
    assert_eq!(again, Outcome::Known(receipt), "and the same message gets the same verdict");
    assert_eq!(desk.roots[&root()].value(root(), "text"), Some(&"một".into()));
}

#[test]
fn the_first_verdict_stays_even_when_rights_come_later() {
    let mut desk = Desk::default();
    let stranger = Session { access: Access::None, ..OFFICER };
    let change = save("a", "note", OFFICER, &[("text", "một".into(), &[])]);
    aside(arrive(&mut desk, &change, stranger), Why::NoRight);
    aside(arrive(&mut desk, &change, OFFICER), Why::NoRight);
    numbered(adopt(&mut desk, &change, OFFICER, MANAGER));
    numbered(arrive(&mut desk, &change, stranger));
}

#[test]
fn nobody_saves_in_another_name_or_without_a_home_or_in_a_wrong_one() {
    let mut desk = Desk::default();
    aside(arrive(&mut desk, &save("a", "note", OFFICER, &[("text", "x".into(), &[])]), MANAGER), Why::NotYou);
    let homeless = Change { home: None, ..save("b", "note", OFFICER, &[("text", "x".into(), &[])]) };
    aside(arrive(&mut desk, &homeless, OFFICER), Why::UnknownRoot);
    let lost =
        Change { home: Some(Home::of_unit(unit())), ..save("c", "plan", MANAGER, &[("title", "x".into(), &[])]) };
    aside(arrive(&mut desk, &lost, MANAGER), Why::WrongHome);
    numbered(arrive(&mut desk, &save("d", "note", OFFICER, &[("text", "x".into(), &[])]), OFFICER));
    aside(arrive(&mut desk, &save("e", "report", OFFICER, &[("people", 3.into(), &[])]), OFFICER), Why::KindDiffers);
    assert_eq!(desk.heads.values().map(|head| head.n).sum::<u64>(), 1, "what is kept aside takes no number");
}

#[test]
fn an_activity_waits_for_its_plan() {
    let mut desk = Desk::default();
    let plan = RecordId::derived(&["plan"]);
    let mut activity = save("a", "activity", MANAGER, &[("name", "Đối thoại".into(), &[])]);
    activity.home = Some(Home::of_plan(plan, unit()));
    aside(arrive(&mut desk, &activity, MANAGER), Why::UnknownRoot);
}

#[test]
fn what_no_honest_device_writes_is_kept_aside_by_its_reason() {
    let fine = save("a", "note", OFFICER, &[("text", "x".into(), &[])]);
    let twice = Change { records: [fine.records.clone(), fine.records.clone()].concat(), ..fine.clone() };
    let empty = Change { records: vec![], ..fine.clone() };
    let cases = [
        (twice, Malformed::RecordTwice),
        (empty, Malformed::NothingOrBoth),
        (save("a", "note", OFFICER, &[("Text", "x".into(), &[])]), Malformed::FieldName),
        (save("a", "note", OFFICER, &[("text", "x".into(), &["a"])]), Malformed::SeesItself),
        (save("a", "note", OFFICER, &[("state", "approved".into(), &[])]), Malformed::WritesState),
    ];
    for (change, what) in cases {
        aside(arrive(&mut Desk::default(), &change, OFFICER), Why::Malformed { what });
    }
}

#[test]
fn officers_plan_nothing_and_decide_nothing() {
    let mut desk = Desk::default();
    aside(arrive(&mut desk, &save("a", "plan", OFFICER, &[("title", "x".into(), &[])]), OFFICER), Why::NoRight);
    let mut desk = report_desk();
    numbered(step(&mut desk, "s", OFFICER, State::Submitted, ""));
    aside(step(&mut desk, "b", OFFICER, State::Approved, ""), Why::NoRight);
}

#[test]
fn a_report_goes_its_way_from_draft_to_approved_and_back() {
    let mut desk = report_desk();
    numbered(step(&mut desk, "1", OFFICER, State::Submitted, ""));
    aside(step(&mut desk, "2", MANAGER, State::Returned, " "), Why::NoteMissing);
    numbered(step(&mut desk, "3", MANAGER, State::Returned, "Thiếu số phụ nữ"));
    assert_eq!(desk.roots[&root()].decided().note, "Thiếu số phụ nữ");
    numbered(step(&mut desk, "4", OFFICER, State::Submitted, ""));
    numbered(step(&mut desk, "5", MANAGER, State::Approved, ""));
    assert!(desk.roots[&root()].is_approved());
    aside(step(&mut desk, "6", OFFICER, State::Submitted, ""), Why::NoSuchStep { now: State::Approved });
    aside(arrive(&mut desk, &save("7", "report", OFFICER, &[("people", 50.into(), &["a"])]), OFFICER), Why::Approved);
    assert!(desk.roots[&root()].is_approved(), "an edit that came too late has changed nothing");
    aside(
        adopt(&mut desk, &save("7", "report", OFFICER, &[("people", 50.into(), &["a"])]), OFFICER, MANAGER),
        Why::Approved,
    );
    numbered(step(&mut desk, "8", MANAGER, State::Returned, "Mở lại để sửa số người"));
    numbered(adopt(&mut desk, &save("7", "report", OFFICER, &[("people", 50.into(), &["a"])]), OFFICER, MANAGER));
    assert_eq!(desk.roots[&root()].value(root(), "people"), Some(&50.into()));
}

#[test]
fn a_step_names_exactly_the_state_that_stood_on_the_screen() {
    let mut desk = report_desk();
    let before = desk.roots[&root()].clone();
    numbered(step(&mut desk, "1", OFFICER, State::Submitted, ""));
    let twin = wish("2", "report", OFFICER, &before, State::Submitted, "");
    aside(arrive(&mut desk, &twin, OFFICER), Why::StateMoved { now: State::Submitted });
}

#[test]
fn an_approval_counts_for_what_the_approver_had_on_the_screen_only() {
    let mut desk = report_desk();
    numbered(step(&mut desk, "1", OFFICER, State::Submitted, ""));
    let on_screen = desk.roots[&root()].clone();
    numbered(arrive(&mut desk, &save("b", "report", OFFICER, &[("people", 41.into(), &["a"])]), OFFICER));
    aside(arrive(&mut desk, &wish("2", "report", MANAGER, &on_screen, State::Approved, ""), MANAGER), Why::BasisMoved);
    numbered(step(&mut desk, "3", MANAGER, State::Approved, ""));
}

#[test]
fn a_submission_contains_all_that_its_author_had_saved() {
    let mut desk = report_desk();
    let mut change = wish("1", "report", OFFICER, &desk.roots[&root()].clone(), State::Submitted, "");
    change.act.as_mut().unwrap().after.insert(id("still on the tablet"));
    aside(arrive(&mut desk, &change, OFFICER), Why::OwnChangeMissing);
}

#[test]
fn a_record_in_conflict_is_neither_submitted_nor_approved() {
    let mut desk = report_desk();
    numbered(arrive(&mut desk, &save("b", "report", OFFICER, &[("people", 41.into(), &[])]), OFFICER));
    aside(step(&mut desk, "1", OFFICER, State::Submitted, ""), Why::InConflict);
    numbered(arrive(&mut desk, &save("c", "report", OFFICER, &[("people", 41.into(), &["a", "b"])]), OFFICER));
    numbered(step(&mut desk, "2", OFFICER, State::Submitted, ""));
}

#[test]
fn a_report_that_is_not_complete_is_not_submitted_and_says_where() {
    let mut desk = report_desk();
    numbered(arrive(&mut desk, &save("b", "report", OFFICER, &[("date", Value::Null, &["a"])]), OFFICER));
    let Verdict::Quarantined(Why::Incomplete { problems }) = step(&mut desk, "1", OFFICER, State::Submitted, "") else {
        panic!("it has no date")
    };
    assert!(problems.iter().any(|problem| problem.field == "date"));
}

#[test]
fn an_approval_waits_for_the_photos_that_the_report_names() {
    let mut desk = report_desk();
    let photo = Digest::of(b"a photo");
    let mut named = save("p", "report", OFFICER, &[]);
    named.records = vec![RecordEdit {
        id: RecordId::derived(&["photo"]),
        kind: "photo".into(),
        fields: BTreeMap::from([(
            "sha256".to_owned(),
            FieldEdit { value: photo.to_string().into(), seen: BTreeSet::new() },
        )]),
    }];
    numbered(arrive(&mut desk, &named, OFFICER));
    numbered(step(&mut desk, "1", OFFICER, State::Submitted, ""));
    aside(step(&mut desk, "2", MANAGER, State::Approved, ""), Why::PhotosMissing { missing: 1 });
    desk.photos.insert(photo);
    numbered(step(&mut desk, "3", MANAGER, State::Approved, ""));
}

#[test]
fn a_delete_names_what_it_removes_and_what_nobody_saw_comes_back_marked() {
    let mut desk = note_desk();
    numbered(arrive(&mut desk, &save("d", "note", MANAGER, &[("text", Value::Deleted, &["a"])]), MANAGER));
    assert_eq!(desk.roots[&root()].presence(), Presence::Deleted);
    numbered(arrive(&mut desk, &save("b", "note", OFFICER, &[("text", "hai".into(), &["a"])]), OFFICER));
    assert_eq!(desk.roots[&root()].presence(), Presence::Back, "the deleter had not seen this");
    numbered(arrive(&mut desk, &save("e", "note", MANAGER, &[("text", "hai".into(), &["d", "b"])]), MANAGER));
    assert_eq!(desk.roots[&root()].presence(), Presence::Here, "restored by an ordinary save");
}
