//! Who listens for pokes: how many streams a session holds, and that they end with it.

use crate::error::Error;
use shared::digest::Digest;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::sync::watch;

/// Streams that one session holds at most: one for each window at a desk.
pub const STREAMS_MAX: usize = 8;
/// A stream lasts so long at most. The browser then connects again, and its session is asked for
/// anew, whatever has become of it meanwhile.
pub const STREAM_LASTS: Duration = Duration::from_secs(60 * 60);

/// The streams of all sessions, by the hash of the session's token.
#[derive(Debug, Default, Clone)]
pub struct Listeners {
    sessions: Arc<Mutex<HashMap<Digest, Listening>>>,
}

#[derive(Debug, Default)]
struct Listening {
    streams: usize,
    over: watch::Sender<bool>,
}

/// A place among the listeners of a session, given back when it is dropped.
#[derive(Debug)]
pub struct Listener {
    listeners: Listeners,
    session: Digest,
    over: watch::Receiver<bool>,
}

impl Listeners {
    /// Takes a place for one more stream of a session.
    ///
    /// # Errors
    /// [`Error::TooManyStreams`] when the session holds all it may.
    pub fn admit(&self, session: Digest) -> Result<Listener, Error> {
        let mut sessions = self.sessions();
        let listening = sessions.entry(session).or_default();
        if listening.streams >= STREAMS_MAX {
            return Err(Error::TooManyStreams { limit: STREAMS_MAX });
        }
        listening.streams += 1;
        Ok(Listener { listeners: self.clone(), session, over: listening.over.subscribe() })
    }

    /// Ends the streams of a session.
    pub fn end(&self, session: Digest) {
        if let Some(listening) = self.sessions().get(&session) {
            listening.over.send_replace(true);
        }
    }

    fn sessions(&self) -> MutexGuard<'_, HashMap<Digest, Listening>> {
        // A panic elsewhere leaves whole numbers behind: nothing is half done in here.
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Listener {
    /// Waits until the session is over.
    pub async fn over(&mut self) {
        // The other end is dropped after the last listener only.
        let _ = self.over.wait_for(|over| *over).await;
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut sessions = self.listeners.sessions();
        if let Some(listening) = sessions.get_mut(&self.session) {
            listening.streams -= 1;
            if listening.streams == 0 {
                sessions.remove(&self.session);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_for_each_session_and_given_back() {
        let listeners = Listeners::default();
        let (one, other) = (Digest::of(b"one"), Digest::of(b"other"));
        let mut held: Vec<_> = (0..STREAMS_MAX).map(|_| listeners.admit(one).unwrap()).collect();
        assert!(matches!(listeners.admit(one), Err(Error::TooManyStreams { .. })));
        assert!(listeners.admit(other).is_ok());
        held.pop();
        held.push(listeners.admit(one).unwrap());
        assert!(listeners.admit(one).is_err());
        held.clear();
        assert!(listeners.sessions().is_empty(), "nothing is left of sessions that nobody listens with");
    }
}
