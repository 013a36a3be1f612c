//! What a device does for the day on which the server has lost something, told.

use super::world::*;
use shared::{
    digest::Digest,
    epoch::Seal,
    id::{ChangeId, EpochId, ScopeId},
    notebook::{Effect, Event, Notebook, PullError, Round, Table, Trouble},
    verdict::{Receipt, Verdict, Why},
    wire::{OfferReply, Pull, PullReply},
};
use std::collections::{BTreeMap, BTreeSet};

const DAY_MS: i64 = 24 * 3_600_000;

/// What the server says to a pull, in an epoch.
fn said(server: &Server, asked: &Pull, epoch: &str) -> PullReply {
    PullReply { epoch: Some(EpochId::derived(&[epoch])), server_ms: DAY_MS, ..sealed(server.pull(asked, 5_000), epoch) }
}

fn sealed(mut reply: PullReply, epoch: &str) -> PullReply {
    for page in &mut reply.scopes {
        page.to.epoch = Some(EpochId::derived(&[epoch]));
        page.to.seal = Some(Seal([7; 16]));
    }
    reply
}

fn heard(device: &mut Device, reply: impl FnOnce(&Pull) -> PullReply) -> (bool, Vec<PullError>) {
    let asked = device.notebook.pull();
    let (batch, more, wrong) = device.notebook.pulled(&asked, &reply(&asked));
    device.write(batch);
    (more, wrong)
}

/// A device that has saved so many reports, sent them and read them back.
fn written(count: usize) -> (Server, Device) {
    let (mut server, mut device) = (Server::default(), Device::new(0));
    for root in 0..count {
        device.save(root, 0, "một");
        device.push(&mut server, false);
    }
    heard(&mut device, |asked| said(&server, asked, "a"));
    (server, device)
}

fn kept(device: &Device) -> usize {
    device.disk.keys().filter(|(table, _)| *table == Table::Kept).count()
}

#[test]
fn its_author_hears_that_what_had_a_number_is_kept_aside_now() {
    let (mut server, mut device) = written(1);
    let id = *server.desk.receipts.keys().next().unwrap();
    // Another epoch: everything is doubted, and the next pull asks.
    heard(&mut device, |asked| said(&server, asked, "b"));
    assert!(device.notebook.has_doubts());
    server.desk.receipts.get_mut(&id).unwrap().verdict = Verdict::Quarantined(Why::Approved);
    heard(&mut device, |asked| said(&server, asked, "b"));
    assert_eq!(aside(&device), BTreeSet::from([id]));
    device.crash();
    assert_eq!(aside(&device), BTreeSet::from([id]), "it is on the medium");
}

#[test]
fn what_the_server_sealed_of_a_scope_that_is_given_up_goes_with_each_pull_still() {
    let (_, mut device) = written(1);
    let (scope, read) = device.notebook.cursors().next().unwrap();
    heard(&mut device, |_| PullReply { server_ms: DAY_MS, ..PullReply::default() });
    assert_eq!(device.notebook.cursors().count(), 0, "it is not read any more");
    assert_eq!(device.notebook.pull().given_up, BTreeMap::from([(scope, read)]));
    device.crash();
    assert_eq!(device.notebook.pull().given_up, BTreeMap::from([(scope, read)]), "it is on the medium");
}

/// The reply of a server that knows all that is asked after.
fn knows_all(device: &Device, asked: &Pull, readable: &BTreeSet<ScopeId>, epoch: &str) -> PullReply {
    let texts = device.disk.iter().filter(|((table, _), _)| *table == Table::Sent);
    let digest = |bytes: &Vec<u8>| {
        let row: serde_json::Value = serde_json::from_slice(bytes).unwrap();
        Digest::of(row["text"].as_str().unwrap().as_bytes())
    };
    let digests: BTreeMap<ChangeId, Digest> =
        texts.map(|((_, id), bytes)| (id.parse().unwrap(), digest(bytes))).collect();
    let verdict = Verdict::Numbered { scope: home().scope, n: 1 };
    let receipt = |id: &ChangeId| Some((*id, Receipt { digest: *digests.get(id)?, verdict: verdict.clone() }));
    let verdicts = asked.ask.iter().filter_map(receipt).collect();
    let epoch = Some(EpochId::derived(&[epoch]));
    PullReply { verdicts, epoch, readable: readable.clone(), server_ms: DAY_MS, ..PullReply::default() }
}

