//! Push and pull: numbers, receipts, rights for every read.

use crate::{
    app::{Engine, TestApp, person_id, unit_id},
    changes::{fresh, report, save, scope_of, text},
};
use axum::http::{Method, header};
use serde_json::{Value as Json, json};
use shared::{
    change::Home,
    digest::Digest,
    fold::Root,
    id::{ChangeId, RecordId, ScopeId},
    rules::Head,
    verdict::{Verdict, Why},
    wire::{Cursor, Heads, PULL_ENTRIES_MAX, Pull},
};
use std::collections::BTreeMap;

on_both_engines! {
    signs_that_nobody_can_type_are_no_fault_of_the_server,
    a_receipt_repeats_id_and_digest_and_a_replay_gets_the_first_one,
    a_bad_change_does_not_block_those_behind_it,
    one_id_with_two_contents_keeps_both,
    people_read_their_own_subtree_and_nothing_else,
    an_empty_own_scope_is_readable_so_that_nobody_gives_it_up,
    whoever_has_read_what_is_lost_hears_that_nothing_is_there,
    a_long_log_comes_in_pages_and_a_cursor_that_the_log_contradicts_begins_anew,
    heads_are_confirmed_by_their_tag_until_something_is_numbered,
    a_pull_is_packed_when_the_device_takes_gzip,
    verdicts_are_told_again_and_the_unknown_stays_unknown,
    a_manager_sees_who_has_not_synchronised_and_what_waits_there,
    the_directory_is_the_line_upward_the_subtree_and_the_neighbours,
    a_pull_loads_no_more_text_than_its_reply_can_hold,
    of_people_elsewhere_the_directory_tells_only_what_names_an_author,
}
on_both_engines! {
    in threads:
    numbers_are_dense_and_the_chain_holds_under_concurrent_pushes,
}

fn numbered(scope: ScopeId, n: u64) -> Verdict {
    Verdict::Numbered { scope, n }
}

async fn a_receipt_repeats_id_and_digest_and_a_replay_gets_the_first_one(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    let (first, second) = (report("an", "east"), report("an", "east"));
    // Spaces and the order of members are the device's own: the text is kept byte for byte.
    let odd = format!(" {} ", text(&first).replacen(':', " : ", 1));
    let texts = [odd.clone(), text(&second)];
    let reply = an.push_texts(&texts).await;
    assert_eq!(reply.receipts[0].id, Some(first.id));
    assert_eq!(reply.receipts[0].receipt.digest, Digest::of(odd.trim().as_bytes()));
    assert_eq!(reply.receipts[0].receipt.verdict, numbered(scope_of("east"), 1));
    assert_eq!(reply.receipts[1].receipt.verdict, numbered(scope_of("east"), 2));

    assert_eq!(an.push_texts(&texts).await.receipts, reply.receipts);
    assert_eq!(an.push(&[&second]).await[0], reply.receipts[1]);
    let entries = an.pull_all().await;
    assert_eq!(entries[&scope_of("east")], [odd.trim(), &texts[1]]);
}

async fn a_bad_change_does_not_block_those_behind_it(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    let good = [report("an", "east"), report("an", "east")];
    let mut liar = report("an", "east");
    liar.by = person_id("binh");
    let mut empty = report("an", "east");
    empty.records.clear();
    let poison = "{\"id\":\"01890a5d-ac96-774b-bcce-b302099a8057\",\"root\":7,\"strange\":[1.5]}".to_owned();
    let texts =
        [text(&good[0]), poison, "\"no object\"".into(), "null".into(), text(&liar), text(&empty), text(&good[1])];
    let reply = an.push_texts(&texts).await;
    let verdicts: Vec<_> = reply.receipts.iter().map(|receipt| &receipt.receipt.verdict).collect();
    assert_eq!(*verdicts[0], numbered(scope_of("east"), 1));
    assert_eq!(*verdicts[6], numbered(scope_of("east"), 2));
    for unreadable in &verdicts[1..4] {
        assert_eq!(**unreadable, Verdict::Quarantined(Why::Unreadable));
    }
    assert_eq!(reply.receipts[1].id.unwrap().to_string(), "01890a5d-ac96-774b-bcce-b302099a8057");
    assert_eq!(reply.receipts[2].id, None);
    assert_eq!(*verdicts[4], Verdict::Quarantined(Why::NotYou));
    assert!(matches!(verdicts[5], Verdict::Quarantined(Why::Malformed { .. })), "{:?}", verdicts[5]);
    // Sent again, nothing is kept twice.
    assert_eq!(an.push_texts(&texts).await.receipts, reply.receipts);
    let list: Json = an.get("/api/v1/quarantine").await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 5);
}

