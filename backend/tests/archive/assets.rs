//! The front end as it is served.

use crate::app::{Engine, TestApp, fresh_folder};
use axum::{
    body::Body,
    http::{Request, header},
};
use backend::config::Config;
use std::{fs, path::Path};

on_both_engines! {
    files_named_by_their_content_are_kept_for_ever_in_the_smallest_form_taken,
    everything_else_is_asked_for_again_and_confirmed_by_its_tag,
    nothing_outside_the_folder_is_served,
    without_an_app_a_plain_page_says_so,
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn build(folder: &Path, name: &str) {
    write(folder, "index.html", &format!("<!doctype html><title>{name}</title>"));
    write(folder, "sw.js", &format!("// {name}"));
    write(folder, "manifest.webmanifest", "{}");
    write(folder, &format!("assets/app-{name}.js"), &format!("plain {name}"));
    write(folder, &format!("assets/app-{name}.js.br"), &format!("br {name}"));
    write(folder, &format!("assets/app-{name}.js.gz"), &format!("gz {name}"));
    write(folder, &format!("assets/app-{name}.wasm"), "wasm");
}

async fn asked(app: &TestApp, path: &str, name: header::HeaderName, value: &str) -> crate::app::Answer {
    app.send(Request::get(path).header(name, value).body(Body::empty()).unwrap()).await
}

async fn files_named_by_their_content_are_kept_for_ever_in_the_smallest_form_taken(engine: Engine) {
    let app = TestApp::new(engine).await;
    build(&app.folder.join("dist"), "one");
    let path = "/assets/app-one.js";
    for (accepted, coding, body) in [
        ("gzip, deflate, br", "br", "br one"),
        ("gzip;q=1.0", "gzip", "gz one"),
        ("br;q=0, gzip", "gzip", "gz one"),
        ("identity", "", "plain one"),
        ("bro", "", "plain one"),
    ] {
        let answer = asked(&app, path, header::ACCEPT_ENCODING, accepted).await;
        assert_eq!((answer.header("content-encoding"), answer.text().as_str()), (coding, body), "{accepted}");
        assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8");
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(answer.header("vary"), "accept-encoding");
    }
    let wasm = asked(&app, "/assets/app-one.wasm", header::ACCEPT_ENCODING, "br").await;
    assert_eq!((wasm.header("content-type"), wasm.header("content-encoding")), ("application/wasm", ""));
    assert_eq!(app.get("/assets/app-none.js").await.problem(404), "not_found");
}

async fn everything_else_is_asked_for_again_and_confirmed_by_its_tag(engine: Engine) {
    let app = TestApp::new(engine).await;
    build(&app.folder.join("dist"), "one");
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/sw.js", "text/javascript; charset=utf-8"),
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/reports/01890a5d/photos", "text/html; charset=utf-8"),
    ] {
        let first = app.get(path).await;
        assert_eq!((first.status.as_u16(), first.header("content-type")), (200, kind), "{path}");
        assert_eq!(first.header("cache-control"), "no-cache");
        let again = asked(&app, path, header::IF_NONE_MATCH, first.header("etag")).await;
        assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
        let other = asked(&app, path, header::IF_NONE_MATCH, "\"other\"").await;
        assert_eq!(other.status, 200);
    }
    let head = Request::head("/").body(Body::empty()).unwrap();
    let head = app.send(head).await;
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
}

async fn nothing_outside_the_folder_is_served(engine: Engine) {
    let app = TestApp::new(engine).await;
    build(&app.folder.join("dist"), "one");
    write(&app.folder, "secret.txt", "secret");
    for path in ["/../secret.txt", "/assets/../../secret.txt", "/assets/%2e%2e/%2e%2e/secret.txt", "/..%2fsecret.txt"] {
        let answer = app.get(path).await;
        assert!(!answer.text().contains("secret"), "{path}");
    }
}

#[tokio::test]
async fn tablets_that_still_run_an_earlier_build_find_its_files() {
    let folder = fresh_folder();
    let (old, new) = (folder.join("old"), folder.join("new"));
    build(&old, "one");
    build(&new, "two");
    let over = |dist: &Path| Config { app_dir: Some(dist.to_owned()), ..Config::over(&folder) };
    let first = TestApp::over(over(&old), folder.join("nothing")).await;
    first.app.db.close().await;
    fs::remove_dir_all(&old).unwrap();
    let second = TestApp::over(over(&new), folder.clone()).await;
    assert_eq!(second.get("/").await.text(), "<!doctype html><title>two</title>");
    assert_eq!(second.get("/assets/app-two.js").await.text(), "plain two");
    let kept = asked(&second, "/assets/app-one.js", header::ACCEPT_ENCODING, "br").await;
    assert_eq!((kept.header("content-encoding"), kept.text().as_str()), ("br", "br one"));
    drop(first);
}

async fn without_an_app_a_plain_page_says_so(engine: Engine) {
    let app = TestApp::new(engine).await;
    let answer = app.get("/").await;
    assert_eq!(answer.status, 200);
    assert!(answer.text().contains("cargo xtask run"));
}
