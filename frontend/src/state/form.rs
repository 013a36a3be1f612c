//! An open form: what was typed is on the device within half a second, one form a root.

use super::{State, core::Core, fresh};
use crate::{
    browser::lock::{self, LockGuard},
    photo::{self, PhotoError},
    store::{Store, StoreError, Table, one},
    sync::{Desk, Reason, round::form_lock},
};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use shared::{
    attachment::{self, PHOTO},
    change::Home,
    digest::Digest,
    id::RecordId,
    notebook::{Edit, Form},
};
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::{Rc, Weak},
};
use wasm_bindgen_futures::spawn_local;

/// How long what was typed may wait for what is typed next.
const REST_MS: u32 = 250;
/// How long a form waits for the same form that is just being closed, also on a device that refuses to
/// write: longer than from one attempt to the next.
pub(super) const LOCK_PATIENCE_MS: u32 = 1_500;

/// The form is open in another tab, or nobody has signed in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OpenElsewhere;

/// What the mark beside a form says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum SavedState {
    /// Nothing was typed yet.
    #[default]
    Nothing,
    /// Something is on its way to the medium.
    Saving,
    /// Everything is on the medium.
    Saved {
        /// Since when, by the device's clock.
        at_ms: i64,
    },
    /// The device's memory refuses. What was typed is kept in this tab and tried again.
    Failed {
        /// The code of the reason.
        message: String,
    },
}

/// An open form on one root. Clones are the same form; when the last one goes, what was typed is
/// handed over and the form is given back.
#[derive(Clone)]
pub struct OpenForm {
    /// What the mark says.
    pub saved: Signal<SavedState>,
    form: Rc<FormCore>,
}

pub(super) struct FormCore {
    desk: Rc<Desk>,
    core: Weak<Core>,
    root: RecordId,
    form: RefCell<Form>,
    typed: RefCell<BTreeMap<(RecordId, String), Edit>>,
    rest: RefCell<Option<Timeout>>,
    ticket: Cell<u64>,
    saved: RwSignal<SavedState>,
    guard: RefCell<Option<LockGuard>>,
}

impl State {
    /// Opens a form: everything that the root shows is on the screen now.
    ///
    /// # Errors
    /// [`OpenElsewhere`].
    pub async fn open(self, root: RecordId, kind: &'static str, home: Home) -> Result<OpenForm, OpenElsewhere> {
        let core = self.core();
        let desk = core.desk().ok_or(OpenElsewhere)?;
        let guard = lock::held_within(&form_lock(root), LOCK_PATIENCE_MS).await;
        let guard = guard.ok_or(OpenElsewhere)?;
        // Opening seals what an earlier form left unsealed: its newest text, not what this tab has of it.
        desk.read_unsealed_again(&BTreeSet::from([root])).await.map_err(|_| OpenElsewhere)?;
        let (form, _) = desk.write(|notebook| notebook.open(root, kind, home));
        let saved = core.owner.with(|| RwSignal::new(SavedState::Nothing));
        let form = Rc::new(FormCore {
            desk,
            core: Rc::downgrade(&core),
            root,
            form: RefCell::new(form),
            typed: RefCell::default(),
            rest: RefCell::default(),
            ticket: Cell::new(0),
            saved,
            guard: RefCell::new(Some(guard)),
        });
        core.forms.borrow_mut().push(Rc::downgrade(&form));
        Ok(OpenForm { saved: core.owner.with(|| saved.into()), form })
    }
}

impl OpenForm {
    /// The root that the form edits.
    #[must_use]
    pub fn root(&self) -> RecordId {
        self.form.root
    }

    /// Takes what a person did. Call it at every input; it rests a moment for what comes next.
    pub fn save(&self, edits: Vec<Edit>) {
        if edits.is_empty() {
            return;
        }
        let mut typed = self.form.typed.borrow_mut();
        for edit in edits {
            typed.insert((edit.record, edit.field.clone()), edit);
        }
        drop(typed);
        self.form.say(SavedState::Saving);
        let mut rest = self.form.rest.borrow_mut();
        if rest.is_none() {
            let form = Rc::downgrade(&self.form);
            *rest = Some(Timeout::new(REST_MS, move || {
                if let Some(form) = form.upgrade() {
                    form.flush();
                }
            }));
        }
    }

    /// Hands over now what was typed, as when a field is left.
    pub fn flush(&self) {
        self.form.flush();
    }

    /// Waits until everything that was handed over is on the medium.
    ///
    /// # Errors
    /// The device's memory refused; it is kept in this tab and tried again.
    pub async fn written(&self) -> Result<(), StoreError> {
        self.form.desk.written(self.form.ticket.get()).await
    }

    /// Waits until everything that was handed over is on the medium, however often that must be tried. It
    /// keeps the form open no longer than it is.
    pub fn written_at_last(&self) -> impl Future<Output = ()> + use<> {
        let (desk, ticket) = (Rc::clone(&self.form.desk), self.form.ticket.get());
        // Each refusal comes from an attempt, and those are seconds apart.
        async move { while desk.written(ticket).await.is_err() {} }
    }

