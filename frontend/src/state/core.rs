//! What stands behind the signals: the desk, its driver, the open forms, and who must hear of what.

use super::{
    form::FormCore,
    interrupted::{Interrupted, WrittenIn},
    reading::{ConflictItem, conflicts_of},
    settings::{Lang, StorageFacts},
    tally::{self, Tally},
};
use crate::{
    browser::{channel::Channel, clock::Rest, events},
    store::{Store, StoreError, Table, WriteBatch},
    sync::{
        Desk, Driver, News, Reason, SyncStatus,
        account::{Device, Settings, UnsentOf},
        desk::DIRECTORY,
        driver::Ears,
        poke::Poke,
    },
};
use gloo_events::EventListener;
use leptos::prelude::*;
use shared::{
    catalogue::Catalogue,
    digest::Digest,
    fold::Root,
    id::{PersonId, RecordId},
    notebook::Notebook,
    wire::{Directory, SignedIn},
};
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::{Rc, Weak},
    sync::Arc,
};
use wasm_bindgen_futures::spawn_local;

/// Everything that is not a signal for pages.
pub(super) struct Core {
    pub ready: RwSignal<bool>,
    /// Why the device's memory, or the notebook in it, could not be opened; the code of the reason.
    pub not_opened: RwSignal<Option<String>>,
    /// The wait before that is tried again.
    pub before_opening: Rest,
    pub session: RwSignal<Option<SignedIn>>,
    pub expired: RwSignal<bool>,
    pub lang: RwSignal<Lang>,
    pub text_size: RwSignal<u8>,
    /// Photos wait for a network that costs nothing; kept on the device.
    pub photos_wait: RwSignal<bool>,
    pub storage: RwSignal<StorageFacts>,
    pub directory: RwSignal<Arc<Directory>>,
    pub sync: RwSignal<SyncStatus>,
    pub saved_ms: RwSignal<Option<i64>>,
    pub store_trouble: RwSignal<Option<String>>,
    /// Where a press leads while what was typed is not on the medium, until somebody has decided.
    pub leaving: RwSignal<Option<String>>,
    pub update_waiting: RwSignal<bool>,
    pub known_logins: RwSignal<Vec<String>>,
    pub unsent_of_others: RwSignal<Vec<UnsentOf>>,
    /// Counts whatever happens to the notebook.
    pub revision: RwSignal<u64>,
    /// Everything that a form's signals may outlive its page for.
    pub owner: Owner,
    pub device: RefCell<Option<Device>>,
    pub news_of_session: RefCell<Option<Channel>>,
    pub listeners: RefCell<Vec<EventListener>>,
    pub forms: RefCell<Vec<Weak<FormCore>>>,
    pub written_in: RefCell<WrittenIn>,
    /// Photos that may go over any network: those that waited when somebody said so.
    pub photos_now: RefCell<BTreeSet<Digest>>,
    /// How people like this device, as the device's store has it.
    pub settings_kept: RefCell<Option<Settings>>,
    pub interrupted: Cell<Interrupted>,
    pub opened_again: RwSignal<Option<RecordId>>,
    desk: RefCell<Option<Rc<Desk>>>,
    driver: RefCell<Option<Driver>>,
    tally: RefCell<Option<Rc<Tally>>>,
    pub poke: RefCell<Option<Poke>>,
    drawn: RefCell<BTreeMap<RecordId, Arc<Root>>>,
    of_root: RefCell<BTreeMap<RecordId, ArcTrigger>>,
    of_kind: RefCell<BTreeMap<String, ArcTrigger>>,
    conflicts: RefCell<Conflicts>,
}

/// The conflicts of every root that has some, once they were asked for.
#[derive(Default)]
struct Conflicts {
    asked: bool,
    by_root: BTreeMap<RecordId, Vec<ConflictItem>>,
}

/// What stands on the screen before the first synchronisation: the catalogue that is shipped.
fn no_directory() -> Directory {
    Directory {
        version: String::new(),
        units: Vec::new(),
        people: Vec::new(),
        catalogue: Catalogue::reference().clone(),
    }
}

/// Units, people and catalogue, as a person's store has them.
async fn directory_in(desk: &Desk) -> Result<Arc<Directory>, StoreError> {
    let text = desk.store().get(Table::Meta, DIRECTORY).await?;
    let directory = text.and_then(|text| serde_json::from_slice(&text).ok());
    Ok(Arc::new(directory.unwrap_or_else(no_directory)))
}

