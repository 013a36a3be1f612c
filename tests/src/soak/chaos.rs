//! What happens to the servers meanwhile: killed, replaced, frozen, cut off. Both come back in the end.

use super::Tally;
use crate::{
    chance::Chance,
    fleet::Fleet,
    proxy::{Fault, Line},
};
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout_at};

/// Between two misfortunes.
const PACE: Duration = Duration::from_millis(1_500);

/// The misfortunes of a fleet.
#[derive(Debug)]
pub struct Chaos<'a> {
    /// Whose.
    pub fleet: &'a Fleet,
    /// Where each is noted.
    pub tally: &'a Tally,
    /// Which comes next.
    pub chance: Chance,
}

impl Chaos<'_> {
    /// Goes on until the end; then everything is well again.
    pub async fn reigns(mut self, end: Instant) {
        let mut pace = interval(PACE);
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // However short it is, one of them is killed.
        self.kill(0).await;
        while timeout_at(end, pace.tick()).await.is_ok() {
            let at = self.chance.below(2);
            if self.chance.in_hundred(60) {
                self.recovers(1 - at).await;
            }
            match self.chance.below(8) {
                0..2 => self.kill(at).await,
                2 => self.replace(at).await,
                3 => self.freeze(at, &mut pace).await,
                4 => {
                    self.fleet.lines[at].arm("POST", "/api/v1/sync/push", 1, Fault::CutAnswer(0));
                    self.tally.note("server: an answer to a push is cut");
                }
                5 => {
                    let fault =
                        *self.chance.one(&[Line::Refuse, Line::CutAfter(60), Line::Slow(50_000), Line::BlackHole]);
                    self.fleet.lines[at].set(fault).await;
                    self.tally.note("server: its line fails");
                }
                _ => self.fleet.lines[at].set(Line::Pass).await,
            }
        }
        for at in 0..2 {
            self.recovers(at).await;
        }
    }

    async fn recovers(&self, at: usize) {
        self.fleet.lines[at].set(Line::Pass).await;
        if !self.fleet.replicas[at].runs() {
            self.fleet.replicas[at].start().await;
        }
    }

    async fn kill(&self, at: usize) {
        let replica = &self.fleet.replicas[at];
        if replica.runs() {
            replica.kill().await;
            self.tally.note("server: killed");
        } else {
            replica.start().await;
        }
    }

    async fn replace(&self, at: usize) {
        let replica = &self.fleet.replicas[at];
        if replica.runs() {
            // It may be cut off in the middle of what it does; it is to end by itself all the same.
            replica.stop().await;
            self.tally.note("server: asked to stop");
        }
        replica.start().await;
    }

    async fn freeze(&self, at: usize, pace: &mut tokio::time::Interval) {
        let replica = &self.fleet.replicas[at];
        if replica.runs() {
            replica.signal("STOP").await;
            pace.tick().await;
            replica.signal("CONT").await;
            self.tally.note("server: frozen for a while");
        }
    }
}
