//! Waiting for a condition with a deadline: the only way in which anything here lets time pass.

use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout_at};

/// Long enough for two loaded cores; a story that is well takes a small part of it.
pub const PATIENCE: Duration = Duration::from_secs(30);

const STEP: Duration = Duration::from_millis(40);

/// Asks again and again until there is an answer.
///
/// # Panics
/// If there is none within [`PATIENCE`]; the message names `what` was awaited.
pub async fn until<T>(what: &str, ask: impl AsyncFnMut() -> Option<T>) -> T {
    match within(PATIENCE, ask).await {
        Some(answer) => answer,
        None => panic!("waited {} s in vain: {what}", PATIENCE.as_secs()),
    }
}

/// Asks again and again until the answer is yes.
///
/// # Panics
/// Like [`until`].
pub async fn until_true(what: &str, mut ask: impl AsyncFnMut() -> bool) {
    until(what, async || ask().await.then_some(())).await;
}

/// The first answer within a time, or none.
pub async fn within<T>(time: Duration, mut ask: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    let deadline = Instant::now() + time;
    let mut ticks = interval(STEP);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        match timeout_at(deadline, ask()).await {
            Ok(Some(answer)) => return Some(answer),
            Ok(None) if Instant::now() < deadline => {}
            Ok(None) | Err(_) => return None,
        }
    }
}

/// Holds on while a condition must stay true, for the whole of a short time.
///
/// For statements of the kind "this never happens", which no polling until a yes can prove.
///
/// # Panics
/// As soon as the condition is false.
pub async fn stays_true(what: &str, time: Duration, mut ask: impl AsyncFnMut() -> bool) {
    let broken = within(time, async || (!ask().await).then_some(())).await;
    assert!(broken.is_none(), "did not stay true: {what}");
}
