//! Photos on the screen: from this device if it has them, otherwise from the server.

use super::State;
use crate::{
    browser::file,
    photo,
    store::{Store, Table},
};
use leptos::prelude::*;
use shared::digest::Digest;
use wasm_bindgen_futures::spawn_local;

impl State {
    /// An address for a photo; `None` until it is known. Freed with the screen that asked.
    #[must_use]
    pub fn photo_url(self, sha256: Digest) -> Signal<Option<String>> {
        let url = RwSignal::new(None);
        let made = StoredValue::new(None::<String>);
        on_cleanup(move || {
            if let Some(made) = made.try_get_value().flatten() {
                file::revoke_url(&made);
            }
        });
        let desk = self.core().desk();
        spawn_local(async move {
            let here = match desk {
                Some(desk) => desk.store().get(Table::Photo, &sha256.to_string()).await,
                None => Ok(None),
            };
            let here = here.ok().flatten();
            let local = here.and_then(|bytes| file::object_url(photo::MIME, &bytes).ok());
            let Some(local) = local else {
                let _gone = url.try_set(Some(format!("/api/v1/blobs/{sha256}")));
                return;
            };
            if url.try_set(Some(local.clone())).is_some() {
                // The screen is gone already.
                file::revoke_url(&local);
            } else {
                let _gone = made.try_set_value(Some(local));
            }
        });
        url.into()
    }
}
