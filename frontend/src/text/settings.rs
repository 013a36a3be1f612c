//! Words of the settings.

use super::{s, say, texts, words};

texts! {
    TITLE: "Cài đặt", "Settings";
    LANGUAGE: "Ngôn ngữ", "Language";
    VIETNAMESE: "Tiếng Việt", "Tiếng Việt";
    ENGLISH: "English", "English";
    READING: "Hiển thị", "Display";
    TEXT_SIZE: "Cỡ chữ", "Text size";
    SIZE_1: "A  Vừa", "A  Medium";
    SIZE_2: "A+  To", "A+  Large";
    SIZE_3: "A++  Rất to", "A++  Very large";
    SENDING: "Gửi dữ liệu", "Sending";
    PHOTOS_WAIT: "Chỉ gửi ảnh khi có Wi-Fi", "Send photos only over Wi-Fi";
    PHOTOS_WAIT_HINT: "Chữ và số liệu vẫn gửi qua mọi mạng. Báo cáo được nộp sau khi ảnh của báo cáo gửi xong.", "Text and figures still go over any network. A report is handed in once its photos are sent.";
    PERSON: "Người dùng", "Person";
    NAME: "Họ và tên", "Name";
    POSITION: "Chức vụ", "Position";
    UNIT: "Đơn vị", "Unit";
    AGENCY: "Cơ quan", "Agency";
    ROLE: "Vai trò", "Role";
    OFFICER: "Công chức", "Officer";
    MANAGER: "Người quản lý", "Manager";
    ADMINISTRATOR: "Người quản trị", "Administrator";

    STORAGE: "Bộ nhớ trên máy", "Storage on this device";
    PERSISTENT: "Bảo vệ dữ liệu", "Protection of data";
    PERSISTENT_YES: "Trình duyệt cam kết không tự xóa dữ liệu", "The browser will not erase the data by itself";
    PERSISTENT_NO: "Trình duyệt có thể tự xóa khi máy hết chỗ. Cài ứng dụng ra màn hình chính và gửi sớm khi có mạng.", "The browser may erase it when space runs out. Install the app and send soon.";
    PERSISTENT_UNKNOWN: "Trình duyệt không cho biết", "The browser does not say";
    USED: "Đã dùng", "Used";
    UNSENT: "Chưa gửi", "Not sent";
    DEVICE: "Thiết bị", "Device";
    DEVICE_ID: "Mã thiết bị", "Device id";
    CATALOGUE: "Danh mục", "Lists";
    VERSION: "Phiên bản", "Version";

    SIGN_OUT: "Đăng xuất", "Sign out";
    SIGN_OUT_HINT: "Đăng xuất cần mạng lúc đăng nhập lại. Chỉ đăng xuất khi đã gửi hết.", "Signing in again needs a network. Sign out only when everything is sent.";
    REFUSED: "Chưa đăng xuất được.", "Not signed out.";
    TO_OUTBOX: "Mở hộp gửi", "Open the outbox";
}

/// Why one cannot sign out yet, and what to do.
#[must_use]
pub fn unsent(saves: usize, photos: usize) -> String {
    let (of_saves, of_photos) = (s(saves as u64), s(photos as u64));
    match (saves, photos) {
        (0, _) => say!(
            "Còn {photos} ảnh chưa gửi. Nối mạng, chờ gửi xong rồi đăng xuất; không có gì bị mất.",
            "{photos} photo{of_photos} not sent yet. Connect, wait until they are sent, then sign out; nothing is lost."
        ),
        (_, 0) => say!(
            "Còn {saves} nội dung chưa gửi. Nối mạng, chờ gửi xong rồi đăng xuất; không có gì bị mất.",
            "{saves} save{of_saves} not sent yet. Connect, wait until they are sent, then sign out; nothing is lost."
        ),
        _ => say!(
            "Còn {saves} nội dung và {photos} ảnh chưa gửi. Nối mạng, chờ gửi xong rồi đăng xuất; không có gì bị mất.",
            "{saves} save{of_saves} and {photos} photo{of_photos} not sent yet. Connect, wait, then sign out; nothing is lost."
        ),
    }
}

/// Why one cannot sign out while photos wait for Wi-Fi, and what to do.
#[must_use]
pub fn photos_held(photos: usize) -> String {
    let ending = s(photos as u64);
    say!(
        "Còn {photos} ảnh đang chờ Wi-Fi. Mở hộp gửi, bấm “Gửi ảnh ngay”, chờ gửi xong rồi đăng xuất; không có gì bị mất.",
        "{photos} photo{ending} still waiting for Wi-Fi. Open the outbox, press “Send photos now”, wait until all is sent, then sign out; nothing is lost."
    )
}

/// "4,2 MB trong 1,8 GB".
#[must_use]
pub fn used(used: u64, quota: u64) -> String {
    let (used, quota) = (words::bytes(used), words::bytes(quota));
    say!("{used} trong {quota} dành cho ứng dụng", "{used} of {quota} given to the app")
}

/// "3 nội dung, 2 ảnh".
#[must_use]
pub fn not_sent(saves: usize, photos: usize) -> String {
    let (of_saves, of_photos) = (s(saves as u64), s(photos as u64));
    if saves == 0 && photos == 0 {
        return say!("Không có", "Nothing");
    }
    say!("{saves} nội dung, {photos} ảnh", "{saves} save{of_saves}, {photos} photo{of_photos}")
}
