//! Photos only over a network that costs nothing: whether they wait now, and why.

use super::{State, core::Core};
use crate::{outbox, sync::Reason};
use js_sys::Reflect;
use leptos::prelude::*;
use shared::digest::Digest;

/// Why photos wait although there is a network.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PhotosWait {
    /// The device uses mobile data.
    MobileData,
    /// The browser does not tell which network it is.
    UnknownNetwork,
}

/// Which network the browser says that it is, if it says.
fn network() -> Option<String> {
    let navigator = web_sys::window()?.navigator();
    let connection = Reflect::get(&navigator, &"connection".into()).ok()?;
    Reflect::get(&connection, &"type".into()).ok()?.as_string()
}

/// Whether a photo may not go over such a network.
fn why(network: Option<&str>) -> Option<PhotosWait> {
    match network {
        Some("wifi" | "ethernet") => None,
        Some("cellular") => Some(PhotosWait::MobileData),
        _ => Some(PhotosWait::UnknownNetwork),
    }
}

impl Core {
    /// Why photos wait now, if they do.
    pub(super) fn photos_held(&self) -> Option<PhotosWait> {
        let waits =
            || self.read(outbox::photos_waiting).iter().any(|sha256| !self.photos_now.borrow().contains(sha256));
        let held = self.photos_wait.get_untracked() && waits();
        held.then(|| why(network().as_deref())).flatten()
    }

    /// Whether this photo waits for another network.
    pub(super) fn is_held(&self, sha256: Digest) -> bool {
        let waits = self.photos_wait.get_untracked() && !self.photos_now.borrow().contains(&sha256);
        waits && why(network().as_deref()).is_some()
    }
}

impl State {
    /// Why photos wait now, if they do. Tracked, as often as something is sent or tried.
    #[must_use]
    pub fn photos_held(self) -> Option<PhotosWait> {
        self.sync.track();
        self.photos_wait.track();
        self.core().photos_held()
    }

    /// Sends the photos that wait, over whatever network there is, this once.
    pub fn send_photos_now(self) {
        let core = self.core();
        *core.photos_now.borrow_mut() = core.read(outbox::photos_waiting).into_iter().collect();
        core.nudge(Reason::Asked);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn photos_go_by_themselves_only_over_what_is_known_to_cost_nothing() {
        assert_eq!(why(Some("wifi")), None);
        assert_eq!(why(Some("ethernet")), None);
        assert_eq!(why(Some("cellular")), Some(PhotosWait::MobileData));
        for unknown in [Some("bluetooth"), Some("unknown"), Some("none"), None] {
            assert_eq!(why(unknown), Some(PhotosWait::UnknownNetwork), "{unknown:?}");
        }
    }
}
