//! Many writers and readers at once on a real PostgreSQL: nobody misses a number.
//!
//! The same race is run over a log as one would write it first, rows numbered by a sequence and read after
//! the last number seen, to know that it finds what it is there for.

use crate::{
    app::{Engine, TestApp, person, unit_id},
    changes::{fresh, report, save, scope_of, text},
};
use backend::{
    seals::Seals,
    store::{self, Db},
    sync::{self, Sender},
};
use futures_util::future::join_all;
use serde::Deserialize;
use serde_json::{json, value::RawValue};
use shared::{
    change::{Change, Home},
    digest::Digest,
    id::{ChangeId, DeviceId, RecordId, ScopeId},
    rules::Head,
    verdict::Verdict,
    wire::{Cursor, Pull, PullReply},
};
use sqlx::PgPool;
use std::{
    collections::{BTreeMap, BTreeSet},
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::sync::watch;

/// Pools that stand for processes.
const PROCESSES: usize = 4;
const WRITERS: usize = 8;
const PULLERS: usize = 4;
const UNITS: [&str; 4] = ["east", "west", "brook", "office"];

/// Something that is written and read at once.
trait Log: Send + Sync + 'static {
    /// How far a reader has come.
    type Place: Default + Send;

    /// Writes some rows in one transaction; their ids.
    fn write(&self, writer: usize) -> impl Future<Output = Vec<ChangeId>> + Send;

    /// What came after.
    fn after(&self, reader: usize, place: &mut Self::Place) -> impl Future<Output = Vec<ChangeId>> + Send;
}

/// Lets all write and read at once until all is written and read; how many rows readers missed, in sum.
async fn missed<L: Log>(log: &Arc<L>, batches: usize, rows: usize) -> usize {
    let writing = Arc::new(AtomicUsize::new(WRITERS));
    let writers = (0..WRITERS).map(|writer| {
        let (log, writing) = (Arc::clone(log), Arc::clone(&writing));
        tokio::spawn(async move {
            let mut written = Vec::new();
            for _ in (writer..batches).step_by(WRITERS) {
                written.extend(log.write(writer).await);
            }
            writing.fetch_sub(1, Ordering::SeqCst);
            written
        })
    });
    let writers: Vec<_> = writers.collect();
    let readers = (0..PULLERS).map(|reader| {
        let (log, writing) = (Arc::clone(log), Arc::clone(&writing));
        tokio::spawn(async move {
            let (mut place, mut read) = (L::Place::default(), BTreeSet::new());
            loop {
                let ended = writing.load(Ordering::SeqCst) == 0;
                let news = log.after(reader, &mut place).await;
                if ended && news.is_empty() {
                    return read;
                }
                for id in news {
                    assert!(read.insert(id), "{id} was read twice");
                }
            }
        })
    });
    let readers: Vec<_> = readers.collect();
    let written: BTreeSet<ChangeId> = join_all(writers).await.into_iter().flat_map(Result::unwrap).collect();
    assert_eq!(written.len(), rows);
    join_all(readers).await.into_iter().map(|read| written.difference(&read.unwrap()).count()).sum()
}

/// Rows numbered by a sequence: the order of numbers is not the order of commits.
struct Naive {
    pool: PgPool,
    /// The highest number that a reader has come to.
    read: watch::Sender<i64>,
    /// The first writer has its numbers: only then do others take higher ones, which it waits for.
    begun: watch::Sender<bool>,
}

impl Log for Naive {
    type Place = i64;

    async fn write(&self, writer: usize) -> Vec<ChangeId> {
        let ids: Vec<ChangeId> = (0..5).map(|_| fresh(ChangeId)).collect();
        if writer != 0 {
            self.begun.subscribe().wait_for(|begun| *begun).await.unwrap();
        }
        let mut transaction = self.pool.begin().await.unwrap();
        let mut last: i64 = 0;
        for id in &ids {
            let row = sqlx::query_scalar("insert into naive (id) values ($1) returning n").bind(id.to_string());
            last = row.fetch_one(&mut *transaction).await.unwrap();
        }
        // The first writer commits after a reader has passed its numbers, which sooner or later happens by
        // itself.
        if writer == 0 {
            self.begun.send_replace(true);
            self.read.subscribe().wait_for(|read| *read > last).await.unwrap();
        }
        transaction.commit().await.unwrap();
        ids
    }

