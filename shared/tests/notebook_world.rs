//! Small faulty worlds: several notebooks and the server's rules, joined by a line that loses
//! answers, repeats requests and cuts pages short, on devices that are switched off at any moment.
//! In the end everybody holds the same, nothing saved is missing, and every outbox is empty.
#![expect(clippy::unwrap_used, reason = "a test says by breaking off what went wrong")]

use proptest::prelude::*;
use serde_json::value::RawValue;
use shared::{
    access::{Access, Role},
    change::{Change, Home, State},
    digest::Digest,
    fold::{Late, Root},
    id::{ChangeId, DeviceId, PersonId, RecordId, ScopeId, UnitId},
    notebook::{Edit, Form, Fresh, Notebook, PullError, Row, Status, Table, WriteBatch},
    rules::{Arrival, Asker, Desk, Head, Outcome},
    value::Value,
    verdict::{Verdict, Why},
    wire::{Cursor, Entry, Page, Pull, PullReply, Push, PushReceipt, PushReply},
};
use std::collections::{BTreeMap, BTreeSet};

struct Session(PersonId, Role);

impl Asker for Session {
    fn person(&self) -> PersonId {
        self.0
    }
    fn role(&self) -> Role {
        self.1
    }
    fn access(&self, _: Home) -> Access {
        Access::Covers
    }
    fn is_below(&self, _: UnitId) -> bool {
        true
    }
}

fn home() -> Home {
    Home::of_unit(UnitId::derived(&["commune"]))
}

fn person(i: usize) -> PersonId {
    PersonId::derived(&["person", &i.to_string()])
}

fn report(i: usize) -> RecordId {
    RecordId::derived(&["report", &i.to_string()])
}

#[derive(Default)]
struct Server {
    desk: Desk,
    log: Vec<(Vec<Late>, String, Head)>,
}

impl Server {
    fn push(&mut self, person: usize, text: &str) -> PushReply {
        let push: Push = serde_json::from_str(text).unwrap();
        let session = Session(self::person(person), Role::Manager);
        let mut receipts = Vec::new();
        for raw in push.changes {
            let change: Change = serde_json::from_str(raw.get()).unwrap();
            let digest = Digest::of(raw.get().as_bytes());
            let receipt = match self
                .desk
                .number(Arrival { change: &change, digest, author: session.0, adopted: false }, &session)
            {
                Outcome::Known(receipt) | Outcome::Quarantined { receipt, .. } => receipt,
                Outcome::Numbered { receipt, late } => {
                    let head = self.desk.heads[&home().scope];
                    self.log.push((late, raw.get().to_owned(), head));
                    receipt
                }
            };
            receipts.push(PushReceipt { id: Some(change.id), receipt });
        }
        PushReply { receipts, wanted: BTreeSet::new() }
    }

    fn pull(&self, pull: &Pull, most: usize) -> PullReply {
        let scope = home().scope;
        let cursor = pull.scopes.get(&scope).copied().unwrap_or_default();
        let from = usize::try_from(cursor.n).unwrap();
        let to = (from + most).min(self.log.len());
        let entries = self.log[from..to].iter().map(|(late, text, head)| Entry {
            n: head.n,
            late: late.clone(),
            change: RawValue::from_string(text.clone()).unwrap(),
        });
        let last = if to == from { cursor } else { Cursor { n: to as u64, chain: self.log[to - 1].2.chain } };
        let head = self.log.last().map_or(Head::default(), |(.., head)| *head);
        let page = Page { scope, from: cursor.n, to: last, head: head.n, live: head.live, entries: entries.collect() };
        let receipt = |id: &ChangeId| self.desk.receipts.get(id).map(|receipt| (*id, receipt.clone()));
        PullReply {
            scopes: if to == from { vec![] } else { vec![page] },
            readable: BTreeSet::from([scope]),
            verdicts: pull.ask.iter().filter_map(receipt).collect(),
            directory: String::new(),
            server_ms: 0,
        }
    }
}

struct Device {
    person: usize,
    notebook: Notebook,
    /// What survives a crash.
    disk: BTreeMap<(Table, String), Vec<u8>>,
    form: Option<Form>,
    saves: usize,
}

impl Device {
    fn new(person: usize) -> Self {
        let notebook = Notebook::new(self::person(person), DeviceId::derived(&["tablet", &person.to_string()]));
        Self { person, notebook, disk: BTreeMap::new(), form: None, saves: 0 }
    }

