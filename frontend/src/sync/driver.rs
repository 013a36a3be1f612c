//! When to synchronise: after a save, at the start, when seen again, when the device hints at a
//! network, by a timer with jitter, when somebody presses the button, when the server pokes.
//! It never gives up; it only waits longer, and says how long.

use super::{
    account::Device,
    desk::Desk,
    patience::{AFTER_SAVE_MS, LOCK_PATIENCE_MS, OTHER_TAB_MS, POLL_HIDDEN_MS, POLL_SEEN_MS, after_failures},
    round::{Progress, Round, RoundError},
    status::{Phase, SyncStatus},
};
use crate::{
    api::{ApiError, Fresh, requests},
    browser::{chance::jittered_ms, clock, events, lock},
};
use futures_channel::mpsc;
use futures_util::{
    StreamExt,
    future::{Either, select},
    pin_mut,
};
use gloo_timers::future::TimeoutFuture;
use shared::{
    digest::Digest,
    id::{PersonId, RecordId},
    notebook::Status,
};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    rc::Rc,
};
use wasm_bindgen_futures::spawn_local;

/// The name of the lock under which a person's notebook talks to the server. Whoever changes the
/// session holds it too, so that no round runs on while the cookie becomes another's.
#[must_use]
pub fn sync_lock(person: PersonId) -> String {
    format!("lantoa-sync-{person}")
}

/// Why synchronisation is tried now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    /// Something was saved; it rests two seconds first.
    Saved,
    /// A hint that it may work now, or that there is news.
    Hint,
    /// Somebody asked for it.
    Asked,
    /// The desk is closed.
    Stop,
}

/// What the driver tells.
pub struct Ears {
    /// Hears where it stands.
    pub status: Box<dyn Fn(SyncStatus)>,
    /// Hears that the session is over (true) or good (false).
    pub expired: Box<dyn Fn(bool)>,
    /// Hands over what was typed in this tab a moment ago.
    pub flush: Box<dyn Fn()>,
    /// The roots whose form is open in this tab.
    pub open_here: Box<dyn Fn() -> BTreeSet<RecordId>>,
    /// Whether a photo waits for another network, as its owner wishes. It must not come back to the desk.
    pub photo_waits: Box<dyn Fn(Digest) -> bool>,
}

/// The driver of one desk. Stops when dropped.
pub struct Driver {
    triggers: mpsc::UnboundedSender<Reason>,
}

impl Driver {
    /// Starts to synchronise, now and from now on.
    #[must_use]
    pub fn start(desk: Rc<Desk>, device: Device, ears: Ears) -> Self {
        let (triggers, heard) = mpsc::unbounded();
        let (last_ok_ms, server_ms) = (desk.last_ok().at_ms(), desk.last_ok().server_ms());
        let status = SyncStatus { last_ok_ms, server_ms, ..SyncStatus::default() };
        (ears.status)(status.clone());
        let work = Rc::new(Work {
            lock: sync_lock(desk.person()),
            desk,
            device,
            ears,
            status: RefCell::new(status),
            failures: Cell::new(0),
            heads_tag: RefCell::new(None),
        });
        spawn_local(work.run(heard));
        let driver = Self { triggers };
        driver.nudge(Reason::Hint);
        driver
    }

    /// Tries soon, for a reason.
    pub fn nudge(&self, reason: Reason) {
        let _ = self.triggers.unbounded_send(reason);
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.nudge(Reason::Stop);
    }
}

/// Whether what stands so in the outbox gives a round something to send or to ask about. What somebody
/// has dropped only waits for its author to read it.
fn is_work(status: &Status) -> bool {
    !matches!(status, Status::Dropped { .. })
}

/// Whether it is the person's own share that is used up; the server's disk is told of otherwise.
fn is_no_room_of_person(error: &ApiError) -> bool {
    let ApiError::Refused { problem, .. } = error else { return false };
    problem.code == "no_room" && problem.details.get("whose").and_then(|whose| whose.as_text()) == Some("person")
}

struct Work {
    lock: String,
    desk: Rc<Desk>,
    device: Device,
    ears: Ears,
    status: RefCell<SyncStatus>,
    failures: Cell<u32>,
    heads_tag: RefCell<Option<String>>,
}

impl Work {
    async fn run(self: Rc<Self>, mut heard: mpsc::UnboundedReceiver<Reason>) {
        let mut wait_ms = u32::MAX;
        loop {
            let timer = TimeoutFuture::new(wait_ms.min(i32::MAX.unsigned_abs()));
            pin_mut!(timer);
            let mut reason = match select(heard.next(), timer).await {
                Either::Left((None | Some(Reason::Stop), _)) => return,
                Either::Left((Some(reason), _)) => reason,
                Either::Right(_) => Reason::Hint,
            };
            if reason == Reason::Saved {
                clock::wait_ms(AFTER_SAVE_MS).await;
            }
            while let Ok(further) = heard.try_recv() {
                match further {
                    Reason::Stop => return,
                    Reason::Asked => reason = Reason::Asked,
                    Reason::Saved | Reason::Hint => {}
                }
            }
            wait_ms = jittered_ms(self.once(reason).await);
            let next_try_ms = clock::now_ms() + i64::from(wait_ms);
            self.tell(|status| status.next_try_ms = Some(next_try_ms));
        }
    }