    async fn after(&self, _: usize, place: &mut i64) -> Vec<ChangeId> {
        let rows: Vec<(i64, String)> = sqlx::query_as("select n, id from naive where n > $1 order by n")
            .bind(*place)
            .fetch_all(&self.pool)
            .await
            .unwrap();
        *place = rows.last().map_or(*place, |(n, _)| *n);
        self.read.send_if_modified(|read| std::mem::replace(read, (*read).max(*place)) < *place);
        rows.iter().map(|(_, id)| id.parse().unwrap()).collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_cursor_over_a_plain_sequence_is_caught() {
    let app = TestApp::new(Engine::Pg).await;
    let pool = PgPool::connect(&app.config.database()).await.unwrap();
    sqlx::query("create table naive (n bigserial primary key, id text not null)").execute(&pool).await.unwrap();
    let log = Arc::new(Naive { pool, read: watch::Sender::new(0), begun: watch::Sender::new(false) });
    // One batch of the first writer, which waits, and others that go past it.
    assert!(missed(&log, WRITERS, 5 * WRITERS).await > 0, "the race does not see what it is there for");
}

/// The archive, at several processes.
struct Archive {
    processes: Vec<Db>,
    seals: Seals,
    sender: Sender,
    /// Roots that everybody edits.
    shared: Vec<Change>,
}

/// Changes in one push.
const PUSH: usize = 500;
/// Changes of each new root.
const OF_ROOT: usize = 24;

impl Archive {
    /// New reports in two of the scopes, some saves on each, and a few on the roots that all have in common.
    fn changes(&self, writer: usize) -> Vec<Change> {
        let edit = |root| save("chief", "report", root, None, json!({ "people": 4, "result": "went well" }));
        let mut changes: Vec<Change> = self.shared.iter().map(|shared| edit(shared.root)).collect();
        while changes.len() < PUSH {
            let at = changes.len() / OF_ROOT;
            let root = report("chief", UNITS[(writer + at % 2) % UNITS.len()]);
            let edits = (1..OF_ROOT).map(|_| edit(root.root)).collect::<Vec<_>>();
            changes.push(root);
            changes.extend(edits);
        }
        changes.truncate(PUSH);
        changes
    }

    async fn push(&self, process: usize, changes: &[Change]) -> Vec<ChangeId> {
        let texts = changes.iter().map(|change| RawValue::from_string(text(change)).unwrap());
        let arrivals = sync::arrived(texts.collect());
        let db = &self.processes[process % PROCESSES];
        let reply = sync::push(db, self.sender.clone(), arrivals, 0).await.unwrap();
        for receipt in &reply.receipts {
            assert!(matches!(receipt.receipt.verdict, Verdict::Numbered { .. }), "{receipt:?}");
        }
        changes.iter().map(|change| change.id).collect()
    }
}

#[derive(Deserialize)]
struct Named {
    id: ChangeId,
}

impl Log for Archive {
    type Place = BTreeMap<ScopeId, Cursor>;

    async fn write(&self, writer: usize) -> Vec<ChangeId> {
        self.push(writer, &self.changes(writer)).await
    }

    /// A pull as a device makes it: pages join, numbers are dense, the chain verifies.
    async fn after(&self, reader: usize, place: &mut Self::Place) -> Vec<ChangeId> {
        let mut conn = self.processes[reader % PROCESSES].snapshot().await.unwrap();
        let readable = sync::readable(&mut conn, self.sender.person.unit).await.unwrap();
        let wish = Pull { scopes: place.clone(), ..Pull::default() };
        let epochs = store::epoch::all(&mut conn).await.unwrap().unwrap();
        let person = self.sender.person.id;
        let said = sync::Said { person, directory: "", server_ms: 0, epochs: &epochs, seals: &self.seals };
        let stands = sync::standing(&mut conn, &readable, &wish).await.unwrap();
        let reply = sync::answer(&mut conn, &readable, &wish, (&stands, said)).await.unwrap();
        conn.rollback().await.unwrap();
        let reply: PullReply = serde_json::from_str(&reply).unwrap();
        let mut ids = Vec::new();
        for page in reply.scopes {
            let cursor = place.entry(page.scope).or_default();
            assert!(page.to.n <= page.head, "a page shows what its snapshot did not have");
            assert_eq!(page.from, cursor.n, "the log contradicts a cursor that it gave");
            let mut head = Head { n: cursor.n, chain: cursor.chain, live: 0 };
            for entry in page.entries {
                head = head.next(Digest::of(entry.change.get().as_bytes()), &entry.late);
                assert_eq!(entry.n, head.n, "numbers are dense");
                ids.push(serde_json::from_str::<Named>(entry.change.get()).unwrap().id);
            }
            assert_eq!((page.to.n, page.to.chain), (head.n, head.chain), "the chain verifies");
            *cursor = page.to;
        }
        ids
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_thousand_changes_of_many_writers_reach_every_reader_whole() {
    let app = TestApp::new(Engine::Pg).await;
    let mut processes = Vec::new();
    for _ in 0..PROCESSES {
        processes.push(Db::open(&app.config.database()).await.unwrap());
    }
    let sender = Sender { person: person("chief"), device: DeviceId::derived(&["chief"]) };
    let shared = UNITS.map(|unit| {
        let home = Some(Home::of_unit(unit_id(unit)));
        save("chief", "report", fresh(RecordId), home, json!({ "result": "begun" }))
    });
    let archive = Archive { processes, seals: app.app.seals.clone(), sender, shared: shared.to_vec() };
    let begun: BTreeSet<ChangeId> = archive.push(0, &archive.shared).await.into_iter().collect();
    let archive = Arc::new(archive);

    let batches = 50_000 / PUSH;
    assert_eq!(missed(&archive, batches, batches * PUSH).await, 0);

    let mut conn = app.app.db.read().await.unwrap();
    let scopes = store::scope::readable(&mut conn, archive.sender.person.unit).await.unwrap();
    let heads = UNITS.map(|unit| scopes[&scope_of(unit)].head.n);
    assert_eq!(heads.iter().sum::<u64>(), (batches * PUSH + begun.len()) as u64);
    // What was folded by one after the other is whole: each save of each push stands in the common roots.
    let roots = store::root::named(&mut conn, archive.shared.iter().map(|change| change.root)).await.unwrap();
    for root in roots.values() {
        assert_eq!(root.saves.len(), batches + 1, "every save has a live version");
    }
}
