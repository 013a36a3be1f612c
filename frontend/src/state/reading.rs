//! What screens read: memos over the notebook, as fine as the screen needs them.

use super::{State, core::Core};
use crate::outbox::{self, OutboxItem};
use leptos::prelude::*;
use shared::{
    change,
    digest::Digest,
    fold::{Presence, Root},
    id::RecordId,
    notebook::Travel,
};
use std::{rc::Rc, sync::Arc};

/// A field in which people disagree.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ConflictItem {
    /// The root.
    pub root: RecordId,
    /// Its kind.
    pub root_kind: String,
    /// The record in it: the root itself or a child.
    pub record: RecordId,
    /// The field.
    pub field: String,
}

/// The conflicts of one root.
pub(super) fn conflicts_of(root: &Root) -> Vec<ConflictItem> {
    let item = |(record, field): (RecordId, &str)| ConflictItem {
        root: root.id,
        root_kind: root.kind.clone(),
        record,
        field: field.to_owned(),
    };
    root.conflicts().map(|(record, field, _)| item((record, field))).collect()
}

/// A root in the state that the server knows.
fn without_wish(root: &Root, confirmed: Option<&Root>) -> Root {
    let mut root = root.clone();
    let known = confirmed.and_then(|confirmed| confirmed.field(root.id, change::STATE)).cloned();
    if let Some(own) = root.records.get_mut(&root.id) {
        match known {
            Some(known) => drop(own.fields.insert(change::STATE.to_owned(), known)),
            None => drop(own.fields.remove(change::STATE)),
        }
    }
    root
}

type Stored = StoredValue<Rc<Core>, LocalStorage>;

pub(super) fn outbox(core: Stored, revision: RwSignal<u64>) -> Signal<Arc<Vec<OutboxItem>>> {
    Memo::new(move |_| {
        revision.track();
        Arc::new(core.with_value(|core| core.read(outbox::items)))
    })
    .into()
}

pub(super) fn unsent(core: Stored, revision: RwSignal<u64>) -> Signal<usize> {
    Memo::new(move |_| {
        revision.track();
        core.with_value(|core| core.read(|notebook| notebook.unsent()))
    })
    .into()
}

pub(super) fn photos_unsent(core: Stored, revision: RwSignal<u64>) -> Signal<(usize, u64)> {
    Memo::new(move |_| {
        revision.track();
        core.with_value(|core| core.read(outbox::photos_unsent))
    })
    .into()
}

pub(super) fn conflicts(core: Stored, revision: RwSignal<u64>) -> Signal<Arc<Vec<ConflictItem>>> {
    Memo::new(move |_| {
        revision.track();
        Arc::new(core.with_value(|core| core.all_conflicts()))
    })
    .into()
}

impl State {
    /// A root as this person sees it, own waiting changes on top. Changes when that root does.
    #[must_use]
    pub fn root(self, id: RecordId) -> Signal<Option<Arc<Root>>> {
        let trigger = self.core().trigger_of_root(id);
        Memo::new(move |_| {
            trigger.track();
            self.core().drawn(id)
        })
        .into()
    }

    /// A root as this person sees it now; nobody is told when it changes.
    #[must_use]
    pub fn root_now(self, id: RecordId) -> Option<Arc<Root>> {
        self.core().drawn(id)
    }

    /// Every root of a kind that is there, in the order of creation.
    #[must_use]
    pub fn roots(self, kind: &'static str) -> Signal<Arc<Vec<Arc<Root>>>> {
        let trigger = self.core().trigger_of_kind(kind);
        Memo::new(move |_| {
            trigger.track();
            let core = self.core();
            let ids = core.read(|notebook| notebook.roots(kind));
            let there = |root: &Arc<Root>| root.presence() != Presence::Deleted;
            Arc::new(ids.into_iter().filter_map(|id| core.drawn(id)).filter(there).collect())
        })
        .into()
    }

    /// How far a root's saves and photos have travelled.
    #[must_use]
    pub fn travel(self, id: RecordId) -> Signal<Travel> {
        let trigger = self.core().trigger_of_root(id);
        Memo::new(move |_| {
            trigger.track();
            self.core().read(|notebook| notebook.travel(id))
        })
        .into()
    }

    /// The transition that waits for the server's decision.
    #[must_use]
    pub fn wish(self, id: RecordId) -> Signal<Option<change::State>> {
        let trigger = self.core().trigger_of_root(id);
        Memo::new(move |_| {
            trigger.track();
            self.core()
                .read(|notebook| notebook.wish(id).and_then(|change| change.act.as_ref()).map(|act| act.to.clone()))
        })
        .into()
    }

    /// A root as it was decided, without a step that only waits for the server, and where that step
    /// leads. Tracked.
    #[must_use]
    pub fn as_decided(self, root: &Arc<Root>) -> (Arc<Root>, Option<change::State>) {
        self.outbox.track();
        let waits = self.core().read(|notebook| {
            let to = notebook.wish(root.id)?.act.as_ref()?.to.clone();
            Some((Arc::new(without_wish(root, notebook.confirmed(root.id))), to))
        });
        waits.map_or_else(|| (Arc::clone(root), None), |(root, to)| (root, Some(to)))
    }

    /// Whether the server has a photo: confirmed by its hash, or not taken on this device.
    #[must_use]
    pub fn photo_sent(self, sha256: Digest) -> Signal<bool> {
        let revision = self.core().revision;
        Memo::new(move |_| {
            revision.track();
            let unsent =
                self.core().read(|notebook| notebook.photos().any(|(hash, photo)| hash == sha256 && !photo.sent));
            !unsent
        })
        .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::{
        change::{Home, State as Step},
        id::{ChangeId, DeviceId, PersonId, UnitId},
        notebook::{Edit, Fresh, Notebook},
        plan,
    };
    use uuid::Uuid;

    #[test]
    fn a_step_that_only_waits_is_not_shown_as_decided() {
        let id = |n| Uuid::from_u128(n);
        let fresh = |n| Fresh { id: ChangeId(id(n)), salt: 0, at_ms: 1 };
        let mut notebook = Notebook::new(PersonId(id(1)), DeviceId(id(2)));
        let plan = RecordId(id(3));
        let (mut form, _) = notebook.open(plan, plan::KIND, Home::of_unit(UnitId(id(4))));
        let title =
            Edit { record: plan, kind: plan::KIND, field: plan::TITLE.to_owned(), value: "Kế hoạch".into() };
        notebook.save(&mut form, vec![title], fresh(5));
        let view = notebook.root(plan).unwrap().into_owned();
        notebook.wish_for(&view, Step::Issued, "", fresh(6));
        let view = notebook.root(plan).unwrap().into_owned();
        assert_eq!(view.decided().state, Step::Issued);
        let decided = without_wish(&view, notebook.confirmed(plan));
        assert_eq!(decided.decided().state, Step::Draft);
        assert_eq!(decided.value(plan, plan::TITLE), view.value(plan, plan::TITLE));
    }
}
