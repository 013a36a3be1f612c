//! A PostgreSQL of one test program alone: begun with the first test that needs it, gone with the process.
//! The archive's tests take this file too, so it stands on the standard library only.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{SystemTime, UNIX_EPOCH},
};

/// Makes a cluster, starts it, and takes it away as soon as nobody holds the other end of its input:
/// that is, when the tests have ended, however they did. The order of words is Vietnamese, so that
/// whatever must be ordered by bytes has to say so.
const LIFE: &str = r#"
trap '' INT TERM HUP
PATH="$1:$PATH"; folder="$2"
cd "$folder" &&
initdb --pgdata=data --username=lantoa --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
    --locale-provider=icu --icu-locale=vi-VN --no-sync >log 2>&1 &&
pg_ctl --pgdata=data --wait --log=log start >>log 2>&1 -o "-c listen_addresses='' \
    -c unix_socket_directories=$folder -c max_connections=300 -c deadlock_timeout=100ms $3" &&
echo ready || cat log
cat >/dev/null
pg_ctl --pgdata=data --mode=immediate --wait stop >>log 2>&1
cd / && rm -rf "$folder"
"#;

/// Without fsync, for speed: no test pulls the plug.
const QUICK: &str = "-c fsync=off -c full_page_writes=off";

/// A running cluster.
#[derive(Debug)]
pub struct Cluster {
    folder: PathBuf,
    /// Its input is closed by the system when this process ends.
    _life: Child,
}

impl Cluster {
    /// Makes and starts one for tests.
    ///
    /// # Panics
    /// If PostgreSQL is not there, or does not start; with what it said.
    #[must_use]
    pub fn start() -> Self {
        Self::with(QUICK)
    }

    /// Makes and starts one with settings, as `-c NAME=VALUE …`; without any it is as durable as others.
    ///
    /// # Panics
    /// As [`Self::start`].
    #[must_use]
    pub fn with(settings: &str) -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        let folder = std::env::temp_dir().join(format!("lantoa-pg-{}-{since}", std::process::id()));
        fs::create_dir_all(&folder).expect("the temporary folder can be written");
        let mut life = as_nobody_special(&folder);
        life.args(["-c", LIFE, "sh"]).arg(programs()).arg(&folder).arg(settings);
        let mut life = life.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a shell is there");
        let mut said = String::new();
        let lines = BufReader::new(life.stdout.take().expect("it was piped")).lines();
        for line in lines.map_while(Result::ok) {
            if line == "ready" {
                return Self { folder, _life: life };
            }
            said.push_str(&line);
            said.push('\n');
        }
        drop(life.stdin.take());
        drop(life.wait());
        panic!("PostgreSQL does not start:\n{said}");
    }

    /// The address of one of its databases.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!("postgres:///{database}?user=lantoa&host={}", self.folder.display())
    }
}

/// A shell that is not root's, since PostgreSQL refuses to be; the folder is given to it.
fn as_nobody_special(folder: &Path) -> Command {
    let is_root = fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0);
    if !is_root {
        return Command::new("sh");
    }
    let people = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let user = if people.contains("\npostgres:") { "postgres" } else { "nobody" };
    let owned = Command::new("chown").arg(user).arg(folder).status();
    assert!(owned.is_ok_and(|status| status.success()), "{} cannot be given to {user}", folder.display());
    let mut shell = Command::new("setpriv");
    shell.arg(format!("--reuid={user}")).args(["--clear-groups", "sh"]);
    shell
}

/// Where `initdb` and its kin are: in Debian's folder of the newest version, otherwise on the path.
///
/// # Panics
/// If they are nowhere.
#[must_use]
pub fn programs() -> PathBuf {
    let version = |path: &Path| path.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok());
    let versions =
        fs::read_dir("/usr/lib/postgresql").into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    let newest = versions.filter(|path| path.join("bin/initdb").is_file()).max_by_key(|path| version(path));
    let paths = std::env::var_os("PATH").unwrap_or_default();
    newest
        .map(|path| path.join("bin"))
        .or_else(|| std::env::split_paths(&paths).find(|folder| folder.join("initdb").is_file()))
        .expect("PostgreSQL is not there; please install: sudo apt-get install postgresql")
}
