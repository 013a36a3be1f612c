//! Words of the merged view: plan against result. Nothing but words.

use super::{say, t, texts, words};
use std::fmt::Display;

texts! {
    TITLE: "Tổng hợp kết quả", "Results";
    LEAD: "Kế hoạch so với kết quả, từ báo cáo của các xã. Bấm vào con số để xem các báo cáo đứng sau.", "Plan against result, from the reports of the communes. Open a figure to see the reports behind it.";
    NEVER_SYNCED: "Số liệu đã có trên máy này; chưa đồng bộ lại từ khi mở ứng dụng", "Figures as they are on this device; not synchronised since the app was opened";
    PLAN: "Kế hoạch", "Plan";
    ALL_PLANS: "Tất cả kế hoạch", "All plans";
    STATES: "Báo cáo được tính", "Reports counted";
    APPROVED_ONLY: "Đã duyệt", "Approved";
    SUBMITTED_TOO: "Đã duyệt và chờ duyệt", "Approved and submitted";
    PRINT: "In bảng tổng hợp", "Print";
    FILTERS: "Phạm vi tổng hợp", "What is summed up";
    TILES: "Số chính", "Main figures";
    REPORTS: "Báo cáo", "Reports";
    ACTIVITIES: "Hoạt động", "Activities";
    PEOPLE: "Người tham dự", "People";
    HOUSEHOLDS: "Hộ tham gia", "Households";
    COST: "Kinh phí đã chi", "Money spent";
    MILLIONS: "triệu đồng", "million đồng";
    BILLIONS: "tỷ đồng", "billion đồng";
    DIFFERING: "Số liệu khác nhau", "Differing figures";
    BY: "Kế hoạch và kết quả", "Plan and results";
    BY_UNIT: "Theo đơn vị", "By unit";
    BY_KIND: "Theo hình thức", "By kind";
    BY_ACTIVITY: "Theo hoạt động", "By activity";
    UNIT: "Đơn vị", "Unit";
    KIND: "Hình thức", "Kind";
    ACTIVITY: "Hoạt động", "Activity";
    TARGET: "Chỉ tiêu", "Target";
    DONE: "Thực hiện", "Done";
    RATE: "Tỷ lệ", "Rate";
    SESSIONS: "Số báo cáo", "Reports";
    WOMEN: "Nữ", "Women";
    MINORITY: "Dân tộc thiểu số", "Ethnic minority";
    COST_PLANNED: "Kinh phí dự kiến", "Planned cost";
    COST_ACTUAL: "Đã chi", "Spent";
    TOTAL: "Cộng", "Total";
    SUMMARY_BY_UNIT: "Kết quả theo đơn vị", "Results by unit";
    SUMMARY_BY_KIND: "Kết quả theo hình thức truyền thông", "Results by kind";
    NOTHING: "Chưa có kế hoạch nào được ban hành trong phạm vi này.", "No plan is issued in this scope.";
    NOTHING_TITLE: "Chưa có số liệu để tổng hợp", "Nothing to sum up yet";
    IN_CONFLICT: "đang khác nhau", "differing";
    CONFLICT_LEGEND: "Con số gạch chân đứt có giá trị khác nhau đang chờ quyết định; khoảng thấp nhất - cao nhất ghi ngay bên dưới.", "Figures with a broken underline differ and wait for a decision; the lowest and highest stand below.";
    BEHIND_NONE: "Chưa có báo cáo nào đứng sau con số này.", "There is no report behind this figure yet.";
    CLOSE: "Đóng", "Close";
    DUE: "Đến hạn và quá hạn", "Due and overdue";
    DUE_NONE: "Không có hoạt động nào quá hạn hoặc đến hạn trong 14 ngày tới.", "Nothing is overdue or due within 14 days.";
    DUE_TODAY: "Đến hạn hôm nay", "Due today";
    DEVICES: "Máy chưa đồng bộ", "Devices that have not synchronised";
    DEVICES_HINT: "Hỏi trực tiếp máy chủ, chỉ xem được khi có mạng.", "Asked of the server, only while online.";
    DEVICES_AGAIN: "Hỏi lại", "Ask again";
    DEVICES_LOADING: "Đang hỏi máy chủ", "Asking the server";
    DEVICES_NONE: "Chưa có máy nào đăng nhập trong phạm vi đơn vị.", "No device has signed in.";
    PERSON: "Người dùng", "Person";
    DEVICE: "Máy", "Device";
    LAST_SYNC: "Đồng bộ lần cuối", "Last synchronised";
    NEVER: "chưa lần nào", "never";
    UNSENT: "Chưa gửi khi đó", "Unsent then";
    JUST_NOW: "vừa xong", "just now";
}

