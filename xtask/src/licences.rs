//! Every dependency's licence is one that lets an office use, change and pass on Lan Tỏa.
//! A new one is read by a person before it is listed here.

use serde::Deserialize;

use crate::failure::{Failure, Outcome};
use crate::process::{cargo, printed};

/// Licences that ask for no more than a notice, and this product's own.
const ALLOWED: [&str; 13] = [
    "0BSD",
    "Apache-2.0",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    // A permissive licence for data: the list of certificate authorities.
    "CDLA-Permissive-2.0",
    "EUPL-1.2",
    "ISC",
    "MIT",
    "NCSA",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
}

/// Fails with the names of packages whose licence is not listed.
pub fn check() -> Outcome {
    let text = printed(cargo().args(["metadata", "--format-version", "1", "--locked"]))
        .ok_or_else(|| Failure::new("cargo metadata failed: is Cargo.lock up to date?"))?;
    let metadata: Metadata =
        serde_json::from_str(&text).map_err(|error| Failure::new(format!("cargo metadata: {error}")))?;
    let strange =
        metadata.packages.iter().filter(|package| !is_allowed(package.license.as_deref().unwrap_or_default()));
    let strange: Vec<_> = strange
        .map(|package| {
            let licence = package.license.as_deref().unwrap_or("no licence named");
            format!("{} {} ({licence})", package.name, package.version)
        })
        .collect();
    if strange.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!("licences to read before they are used: {}", strange.join(", "))))
}

/// All parts joined by `AND` allow it, each by one of its choices.
fn is_allowed(licence: &str) -> bool {
    licence.split(" AND ").all(|part| {
        let choices = part.trim_matches(['(', ')']).split(" OR ").flat_map(|choice| choice.split('/'));
        choices.map(str::trim).any(|choice| ALLOWED.contains(&choice))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_choice_of_each_part_is_enough_and_needed() {
        assert!(is_allowed("MIT"));
        assert!(is_allowed("GPL-3.0 OR MIT/Apache-2.0"));
        assert!(is_allowed("(MIT OR GPL-3.0) AND Unicode-3.0"));
        assert!(!is_allowed("MIT AND GPL-3.0"));
        assert!(!is_allowed("SSPL-1.0") && !is_allowed(""));
    }
}
