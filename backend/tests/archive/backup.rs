//! An archive is backed up while it is used, and comes back whole or not at all.

use crate::{
    app::{Client, Engine, TestApp, fresh_folder},
    changes::{photo_of, report, scope_of, text},
};
use axum::{body::Body, http::Method};
use backend::{
    backup::{Written, checked, restored, written},
    config::Config,
    error::Error,
    store::Conn,
};
use shared::{
    change::Change,
    digest::Digest,
    id::ScopeId,
    wire::{Pull, Upload},
};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};
use tokio::sync::oneshot;

on_both_engines! {
    in threads:
    what_had_been_confirmed_comes_back_from_a_backup_that_was_made_while_work_went_on,
    an_altered_or_cut_file_is_refused_and_nothing_is_written,
    nothing_is_restored_over_something,
    what_the_disk_has_lost_is_said,
    sessions_and_parts_of_files_do_not_come_back,
    how_far_a_backup_on_another_machine_goes_is_told_with_the_next_page,
}

const NOW_MS: i64 = 1_790_000_000_000;

/// Another place, empty, on the same engine.
async fn elsewhere(engine: Engine) -> (Config, Gone) {
    let folder = fresh_folder();
    let config = engine.config(&folder).await;
    (Config { app_dir: Some(folder.join("dist")), ..config }, Gone(folder))
}

/// A folder that goes with the test.
struct Gone(PathBuf);

impl Drop for Gone {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn picture(number: u8, bytes: usize) -> Vec<u8> {
    let mut picture = vec![0xff, 0xd8, 0xff];
    picture.resize(bytes, number);
    picture
}

/// A report with a photo, the photo after it.
async fn reported(an: &Client<'_>, number: u8) -> Digest {
    let own = report("an", "east");
    let bytes = picture(number, 40_000 + usize::from(number));
    let sha256 = Digest::of(&bytes);
    an.push(&[&own, &photo_of(&own, sha256)]).await;
    let kept = an.send(Method::PUT, &format!("/api/v1/blobs/{sha256}"), Body::from(bytes)).await;
    assert_eq!(kept.status, 200, "{}", kept.text());
    sha256
}

fn refusal(outcome: Result<impl std::fmt::Debug, Error>) -> String {
    match outcome {
        Err(Error::Malformed(why)) => why,
        other => panic!("{other:?}"),
    }
}

async fn opened(config: &Config, folder: &Gone) -> TestApp {
    TestApp::over(config.clone(), folder.0.join("served")).await
}

async fn what_had_been_confirmed_comes_back_from_a_backup_that_was_made_while_work_went_on(engine: Engine) {
    let app = TestApp::new(engine).await;
    let (an, chi) = (app.signed_in("an").await, app.signed_in("chi").await);
    let mut photos = Vec::new();
    for number in 0..3 {
        photos.push(reported(&an, number).await);
    }
    // Awaited: named, and not yet there.
    let waiting = report("an", "east");
    an.push(&[&waiting, &photo_of(&waiting, Digest::of(b"still on the tablet"))]).await;
    let before = an.pull_all().await;

    let (stop, mut stopped) = oneshot::channel::<()>();
    let busy = async {
        let mut number = 10;
        while stopped.try_recv().is_err() {
            chi.push(&[&report("chi", "west")]).await;
            reported(&an, number).await;
            number += 1;
        }
        number - 10
    };
    let file = app.folder.join("backup.tar");
    let backup = async {
        let made = written(&app.config, &file, false, NOW_MS).await;
        stop.send(()).unwrap();
        made
    };
    let (more, made) = tokio::join!(busy, backup);
    let Written { begin, end, .. } = made.unwrap();
    assert!(more > 0 && end.lacking.is_empty() && end.files >= 3, "{end:?}");
    assert!(begin.awaited >= 1, "what the tablets still have is counted");
    assert_eq!(names(&app.folder, "backup"), ["backup.tar"], "nothing is left beside it");
    assert_eq!(checked(&file).await.unwrap(), (begin.clone(), end));
    only_its_owner_reads(&file);

    let (config, folder) = elsewhere(engine).await;
    let back = restored(&config, &file, false, NOW_MS).await.unwrap();
    if engine == Engine::Lite {
        only_its_owner_reads(&folder.0.join("lantoa.db"));
    }
    assert_eq!((back.begin, back.replaced), (begin, None));
    let again = opened(&config, &folder).await;
    let an_again = again.signed_in("an").await;
    let there = an_again.pull_all().await;
    let now = an.pull_all().await;
    for (scope, texts) in &before {
        assert!(there[scope].starts_with(texts), "everything that was confirmed before is there");
        assert!(now[scope].starts_with(&there[scope]), "and nothing that never was");
    }
    for sha256 in photos {
        let read = an_again.get(&format!("/api/v1/blobs/{sha256}")).await;
        assert_eq!((read.status.as_u16(), Digest::of(&read.body)), (200, sha256));
    }
    // Every photo that the restored tables know is there.
    for sha256 in named(&there) {
        let read = an_again.get(&format!("/api/v1/blobs/{sha256}")).await;
        assert!(read.status == 404 || Digest::of(&read.body) == sha256, "{}", read.status);
    }
    let verdicts = an_again.push(&[&report("an", "east")]).await;
    let n = there[&scope_of("east")].len() as u64 + 1;
    assert_eq!(verdicts[0].receipt.verdict, shared::verdict::Verdict::Numbered { scope: scope_of("east"), n });
}

/// The key of the seals and the hashes of passwords are in it.
fn only_its_owner_reads(file: &Path) {
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&fs::metadata(file).unwrap().permissions()) & 0o777, 0o600);
    #[cfg(not(unix))]
    assert!(file.is_file());
}

