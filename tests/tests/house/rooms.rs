//! The table of rooms: what each may know. Read from `use` lines and from paths in the code.

use super::files::{Source, code};

/// A room: the folders it is made of, and the paths and words that never stand in it.
struct Room {
    name: &'static str,
    folders: &'static [&'static str],
    /// Files in these folders that another rule looks after.
    except: &'static [&'static str],
    /// Paths as in `use`; what lies below them is forbidden too.
    paths: &'static [&'static str],
    /// Words as they stand in code.
    words: &'static [&'static str],
}

const ROOMS: &[Room] = &[
    Room {
        name: "meaning has no I/O, no async, no clock, no randomness and no DOM",
        folders: &["shared/src/"],
        except: &[],
        paths: &[
            "std::fs",
            "std::net",
            "std::env",
            "std::process",
            "std::thread",
            "std::io",
            "std::time::Instant",
            "std::time::SystemTime",
            "tokio",
            "futures_util",
            "rand",
            "getrandom",
            "axum",
            "http",
            "sqlx",
            "leptos",
            "web_sys",
            "js_sys",
            "wasm_bindgen",
            "gloo_net",
        ],
        words: &[
            "async fn",
            "async move",
            ".await;",
            ".await?",
            ".await)",
            ".await.",
            "now_v7(",
            "new_v4(",
            "SystemTime",
            "Instant::now",
            "println!",
        ],
    },
    Room {
        name: "the archive's store knows no HTTP",
        folders: &["backend/src/store"],
        except: &[],
        paths: &["axum", "http", "tower_http", "crate::routes"],
        words: &["StatusCode"],
    },
    Room {
        name: "SQL lives in backend/src/store alone",
        folders: &["backend/src/"],
        except: &["backend/src/store", "backend/src/error.rs"],
        paths: &["sqlx"],
        words: &["\"select ", "\"insert into ", "\"update ", "\"delete from ", "QueryBuilder"],
    },
    Room {
        name: "routes are thin: no merge rules",
        folders: &["backend/src/routes"],
        except: &[],
        paths: &["shared::fold", "shared::rules", "shared::merged"],
        words: &[],
    },
    Room {
        name: "the archive knows neither browser nor proof",
        folders: &["backend/src/"],
        except: &[],
        paths: &["leptos", "web_sys", "wasm_bindgen", "frontend", "tests", "xtask"],
        words: &[],
    },
    Room {
        name: "pages and forms are composition over state and ui",
        folders: &["frontend/src/pages", "frontend/src/forms"],
        except: &[],
        paths: &["crate::store", "crate::sync", "crate::api", "crate::outbox", "matrix_indexed_db_futures", "gloo_net"],
        words: &[],
    },
    Room {
        name: "looks know no domain",
        folders: &["frontend/src/ui"],
        except: &[],
        paths: &[
            "shared",
            "crate::store",
            "crate::sync",
            "crate::api",
            "crate::outbox",
            "crate::state",
            "crate::pages",
            "crate::forms",
        ],
        words: &[],
    },
    Room {
        name: "state is signals over the local store, not over the network",
        folders: &["frontend/src/state"],
        except: &[],
        paths: &["crate::api", "crate::pages", "crate::forms", "crate::ui"],
        words: &[],
    },
    Room {
        name: "the device's memory and line draw nothing",
        folders: &["frontend/src/store", "frontend/src/sync", "frontend/src/api", "frontend/src/outbox"],
        except: &[],
        paths: &["leptos::view", "leptos::html", "crate::pages", "crate::forms", "crate::ui"],
        words: &["view! {", "impl IntoView"],
    },
    Room {
        name: "the notebook knows neither archive nor proof",
        folders: &["frontend/src/"],
        // It asks the machine's clock when it runs as a test outside of a browser.
        except: &["frontend/src/browser/clock"],
        paths: &[
            "axum",
            "sqlx",
            "tokio",
            "backend",
            "tests",
            "xtask",
            "std::time::Instant",
            "std::time::SystemTime",
            "regex",
            "chrono",
        ],
        words: &[],
    },
];

/// What stands in a room that must not.
pub fn findings(sources: &[Source]) -> Vec<String> {
    let mut findings = Vec::new();
    for source in sources.iter().filter(|source| source.is_rust()) {
        let text = code(source.product());
        let used = paths_used(&text);
        let mut said: Vec<&str> = Vec::new();
        for room in ROOMS {
            let within = |folders: &[&str]| folders.iter().any(|folder| is_within(&source.path, folder));
            if !within(room.folders) || within(room.except) {
                continue;
            }
            let path = room.paths.iter().find(|path| used.iter().any(|used| is_below(used, path)));
            let word = room.words.iter().find(|word| text.contains(**word));
            if let Some(bad) = path.or(word)
                && !said.contains(bad)
            {
                said.push(bad);
                findings.push(source.says(&format!("`{bad}`; {}", room.name)));
            }
        }
        if is_within(&source.path, "frontend/src/pages") || is_within(&source.path, "frontend/src/forms") {
            findings.extend(raw_looks(&text).map(|bad| source.says(&format!("{bad}; pages and forms use tokens"))));
        }
    }
    findings
}

/// `backend/src/store` holds `backend/src/store.rs` and everything in `backend/src/store/`.
fn is_within(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder)
        .is_some_and(|rest| folder.ends_with('/') || rest.is_empty() || rest == ".rs" || rest.starts_with('/'))
}

fn is_below(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// The first colour or size in pixels that stands in quotes.
fn raw_looks(text: &str) -> impl Iterator<Item = String> {
    let quoted = text.split('"').skip(1).step_by(2);
    let bad = quoted.filter(|word| {
        let colour = word
            .strip_prefix('#')
            .is_some_and(|hex| matches!(hex.len(), 3 | 6) && hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let pixels =
            word.strip_suffix("px").is_some_and(|n| !n.is_empty() && n.bytes().all(|byte| byte.is_ascii_digit()));
        colour || pixels
    });
    bad.take(1).map(|word| format!("\"{word}\"")).collect::<Vec<_>>().into_iter()
}

/// Every path that `use` lines bring in, with groups spelled out, and every path with `::` in the code.
fn paths_used(text: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for part in text.split("use ").skip(1) {
        if let Some((tree, _)) = part.split_once(';') {
            spelled_out("", &tree.split_whitespace().collect::<String>(), &mut paths);
        }
    }
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    paths.extend(text.split(|c| !is_path(c)).filter(|word| word.contains("::")).map(str::to_owned));
    paths
}

fn spelled_out(above: &str, tree: &str, paths: &mut Vec<String>) {
    let tree = tree.trim_start_matches("::");
    let Some((head, group)) = tree.split_once('{') else {
        paths.push(format!("{above}{tree}"));
        return;
    };
    let above = format!("{above}{head}");
    let (mut depth, mut start) = (0_u32, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                if at > start {
                    spelled_out(&above, &group[start..at], paths);
                }
                start = at + 1;
                if c == '}' {
                    return;
                }
            }
            _ => {}
        }
    }
}
