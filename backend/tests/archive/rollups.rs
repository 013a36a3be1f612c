//! Roll-ups: whatever was written, they are what a count of all roots says; and their sums upward.

use crate::{
    app::{Client, Engine, TestApp, person_id, unit_id},
    changes::{act, fresh, report, save, scope_of},
};
use backend::{
    config::Config,
    store::{self, Db},
    sync::rollup::{self, Recount},
};
use serde_json::{Value as Json, json};
use shared::{
    change::{Change, FieldEdit, Home, RecordEdit, State},
    fold::Root,
    id::{RecordId, ScopeId},
    plan,
    rollup::RollUp,
    value::Value,
    verdict::Verdict,
    wire::{RollUpRow, RollUps},
};
use std::collections::BTreeMap;

on_both_engines! {
    what_was_written_without_rows_is_counted_once_and_moves_from_then_on,
    rows_that_were_damaged_are_named_and_mended,
    sums_go_upward_and_no_further_than_the_asker_may_read,
    plan_stands_against_result_by_kind_and_activity,
    what_no_form_writes_is_numbered_and_counted_under_no_code,
}

pub async fn recount(app: &TestApp) -> Recount {
    rollup::recount(&app.app.db).await.unwrap()
}

pub async fn kept(app: &TestApp, scope: ScopeId) -> RollUp {
    store::rollup::of_scope(&mut app.app.db.read().await.unwrap(), scope).await.unwrap().settled()
}

pub async fn assert_counted(app: &TestApp, when: &str) {
    let Recount { scopes, filled, mended } = recount(app).await;
    assert!(scopes > 0 && filled.is_empty() && mended.is_empty(), "{when}: {filled:?} {mended:?}");
}

pub async fn root(app: &TestApp, id: RecordId) -> Option<Root> {
    store::root::named(&mut app.app.db.read().await.unwrap(), [id]).await.unwrap().remove(&id)
}

/// As if a program of before had written everything.
async fn forget_rows(db: &Db) {
    let forgotten = db.write(|conn| {
        Box::pin(async move {
            for (scope, _) in store::scope::heads(conn).await? {
                store::rollup::replace(conn, scope, RollUp::default()).await?;
                store::activity::replace(conn, scope, BTreeMap::new()).await?;
                store::rollup::counted(conn, scope, 0).await?;
            }
            Ok(())
        })
    });
    forgotten.await.unwrap();
}

async fn what_was_written_without_rows_is_counted_once_and_moves_from_then_on(engine: Engine) {
    let app = TestApp::new(engine).await;
    let (an, chi, chief) = (app.signed_in("an").await, app.signed_in("chi").await, app.signed_in("chief").await);
    let (first, elsewhere) = (report("an", "east"), report("chi", "west"));
    an.push(&[&first, &report("an", "east")]).await;
    chi.push(&[&elsewhere]).await;
    issued_plan(&chief).await;
    let (east, west) = (kept(&app, scope_of("east")).await, kept(&app, scope_of("west")).await);
    forget_rows(&app.app.db).await;
    assert_eq!(sums(&chief, "unit=north&by=unit").await.uncounted, 3);

    // Whoever writes next into a scope counts all of it.
    let submitted = act("an", "report", first.root, State::Submitted, None);
    an.push(&[&submitted]).await;
    let now = kept(&app, scope_of("east")).await;
    assert_ne!(now, east);
    assert_eq!(now.rows.iter().filter(|(slot, _)| slot.activity.is_none()).map(|(_, row)| row.reports).sum::<i64>(), 2);
    assert_eq!(sums(&chief, "unit=north&by=unit").await.uncounted, 2);

    let filled = rollup::fill(&app.app.db).await.unwrap();
    assert_eq!((filled.scopes, filled.filled.len(), filled.mended.len()), (2, 2, 0), "the rest");
    assert_eq!(kept(&app, scope_of("west")).await, west);
    assert_eq!(rollup::fill(&app.app.db).await.unwrap(), Recount::default(), "once");
    assert_eq!(sums(&chief, "unit=north&by=unit").await.uncounted, 0);
    an.push(&[&save("an", "report", first.root, None, json!({ "people": 12 }))]).await;
    assert_counted(&app, "from then on").await;
}

