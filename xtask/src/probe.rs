//! The notebook's browser half as a page of its own, for the story that runs the store's suite in
//! a real browser. Nobody but tests ever gets it; it is not part of the app.

use std::fs;
use std::path::{Path, PathBuf};

use crate::dist::content;
use crate::failure::{Failure, Outcome};
use crate::place;
use crate::process::{cargo, command, run};
use crate::tools::Tools;

const PAGE: &str = "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>probe</title>\
    <script type=\"module\" src=\"/probe.js\"></script></html>";
const SCRIPT: &str = "import init, * as probe from \"/frontend.js\";\n\
    await init({ module_or_path: fetch(\"/frontend_bg.wasm\") });\n\
    window.probe = probe;\n";

/// Builds it with the app's profile, so that what both are made of is compiled once.
pub fn build(tools: &Tools) -> Outcome<PathBuf> {
    let folder = place::notes().join("probe");
    fs::create_dir_all(&folder).map_err(|error| Failure::at(&folder, error))?;
    run(cargo()
        .env_remove("RUSTFLAGS")
        .args(["build", "--locked", "--package", "frontend", "--bin", "frontend", "--profile", "wasm"])
        .args(["--features", "conformance", "--target", "wasm32-unknown-unknown"]))?;
    let wasm = place::target().join("wasm32-unknown-unknown/wasm/frontend.wasm");
    let mut bindgen = command(tools.wasm_bindgen.join("wasm-bindgen"));
    bindgen.args(["--target=web", "--out-name=frontend", "--no-typescript"]);
    run(bindgen.arg(format!("--out-dir={}", folder.display())).arg(wasm))?;
    let script = folder.join("frontend.js");
    let read = |path: &Path| fs::read_to_string(path).map_err(|error| Failure::at(path, error));
    let whole = content::with_loader(&read(&script)?, &read(&folder.join("__wasm_split.js"))?)?;
    written(&script, &whole)?;
    written(&folder.join("index.html"), PAGE)?;
    written(&folder.join("probe.js"), SCRIPT)?;
    Ok(folder)
}

fn written(path: &Path, text: &str) -> Outcome {
    fs::write(path, text).map_err(|error| Failure::at(path, error))
}