/// The photos that changes name.
fn named(log: &BTreeMap<ScopeId, Vec<String>>) -> Vec<Digest> {
    let changes = log.values().flatten().map(|text| serde_json::from_str::<Change>(text).unwrap());
    let records = changes.flat_map(|change| change.records);
    records.filter_map(|record| record.fields.get("sha256")?.value.as_text()?.parse().ok()).collect()
}

fn names(folder: &Path, begin: &str) -> Vec<String> {
    let all = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    all.filter(|name| name.starts_with(begin)).collect()
}

async fn an_altered_or_cut_file_is_refused_and_nothing_is_written(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    reported(&an, 1).await;
    let file = app.folder.join("backup.tar");
    written(&app.config, &file, false, NOW_MS).await.unwrap();
    let whole = fs::read(&file).unwrap();
    let (config, folder) = elsewhere(engine).await;
    let damaged = folder.0.join("damaged.tar");
    let end = whole.len();
    for at in [0, 130, 700, 1_500, end / 3, end / 2, end - 45_000, end - 2_200, end - 1_030, end - 1] {
        let mut other = whole.clone();
        other[at] ^= 0x40;
        for bytes in [&other[..], &whole[..at]] {
            fs::write(&damaged, bytes).unwrap();
            let why = refusal(restored(&config, &damaged, false, NOW_MS).await);
            assert!(why.starts_with("this is no whole backup"), "{at}: {why}");
        }
    }
    fs::write(&damaged, [whole.as_slice(), &whole].concat()).unwrap();
    refusal(restored(&config, &damaged, false, NOW_MS).await);
    assert_eq!(names(&folder.0, ""), ["damaged.tar"], "nothing was written");
    restored(&config, &file, false, NOW_MS).await.unwrap();
}

