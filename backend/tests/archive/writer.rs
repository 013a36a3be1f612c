//! The one that writes: acts are whole or not there, and a broken one harms nobody else.

use crate::app::{Engine, TestApp, person, unit_id, writing};
use axum::{body::Body, http::Method};
use backend::{
    error::Error,
    store::{self, Conn},
};
use shared::{id::PersonId, unit::UnitKind};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{sync::oneshot, time::timeout};

on_both_engines! {
    acts_that_wait_together_stand_or_fall_alone,
    who_has_no_session_cannot_keep_the_writer_busy,
    a_login_belongs_to_one_person_whatever_its_case,
    what_was_written_is_there_after_a_new_start,
}

async fn add_person(conn: &mut Conn, login: &str) -> Result<(), Error> {
    let mut newcomer = person("an");
    newcomer.id = PersonId::derived(&[login]);
    store::person::insert(conn, &newcomer, login, "", 0).await
}

async fn is_known(app: &TestApp, login: &str) -> bool {
    let mut conn = app.app.db.read().await.unwrap();
    store::person::by_login(&mut conn, login).await.unwrap().is_some()
}

async fn acts_that_wait_together_stand_or_fall_alone(engine: Engine) {
    let app = TestApp::new(engine).await;
    let db = &app.app.db;
    let good = db.write(|conn| Box::pin(async move { add_person(conn, "good").await }));
    let refused = db.write(|conn| {
        Box::pin(async move {
            add_person(conn, "refused").await?;
            Err::<(), _>(Error::Forbidden("changed its mind"))
        })
    });
    let broken = db.write(|conn| {
        Box::pin(async move {
            add_person(conn, "broken").await?;
            if unit_id("east") == unit_id("east") {
                panic!("a fault in the program");
            }
            Ok(())
        })
    });
    let twice = db.write(|conn| Box::pin(async move { add_person(conn, "good").await }));
    let last = db.write(|conn| Box::pin(async move { add_person(conn, "last").await }));
    // Asked for at once, so that they share a transaction.
    let (good, refused, broken, twice, last) = tokio::join!(good, refused, broken, twice, last);
    assert!(last.is_ok(), "{last:?}");
    assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
    assert!(matches!(broken, Err(Error::Internal(_))), "{broken:?}");
    // Where there are several writers, either of the two may be the first.
    let (first, second) = if engine == Engine::Pg && good.is_err() { (twice, good) } else { (good, twice) };
    assert!(first.is_ok(), "{first:?}");
    assert!(matches!(second, Err(Error::Taken(_) | Error::Database(_))), "{second:?}");
    for (login, known) in [("good", true), ("refused", false), ("broken", false), ("last", true)] {
        assert_eq!(is_known(&app, login).await, known, "{login}");
    }
}

async fn who_has_no_session_cannot_keep_the_writer_busy(engine: Engine) {
    let app = TestApp::new(engine).await;
    let (begun, begins) = oneshot::channel();
    let (release, released) = oneshot::channel::<()>();
    let once = Arc::new(Mutex::new(Some((begun, released))));
    let db = app.app.db.clone();
    let act = tokio::spawn(async move {
        db.write(move |_| {
            let (begun, released) = once.lock().unwrap().take().unwrap();
            Box::pin(async move {
                let _ = begun.send(());
                let _ = released.await;
                Ok(())
            })
        })
        .await
    });
    begins.await.unwrap();
    let request = writing(Method::POST, "/api/v1/session/end").body(Body::from(r#"{"token":"guess"}"#)).unwrap();
    let answer = timeout(Duration::from_secs(10), app.send(request)).await;
    assert_eq!(answer.expect("it waits for the writer").status, 200);
    release.send(()).unwrap();
    act.await.unwrap().unwrap();
}

async fn a_login_belongs_to_one_person_whatever_its_case(engine: Engine) {
    let app = TestApp::new(engine).await;
    let second = app.app.db.write(|conn| Box::pin(async move { add_person(conn, " AN").await })).await;
    assert!(matches!(second, Err(Error::Taken("login_taken"))), "{second:?}");
}

async fn what_was_written_is_there_after_a_new_start(engine: Engine) {
    let app = TestApp::new(engine).await;
    app.app.db.write(|conn| Box::pin(async move { add_person(conn, "em").await })).await.unwrap();
    app.app.db.close().await;
    let late = app.app.db.write(|conn| Box::pin(async move { add_person(conn, "late").await })).await;
    assert!(matches!(late, Err(Error::Unavailable(_))), "{late:?}");
    let again = backend::app::App::open(&app.config, backend::clock::Clock::at(0)).await.unwrap();
    let mut conn = again.db.read().await.unwrap();
    assert!(store::person::by_login(&mut conn, "em").await.unwrap().is_some());
    let units = store::unit::visible(&mut conn, unit_id("east")).await.unwrap();
    assert!(units.iter().any(|unit| unit.kind == UnitKind::Village && unit.parent == Some(unit_id("east"))));
}
