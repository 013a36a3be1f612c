//! Words that many screens share: states, days, sizes. Nothing that belongs to one screen alone.

use super::{Text, s, say, t, texts};
use crate::state::Lang;
use shared::{
    activity::Stage,
    catalogue::Term,
    change::State,
    date::{Date, Period, moment_text},
    unit::Unit,
};
use std::fmt::Display;

texts! {
    /// The product's name.
    BRAND: "Lan Tỏa", "Lan Tỏa";
    OPTIONAL: "không bắt buộc", "optional";
    BACK: "Quay lại", "Back";
    CLOSE: "Đóng", "Close";
    CANCEL: "Hủy", "Cancel";
    UNDO: "Hoàn tác", "Undo";
    FEWER: "Bớt", "Fewer";
    MORE: "Thêm", "More";
    CLEAR_SEARCH: "Xóa từ tìm kiếm", "Clear the search";
    PEOPLE_UNIT: "người", "people";
    HOUSEHOLD_UNIT: "hộ", "households";
    DONG: "đồng", "đồng (VND)";
    NOT_SAID: "Chưa nêu", "Not stated";
    SAVED: "Đã lưu trên máy", "Saved on this device";

    DRAFT: "Nháp", "Draft";
    WAITING: "Chờ gửi", "Waiting to be sent";
    SUBMITTED: "Đã gửi, chờ duyệt", "Sent, waiting for approval";
    RETURNED: "Bị trả lại", "Returned";
    APPROVED: "Đã duyệt", "Approved";
    ISSUED: "Đã ban hành", "Issued";
    CLOSED: "Đã kết thúc", "Closed";
    OTHER_STATE: "Trạng thái khác", "Another state";

    PLANNED: "Chưa thực hiện", "Not begun";
    UNDER_WAY: "Đang thực hiện", "Under way";
    DONE: "Đã thực hiện", "Done";
    POSTPONED: "Tạm hoãn", "Postponed";
    CANCELLED: "Hủy bỏ", "Cancelled";

    CALENDAR_OPEN: "Chọn ngày trên lịch", "Choose from the calendar";
    CALENDAR_PREVIOUS: "Tháng trước", "Previous month";
    CALENDAR_NEXT: "Tháng sau", "Next month";
    UNREADABLE_DAY: "Chưa đọc được ngày này. Nhập ngày/tháng/năm, ví dụ 21/11/2026.", "This is no date. Enter day/month/year, for example 21/11/2026.";
}

/// A code that the catalogue has no more
#[must_use]
pub fn not_listed(code: impl Display) -> String {
    say!("{code} (không còn trong danh mục)", "{code} (no longer in the list)")
}

/// The word for the state of a report or a plan.
#[must_use]
pub fn state(state: &State) -> Text {
    match state {
        State::Draft => DRAFT,
        State::Submitted => SUBMITTED,
        State::Returned => RETURNED,
        State::Approved => APPROVED,
        State::Issued => ISSUED,
        State::Closed => CLOSED,
        State::Other(_) => OTHER_STATE,
    }
}

/// The word for how far an activity is.
#[must_use]
pub fn stage(stage: Stage) -> Text {
    match stage {
        Stage::Planned => PLANNED,
        Stage::UnderWay => UNDER_WAY,
        Stage::Done => DONE,
        Stage::Postponed => POSTPONED,
        Stage::Cancelled => CANCELLED,
    }
}

/// The name of an entry of the catalogue.
#[must_use]
pub fn term(term: &Term) -> String {
    match super::lang() {
        Lang::Vi => term.vi.clone(),
        Lang::En => term.en.clone(),
    }
}

/// `Thôn Nà Lộc, xã Điềm He`: a unit with the one above it.
#[must_use]
pub fn unit_line<'a>(upward: impl Iterator<Item = &'a Unit>) -> String {
    let names: Vec<String> =
        upward.take(2).enumerate().map(|(at, unit)| if at == 0 { unit.title() } else { unit.full_name() }).collect();
    names.join(", ")
}

