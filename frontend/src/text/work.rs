//! Words of the work list, the home screen.

use super::{s, say, texts};
use shared::date::Date;

texts! {
    TITLE: "Việc của tôi", "My work";
    SEARCH: "Tìm hoạt động, thôn, báo cáo", "Find work, villages, reports";
    COUNTS: "Công việc theo trạng thái", "Work by state";
    DUE: "Đến hạn", "Due";
    DRAFTS: "Nháp", "Drafts";
    WAITING: "Chờ gửi", "To send";
    SENT: "Đã gửi", "Sent";
    RETURNED: "Bị trả lại", "Returned";

    OVERDUE_SECTION: "Quá hạn", "Overdue";
    DUE_SECTION: "Đang đến hạn", "Due now";
    SOON_SECTION: "Sắp tới", "Coming up";
    UNDATED_SECTION: "Chưa định ngày", "No date yet";
    FINISHED_SECTION: "Đã xong hoặc đã dừng", "Finished or stopped";
    RETURNED_SECTION: "Báo cáo bị trả lại, cần sửa", "Returned reports to put right";
    DRAFTS_SECTION: "Báo cáo nháp", "Draft reports";
    WAITING_SECTION: "Báo cáo chờ gửi", "Reports waiting to be sent";
    SENT_SECTION: "Báo cáo đã gửi", "Reports sent";

    WAITING_HINT: "Đã lưu trên máy. Tự gửi khi có mạng, không phải làm gì thêm.", "Saved on this device. Sent by itself when there is a network.";
    SENT_HINT: "Máy chủ đã xác nhận nhận được.", "The server has confirmed that it has them.";

    REPORT: "Báo cáo", "Report";
    GO_ON: "Viết tiếp", "Go on writing";
    MEND: "Sửa báo cáo", "Put right";
    ACTIVITIES_FOUND: "Hoạt động tìm thấy", "Activities found";
    REPORTS_FOUND: "Báo cáo tìm thấy", "Reports found";
    SHOW_MORE: "Xem thêm", "Show more";
    UNNAMED: "Hoạt động chưa đặt tên", "Unnamed activity";
    REPORT_WITHOUT_ACTIVITY: "Báo cáo hoạt động", "Activity report";
    NO_PLACE: "Chưa nêu địa điểm", "No place yet";
    NO_DATE: "Chưa định ngày", "No date yet";
    CONFLICT_CHIP: "Cần đối chiếu", "To settle";
    WRITTEN_BEFORE: "Bạn đang viết dở một báo cáo.", "You were in the middle of a report.";

    EMPTY_DUE: "Không còn việc nào đến hạn", "Nothing is due";
    EMPTY_DUE_TEXT: "Việc mới xuất hiện ở đây khi kế hoạch được ban hành và giao cho đơn vị bạn.", "New work appears here when a plan is issued to your unit.";
    EMPTY_DRAFTS: "Không có báo cáo nháp", "No drafts";
    EMPTY_DRAFTS_TEXT: "Chọn một hoạt động rồi bấm “Báo cáo”. Chữ nào viết ra được lưu ngay trên máy.", "Choose an activity and press “Report”. Every word is saved at once.";
    EMPTY_WAITING: "Không có báo cáo nào chờ gửi", "No report waits";
    EMPTY_WAITING_TEXT: "Báo cáo bấm “Gửi” lúc không có mạng sẽ nằm ở đây và tự gửi đi sau.", "Reports handed in without a network stand here and go out by themselves.";
    EMPTY_SENT: "Chưa gửi báo cáo nào", "No report sent yet";
    EMPTY_SENT_TEXT: "Báo cáo mà máy chủ đã xác nhận nhận được sẽ nằm ở đây.", "Reports that the server has confirmed stand here.";
    EMPTY_RETURNED: "Không có báo cáo bị trả lại", "No returned reports";
    EMPTY_RETURNED_TEXT: "Khi cấp trên trả lại báo cáo, nhận xét sẽ hiện ở đầu trang này.", "When a report is returned, the comment appears at the top of this page.";
    EMPTY_FOUND: "Không tìm thấy nội dung phù hợp", "Nothing matches";
    EMPTY_FOUND_TEXT: "Thử ít chữ hơn, ví dụ tên thôn hoặc hình thức truyền thông.", "Try fewer letters, such as a village or a kind of activity.";
    FIRST_SYNC: "Đang tải dữ liệu của đơn vị về máy", "Bringing your unit's data to this device";
    FIRST_SYNC_TEXT: "Chỉ lần đầu cần mạng. Danh sách hiện dần khi dữ liệu về.", "Only the first time needs a network. The list fills as data arrives.";
}

/// What the list holds, in one line below the title.
#[must_use]
pub fn lead(due: usize, overdue: usize) -> String {
    match (due, overdue) {
        (0, _) => say!("Không có việc đến hạn hôm nay.", "Nothing is due today."),
        (_, 0) => say!("{due} hoạt động đang đến hạn.", "{due} due."),
        _ => say!("{due} hoạt động cần làm, trong đó {overdue} quá hạn.", "{due} to do, {overdue} of them overdue."),
    }
}

/// "Quá hạn 5 ngày".
#[must_use]
pub fn overdue(days: i32) -> String {
    let ending = s(days.unsigned_abs().into());
    say!("Quá hạn {days} ngày", "{days} day{ending} overdue")
}

/// "Còn 3 ngày", "Hạn hôm nay".
#[must_use]
pub fn days_left(days: i32) -> String {
    let ending = s(days.unsigned_abs().into());
    match days {
        0 => say!("Hạn hôm nay", "Due today"),
        _ => say!("Còn {days} ngày", "{days} day{ending} left"),
    }
}

/// "Từ 25/11/2026".
#[must_use]
pub fn begins(day: Date) -> String {
    let day = day.text();
    say!("Từ {day}", "From {day}")
}

/// "Trả lại: …".
#[must_use]
pub fn returned_because(note: &str) -> String {
    say!("Nhận xét: “{note}”", "Comment: “{note}”")
}

/// "Đã báo cáo 2 lần".
#[must_use]
pub fn reported(n: usize) -> String {
    let ending = s(n as u64);
    say!("{n} báo cáo đã gửi", "{n} report{ending} sent")
}
