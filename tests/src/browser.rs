//! A browser as one person holds it: Chromium under chromedriver, with a profile that outlives it.
//!
//! Here live starting, killing and looking; what the screens mean lives in `pages`.

mod find;
mod process;

pub use find::{field, test_id};

use crate::{
    folder::{Folder, repository},
    http,
};
use serde_json::{Value, json};
use std::{
    cell::{Ref, RefCell},
    fs,
    path::{Path, PathBuf},
    time::Duration,
};
use thirtyfour::{ChromiumLikeCapabilities, DesiredCapabilities, LoggingPrefsLogLevel, WebDriver};

/// The size of a window in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// The officer's tablet, upright.
    Tablet,
    /// A small telephone.
    Phone,
    /// The manager's desk.
    Desk,
}

impl Size {
    /// Width and height.
    #[must_use]
    pub fn pixels(self) -> (u32, u32) {
        match self {
            Self::Tablet => (800, 1280),
            Self::Phone => (390, 844),
            Self::Desk => (1440, 900),
        }
    }

    /// As it stands in names of pictures.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Tablet => "tablet",
            Self::Phone => "phone",
            Self::Desk => "desk",
        }
    }
}

struct Session {
    driver: WebDriver,
    processes: process::Processes,
}

impl Drop for Session {
    fn drop(&mut self) {
        // The driver would ask a browser that may be gone to close, and wait; the processes are killed.
        drop(self.driver.clone().leak());
    }
}

/// One person's browser. Ends with everything below it when dropped.
pub struct Browser {
    /// Story and person, as in names of pictures.
    name: String,
    size: Size,
    language: &'static str,
    /// The origin of this person's line to the server.
    origin: String,
    profile: Folder,
    session: RefCell<Option<Session>>,
}

impl Browser {
    /// A browser with an empty profile, not yet started.
    #[must_use]
    pub fn new(name: &str, size: Size, origin: &str) -> Self {
        Self {
            name: name.to_owned(),
            size,
            language: "vi",
            origin: origin.to_owned(),
            profile: Folder::new("profile"),
            session: RefCell::default(),
        }
    }

    /// The same in another language.
    #[must_use]
    pub fn speaking(self, language: &'static str) -> Self {
        Self { language, ..self }
    }

    /// Story and person.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Starts the browser over its profile; nothing is opened yet.
    ///
    /// # Panics
    /// If it runs already, or Chromium or chromedriver is missing.
    pub async fn start(&self) {
        assert!(self.session.borrow().is_none(), "{}: the browser runs already", self.name);
        let processes = process::Processes::start(self.profile.path()).await;
        http::choose_tls();
        let driver = WebDriver::new(processes.origin(), self.capabilities())
            .await
            .unwrap_or_else(|error| panic!("Chromium does not start (apt-get install chromium): {error}"));
        driver.set_script_timeout(Duration::from_secs(60)).await.expect("a time-out can be set");
        *self.session.borrow_mut() = Some(Session { driver, processes });
        self.resize(self.size).await;
    }

    fn capabilities(&self) -> thirtyfour::ChromeCapabilities {
        let mut wanted = DesiredCapabilities::chrome();
        let (width, height) = self.size.pixels();
        let arguments = [
            "--headless=new".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-quic".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            "--hide-crash-restore-bubble".to_owned(),
            "--force-device-scale-factor=1".to_owned(),
            format!("--lang={}", self.language),
            format!("--accept-lang={}", self.language),
            format!("--window-size={width},{height}"),
            format!("--user-data-dir={}", self.profile.path().display()),
        ];
        for argument in &arguments {
            wanted.add_arg(argument).expect("an argument is text");
        }
        let preferences = json!({
            "intl.accept_languages": self.language,
            "download.default_directory": self.downloads(),
            "download.prompt_for_download": false,
        });
        wanted.add_experimental_option("prefs", preferences).expect("preferences are JSON");
        wanted.set_browser_log_level(LoggingPrefsLogLevel::All).expect("a level is text");
        wanted
    }

    /// Where this browser puts what the person saves as a file.
    #[must_use]
    pub fn downloads(&self) -> PathBuf {
        self.profile.path().join("downloads")
    }

    /// Closes the browser as a person does.
    ///
    /// # Panics
    /// If it does not run.
    pub async fn close(&self) {
        self.check_console().await;
        let mut session = self.taken();
        let driver = session.driver.clone();
        driver.quit().await.unwrap_or_else(|error| panic!("{}: does not close: {error}", self.name));
        session.processes.gone().await;
    }

    /// Kills the browser with everything below it (SIGKILL), as an empty battery does.
    ///
    /// # Panics
    /// If it does not run.
    pub async fn kill(&self) {
        let mut session = self.taken();
        session.processes.kill();
        session.processes.gone().await;
    }

    fn taken(&self) -> Session {
        self.session.borrow_mut().take().unwrap_or_else(|| panic!("{}: the browser does not run", self.name))
    }

