//! The line between tablets and archive, and the archive's answers.

use super::{BEGIN_MS, Flight, World};
use crate::{
    archive::Numbered,
    device::{Answer, Ask},
    screen::said,
};
use shared::{
    change::{STATE, State},
    digest::Digest,
    fold::Root,
    id::{ChangeId, RecordId, ScopeId},
    mutant::Mutant,
    wire::Cursor,
};
use std::collections::{BTreeMap, BTreeSet};

impl World {
    pub(super) fn begin_round(&mut self, device: usize, tab: usize) {
        let frail = self.frail();
        let asked = self.devices[device].begin(tab, &mut self.chance, frail);
        self.send(device, asked);
    }

    fn fly(&mut self, delay: usize, flight: Flight) {
        let at = self.now + delay as u64;
        let number = self.number();
        self.flights.insert((at, number), flight);
    }

    fn delay(&mut self) -> usize {
        1 + self.chance.below(self.rates.delay_max)
    }

    fn send(&mut self, device: usize, asked: Option<(Ask, u64)>) {
        let Some((ask, run)) = asked else { return };
        let number = self.number();
        self.waiting[device] = Some(number);
        let patience = 3 * self.rates.delay_max + 2;
        self.fly(patience, Flight::GiveUp { device, run, number });
        if self.strikes("request lost", self.rates.lost_request) {
            return;
        }
        if self.strikes("request doubled", self.rates.doubled) {
            let delay = self.delay() + self.chance.below(4 * self.rates.delay_max);
            self.fly(delay, Flight::Request { device, run, ask: ask.clone(), number, is_copy: true });
        }
        let delay = self.delay();
        self.fly(delay, Flight::Request { device, run, ask, number, is_copy: false });
    }

    pub(super) fn arrive(&mut self) {
        let Some(((at, _), flight)) = self.flights.pop_first() else { return };
        self.now = self.now.max(at);
        self.archive.server_ms = BEGIN_MS + i64::try_from(self.now).unwrap() * self.tick_ms;
        match flight {
            Flight::Request { device, run, ask, number, is_copy } => {
                if self.strikes("replica killed before the commit", self.rates.replica_killed) {
                    return;
                }
                if self.strikes("request refused", self.rates.refused) {
                    if !is_copy && self.waiting[device] == Some(number) {
                        self.waiting[device] = None;
                        let frail = self.frail();
                        self.devices[device].refused(run, &mut self.chance, frail);
                    }
                    return;
                }
                let Some(answer) = self.serve(device, ask) else { return };
                if is_copy || self.strikes("answer lost after the commit", self.rates.lost_answer) {
                    return;
                }
                let delay = self.delay();
                self.fly(delay, Flight::Answer { device, run, answer, number });
            }
            Flight::Answer { device, run, answer, number } => {
                if self.waiting[device] != Some(number) {
                    return self.struck("answer after its round was given up");
                }
                self.waiting[device] = None;
                let frail = self.frail();
                let stood: BTreeMap<ScopeId, Cursor> = self.devices[device].disk.cursors().collect();
                let asked = self.devices[device].answered(run, &answer, &mut self.chance, frail);
                self.send(device, asked);
                if let Answer::Pulled(text) = &answer
                    && let Some((scope, to)) = self.wrong_sums.remove(&Digest::of(text.as_bytes()))
                {
                    let stands = |(at, cursor): (ScopeId, Cursor)| at == scope && cursor.is_at(&to);
                    let stood_there = stood.get(&scope).is_some_and(|cursor| cursor.is_at(&to));
                    if !stood_there && self.devices[device].disk.cursors().any(stands) {
                        self.broken.push(format!("4: device {device} took in {scope} with another sum than its own"));
                    }
                }
            }
            Flight::GiveUp { device, run, number } => {
                if self.waiting[device] == Some(number) {
                    self.waiting[device] = None;
                    self.devices[device].gave_up(run);
                }
            }
        }
    }

