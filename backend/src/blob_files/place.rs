//! Where files are kept: a folder, or a bucket that speaks S3.

use crate::error::Error;
use object_store::{
    ClientOptions, ObjectStore, RetryConfig,
    aws::{AmazonS3Builder, AmazonS3ConfigKey},
    local::LocalFileSystem,
    path::Path as Name,
    prefix::PrefixStore,
};
use std::{
    collections::BTreeMap,
    fmt, fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

/// How the address of a bucket begins.
const BUCKET: &str = "s3://";
/// What a bucket is told beside its address, by the names that everybody uses for it.
pub const BUCKET_SETTINGS: [&str; 8] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_ENDPOINT_URL",
    "AWS_ENDPOINT",
    "AWS_VIRTUAL_HOSTED_STYLE_REQUEST",
];
/// A bucket that is silent for so long has not answered. The whole may take as long as it needs.
const SILENCE_MAX: Duration = Duration::from_secs(30);
/// So long is tried again what failed on the way to the bucket; then whoever sends it comes again.
const PATIENCE: Duration = Duration::from_secs(20);
/// What a run left half written in a folder is cleared away after so long: others may be writing there.
const HALF_WRITTEN_AGE: Duration = Duration::from_hours(24);

/// Where the bytes of photos and files are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a folder, which every process over the same database must reach.
    Folder(PathBuf),
    /// In a bucket.
    Bucket(Bucket),
}

/// A bucket that speaks S3.
#[derive(Clone, PartialEq, Eq)]
pub struct Bucket {
    /// `s3://NAME` or `s3://NAME/PREFIX`.
    pub url: String,
    /// Values by the names of [`BUCKET_SETTINGS`].
    pub settings: BTreeMap<&'static str, String>,
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The settings hold a key.
        f.debug_struct("Bucket").field("url", &self.url).finish_non_exhaustive()
    }
}

impl Place {
    /// Reads `s3://NAME/PREFIX`, otherwise the path of a folder.
    #[must_use]
    pub fn read(text: &str, env: impl Fn(&str) -> Option<String>) -> Self {
        if !text.starts_with(BUCKET) {
            return Self::Folder(text.into());
        }
        let settings = BUCKET_SETTINGS.iter().filter_map(|name| Some((*name, env(name)?)));
        Self::Bucket(Bucket { url: text.to_owned(), settings: settings.collect() })
    }

    /// Opens it; a folder is made if it is missing.
    pub(super) fn opened(&self) -> Result<Arc<dyn ObjectStore>, Error> {
        match self {
            Self::Folder(folder) => {
                fs::create_dir_all(folder)?;
                let cleared = cleared(folder)?;
                if cleared > 0 {
                    tracing::info!(cleared, "files that were left half written are gone");
                }
                let folder = LocalFileSystem::new_with_prefix(folder).map_err(unusable)?;
                // What is written, and its name, has reached the disk before it is acknowledged.
                Ok(Arc::new(folder.with_fsync(true)))
            }
            Self::Bucket(bucket) => bucket.opened(),
        }
    }
}

impl Bucket {
    fn opened(&self) -> Result<Arc<dyn ObjectStore>, Error> {
        crate::tls::install();
        let (name, prefix) =
            self.parts().ok_or_else(|| unusable("the address must be s3://NAME or s3://NAME/PREFIX"))?;
        let options = ClientOptions::new().with_timeout_disabled().with_read_timeout(SILENCE_MAX);
        let retry = RetryConfig { retry_timeout: PATIENCE, ..RetryConfig::default() };
        let mut builder = AmazonS3Builder::new().with_client_options(options).with_retry(retry).with_bucket_name(name);
        let mut endpoint = "";
        for (name, value) in &self.settings {
            let key: AmazonS3ConfigKey = name.to_ascii_lowercase().parse().map_err(unusable)?;
            if matches!(key, AmazonS3ConfigKey::Endpoint) {
                endpoint = value;
            }
            builder = builder.with_config(key, value);
        }
        // Whoever names an address without TLS means it, as on one machine or inside one room.
        let store = builder.with_allow_http(endpoint.starts_with("http://")).build().map_err(unusable)?;
        let prefix = Name::parse(prefix).map_err(unusable)?;
        if prefix.is_root() { Ok(Arc::new(store)) } else { Ok(Arc::new(PrefixStore::new(store, prefix))) }
    }

    fn parts(&self) -> Option<(&str, &str)> {
        let rest = self.url.strip_prefix(BUCKET)?;
        let (name, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        (!name.is_empty()).then_some((name, prefix.trim_matches('/')))
    }
}

fn unusable(why: impl fmt::Display) -> Error {
    Error::Internal(format!("the place of files cannot be used: {why}"))
}

/// Removes what was begun and not finished long ago; how many files that were.
fn cleared(folder: &Path) -> io::Result<usize> {
    let mut cleared = 0;
    // Of versions before this one.
    let unfinished = folder.join("unfinished");
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished)?;
        cleared += 1;
    }
    for entry in fs::read_dir(folder)?.flatten() {
        let Ok(files) = fs::read_dir(entry.path()) else { continue };
        for file in files.flatten() {
            // A file is written under its name and a `#` until it is whole; no name of ours has one.
            let half = file.file_name().to_string_lossy().contains('#');
            let age = || file.metadata().ok()?.modified().ok()?.elapsed().ok();
            if half && age().is_some_and(|age| age > HALF_WRITTEN_AGE) {
                fs::remove_file(file.path())?;
                cleared += 1;
            }
        }
    }
    Ok(cleared)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_is_told_by_its_address_and_the_usual_names() {
        let env = |name: &str| (name == "AWS_SECRET_ACCESS_KEY").then(|| "very secret".to_owned());
        let Place::Bucket(bucket) = Place::read("s3://files/lantoa/", env) else { panic!("it is a bucket") };
        assert_eq!(bucket.parts(), Some(("files", "lantoa")));
        assert_eq!(bucket.settings.len(), 1);
        assert!(!format!("{bucket:?}").contains("secret"), "the key is in no log");
        assert_eq!(Place::read("/srv/files", env), Place::Folder("/srv/files".into()));
        let nameless = Bucket { url: "s3:///x".into(), settings: BTreeMap::new() };
        assert!(nameless.opened().is_err());
    }

    #[test]
    fn every_setting_of_a_bucket_has_a_meaning() {
        for name in BUCKET_SETTINGS {
            assert!(name.to_ascii_lowercase().parse::<AmazonS3ConfigKey>().is_ok(), "{name}");
        }
    }
}
