//! Files in parts: cut anywhere, begun here and ended there, by one or by many; whole and right, or not there.

use crate::app::{Answer, BEGIN_MS, Client, Engine, TestApp, person_id, writing};
use axum::{
    body::Body,
    http::{Method, header},
};
use backend::{
    launch::launch_with_listener,
    store::{blob, upload},
    uploads::{self, AGE_MAX_MS},
};
use futures_util::future::join_all;
use shared::{
    digest::Digest,
    wire::{BlobReceipt, PROTOCOL_HEADER, Upload},
};
use std::time::Duration;
use tokio::{
    io::AsyncWriteExt as _,
    net::{TcpListener, TcpStream},
    sync::oneshot,
};

on_both_engines! {
    and with a bucket:
    a_file_comes_in_parts_and_the_receipt_repeats_it,
    a_part_that_is_cut_at_any_byte_goes_on_from_there,
    a_part_counts_only_where_the_file_ends,
    of_many_parts_at_one_offset_one_counts,
    a_file_goes_on_at_another_process_and_after_a_restart,
    a_file_that_is_another_one_is_never_seen,
    what_has_not_grown_for_long_is_forgotten_with_its_parts,
    a_large_file_passes_through_in_pieces,
    a_file_whose_last_part_was_not_answered_is_finished_by_whoever_asks,
    a_file_whose_parts_are_lost_begins_anew,
    a_file_that_the_place_has_lost_is_taken_again,
}

pub fn file(bytes: &[u8]) -> String {
    format!("/api/v1/uploads/{}", Digest::of(bytes))
}

/// Bytes that differ from one place to the next, and by `seed`.
pub fn made(length: usize, seed: usize) -> Vec<u8> {
    (0..length).map(|at| (at * 31 + at / 251 * 7 + seed * 13) as u8).collect()
}

impl Client<'_> {
    pub fn tus(&self, method: Method, path: &str) -> axum::http::request::Builder {
        writing(method, path).header(header::COOKIE, &self.cookie).header("tus-resumable", "1.0.0")
    }

    pub async fn begin(&self, path: &str, bytes: usize) -> Answer {
        let request = self.tus(Method::POST, path).header("upload-length", bytes);
        self.app.send(request.body(Body::empty()).unwrap()).await
    }

    pub async fn part(&self, path: &str, offset: usize, part: impl Into<Body>) -> Answer {
        let mut request = self.tus(Method::PATCH, path).header("upload-offset", offset);
        let kind = "application/offset+octet-stream".parse().unwrap();
        request.headers_mut().unwrap().insert(header::CONTENT_TYPE, kind);
        self.app.send(request.body(part.into()).unwrap()).await
    }

    /// Where a file stands, by HEAD; `None` if it was not begun.
    pub async fn stands(&self, path: &str) -> Option<u64> {
        let answer = self.app.send(self.tus(Method::HEAD, path).body(Body::empty()).unwrap()).await;
        (answer.status == 200).then(|| answer.header("upload-offset").parse().unwrap())
    }

    /// A file begun, with all its bytes but the last few.
    pub async fn all_but_the_end(&self, bytes: &[u8]) -> String {
        let path = file(bytes);
        assert_eq!(self.begin(&path, bytes.len()).await.status, 201);
        let part = self.part(&path, 0, bytes[..bytes.len() - 5].to_vec()).await;
        assert_eq!(part.json::<Upload>().offset, bytes.len() as u64 - 5);
        path
    }

    pub async fn blob(&self, bytes: &[u8]) -> Answer {
        self.get(&format!("/api/v1/blobs/{}", Digest::of(bytes))).await
    }

    /// The file is here as it was sent.
    pub async fn has(&self, bytes: &[u8]) {
        let answer = self.blob(bytes).await;
        assert_eq!((answer.status.as_u16(), answer.body.len()), (200, bytes.len()));
        assert!(answer.body == *bytes, "byte for byte");
    }
}

pub fn receipt(bytes: &[u8]) -> Upload {
    let (sha256, size) = (Digest::of(bytes), bytes.len() as u64);
    let receipt = Some(BlobReceipt { sha256, bytes: size });
    Upload { sha256, bytes: size, offset: size, receipt }
}

pub async fn parts_left(app: &TestApp) -> usize {
    app.app.blobs.parts().await.unwrap().len()
}

