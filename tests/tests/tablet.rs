//! The tablet without a browser, on one server: before others rely on it.

use tests::{
    photo,
    proxy::{Fault, Proxy},
    server::Server,
    tablet::{Archive, Tablet, photos_missing},
};

const OFFICER: &str = "canbo.vanquan";
const OTHER: &str = "canbo2.vanquan";
const MANAGER: &str = "quanly.langson";

async fn server() -> Server {
    let server = Server::with_demonstration().await;
    server.start().await;
    server
}

#[tokio::test]
async fn what_a_tablet_writes_arrives_once_and_everybody_holds_the_same() {
    let server = server().await;
    let mut lan = Tablet::sign_in(&server.origin(), OFFICER).await.expect("she signs in");
    let mut hoa = Tablet::sign_in(&server.origin(), OTHER).await.expect("he signs in");
    lan.settle().await;
    let root = lan.report(1, vec![photo::kept(1), photo::kept(2)]);
    let replaced = lan.write(root, "result", "Viết lần đầu.");
    let last = lan.write(root, "result", "Viết lại trong cùng một biểu mẫu.");
    assert_eq!(lan.ledger.saves[&replaced].replaced_by, Some(last));
    assert_eq!(lan.waiting(), 3, "one save and two photos");
    lan.restart();
    assert_eq!(lan.waiting(), 3, "a flat battery takes nothing");
    lan.settle().await;
    hoa.settle().await;
    hoa.write(root, "result", "Người khác viết tiếp.");
    hoa.settle().await;
    lan.settle().await;
    assert_eq!(lan.held().differs_from(&hoa.held()), None);
    let archive = Archive::read(&server.origin(), MANAGER).await;
    for tablet in [&lan, &hoa] {
        assert_eq!(tablet.ledger.missing(&archive, false), [""; 0]);
        assert_eq!(photos_missing(&tablet.ledger, &hoa.line, false).await, Ok(Vec::new()));
    }
    assert_eq!(lan.ledger.sent.len(), 1);
    assert!(archive.numbered[&last].len() == 1 && !archive.numbered.contains_key(&replaced));
}

#[tokio::test]
async fn an_answer_that_breaks_off_proves_nothing_and_what_was_sent_is_sent_again() {
    let server = server().await;
    let line = Proxy::start(server.port()).await;
    let mut lan = Tablet::sign_in(&line.origin(), OFFICER).await.expect("she signs in");
    lan.settle().await;
    for bytes in [0, 15, 200] {
        let root = lan.report(bytes, vec![photo::kept(bytes as u64)]);
        for (method, path) in [("POST", "/api/v1/sync/push"), ("PUT", "/api/v1/blobs/")] {
            let armed = line.arm(method, path, 1, Fault::CutAnswer(bytes));
            assert!(lan.round().await.is_err(), "{path} cut after {bytes} bytes is no success");
            assert!(line.fired(armed) && lan.waiting() > 0);
        }
        lan.settle().await;
        assert!(lan.notebook().confirmed(root).is_some());
    }
    let archive = Archive::read(&server.origin(), MANAGER).await;
    assert_eq!(lan.ledger.missing(&archive, false), [""; 0]);
}

/// The ledger is what the soak relies on: it must miss what is not there.
#[tokio::test]
async fn the_ledger_misses_what_the_archive_does_not_have() {
    let server = server().await;
    let mut lan = Tablet::sign_in(&server.origin(), OFFICER).await.expect("she signs in");
    lan.settle().await;
    let before = Archive::read(&server.origin(), MANAGER).await;
    let root = lan.report(1, vec![photo::kept(7)]);
    assert_eq!(lan.ledger.missing(&before, false).len(), 1, "it is not there yet");
    assert_eq!(lan.ledger.missing(&before, true).len(), 0, "and a lost tablet has not said that it was sent");
    assert_eq!(photos_missing(&lan.ledger, &lan.line, false).await.map(|photos| photos.len()), Ok(1));
    lan.settle().await;
    assert_eq!(lan.ledger.missing(&before, true).len(), 1, "now it has");
    let mut after = Archive::read(&server.origin(), MANAGER).await;
    assert_eq!(lan.ledger.missing(&after, false), [""; 0]);
    let (id, _) = lan.ledger.saves.first_key_value().expect("there is one");
    let twice = after.numbered.get_mut(id).expect("it is there");
    twice.push(twice[0].clone());
    assert!(lan.ledger.missing(&after, false)[0].contains("2 times"));
    let other = after.numbered.get_mut(id).expect("it is there");
    other.truncate(1);
    let edited = other[0].records.iter_mut().find(|record| record.id == root).expect("the report's own record");
    edited.fields.get_mut("result").expect("it has a result").value = "Khác".into();
    assert!(lan.ledger.missing(&after, false)[0].contains("another result"));

    let held = lan.held();
    lan.write(root, "result", "Thêm.");
    assert_eq!(held.differs_from(&lan.held()), None, "what waits is not confirmed");
    lan.settle().await;
    assert!(held.differs_from(&lan.held()).is_some());
}
