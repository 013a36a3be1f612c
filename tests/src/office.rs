//! A made-up office for benchmarks: a province of communes, in each an officer who is signed in on many
//! devices, and a manager who reads everything. Made once, and copied for each run.

use crate::{
    device::Device,
    folder::{self, Folder},
    postgres::{self, Cluster},
    server::{Server, program},
};
use futures_util::{StreamExt as _, stream};
use serde_json::json;
use std::{fs, process::Command, sync::Arc};

/// As many as a manager's own device may read.
pub const COMMUNES: usize = 50;
/// Sign-ins at once: hashing takes a core each.
const AT_ONCE: usize = 4;

/// The office, with nothing written in it yet.
#[derive(Debug)]
pub struct Office {
    folder: Folder,
    /// Devices of officers, commune by commune in turn; sessions are good for every copy.
    pub devices: Vec<Device>,
    /// The manager's.
    pub manager: Device,
}

impl Office {
    /// Makes it through the program's own doors, and signs in so many devices.
    ///
    /// # Panics
    /// If the program refuses something.
    pub async fn with_devices(count: usize) -> Self {
        let (folder, app) = (Arc::new(Folder::new("office")), Folder::new("no-app"));
        let file = folder.path().join("office.json");
        fs::write(&file, lines()).expect("the temporary folder can be written");
        let data = format!("--data-dir={}", folder.path().display());
        let table = said(Command::new(program()).arg("office").arg(&file).arg(data));
        let mut accounts: Vec<(&str, &str)> =
            table.lines().skip(1).filter_map(|line| line.trim().split_once(' ')).collect();
        let (login, password) = accounts.pop().expect("the manager stands last");
        let server = Server::over(&folder, None, app.path());
        server.start().await;
        let origin = server.origin();
        let manager = Device::sign_in_with(&origin, login, password.trim()).await;
        let officers = (0..count).map(|number| accounts[number % accounts.len()]);
        let signing = officers.map(|(login, password)| Device::sign_in_with(&origin, login, password.trim()));
        let devices = stream::iter(signing).buffered(AT_ONCE).collect().await;
        server.stop().await;
        drop(server);
        let folder = Arc::into_inner(folder).expect("the server that shared it is gone");
        Self { folder, devices, manager }
    }

    /// A copy of its folder, with everything in SQLite.
    ///
    /// # Panics
    /// If it cannot be copied.
    #[must_use]
    pub fn copy(&self) -> Arc<Folder> {
        let copy = Folder::new("data");
        folder::copy(self.folder.path(), copy.path()).expect("the archive can be copied");
        Arc::new(copy)
    }

    /// The address of a new database that holds the same.
    ///
    /// # Panics
    /// If the program does not carry it over.
    #[must_use]
    pub fn carried_to(&self, cluster: &Cluster) -> String {
        let url = postgres::empty_in(cluster);
        let from = format!("sqlite:{}", self.folder.path().join("lantoa.db").display());
        said(Command::new(program()).args(["move", "--from", &from, "--to", &url]));
        url
    }
}

/// The file that an administrator would write.
fn lines() -> String {
    let mut units = vec![json!({"key": "tinh", "kind": "province", "code": "20", "name": "Đo Lường"})];
    let mut people = Vec::new();
    for number in 1..=COMMUNES {
        let key = format!("xa{number}");
        units.push(json!({
            "key": key, "kind": "commune", "code": format!("{number:05}"), "name": format!("Số {number}"), "under": "tinh",
        }));
        people.push(json!({
            "login": format!("canbo.{key}"), "name": format!("Cán bộ {number}"), "role": "officer", "unit": key,
        }));
    }
    people.push(json!({"login": "quanly", "name": "Quản lý", "role": "manager", "unit": "tinh"}));
    json!({"units": units, "people": people}).to_string()
}

fn said(command: &mut Command) -> String {
    let out = command.output().expect("the program is there");
    assert!(out.status.success(), "{command:?} failed:\n{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stdout).into_owned()
}