    fn write(&mut self, batch: WriteBatch) {
        self.disk.extend(batch.puts.into_iter().map(|(table, key, bytes)| ((table, key), bytes)));
        for (table, key) in batch.deletes {
            self.disk.remove(&(table, key));
        }
    }

    fn fresh(&mut self) -> Fresh {
        self.saves += 1;
        let id = ChangeId::derived(&[&self.person.to_string(), &self.saves.to_string()]);
        Fresh { id, salt: self.saves as u64, at_ms: 0 }
    }

    fn save(&mut self, root: usize, field: usize, value: &str) {
        if self.form.as_ref().is_none_or(|form| form.root() != report(root)) {
            let (form, batch) = self.notebook.open(report(root), "report", home());
            self.form = Some(form);
            self.write(batch);
        }
        let fresh = self.fresh();
        let mut form = self.form.take().unwrap();
        let edit = Edit { record: report(root), kind: "report", field: format!("field_{field}"), value: value.into() };
        let batch = self.notebook.save(&mut form, vec![edit], fresh);
        self.form = Some(form);
        self.write(batch);
    }

    fn crash(&mut self) {
        self.notebook = Notebook::new(self.notebook.person(), self.notebook.device());
        let rows = self.disk.iter().map(|((table, key), bytes)| Row {
            table: *table,
            key: key.clone(),
            value: Some(bytes.clone()),
        });
        self.notebook.absorb(rows).unwrap();
        self.form = None;
    }

    /// Pushes once; the answer may be lost after the server has committed.
    fn push(&mut self, server: &mut Server, answer_lost: bool) {
        let Some((body, batch)) = self.notebook.next_push(&|_| false) else { return };
        self.write(batch);
        let reply = server.push(self.person, &body.text);
        if !answer_lost {
            let batch = self.notebook.pushed(&body, &reply).unwrap();
            self.write(batch);
        }
    }

    fn pull(&mut self, server: &Server, most: usize) -> bool {
        let asked = self.notebook.pull();
        let (batch, more, wrong) = self.notebook.pulled(&asked, &server.pull(&asked, most));
        assert_eq!(wrong, vec![]);
        self.write(batch);
        more
    }

    fn wish(&mut self, root: usize, to: State) {
        let fresh = self.fresh();
        let Some(view) = self.notebook.root(report(root)).map(|root| root.into_owned()) else { return };
        let batch = self.notebook.wish_for(&view, to, "vì", fresh);
        self.form = None;
        self.write(batch);
    }
}

#[derive(Clone, Debug)]
enum Step {
    Save { device: usize, root: usize, field: usize, value: u8 },
    Push { device: usize, answer_lost: bool },
    Pull { device: usize, most: usize },
    Crash { device: usize },
    Wish { device: usize, root: usize, to: State },
}

const DEVICES: usize = 3;

fn step() -> impl Strategy<Value = Step> {
    let device = 0..DEVICES;
    let state = prop_oneof![Just(State::Submitted), Just(State::Approved), Just(State::Returned)];
    prop_oneof![
        6 => (device.clone(), 0..2_usize, 0..2_usize, any::<u8>())
            .prop_map(|(device, root, field, value)| Step::Save { device, root, field, value }),
        3 => (device.clone(), any::<bool>()).prop_map(|(device, answer_lost)| Step::Push { device, answer_lost }),
        3 => (device.clone(), 1..4_usize).prop_map(|(device, most)| Step::Pull { device, most }),
        1 => device.clone().prop_map(|device| Step::Crash { device }),
        1 => (device, 0..2_usize, state).prop_map(|(device, root, to)| Step::Wish { device, root, to }),
    ]
}

/// What was drawn on a screen and replaced there by its reader, noted outside the protocol.
#[derive(Default)]
struct Witness {
    /// By device and field: the newest value that a person left, and that no later save of theirs replaced.
    left: BTreeMap<(usize, usize, usize), String>,
}

