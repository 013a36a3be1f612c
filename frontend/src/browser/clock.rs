//! The device's clock. It decides nothing; it is for people to read and for waiting.

use futures_channel::oneshot;
use gloo_timers::callback::Timeout;
use std::{cell::RefCell, rc::Rc};

/// Milliseconds since 1970 by the device's clock, which may be years off.
#[must_use]
pub fn now_ms() -> i64 {
    #[cfg(target_arch = "wasm32")]
    {
        #[expect(clippy::cast_possible_truncation, reason = "whole milliseconds fit an i64")]
        let now = js_sys::Date::now() as i64;
        now
    }
    #[cfg(not(target_arch = "wasm32"))]
    {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        now.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// A wait that can be cut short. Clones are the same wait.
#[derive(Clone, Default)]
pub struct Rest(Rc<RefCell<Option<oneshot::Sender<()>>>>);

impl Rest {
    /// Waits so long, or until somebody ends it.
    pub async fn up_to(&self, ms: u32) {
        let (end, ended) = oneshot::channel();
        *self.0.borrow_mut() = Some(end);
        let rest = self.clone();
        let _timer = Timeout::new(ms, move || rest.end());
        // It ends by its sender being dropped.
        let _ended = ended.await;
    }

    /// Ends the wait, if one is under way.
    pub fn end(&self) {
        drop(self.0.take());
    }
}

/// Waits on the device.
pub async fn wait_ms(ms: u32) {
    gloo_timers::future::TimeoutFuture::new(ms).await;
}
