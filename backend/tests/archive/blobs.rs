//! Photos: kept whole or not at all, read by those who may.

use crate::{
    app::{Client, Engine, TestApp, fresh_folder, person_id},
    changes::{photo_by, photo_of, report, text},
};
use axum::{
    body::Body,
    http::{Method, Request, header},
};
use backend::{config::Config, error::Error, store::blob::arrived};
use serde_json::json;
use shared::{
    digest::Digest,
    verdict::{Verdict, Why},
    wire::{BLOB_BYTES_MAX, BlobReceipt, Pull},
};

on_both_engines! {
    and with a bucket:
    a_photo_comes_back_byte_for_byte_and_the_receipt_repeats_it,
    bytes_that_are_not_what_the_address_names_are_not_kept,
    who_neither_brought_it_nor_can_read_a_report_with_it_does_not_see_it,
    who_only_knows_the_hash_of_a_photo_shows_it_to_nobody,
    a_photo_is_seen_where_its_owner_named_it_by_whichever_way_it_came,
    what_is_no_picture_is_only_saved_never_opened,
    nobody_fills_the_disk_with_what_no_report_names,
    a_photo_that_a_report_names_is_taken_however_much_is_unnamed,
    the_photos_of_a_change_that_was_dropped_do_not_count_for_ever,
    a_photo_is_made_small_once_for_those_who_may_see_it,
    what_cannot_be_made_small_is_shown_as_it_is,
    files_leave_the_rest_of_the_disk_to_texts,
    a_damaged_photo_is_mended_by_whoever_brings_it_again,
}

const JPEG: &[u8] = b"\xff\xd8\xff\xe0 a small picture";

fn path(bytes: &[u8]) -> String {
    format!("/api/v1/blobs/{}", Digest::of(bytes))
}

async fn put(client: &Client<'_>, bytes: &'static [u8]) -> crate::app::Answer {
    client.send(Method::PUT, &path(bytes), bytes).await
}

async fn a_photo_comes_back_byte_for_byte_and_the_receipt_repeats_it(engine: Engine) {
    let app = TestApp::new(engine).await;
    let client = app.signed_in("an").await;
    for _ in 0..2 {
        let receipt: BlobReceipt = put(&client, JPEG).await.json();
        assert_eq!(receipt, BlobReceipt { sha256: Digest::of(JPEG), bytes: JPEG.len() as u64 });
    }
    let photo = client.get(&path(JPEG)).await;
    assert_eq!((photo.header("content-type"), &photo.body[..]), ("image/jpeg", JPEG));
    let head = Request::head(path(JPEG)).header(header::COOKIE, &client.cookie).body(Body::empty()).unwrap();
    let head = app.send(head).await;
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), JPEG.len().to_string());
}

async fn bytes_that_are_not_what_the_address_names_are_not_kept(engine: Engine) {
    let app = TestApp::new(engine).await;
    let client = app.signed_in("an").await;
    let wrong = client.send(Method::PUT, &path(JPEG), &JPEG[..9]).await;
    assert_eq!(wrong.problem(422), "wrong_hash");
    let cut = futures_util::stream::iter([
        Ok(JPEG[..9].to_vec()),
        Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset)),
    ]);
    let cut = client.send(Method::PUT, &path(JPEG), Body::from_stream(cut)).await;
    assert_eq!(cut.problem(400), "malformed");
    assert_eq!(client.get(&path(JPEG)).await.problem(404), "not_found");
    let large = vec![0; BLOB_BYTES_MAX + 1];
    let answer = client.send(Method::PUT, &path(&large), large).await;
    assert_eq!(answer.problem(413), "too_large");
    assert_eq!(client.send(Method::PUT, "/api/v1/blobs/ABC", "").await.problem(400), "malformed");
}

async fn who_neither_brought_it_nor_can_read_a_report_with_it_does_not_see_it(engine: Engine) {
    let app = TestApp::new(engine).await;
    put(&app.signed_in("an").await, JPEG).await;
    for login in ["binh", "chief", "stranger"] {
        assert_eq!(app.signed_in(login).await.get(&path(JPEG)).await.problem(404), "not_found", "{login}");
    }
}