fn run(steps: &[Step]) -> (Server, Vec<Device>, Witness) {
    let mut server = Server::default();
    let mut devices: Vec<Device> = (0..DEVICES).map(Device::new).collect();
    let mut witness = Witness::default();
    for (count, step) in steps.iter().enumerate() {
        match *step {
            Step::Save { device, root, field, value } => {
                let value = format!("{device} {count} {value}");
                devices[device].save(root, field, &value);
                witness.left.insert((device, root, field), value);
            }
            Step::Push { device, answer_lost } => devices[device].push(&mut server, answer_lost),
            Step::Pull { device, most } => drop(devices[device].pull(&server, most)),
            Step::Crash { device } => devices[device].crash(),
            Step::Wish { device, root, ref to } => devices[device].wish(root, to.clone()),
        }
    }
    // The line is whole again.
    for _ in 0..2 {
        for device in &mut devices {
            device.push(&mut server, false);
            while device.pull(&server, 3) {}
        }
    }
    (server, devices, witness)
}

fn aside(device: &Device) -> BTreeSet<ChangeId> {
    let aside = device.notebook.outbox().filter(|(_, pending)| matches!(pending.status, Status::Aside(_)));
    aside.map(|(_, pending)| pending.change.id).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, ..ProptestConfig::default() })]

    #[test]
    fn after_any_faults_everybody_holds_the_same_and_nothing_saved_is_missing(steps in prop::collection::vec(step(), 1..40)) {
        let (server, devices, witness) = run(&steps);
        for device in &devices {
            for (_, pending) in device.notebook.outbox() {
                prop_assert!(matches!(pending.status, Status::Aside(_)), "only what is kept aside stays: {:?}", pending.status);
            }
            for root in 0..2 {
                let mut expected: Option<Root> = server.desk.roots.get(&report(root)).cloned();
                if let Some(root) = &mut expected {
                    root.awaited.clear();
                }
                prop_assert_eq!(device.notebook.confirmed(report(root)), expected.as_ref(), "bytes are equal");
            }
            let mut restarted = Device { disk: device.disk.clone(), ..Device::new(device.person) };
            restarted.crash();
            for root in 0..2 {
                prop_assert_eq!(restarted.notebook.root(report(root)), device.notebook.root(report(root)));
            }
        }
        for ((device, root, field), value) in &witness.left {
            let change = server.log.iter().rev().find(|(_, text, _)| text.contains(&format!("\"{value}\"")));
            let kept_aside = aside(&devices[*device]).iter().any(|id| {
                devices[*device].notebook.outbox().any(|(_, pending)| pending.change.id == *id && pending.text.contains(value.as_str()))
            });
            prop_assert!(change.is_some() || kept_aside, "«{value}» is in the log or kept aside with a reason");
            // It is live, or named by a change of somebody on whose screen it stood.
            if let Some((_, text, _)) = change {
                let id = serde_json::from_str::<Change>(text).unwrap().id;
                let server_root = &server.desk.roots[&report(*root)];
                let name = format!("field_{field}");
                let live = server_root.field(report(*root), &name).is_some_and(|field| field.ids().any(|live| live == id));
                let named = server.log.iter().any(|(_, text, _)| serde_json::from_str::<Change>(text).unwrap().seen_ids().any(|seen| seen == id));
                prop_assert!(live || named, "«{value}» has vanished");
            }
        }
    }

    #[test]
    fn every_seed_ends_the_same_way_twice(steps in prop::collection::vec(step(), 1..30)) {
        let end = |(server, _, _): (Server, Vec<Device>, Witness)| serde_json::to_string(&server.desk.roots.values().collect::<Vec<_>>()).unwrap();
        prop_assert_eq!(end(run(&steps)), end(run(&steps)));
    }
}

#[test]
fn a_form_left_open_sends_one_change_for_many_keystrokes() {
    let mut server = Server::default();
    let mut device = Device::new(0);
    for text in ["T", "Tr", "Tri", "Tri L", "Tri Lễ"] {
        device.save(0, 0, text);
    }
    assert_eq!(device.notebook.unsent(), 1);
    device.push(&mut server, false);
    device.save(0, 0, "Tri Lễ, thôn Bản Châu");
    assert_eq!(device.notebook.unsent(), 1, "what was sent is never rewritten");
    device.push(&mut server, false);
    device.pull(&server, 100);
    let root = device.notebook.confirmed(report(0)).unwrap();
    assert_eq!(root.conflicts().count(), 0);
    assert_eq!(root.value(report(0), "field_0"), Some(&Value::from("Tri Lễ, thôn Bản Châu")));
}

