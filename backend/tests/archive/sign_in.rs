//! Signing in and out.

use crate::app::{Answer, BEGIN_MS, Client, Engine, PASSWORD, TestApp, person, person_id, writing};
use axum::{body::Body, http::Method};
use backend::{
    auth::{SESSION_MS, password},
    store,
};
use futures_util::future::join_all;
use serde_json::{Value, json};
use shared::{person::Person, wire::SignedIn};

on_both_engines! {
    a_right_password_opens_a_session_and_registers_the_device,
    behind_https_the_cookie_is_secure,
    wrong_password_and_unknown_login_get_the_same_answer,
    guessing_is_slowed_down_for_that_login_only,
    a_session_ends_after_ninety_days_and_when_signed_out,
    a_notebook_never_speaks_with_another_persons_cookie,
    one_address_guessing_on_many_logins_is_slowed_down,
    a_guesser_stops_nobody_who_signed_in_from_the_same_address_before,
    an_office_that_signs_in_at_the_same_moment_is_let_in,
    a_full_queue_asks_for_patience_and_counts_no_try,
    a_device_that_signed_out_offline_ends_its_session_later_and_no_other,
}

async fn a_right_password_opens_a_session_and_registers_the_device(engine: Engine) {
    let app = TestApp::new(engine).await;
    let answer = app.sign_in_as("an", PASSWORD).await;
    let signed_in: SignedIn = answer.json();
    assert_eq!((signed_in.person, signed_in.server_ms), (person_id("an"), BEGIN_MS));
    let cookie = answer.header("set-cookie");
    for part in ["lantoa=", "; HttpOnly", "; SameSite=Strict", "; Path=/", "; Max-Age=7776000"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Secure"), "plain http on the own machine must work");

    let client = app.signed_in("an").await;
    assert_eq!(client.get("/api/v1/session").await.json::<SignedIn>(), SignedIn { ending: None, ..signed_in });
    let devices: Value = app.signed_in("dung").await.get("/api/v1/devices").await.json();
    let of_an = devices["devices"].as_array().unwrap().iter().filter(|row| row["person"] == json!(person_id("an")));
    assert_eq!(of_an.map(|row| row["name"].as_str().unwrap()).collect::<Vec<_>>(), ["tablet"]);
}

async fn behind_https_the_cookie_is_secure(engine: Engine) {
    let app = TestApp::new(engine).await;
    let wish = json!({ "login": " AN ", "password": PASSWORD, "device": { "id": person_id("d"), "name": "" } });
    let request = writing(Method::POST, "/api/v1/session").header("x-forwarded-proto", "https");
    let answer = app.send(request.body(Body::from(wish.to_string())).unwrap()).await;
    assert!(answer.header("set-cookie").ends_with("; Secure"), "{}", answer.text());
}

async fn wrong_password_and_unknown_login_get_the_same_answer(engine: Engine) {
    let app = TestApp::new(engine).await;
    let wrong = app.sign_in_as("an", "lan-toa-2025").await;
    let unknown = app.sign_in_as("nobody", PASSWORD).await;
    assert_eq!(wrong.problem(401), "sign_in_refused");
    assert_eq!(wrong.body, unknown.body);
    assert_eq!(wrong.header("set-cookie"), "");
    let long = app.sign_in_as("an", &"x".repeat(300)).await;
    assert_eq!(long.problem(401), "sign_in_refused");
}

async fn guessing_is_slowed_down_for_that_login_only(engine: Engine) {
    let app = TestApp::new(engine).await;
    for _ in 0..5 {
        assert_eq!(app.sign_in_as("an", "guess").await.problem(401), "sign_in_refused");
    }
    let held = app.sign_in_as("an", PASSWORD).await;
    assert_eq!(held.problem(429), "too_many_tries");
    assert_eq!(held.header("retry-after"), "30");
    // The office behind the same address goes on.
    assert_eq!(app.sign_in_as("binh", PASSWORD).await.status, 200);
    app.app.clock.advance(30_000);
    assert_eq!(app.sign_in_as("an", PASSWORD).await.status, 200);
}

async fn a_session_ends_after_ninety_days_and_when_signed_out(engine: Engine) {
    let app = TestApp::new(engine).await;
    let client = app.signed_in("an").await;
    let other = app.signed_in("an").await;
    let out = client.send(Method::DELETE, "/api/v1/session", "").await;
    assert_eq!((out.status.as_u16(), out.text().as_str()), (200, "{}"));
    assert!(out.header("set-cookie").starts_with("lantoa=;"), "{}", out.header("set-cookie"));
    assert_eq!(client.get("/api/v1/session").await.problem(401), "session_expired");
    app.app.clock.advance(SESSION_MS - 1);
    assert_eq!(other.get("/api/v1/session").await.status, 200);
    app.app.clock.advance(1);
    assert_eq!(other.get("/api/v1/session").await.problem(401), "session_expired");
}

async fn a_notebook_never_speaks_with_another_persons_cookie(engine: Engine) {
    let app = TestApp::new(engine).await;
    let client = app.signed_in("dung").await;
    let mut paths: Vec<(Method, String)> = Vec::new();
    for path in ["session", "directory", "sync/heads", "sync/events", "quarantine", "devices"] {
        paths.push((Method::GET, format!("/api/v1/{path}")));
    }
    for path in ["sync/push", "sync/pull", "quarantine/{id}/adopt", "quarantine/{id}/drop"] {
        paths.push((Method::POST, format!("/api/v1/{}", path.replace("{id}", &person_id("x").to_string()))));
    }
    let blob = format!("/api/v1/blobs/{}", shared::digest::Digest::of(b"x"));
    paths.extend([(Method::GET, blob.clone()), (Method::PUT, blob), (Method::DELETE, "/api/v1/session".into())]);
    for (method, path) in paths {
        for named in [person_id("an").to_string(), "nobody".into()] {
            let request = writing(method.clone(), &path).header("cookie", &client.cookie);
            let request = request.header("x-lantoa-person", &named).body(Body::from("{}")).unwrap();
            assert_eq!(app.send(request).await.problem(409), "other_person", "{method} {path}");
        }
    }
    for own in ["/api/v1/quarantine", "/api/v1/devices", "/api/v1/session"] {
        let named = client.get_with(own, "x-lantoa-person", &person_id("dung").to_string()).await;
        assert_eq!(named.status, 200, "{own}: {}", named.text());
    }
}

/// A try from an address that many stand behind.
async fn from_afar(app: &TestApp, login: &str, password: &str) -> Answer {
    let wish = json!({ "login": login, "password": password, "device": { "id": person_id("d"), "name": "" } });
    let request = writing(Method::POST, "/api/v1/session").header("x-forwarded-for", "192.0.2.7");
    app.send(request.body(Body::from(wish.to_string())).unwrap()).await
}

async fn one_address_guessing_on_many_logins_is_slowed_down(engine: Engine) {
    let app = TestApp::new(engine).await;
    let try_as = async |login: &str, password: &str| from_afar(&app, login, password).await;
    // A login too long for anybody's is refused without a hash, and counts all the same.
    assert_eq!(try_as(&"x".repeat(10_000), PASSWORD).await.problem(401), "sign_in_refused");
    for n in 1..100 {
        assert_eq!(try_as(&n.to_string(), &"x".repeat(300)).await.problem(401), "sign_in_refused");
    }
    assert_eq!(try_as("an", PASSWORD).await.problem(429), "too_many_tries");
    assert_eq!(app.sign_in_as("an", PASSWORD).await.status, 200, "other addresses go on");
}

async fn a_guesser_stops_nobody_who_signed_in_from_the_same_address_before(engine: Engine) {
    let app = TestApp::new(engine).await;
    assert_eq!(from_afar(&app, "an", PASSWORD).await.status, 200);
    for n in 0..100 {
        assert_eq!(from_afar(&app, &n.to_string(), &"x".repeat(300)).await.problem(401), "sign_in_refused");
    }
    assert_eq!(from_afar(&app, "101", PASSWORD).await.problem(429), "too_many_tries");
    assert_eq!(from_afar(&app, "binh", PASSWORD).await.problem(429), "too_many_tries", "not known from there");
    for _ in 0..2 {
        let known = from_afar(&app, "an", PASSWORD).await;
        assert_eq!(known.status, 200, "{}", known.text());
    }
    // A known login is no door for guessing it.
    for _ in 0..5 {
        assert_eq!(from_afar(&app, "an", "guess").await.problem(401), "sign_in_refused");
    }
    assert_eq!(from_afar(&app, "an", PASSWORD).await.problem(429), "too_many_tries");
}

async fn an_office_that_signs_in_at_the_same_moment_is_let_in(engine: Engine) {
    let app = TestApp::new(engine).await;
    let logins: Vec<String> = (0..110).map(|n| format!("officer{n}")).collect();
    let (hash, newcomers) = (password::hash(PASSWORD).unwrap(), logins.clone());
    let joined = app.app.db.write(move |conn| {
        let (hash, newcomers) = (hash.clone(), newcomers.clone());
        Box::pin(async move {
            for login in &newcomers {
                let newcomer = Person { id: person_id(login), ..person("an") };
                store::person::insert(conn, &newcomer, login, &hash, BEGIN_MS).await?;
            }
            Ok(())
        })
    });
    joined.await.unwrap();
    // Each try is under way before the first password has been compared.
    for answer in join_all(logins.iter().map(|login| from_afar(&app, login, PASSWORD))).await {
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
}

async fn a_full_queue_asks_for_patience_and_counts_no_try(engine: Engine) {
    let app = TestApp::new(engine).await;
    let turns: Vec<_> = std::iter::from_fn(|| app.app.hashing.turn().ok()).collect();
    for _ in 0..10 {
        let busy = app.sign_in_as("an", PASSWORD).await;
        assert_eq!((busy.problem(503).as_str(), busy.header("retry-after")), ("unavailable", "5"));
    }
    drop(turns);
    assert_eq!(app.sign_in_as("an", PASSWORD).await.status, 200);
}

async fn a_device_that_signed_out_offline_ends_its_session_later_and_no_other(engine: Engine) {
    let app = TestApp::new(engine).await;
    let answer = app.sign_in_as("an", PASSWORD).await;
    let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
    let (client, other) = (Client { app: &app, cookie }, app.signed_in("an").await);
    let ending = answer.json::<SignedIn>().ending.unwrap();
    let end = async |token: &str| {
        let wish = json!({ "token": token }).to_string();
        app.send(writing(Method::POST, "/api/v1/session/end").body(Body::from(wish)).unwrap()).await
    };
    // It opens nothing, and what opens ends nothing.
    let forged = Client { app: &app, cookie: format!("lantoa={ending}") };
    assert_eq!(forged.get("/api/v1/session").await.problem(401), "session_expired");
    let token = client.cookie.strip_prefix("lantoa=").unwrap();
    for wrong in [token, "", "x"] {
        assert_eq!((end(wrong).await.status.as_u16(), client.get("/api/v1/session").await.status.as_u16()), (200, 200));
    }
    for _ in 0..2 {
        let ended = end(&ending).await;
        assert_eq!((ended.status.as_u16(), ended.text().as_str()), (200, "{}"), "saying it again is no error");
    }
    assert_eq!(client.get("/api/v1/session").await.problem(401), "session_expired");
    assert_eq!(other.get("/api/v1/session").await.status, 200);
}
