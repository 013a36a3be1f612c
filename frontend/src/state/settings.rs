//! How people like this device, and the room that it has.

use super::core::Core;
use crate::{
    browser::room,
    sync::{Reason, account::Settings},
};
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// A language of the interface.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Lang {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// As it stands in the page's `lang`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }
}

/// The room on the device.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct StorageFacts {
    /// Whether the browser promised to keep the data; `None` until it has answered.
    pub persistent: Option<bool>,
    /// Bytes in use.
    pub used: u64,
    /// Bytes that may be used; zero if the browser does not tell.
    pub quota: u64,
}

/// Keeps language and size of text on the device whenever they change, and the page's language.
pub(super) fn keep(core: &Rc<Core>) {
    let (lang, text_size, photos_wait) = (core.lang, core.text_size, core.photos_wait);
    let core = StoredValue::new_local(Rc::clone(core));
    Effect::new(move |first: Option<()>| {
        let settings = Settings {
            language: lang.get().code().to_owned(),
            text_size: text_size.get(),
            photos_wait: photos_wait.get(),
        };
        mark_page(&settings);
        if first.is_none() {
            return;
        }
        let device = core.with_value(|core| {
            // Photos that waited may go now.
            core.nudge(Reason::Hint);
            core.device.borrow().clone()
        });
        spawn_local(async move {
            if let Some(device) = device {
                let _ = device.keep_settings(&settings).await;
            }
        });
    });
}

fn mark_page(settings: &Settings) {
    let root = web_sys::window().and_then(|window| window.document()?.document_element());
    if let Some(root) = root {
        let _ = root.set_attribute("lang", &settings.language);
    }
}

impl Core {
    pub(super) fn take_settings(&self, settings: &Settings) {
        self.lang.set(if settings.language == Lang::En.code() { Lang::En } else { Lang::Vi });
        self.text_size.set(settings.text_size.clamp(1, 3));
        self.photos_wait.set(settings.photos_wait);
    }

    /// Asks the browser to keep the data, and how much room there is.
    pub(super) async fn ask_room(&self) {
        let promised = room::ask_to_keep().await;
        let room = room::room().await;
        self.storage.set(StorageFacts {
            persistent: Some(promised || room.kept),
            used: room.used_bytes,
            quota: room.granted_bytes,
        });
    }
}