#[test]
fn typing_on_after_a_lost_answer_replaces_what_was_sent() {
    let mut server = Server::default();
    let mut device = Device::new(0);
    device.save(0, 0, "Tri");
    device.push(&mut server, true);
    device.save(0, 0, "Tri Lễ");
    assert_eq!(device.notebook.unsent(), 2, "what may have left the device is not taken back");
    device.push(&mut server, false);
    device.pull(&server, 100);
    let root = device.notebook.confirmed(report(0)).unwrap();
    assert_eq!(root.conflicts().count(), 0, "nobody is in conflict with themselves");
    assert_eq!(root.value(report(0), "field_0"), Some(&Value::from("Tri Lễ")));
}

#[test]
fn a_change_whose_receipt_was_lost_is_sent_once_its_entry_comes_back() {
    let mut server = Server::default();
    let mut device = Device::new(0);
    device.save(0, 0, "một");
    device.push(&mut server, true);
    assert_eq!(device.notebook.unsent(), 1, "no answer: unknown, not failed");
    device.pull(&server, 100);
    assert_eq!(device.notebook.unsent(), 0);
    assert_eq!(device.notebook.outbox().count(), 0);
}

#[test]
fn two_people_apart_make_a_conflict_and_one_decision_ends_it_everywhere() {
    let mut server = Server::default();
    let mut devices: Vec<Device> = (0..2).map(Device::new).collect();
    devices[0].save(0, 0, "một");
    devices[1].save(0, 0, "hai");
    for device in &mut devices {
        device.push(&mut server, false);
    }
    for device in &mut devices {
        device.pull(&server, 100);
        assert_eq!(device.notebook.root(report(0)).unwrap().conflicts().count(), 1);
    }
    let (mut form, _) = devices[1].notebook.open(report(0), "report", home());
    devices[1].notebook.draw_all(&mut form, report(0), "field_0");
    devices[1].form = Some(form);
    devices[1].save(0, 0, "ba");
    devices[1].push(&mut server, false);
    for device in &mut devices {
        device.pull(&server, 100);
        let root = device.notebook.confirmed(report(0)).unwrap();
        assert_eq!(root.conflicts().count(), 0);
        assert_eq!(root.value(report(0), "field_0"), Some(&Value::from("ba")));
    }
}

/// A decision between two values, by a form that is still open.
fn decided(device: &mut Device) -> (Form, Vec<(Edit, Fresh)>) {
    let edit =
        |value: &str| Edit { record: report(0), kind: "report", field: "field_0".to_owned(), value: value.into() };
    let (mut form, _) = device.notebook.open(report(0), "report", home());
    device.notebook.draw_all(&mut form, report(0), "field_0");
    let fresh = device.fresh();
    device.notebook.save(&mut form, vec![edit("một")], fresh);
    let before = vec![(edit("một"), device.fresh()), (edit("hai"), device.fresh())];
    (form, before)
}

#[test]
fn an_undone_decision_leaves_the_conflict_that_it_ended() {
    for left in [false, true] {
        let mut server = Server::default();
        let mut devices: Vec<Device> = (0..2).map(Device::new).collect();
        devices[0].save(0, 0, "một");
        devices[1].save(0, 0, "hai");
        for device in &mut devices {
            device.push(&mut server, false);
        }
        let device = &mut devices[1];
        device.pull(&server, 100);
        let (form, before) = decided(device);
        assert_eq!(device.notebook.root(report(0)).unwrap().conflicts().count(), 0);
        if left {
            device.push(&mut server, false);
        }
        device.notebook.undo(&form, before);
        assert_eq!(device.notebook.unsent(), if left { 2 } else { 0 }, "what never left is gone without a trace");
        while device.notebook.unsent() > 0 {
            device.push(&mut server, false);
            device.pull(&server, 100);
        }
        for device in &mut devices {
            while device.pull(&server, 100) {}
            let root = device.notebook.root(report(0)).unwrap();
            let live: BTreeSet<_> = root.field(report(0), "field_0").unwrap().live.iter().map(|v| &v.value).collect();
            assert_eq!(live, BTreeSet::from([&Value::from("một"), &Value::from("hai")]));
        }
    }
}

