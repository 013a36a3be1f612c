//! What has not come back from the server, as a person is shown it, and as a file for the office.
//! Pure: it reads the notebook and decides nothing.

use shared::{
    activity, change,
    digest::Digest,
    id::RecordId,
    notebook::{Notebook, Pending, Status},
    plan, report,
    value::Value,
    wire::{RESCUE_VERSION, Rescue, RescuedPhoto},
};

/// One save or wish that has not come back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutboxItem {
    /// Its place in the order of saving, by which it is dismissed.
    pub seq: u64,
    /// The root that it touches.
    pub root: RecordId,
    /// The root's kind.
    pub root_kind: String,
    /// What the root is called, if it has a name on this device.
    pub title: Option<String>,
    /// When it was saved, by the device's clock.
    pub at_ms: i64,
    /// How many fields it touches.
    pub fields: usize,
    /// The state that it wishes for, if it is a wish.
    pub is_wish: Option<change::State>,
    /// Where it stands.
    pub status: Status,
}

impl OutboxItem {
    /// Whether its author has to look at it: the server keeps it aside, or somebody has dropped it. It
    /// stays so until it is dismissed.
    #[must_use]
    pub fn needs_author(&self) -> bool {
        matches!(self.status, Status::Aside(_) | Status::Dropped { .. })
    }
}

/// Everything that has not come back, in the order of saving.
#[must_use]
pub fn items(notebook: &Notebook) -> Vec<OutboxItem> {
    notebook.outbox().map(|(seq, pending)| item(notebook, seq, pending)).collect()
}

fn item(notebook: &Notebook, seq: u64, pending: &Pending) -> OutboxItem {
    let change = &pending.change;
    OutboxItem {
        seq,
        root: change.root,
        root_kind: change.kind.clone(),
        title: title(notebook, change.root),
        at_ms: change.at_ms,
        fields: change.records.iter().map(|record| record.fields.len()).sum(),
        is_wish: change.act.as_ref().map(|act| act.to.clone()),
        status: pending.status.clone(),
    }
}

/// What a root is called: its own name, or that of the activity that it reports on.
fn title(notebook: &Notebook, id: RecordId) -> Option<String> {
    let root = notebook.root(id)?;
    let text = |field| root.value(id, field).and_then(Value::as_text).map(str::to_owned);
    match root.kind.as_str() {
        plan::KIND => text(plan::TITLE),
        activity::KIND => text(activity::NAME),
        report::KIND => {
            let activity: RecordId = text(report::ACTIVITY)?.parse().ok()?;
            (activity != id).then(|| title(notebook, activity)).flatten()
        }
        _ => None,
    }
    .filter(|title| !title.trim().is_empty())
}

/// Bytes and number of the photos that the server has not confirmed.
#[must_use]
pub fn photos_unsent(notebook: &Notebook) -> (usize, u64) {
    let unsent = notebook.photos().filter(|(_, photo)| !photo.sent);
    unsent.fold((0, 0), |(items, bytes), (_, photo)| (items + 1, bytes + photo.bytes))
}

/// The photos that the server has not confirmed.
#[must_use]
pub fn photos_waiting(notebook: &Notebook) -> Vec<Digest> {
    notebook.photos().filter(|(_, photo)| !photo.sent).map(|(sha256, _)| sha256).collect()
}

/// Everything unsent as JSON, for the office to read in when the line never comes.
#[must_use]
pub fn export(notebook: &Notebook, photos: &[(Digest, Vec<u8>)], now_ms: i64) -> Vec<u8> {
    let waiting = notebook.outbox().map(|(_, pending)| pending).filter(|pending| pending.is_unsent());
    let export = Rescue {
        lantoa_unsent: RESCUE_VERSION,
        person: notebook.person(),
        device: notebook.device(),
        written_ms: now_ms,
        changes: waiting.map(|pending| pending.text.clone()).collect(),
        photos: photos.iter().map(|(sha256, bytes)| RescuedPhoto { sha256: *sha256, base64: base64(bytes) }).collect(),
    };
    serde_json::to_vec_pretty(&export).expect("plain data with text keys")
}

/// Bytes as RFC 4648 writes them, with padding.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| usize::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            let is_padding = digit > three.len();
            text.push(if is_padding { '=' } else { char::from(DIGITS[bits >> (18 - 6 * digit) & 63]) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::{
        change::Home,
        id::{ChangeId, DeviceId, PersonId, UnitId},
        notebook::{Edit, Fresh},
        verdict::Why,
    };

    fn fresh(n: &str) -> Fresh {
        Fresh { id: ChangeId::derived(&[n]), salt: 7, at_ms: 42 }
    }

    fn notebook_with_a_report() -> (Notebook, RecordId) {
        let mut notebook = Notebook::new(PersonId::derived(&["p"]), DeviceId::derived(&["d"]));
        let (activity, report_id) = (RecordId::derived(&["a"]), RecordId::derived(&["r"]));
        let home = Home::of_unit(UnitId::derived(&["u"]));
        for (root, kind, field, value) in [
            (activity, activity::KIND, activity::NAME, "Họp thôn Bản Làn".to_owned()),
            (report_id, report::KIND, report::ACTIVITY, activity.to_string()),
        ] {
            let (mut form, _) = notebook.open(root, kind, home);
            let edit = Edit { record: root, kind, field: field.to_owned(), value: value.into() };
            notebook.save(&mut form, vec![edit], fresh(kind));
        }
        (notebook, report_id)
    }

    #[test]
    fn a_report_is_called_after_its_activity() {
        let (notebook, report_id) = notebook_with_a_report();
        let items = items(&notebook);
        assert_eq!(items.len(), 2);
        assert_eq!(items[1].root, report_id);
        assert_eq!(items[1].title.as_deref(), Some("Họp thôn Bản Làn"));
        assert_eq!((items[1].fields, items[1].at_ms), (1, 42));
        assert_eq!(items[1].status, Status::Open);
    }

    #[test]
    fn what_was_set_aside_or_dropped_asks_for_its_author() {
        let (notebook, _) = notebook_with_a_report();
        let item = items(&notebook).remove(0);
        let at = |status| OutboxItem { status, ..item.clone() }.needs_author();
        assert!(at(Status::Aside(Why::NoRight)));
        assert!(at(Status::Dropped { by: PersonId::derived(&["m"]), reason: "trùng".to_owned() }));
        assert!(!at(Status::Open) && !at(Status::Sealed));
    }

    #[test]
    fn bytes_are_written_as_everybody_reads_them() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
        assert_eq!(base64(&[0xff, 0xef, 0xbe]), "/+++");
    }

    #[test]
    fn the_file_holds_each_change_as_it_would_be_sent() {
        let (notebook, _) = notebook_with_a_report();
        let file: serde_json::Value = serde_json::from_slice(&export(&notebook, &[], 1)).unwrap();
        let texts: Vec<&str> = notebook.outbox().map(|(_, pending)| pending.text.as_str()).collect();
        assert_eq!(file["changes"].as_array().unwrap().len(), 2);
        assert_eq!(file["changes"][0].as_str(), Some(texts[0]));
    }
}
