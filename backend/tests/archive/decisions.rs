//! Rights for every write, transitions, and what a person decides on.

use crate::{
    app::{Client, Engine, TestApp, person_id, unit_id},
    changes::{act, fresh, photo_of, report, save, scope_of, text},
};
use axum::http::Method;
use serde_json::{Value as Json, json};
use shared::{
    change::{Change, FieldEdit, Home, RecordEdit, State},
    digest::Digest,
    fold::Root,
    id::{RecordId, ScopeId},
    verdict::{Verdict, Why},
    wire::{Adopted, Pull, PushReply, QuarantineList},
};
use std::collections::{BTreeMap, BTreeSet};

on_both_engines! {
    a_change_for_a_unit_that_is_not_ones_own_waits_where_both_sides_see_it,
    a_manager_drops_with_a_reason_that_reaches_the_author,
    an_author_takes_back_what_is_kept_aside,
    an_approved_report_is_locked_until_it_is_reopened,
    photos_are_asked_for_shared_with_the_report_and_needed_for_approval,
    an_issued_plan_reaches_those_who_carry_it_out,
    a_create_cannot_give_a_scope_to_another_owner,
    adoption_does_not_open_what_the_rules_close_for_good,
    what_is_kept_aside_comes_in_pages_of_so_many_rows_and_bytes,
}

fn numbered(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Numbered { .. })
}

/// The verdict on an adoption.
async fn adopted(client: &Client<'_>, change: &Change) -> Verdict {
    let answer = client.post(&format!("/api/v1/quarantine/{}/adopt", change.id), &json!({})).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json::<Adopted>().verdict
}

fn fold(changes: &[&Change]) -> Root {
    let first = changes[0];
    let mut root = Root::new(first.root, &first.kind, first.home.unwrap());
    for change in changes {
        root.apply(change, &[]);
    }
    root
}

fn proof(mut change: Change, over: &[&Change]) -> Change {
    change.act.as_mut().unwrap().basis = Some(fold(over).basis());
    change
}

async fn a_change_for_a_unit_that_is_not_ones_own_waits_where_both_sides_see_it(engine: Engine) {
    let app = TestApp::new(engine).await;
    let chi = app.signed_in("chi").await;
    let strange = report("chi", "east");
    let receipts = chi.push(&[&strange]).await;
    assert_eq!(receipts[0].receipt.verdict, Verdict::Quarantined(Why::NoRight));
    for (login, sees) in [("chi", true), ("an", true), ("dung", true), ("chief", true), ("stranger", false)] {
        let list: Json = app.signed_in(login).await.get("/api/v1/quarantine").await.json();
        let items = list["items"].as_array().unwrap();
        assert_eq!(items.len(), usize::from(sees), "{login}");
        if sees {
            assert_eq!(items[0]["id"], json!(strange.id));
            assert_eq!(items[0]["why"], json!({ "why": "no_right" }));
        }
    }
    assert!(app.signed_in("an").await.pull_all().await.is_empty());

    let path = format!("/api/v1/quarantine/{}/adopt", strange.id);
    assert_eq!(chi.post(&path, &json!({})).await.problem(403), "forbidden");
    assert_eq!(app.signed_in("stranger").await.post(&path, &json!({})).await.problem(404), "not_found");
    let dung = app.signed_in("dung").await;
    let adopted: Json = dung.post(&path, &json!({})).await.json();
    assert_eq!(adopted["verdict"]["numbered"]["n"], 1);
    assert_eq!(dung.post(&path, &json!({})).await.problem(404), "not_found");
    assert_eq!(dung.pull_all().await[&scope_of("east")], [text(&strange)]);
    // Whoever wrote it learns of it, and the same message now gets the number.
    let verdicts = chi.pull(&Pull { ask: [strange.id].into(), ..Pull::default() }).await.verdicts;
    assert!(numbered(&verdicts[&strange.id].verdict));
    assert!(numbered(&chi.push(&[&strange]).await[0].receipt.verdict));
}