    fn serve(&mut self, device: usize, ask: Ask) -> Option<Answer> {
        let person = self.devices[device].person;
        match ask {
            Ask::Push(body) => {
                let before = self.archive.desk.heads.clone();
                let unkept = (Mutant::ReceiptFirst.lives() && self.strikes("replica killed before the commit", 50))
                    .then(|| self.archive.clone());
                let (reply, numbered) = self.archive.push(person, &body.text);
                if !self.taken.insert(Digest::of(body.text.as_bytes())) && before != self.archive.desk.heads {
                    self.broken.push("5: a repeated push has moved a head".to_owned());
                }
                self.witness(&numbered);
                if let Some(unkept) = unkept {
                    self.archive = unkept;
                }
                Some(Answer::Pushed(reply))
            }
            Ask::Pull(ask) => {
                let room = self.chance.between(1, self.rates.page_max);
                let begun = self.archive.begun;
                let mut reply = self.archive.pull(person, &ask, room);
                let mut wrong = None;
                if self.rates.wrong_sum > 0
                    && let Some(page) = reply.scopes.iter_mut().find(|page| page.to.n == page.head)
                    && self.strikes("page with another sum", self.rates.wrong_sum)
                {
                    page.live = page.live.wrapping_add(1);
                    wrong = Some((page.scope, page.to));
                }
                if self.archive.begun > begun {
                    self.struck("rollback noticed by a seal");
                }
                let readable = self.archive.readable(person);
                if reply.scopes.iter().any(|page| !readable.contains(&page.scope)) {
                    self.broken.push("6: a scope was served without a right".to_owned());
                }
                let text = serde_json::to_string(&reply).unwrap();
                self.wrong_sums.extend(wrong.map(|wrong| (Digest::of(text.as_bytes()), wrong)));
                Some(Answer::Pulled(text))
            }
            Ask::Offer(bytes) => {
                let offer = serde_json::from_slice(&bytes).expect("a device keeps JSON");
                let before = (self.rates.lost_offer > 0).then(|| self.archive.clone());
                let Some((reply, numbered)) = self.archive.offer(person, &offer) else {
                    self.broken.push("7: a seal of the archive's own is not known to it".to_owned());
                    return None;
                };
                self.brought_back += reply.taken;
                self.witness(&numbered);
                if let Some(before) = before
                    && self.strikes("offer lost after its answer", self.rates.lost_offer)
                {
                    self.archive = before;
                }
                Some(Answer::Offered(reply))
            }
            Ask::Part(name) => {
                let part = self.archive.part(person, name);
                if part.is_some() {
                    self.struck("part of a snapshot read");
                }
                Some(Answer::Part(part))
            }
            Ask::Photo(sha256, mut bytes) => {
                if self.strikes("photo cut", self.rates.cut_photo) {
                    bytes.truncate(self.chance.below(bytes.len()));
                }
                self.archive.put(sha256, &bytes).map(Answer::Photo)
            }
        }
    }

    /// 12. What is approved is what its approver had on the screen; what is handed in holds all that its author had.
    pub(super) fn witness(&mut self, numbered: &[Numbered]) {
        for Numbered { id, before } in numbered {
            let Some(wish) = self.ledger.saves.get(id).and_then(|saved| saved.wish.as_ref()) else { continue };
            let Some(before) = before else { continue };
            let values = |root: &Root| -> BTreeSet<(RecordId, String, String)> {
                let of = |(id, record): (&RecordId, &shared::fold::Record)| {
                    let fields = record.fields.iter().filter(|(name, _)| *name != STATE);
                    let live =
                        fields.flat_map(|(name, field)| field.live.iter().map(move |v| (name.clone(), said(&v.value))));
                    live.map(|(name, value)| (*id, name, value)).collect::<Vec<_>>()
                };
                root.records.iter().flat_map(of).collect()
            };
            let fits = match wish.to {
                State::Approved => values(before) == values(&wish.view),
                State::Submitted => own_are_numbered(self, id),
                _ => true,
            };
            if !fits {
                self.broken.push(format!("12: {:?} of {id} was not given on what stood on the screen", wish.to));
            }
        }
    }
}

/// Whether everything that the author of a wish had saved and saw as their own is numbered by then, or was so
/// once and the archive has lost it: then it comes after the wish.
fn own_are_numbered(world: &World, wish: &ChangeId) -> bool {
    let saved = &world.ledger.saves[wish];
    let Some(of_wish) = &saved.wish else { return true };
    let on_screen = of_wish.view.saves.keys().filter(|id| {
        world.ledger.saves.get(*id).is_some_and(|other| other.author == saved.author && other.device == saved.device)
    });
    let numbered: BTreeSet<ChangeId> = world.archive.entries().map(|entry| entry.change.id).collect();
    let mut on_screen = on_screen;
    on_screen.all(|id| numbered.contains(id) || world.lost_once.contains(id))
}