async fn one_id_with_two_contents_keeps_both(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    let first = report("an", "east");
    let mut second = report("an", "east");
    second.id = first.id;
    for _ in 0..2 {
        let receipts = an.push(&[&first, &second]).await;
        assert_eq!(receipts[0].receipt.verdict, numbered(scope_of("east"), 1));
        assert_eq!(receipts[1].receipt.verdict, Verdict::Quarantined(Why::TwoContents));
        assert_eq!(receipts[1].id, Some(first.id));
    }
    let list: Json = an.get("/api/v1/quarantine").await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    assert_eq!(list["items"][0]["change"]["root"], json!(second.root));
}

async fn numbers_are_dense_and_the_chain_holds_under_concurrent_pushes(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    let binh = app.signed_in("binh").await;
    let pushes = (0..24).map(|turn| {
        let (client, login) = if turn % 2 == 0 { (&an, "an") } else { (&binh, "binh") };
        async move {
            let changes: Vec<_> = (0..5).map(|_| report(login, "east")).collect();
            let receipts = client.push(&changes.iter().collect::<Vec<_>>()).await;
            receipts
                .into_iter()
                .zip(changes)
                .map(|(receipt, change)| {
                    let Verdict::Numbered { n, .. } = receipt.receipt.verdict else { panic!("{receipt:?}") };
                    (n, text(&change))
                })
                .collect::<Vec<_>>()
        }
    });
    let given: BTreeMap<u64, String> = futures_util::future::join_all(pushes).await.into_iter().flatten().collect();
    assert_eq!(given.keys().copied().collect::<Vec<_>>(), (1..=120).collect::<Vec<_>>());
    let pulled = &an.pull_all().await[&scope_of("east")];
    assert_eq!(pulled, &given.values().cloned().collect::<Vec<_>>());

    let mut head = Head::default();
    let mut roots: BTreeMap<RecordId, Root> = BTreeMap::new();
    for body in pulled {
        let change: shared::change::Change = serde_json::from_str(body).unwrap();
        head = head.next(Digest::of(body.as_bytes()), &[]);
        let home = change.home.unwrap();
        roots.entry(change.root).or_insert_with(|| Root::new(change.root, "report", home)).apply(&change, &[]);
    }
    let reply = an.pull(&Pull::default()).await;
    let to = reply.scopes[0].to;
    assert_eq!((to.n, to.chain), (120, head.chain));
    let live = roots.values().fold(0_u64, |sum, root| sum.wrapping_add(root.live_sum()));
    assert_eq!(reply.scopes[0].live, live);
}

async fn people_read_their_own_subtree_and_nothing_else(engine: Engine) {
    let app = TestApp::new(engine).await;
    let (an, chi) = (app.signed_in("an").await, app.signed_in("chi").await);
    an.push(&[&report("an", "east"), &report("an", "brook")]).await;
    chi.push(&[&report("chi", "west")]).await;
    for (login, scopes) in [
        ("an", vec!["brook", "east"]),
        ("binh", vec!["brook", "east"]),
        ("chi", vec!["west"]),
        ("dung", vec!["brook", "east"]),
        ("chief", vec!["brook", "east", "west"]),
        ("stranger", vec![]),
    ] {
        let client = app.signed_in(login).await;
        let expected: Vec<_> = {
            let mut scopes: Vec<_> = scopes.into_iter().map(scope_of).collect();
            scopes.sort();
            scopes
        };
        assert_eq!(client.pull_all().await.into_keys().collect::<Vec<_>>(), expected, "{login}");
        let heads: Heads = client.get("/api/v1/sync/heads").await.json();
        assert_eq!(heads.heads.into_keys().collect::<Vec<_>>(), expected, "{login}");
    }
    // A cursor opens nothing either.
    let wish = Pull { scopes: BTreeMap::from([(scope_of("east"), Cursor::default())]), ..Pull::default() };
    let reply = chi.pull(&wish).await;
    assert!(reply.scopes.iter().all(|page| page.scope == scope_of("west")));
    assert!(!reply.readable.contains(&scope_of("east")));
    assert!(an.pull(&Pull::default()).await.readable.contains(&scope_of("east")));
}

