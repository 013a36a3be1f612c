//! What people do in a world, and what befalls their tablets.

use super::World;
use crate::{archive::Archive, disk::Left, screen::said};
use shared::{
    access::Role,
    attachment,
    change::State,
    digest::Digest,
    fold::Presence,
    id::{ChangeId, PersonId, RecordId, ScopeId},
    notebook::{Edit, Table},
    report,
    value::Value,
};
use std::collections::{BTreeMap, BTreeSet};

const FIELDS: [&str; 3] = [report::RESULT, report::DIFFICULTIES, report::PROPOSALS];

impl World {
    fn value(&mut self) -> Value {
        let number = self.number();
        if self.chance.in_thousand(80) {
            Value::from("như nhau")
        } else {
            Value::from(format!("lần {number}").as_str())
        }
    }

    fn open(&mut self, device: usize, tab: usize) -> Option<RecordId> {
        let open = self.devices[device].tabs[tab].open.as_ref().map(|open| open.form.root());
        if let Some(root) = open.filter(|_| self.chance.in_thousand(700)) {
            return Some(root);
        }
        let root = self.roots[self.chance.below(self.roots.len())];
        let (home, frail) = (self.home(root), self.frail());
        self.devices[device].open(tab, root, home, &mut self.chance, frail).then_some(root)
    }

    pub(super) fn save(&mut self, device: usize, tab: usize) {
        let Some(root) = self.open(device, tab) else { return };
        let (record, kind, field) = match self.chance.below(4) {
            at @ 0..3 => (root, report::KIND, FIELDS[at]),
            _ => {
                let child = self.chance.below(2);
                (RecordId::derived(&["dòng", &root.to_string(), &child.to_string()]), report::HANDOUT, report::QUANTITY)
            }
        };
        let value = match field {
            report::QUANTITY => Value::Int(i64::try_from(self.number()).unwrap()),
            _ => self.value(),
        };
        if self.chance.in_thousand(150) {
            // A conflict is decided: every value stands on the screen.
            self.devices[device].redraw(tab, &(record, field.to_owned()), true);
        }
        let mut edits = vec![Edit { record, kind, field: field.to_owned(), value }];
        if kind == report::HANDOUT {
            let material = Value::from("leaflet");
            edits.push(Edit { record, kind, field: report::MATERIAL.to_owned(), value: material });
        }
        self.keep(device, tab, root, edits, None);
    }

    fn keep(&mut self, device: usize, tab: usize, root: RecordId, mut edits: Vec<Edit>, photo: Option<Vec<u8>>) {
        let is_new = self.devices[device].tabs[tab].notebook.root(root).is_none();
        if is_new {
            let own =
                |field: &str, value: Value| Edit { record: root, kind: report::KIND, field: field.to_owned(), value };
            edits.push(own(report::ACTIVITY, RecordId::derived(&["hoạt động"]).to_string().as_str().into()));
            edits.push(own(report::DATE, "2026-03-05".into()));
            edits.push(own(report::PLACE, Value::Map(BTreeMap::from([("text".to_owned(), "Nhà văn hóa".into())]))));
        }
        let (fresh, frail) = (self.fresh(), self.frail());
        let screen = self.devices[device].tabs[tab].open.as_ref().map(|open| open.screen.clone()).unwrap_or_default();
        let saved = self.devices[device].save(tab, edits.clone(), photo, fresh, &mut self.chance, frail);
        let Ok(replaced) = saved else { return self.struck("crash before the medium") };
        self.ledger.note(fresh.id, (self.devices[device].person, device), root, &edits, &screen, replaced);
        if let Some(open) = &mut self.devices[device].tabs[tab].open {
            for edit in edits {
                open.screen.put(&(edit.record, edit.field), said(&edit.value));
            }
        }
    }

    pub(super) fn redraw(&mut self, device: usize, tab: usize) {
        let Some(open) = &self.devices[device].tabs[tab].open else { return };
        let place = (open.form.root(), FIELDS[self.chance.below(FIELDS.len())].to_owned());
        let whole = self.chance.in_thousand(300);
        self.devices[device].redraw(tab, &place, whole);
    }

    pub(super) fn close(&mut self, device: usize, tab: usize) {
        let frail = self.frail();
        self.devices[device].close(tab, &mut self.chance, frail);
    }

