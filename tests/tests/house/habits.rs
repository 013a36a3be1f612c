//! Habits of the house: names, openings, sizes, tests, looks and migrations.

use super::files::{Source, code};

/// Files over the size with the reason why they are one thing.
const LARGE: &[(&str, &str)] =
    &[("frontend/examples/gallery.rs", "one page that shows every component, read from top to bottom")];
const LINES_MAX: usize = 400;

/// Names that say nothing.
const EMPTY_NAMES: &[&str] = &["utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "mod"];

/// Rules about this list of rules quote what they forbid.
fn of_others(sources: &[Source]) -> impl Iterator<Item = &Source> {
    sources.iter().filter(|source| !source.path.starts_with("tests/tests/house"))
}

/// Names of files and folders.
pub fn names(sources: &[Source]) -> Vec<String> {
    let empty = |source: &&Source| {
        let path = source.path.trim_end_matches(".rs");
        path.split('/').any(|part| EMPTY_NAMES.contains(&part))
    };
    sources.iter().filter(|s| s.is_rust()).filter(empty).map(|s| s.says("the name says nothing")).collect()
}

/// The first line of each file.
pub fn openings(sources: &[Source]) -> Vec<String> {
    let silent = |source: &&Source| !source.text.starts_with("//! ");
    let rust = sources.iter().filter(|source| source.is_rust());
    rust.filter(silent).map(|s| s.says("opens with `//!`: what lives here and what must not")).collect()
}

/// The length of each file.
pub fn sizes(sources: &[Source]) -> Vec<String> {
    let rust = sources.iter().filter(|source| source.is_rust());
    let large = rust.map(|source| (source, source.text.lines().count()));
    large
        .filter(|(source, lines)| *lines > LINES_MAX && !LARGE.iter().any(|(path, _)| *path == source.path))
        .map(|(source, lines)| source.says(&format!("{lines} lines: if it has two reasons to change, it is two files")))
        .collect()
}

/// Files on the list of large ones that are small now, or gone.
pub fn stale_exceptions(sources: &[Source]) -> Vec<String> {
    let is_large = |path: &str| sources.iter().any(|s| s.path == path && s.text.lines().count() > LINES_MAX);
    LARGE.iter().filter(|(path, _)| !is_large(path)).map(|(path, _)| (*path).to_owned()).collect()
}

/// Sleeping and switched-off tests.
pub fn tests(sources: &[Source]) -> Vec<String> {
    let mut findings = Vec::new();
    for source in of_others(sources).filter(|source| source.is_rust()) {
        let proof = code(source.proof());
        let words = ["thread::sleep", "time::sleep", "TimeoutFuture::new", "#[ignore"];
        if let Some(word) = words.iter().find(|word| proof.contains(**word)) {
            findings.push(source.says(&format!("`{word}`; wait for a condition, and switch nothing off")));
        }
    }
    findings
}

/// What is left for later, and lints that are silenced without a word.
pub fn unfinished(sources: &[Source]) -> Vec<String> {
    let mut findings = Vec::new();
    for source in of_others(sources).filter(|source| source.is_rust()) {
        let words = ["todo!(", "unimplemented!(", "FIXME", "TODO", "#[allow(", "#![allow("];
        if let Some(word) = words.iter().find(|word| source.text.contains(**word)) {
            findings.push(source.says(&format!("`{word}`; finish it, or expect the lint with a reason")));
        }
    }
    findings
}

/// Styles and scripts that the security policy forbids.
pub fn inline_styles(sources: &[Source]) -> Vec<String> {
    let mut findings = Vec::new();
    for source in sources.iter().filter(|source| source.path.starts_with("frontend/")) {
        let text = code(&source.text);
        let bad = if source.is_rust() {
            [" style=", "<style"].into_iter().find(|bad| text.contains(bad))
        } else if source.path.ends_with(".html") {
            [" style=", "<style", "<script>"].into_iter().find(|bad| text.contains(bad))
        } else {
            None
        };
        if let Some(bad) = bad {
            findings.push(source.says(&format!("`{bad}`; use a class or style:property=")));
        }
    }
    findings
}

/// Date fields of the browser's, which follow the device's language.
pub fn date_inputs(sources: &[Source]) -> Vec<String> {
    let bad = |source: &&Source| {
        source.path.starts_with("frontend/src/")
            && ["type=\"date\"", "type=\"datetime-local\"", "type=\"time\""].iter().any(|bad| source.text.contains(bad))
    };
    sources.iter().filter(bad).map(|s| s.says("an own dd/mm/yyyy field asks for dates")).collect()
}

/// Names of migrations: `0001_words.sql`, dense, the same for each database.
pub fn migrations(sources: &[Source]) -> Vec<String> {
    let mut findings = Vec::new();
    let mut folders: Vec<(&str, Vec<&str>)> = Vec::new();
    for source in sources {
        let Some(rest) = source.path.strip_prefix("backend/migrations/") else { continue };
        let Some((folder, name)) = rest.split_once('/') else {
            findings.push(source.says("lies in the folder of its database"));
            continue;
        };
        match folders.iter_mut().find(|(known, _)| *known == folder) {
            Some((_, names)) => names.push(name),
            None => folders.push((folder, vec![name])),
        }
    }
    for (folder, names) in &folders {
        let wrong = names.iter().enumerate().find(|(at, name)| !is_numbered(name, at + 1));
        if let Some((at, name)) = wrong {
            findings.push(format!("backend/migrations/{folder}/{name}: is to begin with {:04}_", at + 1));
        }
        if folders.len() > 1 && folders.iter().any(|(_, others)| others != names) {
            findings.push(format!("backend/migrations/{folder}: each database has the same names"));
        }
    }
    findings
}

fn is_numbered(name: &str, number: usize) -> bool {
    let words = name.strip_prefix(&format!("{number:04}_")).and_then(|rest| rest.strip_suffix(".sql"));
    words.is_some_and(|words| {
        !words.is_empty() && words.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b.is_ascii_digit())
    })
}

/// Headers that would wipe a device.
pub fn erasing(sources: &[Source]) -> Vec<String> {
    let product = of_others(sources).filter(|source| !source.is_test());
    let bad = product.filter(|source| code(source.product()).to_ascii_lowercase().contains("clear-site-data"));
    bad.map(|source| source.says("a header that erases what was not sent")).collect()
}
