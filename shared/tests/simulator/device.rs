//! A tablet: its medium, its tabs, and the driver of a round. It does what the browser's drivers do
//! (`frontend/src/sync/desk.rs` and `round.rs`), with the same notebook and the same round.

use crate::{
    chance::Chance,
    disk::{Disk, Left, ids_of},
    screen::{Place, Screen},
};
use shared::{
    change::{Home, State},
    digest::Digest,
    id::{ChangeId, DeviceId, PersonId, RecordId},
    mutant::Mutant,
    notebook::{
        EPOCH_KEY, Edit, Effect, Event, Form, Fresh, Notebook, PushBody, Round, Row, Status, Table, WriteBatch,
    },
    wire::{BlobReceipt, OfferReply, PartName, Pull, PullReply, PushReply},
};
use std::collections::BTreeSet;

/// A form that is open in a tab, and what stands on its screen.
pub struct Open {
    pub form: Form,
    pub screen: Screen,
}

pub struct Tab {
    pub notebook: Notebook,
    pub open: Option<Open>,
    generation: u64,
    /// Rows that another tab has written and this one has not read again yet.
    heard: Vec<(Table, String)>,
}

/// A round that is under way in a tab.
struct Running {
    tab: usize,
    run: u64,
    round: Round,
}

/// What a round asks of the server.
#[derive(Clone, Debug)]
pub enum Ask {
    Push(PushBody),
    Pull(Pull),
    Photo(Digest, Vec<u8>),
    Offer(Vec<u8>),
    Part(PartName),
}

/// What the server answered.
#[derive(Clone, Debug)]
pub enum Answer {
    Pushed(PushReply),
    Pulled(String),
    Photo(BlobReceipt),
    Offered(OfferReply),
    /// `None`: it is not there.
    Part(Option<String>),
}

/// How often a tablet fails, in a thousand writes.
#[derive(Clone, Copy)]
pub struct Frailty {
    pub crash: usize,
    pub full: usize,
}

/// A tab died in the middle of something.
#[derive(Debug, PartialEq, Eq)]
pub struct Crashed;

pub struct Device {
    pub person: PersonId,
    pub id: DeviceId,
    pub disk: Disk,
    pub tabs: Vec<Tab>,
    /// Kept pages that have left the medium, for whoever watches.
    pub left: Vec<Left>,
    running: Option<Running>,
    runs: u64,
}

impl Device {
    pub fn new(person: PersonId, id: DeviceId, tabs: usize) -> Self {
        let (disk, none, left) = (Disk::default(), Vec::new(), Vec::new());
        let mut device = Self { person, id, disk, tabs: none, left, running: None, runs: 0 };
        device.tabs = (0..tabs).map(|_| device.fresh_tab()).collect();
        device
    }

    fn fresh_tab(&self) -> Tab {
        let mut notebook = Notebook::new(self.person, self.id);
        notebook.absorb(self.disk.rows()).expect("the medium gives back what was written");
        notebook.know_kept(self.disk.kept().map(|(name, _)| name)).expect("the medium gives back what was written");
        Tab { notebook, open: None, generation: self.disk.generation, heard: Vec::new() }
    }

    /// The battery is flat, or somebody puts an older backup back: all tabs begin anew from the medium.
    pub fn restart(&mut self) {
        self.running = None;
        self.tabs = self.tabs.iter().map(|_| self.fresh_tab()).collect();
    }

    fn tab_dies(&mut self, tab: usize) {
        self.tabs[tab] = self.fresh_tab();
        if self.running.as_ref().is_some_and(|running| running.tab == tab) {
            self.running = None;
        }
    }

