//! A running archive on one of two databases, and what it costs to ask it something.

use crate::figure::{Figure, Samples};
use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};
use tests::{
    device::{Device, zipped},
    folder::Folder,
    made_up,
    office::Office,
    postgres::{self, Cluster},
    server::Server,
    usage,
};

/// A database that archives are made on.
pub enum Engine {
    /// SQLite, a file in the data folder.
    Lite,
    /// PostgreSQL, begun for the benchmark with the settings that Debian ships: commits are durable.
    Pg {
        /// Gone with this.
        cluster: Cluster,
        /// The office, to be copied.
        template: String,
        /// Its first process, which has started all others.
        first: u32,
    },
}

impl Engine {
    /// Both, with the office carried over.
    pub fn both(office: &Office) -> [Self; 2] {
        let cluster = Cluster::with("");
        let template = office.carried_to(&cluster);
        let any = postgres::asked(&template, "select pid from pg_stat_activity where backend_type = 'checkpointer'");
        let first = usage::parent(any.parse().expect("a checkpointer is a process"));
        [Self::Lite, Self::Pg { cluster, template, first }]
    }

    /// What it is called in the table.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Lite => "SQLite",
            Self::Pg { .. } => "PostgreSQL",
        }
    }

    /// A server over a fresh copy of the office.
    pub async fn start(&self, office: &Office) -> Archive<'_> {
        let (data, app) = (office.copy(), Folder::new("no-app"));
        let database = match self {
            Self::Lite => None,
            Self::Pg { cluster, template, .. } => Some(postgres::copy_in(cluster, template)),
        };
        let server = Server::over(&data, database.as_deref(), app.path());
        server.start().await;
        Archive { engine: self, server, database, data, _app: app }
    }
}

/// The figures of so many runs on each of the two databases.
pub async fn measured(
    what: &str,
    office: &Office,
    runs: usize,
    run: impl AsyncFn(&Engine, &mut Samples),
) -> Vec<Figure> {
    let mut figures = Vec::new();
    for engine in Engine::both(office) {
        let mut samples = Samples::on(engine.name());
        for number in 1..=runs {
            eprintln!("{what}: {}, run {number} of {runs}", engine.name());
            run(&engine, &mut samples).await;
        }
        figures.extend(samples.figures());
    }
    figures
}

/// A running archive.
pub struct Archive<'e> {
    engine: &'e Engine,
    /// The server.
    pub server: Server,
    database: Option<String>,
    data: Arc<Folder>,
    _app: Folder,
}

/// What something took.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// By the clock.
    pub took: Duration,
    /// Of processors, for the server and its database.
    pub served: Duration,
    /// Of processors, for the devices that asked.
    pub asked: Duration,
}

impl Archive<'_> {
    /// These devices at this archive, with their connections open as after a poll.
    pub async fn devices(&self, of: &[Device]) -> Vec<Arc<Device>> {
        let mut devices = Vec::with_capacity(of.len());
        for device in of {
            let device = device.at(&self.server.origin());
            device.poll(None).await;
            devices.push(Arc::new(device));
        }
        devices
    }

    /// Does something and says what it took.
    pub async fn cost<T>(&self, work: impl Future<Output = T>) -> (T, Cost) {
        let (served, asked, start) = (self.processor_time(), usage::processor_time(std::process::id()), Instant::now());
        let done = work.await;
        let took = start.elapsed();
        let (served, asked) = (self.processor_time() - served, usage::processor_time(std::process::id()) - asked);
        (done, Cost { took, served, asked })
    }

    fn processor_time(&self) -> Duration {
        let server = usage::processor_time(self.server.id());
        match self.engine {
            Engine::Lite => server,
            Engine::Pg { first, .. } => server + usage::processor_time_with_children(*first),
        }
    }

    /// The most memory that the server has held since [`Archive::forget_memory`], in MiB.
    pub fn memory_most_mib(&self) -> u64 {
        usage::memory_most(self.server.id()) >> 20
    }

    /// Lets the account of memory begin anew.
    pub fn forget_memory(&self) {
        usage::forget_memory(self.server.id());
    }

    /// What PostgreSQL's processes hold now, in MiB; `None` on SQLite.
    pub fn memory_of_database_mib(&self) -> Option<u64> {
        match self.engine {
            Engine::Lite => None,
            Engine::Pg { first, .. } => Some(usage::memory_of_children(*first) >> 20),
        }
    }

    /// Where SQLite's file lies.
    pub fn file(&self) -> PathBuf {
        self.data.path().join("lantoa.db")
    }

    /// Stops it and takes it away.
    pub async fn end(self) {
        self.server.stop().await;
        if let (Engine::Pg { cluster, .. }, Some(url)) = (self.engine, &self.database) {
            postgres::take_away(cluster, url);
        }
    }
}

/// So many reports of a device, as one push carries them.
pub fn reports(device: &Device, each: usize, from: usize) -> Vec<u8> {
    let changes: Vec<_> = (0..each).map(|at| made_up::report(&device.person, from + at)).collect();
    packed(&changes)
}

/// So many reports of a device that are handed in at once, each of two changes.
pub fn handed_in(device: &Device, each: usize, from: usize) -> Vec<u8> {
    let changes: Vec<_> = (0..each).flat_map(|at| made_up::handed_in(&device.person, from + at)).collect();
    packed(&changes)
}

/// Changes as a push carries them.
pub fn packed(changes: &[shared::change::Change]) -> Vec<u8> {
    zipped(serde_json::json!({ "changes": changes }).to_string().as_bytes())
}
