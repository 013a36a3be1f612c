//! What is turned away before anything is done, and how that is said.

use crate::app::{Engine, TestApp, writing};
use axum::{
    body::Body,
    http::{Method, Request, header},
};
use serde_json::Value;
use std::io::Write as _;

on_both_engines! {
    nothing_is_told_without_a_session,
    whatever_writes_names_the_protocol,
    unknown_addresses_and_methods_are_problems_too,
    a_bad_body_is_answered_clearly,
    bodies_are_limited_before_and_after_inflating,
    more_changes_than_a_push_holds_are_turned_away,
    a_body_that_breaks_off_is_malformed_and_changes_nothing,
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

async fn nothing_is_told_without_a_session(engine: Engine) {
    let app = TestApp::new(engine).await;
    for path in ["session", "directory", "sync/heads", "sync/events", "quarantine", "devices"] {
        assert_eq!(app.get(&format!("/api/v1/{path}")).await.problem(401), "session_expired", "{path}");
    }
    let id = "01890a5d-ac96-774b-bcce-b302099a8057";
    for path in ["sync/push", "sync/pull", &format!("quarantine/{id}/adopt"), &format!("quarantine/{id}/drop")] {
        let request = writing(Method::POST, &format!("/api/v1/{path}")).body(Body::from("{}")).unwrap();
        assert_eq!(app.send(request).await.problem(401), "session_expired", "{path}");
    }
    assert_eq!(app.get("/api/v1/health").await.status, 200);
}

async fn whatever_writes_names_the_protocol(engine: Engine) {
    let app = TestApp::new(engine).await;
    let client = app.signed_in("an").await;
    let without = Request::post("/api/v1/sync/push").header(header::COOKIE, &client.cookie);
    assert_eq!(app.send(without.body(Body::from("{}")).unwrap()).await.problem(400), "protocol_missing");
    for method in [Method::POST, Method::GET] {
        let future = Request::builder().method(method).uri("/api/v1/sync/push").header("x-lantoa-protocol", "2");
        assert_eq!(app.send(future.body(Body::from("{}")).unwrap()).await.problem(426), "protocol_unknown");
    }
}

async fn unknown_addresses_and_methods_are_problems_too(engine: Engine) {
    let app = TestApp::new(engine).await;
    assert_eq!(app.get("/api/v1/nothing").await.problem(404), "not_found");
    assert_eq!(app.get("/api").await.problem(404), "not_found");
    let request = writing(Method::PATCH, "/api/v1/session").body(Body::empty()).unwrap();
    assert_eq!(app.send(request).await.problem(405), "method_not_allowed");
    let request = writing(Method::POST, "/reports").body(Body::empty()).unwrap();
    let answer = app.send(request).await;
    assert_eq!(answer.status, 405);
}

async fn a_bad_body_is_answered_clearly(engine: Engine) {
    let app = TestApp::new(engine).await;
    let client = app.signed_in("an").await;
    for body in ["", "{", "[]", "{\"changes\":3}", "\u{0}"] {
        let answer = client.send(Method::POST, "/api/v1/sync/push", body).await;
        assert_eq!(answer.problem(400), "malformed", "{body}");
        assert_ne!(answer.json::<Value>()["details"]["why"], Value::Null);
    }
    let broken = writing(Method::POST, "/api/v1/sync/push")
        .header(header::COOKIE, &client.cookie)
        .header(header::CONTENT_ENCODING, "gzip");
    assert_eq!(app.send(broken.body(Body::from("no gzip")).unwrap()).await.problem(400), "malformed");
    let strange = writing(Method::POST, "/api/v1/sync/push")
        .header(header::COOKIE, &client.cookie)
        .header(header::CONTENT_ENCODING, "compress");
    assert_eq!(app.send(strange.body(Body::from("x")).unwrap()).await.problem(415), "unsupported");
}

async fn bodies_are_limited_before_and_after_inflating(engine: Engine) {
    let app = TestApp::new(engine).await;
    let client = app.signed_in("an").await;
    let large = format!("{{\"changes\":[\"{}\"]}}", "x".repeat(1 << 20));
    let plain = client.send(Method::POST, "/api/v1/sync/push", large.clone()).await;
    assert_eq!(plain.problem(413), "too_large");

    let bomb = gzipped(&vec![b' '; 64 << 20]);
    assert!(bomb.len() < 1 << 20, "the bomb itself is small");
    let request = writing(Method::POST, "/api/v1/sync/push")
        .header(header::COOKIE, &client.cookie)
        .header(header::CONTENT_ENCODING, "gzip");
    assert_eq!(app.send(request.body(Body::from(bomb)).unwrap()).await.problem(413), "too_large");

    // Without a length in front, as a cut-up stream.
    let pieces = futures_util::stream::iter((0..40).map(|_| Ok::<_, std::io::Error>(vec![b' '; 1 << 16])));
    let streamed = client.send(Method::POST, "/api/v1/sync/push", Body::from_stream(pieces)).await;
    assert_eq!(streamed.problem(413), "too_large");

    let request = writing(Method::POST, "/api/v1/session").body(Body::from(" ".repeat(20_000))).unwrap();
    assert_eq!(app.send(request).await.problem(413), "too_large");
}

async fn more_changes_than_a_push_holds_are_turned_away(engine: Engine) {
    let app = TestApp::new(engine).await;
    let client = app.signed_in("an").await;
    let many = format!("{{\"changes\":[{}]}}", vec!["{}"; 501].join(","));
    assert_eq!(client.send(Method::POST, "/api/v1/sync/push", many).await.problem(413), "too_many");
}

async fn a_body_that_breaks_off_is_malformed_and_changes_nothing(engine: Engine) {
    let app = TestApp::new(engine).await;
    let client = app.signed_in("an").await;
    let cut = futures_util::stream::iter([
        Ok(b"{\"changes\":[".to_vec()),
        Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof)),
    ]);
    let answer = client.send(Method::POST, "/api/v1/sync/push", Body::from_stream(cut)).await;
    assert_eq!(answer.problem(400), "malformed");
}

#[tokio::test(start_paused = true)]
async fn a_body_that_stops_coming_is_given_up() {
    // Time stands still and jumps ahead as soon as everything waits for it.
    let request =
        Request::post("/").body(Body::from_stream(futures_util::stream::pending::<Result<Vec<u8>, std::io::Error>>()));
    let silent = backend::body::whole(request.unwrap(), 10).await;
    assert!(matches!(silent, Err(backend::error::Error::Stalled)), "{silent:?}");
}