    /// Undoes this form's one save: what stood there `before` is there again, in conflict if it was. The
    /// form is to be dropped afterwards.
    pub fn undo(&self, before: Vec<Edit>) {
        let before = before.into_iter().map(|edit| (edit, fresh())).collect();
        self.form.desk.write(|notebook| ((), notebook.undo(&self.form.form.borrow(), before)));
        if let Some(core) = self.form.core.upgrade() {
            core.nudge(Reason::Saved);
        }
    }

    /// A field that nobody is in was drawn anew: what it shows now is on the screen.
    pub fn redraw(&self, record: RecordId, field: &str) {
        self.form.flush();
        let mut form = self.form.form.borrow_mut();
        self.form.desk.read(|notebook| notebook.draw(&mut form, record, field));
    }

    /// Every live version of a field is on the screen, as when people decide a conflict.
    pub fn redraw_all(&self, record: RecordId, field: &str) {
        self.form.flush();
        let mut form = self.form.form.borrow_mut();
        self.form.desk.read(|notebook| notebook.draw_all(&mut form, record, field));
    }

    /// Makes a photo of a picked file and keeps it with the child `record`, in one transaction.
    ///
    /// # Errors
    /// As [`PhotoError`] says; only after [`PhotoError::NotKept`] is it still tried again.
    pub async fn add_photo(
        &self,
        file: web_sys::File,
        record: RecordId,
        extra: Vec<Edit>,
    ) -> Result<Digest, PhotoError> {
        let made = photo::prepared(&file).await?;
        let sha256 = made.sha256;
        let edit =
            |field: &str, value: shared::value::Value| Edit { record, kind: PHOTO, field: field.to_owned(), value };
        let mut edits = extra;
        edits.extend([
            edit(attachment::SHA256, sha256.to_string().into()),
            edit(attachment::BYTES, i64::try_from(made.bytes.len()).unwrap_or(i64::MAX).into()),
            edit(attachment::MEDIA, photo::MIME.into()),
            edit(attachment::WIDTH, i64::from(made.width).into()),
            edit(attachment::HEIGHT, i64::from(made.height).into()),
        ]);
        self.form.flush();
        // Its bytes by themselves first: for want of room they must not hold up what is typed. Whoever is told
        // that a photo was not taken has nothing of it in the record.
        let trial = one(Table::Photo, sha256.to_string(), made.bytes.clone());
        self.form.desk.store().note(trial).await.map_err(|error| match error {
            StoreError::Full => PhotoError::NoRoom,
            _ => PhotoError::NotTaken,
        })?;
        let ticket = self.form.hand_over(edits, |notebook, batch, root| {
            notebook.keep_photo(root, sha256, made.bytes, batch);
        });
        self.form.desk.written(ticket).await.map_err(|_| PhotoError::NotKept)?;
        Ok(sha256)
    }
}

impl FormCore {
    pub fn root(&self) -> RecordId {
        self.root
    }

    /// Hands over what was typed.
    pub fn flush(&self) {
        drop(self.rest.borrow_mut().take());
        let typed = std::mem::take(&mut *self.typed.borrow_mut());
        if !typed.is_empty() {
            self.hand_over(typed.into_values().collect(), |_, _, _| {});
        }
    }

    fn hand_over(
        &self,
        edits: Vec<Edit>,
        with: impl FnOnce(&mut shared::notebook::Notebook, &mut crate::store::WriteBatch, RecordId),
    ) -> u64 {
        self.say(SavedState::Saving);
        let mut form = self.form.borrow_mut();
        let ((), ticket) = self.desk.write(|notebook| {
            let mut batch = notebook.save(&mut form, edits, fresh());
            with(notebook, &mut batch, self.root);
            ((), batch)
        });
        drop(form);
        self.ticket.set(ticket);
        if let Some(core) = self.core.upgrade() {
            core.nudge(Reason::Saved);
        }
        ticket
    }

    /// Everything up to a ticket is on the medium. Answers whether that is all that was typed here.
    pub fn note_written(&self, through: u64, at_ms: i64) -> bool {
        let ticket = self.ticket.get();
        let all = ticket > 0 && ticket <= through && self.typed.borrow().is_empty();
        let news = all && !matches!(self.saved.try_get_untracked(), Some(SavedState::Saved { .. }));
        if news {
            self.say(SavedState::Saved { at_ms });
        }
        news
    }

    /// Whether something that was typed is not on the medium.
    pub fn is_unkept(&self) -> bool {
        matches!(self.saved.try_get_untracked(), Some(SavedState::Saving | SavedState::Failed { .. }))
    }

    pub fn note_trouble(&self, error: &StoreError) {
        if self.saved.try_get_untracked() == Some(SavedState::Saving) {
            self.say(SavedState::Failed { message: error.code().to_owned() });
        }
    }

    fn say(&self, now: SavedState) {
        if self.saved.try_get_untracked().is_some_and(|old| old != now) {
            let _gone = self.saved.try_set(now);
        }
    }
}

impl Drop for FormCore {
    fn drop(&mut self) {
        self.flush();
        let root = self.root;
        let (_, ticket) = self.desk.write(|notebook| ((), notebook.seal(root)));
        let (desk, guard) = (Rc::clone(&self.desk), self.guard.borrow_mut().take());
        // The next form on this root opens when this one's last save is on the medium.
        spawn_local(async move {
            let _ = desk.written(ticket).await;
            drop(guard);
        });
    }
}
