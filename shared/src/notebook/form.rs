//! Saving: what a form has drawn, what a save says it has seen, and which older save it replaces.

use super::{Notebook, Pending, PhotoState, Status, Table, WriteBatch};
use crate::{
    change::{Act, Change, FieldEdit, Home, RecordEdit, State},
    digest::Digest,
    fold::Root,
    id::{ChangeId, RecordId},
    mutant::Mutant,
    order::gathered,
    value::Value,
    wire::{BlobReceipt, PHOTOS_ASKED_MAX},
};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

/// What only the outside can give: a fresh id, a random salt, the device's time.
#[derive(Clone, Copy, Debug)]
pub struct Fresh {
    /// A new id, never used before.
    pub id: ChangeId,
    /// Random.
    pub salt: u64,
    /// Milliseconds since 1970 by the device's clock.
    pub at_ms: i64,
}

/// One field as a person left it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    /// The record.
    pub record: RecordId,
    /// The record's kind.
    pub kind: &'static str,
    /// The field.
    pub field: String,
    /// The value.
    pub value: Value,
}

/// An open form on one root: it remembers what stood on the screen, field by field.
#[derive(Clone, Debug)]
pub struct Form {
    root: RecordId,
    kind: &'static str,
    home: Home,
    /// The versions whose values were drawn.
    drawn: BTreeMap<(RecordId, String), BTreeSet<ChangeId>>,
    /// This form's newest save; a further one replaces it while it is unsealed.
    last: Option<ChangeId>,
}

impl Form {
    /// The root that the form edits.
    #[must_use]
    pub fn root(&self) -> RecordId {
        self.root
    }

    /// The save is on the screen now, in the fields that it wrote; the one that it replaced is not.
    fn note_save(&mut self, change: &Change, replaced: Option<ChangeId>) {
        for record in &change.records {
            for field in record.fields.keys() {
                let seen = self.drawn.entry((record.id, field.clone())).or_default();
                seen.insert(change.id);
                if let Some(replaced) = replaced {
                    seen.remove(&replaced);
                }
            }
        }
        self.last = Some(change.id);
    }
}

fn seen_on_screen(view: &Root, record: RecordId, field: &str) -> BTreeSet<ChangeId> {
    let Some(field) = view.field(record, field) else { return BTreeSet::new() };
    let Some(shown) = field.shown() else { return BTreeSet::new() };
    gathered(field.live.iter().filter(|version| version.value == shown.value).map(|version| version.id))
}

impl Notebook {
    /// Opens a form: everything that the root shows is drawn. An unsealed save of an earlier form
    /// on the same root is sealed, since this form shows more than that one did.
    pub fn open(&mut self, root: RecordId, kind: &'static str, home: Home) -> (Form, WriteBatch) {
        let batch = self.seal(root);
        let mut form = Form { root, kind, home, drawn: BTreeMap::new(), last: None };
        if let Some(view) = self.root(root) {
            form.home = view.home;
            for (id, record) in &view.records {
                for name in record.fields.keys() {
                    let seen = seen_on_screen(&view, *id, name);
                    let seen = self.with_own_chain(root, *id, name, seen);
                    form.drawn.insert((*id, name.clone()), seen);
                }
            }
        }
        (form, batch)
    }

