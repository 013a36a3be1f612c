//! The long run: libFuzzer around one target, as `cargo xtask fuzz` builds and starts it. Built without
//! the fuzzer it hits a target with files, to look at what was found.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
static TARGET: std::sync::OnceLock<&fuzz::Target> = std::sync::OnceLock::new();

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(init: { TARGET.get_or_init(fuzz::begun); }, |bytes: &[u8]| {
    (TARGET.get_or_init(fuzz::begun).hit)(bytes)
});

#[cfg(not(fuzzing))]
fn main() -> std::process::ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let target = words.first().and_then(|name| fuzz::named(name));
    let (Some(target), [_, files @ ..]) = (target, words.as_slice()) else {
        let names = fuzz::TARGETS.map(|target| target.name).join(" ");
        eprintln!("fuzz TARGET FILE…; targets: {names}");
        return std::process::ExitCode::from(2);
    };
    for file in files {
        match std::fs::read(file) {
            Ok(bytes) => (target.hit)(&bytes),
            Err(error) => {
                eprintln!("{file}: {error}");
                return std::process::ExitCode::FAILURE;
            }
        }
    }
    println!("{}: nothing is wrong with {} inputs", target.name, files.len());
    std::process::ExitCode::SUCCESS
}