/// As of the synchronisation at time
#[must_use]
pub fn as_of(time: impl Display) -> String {
    say!("Số liệu đến lần đồng bộ {time}", "As of the synchronisation at {time}",)
}

/// with n saves of this device not yet sent
#[must_use]
pub fn unsent_included(n: impl Display) -> String {
    say!("gồm cả {n} nội dung trên máy này chưa gửi", "with {n} saves of this device not yet sent",)
}

/// approved approved, submitted waiting
#[must_use]
pub fn reports_note(approved: impl Display, submitted: impl Display) -> String {
    say!("{approved} đã duyệt, {submitted} chờ duyệt", "{approved} approved, {submitted} waiting",)
}

/// done done of all
#[must_use]
pub fn activities_note(done: impl Display, all: impl Display) -> String {
    say!("{done} hoàn thành trong {all}", "{done} done of {all}",)
}

/// n/all units
#[must_use]
pub fn units_reported(n: impl Display, all: impl Display) -> String {
    say!("{n}/{all} đơn vị đã báo cáo", "{n}/{all} units have reported",)
}

/// n of them women
#[must_use]
pub fn women_share(n: impl Display) -> String {
    say!("trong đó {n} nữ", "{n} of them women",)
}

/// n poor, m near-poor
#[must_use]
pub fn poor_share(n: impl Display, m: impl Display) -> String {
    say!("{n} hộ nghèo, {m} hộ cận nghèo", "{n} poor, {m} near-poor",)
}

/// n planned
#[must_use]
pub fn of_planned(n: impl Display) -> String {
    say!("dự kiến {n}", "{n} planned",)
}

/// n to be decided
#[must_use]
pub fn differing_note(n: impl Display) -> String {
    say!("{n} chỗ cần quyết định", "{n} to be decided",)
}

/// figure: value, open the reports behind it
#[must_use]
pub fn open_figure(figure: impl Display, value: impl Display) -> String {
    say!("{figure}: {value}, mở các báo cáo đứng sau", "{figure}: {value}, open the reports behind it",)
}

/// low to high
#[must_use]
pub fn low_high(low: impl Display, high: impl Display) -> String {
    say!("từ {low} đến {high}", "{low} to {high}",)
}

/// n reports
#[must_use]
pub fn behind_count(n: impl Display) -> String {
    say!("{n} báo cáo", "{n} reports",)
}

/// adds value
#[must_use]
pub fn contributes(value: impl Display) -> String {
    say!("góp {value}", "adds {value}",)
}

/// n days overdue
#[must_use]
pub fn overdue(n: impl Display) -> String {
    say!("Quá hạn {n} ngày", "{n} days overdue",)
}

/// n days left
#[must_use]
pub fn due_in(n: impl Display) -> String {
    say!("Còn {n} ngày", "{n} days left",)
}

/// n minutes ago
#[must_use]
pub fn ago_minutes(n: impl Display) -> String {
    say!("{n} phút trước", "{n} minutes ago",)
}

/// n hours ago
#[must_use]
pub fn ago_hours(n: impl Display) -> String {
    say!("{n} giờ trước", "{n} hours ago",)
}

/// n days ago
#[must_use]
pub fn ago_days(n: impl Display) -> String {
    say!("{n} ngày trước", "{n} days ago",)
}

/// An amount short enough for a tile, and what it is counted in: `91,6` and `triệu đồng`.
#[must_use]
pub fn short_amount(dong: i64) -> (String, &'static str) {
    let tenths = |unit: i64| {
        let tenths = dong.saturating_add(unit / 20) / (unit / 10);
        let (whole, rest) = (shared::money::dotted(tenths / 10), tenths % 10);
        if rest == 0 { whole } else { say!("{whole},{rest}", "{whole}.{rest}") }
    };
    match dong {
        ..1_000_000 => (shared::money::dotted(dong), t(words::DONG)),
        1_000_000..1_000_000_000 => (tenths(1_000_000), t(MILLIONS)),
        _ => (tenths(1_000_000_000), t(BILLIONS)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_on_tiles_are_short() {
        assert_eq!(short_amount(950_000), ("950.000".to_owned(), "đồng"));
        assert_eq!(short_amount(91_550_000), ("91,6".to_owned(), "triệu đồng"));
        assert_eq!(short_amount(314_000_000).0, "314");
        assert_eq!(short_amount(1_240_000_000), ("1,2".to_owned(), "tỷ đồng"));
    }
}