impl Core {
    pub fn new() -> Self {
        Self {
            ready: RwSignal::new(false),
            not_opened: RwSignal::new(None),
            before_opening: Rest::default(),
            session: RwSignal::new(None),
            expired: RwSignal::new(false),
            lang: RwSignal::new(Lang::Vi),
            text_size: RwSignal::new(1),
            photos_wait: RwSignal::new(false),
            storage: RwSignal::default(),
            directory: RwSignal::new(Arc::new(no_directory())),
            sync: RwSignal::default(),
            saved_ms: RwSignal::new(None),
            store_trouble: RwSignal::new(None),
            leaving: RwSignal::new(None),
            update_waiting: RwSignal::new(false),
            known_logins: RwSignal::default(),
            unsent_of_others: RwSignal::default(),
            revision: RwSignal::new(0),
            owner: Owner::current().unwrap_or_default(),
            device: RefCell::default(),
            news_of_session: RefCell::default(),
            listeners: RefCell::default(),
            forms: RefCell::default(),
            written_in: RefCell::default(),
            photos_now: RefCell::default(),
            settings_kept: RefCell::default(),
            interrupted: Cell::default(),
            opened_again: RwSignal::new(None),
            desk: RefCell::default(),
            driver: RefCell::default(),
            tally: RefCell::default(),
            poke: RefCell::default(),
            drawn: RefCell::default(),
            of_root: RefCell::default(),
            of_kind: RefCell::default(),
            conflicts: RefCell::default(),
        }
    }

    pub fn desk(&self) -> Option<Rc<Desk>> {
        self.desk.borrow().clone()
    }

    /// Looks into the notebook; what there is before anybody has signed in is the default.
    pub fn read<T: Default>(&self, look: impl FnOnce(&Notebook) -> T) -> T {
        self.desk().map_or_else(T::default, |desk| desk.read(look))
    }

    /// Changes the notebook; answers the ticket of the write.
    pub fn write(&self, change: impl FnOnce(&mut Notebook) -> ((), WriteBatch)) -> u64 {
        self.desk().map_or(0, |desk| desk.write(change).1)
    }

    pub fn nudge(&self, reason: Reason) {
        if let Some(driver) = &*self.driver.borrow() {
            driver.nudge(reason);
        }
    }

    /// Lays a person's notebook open, in the place of whatever lay there.
    pub async fn open_desk(self: &Rc<Self>, device: &Device, person: &SignedIn) -> Result<(), StoreError> {
        let desk = Desk::open(person.person, person.device).await?;
        let directory = directory_in(&desk).await?;
        self.close_desk();
        let core = Rc::downgrade(self);
        desk.listen(move |news| {
            if let Some(core) = core.upgrade() {
                core.hear(news);
            }
        });
        *self.desk.borrow_mut() = Some(Rc::clone(&desk));
        *self.tally.borrow_mut() = Some(Tally::new(device.clone(), person.person, person.name.clone()));
        self.directory.set(directory);
        self.hear(News::Everything);
        *self.driver.borrow_mut() = Some(Driver::start(desk, device.clone(), self.ears()));
        Ok(())
    }

    /// Puts the notebook away. What waits to be written is still written.
    pub fn close_desk(&self) {
        self.flush_forms();
        self.driver.borrow_mut().take();
        // What is flushed just now is counted; the next notebook is not this person's.
        self.tally.borrow_mut().take();
        self.photos_now.borrow_mut().clear();
        self.interrupted.set(Interrupted::default());
        self.opened_again.set(None);
        self.poke.borrow_mut().take();
        if let Some(desk) = self.desk.borrow_mut().take() {
            desk.close();
        }
        self.sync.set(SyncStatus::default());
        self.touch_everything();
    }

    fn ears(self: &Rc<Self>) -> Ears {
        let (status, expired) = (Rc::downgrade(self), Rc::downgrade(self));
        let (flush, open, photos) = (Rc::downgrade(self), Rc::downgrade(self), Rc::downgrade(self));
        Ears {
            status: Box::new(move |now| {
                if let Some(core) = status.upgrade() {
                    core.sync.set(now);
                }
            }),
            expired: Box::new(move |now| {
                if let Some(core) = expired.upgrade()
                    && core.expired.get_untracked() != now
                {
                    core.expired.set(now);
                    core.listen_for_pokes(events::is_visible());
                }
            }),
            flush: Box::new(move || {
                if let Some(core) = flush.upgrade() {
                    core.flush_forms();
                }
            }),
            open_here: Box::new(move || {
                let Some(core) = open.upgrade() else { return BTreeSet::new() };
                core.open_forms().iter().map(|form| form.root()).collect()
            }),
            photo_waits: Box::new(move |sha256| photos.upgrade().is_some_and(|core| core.is_held(sha256))),
        }
    }

    pub fn open_forms(&self) -> Vec<Rc<FormCore>> {
        let mut forms = self.forms.borrow_mut();
        forms.retain(|form| form.strong_count() > 0);
        forms.iter().filter_map(Weak::upgrade).collect()
    }

    /// Hands over what was typed in any form of this tab.
    pub fn flush_forms(&self) {
        for form in self.open_forms() {
            form.flush();
        }
    }

    fn hear(self: &Rc<Self>, news: News) {
        match news {
            News::Roots(roots) => self.touch(&roots),
            News::Everything => self.touch_everything(),
            News::Written { through, at_ms } => self.note_written(through, at_ms),
            News::StoreTrouble(error) => self.note_trouble(&error),
            News::Synced => self.note_synced(),
            News::SyncAsked => self.nudge(Reason::Hint),
            News::Directory => {
                let core = Rc::clone(self);
                spawn_local(async move {
                    // What cannot be read now stays as it was.
                    if let Some(desk) = core.desk()
                        && let Ok(directory) = directory_in(&desk).await
                    {
                        core.directory.set(directory);
                    }
                });
            }
        }
    }

