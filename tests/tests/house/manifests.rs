//! What packages may depend on, and that a version is named once.

use super::files::Source;

/// The dependencies that a package may have, all of them.
const ONLY: &[(&str, &[&str])] =
    &[("shared/Cargo.toml", &["serde", "serde_json", "uuid", "sha2", "thiserror", "base64"])];

/// The dependencies that a package may not have.
const NEVER: &[(&str, &[&str])] = &[
    ("backend/Cargo.toml", &["leptos", "leptos_router", "wasm-bindgen", "web-sys", "frontend"]),
    (
        "frontend/Cargo.toml",
        &[
            "backend",
            "axum",
            "sqlx",
            "tokio",
            "regex",
            "chrono",
            "url",
            "idna",
            "icu",
            "validator",
            "rmp-serde",
            "bincode",
        ],
    ),
];

/// What manifests say that they must not.
pub fn findings(sources: &[Source]) -> Vec<String> {
    let mut findings = Vec::new();
    for source in sources.iter().filter(|source| source.path.ends_with("/Cargo.toml")) {
        for (section, name, rest) in dependencies(&source.text) {
            let of_product = section.ends_with("dependencies") && !section.contains("dev-");
            let only = ONLY.iter().find(|(path, _)| *path == source.path);
            let never = NEVER.iter().find(|(path, _)| *path == source.path);
            if name == "tests" {
                findings.push(source.says("proof is imported by nobody"));
            } else if of_product && only.is_some_and(|(_, only)| !only.contains(&name)) {
                findings.push(source.says(&format!("`{name}` is not among what this package may know")));
            } else if never.is_some_and(|(_, never)| never.contains(&name)) {
                findings.push(source.says(&format!("`{name}` does not belong into this package")));
            } else if !rest.contains("workspace = true") && !rest.contains("workspace=true") {
                findings.push(source.says(&format!("the version of `{name}` is named in the workspace's Cargo.toml")));
            }
        }
    }
    findings
}

/// Section, name and what stands behind it, for each dependency of a manifest.
fn dependencies(text: &str) -> Vec<(&str, &str, &str)> {
    let mut found = Vec::new();
    let mut section = "";
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']');
            continue;
        }
        let Some((key, _)) = line.split_once('=') else { continue };
        if line.starts_with('#') {
            continue;
        }
        if section.ends_with("dependencies") {
            let name = key.split('.').next().unwrap_or(key).trim();
            found.push((section, name, line));
        } else if let Some((table, name)) = section.split_once("dependencies.")
            && matches!(key.trim(), "version" | "path" | "git" | "workspace")
        {
            found.push((if table.contains("dev-") { "dev-dependencies" } else { "dependencies" }, name, line));
        }
    }
    found
}
