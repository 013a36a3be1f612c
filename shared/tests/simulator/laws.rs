//! What must hold once the world has healed: the invariants of the design, by their numbers there.

use crate::{archive::photos, ledger::Saved, screen::Place, world::World};
use shared::{
    change::{Change, STATE, State},
    digest::Digest,
    fold::{Presence, Root},
    id::{ChangeId, RecordId, ScopeId},
    notebook::{Status, Table},
    rollup::RollUp,
    rules::Head,
    value::Value,
    verdict::{Verdict, Why},
};
use std::collections::{BTreeMap, BTreeSet};

/// The laws that are broken, in words; empty when all hold.
pub fn broken(world: &mut World) -> Vec<String> {
    let mut found = std::mem::take(&mut world.broken);
    found.extend(nothing_is_missing(world));
    found.extend(authors_are_told(world));
    found.extend(everybody_holds_the_same(world));
    found.extend(seen_is_honest(world));
    found.extend(logs_are_sound(world));
    found.extend(rollups_equal_a_recount(world));
    found.extend(live_is_the_set_definition(world));
    found.extend(photos_have_arrived(world));
    found.extend(outboxes_are_empty(world));
    found.extend(what_was_on_the_screen_is_replaced(world));
    found.extend(the_shown_gives_way_to_who_saw_it(world));
    found.extend(decisions_stand(world));
    found
}

/// 1. Every save that was confirmed to a person is numbered once, or kept aside, or was replaced in its form.
fn nothing_is_missing(world: &World) -> Vec<String> {
    let mut times: BTreeMap<ChangeId, usize> = BTreeMap::new();
    for entry in world.archive.entries() {
        *times.entry(entry.change.id).or_default() += 1;
    }
    // Decided upon before the archive forgot it: its author holds it, with the reason.
    let outboxes = world.devices.iter().flat_map(|device| device.tabs.iter().flat_map(|tab| tab.notebook.outbox()));
    let dropped = outboxes.filter(|(_, pending)| matches!(pending.status, Status::Dropped { .. }));
    let dropped: BTreeSet<ChangeId> = dropped.map(|(_, pending)| pending.change.id).collect();
    let mut found = Vec::new();
    for (id, saved) in &world.ledger.saves {
        let numbered = times.get(id).copied().unwrap_or(0);
        let kept = world.archive.aside.contains_key(id)
            || dropped.contains(id)
            || saved.replaced_by.is_some()
            || saved.is_destroyed
            || world.devices[saved.device].disk.gone.contains(id);
        match numbered {
            // What a person has written over before it left the device must not turn up beside it.
            1 if saved.replaced_by.is_some() && !saved.is_destroyed => {
                found.push(format!("1: save {id} was numbered though a later one had replaced it"));
            }
            0 if !kept => found.push(format!("1: save {id} by device {} has vanished", saved.device)),
            0 | 1 => {}
            _ => found.push(format!("1: save {id} was numbered {numbered} times")),
        }
    }
    for (id, devices) in &world.read {
        let holds = |at: &&usize| !world.devices[**at].disk.gone.contains(id);
        let devices: BTreeSet<usize> = devices.iter().filter(holds).copied().collect();
        let is_there = times.contains_key(id) || world.archive.aside.contains_key(id) || dropped.contains(id);
        if !is_there && !devices.is_empty() {
            found.push(format!("1: {id}, which devices {devices:?} had read, has not come back"));
        }
        // A seal proves that it had the right once. Only what happened since may stand against it: where
        // nothing was approved, and nothing was lost twice, nothing does.
        let receipt = world.archive.desk.receipts.get(id);
        let is_judged = receipt.is_some_and(|receipt| receipt.verdict == Verdict::Quarantined(Why::NoRight));
        let is_edit = world.ledger.saves.get(id).is_some_and(|saved| saved.wish.is_none());
        if is_judged && is_edit && !devices.is_empty() && world.lost_once_and_approved_nothing() {
            found.push(format!("1: {id}, which devices {devices:?} had read, was judged by the rights of today"));
        }
    }
    found
}

