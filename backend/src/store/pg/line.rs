//! What processes over one PostgreSQL tell each other: LISTEN and NOTIFY on one channel.
//!
//! It only saves waiting: whoever hears nothing asks a little later, so nothing depends on it.

use crate::store::Db;
use shared::digest::Digest;
use sqlx::{PgPool, postgres::PgListener};
use std::{sync::Arc, time::Duration};
use tokio::sync::Notify;

/// The channel's name.
const CHANNEL: &str = "lantoa";
/// Between two tries to open a line that broke.
const AGAIN: Duration = Duration::from_secs(2);

/// What another process has told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// Something was numbered, or decided.
    Poke,
    /// The session with this hash is over.
    Ended(Digest),
}

/// A process's end of the line.
#[derive(Debug, Clone)]
pub struct Line {
    /// Tells its own messages from those of others.
    name: Arc<str>,
    poked: Arc<Notify>,
}

impl Line {
    /// An end that nobody has yet.
    pub(super) fn new() -> Self {
        Self { name: uuid::Uuid::new_v4().to_string().into(), poked: Arc::default() }
    }

    /// Reads a message; `None` if it is an own one, or of a newer program.
    fn read(&self, message: &str) -> Option<Told> {
        let (name, told) = message.split_once(' ')?;
        if *name == *self.name {
            return None;
        }
        match told.split_once(' ') {
            None if told == "poke" => Some(Told::Poke),
            Some(("ended", session)) => session.parse().ok().map(Told::Ended),
            _ => None,
        }
    }
}

impl Db {
    /// Tells the other processes that something was numbered. Returns at once; several become one.
    pub fn poke(&self) {
        if let Self::Pg { line, .. } = self {
            line.poked.notify_one();
        }
    }

    /// Tells the other processes that a session is over.
    pub async fn session_ended(&self, session: Digest) {
        if let Self::Pg { readers, line, .. } = self
            && let Err(error) = say(readers, &format!("{} ended {session}", line.name)).await
        {
            tracing::warn!(%error, "the other processes do not hear that a session is over");
        }
    }

    /// Calls for everything that other processes tell, until the database is closed. With SQLite there is
    /// no other process.
    ///
    /// # Errors
    /// When the line cannot be opened.
    pub async fn hear(&self, heard: impl Fn(Told) + Send + Sync + 'static) -> Result<(), sqlx::Error> {
        let Self::Pg { readers, line, .. } = self else { return Ok(()) };
        let first = opened(readers).await?;
        tokio::spawn(listen(readers.clone(), line.clone(), first, heard));
        tokio::spawn(pass_on(readers.clone(), line.clone()));
        Ok(())
    }
}

async fn say(pool: &PgPool, message: &str) -> Result<(), sqlx::Error> {
    sqlx::query("select pg_notify($1, $2)").bind(CHANNEL).bind(message).execute(pool).await.map(drop)
}

/// Pokes, one after the other. They are not part of the transactions that they tell of, whose commits
/// would then wait for each other.
async fn pass_on(pool: PgPool, line: Line) {
    let message = format!("{} poke", line.name);
    loop {
        tokio::select! {
            () = line.poked.notified() => {}
            () = pool.close_event() => return,
        }
        if let Err(error) = say(&pool, &message).await {
            tracing::warn!(%error, "the other processes were not poked");
        }
    }
}

async fn opened(pool: &PgPool) -> Result<PgListener, sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    Ok(listener)
}

async fn listen(pool: PgPool, line: Line, first: PgListener, heard: impl Fn(Told)) {
    let mut open = Some(first);
    while !pool.is_closed() {
        if let Some(mut listener) = open.take() {
            let broken = hear_all(&mut listener, &line, &heard).await;
            if pool.is_closed() {
                return;
            }
            tracing::warn!(error = %broken, "the line to the other processes broke");
        }
        match opened(&pool).await {
            Ok(listener) => {
                // What was told meanwhile is lost: whoever listens here asks for everything.
                heard(Told::Poke);
                open = Some(listener);
            }
            Err(_) => {
                tokio::select! {
                    () = tokio::time::sleep(AGAIN) => {}
                    () = pool.close_event() => {}
                }
            }
        }
    }
}

/// Hears until the line breaks for good.
async fn hear_all(listener: &mut PgListener, line: &Line, heard: &impl Fn(Told)) -> sqlx::Error {
    loop {
        match listener.try_recv().await {
            Ok(Some(message)) => {
                if let Some(told) = line.read(message.payload()) {
                    heard(told);
                }
            }
            // It broke and stands again.
            Ok(None) => heard(Told::Poke),
            Err(error) => return error,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_does_not_hear_itself_nor_what_it_does_not_know() {
        let (one, other) = (Line::new(), Line::new());
        let session = Digest::of(b"session");
        let says = |what: &str| format!("{} {what}", one.name);
        assert_eq!(other.read(&says("poke")), Some(Told::Poke));
        assert_eq!(other.read(&says(&format!("ended {session}"))), Some(Told::Ended(session)));
        assert_eq!(one.read(&says("poke")), None);
        for strange in ["", "ended x", "poke now", "sing"] {
            assert_eq!(other.read(&says(strange)), None, "{strange}");
        }
    }
}
