//! Several servers of one office, as many stand behind one name: two replicas over one PostgreSQL and one
//! folder, HAProxy in front of them, and lines between that can be cut.

use crate::{
    folder::{self, Folder},
    haproxy::Haproxy,
    postgres,
    proxy::Proxy,
    server::{self, Server},
};
use std::{path::Path, sync::Arc};
use tokio::sync::{OnceCell, Semaphore, SemaphorePermit};

/// Two cores carry one fleet and what else runs.
static ROOM: Semaphore = Semaphore::const_new(1);

/// A running fleet.
#[derive(Debug)]
pub struct Fleet {
    /// The servers, both started.
    pub replicas: [Server; 2],
    /// The line between HAProxy and each of them.
    pub lines: [Proxy; 2],
    /// The address of the database.
    pub database: String,
    front: Haproxy,
    _room: SemaphorePermit<'static>,
}

impl Fleet {
    /// A fleet with the demonstration archive, that serves the app from these folders.
    ///
    /// # Panics
    /// If a part of it does not start.
    pub async fn start(apps: [&Path; 2]) -> Self {
        static FILLED: OnceCell<(Folder, String)> = OnceCell::const_new();
        let room = ROOM.acquire().await.expect("it is never closed");
        let filled = FILLED.get_or_init(|| async {
            let (folder, database) = (Folder::new("demonstration"), postgres::empty());
            server::fill(&folder, Some(&database)).await;
            (folder, database)
        });
        let (filled, template) = filled.await;
        let (data, database) = (Arc::new(Folder::new("data")), postgres::copy(template));
        folder::copy(filled.path(), data.path()).expect("the archive can be copied");
        let replicas = apps.map(|app| Server::replica(&database, &data, app));
        for replica in &replicas {
            replica.start().await;
        }
        let lines = [Proxy::start(replicas[0].port()).await, Proxy::start(replicas[1].port()).await];
        let front = Haproxy::start([lines[0].port(), lines[1].port()]).await;
        Self { replicas, lines, database, front, _room: room }
    }

    /// Where tablets come in.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.front.port()
    }

    /// The origin for tablets, without a slash at the end.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.front.port())
    }
}