async fn a_manager_drops_with_a_reason_that_reaches_the_author(engine: Engine) {
    let app = TestApp::new(engine).await;
    let (chi, an) = (app.signed_in("chi").await, app.signed_in("an").await);
    let dung = app.signed_in("dung").await;
    let strange = report("chi", "east");
    chi.push(&[&strange]).await;
    let path = format!("/api/v1/quarantine/{}/drop", strange.id);
    let reason = json!({ "reason": " not ours " });
    // An officer of the unit sees it, and does not decide.
    assert_eq!(an.post(&path, &reason).await.problem(403), "forbidden");
    assert_eq!(app.signed_in("stranger").await.post(&path, &reason).await.problem(404), "not_found");
    assert_eq!(dung.post(&path, &json!({ "reason": " " })).await.problem(400), "malformed");
    assert_eq!(dung.post(&path, &reason).await.status, 200);
    assert_eq!(dung.post(&path, &reason).await.problem(404), "not_found");

    let dropped = Verdict::Quarantined(Why::Dropped { by: person_id("dung"), reason: "not ours".into() });
    let heard = chi.pull(&Pull { ask: [strange.id].into(), ..Pull::default() }).await.verdicts;
    assert_eq!(heard[&strange.id].verdict, dropped);
    assert_eq!(chi.push(&[&strange]).await[0].receipt.verdict, dropped);
    let list: Json = chi.get("/api/v1/quarantine").await.json();
    assert_eq!(list["items"], json!([]));
    assert!(an.pull_all().await.is_empty());
}

async fn an_author_takes_back_what_is_kept_aside(engine: Engine) {
    let app = TestApp::new(engine).await;
    let chi = app.signed_in("chi").await;
    let strange = report("chi", "east");
    chi.push(&[&strange]).await;
    let path = format!("/api/v1/quarantine/{}/drop", strange.id);
    assert_eq!(chi.post(&path, &json!({ "reason": "my mistake" })).await.status, 200);
    let own = Verdict::Quarantined(Why::Dropped { by: person_id("chi"), reason: "my mistake".into() });
    assert_eq!(chi.push(&[&strange]).await[0].receipt.verdict, own);
}

async fn an_approved_report_is_locked_until_it_is_reopened(engine: Engine) {
    let app = TestApp::new(engine).await;
    let (an, dung) = (app.signed_in("an").await, app.signed_in("dung").await);
    let written = report("an", "east");
    let submit = act("an", "report", written.root, State::Submitted, None);
    assert!(an.push(&[&written, &submit]).await.iter().all(|receipt| numbered(&receipt.receipt.verdict)));

    let approve = |saw| act("dung", "report", written.root, State::Approved, saw);
    let by_officer = act("an", "report", written.root, State::Approved, Some(submit.id));
    assert_eq!(an.push(&[&by_officer]).await[0].receipt.verdict, Verdict::Quarantined(Why::NoRight));
    let blind = approve(Some(submit.id));
    assert_eq!(dung.push(&[&blind]).await[0].receipt.verdict, Verdict::Quarantined(Why::BasisMoved));
    let stale = proof(approve(None), &[&written]);
    assert!(matches!(dung.push(&[&stale]).await[0].receipt.verdict, Verdict::Quarantined(Why::StateMoved { .. })));
    let approval = proof(approve(Some(submit.id)), &[&written]);
    assert!(numbered(&dung.push(&[&approval]).await[0].receipt.verdict));

    let late = save("an", "report", written.root, None, json!({ "people": 4 }));
    assert_eq!(an.push(&[&late]).await[0].receipt.verdict, Verdict::Quarantined(Why::Approved));
    assert_eq!(adopted(&dung, &late).await, Verdict::Quarantined(Why::Approved));
    let reopen = act("dung", "report", written.root, State::Returned, Some(approval.id));
    assert!(numbered(&dung.push(&[&reopen]).await[0].receipt.verdict));
    assert!(numbered(&adopted(&dung, &late).await));
    // A transition that was refused is asked for anew, never adopted.
    assert_eq!(adopted(&dung, &blind).await, Verdict::Quarantined(Why::OnlyAnew));
}

