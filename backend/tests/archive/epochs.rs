//! An archive that was put back to an earlier time: it notices, and what was read comes back from whoever
//! has read it.

use crate::{
    app::{Answer, BEGIN_MS, Client, Engine, TestApp, fresh_folder, person_id, unit_id},
    changes::{act, fresh, photo_of, report, save, scope_of, text},
};
use axum::http::Method;
use backend::{
    app::App,
    clock::Clock,
    config::Config,
    error::Error,
    store::{Conn, scope},
};
use serde_json::json;
use shared::{
    change::{Change, Home, State},
    digest::Digest,
    epoch::Seal,
    id::{ChangeId, EpochId, RecordId, ScopeId},
    rules::Head,
    verdict::{Verdict, Why},
    wire::{Cursor, Heads, Offer, OfferReply, Pull, QuarantineList},
};
use std::collections::{BTreeMap, BTreeSet};

on_both_engines! {
    a_seal_that_the_log_contradicts_begins_an_epoch_and_only_one,
    a_cursor_without_a_good_seal_begins_nothing,
    what_was_read_comes_back_under_its_seal_whoever_brings_it,
    what_is_altered_or_sealed_by_another_is_refused,
    what_comes_without_its_beginning_is_numbered_after_what_stands_there,
    what_comes_without_its_beginning_stays_in_the_scope_that_numbered_it,
    a_plan_of_which_nothing_is_left_comes_back_by_its_first_change_alone,
    who_answers_for_a_scope_stays,
    a_seal_of_a_scope_that_was_given_up_counts,
    what_was_kept_aside_meanwhile_has_its_number_again,
    what_a_person_has_dropped_stays_dropped,
    what_came_back_does_not_alter_what_is_approved_by_now,
    how_far_kept_pages_are_still_the_log_is_told,
    a_photo_that_is_gone_is_told,
    another_key_is_never_taken_in_silence,
}

/// The same office over an empty database, with the same key: put back to before everything.
async fn put_back(engine: Engine, before: &TestApp) -> TestApp {
    let folder = fresh_folder();
    std::fs::copy(before.config.data_dir.join("seal.key"), folder.join("seal.key")).unwrap();
    let config = engine.config(&folder).await;
    TestApp::over(Config { app_dir: Some(folder.join("dist")), ..config }, folder).await
}

async fn epoch(client: &Client<'_>) -> EpochId {
    client.get("/api/v1/sync/heads").await.json::<Heads>().epoch.unwrap()
}

/// What a device of this person keeps when it has read the commune in the east.
async fn kept(client: &Client<'_>) -> Offer {
    let page = client.pull(&Pull::default()).await.scopes.into_iter().find(|page| page.scope == scope_of("east"));
    let page = page.expect("something was written");
    Offer { scope: page.scope, from: Cursor::default(), to: page.to, entries: page.entries }
}

async fn offered(client: &Client<'_>, offer: &Offer) -> Answer {
    client.send(Method::POST, "/api/v1/sync/offer", serde_json::to_string(offer).unwrap()).await
}

async fn taken(client: &Client<'_>, offer: &Offer) -> (u64, u64, u64) {
    let reply: OfferReply = offered(client, offer).await.json();
    assert_eq!((reply.scope, reply.n, reply.chain), (offer.scope, offer.to.n, offer.to.chain), "it repeats the offer");
    (reply.taken, reply.known, reply.aside)
}

fn at(cursor: Cursor) -> Pull {
    Pull { scopes: BTreeMap::from([(scope_of("east"), cursor)]), ..Pull::default() }
}

