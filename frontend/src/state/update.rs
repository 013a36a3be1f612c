//! What the app and the service worker that keeps it say to each other. A new version waits behind
//! the worker until a person lets it in, or until the next cold start. It never comes by itself while
//! somebody works.

use super::{State, core::Core};
use gloo_events::EventListener;
use js_sys::{Object, Reflect};
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration};

fn container() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    // Absent outside a secure context.
    Reflect::get(&navigator, &"serviceWorker".into()).ok()?.dyn_into().ok()
}

async fn registration() -> Option<ServiceWorkerRegistration> {
    let ready = container()?.ready().ok()?;
    JsFuture::from(ready).await.ok()?.dyn_into().ok()
}

/// Watches for a version that waits.
pub(super) fn watch(core: &Rc<Core>) {
    let waiting = core.update_waiting;
    let core = Rc::downgrade(core);
    spawn_local(async move {
        let Some(registration) = registration().await else { return };
        waiting.set(registration.waiting().is_some());
        let found = EventListener::new(&registration.clone(), "updatefound", move |_| {
            let Some(worker) = registration.installing() else { return };
            let registration = registration.clone();
            // Lives as long as the worker that it listens to.
            EventListener::new(&worker, "statechange", move |_| {
                waiting.set(registration.waiting().is_some());
            })
            .forget();
        });
        if let Some(core) = core.upgrade() {
            core.listeners.borrow_mut().push(found);
        }
    });
}

impl State {
    /// Has this device keep the screens of the desk too, those of a version that waits included. Asked at
    /// each start: what was interrupted goes on.
    pub fn keep_desk(self) {
        spawn_local(async move {
            let Some(registration) = registration().await else { return };
            let workers = [registration.active(), registration.waiting(), registration.installing()];
            workers.into_iter().flatten().for_each(|worker| tell(&worker, "keep desk"));
        });
    }

    /// Lets the new version in: what was typed is handed over first, then the page opens anew.
    pub fn apply_update(self) {
        let core = self.core();
        core.flush_forms();
        spawn_local(async move {
            if let Some(desk) = core.desk() {
                let ticket = desk.put(crate::store::WriteBatch::default());
                if desk.written(ticket).await.is_err() {
                    // What could not be saved would be lost with the page.
                    return;
                }
            }
            let Some(registration) = registration().await else { return };
            if let (Some(container), Some(worker)) = (container(), registration.waiting()) {
                EventListener::once(&container, "controllerchange", |_| reload()).forget();
                tell(&worker, "apply");
            }
        });
    }
}

fn tell(worker: &ServiceWorker, what: &str) {
    let message = Object::new();
    let _ = Reflect::set(&message, &"type".into(), &JsValue::from_str(what));
    let _ = worker.post_message(&message);
}

fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}
