//! What happens in one world after another, told.

use super::world::*;
use serde_json::value::RawValue;
use shared::{
    change::State,
    digest::Digest,
    id::ScopeId,
    notebook::{Edit, Form, Fresh, PullError, Status},
    value::Value,
    verdict::{Verdict, Why},
    wire::PushReply,
};
use std::collections::BTreeSet;

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

/// Two people wrote different values into one field, and both have reached the server.
fn written_apart() -> (Server, Vec<Device>) {
    let mut server = Server::default();
    let mut devices: Vec<Device> = (0..2).map(Device::new).collect();
    devices[0].save(0, 0, "một");
    devices[1].save(0, 0, "hai");
    for device in &mut devices {
        device.push(&mut server, false);
    }
    (server, devices)
}

#[test]
fn two_people_apart_make_a_conflict_and_one_decision_ends_it_everywhere() {
    let (mut server, mut devices) = written_apart();
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
        let (mut server, mut devices) = written_apart();
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
    let body = device.notebook.next_push(&|_| false).0.unwrap();
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