#[test]
fn of_many_changes_all_that_are_doubted_are_asked_after_in_one_round() {
    let (_, mut device) = written(1_100);
    let readable = BTreeSet::from([home().scope]);
    let mut round = Round::default();
    let (mut effect, batch) = round.step(&mut device.notebook, Event::Begin, &|_| false);
    device.write(batch);
    let mut pulls = 0;
    while let Effect::Pull(asked) = effect {
        pulls += 1;
        let reply = knows_all(&device, &asked, &readable, "b");
        let (next, batch) = round.step(&mut device.notebook, Event::Pulled(&reply), &|_| false);
        device.write(batch);
        effect = next;
    }
    assert_eq!(pulls, 4, "one that tells of the epoch, and three of 500");
    assert!(!device.notebook.has_doubts());
}

#[test]
fn what_is_out_of_sight_is_asked_after_by_turns_and_after_what_is_doubted() {
    let (_, mut device) = written(700);
    let nothing = BTreeSet::new();
    // The scope can no longer be read; nothing of it is doubted.
    heard(&mut device, |_| PullReply { server_ms: DAY_MS, ..PullReply::default() });
    let mut asked = BTreeSet::new();
    for _ in 0..2 {
        let ask = device.notebook.pull();
        assert_eq!(ask.ask.len(), 500);
        asked.extend(ask.ask.iter().copied());
        let reply = knows_all(&device, &ask, &nothing, "a");
        let (batch, ..) = device.notebook.pulled(&ask, &reply);
        device.write(batch);
    }
    assert_eq!(asked.len(), 700);
}

#[test]
fn what_is_out_of_sight_is_kept_however_old_it_is() {
    let (server, mut device) = written(1);
    let reply = |readable: BTreeSet<ScopeId>, days: i64| PullReply {
        readable,
        server_ms: days * DAY_MS,
        verdicts: server.desk.receipts.clone(),
        ..PullReply::default()
    };
    let sent = |device: &Device| device.disk.keys().filter(|(table, _)| *table == Table::Sent).count();
    heard(&mut device, |_| reply(BTreeSet::new(), 2));
    heard(&mut device, |_| reply(BTreeSet::new(), 90));
    assert_eq!(sent(&device), 1);
    let (_, mut reader) = written(1);
    heard(&mut reader, |_| reply(BTreeSet::from([home().scope]), 90));
    assert_eq!(sent(&reader), 0, "where it is read, a page holds it as long as it must");
}

#[test]
fn a_scope_with_another_sum_is_read_anew_once_for_each_head_and_stays_as_it_was() {
    let (mut server, mut device) = written(2);
    let before = device.notebook.cursors().next();
    let mut writer = Device::new(1);
    writer.save(2, 0, "ba");
    writer.push(&mut server, false);
    let wrong = |mut reply: PullReply| {
        reply.scopes.iter_mut().for_each(|page| page.live ^= 1);
        reply
    };
    for news in 0..2 {
        let mut pulls = Vec::new();
        for _ in 0..2 {
            let mut round = Round::default();
            let (mut effect, _) = round.step(&mut device.notebook, Event::Begin, &|_| false);
            let mut count = 0;
            while let Effect::Pull(asked) = effect {
                count += 1;
                let reply = wrong(said(&server, &asked, "a"));
                effect = round.step(&mut device.notebook, Event::Pulled(&reply), &|_| false).0;
            }
            (effect, _) = round.step(&mut device.notebook, Event::DirectoryKept, &|_| false);
            assert_eq!(effect, Effect::End(Some(Trouble::Scope)), "it is told");
            pulls.push(count);
        }
        assert_eq!(pulls, [2, 1], "news {news}");
        assert_eq!(device.notebook.cursors().next(), before);
        assert!(device.notebook.confirmed(report(2)).is_none() && device.notebook.confirmed(report(1)).is_some());
        writer.save(3 + news, 0, "bốn");
        writer.push(&mut server, false);
    }
    heard(&mut device, |asked| said(&server, asked, "a"));
    assert!(device.notebook.confirmed(report(2)).is_some(), "as soon as the sums are one");
}

