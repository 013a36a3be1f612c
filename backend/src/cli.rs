//! The command line and its twins in the environment. Pure: it only reads what it is given.

use crate::{blob_files::Place, config::Config};
use std::{fmt, net::IpAddr, path::PathBuf};

/// What `lantoa` prints when asked, or when it did not understand.
pub const USAGE: &str = "\
lantoa serve [--listen ADDRESS:PORT] [--data-dir DIR] [--database-url URL] [--files PLACE] [--app-dir DIR]
             [--secure-cookies] [--proxies ADDRESS,ADDRESS] [--new-key] [--no-demo]
lantoa demo  [--data-dir DIR] [--database-url URL] [--files PLACE]
lantoa office FILE [--data-dir DIR] [--database-url URL]
lantoa import FILE [--data-dir DIR] [--database-url URL] [--files PLACE]
lantoa backup FILE [--off-machine] [--data-dir DIR] [--database-url URL] [--files PLACE]
lantoa restore FILE [--replace] [--data-dir DIR] [--database-url URL] [--files PLACE]
lantoa recount [--data-dir DIR] [--database-url URL]
lantoa move --from sqlite:FILE [--to postgres://USER@HOST/NAME]

serve   answers devices and serves the app; port 0 takes a free port; --new-key makes another key of the seals
        where the old one is lost for good; --no-demo refuses to serve the demonstration, whose password is
        published
demo    fills an empty archive with demonstration data and prints the accounts
office  takes in units and people from a JSON file and prints the new accounts
import  takes in the file of unsent work that a tablet has written, as if the tablet had sent it, while the server
        goes on; a file may be taken in twice, and the tablet may send the same later
backup  writes database, photos and files into one file, while the server goes on, and verifies it; with
        --off-machine, FILE is written straight to another machine, and tablets need not keep what it covers; a
        file that is there already is never overwritten
restore brings a backup into an empty archive; --replace puts tables in SQLite aside first (stop the server)
recount counts the sums that the overview is made of anew, while the server goes on, and mends and names what
        differs
move    carries everything from SQLite into an empty PostgreSQL and verifies it; stop the server first; an address
        with a password stands in LANTOA_DATABASE_URL rather than in --to

It ends with 0 when all is well, 1 when nothing was done, 2 when the line was not understood, and 3 when it
was done and somebody has to look: files that had arrived once are lacking in a backup, tablets could not be told
how far it goes, or of a tablet's file something waits for a decision.

A proxy on another machine is believed in what it says of a request's address if --proxies names its own.
A database is sqlite:FILE (without one, lantoa.db in the folder of data) or postgres://USER@HOST/NAME.
The place of photos and files is a folder (without one, blobs in the folder of data) or s3://BUCKET/PREFIX;
a bucket is told AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY by the environment.
Each option can also stand in the environment: LANTOA_LISTEN, LANTOA_DATA_DIR,
LANTOA_DATABASE_URL (the place for one with a password), LANTOA_FILES, LANTOA_APP_DIR, LANTOA_SECURE_COOKIES=1,
LANTOA_PROXIES.";

/// How the address of a database begins.
const DATABASES: [&str; 3] = ["sqlite:", "postgres://", "postgresql://"];

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Print [`USAGE`].
    Help,
    /// Answer devices on `listen`.
    Serve {
        /// Where things are.
        config: Config,
        /// `address:port`.
        listen: String,
    },
    /// Fill an empty archive.
    Demo {
        /// Where things are.
        config: Config,
    },
    /// Carry an archive from one database into another.
    Move {
        /// `sqlite:FILE`.
        from: String,
        /// `postgres://…`.
        to: String,
    },
    /// Write a backup.
    Backup {
        /// Where things are.
        config: Config,
        /// The file to write.
        file: PathBuf,
        /// It lies on another machine.
        is_off_machine: bool,
    },
    /// Bring a backup back.
    Restore {
        /// Where things go.
        config: Config,
        /// The backup.
        file: PathBuf,
        /// Puts aside what is there.
        replace: bool,
    },
    /// Count the roll-ups anew.
    Recount {
        /// Where things are.
        config: Config,
    },
    /// Take in what a tablet could not send.
    Import {
        /// Where things go.
        config: Config,
        /// The tablet's file.
        file: PathBuf,
    },
    /// Take in units and people.
    Office {
        /// Where things are.
        config: Config,
        /// The file that names them.
        file: PathBuf,
    },
}

