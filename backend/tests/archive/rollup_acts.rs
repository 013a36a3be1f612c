//! Roll-ups under whatever people do, decided by a number: the rows are a count of all roots.

use crate::{
    app::{Engine, TestApp},
    changes::{act, report, save, scope_of},
    rollups::{assert_counted, kept, root},
};
use axum::http::StatusCode;
use backend::{
    store::{Db, carry::carry},
    sync::rollup,
};
use serde_json::json;
use shared::{
    change::{Change, FieldEdit, RecordEdit, State},
    fold::{Field, Root},
    id::{ChangeId, RecordId},
    value::Value,
    verdict::{Verdict, Why},
};
use std::collections::{BTreeMap, BTreeSet};

on_both_engines! {
    whatever_is_written_the_rows_are_a_recount,
}

/// What a seed decides.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }
}

fn seen(root: &Root, change: &mut Change) {
    for record in &mut change.records {
        for (name, edit) in &mut record.fields {
            edit.seen = root.field(record.id, name).into_iter().flat_map(Field::ids).collect();
        }
    }
}

fn line(chance: &mut Chance, of: RecordId) -> RecordEdit {
    let id = RecordId::derived(&[&of.to_string(), &chance.below(2).to_string()]);
    let field = |value: Value| FieldEdit { value, seen: BTreeSet::new() };
    let material = ["leaflet", "poster"][chance.below(2)];
    let quantity = i64::try_from(chance.below(200)).unwrap();
    let fields = [("material", field(material.into())), ("quantity", field(quantity.into()))];
    let fields = fields.map(|(name, edit)| (name.to_owned(), edit));
    RecordEdit { id, kind: "handout".to_owned(), fields: fields.into() }
}

/// One act of somebody on a report: an edit that saw all or nothing, a line, a delete, a step.
fn next(chance: &mut Chance, login: &str, id: RecordId, root: &Root) -> Change {
    let decided = root.decided();
    let number = chance.below(90);
    let mut change = match chance.below(12) {
        0..3 => {
            let all = [State::Submitted, State::Approved, State::Returned];
            let to = match decided.state {
                _ if chance.below(8) == 0 => all[chance.below(3)].clone(),
                State::Submitted => all[1 + chance.below(2)].clone(),
                State::Approved => State::Returned,
                _ => State::Submitted,
            };
            let mut step = act("chief", "report", id, to, decided.version);
            step.act.as_mut().unwrap().basis = Some(root.basis());
            return step;
        }
        3 => {
            let mut gone = save(login, "report", id, None, json!({}));
            gone.records = root
                .records
                .iter()
                .map(|(id, record)| {
                    let fields = record.fields.keys().filter(|name| *name != "state");
                    let field =
                        |name: &String| (name.clone(), FieldEdit { value: Value::Deleted, seen: BTreeSet::new() });
                    RecordEdit { id: *id, kind: record.kind.clone(), fields: fields.map(field).collect() }
                })
                .collect();
            gone
        }
        5 => {
            let mut handed = save(login, "report", id, None, json!({}));
            handed.records = vec![line(chance, id)];
            handed
        }
        6 => save(login, "report", id, None, json!({ "date": format!("2026-{:02}-01", 1 + number % 12) })),
        7 => save(login, "report", id, None, json!({ "activity": RecordId::derived(&[&(number % 3).to_string()]) })),
        8 => save(login, "report", id, None, json!({ "done": { "amount": number, "measure": "session" } })),
        9 => save(login, "report", id, None, json!({ "households/poor": number, "cost": number * 1_000 })),
        _ => save(login, "report", id, None, json!({ "people": number, "women": number / 2 })),
    };
    if chance.below(3) > 0 {
        seen(root, &mut change);
    }
    change
}

async fn whatever_is_written_the_rows_are_a_recount(engine: Engine) {
    let app = TestApp::new(engine).await;
    let mut people = BTreeMap::new();
    for login in ["an", "binh", "chi", "chief"] {
        people.insert(login, app.signed_in(login).await);
    }
    let mut chance = Chance(7);
    let mut roots: Vec<RecordId> = Vec::new();
    let mut aside: Vec<ChangeId> = Vec::new();
    let (mut numbered, mut in_conflict, mut stood) = (0, false, BTreeSet::new());
    for step in 0..150 {
        let mut pushed: BTreeMap<&str, Vec<Change>> = BTreeMap::new();
        for _ in 0..=chance.below(4) {
            // Officers of the west write for the east now and then, and it waits.
            let login = ["an", "binh", "an", "binh", "chief", "chief", "chi"][chance.below(7)];
            let change = if roots.len() < 3 || chance.below(30) == 0 {
                let made = report(login, if login == "chi" { "west" } else { "east" });
                roots.push(made.root);
                made
            } else {
                let id = roots[chance.below(roots.len())];
                let Some(root) = root(&app, id).await else { continue };
                next(&mut chance, login, id, &root)
            };
            let by = if change.act.is_some() { "chief" } else { login };
            pushed.entry(by).or_default().push(change);
        }
        for (by, changes) in pushed {
            let changes: Vec<&Change> = changes.iter().collect();
            for receipt in people[by].push(&changes).await {
                match receipt.receipt.verdict {
                    Verdict::Numbered { .. } => numbered += 1,
                    Verdict::Quarantined(Why::NoRight) => aside.extend(receipt.id),
                    Verdict::Quarantined(_) => {}
                }
            }
        }
        if step % 5 == 0
            && let Some(id) = aside.pop()
        {
            let adopted = people["chief"].post(&format!("/api/v1/quarantine/{id}/adopt"), &json!({})).await;
            assert_eq!(adopted.status, StatusCode::OK, "{}", adopted.text());
        }
        let rows = kept(&app, scope_of("east")).await.rows;
        stood.extend(rows.iter().filter(|(_, row)| row.reports > 0).map(|(slot, _)| slot.standing));
        in_conflict |= rows.values().any(|row| row.people.low < row.people.high);
        if step % 50 == 49 {
            assert_counted(&app, &format!("after {step} steps")).await;
        }
    }
    assert!(numbered > 200, "only {numbered} were numbered");
    assert_eq!(stood.len(), 4, "reports stood everywhere");
    assert!(in_conflict, "some that were handed in were in conflict");
    assert_goes_over(engine, &app).await;
}

/// A move into the other database takes the rows along.
async fn assert_goes_over(engine: Engine, app: &TestApp) {
    if engine == Engine::Lite {
        let config = Engine::Pg.config(&app.folder).await;
        let to = Db::open(&config.database()).await.unwrap();
        carry(&app.app.db, &to).await.unwrap();
        let recount = rollup::recount(&to).await.unwrap();
        assert!(recount.filled.is_empty() && recount.mended.is_empty(), "{recount:?}");
        to.close().await;
    }
}
