//! How people like this device, and the room that it has.

use super::core::Core;
use crate::{
    browser::room,
    sync::{Reason, account::Settings},
};
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// What a tab says to the others when it has kept other settings.
pub(super) const SETTINGS_CHANGED: &str = "settings";

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
        let core = core.get_value();
        let known = core.settings_kept.replace(Some(settings.clone()));
        if first.is_none() {
            return;
        }
        // Photos that waited may go now.
        core.nudge(Reason::Hint);
        // What was read from the store is not written back.
        let Some(known) = known.filter(|known| *known != settings) else { return };
        spawn_local(async move {
            let Some(device) = core.device.borrow().clone() else { return };
            let stored = device.settings().await.unwrap_or_else(|| settings.clone());
            let _ = device.keep_settings(&changed(&known, settings, stored)).await;
            if let Some(channel) = &*core.news_of_session.borrow() {
                channel.say(SETTINGS_CHANGED);
            }
        });
    });
}

/// What to keep: what was changed in this tab, and the rest as the store has it, where another tab may
/// have written since.
fn changed(known: &Settings, now: Settings, stored: Settings) -> Settings {
    Settings {
        language: if now.language == known.language { stored.language } else { now.language },
        text_size: if now.text_size == known.text_size { stored.text_size } else { now.text_size },
        photos_wait: if now.photos_wait == known.photos_wait { stored.photos_wait } else { now.photos_wait },
    }
}

/// Reads again what another tab has changed.
pub(super) async fn read_again(core: &Core) {
    let Some(device) = core.device.borrow().clone() else { return };
    if let Some(settings) = device.settings().await {
        core.take_settings(&settings);
    }
}

fn mark_page(settings: &Settings) {
    let root = web_sys::window().and_then(|window| window.document()?.document_element());
    if let Some(root) = root {
        let _ = root.set_attribute("lang", &settings.language);
    }
}

impl Core {
    pub(super) fn take_settings(&self, settings: &Settings) {
        let text_size = settings.text_size.clamp(1, 3);
        *self.settings_kept.borrow_mut() = Some(Settings { text_size, ..settings.clone() });
        self.lang.set(if settings.language == Lang::En.code() { Lang::En } else { Lang::Vi });
        self.text_size.set(text_size);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_writes_only_what_was_changed_in_it() {
        let settings = |text_size, photos_wait| Settings { language: "vi".to_owned(), text_size, photos_wait };
        // Another tab lets photos wait; this one has not heard of it and makes the text larger.
        assert_eq!(changed(&settings(1, false), settings(3, false), settings(1, true)), settings(3, true));
        assert_eq!(changed(&settings(1, true), settings(1, false), settings(2, true)), settings(2, false));
    }
}
