//! Databases of a PostgreSQL that only these tests have, each with our tables.

use backend::store::Db;
use cluster::Cluster;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use std::sync::LazyLock;
use tokio::sync::OnceCell;

#[path = "../../../tests/src/postgres/cluster.rs"]
mod cluster;

static CLUSTER: LazyLock<Cluster> = LazyLock::new(Cluster::start);
/// The tables are made once and copied for each test.
static TEMPLATE: OnceCell<()> = OnceCell::const_new();

/// A database with our tables and nothing in them.
pub async fn fresh_database() -> String {
    let cluster = &*CLUSTER;
    let mut admin = PgConnection::connect(&cluster.url("postgres")).await.unwrap();
    TEMPLATE
        .get_or_init(async || {
            sqlx::query("create database lantoa").execute(&mut admin).await.unwrap();
            Db::open(&cluster.url("lantoa")).await.unwrap().close().await;
        })
        .await;
    let name = format!("t{}", uuid::Uuid::now_v7().simple());
    let create = AssertSqlSafe(format!("create database {name} template lantoa"));
    sqlx::query(create).execute(&mut admin).await.unwrap();
    admin.close().await.unwrap();
    cluster.url(&name)
}
