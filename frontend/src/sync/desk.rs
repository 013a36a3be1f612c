//! The desk: one person's notebook as it lies open in this tab, joined to the store beneath and to the
//! other tabs beside it. It knows nothing of the line.
//!
//! A save changes the notebook at once and is written behind it, in order, one transaction at a
//! time; what could not be written is kept and written later. Other tabs are told which rows
//! changed and read those again.

use super::{
    last_ok::LastOk,
    loading::{GENERATION, generation_in, load},
    news::{News, Word},
    patience::AFTER_REFUSED_MS,
    places::{Places, places, touched, unsealed_keys},
    room::committed,
    writing::Writing,
};
use crate::{
    browser::{channel::Channel, clock},
    store::{DeviceStore, Store, StoreError, Table, WriteBatch, one, person_database},
};
use futures_channel::oneshot;
use shared::{
    id::{DeviceId, PersonId, RecordId},
    notebook::{Notebook, Row, RowError},
    order::sort_by_key,
};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    rc::Rc,
};
use wasm_bindgen_futures::spawn_local;

/// The row that holds units, people and catalogue.
pub const DIRECTORY: &str = "directory";

type Listener = Rc<dyn Fn(News)>;
/// Told once whether a ticket is on the medium.
type Told = oneshot::Sender<Result<(), StoreError>>;

/// One person's notebook in this tab.
pub struct Desk {
    notebook: RefCell<Notebook>,
    store: DeviceStore,
    writing: RefCell<Writing>,
    waiting: RefCell<Vec<(u64, Told)>>,
    stale: RefCell<Vec<(Table, String)>>,
    busy: Cell<bool>,
    rest: clock::Rest,
    idle: RefCell<Vec<oneshot::Sender<Result<(), StoreError>>>>,
    generation: Cell<u64>,
    last_ok: LastOk,
    unreadable: RefCell<Vec<RowError>>,
    channel: RefCell<Option<Channel>>,
    listener: RefCell<Option<Listener>>,
}

impl Desk {
    /// Opens a person's notebook as the device has it.
    ///
    /// # Errors
    /// The store cannot be opened or read.
    pub async fn open(person: PersonId, device: DeviceId) -> Result<Rc<Self>, StoreError> {
        let store = DeviceStore::open(&person_database(person)).await?;
        let generation = generation_in(&store).await?;
        let mut notebook = Notebook::new(person, device);
        let unreadable = load(&store, &mut notebook).await?;
        Ok(Rc::new(Self {
            last_ok: LastOk::in_store(&store).await?,
            notebook: RefCell::new(notebook),
            store,
            writing: RefCell::default(),
            waiting: RefCell::default(),
            stale: RefCell::default(),
            busy: Cell::new(false),
            rest: clock::Rest::default(),
            idle: RefCell::default(),
            generation: Cell::new(generation),
            unreadable: RefCell::new(unreadable),
            channel: RefCell::new(None),
            listener: RefCell::new(None),
        }))
    }

    /// From now on `listener` hears the news, and other tabs are heard.
    pub fn listen(self: &Rc<Self>, listener: impl Fn(News) + 'static) {
        *self.listener.borrow_mut() = Some(Rc::new(listener));
        let desk = Rc::downgrade(self);
        let hear = move |text: String| {
            let (Some(desk), Ok(word)) = (desk.upgrade(), serde_json::from_str(&text)) else { return };
            desk.hear(word);
        };
        *self.channel.borrow_mut() = Channel::open(&person_database(self.person()), hear);
    }

    /// Closes the desk: nothing is heard or told any more; what waits is still written.
    pub fn close(&self) {
        *self.listener.borrow_mut() = None;
        *self.channel.borrow_mut() = None;
    }

    /// Whose desk it is.
    #[must_use]
    pub fn person(&self) -> PersonId {
        self.notebook.borrow().person()
    }

    /// The store beneath, for what the notebook does not hold: bytes of photos, settings.
    #[must_use]
    pub fn store(&self) -> &DeviceStore {
        &self.store
    }

    /// Rows that could not be read. They stay in the store.
    #[must_use]
    pub fn unreadable(&self) -> usize {
        self.unreadable.borrow().len()
    }

    /// When the server last answered to everything, as this device knows.
    #[must_use]
    pub fn last_ok(&self) -> &LastOk {
        &self.last_ok
    }

    /// Remembers that it has.
    pub fn note_ok(&self, at_ms: i64, server_ms: Option<i64>) {
        self.last_ok.note(at_ms, server_ms, &self.store);
        self.say(&Word::Synced { at_ms });
    }

    /// Looks into the notebook. `look` must not come back to the desk.
    pub fn read<T>(&self, look: impl FnOnce(&Notebook) -> T) -> T {
        look(&self.notebook.borrow())
    }

