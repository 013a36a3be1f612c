//! Pokes from the server: "there is news", without the news. For desks, whose line costs nothing;
//! a tablet asks by itself and lets its radio sleep. A poke that is missed is only a delay.

use gloo_events::EventListener;
use web_sys::EventSource;

/// Listens for pokes until dropped. The browser connects again by itself.
pub struct Poke {
    source: EventSource,
    _listener: EventListener,
}

impl Poke {
    /// Begins to listen. `None` where the browser cannot.
    pub fn listen(poked: impl Fn() + 'static) -> Option<Self> {
        let source = EventSource::new("/api/v1/sync/events").ok()?;
        let listener = EventListener::new(&source, "poke", move |_| poked());
        Some(Self { source, _listener: listener })
    }
}

impl Drop for Poke {
    fn drop(&mut self) {
        self.source.close();
    }
}
