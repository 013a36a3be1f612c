//! Over a real socket: pokes, and the end.

use crate::{
    app::{Engine, TestApp},
    changes::report,
};
use backend::launch::launch_with_listener;
use shared::wire::{PROTOCOL_HEADER, PUSH_BYTES_MAX};
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::oneshot,
};

on_both_engines! {
    a_refusal_reaches_whoever_is_still_sending,
}
on_both_engines! {
    in threads:
    a_desk_is_poked_without_data_and_an_open_stream_does_not_hold_up_the_end,
}

async fn read_until(stream: &mut TcpStream, wanted: &str) -> String {
    let mut heard = String::new();
    let mut piece = [0; 4096];
    while !heard.contains(wanted) {
        let read = tokio::time::timeout(Duration::from_secs(10), stream.read(&mut piece)).await.unwrap().unwrap();
        assert_ne!(read, 0, "the line ended before {wanted:?} in {heard:?}");
        heard.push_str(&String::from_utf8_lossy(&piece[..read]));
    }
    heard
}

async fn a_desk_is_poked_without_data_and_an_open_stream_does_not_hold_up_the_end(engine: Engine) {
    let app = TestApp::new(engine).await;
    let (an, chief) = (app.signed_in("an").await, app.signed_in("chief").await);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, asked) = oneshot::channel::<()>();
    let serving = tokio::spawn(launch_with_listener(app.app.clone(), listener, async move { asked.await.unwrap() }));

    let mut desk = TcpStream::connect(address).await.unwrap();
    let request = format!("GET /api/v1/sync/events HTTP/1.1\r\nhost: x\r\ncookie: {}\r\n\r\n", chief.cookie);
    desk.write_all(request.as_bytes()).await.unwrap();
    let head = read_until(&mut desk, "\r\n\r\n").await;
    assert!(head.starts_with("HTTP/1.1 200") && head.contains("text/event-stream"), "{head}");
    an.push(&[&report("an", "east")]).await;
    let poke = read_until(&mut desk, "\n\n").await;
    assert!(poke.contains("event: poke\ndata: {}"), "{poke}");

    stop.send(()).unwrap();
    tokio::time::timeout(Duration::from_secs(8), serving).await.expect("it ends by itself").unwrap().unwrap();
}

async fn a_refusal_reaches_whoever_is_still_sending(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, asked) = oneshot::channel::<()>();
    let serving = tokio::spawn(launch_with_listener(app.app.clone(), listener, async move { asked.await.unwrap() }));

    // More than the buffers of both ends hold together, so that nobody can finish sending to one
    // who does not read.
    let body = vec![b' '; 32 * PUSH_BYTES_MAX];
    for (cookie, expected) in [(an.cookie.as_str(), "HTTP/1.1 413"), ("none=here", "HTTP/1.1 401")] {
        let mut line = TcpStream::connect(address).await.unwrap();
        let head = format!(
            "POST /api/v1/sync/push HTTP/1.1\r\nhost: x\r\ncookie: {cookie}\r\n{PROTOCOL_HEADER}: 1\r\n\
             connection: close\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        line.write_all(head.as_bytes()).await.unwrap();
        line.write_all(&body).await.expect("it is read to the end");
        let mut answer = String::new();
        line.read_to_string(&mut answer).await.expect("the line is not reset");
        assert!(answer.starts_with(expected), "{answer}");
    }

    stop.send(()).unwrap();
    serving.await.unwrap().unwrap();
}