#[test]
fn an_answer_about_other_bytes_is_no_receipt() {
    let mut server = Server::default();
    let mut device = Device::new(0);
    device.save(0, 0, "một");
    let (body, _) = device.notebook.next_push(&|_| false).unwrap();
    let honest = server.push(0, &body.text);
    let mut other = honest.clone();
    other.receipts[0].receipt.digest = Digest::of(b"other bytes");
    assert!(device.notebook.pushed(&body, &other).is_err());
    assert!(device.notebook.pushed(&body, &PushReply { receipts: vec![], wanted: BTreeSet::new() }).is_err());
    assert_eq!(device.notebook.unsent(), 1, "it is still to be sent");
    device.notebook.pushed(&body, &honest).unwrap();
    assert_eq!(device.notebook.unsent(), 0);
}

#[test]
fn a_torn_or_forged_page_is_not_taken_in() {
    let mut server = Server::default();
    let mut writer = Device::new(0);
    for root in 0..2 {
        writer.save(root, 0, "một");
        writer.push(&mut server, false);
    }
    let mut reader = Device::new(1);
    let asked = reader.notebook.pull();
    let whole = || server.pull(&asked, 100);
    let mut torn = whole();
    torn.scopes[0].entries.remove(0);
    let mut forged = whole();
    let text = forged.scopes[0].entries[0].change.get().replace("một", "hai");
    forged.scopes[0].entries[0].change = RawValue::from_string(text).unwrap();
    let scope = home().scope;
    for (reply, why) in [(torn, PullError::NotDense(scope)), (forged, PullError::Chain(scope))] {
        let (_, _, wrong) = reader.notebook.pulled(&asked, &reply);
        assert_eq!(wrong, vec![why]);
        assert_eq!(reader.notebook.cursors().count(), 0, "the cursor stays");
        assert!(reader.notebook.confirmed(report(0)).is_none());
    }
    reader.notebook.pulled(&asked, &whole());
    assert!(reader.notebook.confirmed(report(1)).is_some());
}

#[test]
fn a_scope_that_is_read_anew_stays_on_screen_until_it_is_whole() {
    let mut server = Server::default();
    let mut device = Device::new(0);
    for root in 0..3 {
        device.save(root, 0, "một");
    }
    device.push(&mut server, false);
    while device.pull(&server, 1) {}
    let before = device.notebook.confirmed(report(2)).cloned();
    device.notebook.refetch(ScopeId(home().scope.0));
    assert!(device.pull(&server, 1));
    assert_eq!(device.notebook.confirmed(report(2)).cloned(), before);
    while device.pull(&server, 1) {}
    assert_eq!(device.notebook.confirmed(report(2)).cloned(), before);
}

#[test]
fn a_verdict_that_the_server_has_forgotten_makes_the_device_send_again() {
    let mut server = Server::default();
    let mut device = Device::new(0);
    device.save(0, 0, "một");
    device.wish(0, State::Issued);
    device.push(&mut server, false);
    assert_eq!(aside(&device).len(), 1, "a report cannot be issued");
    server.desk.receipts.retain(|_, receipt| matches!(receipt.verdict, Verdict::Numbered { .. }));
    device.pull(&server, 100);
    assert_eq!(aside(&device).len(), 0);
    assert_eq!(device.notebook.unsent(), 1);
}

#[test]
fn a_save_that_no_request_can_carry_stands_in_nobodys_way() {
    let mut server = Server::default();
    let mut device = Device::new(0);
    device.save(0, 0, &"ă".repeat(600_000));
    device.save(1, 0, "một");
    device.push(&mut server, false);
    device.pull(&server, 100);
    assert!(device.notebook.confirmed(report(1)).is_some());
    let (_, kept) = device.notebook.outbox().next().unwrap();
    assert_eq!(kept.status, Status::Aside(Why::TooLarge), "it is kept, and says why");
    assert!(device.notebook.pull().ask.is_empty());
}

#[test]
fn a_verdict_on_another_content_is_not_taken_for_ones_own() {
    let mut server = Server::default();
    let mut device = Device::new(0);
    device.save(0, 0, "một");
    device.wish(0, State::Issued);
    device.push(&mut server, false);
    let id = *aside(&device).first().unwrap();
    let receipt = server.desk.receipts.get_mut(&id).unwrap();
    receipt.digest = Digest::of(b"other bytes");
    receipt.verdict = Verdict::Numbered { scope: home().scope, n: 1 };
    device.pull(&server, 100);
    assert_eq!(aside(&device).len(), 1);
}
