//! What a first visit loads: the wasm of the first screen and everything kept, brotli.

use crate::figure::{Aim, Figure};
use std::{fs, path::Path};
use tests::server::app;

/// Sizes of the app as it was built.
pub fn figures() -> Vec<Figure> {
    let app = app();
    let list = fs::read_to_string(app.join("precache.json")).expect("the build wrote it");
    let list: serde_json::Value = serde_json::from_str(&list).expect("it is JSON");
    let files = list["files"].as_object().expect("it names files");
    let (mut start, mut field, mut desk) = (0, 0, 0);
    for (path, about) in files {
        let bytes = sent(&app.join(path.trim_start_matches('/')));
        *(if about["desk"] == true { &mut desk } else { &mut field }) += bytes;
        if path.starts_with("/assets/app-") && path.ends_with(".wasm") {
            start += bytes;
        }
    }
    vec![
        Figure::new("wasm of the first screen, brotli", start, "bytes", Some(Aim::AtMost(450_000))),
        Figure::new("everything that a tablet keeps, brotli", field, "bytes", Some(Aim::AtMost(650_000))),
        Figure::new("what a desk keeps besides, brotli", desk, "bytes", None),
    ]
}

/// Bytes that travel: those of the brotli sibling where there is one.
fn sent(path: &Path) -> u64 {
    let mut packed = path.as_os_str().to_owned();
    packed.push(".br");
    let size = |path: &Path| fs::metadata(path).map(|about| about.len());
    size(Path::new(&packed)).or_else(|_| size(path)).expect("the build wrote every file of its list")
}
