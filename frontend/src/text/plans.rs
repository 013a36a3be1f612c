//! Words of the plan's screens: the list, the document, the form. Nothing but words.

use super::{say, texts};
use std::fmt::Display;

texts! {
    PLANS: "Kế hoạch", "Plans";
    PLANS_LEAD: "Kế hoạch của đơn vị và kế hoạch cấp trên đã ban hành xuống đơn vị.", "Plans of your unit and plans issued to it from above.";
    NEW_PLAN: "Lập kế hoạch", "Draw up a plan";
    SEARCH_PLANS: "Tìm kế hoạch, số hiệu, cơ quan ban hành", "Search plans, numbers, issuers";
    FILTER_STATE: "Lọc theo trạng thái", "Filter by state";
    ANY: "Tất cả", "All";
    NO_PLANS: "Chưa có kế hoạch nào", "No plans yet";
    NO_PLANS_MANAGER: "Lập kế hoạch đầu tiên: nhập căn cứ, nhiệm vụ của từng đơn vị và danh mục hoạt động, rồi trình phê duyệt và ban hành.", "Draw up the first one: legal bases, each unit's duties and the list of activities; then submit and issue it.";
    NO_PLANS_OFFICER: "Khi cấp trên ban hành kế hoạch có giao nhiệm vụ cho đơn vị, kế hoạch sẽ xuất hiện ở đây sau lần đồng bộ.", "When a plan that gives your unit duties is issued, it appears here after the next synchronisation.";
    NOTHING_FOUND: "Không tìm thấy kế hoạch phù hợp", "No plan matches";
    NOTHING_FOUND_CURE: "Thử từ khác, có thể gõ không dấu, hoặc chọn “Tất cả”.", "Try another word, without marks if you like, or choose “All”.";
    UNTITLED: "Kế hoạch chưa đặt tên", "Untitled plan";
    NO_NUMBER: "chưa có số", "no number yet";
    STATE_DRAFT: "Dự thảo", "Draft";
    STATE_SUBMITTED: "Đang trình phê duyệt", "Submitted";
    STATE_RETURNED: "Trả lại để sửa", "Sent back";
    STATE_APPROVED: "Đã phê duyệt, chờ ban hành", "Approved, to be issued";
    STATE_ISSUED: "Đã ban hành", "Issued";
    STATE_CLOSED: "Đã kết thúc", "Closed";
    STATE_OTHER: "Trạng thái khác", "Another state";
    NOT_FOUND: "Không thấy kế hoạch này trên máy", "This plan is not on this device";
    NOT_FOUND_CURE: "Có thể kế hoạch chưa được đồng bộ về máy, hoặc không thuộc phạm vi của đơn vị. Dữ liệu khác trên máy vẫn nguyên vẹn.", "It may not have been synchronised yet, or lies outside your unit. Everything else on this device is safe.";
    BACK_TO_PLANS: "Danh sách kế hoạch", "All plans";
    PLAN: "Kế hoạch", "Plan";
    EDIT: "Sửa kế hoạch", "Edit";
    DELETE: "Xóa dự thảo", "Delete the draft";
    DELETE_TITLE: "Xóa dự thảo kế hoạch này?", "Delete this draft plan?";
    DELETE_HINT: "Dự thảo chưa trình ai. Sau khi xóa có thể hoàn tác ngay trên màn hình này.", "The draft was submitted to nobody. It can be undone on this screen right afterwards.";
    DELETED: "Kế hoạch này đã được xóa", "This plan was deleted";
    DELETED_TEXT: "Dự thảo không còn trong danh sách kế hoạch. Dữ liệu khác vẫn nguyên vẹn.", "The draft is no longer in the list. Everything else is untouched.";
    PRINT: "In kế hoạch", "Print";
    SEE_RESULTS: "Xem kết quả", "See results";
    MY_DUTIES: "Nhiệm vụ của đơn vị tôi", "What is asked of my unit";
    MY_ACTIVITIES: "Hoạt động của đơn vị tôi", "My unit's activities";
    ACTIVITIES: "Danh mục hoạt động", "Activities";
    NO_ACTIVITIES: "Kế hoạch chưa có hoạt động nào.", "The plan has no activities yet.";
    DOCUMENT: "Toàn văn kế hoạch", "The plan in full";
    PURPOSES_PART: "MỤC ĐÍCH, YÊU CẦU", "PURPOSES AND REQUIREMENTS";
    PURPOSES: "Mục đích", "Purposes";
    REQUIREMENTS: "Yêu cầu", "Requirements";
    CONTENTS_PART: "ĐỐI TƯỢNG, NỘI DUNG, HÌNH THỨC VÀ THỜI GIAN THỰC HIỆN", "AUDIENCES, CONTENTS, FORMS AND TIME";
    AUDIENCES: "Đối tượng truyền thông", "Audiences";
    CONTENTS: "Nội dung truyền thông", "Contents";
    FORMS: "Hình thức truyền thông", "Forms of communication";
    SOLUTIONS: "Giải pháp thực hiện", "Solutions";
    PERIOD: "Thời gian thực hiện", "Period";
    FUNDING_PART: "KINH PHÍ", "FUNDING";
    ORGANISATION_PART: "TỔ CHỨC THỰC HIỆN", "WHO DOES WHAT";
    DEADLINES_PART: "CHẾ ĐỘ THÔNG TIN, BÁO CÁO", "REPORTING";
    ANNEX: "PHỤ LỤC: DANH MỤC HOẠT ĐỘNG", "ANNEX: ACTIVITIES";
    ANNEX_NOTE: "(Kèm theo Kế hoạch này)", "(Annexed to this plan)";
    RECIPIENTS: "Nơi nhận", "Recipients";
    NUMBER_LINE: "Số:", "No.";
    UNIT_UNKNOWN: "Đơn vị chưa chọn", "Unit not chosen";
    ORDINAL: "STT", "No.";
    ACTIVITY: "Hoạt động", "Activity";
    WHEN: "Thời gian", "When";
    WHEN_AND_WHERE: "Thời gian, địa điểm", "When and where";
    TARGET_AND_RESULT: "Chỉ tiêu và kết quả", "Target and result";
    UNITS: "Đơn vị thực hiện", "Units";
    EDIT_ACTIVITIES: "Sửa hoạt động", "Edit activities";
    WHERE: "Địa điểm", "Where";
    TARGET: "Chỉ tiêu", "Target";
    RESULT: "Kết quả", "Result";
    LEAD: "Đơn vị chủ trì", "Leads";
    COORDINATES: "Phối hợp", "Coordinate";
    COST: "Kinh phí dự kiến", "Planned cost";
    STATUS: "Tình trạng", "Status";
    SOURCE: "Nguồn kinh phí", "Source";
    DECISION: "Quyết định giao vốn", "Decision";
    ALLOCATED: "Số tiền (đồng)", "Amount (đồng)";
    SUM: "Cộng", "Sum";
    DUE_WHAT: "Nội dung báo cáo", "What is due";
    DUE_FROM: "Đơn vị gửi", "From";
    DUE_TO: "Nơi nhận", "To";
    DUE_DAY: "Thời hạn", "Due";
    DUE_FORM: "Hình thức", "Form";
    OVERDUE: "Quá hạn", "Overdue";
    SUBMIT: "Trình phê duyệt", "Submit";
    APPROVE: "Phê duyệt kế hoạch", "Approve";
    SEND_BACK: "Trả lại để sửa", "Send back";
    ISSUE: "Ban hành", "Issue";
    CLOSE: "Kết thúc kế hoạch", "Close the plan";
    WAITING_SUBMIT: "Đã ghi yêu cầu trình phê duyệt, chờ máy chủ xác nhận.", "Submission noted; the server has yet to confirm.";
    WAITING_APPROVE: "Đã ghi quyết định phê duyệt, chờ máy chủ xác nhận.", "Approval noted; the server has yet to confirm.";
    WAITING_RETURN: "Đã ghi yêu cầu trả lại, chờ máy chủ xác nhận.", "Return noted; the server has yet to confirm.";
    WAITING_ISSUE: "Đã ghi yêu cầu ban hành, chờ máy chủ xác nhận.", "Issue noted; the server has yet to confirm.";
    WAITING_CLOSE: "Đã ghi yêu cầu kết thúc, chờ máy chủ xác nhận.", "Closing noted; the server has yet to confirm.";
    RETURNED_NOTE: "Kế hoạch được trả lại để sửa", "The plan was sent back";
    SEND_BACK_TITLE: "Trả lại kế hoạch để sửa", "Send the plan back";
    SEND_BACK_NOTE: "Cần sửa những gì", "What has to be changed";
    SEND_BACK_MISSING: "Hãy ghi rõ nội dung cần sửa để người soạn biết.", "Say what has to be changed, so that the writer knows.";
    ISSUE_TITLE: "Ban hành kế hoạch", "Issue the plan";
    ISSUE_LEAD: "Nhập số và ngày ghi trên bản đã ký. Sau khi ban hành, nội dung kế hoạch không sửa được nữa; nếu có sai sót thì ban hành văn bản khác.", "Enter the number and date on the signed copy. An issued plan never changes; an error is answered by a new document.";
    ISSUE_NUMBER: "Số, ký hiệu", "Number and symbol";
    ISSUE_NUMBER_HINT: "Ghi đúng như bản đã ký, ví dụ 45/KH-UBND.", "As on the signed copy, for example 45/KH-UBND.";
    ISSUE_DATE: "Ngày ký", "Signed on";
    ISSUE_NUMBER_MISSING: "Chưa nhập số, ký hiệu của bản đã ký.", "The number of the signed copy is missing.";
    ISSUE_DATE_MISSING: "Chưa nhập ngày ký.", "The date of signing is missing.";
    ISSUE_NOW: "Ban hành kế hoạch", "Issue the plan";
    SUBMIT_CONFLICT: "Chưa trình được: có nội dung đang khác nhau giữa các đơn vị. Hãy chọn một giá trị trước.", "Not ready: a field holds different values. Choose one first.";
    SEE_CONFLICTS: "Xem chỗ khác nhau", "See what differs";
    GO_ON_EDITING: "Tiếp tục soạn", "Go on editing";
    IN_CONFLICT: "Có giá trị khác nhau", "Differing values";
}

