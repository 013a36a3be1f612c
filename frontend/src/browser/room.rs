//! The room that the browser gives us, and its promise not to take it back.

use js_sys::{JsString, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::StorageManager;

/// What is known of the room on this device.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Room {
    /// Whether the browser promised to keep the data until a person deletes it.
    pub kept: bool,
    /// Bytes in use by this app.
    pub used_bytes: u64,
    /// Bytes that the app may use in all; zero if the browser does not tell.
    pub granted_bytes: u64,
}

/// Asks the browser to keep the data for good. The answer may be no.
pub async fn ask_to_keep() -> bool {
    let Some(storage) = storage() else { return false };
    let Ok(promise) = storage.persist() else { return false };
    JsFuture::from(promise).await.is_ok_and(|kept| kept.is_truthy())
}

/// The room as the browser estimates it.
pub async fn room() -> Room {
    let Some(storage) = storage() else { return Room::default() };
    let kept = match storage.persisted() {
        Ok(promise) => JsFuture::from(promise).await.is_ok_and(|kept| kept.is_truthy()),
        Err(_) => false,
    };
    let estimate = match storage.estimate() {
        Ok(promise) => JsFuture::from(promise).await.unwrap_or(JsValue::NULL),
        Err(_) => JsValue::NULL,
    };
    Room { kept, used_bytes: bytes(&estimate, "usage"), granted_bytes: bytes(&estimate, "quota") }
}

fn storage() -> Option<StorageManager> {
    let navigator = web_sys::window()?.navigator();
    // Absent outside a secure context.
    let storage = Reflect::get(&navigator, &JsString::from("storage")).ok()?;
    storage.dyn_into().ok()
}

fn bytes(estimate: &JsValue, name: &str) -> u64 {
    let value = Reflect::get(estimate, &name.into()).ok().and_then(|value| value.as_f64());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of bytes; `as` saturates")]
    value.map_or(0, |value| value as u64)
}
