//! Words of the frame around every screen: navigation, sync badge, bars, and what is not found.

use super::{s, say, texts, words};
use crate::state::ClockWrong;

texts! {
    NAV: "Các phần của ứng dụng", "Parts of the app";
    SKIP: "Tới nội dung", "Skip to content";
    WORK: "Việc của tôi", "My work";
    PLANS: "Kế hoạch", "Plans";
    OUTBOX: "Hộp gửi", "Outbox";
    CONFLICTS: "Đối chiếu", "To settle";
    OVERVIEW: "Tổng hợp", "Overview";
    REVIEW: "Duyệt", "Review";
    ASIDE: "Giữ lại", "Set aside";
    MORE: "Thêm", "More";
    SETTINGS: "Cài đặt", "Settings";
    COUNT_WAITING: "đang chờ", "waiting";
    COUNT_CONFLICTS: "chỗ cần đối chiếu", "to settle";

    SYNC_OK: "Đã gửi hết", "All sent";
    SYNC_OK_LONG: "Máy chủ đã xác nhận mọi nội dung của bạn.", "The server has confirmed everything of yours.";
    SYNC_RECEIVING: "Đang nhận", "Receiving";
    SYNC_WORKING: "Đang gửi", "Sending";
    SYNC_ATTENTION: "Cần xử lý", "Needs you";
    SYNC_ATTENTION_LONG: "Có nội dung cần bạn xem lại. Mở hộp gửi.", "Something needs your attention. Open the outbox.";

    NO_NETWORK_NOTHING: "Không có mạng. Bạn vẫn làm việc bình thường; mọi nội dung được lưu trên máy.", "No network. You can work as usual; everything is saved on this device.";
    EXPIRED: "Phiên đăng nhập đã hết hạn. Bạn vẫn làm việc bình thường, dữ liệu trên máy còn nguyên; đăng nhập lại để gửi.", "Your session has expired. You can work as usual and everything is safe; sign in again to send.";
    SIGN_IN_AGAIN: "Đăng nhập lại", "Sign in again";
    UPDATE: "Có bản mới của Lan Tỏa. Cập nhật mất vài giây, dữ liệu trên máy giữ nguyên.", "A new version of Lan Tỏa is ready. Updating takes seconds; your data stays.";
    UPDATE_NOW: "Cập nhật", "Update";
    UPDATE_LATER: "Để sau", "Later";

    OPENING: "Đang mở", "Opening";
    NOT_LOADED: "Chưa mở được màn hình này", "This screen could not be opened";
    NOT_LOADED_CURE: "Một phần của ứng dụng chưa tải về máy. Những gì đã lưu trên máy vẫn còn nguyên. Hãy nối mạng rồi bấm Thử lại.", "A part of the app has not come to this device yet. Everything saved here is safe. Connect and try again.";
    TRY_AGAIN: "Thử lại", "Try again";
    CLOCK_WRONG: "Ngày giờ của máy bị sai.", "This device's clock is wrong.";
    CLOCK_CURE: "Nội dung đã lưu vẫn an toàn, nhưng ngày ghi sẵn có thể sai. Mở phần Cài đặt của máy, mục Ngày và giờ, bật đặt tự động (múi giờ GMT+7), hoặc chỉnh tay cho đúng.", "What is saved is safe, but days filled in for you may be wrong. Open the device's own settings, Date and time, and turn on automatic setting (time zone GMT+7), or set it by hand.";
    CLOCK_DAY: "Kiểm tra lại ngày tổ chức dưới đây.", "Check the day below.";
    LEAVE_ASK: "Nội dung vừa nhập chưa lưu được trên máy", "What you typed is not saved on this device yet";
    LEAVE_WHY: "Nội dung còn nằm trong cửa sổ này và ứng dụng vẫn đang thử lưu, nhưng sẽ mất nếu cửa sổ bị đóng. Nên ở lại, xóa bớt tệp trong máy và chờ dòng “Đã lưu trên máy”.", "It is kept in this window and the app is still trying to save it, but it is lost if the window closes. Better stay, delete some files and wait for “Saved on this device”.";
    LEAVE: "Vẫn rời đi", "Leave anyway";
    STAY: "Ở lại", "Stay";
    STORE_FULL: "Máy hết chỗ lưu, chưa mở được sổ của bạn", "This device is full; your notebook could not be opened";
    STORE_FULL_CURE: "Nội dung đã lưu vẫn còn trên máy. Xóa bớt tệp trong máy rồi bấm Thử lại.", "What you saved is still on this device. Delete some files, then press Try again.";
    STORE_NEWER: "Sổ trên máy này thuộc bản Lan Tỏa mới hơn", "The notebook on this device belongs to a newer version";
    STORE_NEWER_CURE: "Nội dung đã lưu vẫn còn trên máy. Nối mạng, đóng mọi cửa sổ Lan Tỏa rồi mở lại để dùng bản mới.", "What you saved is still on this device. Connect, close every window of Lan Tỏa and open it again to get the new version.";
    STORE_CLOSED: "Chưa mở được sổ của bạn trên máy này", "Your notebook on this device could not be opened";
    STORE_CLOSED_CURE: "Nội dung đã lưu vẫn còn trên máy. Bấm Thử lại; nếu chưa được, xóa bớt tệp trong máy, tắt hẳn trình duyệt rồi mở lại. Trong cửa sổ riêng tư, ứng dụng không lưu được.", "What you saved is still on this device. Press Try again; if that fails, delete some files, close the browser and open it again. A private window cannot keep anything.";
    NOT_FOUND: "Không có trang này", "There is no such page";
    NOT_FOUND_CURE: "Địa chỉ có thể đã thay đổi. Dữ liệu trên máy không bị ảnh hưởng.", "The address may have changed. Nothing on this device is affected.";
    TO_WORK: "Về Việc của tôi", "To my work";
}

