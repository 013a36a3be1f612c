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
