//! Giving a person a file: the browser's download, made of bytes that we hold.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Offers `bytes` as a download under `name`.
///
/// # Errors
/// What the browser threw.
pub fn offer(name: &str, mime: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|window| window.document());
    let document = document.ok_or(JsValue::NULL)?;
    let url = object_url(mime, bytes)?;
    let anchor: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    // Some browsers read the address only after this turn.
    gloo_timers::callback::Timeout::new(60_000, move || {
        let _ = Url::revoke_object_url(&url);
    })
    .forget();
    Ok(())
}

/// An address for `bytes` that lives until it is revoked or the page goes.
///
/// # Errors
/// What the browser threw.
pub fn object_url(mime: &str, bytes: &[u8]) -> Result<String, JsValue> {
    Url::create_object_url_with_blob(&blob(mime, bytes)?)
}

/// Frees an address of [`object_url`].
pub fn revoke_url(url: &str) {
    let _ = Url::revoke_object_url(url);
}

/// The bytes as a blob of a type.
///
/// # Errors
/// What the browser threw.
pub fn blob(mime: &str, bytes: &[u8]) -> Result<Blob, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let parts = Array::of1(&Uint8Array::from(bytes));
    Blob::new_with_u8_array_sequence_and_options(&parts, &options)
}