    /// Another tab has talked to the server.
    fn note_synced(&self) {
        let last_ok_ms = self.desk().and_then(|desk| desk.last_ok().at_ms());
        self.sync.update(|status| status.last_ok_ms = last_ok_ms);
    }

    fn note_written(&self, through: u64, at_ms: i64) {
        if self.store_trouble.get_untracked().is_some() {
            self.store_trouble.set(None);
        }
        for form in self.open_forms() {
            if form.note_written(through, at_ms) {
                self.saved_ms.set(Some(at_ms));
            }
        }
    }

    fn note_trouble(&self, error: &StoreError) {
        self.store_trouble.set(Some(error.code().to_owned()));
        for form in self.open_forms() {
            form.note_trouble(error);
        }
    }

    fn touch(&self, roots: &BTreeSet<RecordId>) {
        let mut kinds = BTreeSet::new();
        {
            let mut drawn = self.drawn.borrow_mut();
            let mut conflicts = self.conflicts.borrow_mut();
            for id in roots {
                kinds.extend(drawn.remove(id).map(|old| old.kind.clone()));
                let now = self.read(|notebook| {
                    let root = notebook.root(*id)?;
                    let found = if conflicts.asked { conflicts_of(&root) } else { Vec::new() };
                    Some((root.kind.clone(), found))
                });
                let found = now.map_or_else(Vec::new, |(kind, found)| {
                    kinds.insert(kind);
                    found
                });
                if found.is_empty() {
                    conflicts.by_root.remove(id);
                } else {
                    conflicts.by_root.insert(*id, found);
                }
            }
        }
        let of_root: Vec<ArcTrigger> = {
            let triggers = self.of_root.borrow();
            roots.iter().filter_map(|id| triggers.get(id).cloned()).collect()
        };
        let of_kind: Vec<ArcTrigger> = {
            let triggers = self.of_kind.borrow();
            kinds.iter().filter_map(|kind| triggers.get(kind).cloned()).collect()
        };
        for trigger in of_root.into_iter().chain(of_kind) {
            trigger.notify();
        }
        self.count_on();
    }

    fn touch_everything(&self) {
        self.drawn.borrow_mut().clear();
        *self.conflicts.borrow_mut() = Conflicts::default();
        let of_root: Vec<_> = self.of_root.borrow().values().cloned().collect();
        let of_kind: Vec<_> = self.of_kind.borrow().values().cloned().collect();
        for trigger in of_root.into_iter().chain(of_kind) {
            trigger.notify();
        }
        self.count_on();
    }

    fn count_on(&self) {
        if let Some(tally) = &*self.tally.borrow() {
            tally.note(self.read(tally::unsent));
        }
        self.revision.update(|revision| *revision += 1);
    }

    /// Reads who has worked on this device, and what of theirs waits.
    pub async fn read_device(&self, me: Option<PersonId>) {
        let Some(device) = self.device.borrow().clone() else { return };
        self.known_logins.set(device.known_logins().await);
        self.unsent_of_others.set(device.unsent_of_others(me).await);
    }

    /// Notified whenever this root, or how far it has travelled, changes.
    pub fn trigger_of_root(&self, id: RecordId) -> ArcTrigger {
        self.of_root.borrow_mut().entry(id).or_default().clone()
    }

    /// Notified whenever any root of this kind changes, comes or goes.
    pub fn trigger_of_kind(&self, kind: &str) -> ArcTrigger {
        self.of_kind.borrow_mut().entry(kind.to_owned()).or_default().clone()
    }

    /// A root as it is drawn; the same `Arc` until it changes.
    pub fn drawn(&self, id: RecordId) -> Option<Arc<Root>> {
        if let Some(root) = self.drawn.borrow().get(&id) {
            return Some(Arc::clone(root));
        }
        let root = self.read(|notebook| notebook.root(id).map(|root| Arc::new(root.into_owned())))?;
        self.drawn.borrow_mut().insert(id, Arc::clone(&root));
        Some(root)
    }

    /// Every conflict on the device. The first question looks everywhere, later ones look up.
    pub fn all_conflicts(&self) -> Vec<ConflictItem> {
        if !self.conflicts.borrow().asked {
            let by_root = self.read(|notebook| {
                let kinds = ["plan", "activity", "report"];
                let ids = kinds.into_iter().flat_map(|kind| notebook.roots(kind));
                let found = ids.filter_map(|id| Some((id, conflicts_of(&*notebook.root(id)?))));
                found.filter(|(_, found)| !found.is_empty()).collect()
            });
            *self.conflicts.borrow_mut() = Conflicts { asked: true, by_root };
        }
        self.conflicts.borrow().by_root.values().flatten().cloned().collect()
    }
}
