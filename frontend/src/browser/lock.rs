//! Web Locks: one holder a name over all tabs; the browser frees it when the tab dies.

use super::unstable::Locks;
use futures_channel::oneshot;
use futures_util::{
    future::{Either, select},
    pin_mut,
};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

/// A lock that this tab holds until the guard is dropped.
#[derive(Debug)]
pub struct LockGuard {
    release: js_sys::Function,
}

impl Drop for LockGuard {
    fn drop(&mut self) {
        let _ = self.release.call0(&JsValue::NULL);
    }
}

/// Waits until this tab holds the lock. `None` where the browser has no locks.
pub async fn held(name: &str) -> Option<LockGuard> {
    requested(name, false).await
}

/// The lock if nobody holds it now.
pub async fn held_if_free(name: &str) -> Option<LockGuard> {
    requested(name, true).await
}

/// Waits for the lock, but not longer than `ms`: the one before may just be letting go.
pub async fn held_within(name: &str, ms: u32) -> Option<LockGuard> {
    let (held, patience) = (held(name), TimeoutFuture::new(ms));
    pin_mut!(held, patience);
    match select(held, patience).await {
        Either::Left((guard, _)) => guard,
        Either::Right(_) => None,
    }
}

async fn requested(name: &str, if_free: bool) -> Option<LockGuard> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)?;
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &if_free.into()).ok()?;

    let (answer, answered) = oneshot::channel();
    // The browser keeps the lock as long as the promise that we return stays open.
    let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        if lock.is_null() || lock.is_undefined() {
            let _ = answer.send(None);
            return JsValue::UNDEFINED;
        }
        let mut answer = Some(answer);
        Promise::new(&mut |release, _| {
            let guard = LockGuard { release };
            // A receiver that is gone drops the guard, which frees the lock at once.
            if let Some(answer) = answer.take() {
                let _ = answer.send(Some(guard));
            }
        })
        .into()
    });
    let request = locks.unchecked_into::<Locks>().request(name, &options, granted.unchecked_ref());
    // A refusal of the request itself (a document that is going away) leaves us without answer.
    let quiet = Closure::once_into_js(|_: JsValue| {});
    let _ = Reflect::get(&request, &"catch".into())
        .ok()
        .and_then(|catch| catch.dyn_into::<js_sys::Function>().ok())
        .and_then(|catch| catch.call1(&request, &quiet).ok());
    answered.await.ok().flatten()
}
