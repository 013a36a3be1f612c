//! What one replica knows, the other knows: pokes, sessions and their end.

use tests::{
    fleet::Fleet,
    folder::Folder,
    tablet::{LineError, RoundError, Tablet},
    until::PATIENCE,
};
use tokio::time::timeout;

const OFFICER: &str = "canbo.vanquan";
const OTHER: &str = "canbo2.vanquan";

#[tokio::test]
async fn a_poke_reaches_whoever_listens_at_the_other_replica() {
    let no_app = Folder::new("no-app");
    let fleet = Fleet::start([no_app.path(), no_app.path()]).await;
    let [one, other] = [&fleet.replicas[0], &fleet.replicas[1]].map(|replica| replica.origin());
    let mut lan = Tablet::sign_in(&one, OFFICER).await.expect("she signs in");
    let hoa = Tablet::sign_in(&other, OTHER).await.expect("he signs in");
    let mut ears = hoa.line.ears().await.expect("he listens");
    for number in 0..3 {
        lan.report(number, Vec::new());
        lan.settle().await;
        assert_eq!(timeout(PATIENCE, ears.poked()).await, Ok(true), "poke {number} is heard at the other replica");
    }
}

#[tokio::test]
async fn a_session_is_good_at_every_replica_and_over_at_every_replica() {
    let no_app = Folder::new("no-app");
    let fleet = Fleet::start([no_app.path(), no_app.path()]).await;
    let mut lan = Tablet::sign_in(&fleet.origin(), OFFICER).await.expect("she signs in");
    for (number, replica) in fleet.replicas.iter().enumerate() {
        lan.line.move_to(&replica.origin());
        lan.report(number, Vec::new());
        lan.settle().await;
    }
    lan.line.move_to(&fleet.replicas[0].origin());
    let ended = lan.line.request(reqwest::Method::DELETE, "/api/v1/session").send().await;
    assert_eq!(ended.expect("it answers").status(), 200);
    lan.line.move_to(&fleet.replicas[1].origin());
    assert_eq!(lan.round().await, Err(RoundError::Line(LineError::SignedOut)));
}
