//! A PostgreSQL of these tests alone: begun with the first test that needs it, gone with the process.

use backend::store::Db;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use std::{
    fs,
    io::{BufRead as _, BufReader},
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::LazyLock,
};
use tokio::sync::OnceCell;

/// Makes a cluster, starts it, and takes it away as soon as nobody holds the other end of its input:
/// that is, when the tests have ended, however they did. The order of words is Vietnamese, so that
/// whatever must be ordered by bytes has to say so. Without fsync, for speed: no test pulls the plug.
const LIFE: &str = r#"
trap '' INT TERM HUP
PATH="$1:$PATH"; folder="$2"
cd "$folder" &&
initdb --pgdata=data --username=lantoa --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
    --locale-provider=icu --icu-locale=vi-VN --no-sync >log 2>&1 &&
pg_ctl --pgdata=data --wait --log=log start >>log 2>&1 -o "-c listen_addresses='' \
    -c unix_socket_directories=$folder -c fsync=off -c full_page_writes=off -c max_connections=300 -c deadlock_timeout=100ms" &&
echo ready || cat log
cat >/dev/null
pg_ctl --pgdata=data --mode=immediate --wait stop >>log 2>&1
cd / && rm -rf "$folder"
"#;

struct Server {
    folder: PathBuf,
    /// Its input is closed by the system when this process ends.
    _life: Child,
}

static SERVER: LazyLock<Server> = LazyLock::new(Server::start);
/// The tables are made once and copied for each test.
static TEMPLATE: OnceCell<()> = OnceCell::const_new();

impl Server {
    fn start() -> Self {
        let folder = std::env::temp_dir().join(format!("lantoa-pg-{}", uuid::Uuid::now_v7()));
        fs::create_dir_all(&folder).unwrap();
        let is_root = fs::metadata("/proc/self").unwrap().uid() == 0;
        let mut life = Command::new(if is_root { "setpriv" } else { "sh" });
        if is_root {
            // PostgreSQL refuses to be root.
            let user =
                if fs::read_to_string("/etc/passwd").unwrap().contains("\npostgres:") { "postgres" } else { "nobody" };
            let owned = Command::new("chown").arg(user).arg(&folder).status().unwrap();
            assert!(owned.success(), "{} cannot be given to {user}", folder.display());
            life.arg(format!("--reuid={user}")).args(["--clear-groups", "sh"]);
        }
        life.args(["-c", LIFE, "sh"]).arg(programs()).arg(&folder);
        let mut life = life.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = String::new();
        for line in BufReader::new(life.stdout.take().unwrap()).lines().map_while(Result::ok) {
            if line == "ready" {
                return Self { folder, _life: life };
            }
            said.push_str(&line);
            said.push('\n');
        }
        drop(life.stdin.take());
        life.wait().unwrap();
        panic!("PostgreSQL does not start:\n{said}");
    }

    fn url(&self, database: &str) -> String {
        format!("postgres:///{database}?user=lantoa&host={}", self.folder.display())
    }
}

/// Where `initdb` is: in Debian's folder of the newest version, otherwise on the path.
fn programs() -> PathBuf {
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

/// A database with our tables and nothing in them.
pub async fn fresh_database() -> String {
    let server = &*SERVER;
    let mut admin = PgConnection::connect(&server.url("postgres")).await.unwrap();
    TEMPLATE
        .get_or_init(async || {
            sqlx::query("create database lantoa").execute(&mut admin).await.unwrap();
            Db::open(&server.url("lantoa")).await.unwrap().close().await;
        })
        .await;
    let name = format!("t{}", uuid::Uuid::now_v7().simple());
    let create = AssertSqlSafe(format!("create database {name} template lantoa"));
    sqlx::query(create).execute(&mut admin).await.unwrap();
    admin.close().await.unwrap();
    server.url(&name)
}
