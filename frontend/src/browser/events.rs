//! Hints from the browser: seen again, online, about to be hidden. Hints only; none is a fact.

use gloo_events::EventListener;
use web_sys::VisibilityState;

/// What the browser hinted at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hint {
    /// The tab is looked at again.
    Visible,
    /// The tab may vanish at any moment: what is not saved must be saved now.
    Hidden,
    /// The device believes that it has a network.
    Online,
    /// The device believes that it has none.
    Offline,
}

/// Listens for as long as the listeners are kept.
#[must_use]
pub fn hints(tell: impl Fn(Hint) + Clone + 'static) -> Vec<EventListener> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    let mut listeners = Vec::new();
    for (name, hint) in [("online", Hint::Online), ("offline", Hint::Offline), ("pagehide", Hint::Hidden)] {
        let tell = tell.clone();
        listeners.push(EventListener::new(&window, name, move |_| tell(hint)));
    }
    if let Some(document) = window.document() {
        let watched = document.clone();
        listeners.push(EventListener::new(&document, "visibilitychange", move |_| {
            let visible = watched.visibility_state() == VisibilityState::Visible;
            tell(if visible { Hint::Visible } else { Hint::Hidden });
        }));
    }
    listeners
}

/// Whether the tab is looked at.
#[must_use]
pub fn is_visible() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_none_or(|document| document.visibility_state() == VisibilityState::Visible)
}

/// What the device believes of its network. Never a reason not to try.
#[must_use]
pub fn seems_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}