    pub(super) fn wish(&mut self, device: usize, tab: usize) {
        let root = self.roots[self.chance.below(self.roots.len())];
        let to = [State::Submitted, State::Approved, State::Returned][self.chance.below(3)].clone();
        let (fresh, frail) = (self.fresh(), self.frail());
        let view = self.devices[device].wish(tab, root, to.clone(), fresh, &mut self.chance, frail);
        if let Some(view) = view {
            self.ledger.note_wish(fresh.id, (self.devices[device].person, device), to, view);
        }
    }

    pub(super) fn delete_child(&mut self, device: usize, tab: usize) {
        let Some(root) = self.open(device, tab) else { return };
        let view = self.devices[device].tabs[tab].notebook.root(root).map(|view| view.into_owned());
        let Some(view) = view else { return };
        let children: Vec<RecordId> = view.children(report::HANDOUT).map(|(id, _)| id).collect();
        let Some(child) = self.chance.one(&children).copied() else { return };
        let record = &view.records[&child];
        debug_assert!(record.presence() != Presence::Deleted, "only what is there is deleted");
        let mut edits = Vec::new();
        for field in record.fields.keys() {
            // Whoever deletes has the whole line before them.
            self.devices[device].redraw(tab, &(child, field.clone()), false);
            edits.push(Edit { record: child, kind: report::HANDOUT, field: field.clone(), value: Value::Deleted });
        }
        self.keep(device, tab, root, edits, None);
    }

    pub(super) fn take_photo(&mut self, device: usize, tab: usize) {
        let Some(root) = self.open(device, tab) else { return };
        let number = self.number();
        let bytes = format!("ảnh {number}").into_bytes();
        let record = RecordId::derived(&["ảnh", &number.to_string()]);
        let sha256 = Digest::of(&bytes);
        let edit = |field: &str, value: Value| Edit { record, kind: attachment::PHOTO, field: field.to_owned(), value };
        let edits = vec![
            edit(attachment::SHA256, sha256.to_string().as_str().into()),
            edit(attachment::BYTES, Value::Int(i64::try_from(bytes.len()).unwrap())),
        ];
        self.keep(device, tab, root, edits, Some(bytes));
    }

    pub(super) fn decide_aside(&mut self) {
        let managers = self.archive.places.iter().filter(|(_, place)| place.role == Role::Manager);
        let managers: Vec<PersonId> = managers.map(|(id, _)| *id).collect();
        let waiting: Vec<ChangeId> =
            self.archive.aside.iter().filter(|(_, kept)| !kept.is_decided).map(|(id, _)| *id).collect();
        let (manager, id) = (self.chance.one(&managers).copied(), self.chance.one(&waiting).copied());
        let (Some(manager), Some(id)) = (manager, id) else { return };
        if self.strikes("kept change adopted", 600) {
            let numbered = self.archive.adopt(manager, id);
            self.witness(&numbered);
        } else {
            self.struck("kept change dropped");
            self.archive.drop(manager, id);
        }
    }

    /// Somebody is given another place, also while their work waits.
    pub(super) fn move_rights(&mut self) {
        let people: Vec<PersonId> = self.archive.places.keys().skip(1).copied().collect();
        let Some(person) = self.chance.one(&people).copied() else { return };
        let unit = self.units[self.chance.below(self.units.len())];
        let units = &mut self.archive.places.get_mut(&person).expect("they are known").units;
        if !units.remove(&unit) {
            units.insert(unit);
        }
        self.struck("rights moved");
    }

    /// A backup of the tablet is made, or put back: what was saved since is destroyed.
    pub(super) fn back_up_or_restore(&mut self, device: usize) {
        let Some(backup) = self.backups[device].take() else {
            self.backups[device] = Some(self.devices[device].disk.clone());
            return;
        };
        self.struck("tablet restored");
        self.forget_what_was_read(device);
        let gone = std::mem::replace(&mut self.devices[device].disk, backup);
        for ((table, key), _) in gone.rows.iter().filter(|(key, _)| !self.devices[device].disk.rows.contains_key(*key))
        {
            if *table == Table::Photo {
                self.lost.extend(key.parse::<Digest>());
            }
        }
        for saved in self.ledger.saves.values_mut().filter(|saved| saved.device == device) {
            // Whatever the tablet had not sent may be gone; what it had sent is judged like all else.
            saved.is_destroyed = true;
        }
        self.waiting[device] = None;
        self.devices[device].restart();
    }

