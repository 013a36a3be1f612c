//! A server that speaks S3, of these tests alone: begun with the first test that needs it, gone with the
//! process. Each test has a prefix of its own in its one bucket.

use backend::blob_files::{Bucket, Place};
use std::{
    collections::BTreeMap,
    env, fs,
    io::{BufRead as _, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::LazyLock,
};

/// Starts it on a free port, and takes it away as soon as nobody holds the other end of its input: that is,
/// when the tests have ended, however they did. It inherits that no signal is heard that it may ignore, so only
/// the one that it cannot ignore ends it.
const LIFE: &str = r#"
trap '' INT TERM HUP
RUST_LOG=info "$1" --host 127.0.0.1 --port 0 --access-key lantoa --secret-key secret "$2" 2>&1 &
cat >/dev/null
kill -KILL $!
rm -rf "$2"
"#;
const READY: &str = "server is running at ";
const NAME: &str = "files";

struct Server {
    endpoint: String,
    /// Its input is closed by the system when this process ends.
    _life: Child,
}

static SERVER: LazyLock<Server> = LazyLock::new(Server::start);

impl Server {
    fn start() -> Self {
        let folder = env::temp_dir().join(format!("lantoa-s3-{}", uuid::Uuid::now_v7()));
        fs::create_dir_all(folder.join(NAME)).unwrap();
        let mut life = Command::new("sh");
        life.args(["-c", LIFE, "sh"]).arg(program()).arg(&folder);
        let mut life = life.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(life.stdout.take().unwrap()).lines().map_while(Result::ok);
        let ready = lines.find_map(|line| line.split_once(READY).map(|(_, rest)| rest.trim().to_owned()));
        // What it says later is thrown away: a full pipe would stop it.
        std::thread::spawn(move || lines.for_each(drop));
        Self { endpoint: ready.expect("the S3 server starts"), _life: life }
    }
}

/// Where s3s-fs is: named by `cargo xtask test`, which installs it, or on the path.
fn program() -> PathBuf {
    let paths = env::var_os("PATH").unwrap_or_default();
    let on_path = || env::split_paths(&paths).map(|folder| folder.join("s3s-fs")).find(|program| program.is_file());
    env::var_os("LANTOA_S3").map(PathBuf::from).or_else(on_path).expect(
        "a server that speaks S3 is not there; `cargo xtask test` installs it, or: \
         cargo install s3s-fs --version 0.14.1 --features binary --locked",
    )
}

/// A place that nobody else has.
pub fn fresh_place() -> Place {
    let settings = BTreeMap::from([
        ("AWS_ACCESS_KEY_ID", "lantoa".to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "secret".to_owned()),
        ("AWS_REGION", "us-east-1".to_owned()),
        ("AWS_ENDPOINT_URL", SERVER.endpoint.clone()),
    ]);
    Place::Bucket(Bucket { url: format!("s3://{NAME}/{}", uuid::Uuid::now_v7()), settings })
}