async fn an_empty_own_scope_is_readable_so_that_nobody_gives_it_up(engine: Engine) {
    let app = TestApp::new(engine).await;
    let reply = app.signed_in("an").await.pull(&Pull::default()).await;
    assert!(reply.readable.contains(&scope_of("east")));
    assert!(reply.scopes.is_empty());
}

async fn whoever_has_read_what_is_lost_hears_that_nothing_is_there(engine: Engine) {
    let app = TestApp::new(engine).await;
    let read = Cursor { n: 3, chain: Digest::of(b"what a backup lacks"), ..Cursor::default() };
    let scopes = BTreeMap::from([(scope_of("east"), read), (scope_of("west"), read)]);
    let reply = app.signed_in("an").await.pull(&Pull { scopes, ..Pull::default() }).await;
    let [page] = reply.scopes.as_slice() else { panic!("one page, for the scope that may be read") };
    assert_eq!((page.scope, page.from, page.to, page.head), (scope_of("east"), 0, Cursor::default(), 0));
}

async fn a_long_log_comes_in_pages_and_a_cursor_that_the_log_contradicts_begins_anew(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    for _ in 0..3 {
        let changes: Vec<_> = (0..400)
            .map(|_| {
                save("an", "report", fresh(RecordId), Some(Home::of_unit(unit_id("east"))), json!({ "people": 3 }))
            })
            .collect();
        an.push(&changes.iter().collect::<Vec<_>>()).await;
    }
    an.push(&[&report("an", "brook")]).await;
    let all = an.pull_all().await;
    assert_eq!(all[&scope_of("east")].len(), 1_200);
    assert_eq!(all[&scope_of("brook")].len(), 1);

    let first = an.pull(&Pull::default()).await;
    let entries: usize = first.scopes.iter().map(|page| page.entries.len()).sum();
    assert_eq!(entries, PULL_ENTRIES_MAX);
    let page = first.scopes.iter().find(|page| page.scope == scope_of("east")).unwrap();
    assert!(page.to.n < page.head && page.head == 1_200);

    for bad in [
        Cursor { n: 500, chain: Digest::of(b"another log"), ..Cursor::default() },
        Cursor { n: 1_200, ..page.to },
        Cursor { n: 5_000, ..page.to },
    ] {
        let wish = Pull { scopes: BTreeMap::from([(scope_of("east"), bad)]), ..Pull::default() };
        let reply = an.pull(&wish).await;
        let page = reply.scopes.iter().find(|page| page.scope == scope_of("east")).unwrap();
        assert_eq!(page.from, 0, "{bad:?}");
    }
    let wish = Pull { scopes: BTreeMap::from([(scope_of("east"), page.to)]), ..Pull::default() };
    let reply = an.pull(&wish).await;
    assert_eq!(reply.scopes.iter().find(|page| page.scope == scope_of("east")).unwrap().from, page.to.n);
}

async fn heads_are_confirmed_by_their_tag_until_something_is_numbered(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    an.push(&[&report("an", "east")]).await;
    let first = an.get("/api/v1/sync/heads").await;
    let tag = first.header("etag").to_owned();
    assert_eq!(first.json::<Heads>().heads, BTreeMap::from([(scope_of("east"), 1)]));
    assert_eq!(an.get_with("/api/v1/sync/heads", "if-none-match", &tag).await.status, 304);
    an.push(&[&report("an", "east")]).await;
    assert_eq!(an.get_with("/api/v1/sync/heads", "if-none-match", &tag).await.status, 200);
}

