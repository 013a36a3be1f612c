//! Pokes from the server: "there is news", without the news. For desks, whose line costs nothing;
//! a tablet asks by itself and lets its radio sleep. A poke that is missed is only a delay.
//!
//! The browser connects a broken stream again by itself. One that the server has refused it gives up:
//! that one is opened again here, with growing waits.

use super::patience::after_failures;
use crate::browser::chance::jittered_ms;
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use shared::id::PersonId;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use web_sys::EventSource;

/// Listens for pokes until dropped.
pub struct Poke {
    ear: Rc<Ear>,
}

struct Ear {
    address: String,
    poked: Box<dyn Fn()>,
    stream: RefCell<Option<Stream>>,
    patience: Patience,
    wait: RefCell<Option<Timeout>>,
}

/// How often in a row a stream was refused.
#[derive(Default)]
struct Patience {
    refusals: Cell<u32>,
}

impl Patience {
    /// How long to wait after one more refusal, before jitter.
    fn refused(&self) -> u32 {
        self.refusals.set(self.refusals.get().saturating_add(1));
        after_failures(self.refusals.get())
    }

    /// The server listens to us; answers whether pokes may have been missed meanwhile.
    fn opened(&self) -> bool {
        self.refusals.replace(0) > 0
    }
}

struct Stream {
    source: EventSource,
    _listeners: [EventListener; 3],
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.close();
    }
}

impl Poke {
    /// Begins to listen for this person: the server refuses if the cookie is another's.
    pub fn listen(person: PersonId, poked: impl Fn() + 'static) -> Self {
        let ear = Rc::new(Ear {
            address: format!("/api/v1/sync/events?person={person}"),
            poked: Box::new(poked),
            stream: RefCell::default(),
            patience: Patience::default(),
            wait: RefCell::default(),
        });
        ear.open();
        Self { ear }
    }

    /// There is reason to believe that a refused stream is taken now: it is tried at once.
    pub fn again(&self) {
        let waits = self.ear.wait.borrow_mut().take().is_some();
        if waits {
            self.ear.open();
        }
    }
}

impl Ear {
    fn open(self: &Rc<Self>) {
        let Ok(source) = EventSource::new(&self.address) else { return };
        let (opened, poked, refused) = (Rc::downgrade(self), Rc::downgrade(self), Rc::downgrade(self));
        let listeners = [
            EventListener::new(&source, "open", move |_| {
                if let Some(ear) = opened.upgrade().filter(|ear| ear.patience.opened()) {
                    (ear.poked)();
                }
            }),
            EventListener::new(&source, "poke", move |_| {
                if let Some(ear) = poked.upgrade() {
                    (ear.poked)();
                }
            }),
            EventListener::new(&source, "error", move |_| {
                if let Some(ear) = refused.upgrade() {
                    ear.broken();
                }
            }),
        ];
        *self.stream.borrow_mut() = Some(Stream { source, _listeners: listeners });
    }

    fn broken(self: &Rc<Self>) {
        let is_over = |stream: &Stream| stream.source.ready_state() == EventSource::CLOSED;
        if !self.stream.borrow().as_ref().is_some_and(is_over) {
            return;
        }
        let ear = Rc::downgrade(self);
        *self.wait.borrow_mut() = Some(Timeout::new(jittered_ms(self.patience.refused()), move || {
            if let Some(ear) = ear.upgrade() {
                // It has fired: forgotten, not cancelled.
                if let Some(fired) = ear.wait.borrow_mut().take() {
                    fired.forget();
                }
                ear.open();
            }
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::patience::{FIRST_MS, LONGEST_MS};

    #[test]
    fn a_refused_stream_is_opened_again_ever_later_and_at_once_after_a_good_one() {
        let patience = Patience::default();
        assert!(!patience.opened(), "nothing was missed");
        let waits: Vec<u32> = (0..8).map(|_| patience.refused()).collect();
        assert_eq!(waits[..3], [FIRST_MS, 2 * FIRST_MS, 4 * FIRST_MS]);
        assert_eq!(waits[7], LONGEST_MS);
        assert!(patience.opened(), "what was missed is asked for");
        assert_eq!(patience.refused(), FIRST_MS);
    }
}