    /// One transaction of the store. A crash comes before it or after it, never in it.
    fn commit(
        &mut self,
        tab: usize,
        mut batch: WriteBatch,
        chance: &mut Chance,
        frail: Frailty,
    ) -> Result<(), Crashed> {
        if batch.is_empty() {
            return Ok(());
        }
        if frail.full > 0 && chance.in_thousand(frail.full) {
            // The store refuses for want of room: it lets go of some pages, and is tried again.
            let epoch = self.disk.rows.get(&(Table::Epoch, EPOCH_KEY.to_owned()));
            let room = self.tabs[tab].notebook.let_go(epoch.map(Vec::as_slice));
            self.left.extend(self.disk.leaving(&room, &batch, true));
            batch.append(room);
        } else {
            self.left.extend(self.disk.leaving(&batch, &batch, false));
        }
        if Mutant::CursorFirst.lives() {
            let cursors = batch.puts.iter().filter(|(table, ..)| *table == Table::Cursor);
            self.disk.rows.extend(cursors.map(|(table, key, bytes)| ((*table, key.clone()), bytes.clone())));
        }
        if chance.in_thousand(frail.crash) {
            self.tab_dies(tab);
            return Err(Crashed);
        }
        let keys: Vec<_> = batch.keys().map(|(table, key)| (table, key.to_owned())).collect();
        if keys.iter().any(|(table, _)| matches!(table, Table::Root | Table::Cursor)) {
            self.disk.generation += 1;
            self.tabs[tab].generation = self.disk.generation;
        }
        if !self.disk.gone.is_empty() {
            let kept = batch.puts.iter().filter(|(table, ..)| *table == Table::Kept);
            let back = kept.flat_map(|(_, _, bytes)| ids_of(&serde_json::from_slice(bytes).unwrap()));
            let back: Vec<ChangeId> = back.collect();
            self.disk.gone.retain(|id| !back.contains(id));
        }
        self.disk.rows.extend(batch.puts.into_iter().map(|(table, key, bytes)| ((table, key), bytes)));
        for key in batch.deletes {
            self.disk.rows.remove(&key);
        }
        for (at, other) in self.tabs.iter_mut().enumerate() {
            if at != tab {
                other.heard.extend(keys.iter().cloned());
            }
        }
        if chance.in_thousand(frail.crash) {
            self.tab_dies(tab);
        }
        Ok(())
    }

    /// A tab reads again what others have written.
    pub fn hear(&mut self, tab: usize) {
        let tab = &mut self.tabs[tab];
        let rows = std::mem::take(&mut tab.heard)
            .into_iter()
            .filter(|(table, _)| !matches!(table, Table::Photo | Table::Kept));
        let row = |(table, key): (Table, String)| Row {
            table,
            value: self.disk.rows.get(&(table, key.clone())).cloned(),
            key,
        };
        tab.notebook.absorb(rows.map(row).collect::<Vec<_>>()).expect("rows can be read");
    }

    /// Reads the unsealed saves of a root again, as whoever takes its form does.
    fn read_unsealed_again(&mut self, tab: usize, root: RecordId) {
        let tab = &mut self.tabs[tab];
        let unsealed = tab.notebook.outbox().filter(|(_, p)| p.change.root == root && p.status == Status::Open);
        let keys: Vec<_> = unsealed.map(|(seq, _)| format!("{seq:020}")).collect();
        let row = |key: String| Row {
            table: Table::Pending,
            value: self.disk.rows.get(&(Table::Pending, key.clone())).cloned(),
            key,
        };
        tab.notebook.absorb(keys.into_iter().map(row).collect::<Vec<_>>()).expect("rows can be read");
    }

    fn is_open_elsewhere(&self, tab: usize, root: RecordId) -> bool {
        let open = |tab: &Tab| tab.open.as_ref().is_some_and(|open| open.form.root() == root);
        self.tabs.iter().enumerate().any(|(at, other)| at != tab && open(other))
    }

    /// Opens a form; `false` if another tab has it.
    pub fn open(&mut self, tab: usize, root: RecordId, home: Home, chance: &mut Chance, frail: Frailty) -> bool {
        if self.is_open_elsewhere(tab, root) {
            return false;
        }
        self.close(tab, chance, frail);
        self.read_unsealed_again(tab, root);
        let (form, batch) = self.tabs[tab].notebook.open(root, "report", home);
        let view = self.tabs[tab].notebook.root(root);
        let screen = view.map(|view| Screen::of(&view)).unwrap_or_default();
        self.tabs[tab].open = Some(Open { form, screen });
        self.commit(tab, batch, chance, frail).is_ok() && self.tabs[tab].open.is_some()
    }