async fn a_seal_that_the_log_contradicts_begins_an_epoch_and_only_one(engine: Engine) {
    let before = TestApp::new(engine).await;
    let an = before.signed_in("an").await;
    an.push(&[&report("an", "east"), &report("an", "east")]).await;
    let read = kept(&an).await.to;
    let first = epoch(&an).await;
    assert_eq!(an.pull(&at(read)).await.epoch, Some(first), "nothing has happened yet");

    let after = put_back(engine, &before).await;
    let an = after.signed_in("an").await;
    let found = epoch(&an).await;
    let told = an.pull(&at(read)).await;
    assert_ne!(told.epoch, Some(found), "a seal of an epoch that it never lived through proves it");
    assert_eq!(told.scopes[0].from, 0);
    assert_eq!(an.pull(&at(read)).await.epoch, told.epoch, "the same seal again is no news");

    // And within one epoch: its log has another first entry than the one that was sealed.
    an.push(&[&report("an", "east")]).await;
    let sealed = kept(&an).await.to;
    assert_eq!(sealed.epoch, told.epoch);
    let beyond = Cursor { chain: Digest::of(b"another history"), ..sealed };
    let seal = after.app.seals.seal(scope_of("east"), &beyond, sealed.epoch.unwrap());
    let again = an.pull(&at(Cursor { seal: Some(seal), ..beyond })).await;
    assert_ne!(again.epoch, told.epoch);
    assert_eq!(an.pull(&at(sealed)).await.epoch, again.epoch, "what agrees goes on as it is");
}

async fn a_cursor_without_a_good_seal_begins_nothing(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    an.push(&[&report("an", "east")]).await;
    let (read, now) = (kept(&an).await.to, epoch(&an).await);
    let foreign = Some(EpochId::derived(&["foreign"]));
    for bad in [
        Cursor { n: 9, ..read },
        Cursor { seal: None, n: 9, ..read },
        Cursor { chain: Digest::of(b"other"), ..read },
        Cursor { epoch: foreign, ..read },
        Cursor { epoch: foreign, seal: Some(Seal([0; 16])), ..read },
    ] {
        assert_eq!(an.pull(&at(bad)).await.epoch, Some(now), "{bad:?}");
    }
    let elsewhere = Pull { scopes: BTreeMap::from([(scope_of("west"), read)]), ..Pull::default() };
    assert_eq!(an.pull(&elsewhere).await.epoch, Some(now), "a seal counts for its scope alone");
}

async fn what_was_read_comes_back_under_its_seal_whoever_brings_it(engine: Engine) {
    let before = TestApp::new(engine).await;
    let an = before.signed_in("an").await;
    let first = report("an", "east");
    let mut second = save("an", "report", first.root, None, json!({ "result": "went better" }));
    second.records[0].fields.get_mut("result").unwrap().seen.insert(first.id);
    an.push(&[&first, &second, &report("an", "east")]).await;
    let texts = an.pull_all().await;
    let page = kept(&before.signed_in("binh").await).await;

    let after = put_back(engine, &before).await;
    let stranger = after.signed_in("stranger").await;
    assert_eq!(taken(&stranger, &page).await, (3, 0, 0), "no right of today is asked for");
    let (an, binh) = (after.signed_in("an").await, after.signed_in("binh").await);
    assert_eq!(an.pull_all().await, texts);
    assert_eq!(taken(&binh, &page).await, (0, 3, 0));
    assert_eq!(an.pull_all().await, texts, "brought twice, it is there once");
    let again = an.push(&[&second]).await;
    assert_eq!(again[0].receipt.verdict, Verdict::Numbered { scope: scope_of("east"), n: 2 });
}

async fn what_comes_without_its_beginning_is_numbered_after_what_stands_there(engine: Engine) {
    let before = TestApp::new(engine).await;
    let an = before.signed_in("an").await;
    let first = report("an", "east");
    an.push(&[&first]).await;
    let begun = kept(&an).await.to;
    let second = save("an", "report", first.root, None, json!({ "result": "went better" }));
    an.push(&[&second]).await;
    let page = an.pull(&at(begun)).await.scopes.remove(0);
    let rest = Offer { scope: page.scope, from: begun, to: page.to, entries: page.entries };

    let after = put_back(engine, &before).await;
    let binh = after.signed_in("binh").await;
    let other = report("binh", "east");
    binh.push(&[&other]).await;
    assert_eq!(taken(&binh, &rest).await, (1, 0, 0), "the beginning may be on another tablet");
    assert_eq!(binh.pull_all().await[&scope_of("east")], [text(&other), text(&second)], "numbers stay dense");
    after.signed_in("an").await.push(&[&first]).await;
    assert_eq!(binh.pull_all().await[&scope_of("east")].len(), 3);
}

