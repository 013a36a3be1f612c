//! The laws of the fold: whatever the order of arrival, a field is the set of numbered versions
//! that no numbered change names. Property tests, and small worlds explored to the last one.
#![expect(clippy::unwrap_used, reason = "a test says by breaking off what went wrong")]

use proptest::prelude::*;
use shared::{
    access::{Access, Role},
    change::{Change, FieldEdit, Home, RecordEdit},
    digest::Digest,
    fold::{Late, Root},
    id::{ChangeId, DeviceId, PersonId, RecordId, UnitId},
    rules::{Arrival, Asker, Desk, Outcome, Word},
    value::Value,
    verdict::Verdict,
};
use std::collections::{BTreeMap, BTreeSet};

struct Anyone(PersonId);

impl Asker for Anyone {
    fn person(&self) -> PersonId {
        self.0
    }
    fn role(&self) -> Role {
        Role::Officer
    }
    fn access(&self, _: Home) -> Access {
        Access::Covers
    }
    fn is_below(&self, _: UnitId) -> bool {
        true
    }
}

fn person() -> PersonId {
    PersonId::derived(&["an officer"])
}

fn version(i: usize) -> ChangeId {
    ChangeId::derived(&["change", &i.to_string()])
}

fn root_id() -> RecordId {
    RecordId::derived(&["report"])
}

/// One change: its place, its value, and which earlier ones it has seen. `None` deletes.
#[derive(Clone, Debug)]
struct Save {
    field: usize,
    value: Option<i64>,
    seen: Vec<usize>,
}

fn change(i: usize, save: &Save) -> Change {
    let seen = save.seen.iter().map(|i| version(*i)).collect();
    let value = save.value.map_or(Value::Deleted, Value::from);
    let fields = BTreeMap::from([(format!("field_{}", save.field), FieldEdit { value, seen })]);
    Change {
        id: version(i),
        root: root_id(),
        kind: "report".into(),
        home: Some(Home::of_unit(UnitId::derived(&["commune"]))),
        by: person(),
        device: DeviceId::derived(&["tablet"]),
        at_ms: 0,
        salt: i as u64,
        records: vec![RecordEdit { id: root_id(), kind: "report".into(), fields }],
        act: None,
    }
}

fn arrive(desk: &mut Desk, change: &Change) -> Outcome {
    let digest = Digest::of(serde_json::to_string(change).unwrap().as_bytes());
    desk.number(Arrival { change, digest, author: person(), word: Word::Author }, &Anyone(person()))
}

/// Numbers the saves in this order and holds the outcome to the set definition after every step.
fn holds_in_order(saves: &[Save], order: &[usize]) -> Root {
    let mut desk = Desk::default();
    let mut numbered = BTreeSet::new();
    for (step, &i) in order.iter().enumerate() {
        let outcome = arrive(&mut desk, &change(i, &saves[i]));
        let Outcome::Numbered { receipt, .. } = outcome else { panic!("{outcome:?}") };
        assert!(matches!(receipt.verdict, Verdict::Numbered { n, .. } if n == step as u64 + 1), "numbers are dense");
        numbered.insert(i);
        check_set_definition(&desk.roots[&root_id()], saves, &numbered);
    }
    let root = desk.roots[&root_id()].clone();
    assert_eq!(desk.heads.values().next().unwrap().live, root.live_sum(), "the scope's sum follows its roots");
    root
}

fn check_set_definition(root: &Root, saves: &[Save], numbered: &BTreeSet<usize>) {
    for field in 0..2 {
        let here: BTreeSet<usize> = numbered.iter().copied().filter(|i| saves[*i].field == field).collect();
        let named: BTreeSet<usize> = here.iter().flat_map(|i| saves[*i].seen.clone()).collect();
        let name = format!("field_{field}");
        let live: BTreeSet<ChangeId> = root.field(root.id, &name).into_iter().flat_map(|field| field.ids()).collect();
        let expected: BTreeSet<ChangeId> = here.difference(&named).map(|i| version(*i)).collect();
        assert_eq!(live, expected, "live is N∖R");
        let awaited: BTreeSet<ChangeId> =
            root.awaited.iter().filter(|entry| entry.field == name).map(|entry| entry.version).collect();
        let expected: BTreeSet<ChangeId> = named.difference(&here).map(|i| version(*i)).collect();
        assert_eq!(awaited, expected, "awaited is R∖N");
        if !here.is_empty() {
            let shown = root.field(root.id, &name).and_then(|field| field.shown()).expect("something is shown");
            assert!(live.contains(&shown.id), "what is shown is live");
        }
    }
}

