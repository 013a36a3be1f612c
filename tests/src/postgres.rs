//! Databases of a PostgreSQL that only these tests have.

mod cluster;

pub use cluster::{Cluster, programs};

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, Command, Stdio},
    sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering},
    },
};

static CLUSTER: LazyLock<Cluster> = LazyLock::new(Cluster::start);

/// The address of a new database without tables.
///
/// # Panics
/// If PostgreSQL is not there, or makes none.
#[must_use]
pub fn empty() -> String {
    made(&CLUSTER, &[])
}

/// The address of a new database without tables, in a cluster of one's own.
///
/// # Panics
/// As [`empty`].
#[must_use]
pub fn empty_in(cluster: &Cluster) -> String {
    made(cluster, &[])
}

/// The address of a new database with everything that is in another. Nobody may be connected to that one.
///
/// # Panics
/// As [`empty`].
#[must_use]
pub fn copy(of: &str) -> String {
    copy_in(&CLUSTER, of)
}

/// [`copy`] of a database in a cluster of one's own.
///
/// # Panics
/// As [`empty`].
#[must_use]
pub fn copy_in(cluster: &Cluster, of: &str) -> String {
    made(cluster, &["--template", name(of)])
}

/// Takes a database away, whoever is connected to it.
///
/// # Panics
/// If PostgreSQL refuses it.
pub fn take_away(cluster: &Cluster, url: &str) {
    let mut drop = Command::new(programs().join("dropdb"));
    drop.arg(format!("--maintenance-db={}", cluster.url("postgres"))).arg("--force").arg(name(url));
    said(&mut drop);
}

/// What a statement answers, one row a line, columns parted by `|`.
///
/// # Panics
/// If the database refuses it.
#[must_use]
pub fn asked(url: &str, statement: &str) -> String {
    let mut psql = Command::new(programs().join("psql"));
    said(psql.args([
        "--no-psqlrc",
        "--tuples-only",
        "--no-align",
        "--set=ON_ERROR_STOP=1",
        "--command",
        statement,
        url,
    ]))
}

fn made(cluster: &Cluster, how: &[&str]) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let database = format!("t{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let mut create = Command::new(programs().join("createdb"));
    create.arg(format!("--maintenance-db={}", cluster.url("postgres"))).args(how).arg(&database);
    said(&mut create);
    cluster.url(&database)
}

fn name(url: &str) -> &str {
    let behind = url.rsplit('/').find(|part| part.contains("?user=")).unwrap_or(url);
    behind.split('?').next().unwrap_or(behind)
}

fn said(command: &mut Command) -> String {
    let out = command.output().expect("PostgreSQL's programs lie together");
    assert!(out.status.success(), "{command:?} failed:\n{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stdout).trim_end().to_owned()
}

/// Rows that somebody else has locked. Given back when dropped.
#[derive(Debug)]
pub struct Lock(Child);

impl Lock {
    /// Takes the locks of a statement such as `select … for update`, and returns when it has them.
    ///
    /// # Panics
    /// If the database refuses it.
    #[must_use]
    pub fn take(url: &str, statement: &str) -> Self {
        let mut psql = Command::new(programs().join("psql"));
        psql.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1", url]);
        let mut child = psql.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("PostgreSQL is there");
        let to = child.stdin.as_mut().expect("it was piped");
        writeln!(to, "begin; {statement}; \\echo taken").expect("psql reads");
        let lines = BufReader::new(child.stdout.take().expect("it was piped")).lines();
        let taken = lines.map_while(Result::ok).any(|line| line == "taken");
        assert!(taken, "the locks of {statement:?} were not taken");
        Self(child)
    }

    /// Gives them back, and returns when that is done.
    ///
    /// # Panics
    /// If psql cannot be ended.
    pub fn release(mut self) {
        drop(self.0.stdin.take());
        self.0.wait().expect("psql ends with its input");
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // It is gone already after a release.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Whether somebody at this database waits for a lock.
#[must_use]
pub fn somebody_waits(url: &str) -> bool {
    let waiting = "select exists (select 1 from pg_locks join pg_stat_activity using (pid)
                   where not granted and datname = current_database())";
    asked(url, waiting) == "t"
}