/// 1. Of what the archive keeps aside its author's tablet says so, as long as it holds it.
fn authors_are_told(world: &World) -> Vec<String> {
    let waits = world.archive.aside.iter().filter(|(_, kept)| !kept.is_decided);
    let saved = waits.filter_map(|(id, _)| Some((id, world.ledger.saves.get(id)?)));
    let told = |(id, saved): &(&ChangeId, &Saved)| {
        let outbox = world.devices[saved.device].tabs.iter().flat_map(|tab| tab.notebook.outbox());
        let mut own = outbox.filter(|(_, pending)| pending.change.id == **id);
        let is_held = world.devices[saved.device].disk.rows.contains_key(&(Table::Sent, id.to_string()));
        own.any(|(_, pending)| matches!(pending.status, Status::Aside(_) | Status::Dropped { .. })) || !is_held
    };
    let untold = saved.filter(|(_, saved)| !saved.is_destroyed).filter(|saved| !told(saved));
    untold.map(|(id, saved)| format!("1: {id} is kept aside, and device {} says nothing", saved.device)).collect()
}

/// 2. and 6. Whoever has the right holds the same bytes, equal to the pure fold; nobody else holds any.
fn everybody_holds_the_same(world: &World) -> Vec<String> {
    let folded = folded(world);
    let mut found = Vec::new();
    for (at, device) in world.devices.iter().enumerate() {
        let readable = world.archive.readable(device.person);
        let expected = folded.values().filter(|root| readable.contains(&root.home.scope));
        let expected: BTreeMap<RecordId, &Root> = expected.map(|root| (root.id, root)).collect();
        for root in &world.roots {
            for tab in &device.tabs {
                if tab.notebook.confirmed(*root) != expected.get(root).copied() {
                    found.push(format!("2: device {at} holds another {root}"));
                }
            }
        }
        for (scope, cursor) in device.tabs.iter().flat_map(|tab| tab.notebook.cursors()) {
            let head = world.archive.desk.heads.get(&scope).copied().unwrap_or_default();
            if !readable.contains(&scope) {
                found.push(format!("6: device {at} reads {scope} without a right"));
            } else if (cursor.n, cursor.chain) != (head.n, head.chain) {
                found.push(format!("4: device {at} stands at {} of {} in {scope}", cursor.n, head.n));
            }
        }
    }
    found
}

/// The pure fold of every log, and nothing but it.
fn folded(world: &World) -> BTreeMap<RecordId, Root> {
    let mut roots: BTreeMap<RecordId, Root> = BTreeMap::new();
    for entry in world.archive.entries() {
        let home = world.archive.desk.roots[&entry.change.root].home;
        let root = roots.entry(entry.change.root);
        root.or_insert_with(|| Root::new(entry.change.root, &entry.change.kind, home))
            .apply(&entry.change, &entry.late);
    }
    roots
}

/// 3. and 13. What a change says that its author has seen stood on the author's screen.
fn seen_is_honest(world: &World) -> Vec<String> {
    let mut found = Vec::new();
    for change in world.archive.entries().map(|entry| &entry.change) {
        for (place, seen) in claims(change) {
            for version in seen {
                let Some(value) = world.ledger.saves.get(&version).and_then(|saved| saved.edits.get(&place)) else {
                    continue;
                };
                if !world.ledger.had_on_screen(change.id, &place, &value.value) {
                    found.push(format!("3: {} replaces {} in {}, unseen", change.id, value.value, place.1));
                }
            }
        }
    }
    found
}

/// The fields of a change with the versions that it replaces, the state left out.
fn claims(change: &Change) -> Vec<(Place, BTreeSet<ChangeId>)> {
    let of_record = |record: &shared::change::RecordEdit| {
        let id = record.id;
        let claim = |(name, edit): (&String, &shared::change::FieldEdit)| ((id, name.clone()), edit.seen.clone());
        record.fields.iter().map(claim).collect::<Vec<_>>()
    };
    change.records.iter().flat_map(of_record).collect()
}

