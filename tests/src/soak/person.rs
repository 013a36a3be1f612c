//! Somebody who works with a tablet on a bad line: writes, corrects, hands in, synchronises, lets it fall.

use super::Tally;
use crate::{
    chance::Chance,
    photo,
    proxy::{Fault, Line, Proxy},
    tablet::{Ledger, LineError, RoundError, Tablet},
    until::{PATIENCE, within},
};
use shared::{change::State, id::RecordId, report};
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout, timeout_at};

/// Between two things that a person does, at most: fingers are not faster, and 30 minutes stay readable.
const PACE: Duration = Duration::from_millis(250);
const TEXTS: [&str; 4] = ["Đã sửa sau khi hỏi trưởng thôn.", "Thêm ba hộ.", "Ghi lại cho đúng.", "Chưa đủ số liệu."];

/// A person and the tablet in their hands.
#[derive(Debug)]
pub struct Person {
    /// The account.
    pub login: &'static str,
    /// The line of the tablet.
    pub line: Proxy,
    /// The tablet.
    pub tablet: Tablet,
    /// What was told by tablets that are no more.
    pub lost: Vec<Ledger>,
    chance: Chance,
    number: usize,
}

impl Person {
    /// Signs in on a new tablet.
    ///
    /// # Panics
    /// If nobody is let in.
    pub async fn new(login: &'static str, line: Proxy, chance: Chance) -> Self {
        let tablet = signed_in(&line, login).await.expect("a fleet that is well lets people in");
        Self { login, line, tablet, lost: Vec::new(), chance, number: 0 }
    }

    /// Works until the end.
    pub async fn works(&mut self, tally: &Tally, end: Instant) {
        let mut pace = interval(PACE);
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while timeout_at(end, pace.tick()).await.is_ok() {
            match self.chance.below(100) {
                0..12 => self.reports(tally),
                12..40 => self.corrects(tally),
                40..46 => self.wishes(tally),
                46..58 => self.line_changes(tally).await,
                58..61 => {
                    tally.note("tablet: flat battery");
                    self.tablet.restart();
                }
                61 if self.lost.len() < 3 => self.loses(tally, end).await,
                _ => self.synchronises(tally).await,
            }
        }
    }

    fn reports(&mut self, tally: &Tally) {
        let photos = (0..self.chance.below(3)).map(|_| photo::kept(self.chance.bits())).collect();
        self.number += 1;
        self.tablet.report(self.number, photos);
        tally.note("person: new report");
    }

    fn corrects(&mut self, tally: &Tally) {
        let Some(root) = self.some_report() else { return };
        let field = *self.chance.one(&[report::RESULT, report::CAUSES, report::PROPOSALS]);
        self.number += 1;
        let text = format!("{} Lượt {}.", self.chance.one(&TEXTS), self.number);
        self.tablet.write(root, field, text);
        tally.note("person: correction");
    }

    fn wishes(&mut self, tally: &Tally) {
        let Some(root) = self.some_report() else { return };
        let to = self.chance.one(&[State::Submitted, State::Submitted, State::Approved, State::Returned]).clone();
        self.tablet.wish(root, to);
        tally.note("person: wish");
    }

    /// A report of one's own unit, and now and then of another, where one has no right.
    fn some_report(&mut self) -> Option<RecordId> {
        let all: Vec<RecordId> = self.tablet.notebook().roots(report::KIND).into_iter().collect();
        let unit = self.tablet.person.unit;
        let is_own = |root: &RecordId| self.tablet.notebook().root(*root).is_some_and(|root| root.home.unit == unit);
        let own: Vec<RecordId> = all.iter().copied().filter(is_own).collect();
        let some = if own.is_empty() || self.chance.in_hundred(5) { all } else { own };
        if some.is_empty() { None } else { Some(*self.chance.one(&some)) }
    }

    async fn line_changes(&mut self, tally: &Tally) {
        let bytes = self.chance.below(1_200);
        let (line, what) = match self.chance.below(12) {
            0 => (Line::Refuse, "line: refuses"),
            1 => (Line::CutAfter(bytes), "line: cuts every answer"),
            2 => (Line::Delay(Duration::from_millis(bytes as u64)), "line: delays"),
            3 => (Line::Slow(5_000 + 20 * bytes), "line: is slow"),
            4 => (Line::BlackHole, "line: swallows"),
            5 => (Line::Portal, "line: a portal answers"),
            _ => (Line::Pass, "line: passes"),
        };
        self.line.set(line).await;
        tally.note(what);
        let (method, path) = *self.chance.one(&[
            ("POST", "/api/v1/sync/push"),
            ("POST", "/api/v1/sync/pull"),
            ("PUT", "/api/v1/blobs/"),
        ]);
        let fault = match self.chance.below(3) {
            0 => Fault::CutAnswer(bytes),
            1 => Fault::CutRequest(bytes),
            _ => return,
        };
        self.line.arm(method, path, 1, fault);
        tally.note("line: will cut one exchange");
    }

    /// A round, which breaks off where it stands if it takes longer than this person waits.
    async fn synchronises(&mut self, tally: &Tally) {
        let patience = Duration::from_millis(50 + self.chance.below(4_000) as u64);
        tally.note(match timeout(patience, self.tablet.round()).await {
            Err(_) => "round: left in the middle",
            Ok(Ok(())) => "round: came to its end",
            Ok(Err(RoundError::Line(LineError::NoAnswer(_)))) => "round: no answer",
            Ok(Err(RoundError::Line(LineError::NotOurs(_)))) => "round: an answer that proves nothing",
            Ok(Err(RoundError::Line(LineError::Busy(_)))) => "round: asked for patience",
            Ok(Err(RoundError::Line(LineError::SignedOut))) => "round: signed out",
            Ok(Err(RoundError::Line(LineError::Refused(..)))) => "round: refused",
            Ok(Err(RoundError::Trouble(_))) => "round: answers that do not fit",
        });
    }

    /// The tablet falls into the river; another one is taken. What it had said to be sent must be there.
    async fn loses(&mut self, tally: &Tally, end: Instant) {
        self.line.set(Line::Pass).await;
        if let Ok(Some(tablet)) = timeout_at(end, signed_in(&self.line, self.login)).await {
            let old = std::mem::replace(&mut self.tablet, tablet);
            self.lost.push(old.ledger);
            tally.note("tablet: lost for good");
        }
    }
}

/// `None` if the servers are not to be had for too long.
async fn signed_in(line: &Proxy, login: &str) -> Option<Tablet> {
    within(PATIENCE, async || Tablet::sign_in(&line.origin(), login).await.ok()).await
}
