//! The device's store, whatever stands in it: one row a line, `table key value`.

use crate::honest::{Anybody, change, device, id, page, text, unit};
use serde_json::json;
use shared::{
    change::Home,
    digest::Digest,
    id::RecordId,
    notebook::{Notebook, Row, Status, Table},
    rules::Asker as _,
};

pub fn seeds() -> Vec<Vec<u8>> {
    let scope = Home::of_unit(unit()).scope;
    let pending = |number: usize, status: Status| {
        let row = json!({ "text": text(&change(number)), "status": status });
        format!("pending {number:020} {row}")
    };
    let texts: Vec<_> = (0..4).map(|number| text(&change(number))).collect();
    let mut notebook = Notebook::new(Anybody.person(), device());
    let ask = notebook.pull();
    let (batch, ..) = notebook.pulled(&ask, &page(&texts));
    let puts = batch.puts.iter();
    let written: Vec<_> =
        puts.map(|(table, key, value)| format!("{} {key} {}", table.name(), String::from_utf8_lossy(value))).collect();
    let photo = json!({ "root": RecordId::derived(&["báo cáo"]), "bytes": 7, "sent": false });
    let sent = json!({ "text": text(&change(1)), "seq": 1, "scope": scope, "at_ms": 5, "is_doubted": true });
    let lines = [
        pending(0, Status::Open),
        [pending(0, Status::Sealed), pending(2, Status::Sealed)].join("\n"),
        [pending(1, Status::Numbered { scope, n: 2 }), written.join("\n")].join("\n"),
        format!("photo_state {} {photo}\n{}", Digest::of(b"picture"), pending(2, Status::Sealed)),
        format!("sent {} {sent}", id("lần lưu", 1)),
        written.join("\n"),
        format!("cursor {scope} {{\"n\":3,\"chain\":\"{}\"}}", Digest::of(b"chain")),
        "meta directory {}".to_owned(),
    ];
    lines.into_iter().map(String::into_bytes).collect()
}

/// The rows that lines name; a row without a value is gone.
fn rows(bytes: &[u8]) -> Vec<Row> {
    let line = |line: &[u8]| {
        let mut parts = line.splitn(3, |byte| *byte == b' ');
        let name = parts.next()?;
        let table = Table::ALL.into_iter().find(|table| table.name().as_bytes() == name)?;
        let key = String::from_utf8_lossy(parts.next()?).into_owned();
        Some(Row { table, key, value: parts.next().map(<[u8]>::to_vec) })
    };
    bytes.split(|byte| *byte == b'\n').filter_map(line).collect()
}

pub fn hit(bytes: &[u8]) {
    let mut notebook = Notebook::new(Anybody.person(), device());
    let rows = rows(bytes);
    let count = rows.len();
    let wrong = notebook.absorb(rows).err().unwrap_or_default();
    assert!(wrong.len() <= count, "only rows that were there are named");
    // Whatever a screen asks can be answered.
    let roots: Vec<RecordId> = ["report", "plan", "activity"].iter().flat_map(|kind| notebook.roots(kind)).collect();
    let touched: Vec<RecordId> = notebook.outbox().map(|(_, pending)| pending.change.root).collect();
    for root in roots.into_iter().chain(touched) {
        let _shown = (notebook.root(root).map(|root| shared::form::hard_problems(&root)), notebook.travel(root));
        let _wish = notebook.wish(root);
    }
    let (_, batch) = notebook.open(RecordId::derived(&["báo cáo"]), "report", Home::of_unit(unit()));
    let _written =
        notebook.absorb(batch.puts.into_iter().map(|(table, key, value)| Row { table, key, value: Some(value) }));
    let unsent = notebook.unsent();
    let (body, batch) = notebook.next_push(&|_| false);
    if let Some(body) = &body {
        assert!(body.text.len() <= shared::wire::PUSH_BYTES_MAX, "no push is larger than is taken");
        serde_json::from_str::<shared::wire::Push>(&body.text).unwrap();
    }
    assert_eq!(notebook.unsent(), unsent, "asking what to send sends nothing");
    let again = batch.puts.into_iter().map(|(table, key, value)| Row { table, key, value: Some(value) });
    assert_eq!(notebook.absorb(again), Ok(()), "what a notebook writes it can read");
    let asked = notebook.pull();
    assert!(asked.unsent == unsent as u64 && !text(&asked).is_empty());
}
