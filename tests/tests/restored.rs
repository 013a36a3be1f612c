//! A server is lost with its disk; a backup is brought back, and the tablets bring what it lacked.

use std::{fs, path::Path, process::Command};
use tests::{
    folder::Folder,
    photo,
    server::{self, Server},
    tablet::{Archive, Tablet, photos_missing},
};

const OFFICER: &str = "canbo.vanquan";
const OTHER: &str = "canbo2.vanquan";
const MANAGER: &str = "quanly.langson";

fn lantoa(word: &str, file: &Path, data: &Path) -> String {
    let ran = Command::new(server::program()).arg(word).arg(file).arg("--data-dir").arg(data).output();
    let ran = ran.expect("the program starts");
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(ran.status.success(), "{said}{}", String::from_utf8_lossy(&ran.stderr));
    said
}

#[tokio::test]
async fn what_was_confirmed_after_the_backup_comes_back_from_the_tablets() {
    let server = Server::with_demonstration().await;
    server.start().await;
    let mut lan = Tablet::sign_in(&server.origin(), OFFICER).await.expect("she signs in");
    let mut hoa = Tablet::sign_in(&server.origin(), OTHER).await.expect("he signs in");
    let root = lan.report(1, vec![photo::kept(1)]);
    lan.settle().await;
    hoa.settle().await;

    let kept = Folder::new("backup");
    let file = kept.path().join("backup.tar");
    assert!(lantoa("backup", &file, server.data()).contains("files"));

    // What only the tablets know besides the server: a new report, an edit of the old one, photos.
    lan.report(2, vec![photo::kept(2), photo::kept(3)]);
    lan.settle().await;
    hoa.write(root, "result", "Viết thêm sau khi sao lưu.");
    hoa.report(3, vec![photo::kept(4)]);
    hoa.settle().await;
    lan.settle().await;
    let before = Archive::read(&server.origin(), MANAGER).await;

    server.kill().await;
    for entry in fs::read_dir(server.data()).expect("it is a folder") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.expect("it is destroyed");
    }
    assert!(lantoa("restore", &file, server.data()).contains("everything is back"));
    server.start().await;
    let lacking = Archive::read(&server.origin(), MANAGER).await;
    assert!(!lan.ledger.missing(&lacking, false).is_empty(), "the backup is older than what was confirmed");

    lan.sign_in_again(OFFICER).await.expect("she signs in again");
    hoa.sign_in_again(OTHER).await.expect("he signs in again");
    for _ in 0..2 {
        lan.settle().await;
        hoa.settle().await;
    }
    let archive = Archive::read(&server.origin(), MANAGER).await;
    for tablet in [&lan, &hoa] {
        assert_eq!(tablet.ledger.missing(&archive, false), [""; 0], "everything that was confirmed is back");
        assert_eq!(photos_missing(&tablet.ledger, &lan.line, false).await, Ok(Vec::new()));
    }
    let ids = |archive: &Archive| archive.numbered.keys().copied().collect::<Vec<_>>();
    assert_eq!(ids(&archive), ids(&before), "no more and no less; the numbers may differ");
    assert_eq!(lan.held().differs_from(&hoa.held()), None);
}