async fn a_file_comes_in_parts_and_the_receipt_repeats_it(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    let bytes = [b"\xff\xd8\xff a photo ".to_vec(), made(200, 1)].concat();
    let path = file(&bytes);
    let begun = an.begin(&path, bytes.len()).await;
    assert_eq!((begun.status.as_u16(), begun.header("location")), (201, path.as_str()));
    assert_eq!(begun.header("upload-expires"), "Mon, 28 Sep 2026 14:13:20 GMT", "a week from {BEGIN_MS}");
    let told = Upload { sha256: Digest::of(&bytes), bytes: bytes.len() as u64, offset: 0, receipt: None };
    assert_eq!(begun.json::<Upload>(), told);
    let first = an.part(&path, 0, bytes[..90].to_vec()).await;
    assert_eq!((first.status.as_u16(), first.header("upload-offset")), (200, "90"));
    assert_eq!(first.json::<Upload>(), Upload { offset: 90, ..told });
    assert_eq!(an.begin(&path, bytes.len()).await.json::<Upload>().offset, 90, "begun again it goes on");
    assert_eq!(an.blob(&bytes).await.problem(404), "not_found", "a half is nothing");
    let last = an.part(&path, 90, bytes[90..].to_vec()).await;
    assert_eq!(last.json::<Upload>(), receipt(&bytes));
    an.has(&bytes).await;
    assert_eq!(an.blob(&bytes).await.header("content-type"), "image/jpeg");
    assert_eq!(parts_left(&app).await, 0, "it stands there once");
    for _ in 0..2 {
        let again = an.begin(&path, bytes.len()).await;
        assert_eq!(again.json::<Upload>(), receipt(&bytes), "a receipt that was lost can be had again");
    }
    assert_eq!(an.stands(&path).await, Some(bytes.len() as u64));
}

async fn a_part_that_is_cut_at_any_byte_goes_on_from_there(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    const LENGTH: usize = 24;
    for cut in 0..=LENGTH {
        let bytes = made(LENGTH, cut);
        let path = file(&bytes);
        an.begin(&path, LENGTH).await;
        let broken = Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset));
        let body = futures_util::stream::iter([Ok(bytes[..cut].to_vec()), broken]);
        let answer = an.part(&path, 0, Body::from_stream(body)).await;
        assert_eq!(answer.problem(400), "malformed", "cut after {cut} bytes");
        if cut < LENGTH {
            assert_eq!(an.stands(&path).await, Some(cut as u64), "what has come is kept");
            assert_eq!(an.part(&path, cut, bytes[cut..].to_vec()).await.json::<Upload>(), receipt(&bytes));
        }
        // All had come and only the answer was lost.
        assert_eq!(an.begin(&path, LENGTH).await.json::<Upload>(), receipt(&bytes));
        an.has(&bytes).await;
    }
}

async fn a_part_counts_only_where_the_file_ends(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    let bytes = made(60, 2);
    let path = file(&bytes);
    assert_eq!(an.part(&path, 0, bytes.clone()).await.problem(404), "not_found", "it was not begun");
    an.begin(&path, bytes.len()).await;
    an.part(&path, 0, bytes[..30].to_vec()).await;
    for offset in [0, 29, 31, 60, 61] {
        let refused = an.part(&path, offset, bytes[30..].to_vec()).await;
        assert_eq!(refused.problem(409), "wrong_offset", "at {offset}");
        assert_eq!(refused.json::<serde_json::Value>()["details"]["offset"], 30);
    }
    let long = an.part(&path, 30, [&bytes[30..], &b"!"[..]].concat()).await;
    assert_eq!(long.problem(413), "too_large");
    assert_eq!(an.stands(&path).await, Some(30), "nothing of them was kept");
    assert_eq!(an.part(&path, 30, Vec::new()).await.json::<Upload>().offset, 30);
    assert_eq!(an.part(&path, 30, bytes[30..].to_vec()).await.json::<Upload>(), receipt(&bytes));
    an.has(&bytes).await;
}

/// Two processes over one archive; over SQLite there is one.
async fn two(engine: Engine) -> [TestApp; 2] {
    let one = TestApp::new(engine).await;
    let other = one.beside().await;
    [one, other]
}