fn permutations(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![vec![]];
    }
    let mut all = Vec::new();
    for shorter in permutations(n - 1) {
        for at in 0..=shorter.len() {
            let mut order = shorter.clone();
            order.insert(at, n - 1);
            all.push(order);
        }
    }
    all
}

fn subsets(n: usize) -> impl Iterator<Item = Vec<usize>> {
    (0..1_usize << n).map(move |bits| (0..n).filter(|i| bits >> i & 1 == 1).collect())
}

/// Every history of up to four saves of one field: every way of having seen earlier ones, values
/// equal, different or deleted, every order of arrival.
#[test]
fn every_small_world_gives_the_set_definition_in_every_order() {
    let mut worlds = 0;
    for count in 1..=4_usize {
        let mut histories: Vec<Vec<Save>> = vec![vec![]];
        for i in 0..count {
            let longer = |history: &Vec<Save>| {
                let history = history.clone();
                subsets(i)
                    .flat_map(move |seen| {
                        let history = history.clone();
                        [Some(1), Some(i as i64 + 2), None].into_iter().map(move |value| {
                            let mut history = history.clone();
                            history.push(Save { field: 0, value, seen: seen.clone() });
                            history
                        })
                    })
                    .collect::<Vec<_>>()
            };
            histories = histories.iter().flat_map(longer).collect();
        }
        let orders = permutations(count);
        for history in &histories {
            let mut fingerprints = BTreeSet::new();
            for order in &orders {
                fingerprints.insert(holds_in_order(history, order).live_sum());
                worlds += 1;
            }
            assert_eq!(fingerprints.len(), 1, "the same set in every order");
        }
    }
    assert_eq!(worlds, 3 + 18 * 2 + 9 * 24 * 6 + 81 * 64 * 24, "all of them were tried");
}

fn histories() -> impl Strategy<Value = (Vec<Save>, Vec<usize>)> {
    let save = (0..2_usize, prop::option::weighted(0.85, 0..3_i64), any::<u64>());
    prop::collection::vec(save, 1..14).prop_flat_map(|raw| {
        let mut saves: Vec<Save> = Vec::new();
        for (i, (field, value, bits)) in raw.into_iter().enumerate() {
            let seen = (0..i).filter(|j| saves[*j].field == field && bits >> j & 1 == 1).collect();
            saves.push(Save { field, value, seen });
        }
        let order: Vec<usize> = (0..saves.len()).collect();
        (Just(saves), Just(order).prop_shuffle())
    })
}

/// Histories, and two ways for them to arrive: all saves in any order, some again, any number of times.
fn arrivals() -> impl Strategy<Value = (Vec<Save>, Vec<usize>, Vec<usize>)> {
    histories().prop_flat_map(|(saves, order)| {
        let again = || prop::collection::vec(0..saves.len(), 0..12);
        let all = move |again: Vec<usize>| order.iter().copied().chain(again).collect::<Vec<_>>();
        let (one, other) = (again().prop_map(all.clone()).prop_shuffle(), again().prop_map(all).prop_shuffle());
        (Just(saves.clone()), one, other)
    })
}

/// What is live, and what is awaited, field by field.
type Sets = BTreeMap<(RecordId, String), (BTreeSet<ChangeId>, BTreeSet<ChangeId>)>;

fn sets(root: &Root) -> Sets {
    let mut sets = Sets::new();
    for (id, record) in &root.records {
        for (name, field) in &record.fields {
            sets.entry((*id, name.clone())).or_default().0 = field.ids().collect();
        }
    }
    for awaited in &root.awaited {
        sets.entry((awaited.record, awaited.field.clone())).or_default().1.insert(awaited.version);
    }
    sets
}

/// The log that a desk writes while these arrive: what was numbered, with what was stamped on it.
fn numbered(desk: &mut Desk, saves: &[Save], arrivals: &[usize]) -> Vec<(Change, Vec<Late>)> {
    let mut log = Vec::new();
    for i in arrivals {
        let change = change(*i, &saves[*i]);
        if let Outcome::Numbered { late, .. } = arrive(desk, &change) {
            log.push((change, late));
        }
    }
    log
}

fn bytes(root: &Root) -> String {
    serde_json::to_string(root).unwrap()
}

