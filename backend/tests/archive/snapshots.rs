//! First reading: a scope as a backup on another machine covers it, in place of all its entries.

use crate::{
    app::{Client, Engine, TestApp, person_id},
    changes::{act, report, save, scope_of},
};
use axum::http::Method;
use backend::{backup::written, snapshots::unpacked};
use serde_json::json;
use shared::{
    change::{Change, State},
    id::DeviceId,
    notebook::{Effect, Event, Notebook, Round},
    wire::{Pull, PullReply, SnapshotPart},
};
use std::fs;

on_both_engines! {
    in threads:
    whoever_reads_first_reads_what_a_backup_covers_and_then_what_came_after,
    a_snapshot_is_told_of_only_where_it_fits,
    a_part_is_for_those_who_may_read_the_scope,
}

const NOW_MS: i64 = 1_790_000_000_000;

async fn covered(app: &TestApp, name: &str) {
    written(&app.config, &app.folder.join(name), true, NOW_MS).await.unwrap();
}

/// So many reports of the east, the first of them handed in.
async fn reported(an: &Client<'_>, many: usize) -> Vec<Change> {
    let reports: Vec<Change> = (0..many).map(|_| report("an", "east")).collect();
    for some in reports.chunks(500) {
        an.push(&some.iter().collect::<Vec<_>>()).await;
    }
    an.push(&[&act("an", "report", reports[0].root, State::Submitted, None)]).await;
    reports
}

/// A round as a device makes it; how many parts and entries it read.
async fn round(of: &Client<'_>, notebook: &mut Notebook) -> (usize, usize) {
    let (mut parts, mut entries) = (0, 0);
    let mut round = Round::default();
    let (mut effect, _) = round.step(notebook, Event::Begin, &|_| false);
    loop {
        effect = match effect {
            Effect::Pull(ask) => {
                let reply: PullReply = of.post("/api/v1/sync/pull", &json!(ask)).await.json();
                entries += reply.scopes.iter().map(|page| page.entries.len()).sum::<usize>();
                round.step(notebook, Event::Pulled(&reply), &|_| false).0
            }
            Effect::Part(name) => {
                let answer = of.get(&format!("/api/v1/snapshots/{}/{}/{}", name.scope, name.n, name.part)).await;
                if answer.status == 200 {
                    parts += 1;
                    let part: SnapshotPart = answer.json();
                    round.step(notebook, Event::Part(&part), &|_| false).0
                } else {
                    assert_eq!(answer.problem(404), "not_found");
                    round.step(notebook, Event::NoPart, &|_| false).0
                }
            }
            Effect::Directory(_) => round.step(notebook, Event::DirectoryKept, &|_| false).0,
            Effect::End(trouble) => {
                assert_eq!(trouble, None);
                return (parts, entries);
            }
            other => panic!("nothing was written here: {other:?}"),
        };
    }
}

fn fresh() -> Notebook {
    Notebook::new(person_id("binh"), DeviceId::derived(&["fresh"]))
}

/// Everything that a notebook holds as confirmed, as text.
fn held(notebook: &Notebook) -> Vec<String> {
    let roots = notebook.roots("report").into_iter().map(|id| json!(notebook.confirmed(id)).to_string());
    roots.chain(notebook.cursors().map(|(scope, cursor)| format!("{scope} {} {}", cursor.n, cursor.chain))).collect()
}