/// The line was not understood; says which word and what would do.
#[derive(Debug, PartialEq, Eq)]
pub struct NotUnderstood(String);

impl fmt::Display for NotUnderstood {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The command that the words ask for; an option on the line wins over the environment.
///
/// # Errors
/// Names the first word that has no meaning here.
pub fn command(
    words: impl IntoIterator<Item = String>,
    env: impl Fn(&str) -> Option<String>,
) -> Result<Command, NotUnderstood> {
    let mut words = words.into_iter();
    let Some(verb) = words.next() else { return Ok(Command::Help) };
    if matches!(verb.as_str(), "help" | "--help" | "-h") {
        return Ok(Command::Help);
    }
    if verb == "move" {
        return moving(words, env("LANTOA_DATABASE_URL"));
    }
    if !matches!(verb.as_str(), "serve" | "demo" | "office" | "import" | "backup" | "restore" | "recount") {
        return Err(NotUnderstood(format!("there is no command \"{verb}\"")));
    }
    let file = match verb.as_str() {
        "serve" | "demo" | "recount" => None,
        _ => Some(words.next().ok_or_else(|| NotUnderstood(format!("\"{verb}\" needs a file")))?),
    };
    let mut config = Config::over(env("LANTOA_DATA_DIR").unwrap_or_else(|| "data".into()));
    config.database_url = env("LANTOA_DATABASE_URL");
    config.files = env("LANTOA_FILES").map(|place| Place::read(&place, &env));
    config.app_dir = env("LANTOA_APP_DIR").map(Into::into);
    config.secure_cookies = env("LANTOA_SECURE_COOKIES").is_some_and(|set| set == "1");
    config.proxies = env("LANTOA_PROXIES").map_or(Ok(Vec::new()), |list| addresses(&list))?;
    let mut listen = env("LANTOA_LISTEN").unwrap_or_else(|| "127.0.0.1:8080".into());
    let (mut replace, mut is_off_machine) = (false, false);

    while let Some(word) = words.next() {
        let (name, inline) = match word.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (word, None),
        };
        let flag = match (verb.as_str(), name.as_str()) {
            (_, "--secure-cookies") => Some(&mut config.secure_cookies),
            ("serve", "--new-key") => Some(&mut config.new_key),
            ("serve", "--no-demo") => Some(&mut config.no_demo),
            ("restore", "--replace") => Some(&mut replace),
            ("backup", "--off-machine") => Some(&mut is_off_machine),
            _ => None,
        };
        if let Some(flag) = flag.filter(|_| inline.is_none()) {
            *flag = true;
            continue;
        }
        let known = ["--listen", "--data-dir", "--database-url", "--files", "--app-dir", "--proxies"];
        if !known.contains(&name.as_str()) {
            return Err(NotUnderstood(format!("there is no option \"{name}\"")));
        }
        let value =
            inline.or_else(|| words.next()).ok_or_else(|| NotUnderstood(format!("\"{name}\" needs a value")))?;
        match name.as_str() {
            "--listen" => listen = value,
            "--data-dir" => config.data_dir = value.into(),
            "--database-url" => config.database_url = Some(value),
            "--proxies" => config.proxies = addresses(&value)?,
            "--files" => config.files = Some(Place::read(&value, &env)),
            _ => config.app_dir = Some(value.into()),
        }
    }
    let is_known = |url: &String| DATABASES.iter().any(|engine| url.starts_with(engine));
    if config.database_url.as_ref().is_some_and(|url| !is_known(url)) {
        return Err(NotUnderstood("the database must be sqlite:FILE or postgres://USER@HOST/NAME".into()));
    }
    Ok(match file.map(PathBuf::from) {
        Some(file) if verb == "backup" => Command::Backup { config, file, is_off_machine },
        Some(file) if verb == "restore" => Command::Restore { config, file, replace },
        Some(file) if verb == "import" => Command::Import { config, file },
        Some(file) => Command::Office { config, file },
        None if verb == "serve" => Command::Serve { config, listen },
        None if verb == "recount" => Command::Recount { config },
        None => Command::Demo { config },
    })
}