/// The same text with a capital at its head, as it stands alone on a line.
#[must_use]
pub fn headed(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// `09:41`, by the device's clock.
#[must_use]
pub fn clock(at_ms: i64) -> String {
    moment_text(at_ms).split(' ').next().unwrap_or_default().to_owned()
}

/// `09:41`, with the day in front unless it is today.
#[must_use]
pub fn moment(at_ms: i64, today: Date) -> String {
    let day = Date::in_vietnam(at_ms);
    match day.days_until(today) {
        0 => clock(at_ms),
        1 => {
            let at = clock(at_ms);
            say!("{at} hôm qua", "{at} yesterday")
        }
        _ => moment_text(at_ms),
    }
}

/// "Đã lưu trên máy 09:41".
#[must_use]
pub fn saved_at(at_ms: i64) -> String {
    let at = clock(at_ms);
    say!("Đã lưu trên máy {at}", "Saved on this device {at}")
}

/// The same for a save of another day: "Đã lưu trên máy 09:41 20/11/2026".
#[must_use]
pub fn saved_on(at_ms: i64, today: Date) -> String {
    let at = moment(at_ms, today);
    say!("Đã lưu trên máy {at}", "Saved on this device {at}")
}

/// `Thứ Bảy, 21/11/2026`.
#[must_use]
pub fn long_day(day: Date) -> String {
    let (name, date) = (weekday(day), day.text());
    say!("{name}, {date}", "{name} {date}")
}

fn weekday(day: Date) -> &'static str {
    const NAMES: [Text; 7] = [
        Text { vi: "Thứ Hai", en: "Monday" },
        Text { vi: "Thứ Ba", en: "Tuesday" },
        Text { vi: "Thứ Tư", en: "Wednesday" },
        Text { vi: "Thứ Năm", en: "Thursday" },
        Text { vi: "Thứ Sáu", en: "Friday" },
        Text { vi: "Thứ Bảy", en: "Saturday" },
        Text { vi: "Chủ Nhật", en: "Sunday" },
    ];
    t(NAMES[day.weekday() as usize])
}

/// The short names of the days in a month sheet, Monday first.
#[must_use]
pub fn weekdays_short() -> Vec<String> {
    const VI: [&str; 7] = ["T2", "T3", "T4", "T5", "T6", "T7", "CN"];
    const EN: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
    let pairs = VI.into_iter().zip(EN);
    pairs.map(|(vi, en)| t(Text { vi, en }).to_owned()).collect()
}

/// `Tháng 11 năm 2026`.
#[must_use]
pub fn month_title((year, month): (u16, u8)) -> String {
    say!("Tháng {month} năm {year}", "{month}/{year}")
}

/// `21/11/2026`, or `từ 01/11 đến 30/11/2026`.
#[must_use]
pub fn span(period: Period) -> String {
    let (from, to) = (period.from, period.to);
    if from == to {
        return from.text();
    }
    let to_text = to.text();
    let from_text =
        if from.year() == to.year() { format!("{:02}/{:02}", from.day(), from.month()) } else { from.text() };
    format!("{from_text} – {to_text}")
}

/// `1,2 MB`, `340 kB`: one digit behind the comma, without floating point.
#[must_use]
pub fn bytes(bytes: u64) -> String {
    let tenths = |unit: u64| (bytes * 10).div_ceil(unit);
    let shown = |tenths: u64, unit: &str| {
        let (whole, rest) = (tenths / 10, tenths % 10);
        if whole >= 100 || rest == 0 {
            format!("{whole} {unit}")
        } else {
            say!("{whole},{rest} {unit}", "{whole}.{rest} {unit}")
        }
    };
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        1_000_000..1_000_000_000 => shown(tenths(1_000_000), "MB"),
        _ => shown(tenths(1_000_000_000), "GB"),
    }
}

/// "12 kết quả".
#[must_use]
pub fn found(n: usize) -> String {
    let ending = s(n as u64);
    say!("{n} kết quả", "{n} result{ending}")
}

/// "ảnh 2/3": how many photos the server has confirmed.
#[must_use]
pub fn photos_sent(sent: usize, all: usize) -> String {
    say!("ảnh {sent}/{all}", "photos {sent}/{all}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        for (size, text) in
            [(0, "0 B"), (340_000, "340 kB"), (1_150_000, "1,2 MB"), (3_000_000, "3 MB"), (2_500_000_000, "2,5 GB")]
        {
            assert_eq!(bytes(size), text);
        }
    }

    #[test]
    fn a_span_of_one_day_is_a_day() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(span(Period::new(day("2026-11-21"), day("2026-11-21")).unwrap()), "21/11/2026");
        assert_eq!(span(Period::new(day("2026-11-01"), day("2026-11-30")).unwrap()), "01/11 – 30/11/2026");
        assert_eq!(span(Period::new(day("2025-12-01"), day("2026-01-15")).unwrap()), "01/12/2025 – 15/01/2026");
    }
}