async fn a_pull_is_packed_when_the_device_takes_gzip(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    an.push(&[&report("an", "east"), &report("an", "east")]).await;
    let request = crate::app::writing(Method::POST, "/api/v1/sync/pull")
        .header(header::COOKIE, &an.cookie)
        .header(header::ACCEPT_ENCODING, "gzip");
    let answer = app.send(request.body("{\"scopes\":{}}".into()).unwrap()).await;
    assert_eq!(answer.header("content-encoding"), "gzip");
    let mut text = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&answer.body[..]), &mut text).unwrap();
    assert_eq!(serde_json::from_str::<Json>(&text).unwrap()["scopes"][0]["head"], 2);
}

async fn verdicts_are_told_again_and_the_unknown_stays_unknown(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    let (known, aside, never) = (report("an", "east"), report("an", "west"), fresh(ChangeId));
    let receipts = an.push(&[&known, &aside]).await;
    let wish = Pull { ask: [known.id, aside.id, never].into(), ..Pull::default() };
    let verdicts = an.pull(&wish).await.verdicts;
    assert_eq!(verdicts.len(), 2);
    assert_eq!(verdicts[&known.id], receipts[0].receipt);
    assert_eq!(verdicts[&aside.id].verdict, Verdict::Quarantined(Why::NoRight));
}

async fn a_manager_sees_who_has_not_synchronised_and_what_waits_there(engine: Engine) {
    let app = TestApp::new(engine).await;
    let (an, dung) = (app.signed_in("an").await, app.signed_in("dung").await);
    let row = |devices: Json| {
        let rows = devices["devices"].as_array().unwrap().clone();
        rows.into_iter().find(|row| row["person"] == json!(person_id("an"))).unwrap()
    };
    let devices = dung.get("/api/v1/devices").await.json();
    assert_eq!(row(devices)["last_sync_ms"], Json::Null);
    an.pull(&Pull { unsent: 3, ..Pull::default() }).await;
    let now = row(dung.get("/api/v1/devices").await.json());
    assert_eq!((&now["last_sync_ms"], &now["unsent"]), (&json!(crate::app::BEGIN_MS), &json!(3)));
    // What waits is told at once, the time once a minute.
    an.pull(&Pull { unsent: 0, ..Pull::default() }).await;
    assert_eq!(row(dung.get("/api/v1/devices").await.json())["unsent"], json!(0));
    app.app.clock.advance(60_000);
    an.pull(&Pull::default()).await;
    let later = row(dung.get("/api/v1/devices").await.json());
    assert_eq!(later["last_sync_ms"], json!(crate::app::BEGIN_MS + 60_000));
    assert_eq!(an.get("/api/v1/devices").await.problem(403), "forbidden");
    let other: Json = app.signed_in("stranger").await.get("/api/v1/devices").await.json();
    assert!(other["devices"].as_array().unwrap().iter().all(|row| row["person"] != json!(person_id("an"))));
}

