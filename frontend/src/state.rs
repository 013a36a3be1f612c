//! The pages' only door: signals over the local notebook, and what a person can do with it.
//!
//! A screen is drawn from here and from nothing else. What is read comes from this device; what is
//! written is on this device before anybody says that it is saved. The few things that are asked
//! online stand in `online` and say so.

mod core;
mod form;
mod interrupted;
mod leaving;
mod online;
mod photos;
mod photos_wait;
mod pokes;
mod reading;
mod session;
mod settings;
mod tally;
mod update;

pub use crate::{
    outbox::OutboxItem,
    photo::PhotoError,
    sync::{ClockWrong, Phase, SyncStatus, account::UnsentOf, online::ApiError},
};
pub use form::{OpenElsewhere, OpenForm, SavedState};
pub use photos_wait::PhotosWait;
pub use reading::ConflictItem;
pub use session::{SignInError, Unsent};
pub use settings::{Lang, StorageFacts};

use crate::{
    browser::{chance, clock, lock},
    outbox,
    store::{Store, Table},
    sync::{Reason, round::form_lock},
};
use core::Core;
use leptos::prelude::*;
use shared::{
    change::{self, Change},
    date::Date,
    fold::Root,
    id::{ChangeId, RecordId},
    notebook::{Fresh, Notebook, Status},
    wire::{Directory, SignedIn},
};
use std::{collections::BTreeSet, rc::Rc, sync::Arc};
use wasm_bindgen_futures::spawn_local;

/// The state of the app in this tab. Copy it wherever it is needed.
#[derive(Clone, Copy)]
pub struct State {
    /// Whether the device's memory has been asked who works here; until then nothing is drawn.
    pub ready: Signal<bool>,
    /// Why the device's memory could not be opened; the code of the reason. It is tried again by itself.
    pub not_opened: Signal<Option<String>>,
    /// Who works here; `None` leads to the sign-in page.
    pub session: Signal<Option<SignedIn>>,
    /// The server wants this person to sign in again. Work goes on; sending waits.
    pub expired: Signal<bool>,
    /// The language of the interface, kept on the device.
    pub lang: RwSignal<Lang>,
    /// The size of text, 1 to 3, kept on the device.
    pub text_size: RwSignal<u8>,
    /// Photos wait for a network that costs nothing; kept on the device.
    pub photos_wait: RwSignal<bool>,
    /// The room on the device.
    pub storage: Signal<StorageFacts>,
    /// Units, people and catalogue.
    pub directory: Signal<Arc<Directory>>,
    /// Everything that has not come back from the server, in the order of saving.
    pub outbox: Signal<Arc<Vec<OutboxItem>>>,
    /// How many saves the server has not confirmed.
    pub unsent: Signal<usize>,
    /// How many photos the server has not confirmed, and their bytes.
    pub photos_unsent: Signal<(usize, u64)>,
    /// Every field in which people disagree.
    pub conflicts: Signal<Arc<Vec<ConflictItem>>>,
    /// Where synchronisation stands.
    pub sync: Signal<SyncStatus>,
    /// When something was last saved on this device, by any form of this tab.
    pub saved_ms: Signal<Option<i64>>,
    /// Why the device's memory does not take what it is given; the code of the reason.
    pub store_trouble: Signal<Option<String>>,
    /// Where somebody wants to go while what was typed is not on the medium; asked about first.
    pub leaving: RwSignal<Option<String>>,
    /// The logins used on this device, the newest first.
    pub known_logins: Signal<Vec<String>>,
    /// What waits on this device and is somebody else's.
    pub unsent_of_others: Signal<Vec<UnsentOf>>,
    /// A new version of the app waits.
    pub update_waiting: Signal<bool>,
    core: StoredValue<Rc<Core>, LocalStorage>,
}

impl State {
    /// The state that [`State::provide`] has put into the context.
    #[must_use]
    pub fn here() -> Self {
        expect_context()
    }

