//! Tells cargo what the archive carries inside it, and nothing else.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=PROFILE");
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        // Only a release build carries the front end; a debug build reads it from the folder.
        // The folder must exist, or cargo would build the archive anew every time.
        let dist = concat!(env!("CARGO_MANIFEST_DIR"), "/../frontend/dist");
        if std::fs::create_dir_all(dist).is_ok() {
            println!("cargo:rerun-if-changed={dist}");
        }
    }
}
