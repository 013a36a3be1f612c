//! The next version of the app: the one under proof with one file changed, under names and lists of
//! its own, as a build would make it.

use crate::{folder, folder::Folder};
use serde_json::{Value, json};
use shared::digest::Digest;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A deployed version.
#[derive(Debug)]
pub struct Version {
    /// Everything that the server serves.
    pub folder: Folder,
    /// The path of its style sheet, by which one sees which version a page runs.
    pub style: String,
}

/// The path of the style sheet of the version in a folder.
///
/// # Panics
/// If it is no built app.
#[must_use]
pub fn style(app: &Path) -> String {
    let list = list(app);
    let files = list["files"].as_object().expect("it names files");
    files.keys().find(|path| path.ends_with(".css")).expect("an app has a style sheet").clone()
}

/// Makes the version that comes after the one in this folder: another style sheet, and so another
/// page, another list and another service worker.
///
/// # Panics
/// If the folder is no built app, or nothing can be written.
#[must_use]
pub fn next_version(app: &Path) -> Version {
    let folder = Folder::new("next-version");
    let root = folder.path();
    folder::copy(app, root).expect("the app can be copied");
    let old_style = style(app);
    let mut sheet = text(root, &old_style);
    sheet += "\n:root { --version: next }\n";
    let hash = Digest::of(sheet.as_bytes()).to_string();
    let new_style = format!("/assets/app-{}.css", &hash[..16]);
    remove(root, &old_style);
    replace(root, &new_style, &sheet);
    let page = text(root, "/index.html").replace(&old_style, &new_style);
    assert!(page.contains(&new_style), "the page names its style sheet");
    replace(root, "/index.html", &page);

    let mut list = list(app);
    let old_build = list["build"].as_str().expect("a build has a name").to_owned();
    let build = hash[16..32].to_owned();
    list["build"] = json!(build);
    let files = list["files"].as_object_mut().expect("it names files");
    files.remove(&old_style);
    for (path, content) in [(&new_style, &sheet), (&"/index.html".to_owned(), &page)] {
        let sha256 = Digest::of(content.as_bytes()).to_string();
        files.insert(path.clone(), json!({"sha256": sha256, "bytes": content.len()}));
    }
    replace(root, "/precache.json", &list.to_string());
    let worker = text(root, "/sw.js");
    assert!(worker.contains(&old_build), "the service worker names its build");
    replace(root, "/sw.js", &worker.replace(&old_build, &build));
    Version { folder, style: new_style }
}

fn list(app: &Path) -> Value {
    serde_json::from_str(&text(app, "/precache.json")).expect("the build's list is JSON")
}

fn at(root: &Path, path: &str) -> PathBuf {
    root.join(path.trim_start_matches('/'))
}

fn text(root: &Path, path: &str) -> String {
    fs::read_to_string(at(root, path)).unwrap_or_else(|error| panic!("{path} of the built app: {error}"))
}

/// With its compressed twins, which would otherwise be served in its place.
fn remove(root: &Path, path: &str) {
    for twin in ["", ".br", ".gz"] {
        let file = at(root, &format!("{path}{twin}"));
        if file.exists() {
            fs::remove_file(file).expect("our own copy can be changed");
        }
    }
}

fn replace(root: &Path, path: &str, content: &str) {
    remove(root, path);
    fs::write(at(root, path), content).expect("our own copy can be changed");
}
