//! Words of the inbox where people decide between values. Nothing but words.

use super::{Text, say, t, texts};
use std::fmt::Display;

texts! {
    TITLE: "Đối chiếu", "To settle";
    LEAD: "Cùng một nội dung được ghi khác nhau khi chưa kịp đồng bộ. Không giá trị nào bị mất; hãy chọn giá trị đúng hoặc ghi lại.", "The same field was written differently before the devices could meet. Nothing is lost; keep the right value or write it anew.";
    NONE: "Không có giá trị nào khác nhau", "Nothing differs";
    NONE_TEXT: "Trên máy này không có nội dung nào được ghi khác nhau.", "On this device no field was written in two ways.";
    SHOWN_NOW: "đang hiển thị", "shown now";
    YOURS: "bạn ghi", "written by you";
    KEEP: "Chọn giá trị này", "Keep this one";
    WRITE_THIRD: "Ghi giá trị khác", "Write another value";
    THIRD_LABEL: "Giá trị đúng", "The right value";
    THIRD_SAVE: "Ghi giá trị này", "Use this value";
    THIRD_UNREADABLE: "Chưa đọc được giá trị này.", "This value cannot be read.";
    OPEN_RECORD: "Mở hồ sơ", "Open the record";
    EMPTY_VALUE: "(để trống)", "(left empty)";
    DELETED_VALUE: "(đã xóa)", "(removed)";
    YES: "Có", "Yes";
    NO: "Không", "No";
    LOCKED: "Chưa quyết định được: hồ sơ đang sửa ở một thẻ khác trên máy này. Các giá trị vẫn còn nguyên. Đóng thẻ đó rồi quyết định lại.", "Not decided: it is being edited in another tab. The values are safe. Close that tab, then decide.";
    NOT_WRITTEN: "Quyết định chưa lưu được trên máy. Các giá trị đã ghi vẫn còn nguyên. Giữ ứng dụng mở và giải phóng bộ nhớ máy; ứng dụng đang thử lại. Cũng có thể hoàn tác để quyết định sau.", "The decision is not saved on this device yet. The values themselves are safe. Keep the app open and free some space; it is trying again. Or undo it and decide later.";
    NEWER: "Chưa quyết định: các giá trị vừa thay đổi, không giá trị nào bị mất. Xem lại rồi quyết định nếu vẫn còn khác nhau.", "Not decided: the values have just changed, and none is lost. Look again and decide if they still differ.";
    NO_RIGHT: "Bạn xem được, nhưng quyết định thuộc về đơn vị ghi báo cáo hoặc cấp quản lý.", "You may see it; deciding is for the unit that writes it, or its manager.";
    UNKNOWN_PERSON: "Người dùng khác", "Somebody else";
    UNKNOWN_UNIT: "đơn vị khác", "another unit";
    NOT_ON_DEVICE: "không có trên máy này", "not on this device";
    OTHER_RECORD: "Hồ sơ", "Record";
    ORDER: "Thứ tự", "Order";
    STATE: "Trạng thái", "State";
}

/// who, unit
#[must_use]
pub fn version_by(who: impl Display, unit: impl Display) -> String {
    format!("{who}, {unit}")
}

/// saved at time
#[must_use]
pub fn saved_at(time: impl Display) -> String {
    say!("ghi lúc {time}", "saved at {time}",)
}

/// Chosen: value. Saved on this device.
#[must_use]
pub fn decided(value: impl Display) -> String {
    say!("Đã chọn: {value}. Đã lưu trên máy.", "Chosen: {value}. Saved on this device.",)
}

const fn w(vi: &'static str, en: &'static str) -> Text {
    Text { vi, en }
}

/// Kinds of records.
const KINDS: &[(&str, Text)] = &[
    ("plan", w("Kế hoạch", "Plan")),
    ("activity", w("Hoạt động", "Activity")),
    ("report", w("Báo cáo hoạt động", "Activity report")),
    ("assignment", w("Nhiệm vụ của đơn vị", "A unit's duties")),
    ("budget_line", w("Nguồn kinh phí", "Line of funding")),
    ("deadline", w("Thời hạn báo cáo", "Deadline")),
    ("legal_basis", w("Căn cứ", "Legal basis")),
    ("handout", w("Tài liệu đã phát", "Materials handed out")),
    ("photo", w("Ảnh", "Photo")),
];

