//! `kill -9` of a replica in mid-push: nothing is lost and nothing comes twice, wherever it hits.

use tests::{
    fleet::Fleet,
    folder::Folder,
    photo,
    postgres::{Lock, somebody_waits},
    proxy::Fault,
    tablet::{Archive, Tablet, photos_missing},
    until::{until, until_true},
};

const OFFICER: &str = "canbo.vanquan";
const MANAGER: &str = "quanly.langson";
const PUSH: &str = "/api/v1/sync/push";

/// Which replica was the first to hear more pushes than it had heard before.
async fn heard(fleet: &Fleet, before: [usize; 2]) -> usize {
    until("a replica hears the push", async || (0..2).find(|at| fleet.lines[*at].count("POST", PUSH) > before[*at]))
        .await
}

fn pushes(fleet: &Fleet) -> [usize; 2] {
    [0, 1].map(|at| fleet.lines[at].count("POST", PUSH))
}

async fn nothing_is_lost(fleet: &Fleet, lan: &mut Tablet) {
    lan.settle().await;
    let archive = Archive::read(&fleet.origin(), MANAGER).await;
    assert_eq!(lan.ledger.missing(&archive, false), [""; 0]);
    assert_eq!(photos_missing(&lan.ledger, &lan.line, false).await, Ok(Vec::new()));
    for replica in &fleet.replicas {
        let mut fresh = Tablet::sign_in(&replica.origin(), OFFICER).await.expect("she signs in again");
        fresh.settle().await;
        assert_eq!(fresh.held().differs_from(&lan.held()), None);
    }
}

#[tokio::test]
async fn a_replica_killed_before_its_commit_has_taken_nothing_and_the_other_takes_it() {
    let no_app = Folder::new("no-app");
    let fleet = Fleet::start([no_app.path(), no_app.path()]).await;
    let mut lan = Tablet::sign_in(&fleet.origin(), OFFICER).await.expect("she signs in");
    lan.settle().await;
    lan.report(1, vec![photo::kept(1)]);
    // Somebody holds her scope, so the push stands in the middle of its transaction when the replica dies.
    let scope = lan.person.unit;
    let lock = Lock::take(&fleet.database, &format!("select 1 from scope where id = '{scope}' for update"));
    let before = pushes(&fleet);
    let kill = async {
        let at = heard(&fleet, before).await;
        until_true("the push waits for the scope", async || somebody_waits(&fleet.database)).await;
        fleet.replicas[at].kill().await;
        at
    };
    let (round, dead) = tokio::join!(lan.round(), kill);
    assert!(round.is_err(), "no answer is no success");
    assert_eq!(lan.ledger.sent.len(), 0, "nobody was told that it was sent");
    lock.release();
    nothing_is_lost_at(&fleet, &mut lan, dead).await;
}

#[tokio::test]
async fn a_replica_killed_behind_its_commit_has_taken_it_once() {
    let no_app = Folder::new("no-app");
    let fleet = Fleet::start([no_app.path(), no_app.path()]).await;
    let mut lan = Tablet::sign_in(&fleet.origin(), OFFICER).await.expect("she signs in");
    lan.settle().await;
    for number in 0..4 {
        for photo in 0..3 {
            lan.report(number, vec![photo::kept((number * 3 + photo) as u64)]);
        }
        lan.close();
        let armed = [0, 1].map(|at| fleet.lines[at].arm("POST", PUSH, 1, Fault::CutAnswer(0)));
        let before = pushes(&fleet);
        let kill = async {
            let at = heard(&fleet, before).await;
            // The answer was on its way when the line was cut: the commit is done.
            until_true("the answer is cut", async || fleet.lines[at].fired(armed[at])).await;
            at
        };
        let (round, dead) = tokio::join!(lan.round(), kill);
        fleet.replicas[dead].kill().await;
        assert!(round.is_err(), "no answer is no success");
        nothing_is_lost_at(&fleet, &mut lan, dead).await;
    }
}

/// With one replica dead, and again when it is back.
async fn nothing_is_lost_at(fleet: &Fleet, lan: &mut Tablet, dead: usize) {
    lan.settle().await;
    fleet.replicas[dead].start().await;
    nothing_is_lost(fleet, lan).await;
}
