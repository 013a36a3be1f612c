//! The command line of wasm-bindgen as trunk calls it, over the library of the same version.
//! It understands the arguments that trunk 0.21 passes and refuses any other.
//! Nothing about this product lives here.

use std::path::PathBuf;
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
    bindgen.typescript(true);
    let mut out_dir = None;
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
            (path, "") if !path.starts_with('-') => drop(bindgen.input_path(path)),
            _ => return Err(format!("unknown argument {argument}")),
        }
    }
    let out_dir = out_dir.ok_or("--out-dir=… is missing")?;
    bindgen.generate(out_dir).map_err(|error| format!("{error:#}"))
}