/// Fields, by kind of record and name. A name that ends in `/` stands for a set.
const FIELDS: &[(&str, &str, Text)] = &[
    ("plan", "number", w("Số, ký hiệu", "Number")),
    ("plan", "signed_on", w("Ngày ký", "Signed on")),
    ("plan", "issuer", w("Cơ quan ban hành", "Issuer")),
    ("plan", "title", w("Trích yếu nội dung", "Subject")),
    ("plan", "programme", w("Chương trình, dự án", "Programme")),
    ("plan", "period", w("Thời gian thực hiện", "Period")),
    ("plan", "purposes", w("Mục đích", "Purposes")),
    ("plan", "requirements", w("Yêu cầu", "Requirements")),
    ("plan", "audience/", w("Đối tượng truyền thông", "Audience")),
    ("plan", "contents", w("Nội dung truyền thông", "Contents")),
    ("plan", "forms", w("Hình thức truyền thông", "Forms")),
    ("plan", "solutions", w("Giải pháp thực hiện", "Solutions")),
    ("plan", "funding", w("Nội dung về kinh phí", "Funding")),
    ("plan", "recipients", w("Nơi nhận", "Recipients")),
    ("plan", "signer_position", w("Chức vụ người ký", "Signer's position")),
    ("plan", "signer", w("Người ký", "Signer")),
    ("assignment", "unit", w("Đơn vị", "Unit")),
    ("assignment", "role", w("Vai trò", "Role")),
    ("assignment", "duties", w("Nhiệm vụ", "Duties")),
    ("budget_line", "source", w("Nguồn", "Source")),
    ("budget_line", "decision", w("Quyết định giao vốn", "Decision")),
    ("budget_line", "year", w("Năm gốc", "Year of origin")),
    ("budget_line", "allocated", w("Số tiền", "Amount")),
    ("budget_line", "note", w("Ghi chú", "Note")),
    ("deadline", "what", w("Nội dung phải gửi", "What is due")),
    ("deadline", "from", w("Đơn vị gửi", "From")),
    ("deadline", "to", w("Nơi nhận", "To")),
    ("deadline", "due", w("Thời hạn", "Due")),
    ("deadline", "form", w("Hình thức gửi", "Form")),
    ("legal_basis", "document_kind", w("Loại văn bản", "Kind of document")),
    ("legal_basis", "number", w("Số, ký hiệu", "Number")),
    ("legal_basis", "dated", w("Ngày ban hành", "Dated")),
    ("legal_basis", "issuer", w("Cơ quan ban hành", "Issuer")),
    ("legal_basis", "title", w("Về việc", "Subject")),
    ("activity", "plan", w("Thuộc kế hoạch", "Plan")),
    ("activity", "kind", w("Hình thức", "Kind")),
    ("activity", "name", w("Tên hoạt động", "Name")),
    ("activity", "contents", w("Nội dung", "Contents")),
    ("activity", "audience/", w("Đối tượng", "Audience")),
    ("activity", "place", w("Địa điểm", "Place")),
    ("activity", "planned", w("Thời gian dự kiến", "Planned")),
    ("activity", "target", w("Chỉ tiêu", "Target")),
    ("activity", "lead_unit", w("Đơn vị chủ trì", "Lead unit")),
    ("activity", "unit/", w("Đơn vị phối hợp", "Coordinating unit")),
    ("activity", "responsible", w("Người phụ trách", "Responsible")),
    ("activity", "planned_cost", w("Kinh phí dự kiến", "Planned cost")),
    ("activity", "progress", w("Tình trạng thực hiện", "Progress")),
    ("report", "activity", w("Hoạt động", "Activity")),
    ("report", "plan", w("Kế hoạch", "Plan")),
    ("report", "catalogue", w("Phiên bản danh mục", "Catalogue version")),
    ("report", "date", w("Ngày tổ chức", "Date")),
    ("report", "times", w("Thời gian trong ngày", "Time of day")),
    ("report", "place", w("Địa điểm", "Place")),
    ("report", "households/", w("Số hộ", "Households")),
    ("report", "people", w("Số người tham dự", "People")),
    ("report", "women", w("Số nữ", "Women")),
    ("report", "ethnic_minority", w("Số người dân tộc thiểu số", "Ethnic-minority people")),
    ("report", "done", w("Khối lượng thực hiện", "Quantity done")),
    ("report", "cost", w("Kinh phí đã chi", "Money spent")),
    ("report", "result", w("Kết quả", "Result")),
    ("report", "difficulties", w("Khó khăn, vướng mắc", "Difficulties")),
    ("report", "causes", w("Nguyên nhân", "Causes")),
    ("report", "proposals", w("Đề xuất, kiến nghị", "Proposals")),
    ("handout", "material", w("Loại tài liệu", "Material")),
    ("handout", "language", w("Ngôn ngữ", "Language")),
    ("handout", "quantity", w("Số lượng", "Quantity")),
    ("photo", "caption", w("Chú thích ảnh", "Caption")),
    ("photo", "sha256", w("Tệp ảnh", "File")),
    ("photo", "bytes", w("Dung lượng ảnh", "Size")),
    ("photo", "order", w("Thứ tự ảnh", "Order")),
    ("photo", "media", w("Định dạng ảnh", "Format")),
    ("photo", "width", w("Chiều rộng ảnh", "Width")),
    ("photo", "height", w("Chiều cao ảnh", "Height")),
];

/// How many there are.
#[must_use]
pub fn count(n: usize) -> String {
    let ending = super::s(n as u64);
    say!("{n} chỗ cần đối chiếu", "{n} field{ending} to settle")
}

/// What a kind of record is called.
#[must_use]
pub fn record_words(kind: &str) -> &'static str {
    t(KINDS.iter().find(|(code, _)| *code == kind).map_or(OTHER_RECORD, |(_, text)| *text))
}

/// What a field is called; the element of a set is named by whoever knows the catalogue.
#[must_use]
pub fn field_words(kind: &str, field: &str) -> String {
    let fits = |known: &str| if known.ends_with('/') { field.starts_with(known) } else { field == known };
    let known = FIELDS.iter().find(|(of, name, _)| *of == kind && fits(name)).map(|(_, _, text)| *text);
    match (known, field) {
        (Some(text), _) => t(text).to_owned(),
        (None, "order") => t(ORDER).to_owned(),
        (None, "state") => t(STATE).to_owned(),
        // A later version brought it: better its name than nothing.
        (None, _) => field.to_owned(),
    }
}
