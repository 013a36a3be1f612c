//! What a first visit loads: the wasm and everything precached, brotli.

use crate::figure::{Aim, Figure};
use std::{fs, path::Path};
use tests::server::app;

/// Sizes of the app as it was built.
pub fn figures() -> Vec<Figure> {
    let app = app();
    let list = fs::read_to_string(app.join("precache.json")).expect("the build wrote it");
    let list: serde_json::Value = serde_json::from_str(&list).expect("it is JSON");
    let files = list["files"].as_object().expect("it names files");
    let (mut start, mut wasm, mut all) = (0, 0, 0);
    for path in files.keys() {
        let bytes = sent(&app.join(path.trim_start_matches('/')));
        all += bytes;
        if path.ends_with(".wasm") {
            wasm += bytes;
            start += if path.starts_with("/assets/app-") { bytes } else { 0 };
        }
    }
    vec![
        Figure::new("wasm of the first screen, brotli", start, "bytes", Some(Aim::AtMost(450_000))),
        Figure::new("all wasm, brotli", wasm, "bytes", None),
        Figure::new("everything precached, brotli", all, "bytes", Some(Aim::AtMost(650_000))),
    ]
}

/// Bytes that travel: those of the brotli sibling where there is one.
fn sent(path: &Path) -> u64 {
    let mut packed = path.as_os_str().to_owned();
    packed.push(".br");
    let size = |path: &Path| fs::metadata(path).map(|about| about.len());
    size(Path::new(&packed)).or_else(|_| size(path)).expect("the build wrote every file of its list")
}