/// What a device keeps that reads this scope from a place on.
async fn kept_after(client: &Client<'_>, scope: ScopeId, from: Cursor) -> Offer {
    let wish = Pull { scopes: BTreeMap::from([(scope, from)]), ..Pull::default() };
    let page = client.pull(&wish).await.scopes.into_iter().find(|page| page.scope == scope).expect("there is news");
    Offer { scope, from, to: page.to, entries: page.entries }
}

async fn what_comes_without_its_beginning_stays_in_the_scope_that_numbered_it(engine: Engine) {
    let before = TestApp::new(engine).await;
    let an = before.signed_in("an").await;
    let first = report("an", "east");
    an.push(&[&first]).await;
    let begun = kept(&an).await.to;
    let elsewhere = Home { scope: scope_of("west"), unit: unit_id("east") };
    let second = save("an", "report", first.root, Some(elsewhere), json!({ "result": "went better" }));
    an.push(&[&second]).await;
    let rest = kept_after(&an, scope_of("east"), begun).await;

    let after = put_back(engine, &before).await;
    let (an, chi) = (after.signed_in("an").await, after.signed_in("chi").await);
    let other = report("chi", "west");
    chi.push(&[&other]).await;
    assert_eq!(taken(&an, &rest).await, (1, 0, 0));
    assert_eq!(an.pull_all().await, BTreeMap::from([(scope_of("east"), vec![text(&second)])]));
    assert_eq!(chi.pull_all().await, BTreeMap::from([(scope_of("west"), vec![text(&other)])]), "it is theirs");
}

async fn a_plan_of_which_nothing_is_left_comes_back_by_its_first_change_alone(engine: Engine) {
    let before = TestApp::new(engine).await;
    let chief = before.signed_in("chief").await;
    let root = fresh(RecordId);
    let home = Home::of_plan(root, unit_id("north"));
    let first = save("chief", "plan", root, Some(home), json!({ "title": "Plan" }));
    chief.push(&[&first]).await;
    let begin = kept_after(&chief, home.scope, Cursor::default()).await;
    let taking = Some(Home { unit: unit_id("south"), ..home });
    let second = save("chief", "plan", root, taking, json!({ "purpose": "ours" }));
    chief.push(&[&second]).await;
    let rest = kept_after(&chief, home.scope, begin.to).await;

    let after = put_back(engine, &before).await;
    let (chief, stranger) = (after.signed_in("chief").await, after.signed_in("stranger").await);
    assert_eq!(taken(&stranger, &rest).await, (0, 0, 1), "nobody can tell whose it is");
    assert_eq!(taken(&stranger, &begin).await, (1, 0, 0));
    assert_eq!(taken(&stranger, &rest).await, (1, 0, 0), "with its beginning it is taken");
    assert_eq!(chief.pull_all().await, BTreeMap::from([(home.scope, vec![text(&first), text(&second)])]));
    assert!(stranger.pull_all().await.is_empty());
}

async fn who_answers_for_a_scope_stays(engine: Engine) {
    let app = TestApp::new(engine).await;
    app.signed_in("an").await.push(&[&report("an", "east")]).await;
    let owner = app.app.db.write(|conn| {
        Box::pin(async move {
            let head = Head { n: 2, chain: Digest::of(b"later"), live: 0 };
            scope::advance(conn, &[(scope_of("east"), unit_id("south"), head)]).await?;
            scope::owner(conn, scope_of("east")).await
        })
    });
    assert_eq!(owner.await.unwrap(), Some(unit_id("east")));
}

async fn a_seal_of_a_scope_that_was_given_up_counts(engine: Engine) {
    let before = TestApp::new(engine).await;
    let an = before.signed_in("an").await;
    an.push(&[&report("an", "east")]).await;
    let read = kept(&an).await.to;
    let after = put_back(engine, &before).await;
    let chi = after.signed_in("chi").await;
    let found = epoch(&chi).await;
    let given_up = BTreeMap::from([(scope_of("east"), read)]);
    assert_ne!(chi.pull(&Pull { given_up, ..Pull::default() }).await.epoch, Some(found));
}