/// 4., 7. and 14. Numbers are dense, the chain verifies, and sums equal a recount.
fn logs_are_sound(world: &World) -> Vec<String> {
    let mut found = Vec::new();
    for (scope, log) in &world.archive.logs {
        let mut head = Head::default();
        for entry in log {
            head = head.next(Digest::of(entry.text.as_bytes()), &entry.late);
            if (head.n, head.chain) != (entry.head.n, entry.head.chain) {
                found.push(format!("7: {scope} at {}: the chain does not verify", entry.head.n));
                break;
            }
        }
        let of_scope = world.archive.desk.roots.values().filter(|root| root.home.scope == *scope);
        let live = of_scope.fold(0_u64, |sum, root| sum.wrapping_add(root.live_sum()));
        if log.last().is_some_and(|entry| entry.head.live != live) {
            found.push(format!("14: {scope}: the sum over live versions is not its recount"));
        }
    }
    found
}

/// 14. What was kept up change by change is what a count of the folded logs says.
fn rollups_equal_a_recount(world: &World) -> Vec<String> {
    let mut counted: BTreeMap<ScopeId, RollUp> = BTreeMap::new();
    for root in folded(world).values() {
        counted.entry(root.home.scope).or_default().add(root);
    }
    let kept = &world.archive.rollups;
    let scopes: BTreeSet<&ScopeId> = counted.keys().chain(kept.keys()).collect();
    let settled = |of: &BTreeMap<ScopeId, RollUp>, scope| of.get(scope).cloned().unwrap_or_default().settled();
    let differ = scopes.into_iter().filter(|scope| settled(kept, scope) != settled(&counted, scope));
    differ.map(|scope| format!("14: {scope}: its roll-ups are not their recount")).collect()
}

/// 4. Live are the numbered versions that no numbered change names; awaited the others that are named.
fn live_is_the_set_definition(world: &World) -> Vec<String> {
    let mut numbered: BTreeMap<Place, BTreeSet<ChangeId>> = BTreeMap::new();
    let mut named: BTreeMap<Place, BTreeSet<ChangeId>> = BTreeMap::new();
    for change in world.archive.entries().map(|entry| &entry.change) {
        for (place, seen) in claims(change) {
            numbered.entry(place.clone()).or_default().insert(change.id);
            named.entry(place).or_default().extend(seen);
        }
    }
    let mut found = Vec::new();
    for root in world.archive.desk.roots.values() {
        let places = root.records.iter().flat_map(|(id, record)| record.fields.iter().map(|(name, f)| (*id, name, f)));
        for (record, name, field) in places.filter(|(_, name, _)| *name != "state") {
            let place = (record, name.clone());
            let empty = BTreeSet::new();
            let (all, gone) = (numbered.get(&place).unwrap_or(&empty), named.get(&place).unwrap_or(&empty));
            if field.ids().collect::<BTreeSet<_>>() != all.difference(gone).copied().collect() {
                found.push(format!("4: {name}: live differs from the set definition"));
            }
            let awaited = root.awaited.iter().filter(|entry| entry.record == record && entry.field == *name);
            if awaited.map(|entry| entry.version).collect::<BTreeSet<_>>() != gone.difference(all).copied().collect() {
                found.push(format!("4: {name}: awaited differs from the set definition"));
            }
        }
    }
    found
}

/// 8. Every photo that a numbered change names is there, and no device gave up its own before.
fn photos_have_arrived(world: &World) -> Vec<String> {
    let named: BTreeSet<Digest> = world.archive.entries().flat_map(|entry| photos(&entry.change)).collect();
    let missing = named.iter().filter(|photo| !world.archive.blobs.contains_key(photo) && !world.lost.contains(photo));
    let mut found: Vec<String> = missing.map(|photo| format!("8: photo {photo} has not arrived")).collect();
    for (at, device) in world.devices.iter().enumerate() {
        let known = device.disk.rows.keys().filter(|(table, _)| *table == Table::PhotoState);
        for (_, key) in known {
            if !device.disk.rows.contains_key(&(Table::Photo, key.clone())) {
                found.push(format!("8: device {at} has lost the bytes of {key}"));
            }
        }
    }
    found
}

