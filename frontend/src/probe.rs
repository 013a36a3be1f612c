//! Doors for tests that run the browser's half of the notebook in a real browser. Compiled only
//! with the feature `conformance`; the app that people get has none of it.

use crate::{
    browser::{chance, lock},
    photo,
    store::{Store, Table, conformance, indexed_db::IndexedDbStore, one},
};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use web_sys::Blob;

fn text(error: impl std::fmt::Display) -> JsValue {
    JsValue::from_str(&error.to_string())
}

/// Runs the store's suite on IndexedDB; answers how many cases passed.
#[wasm_bindgen]
pub async fn conformance() -> Result<u32, JsValue> {
    let cases = conformance::run(async |name: &str| IndexedDbStore::open(name).await).await;
    Ok(u32::try_from(cases.map_err(text)?).unwrap_or(u32::MAX))
}

/// Saves a row, has the connection cut, saves another, and answers whether both are there.
#[wasm_bindgen]
pub async fn survives_a_cut() -> Result<bool, JsValue> {
    let name = format!("cut-{}", chance::fresh_uuid());
    let store = IndexedDbStore::open(&name).await.map_err(text)?;
    store.commit(one(Table::Root, "before", vec![1])).await.map_err(text)?;
    store.cut();
    store.commit(one(Table::Root, "after", vec![2])).await.map_err(text)?;
    store.cut();
    Ok(store.keys(Table::Root).await.map_err(text)? == ["after", "before"])
}

/// Whether a lock keeps others out while held and lets them in afterwards.
#[wasm_bindgen]
pub async fn locks_exclude() -> bool {
    let Some(guard) = lock::held("probe").await else { return false };
    let kept_out = lock::held_if_free("probe").await.is_none();
    drop(guard);
    kept_out && lock::held("probe").await.is_some()
}

/// How long `saves` strict commits of a small row take, in milliseconds each.
#[wasm_bindgen]
pub async fn save_times(saves: u32) -> Result<Vec<f64>, JsValue> {
    let store = IndexedDbStore::open("save-times").await.map_err(text)?;
    let clock = web_sys::window().and_then(|window| window.performance()).ok_or(JsValue::NULL)?;
    let mut times = Vec::new();
    for n in 0..saves {
        let begun = clock.now();
        let row = vec![b'x'; 900];
        store.commit(one(Table::Pending, format!("{n:020}"), row)).await.map_err(text)?;
        #[expect(clippy::float_arithmetic, reason = "the browser's clock has fractions")]
        times.push(clock.now() - begun);
    }
    Ok(times)
}

/// Makes a photo of a blob: `[width, height, bytes, first two bytes]`.
#[wasm_bindgen]
pub async fn photo_of(blob: JsValue) -> Result<Vec<u32>, JsValue> {
    let photo = photo::prepared(blob.unchecked_ref::<Blob>()).await.map_err(text)?;
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let magic = u32::from(photo.bytes[0]) << 8 | u32::from(photo.bytes[1]);
    Ok(vec![photo.width, photo.height, count(photo.bytes.len()), magic])
}

/// Asks the server for the session: the error's code, or the person's name.
#[wasm_bindgen]
pub async fn ask_session() -> String {
    match crate::api::requests::session().await {
        Ok(signed_in) => signed_in.name,
        Err(error) => format!("error: {}", error.code()),
    }
}
