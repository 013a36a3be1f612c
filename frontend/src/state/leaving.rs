//! Leaving while something that was typed is not on the medium: asked about first. It stays in this tab
//! and is tried again, but goes with the tab.

use super::core::Core;
use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen::JsCast;

/// Hears links before the router does, and the browser when the page is to be closed.
pub(super) fn listen(core: &Rc<Core>) {
    let Some(window) = web_sys::window() else { return };
    let (pressed, closing) = (Rc::downgrade(core), Rc::downgrade(core));
    let first = EventListenerOptions { phase: EventListenerPhase::Capture, passive: false };
    let press = EventListener::new_with_options(&window, "click", first, move |event| {
        let Some(core) = pressed.upgrade().filter(|core| core.is_unkept()) else { return };
        if let Some(href) = leads_to(event) {
            event.prevent_default();
            core.leaving.set(Some(href));
        }
    });
    let options = EventListenerOptions::enable_prevent_default();
    let close = EventListener::new_with_options(&window, "beforeunload", options, move |event| {
        if closing.upgrade().is_some_and(|core| core.store_trouble.with_untracked(Option::is_some)) {
            event.prevent_default();
        }
    });
    core.listeners.borrow_mut().extend([press, close]);
}

/// The other screen of the app that a press leads to.
fn leads_to(event: &web_sys::Event) -> Option<String> {
    let pressed =
        event.target()?.dyn_into::<web_sys::Element>().ok()?.closest("a[href^='/']:not([download])").ok()??;
    let href = pressed.get_attribute("href")?;
    let here = web_sys::window()?.location().pathname().ok()?;
    (href.split(['?', '#']).next() != Some(here.as_str())).then_some(href)
}

impl Core {
    /// Whether a form of this tab holds what the device's memory has refused.
    fn is_unkept(&self) -> bool {
        self.store_trouble.with_untracked(Option::is_some) && self.open_forms().iter().any(|form| form.is_unkept())
    }
}