async fn rows_that_were_damaged_are_named_and_mended(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    an.push(&[&report("an", "east")]).await;
    app.signed_in("chi").await.push(&[&report("chi", "west")]).await;
    let whole = kept(&app, scope_of("east")).await;
    let damage = whole.clone();
    let damaged = app.app.db.write(move |conn| {
        let damage = BTreeMap::from([(scope_of("east"), damage.clone())]);
        Box::pin(async move { store::rollup::move_by(conn, &damage).await })
    });
    damaged.await.unwrap();
    assert_ne!(kept(&app, scope_of("east")).await, whole);
    let found = recount(&app).await;
    assert_eq!((found.scopes, found.filled, found.mended), (2, vec![], vec![scope_of("east")]));
    assert_eq!(kept(&app, scope_of("east")).await, whole);
    assert_counted(&app, "mended").await;
}

async fn sums(client: &Client<'_>, wish: &str) -> RollUps {
    let unit = wish.strip_prefix("unit=").and_then(|rest| rest.split('&').next()).unwrap();
    let wish = wish.replacen(unit, &unit_id(unit).to_string(), 1);
    let answer = client.get(&format!("/api/v1/rollups?from=0000-00&to=2026-12&{wish}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

fn row<'a>(sums: &'a RollUps, of: &str) -> &'a RollUpRow {
    sums.rows.iter().find(|row| row.of == of).unwrap_or_else(|| panic!("{of} is not among {sums:?}"))
}

/// A report with figures that is handed in.
fn handed_in(login: &str, unit: &str, on: RecordId, people: i64) -> [Change; 2] {
    let mut written = report(login, unit);
    let home = Home::of_unit(unit_id(unit));
    let place = json!({ "unit": unit_id(unit), "text": "" });
    let fields: Json = json!({ "activity": on, "date": "2026-04-09", "place": place, "people": people,
                               "households/poor": people / 2, "households/near_poor": 1, "cost": 50_000 });
    written.records = save(login, "report", written.root, Some(home), fields).records;
    let step = act(login, "report", written.root, State::Submitted, None);
    [written, step]
}

async fn sums_go_upward_and_no_further_than_the_asker_may_read(engine: Engine) {
    let app = TestApp::new(engine).await;
    let (an, chi, chief) = (app.signed_in("an").await, app.signed_in("chi").await, app.signed_in("chief").await);
    let on = fresh(RecordId);
    let [one, step] = handed_in("an", "east", on, 40);
    let mut rival = save("an", "report", one.root, None, json!({ "people": 45 }));
    rival.records[0].fields.get_mut("people").unwrap().seen.clear();
    let [village, handed] = handed_in("an", "brook", on, 10);
    an.push(&[&one, &step, &rival, &village, &handed, &report("an", "east")]).await;
    let [other, step] = handed_in("chi", "west", on, 7);
    chi.push(&[&other, &step]).await;

    let by_unit = sums(&chief, "unit=north&by=unit").await;
    assert_eq!(by_unit.rows.len(), 2, "{by_unit:?}");
    let east = row(&by_unit, &unit_id("east").to_string());
    assert_eq!(east.reports, BTreeMap::from([("draft".to_owned(), 1), ("submitted".to_owned(), 2)]));
    assert_eq!((east.submitted["people"], east.conflicts), ([50, 50, 55], 1), "the village's are among them");
    assert_eq!(east.submitted["households/poor"], [25, 25, 25]);
    assert_eq!(row(&by_unit, &unit_id("west").to_string()).submitted["cost"], [50_000; 3]);
    let by_month = sums(&chief, "unit=north&by=month").await;
    assert_eq!(row(&by_month, "2026-04").submitted["people"], [57, 57, 62]);
    assert_eq!(row(&by_month, "2026-09").reports["draft"], 1);
    let of_east = sums(&app.signed_in("dung").await, "unit=east&by=unit").await;
    assert_eq!(row(&of_east, &unit_id("brook").to_string()).submitted["people"], [10; 3]);
    assert_eq!(row(&of_east, &unit_id("east").to_string()).submitted["people"], [40, 40, 45]);
    let by_activity = sums(&chief, "unit=north&by=activity").await;
    assert_eq!(row(&by_activity, &on.to_string()).submitted["people"], [57, 57, 62]);
    assert_eq!(sums(&an, "unit=brook&by=kind").await.rows.len(), 1, "an officer reads below the own unit");

    let stranger = app.signed_in("stranger").await;
    for (who, unit) in [(&chi, "east"), (&chi, "north"), (&stranger, "north"), (&chief, "south"), (&chief, "nowhere")] {
        let path = format!("/api/v1/rollups?from=2026-01&to=2026-12&by=unit&unit={}", unit_id(unit));
        assert_eq!(who.get(&path).await.problem(404), "not_found", "{unit}");
    }
    for bad in ["", "by=day", "from=2026-13&to=2026-12&by=unit", "from=2026-01&by=unit"] {
        let path = format!("/api/v1/rollups?unit={}&{bad}", unit_id("north"));
        assert_eq!(chief.get(&path).await.problem(400), "malformed", "{bad}");
    }
    assert_eq!(app.get("/api/v1/rollups").await.problem(401), "session_expired");
}

/// A plan of the province with two activities in the east, issued. Their ids.
async fn issued_plan(chief: &Client<'_>) -> [RecordId; 2] {
    let root = fresh(RecordId);
    let home = Home::of_plan(root, unit_id("north"));
    let period = json!({ "from": "2026-01-01", "to": "2026-12-31" });
    let begun = save("chief", plan::KIND, root, Some(home), json!({ "title": "một năm", "period": period }));
    let activity = |kind: &str, target: Json, ends: &str| {
        let fields = json!({ "plan": root, "kind": kind, "name": kind, "lead_unit": unit_id("east"), "target": target,
                             "planned": { "from": "2026-01-05", "to": ends }, "planned_cost": 900_000 });
        save("chief", "activity", fresh(RecordId), Some(home), fields)
    };
    let meeting = activity("village_meeting", json!({ "amount": 5, "measure": "session" }), "2026-06-30");
    let leaflet = activity("leaflet", json!({ "amount": 300, "measure": "copy" }), "2026-11-30");
    for receipt in chief.push(&[&begun, &meeting, &leaflet]).await {
        assert!(matches!(receipt.receipt.verdict, Verdict::Numbered { .. }), "{receipt:?}");
    }
    let mut saw = None;
    for to in [State::Submitted, State::Approved, State::Issued] {
        let mut step = act("chief", plan::KIND, root, to, saw);
        let app = chief.app;
        step.act.as_mut().unwrap().basis = Some(self::root(app, root).await.unwrap().basis());
        let verdict = chief.push(&[&step]).await.remove(0).receipt.verdict;
        assert!(matches!(verdict, Verdict::Numbered { .. }), "{verdict:?}");
        saw = Some(step.id);
        if matches!(step.act.as_ref().unwrap().to, State::Approved) {
            let signed = json!({ "number": "01/KH-UBND", "signed_on": "2026-01-04" });
            let mut signed = save("chief", plan::KIND, root, None, signed);
            signed.by = person_id("chief");
            chief.push(&[&signed]).await;
        }
    }
    [meeting.root, leaflet.root]
}

async fn plan_stands_against_result_by_kind_and_activity(engine: Engine) {
    let app = TestApp::new(engine).await;
    let (an, chief) = (app.signed_in("an").await, app.signed_in("chief").await);
    let [meeting, leaflet] = issued_plan(&chief).await;
    let mut pushed = Vec::new();
    pushed.extend(handed_in("an", "east", meeting, 20));
    pushed.extend(handed_in("an", "east", meeting, 30));
    let [mut stated, step] = handed_in("an", "brook", meeting, 5);
    let done = FieldEdit {
        value: serde_json::from_value(json!({ "amount": 3, "measure": "session" })).unwrap(),
        seen: [].into(),
    };
    stated.records[0].fields.insert("done".to_owned(), done);
    pushed.extend([stated, step]);
    let [mut handed, step] = handed_in("an", "east", leaflet, 0);
    handed.records.push(RecordEdit {
        id: fresh(RecordId),
        kind: "handout".into(),
        fields: [("material", "leaflet".into()), ("language", "tay".into()), ("quantity", Value::Int(120))]
            .map(|(name, value)| (name.to_owned(), FieldEdit { value, seen: [].into() }))
            .into(),
    });
    pushed.extend([handed, step]);
    pushed.extend(handed_in("an", "east", fresh(RecordId), 1));
    let pushed: Vec<&Change> = pushed.iter().collect();
    assert!(an.push(&pushed).await.iter().all(|r| matches!(r.receipt.verdict, Verdict::Numbered { .. })));

    let by_kind = sums(&chief, "unit=north&by=kind").await;
    let meetings = row(&by_kind, "village_meeting");
    assert_eq!((meetings.planned["target/session"], meetings.submitted["done/session"]), ([5; 3], [5; 3]));
    assert_eq!((meetings.planned["cost"], meetings.activities["planned"]), ([900_000; 3], 1));
    let leaflets = row(&by_kind, "leaflet");
    assert_eq!((leaflets.planned["target/copy"], leaflets.submitted["done/copy"]), ([300; 3], [120; 3]));
    assert_eq!(row(&by_kind, "").reports["submitted"], 1, "whose activity is not known");
    let by_activity = sums(&chief, "unit=east&by=activity").await;
    assert_eq!(row(&by_activity, &meeting.to_string()).submitted["people"], [55; 3]);
    let by_unit = sums(&chief, "unit=east&by=unit&kind=village_meeting").await;
    assert_eq!(row(&by_unit, &unit_id("brook").to_string()).submitted["done/session"], [3; 3]);
    assert_eq!(row(&by_unit, &unit_id("east").to_string()).planned["target/session"], [5; 3]);
    let by_month = sums(&chief, "unit=north&by=month&kind=leaflet").await;
    assert_eq!(by_month.rows.iter().map(|row| row.of.as_str()).collect::<Vec<_>>(), ["2026-04", "2026-11"]);
    for none in ["unit=west&by=kind", "unit=north&by=kind&kind=%00", "unit=north&by=unit&kind=contest"] {
        assert!(sums(&chief, none).await.rows.is_empty(), "{none}");
    }
    assert_counted(&app, "plans too").await;
}

async fn what_no_form_writes_is_numbered_and_counted_under_no_code(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    let [mut odd, step] = handed_in("an", "east", fresh(RecordId), i64::MAX);
    let long = "x".repeat(5_000);
    for material in ["a\0b", long.as_str(), "TỜ RƠI"] {
        let fields = [
            ("material", Value::from(material)),
            ("language", Value::from(material)),
            ("quantity", Value::Int(i64::MAX)),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), FieldEdit { value, seen: [].into() })).into();
        odd.records.push(RecordEdit { id: fresh(RecordId), kind: "handout".into(), fields });
    }
    let more = save(
        "an",
        "report",
        odd.root,
        None,
        json!({ "cost": i64::MAX, "people": i64::MIN, "done": { "amount": i64::MAX, "measure": long } }),
    );
    let receipts = an.push(&[&odd, &step, &more]).await;
    assert!(matches!(receipts[0].receipt.verdict, Verdict::Numbered { .. }), "{receipts:?}");
    assert!(matches!(receipts[2].receipt.verdict, Verdict::Numbered { .. }), "{receipts:?}");
    assert_counted(&app, "odd").await;
    let copy = TestApp::over(Config { app_dir: None, ..app.config.clone() }, crate::app::fresh_folder()).await;
    assert_counted(&copy, "read by another process").await;
}
