//! The line between a browser and the server, with everything that happens to lines in villages.
//!
//! A small TCP proxy: page-level "offline" does not reach a service worker's own fetches, this does.
//! It understands requests only as far as it must to count them and to cut at a chosen byte.

mod exchange;
mod head;

use crate::port;
use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};

/// What the line does to everything that crosses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// Everything passes.
    Pass,
    /// Connections are refused; those that stand are cut.
    Refuse,
    /// Connections are taken, and nothing moves on them until the line changes.
    BlackHole,
    /// So many bytes a second in each direction of each connection.
    Slow(usize),
    /// Each request waits so long before it goes on.
    Delay(Duration),
    /// Each answer ends after so many bytes, counted from its status line.
    CutAfter(usize),
    /// Somebody else's login page, with status 200, in answer to everything.
    Portal,
}

/// One fault at one chosen request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The answer ends after so many bytes, counted from its status line. The server has done its work.
    CutAnswer(usize),
    /// The request's body ends after so many bytes. The server never sees it whole.
    CutRequest(usize),
}

/// A request that crossed the line, or tried to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crossing {
    /// GET, POST …
    pub method: String,
    /// Path and query.
    pub path: String,
    /// Head and body that were passed on to the server.
    pub bytes_up: usize,
    /// Head and body that were passed back.
    pub bytes_down: usize,
}

/// A fault that waits for its request.
#[derive(Debug)]
struct Trap {
    method: String,
    path: String,
    /// How many matching requests pass before it.
    before: usize,
    fault: Fault,
    fired: bool,
}

/// Names a fault that was armed.
#[derive(Debug, Clone, Copy)]
pub struct Armed(usize);

#[derive(Debug)]
struct Shared {
    upstream: SocketAddr,
    line: watch::Sender<Line>,
    traps: Mutex<Vec<Trap>>,
    ledger: Mutex<Vec<Crossing>>,
}

/// A running line. Gone when dropped.
#[derive(Debug)]
pub struct Proxy {
    port: u16,
    shared: Arc<Shared>,
    /// The line that the listener has put in force.
    in_force: watch::Receiver<Line>,
    task: JoinHandle<()>,
}

impl Proxy {
    /// Opens a line to a server on this machine.
    ///
    /// # Panics
    /// If its port cannot be opened.
    pub async fn start(server_port: u16) -> Self {
        let port = port::free();
        let listener = listen(port).await;
        let shared = Arc::new(Shared {
            upstream: SocketAddr::from((Ipv4Addr::LOCALHOST, server_port)),
            line: watch::Sender::new(Line::Pass),
            traps: Mutex::default(),
            ledger: Mutex::default(),
        });
        let (put, in_force) = watch::channel(Line::Pass);
        let task = tokio::spawn(accept(port, listener, Arc::clone(&shared), put));
        Self { port, shared, in_force, task }
    }

    /// The port for the browser's side.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The origin for the browser's side, without a slash at the end.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Switches the line, and returns when the switch is in force.
    ///
    /// # Panics
    /// If the proxy has died.
    pub async fn set(&self, line: Line) {
        self.shared.line.send_replace(line);
        let mut in_force = self.in_force.clone();
        in_force.wait_for(|now| *now == line).await.expect("the listener lives as long as the proxy");
    }

    /// Arms a fault for the `nth` request from now (1 is the next) with this method whose path begins so.
    pub fn arm(&self, method: &str, path: &str, nth: usize, fault: Fault) -> Armed {
        assert!(nth > 0, "requests are counted from one");
        let mut traps = locked(&self.shared.traps);
        traps.push(Trap { method: method.to_owned(), path: path.to_owned(), before: nth - 1, fault, fired: false });
        Armed(traps.len() - 1)
    }

    /// Whether an armed fault has happened.
    #[must_use]
    pub fn fired(&self, armed: Armed) -> bool {
        locked(&self.shared.traps)[armed.0].fired
    }

    /// How many requests with this method crossed whose path begins so.
    #[must_use]
    pub fn count(&self, method: &str, path: &str) -> usize {
        self.crossings().iter().filter(|c| c.method == method && c.path.starts_with(path)).count()
    }

    /// Every request since the line was opened.
    #[must_use]
    pub fn crossings(&self) -> Vec<Crossing> {
        locked(&self.shared.ledger).clone()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
        // Connections look at the line before each step.
        self.shared.line.send_replace(Line::Refuse);
    }
}

/// A test that panicked under the lock has said so already.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn listen(port: u16) -> TcpListener {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.expect("the port was free and is below the system's range")
}

async fn accept(port: u16, first: TcpListener, shared: Arc<Shared>, in_force: watch::Sender<Line>) {
    let mut line = shared.line.subscribe();
    let mut listener = Some(first);
    loop {
        let now = *line.borrow_and_update();
        if now == Line::Refuse {
            listener = None;
        } else if listener.is_none() {
            listener = Some(listen(port).await);
        }
        in_force.send_replace(now);
        let incoming = async {
            match &listener {
                Some(listener) => listener.accept().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            changed = line.changed() => if changed.is_err() { return },
            taken = incoming => if let Ok((client, _)) = taken {
                tokio::spawn(exchange::serve(client, Arc::clone(&shared)));
            },
        }
    }
}
