//! Files of the app under the names of their contents: equal names mean equal bytes, for ever.
//! Pure: bytes in, names and lists out.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;
use sha2::{Digest, Sha256};

/// The app's files by their path as the server serves it, beginning with `/`.
pub type Files = BTreeMap<String, Vec<u8>>;

/// SHA-256 in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes all that is written");
        text
    })
}

/// `/assets/<name>-<hash>.<extension>` for these bytes.
pub fn asset(name: &str, extension: &str, bytes: &[u8]) -> String {
    format!("/assets/{name}-{}.{extension}", &sha256(bytes)[..16])
}

/// What a device keeps of one build, in the form that the service worker reads.
#[derive(Serialize)]
pub struct Precache {
    /// The name of the build: a hash over everything in it.
    pub build: String,
    /// Each file by its path.
    pub files: BTreeMap<String, Entry>,
}

/// One file of a build.
#[derive(Serialize)]
pub struct Entry {
    /// Hash of the bytes, before any compression.
    pub sha256: String,
    /// Length in bytes, before any compression.
    pub bytes: usize,
}

/// The list of what a device keeps.
pub fn precache(files: &Files) -> Precache {
    let entry = |bytes: &Vec<u8>| Entry { sha256: sha256(bytes), bytes: bytes.len() };
    let files: BTreeMap<_, _> = files.iter().map(|(path, bytes)| (path.clone(), entry(bytes))).collect();
    let all = files.iter().fold(String::new(), |text, (path, entry)| text + path + " " + &entry.sha256 + "\n");
    Precache { build: sha256(all.as_bytes())[..16].to_owned(), files }
}

/// Snippets that the wasm's JavaScript imports from `./snippets/…` become assets of their own:
/// the script with the new names, and the snippets under them.
pub fn with_snippets(script: &str, snippets: &BTreeMap<String, Vec<u8>>) -> (String, Files) {
    let mut script = script.to_owned();
    let mut files = Files::new();
    for (path, bytes) in snippets {
        let name = asset("snippet", "js", bytes);
        let file = name.trim_start_matches("/assets/");
        script = script.replace(&format!("./snippets/{path}"), &format!("./{file}"));
        files.insert(name, bytes.clone());
    }
    (script, files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_that_of_the_contents() {
        assert_eq!(asset("app", "css", b""), "/assets/app-e3b0c44298fc1c14.css");
        assert_ne!(asset("app", "css", b"a"), asset("app", "css", b"b"));
    }

    #[test]
    fn the_build_has_another_name_when_any_file_has_another_byte_or_path() {
        let of = |path: &str, bytes: &[u8]| precache(&Files::from([(path.to_owned(), bytes.to_vec())]));
        let first = of("/index.html", b"one");
        assert_eq!(first.files["/index.html"].bytes, 3);
        assert_eq!(first.build, of("/index.html", b"one").build);
        assert_ne!(first.build, of("/index.html", b"two").build);
        assert_ne!(first.build, of("/other.html", b"one").build);
    }

    #[test]
    fn snippets_are_imported_by_the_names_of_their_contents() {
        let snippets = BTreeMap::from([("leptos-1/inline0.js".to_owned(), b"export {}".to_vec())]);
        let (script, files) = with_snippets("import './snippets/leptos-1/inline0.js';", &snippets);
        let name = files.keys().next().expect("one snippet");
        assert_eq!(script, format!("import '{}';", name.replace("/assets/", "./")));
    }
}
