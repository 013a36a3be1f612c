//! Starting and stopping: log, listener, signals. In-process tests start here too.

use crate::{
    app::{App, router},
    backup::{self, Begin, End, Written},
    clock::Clock,
    config::Config,
    demo::{self, Filled},
    error::Error,
    office, open_files,
    rescue::{self, TakenIn},
    rollups,
    store::{self, Db, carry::Carried},
    sync::{self, rollup::Recount},
    uploads,
};
use axum::serve::ListenerExt as _;
use std::{
    fmt::Write as _,
    future::{Future, IntoFuture as _},
    io::Write as _,
    net::SocketAddr,
    path::Path,
    sync::Arc,
    time::Duration,
};
use tokio::net::TcpListener;

/// How long a request that has begun may take once the server is asked to stop. A device that is
/// cut off sends again.
const PATIENCE: Duration = Duration::from_secs(10);
const FITS: &str = "writing into a string cannot fail";

/// Why the archive did not start, or broke off.
#[derive(Debug, thiserror::Error)]
pub enum LaunchError {
    /// The data folder or the database.
    #[error("the archive cannot be opened: {0}")]
    Archive(#[from] Error),
    /// Out of a file, before anything of it was taken in.
    #[error("nothing was taken in: {0}")]
    NotTakenIn(Error),
    /// Out of a tablet's file, while it was taken in.
    #[error("perhaps not everything was taken in; the file can be taken in again: {0}")]
    Import(Error),
    /// Out of a tablet's file, and somebody has to look.
    #[error("{0} changes or photos are not in the archive, see above; everything else is there")]
    ToLookAt(usize),
    /// From one database into another.
    #[error("nothing was moved: {0}")]
    Move(Error),
    /// Into a file.
    #[error("no backup was made: {0}")]
    Backup(Error),
    /// Out of a file.
    #[error("nothing was restored: {0}")]
    Restore(Error),
    /// A backup was written or brought back, and files that had arrived once are not in it.
    #[error("{0} files are lacking, see above; everything else is there")]
    Lacking(usize),
    /// A backup was written, and the archive could not note how far it goes.
    #[error("the backup stands, but tablets were not told how far it goes, so they keep more than they need: {0}")]
    Untold(Error),
    /// The address.
    #[error("cannot listen on {listen}: {error}")]
    Listen {
        /// What was asked for.
        listen: String,
        /// What the machine says.
        error: std::io::Error,
    },
    /// The network, or the threads.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl LaunchError {
    /// What the program ends with: 1 where nothing was done, 3 where it was done and somebody has to look.
    #[must_use]
    pub fn code(&self) -> u8 {
        if matches!(self, Self::Lacking(_) | Self::Untold(_) | Self::ToLookAt(_)) { 3 } else { 1 }
    }
}

/// Sends the log to stderr; `RUST_LOG` chooses how much.
pub fn log_to_stderr() {
    let wanted = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(wanted).with_writer(std::io::stderr).init();
}

fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()
}

/// Serves until the machine asks to stop. Prints one line to stdout when it is ready.
///
/// # Errors
/// When it cannot start.
pub fn serve(config: Config, listen: &str) -> Result<(), LaunchError> {
    open_files::allow_many();
    runtime()?.block_on(async {
        let app = App::open(&config, Clock::System).await?;
        if config.no_demo {
            demo::none_in(&mut app.db.read().await?).await?;
        }
        let listener = TcpListener::bind(listen)
            .await
            .map_err(|error| LaunchError::Listen { listen: listen.to_owned(), error })?;
        let address = listener.local_addr()?;
        let mut stdout = std::io::stdout().lock();
        writeln!(stdout, "lantoa: listening on http://{address}")?;
        stdout.flush()?;
        drop(stdout);
        launch_with_listener(app, listener, asked_to_stop()).await?;
        Ok(())
    })
}