    /// Saves what a person did. Returns the rows to write in one transaction; only when that has
    /// completed may the screen say that it is saved.
    pub fn save(&mut self, form: &mut Form, edits: Vec<Edit>, fresh: Fresh) -> WriteBatch {
        let mut batch = WriteBatch::default();
        let replaced = self.replaceable(form);
        let mut records: BTreeMap<RecordId, RecordEdit> = BTreeMap::new();
        let mut replaced_id = None;
        let (seq, home) = match replaced {
            Some(seq) => {
                let old = self.pending.remove(&seq).expect("it was just found");
                replaced_id = Some(old.change.id);
                records.extend(old.change.records.into_iter().map(|record| (record.id, record)));
                (seq, old.change.home)
            }
            None => {
                batch.append(self.seal(form.root));
                (self.next_seq(fresh.id), self.home_of(form.root).is_none().then_some(form.home))
            }
        };
        let kept_id = replaced_id.filter(|_| Mutant::IdKept.lives());
        let fresh = Fresh { id: kept_id.unwrap_or(fresh.id), ..fresh };
        for edit in edits {
            let place = (edit.record, edit.field);
            let mut seen = form.drawn.get(&place).cloned().unwrap_or_default();
            if Mutant::SeenAtSave.lives() {
                let view = self.root(form.root);
                let live = view.iter().filter_map(|view| view.field(place.0, &place.1)).flat_map(|field| field.ids());
                seen.extend(live.collect::<Vec<_>>());
            }
            seen.retain(|id| Some(*id) != replaced_id);
            let (_, field) = place;
            let record = records.entry(edit.record).or_insert_with(|| RecordEdit {
                id: edit.record,
                kind: edit.kind.to_owned(),
                fields: BTreeMap::new(),
            });
            // As good as said by `with_own_chain` already; said here too, where it is meant.
            if let Some(old) = record.fields.get(&field) {
                seen.extend(&old.seen);
            }
            record.fields.insert(field, FieldEdit { value: edit.value, seen });
        }
        let change = self.change(form.root, form.kind, fresh, home, records.into_values().collect(), None);
        form.note_save(&change, replaced_id);
        self.queue(seq, change, Status::Open, &mut batch);
        batch
    }

    /// Notes that a field is drawn anew: what is shown there now was seen, with every version of
    /// equal value, but nothing that waits behind a conflict's badge.
    pub fn draw(&self, form: &mut Form, record: RecordId, field: &str) {
        let Some(view) = self.root(form.root) else { return };
        if Mutant::SeenByRecord.lives() {
            for name in view.records.get(&record).into_iter().flat_map(|record| record.fields.keys()) {
                form.drawn.insert((record, name.clone()), seen_on_screen(&view, record, name));
            }
        }
        let seen = seen_on_screen(&view, record, field);
        form.drawn.insert((record, field.to_owned()), self.with_own_chain(form.root, record, field, seen));
    }

    /// Notes that every live version of a field stands on the screen, as when a conflict is decided.
    pub fn draw_all(&self, form: &mut Form, record: RecordId, field: &str) {
        let Some(view) = self.root(form.root) else { return };
        let seen = gathered(view.field(record, field).into_iter().flat_map(|field| field.ids()));
        form.drawn.insert((record, field.to_owned()), self.with_own_chain(form.root, record, field, seen));
    }

    /// If a version on the screen is an own one without a number, what it had seen was seen too:
    /// should it be kept aside, its successor must still replace what stood before it. The same holds for
    /// one that was numbered out of this device's sight: no seal can prove its number, should it be lost.
    fn with_own_chain(
        &self,
        root: RecordId,
        record: RecordId,
        field: &str,
        mut seen: BTreeSet<ChangeId>,
    ) -> BTreeSet<ChangeId> {
        if Mutant::OwnChainForgotten.lives() {
            return seen;
        }
        let mut waiting: Vec<ChangeId> = seen.iter().copied().collect();
        while let Some(id) = waiting.pop() {
            let own = self.pending_of(root).map(|(_, pending)| &pending.change).find(|change| change.id == id);
            let Some(own) = own.map(Cow::Borrowed).or_else(|| self.sent_out_of_sight(id).map(Cow::Owned)) else {
                continue;
            };
            let edit = own.records.iter().find(|edit| edit.id == record).and_then(|edit| edit.fields.get(field));
            for before in edit.into_iter().flat_map(|edit| &edit.seen) {
                if seen.insert(*before) {
                    waiting.push(*before);
                }
            }
        }
        seen
    }

    fn replaceable(&self, form: &Form) -> Option<u64> {
        let last = form.last?;
        let (seq, pending) = self.pending_of(form.root).next_back()?;
        (pending.change.id == last && pending.status == Status::Open).then_some(seq)
    }

    /// Seals what stands unsealed for a root: it may leave the device and is not replaced any more.
    pub fn seal(&mut self, root: RecordId) -> WriteBatch {
        let mut batch = WriteBatch::default();
        for (seq, pending) in &mut self.pending {
            if pending.change.root == root && pending.status == Status::Open {
                pending.status = Status::Sealed;
                batch.put_pending(*seq, pending);
            }
        }
        batch
    }

