//! A running archive for one test, with a small country in it, and how to talk to it.

use axum::{
    Router,
    body::{Body, Bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use backend::{
    app::{App, router},
    auth::password,
    clock::Clock,
    config::Config,
    store,
};
use futures_util::StreamExt as _;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shared::{
    access::Role,
    id::{DeviceId, PersonId, UnitId},
    person::Person,
    unit::{Unit, UnitKind},
};
use std::{
    path::PathBuf,
    sync::{Arc, LazyLock},
};
use tower::ServiceExt as _;

pub use crate::engine::Engine;

pub const PASSWORD: &str = "lan-toa-2026";
pub const BEGIN_MS: i64 = 1_790_000_000_000;

/// One hash for all: each test would otherwise spend its time hashing.
static HASH: LazyLock<String> = LazyLock::new(|| password::hash(PASSWORD).unwrap());

pub struct TestApp {
    pub app: Arc<App>,
    pub router: Router,
    pub folder: PathBuf,
    pub config: Config,
}

impl Drop for TestApp {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error} in {}", self.text()))
    }
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
    /// The problem's code, after a look at the status.
    pub fn problem(&self, status: u16) -> String {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self.json::<Value>()["code"].as_str().unwrap().to_owned()
    }
}

pub fn unit_id(name: &str) -> UnitId {
    UnitId::derived(&[name])
}

pub fn person_id(login: &str) -> PersonId {
    PersonId::derived(&[login])
}

/// A province with two communes, an office, and a village in the first; another province.
pub fn units() -> Vec<Unit> {
    let unit = |name, kind, parent: Option<&str>| Unit::named(unit_id(name), kind, name, parent.map(unit_id));
    vec![
        unit("north", UnitKind::Province, None),
        unit("south", UnitKind::Province, None),
        unit("office", UnitKind::Agency, Some("north")),
        unit("east", UnitKind::Commune, Some("north")),
        unit("west", UnitKind::Commune, Some("north")),
        unit("brook", UnitKind::Village, Some("east")),
    ]
}

/// Login, role, unit.
const PEOPLE: [(&str, Role, &str); 6] = [
    ("chief", Role::Manager, "north"),
    ("an", Role::Officer, "east"),
    ("binh", Role::Officer, "east"),
    ("chi", Role::Officer, "west"),
    ("dung", Role::Manager, "east"),
    ("stranger", Role::Manager, "south"),
];

pub fn person(login: &str) -> Person {
    let (_, role, unit) = PEOPLE.into_iter().find(|(name, ..)| *name == login).unwrap();
    Person {
        id: person_id(login),
        name: login.to_owned(),
        role,
        unit: unit_id(unit),
        agency: None,
        position: String::new(),
    }
}

pub fn fresh_folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("lantoa-{}", uuid::Uuid::now_v7()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

impl TestApp {
    pub async fn new(engine: Engine) -> Self {
        let folder = fresh_folder();
        let config = engine.config(&folder).await;
        Self::over(Config { app_dir: Some(folder.join("dist")), ..config }, folder).await
    }

    /// Another process over the same data.
    pub async fn beside(&self) -> Self {
        Self::over(self.config.clone(), self.folder.clone()).await
    }

    pub async fn over(config: Config, folder: PathBuf) -> Self {
        let app = App::open(&config, Clock::at(BEGIN_MS)).await.unwrap();
        app.db
            .write(|conn| {
                Box::pin(async move {
                    if store::unit::any(conn).await? {
                        return Ok(());
                    }
                    store::unit::insert(conn, &units()).await?;
                    for (login, ..) in PEOPLE {
                        store::person::insert(conn, &person(login), login, &HASH, BEGIN_MS).await?;
                    }
                    Ok(())
                })
            })
            .await
            .unwrap();
        Self { router: router(app.clone()), app, folder, config }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let mut pieces = body.into_data_stream();
        let mut body = Vec::new();
        while let Some(piece) = pieces.next().await {
            body.extend_from_slice(&piece.unwrap());
        }
        let answer = Answer { status: parts.status, headers: parts.headers, body: body.into() };
        assert_secured(&answer);
        answer
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub async fn sign_in_as(&self, login: &str, password: &str) -> Answer {
        let device = DeviceId::derived(&[login]);
        let wish = json!({ "login": login, "password": password, "device": { "id": device, "name": "tablet" } });
        self.send(writing(Method::POST, "/api/v1/session").body(Body::from(wish.to_string())).unwrap()).await
    }

    pub async fn signed_in(&self, login: &str) -> Client<'_> {
        let answer = self.sign_in_as(login, PASSWORD).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        Client { app: self, cookie }
    }
}

/// Every answer carries the headers that keep a page from being misused.
fn assert_secured(answer: &Answer) {
    let policy = answer.header("content-security-policy");
    assert!(policy.starts_with("default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; "), "{policy}");
    assert!(policy.ends_with("frame-ancestors 'none'"), "{policy}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("permissions-policy", "camera=(self), geolocation=(self)"),
        ("cross-origin-opener-policy", "same-origin"),
        ("x-frame-options", "DENY"),
    ] {
        assert_eq!(answer.header(name), value, "{name}");
    }
    assert_ne!(answer.header("cache-control"), "", "every answer says how long it may be kept");
}

/// A request that writes, as the app sends it.
pub fn writing(method: Method, path: &str) -> axum::http::request::Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header("x-lantoa-protocol", "1")
        .header(header::CONTENT_TYPE, "application/json")
}

/// Somebody with a session.
pub struct Client<'a> {
    pub app: &'a TestApp,
    pub cookie: String,
}

impl Client<'_> {
    pub async fn get(&self, path: &str) -> Answer {
        self.get_with(path, "accept", "*/*").await
    }

    pub async fn get_with(&self, path: &str, name: &str, value: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, &self.cookie).header(name, value);
        self.app.send(request.body(Body::empty()).unwrap()).await
    }

    pub async fn send(&self, method: Method, path: &str, body: impl Into<Body>) -> Answer {
        let request = writing(method, path).header(header::COOKIE, &self.cookie);
        self.app.send(request.body(body.into()).unwrap()).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, body.to_string()).await
    }
}