    /// Changes the notebook and queues the rows; answers what `change` answers and the ticket.
    pub fn write<T>(self: &Rc<Self>, change: impl FnOnce(&mut Notebook) -> (T, WriteBatch)) -> (T, u64) {
        let ((answer, batch), roots) = {
            let mut notebook = self.notebook.borrow_mut();
            let before = places(&notebook);
            let (answer, batch) = change(&mut notebook);
            let mut roots = touched(batch.keys(), &before);
            roots.extend(touched(batch.keys(), &places(&notebook)));
            ((answer, batch), roots)
        };
        let empty = batch.is_empty();
        let ticket = self.writing.borrow_mut().add(batch);
        if !roots.is_empty() {
            self.tell(News::Roots(roots));
        }
        if empty && !self.busy.get() && self.writing.borrow().rows().next().is_none() {
            self.note_written(ticket);
        } else {
            self.start_writing();
        }
        (answer, ticket)
    }

    /// Queues rows that are not the notebook's.
    pub fn put(self: &Rc<Self>, batch: WriteBatch) -> u64 {
        let ticket = self.writing.borrow_mut().add(batch);
        self.start_writing();
        ticket
    }

    /// As [`Desk::write`], for the tab that talks to the server: other tabs will know that what
    /// they hold in memory is old.
    pub fn write_confirmed<T>(self: &Rc<Self>, change: impl FnOnce(&mut Notebook) -> (T, WriteBatch)) -> (T, u64) {
        let next = self.generation.get() + 1;
        self.write(|notebook| {
            let (answer, mut batch) = change(notebook);
            if batch.keys().any(|(table, _)| matches!(table, Table::Root | Table::Cursor)) {
                self.generation.set(next);
                batch.append(one(Table::Meta, GENERATION, next.to_string().into_bytes()));
            }
            (answer, batch)
        })
    }

    /// Waits until everything up to a ticket is on the medium.
    ///
    /// # Errors
    /// The store refused; the rows are kept and tried again.
    pub async fn written(&self, ticket: u64) -> Result<(), StoreError> {
        if self.writing.borrow().written() >= ticket {
            return Ok(());
        }
        let (done, outcome) = oneshot::channel();
        self.waiting.borrow_mut().push((ticket, done));
        outcome.await.unwrap_or_else(|_| Err(StoreError::Lost("the tab closes".to_owned())))
    }

