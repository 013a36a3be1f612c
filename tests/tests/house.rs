//! The rules of the house, held over every file of the repository.
//!
//! Each rule is a function from files to findings and is shown a bad sample first: a rule that cannot
//! fail holds nothing.
#![expect(clippy::unwrap_used, reason = "a test that fails is to stop")]

mod house {
    pub mod files;
    pub mod habits;
    pub mod manifests;
    pub mod rooms;
}

use house::{
    files::{Source, sources},
    habits, manifests, rooms,
};

/// Looks at the real files.
fn hold(rule: fn(&[Source]) -> Vec<String>) {
    let findings = rule(&sources());
    assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
}

/// Shows a rule one bad file and one good one.
fn bites(rule: fn(&[Source]) -> Vec<String>, path: &str, bad: &str, good: &str) {
    let found = rule(&[Source::sample(path, bad)]);
    assert_eq!(found.len(), 1, "a bad {path} gives one finding: {found:?}");
    assert!(found[0].starts_with(path), "{found:?}");
    assert_eq!(rule(&[Source::sample(path, good)]), Vec::<String>::new(), "a good {path}");
}

#[test]
fn each_room_knows_only_what_it_may() {
    let bad = [
        ("shared/src/a.rs", "use std::{collections::BTreeMap, time::Instant};"),
        ("shared/src/a.rs", "pub async fn wait() {}"),
        ("shared/src/a.rs", "let id = Uuid::now_v7();"),
        ("shared/src/a.rs", "use std::fs;"),
        ("backend/src/store/a.rs", "use axum::Json;"),
        ("backend/src/sync/a.rs", "use sqlx::Row as _;"),
        ("backend/src/routes/a.rs", "let text = \"select id from person\";"),
        ("backend/src/routes/a.rs", "let root = shared::fold::apply(root, change);"),
        ("frontend/src/pages/a.rs", "use crate::{state::Desk, store::Store};"),
        ("frontend/src/forms/a.rs", "crate::api::push(changes);"),
        ("frontend/src/pages/a.rs", "let colour = \"#c0ffee\";"),
        ("frontend/src/ui/a.rs", "use shared::report::Report;"),
        ("frontend/src/state/a.rs", "use crate::api::Line;"),
        ("frontend/src/store/a.rs", "view! { <p>\"text\"</p> }"),
        ("backend/src/main.rs", "use tests::server::Server;"),
    ];
    for (path, text) in bad {
        bites(rooms::findings, path, text, "use shared_words::fine;");
    }
    let in_a_test = "#[cfg(test)]\nmod tests {\n    use std::time::Instant;\n}";
    assert!(rooms::findings(&[Source::sample("shared/src/a.rs", in_a_test)]).is_empty());
    assert!(rooms::findings(&[Source::sample("shared/src/a.rs", "// use std::fs;")]).is_empty());
    hold(rooms::findings);
}

#[test]
fn manifests_hold_the_rooms_apart_and_name_versions_once() {
    let shared = "shared/Cargo.toml";
    bites(
        manifests::findings,
        shared,
        "[dependencies]\ntokio.workspace = true",
        "[dependencies]\nserde.workspace = true",
    );
    bites(manifests::findings, "backend/Cargo.toml", "[dependencies]\nleptos.workspace = true", "[dependencies]\n");
    bites(manifests::findings, "frontend/Cargo.toml", "[dependencies]\nbackend.workspace = true", "");
    bites(manifests::findings, "xtask/Cargo.toml", "[dependencies]\ntests = { path = \"../tests\" }", "");
    bites(
        manifests::findings,
        shared,
        "[dependencies]\nserde = \"1\"",
        "[dev-dependencies]\nproptest.workspace = true",
    );
    hold(manifests::findings);
}

#[test]
fn modules_bear_their_own_name_and_files_name_nouns() {
    let good = "backend/src/person.rs";
    for bad in ["backend/src/auth/mod.rs", "shared/src/utils.rs", "frontend/src/ui/helpers.rs", "xtask/src/common/a.rs"]
    {
        assert_eq!(habits::names(&[Source::sample(bad, "//! A.")]).len(), 1, "{bad}");
    }
    assert!(habits::names(&[Source::sample(good, "//! A.")]).is_empty());
    hold(habits::names);
}