async fn nothing_is_restored_over_something(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    reported(&an, 1).await;
    let file = app.folder.join("backup.tar");
    written(&app.config, &file, false, NOW_MS).await.unwrap();
    let why = refusal(written(&app.config, &file, false, NOW_MS).await);
    assert!(why.contains("is there already"), "{why}");
    let before = an.pull_all().await;
    let later = report("an", "east");
    an.push(&[&later]).await;

    let why = refusal(restored(&app.config, &file, false, NOW_MS).await);
    assert!(why.contains("holds something already"), "{why}");
    assert!(an.pull_all().await[&scope_of("east")].contains(&text(&later)), "it is as it was");
    app.app.db.close().await;
    let replaced = restored(&app.config, &file, true, NOW_MS).await;
    if engine != Engine::Lite {
        let why = refusal(replaced);
        assert!(why.contains("name an empty database"), "{why}");
        return;
    }
    let aside = replaced.unwrap().replaced.expect("what stood there is kept");
    assert!(aside.is_file());
    let again = app.beside().await;
    assert_eq!(again.signed_in("an").await.pull_all().await, before);
}

async fn what_the_disk_has_lost_is_said(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    let (kept, cut) = (reported(&an, 1).await, reported(&an, 2).await);
    let gone = reported(&an, 3).await;
    let path = |sha256: Digest| app.folder.join("blobs").join(&sha256.to_string()[..2]).join(sha256.to_string());
    fs::remove_file(path(gone)).unwrap();
    let mut bytes = fs::read(path(cut)).unwrap();
    bytes[9] ^= 1;
    fs::write(path(cut), bytes).unwrap();
    let file = app.folder.join("backup.tar");
    let end = written(&app.config, &file, false, NOW_MS).await.unwrap().end;
    assert_eq!(end.files, 1);
    let mut lacking = vec![cut, gone];
    lacking.sort_unstable();
    assert_eq!(end.lacking, lacking);
    let (config, folder) = elsewhere(engine).await;
    assert_eq!(restored(&config, &file, false, NOW_MS).await.unwrap().end.lacking, lacking);
    let again = opened(&config, &folder).await;
    let an_again = again.signed_in("an").await;
    for (sha256, status) in [(kept, 200), (gone, 404), (cut, 404)] {
        assert_eq!(an_again.get(&format!("/api/v1/blobs/{sha256}")).await.status, status);
    }
    // The tablet hears which are gone, and brings them again.
    let asked = Pull { photos: [kept, gone, cut].into(), ..Pull::default() };
    assert_eq!(an_again.pull(&asked).await.photos_missing, [gone, cut].into());
    for (number, sha256) in [(2, cut), (3, gone)] {
        let bytes = picture(number, 40_000 + usize::from(number));
        let sent = an_again.send(Method::PUT, &format!("/api/v1/blobs/{sha256}"), bytes.clone()).await;
        assert_eq!(sent.status, 200, "{}", sent.text());
        assert_eq!(an_again.get(&format!("/api/v1/blobs/{sha256}")).await.body, bytes);
    }
    assert!(an_again.pull(&asked).await.photos_missing.is_empty());
}

