//! The front end, from its sources to the folder that the server embeds.
//! Order of work: inputs unchanged? → cargo, splitting and wasm-bindgen (through trunk) →
//! wasm-opt → names by content, list for the service worker, compressed twins → one rename.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;

use crate::failure::{Failure, Outcome};
use crate::place;
use crate::process::{cargo, command, run};
use crate::steps::Steps;
use crate::tools::{self, Tools};

pub mod compressed;
pub mod content;
pub mod folder;
mod imports;
mod inputs;
mod page;
pub mod size;
mod style;

use content::Files;

/// Builds the front end unless nothing that it is made of has changed.
pub fn build(steps: &mut Steps) -> Outcome {
    let tools = tools::set_up(steps)?;
    let _alone = lock()?;
    let inputs = inputs::hash(&place::root(), tools.wasm_opt.is_some())?;
    if inputs::stamped(&place::dist()).as_deref() == Some(&inputs) {
        println!("▸ front end: nothing changed since it was built");
        return Ok(());
    }
    steps.must("dependencies: fetch", || run(cargo().args(["fetch", "--locked"])))?;
    steps.must("front end: compile", || compile(&tools))?;
    let mut wasm = steps.must("front end: parts", built)?;
    if let Some(program) = &tools.wasm_opt {
        steps.must("front end: wasm-opt -Oz", || {
            optimised(program, &mut wasm.main)?;
            wasm.parts.values_mut().try_for_each(|part| optimised(program, part))
        })?;
    }
    steps.must("front end: names, list, compression", || {
        (wasm.main, wasm.script) = imports::shortened(&wasm.main, &wasm.script)?;
        let files = assembled(&wasm)?;
        folder::replace(&place::dist(), &files)?;
        inputs::stamp(&place::dist(), &inputs)
    })?;
    println!("  {}", size::Size::of(&place::dist())?.line());
    Ok(())
}

fn trunk_dist() -> std::path::PathBuf {
    place::notes().join("trunk")
}

/// Held while building: two builds at once would mix their files.
fn lock() -> Outcome<File> {
    let path = place::notes().join("lock");
    fs::create_dir_all(place::notes()).map_err(|error| Failure::at(&path, error))?;
    let file = File::create(&path).map_err(|error| Failure::at(&path, error))?;
    if file.try_lock().is_err() {
        println!("▸ front end: another build is under way; waiting for it");
        file.lock().map_err(|error| Failure::at(&path, error))?;
    }
    Ok(file)
}

fn compile(tools: &Tools) -> Outcome {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let first = [tools.wasm_bindgen.clone(), tools.trunk.clone()];
    let path = std::env::join_paths(first.into_iter().chain(std::env::split_paths(&path)))
        .map_err(|error| Failure::new(error.to_string()))?;
    let mut trunk = command(tools.trunk.join("trunk"));
    // Trunk 0.21 takes NO_COLOR for an option of its own and stumbles over its value.
    trunk
        .current_dir(place::frontend())
        .env("PATH", path)
        .env_remove("RUST_BACKTRACE")
        // Would take the place of the flags in .cargo/config.toml, without which nothing can be split.
        .env_remove("RUSTFLAGS")
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        .env_remove("NO_COLOR");
    run(trunk.args(["build", "--release", "--dist"]).arg(trunk_dist()))
}

/// What was compiled: the part that starts, the parts that are loaded later, and their script.
struct Wasm {
    main: Vec<u8>,
    /// By the file name under which the script loads it.
    parts: BTreeMap<String, Vec<u8>>,
    script: String,
}

/// Trunk copies only what it knows; the late parts lie where it let wasm-bindgen write.
fn built() -> Outcome<Wasm> {
    let beside = place::target().join("wasm-bindgen/release");
    let mut parts = folder::read(&beside)?;
    parts.retain(|file, _| file.ends_with(".wasm") && file != "frontend_bg.wasm");
    let script =
        content::with_loader(&text(&trunk_dist().join("frontend.js"))?, &text(&beside.join("__wasm_split.js"))?)?;
    Ok(Wasm { main: read(&trunk_dist().join("frontend_bg.wasm"))?, parts, script })
}

fn optimised(program: &Path, wasm: &mut Vec<u8>) -> Outcome {
    let [from, named, to] = ["large.wasm", "named.wasm", "optimised.wasm"].map(|name| place::notes().join(name));
    fs::write(&from, &wasm).map_err(|error| Failure::at(&from, error))?;
    run(command(program).args(["-Oz", "-g"]).arg(&from).arg("-o").arg(&named))?;
    // Functions that the compiler made of one text for several types have neighbouring names and
    // similar code: side by side they pack better. The names themselves are left out here.
    run(command(program).arg("--reorder-functions-by-name").arg(&named).arg("-o").arg(&to))?;
    *wasm = read(&to)?;
    Ok(())
}

/// All files of the app but their compressed twins.
fn assembled(wasm: &Wasm) -> Outcome<Files> {
    let sources = place::frontend();
    let mut files = Files::new();
    let snippets = snippets(&trunk_dist().join("snippets"))?;
    let (script, snippets) = content::with_snippets(&wasm.script, &snippets);
    files.extend(snippets);
    let (script, parts) = content::with_parts(&script, &wasm.parts)?;
    files.extend(parts);
    let style = style::bundled(&["boot.css", "main.css"], &|path| text(&sources.join("style").join(path)))?;
    let boot = text(&sources.join("boot.js"))?;

    let mut add = |name: &str, extension: &str, bytes: &[u8]| {
        let path = content::asset(name, extension, bytes);
        files.insert(path.clone(), bytes.to_vec());
        path
    };
    let names = page::Names {
        style: &add("app", "css", style.as_bytes()),
        boot: &add("boot", "js", boot.as_bytes()),
        script: &add("app", "js", script.as_bytes()),
        wasm: &add("app", "wasm", &wasm.main),
        wasm_bytes: wasm.main.len(),
    };
    let page = page::page(&text(&sources.join("index.html"))?, &names)?;
    files.insert("/index.html".to_owned(), page.into_bytes());
    files.insert("/manifest.webmanifest".to_owned(), read(&sources.join("manifest.webmanifest"))?);
    let (pictures, drawings): (Files, Files) =
        icons(&sources)?.into_iter().partition(|(path, _)| path.ends_with(".png"));
    files.extend(drawings);
    let list = content::precache(&files);
    // The system asks for these while it installs the app; the app itself never shows them.
    files.extend(pictures);
    let worker = text(&sources.join("sw.js"))?.replace("%BUILD%", &list.build);
    let list = serde_json::to_vec_pretty(&list).expect("strings and numbers can always be written");
    files.insert("/precache.json".to_owned(), list);
    files.insert("/sw.js".to_owned(), worker.into_bytes());
    Ok(files)
}

fn icons(sources: &Path) -> Outcome<Files> {
    let files = folder::read(&sources.join("icons"))?;
    Ok(files.into_iter().map(|(path, bytes)| (format!("/icons/{path}"), bytes)).collect())
}

fn snippets(path: &Path) -> Outcome<BTreeMap<String, Vec<u8>>> {
    if path.is_dir() { folder::read(path) } else { Ok(BTreeMap::new()) }
}

fn read(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(|error| Failure::at(path, error))
}

fn text(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| Failure::at(path, error))
}
