//! The push handler whole: any bytes, through the router, onto SQLite. Never 5xx; a good change among bad
//! ones is numbered all the same; and afterwards every law of the archive holds.
//!
//! The first line says how the rest is sent: `raw` as it is, `gzip` as a gzip stream, `pack` packed by us,
//! `among` line by line as changes around a good one.

use crate::{
    archive::{Answer, Archive, with},
    honest::{Anybody, change, device, text, unit},
};
use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::value::RawValue;
use shared::{
    change::{Change, FieldEdit, Home, RecordEdit},
    digest::Digest,
    id::{ChangeId, RecordId},
    notebook::Notebook,
    rules::Asker as _,
    verdict::Verdict,
    wire::{PROTOCOL, PROTOCOL_HEADER, PUSH_BYTES_MAX, PUSH_CHANGES_MAX, PullReply, PushReply, QuarantineList},
};
use std::{collections::BTreeMap, io::Write as _};

const PUSH: &str = "/api/v1/sync/push";
/// So many of those kept aside are adopted, each a request.
const ADOPTED_MAX: usize = 3;

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

pub fn seeds() -> Vec<Vec<u8>> {
    let texts: Vec<String> = (0..5).map(|number| text(&change(number))).collect();
    let body = format!("{{\"changes\":[{}]}}", texts.join(","));
    let strange = ["null", "{}", "[[1]]", "\"\"", "{\"id\":\"01890a5d-ac96-774b-bcce-b302099a8057\",\"root\":3}"];
    let twice = [texts[0].as_str(), &texts[0], &texts[0].replace("vay", "xin")].join("\n");
    vec![
        format!("raw\n{body}").into_bytes(),
        [b"gzip\n".to_vec(), packed(body.as_bytes())].concat(),
        format!("pack\n{body}").into_bytes(),
        format!("among\n{}", texts.join("\n")).into_bytes(),
        format!("among\n{}", strange.join("\n")).into_bytes(),
        format!("among\n{twice}").into_bytes(),
        format!("among\n{}\n{}", texts[0], texts[2]).into_bytes(),
    ]
}

/// A save that is right whatever stands beside it. Its ids come from the input, so none of its lines holds them.
fn good(bytes: &[u8]) -> Change {
    let names = ["good", &Digest::of(bytes).to_string()];
    let root = RecordId::derived(&names);
    let edit = FieldEdit { value: "went well".into(), seen: [].into() };
    let record =
        RecordEdit { id: root, kind: "report".to_owned(), fields: BTreeMap::from([("result".to_owned(), edit)]) };
    let home = Some(Home::of_unit(unit()));
    Change { id: ChangeId::derived(&names), root, home, records: vec![record], act: None, ..change(0) }
}

fn sent(archive: &Archive, body: Vec<u8>, is_gzip: bool) -> Answer {
    let coding = if is_gzip { "gzip" } else { "identity" };
    let request = Request::post(PUSH)
        .header(header::COOKIE, &archive.officer)
        .header(header::CONTENT_ENCODING, coding)
        .header(PROTOCOL_HEADER, PROTOCOL);
    archive.send(request.body(Body::from(body)).unwrap())
}

pub fn hit(bytes: &[u8]) {
    let Some(end) = bytes.iter().position(|byte| *byte == b'\n') else { return };
    let (how, rest) = (&bytes[..end], &bytes[end + 1..]);
    with(|archive| {
        match how {
            b"raw" => drop(sent(archive, rest.to_vec(), false)),
            b"gzip" => drop(sent(archive, rest.to_vec(), true)),
            b"pack" => drop(sent(archive, packed(rest), true)),
            b"among" => among(archive, rest),
            _ => return,
        }
        holds(archive);
        adopted(archive);
    });
}

fn among(archive: &Archive, rest: &[u8]) {
    let lines = rest.split(|byte| *byte == b'\n');
    let texts: Vec<&str> =
        lines.filter_map(|line| Some(serde_json::from_slice::<&RawValue>(line).ok()?.get())).collect();
    let good = good(rest);
    let good_text = text(&good);
    let (before, after) = texts.split_at(texts.len() / 2);
    let all: Vec<&str> = before.iter().copied().chain([good_text.as_str()]).chain(after.iter().copied()).collect();
    let body = format!("{{\"changes\":[{}]}}", all.join(","));
    if all.len() > PUSH_CHANGES_MAX || body.len() > PUSH_BYTES_MAX {
        return;
    }
    let answer = sent(archive, body.clone().into_bytes(), false);
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    let reply: PushReply = answer.json();
    assert_eq!(reply.receipts.len(), all.len(), "one receipt for each change");
    for (receipt, text) in reply.receipts.iter().zip(&all) {
        assert_eq!(receipt.receipt.digest, Digest::of(text.as_bytes()), "a receipt repeats what it acknowledges");
    }
    let receipt = &reply.receipts[before.len()];
    assert_eq!(receipt.id, Some(good.id));
    assert!(matches!(receipt.receipt.verdict, Verdict::Numbered { .. }), "the good one is kept aside: {receipt:?}");
    let again: PushReply = sent(archive, body.into_bytes(), false).json();
    assert_eq!(again.receipts, reply.receipts, "the same message gets the same receipts");
}

/// A tablet that reads everything finds numbers dense, chains right, and the live versions that the server has.
fn holds(archive: &Archive) {
    let mut notebook = Notebook::new(Anybody.person(), device());
    loop {
        let asked = notebook.pull();
        let reply: PullReply = archive.post(&archive.officer, "/api/v1/sync/pull", text(&asked)).json();
        let (_, more, wrong) = notebook.pulled(&asked, &reply);
        assert!(wrong.is_empty(), "the log does not verify: {wrong:?}");
        if !more {
            break;
        }
    }
    let kinds = ["report", "plan", "activity"];
    for root in kinds.iter().flat_map(|kind| notebook.roots(kind)).collect::<Vec<_>>() {
        let _problems = shared::form::hard_problems(&notebook.root(root).expect("it was just listed"));
    }
}

/// What was kept aside can be read by who decides, and adopted or refused, and the laws still hold.
fn adopted(archive: &Archive) {
    let request = Request::get("/api/v1/quarantine").header(header::COOKIE, &archive.manager);
    let list: QuarantineList = archive.send(request.body(Body::empty()).unwrap()).json();
    if list.items.is_empty() {
        return;
    }
    for item in list.items.iter().take(ADOPTED_MAX) {
        archive.post(&archive.manager, &format!("/api/v1/quarantine/{}/adopt", item.id), "");
    }
    holds(archive);
}