async fn who_only_knows_the_hash_of_a_photo_shows_it_to_nobody(engine: Engine) {
    let app = TestApp::new(engine).await;
    let (an, chi) = (app.signed_in("an").await, app.signed_in("chi").await);
    assert_eq!(put(&an, JPEG).await.status, 200);
    let mine = report("chi", "west");
    let named = photo_by("chi", &mine, Digest::of(JPEG));
    let reply = chi.push_texts(&[text(&mine), text(&named)]).await;
    assert_eq!(reply.wanted, [Digest::of(JPEG)].into(), "whether others brought it is not told");
    for login in ["chi", "chief"] {
        let asked = app.signed_in(login).await.get(&path(JPEG)).await;
        assert_eq!(asked.problem(404), "not_found", "{login}");
    }
    let asked = Pull { photos: [Digest::of(JPEG)].into(), ..Pull::default() };
    assert_eq!(chi.pull(&asked).await.photos_missing, asked.photos);
    assert!(an.pull(&asked).await.photos_missing.is_empty());
    // One picture that two have is each one's own once each has brought it.
    assert_eq!(put(&chi, JPEG).await.status, 200);
    assert_eq!(app.signed_in("chief").await.get(&path(JPEG)).await.status, 200);
}

async fn a_photo_is_seen_where_its_owner_named_it_by_whichever_way_it_came(engine: Engine) {
    let app = TestApp::new(engine).await;
    let (an, binh, dung) = (app.signed_in("an").await, app.signed_in("binh").await, app.signed_in("dung").await);
    let own = report("an", "east");
    let photo = photo_of(&own, Digest::of(JPEG));
    an.push(&[&own, &photo]).await;
    // Named again by a colleague, as when it is put back after it was deleted.
    binh.push(&[&photo_by("binh", &own, Digest::of(JPEG))]).await;
    assert_eq!(binh.get(&path(JPEG)).await.problem(404), "not_found", "it is still on its way");
    assert_eq!(put(&an, JPEG).await.status, 200);
    assert_eq!(binh.get(&path(JPEG)).await.status, 200);
    // Kept aside and adopted by somebody else.
    let other = b"\xff\xd8\xff\xe0 another picture";
    let strange = photo_by("stranger", &own, Digest::of(other));
    let stranger = app.signed_in("stranger").await;
    assert_eq!(stranger.push(&[&strange]).await[0].receipt.verdict, Verdict::Quarantined(Why::NoRight));
    assert_eq!(put(&stranger, other).await.status, 200);
    let adopted = dung.post(&format!("/api/v1/quarantine/{}/adopt", strange.id), &json!({})).await;
    assert_eq!(adopted.status, 200, "{}", adopted.text());
    assert_eq!(an.get(&path(other)).await.status, 200);
}

async fn what_is_no_picture_is_only_saved_never_opened(engine: Engine) {
    let app = TestApp::new(engine).await;
    let client = app.signed_in("an").await;
    let page = b"<script>alert(1)</script>";
    put(&client, page).await;
    let answer = client.get(&path(page)).await;
    assert_eq!(answer.header("content-type"), "application/octet-stream");
    assert_eq!(answer.header("content-disposition"), "attachment");
}

/// Notes a file of An's without the bytes.
async fn an_brought(app: &TestApp, name: &'static [u8], bytes: i64) {
    let act = app
        .app
        .db
        .write(move |conn| Box::pin(async move { arrived(conn, Digest::of(name), bytes, person_id("an"), 0).await }));
    act.await.unwrap();
}

async fn nobody_fills_the_disk_with_what_no_report_names(engine: Engine) {
    let app = TestApp::new(engine).await;
    let client = app.signed_in("an").await;
    assert_eq!(put(&client, JPEG).await.status, 200);
    an_brought(&app, b"large", (200 << 20) - JPEG.len() as i64).await;
    let refused = put(&client, b"one more").await;
    assert_eq!(refused.problem(507), "no_room");
    assert_eq!(refused.json::<serde_json::Value>()["details"]["whose"], "person");
    assert_eq!(put(&client, JPEG).await.status, 200, "a lost receipt can be had again");
    assert_eq!(put(&app.signed_in("binh").await, b"one more").await.status, 200, "others go on");

    // What a report names no longer counts.
    let written = report("an", "east");
    client.push(&[&written, &photo_of(&written, Digest::of(b"large"))]).await;
    assert_eq!(put(&client, b"one other").await.status, 200);
}

async fn a_photo_that_a_report_names_is_taken_however_much_is_unnamed(engine: Engine) {
    let app = TestApp::new(engine).await;
    let client = app.signed_in("an").await;
    an_brought(&app, b"large", 200 << 20).await;
    assert_eq!(put(&client, JPEG).await.problem(507), "no_room");
    let written = report("an", "east");
    client.push(&[&written, &photo_of(&written, Digest::of(JPEG))]).await;
    let answer = put(&client, JPEG).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(put(&client, b"one more").await.problem(507), "no_room", "it is the named one that is taken");
}

