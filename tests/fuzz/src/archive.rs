//! A server in this process, on SQLite, emptied between two inputs: what was found can be found again.

use crate::honest::{Anybody, device, unit};
use axum::{
    Router,
    body::{Body, Bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use backend::{
    app::{App, router},
    auth::{fresh_token, password},
    clock::Clock,
    config::Config,
    store::{self, Conn, session::NewSession},
};
use futures_util::StreamExt as _;
use serde::de::DeserializeOwned;
use shared::{
    access::Role,
    digest::Digest,
    id::{PersonId, UnitId},
    person::Person,
    rules::Asker as _,
    unit::{Unit, UnitKind},
    wire::{PROTOCOL, PROTOCOL_HEADER},
};
use sqlx::AssertSqlSafe;
use std::{
    cell::RefCell,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};
use tokio::runtime::Runtime;
use tower::ServiceExt as _;

pub const BEGIN_MS: i64 = 1_790_000_000_000;
/// What lies beside the app and is never served.
pub const SECRET: &str = "what no address reaches";
/// A server with an officer of a commune and the manager of its province.
pub struct Archive {
    runtime: Runtime,
    pub app: Arc<App>,
    router: Router,
    /// The tables, each with how to take out what an input left in it.
    tables: Vec<String>,
    /// The cookies of the two.
    pub officer: String,
    pub manager: String,
    folder: PathBuf,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Drop for Archive {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Gives this thread's server to an input, emptied.
pub fn with<T>(act: impl FnOnce(&Archive) -> T) -> T {
    thread_local!(static ARCHIVE: RefCell<Option<Archive>> = const { RefCell::new(None) });
    ARCHIVE.with_borrow_mut(|kept| {
        let archive = kept.get_or_insert_with(Archive::new);
        archive.empty();
        act(archive)
    })
}

fn units() -> Vec<Unit> {
    let province = UnitId::derived(&["tỉnh"]);
    vec![
        Unit::named(province, UnitKind::Province, "Lạng Sơn", None),
        Unit::named(unit(), UnitKind::Commune, "Điềm He", Some(province)),
    ]
}

fn people() -> [(Person, &'static str); 2] {
    let person =
        |id, role, unit| Person { id, name: "Ân".to_owned(), role, unit, agency: None, position: String::new() };
    [
        (person(Anybody.person(), Role::Officer, unit()), "an"),
        (person(PersonId::derived(&["quản lý"]), Role::Manager, UnitId::derived(&["tỉnh"])), "quanly"),
    ]
}

impl Archive {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let folder = std::env::temp_dir().join(format!("lantoa-fuzz-{}", uuid::Uuid::now_v7()));
        let dist = folder.join("dist");
        fs::create_dir_all(dist.join("assets")).unwrap();
        fs::write(dist.join("index.html"), "<!doctype html><title>Lan Tỏa</title>").unwrap();
        fs::write(folder.join("secret.txt"), SECRET).unwrap();
        let config = Config { app_dir: Some(dist), disk_free_min: 0, ..Config::over(&folder) };
        let (app, tables) = runtime.block_on(async {
            let app = App::open(&config, Clock::at(BEGIN_MS)).await.unwrap();
            let hash = password::hash("lan-toa-2026").unwrap();
            let begun = app.db.write(move |conn| {
                let hash = hash.clone();
                Box::pin(async move {
                    store::unit::insert(conn, &units()).await?;
                    for (person, login) in people() {
                        store::person::insert(conn, &person, login, &hash, BEGIN_MS).await?;
                    }
                    Ok(())
                })
            });
            begun.await.unwrap();
            let tables = clearing(&mut app.db.read().await.unwrap()).await;
            (app, tables)
        });
        let (officer, manager) = (String::new(), String::new());
        Self { runtime, router: router(Arc::clone(&app)), app, tables, officer, manager, folder }
    }

    /// Takes out what the last input left, and gives the two people a session each.
    fn empty(&mut self) {
        let [(officer, officer_hash), (manager, manager_hash)] = [fresh_token(), fresh_token()];
        (self.officer, self.manager) = (format!("lantoa={officer}"), format!("lantoa={manager}"));
        let tables = self.tables.clone();
        let emptied = self.app.db.write(move |conn| {
            let tables = tables.clone();
            Box::pin(async move {
                let Conn::Lite(lite) = &mut *conn else { panic!("it is SQLite") };
                // Tables refer to each other: what counts is how they stand in the end.
                sqlx::query("pragma defer_foreign_keys = on").execute(&mut **lite).await?;
                for clear in tables {
                    sqlx::query(AssertSqlSafe(clear)).execute(&mut **lite).await?;
                }
                for ((person, _), token) in people().into_iter().zip([officer_hash, manager_hash]) {
                    store::device::register(conn, device(), person.id, "máy", BEGIN_MS).await?;
                    let (created_ms, expires_ms) = (BEGIN_MS, BEGIN_MS + 1);
                    let ending = Digest::of(token.to_string().as_bytes());
                    let new = NewSession { token, ending, person: person.id, device: device(), created_ms, expires_ms };
                    store::session::open(conn, new).await?;
                }
                Ok(())
            })
        });
        self.runtime.block_on(emptied).unwrap();
        for file in files(&self.folder.join("blobs")) {
            fs::remove_file(file).unwrap();
        }
    }

    /// Waits for what a target asks of the server.
    pub fn wait<T>(&self, asked: impl Future<Output = T>) -> T {
        self.runtime.block_on(asked)
    }

    /// The answer to a request. It is never 5xx, and never tells what no address reaches.
    pub fn send(&self, request: Request<Body>) -> Answer {
        self.wait(async {
            let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
            let mut answer = Answer { status: parts.status, headers: parts.headers, body: Bytes::new() };
            let mut whole = Vec::new();
            // A stream of events has no end.
            if !answer.header("content-type").starts_with("text/event-stream") {
                let mut pieces = body.into_data_stream();
                while let Some(piece) = pieces.next().await {
                    whole.extend_from_slice(&piece.unwrap());
                }
            }
            assert!(!answer.status.is_server_error(), "{}: {}", answer.status, String::from_utf8_lossy(&whole));
            assert!(!whole.windows(SECRET.len()).any(|piece| piece == SECRET.as_bytes()), "the secret was served");
            assert_ne!(answer.header("content-security-policy"), "", "every answer is secured");
            answer.body = whole.into();
            answer
        })
    }

    /// A request with a body, as the app sends it.
    pub fn post(&self, cookie: &str, path: &str, body: impl Into<Body>) -> Answer {
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/json")
            .header(PROTOCOL_HEADER, PROTOCOL);
        self.send(request.body(body.into()).unwrap())
    }
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{}: {error} in {}", self.status, String::from_utf8_lossy(&self.body)))
    }
}

/// How to bring each table back to what it holds now.
async fn clearing(conn: &mut Conn) -> Vec<String> {
    let Conn::Lite(lite) = conn else { panic!("it is SQLite") };
    let tables: Vec<String> =
        sqlx::query_scalar("select name from sqlite_schema where type = 'table' and substr(name, 1, 5) <> '_sqlx'")
            .fetch_all(&mut **lite)
            .await
            .unwrap();
    let mut clearing = Vec::new();
    for table in tables {
        let last = AssertSqlSafe(format!("select coalesce(max(rowid), 0) from {table}"));
        let last: i64 = sqlx::query_scalar(last).fetch_one(&mut **lite).await.unwrap();
        clearing.push(format!("delete from {table} where rowid > {last}"));
    }
    clearing
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}
