//! Smaller bodies by the browser's own gzip, so that no compressor travels in the app.

use crate::browser::{file, unstable::CompressionStream};
use js_sys::{ArrayBuffer, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableWritablePair, Response};

/// Below this a body fits into one packet and gains nothing.
const WORTH_BYTES: usize = 1_200;

/// The bytes gzipped, if that is worth it and the browser can.
pub async fn smaller(bytes: &[u8]) -> Option<Vec<u8>> {
    if bytes.len() < WORTH_BYTES || !supported() {
        return None;
    }
    let squeeze = CompressionStream::new("gzip").ok()?;
    let pair = ReadableWritablePair::new(&squeeze.readable(), &squeeze.writable());
    let stream = file::blob("application/json", bytes).ok()?.stream().pipe_through(&pair);
    let whole = Response::new_with_opt_readable_stream(Some(&stream)).ok()?.array_buffer().ok()?;
    let whole = JsFuture::from(whole).await.ok()?.dyn_into::<ArrayBuffer>().ok()?;
    let small = Uint8Array::new(&whole).to_vec();
    (small.len() < bytes.len()).then_some(small)
}

fn supported() -> bool {
    Reflect::has(&js_sys::global(), &"CompressionStream".into()).unwrap_or(false)
}
