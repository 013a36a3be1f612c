//! The files of the repository as the rules see them.

use std::{fs, path::Path};
use tests::folder::repository;

/// Folders in which somebody else's files lie.
const FOREIGN: &[&str] = &["target", "dist", "node_modules", "pictures", "data", ".git"];
const KINDS: &[&str] = &["rs", "toml", "sql", "html", "css", "js"];

/// One file.
pub struct Source {
    /// From the root of the repository, with slashes.
    pub path: String,
    /// All of it.
    pub text: String,
}

impl Source {
    /// A file that is not there, to show to a rule.
    pub fn sample(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// Whether it is Rust.
    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Whether it only runs in tests.
    pub fn is_test(&self) -> bool {
        self.path.starts_with("tests/") || self.path.contains("/tests/") || self.path.ends_with("/tests.rs")
    }

    /// The lines that go into the product: what precedes the unit tests.
    pub fn product(&self) -> &str {
        if self.is_test() { "" } else { self.text.split("#[cfg(test)]").next().unwrap_or_default() }
    }

    /// The lines that are tests.
    pub fn proof(&self) -> &str {
        if self.is_test() { &self.text } else { self.text.split_once("#[cfg(test)]").map_or("", |(_, after)| after) }
    }

    /// A finding that begins with the path.
    pub fn says(&self, finding: &str) -> String {
        format!("{}: {finding}", self.path)
    }
}

/// Text without line comments.
pub fn code(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect()
}

/// Every file that is ours.
pub fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    walk(&repository(), "", &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn walk(folder: &Path, path: &str, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
        if entry.file_type().unwrap().is_dir() {
            if !FOREIGN.contains(&name.as_str()) {
                walk(&entry.path(), &path, found);
            }
        } else if KINDS.iter().any(|kind| name.ends_with(&format!(".{kind}"))) {
            found.push(Source { text: fs::read_to_string(entry.path()).unwrap(), path });
        }
    }
}
