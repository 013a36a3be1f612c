//! Words of the screen where reports are approved or sent back. Nothing but words.

use super::{say, texts};
use std::fmt::Display;

texts! {
    TITLE: "Duyệt báo cáo", "Review reports";
    LEAD: "Báo cáo hoạt động của các đơn vị trong phạm vi quản lý.", "Activity reports of the units in your care.";
    FILTER: "Lọc theo trạng thái", "Filter by state";
    WAITING: "Chờ duyệt", "Waiting";
    RETURNED: "Đã trả lại", "Sent back";
    APPROVED: "Đã duyệt", "Approved";
    STATE_DRAFT: "Nháp", "Draft";
    STATE_SUBMITTED: "Chờ duyệt", "Waiting";
    STATE_RETURNED: "Đã trả lại", "Sent back";
    STATE_APPROVED: "Đã duyệt", "Approved";
    APPROVED_MOVED: "Đã duyệt, sau đó có thay đổi", "Approved, changed since";
    SEARCH: "Tìm hoạt động, đơn vị, người báo cáo", "Search activities, units, people";
    NONE_WAITING: "Không có báo cáo nào chờ duyệt", "No report waits";
    NONE_WAITING_TEXT: "Báo cáo mới của các xã sẽ xuất hiện ở đây sau khi được gửi và đồng bộ.", "New reports appear here once they are sent and synchronised.";
    NONE: "Không có báo cáo nào ở mục này", "No report here";
    CHOOSE: "Chọn một báo cáo để xem", "Choose a report";
    KEYS: "Phím tắt: J, K chuyển báo cáo · D duyệt · T trả lại · Esc đóng", "Keys: J, K next and previous · D approve · T send back · Esc close";
    BACK_TO_LIST: "Danh sách báo cáo", "All reports";
    NOT_FOUND: "Không thấy báo cáo này trên máy", "This report is not on this device";
    NOT_FOUND_CURE: "Báo cáo có thể chưa được đồng bộ về máy hoặc nằm ngoài phạm vi của bạn.", "It may not have been synchronised, or lies outside your scope.";
    NEXT: "Báo cáo sau", "Next";
    PREVIOUS: "Báo cáo trước", "Previous";
    NO_ACTIVITY: "Hoạt động không còn trên máy", "The activity is not on this device";
    UNIT: "Đơn vị", "Unit";
    DATE: "Ngày tổ chức", "Date";
    TIMES: "Thời gian", "Time";
    PLACE: "Địa điểm", "Place";
    TARGET: "Chỉ tiêu của hoạt động", "The activity's target";
    DONE: "Khối lượng thực hiện", "Quantity done";
    ATTENDANCE: "Người tham dự", "Attendance";
    PEOPLE: "Tổng số người", "People";
    WOMEN: "Trong đó nữ", "Women";
    MINORITY: "Dân tộc thiểu số", "Ethnic minority";
    HOUSEHOLDS: "Hộ tham gia theo loại hộ", "Households by class";
    HOUSEHOLDS_SUM: "Cộng số hộ", "Households in all";
    HANDOUTS: "Tài liệu đã phát", "Materials handed out";
    MATERIAL: "Loại tài liệu", "Material";
    LANGUAGE: "Ngôn ngữ", "Language";
    QUANTITY: "Số lượng", "Quantity";
    COST: "Kinh phí đã chi", "Money spent";
    RESULT: "Kết quả", "Result";
    DIFFICULTIES: "Khó khăn, vướng mắc", "Difficulties";
    CAUSES: "Nguyên nhân", "Causes";
    PROPOSALS: "Đề xuất, kiến nghị", "Proposals";
    PHOTOS: "Ảnh", "Photos";
    NO_PHOTOS: "Báo cáo không có ảnh.", "The report has no photos.";
    PHOTO_AWAY: "Ảnh chưa về máy này. Khi có mạng, ảnh tự tải.", "The photo is not on this device yet; it loads when online.";
    NOTHING: "Không ghi", "Not given";
    DOUBTS: "Nên xem lại trước khi duyệt", "Look at this before approving";
    APPROVE: "Duyệt", "Approve";
    RETURN: "Trả lại", "Send back";
    RETURN_TITLE: "Trả lại báo cáo", "Send the report back";
    RETURN_NOTE: "Nội dung cần sửa hoặc bổ sung", "What has to be changed or added";
    RETURN_HINT: "Người báo cáo đọc được ý kiến này ngay trên máy của họ.", "The writer reads this on their own device.";
    RETURN_MISSING: "Hãy ghi rõ cần sửa gì, để người báo cáo không phải đoán.", "Say what is wanted, so that nobody has to guess.";
    RETURN_CONFIRM: "Trả lại báo cáo", "Send it back";
    REOPEN: "Mở lại để sửa", "Reopen";
    REOPEN_TITLE: "Mở lại báo cáo đã duyệt", "Reopen an approved report";
    REOPEN_NOTE: "Lý do mở lại", "Why it is reopened";
    REOPEN_HINT: "Số liệu của báo cáo sẽ không tính là đã duyệt cho đến khi duyệt lại.", "Its figures no longer count as approved until it is approved again.";
    REOPEN_CONFIRM: "Mở lại báo cáo", "Reopen it";
    RETURNED_WITH: "Ý kiến khi trả lại", "Comment when sent back";
    WAITS_APPROVE: "Đã ghi quyết định duyệt, chờ máy chủ xác nhận.", "Approval noted; the server has yet to confirm.";
    WAITS_RETURN: "Đã ghi việc trả lại, chờ máy chủ xác nhận.", "Return noted; the server has yet to confirm.";
    WAITS_OTHER: "Đang chờ máy chủ xác nhận.", "The server has yet to confirm.";
    BADGE_WAITS: "Chờ máy chủ", "With the server";
    REFUSED: "Máy chủ chưa thực hiện được", "The server could not do it";
    DISMISS: "Đã rõ", "Understood";
    CONFLICT_FIRST: "Báo cáo có giá trị khác nhau; phải quyết định trước khi duyệt.", "Values differ in this report; decide before approving.";
    SEE_CONFLICTS: "Xem và quyết định", "See and decide";
}

/// n reports
#[must_use]
pub fn found(n: impl Display) -> String {
    say!("{n} báo cáo", "{n} reports",)
}

/// Photo n of the report
#[must_use]
pub fn photo_alt(n: impl Display) -> String {
    say!("Ảnh {n} của báo cáo", "Photo {n} of the report",)
}

/// Open photo n
#[must_use]
pub fn photo_open(n: impl Display) -> String {
    say!("Xem ảnh {n} cỡ lớn", "Open photo {n}",)
}
