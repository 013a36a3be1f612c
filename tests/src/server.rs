//! The real server as a process: started, stopped, killed, and started again over the same data.

use crate::{
    folder::{self, Folder},
    port,
    until::{PATIENCE, until},
};
use std::{
    collections::VecDeque,
    env,
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, BufReader},
    process::{Child, Command},
    sync::OnceCell,
    time::timeout,
};

/// The line with which the program says that it can be reached.
const READY: &str = "lantoa: listening on ";
const KEPT_LINES: usize = 200;

/// The last lines that the program wrote, for messages about failures.
#[derive(Debug, Clone, Default)]
struct Tail(Arc<Mutex<VecDeque<String>>>);

impl Tail {
    fn lines(&self) -> MutexGuard<'_, VecDeque<String>> {
        locked(&self.0)
    }

    fn follow(&self, from: impl AsyncRead + Unpin + Send + 'static) {
        let tail = self.clone();
        tokio::spawn(async move {
            let mut lines = BufReader::new(from).lines();
            while let Ok(Some(line)) = lines.next_line().await {
                let mut kept = tail.lines();
                if kept.len() == KEPT_LINES {
                    kept.pop_front();
                }
                kept.push_back(line);
            }
        });
    }

    fn text(&self) -> String {
        self.lines().iter().map(|line| format!("    {line}\n")).collect()
    }
}

/// A server with a port and a data folder of its own. Killed when dropped.
#[derive(Debug)]
pub struct Server {
    program: PathBuf,
    arguments: Mutex<Vec<String>>,
    port: u16,
    data: Arc<Folder>,
    /// Another database than the file in its folder.
    database: Option<String>,
    child: Mutex<Option<Child>>,
    tail: Tail,
}

impl Server {
    /// The real binary over an empty archive, not yet started.
    #[must_use]
    pub fn empty() -> Self {
        let (port, data) = (port::free(), Folder::new("data"));
        let server = Self::of(program(), Vec::new(), port, data);
        server.serve_app(&app());
        server
    }

    /// The real binary over the demonstration archive, not yet started.
    ///
    /// The archive is filled once a test program and copied, since hashing passwords takes time.
    ///
    /// # Panics
    /// If the program cannot fill it.
    pub async fn with_demonstration() -> Self {
        static FILLED: OnceCell<Folder> = OnceCell::const_new();
        let filled = FILLED
            .get_or_init(|| async {
                let folder = Folder::new("demonstration");
                fill(&folder, None).await;
                folder
            })
            .await;
        let server = Self::empty();
        folder::copy(filled.path(), server.data.path()).expect("the archive can be copied");
        server
    }

    /// The real binary as one of several over a PostgreSQL and a folder that they share, not yet started.
    #[must_use]
    pub fn replica(database: &str, data: &Arc<Folder>, app: &Path) -> Self {
        Self::over(data, Some(database), app)
    }

    /// The real binary over a folder, and over another database than the file in it if one is named; not
    /// yet started.
    #[must_use]
    pub fn over(data: &Arc<Folder>, database: Option<&str>, app: &Path) -> Self {
        let server = Self::of(program(), Vec::new(), port::free(), Arc::clone(data));
        let server = Self { database: database.map(str::to_owned), ..server };
        server.serve_app(app);
        server
    }

    /// Any program that says the ready line; for the test of this harness.
    #[must_use]
    pub fn of(program: PathBuf, arguments: Vec<String>, port: u16, data: impl Into<Arc<Folder>>) -> Self {
        let (arguments, data) = (Mutex::new(arguments), data.into());
        Self { program, arguments, port, data, database: None, child: Mutex::default(), tail: Tail::default() }
    }

    /// Serves the app from another folder at the next start: a new version is deployed.
    pub fn serve_app(&self, folder: &Path) {
        let mut arguments = vec![
            "serve".to_owned(),
            format!("--listen=127.0.0.1:{}", self.port),
            format!("--data-dir={}", self.data.path().display()),
            format!("--app-dir={}", folder.display()),
        ];
        arguments.extend(self.database.iter().map(|url| format!("--database-url={url}")));
        *locked(&self.arguments) = arguments;
    }

    /// The port, the same over restarts.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The origin without a slash at the end.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The folder with database and photos.
    #[must_use]
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// What the program wrote last.
    #[must_use]
    pub fn log(&self) -> String {
        self.tail.text()
    }

