//! chromedriver and the Chromium below it, found by their profile folder, so that nothing outlives a test.

use crate::until::until;
use std::{fs, path::Path, path::PathBuf, process::Stdio};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// A chromedriver on a port of its own, and every process that uses the profile.
pub(super) struct Processes {
    driver: Child,
    port: u16,
    profile: PathBuf,
}

impl Processes {
    pub(super) async fn start(profile: &Path) -> Self {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("no chromedriver (apt-get install chromium-driver): {error}"));
        let mut lines = BufReader::new(driver.stdout.take().expect("it was piped")).lines();
        // "ChromeDriver was started successfully on port 12345."
        let mut port = None;
        while let Ok(Some(line)) = lines.next_line().await {
            port =
                line.split_once("successfully on port ").and_then(|(_, port)| port.trim_end_matches('.').parse().ok());
            if port.is_some() {
                break;
            }
        }
        // What it says later must not fill the pipe.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        let port = port.expect("chromedriver says its port when it is ready");
        Self { driver, port, profile: profile.to_owned() }
    }

    pub(super) fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Kills Chromium; its helpers die with it.
    pub(super) fn kill(&self) {
        for id in browsers(&self.profile) {
            drop(std::process::Command::new("kill").arg("-KILL").arg(id.to_string()).status());
        }
    }

    /// Waits until nothing uses the profile any more.
    pub(super) async fn gone(&mut self) {
        let profile = self.profile.clone();
        until("no process uses the profile", async || browsers(&profile).is_empty().then_some(())).await;
        drop(self.driver.kill().await);
    }
}

impl Drop for Processes {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Ids of processes that were started over this profile.
fn browsers(profile: &Path) -> Vec<u32> {
    let wanted = format!("--user-data-dir={}", profile.display());
    let Ok(processes) = fs::read_dir("/proc") else { return Vec::new() };
    processes
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|id: &u32| {
            // A process that has just ended has no command line.
            let line = fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
            line.split(|byte| *byte == 0).any(|argument| argument == wanted.as_bytes())
        })
        .collect()
}