async fn photos_are_asked_for_shared_with_the_report_and_needed_for_approval(engine: Engine) {
    let app = TestApp::new(engine).await;
    let (an, dung) = (app.signed_in("an").await, app.signed_in("dung").await);
    let bytes: &[u8] = b"\xff\xd8\xff a picture";
    let sha256 = Digest::of(bytes);
    let written = report("an", "east");
    let photo = photo_of(&written, sha256);
    let submit = act("an", "report", written.root, State::Submitted, None);
    let reply: PushReply = an.push_texts(&[text(&written), text(&photo), text(&submit)]).await;
    assert_eq!(reply.wanted, BTreeSet::from([sha256]));

    let approval = || proof(act("dung", "report", written.root, State::Approved, Some(submit.id)), &[&written, &photo]);
    let early = dung.push(&[&approval()]).await;
    assert_eq!(early[0].receipt.verdict, Verdict::Quarantined(Why::PhotosMissing { missing: 1 }));
    let path = format!("/api/v1/blobs/{sha256}");
    assert_eq!(dung.get(&path).await.problem(404), "not_found");
    assert_eq!(an.send(Method::PUT, &path, bytes).await.status, 200);
    assert!(an.push_texts(&[text(&photo)]).await.wanted.is_empty());
    assert!(numbered(&dung.push(&[&approval()]).await[0].receipt.verdict));
    for (login, status) in [("dung", 200), ("binh", 200), ("chief", 200), ("chi", 404), ("stranger", 404)] {
        assert_eq!(app.signed_in(login).await.get(&path).await.status, status, "{login}");
    }
}

/// A plan of the province with one activity that the east carries out.
fn plan() -> (Change, Change) {
    let id = fresh(RecordId);
    let home = Home::of_plan(id, unit_id("north"));
    let period = json!({ "from": "2026-01-01", "to": "2026-12-31" });
    let mut plan = save("chief", "plan", id, Some(home), json!({ "title": "Plan", "period": period }));
    let assignment = BTreeMap::from([
        ("unit".to_owned(), FieldEdit { value: unit_id("office").to_string().into(), seen: BTreeSet::new() }),
        ("role".to_owned(), FieldEdit { value: "leads".into(), seen: BTreeSet::new() }),
    ]);
    plan.records.push(RecordEdit { id: fresh(RecordId), kind: "assignment".into(), fields: assignment });
    let fields = json!({ "plan": id, "kind": "meeting", "name": "Meeting", "lead_unit": unit_id("east") });
    let activity = save("chief", "activity", fresh(RecordId), Some(home), fields);
    (plan, activity)
}

async fn an_issued_plan_reaches_those_who_carry_it_out(engine: Engine) {
    let app = TestApp::new(engine).await;
    let (chief, an) = (app.signed_in("chief").await, app.signed_in("an").await);
    let (plan, activity) = plan();
    let scope = ScopeId::of_plan(plan.root);
    let receipts = chief.push(&[&plan, &activity]).await;
    assert!(receipts.iter().all(|receipt| numbered(&receipt.receipt.verdict)), "{receipts:?}");
    assert!(!an.pull(&Pull::default()).await.readable.contains(&scope), "a draft stays in its office");
    let early = save("an", "activity", activity.root, None, json!({ "name": "Mine" }));
    assert_eq!(an.push(&[&early]).await[0].receipt.verdict, Verdict::Quarantined(Why::NoRight));

    let submit = act("chief", "plan", plan.root, State::Submitted, None);
    let approve = proof(act("chief", "plan", plan.root, State::Approved, Some(submit.id)), &[&plan]);
    let issue = proof(act("chief", "plan", plan.root, State::Issued, Some(approve.id)), &[&plan]);
    let receipts = chief.push(&[&submit, &approve, &issue]).await;
    assert!(receipts.iter().all(|receipt| numbered(&receipt.receipt.verdict)), "{receipts:?}");
    for (login, reads) in [("an", true), ("dung", true), ("chi", false), ("stranger", false), ("chief", true)] {
        let client = app.signed_in(login).await;
        assert_eq!(client.pull_all().await.contains_key(&scope), reads, "{login}");
        let heads: Json = client.get("/api/v1/sync/heads").await.json();
        assert_eq!(heads["heads"].get(scope.to_string()).is_some(), reads, "{login}");
    }

    let progress =
        save("an", "activity", activity.root, None, json!({ "progress": { "is": "under_way", "reason": null } }));
    assert!(numbered(&an.push(&[&progress]).await[0].receipt.verdict));
    let edit = save("chief", "plan", plan.root, None, json!({ "title": "Other" }));
    assert_eq!(chief.push(&[&edit]).await[0].receipt.verdict, Verdict::Quarantined(Why::Issued));
    let own = save("an", "plan", plan.root, None, json!({ "title": "Mine" }));
    assert_eq!(an.push(&[&own]).await[0].receipt.verdict, Verdict::Quarantined(Why::NoRight));
    let chi = app.signed_in("chi").await;
    let foreign = save("chi", "activity", activity.root, None, json!({ "name": "Mine" }));
    assert_eq!(chi.push(&[&foreign]).await[0].receipt.verdict, Verdict::Quarantined(Why::NoRight));
}

