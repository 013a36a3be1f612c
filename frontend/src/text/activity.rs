//! Words of the page of one activity.

use super::{say, texts};

texts! {
    BACK: "Việc của tôi", "My work";
    MAKE_REPORT: "Lập báo cáo", "Write a report";
    GO_ON: "Viết tiếp báo cáo nháp", "Go on with the draft";
    NOT_HERE: "Không thấy hoạt động này trên máy", "This activity is not on this device";
    NOT_HERE_CURE: "Có thể hoạt động chưa được tải về, hoặc không thuộc phạm vi của đơn vị bạn. Dữ liệu khác trên máy vẫn nguyên vẹn.", "It may not have arrived yet, or lies outside your unit. Everything else on this device is safe.";
    FACTS: "Nội dung thực hiện", "What is to be done";
    CONTENTS: "Nội dung", "Contents";
    AUDIENCE: "Đối tượng", "Audience";
    PLACE: "Địa điểm", "Place";
    WHEN: "Thời gian", "When";
    TARGET: "Chỉ tiêu", "Target";
    COST: "Kinh phí dự kiến", "Planned cost";
    LEAD: "Đơn vị chủ trì", "Led by";
    UNITS: "Đơn vị phối hợp", "With";
    RESPONSIBLE: "Người phụ trách", "Responsible";
    PLAN: "Thuộc kế hoạch", "Part of the plan";
    STAGE: "Tiến độ", "Progress";
    STAGE_CHANGE: "Đổi tình trạng", "Change the stage";
    STAGE_ASK: "Hoạt động này đang ở bước nào?", "How far is this activity?";
    REASON: "Lý do", "Reason";
    REASON_ASK: "Lý do tạm hoãn hoặc hủy", "Reason for putting off or cancelling";
    REASON_HINT: "Ví dụ: mưa lũ, đường vào thôn bị chia cắt; dự kiến tổ chức lại sau ngày 05/12.", "For example: floods, the road to the village is cut; to be held after 5 December.";
    REASON_MISSING: "Nêu lý do để cấp trên nắm được.", "Say why, so that the agency knows.";
    KEEP: "Ghi nhận", "Keep";
    STAGE_SAVED: "Đã lưu tình trạng trên máy", "Stage saved on this device";
    REPORTS: "Báo cáo đã lập", "Reports";
    NO_REPORTS: "Chưa có báo cáo nào cho hoạt động này.", "No report on this activity yet.";
    IN_CONFLICT: "Có nơi ghi khác nhau.", "Recorded differently.";
    IN_CONFLICT_TEXT: "Hai nơi đã sửa hoạt động này cùng lúc. Cả hai nội dung đều được giữ; cần một người chọn.", "This activity was edited in two places at once. Both values are kept; somebody has to choose.";
    SETTLE: "Đối chiếu", "Settle";
    ELSEWHERE: "Hoạt động này đang mở để sửa ở một thẻ khác trên máy này. Đóng thẻ đó rồi thử lại.", "This activity is open for editing in another tab on this device. Close it and try again.";
}

/// "Đã báo cáo 3/11 buổi".
#[must_use]
pub fn reported(done: i64, target: &str) -> String {
    say!("Đã báo cáo {done} trên {target}", "{done} reported of {target}")
}
