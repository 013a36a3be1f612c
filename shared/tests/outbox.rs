//! What people decide elsewhere about a device's changes, and what becomes of them in its outbox.
#![expect(clippy::unwrap_used, reason = "a test says by breaking off what went wrong")]

use serde_json::value::RawValue;
use shared::{
    change::{Change, Home},
    digest::Digest,
    epoch::Seal,
    fold::Root,
    id::{ChangeId, DeviceId, EpochId, PersonId, RecordId, ScopeId, UnitId},
    notebook::{Edit, Effect, Event, Fresh, Notebook, Pending, Round, Row, Status, WriteBatch},
    rules::Head,
    verdict::{Receipt, Verdict, Why, second_id},
    wire::{Cursor, Entry, Page, Pull, PullReply, PushReceipt, PushReply},
};
use std::collections::BTreeSet;

fn home() -> Home {
    Home::of_unit(UnitId::derived(&["commune"]))
}

fn notebook() -> Notebook {
    Notebook::new(PersonId::derived(&["an"]), DeviceId::derived(&["tablet"]))
}

/// A notebook with one change that was sent, and on which the server gave a verdict.
fn judged(verdict: Verdict) -> Notebook {
    let mut notebook = notebook();
    let (mut form, _) = notebook.open(RecordId::derived(&["report"]), "report", home());
    let edit = Edit { record: form.root(), kind: "report", field: "result".into(), value: "tốt".into() };
    notebook.save(&mut form, vec![edit], Fresh { id: ChangeId::derived(&["change"]), salt: 1, at_ms: 2 });
    let body = notebook.next_push(&|_| false).0.unwrap();
    let receipt = Receipt { digest: only(&notebook).1, verdict };
    let reply = PushReply { receipts: vec![PushReceipt { id: Some(body.ids[0]), receipt }], wanted: BTreeSet::new() };
    notebook.pushed(&body, &reply).unwrap();
    notebook
}

/// The one change in the outbox, and the digest of its text.
fn only(notebook: &Notebook) -> (Pending, Digest) {
    let (_, pending) = notebook.outbox().next().unwrap();
    (pending.clone(), Digest::of(pending.text.as_bytes()))
}

/// Pulls once; the server answers whatever is asked with this verdict.
fn pull(notebook: &mut Notebook, verdict: &Verdict, readable: &[ScopeId]) -> WriteBatch {
    let asked = notebook.pull();
    let digest = only(notebook).1;
    let receipt = |id: &ChangeId| (*id, Receipt { digest, verdict: verdict.clone() });
    let verdicts = asked.ask.iter().map(receipt).collect();
    let reply = PullReply { verdicts, readable: readable.iter().copied().collect(), ..PullReply::default() };
    let (batch, _, wrong) = notebook.pulled(&asked, &reply);
    assert_eq!(wrong, vec![]);
    batch
}

fn dropped() -> (Verdict, Status) {
    let (by, reason) = (PersonId::derived(&["dung"]), "trùng với báo cáo trước".to_owned());
    (Verdict::Quarantined(Why::Dropped { by, reason: reason.clone() }), Status::Dropped { by, reason })
}

#[test]
fn what_a_manager_dropped_is_no_longer_unsent_and_says_who_and_why_until_it_is_dismissed() {
    let mut notebook = judged(Verdict::Quarantined(Why::NoRight));
    assert_eq!(notebook.unsent(), 1, "nobody has decided yet");
    let (verdict, status) = dropped();
    let batch = pull(&mut notebook, &verdict, &[home().scope]);
    assert_eq!(notebook.unsent(), 0);
    assert_eq!(only(&notebook).0.status, status);
    assert!(notebook.root(RecordId::derived(&["report"])).is_none(), "it stands on no screen");
    assert!(notebook.next_push(&|_| false).0.is_none() && notebook.pull().ask.is_empty(), "it is settled");

    // It is all the same after a restart.
    let mut restarted = self::notebook();
    let rows = batch.puts.into_iter().map(|(table, key, bytes)| Row { table, key, value: Some(bytes) });
    restarted.absorb(rows).unwrap();
    let (seq, pending) = restarted.outbox().next().unwrap();
    assert_eq!(pending.status, status);
    assert!(!restarted.dismiss(seq).is_empty());
    assert_eq!(restarted.outbox().count(), 0);
}

#[test]
fn a_push_of_what_was_dropped_meanwhile_settles_it_too() {
    let (verdict, status) = dropped();
    let notebook = judged(verdict);
    assert_eq!((only(&notebook).0.status, notebook.unsent()), (status, 0));
}

