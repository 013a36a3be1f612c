//! Several processes over one PostgreSQL, each an app with pools of its own: what SQLite's one writer
//! holds apart by itself is held apart by locks.

use crate::{
    app::{Client, Engine, TestApp, person_id, unit_id},
    changes::{fresh, report, save, scope_of, text},
    events::listening,
};
use axum::{body::BodyDataStream, http::Method};
use backend::{
    demo::{self, Filled},
    office,
    store::{self, Conn, Db},
};
use futures_util::{StreamExt as _, future::join_all};
use serde_json::json;
use shared::{
    change::Home,
    id::{DeviceId, RecordId, UnitId},
    unit::Unit,
    verdict::{Verdict, Why},
    wire::PushReceipt,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::sync::{Barrier, Mutex, mpsc};

/// Races are run so often; each round meets at another place.
const ROUNDS: usize = 16;

/// Two processes over one database.
async fn two() -> [TestApp; 2] {
    let one = TestApp::new(Engine::Pg).await;
    let other = one.beside().await;
    [one, other]
}

/// The same session at another process.
fn at<'a>(app: &'a TestApp, client: &Client<'_>) -> Client<'a> {
    Client { app, cookie: client.cookie.clone() }
}

async fn heard(stream: &mut BodyDataStream) -> Option<String> {
    let piece = tokio::time::timeout(Duration::from_secs(20), stream.next()).await.expect("nothing is heard");
    piece.map(|piece| String::from_utf8_lossy(&piece.unwrap()).into_owned())
}

const POKE: &str = "event: poke\ndata: {}\n\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_poke_and_the_end_of_a_session_reach_every_process() {
    let [one, other] = two().await;
    let (an, binh) = (one.signed_in("an").await, one.signed_in("binh").await);
    let mut stream = listening(&at(&other, &an)).await;
    binh.push(&[&report("binh", "east")]).await;
    assert_eq!(heard(&mut stream).await.as_deref(), Some(POKE));
    an.send(Method::DELETE, "/api/v1/session", "").await;
    while let Some(piece) = heard(&mut stream).await {
        assert_eq!(piece, POKE, "only pokes come before the end");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_line_between_processes_is_opened_again_when_it_breaks() {
    let [one, other] = two().await;
    let an = one.signed_in("an").await;
    let mut stream = listening(&at(&other, &an)).await;
    let Conn::Pg(mut conn) = one.app.db.read().await.unwrap() else { panic!("it is PostgreSQL") };
    let cut: Vec<bool> = sqlx::query_scalar(
        "select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and query ilike 'listen%'",
    )
    .fetch_all(&mut *conn)
    .await
    .unwrap();
    assert_eq!(cut, [true, true], "one line for each process");
    assert_eq!(heard(&mut stream).await.as_deref(), Some(POKE), "what was told meanwhile may be lost: ask for all");
    an.push(&[&report("an", "east")]).await;
    assert_eq!(heard(&mut stream).await.as_deref(), Some(POKE));
}

/// One push each, at once, at the two processes in turn.
async fn pushed_at_once(clients: &[Client<'_>], texts: &[String]) -> Vec<PushReceipt> {
    let pushes = clients.iter().zip(texts).map(|(client, text)| client.push_texts(std::slice::from_ref(text)));
    join_all(pushes).await.into_iter().flat_map(|reply| reply.receipts).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_message_at_once_is_numbered_once() {
    let [one, other] = two().await;
    let an = one.signed_in("an").await;
    let clients = [&one, &other, &one, &other].map(|app| at(app, &an));
    for n in 1..=ROUNDS as u64 {
        let message = text(&report("an", "east"));
        let receipts = pushed_at_once(&clients, &[message.clone(), message.clone(), message.clone(), message]).await;
        assert_eq!(receipts[0].receipt.verdict, Verdict::Numbered { scope: scope_of("east"), n });
        assert!(receipts.iter().all(|receipt| *receipt == receipts[0]), "{receipts:?}");
    }
    assert_eq!(an.pull_all().await[&scope_of("east")].len(), ROUNDS);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_id_and_a_root_at_once_in_two_scopes_go_to_the_first() {
    let [one, other] = two().await;
    let clients = [one.signed_in("an").await, at(&other, &other.signed_in("chi").await)];
    for _ in 0..ROUNDS {
        let (here, mut there) = (report("an", "east"), report("chi", "west"));
        there.id = here.id;
        let receipts = pushed_at_once(&clients, &[text(&here), text(&there)]).await;
        let verdicts: BTreeSet<_> = receipts.iter().map(|receipt| format!("{:?}", receipt.receipt.verdict)).collect();
        let second = format!("{:?}", Verdict::Quarantined(Why::TwoContents));
        assert!(verdicts.len() == 2 && verdicts.contains(&second), "one is numbered, one is second: {verdicts:?}");

        let root = fresh(RecordId);
        let home = |unit| Some(Home::of_unit(unit_id(unit)));
        let here = save("an", "report", root, home("east"), json!({ "result": "here" }));
        let there = save("chi", "report", root, home("west"), json!({ "result": "there" }));
        let receipts = pushed_at_once(&clients, &[text(&here), text(&there)]).await;
        let numbered = receipts.iter().filter(|receipt| matches!(receipt.receipt.verdict, Verdict::Numbered { .. }));
        let refused = receipts.iter().filter(|receipt| receipt.receipt.verdict == Verdict::Quarantined(Why::NoRight));
        assert_eq!((numbered.count(), refused.count()), (1, 1), "a root has one home: {receipts:?}");
    }
    let entries = one.signed_in("chief").await.pull_all().await;
    assert_eq!(entries.values().map(Vec::len).sum::<usize>(), 2 * ROUNDS);
}

/// Between the first look at where a root lives and the lock, somebody makes it elsewhere.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_root_that_was_made_elsewhere_before_the_lock_was_had_is_looked_for_again() {
    let [one, other] = two().await;
    let an = one.signed_in("an").await;
    let made = report("an", "east");
    let (root, meanwhile) = (made.root, text(&made));
    let (held, is_held) = mpsc::unbounded_channel();
    let (go_on, goes_on) = mpsc::unbounded_channel();
    let (is_held, goes_on) = (Arc::new(Mutex::new(is_held)), Arc::new(Mutex::new(goes_on)));
    let homes = BTreeMap::from([(scope_of("west"), unit_id("west"))]);
    let act = other.app.db.write(move |conn| {
        let (held, goes_on, homes) = (held.clone(), Arc::clone(&goes_on), homes.clone());
        Box::pin(async move {
            let scopes = store::lock::scopes(conn, &BTreeSet::from([root]), &homes).await?;
            held.send(()).unwrap();
            goes_on.lock().await.recv().await.unwrap();
            let roots = store::root::named(conn, [root]).await?;
            scopes.hold(roots.values())?;
            Ok(roots.len())
        })
    });
    let making = async {
        is_held.lock().await.recv().await.unwrap();
        an.push_texts(&[meanwhile]).await;
        go_on.send(()).unwrap();
        // Begun again, it holds both scopes.
        is_held.lock().await.recv().await.expect("it is not begun again");
        go_on.send(()).unwrap();
    };
    let (roots, ()) = tokio::join!(act, making);
    assert_eq!(roots.unwrap(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn scopes_named_in_any_order_do_not_lock_each_other_out() {
    let [one, other] = two().await;
    let chief = one.signed_in("chief").await;
    let clients = [&one, &other, &one, &other].map(|app| at(app, &chief));
    let units = ["east", "west", "brook", "office"];
    let pushes = (0..ROUNDS).map(|round| {
        let client = &clients[round % clients.len()];
        let mut changes: Vec<_> = units.iter().map(|unit| text(&report("chief", unit))).collect();
        changes.rotate_left(round % units.len());
        async move { client.push_texts(&changes).await }
    });
    for reply in join_all(pushes).await {
        let numbered = |receipt: &PushReceipt| matches!(receipt.receipt.verdict, Verdict::Numbered { .. });
        assert!(reply.receipts.iter().all(numbered), "{reply:?}");
    }
    let entries = chief.pull_all().await;
    assert_eq!(units.map(|unit| entries[&scope_of(unit)].len()), [ROUNDS; 4]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_acts_that_wait_for_each_other_both_come_to_their_end() {
    let [one, other] = two().await;
    for login in ["an", "binh"] {
        one.signed_in(login).await;
    }
    let (meet, turns) = (Arc::new(Barrier::new(2)), Arc::new(AtomicUsize::new(0)));
    let act = |db: Db, rows: [&'static str; 2]| {
        let (meet, turns) = (Arc::clone(&meet), Arc::clone(&turns));
        async move {
            db.write(move |conn| {
                let (meet, turn) = (Arc::clone(&meet), turns.fetch_add(1, Ordering::SeqCst));
                Box::pin(async move {
                    for login in rows {
                        store::device::heard(conn, DeviceId::derived(&[login]), person_id(login), 1, 1).await?;
                        // Both hold their first row by now; later turns have it easier.
                        if turn < 2 && login == rows[0] {
                            meet.wait().await;
                        }
                    }
                    Ok(())
                })
            })
            .await
        }
    };
    let ends = tokio::join!(act(one.app.db.clone(), ["an", "binh"]), act(other.app.db.clone(), ["binh", "an"]));
    assert!(ends.0.is_ok() && ends.1.is_ok(), "{ends:?}");
    assert_eq!(turns.load(Ordering::SeqCst), 3, "one of them was broken off and begun again");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_decide_at_once_do_not_both_decide() {
    let [one, other] = two().await;
    let (chi, dung) = (one.signed_in("chi").await, one.signed_in("dung").await);
    let chief = at(&other, &other.signed_in("chief").await);
    for round in 0..ROUNDS {
        let strange = report("chi", "east");
        assert_eq!(chi.push(&[&strange]).await[0].receipt.verdict, Verdict::Quarantined(Why::NoRight));
        let adopt = format!("/api/v1/quarantine/{}/adopt", strange.id);
        let drop = format!("/api/v1/quarantine/{}/drop", strange.id);
        let other_path = if round % 2 == 0 { &adopt } else { &drop };
        let body = json!({ "reason": "by mistake" });
        let answers = tokio::join!(dung.post(&adopt, &body), chief.post(other_path, &body));
        let statuses = BTreeSet::from([answers.0.status.as_u16(), answers.1.status.as_u16()]);
        assert_eq!(statuses, BTreeSet::from([200, 404]), "{} {}", answers.0.text(), answers.1.text());
        let numbered = matches!(chi.push(&[&strange]).await[0].receipt.verdict, Verdict::Numbered { .. });
        assert_eq!(numbered, answers.0.status == 200 || round % 2 == 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_change_leaves_no_scope_behind() {
    let app = TestApp::new(Engine::Pg).await;
    let an = app.signed_in("an").await;
    assert_eq!(an.push(&[&report("an", "south")]).await[0].receipt.verdict, Verdict::Quarantined(Why::NoRight));
    let Conn::Pg(mut conn) = app.app.db.read().await.unwrap() else { panic!("it is PostgreSQL") };
    let scopes: i64 = sqlx::query_scalar("select count(*) from scope").fetch_one(&mut *conn).await.unwrap();
    assert_eq!(scopes, 0);
}

/// Waits until somebody at this database waits for a lock.
async fn somebody_waits(app: &TestApp) {
    let Conn::Pg(mut conn) = app.app.db.read().await.unwrap() else { panic!("it is PostgreSQL") };
    let waiting = "select exists (select 1 from pg_locks join pg_stat_activity using (pid)
                   where not granted and datname = current_database())";
    let until = async {
        while !sqlx::query_scalar::<_, bool>(waiting).fetch_one(&mut *conn).await.unwrap() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), until).await.expect("nobody waits");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_office_that_goes_in_while_another_does_finds_what_that_one_brought() {
    let [one, other] = two().await;
    let file = json!({
        "units": [{ "key": "tinh", "kind": "province", "name": "Lạng Sơn" }],
        "people": [{ "login": "canbo", "name": "Nông Thị Bưởi", "role": "officer", "unit": "tinh" }],
    })
    .to_string();
    let unit = Unit { id: UnitId::derived(&["office", "tinh"]), ..crate::app::units().swap_remove(0) };
    let (begun, mut begins) = mpsc::unbounded_channel();
    let (go_on, goes_on) = mpsc::unbounded_channel::<()>();
    let goes_on = Arc::new(Mutex::new(goes_on));
    let first = one.app.db.write(move |conn| {
        let (begun, goes_on, unit) = (begun.clone(), Arc::clone(&goes_on), unit.clone());
        Box::pin(async move {
            store::lock::directory(conn).await?;
            store::unit::insert(conn, &[unit]).await?;
            begun.send(()).unwrap();
            goes_on.lock().await.recv().await.unwrap();
            Ok(())
        })
    });
    let second = async {
        begins.recv().await.unwrap();
        let taken_in = office::taken_in(&other.app, &file);
        let (made, ()) = tokio::join!(taken_in, async {
            somebody_waits(&one).await;
            go_on.send(()).unwrap();
        });
        made
    };
    let (first, made) = tokio::join!(first, second);
    first.unwrap();
    assert_eq!(made.unwrap().len(), 1, "the unit is there already, the person is not");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_office_and_the_demonstration_go_in_once() {
    let [one, other] = two().await;
    let file = json!({
        "units": [{ "key": "tinh", "kind": "province", "name": "Lạng Sơn" }],
        "people": [{ "login": "canbo", "name": "Nông Thị Bưởi", "role": "officer", "unit": "tinh" }],
    })
    .to_string();
    let made = tokio::join!(office::taken_in(&one.app, &file), office::taken_in(&other.app, &file));
    assert_eq!(made.0.unwrap().len() + made.1.unwrap().len(), 1, "an account has one password");
    assert_eq!(demo::fill(&one.app).await.unwrap(), Filled::Others);

    let empty = backend::app::App::open(&Engine::Pg.config(&one.folder).await, one.app.clock.clone()).await.unwrap();
    let filled = tokio::join!(demo::fill(&empty), demo::fill(&empty));
    let filled = [filled.0.unwrap(), filled.1.unwrap()];
    assert!(filled.contains(&Filled::Now) && filled.contains(&Filled::Before), "{filled:?}");
}