async fn a_create_cannot_give_a_scope_to_another_owner(engine: Engine) {
    let app = TestApp::new(engine).await;
    let (chief, dung) = (app.signed_in("chief").await, app.signed_in("dung").await);
    let (plan, _) = plan();
    chief.push(&[&plan]).await;
    let forged = Home { scope: ScopeId::of_plan(plan.root), unit: unit_id("east") };
    let activity = save("dung", "activity", fresh(RecordId), Some(forged), json!({ "name": "Mine" }));
    assert_eq!(dung.push(&[&activity]).await[0].receipt.verdict, Verdict::Quarantined(Why::NoRight));
    // Nor within one push, before the scope is written.
    let own = fresh(RecordId);
    let first = save("chief", "plan", own, Some(Home::of_plan(own, unit_id("east"))), json!({ "title": "Plan" }));
    let second_home = Home { scope: ScopeId::of_plan(own), unit: unit_id("west") };
    let second = save("chief", "activity", fresh(RecordId), Some(second_home), json!({ "name": "Mine" }));
    let receipts = chief.push(&[&first, &second]).await;
    assert!(numbered(&receipts[0].receipt.verdict));
    assert_eq!(receipts[1].receipt.verdict, Verdict::Quarantined(Why::NoRight));
}

async fn adoption_does_not_open_what_the_rules_close_for_good(engine: Engine) {
    let app = TestApp::new(engine).await;
    let dung = app.signed_in("dung").await;
    let mut misplaced = report("an", "east");
    let plan = fresh(RecordId);
    misplaced.home = Some(Home { scope: ScopeId::of_plan(plan), unit: unit_id("east") });
    let existing = report("an", "east");
    let other_kind = save("an", "note", existing.root, None, json!({ "text": "x" }));
    let rootless = save("an", "report", fresh(RecordId), None, json!({ "result": "x" }));
    let receipts = app.signed_in("an").await.push(&[&existing, &misplaced, &other_kind, &rootless]).await;
    let why = [Why::WrongHome, Why::KindDiffers, Why::UnknownRoot].map(Verdict::Quarantined);
    for ((change, why), receipt) in [misplaced, other_kind, rootless].iter().zip(why).zip(&receipts[1..]) {
        assert_eq!(receipt.receipt.verdict, why);
        assert_eq!(adopted(&dung, change).await, why);
    }
    let list: Json = dung.get("/api/v1/quarantine").await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 3);
}

async fn what_is_kept_aside_comes_in_pages_of_so_many_rows_and_bytes(engine: Engine) {
    let app = TestApp::new(engine).await;
    let chi = app.signed_in("chi").await;
    let small: Vec<_> = (0..130).map(|_| report("chi", "east")).collect();
    let mut large: Vec<_> = (0..3).map(|_| report("chi", "east")).collect();
    for change in &mut large {
        let edit = FieldEdit { value: "x".repeat(600_000).into(), seen: BTreeSet::new() };
        change.records[0].fields.insert("result".into(), edit);
    }
    chi.push(&small.iter().collect::<Vec<_>>()).await;
    for change in &large {
        chi.push(&[change]).await;
    }
    let dung = app.signed_in("dung").await;
    let (mut met, mut sizes, mut path) = (BTreeSet::new(), Vec::new(), "/api/v1/quarantine".to_owned());
    loop {
        let page: QuarantineList = dung.get(&path).await.json();
        sizes.push(page.items.len());
        met.extend(page.items.iter().map(|item| item.id));
        let Some(next) = page.next else { break };
        path = format!("/api/v1/quarantine?after={next}");
        // Its last row may be decided before the next page is asked for.
        assert_eq!(page.items.last().unwrap().id, next);
        let drop = format!("/api/v1/quarantine/{next}/drop");
        assert_eq!(dung.post(&drop, &json!({ "reason": "x" })).await.status, 200);
    }
    assert_eq!(met, small.iter().chain(&large).map(|change| change.id).collect());
    assert_eq!(sizes, [2, 100, 31]);
    assert_eq!(dung.get("/api/v1/quarantine?after=7").await.problem(400), "malformed");
}