    pub fn close(&mut self, tab: usize, chance: &mut Chance, frail: Frailty) {
        if let Some(open) = self.tabs[tab].open.take() {
            let batch = self.tabs[tab].notebook.seal(open.form.root());
            let _ = self.commit(tab, batch, chance, frail);
        }
    }

    /// Saves in the open form; answers the id of the save that it replaced. `Err`: it never reached the medium.
    pub fn save(
        &mut self,
        tab: usize,
        edits: Vec<Edit>,
        photo: Option<Vec<u8>>,
        fresh: Fresh,
        chance: &mut Chance,
        frail: Frailty,
    ) -> Result<Option<ChangeId>, Crashed> {
        let Tab { notebook, open, .. } = &mut self.tabs[tab];
        let open = open.as_mut().expect("a form is open");
        let before: BTreeSet<ChangeId> = notebook.outbox().map(|(_, pending)| pending.change.id).collect();
        let mut batch = notebook.save(&mut open.form, edits, fresh);
        if let Some(bytes) = photo {
            notebook.keep_photo(open.form.root(), Digest::of(&bytes), bytes, &mut batch);
        }
        let after: BTreeSet<ChangeId> = notebook.outbox().map(|(_, pending)| pending.change.id).collect();
        self.commit(tab, batch, chance, frail)?;
        Ok(before.difference(&after).next().copied())
    }

    /// Wishes for a transition on what stands on the screen.
    pub fn wish(
        &mut self,
        tab: usize,
        root: RecordId,
        to: State,
        fresh: Fresh,
        chance: &mut Chance,
        frail: Frailty,
    ) -> Option<shared::fold::Root> {
        if self.is_open_elsewhere(tab, root) {
            return None;
        }
        self.close(tab, chance, frail);
        // The wish seals what another tab has saved: its newest text.
        self.read_unsealed_again(tab, root);
        let view = self.tabs[tab].notebook.root(root)?.into_owned();
        let batch = self.tabs[tab].notebook.wish_for(&view, to, "vì chưa đủ", fresh);
        self.commit(tab, batch, chance, frail).ok()?;
        Some(view)
    }

    /// A field that nobody is in is drawn anew.
    pub fn redraw(&mut self, tab: usize, place: &Place, whole: bool) {
        let Tab { notebook, open: Some(open), .. } = &mut self.tabs[tab] else { return };
        let Some(view) = notebook.root(open.form.root()) else { return };
        open.screen.draw(&view, place, whole);
        drop(view);
        let (record, field) = place;
        if whole {
            notebook.draw_all(&mut open.form, *record, field);
        } else {
            notebook.draw(&mut open.form, *record, field);
        }
    }

    /// Begins a round in a tab, unless one is under way; answers what to ask and the run.
    pub fn begin(&mut self, tab: usize, chance: &mut Chance, frail: Frailty) -> Option<(Ask, u64)> {
        if self.running.is_some() {
            return None;
        }
        if self.disk.generation > self.tabs[tab].generation {
            // Folding new entries onto old roots would be wrong; what is open stays open.
            let open = self.tabs[tab].open.take();
            self.tabs[tab] = Tab { open, ..self.fresh_tab() };
        }
        self.runs += 1;
        self.running = Some(Running { tab, run: self.runs, round: Round::default() });
        self.go_on(Event::Begin, chance, frail)
    }

