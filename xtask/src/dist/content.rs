//! Files of the app under the names of their contents: equal names mean equal bytes, for ever.
//! Pure: bytes in, names and lists out.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::failure::{Failure, Outcome};

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
    /// Kept only where somebody plans and decides.
    #[serde(skip_serializing_if = "is_everybodys")]
    pub desk: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes what it asks about by reference")]
fn is_everybodys(desk: &bool) -> bool {
    !desk
}

/// Whether a file is of the part that the app's source calls `desk`.
pub fn is_of_desk(path: &str) -> bool {
    path.starts_with("/assets/desk-")
}

/// The list of what a device keeps.
pub fn precache(files: &Files) -> Precache {
    let entry = |path: &str, bytes: &[u8]| Entry { sha256: sha256(bytes), bytes: bytes.len(), desk: is_of_desk(path) };
    let files: BTreeMap<_, _> = files.iter().map(|(path, bytes)| (path.clone(), entry(path, bytes))).collect();
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

/// The name by which the wasm's JavaScript imports what loads its late parts.
const LOADER: &str = "./__wasm_split.js";

/// The script with the loader of the late parts in it. They import each other, so that neither
/// could bear the hash of its contents while the other names it; as one file it can.
///
/// # Errors
/// When either is not written as expected.
pub fn with_loader(script: &str, loader: &str) -> Outcome<String> {
    let unexpected = |what: &str| Failure::new(format!("the loader of late parts: {what}"));
    // One line for each part; they all name the same.
    let imports: Vec<&str> =
        script.lines().filter(|line| line.starts_with("import ") && line.contains(LOADER)).collect();
    let named = imports.iter().filter_map(|import| import.strip_prefix("import * as ")?.split_once(' '));
    let names: Vec<&str> = named.map(|(name, _)| name).collect();
    let Some((first, others)) = names.split_first() else { return Err(unexpected("the script does not import it")) };
    if names.len() < imports.len() {
        return Err(unexpected("it is imported in another way"));
    }
    let own =
        loader.lines().filter(|line| !line.starts_with("import { initSync } from")).collect::<Vec<_>>().join("\n");
    let exported: Vec<&str> = own
        .lines()
        .filter_map(|line| line.strip_prefix("export const ")?.split_once(' ').map(|(name, _)| name))
        .collect();
    let own = own.replace("export const ", "const ");
    if exported.is_empty() || own.contains("export ") || own.contains("import {") {
        return Err(unexpected("it exports or imports in another way"));
    }
    let others: String = others.iter().map(|other| format!("const {other} = {first};\n")).collect();
    let rest: Vec<&str> = script.lines().filter(|line| !imports.contains(line)).collect();
    Ok(format!("{own}\nconst {first} = {{ {} }};\n{others}{}\n", exported.join(", "), rest.join("\n")))
}

/// Late parts become assets of their own: the script with their new names, and they under them.
///
/// # Errors
/// When the script does not load one of them.
pub fn with_parts(script: &str, parts: &BTreeMap<String, Vec<u8>>) -> Outcome<(String, Files)> {
    let mut script = script.to_owned();
    let mut files = Files::new();
    for (file, bytes) in parts {
        let name = asset(file.trim_end_matches(".wasm").trim_start_matches("split_"), "wasm", bytes);
        let (old, new) = (format!("\"./{file}\""), format!("\"./{}\"", name.trim_start_matches("/assets/")));
        if !script.contains(&old) {
            return Err(Failure::new(format!("nothing loads the late part {file}")));
        }
        script = script.replace(&old, &new);
        files.insert(name, bytes.clone());
    }
    Ok((script, files))
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

    const SCRIPT: &str = "import * as import1 from \"./__wasm_split.js\"\nfunction initSync() {}\nuse(import1);\n";
    const LOADING: &str = "import { initSync } from \"./main.js\";\n\nfunction load() { initSync(); }\n\
                           export const load_a = load(\"./split_a.wasm\");\nexport const load_b = load(\"./chunk_1.wasm\");\n";

    #[test]
    fn script_and_loader_become_one_file() {
        let script = with_loader(SCRIPT, LOADING).expect("both are as expected");
        assert!(!script.contains("import ") && !script.contains("export "), "{script}");
        assert!(script.contains("const import1 = { load_a, load_b };\nfunction initSync"), "{script}");
        let twice = format!("import * as import2 from \"./__wasm_split.js\"\n{SCRIPT}");
        let script = with_loader(&twice, LOADING).expect("both are as expected");
        assert!(!script.contains("import ") && script.contains("const import1 = import2;\n"), "{script}");
    }

    #[test]
    fn a_loader_of_another_make_is_not_built_in() {
        assert!(with_loader("function initSync() {}", LOADING).is_err());
        assert!(with_loader(SCRIPT, "export default load;").is_err());
        assert!(with_loader(SCRIPT, "import { other } from './other.js';\nexport const a = other;").is_err());
    }

    #[test]
    fn late_parts_are_loaded_by_the_names_of_their_contents() {
        let parts =
            BTreeMap::from([("split_a.wasm".to_owned(), b"a".to_vec()), ("chunk_1.wasm".to_owned(), b"b".to_vec())]);
        let (script, files) = with_parts(LOADING, &parts).expect("both are loaded");
        assert_eq!(files.len(), 2);
        assert!(files.keys().all(|name| script.contains(&name.replace("/assets/", "\"./"))), "{script}");
        assert!(files.contains_key(&asset("a", "wasm", b"a")));
        let unknown = BTreeMap::from([("split_z.wasm".to_owned(), Vec::new())]);
        assert!(with_parts(LOADING, &unknown).is_err());
    }
}
