//! Files in parts: whose they are, how many, how large, and how long.

use crate::{
    app::{Engine, TestApp, writing},
    changes::{photo_of, report},
    uploads::{file, made, parts_left},
};
use axum::{
    body::Body,
    http::{Method, Request},
};
use backend::uploads;
use shared::{
    digest::Digest,
    wire::{UPLOAD_BYTES_MAX, Upload},
};

on_both_engines! {
    and with a bucket:
    who_knows_a_hash_alone_has_no_file,
    there_are_bounds_to_what_is_begun,
    a_file_that_is_given_up_leaves_nothing,
    what_speaks_another_protocol_is_told_so,
}

async fn who_knows_a_hash_alone_has_no_file(engine: Engine) {
    let app = TestApp::new(engine).await;
    let (an, binh) = (app.signed_in("an").await, app.signed_in("binh").await);
    let bytes = made(50, 11);
    let path = an.all_but_the_end(&bytes).await;
    assert_eq!(binh.stands(&path).await, None, "each person's upload is their own");
    an.part(&path, 45, bytes[45..].to_vec()).await;
    assert_eq!(binh.begin(&path, bytes.len()).await.json::<Upload>().offset, 0);
    assert_eq!(binh.blob(&bytes).await.problem(404), "not_found");
    binh.part(&path, 0, bytes.clone()).await;
    binh.has(&bytes).await;
    let nobody = app.send(writing(Method::POST, &path).header("tus-resumable", "1.0.0").body(Body::empty()).unwrap());
    assert_eq!(nobody.await.problem(401), "session_expired");
}

async fn there_are_bounds_to_what_is_begun(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    let path = file(b"x");
    assert_eq!(an.begin(&path, 0).await.problem(400), "malformed");
    assert_eq!(an.begin(&path, usize::try_from(UPLOAD_BYTES_MAX).unwrap() + 1).await.problem(413), "too_large");
    assert_eq!(an.begin("/api/v1/uploads/ABC", 1).await.problem(400), "malformed");

    // In number: that which was touched longest ago gives way.
    let all: Vec<_> = (0..33).map(|seed| made(50, seed)).collect();
    for bytes in &all {
        an.all_but_the_end(bytes).await;
        app.app.clock.advance(1);
    }
    assert_eq!(an.stands(&file(&all[0])).await, None);
    assert_eq!(an.stands(&file(&all[1])).await, Some(45));
    assert_eq!(uploads::tidy(&app.app).await.unwrap(), 1);

    // In bytes: what is on its way counts like what was brought.
    let large = usize::try_from(UPLOAD_BYTES_MAX).unwrap();
    for seed in 0..7 {
        assert_eq!(an.begin(&file(&made(9, seed)), large).await.status, 201);
    }
    let refused = an.begin(&path, 1).await;
    assert_eq!(refused.problem(507), "no_room");
    assert_eq!(refused.json::<serde_json::Value>()["details"]["whose"], "person");
    let written = report("an", "east");
    an.push(&[&written, &photo_of(&written, Digest::of(b"x"))]).await;
    assert_eq!(an.begin(&path, 1).await.status, 201, "what a report names is awaited");
}

async fn a_file_that_is_given_up_leaves_nothing(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    let bytes = made(50, 12);
    let path = an.all_but_the_end(&bytes).await;
    let forget = async || app.send(an.tus(Method::DELETE, &path).body(Body::empty()).unwrap()).await;
    assert_eq!(forget().await.status, 204);
    assert_eq!((an.stands(&path).await, parts_left(&app).await), (None, 0));
    assert_eq!(forget().await.problem(404), "not_found");
}

async fn what_speaks_another_protocol_is_told_so(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    let path = file(b"x");
    let other = an.send(Method::POST, &path, "").await;
    assert_eq!(other.problem(412), "upload_protocol_unknown");
    assert_eq!(other.header("tus-version"), "1.0.0");
    let asked = Request::builder().method(Method::OPTIONS).uri(&path).body(Body::empty()).unwrap();
    let abilities = app.send(asked).await;
    assert_eq!(
        (abilities.status.as_u16(), abilities.header("tus-extension")),
        (204, "creation,expiration,termination")
    );
    assert_eq!(abilities.header("tus-max-size"), UPLOAD_BYTES_MAX.to_string());
    an.begin(&path, 1).await;
    let part = an.tus(Method::PATCH, &path).header("upload-offset", 0).body(Body::from("x")).unwrap();
    assert_eq!(app.send(part).await.problem(415), "unsupported");
}