    /// Reads everything again if another tab has talked to the server since. Call it with the sync
    /// lock held: folding new entries onto old roots would be wrong.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn catch_up(self: &Rc<Self>) -> Result<(), StoreError> {
        let generation = generation_in(&self.store).await?;
        if generation <= self.generation.get() {
            return Ok(());
        }
        // Nothing is written while it is read: a save whose commit is under way would stand neither in
        // what was read before it nor in what still waits.
        let _turn = self.turn().await?;
        let mut notebook = self.read(|now| Notebook::new(now.person(), now.device()));
        let unreadable = load(&self.store, &mut notebook).await?;
        // What this tab has saved and not yet written is newer than what the store has.
        let _ = notebook.absorb(self.writing.borrow().rows().map(|(table, key, value)| Row {
            table,
            key: key.to_owned(),
            value: value.cloned(),
        }));
        *self.notebook.borrow_mut() = notebook;
        *self.unreadable.borrow_mut() = unreadable;
        self.generation.set(generation);
        self.tell(News::Everything);
        Ok(())
    }

    /// Reads the unsealed saves of these roots again. Call it with the locks of their forms held and
    /// before anything of them is sealed here: another tab may have replaced their text, and its word
    /// of that may still be on its way.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn read_unsealed_again(self: &Rc<Self>, roots: &BTreeSet<RecordId>) -> Result<(), StoreError> {
        let keys = self.read(|notebook| unsealed_keys(notebook, roots));
        if keys.is_empty() {
            return Ok(());
        }
        let _turn = self.turn().await?;
        self.stale.borrow_mut().extend(keys);
        self.read_again().await.map(drop)
    }

    /// Asks the tab that can to synchronise.
    pub fn ask_others_to_sync(&self) {
        self.say(&Word::Sync);
    }

    /// Tells this tab's listener something.
    pub fn tell(&self, news: News) {
        let listener = self.listener.borrow().clone();
        let _nobody = listener.map(|listener| listener(news));
    }

    fn say(&self, word: &Word) {
        if let Some(channel) = &*self.channel.borrow() {
            channel.say(&serde_json::to_string(word).expect("words are plain data"));
        }
    }

    fn hear(self: Rc<Self>, word: Word) {
        match word {
            Word::Sync => self.tell(News::SyncAsked),
            Word::Synced { at_ms } => {
                self.last_ok.heard(at_ms);
                self.tell(News::Synced);
            }
            Word::Rows(keys) => {
                self.stale.borrow_mut().extend(keys);
                self.start_writing();
            }
        }
    }

    /// Waits until nothing is being written or read again, and keeps it so while the turn is held.
    async fn turn(self: &Rc<Self>) -> Result<Turn, StoreError> {
        while self.busy.get() {
            let (tell, told) = oneshot::channel();
            self.idle.borrow_mut().push(tell);
            told.await.unwrap_or_else(|_| Err(StoreError::Lost("the tab closes".to_owned())))?;
        }
        self.busy.set(true);
        Ok(Turn { desk: Rc::clone(self) })
    }

    fn tell_idle(&self, outcome: &Result<(), StoreError>) {
        for waiting in self.idle.take() {
            let _ = waiting.send(outcome.clone());
        }
    }

    /// One loop writes and reads again, so that this tab never takes an old row for a newer one. What could
    /// not be written is tried again at once with what is saved now.
    fn start_writing(self: &Rc<Self>) {
        if self.busy.replace(true) {
            return self.rest.end();
        }
        let desk = Rc::clone(self);
        spawn_local(async move {
            loop {
                match desk.step().await {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(error) => {
                        desk.tell_idle(&Err(error.clone()));
                        desk.tell(News::StoreTrouble(error));
                        desk.rest.up_to(AFTER_REFUSED_MS).await;
                    }
                }
            }
            desk.busy.set(false);
            desk.tell_idle(&Ok(()));
        });
    }

    /// Writes what waits, or reads again what is stale. `false` when there is nothing to do.
    async fn step(&self) -> Result<bool, StoreError> {
        let (mut batch, through) = self.writing.borrow_mut().take();
        if batch.is_empty() {
            if self.writing.borrow().waits() {
                self.note_written(through);
            }
            return self.read_again().await;
        }
        let let_go = |epoch: Option<&[u8]>| self.notebook.borrow_mut().let_go(epoch);
        if let Err(error) = committed(&self.store, &mut batch, let_go).await {
            self.writing.borrow_mut().put_back(batch);
            for (_, done) in self.waiting.take() {
                let _ = done.send(Err(error.clone()));
            }
            return Err(error);
        }
        let keys: Vec<_> = batch.keys().map(|(table, key)| (table, key.to_owned())).collect();
        self.note_written(through);
        self.say(&Word::Rows(keys));
        Ok(true)
    }

    async fn read_again(&self) -> Result<bool, StoreError> {
        let mut keys = self.stale.take();
        if keys.is_empty() {
            return Ok(false);
        }
        sort_by_key(&mut keys, Clone::clone);
        keys.dedup();
        // Bytes of photos and pages are never held in memory.
        keys.retain(|(table, _)| !matches!(table, Table::Photo | Table::Kept));
        let values = match self.store.rows(&keys).await {
            Ok(values) => values,
            Err(error) => {
                self.stale.borrow_mut().extend(keys);
                return Err(error);
            }
        };
        if keys.iter().any(|(table, key)| *table == Table::Meta && key == DIRECTORY) {
            self.tell(News::Directory);
        }
        let rows: Vec<Row> = {
            let writing = self.writing.borrow();
            let fresh = keys.into_iter().zip(values).filter(|((table, key), _)| {
                // Saved here meanwhile: ours is newer.
                writing.pending(*table, key).is_none()
            });
            fresh.map(|((table, key), value)| Row { table, key, value }).collect()
        };
        let roots = {
            let mut notebook = self.notebook.borrow_mut();
            let touching =
                |rows: &[Row], places: &Places| touched(rows.iter().map(|row| (row.table, row.key.as_str())), places);
            let mut roots = touching(&rows, &places(&notebook));
            if let Err(wrong) = notebook.absorb(rows.clone()) {
                self.unreadable.borrow_mut().extend(wrong);
            }
            roots.extend(touching(&rows, &places(&notebook)));
            roots
        };
        self.tell(News::Roots(roots));
        Ok(true)
    }

    fn note_written(&self, through: u64) {
        self.writing.borrow_mut().note_written(through);
        let mut waiting = self.waiting.borrow_mut();
        let (done, still): (Vec<_>, Vec<_>) = waiting.drain(..).partition(|(ticket, _)| *ticket <= through);
        *waiting = still;
        drop(waiting);
        for (_, done) in done {
            let _ = done.send(Ok(()));
        }
        self.tell(News::Written { through, at_ms: clock::now_ms() });
    }
}

/// While it is held, the loop that writes rests; what is saved meanwhile waits for it.
struct Turn {
    desk: Rc<Desk>,
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.desk.busy.set(false);
        self.desk.tell_idle(&Ok(()));
        self.desk.start_writing();
    }
}