    /// The driver below, for what has no word of its own here.
    ///
    /// # Panics
    /// If the browser does not run.
    #[must_use]
    pub fn driver(&self) -> WebDriver {
        let session = Ref::map(self.session.borrow(), |session| session);
        let session = session.as_ref().unwrap_or_else(|| panic!("{}: the browser does not run", self.name));
        session.driver.clone()
    }

    /// Whether it runs.
    #[must_use]
    pub fn runs(&self) -> bool {
        self.session.borrow().is_some()
    }

    /// Opens a page of the app by its path.
    ///
    /// # Panics
    /// If not even an error page comes.
    pub async fn open(&self, path: &str) {
        let address = format!("{}{path}", self.origin);
        if let Err(error) = self.driver().goto(address.as_str()).await {
            panic!("{}: {address} does not open: {error}", self.name);
        }
    }

    /// Path and query that stand in the address bar.
    ///
    /// # Panics
    /// If the page is not one of the app.
    pub async fn path(&self) -> String {
        let address = self.driver().current_url().await.expect("a window is open").to_string();
        match address.strip_prefix(&self.origin) {
            Some(path) => path.to_owned(),
            None => panic!("{}: left the app for {address}", self.name),
        }
    }

    /// Gives the page another size, without the frame that a window has.
    ///
    /// # Panics
    /// If the browser refuses.
    pub async fn resize(&self, size: Size) {
        let (width, height) = size.pixels();
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": size != Size::Desk});
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Makes the page's processor so many times slower; 1 is as fast as it is.
    ///
    /// # Panics
    /// If the browser refuses.
    pub async fn slow_processor(&self, times: u32) {
        self.devtools("Emulation.setCPUThrottlingRate", json!({"rate": times})).await;
    }

    /// Says something to the browser's own tools.
    ///
    /// # Panics
    /// If they refuse.
    pub async fn devtools(&self, method: &str, parameters: Value) -> Value {
        let answer = self.driver().cdp().send_raw(method, parameters).await;
        answer.unwrap_or_else(|error| panic!("{}: {method}: {error}", self.name))
    }

    /// Runs JavaScript in the page and returns what it returns; a promise is awaited.
    ///
    /// # Panics
    /// If it throws.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        match self.try_run(script, arguments).await {
            Ok(value) => value,
            Err(error) => panic!("{}: script failed: {error}", self.name),
        }
    }

    /// Like [`Browser::run`], for moments at which the page may be going away.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn try_run(
        &self,
        script: &str,
        arguments: Vec<Value>,
    ) -> Result<Value, thirtyfour::error::WebDriverError> {
        self.driver().execute(script, arguments).await.map(|done| done.json().clone())
    }

    /// Keeps a picture of the window as `tests/pictures/<story>-<person>-<step>-<size>.png`.
    ///
    /// # Panics
    /// If it cannot be written.
    pub async fn picture(&self, step: &str, size: Size) -> PathBuf {
        let path = pictures().join(format!("{}-{step}-{}.png", self.name, size.name()));
        let picture = self.driver().screenshot_as_png().await.expect("the window can be drawn");
        fs::write(&path, picture).expect("pictures can be written");
        path
    }

    /// Keeps picture, HTML and console of a failure and says where.
    pub async fn autopsy(&self) -> String {
        if !self.runs() {
            return format!("  {}: the browser was not running", self.name);
        }
        let stem = pictures().join(format!("failed-{}", self.name));
        let driver = self.driver();
        let mut report = format!("  {}:\n", self.name);
        match driver.current_url().await {
            Ok(address) => report += &format!("    at {address}\n"),
            Err(error) => report += &format!("    no answer from the browser: {error}\n"),
        }
        if let Ok(picture) = driver.screenshot_as_png().await {
            report += &kept(&stem.with_extension("png"), &picture);
        }
        if let Ok(html) = driver.source().await {
            report += &kept(&stem.with_extension("html"), html.as_bytes());
        }
        for entry in driver.browser_log().await.unwrap_or_default() {
            report += &format!("    console {}: {}\n", entry.level, entry.message);
        }
        report
    }

    /// Fails on what no page may ever write to the console: panics and breaches of the security policy.
    async fn check_console(&self) {
        let log = self.driver().browser_log().await.unwrap_or_default();
        for entry in log {
            let bad = ["Content Security Policy", "panicked at", "RuntimeError: unreachable"];
            assert!(
                !bad.iter().any(|bad| entry.message.contains(bad)),
                "{}: the console says: {}",
                self.name,
                entry.message
            );
        }
    }
}

fn kept(path: &Path, bytes: &[u8]) -> String {
    match fs::write(path, bytes) {
        Ok(()) => format!("    see {}\n", path.display()),
        Err(error) => format!("    {} cannot be written: {error}\n", path.display()),
    }
}

/// The folder of pictures, outside of what is committed.
///
/// # Panics
/// If it cannot be made.
#[must_use]
pub fn pictures() -> PathBuf {
    let folder = repository().join("tests/pictures");
    fs::create_dir_all(&folder).expect("the repository can be written");
    folder
}