async fn whoever_reads_first_reads_what_a_backup_covers_and_then_what_came_after(engine: Engine) {
    let app = TestApp::new(engine).await;
    let (an, binh) = (app.signed_in("an").await, app.signed_in("binh").await);
    let reports = reported(&an, 1_100).await;
    let mut entry_by_entry = fresh();
    assert_eq!(round(&binh, &mut entry_by_entry).await, (0, 1_101), "no backup, no snapshot");
    covered(&app, "first.tar").await;
    // Afterwards: another save of the first report, by somebody who saw nothing of it.
    an.push(&[&save("an", "report", reports[0].root, None, json!({ "result": "anders" }))]).await;
    round(&binh, &mut entry_by_entry).await;

    let mut whole = fresh();
    assert_eq!(round(&binh, &mut whole).await, (2, 1));
    assert_eq!(held(&whole), held(&entry_by_entry));
    assert_eq!(round(&binh, &mut whole).await, (0, 0), "it stands where the others stand");

    // The next backup covers more; the files of the one before are gone.
    let files = || {
        let folders = fs::read_dir(app.folder.join("blobs/snapshots")).unwrap();
        folders.map(|folder| fs::read_dir(folder.unwrap().path()).unwrap().count()).sum::<usize>()
    };
    let before = files();
    assert_eq!(before, 2);
    covered(&app, "second.tar").await;
    assert_eq!(files(), before);
    let mut later = fresh();
    assert_eq!(round(&binh, &mut later).await, (2, 0));
    assert_eq!(held(&later), held(&entry_by_entry));
    covered(&app, "third.tar").await;
    assert_eq!(files(), before, "nothing has moved, nothing is taken anew");

    // A disk that lost the parts costs nothing but time.
    fs::remove_dir_all(app.folder.join("blobs/snapshots")).unwrap();
    let mut after = fresh();
    assert_eq!(round(&binh, &mut after).await, (0, 1_102));
    assert_eq!(held(&after), held(&entry_by_entry));
}

async fn a_snapshot_is_told_of_only_where_it_fits(engine: Engine) {
    let app = TestApp::new(engine).await;
    let (an, chi) = (app.signed_in("an").await, app.signed_in("chi").await);
    reported(&an, 120).await;
    chi.push(&[&report("chi", "west")]).await;
    covered(&app, "covered.tar").await;
    let told = async |of: &Client<'_>, wish: &Pull| {
        let reply = of.pull(wish).await;
        let pages: Vec<_> = reply.scopes.iter().map(|page| page.scope).collect();
        (reply.snapshots.into_keys().collect::<Vec<_>>(), pages)
    };
    let east = scope_of("east");
    let wish = Pull { snapshots: true, ..Pull::default() };
    assert_eq!(told(&an, &wish).await, (vec![east], vec![]));
    assert_eq!(told(&an, &Pull::default()).await, (vec![], vec![east]), "an older app does not know of them");
    let begun = Pull { scopes: [(east, Default::default())].into(), ..wish.clone() };
    assert_eq!(told(&an, &begun).await, (vec![], vec![east]), "a device that has begun goes on");
    assert_eq!(told(&chi, &wish).await, (vec![], vec![scope_of("west")]), "a short scope is read entry by entry");

    // The cursor of a snapshot is the server's word like any other.
    let snapshot = an.pull(&wish).await.snapshots[&east];
    assert!(snapshot.to.seal.is_some() && snapshot.to.epoch.is_some());
    let after = Pull { scopes: [(east, snapshot.to)].into(), ..wish };
    assert_eq!(told(&an, &after).await, (vec![], vec![]));
}

async fn a_part_is_for_those_who_may_read_the_scope(engine: Engine) {
    let app = TestApp::new(engine).await;
    let (an, chi) = (app.signed_in("an").await, app.signed_in("chi").await);
    reported(&an, 120).await;
    covered(&app, "covered.tar").await;
    let (scope, n) = (scope_of("east"), 121);
    let path = format!("/api/v1/snapshots/{scope}/{n}/0");
    let packed = an.get_with(&path, "accept-encoding", "gzip, br").await;
    assert_eq!((packed.header("content-encoding"), packed.header("cache-control")), ("br", "private, no-store"));
    let plain = an.get(&path).await;
    assert_eq!(plain.header("content-encoding"), "");
    assert_eq!(unpacked(&packed.body).unwrap(), plain.body);
    assert!(packed.body.len() * 8 < plain.body.len());
    assert_eq!(plain.json::<SnapshotPart>().roots.len(), 120);

    assert_eq!(chi.get(&path).await.problem(404), "not_found");
    assert_eq!(app.get(&path).await.problem(401), "session_expired");
    for other in [format!("{scope}/{n}/1"), format!("{scope}/{}/0", n + 1), format!("{}/1/0", scope_of("west"))] {
        assert_eq!(an.get(&format!("/api/v1/snapshots/{other}")).await.problem(404), "not_found", "{other}");
    }
    assert_eq!(an.get("/api/v1/snapshots/east/1/0").await.problem(400), "malformed");
    assert_eq!(an.send(Method::DELETE, &path, "").await.problem(405), "method_not_allowed");
}
