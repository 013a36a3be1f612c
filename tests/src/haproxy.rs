//! HAProxy in front of several servers, with the configuration that people are told to use.

use crate::{
    folder::{Folder, repository},
    port,
    until::until_true,
};
use std::{fs, path::PathBuf, process::Stdio};
use tokio::{
    net::TcpStream,
    process::{Child, Command},
};

/// A running HAProxy. Gone when dropped.
#[derive(Debug)]
pub struct Haproxy {
    port: u16,
    _child: Child,
    _folder: Folder,
}

impl Haproxy {
    /// Starts it in front of two ports of this machine.
    ///
    /// # Panics
    /// If it is not there, or does not take connections.
    pub async fn start(servers: [u16; 2]) -> Self {
        let (port, folder) = (port::free(), Folder::new("haproxy"));
        let log = fs::File::create(folder.path().join("log")).expect("the temporary folder can be written");
        let [one, two] = servers.map(|port| format!("127.0.0.1:{port}"));
        let child = Command::new("haproxy")
            .args(["-db", "-f"])
            .arg(configuration())
            .envs([("LANTOA_BIND", format!("127.0.0.1:{port}")), ("LANTOA_ONE", one), ("LANTOA_TWO", two)])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .expect("HAProxy is not there; please install: sudo apt-get install haproxy");
        let proxy = Self { port, _child: child, _folder: folder };
        until_true("HAProxy takes connections", async || TcpStream::connect(("127.0.0.1", port)).await.is_ok()).await;
        proxy
    }

    /// Where tablets come in.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }
}

/// The file that README names.
#[must_use]
pub fn configuration() -> PathBuf {
    repository().join("backend/proxy/haproxy.cfg")
}
