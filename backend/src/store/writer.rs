//! The one that writes: takes what is waiting, runs each act under a savepoint, commits them
//! together. One flush of the log then serves many devices.
//!
//! For SQLite, which has one writer; PostgreSQL has many, see `pg`.
//!
//! Invariant: an answer leaves only after the commit that holds its act.

use super::{Conn, conn::Held, on};
use crate::error::Error;
use futures_util::{FutureExt as _, future::BoxFuture};
use sqlx::{Sqlite, SqlitePool, pool::PoolConnection};
use std::panic::AssertUnwindSafe;
use tokio::sync::{mpsc, oneshot};

/// Acts that wait at most; past that a request waits for a place.
const WAITING_MAX: usize = 256;
/// Acts in one commit at most, so that the first does not wait long for the last.
const TOGETHER_MAX: usize = 32;

/// Tells whoever waits how it ended; called after the commit.
type Tell = Box<dyn FnOnce(Committed) + Send>;
type Act = Box<dyn for<'c> FnOnce(&'c mut Conn) -> BoxFuture<'c, Acted> + Send>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Committed {
    Yes,
    No,
}

/// What an act left behind.
enum Acted {
    /// Keep its writes, then tell.
    Keep(Tell),
    /// Take its writes back; whoever asked has been told why.
    Undo,
}

enum Message {
    Act(Act),
    Stop(oneshot::Sender<()>),
}

/// A handle on the writing task.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<Message>,
}

impl Writer {
    /// Starts the task on a connection of its own, the only one of its pool.
    pub fn start(pool: SqlitePool, connection: PoolConnection<Sqlite>) -> Self {
        let (queue, waiting) = mpsc::channel(WAITING_MAX);
        tokio::spawn(work(pool, Conn::Lite(Held::Free(connection)), waiting));
        Self { queue }
    }

    /// See [`super::Db::write`].
    pub async fn write<T, F>(&self, act: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'c> Fn(&'c mut Conn) -> BoxFuture<'c, Result<T, Error>> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let act: Act = Box::new(move |conn| {
            Box::pin(async move {
                match act(conn).await {
                    Ok(value) => Acted::Keep(Box::new(move |committed| {
                        let outcome = match committed {
                            Committed::Yes => Ok(value),
                            Committed::No => Err(Error::Unavailable("the commit failed")),
                        };
                        // Whoever asked may have gone; the act stands all the same.
                        let _ = reply.send(outcome);
                    })),
                    Err(error) => {
                        let _ = reply.send(Err(error));
                        Acted::Undo
                    }
                }
            })
        });
        let stopped = || Error::Unavailable("the server is stopping");
        self.queue.send(Message::Act(act)).await.map_err(|_| stopped())?;
        // A sender that was dropped without an answer: the act panicked, and was taken back.
        answer.await.unwrap_or_else(|_| Err(Error::Internal("the act broke off".into())))
    }

    /// Finishes what is waiting and closes the connection.
    pub async fn stop(&self) {
        let (done, stopped) = oneshot::channel();
        if self.queue.send(Message::Stop(done)).await.is_ok() {
            let _ = stopped.await;
        }
    }
}

async fn work(pool: SqlitePool, mut connection: Conn, mut waiting: mpsc::Receiver<Message>) {
    let mut stop = None;
    while stop.is_none() {
        let Some(first) = waiting.recv().await else { break };
        let mut acts = Vec::new();
        let mut next = Some(first);
        while let Some(message) = next {
            match message {
                Message::Act(act) => acts.push(act),
                Message::Stop(done) => stop = Some(done),
            }
            next = if acts.len() < TOGETHER_MAX && stop.is_none() { waiting.try_recv().ok() } else { None };
        }
        together(&mut connection, acts).await;
    }
    drop(connection);
    pool.close().await;
    if let Some(done) = stop {
        let _ = done.send(());
    }
}

/// Runs the acts in one transaction, then tells each how it ended.
async fn together(connection: &mut Conn, acts: Vec<Act>) {
    if acts.is_empty() {
        return;
    }
    let mut tells = Vec::with_capacity(acts.len());
    let committed = match run(connection, acts, &mut tells).await {
        Ok(()) => Committed::Yes,
        Err(error) => {
            tracing::error!(%error, "commit failed");
            let _ = said(connection, "rollback").await;
            Committed::No
        }
    };
    for tell in tells {
        tell(committed);
    }
}

async fn run(connection: &mut Conn, acts: Vec<Act>, tells: &mut Vec<Tell>) -> Result<(), sqlx::Error> {
    said(connection, "begin immediate").await?;
    for act in acts {
        said(connection, "savepoint act").await?;
        // One broken act must not take the writer with it.
        match AssertUnwindSafe(act(connection)).catch_unwind().await {
            Ok(Acted::Keep(tell)) => tells.push(tell),
            Ok(Acted::Undo) => {
                said(connection, "rollback to act").await?;
            }
            Err(_) => {
                tracing::error!("an act panicked and was taken back");
                said(connection, "rollback to act").await?;
            }
        }
        said(connection, "release act").await?;
    }
    said(connection, "commit").await?;
    Ok(())
}

/// Begins and ends what belongs together.
async fn said(connection: &mut Conn, word: &'static str) -> Result<(), sqlx::Error> {
    on!(connection, |c| sqlx::query(word).execute(c).await.map(drop))
}
