//! `cargo xtask run`: from a fresh clone to the app in a browser.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;

use crate::arguments::Arguments;
use crate::debian;
use crate::dist;
use crate::failure::{Failure, Outcome};
use crate::place;
use crate::process::{cargo, command, run};
use crate::steps::Steps;

/// What the person asked for.
struct Wish {
    port: u16,
    data_dir: PathBuf,
    database_url: Option<String>,
    demo: bool,
}

impl Wish {
    fn read(mut arguments: Arguments) -> Outcome<Self> {
        let port = arguments.value("--port")?.unwrap_or_else(|| "8080".to_owned());
        let port = port.parse().map_err(|_| Failure::new(format!("--port {port}: not a port's number")))?;
        let data_dir = arguments.value("--data-dir")?.unwrap_or_else(|| "data".to_owned());
        // A relative folder is meant from where the person stands.
        let data_dir = match data_dir.as_str() {
            "data" => place::root().join("data"),
            given => std::path::absolute(given).map_err(|error| Failure::new(format!("--data-dir: {error}")))?,
        };
        let database_url = arguments.value("--database-url")?;
        let demo = !arguments.flag("--no-demo");
        arguments.none_left()?;
        Ok(Self { port, data_dir, database_url, demo })
    }

    /// `lantoa <task>` over the wished-for data.
    fn lantoa(&self, task: &str) -> Command {
        let mut lantoa = command(place::server("release"));
        lantoa.arg(task).arg("--data-dir").arg(&self.data_dir);
        if let Some(url) = &self.database_url {
            lantoa.args(["--database-url", url]);
        }
        lantoa
    }

    /// `lantoa serve`. Over a demonstration that was not wished for it ends at once and says so.
    fn server(&self) -> Command {
        let mut server = self.lantoa("serve");
        server.arg("--listen").arg(format!("127.0.0.1:{}", self.port));
        if !self.demo {
            server.arg("--no-demo");
        }
        server
    }

    /// Where the data is and how to save it while the server goes on. The database's address is not repeated:
    /// it may hold a password.
    fn backup(&self) -> String {
        let (data, server) = (self.data_dir.display(), place::server("release"));
        let (kept, address) = match self.database_url {
            Some(_) => ("the database, photos and the key in", ", with the same database in LANTOA_DATABASE_URL"),
            None => ("", ""),
        };
        let kept = format!("{kept} {data}");
        format!(
            "Data: {}. To back up, in another terminal{address}:\n  \"{}\" backup lantoa-backup.tar \
             --data-dir \"{data}\"",
            kept.trim_start(),
            server.display()
        )
    }
}

/// Sets up, builds, fills with demonstration data the first time, serves until it is stopped.
pub fn run_app(arguments: Arguments) -> Outcome {
    let wish = Wish::read(arguments)?;
    free(wish.port)?;
    let mut steps = Steps::default();
    debian::bring(&mut steps, &debian::COMPILER)?;
    dist::build(&mut steps)?;
    server(&mut steps, "release")?;
    if wish.demo {
        steps.must("demonstration data", || run(&mut wish.lantoa("demo")))?;
    }
    println!("\nOpen http://127.0.0.1:{} in a browser. Ctrl-C stops it.", wish.port);
    println!("{}\n", wish.backup());
    serve(&mut wish.server())
}

/// Builds the server with the given cargo profile.
pub fn server(steps: &mut Steps, profile: &str) -> Outcome {
    steps.must(&format!("server: compile ({profile})"), || {
        run(cargo().args(["build", "--locked", "--package", "backend", "--bin", "lantoa", "--profile", profile]))
    })
}

fn free(port: u16) -> Outcome {
    TcpListener::bind(("127.0.0.1", port)).map(drop).map_err(|error| {
        Failure::new(format!(
            "port {port} cannot be used ({error}). Is Lan Tỏa running already? Another port: cargo xtask run --port {}",
            port.checked_add(1).unwrap_or(8080)
        ))
    })
}

/// Becomes the server, so that a signal to this process is a signal to it.
#[cfg(unix)]
fn serve(server: &mut Command) -> Outcome {
    use std::os::unix::process::CommandExt;
    Err(Failure::new(format!("the server did not start: {}", server.exec())))
}

/// Runs the server to its end.
#[cfg(not(unix))]
fn serve(server: &mut Command) -> Outcome {
    run(server)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(line: &str) -> Outcome<Wish> {
        Wish::read(Arguments::new(line.split_whitespace().map(str::to_owned)))
    }

    #[test]
    fn without_options_it_is_the_demonstration_on_port_8080() {
        let wish = wish("").expect("nothing to misunderstand");
        assert_eq!((wish.port, wish.demo, wish.database_url), (8080, true, None));
        assert!(wish.data_dir.ends_with("data"));
    }

    #[test]
    fn a_real_office_is_not_served_the_demonstration() {
        let is_refused =
            |line: &str| wish(line).expect("it is understood").server().get_args().any(|word| word == "--no-demo");
        assert!(is_refused("--no-demo") && !is_refused(""));
    }

    #[test]
    fn how_to_back_up_is_said_without_a_password() {
        let said = |line: &str| wish(line).expect("it is understood").backup();
        let lite = said("--data-dir /a");
        assert!(lite.contains("backup lantoa-backup.tar --data-dir \"/a\"") && !lite.contains("database"), "{lite}");
        let pg = said("--data-dir /a --database-url postgres://lantoa:secret@db/lantoa");
        assert!(pg.contains("--data-dir \"/a\"") && pg.contains("LANTOA_DATABASE_URL"), "{pg}");
        assert!(!pg.contains("secret"), "{pg}");
    }

    #[test]
    fn a_port_in_use_is_said_with_the_way_out() {
        let taken = TcpListener::bind("127.0.0.1:0").expect("some port is free");
        let port = taken.local_addr().expect("it is bound").port();
        assert!(free(port).expect_err("it is taken").to_string().contains("--port"));
        assert!(wish("--port 99999").is_err());
    }
}