async fn of_many_parts_at_one_offset_one_counts(engine: Engine) {
    let [one, other] = two(engine).await;
    let an = one.signed_in("an").await;
    let there = Client { app: if engine == Engine::Lite { &one } else { &other }, cookie: an.cookie.clone() };
    const PART: usize = 100;
    let bytes = made(6 * PART, 3);
    let path = file(&bytes);
    an.begin(&path, bytes.len()).await;
    for offset in (0..bytes.len()).step_by(PART) {
        let part = &bytes[offset..offset + PART];
        let sent = [&an, &there, &an, &there, &an].map(|client| client.part(&path, offset, part.to_vec()));
        let answers = join_all(sent).await;
        let taken = answers.iter().filter(|answer| answer.status == 200).count();
        assert_eq!(taken, 1, "at {offset}: {:?}", answers.iter().map(Answer::text).collect::<Vec<_>>());
        for refused in answers.iter().filter(|answer| answer.status != 200) {
            assert_eq!(refused.problem(409), "wrong_offset");
        }
    }
    assert_eq!(there.begin(&path, bytes.len()).await.json::<Upload>(), receipt(&bytes));
    there.has(&bytes).await;
    assert_eq!(parts_left(&one).await, 0, "what came second was thrown away");
}

async fn a_file_goes_on_at_another_process_and_after_a_restart(engine: Engine) {
    let [one, other] = two(engine).await;
    let an = one.signed_in("an").await;
    let there = Client { app: if engine == Engine::Lite { &one } else { &other }, cookie: an.cookie.clone() };
    let bytes = made(90, 4);
    let path = file(&bytes);
    an.begin(&path, bytes.len()).await;
    an.part(&path, 0, bytes[..20].to_vec()).await;
    assert_eq!(there.stands(&path).await, Some(20));
    there.part(&path, 20, bytes[20..50].to_vec()).await;
    assert_eq!(an.stands(&path).await, Some(50), "and back");
    one.app.db.close().await;
    let after = one.beside().await;
    assert_eq!(uploads::tidy(&after.app).await.unwrap(), 0, "what goes on is no leftover");
    let an = Client { app: &after, cookie: an.cookie.clone() };
    assert_eq!(an.begin(&path, bytes.len()).await.json::<Upload>().offset, 50);
    assert_eq!(an.part(&path, 50, bytes[50..].to_vec()).await.json::<Upload>(), receipt(&bytes));
    an.has(&bytes).await;
}

async fn a_file_that_is_another_one_is_never_seen(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    let bytes = made(50, 5);
    let path = an.all_but_the_end(&bytes).await;
    let wrong = an.part(&path, 45, b"wrong".to_vec()).await;
    assert_eq!(wrong.problem(422), "wrong_hash");
    assert_eq!(an.blob(&bytes).await.problem(404), "not_found");
    assert_eq!((an.stands(&path).await, parts_left(&app).await), (None, 0), "nothing of it is worth keeping");
    // Large ones are written while they are hashed, and are as little seen.
    let large = made(6 << 20, 5);
    let path = an.all_but_the_end(&large).await;
    assert_eq!(an.part(&path, large.len() - 5, b"wrong".to_vec()).await.problem(422), "wrong_hash");
    assert!(app.app.blobs.read(Digest::of(&large)).await.unwrap().is_none());
    let path = an.all_but_the_end(&bytes).await;
    assert_eq!(
        an.part(&path, 45, bytes[45..].to_vec()).await.json::<Upload>(),
        receipt(&bytes),
        "sent anew it is taken"
    );
}

async fn what_has_not_grown_for_long_is_forgotten_with_its_parts(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    let (old, young) = (made(50, 6), made(50, 7));
    let path = an.all_but_the_end(&old).await;
    app.app.clock.advance(AGE_MAX_MS);
    assert_eq!(an.stands(&path).await, Some(45), "just not too old");
    let young_path = an.all_but_the_end(&young).await;
    app.app.clock.advance(1);
    assert_eq!(an.stands(&path).await, None, "too old, before anybody has tidied");
    assert_eq!(an.part(&path, 45, old[45..].to_vec()).await.problem(404), "not_found");
    assert_eq!(parts_left(&app).await, 2);
    assert_eq!(uploads::tidy(&app.app).await.unwrap(), 1);
    assert_eq!((an.stands(&young_path).await, parts_left(&app).await), (Some(45), 1));
    assert_eq!(uploads::tidy(&app.app).await.unwrap(), 0);
    assert_eq!(an.begin(&path, old.len()).await.json::<Upload>().offset, 0, "it begins anew");
    // The bytes of a part whose process died before it noted them belong to nothing once the file is there.
    let conn = &mut app.app.db.read().await.unwrap();
    let begun = upload::found(conn, Digest::of(&old), person_id("an"), 0).await.unwrap().unwrap();
    app.app.blobs.keep_part(&begun.id, 0, old.clone().into()).await.unwrap();
    an.part(&path, 0, old.clone()).await;
    assert_eq!(uploads::tidy(&app.app).await.unwrap(), 1);
    an.has(&old).await;
}