    /// Puts the state into the context and starts it. Once, at the root.
    pub fn provide() -> Self {
        let core = Rc::new(Core::new());
        let signals = Rc::clone(&core);
        let stored = StoredValue::new_local(core);
        let state = Self {
            ready: signals.ready.into(),
            not_opened: signals.not_opened.into(),
            session: signals.session.into(),
            expired: signals.expired.into(),
            lang: signals.lang,
            text_size: signals.text_size,
            photos_wait: signals.photos_wait,
            storage: signals.storage.into(),
            directory: signals.directory.into(),
            outbox: reading::outbox(stored, signals.revision),
            unsent: reading::unsent(stored, signals.revision),
            photos_unsent: reading::photos_unsent(stored, signals.revision),
            conflicts: reading::conflicts(stored, signals.revision),
            sync: signals.sync.into(),
            saved_ms: signals.saved_ms.into(),
            store_trouble: signals.store_trouble.into(),
            leaving: signals.leaving,
            known_logins: signals.known_logins.into(),
            unsent_of_others: signals.unsent_of_others.into(),
            update_waiting: signals.update_waiting.into(),
            core: stored,
        };
        provide_context(state);
        settings::keep(&signals);
        session::start(&signals);
        update::watch(&signals);
        state
    }

    fn core(self) -> Rc<Core> {
        self.core.get_value()
    }

    /// A new id, for a record that does not exist yet.
    #[must_use]
    pub fn new_id(self) -> RecordId {
        RecordId(chance::fresh_uuid())
    }

    /// The device's clock; for people to read, it decides nothing.
    #[must_use]
    pub fn now_ms(self) -> i64 {
        clock::now_ms()
    }

    /// Today in Vietnam, by the device's clock.
    #[must_use]
    pub fn today(self) -> Date {
        Date::in_vietnam(clock::now_ms())
    }

    /// Queues the wish for a transition. `view` is what stands on the person's screen.
    pub fn wish_for(self, view: &Root, to: change::State, note: &str) {
        let core = self.core();
        core.flush_forms();
        let Some(desk) = core.desk() else { return };
        let is_open_here = core.open_forms().iter().any(|form| form.root() == view.id);
        if is_open_here || desk.read(|notebook| !has_unsealed(notebook, view.id)) {
            desk.write(|notebook| ((), notebook.wish_for(view, to, note, fresh())));
            return core.nudge(Reason::Saved);
        }
        // The wish seals what another tab has saved: its newest text, and not while it is typed.
        let (view, note) = (view.clone(), note.to_owned());
        spawn_local(async move {
            let _form = lock::held_within(&form_lock(view.id), form::LOCK_PATIENCE_MS).await;
            let _unread = desk.read_unsealed_again(&BTreeSet::from([view.id])).await;
            let ((), ticket) = desk.write(|notebook| ((), notebook.wish_for(&view, to, &note, fresh())));
            let _refused = desk.written(ticket).await;
            core.nudge(Reason::Saved);
        });
    }

    /// Takes a save out of the outbox that the server keeps aside.
    pub fn dismiss(self, seq: u64) {
        self.core().write(|notebook| ((), notebook.dismiss(seq)));
    }

    /// What was written in a save that has not come back, by its place in the order of saving.
    #[must_use]
    pub fn kept(self, seq: u64) -> Option<Change> {
        let found = |notebook: &Notebook| {
            let mut all = notebook.outbox();
            all.find(|(at, _)| *at == seq).map(|(_, pending)| pending.change.clone())
        };
        self.core().read(found)
    }

    /// Synchronises now.
    pub fn sync_now(self) {
        let core = self.core();
        core.flush_forms();
        core.nudge(Reason::Asked);
    }

    /// Offers a file of everything that the server has not confirmed, photos included.
    pub fn export_unsent(self) {
        let core = self.core();
        core.flush_forms();
        let Some(desk) = core.desk() else { return };
        spawn_local(async move {
            let mut photos = Vec::new();
            for sha256 in desk.read(outbox::photos_waiting) {
                let bytes = desk.store().get(Table::Photo, &sha256.to_string()).await;
                photos.extend(bytes.ok().flatten().map(|bytes| (sha256, bytes)));
            }
            let now_ms = clock::now_ms();
            let file = desk.read(|notebook| outbox::export(notebook, &photos, now_ms));
            let name = format!("lan-toa-chua-gui-{}.json", Date::in_vietnam(now_ms));
            let _ = crate::browser::file::offer(&name, "application/json", &file);
        });
    }
}

fn has_unsealed(notebook: &Notebook, root: RecordId) -> bool {
    notebook.outbox().any(|(_, pending)| pending.change.root == root && pending.status == Status::Open)
}

/// What only the outside can give to a save.
fn fresh() -> Fresh {
    Fresh { id: ChangeId(chance::fresh_uuid()), salt: chance::random_u64(), at_ms: clock::now_ms() }
}