    /// A backup of the archive is made, or put back: whatever was taken in since is lost there.
    pub(super) fn back_up_or_roll_back_archive(&mut self) {
        let Some(backup) = self.archive_backup.take() else {
            self.archive_backup = Some(self.archive.clone());
            if self.strikes("backup outside of the machine", 600) {
                let roots_in_part = self.chance.between(1, 2);
                self.archive.take_snapshots(roots_in_part);
                self.archive.cover();
                self.backed_up.extend(self.archive.entries().map(|entry| entry.change.id));
                self.backed_up.extend(self.archive.aside.keys());
            }
            return;
        };
        let gone = std::mem::replace(&mut self.archive, backup);
        self.note_what_was_read(&gone);
        // Rights are the office's, not the archive's; and no name of an epoch is given twice.
        self.archive.places = gone.places;
        self.archive.begun = gone.begun;
        self.archive.server_ms = gone.server_ms;
        if self.strikes("archive restored, and told so", 500) {
            self.archive.begin_epoch();
        } else {
            self.struck("archive rolled back in silence");
        }
        // What was taken in once may be taken in again now.
        self.taken.clear();
    }

    /// What is lost to the archive and lies on a tablet.
    fn note_what_was_read(&mut self, gone: &Archive) {
        let stays: BTreeSet<ChangeId> = self.archive.entries().map(|entry| entry.change.id).collect();
        let lost: BTreeSet<ChangeId> =
            gone.entries().map(|entry| entry.change.id).filter(|id| !stays.contains(id)).collect();
        self.lost_once.extend(&lost);
        for (at, device) in self.devices.iter().enumerate() {
            for (scope, cursor) in device.disk.cursors() {
                let log = gone.logs.get(&scope).map(Vec::as_slice).unwrap_or_default();
                let to = usize::try_from(cursor.n).unwrap();
                let is_here = to > 0 && log.get(to - 1).is_some_and(|entry| entry.head.chain == cursor.chain);
                let read = if is_here { &log[..to] } else { &[] };
                for id in read.iter().map(|entry| entry.change.id).filter(|id| lost.contains(id)) {
                    self.read.entry(id).or_default().insert(at);
                }
            }
        }
    }

    /// Kept pages leave a medium with a reason: a backup covers them, nobody here may read them, or it is full.
    pub(super) fn watch_what_leaves(&mut self, device: usize) {
        let left = std::mem::take(&mut self.devices[device].left);
        if left.is_empty() {
            return;
        }
        // Whoever hears that a scope is not theirs to read any more loses its cursor in the same breath.
        let read: BTreeSet<ScopeId> = self.devices[device].disk.cursors().map(|(scope, _)| scope).collect();
        let in_pages = self.devices[device].disk.in_pages();
        for Left { page, ids, for_room, was_offer } in left {
            if for_room {
                self.struck("page let go for want of room");
            } else {
                self.struck("page let go since it was covered");
            }
            let goes: Vec<ChangeId> = ids.into_iter().filter(|id| !in_pages.contains(id)).collect();
            if for_room && was_offer {
                self.broken.push(format!("1: device {device} let go of what the archive may have lost"));
            }
            let is_covered = for_room || !read.contains(&page.scope);
            if let Some(id) = goes.iter().find(|id| !is_covered && !self.backed_up.contains(id)) {
                self.broken.push(format!("1: device {device} let go of {id} before a backup covered it"));
            }
            self.devices[device].disk.gone.extend(goes);
        }
    }

    /// What lay on this tablet may be gone.
    fn forget_what_was_read(&mut self, device: usize) {
        for devices in self.read.values_mut() {
            devices.remove(&device);
        }
    }

    pub(super) fn restart(&mut self, device: usize) {
        self.struck("tablet restarted");
        self.waiting[device] = None;
        self.devices[device].restart();
    }

    /// Something that no honest device writes arrives in front of honest changes.
    pub(super) fn poison(&mut self, device: usize) {
        self.struck("poisoned change");
        let noise = self.chance.next();
        let body = format!("{{\"changes\":[{{\"id\":\"?\",\"noise\":{noise}}},[],7]}}");
        let person = self.devices[device].person;
        self.archive.push(person, &body);
    }
}