async fn what_is_altered_or_sealed_by_another_is_refused(engine: Engine) {
    let before = TestApp::new(engine).await;
    let an = before.signed_in("an").await;
    an.push(&[&report("an", "east"), &report("an", "east")]).await;
    let page = kept(&an).await;
    let altered = |alter: &dyn Fn(&mut Offer)| -> Offer {
        let mut offer = serde_json::from_str(&serde_json::to_string(&page).unwrap()).unwrap();
        alter(&mut offer);
        offer
    };
    let other_text = altered(&|offer| offer.entries[1].change = offer.entries[0].change.clone());
    let one_less = altered(&|offer| drop(offer.entries.remove(0)));
    let elsewhere = altered(&|offer| offer.scope = scope_of("west"));
    let unsealed = altered(&|offer| offer.to.seal = None);
    let after = put_back(engine, &before).await;
    let an = after.signed_in("an").await;
    assert_eq!(offered(&an, &other_text).await.problem(400), "malformed");
    assert_eq!(offered(&an, &one_less).await.problem(400), "malformed");
    assert_eq!(offered(&an, &elsewhere).await.problem(403), "forbidden");
    assert_eq!(offered(&an, &unsealed).await.problem(403), "forbidden");
    let with_another_key = TestApp::new(engine).await;
    assert_eq!(offered(&with_another_key.signed_in("an").await, &page).await.problem(403), "forbidden");
    assert!(an.pull_all().await.is_empty());
    assert_eq!(taken(&an, &page).await, (2, 0, 0));
}

async fn what_was_kept_aside_meanwhile_has_its_number_again(engine: Engine) {
    let before = TestApp::new(engine).await;
    let written = report("an", "east");
    before.signed_in("an").await.push(&[&written]).await;
    let page = kept(&before.signed_in("dung").await).await;

    let after = put_back(engine, &before).await;
    let (binh, dung) = (after.signed_in("binh").await, after.signed_in("dung").await);
    let aside = binh.push(&[&written]).await;
    assert_eq!(aside[0].receipt.verdict, Verdict::Quarantined(Why::NotYou));
    assert_eq!(taken(&dung, &page).await, (1, 0, 0));
    assert_eq!(dung.get("/api/v1/quarantine").await.json::<QuarantineList>().items.len(), 0);
    assert_eq!(dung.pull_all().await[&scope_of("east")], [text(&written)]);
    let by = decided_by(&after, written.id).await;
    assert_eq!(by, Some(None), "whoever's tablet brought it has decided nothing");
}

/// Who has decided on a change that was kept aside, `None` while nobody has.
async fn decided_by(app: &TestApp, id: ChangeId) -> Option<Option<String>> {
    let query = "select decided_by from quarantine where id = $1 and decision is not null";
    match &mut app.app.db.read().await.unwrap() {
        Conn::Lite(lite) => sqlx::query_scalar(query).bind(id.to_string()).fetch_optional(&mut **lite).await.unwrap(),
        Conn::Pg(pg) => sqlx::query_scalar(query).bind(id.to_string()).fetch_optional(&mut **pg).await.unwrap(),
    }
}

async fn what_a_person_has_dropped_stays_dropped(engine: Engine) {
    let before = TestApp::new(engine).await;
    let written = report("an", "east");
    before.signed_in("an").await.push(&[&written]).await;
    let page = kept(&before.signed_in("dung").await).await;
    let after = put_back(engine, &before).await;
    let (binh, dung) = (after.signed_in("binh").await, after.signed_in("dung").await);
    binh.push(&[&written]).await;
    let path = format!("/api/v1/quarantine/{}/drop", written.id);
    assert_eq!(dung.post(&path, &json!({ "reason": "twice" })).await.status, 200);
    assert_eq!(taken(&binh, &page).await, (0, 0, 1));
    assert!(dung.pull_all().await.is_empty());
    assert_eq!(decided_by(&after, written.id).await, Some(Some(person_id("dung").to_string())));
}

