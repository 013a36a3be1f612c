//! The command line of wasm-bindgen as trunk calls it, over the library of the same version.
//! It understands the arguments that trunk 0.21 passes and refuses any other.
//!
//! What the program marks as a part to be loaded later (`#[wasm_split(part)]`) is taken out first:
//! this is the last place that sees the relocations by which the parts are told apart. The parts
//! go beside the bindings as `split_<part>.wasm`, with `__wasm_split.js` that loads them.
//! Nothing about this product lives here.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    match answer(std::env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("wasm-bindgen: {message}");
            ExitCode::FAILURE
        }
    }
}

fn answer(arguments: impl Iterator<Item = String>) -> Result<(), String> {
    let mut bindgen = Bindgen::new();
    // The parts share memory and table with the main one, which is where its exports name them.
    bindgen.typescript(true).keep_lld_exports(true);
    let (mut out_dir, mut input) = (None, None);
    for argument in arguments {
        match argument.split_once('=').unwrap_or((&argument, "")) {
            ("--version" | "-V", _) => {
                println!("wasm-bindgen {}", wasm_bindgen_shared::version());
                return Ok(());
            }
            ("--target", "web") => drop(bindgen.web(true).map_err(|error| error.to_string())?),
            ("--out-dir", folder) => out_dir = Some(PathBuf::from(folder)),
            ("--out-name", name) => drop(bindgen.out_name(name)),
            ("--no-typescript", _) => drop(bindgen.typescript(false)),
            ("--no-demangle", _) => drop(bindgen.demangle(false)),
            ("--keep-debug", _) => drop(bindgen.keep_debug(true)),
            // References and weak references follow the features of the module by themselves.
            ("--reference-types" | "--weak-refs", _) => {}
            (path, "") if !path.starts_with('-') => input = Some(PathBuf::from(path)),
            _ => return Err(format!("unknown argument {argument}")),
        }
    }
    let out_dir = out_dir.ok_or("--out-dir=… is missing")?;
    let input = input.ok_or("the wasm to read is missing")?;
    let main = split(&input, &out_dir)?;
    bindgen.input_path(&main).generate(&out_dir).map_err(|error| format!("{error:#}"))?;
    fs::remove_file(&main).map_err(|error| at(&main, error))
}

/// Writes the parts into the folder; says where the main part stands until it has its bindings.
fn split(input: &Path, folder: &Path) -> Result<PathBuf, String> {
    fs::create_dir_all(folder).map_err(|error| at(folder, error))?;
    for entry in fs::read_dir(folder).map_err(|error| at(folder, error))? {
        let entry = entry.map_err(|error| at(folder, error))?;
        // A part of an earlier build that is no part any more must not be taken for one.
        if entry.path().extension().is_some_and(|extension| extension == "wasm") {
            fs::remove_file(entry.path()).map_err(|error| at(&entry.path(), error))?;
        }
    }
    let wasm = fs::read(input).map_err(|error| at(input, error))?;
    let main = folder.join("split_main.wasm");
    let mut options = wasm_split_cli_support::Options::new(&wasm);
    options.output_dir = folder;
    options.main_out_path = &main;
    wasm_split_cli_support::transform(options).map_err(|error| format!("splitting {}: {error:#}", input.display()))?;
    Ok(main)
}

fn at(path: &Path, error: std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
