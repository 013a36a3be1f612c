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
