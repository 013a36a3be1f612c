//! The device's clock. It decides nothing; it is for people to read and for waiting.

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

/// Waits on the device.
pub async fn wait_ms(ms: u32) {
    gloo_timers::future::TimeoutFuture::new(ms).await;
}
