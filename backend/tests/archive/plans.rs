//! How PostgreSQL goes about what it is asked, in an office that was empty a moment ago.

use crate::app::{Engine, TestApp};
use backend::store::{self, Conn, Db};
use shared::id::ChangeId;

/// Often enough for the engine to keep a plan, if it may.
const OFTEN: usize = 12;
const MANY: i64 = 200_000;

/// Asks for a hundred ids that nobody has given, and says how many rows were read for that.
async fn read_for(conn: &mut Conn) -> i64 {
    let wanted = (0..100).map(|number: i32| ChangeId::derived(&[&number.to_string()]));
    store::receipt::named(conn, wanted).await.unwrap();
    let Conn::Pg(pg) = conn else { panic!("it is PostgreSQL") };
    let read = "select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables where relname = 'ids'";
    sqlx::query_scalar(read).fetch_one(&mut **pg).await.unwrap()
}

async fn in_a_snapshot(db: &Db) -> i64 {
    let mut conn = db.snapshot().await.unwrap();
    let read = read_for(&mut conn).await;
    conn.rollback().await.unwrap();
    read
}

async fn in_an_act(db: &Db) -> i64 {
    db.write(|conn| Box::pin(async move { Ok(read_for(conn).await) })).await.unwrap()
}

#[tokio::test]
async fn tables_that_have_grown_since_the_first_questions_are_not_read_whole() {
    let app = TestApp::new(Engine::Pg).await;
    let db = &app.app.db;
    let Conn::Pg(mut other) = db.read().await.unwrap() else { panic!("it is PostgreSQL") };
    // Nobody takes stock of the table meanwhile.
    let unwatched = "alter table ids set (autovacuum_enabled = off)";
    sqlx::query(unwatched).execute(&mut *other).await.unwrap();
    for _ in 0..OFTEN {
        in_a_snapshot(db).await;
        in_an_act(db).await;
    }
    let grow = "insert into ids (id, digest, scope, n)
                select gen_random_uuid()::text, md5(n::text), 'scope', n from generate_series(1, $1) as n";
    sqlx::query(grow).bind(MANY).execute(&mut *other).await.unwrap();
    let read = (in_a_snapshot(db).await, in_an_act(db).await);
    assert!(read.0 < MANY && read.1 < MANY, "{read:?} rows were read one after the other");
}
