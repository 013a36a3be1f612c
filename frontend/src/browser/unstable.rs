//! Bindings that web-sys keeps behind a compiler flag although every browser of our floor has them.

use js_sys::{Function, Object, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// `navigator.locks`.
    pub type Locks;

    #[wasm_bindgen(method, js_name = request)]
    pub fn request(this: &Locks, name: &str, options: &Object, granted: &Function) -> Promise;
}
#[wasm_bindgen]
extern "C" {
    /// The browser's own compressor.
    pub type CompressionStream;

    #[wasm_bindgen(constructor, catch)]
    pub fn new(format: &str) -> Result<CompressionStream, JsValue>;

    #[wasm_bindgen(method, getter)]
    pub fn readable(this: &CompressionStream) -> web_sys::ReadableStream;

    #[wasm_bindgen(method, getter)]
    pub fn writable(this: &CompressionStream) -> web_sys::WritableStream;
}