async fn sessions_and_parts_of_files_do_not_come_back(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    let bytes = picture(1, 9_000);
    let path = an.all_but_the_end(&bytes).await;
    let file = app.folder.join("backup.tar");
    written(&app.config, &file, false, NOW_MS).await.unwrap();
    let (config, folder) = elsewhere(engine).await;
    restored(&config, &file, false, NOW_MS).await.unwrap();
    let again = opened(&config, &folder).await;
    let as_before = Client { app: &again, cookie: an.cookie.clone() };
    assert_eq!(as_before.get("/api/v1/sync/heads").await.problem(401), "session_expired");
    let an = again.signed_in("an").await;
    assert_eq!(an.stands(&path).await, None, "its parts are in no backup");
    assert_eq!(an.begin(&path, bytes.len()).await.json::<Upload>().offset, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_that_lacks_something_ends_so_that_a_machine_can_tell() {
    let app = TestApp::new(Engine::Lite).await;
    let gone = reported(&app.signed_in("an").await, 1).await.to_string();
    fs::remove_file(app.folder.join("blobs").join(&gone[..2]).join(&gone)).unwrap();
    let file = app.folder.join("backup.tar");
    let (code, said) = ended(&app.config, &["backup", file.to_str().unwrap()], None);
    assert!(file.is_file() && said.contains(&gone) && said.contains("1 files are lacking"), "{said}");
    assert_eq!(code, 3);
    let (config, _folder) = elsewhere(Engine::Lite).await;
    let (code, said) = ended(&config, &["restore", file.to_str().unwrap()], None);
    assert!(said.contains("everything is back"), "{said}");
    assert_eq!(code, 3);
}

/// The program, with at most so many bytes in a file.
fn program(config: &Config, words: &[&str], kibibytes: Option<u32>) -> (bool, String) {
    let (code, said) = ended(config, words, kibibytes);
    (code == 0, said)
}

/// As [`program`], with what it ended with.
fn ended(config: &Config, words: &[&str], kibibytes: Option<u32>) -> (i32, String) {
    let limit = kibibytes.map_or(String::new(), |most| format!("trap '' XFSZ; ulimit -f {most}; "));
    let ran = Command::new("bash")
        .args(["-c", &format!("{limit}exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_lantoa")])
        .args(words)
        .arg("--data-dir")
        .arg(&config.data_dir)
        .output()
        .unwrap();
    let said = [ran.stdout, ran.stderr].map(|text| String::from_utf8(text).unwrap()).concat();
    (ran.status.code().unwrap(), said)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_leaves_nothing_that_looks_whole() {
    let app = TestApp::new(Engine::Lite).await;
    let an = app.signed_in("an").await;
    for number in 0..40 {
        reported(&an, number).await;
    }
    let file = app.folder.join("backup.tar");
    let name = file.to_str().unwrap();
    let (done, said) = program(&app.config, &["backup", name], Some(1_000));
    assert!(!done && said.contains("no backup was made"), "{said}");
    assert_eq!(names(&app.folder, "backup"), [""; 0], "{said}");
    let (done, said) = program(&app.config, &["backup", name], None);
    assert!(done && said.contains("40 files"), "{said}");

    let (config, folder) = elsewhere(Engine::Lite).await;
    let (done, said) = program(&config, &["restore", name], Some(30));
    assert!(!done && said.contains("nothing was restored"), "{said}");
    assert!(!names(&folder.0, "").iter().any(|name| name.starts_with("lantoa.db")), "no tables are there");
    let (done, said) = program(&config, &["restore", name], None);
    assert!(done && said.contains("chains verified"), "{said}");
    let again = opened(&config, &folder).await;
    assert_eq!(again.signed_in("an").await.pull_all().await, an.pull_all().await);
}

async fn how_far_a_backup_on_another_machine_goes_is_told_with_the_next_page(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    an.push(&[&report("an", "east"), &report("an", "east")]).await;
    let durable = async || {
        an.push(&[&report("an", "east")]).await;
        an.pull(&Pull::default()).await.scopes.iter().map(|page| page.durable).sum::<u64>()
    };
    written(&app.config, &app.folder.join("here.tar"), false, NOW_MS).await.unwrap();
    assert_eq!(durable().await, 0, "a disk that is lost takes both");
    written(&app.config, &app.folder.join("there.tar"), true, NOW_MS).await.unwrap();
    assert_eq!(durable().await, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_that_tablets_could_not_be_told_of_stands() {
    let app = TestApp::new(Engine::Lite).await;
    app.signed_in("an").await.push(&[&report("an", "east")]).await;
    let refuse = app.app.db.write(|conn| {
        Box::pin(async move {
            let Conn::Lite(held) = conn else { unreachable!("this is SQLite") };
            let full = "create trigger full before update on scope begin select raise(abort, 'full'); end";
            Ok(sqlx::query(full).execute(&mut **held).await.map(drop)?)
        })
    });
    refuse.await.unwrap();
    let file = app.folder.join("backup.tar");
    let (code, said) = ended(&app.config, &["backup", file.to_str().unwrap(), "--off-machine"], None);
    assert!(said.contains("the backup stands") && !said.contains("no backup was made"), "{said}");
    assert_eq!(code, 3);
    checked(&file).await.unwrap();
}