    /// Queues the wish for a transition. `view` is what stands on the person's screen.
    pub fn wish_for(&mut self, view: &Root, to: State, note: &str, fresh: Fresh) -> WriteBatch {
        let mut batch = self.seal(view.id);
        let proof = matches!(to, State::Approved | State::Issued);
        let act = Act {
            saw: view.decided().version,
            after: self.own_unnumbered(view.id),
            basis: proof.then(|| view.basis()),
            note: note.trim().to_owned(),
            to,
        };
        let change = self.change(view.id, &view.kind, fresh, None, Vec::new(), Some(act));
        self.queue(self.next_seq(fresh.id), change, Status::Sealed, &mut batch);
        batch
    }

    /// Keeps a photo with the save that names it; the bytes go into the same transaction.
    pub fn keep_photo(&mut self, root: RecordId, sha256: Digest, bytes: Vec<u8>, batch: &mut WriteBatch) {
        let known = self.photos.get(&sha256).filter(|photo| photo.sent);
        let order = known.map_or(0, |photo| photo.order);
        let state = PhotoState { root, bytes: bytes.len() as u64, sent: known.is_some(), order };
        batch.put(Table::PhotoState, sha256, &state);
        batch.puts.push((Table::Photo, sha256.to_string(), bytes));
        self.photos.insert(sha256, state);
    }

    /// The server has these bytes. The receipt must repeat hash and size, or it proves nothing.
    pub fn photo_sent(&mut self, receipt: BlobReceipt) -> WriteBatch {
        let mut batch = WriteBatch::default();
        let last = self.photos.values().map(|photo| photo.order).max().unwrap_or(0);
        if let Some(photo) = self.photos.get_mut(&receipt.sha256)
            && photo.bytes == receipt.bytes
        {
            photo.sent = true;
            photo.order = last + 1;
            batch.put(Table::PhotoState, receipt.sha256, photo);
        }
        batch
    }

    /// The photos that were confirmed last.
    pub(super) fn last_photos(&self) -> BTreeSet<Digest> {
        let last = self.photos.values().map(|photo| photo.order).max().unwrap_or(0);
        let is_late = |photo: &PhotoState| photo.sent && photo.order + PHOTOS_ASKED_MAX as u64 > last;
        gathered(
            self.photos.iter().filter(|(_, photo)| is_late(photo)).map(|(sha256, _)| *sha256).take(PHOTOS_ASKED_MAX),
        )
    }

    /// Undoes this form's one save. While it is unsealed it never left the device and is taken back as if
    /// it had never been; otherwise every edit of `before` is saved beside its fellows, each having seen
    /// what the form showed, so that what was decided between is in conflict again. The form is to be
    /// closed afterwards, since what it shows is no longer there.
    pub fn undo(&mut self, form: &Form, before: Vec<(Edit, Fresh)>) -> WriteBatch {
        let mut batch = WriteBatch::default();
        if let Some(seq) = self.replaceable(form) {
            self.pending.remove(&seq);
            batch.delete_pending(seq);
            return batch;
        }
        for (edit, fresh) in before {
            batch.append(self.save(&mut form.clone(), vec![edit], fresh));
        }
        batch
    }

    /// Takes an own change that the server keeps aside, or that was dropped, out of the outbox, as its author wishes.
    pub fn dismiss(&mut self, seq: u64) -> WriteBatch {
        let mut batch = WriteBatch::default();
        if self.pending.get(&seq).is_some_and(|pending| !pending.is_drawn()) {
            self.pending.remove(&seq);
            batch.delete_pending(seq);
        }
        batch
    }

    fn change(
        &self,
        root: RecordId,
        kind: &str,
        fresh: Fresh,
        home: Option<Home>,
        records: Vec<RecordEdit>,
        act: Option<Act>,
    ) -> Change {
        let Fresh { id, salt, at_ms } = fresh;
        Change {
            id,
            root,
            kind: kind.to_owned(),
            home,
            by: self.person,
            device: self.device,
            at_ms,
            salt,
            records,
            act,
        }
    }

    fn queue(&mut self, seq: u64, change: Change, status: Status, batch: &mut WriteBatch) {
        let text = serde_json::to_string(&change).expect("changes are plain data with text keys");
        let pending = Pending { text, change, status };
        batch.put_pending(seq, &pending);
        self.pending.insert(seq, pending);
    }
}