/// Addresses of machines, parted by commas.
fn addresses(list: &str) -> Result<Vec<IpAddr>, NotUnderstood> {
    let address =
        |text: &str| text.parse().map_err(|_| NotUnderstood(format!("\"{text}\" is no address of a machine")));
    list.split(',').map(str::trim).filter(|text| !text.is_empty()).map(address).collect()
}

/// `--from` and `--to`; the second may stand in the environment, since it may hold a password.
fn moving(mut words: impl Iterator<Item = String>, to: Option<String>) -> Result<Command, NotUnderstood> {
    let (mut from, mut to) = (None, to);
    while let Some(word) = words.next() {
        let end = match word.as_str() {
            "--from" => &mut from,
            "--to" => &mut to,
            _ => return Err(NotUnderstood(format!("there is no option \"{word}\""))),
        };
        *end = Some(words.next().ok_or_else(|| NotUnderstood(format!("\"{word}\" needs a value")))?);
    }
    let [lite, pg @ ..] = DATABASES;
    let from = from.filter(|url| url.starts_with(lite));
    let to = to.filter(|url| pg.iter().any(|engine| url.starts_with(engine)));
    match (from, to) {
        (Some(from), Some(to)) => Ok(Command::Move { from, to }),
        _ => Err(NotUnderstood("\"move\" needs --from sqlite:FILE and --to postgres://USER@HOST/NAME".into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str, env: &[(&str, &str)]) -> Result<Command, NotUnderstood> {
        command(line.split_whitespace().map(str::to_owned), |name| {
            env.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn an_option_wins_over_the_environment() {
        let Ok(Command::Serve { config, listen }) =
            read("serve --listen 0.0.0.0:0 --data-dir=/a", &[("LANTOA_DATA_DIR", "/b"), ("LANTOA_APP_DIR", "/c")])
        else {
            panic!("serve was asked for")
        };
        assert_eq!(listen, "0.0.0.0:0");
        assert_eq!(config.data_dir.to_str(), Some("/a"));
        assert_eq!(config.app_dir.as_deref().and_then(std::path::Path::to_str), Some("/c"));
        assert_eq!(config.database(), "sqlite:/a/lantoa.db");
    }

    #[test]
    fn files_are_in_a_folder_or_in_a_bucket() {
        let files = |line: &str, env: &[(&str, &str)]| match read(line, env) {
            Ok(Command::Serve { config, .. }) => config.files(),
            other => panic!("{other:?}"),
        };
        assert_eq!(files("serve --data-dir /a", &[]), Place::Folder("/a/blobs".into()));
        assert_eq!(files("serve --files /b", &[("LANTOA_FILES", "s3://c")]), Place::Folder("/b".into()));
        let env = [("LANTOA_FILES", "s3://c/d"), ("AWS_REGION", "vn"), ("AWS_PROFILE", "other")];
        let Place::Bucket(bucket) = files("serve", &env) else { panic!("it is a bucket") };
        assert_eq!(
            (bucket.url.as_str(), bucket.settings["AWS_REGION"].as_str(), bucket.settings.len()),
            ("s3://c/d", "vn", 1)
        );
    }

    #[test]
    fn what_has_no_meaning_is_named() {
        for (line, word) in [("sing", "sing"), ("serve --color", "--color"), ("serve --listen", "--listen")] {
            assert!(read(line, &[]).unwrap_err().to_string().contains(word), "{line}");
        }
        assert!(read("demo --database-url mysql://x", &[]).is_err());
        for url in ["sqlite:a.db", "postgres://lantoa@db/lantoa", "postgresql:///lantoa"] {
            let Ok(Command::Demo { config }) = read(&format!("demo --database-url {url}"), &[]) else {
                panic!("{url}")
            };
            assert_eq!(config.database(), url);
        }
        assert_eq!(read("", &[]), Ok(Command::Help));
        assert!(read("office", &[]).is_err());
        assert!(matches!(read("office units.json", &[]), Ok(Command::Office { .. })));
        assert!(matches!(read("import unsent.json", &[]), Ok(Command::Import { .. })));
        assert!(read("import", &[]).is_err());
        assert!(matches!(read("recount --data-dir /a", &[]), Ok(Command::Recount { .. })));
    }

    #[test]
    fn proxies_are_addresses_of_machines() {
        let Ok(Command::Serve { config, .. }) = read("serve --proxies 10.0.0.5,fd00::5", &[("LANTOA_PROXIES", "")])
        else {
            panic!("serve was asked for")
        };
        assert_eq!(config.proxies, ["10.0.0.5", "fd00::5"].map(|text| text.parse::<IpAddr>().unwrap()));
        assert!(read("serve --proxies proxy.example", &[]).is_err());
    }

    #[test]
    fn a_backup_names_its_file_and_only_a_restore_replaces() {
        let Ok(Command::Backup { config, file, is_off_machine: false }) = read("backup b.tar --data-dir /a", &[])
        else {
            panic!("backup")
        };
        let far = read("backup b.tar --off-machine", &[]);
        assert!(matches!(far, Ok(Command::Backup { is_off_machine: true, .. })));
        assert_eq!((config.data_dir.to_str(), file.to_str()), (Some("/a"), Some("b.tar")));
        assert!(matches!(read("restore b.tar --replace", &[]), Ok(Command::Restore { replace: true, .. })));
        assert!(matches!(read("restore b.tar", &[]), Ok(Command::Restore { replace: false, .. })));
        for line in
            ["backup", "restore", "backup b.tar --replace", "restore b.tar --off-machine", "restore b.tar --replace=1"]
        {
            assert!(read(line, &[]).is_err(), "{line}");
        }
    }

    #[test]
    fn the_demonstration_is_refused_where_a_server_is_told_so() {
        assert!(matches!(read("serve --no-demo", &[]), Ok(Command::Serve { config, .. }) if config.no_demo));
        assert!(matches!(read("serve", &[]), Ok(Command::Serve { config, .. }) if !config.no_demo));
        assert!(read("demo --no-demo", &[]).is_err() && read("serve --no-demo=1", &[]).is_err());
    }

    #[test]
    fn a_new_key_is_made_only_for_who_says_so() {
        let Ok(Command::Serve { config, .. }) = read("serve --new-key", &[]) else { panic!("serve was asked for") };
        assert!(config.new_key);
        assert!(matches!(read("serve", &[]), Ok(Command::Serve { config, .. }) if !config.new_key));
        assert!(read("backup b.tar --new-key", &[]).is_err() && read("serve --new-key=1", &[]).is_err());
    }

    #[test]
    fn an_archive_moves_from_sqlite_into_postgresql_and_no_other_way() {
        let (from, to) = ("sqlite:a.db".to_owned(), "postgres://db/b".to_owned());
        let moves = Ok(Command::Move { from, to });
        assert_eq!(read("move --from sqlite:a.db --to postgres://db/b", &[]), moves);
        assert_eq!(read("move --from sqlite:a.db", &[("LANTOA_DATABASE_URL", "postgres://db/b")]), moves);
        for line in ["move", "move --from sqlite:a.db", "move --from postgres://db/b --to sqlite:a.db", "move --all"] {
            assert!(read(line, &[]).is_err(), "{line}");
        }
    }
}