async fn the_directory_is_the_line_upward_the_subtree_and_the_neighbours(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    let first = an.get("/api/v1/directory").await;
    let directory: Json = first.json();
    let names = |list: &str| -> Vec<String> {
        let mut names: Vec<_> =
            directory[list].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(names("units"), ["brook", "east", "north", "office", "west"]);
    assert_eq!(names("people"), ["an", "binh", "chi", "chief", "dung"]);
    assert_eq!(an.pull(&Pull::default()).await.directory, directory["version"].as_str().unwrap());
    let tag = first.header("etag").to_owned();
    assert_eq!(an.get_with("/api/v1/directory", "if-none-match", &tag).await.status, 304);

    let mut newcomer = crate::app::person("an");
    newcomer.id = person_id("em");
    app.app
        .db
        .write(move |conn| {
            let newcomer = newcomer.clone();
            Box::pin(async move { backend::store::person::insert(conn, &newcomer, "em", "", 0).await })
        })
        .await
        .unwrap();
    assert_eq!(an.get_with("/api/v1/directory", "if-none-match", &tag).await.status, 200);
    assert_ne!(an.pull(&Pull::default()).await.directory, directory["version"].as_str().unwrap());
}

async fn a_pull_loads_no_more_text_than_its_reply_can_hold(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    let large = json!({ "result": "x".repeat(900_000) });
    for _ in 0..7 {
        an.push(&[&save("an", "report", fresh(RecordId), Some(Home::of_unit(unit_id("east"))), large.clone())]).await;
    }
    let first = an.pull(&Pull::default()).await;
    let bytes: usize = first.scopes[0].entries.iter().map(|entry| entry.change.get().len()).sum();
    assert!((4 << 20..5 << 20).contains(&bytes), "{bytes}");
    assert_eq!(an.pull_all().await[&scope_of("east")].len(), 7, "the rest comes with the next pages");

    let mut conn = app.app.db.read().await.unwrap();
    let loaded = backend::store::entry::after(&mut conn, scope_of("east"), 1, 1_000, 900_000).await.unwrap();
    assert_eq!(loaded.iter().map(|entry| entry.n).collect::<Vec<_>>(), [2], "what follows is not even loaded");
    assert!(backend::store::entry::after(&mut conn, scope_of("east"), 1, 1_000, 0).await.unwrap().is_empty());
}

async fn of_people_elsewhere_the_directory_tells_only_what_names_an_author(engine: Engine) {
    let app = TestApp::new(engine).await;
    let mut clerk = crate::app::person("dung");
    (clerk.id, clerk.agency, clerk.position) = (person_id("em"), Some(unit_id("east")), "chuyên viên".into());
    let kept = clerk.clone();
    app.app
        .db
        .write(move |conn| {
            let kept = kept.clone();
            Box::pin(async move { backend::store::person::insert(conn, &kept, "em", "", 0).await })
        })
        .await
        .unwrap();
    let known_to = async |login: &str| {
        let directory: Json = app.signed_in(login).await.get("/api/v1/directory").await.json();
        directory["people"].as_array().unwrap().iter().find(|one| one["id"] == json!(clerk.id)).cloned()
    };
    assert_eq!(known_to("an").await, Some(json!(clerk)), "one's own office knows everything");
    assert_eq!(known_to("chief").await, Some(json!(clerk)), "and so do those above");
    let author = json!({
        "id": clerk.id, "name": "dung", "unit": clerk.unit, "agency": clerk.agency, "position": "chuyên viên",
    });
    assert_eq!(known_to("chi").await, Some(author), "a neighbour can name whoever wrote");
    assert_eq!(known_to("stranger").await, None);
}

/// PostgreSQL keeps no NUL in a text.
async fn signs_that_nobody_can_type_are_no_fault_of_the_server(engine: Engine) {
    let app = TestApp::new(engine).await;
    assert_eq!(app.sign_in_as("a\0n", crate::app::PASSWORD).await.problem(401), "sign_in_refused");
    let device = json!({ "id": person_id("device"), "name": "tab\0let" });
    let wish = json!({ "login": "an", "password": crate::app::PASSWORD, "device": device });
    let request = crate::app::writing(Method::POST, "/api/v1/session");
    assert_eq!(app.send(request.body(wish.to_string().into()).unwrap()).await.status, 200);
    let an = app.signed_in("an").await;
    let mut odd = save("an", "report", fresh(RecordId), None, json!({ "result": "we\0nt", "people": 1 }));
    odd.home = Some(Home::of_unit(unit_id("east")));
    let mut odder = odd.clone();
    (odder.id, odder.root, odder.kind) = (fresh(ChangeId), fresh(RecordId), "re\0port".into());
    (odder.records[0].id, odder.records[0].kind) = (odder.root, odder.kind.clone());
    let receipts = an.push(&[&odd, &odder]).await;
    assert_eq!(receipts[0].receipt.verdict, numbered(scope_of("east"), 1));
    let texts = &an.pull_all().await[&scope_of("east")];
    assert_eq!(texts[0], text(&odd), "what was written is kept byte for byte");
    let path = format!("/api/v1/quarantine/{}/drop", odder.id);
    let dropped = an.post(&path, &json!({ "reason": "odd\0" })).await;
    assert!(dropped.status == 200 || texts.len() == 2, "{}", dropped.text());
}