/// Stands on Vietnamese documents in every language.
pub const NATION: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";

/// Stands on Vietnamese documents in every language.
pub const MOTTO: &str = "Độc lập - Tự do - Hạnh phúc";

/// Stands on Vietnamese documents in every language.
pub const KIND_LINE: &str = "KẾ HOẠCH";

/// n activities
#[must_use]
pub fn activity_count(n: impl Display) -> String {
    say!("{n} hoạt động", "{n} activities",)
}

/// n plans
#[must_use]
pub fn found(n: impl Display) -> String {
    say!("{n} kế hoạch", "{n} plans",)
}

/// From from to to.
#[must_use]
pub fn from_to(from: impl Display, to: impl Display) -> String {
    say!("Từ ngày {from} đến ngày {to}.", "From {from} to {to}.",)
}

/// In words: words.
#[must_use]
pub fn in_words(words: impl Display) -> String {
    say!("Bằng chữ: {words}.", "In words: {words}.",)
}

/// carried over from year
#[must_use]
pub fn carried_over(year: impl Display) -> String {
    say!("chuyển nguồn từ năm {year}", "carried over from {year}",)
}

/// place, ngày day tháng month năm year
#[must_use]
pub fn place_and_date(place: impl Display, day: impl Display, month: impl Display, year: impl Display) -> String {
    format!("{place}, ngày {day} tháng {month} năm {year}")
}

/// Trên đây là Kế hoạch title./.
#[must_use]
pub fn conclusion(title: impl Display) -> String {
    format!("Trên đây là Kế hoạch {title}./.")
}

/// Not ready: n required items are not right yet.
#[must_use]
pub fn submit_problems(n: impl Display) -> String {
    say!("Chưa trình được: còn {n} nội dung bắt buộc chưa đúng.", "Not ready: {n} required items are not right yet.",)
}

/// What was done so far.
#[must_use]
pub fn done_so_far(result: impl Display) -> String {
    say!("đã thực hiện {result}", "{result} done")
}

/// The units that take part.
#[must_use]
pub fn together_with(units: impl Display) -> String {
    say!("phối hợp: {units}", "with {units}")
}

/// How many activities go with the draft.
#[must_use]
pub fn delete_activities(n: usize) -> String {
    say!("Xóa cùng {n} hoạt động của kế hoạch:", "Goes with activities of the plan: {n}")
}

/// "và 3 hoạt động khác"
#[must_use]
pub fn delete_more(n: usize) -> String {
    say!("và {n} hoạt động khác", "and {n} more")
}
