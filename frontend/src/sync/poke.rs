//! Pokes from the server: "there is news", without the news. For desks, whose line costs nothing;
//! a tablet asks by itself and lets its radio sleep. A poke that is missed is only a delay.

use gloo_events::EventListener;
use shared::id::PersonId;
use web_sys::EventSource;

/// Listens for pokes until dropped. The browser connects again by itself.
pub struct Poke {
    source: EventSource,
    _listener: EventListener,
}

impl Poke {
    /// Begins to listen for this person: the server refuses if the cookie is another's. `None` where the browser cannot.
    pub fn listen(person: PersonId, poked: impl Fn() + 'static) -> Option<Self> {
        let source = EventSource::new(&format!("/api/v1/sync/events?person={person}")).ok()?;
        let listener = EventListener::new(&source, "poke", move |_| poked());
        Some(Self { source, _listener: listener })
    }
}

impl Drop for Poke {
    fn drop(&mut self) {
        self.source.close();
    }
}