#[test]
fn every_file_opens_by_saying_what_lives_in_it() {
    bites(habits::openings, "shared/src/a.rs", "use std::fmt;", "//! Things.\nuse std::fmt;");
    hold(habits::openings);
}

#[test]
fn files_stay_small_or_are_listed_with_a_reason() {
    bites(habits::sizes, "shared/src/a.rs", &"// line\n".repeat(401), &"// line\n".repeat(400));
    hold(habits::sizes);
    assert_eq!(habits::stale_exceptions(&sources()), Vec::<String>::new(), "exceptions that are needed no more");
}

#[test]
fn no_test_sleeps_and_none_is_switched_off() {
    let (path, good) = ("tests/tests/a.rs", "until_true(\"it came\", async || true).await;");
    for bad in ["std::thread::sleep(TIME);", "tokio::time::sleep(TIME).await;", "#[ignore]", "#[ignore = \"later\"]"] {
        bites(habits::tests, path, bad, good);
    }
    let in_a_unit = "fn wait() { sleep(1) }\n#[cfg(test)]\nmod tests {\n    fn a() { std::thread::sleep(T); }\n}";
    bites(habits::tests, "backend/src/a.rs", in_a_unit, "tokio::time::sleep(TIME).await;");
    hold(habits::tests);
}

#[test]
fn nothing_is_left_half_done() {
    for bad in
        ["todo!()", "unimplemented!()", "// FIXME later", "// TODO: more", "#[allow(dead_code)]", "#![allow(unused)]"]
    {
        bites(habits::unfinished, "backend/src/a.rs", bad, "#[expect(dead_code, reason = \"read by the test\")]");
    }
    hold(habits::unfinished);
}

#[test]
fn views_carry_no_style_that_the_security_policy_forbids() {
    let (path, good) = ("frontend/src/ui/a.rs", "view! { <p style:width=wide class=\"wide\"/> }");
    for bad in ["view! { <p style=\"width:1px\"/> }", "view! { <p style=wide/> }", "<style>p{}</style>"] {
        bites(habits::inline_styles, path, bad, good);
    }
    bites(habits::inline_styles, "frontend/index.html", "<script>go()</script>", "<script src=\"/boot.js\"></script>");
    hold(habits::inline_styles);
}

#[test]
fn dates_are_never_asked_for_in_the_language_of_the_device() {
    bites(
        habits::date_inputs,
        "frontend/src/ui/a.rs",
        "<input type=\"date\"/>",
        "<input type=\"text\" name=\"date\"/>",
    );
    hold(habits::date_inputs);
}

#[test]
fn migrations_are_numbered_without_gaps() {
    let names = |names: &[&str]| -> Vec<Source> {
        names.iter().map(|name| Source::sample(&format!("backend/migrations/sqlite/{name}.sql"), "")).collect()
    };
    assert!(habits::migrations(&names(&["0001_begin", "0002_plans"])).is_empty());
    for bad in [&["0001_begin", "0003_plans"][..], &["0001_begin", "0001_again"], &["begin"], &["0001_Begin"]] {
        assert_eq!(habits::migrations(&names(bad)).len(), 1, "{bad:?}");
    }
    let mut two = names(&["0001_begin"]);
    two.push(Source::sample("backend/migrations/postgres/0001_other.sql", ""));
    assert_eq!(habits::migrations(&two).len(), 2, "both databases have the same names");
    hold(habits::migrations);
}

#[test]
fn no_answer_may_erase_unsent_work() {
    bites(habits::erasing, "backend/src/headers.rs", "\"clear-site-data\"", "\"content-security-policy\"");
    hold(habits::erasing);
}

#[test]
fn the_house_is_found() {
    let sources = sources();
    for room in ["shared/src/", "backend/src/", "frontend/src/", "tests/src/", "xtask/src/", "backend/migrations/"] {
        assert!(sources.iter().any(|source| source.path.starts_with(room)), "no file in {room}");
    }
}
