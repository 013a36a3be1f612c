//! One replica after the other is replaced while tablets work.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};
use tests::{
    fleet::Fleet,
    folder::Folder,
    photo,
    proxy::Line,
    tablet::{Archive, Tablet},
};

const OFFICERS: [&str; 3] = ["canbo.vanquan", "canbo.diemhe", "canbo.yenphuc"];
const MANAGER: &str = "quanly.langson";

/// Writes and synchronises until told that it is enough; how many rounds came to a good end.
async fn at_work(mut tablet: Tablet, over: &AtomicBool) -> (Tablet, usize) {
    let mut good = 0;
    for number in 0.. {
        tablet.report(number, vec![photo::kept(number as u64)]);
        good += usize::from(tablet.round().await.is_ok());
        if over.load(Ordering::Relaxed) {
            break;
        }
    }
    (tablet, good)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tablets_work_on_while_every_replica_is_replaced() {
    let no_app = Folder::new("no-app");
    let fleet = Fleet::start([no_app.path(), no_app.path()]).await;
    let mut tablets = Vec::new();
    for login in OFFICERS {
        tablets.push(Tablet::sign_in(&fleet.origin(), login).await.expect("they sign in"));
    }
    let over = AtomicBool::new(false);
    let replacing = async {
        for replica in fleet.replicas.iter().chain(&fleet.replicas) {
            assert!(replica.stop().await.success(), "it ends by itself, in good order");
            replica.start().await;
        }
        over.store(true, Ordering::Relaxed);
    };
    let mut tablets = tablets.into_iter();
    let mut next = || tablets.next().expect("there are three");
    let (first, second, third, ()) =
        tokio::join!(at_work(next(), &over), at_work(next(), &over), at_work(next(), &over), replacing);
    let archive = async |tablet: &mut Tablet| {
        tablet.settle().await;
        let archive = Archive::read(&fleet.origin(), MANAGER).await;
        assert_eq!(tablet.ledger.missing(&archive, false), [""; 0]);
    };
    for (mut tablet, good) in [first, second, third] {
        assert!(good > 0, "work went on meanwhile");
        archive(&mut tablet).await;
    }
}

#[tokio::test]
async fn a_replica_behind_a_line_that_refuses_delays_or_swallows_holds_nobody_up_for_good() {
    let no_app = Folder::new("no-app");
    let fleet = Fleet::start([no_app.path(), no_app.path()]).await;
    let mut lan = Tablet::sign_in(&fleet.origin(), OFFICERS[0]).await.expect("she signs in");
    let faults = [Line::Refuse, Line::Delay(Duration::from_millis(200)), Line::CutAfter(90), Line::Slow(20_000)];
    for (number, fault) in faults.into_iter().enumerate() {
        fleet.lines[number % 2].set(fault).await;
        lan.report(number, vec![photo::kept(number as u64)]);
        lan.settle().await;
        fleet.lines[number % 2].set(Line::Pass).await;
    }
    let archive = Archive::read(&fleet.origin(), MANAGER).await;
    assert_eq!(lan.ledger.missing(&archive, false), [""; 0]);
}
