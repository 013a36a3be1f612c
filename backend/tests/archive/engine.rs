//! Both engines for tests: each test gets a database of its own.

use crate::postgres;
use backend::config::Config;
use std::path::Path;

/// What an archive keeps its tables in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Lite,
    Pg,
}

impl Engine {
    /// An archive over a folder, with an empty database.
    pub async fn config(self, folder: &Path) -> Config {
        let database_url = match self {
            Self::Lite => None,
            Self::Pg => Some(postgres::fresh_database().await),
        };
        Config { database_url, ..Config::over(folder) }
    }
}

/// Makes two tests of each function: one for each engine.
macro_rules! on_both_engines {
    (in threads: $($test:ident),* $(,)?) => {
        on_both_engines!(#[tokio::test(flavor = "multi_thread", worker_threads = 2)] threads_lite threads_pg $($test)*);
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
