//! What every request can reach, and the way from an address to its answer.

use crate::{
    assets::{self, Assets},
    auth::{password::Hashing, throttle::Throttle},
    blob_files::BlobFiles,
    clock::Clock,
    config::Config,
    error::Error,
    headers,
    listeners::Listeners,
    routes,
    seals::Seals,
    store::{Db, Told},
    sync, unread,
};
use axum::{Router, middleware::from_fn, response::IntoResponse as _};
use shared::digest::Digest;
use std::{any::Any, net::IpAddr, sync::Arc};
use tokio::sync::{Semaphore, broadcast, watch};
use tower_http::{CompressionLevel, catch_panic::CatchPanicLayer, compression::CompressionLayer, trace::TraceLayer};

/// Pokes that a slow listener may fall behind; it then gets one for all.
const POKES_KEPT: usize = 16;

/// Pushes that are unpacked at once. Others wait packed, as they came: read, a push takes some
/// megabytes, and the writer takes them one by one.
const PUSHES_OPEN_MAX: usize = 16;

/// A running archive.
pub struct App {
    /// The database.
    pub db: Db,
    /// Photos and files.
    pub blobs: BlobFiles,
    /// The front end.
    pub assets: Assets,
    /// Server time.
    pub clock: Clock,
    /// Where passwords are compared.
    pub hashing: Hashing,
    /// The brake on guessing.
    pub throttle: Throttle,
    /// The turns of pushes, see [`PUSHES_OPEN_MAX`].
    pub pushes: Arc<Semaphore>,
    /// The server's word over cursors.
    pub seals: Seals,
    /// Says that something was numbered.
    pub pokes: broadcast::Sender<()>,
    /// Who hears it.
    pub listeners: Listeners,
    /// Becomes true when the server is about to stop, so that open streams end.
    pub stopping: watch::Sender<bool>,
    /// Cookies are always `Secure`.
    pub secure_cookies: bool,
    /// Proxies on other machines that are believed.
    pub proxies: Vec<IpAddr>,
}

impl App {
    /// Opens the archive that the configuration names, and creates what is missing.
    ///
    /// # Errors
    /// When folder or database cannot be opened.
    pub async fn open(config: &Config, clock: Clock) -> Result<Arc<Self>, Error> {
        std::fs::create_dir_all(&config.data_dir)?;
        let db = Db::open(&config.database()).await?;
        let seals = Seals::of_archive(&db, &config.seal_key(), config.new_key).await?;
        let app = Arc::new(Self {
            db,
            blobs: BlobFiles::open(config)?,
            assets: Assets::open(config.app_dir.clone(), config.data_dir.join("builds"))?,
            clock,
            hashing: Hashing::default(),
            throttle: Throttle::default(),
            pushes: Arc::new(Semaphore::new(PUSHES_OPEN_MAX)),
            seals,
            pokes: broadcast::Sender::new(POKES_KEPT),
            listeners: Listeners::default(),
            stopping: watch::Sender::new(false),
            secure_cookies: config.secure_cookies,
            proxies: config.proxies.clone(),
        });
        let (pokes, listeners) = (app.pokes.clone(), app.listeners.clone());
        let heard = move |told| match told {
            Told::Poke => drop(pokes.send(())),
            Told::Ended(session) => listeners.end(session),
        };
        app.db.hear(heard).await?;
        sync::epoch::epochs(&app.db, app.clock.now_ms()).await?;
        Ok(app)
    }

    /// Says that something was numbered or decided, to all who listen here and at other processes.
    pub fn poke(&self) {
        // Nobody may be listening.
        let _ = self.pokes.send(());
        self.db.poke();
    }

    /// Ends the streams of a session that is over, wherever they are held.
    pub async fn end_streams(&self, session: Digest) {
        self.listeners.end(session);
        self.db.session_ended(session).await;
    }
}

/// The way from an address to its answer.
pub fn router(app: Arc<App>) -> Router {
    // Level 1: a pull must not wait for the packer.
    let compression = CompressionLayer::new().gzip(true).br(false).quality(CompressionLevel::Fastest);
    let api = routes::routes()
        .fallback(|| async { Error::NotFound("address") })
        .method_not_allowed_fallback(|| async { Error::MethodNotAllowed })
        .layer(compression)
        .layer(from_fn(headers::protocol_checked));
    Router::new()
        .nest("/api", api)
        .fallback(assets::serve)
        .layer(CatchPanicLayer::custom(|_: Box<dyn Any + Send>| {
            Error::Internal("a handler panicked".into()).into_response()
        }))
        .layer(from_fn(unread::read_on))
        .layer(from_fn(headers::secured))
        .layer(TraceLayer::new_for_http())
        .with_state(app)
}