/// Fills an empty archive with demonstration data and prints the accounts.
///
/// # Errors
/// When it cannot be opened or written.
pub fn demo(config: Config) -> Result<(), LaunchError> {
    runtime()?.block_on(async {
        let app = App::open(&config, Clock::System).await?;
        let filled = demo::fill(&app).await;
        app.db.close().await;
        let mut stdout = std::io::stdout().lock();
        match filled? {
            Filled::Now | Filled::Before => write!(stdout, "{}", demo::account_table())?,
            Filled::Others => writeln!(stdout, "The archive holds other data and was left as it is.")?,
        }
        Ok(())
    })
}

/// Carries an archive from SQLite into PostgreSQL and prints what is there then.
///
/// # Errors
/// When one of the two cannot be opened, or they are not equal afterwards.
pub fn carry(from: &str, to: &str) -> Result<(), LaunchError> {
    if !store::is_there(from) {
        return Err(LaunchError::Move(Error::NotFound("the file to move from")));
    }
    runtime()?.block_on(async {
        let (source, target) = (Db::open(from).await?, Db::open(to).await?);
        let carried = store::carry::carry(&source, &target).await;
        source.close().await;
        target.close().await;
        let Carried { before, rows, entries } = carried.map_err(LaunchError::Move)?;
        let how = if before { "was there already" } else { "was moved" };
        writeln!(
            std::io::stdout().lock(),
            "Everything {how}: {rows} rows, {entries} of them entries; chains verified."
        )?;
        Ok(())
    })
}

/// Writes a backup and prints what is in it.
///
/// # Errors
/// When the archive cannot be read or the file not be written; then there is no such file. When it lacks files.
pub fn backup(config: &Config, file: &Path, is_off_machine: bool) -> Result<(), LaunchError> {
    let made = backup::written(config, file, is_off_machine, Clock::System.now_ms());
    let Written { begin, end, untold } = runtime()?.block_on(made).map_err(LaunchError::Backup)?;
    writeln!(std::io::stdout().lock(), "{}{}", told(&begin, &end), file.display())?;
    untold.map_or(Ok(()), |error| Err(LaunchError::Untold(error)))?;
    whole(&end)
}

/// Brings a backup back and prints what is there then.
///
/// # Errors
/// When it is not whole, or the archive holds something already. When files were lacking in it.
pub fn restore(config: &Config, file: &Path, replace: bool) -> Result<(), LaunchError> {
    let brought = backup::restored(config, file, replace, Clock::System.now_ms());
    let restored = runtime()?.block_on(brought).map_err(LaunchError::Restore)?;
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "{}everything is back; chains verified.", told(&restored.begin, &restored.end))?;
    if let Some(aside) = restored.replaced {
        writeln!(stdout, "What stood there before is {}.", aside.display())?;
    }
    whole(&restored.end)
}

/// What looks after backups must see that files are lacking.
fn whole(end: &End) -> Result<(), LaunchError> {
    if end.lacking.is_empty() { Ok(()) } else { Err(LaunchError::Lacking(end.lacking.len())) }
}

/// What a backup holds, and loudly what it lacks.
fn told(begin: &Begin, end: &End) -> String {
    let (rows, entries, files, bytes) = (begin.rows, begin.entries, end.files, end.bytes);
    let mut told = format!("{rows} rows, {entries} of them entries; {files} files of {bytes} bytes.\n");
    if begin.awaited > 0 {
        writeln!(told, "{} photos had not arrived yet: the tablets have them.", begin.awaited).expect(FITS);
    }
    if !end.lacking.is_empty() {
        writeln!(told, "NOT THERE, though they had arrived once: {} files:", end.lacking.len()).expect(FITS);
        for sha256 in &end.lacking {
            writeln!(told, "  {sha256}").expect(FITS);
        }
    }
    told
}

