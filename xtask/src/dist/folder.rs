//! Folders as maps of files, read whole and replaced whole.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::dist::compressed;
use crate::dist::content::Files;
use crate::failure::{Failure, Outcome};

/// Every file below `root`, by its path with `/` between the parts.
pub fn read(root: &Path) -> Outcome<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| Failure::at(&folder, error))? {
            let path = entry.map_err(|error| Failure::at(&folder, error))?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let inside = path.strip_prefix(root).expect("it was found below the root");
            let name = inside.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
            files.insert(name, fs::read(&path).map_err(|error| Failure::at(&path, error))?);
        }
    }
    Ok(files)
}

/// Puts the app's files with their compressed twins into `dist`; who reads it sees the old or the
/// new app whole.
pub fn replace(dist: &Path, files: &Files) -> Outcome {
    let (new, old) = (dist.with_extension("new"), dist.with_extension("old"));
    remove(&new)?;
    remove(&old)?;
    for (path, bytes) in files {
        let file = new.join(path.trim_start_matches('/'));
        write(&file, bytes)?;
        if compressed::is_worth_it(path) {
            write(&with_suffix(&file, "br"), &compressed::brotli(bytes))?;
            write(&with_suffix(&file, "gz"), &compressed::gzip(bytes))?;
        }
    }
    if dist.exists() {
        fs::rename(dist, &old).map_err(|error| Failure::at(dist, error))?;
    }
    fs::rename(&new, dist).map_err(|error| Failure::at(&new, error))?;
    remove(&old)
}

fn with_suffix(file: &Path, suffix: &str) -> std::path::PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    name.into()
}

fn write(file: &Path, bytes: &[u8]) -> Outcome {
    let folder = file.parent().expect("a file lies in a folder");
    fs::create_dir_all(folder).map_err(|error| Failure::at(folder, error))?;
    fs::write(file, bytes).map_err(|error| Failure::at(file, error))
}

fn remove(folder: &Path) -> Outcome {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| Failure::at(folder, error))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_new_app_replaces_the_old_one_whole() {
        let root = std::env::temp_dir().join(format!("lantoa-folder-{}", std::process::id()));
        let dist = root.join("dist");
        let app = |path: &str| Files::from([(path.to_owned(), b"<p>Lan T\xe1\xbb\x8fa".to_vec())]);
        replace(&dist, &app("/old.html")).expect("written");
        replace(&dist, &app("/assets/new.html")).expect("written");
        let names: Vec<_> = read(&dist).expect("read").into_keys().collect();
        assert_eq!(names, ["assets/new.html", "assets/new.html.br", "assets/new.html.gz"]);
        assert_eq!(fs::read_dir(&root).expect("read").count(), 1);
        remove(&root).expect("removed");
    }
}
