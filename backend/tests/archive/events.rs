//! Pokes: heard by those who are signed in, as long as they are.

use crate::{
    app::{Client, Engine, TestApp, person_id},
    changes::report,
};
use axum::{
    body::{Body, BodyDataStream},
    http::{Method, Request, StatusCode, header},
};
use backend::listeners::{STREAM_LASTS, STREAMS_MAX};
use futures_util::StreamExt as _;
use tokio::time::Instant;
use tower::ServiceExt as _;

on_both_engines! {
    whoever_listens_hears_that_something_was_numbered,
    a_stream_in_another_name_than_the_cookies_is_refused,
    a_stream_ends_with_its_session_and_no_other,
    a_session_holds_so_many_streams_and_no_more,
    a_stream_ends_after_a_while_so_that_its_session_is_asked_for_anew,
}

/// An open stream of pokes.
pub async fn listening(client: &Client<'_>) -> BodyDataStream {
    let (stream, status) = listening_as(client, "an").await;
    assert_eq!(status, 200);
    stream
}

/// What comes of opening one in somebody's name.
async fn listening_as(client: &Client<'_>, login: &str) -> (BodyDataStream, StatusCode) {
    let path = format!("/api/v1/sync/events?person={}", person_id(login));
    let request = Request::get(path).header(header::COOKIE, &client.cookie).body(Body::empty()).unwrap();
    let answer = client.app.router.clone().oneshot(request).await.unwrap();
    let status = answer.status();
    (answer.into_body().into_data_stream(), status)
}

async fn whoever_listens_hears_that_something_was_numbered(engine: Engine) {
    let app = TestApp::new(engine).await;
    let client = app.signed_in("an").await;
    let mut stream = listening(&client).await;
    client.push(&[&report("an", "east")]).await;
    let heard = stream.next().await.unwrap().unwrap();
    assert_eq!(String::from_utf8_lossy(&heard), "event: poke\ndata: {}\n\n");
}

async fn a_stream_in_another_name_than_the_cookies_is_refused(engine: Engine) {
    let app = TestApp::new(engine).await;
    let client = app.signed_in("an").await;
    assert_eq!(listening_as(&client, "an").await.1, 200);
    assert_eq!(listening_as(&client, "binh").await.1, 409);
}

async fn a_stream_ends_with_its_session_and_no_other(engine: Engine) {
    let app = TestApp::new(engine).await;
    let (client, other) = (app.signed_in("an").await, app.signed_in("an").await);
    let (mut ends, mut goes_on) = (listening(&client).await, listening(&other).await);
    client.send(Method::DELETE, "/api/v1/session", "").await;
    assert!(ends.next().await.is_none());
    other.push(&[&report("an", "east")]).await;
    assert!(goes_on.next().await.is_some());
}

async fn a_session_holds_so_many_streams_and_no_more(engine: Engine) {
    let app = TestApp::new(engine).await;
    let (client, other) = (app.signed_in("an").await, app.signed_in("binh").await);
    let mut streams = Vec::new();
    for _ in 0..STREAMS_MAX {
        streams.push(listening(&client).await);
    }
    assert_eq!(listening_as(&client, "an").await.1, 429);
    assert_eq!(listening_as(&other, "binh").await.1, 200);
    streams.pop();
    let _again = listening(&client).await;
}

async fn a_stream_ends_after_a_while_so_that_its_session_is_asked_for_anew(engine: Engine) {
    let app = TestApp::new(engine).await;
    let client = app.signed_in("an").await;
    let mut stream = listening(&client).await;
    // Time stands still and jumps ahead as soon as everything waits for it.
    tokio::time::pause();
    let begun = Instant::now();
    while let Some(piece) = stream.next().await {
        assert!(piece.unwrap().starts_with(b":"), "only signs of life come before the end");
        assert!(begun.elapsed() <= STREAM_LASTS, "it goes on");
    }
}
