//! A short soak: enough to see that it still finds its way to a common end. `cargo xtask soak` is longer.

use std::time::Duration;
use tests::soak::{Plan, run};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_some_seconds_of_faults_everybody_holds_the_same_and_nothing_is_missing() {
    let plan = Plan { seed: 2026, tablets: 4, lasts: Duration::from_secs(6) };
    let (tally, found) = run(plan).await;
    assert_eq!(found, [""; 0], "seed {}:\n{tally}", plan.seed);
    for what in ["round: came to its end", "saves that a person was told of", "server: killed"] {
        assert!(tally.count(what) > 0, "{what} never happened:\n{tally}");
    }
}
