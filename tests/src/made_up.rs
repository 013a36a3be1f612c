//! Made-up reports of 22 fields, as officers would write them, without a random number.

use shared::{
    change::{Act, Change, FieldEdit, Home, RecordEdit, State},
    id::{ChangeId, RecordId},
    notebook::Edit,
    report,
    value::Value,
    wire::SignedIn,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Fields in one report.
pub const FIELDS: usize = 22;

const PLACES: &[&str] = &["Nà Lộc", "Bản Dạ", "Khòn Khẻ", "Pò Xè", "Nà Bung", "Phai Quang", "Khau Ra"];
const RESULTS: &[&str] = &[
    "Bà con đến đông, nghe hết buổi và hỏi nhiều về vốn vay.",
    "Đã phát tờ rơi cho từng hộ; ba hộ đăng ký lớp nghề.",
    "Buổi nói chuyện diễn ra đúng giờ, có trưởng thôn cùng dự.",
    "Nhiều hộ hỏi về hỗ trợ nhà ở, đã ghi lại để trả lời sau.",
];

/// What an officer types into a new report, field by field.
#[must_use]
pub fn edits(root: RecordId, number: usize) -> Vec<Edit> {
    let seed = number as i64;
    let text = |list: &[&str]| Value::from(format!("{} Lượt {number}.", list[number % list.len()]));
    let mut edits = Vec::with_capacity(FIELDS);
    let mut write = |record: RecordId, kind: &'static str, field: &str, value: Value| {
        edits.push(Edit { record, kind, field: field.to_owned(), value });
    };
    let mut put = |name: &str, value: Value| write(root, report::KIND, name, value);
    put(report::ACTIVITY, RecordId::derived(&["bench", &(number % 40).to_string()]).to_string().into());
    put(report::PLAN, RecordId::derived(&["bench", "plan"]).to_string().into());
    put(report::CATALOGUE, 1.into());
    put(report::DATE, format!("2026-{:02}-{:02}", 1 + number % 12, 1 + number % 28).into());
    put(report::TIMES, map([("from", "08:00".into()), ("to", "10:30".into())]));
    put(report::PLACE, map([("text", format!("Nhà văn hóa {}", PLACES[number % PLACES.len()]).into())]));
    for (class, share) in [("poor", 7), ("near_poor", 11), ("newly_escaped", 5), ("average", 13), ("other", 3)] {
        put(&format!("{}{class}", report::HOUSEHOLDS), (seed * share % 37).into());
    }
    put(report::PEOPLE, (20 + seed % 90).into());
    put(report::WOMEN, (10 + seed % 40).into());
    put(report::ETHNIC_MINORITY, (15 + seed % 60).into());
    put(report::COST, (500_000 + seed % 9 * 150_000).into());
    put(report::RESULT, text(RESULTS));
    put(report::DIFFICULTIES, text(&["Đường vào thôn lầy sau mưa.", "Loa kéo hết pin giữa buổi."]));
    put(report::CAUSES, text(&["Mưa kéo dài ba ngày.", "Chưa có pin dự phòng."]));
    put(report::PROPOSALS, text(&["Đề nghị thêm tờ rơi tiếng Tày.", "Đề nghị họp vào buổi tối."]));
    let handout = RecordId(Uuid::now_v7());
    write(handout, report::HANDOUT, report::MATERIAL, "leaflet".into());
    write(handout, report::HANDOUT, report::LANGUAGE, "vi".into());
    write(handout, report::HANDOUT, report::QUANTITY, (30 + seed % 50).into());
    edits
}

/// The first save of a report by this person.
///
/// # Panics
/// Never, unless the list above loses a field.
#[must_use]
pub fn report(person: &SignedIn, number: usize) -> Change {
    let id = RecordId(Uuid::now_v7());
    let edits = edits(id, number);
    assert_eq!(edits.len(), FIELDS);
    let mut records: BTreeMap<RecordId, RecordEdit> = BTreeMap::new();
    for Edit { record, kind, field, value } in edits {
        let edited = RecordEdit { id: record, kind: kind.to_owned(), fields: BTreeMap::new() };
        let fields = &mut records.entry(record).or_insert(edited).fields;
        fields.insert(field, FieldEdit { value, seen: [].into() });
    }
    change(person, id, Some(Home::of_unit(person.unit)), records.into_values().collect(), number)
}

/// Another result for a report that this person made, over the one of the change that is named.
#[must_use]
pub fn rewritten(person: &SignedIn, root: RecordId, over: ChangeId, number: usize) -> Change {
    let value = Value::from(format!("{} Viết lại lượt {number}.", RESULTS[number % RESULTS.len()]));
    let fields = [(report::RESULT.to_owned(), FieldEdit { value, seen: [over].into() })].into();
    change(person, root, None, vec![RecordEdit { id: root, kind: report::KIND.to_owned(), fields }], number)
}

fn change(person: &SignedIn, root: RecordId, home: Option<Home>, records: Vec<RecordEdit>, number: usize) -> Change {
    Change {
        id: ChangeId(Uuid::now_v7()),
        root,
        kind: report::KIND.to_owned(),
        home,
        by: person.person,
        device: person.device,
        at_ms: 1_795_000_000_000 + number as i64,
        salt: number as u64,
        records,
        act: None,
    }
}

/// A report and the step that hands it in.
#[must_use]
pub fn handed_in(person: &SignedIn, number: usize) -> [Change; 2] {
    let written = report(person, number);
    let act = Act { to: State::Submitted, saw: None, after: [written.id].into(), basis: None, note: String::new() };
    let id = ChangeId(Uuid::now_v7());
    let step = Change { id, home: None, records: Vec::new(), act: Some(act), ..written.clone() };
    [written, step]
}

fn map<const N: usize>(parts: [(&str, Value); N]) -> Value {
    Value::Map(parts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}