/// A device that has two pages of an epoch which the server has lost from the first entry on.
fn offering() -> (Server, Device, String) {
    let (server, mut device) = written(1);
    // The scope is empty in the epoch that follows.
    let lost = |asked: &Pull| PullReply {
        agreed: asked.past.keys().map(|scope| (*scope, 0)).collect(),
        epoch: Some(EpochId::derived(&["b"])),
        readable: BTreeSet::from([home().scope]),
        server_ms: DAY_MS,
        verdicts: server.desk.receipts.clone(),
        ..PullReply::default()
    };
    heard(&mut device, lost);
    heard(&mut device, lost);
    let name = device.notebook.next_offer(&BTreeSet::new()).expect("it may be lost");
    (server, device, name)
}

fn offered(notebook: &mut Notebook, device_disk: &[u8], name: &str) {
    let page: shared::wire::Offer = serde_json::from_slice(device_disk).unwrap();
    let reply = OfferReply { scope: page.scope, n: page.to.n, chain: page.to.chain, taken: 1, known: 0, aside: 0 };
    assert!(notebook.offered(name, &reply, &mut shared::notebook::WriteBatch::default()));
}

#[test]
fn what_was_offered_and_did_not_come_back_is_offered_again() {
    let (server, mut device, name) = offering();
    let page = device.disk[&(Table::Kept, name.clone())].clone();
    offered(&mut device.notebook, &page, &name);
    assert_eq!(device.notebook.next_offer(&BTreeSet::new()), None, "once a round");
    let stands = |_: &Pull| PullReply {
        epoch: Some(EpochId::derived(&["b"])),
        readable: BTreeSet::from([home().scope]),
        server_ms: DAY_MS,
        verdicts: server.desk.receipts.clone(),
        ..PullReply::default()
    };
    heard(&mut device, stands);
    assert!(device.notebook.has_doubts());
    Round::default().step(&mut device.notebook, Event::Begin, &|_| false);
    assert_eq!(device.notebook.next_offer(&BTreeSet::new()), Some(name));
}

#[test]
fn a_full_medium_lets_go_of_pages_but_not_of_what_the_server_may_have_lost() {
    let (mut server, mut device) = written(1);
    for root in 1..40 {
        device.save(root, 0, "một");
        device.push(&mut server, false);
        heard(&mut device, |asked| said(&server, asked, "a"));
    }
    let before = kept(&device);
    let room = device.notebook.let_go(None);
    device.write(room);
    assert!(kept(&device) < before && kept(&device) > 0, "some, not all");
    let (_, mut device, name) = offering();
    assert!(device.notebook.let_go(None).is_empty());
    assert!(device.disk.contains_key(&(Table::Kept, name)));
}

#[test]
fn pages_of_two_branches_are_asked_after_apart() {
    let (_, mut device) = written(2);
    // Another life of the archive, which has lost all of it and has grown again.
    let mut server = Server::default();
    let mut writer = Device::new(1);
    for root in 10..13 {
        writer.save(root, 0, "hai");
        writer.push(&mut server, false);
    }
    let reread = |asked: &Pull, server: &Server| {
        let anew = Pull { scopes: BTreeMap::new(), ..asked.clone() };
        let agreed = asked.past.keys().map(|scope| (*scope, 0)).collect();
        PullReply { agreed, ..said(server, &anew, "b") }
    };
    heard(&mut device, |asked| reread(asked, &server));
    let asked = device.notebook.pull();
    assert_eq!(asked.past.values().next().map(Vec::len), Some(1));
    heard(&mut device, |asked| PullReply { scopes: vec![], ..reread(asked, &server) });
    // And one more, in which pages of both are in doubt.
    let third = |_: &Pull| PullReply {
        epoch: Some(EpochId::derived(&["c"])),
        readable: BTreeSet::from([home().scope]),
        server_ms: DAY_MS,
        ..PullReply::default()
    };
    heard(&mut device, third);
    let mut ends = Vec::new();
    for _ in 0..2 {
        let asked = device.notebook.pull();
        ends.extend(asked.past.into_values().map(|past| past.iter().map(|at| at.n).collect::<Vec<_>>()));
        heard(&mut device, |asked| PullReply {
            agreed: asked.past.iter().map(|(scope, past)| (*scope, past.last().unwrap().n)).collect(),
            ..third(asked)
        });
    }
    ends.sort();
    assert_eq!(ends, [vec![2], vec![3]], "each branch by itself");
    assert!(device.notebook.pull().past.is_empty());
}
