//! What was being written when the tab was killed or the battery went flat: noted in the person's
//! store while a form is written in, and asked for once at a cold start.
//!
//! A form that is left, and a page that is closed or loaded anew, is no kill. A page that closes has no
//! time for the store: it says so in the browser's small storage, which needs none.

use super::{State, core::Core};
use crate::{
    browser::{clock, lock},
    store::{Store, Table, WriteBatch, one},
    sync::round::form_lock,
};
use gloo_events::EventListener;
use leptos::prelude::*;
use shared::{change, id::RecordId, order::sort_by_key};
use std::rc::{Rc, Weak};

/// Before a root's id: the row of the form that is written in, with the time.
const WRITTEN_IN: &str = "written-in-";
/// The pages that were closed in order, by the times of their rows.
const LEFT: &str = "lantoa-left";

/// The forms of this tab that somebody has written in.
pub(super) type WrittenIn = Vec<(RecordId, String)>;

fn small_storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// Says, when the page closes, that what it has open was left and not killed.
pub(super) fn listen(core: &Rc<Core>) {
    let Some(window) = web_sys::window() else { return };
    let core_then: Weak<Core> = Rc::downgrade(core);
    let listener = EventListener::new(&window, "pagehide", move |_| {
        let Some(core) = core_then.upgrade() else { return };
        let times: Vec<String> = core.written_in.borrow().iter().map(|(_, at)| at.clone()).collect();
        if let Some(storage) = small_storage().filter(|_| !times.is_empty()) {
            // Without it a form is opened once too often, which harms nobody.
            let _full = storage.set_item(LEFT, &times.join(" "));
        }
    });
    core.listeners.borrow_mut().push(listener);
}

/// The form that was being written in when the last page was killed. Each is answered once.
pub(super) async fn interrupted(core: &Core) -> Option<RecordId> {
    let desk = core.desk()?;
    let rows = desk.store().load(Table::Meta).await.ok()?.into_iter();
    let noted = rows.filter_map(|(key, at)| {
        let root: RecordId = key.strip_prefix(WRITTEN_IN)?.parse().ok()?;
        Some((String::from_utf8(at).ok()?, root, key))
    });
    let mut noted: Vec<(String, RecordId, String)> = noted.collect();
    sort_by_key(&mut noted, Clone::clone);
    let left = small_storage().and_then(|storage| storage.get_item(LEFT).ok()?).unwrap_or_default();
    let (mut newest, mut over) = (None, WriteBatch::default());
    for (at, root, key) in noted {
        // Another tab is in it.
        if lock::held_if_free(&form_lock(root)).await.is_none() {
            continue;
        }
        over.deletes.push((Table::Meta, key));
        let was_left = left.split(' ').any(|one| one == at);
        let may_go_on = desk.read(|notebook| {
            let is_open = |state| matches!(state, change::State::Draft | change::State::Returned);
            notebook.wish(root).is_none() && notebook.root(root).is_some_and(|root| is_open(root.decided().state))
        });
        if !was_left && may_go_on {
            newest = Some(root);
        }
    }
    if !over.is_empty() {
        desk.put(over);
    }
    newest
}

impl State {
    /// Notes that a form is written in.
    pub fn note_written_in(self, root: RecordId) {
        let core = self.core();
        let mut written_in = core.written_in.borrow_mut();
        if written_in.iter().any(|(known, _)| *known == root) {
            return;
        }
        let at = clock::now_ms().to_string();
        if let Some(desk) = core.desk() {
            desk.put(one(Table::Meta, format!("{WRITTEN_IN}{root}"), at.clone().into_bytes()));
        }
        written_in.push((root, at));
    }

    /// Notes that a form was left.
    pub fn note_left(self, root: RecordId) {
        let Some(core) = self.core.try_get_value() else { return };
        let before = core.written_in.borrow().len();
        core.written_in.borrow_mut().retain(|(known, _)| *known != root);
        if core.written_in.borrow().len() < before
            && let Some(desk) = core.desk()
        {
            let deletes = vec![(Table::Meta, format!("{WRITTEN_IN}{root}"))];
            desk.put(WriteBatch { puts: Vec::new(), deletes });
        }
    }

    /// The form to open again after a kill, for whoever begins at the home screen; answered once.
    #[must_use]
    pub fn take_interrupted(self) -> Option<RecordId> {
        let core = self.core();
        let root = core.interrupted.take()?;
        core.opened_again.set(Some(root));
        Some(root)
    }

    /// The form that was opened again by itself, until it is said to be known.
    #[must_use]
    pub fn opened_again(self) -> RwSignal<Option<RecordId>> {
        self.core().opened_again
    }
}
