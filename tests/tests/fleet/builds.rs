//! Two builds of the app in the field while replicas are replaced: a page of the one build may ask either
//! replica for its files.

use reqwest::{Method, header};
use shared::digest::Digest;
use std::{fs, path::Path};
use tests::{deploy::next_version, fleet::Fleet, server::app, tablet::Line};

/// Every file of a build whose name holds its content, with the digest of that content.
fn files(app: &Path) -> Vec<(String, Digest)> {
    let list = fs::read_to_string(app.join("precache.json")).expect("a build has a list");
    let list: serde_json::Value = serde_json::from_str(&list).expect("the list is JSON");
    let files = list["files"].as_object().expect("it names files");
    let hashed = files.iter().filter(|(path, _)| path.starts_with("/assets/"));
    let digest = |about: &serde_json::Value| about["sha256"].as_str().and_then(|text| text.parse().ok());
    hashed.map(|(path, about)| (path.clone(), digest(about).expect("it names digests"))).collect()
}

#[tokio::test]
async fn every_replica_serves_the_files_of_both_builds() {
    let (old, next) = (app(), next_version(&app()));
    let fleet = Fleet::start([&old, next.folder.path()]).await;
    let line = |origin: &str| Line::to(origin);
    for origin in [fleet.replicas[0].origin(), fleet.replicas[1].origin(), fleet.origin()] {
        for (path, digest) in [files(&old), files(next.folder.path())].concat() {
            let answer = line(&origin).request(Method::GET, &path).send().await.expect("it answers");
            assert_eq!(answer.status(), 200, "{path} at {origin}");
            let kept = answer.headers()[header::CACHE_CONTROL].to_str().unwrap_or_default().to_owned();
            assert!(kept.contains("immutable"), "{path}: {kept}");
            assert_eq!(Digest::of(&answer.bytes().await.expect("it comes whole")), digest, "{path} at {origin}");
        }
    }
    // A page is that of one build, and names files of that build alone, whichever replica serves it.
    let pages = [(0, &old), (1, &next.folder.path().to_path_buf())];
    for (at, build) in pages {
        let page = line(&fleet.replicas[at].origin()).request(Method::GET, "/").send().await.expect("it answers");
        let page = page.text().await.expect("it comes whole");
        assert_eq!(page, fs::read_to_string(build.join("index.html")).expect("a build has a page"));
    }
}