/// 9. After healing every outbox empties; what is kept aside stays to be read.
fn outboxes_are_empty(world: &World) -> Vec<String> {
    let mut found = Vec::new();
    for (at, device) in world.devices.iter().enumerate() {
        for (_, pending) in device.tabs.iter().flat_map(|tab| tab.notebook.outbox()) {
            if !matches!(pending.status, Status::Aside(_) | Status::Dropped { .. }) {
                found.push(format!("9: device {at} still holds {} as {:?}", pending.change.id, pending.status));
            }
        }
    }
    found
}

/// 10. An edit over a value on the screen always replaces it, also when a link between is missing.
fn what_was_on_the_screen_is_replaced(world: &World) -> Vec<String> {
    let numbered: BTreeSet<ChangeId> = world.archive.entries().map(|entry| entry.change.id).collect();
    let mut found = Vec::new();
    for id in &numbered {
        let Some(saved) = world.ledger.saves.get(id) else { continue };
        let Some(root) = world.archive.desk.roots.get(&saved.root) else { continue };
        for place in saved.edits.keys() {
            let mut over = Some(*id);
            while let Some(link) = over {
                let before = world.ledger.saves[&link].edits.get(place).and_then(|edited| edited.over.clone());
                over = before.as_ref().and_then(|value| world.ledger.only(place, value));
                let Some(version) = over.filter(|version| numbered.contains(version)) else {
                    // An own save that got no number: what it stood over was on the screen too, unless it
                    // had a number once, and then archive and tablet both forgot it.
                    let is_own = |version: &ChangeId| {
                        let before = &world.ledger.saves[version];
                        before.device == saved.device && !before.is_destroyed
                    };
                    over = over.filter(is_own);
                    continue;
                };
                let field = root.field(place.0, &place.1);
                let is_live = field.is_some_and(|field| field.ids().any(|live| live == version));
                if is_live && world.ledger.saves[&version].replaced_by.is_none() {
                    found.push(format!("10: {id} does not replace {version} in {}", place.1));
                }
                break;
            }
        }
    }
    found
}

/// 11. The shown value changes only by a change whose author had it on the screen.
fn the_shown_gives_way_to_who_saw_it(world: &World) -> Vec<String> {
    let mut roots: BTreeMap<(ScopeId, RecordId), Root> = BTreeMap::new();
    let mut found = Vec::new();
    for entry in world.archive.entries() {
        let change = &entry.change;
        let home = world.archive.desk.roots[&change.root].home;
        let root = roots.entry((home.scope, change.root));
        let root = root.or_insert_with(|| Root::new(change.root, &change.kind, home));
        let shown = |root: &Root, place: &Place| root.field(place.0, &place.1).and_then(|field| field.shown);
        let before: Vec<_> = claims(change).into_iter().map(|(place, _)| (shown(root, &place), place)).collect();
        root.apply(change, &entry.late);
        for (was, place) in before {
            let Some(was) = was.filter(|was| shown(root, &place) != Some(*was)) else { continue };
            let value = world.ledger.saves.get(&was).and_then(|saved| saved.edits.get(&place));
            if value.is_some_and(|value| !world.ledger.had_on_screen(change.id, &place, &value.value)) {
                found.push(format!("11: {} took the place of {was} in {}, unseen", change.id, place.1));
            }
        }
    }
    found
}

/// 12. and 13. One state at a time; what is approved is what was approved; what is gone holds nothing unseen.
fn decisions_stand(world: &World) -> Vec<String> {
    let mut found = Vec::new();
    for root in world.archive.desk.roots.values() {
        let states = root.field(root.id, STATE).map_or(0, |field| field.live.len());
        if states > 1 {
            found.push(format!("12: {} has {states} states", root.id));
        }
        if root.decided().state == State::Approved && !root.is_approved() {
            found.push(format!("12: {} is called approved and is no longer what was approved", root.id));
        }
        for (id, record) in root.records.iter().filter(|(_, record)| record.presence() == Presence::Deleted) {
            if record.fields.values().flat_map(|field| &field.live).any(|version| version.value != Value::Deleted) {
                found.push(format!("13: {id} is gone with a value that no deleter saw"));
            }
        }
    }
    found
}