/// What waits on this device and is somebody else's: who must sign in for it to be sent.
#[must_use]
pub fn unsent_of(name: &str, n: usize) -> String {
    let ending = s(n as u64);
    say!(
        "Trên máy này còn {n} nội dung chưa gửi của {name}; người đó cần đăng nhập để gửi.",
        "{n} item{ending} of {name} on this device not sent yet; {name} has to sign in to send."
    )
}

/// How wrong the device's clock is, that the work is safe, what to do.
#[must_use]
pub fn clock_wrong(wrong: ClockWrong) -> String {
    const HOUR_MS: u64 = 3_600_000;
    let hours = wrong.behind_ms.unsigned_abs() / HOUR_MS;
    let (days, is_behind, cure) = (hours / 24, wrong.behind_ms > 0, super::t(CLOCK_CURE));
    let (hours_ending, days_ending) = (s(hours), s(days));
    let so_much = match days {
        0 | 1 => say!("{hours} giờ", "{hours} hour{hours_ending}"),
        _ => say!("{days} ngày", "{days} day{days_ending}"),
    };
    match (is_behind, wrong.at_least) {
        (true, true) => say!(
            "Máy chậm ít nhất {so_much} so với lần đồng bộ trước. {cure}",
            "It is at least {so_much} behind the last synchronisation. {cure}"
        ),
        (true, false) => say!("Máy chậm khoảng {so_much}. {cure}", "It is about {so_much} behind. {cure}"),
        (false, _) => say!("Máy nhanh khoảng {so_much}. {cure}", "It is about {so_much} ahead. {cure}"),
    }
}

/// "Chờ gửi 3".
#[must_use]
pub fn waiting(n: usize) -> String {
    say!("Chờ gửi {n}", "To send {n}")
}

/// The sentence behind the badge while something waits.
#[must_use]
pub fn waiting_long(n: usize) -> String {
    let ending = s(n as u64);
    say!(
        "{n} nội dung đã lưu trên máy, sẽ tự gửi khi có mạng.",
        "{n} item{ending} saved on this device, sent as soon as there is a network."
    )
}

/// What works without a network, and what will happen by itself.
#[must_use]
pub fn no_network(reports: usize, others: usize) -> String {
    if reports == 0 && others == 0 {
        return super::t(NO_NETWORK_NOTHING).to_owned();
    }
    if reports == 0 {
        let ending = s(others as u64);
        return say!(
            "Không có mạng. Bạn vẫn làm việc bình thường, {others} nội dung sẽ tự gửi khi có mạng.",
            "No network. You can work as usual; {others} item{ending} will be sent when there is one."
        );
    }
    let ending = s(reports as u64);
    say!(
        "Không có mạng. Bạn vẫn làm việc bình thường, {reports} báo cáo sẽ tự gửi khi có mạng.",
        "No network. You can work as usual; {reports} report{ending} will be sent when there is one."
    )
}

/// "Đang gửi 2/5".
#[must_use]
pub fn working(done: usize, total: usize) -> String {
    if total == 0 {
        return super::t(SYNC_RECEIVING).to_owned();
    }
    say!("Đang gửi {done}/{total}", "Sending {done}/{total}")
}

/// The name of a screen in the window's title.
#[must_use]
pub fn window_title(page: &str) -> String {
    format!("{page} · {}", words::BRAND.vi)
}