/// Counts the roll-ups anew, mends what differs, and prints what did.
///
/// # Errors
/// When the archive cannot be read or written.
pub fn recount(config: &Config) -> Result<(), LaunchError> {
    let database = config.database();
    if database.starts_with("sqlite:") && !store::is_there(&database) {
        return Err(LaunchError::Archive(Error::NotFound("the archive")));
    }
    runtime()?.block_on(async {
        let db = Db::open(&database).await?;
        let recount = sync::rollup::recount(&db).await;
        db.close().await;
        let Recount { scopes, filled, mended } = recount?;
        let mut stdout = std::io::stdout().lock();
        writeln!(stdout, "{scopes} scopes were counted; {} of them for the first time or anew.", filled.len())?;
        for scope in &mended {
            writeln!(stdout, "MENDED, its sums were not those of its reports: {scope}")?;
        }
        Ok(())
    })
}

/// Takes in what a tablet could not send and prints what became of it.
///
/// # Errors
/// When the file or the archive cannot be read or written. When something waits for a decision, or was not kept.
pub fn import(config: &Config, file: &Path) -> Result<(), LaunchError> {
    let database = config.database();
    if database.starts_with("sqlite:") && !store::is_there(&database) {
        return Err(LaunchError::Archive(Error::NotFound("the archive")));
    }
    let text = std::fs::read_to_string(file)?;
    runtime()?.block_on(async {
        let app = App::open(config, Clock::System).await?;
        let taken = rescue::taken_in(&app, &text).await;
        app.db.close().await;
        let TakenIn { person, numbered, aside, photos, refused } = taken.map_err(|error| match error {
            Error::Malformed(_) => LaunchError::NotTakenIn(error),
            _ => LaunchError::Import(error),
        })?;
        let mut stdout = std::io::stdout().lock();
        writeln!(stdout, "{}: {numbered} changes and {photos} photos are in the archive.", person.name)?;
        for (id, why) in &aside {
            let id = id.map_or_else(|| "one without an id".to_owned(), |id| id.to_string());
            let why = serde_json::to_string(why).expect("a reason is plain data");
            writeln!(stdout, "WAITS FOR A DECISION in the app: change {id}: {why}")?;
        }
        for (sha256, why) in &refused {
            writeln!(stdout, "NOT KEPT: photo {sha256}: {why}")?;
        }
        match aside.len() + refused.len() {
            0 => Ok(()),
            left => Err(LaunchError::ToLookAt(left)),
        }
    })
}

/// Takes in units and people from a file and prints the new accounts.
///
/// # Errors
/// When the file or the archive cannot be read or written.
pub fn office(config: Config, file: &Path) -> Result<(), LaunchError> {
    let text = std::fs::read_to_string(file)?;
    runtime()?.block_on(async {
        let app = App::open(&config, Clock::System).await?;
        let made = office::taken_in(&app, &text).await;
        app.db.close().await;
        write!(std::io::stdout().lock(), "{}", office::table(&made.map_err(LaunchError::NotTakenIn)?))?;
        Ok(())
    })
}

/// Serves an opened archive on a listener until `stop`, then finishes what it has begun.
///
/// # Errors
/// The network's.
pub async fn launch_with_listener(
    app: Arc<App>,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let listener = listener.tap_io(|stream| {
        // Small answers leave at once.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "nodelay");
        }
    });
    tokio::spawn(uploads::tidy_always(app.clone()));
    tokio::spawn(rollups::keep_always(app.clone()));
    let stopping = app.clone();
    let mut stopped = app.stopping.subscribe();
    let service = router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
        stop.await;
        tracing::info!("stopping");
        stopping.stopping.send_replace(true);
    });
    let patience = async move {
        // The sender lives in `app`, so this ends only by being told.
        let _ = stopped.wait_for(|stop| *stop).await;
        tokio::time::sleep(PATIENCE).await;
    };
    let ended = tokio::select! {
        ended = serving.into_future() => ended,
        () = patience => {
            tracing::warn!("some requests did not end in time and were cut");
            Ok(())
        }
    };
    app.db.close().await;
    ended
}

async fn asked_to_stop() {
    let interrupt = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(%error, "ctrl-c cannot be heard");
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(error) => {
                tracing::error!(%error, "SIGTERM cannot be heard");
                std::future::pending::<()>().await;
            }
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
