//! What a running archive is told from outside: where its files are. Reads nothing itself.

use crate::blob_files::Place;
use std::{net::IpAddr, path::PathBuf};

/// Where an archive keeps things and how it behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Folder of the database, the photos and the files of earlier builds, as far as they have no other place.
    pub data_dir: PathBuf,
    /// `sqlite:PATH` or `postgres://…`; without one it is `lantoa.db` in the data folder.
    pub database_url: Option<String>,
    /// Where the bytes of photos and files are; without one it is `blobs` in the data folder.
    pub files: Option<Place>,
    /// Serves the front end from this folder instead of the one carried inside.
    pub app_dir: Option<PathBuf>,
    /// Marks the session cookie `Secure` even when no proxy says that the request came by https.
    pub secure_cookies: bool,
    /// Proxies on other machines, believed in what they say of a request's address and scheme. Those on
    /// this machine always are.
    pub proxies: Vec<IpAddr>,
    /// The key of the seals is lost for good: another one is made.
    pub new_key: bool,
    /// It is a real office's: the demonstration, whose password is published, is not served.
    pub no_demo: bool,
    /// Files are refused while the disk has less room than this: the rest is for texts.
    pub disk_free_min: u64,
}

/// Room for a year of texts of a large office.
const DISK_FREE_MIN: u64 = 512 << 20;

impl Config {
    /// An archive over one folder, everything else as usual.
    #[must_use]
    pub fn over(data_dir: impl Into<PathBuf>) -> Self {
        let (data_dir, disk_free_min) = (data_dir.into(), DISK_FREE_MIN);
        let (secure_cookies, proxies, new_key, no_demo) = (false, Vec::new(), false, false);
        let (database_url, files, app_dir) = (None, None, None);
        Self { data_dir, database_url, files, app_dir, secure_cookies, proxies, new_key, no_demo, disk_free_min }
    }

    /// Where the database is.
    #[must_use]
    pub fn database(&self) -> String {
        self.database_url.clone().unwrap_or_else(|| format!("sqlite:{}", self.data_dir.join("lantoa.db").display()))
    }

    /// Where the key of the seals is.
    #[must_use]
    pub fn seal_key(&self) -> PathBuf {
        self.data_dir.join("seal.key")
    }

    /// Where the bytes of photos and files are.
    #[must_use]
    pub fn files(&self) -> Place {
        self.files.clone().unwrap_or_else(|| Place::Folder(self.data_dir.join("blobs")))
    }
}
