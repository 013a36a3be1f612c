//! How much of a person's waits on this device, told to the device's own database whenever it
//! changes: whoever signs in next learns of it without opening this person's notebook.

use crate::sync::account::{Device, UnsentOf};
use shared::{
    id::PersonId,
    notebook::{Notebook, Pending, Status},
    verdict::Why,
};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen_futures::spawn_local;

/// One person's tally.
pub(super) struct Tally {
    device: Device,
    person: PersonId,
    now: RefCell<UnsentOf>,
    noted: Cell<Option<usize>>,
    busy: Cell<bool>,
}

/// Saves and photos that only this device has. What the server keeps aside it has, but for what no
/// request can carry: that it never saw.
pub(super) fn unsent(notebook: &Notebook) -> usize {
    let saves = notebook.outbox().filter(|(_, pending)| is_only_here(pending)).count();
    saves + notebook.photos().filter(|(_, photo)| !photo.sent).count()
}

fn is_only_here(pending: &Pending) -> bool {
    pending.waits() || pending.status == Status::Aside(Why::TooLarge)
}

impl Tally {
    pub fn new(device: Device, person: PersonId, name: String) -> Rc<Self> {
        let now = RefCell::new(UnsentOf { name, count: 0 });
        Rc::new(Self { device, person, now, noted: Cell::new(None), busy: Cell::new(false) })
    }

    /// Takes a count. One is written after the other, so that the last one stands.
    pub fn note(self: &Rc<Self>, count: usize) {
        self.now.borrow_mut().count = count;
        if self.noted.get() == Some(count) || self.busy.replace(true) {
            return;
        }
        let tally = Rc::clone(self);
        spawn_local(async move {
            loop {
                let now = tally.now.borrow().clone();
                if tally.noted.get() == Some(now.count) {
                    break;
                }
                // A store that refuses is heard of by every save; the next change tries this again.
                if tally.device.note_unsent(tally.person, &now).await.is_err() {
                    break;
                }
                tally.noted.set(Some(now.count));
            }
            tally.busy.set(false);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::{
        change::{Home, State},
        id::{ChangeId, DeviceId, RecordId, UnitId},
        notebook::{Edit, Fresh},
        report,
    };

    #[test]
    fn a_tally_counts_saves_wishes_and_photos() {
        let mut notebook = Notebook::new(PersonId::derived(&["p"]), DeviceId::derived(&["d"]));
        let fresh = |n: &str| Fresh { id: ChangeId::derived(&[n]), salt: 0, at_ms: 0 };
        assert_eq!(unsent(&notebook), 0);
        let root = RecordId::derived(&["r"]);
        let (mut form, _) = notebook.open(root, report::KIND, Home::of_unit(UnitId::derived(&["u"])));
        let result = Edit { record: root, kind: report::KIND, field: report::RESULT.to_owned(), value: "Tốt".into() };
        let mut batch = notebook.save(&mut form, vec![result], fresh("1"));
        notebook.keep_photo(root, shared::digest::Digest::of(b"photo"), b"photo".to_vec(), &mut batch);
        let view = notebook.root(root).unwrap().into_owned();
        notebook.wish_for(&view, State::Submitted, "", fresh("2"));
        assert_eq!(unsent(&notebook), 3);
        let mut save = notebook.outbox().next().unwrap().1.clone();
        save.status = Status::Aside(Why::TooLarge);
        assert!(is_only_here(&save), "the server never saw it");
        save.status = Status::Aside(Why::NoRight);
        assert!(!is_only_here(&save));
    }
}
