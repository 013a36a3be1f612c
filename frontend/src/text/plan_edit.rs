//! Words of the form that writes a plan and its activities. Nothing but words.

use super::{say, texts};
use std::fmt::Display;

texts! {
    NEW_TITLE: "Lập kế hoạch", "Draw up a plan";
    EDIT_TITLE: "Soạn kế hoạch", "Edit the plan";
    BACK_TO_PLAN: "Xem kế hoạch", "Back to the plan";
    LEAD: "Nội dung được lưu ngay khi nhập. Số và ngày ban hành nhập sau khi ký.", "Everything is saved as you type. Number and date are entered after signing.";
    CHECK: "Kiểm tra", "Check";
    CHECK_GOOD: "Đủ nội dung bắt buộc, có thể trình phê duyệt.", "All that is required is there; it can be submitted.";
    CHECK_NOTHING: "Kế hoạch chưa có nội dung. Phần bắt buộc còn thiếu sẽ hiện ở đây.", "The plan is still empty. What is required and missing will show here.";
    CHECK_HARD: "Bắt buộc sửa trước khi trình", "To be put right before submitting";
    CHECK_SOFT: "Nên xem lại", "Worth another look";
    GENERAL: "Thông tin chung", "General";
    TITLE: "Trích yếu nội dung", "Subject";
    TITLE_HINT: "Ví dụ: Truyền thông về giảm nghèo đa chiều năm 2026 trên địa bàn tỉnh", "For example: Communication for poverty reduction in 2026";
    PROGRAMME: "Chương trình, dự án", "Programme, project";
    ISSUER: "Cơ quan ban hành", "Issuing agency";
    CHOOSE_UNIT: "Chọn đơn vị", "Choose a unit";
    CHOOSE: "Chọn", "Choose";
    PERIOD_FROM: "Thực hiện từ ngày", "From";
    PERIOD_TO: "đến hết ngày", "Until";
    BASES: "Căn cứ", "Legal bases";
    BASES_HINT: "Ghi theo thứ tự hiệu lực từ cao xuống thấp.", "From the highest in force down.";
    ADD_BASIS: "Thêm căn cứ", "Add a legal basis";
    BASIS_KIND: "Loại văn bản", "Kind of document";
    BASIS_NUMBER: "Số, ký hiệu", "Number";
    BASIS_DATED: "Ngày ban hành", "Dated";
    BASIS_ISSUER: "Cơ quan ban hành", "Issuer";
    BASIS_TITLE: "Về việc", "Subject";
    TEXTS: "Mục đích, nội dung, hình thức", "Purposes, contents, forms";
    AUDIENCES: "Đối tượng truyền thông", "Audiences";
    BUDGET: "Kinh phí", "Funding";
    FUNDING_TEXT: "Nội dung về kinh phí", "Funding, in words";
    ADD_BUDGET: "Thêm nguồn kinh phí", "Add a line of funding";
    SOURCE: "Nguồn", "Source";
    DECISION: "Quyết định giao vốn", "Decision";
    YEAR: "Năm gốc (nếu chuyển nguồn)", "Year of origin (if carried over)";
    ALLOCATED: "Số tiền", "Amount";
    NOTE: "Ghi chú", "Note";
    SUMS: "Cân đối kinh phí", "Sums";
    SUM_ALLOCATED: "Kinh phí được giao", "Allocated";
    SUM_PLANNED: "Dự kiến chi cho hoạt động", "Planned for activities";
    SUM_LEFT: "Còn lại chưa phân bổ", "Not yet assigned";
    SUM_OVER: "Vượt kinh phí được giao", "More than allocated";
    ASSIGNMENTS: "Nhiệm vụ của các đơn vị", "Duties of the units";
    ADD_ASSIGNMENT: "Thêm đơn vị", "Add a unit";
    UNIT: "Đơn vị", "Unit";
    ROLE: "Vai trò", "Role";
    DUTIES: "Nhiệm vụ", "Duties";
    DUTIES_HINT: "Mỗi nhiệm vụ một dòng.", "One duty a line.";
    DEADLINES: "Thời hạn báo cáo", "Deadlines";
    ADD_DEADLINE: "Thêm thời hạn", "Add a deadline";
    DUE_WHAT: "Nội dung phải gửi", "What is due";
    DUE_FROM: "Đơn vị gửi", "From";
    DUE_TO: "Nơi nhận", "To";
    DUE_DAY: "Chậm nhất ngày", "At the latest on";
    DUE_FORM: "Hình thức gửi", "In which form";
    SIGNING: "Nơi nhận và người ký", "Recipients and signature";
    RECIPIENTS: "Nơi nhận", "Recipients";
    RECIPIENTS_HINT: "Mỗi nơi một dòng, dòng cuối là Lưu: VT.", "One a line; the last is the file copy.";
    SIGNER_POSITION: "Chức vụ người ký", "Position of the signer";
    SIGNER_POSITION_HINT: "Ví dụ: TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH, PHÓ CHỦ TỊCH; mỗi ý một dòng.", "One line each, as it stands on paper.";
    SIGNER: "Họ và tên người ký", "Name of the signer";
    ACTIVITIES: "Hoạt động", "Activities";
    ACTIVITIES_HINT: "Mỗi hoạt động có đơn vị chủ trì, thời gian và chỉ tiêu thì cấp xã mới nhận được việc trên máy tính bảng.", "With a lead unit, a time and a target an activity reaches the tablets of the communes.";
    ADD_ACTIVITY: "Thêm hoạt động", "Add an activity";
    ACTIVITY: "Hoạt động", "Activity";
    ACTIVITY_NEW: "Thêm hoạt động", "New activity";
    BACK_TO_FORM: "Quay lại soạn kế hoạch", "Back to the plan's form";
    UNNAMED_ACTIVITY: "Hoạt động chưa đặt tên", "Unnamed activity";
    KIND: "Hình thức", "Kind";
    NAME: "Tên hoạt động", "Name";
    CONTENTS: "Nội dung", "Contents";
    AUDIENCE: "Đối tượng", "Audience";
    PLACE_UNIT: "Địa bàn", "Commune or village";
    PLACE_TEXT: "Địa điểm cụ thể", "Place in words";
    PLACE_TEXT_HINT: "Ví dụ: nhà văn hóa thôn, chợ phiên.", "For example: the culture house, the market.";
    PLANNED_FROM: "Dự kiến từ ngày", "Planned from";
    PLANNED_TO: "đến ngày", "to";
    TARGET: "Chỉ tiêu", "Target";
    MEASURE: "Đơn vị tính", "Unit of measure";
    LEAD_UNIT: "Đơn vị chủ trì", "Lead unit";
    UNITS: "Đơn vị phối hợp", "Coordinating units";
    ADD_UNIT: "Thêm đơn vị phối hợp", "Add a coordinating unit";
    RESPONSIBLE: "Người phụ trách", "Responsible";
    PLANNED_COST: "Kinh phí dự kiến", "Planned cost";
    DONE: "Xong", "Done";
    OPEN_ELSEWHERE: "Đang mở ở nơi khác trên máy này", "Open elsewhere on this device";
    OPEN_ELSEWHERE_CURE: "Kế hoạch đang được sửa ở một thẻ khác của trình duyệt. Đóng thẻ đó rồi mở lại trang này. Nội dung đã nhập vẫn nguyên vẹn.", "It is being edited in another tab. Close that tab and open this page again. What was typed there is safe.";
    LOCKED: "Kế hoạch không sửa được ở trạng thái này", "The plan cannot be edited in this state";
    LOCKED_CURE: "Kế hoạch đã duyệt hoặc đã ban hành giữ nguyên nội dung. Hoạt động của kế hoạch vẫn cập nhật được.", "An approved or issued plan keeps its contents. Its activities can still be updated.";
    NO_RIGHT: "Bạn không có quyền sửa kế hoạch này", "You may not edit this plan";
    NO_RIGHT_CURE: "Kế hoạch do cấp quản lý của đơn vị ban hành soạn và sửa.", "Plans are written by managers of the issuing unit.";
}

/// Legal basis n
#[must_use]
pub fn basis(n: impl Display) -> String {
    say!("Căn cứ {n}", "Legal basis {n}",)
}

/// Line of funding n
#[must_use]
pub fn budget_line(n: impl Display) -> String {
    say!("Nguồn kinh phí {n}", "Line of funding {n}",)
}

/// Unit n
#[must_use]
pub fn assignment(n: impl Display) -> String {
    say!("Đơn vị {n}", "Unit {n}",)
}

/// Deadline n
#[must_use]
pub fn deadline(n: impl Display) -> String {
    say!("Thời hạn {n}", "Deadline {n}",)
}

/// Remove what
#[must_use]
pub fn remove(what: impl Display) -> String {
    say!("Xóa {what}", "Remove {what}",)
}

/// what removed
#[must_use]
pub fn removed(what: impl Display) -> String {
    say!("Đã xóa {what}", "{what} removed",)
}