    /// One attempt; answers how long to wait for the next.
    async fn once(&self, reason: Reason) -> u32 {
        let Some(_turn) = lock::held_within(&self.lock, LOCK_PATIENCE_MS).await else {
            // Another tab is at it. It hears of our save, and we hear of its results; but what our
            // own forms have open only we may seal.
            (self.ears.flush)();
            for root in (self.ears.open_here)() {
                let (_, ticket) = self.desk.write(|notebook| ((), notebook.seal(root)));
                let _ = self.desk.written(ticket).await;
            }
            self.desk.ask_others_to_sync();
            return OTHER_TAB_MS;
        };
        // The browser's cookie is one for all tabs: never speak with somebody else's.
        if self.device.last().await.ok().flatten().map(|person| person.person) != Some(self.desk.person()) {
            return POLL_SEEN_MS;
        }
        // A clock that was wrong is looked at again until it is right, so that the notice goes by itself.
        let is_wrong = self.status.borrow().clock_wrong(clock::now_ms()).is_some();
        let outcome =
            if reason == Reason::Asked || is_wrong || self.has_work() { self.round().await } else { self.look().await };
        match outcome {
            Ok(()) => self.succeeded(),
            Err(error) => self.failed(&error),
        }
    }

    fn has_work(&self) -> bool {
        self.desk.read(|notebook| {
            notebook.outbox().any(|(_, pending)| is_work(&pending.status))
                || notebook.photos().any(|(sha256, photo)| !photo.sent && !(self.ears.photo_waits)(sha256))
                || notebook.cursors().next().is_none()
                || notebook.has_doubts()
        })
    }

    /// The cheap question whether there is news, and the round if there is.
    async fn look(&self) -> Result<(), RoundError> {
        let tag = self.heads_tag.borrow().clone();
        let Fresh::New(_, tag) = requests::heads(self.desk.person(), tag.as_deref()).await? else { return Ok(()) };
        self.round().await?;
        *self.heads_tag.borrow_mut() = tag;
        Ok(())
    }

    async fn round(&self) -> Result<(), RoundError> {
        self.tell(|status| status.phase = Phase::Working { done: 0, total: 0, bytes: 0 });
        let (mine, progress) = mpsc::unbounded();
        let hear: Rc<dyn Fn(Progress)> = Rc::new(move |progress| {
            let _ = mine.unbounded_send(progress);
        });
        // What was typed a moment ago goes along.
        (self.ears.flush)();
        let (open_here, photo_waits) = (&*self.ears.open_here, &*self.ears.photo_waits);
        let round = Round { desk: &self.desk, progress: &hear, open_here, photo_waits };
        let work = round.run();
        pin_mut!(work);
        let mut progress = progress;
        loop {
            match select(work, progress.next()).await {
                Either::Left((outcome, _)) => return outcome,
                Either::Right((news, rest)) => {
                    work = rest;
                    if let Some(news) = news {
                        self.note(news);
                    }
                }
            }
        }
    }

    fn note(&self, news: Progress) {
        self.tell(|status| match (news, &mut status.phase) {
            (Progress::ServerClock { at_ms, behind_ms }, _) => {
                status.server_ms = Some(at_ms);
                status.clock_behind_ms = Some(behind_ms);
            }
            (Progress::Sent { done, total }, phase) => {
                *phase = Phase::Working { done, total, bytes: 0 };
            }
            (Progress::Bytes(sent), Phase::Working { bytes, .. }) => *bytes = sent,
            (Progress::Bytes(_), _) => {}
        });
    }

    fn succeeded(&self) -> u32 {
        self.failures.set(0);
        (self.ears.expired)(false);
        let attention = (self.desk.unreadable() > 0).then(|| "rows_unreadable".to_owned());
        let server_ms = self.status.borrow().server_ms;
        self.desk.note_ok(clock::now_ms(), server_ms);
        self.tell(|status| {
            status.phase = attention.map_or(Phase::Idle, Phase::Attention);
        });
        if events::is_visible() { POLL_SEEN_MS } else { POLL_HIDDEN_MS }
    }

    fn failed(&self, error: &RoundError) -> u32 {
        self.failures.set(self.failures.get().saturating_add(1));
        let phase = match error {
            RoundError::Api(error) if error.is_no_network() => Phase::NoNetwork,
            RoundError::Api(error) if is_no_room_of_person(error) => Phase::Attention("no_room_person".to_owned()),
            RoundError::Api(error) => Phase::Attention(error.code().to_owned()),
            RoundError::Store(error) => Phase::Attention(error.code().to_owned()),
            RoundError::Answer(code) => Phase::Attention((*code).to_owned()),
        };
        if *error == RoundError::Api(ApiError::SignedOut) {
            (self.ears.expired)(true);
        }
        self.tell(|status| status.phase = phase);
        let wait = after_failures(self.failures.get());
        match error {
            RoundError::Api(ApiError::Busy { retry_after_ms: Some(ms) }) => wait.max(*ms),
            _ => wait,
        }
    }

    fn tell(&self, change: impl FnOnce(&mut SyncStatus)) {
        let status = {
            let mut status = self.status.borrow_mut();
            change(&mut status);
            // Another tab may have had the last answer.
            status.last_ok_ms = self.desk.last_ok().at_ms();
            status.clone()
        };
        (self.ears.status)(status);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::verdict::Why;

    #[test]
    fn whose_room_is_used_up_is_told_apart() {
        let refused = |code: &str, whose: &str| {
            let details = [("whose".to_owned(), whose.into())].into();
            let problem = shared::problem::Problem { code: code.to_owned(), message: String::new(), details };
            is_no_room_of_person(&ApiError::Refused { status: 507, problem })
        };
        assert!(refused("no_room", "person"));
        assert!(!refused("no_room", "disk") && !refused("too_large", "person"));
    }

    #[test]
    fn what_was_dropped_asks_for_no_round() {
        assert!(!is_work(&Status::Dropped { by: PersonId::derived(&["m"]), reason: String::new() }));
        assert!(is_work(&Status::Sealed) && is_work(&Status::Aside(Why::NoRight)));
    }
}
