//! Where things lie: the repository, what is built in it, and the user's cache of tools.
//! Only paths; nothing is read or written here.

use std::env;
use std::path::{Path, PathBuf};

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tools lie one folder below the root").to_path_buf()
}

/// Where the front end's sources lie.
pub fn frontend() -> PathBuf {
    root().join("frontend")
}

/// The built front end, as the server embeds it.
pub fn dist() -> PathBuf {
    frontend().join("dist")
}

/// Where cargo builds.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// What these tools keep between two runs; safe to delete.
pub fn notes() -> PathBuf {
    target().join("xtask")
}

/// The user's folder of build tools, shared by every clone.
pub fn tools() -> PathBuf {
    let cache = env::var_os("XDG_CACHE_HOME").filter(|dir| !dir.is_empty()).map(PathBuf::from);
    let home = || env::home_dir().unwrap_or_else(env::temp_dir).join(".cache");
    cache.unwrap_or_else(home).join("lantoa").join("tools")
}

/// The server, built with the given cargo profile.
pub fn server(profile: &str) -> PathBuf {
    let folder = if profile == "dev" { "debug" } else { profile };
    target().join(folder).join(format!("lantoa{}", env::consts::EXE_SUFFIX))
}
