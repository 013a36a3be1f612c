//! One replica after the other is replaced while tablets work.

use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    time::Duration,
};
use tests::{
    fleet::Fleet,
    folder::Folder,
    photo,
    proxy::Line,
    tablet::{Archive, Tablet},
    until::until_true,
};

const OFFICERS: [&str; 3] = ["canbo.vanquan", "canbo.diemhe", "canbo.yenphuc"];
const MANAGER: &str = "quanly.langson";

/// Writes and synchronises until told that it is enough; counts the rounds that came to a good end.
async fn at_work(mut tablet: Tablet, over: &AtomicBool, good: &AtomicUsize) -> Tablet {
    for number in 0.. {
        tablet.report(number, vec![photo::kept(number as u64)]);
        if tablet.round().await.is_ok() {
            good.fetch_add(1, Ordering::Relaxed);
        }
        if over.load(Ordering::Relaxed) {
            break;
        }
    }
    tablet
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tablets_work_on_while_every_replica_is_replaced() {
    let no_app = Folder::new("no-app");
    let fleet = Fleet::start([no_app.path(), no_app.path()]).await;
    let mut tablets = Vec::new();
    for login in OFFICERS {
        tablets.push(Tablet::sign_in(&fleet.origin(), login).await.expect("they sign in"));
    }
    let (over, good) = (AtomicBool::new(false), AtomicUsize::new(0));
    let replacing = async {
        for replica in fleet.replicas.iter().chain(&fleet.replicas) {
            assert!(replica.stop().await.success(), "it ends by itself, in good order");
            let before = good.load(Ordering::Relaxed);
            until_true("work goes on while one of them is away", async || good.load(Ordering::Relaxed) > before).await;
            replica.start().await;
        }
        over.store(true, Ordering::Relaxed);
    };
    let mut tablets = tablets.into_iter();
    let mut next = || tablets.next().expect("there are three");
    let mut begun = || at_work(next(), &over, &good);
    let (first, second, third, ()) = tokio::join!(begun(), begun(), begun(), replacing);
    let archive = async |tablet: &mut Tablet| {
        tablet.settle().await;
        let archive = Archive::read(&fleet.origin(), MANAGER).await;
        assert_eq!(tablet.ledger.missing(&archive, false), [""; 0]);
    };
    for mut tablet in [first, second, third] {
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