#[test]
fn what_was_adopted_where_its_author_cannot_read_leaves_the_outbox() {
    let mut notebook = judged(Verdict::Quarantined(Why::NoRight));
    let elsewhere = ScopeId::of_unit(UnitId::derived(&["elsewhere"]));
    let numbered = Verdict::Numbered { scope: elsewhere, n: 7 };
    pull(&mut notebook, &numbered, &[home().scope]);
    assert_eq!((notebook.unsent(), notebook.outbox().count()), (0, 0), "with the same answer that tells of it");
    assert!(notebook.pull().ask.contains(&ChangeId::derived(&["change"])), "no cursor would tell of its loss");
}

#[test]
fn what_was_adopted_within_sight_waits_for_its_entry_and_goes_up_again_if_there_is_none() {
    let mut notebook = judged(Verdict::Quarantined(Why::Approved));
    let numbered = Verdict::Numbered { scope: home().scope, n: 7 };
    pull(&mut notebook, &numbered, &[home().scope]);
    assert_eq!((notebook.unsent(), only(&notebook).0.status), (0, Status::Numbered { scope: home().scope, n: 7 }));
    // The scope has no news, and yet nothing was read up to 7: the server has lost it since.
    pull(&mut notebook, &numbered, &[home().scope]);
    assert_eq!((notebook.unsent(), only(&notebook).0.status), (1, Status::Sealed));
}

#[test]
fn a_second_content_is_asked_after_under_the_id_that_it_is_kept_by() {
    let mut notebook = judged(Verdict::Quarantined(Why::TwoContents));
    let (pending, digest) = only(&notebook);
    assert_eq!(notebook.pull().ask, BTreeSet::from([second_id(pending.change.id, digest)]));
    let (verdict, status) = dropped();
    pull(&mut notebook, &verdict, &[home().scope]);
    assert_eq!(only(&notebook).0.status, status);
}

#[test]
fn a_device_of_before_reads_a_dropped_change_as_one_that_is_kept_aside() {
    #[derive(serde::Deserialize)]
    #[serde(tag = "why", rename_all = "snake_case")]
    enum Before {
        NoRight,
        #[serde(other)]
        Other,
    }
    let text = serde_json::to_value(dropped().0).unwrap();
    assert!(matches!(serde_json::from_value(text["quarantined"].clone()).unwrap(), Before::Other));
    assert!(matches!(serde_json::from_str(r#"{"why":"no_right"}"#).unwrap(), Before::NoRight));
}

/// A round with a server that lives in this epoch, has one entry and lost it when the epoch is `b`, and does not
/// know its own seals; how many pages were offered.
fn round(notebook: &mut Notebook, text: &str, epoch: &str) -> usize {
    let epoch = Some(EpochId::derived(&[epoch]));
    let change: Change = serde_json::from_str(text).unwrap();
    let mut root = Root::new(change.root, &change.kind, home());
    root.apply(&change, &[]);
    let head = Head::default().next(Digest::of(text.as_bytes()), &[]);
    let answer = |ask: &Pull| {
        let to = Cursor { n: 1, chain: head.chain, epoch, seal: Some(Seal([7; 16])) };
        let entries = vec![Entry { n: 1, late: vec![], change: RawValue::from_string(text.to_owned()).unwrap() }];
        let live = root.live_sum();
        let page = Page { scope: home().scope, from: 0, to, head: 1, live, durable: 0, entries };
        let scopes = if ask.scopes.is_empty() { vec![page] } else { vec![] };
        let agreed = ask.past.keys().map(|scope| (*scope, 0)).collect();
        PullReply { scopes, readable: [home().scope].into(), epoch, agreed, ..PullReply::default() }
    };
    let (mut round, mut offered) = (Round::default(), 0);
    let (mut effect, _) = round.step(notebook, Event::Begin, &|_| false);
    loop {
        (effect, _) = match effect {
            Effect::Pull(ask) => round.step(notebook, Event::Pulled(&answer(&ask)), &|_| false),
            Effect::Offer(_) => {
                offered += 1;
                assert!(offered < 9, "it is offered again and again");
                round.step(notebook, Event::OfferRefused, &|_| false)
            }
            Effect::Directory(_) => round.step(notebook, Event::DirectoryKept, &|_| false),
            Effect::End(trouble) => {
                assert_eq!(trouble, None, "a page that is refused holds up nothing");
                return offered;
            }
            other => panic!("{other:?}"),
        };
    }
}

#[test]
fn a_page_whose_seal_the_server_does_not_know_is_offered_again_in_the_next_round() {
    let text = only(&judged(Verdict::Quarantined(Why::NoRight))).0.text;
    let mut notebook = Notebook::new(PersonId::derived(&["binh"]), DeviceId::derived(&["another"]));
    assert_eq!(round(&mut notebook, &text, "a"), 0);
    assert_eq!([(); 3].map(|()| round(&mut notebook, &text, "b")), [1, 1, 1], "once in each");
}