async fn a_large_file_passes_through_in_pieces(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    let bytes = [b"%PDF-1.7 ".to_vec(), made(11 << 20, 8)].concat();
    let path = file(&bytes);
    an.begin(&path, bytes.len()).await;
    let pieces: Vec<Result<Vec<u8>, std::io::Error>> = bytes.chunks(90_000).map(|piece| Ok(piece.to_vec())).collect();
    let sent = an.part(&path, 0, Body::from_stream(futures_util::stream::iter(pieces))).await;
    assert_eq!(sent.json::<Upload>(), receipt(&bytes));
    an.has(&bytes).await;
    let read = an.blob(&bytes).await;
    assert_eq!(read.header("content-type"), "application/pdf");
    assert_eq!(read.header("content-length"), bytes.len().to_string());
    assert_eq!(parts_left(&app).await, 0);
}

async fn a_file_whose_last_part_was_not_answered_is_finished_by_whoever_asks(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    for by_head in [false, true] {
        let bytes = made(50, 9 + 7 * usize::from(by_head));
        let path = an.all_but_the_end(&bytes).await;
        // The process dies when it has noted the last part, before it joins them.
        let conn = &mut app.app.db.read().await.unwrap();
        let begun = upload::found(conn, Digest::of(&bytes), person_id("an"), 0).await.unwrap().unwrap();
        let part = app.app.blobs.keep_part(&begun.id, 45, bytes[45..].to_vec().into()).await.unwrap();
        let noted = app.app.db.write(move |conn| {
            let (id, part) = (begun.id.clone(), part.clone());
            Box::pin(async move { upload::grown(conn, &id, 45, 50, &part, BEGIN_MS).await })
        });
        assert!(noted.await.unwrap());
        if by_head {
            assert_eq!(an.stands(&path).await, Some(50));
        }
        assert_eq!(an.begin(&path, bytes.len()).await.json::<Upload>(), receipt(&bytes));
        an.has(&bytes).await;
    }
}

async fn a_file_whose_parts_are_lost_begins_anew(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    let bytes = made(50, 10);
    let path = an.all_but_the_end(&bytes).await;
    let names: Vec<_> = app.app.blobs.parts().await.unwrap().into_iter().map(|(_, name)| name).collect();
    app.app.blobs.remove_parts(&names).await;
    assert_eq!(an.part(&path, 45, bytes[45..].to_vec()).await.problem(404), "not_found");
    assert_eq!(an.begin(&path, bytes.len()).await.json::<Upload>().offset, 0);
    assert_eq!(an.part(&path, 0, bytes.clone()).await.json::<Upload>(), receipt(&bytes));
}

async fn a_file_that_the_place_has_lost_is_taken_again(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    let bytes = made(50, 11);
    // Noted and not there, as after the disk has lost it.
    let (sha256, by) = (Digest::of(&bytes), person_id("an"));
    let noted = app.app.db.write(move |conn| Box::pin(async move { blob::arrived(conn, sha256, 50, by, 0).await }));
    noted.await.unwrap();
    let path = file(&bytes);
    assert_eq!(an.begin(&path, bytes.len()).await.json::<Upload>().offset, 0, "no receipt for what is not there");
    assert_eq!(an.part(&path, 0, bytes.clone()).await.json::<Upload>(), receipt(&bytes));
    an.has(&bytes).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_came_before_the_line_was_gone_is_kept() {
    let app = TestApp::new(Engine::Lite).await;
    let an = app.signed_in("an").await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, asked) = oneshot::channel::<()>();
    let serving = tokio::spawn(launch_with_listener(app.app.clone(), listener, async move { asked.await.unwrap() }));
    let bytes = made(100_000, 13);
    let path = file(&bytes);
    an.begin(&path, bytes.len()).await;
    let mut line = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "PATCH {path} HTTP/1.1\r\nhost: x\r\ncookie: {}\r\n{PROTOCOL_HEADER}: 1\r\ntus-resumable: 1.0.0\r\n\
         content-type: application/offset+octet-stream\r\nupload-offset: 0\r\ncontent-length: {}\r\n\r\n",
        an.cookie,
        bytes.len()
    );
    line.write_all(head.as_bytes()).await.unwrap();
    line.write_all(&bytes[..70_001]).await.unwrap();
    line.shutdown().await.unwrap();
    drop(line);
    let kept = async {
        while an.stands(&path).await != Some(70_001) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), kept).await.expect("what had come is kept");
    assert_eq!(an.part(&path, 70_001, bytes[70_001..].to_vec()).await.json::<Upload>(), receipt(&bytes));
    stop.send(()).unwrap();
    serving.await.unwrap().unwrap();
}
