//! What travels between device and server, type by type: the first line names the type.

use crate::honest::{change, id, page, text, unit};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;
use shared::{
    catalogue::Catalogue,
    change::Home,
    digest::Digest,
    fold::Root,
    id::{PersonId, RecordId},
    problem::Problem,
    value::Value,
    verdict::Receipt,
    wire::{
        Adopted, BlobReceipt, Devices, Directory, Drop, EndSession, Heads, Offer, OfferReply, Page, Pull, PullReply,
        Push, PushReply, QuarantineList, SignIn, SignedIn,
    },
};

/// What is read can be written, and reads as the same.
fn read<T: Serialize + DeserializeOwned>(bytes: &[u8]) {
    let Ok(read) = serde_json::from_slice::<T>(bytes) else { return };
    let once = text(&read);
    let again: T = serde_json::from_str(&once).unwrap();
    assert_eq!(text(&again), once, "what was read comes back as it went");
}

/// Reads one type of message.
type Reader = fn(&[u8]);

/// Name, reader.
const TYPES: [(&str, Reader); 20] = [
    ("push", read::<Push>),
    ("push_reply", read::<PushReply>),
    ("pull", read::<Pull>),
    ("pull_reply", read::<PullReply>),
    ("page", read::<Page>),
    ("offer", read::<Offer>),
    ("offer_reply", read::<OfferReply>),
    ("heads", read::<Heads>),
    ("directory", read::<Directory>),
    ("catalogue", read::<Catalogue>),
    ("sign_in", read::<SignIn>),
    ("signed_in", read::<SignedIn>),
    ("end_session", read::<EndSession>),
    ("blob_receipt", read::<BlobReceipt>),
    ("quarantine", read::<QuarantineList>),
    ("drop", read::<Drop>),
    ("adopted", read::<Adopted>),
    ("devices", read::<Devices>),
    ("problem", read::<Problem>),
    ("root", read::<Root>),
];

pub fn seeds() -> Vec<Vec<u8>> {
    let changes: Vec<_> = (0..4).map(change).collect();
    let texts: Vec<_> = changes.iter().map(text).collect();
    let reply = page(&texts);
    let (scope, person, digest) = (Home::of_unit(unit()).scope, PersonId::derived(&["an"]), Digest::of(b"picture"));
    let receipt: Receipt =
        serde_json::from_value(json!({ "digest": digest, "quarantined": { "why": "no_right" } })).unwrap();
    let root = Root::new(RecordId::derived(&["báo cáo"]), "report", Home::of_unit(unit()));
    let numbered = json!({ "numbered": { "scope": scope, "n": 3 } });
    let who = json!({ "person": person, "name": "Lò Thị Ân", "role": "officer", "unit": unit(), "device": person, "server_ms": 9, "ending": "s" });
    let unit_row = json!({ "id": unit(), "code": "06280", "kind": "commune", "word": "", "name": "Điềm He", "parent": null, "valid_from": "2025-07-01" });
    let item = json!({ "id": id("lần lưu", 1), "root": null, "by": person, "device": person, "at_ms": 5, "why": { "why": "two_contents" }, "change": null });
    let device =
        json!({ "device": person, "name": "máy", "person": person, "unit": unit(), "last_sync_ms": 7, "unsent": 2 });
    let messages = [
        ("push", json!({ "changes": changes }).to_string()),
        ("push_reply", json!({ "receipts": [{ "id": id("lần lưu", 1), "digest": digest, "quarantined": { "why": "dropped", "by": person, "reason": "trùng" } }, { "id": null, "digest": digest, "numbered": { "scope": scope, "n": 3 } }], "wanted": [digest] }).to_string()),
        ("pull", json!({ "scopes": { scope.to_string(): { "n": 3, "chain": digest } }, "ask": [id("lần lưu", 1)], "unsent": 4 }).to_string()),
        ("pull_reply", text(&reply)),
        ("pull_reply", json!({ "scopes": [], "readable": [scope], "verdicts": { id("lần lưu", 1).to_string(): receipt }, "directory": "1", "server_ms": 9 }).to_string()),
        ("page", text(&reply.scopes[0])),
        ("heads", json!({ "heads": { scope.to_string(): 3 } }).to_string()),
        ("directory", json!({ "version": "1", "units": [unit_row], "people": [{ "id": person, "name": "Ân", "role": "officer", "unit": unit() }], "catalogue": Catalogue::reference() }).to_string()),
        ("catalogue", text(Catalogue::reference())),
        ("sign_in", json!({ "login": "an", "password": "p", "device": { "id": person, "name": "máy" } }).to_string()),
        ("signed_in", who.to_string()),
        ("end_session", json!({ "token": "abc" }).to_string()),
        ("blob_receipt", json!({ "sha256": digest, "bytes": 7 }).to_string()),
        ("quarantine", json!({ "items": [item], "next": id("lần lưu", 1) }).to_string()),
        ("drop", json!({ "reason": "hai lần" }).to_string()),
        ("adopted", json!({ "verdict": numbered }).to_string()),
        ("devices", json!({ "devices": [device], "server_ms": 3 }).to_string()),
        ("problem", json!({ "code": "too_large", "message": "m", "details": { "limit_bytes": 5, "value": Value::Deleted } }).to_string()),
        ("root", text(&root)),
    ];
    for (name, message) in &messages {
        let (_, read) = TYPES.iter().find(|(known, _)| known == name).unwrap();
        read(message.as_bytes());
    }
    messages.iter().map(|(name, message)| format!("{name}\n{message}").into_bytes()).collect()
}

pub fn hit(bytes: &[u8]) {
    let Some(end) = bytes.iter().position(|byte| *byte == b'\n') else { return };
    if let Some((_, read)) = TYPES.iter().find(|(name, _)| name.as_bytes() == &bytes[..end]) {
        read(&bytes[end + 1..]);
    }
}
