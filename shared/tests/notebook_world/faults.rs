//! The laws, under any faults in any order.

use super::world::*;
use proptest::prelude::*;
use shared::{
    change::{Change, State},
    fold::Root,
    notebook::Status,
};
use std::collections::BTreeMap;

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
