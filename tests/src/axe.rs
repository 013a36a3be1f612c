//! Accessibility of the page that is open, by axe-core from npm.

use crate::browser::Browser;
use serde::Deserialize;
use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

const INSTALL: &str = "axe-core is missing: npm install --prefix ~/.cache/lantoa/tools/axe-core axe-core@4, \
    or name axe.min.js in LANTOA_AXE";

/// One rule of axe that the page breaks.
#[derive(Debug, Deserialize)]
struct Violation {
    id: String,
    help: String,
    nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
struct Node {
    html: String,
    #[serde(rename = "failureSummary")]
    summary: Option<String>,
}

/// What axe finds on the page as it stands: one paragraph a finding, empty when there is none.
///
/// # Panics
/// If axe is not installed or does not run.
pub async fn findings(browser: &Browser) -> Vec<String> {
    if browser.run("return typeof axe === 'undefined'", Vec::new()).await == true {
        // It runs as a script of the driver's, which the page's security policy does not touch.
        browser.run(&format!("{}; window.axe = axe;", source()), Vec::new()).await;
    }
    let script = "return axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)";
    let found = browser.run(script, Vec::new()).await;
    let found: Vec<Violation> = serde_json::from_value(found).expect("axe answers with violations");
    found
        .into_iter()
        .map(|violation| {
            let nodes = violation.nodes.iter().map(|node| {
                let summary = node.summary.as_deref().unwrap_or_default().replace('\n', " ");
                format!("\n    {}\n      {summary}", node.html)
            });
            format!("{}: {}{}", violation.id, violation.help, nodes.collect::<String>())
        })
        .collect()
}

/// Asserts that axe finds nothing on the page as it stands.
///
/// # Panics
/// If it finds something; the message says what and where.
pub async fn assert_clean(browser: &Browser, page: &str) {
    let findings = findings(browser).await;
    assert!(findings.is_empty(), "axe on {page} ({}):\n{}", browser.name(), findings.join("\n"));
}

fn source() -> &'static str {
    static SOURCE: OnceLock<String> = OnceLock::new();
    SOURCE.get_or_init(|| {
        let named = env::var_os("LANTOA_AXE").map(PathBuf::from);
        let caches = env::var_os("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache")));
        let cached = caches.and_then(|caches| newest(&caches.join("lantoa/tools")));
        let path = named.or(cached).expect(INSTALL);
        fs::read_to_string(path).expect(INSTALL)
    })
}

/// Of the versions that were installed here, the last by name.
fn newest(tools: &Path) -> Option<PathBuf> {
    let folders = fs::read_dir(tools).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    folders.map(|folder| folder.join("node_modules/axe-core/axe.min.js")).filter(|script| script.exists()).max()
}
