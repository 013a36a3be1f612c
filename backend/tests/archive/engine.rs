//! Both engines for tests: each test gets a database of its own; and files in a bucket beside the second,
//! as where many processes work.

use crate::{bucket, postgres};
use backend::config::Config;
use std::path::Path;

/// What an archive keeps its tables in, and its files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Lite,
    Pg,
    /// PostgreSQL, and a bucket for the files.
    Bucket,
}

impl Engine {
    /// An archive over a folder, with an empty database.
    pub async fn config(self, folder: &Path) -> Config {
        let database_url = match self {
            Self::Lite => None,
            Self::Pg | Self::Bucket => Some(postgres::fresh_database().await),
        };
        let files = (self == Self::Bucket).then(bucket::fresh_place);
        Config { database_url, files, ..Config::over(folder) }
    }
}

/// Makes two tests of each function: one for each engine; and a third with files in a bucket.
macro_rules! on_both_engines {
    (in threads: $($test:ident),* $(,)?) => {
        on_both_engines!(#[tokio::test(flavor = "multi_thread", worker_threads = 2)] threads_lite threads_pg $($test)*);
    };
    (and with a bucket: $($test:ident),* $(,)?) => {
        on_both_engines!($($test),*);
        mod bucket {
            $(#[tokio::test] async fn $test() { super::$test(crate::app::Engine::Bucket).await; })*
        }
    };
    ($($test:ident),* $(,)?) => {
        on_both_engines!(#[tokio::test] lite pg $($test)*);
    };
    (#[$test_attribute:meta] $lite:ident $pg:ident $($test:ident)*) => {
        mod $lite {
            $(#[$test_attribute] async fn $test() { super::$test(crate::app::Engine::Lite).await; })*
        }
        mod $pg {
            $(#[$test_attribute] async fn $test() { super::$test(crate::app::Engine::Pg).await; })*
        }
    };
}