    /// The line brings an answer for a run.
    pub fn answered(&mut self, run: u64, answer: &Answer, chance: &mut Chance, frail: Frailty) -> Option<(Ask, u64)> {
        if self.running.as_ref().is_none_or(|running| running.run != run) {
            return None;
        }
        match answer {
            Answer::Pushed(reply) => self.go_on(Event::Pushed(reply), chance, frail),
            Answer::Pulled(text) => {
                let reply: PullReply = serde_json::from_str(text).expect("the server sends JSON");
                self.go_on(Event::Pulled(&reply), chance, frail)
            }
            Answer::Offered(reply) => self.go_on(Event::Offered(reply), chance, frail),
            Answer::Part(Some(text)) => {
                let part = serde_json::from_str(text).expect("the server sends JSON");
                self.go_on(Event::Part(&part), chance, frail)
            }
            Answer::Part(None) => self.go_on(Event::NoPart, chance, frail),
            Answer::Photo(receipt) => self.go_on(Event::PhotoSent(*receipt), chance, frail),
        }
    }

    /// The server refuses a request, or a proxy on the way does. Nothing is learnt from that.
    pub fn refused(&mut self, run: u64, chance: &mut Chance, frail: Frailty) {
        if Mutant::RefusalEmptiesOutbox.lives()
            && let Some(tab) = self.running.as_ref().map(|running| running.tab)
        {
            let sealed = self.disk.rows.keys().filter(|(table, _)| *table == Table::Pending).cloned();
            let batch = WriteBatch { puts: Vec::new(), deletes: sealed.collect() };
            let _ = self.commit(tab, batch, chance, frail);
            self.restart();
        }
        self.gave_up(run);
    }

    /// No answer came: it is unknown what became of it, and the round is dropped.
    pub fn gave_up(&mut self, run: u64) {
        if self.running.as_ref().is_some_and(|running| running.run == run) {
            self.running = None;
        }
    }

    fn go_on(&mut self, event: Event<'_>, chance: &mut Chance, frail: Frailty) -> Option<(Ask, u64)> {
        let mut effect = self.step(event, chance, frail)?;
        loop {
            let running = self.running.as_ref()?;
            let (tab, run) = (running.tab, running.run);
            effect = match effect {
                Effect::TakeForms(roots) => {
                    let free: BTreeSet<_> =
                        roots.into_iter().filter(|root| !self.is_open_elsewhere(tab, *root)).collect();
                    for root in &free {
                        let open = self.tabs[tab].open.as_ref();
                        if open.is_none_or(|open| open.form.root() != *root) {
                            self.read_unsealed_again(tab, *root);
                        }
                    }
                    self.step(Event::Forms(&free), chance, frail)?
                }
                Effect::Push(body) => return Some((Ask::Push(body), run)),
                Effect::Pull(ask) => return Some((Ask::Pull(ask), run)),
                Effect::Offer(name) => match self.disk.rows.get(&(Table::Kept, name)).cloned() {
                    Some(bytes) => return Some((Ask::Offer(bytes), run)),
                    None => self.step(Event::NotOffered, chance, frail)?,
                },
                Effect::Part(name) => return Some((Ask::Part(name), run)),
                Effect::SendPhoto(sha256) => match self.disk.rows.get(&(Table::Photo, sha256.to_string())) {
                    Some(bytes) => {
                        let bytes = bytes.clone();
                        if Mutant::PhotoDeletedEarly.lives() {
                            self.disk.rows.remove(&(Table::Photo, sha256.to_string()));
                        }
                        return Some((Ask::Photo(sha256, bytes), run));
                    }
                    None => self.step(Event::PhotoRefused(sha256), chance, frail)?,
                },
                Effect::Directory(_) => self.step(Event::DirectoryKept, chance, frail)?,
                Effect::End(_) => {
                    self.running = None;
                    return None;
                }
            };
        }
    }

    fn step(&mut self, event: Event<'_>, chance: &mut Chance, frail: Frailty) -> Option<Effect> {
        let running = self.running.as_mut()?;
        let tab = running.tab;
        let (effect, batch) = running.round.step(&mut self.tabs[tab].notebook, event, &|_| false);
        self.commit(tab, batch, chance, frail).ok()?;
        self.running.is_some().then_some(effect)
    }
}