proptest! {
    #[test]
    fn any_order_and_any_duplication_give_the_same_live_set((saves, one, other) in arrivals()) {
        let (mut here, mut there) = (Desk::default(), Desk::default());
        let (log, _) = (numbered(&mut here, &saves, &one), numbered(&mut there, &saves, &other));
        prop_assert_eq!(log.len(), saves.len(), "each is numbered once");
        prop_assert_eq!(sets(&here.roots[&root_id()]), sets(&there.roots[&root_id()]));
        let (here, there) = (here.heads.values().next().unwrap(), there.heads.values().next().unwrap());
        prop_assert_eq!((here.n, here.live), (there.n, there.live));
    }

    #[test]
    fn in_number_order_everybody_has_the_same_bytes((saves, one, again) in arrivals(), page in 1..5_usize) {
        let mut desk = Desk::default();
        let log = numbered(&mut desk, &saves, &one);
        let server = &desk.roots[&root_id()];
        // An archive that takes them in the order of their numbers, whatever comes again between.
        let mut another = Desk::default();
        for (at, (change, late)) in log.iter().enumerate() {
            let Outcome::Numbered { late: stamped, .. } = arrive(&mut another, change) else { panic!() };
            prop_assert_eq!(&stamped, late, "the same is stamped");
            let repeated = again[at % again.len()] % (at + 1);
            prop_assert!(matches!(arrive(&mut another, &log[repeated].0), Outcome::Known(_)));
        }
        prop_assert_eq!(bytes(&another.roots[&root_id()]), bytes(server));
        prop_assert_eq!(&another.heads, &desk.heads, "numbers, chain and sum");
        // Devices that read in pages of any size, their rows going to the store and back between.
        let mut device: Option<Root> = None;
        for entries in log.chunks(page) {
            for (change, late) in entries {
                device.get_or_insert_with(|| Root::new(change.root, &change.kind, change.home.unwrap())).apply(change, late);
            }
            device = device.map(|root| serde_json::from_str(&bytes(&root)).unwrap());
        }
        let mut server = server.clone();
        server.awaited.clear();
        prop_assert_eq!(bytes(&device.unwrap()), bytes(&server));
    }

    #[test]
    fn any_order_of_arrival_gives_the_set_definition((saves, order) in histories()) {
        holds_in_order(&saves, &order);
    }

    #[test]
    fn any_repetition_gives_the_first_receipt_and_changes_nothing((saves, order) in histories(), again in 0..14_usize) {
        let mut desk = Desk::default();
        let receipts: Vec<Outcome> = order.iter().map(|i| arrive(&mut desk, &change(*i, &saves[*i]))).collect();
        let before = (desk.roots.clone(), desk.heads.clone());
        let at = again % order.len();
        let repeated = arrive(&mut desk, &change(order[at], &saves[order[at]]));
        let Outcome::Numbered { receipt, .. } = &receipts[at] else { panic!() };
        prop_assert_eq!(repeated, Outcome::Known(receipt.clone()));
        prop_assert_eq!((desk.roots, desk.heads), before);
    }

    #[test]
    fn a_root_comes_back_from_its_text_as_it_went((saves, order) in histories()) {
        let root = holds_in_order(&saves, &order);
        let text = serde_json::to_string(&root).unwrap();
        prop_assert_eq!(serde_json::from_str::<Root>(&text).unwrap(), root);
    }

    #[test]
    fn devices_that_fold_the_stamped_log_hold_what_the_server_holds((saves, order) in histories()) {
        let mut desk = Desk::default();
        let mut folded: Option<Root> = None;
        for i in &order {
            let change = change(*i, &saves[*i]);
            let Outcome::Numbered { late, .. } = arrive(&mut desk, &change) else { panic!() };
            folded.get_or_insert_with(|| Root::new(change.root, &change.kind, change.home.unwrap())).apply(&change, &late);
        }
        let mut server = desk.roots[&root_id()].clone();
        server.awaited.clear();
        prop_assert_eq!(folded.unwrap(), server);
    }

    #[test]
    fn what_people_read_changes_only_by_a_change_that_lists_it((saves, order) in histories()) {
        let mut desk = Desk::default();
        let mut shown: BTreeMap<usize, ChangeId> = BTreeMap::new();
        for i in &order {
            arrive(&mut desk, &change(*i, &saves[*i]));
            let save = &saves[*i];
            let root = &desk.roots[&root_id()];
            let now = root.field(root.id, &format!("field_{}", save.field)).unwrap().shown().unwrap().id;
            if let Some(before) = shown.insert(save.field, now) {
                let listed = save.seen.iter().any(|seen| version(*seen) == before);
                prop_assert!(now == before || listed, "{before} gave way to {now} unread");
            }
        }
    }
}
