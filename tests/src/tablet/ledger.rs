//! What its person was told, kept outside of the protocol: "saved on this device" for each save, "sent" for
//! each that the server answered for. In the end all of it must be in the archive.

use crate::{
    device::Device,
    tablet::line::{Line, LineError},
};
use reqwest::Method;
use shared::{
    change::{Change, State},
    digest::Digest,
    id::{ChangeId, RecordId},
    notebook::{Edit, Notebook},
    value::Value,
    wire::QuarantineList,
};
use std::collections::{BTreeMap, BTreeSet};

/// One save, as the person made it.
#[derive(Debug, Clone)]
pub struct Saved {
    /// The root.
    pub root: RecordId,
    /// What was typed, by record and field.
    pub typed: BTreeMap<(RecordId, String), Value>,
    /// The transition that was wished for.
    pub wish: Option<State>,
    /// A later save in the same form took its place before it left the tablet.
    pub replaced_by: Option<ChangeId>,
}

/// Everything that the person was told.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    /// By the id of the save: told to be on the device.
    pub saves: BTreeMap<ChangeId, Saved>,
    /// Told to be sent: numbered, or kept aside at the server.
    pub sent: BTreeSet<ChangeId>,
    /// Photos told to be on the device, and whether they were told to be sent.
    pub photos: BTreeMap<Digest, bool>,
}

impl Ledger {
    pub(super) fn saved(&mut self, id: ChangeId, root: RecordId, edits: &[Edit], replaced: Option<ChangeId>) {
        let typed = edits.iter().map(|edit| ((edit.record, edit.field.clone()), edit.value.clone()));
        let mut saved = Saved { root, typed: typed.collect(), wish: None, replaced_by: None };
        if let Some(old) = replaced.and_then(|old| self.saves.get_mut(&old)) {
            old.replaced_by = Some(id);
            // What was typed before and not over stands in the save that took its place.
            for (place, value) in &old.typed {
                saved.typed.entry(place.clone()).or_insert_with(|| value.clone());
            }
        }
        self.saves.insert(id, saved);
    }

    pub(super) fn wished(&mut self, id: ChangeId, root: RecordId, to: State) {
        self.saves.insert(id, Saved { root, typed: BTreeMap::new(), wish: Some(to), replaced_by: None });
    }

    /// Notes what the screen calls sent by now: what waits no longer.
    pub(super) fn look(&mut self, notebook: &Notebook) {
        let waiting = notebook.outbox().filter(|(_, pending)| pending.waits());
        let waiting: BTreeSet<ChangeId> = waiting.map(|(_, pending)| pending.change.id).collect();
        let stands = self.saves.iter().filter(|(_, saved)| saved.replaced_by.is_none()).map(|(id, _)| *id);
        self.sent.extend(stands.filter(|id| !waiting.contains(id)));
        for (sha256, _) in notebook.photos().filter(|(_, photo)| photo.sent) {
            self.photos.insert(sha256, true);
        }
    }

    /// What of it the archive does not have, in words; empty when all is there. Of a tablet that is lost
    /// only what was told to be sent can be asked for.
    #[must_use]
    pub fn missing(&self, archive: &Archive, is_lost: bool) -> Vec<String> {
        let mut found = Vec::new();
        for (id, saved) in &self.saves {
            let entries = archive.numbered.get(id).map_or(&[][..], Vec::as_slice);
            match (entries, saved.replaced_by) {
                ([], Some(_)) => {}
                (_, Some(by)) => found.push(format!("save {id} was numbered though {by} had taken its place")),
                ([], None) if archive.aside.contains(id) || (is_lost && !self.sent.contains(id)) => {}
                ([], None) => found.push(format!("save {id} of {} has vanished", saved.root)),
                ([one], None) => found.extend(saved.differs_from(one)),
                (more, None) => found.push(format!("save {id} was numbered {} times", more.len())),
            }
        }
        found
    }
}

impl Saved {
    fn differs_from(&self, change: &Change) -> Option<String> {
        let arrived = |(record, field): &(RecordId, String)| {
            let record = change.records.iter().find(|edit| edit.id == *record)?;
            record.fields.get(field).map(|edit| &edit.value)
        };
        let other = self.typed.iter().find(|(place, value)| arrived(place) != Some(value));
        other.map(|((_, field), value)| format!("save {} arrived with another {field} than {value:?}", change.id))
    }
}

/// Everything that the server has, as somebody sees it who may see all of it.
#[derive(Debug, Default)]
pub struct Archive {
    /// The changes with a number, by their ids; one each, if all is well.
    pub numbered: BTreeMap<ChangeId, Vec<Change>>,
    /// The ids of those that are kept aside.
    pub aside: BTreeSet<ChangeId>,
}

impl Archive {
    /// Reads it whole, as a person of the demonstration who may.
    ///
    /// # Panics
    /// If the server does not answer as agreed.
    pub async fn read(origin: &str, login: &str) -> Self {
        let device = Device::sign_in(origin, login).await;
        let mut archive = Self::default();
        for entry in device.pull_everything().await.0 {
            let change: Change = serde_json::from_str(entry.change.get()).expect("what has a number is a change");
            archive.numbered.entry(change.id).or_default().push(change);
        }
        let mut path = "/api/v1/quarantine".to_owned();
        loop {
            let answer = device.request(Method::GET, &path).send().await.expect("the server answers");
            let list = answer.bytes().await.expect("the answer comes whole");
            let list: QuarantineList = serde_json::from_slice(&list).expect("it is as agreed");
            archive.aside.extend(list.items.iter().map(|item| item.id));
            let Some(next) = list.next else { return archive };
            path = format!("/api/v1/quarantine?after={next}");
        }
    }
}

/// The photos of a ledger that cannot be had from the server, by somebody who may.
///
/// # Errors
/// The line's, when it does not answer at all.
pub async fn photos_missing(ledger: &Ledger, line: &Line, is_lost: bool) -> Result<Vec<Digest>, LineError> {
    let mut missing = Vec::new();
    for (sha256, _) in ledger.photos.iter().filter(|(_, sent)| **sent || !is_lost) {
        match line.photo(*sha256).await {
            Ok(_) => {}
            Err(LineError::NotOurs(_)) => missing.push(*sha256),
            Err(error) => return Err(error),
        }
    }
    Ok(missing)
}
