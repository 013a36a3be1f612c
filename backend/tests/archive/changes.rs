//! Changes as tests write them, and the conversation that carries them.

use crate::app::{Client, person_id, unit_id};
use serde_json::{Value as Json, json};
use shared::{
    change::{Act, Change, FieldEdit, Home, RecordEdit, State},
    digest::Digest,
    id::{ChangeId, DeviceId, RecordId, ScopeId},
    value::Value,
    wire::{Cursor, Pull, PullReply, Push, PushReceipt, PushReply},
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

pub fn fresh<T>(id: fn(Uuid) -> T) -> T {
    id(Uuid::now_v7())
}

/// A save by `login` on its own device that touches the root's own record.
pub fn save(login: &str, kind: &str, root: RecordId, home: Option<Home>, fields: Json) -> Change {
    let fields: BTreeMap<String, Value> = serde_json::from_value(fields).unwrap();
    let edit = |(name, value)| (name, FieldEdit { value, seen: BTreeSet::new() });
    let record = RecordEdit { id: root, kind: kind.to_owned(), fields: fields.into_iter().map(edit).collect() };
    Change {
        id: fresh(ChangeId),
        root,
        kind: kind.to_owned(),
        home,
        by: person_id(login),
        device: DeviceId::derived(&[login]),
        at_ms: 1,
        salt: 2,
        records: vec![record],
        act: None,
    }
}

/// A report of a unit with everything that it needs to be handed in.
pub fn report(login: &str, unit: &str) -> Change {
    let place = json!({ "unit": unit_id(unit), "text": "" });
    let fields = json!({ "activity": fresh(RecordId), "date": "2026-09-21", "place": place, "result": "went well" });
    save(login, "report", fresh(RecordId), Some(Home::of_unit(unit_id(unit))), fields)
}

pub fn photo_of(report: &Change, sha256: Digest) -> Change {
    photo_by("an", report, sha256)
}

/// A photo that `login` adds to a report.
pub fn photo_by(login: &str, report: &Change, sha256: Digest) -> Change {
    let mut change = save(login, "report", report.root, None, json!({}));
    let fields = BTreeMap::from([
        ("sha256".to_owned(), FieldEdit { value: sha256.to_string().into(), seen: BTreeSet::new() }),
        ("order".to_owned(), FieldEdit { value: 1.into(), seen: BTreeSet::new() }),
    ]);
    change.records = vec![RecordEdit { id: fresh(RecordId), kind: "photo".into(), fields }];
    change
}

pub fn act(login: &str, kind: &str, root: RecordId, to: State, saw: Option<ChangeId>) -> Change {
    let mut change = save(login, kind, root, None, json!({}));
    change.records = Vec::new();
    change.act = Some(Act { to, saw, after: BTreeSet::new(), basis: None, note: "because".into() });
    change
}

pub fn text(change: &Change) -> String {
    serde_json::to_string(change).unwrap()
}

pub fn scope_of(unit: &str) -> ScopeId {
    ScopeId::of_unit(unit_id(unit))
}

impl Client<'_> {
    pub async fn push(&self, changes: &[&Change]) -> Vec<PushReceipt> {
        self.push_texts(&changes.iter().map(|change| text(change)).collect::<Vec<_>>()).await.receipts
    }

    pub async fn push_texts(&self, texts: &[String]) -> PushReply {
        let body = format!("{{\"changes\":[{}]}}", texts.join(","));
        serde_json::from_str::<Push>(&body).expect("a test writes a push that can be read");
        let answer = self.send(axum::http::Method::POST, "/api/v1/sync/push", body).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    pub async fn pull(&self, wish: &Pull) -> PullReply {
        let answer =
            self.send(axum::http::Method::POST, "/api/v1/sync/pull", serde_json::to_string(wish).unwrap()).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    /// Everything that this person may read, scope by scope, as the texts of the entries.
    pub async fn pull_all(&self) -> BTreeMap<ScopeId, Vec<String>> {
        let mut all: BTreeMap<ScopeId, Vec<String>> = BTreeMap::new();
        let mut cursors: BTreeMap<ScopeId, Cursor> = BTreeMap::new();
        loop {
            let reply = self.pull(&Pull { scopes: cursors.clone(), ..Pull::default() }).await;
            if reply.scopes.is_empty() {
                return all;
            }
            for page in reply.scopes {
                assert!(reply.readable.contains(&page.scope));
                let texts = all.entry(page.scope).or_default();
                assert_eq!(page.from, texts.len() as u64, "pages join");
                for entry in page.entries {
                    texts.push(entry.change.get().to_owned());
                    assert_eq!(entry.n, texts.len() as u64, "numbers are dense");
                }
                assert_eq!(page.to.n, texts.len() as u64);
                cursors.insert(page.scope, page.to);
            }
        }
    }
}