    /// Starts it and returns when it says that it can be reached.
    ///
    /// # Panics
    /// If it runs already, cannot be started, ends, or stays silent.
    pub async fn start(&self) {
        assert!(self.child().is_none(), "the server runs already");
        let arguments = locked(&self.arguments).clone();
        let mut child = Command::new(&self.program)
            .args(&arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("{} cannot be started: {error}", self.program.display()));
        self.tail.follow(child.stderr.take().expect("it was piped"));
        let mut lines = BufReader::new(child.stdout.take().expect("it was piped")).lines();
        *self.child() = Some(child);
        let ready = async {
            while let Ok(Some(line)) = lines.next_line().await {
                if let Some(origin) = line.strip_prefix(READY) {
                    return Some(origin.trim().to_owned());
                }
            }
            None
        };
        match timeout(PATIENCE, ready).await {
            Ok(Some(origin)) => assert_eq!(origin, self.origin(), "it listens elsewhere"),
            Ok(None) => panic!("the server ended before it was ready:\n{}", self.log()),
            Err(_) => panic!("the server said nothing in {} s:\n{}", PATIENCE.as_secs(), self.log()),
        }
        self.tail.follow(lines.into_inner());
    }

    /// Backs its archive up as onto another machine: from then on new devices read snapshots.
    ///
    /// # Panics
    /// If the program cannot.
    pub async fn back_up(&self) {
        let to = Folder::new("backup");
        let mut backup = Command::new(&self.program);
        backup.arg("backup").arg(to.path().join("lantoa-backup.tar")).arg("--off-machine");
        backup.arg(format!("--data-dir={}", self.data.path().display()));
        backup.args(self.database.iter().map(|url| format!("--database-url={url}")));
        let out = backup.output().await.expect("the program was started before");
        assert!(out.status.success(), "`lantoa backup` failed:\n{}", String::from_utf8_lossy(&out.stderr));
    }

    /// The number of its process, for [`crate::usage`].
    ///
    /// # Panics
    /// If it does not run.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child().as_ref().and_then(Child::id).expect("the server runs")
    }

    /// Asks it to stop (SIGTERM) and returns when it has.
    ///
    /// # Panics
    /// If it does not run, or does not end by itself.
    pub async fn stop(&self) -> ExitStatus {
        self.signal("TERM").await;
        self.ended("the server stops when asked to").await
    }

    /// Sends a signal by its name: `STOP` freezes it where it is, `CONT` lets it go on.
    ///
    /// # Panics
    /// If it does not run.
    pub async fn signal(&self, name: &str) {
        let sent = Command::new("kill").arg(format!("-{name}")).arg(self.id().to_string()).status().await;
        assert!(sent.is_ok_and(|status| status.success()), "no signal could be sent to the server");
    }

    /// Whether it was started and has not been stopped since.
    #[must_use]
    pub fn runs(&self) -> bool {
        self.child().is_some()
    }

    /// Kills it (SIGKILL) as a cut of the current does, and returns when it is gone.
    ///
    /// # Panics
    /// If it does not run.
    pub async fn kill(&self) {
        self.child().as_mut().expect("the server runs").start_kill().expect("our own process can be killed");
        self.ended("a killed server is gone").await;
    }

    async fn ended(&self, what: &str) -> ExitStatus {
        let status = until(what, async || {
            let mut child = self.child();
            child.as_mut().and_then(|child| child.try_wait().ok().flatten())
        })
        .await;
        *self.child() = None;
        status
    }

    fn child(&self) -> MutexGuard<'_, Option<Child>> {
        locked(&self.child)
    }
}

/// A test that panicked under the lock has said so already.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Fills an archive with the demonstration: in a folder, and in a database if one is named.
///
/// # Panics
/// If the program cannot.
pub async fn fill(data: &Folder, database: Option<&str>) {
    let mut demo = Command::new(program());
    demo.arg("demo").arg(format!("--data-dir={}", data.path().display()));
    demo.args(database.map(|url| format!("--database-url={url}")));
    let out = demo.output().await.expect("the program was found above");
    let (stdout, stderr) = (String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    assert!(out.status.success(), "`lantoa demo` failed:\n{stdout}{stderr}");
}

/// The binary under proof: `LANTOA_BIN`, or the newer of those that were built here.
///
/// # Panics
/// If there is none.
#[must_use]
pub fn program() -> PathBuf {
    if let Some(path) = env::var_os("LANTOA_BIN") {
        return path.into();
    }
    let built = folder::repository().join("target");
    ["debug", "release"]
        .map(|profile| built.join(profile).join("lantoa"))
        .into_iter()
        .filter(|path| path.exists())
        .max_by_key(|path| path.metadata().and_then(|m| m.modified()).ok())
        .expect("build the server first: cargo build --package backend, or name it in LANTOA_BIN")
}

/// The built app: `LANTOA_DIST`, or `frontend/dist`.
///
/// # Panics
/// If there is none.
#[must_use]
pub fn app() -> PathBuf {
    let folder = env::var_os("LANTOA_DIST").map_or_else(|| folder::repository().join("frontend/dist"), PathBuf::from);
    assert!(
        folder.join("index.html").exists(),
        "build the app first: cargo xtask dist, or name its folder in LANTOA_DIST (looked in {})",
        folder.display()
    );
    folder
}