async fn the_photos_of_a_change_that_was_dropped_do_not_count_for_ever(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    an_brought(&app, b"large", 200 << 20).await;
    let strange = report("an", "west");
    let photo = photo_of(&strange, Digest::of(b"large"));
    let aside = an.push(&[&strange, &photo]).await;
    assert!(aside.iter().all(|receipt| matches!(receipt.receipt.verdict, Verdict::Quarantined(_))));
    assert_eq!(put(&an, JPEG).await.problem(507), "no_room", "what waits for a decision counts");
    let drop = json!({ "reason": "by mistake" });
    assert_eq!(an.post(&format!("/api/v1/quarantine/{}/drop", strange.id), &drop).await.status, 200);
    assert_eq!(put(&an, JPEG).await.problem(507), "no_room", "the photo's own text still waits");
    assert_eq!(an.post(&format!("/api/v1/quarantine/{}/drop", photo.id), &drop).await.status, 200);
    assert_eq!(put(&an, JPEG).await.status, 200);
}

async fn files_leave_the_rest_of_the_disk_to_texts(engine: Engine) {
    let folder = fresh_folder();
    let app = TestApp::over(Config { disk_free_min: u64::MAX, ..engine.config(&folder).await }, folder).await;
    let client = app.signed_in("an").await;
    let refused = put(&client, JPEG).await;
    if engine == Engine::Bucket {
        return assert_eq!(refused.status, 200, "a bucket is no disk");
    }
    assert_eq!(refused.problem(507), "no_room");
    assert_eq!(refused.json::<serde_json::Value>()["details"]["whose"], "disk");
    client.push(&[&report("an", "east")]).await;
    assert_eq!(client.pull_all().await.len(), 1, "texts are taken in");
}

async fn a_damaged_photo_is_mended_by_whoever_brings_it_again(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    let bytes = photo();
    // Of the right length, and with another hash.
    let mut damaged = bytes.clone();
    damaged[700] ^= 1;
    app.app.blobs.keep(Digest::of(&bytes), damaged.into()).await.unwrap();
    app.app.blobs.small(Digest::of(&bytes)).await.unwrap();
    assert_eq!(an.send(Method::PUT, &path(&bytes), bytes.clone()).await.status, 200);
    assert_eq!(an.get(&path(&bytes)).await.body, bytes);
    let small = an.get(&format!("{}/small", path(&bytes))).await.body;
    assert!(image::load_from_memory(&small).is_ok(), "the small one is made anew");
}

/// A photo of bands, as a camera would leave it.
fn photo() -> Vec<u8> {
    let picture = image::RgbImage::from_fn(1_200, 900, |x, y| image::Rgb([(x / 5) as u8, (y / 4) as u8, 90]));
    let mut bytes = Vec::new();
    picture.write_with_encoder(image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 90)).unwrap();
    bytes
}

async fn a_photo_is_made_small_once_for_those_who_may_see_it(engine: Engine) {
    let app = TestApp::new(engine).await;
    let client = app.signed_in("an").await;
    let bytes = photo();
    assert_eq!(client.send(Method::PUT, &path(&bytes), bytes.clone()).await.status, 200);
    let address = format!("{}/small", path(&bytes));
    assert_eq!(app.signed_in("binh").await.get(&address).await.problem(404), "not_found");
    let small = client.get(&address).await;
    assert_eq!((small.status.as_u16(), small.header("content-type")), (200, "image/jpeg"));
    assert_eq!(small.header("etag"), format!("\"{}\"", Digest::of(&small.body)), "the device proves it by its tag");
    let read = image::load_from_memory_with_format(&small.body, image::ImageFormat::Jpeg).unwrap();
    assert_eq!((read.width(), read.height()), (360, 270));
    assert!(small.body.len() * 4 < bytes.len(), "{} of {}", small.body.len(), bytes.len());
    assert_eq!(client.get(&address).await.body, small.body, "the same again");
    assert_eq!(client.get(&path(&bytes)).await.body, bytes, "the photo is as it was");
    // Another process finds it made.
    let other = app.beside().await;
    assert_eq!(Client { app: &other, cookie: client.cookie.clone() }.get(&address).await.body, small.body);
}

async fn what_cannot_be_made_small_is_shown_as_it_is(engine: Engine) {
    let app = TestApp::new(engine).await;
    let client = app.signed_in("an").await;
    put(&client, JPEG).await;
    let small = client.get(&format!("{}/small", path(JPEG))).await;
    assert_eq!((small.header("content-type"), &small.body[..]), ("image/jpeg", JPEG), "no decoder reads it");
    let document = b"%PDF-1.7 words";
    put(&client, document).await;
    assert_eq!(client.get(&format!("{}/small", path(document))).await.problem(404), "not_found");
}

#[test]
fn a_disk_that_is_full_says_so() {
    let full = Error::from(std::io::Error::from(std::io::ErrorKind::StorageFull));
    assert!(matches!(full, Error::NoRoom("disk")), "{full:?}");
}
