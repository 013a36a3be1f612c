//! What was being written when the tab was killed or the battery went flat: noted in the person's
//! store while a form is written in, and asked for once at a cold start.
//!
//! A form that is left, and a page that is closed or loaded anew, is no kill. A page that closes has no
//! time for the store: it says so in the browser's small storage, which needs none. What was open in a
//! page that was closed is offered, not opened; what was left is neither.

use super::{State, core::Core};
use crate::{
    browser::{clock, lock},
    store::{Store, Table, WriteBatch, one},
    sync::round::form_lock,
};
use gloo_events::EventListener;
use leptos::prelude::*;
use shared::{change, id::RecordId, order::sort_by_key};
use std::{
    cmp::Reverse,
    rc::{Rc, Weak},
};

/// Before a root's id: the row of the form that is written in, with the time.
const WRITTEN_IN: &str = "written-in-";
/// The pages that were closed in order, by the times of their rows.
const LEFT: &str = "lantoa-left";

/// The forms of this tab that somebody has written in.
pub(super) type WrittenIn = Vec<(RecordId, String)>;

fn small_storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// What was open when the pages before this one ended, the newest of each.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Interrupted {
    /// Nobody closed it: it is opened again.
    pub killed: Option<RecordId>,
    /// It was closed with the page: going on is offered.
    pub closed: Option<RecordId>,
}

impl Interrupted {
    /// Of forms with the times at which they were first written in, and of what the pages that closed said.
    fn of(mut noted: Vec<(String, RecordId)>, left: &str) -> Self {
        sort_by_key(&mut noted, |(at, _)| Reverse(at.clone()));
        let newest = |closed: bool| {
            noted.iter().find(|(at, _)| left.split(' ').any(|one| one == at) == closed).map(|(_, root)| *root)
        };
        Self { killed: newest(false), closed: newest(true) }
    }

    /// Nothing is opened by itself.
    fn offered(self) -> Self {
        Self { killed: None, closed: self.killed.or(self.closed) }
    }

    /// A report that was left is not asked about again.
    fn without(self, root: RecordId) -> Self {
        Self { killed: self.killed.filter(|one| *one != root), closed: self.closed.filter(|one| *one != root) }
    }
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

/// What was being written in when the last page ended. Each form is answered once.
pub(super) async fn interrupted(core: &Core) -> Interrupted {
    let Some(desk) = core.desk() else { return Interrupted::default() };
    let rows = desk.store().load(Table::Meta).await.unwrap_or_default().into_iter();
    let noted = rows.filter_map(|(key, at)| {
        let root: RecordId = key.strip_prefix(WRITTEN_IN)?.parse().ok()?;
        Some((String::from_utf8(at).ok()?, root, key))
    });
    let (mut open, mut over) = (Vec::new(), WriteBatch::default());
    for (at, root, key) in noted.collect::<Vec<_>>() {
        // Another tab is in it.
        if lock::held_if_free(&form_lock(root)).await.is_none() {
            continue;
        }
        over.deletes.push((Table::Meta, key));
        let may_go_on = desk.read(|notebook| {
            let is_open = |state| matches!(state, change::State::Draft | change::State::Returned);
            notebook.wish(root).is_none() && notebook.root(root).is_some_and(|root| is_open(root.decided().state))
        });
        if may_go_on {
            open.push((at, root));
        }
    }
    if !over.is_empty() {
        desk.put(over);
    }
    let left = small_storage().and_then(|storage| storage.get_item(LEFT).ok()?).unwrap_or_default();
    Interrupted::of(open, &left)
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
        core.interrupted.set(core.interrupted.get().without(root));
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
        let known = core.interrupted.get();
        let root = known.killed?;
        core.interrupted.set(Interrupted { killed: None, ..known });
        core.opened_again.set(Some(root));
        Some(root)
    }

    /// One begins elsewhere than at the home screen: what was killed is offered like what was closed.
    pub fn offer_interrupted(self) {
        let core = self.core();
        core.interrupted.set(core.interrupted.get().offered());
    }

    /// The form to offer to go on with; answered once, and not at all once it was left. What is to be opened
    /// again by itself is not offered.
    #[must_use]
    pub fn take_closed(self) -> Option<RecordId> {
        let core = self.core();
        let known = core.interrupted.get();
        core.interrupted.set(Interrupted { closed: None, ..known });
        known.closed
    }

    /// The form that was opened again by itself, until it is said to be known.
    #[must_use]
    pub fn opened_again(self) -> RwSignal<Option<RecordId>> {
        self.core().opened_again
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(name: &str) -> RecordId {
        RecordId::derived(&[name])
    }

    #[test]
    fn what_was_killed_is_opened_and_what_was_closed_is_offered() {
        let noted =
            || vec![("1000".to_owned(), root("a")), ("3000".to_owned(), root("c")), ("2000".to_owned(), root("b"))];
        let of = |left| Interrupted::of(noted(), left);
        assert_eq!(of(""), Interrupted { killed: Some(root("c")), closed: None });
        assert_eq!(of("3000 1000"), Interrupted { killed: Some(root("b")), closed: Some(root("c")) });
        assert_eq!(of("1000 2000 3000").killed, None);
        assert_eq!(Interrupted::of(Vec::new(), "1000"), Interrupted::default());
        assert_eq!(of("3000 1000").offered(), Interrupted { killed: None, closed: Some(root("b")) });
        assert_eq!(of("1000 2000 3000").offered().closed, Some(root("c")));
    }

    #[test]
    fn a_report_that_was_left_is_not_asked_about_again() {
        let known = Interrupted { killed: Some(root("a")), closed: Some(root("b")) };
        assert_eq!(known.without(root("a")), Interrupted { killed: None, closed: Some(root("b")) });
        assert_eq!(known.without(root("b")), Interrupted { killed: Some(root("a")), closed: None });
        assert_eq!(known.without(root("c")), known);
    }
}
