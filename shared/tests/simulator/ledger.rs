//! Every save that a person was told is kept, with what stood on the screen then. Outside the protocol.

use crate::screen::{Place, Screen, said};
use shared::{
    change::State,
    fold::Root,
    id::{ChangeId, PersonId, RecordId},
    notebook::Edit,
};
use std::collections::{BTreeMap, BTreeSet};

/// One field of a save.
#[derive(Clone, Debug)]
pub struct Edited {
    pub value: String,
    /// The value that stood on the screen in its place.
    pub over: Option<String>,
    /// Every value that stood there while the form was open.
    pub saw: BTreeSet<String>,
}

/// A transition that was wished for, and the view that it was wished on.
#[derive(Clone, Debug)]
pub struct Wish {
    pub to: State,
    pub view: Root,
}

#[derive(Clone, Debug)]
pub struct Saved {
    pub author: PersonId,
    /// The tablet's place in the world.
    pub device: usize,
    pub root: RecordId,
    pub edits: BTreeMap<Place, Edited>,
    pub wish: Option<Wish>,
    /// A later save of the same form stands in its place.
    pub replaced_by: Option<ChangeId>,
    /// It stood only on a medium that the seed destroyed.
    pub is_destroyed: bool,
}

#[derive(Default)]
pub struct Ledger {
    pub saves: BTreeMap<ChangeId, Saved>,
    /// How often a value was saved into a field: those saved once are told apart by their value.
    pub values: BTreeMap<(Place, String), Vec<ChangeId>>,
}

impl Ledger {
    /// Notes a save that has reached the medium. `screen` is as it was when the keys were pressed.
    pub fn note(
        &mut self,
        id: ChangeId,
        (author, device): (PersonId, usize),
        root: RecordId,
        edits: &[Edit],
        screen: &Screen,
        replaced: Option<ChangeId>,
    ) {
        let earlier = replaced.and_then(|replaced| self.saves.get_mut(&replaced));
        let mut all = earlier.map_or_else(BTreeMap::new, |earlier| {
            earlier.replaced_by = Some(id);
            earlier.edits.clone()
        });
        for edit in edits {
            let place = (edit.record, edit.field.clone());
            let before = all.remove(&place);
            let mut saw = screen.ever.get(&place).cloned().unwrap_or_default();
            let over = match before {
                // What the replaced save stood over; its own value never left the device.
                Some(before) => {
                    saw.extend(before.saw);
                    before.over
                }
                None => screen.now.get(&place).cloned(),
            };
            all.insert(place, Edited { value: said(&edit.value), over, saw });
        }
        for (place, edited) in &all {
            self.values.entry((place.clone(), edited.value.clone())).or_default().push(id);
        }
        let saved = Saved { author, device, root, edits: all, wish: None, replaced_by: None, is_destroyed: false };
        self.saves.insert(id, saved);
    }

    pub fn note_wish(&mut self, id: ChangeId, (author, device): (PersonId, usize), to: State, view: Root) {
        let (root, edits) = (view.id, BTreeMap::new());
        let wish = Some(Wish { to, view });
        let saved = Saved { author, device, root, edits, wish, replaced_by: None, is_destroyed: false };
        self.saves.insert(id, saved);
    }

    /// Whether a value stood on the screen of whoever made a save, then or when they made an own save
    /// that this one stands over.
    pub fn had_on_screen(&self, id: ChangeId, place: &Place, value: &str) -> bool {
        let mut asked = BTreeSet::new();
        let mut waiting = vec![id];
        while let Some(id) = waiting.pop() {
            if !asked.insert(id) {
                continue;
            }
            let Some(saved) = self.saves.get(&id) else { continue };
            let Some(edited) = saved.edits.get(place) else { continue };
            if edited.saw.contains(value) {
                return true;
            }
            for own in &edited.saw {
                let ids = self.values.get(&(place.clone(), own.clone())).into_iter().flatten();
                let is_own = |id: &&ChangeId| self.saves[*id].author == saved.author;
                waiting.extend(ids.filter(is_own).copied());
            }
        }
        false
    }

    /// The only save of a value into a field, `None` if it was saved twice.
    pub fn only(&self, place: &Place, value: &str) -> Option<ChangeId> {
        match self.values.get(&(place.clone(), value.to_owned()))?.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }
}
