//! An archive moves from SQLite into PostgreSQL: everything, or nothing.

use crate::{
    app::{Client, Engine, TestApp, unit_id},
    changes::{photo_of, report, save, scope_of},
};
use axum::{body::Body, http::Method};
use backend::{
    config::Config,
    error::Error,
    store::{Conn, Db, carry::carry},
};
use serde_json::json;
use shared::{change::Home, digest::Digest, id::RecordId, plan, verdict::Verdict};

/// Changes in two scopes and a plan, a photo, something kept aside, something dropped; a session and the
/// last report.
async fn written(app: &TestApp) -> (Client<'_>, RecordId) {
    let (an, chi, chief) = (app.signed_in("an").await, app.signed_in("chi").await, app.signed_in("chief").await);
    let own = report("an", "east");
    let bytes: &[u8] = b"\xff\xd8\xff a picture";
    an.push(&[&own, &photo_of(&own, Digest::of(bytes)), &report("an", "east")]).await;
    let stored = an.send(Method::PUT, &format!("/api/v1/blobs/{}", Digest::of(bytes)), Body::from(bytes)).await;
    assert_eq!(stored.status, 200, "{}", stored.text());
    let (aside, dropped) = (report("chi", "east"), report("chi", "east"));
    chi.push(&[&report("chi", "west"), &aside, &dropped]).await;
    let drop = format!("/api/v1/quarantine/{}/drop", dropped.id);
    assert_eq!(chief.post(&drop, &json!({ "reason": "twice \0" })).await.status, 200);
    let root = RecordId::derived(&["plan"]);
    let home = Home::of_plan(root, unit_id("north"));
    let begun = save("chief", plan::KIND, root, Some(home), json!({ "title": "một năm" }));
    assert!(matches!(chief.push(&[&begun]).await[0].receipt.verdict, Verdict::Numbered { .. }));
    (an, own.root)
}

async fn refused(from: &TestApp, to: &Db) -> String {
    match carry(&from.app.db, to).await {
        Err(Error::Malformed(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_archive_goes_on_in_postgresql_where_it_stood_in_sqlite() {
    let lite = TestApp::new(Engine::Lite).await;
    let (an, root) = written(&lite).await;
    let config = Engine::Pg.config(&lite.folder).await;
    let to = Db::open(&config.database()).await.unwrap();
    let carried = carry(&lite.app.db, &to).await.unwrap();
    assert!(!carried.before && carried.entries == 5, "{carried:?}");
    let again = carry(&lite.app.db, &to).await.unwrap();
    assert!(again.before && again.rows == carried.rows, "{again:?}");

    let pg = TestApp::over(Config { app_dir: lite.config.app_dir.clone(), ..config }, lite.folder.clone()).await;
    let there = Client { app: &pg, cookie: an.cookie.clone() };
    assert_eq!(there.pull_all().await, an.pull_all().await, "the session goes on, and so does every cursor");
    let edit = save("an", "report", root, None, json!({ "people": 3 }));
    let verdict = &there.push(&[&edit]).await[0].receipt.verdict;
    assert_eq!(*verdict, Verdict::Numbered { scope: scope_of("east"), n: 4 });
    let why = refused(&lite, &to).await;
    assert!(why.contains("holds something else"), "{why}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_goes_over_that_is_not_whole() {
    let lite = TestApp::new(Engine::Lite).await;
    written(&lite).await;
    let break_it = "update entry set body = replace(body, 'went well', 'went bad!') where n = 1";
    let broken = lite.app.db.write(move |conn| {
        Box::pin(async move {
            let Conn::Lite(lite) = conn else { panic!("it is SQLite") };
            sqlx::query(break_it).execute(&mut **lite).await?;
            Ok(())
        })
    });
    broken.await.unwrap();
    let to = Db::open(&Engine::Pg.config(&lite.folder).await.database()).await.unwrap();
    let why = refused(&lite, &to).await;
    assert!(why.contains("breaks at 1"), "{why}");
    let Conn::Pg(mut conn) = to.read().await.unwrap() else { panic!("it is PostgreSQL") };
    let units: i64 = sqlx::query_scalar("select count(*) from unit").fetch_one(&mut *conn).await.unwrap();
    assert_eq!(units, 0, "nothing was kept");
}