async fn what_came_back_does_not_alter_what_is_approved_by_now(engine: Engine) {
    let before = TestApp::new(engine).await;
    let an = before.signed_in("an").await;
    let written = report("an", "east");
    let later = save("an", "report", written.root, None, json!({ "cost": 1_000 }));
    an.push(&[&written, &later]).await;
    let page = kept(&an).await;

    let after = put_back(engine, &before).await;
    let (an, dung) = (after.signed_in("an").await, after.signed_in("dung").await);
    an.push(&[&written]).await;
    let submitted = act("an", "report", written.root, State::Submitted, None);
    an.push(&[&submitted]).await;
    let mut approved = act("dung", "report", written.root, State::Approved, Some(submitted.id));
    approved.act.as_mut().unwrap().basis = Some(basis_of(&[&written]));
    let receipts = dung.push(&[&approved]).await;
    assert!(matches!(receipts[0].receipt.verdict, Verdict::Numbered { .. }), "{receipts:?}");
    assert_eq!(taken(&dung, &page).await, (0, 1, 1));
    let list: QuarantineList = dung.get("/api/v1/quarantine").await.json();
    assert_eq!((list.items[0].id, &list.items[0].why), (later.id, &Why::Approved));
    assert_eq!(list.items[0].by, person_id("an"), "it stays its author's");
}

/// What stands on the screen of somebody who has read these changes.
fn basis_of(changes: &[&Change]) -> Digest {
    let mut root = shared::fold::Root::new(changes[0].root, &changes[0].kind, Home::of_unit(unit_id("east")));
    for change in changes {
        root.apply(change, &[]);
    }
    root.basis()
}

async fn how_far_kept_pages_are_still_the_log_is_told(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    let mut ends = Vec::new();
    for _ in 0..5 {
        an.push(&[&report("an", "east")]).await;
        ends.push(kept(&an).await.to);
    }
    for agreed in 0..=5 {
        let lost = |(at, end): (usize, &Cursor)| {
            if at < agreed { *end } else { Cursor { chain: Digest::of(b"lost"), ..*end } }
        };
        let past = ends.iter().enumerate().map(lost).collect();
        let wish = Pull { past: BTreeMap::from([(scope_of("east"), past)]), ..Pull::default() };
        assert_eq!(an.pull(&wish).await.agreed, BTreeMap::from([(scope_of("east"), agreed as u64)]));
    }
    assert!(an.pull(&Pull::default()).await.agreed.is_empty());
}

async fn a_photo_that_is_gone_is_told(engine: Engine) {
    const JPEG: &[u8] = b"\xff\xd8\xff\xe0 a small picture";
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    let photo = Digest::of(JPEG);
    let written = report("an", "east");
    an.push(&[&written, &photo_of(&written, photo)]).await;
    let wish = Pull { photos: BTreeSet::from([photo]), ..Pull::default() };
    assert_eq!(an.pull(&wish).await.photos_missing, wish.photos);
    assert_eq!(an.send(Method::PUT, &format!("/api/v1/blobs/{photo}"), JPEG).await.status, 200);
    assert!(an.pull(&wish).await.photos_missing.is_empty());
}

async fn another_key_is_never_taken_in_silence(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    an.push(&[&report("an", "east")]).await;
    let page = kept(&an).await;
    let key = app.config.seal_key();
    let held = std::fs::read(&key).unwrap();
    let opened = async |config: &Config| App::open(config, Clock::at(BEGIN_MS)).await;
    std::fs::remove_file(&key).unwrap();
    assert!(matches!(opened(&app.config).await, Err(Error::StrangeKey(path)) if path == key), "it is gone");
    assert!(!key.exists(), "and none is made");
    let other = fresh_folder();
    std::fs::write(other.join("seal.key"), [7; 32]).unwrap();
    let elsewhere = Config { data_dir: other.clone(), database_url: Some(app.config.database()), ..app.config.clone() };
    assert!(matches!(opened(&elsewhere).await, Err(Error::StrangeKey(_))), "it is another process's");
    std::fs::remove_dir_all(other).unwrap();
    std::fs::write(&key, held).unwrap();
    let with_its_own = app.beside().await;
    assert_eq!(offered(&with_its_own.signed_in("an").await, &page).await.status, 200);

    std::fs::remove_file(&key).unwrap();
    opened(&Config { new_key: true, ..app.config.clone() }).await.map(drop).unwrap();
    let anew = app.beside().await;
    assert_eq!(offered(&anew.signed_in("an").await, &page).await.problem(403), "forbidden");
}
