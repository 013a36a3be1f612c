//! Words of the outbox: where everything saved here stands on its way to the server.

use super::{Text, s, say, texts};
use shared::{notebook::Status, verdict::Why};

texts! {
    TITLE: "Hộp gửi", "Outbox";
    LEAD: "Mọi nội dung đã lưu trên máy này và đường đi của nó tới máy chủ.", "Everything saved on this device, and how far it has come.";
    SEND_NOW: "Gửi ngay", "Send now";
    EXPORT: "Xuất tệp dự phòng", "Export a rescue file";
    EXPORT_HINT: "Tệp chứa mọi nội dung chưa gửi. Dùng khi máy hỏng hoặc phải nộp qua USB.", "The file holds everything not sent yet, for a failing device or a USB stick.";
    EMPTY: "Không còn gì chờ gửi", "Nothing waits";
    EMPTY_TEXT: "Máy chủ đã xác nhận nhận đủ mọi nội dung của bạn.", "The server has confirmed everything of yours.";

    KEPT_SECTION: "Giữ lại, cần xử lý", "Set aside, needs someone";
    DROPPED_SECTION: "Đã loại bỏ", "Dropped";
    WAITING_SECTION: "Chờ gửi", "Waiting";
    ON_THE_WAY_SECTION: "Máy chủ đã nhận", "Received by the server";
    PHOTOS_MOBILE_DATA: "Ảnh đang chờ Wi-Fi: máy đang dùng dữ liệu di động. Chữ và số liệu vẫn được gửi; báo cáo nộp sau khi ảnh gửi xong.", "The photos wait for Wi-Fi: this device is on mobile data. Text and figures go all the same; the report is handed in once they are sent.";
    PHOTOS_UNKNOWN_NETWORK: "Ảnh đang chờ vì bạn chọn chỉ gửi qua Wi-Fi, mà trình duyệt không cho biết loại mạng. Khi có Wi-Fi, bấm “Gửi ảnh ngay”; báo cáo nộp sau khi ảnh gửi xong.", "The photos wait because they may go over Wi-Fi only, and the browser does not tell which network this is. On Wi-Fi, press “Send photos now”; the report is handed in once they are sent.";
    SEND_PHOTOS_NOW: "Gửi ảnh ngay", "Send photos now";
    PHOTOS_HINT: "Chữ và số liệu gửi trước, ảnh gửi sau từng tấm.", "Text and figures go first, then the photos one by one.";

    SAVED: "Đã lưu trên máy", "Saved on this device";
    SENDING: "Đang gửi", "Sending";
    NUMBERED: "Đã gửi, chờ xác nhận về", "Sent, confirmation on its way";
    ASIDE: "Giữ lại", "Set aside";
    DROPPED: "Đã loại bỏ", "Dropped";
    BY_SOMEBODY: "người có thẩm quyền", "a manager";

    REPORT: "Báo cáo hoạt động", "Activity report";
    ACTIVITY: "Hoạt động", "Activity";
    PLAN: "Kế hoạch", "Plan";
    RECORD: "Hồ sơ", "Record";
    UNTITLED: "Chưa đặt tên", "Untitled";

    WISH_SUBMIT: "Gửi để duyệt", "Handing in for approval";
    WISH_RETURN: "Trả lại để sửa", "Return";
    WISH_APPROVE: "Duyệt", "Approval";
    WISH_REOPEN: "Mở lại", "Reopening";
    WISH_ISSUE: "Ban hành", "Issue";
    WISH_OTHER: "Đổi trạng thái", "Another state";

    OPEN: "Mở", "Open";
    DISMISS: "Bỏ khỏi hộp gửi", "Take out";
    DISMISS_ASK: "Bỏ nội dung bị giữ lại này?", "Take this out of the outbox?";
    DISMISS_TEXT: "Máy chủ vẫn giữ một bản để người quản lý xem. Trên máy này nội dung sẽ không hiện nữa.", "The server keeps a copy for the manager. It will no longer be shown on this device.";

    DISMISS_DROPPED: "Máy chủ đã loại bỏ nội dung này; bỏ khỏi hộp gửi thì máy này không còn giữ.", "The server has dropped this; once taken out, this device no longer keeps it.";
    DISMISS_ONLY_COPY: "Máy chủ chưa nhận được nội dung này; bản trên máy này là bản duy nhất và sẽ mất hẳn khi bỏ khỏi hộp gửi. Hãy xuất tệp dự phòng trước.", "The server never received this: the copy on this device is the only one and will be gone for good. Export the rescue file first.";

    LAST_OK: "Đồng bộ lần cuối", "Last synchronised";
    NEVER: "chưa lần nào", "never";
    NEXT_TRY: "Lần thử tới", "Next try";
    NO_NETWORK: "Không có mạng. Nội dung được giữ trên máy và tự gửi khi có mạng.", "No network. Everything is kept here and sent when there is one.";
    NOT_OURS: "Mạng đang dùng chặn đường tới máy chủ (thường là Wi-Fi đòi đăng nhập). Đổi mạng hoặc đăng nhập Wi-Fi; nội dung vẫn giữ trên máy.", "This network does not let the app reach its server (often a Wi-Fi that wants a sign-in). Nothing is lost.";
    EXPIRED: "Cần đăng nhập lại để gửi. Nội dung vẫn giữ nguyên trên máy.", "Sign in again to send. Everything is kept here.";
    TOO_OLD: "Bản ứng dụng này đã cũ. Nối mạng và cập nhật; nội dung vẫn giữ nguyên.", "This app is too old. Connect and update it; nothing is lost.";
    BUSY: "Máy chủ đang bận, ứng dụng sẽ tự thử lại.", "The server is busy; the app tries again by itself.";
    STUCK: "Việc gửi gặp trục trặc. Ứng dụng tự thử lại; nội dung vẫn giữ nguyên trên máy.", "Sending met a problem. The app tries again by itself; everything is kept here.";

    UNREADABLE: "Máy chủ không đọc được nội dung này. Xuất tệp dự phòng và báo người quản trị.", "The server could not read this. Export the rescue file and tell the administrator.";
    TWO_CONTENTS: "Máy chủ đã có một nội dung khác mang cùng mã. Báo người quản trị, không xóa dữ liệu trên máy.", "The server has another content under the same id. Tell the administrator; do not erase anything.";
    NOT_YOU: "Nội dung này do người khác ghi. Người đó cần đăng nhập trên máy này để gửi.", "Somebody else wrote this. They must sign in on this device to send it.";
    UNKNOWN_ROOT: "Máy chủ chưa có hồ sơ gốc của nội dung này. Bấm “Gửi ngay”; nếu vẫn vậy, báo người quản lý.", "The server does not know the record yet. Press “Send now”; if it stays so, tell your manager.";
    WRONG_PLACE: "Nội dung gửi nhầm nơi lưu. Người quản lý sẽ xem, rồi tiếp nhận hoặc loại bỏ.", "It was sent to the wrong place. Your manager decides.";
    NO_RIGHT: "Bạn không có quyền ghi vào hồ sơ này. Người quản lý của đơn vị đó sẽ quyết định tiếp nhận hay không.", "You may not write there. The manager of that unit decides.";
    APPROVED: "Báo cáo đã được duyệt nên không sửa được nữa. Đề nghị người quản lý mở lại nếu cần sửa.", "The report is approved and cannot be changed. Ask the manager to reopen it.";
    ISSUED: "Kế hoạch đã ban hành, nội dung không đổi được nữa. Người quản lý lập bản sửa đổi nếu cần.", "The plan is issued and never changes. The manager may draw up an amendment.";
    STATE_MOVED: "Người khác đã đổi trạng thái trong lúc bạn chưa có mạng. Mở báo cáo, xem lại rồi gửi lại.", "Somebody changed the state meanwhile. Open the report, look at it and send again.";
    NO_SUCH_STEP: "Báo cáo không còn ở bước này. Mở báo cáo để xem trạng thái hiện tại.", "The report is past this step. Open it to see its state.";
    NOTE_MISSING: "Bước này cần nêu lý do. Mở và làm lại kèm lý do.", "This step needs a reason. Open it and do it again with one.";
    OWN_CHANGE_MISSING: "Một nội dung ghi trước chưa tới máy chủ. Bấm “Gửi ngay” khi có mạng.", "An earlier save has not arrived. Press “Send now” when there is a network.";
    BASIS_MOVED: "Nội dung đã thay đổi so với lúc bạn quyết định. Mở xem lại rồi quyết định lần nữa.", "It has changed since you decided. Look at it again and decide anew.";
    IN_CONFLICT: "Có chỗ hai nơi ghi khác nhau. Vào “Đối chiếu”, chọn một giá trị rồi gửi lại.", "A field was recorded differently in two places. Settle it, then send again.";
    INCOMPLETE: "Báo cáo còn thiếu hoặc sai số liệu. Mở báo cáo, bấm “Kiểm tra lỗi”, sửa rồi gửi lại.", "Something is missing or wrong. Open the report, press “Check”, put it right and send again.";
    ONLY_ANEW: "Việc này phải làm lại trên nội dung hiện tại. Mở hồ sơ, xem lại rồi làm lại bước đó.", "This has to be done anew on what stands there now. Open it, look at it and do it again.";
    TOO_LARGE: "Nội dung một lần lưu quá lớn. Xuất tệp dự phòng, rút ngắn phần chữ rồi gửi lại.", "One save is too large. Export the rescue file, shorten the text and send again.";
    OTHER: "Máy chủ giữ lại nội dung này. Cập nhật ứng dụng để xem lý do, hoặc hỏi người quản lý.", "The server set this aside. Update the app to see why, or ask your manager.";
}

/// What taking something out of the outbox means, by where it stands.
#[must_use]
pub fn dismissal(status: &Status) -> Text {
    match status {
        // The server never saw what no request can carry.
        Status::Aside(Why::TooLarge) => DISMISS_ONLY_COPY,
        Status::Dropped { .. } => DISMISS_DROPPED,
        _ => DISMISS_TEXT,
    }
}

/// Why the server keeps something aside, and who must do what.
#[must_use]
pub fn why(why: &Why) -> String {
    let text = match why {
        Why::Unreadable | Why::Malformed { .. } => UNREADABLE,
        Why::TwoContents => TWO_CONTENTS,
        Why::NotYou => NOT_YOU,
        Why::UnknownRoot => UNKNOWN_ROOT,
        Why::KindDiffers | Why::WrongHome => WRONG_PLACE,
        Why::NoRight => NO_RIGHT,
        Why::Approved => APPROVED,
        Why::Issued => ISSUED,
        Why::StateMoved { .. } => STATE_MOVED,
        Why::NoSuchStep { .. } => NO_SUCH_STEP,
        Why::NoteMissing => NOTE_MISSING,
        Why::OwnChangeMissing => OWN_CHANGE_MISSING,
        Why::BasisMoved => BASIS_MOVED,
        Why::InConflict => IN_CONFLICT,
        Why::Incomplete { .. } => INCOMPLETE,
        Why::PhotosMissing { missing } => return photos_missing(*missing),
        Why::Dropped { reason, .. } => return dropped("", reason),
        Why::OnlyAnew => ONLY_ANEW,
        Why::TooLarge => TOO_LARGE,
        Why::Other => OTHER,
    };
    super::t(text).to_owned()
}

/// Who dropped it and why; the name is empty when this device does not know it.
#[must_use]
pub fn dropped(by: &str, reason: &str) -> String {
    let by = if by.is_empty() { super::t(BY_SOMEBODY) } else { by };
    say!(
        "Đã loại bỏ, không đưa vào hồ sơ. Người quyết định: {by}. Lý do: “{reason}”. Máy chủ vẫn lưu nội dung này.",
        "Dropped and not taken into the record. Decided by {by}. Reason: “{reason}”. The server keeps the text."
    )
}

fn photos_missing(n: usize) -> String {
    let ending = s(n as u64);
    say!(
        "Còn {n} ảnh chưa tới máy chủ. Chờ ảnh gửi xong rồi người quản lý duyệt lại.",
        "{n} photo{ending} not on the server yet. Wait until they are sent, then approve again."
    )
}

/// "3 mục".
#[must_use]
pub fn fields(n: usize) -> String {
    let ending = s(n as u64);
    say!("Nội dung đã ghi ({n} mục)", "Content ({n} field{ending})")
}

/// "2 ảnh chờ gửi, 480 kB".
#[must_use]
pub fn photos(n: usize, bytes: u64) -> String {
    let (ending, size) = (s(n as u64), super::words::bytes(bytes));
    say!("{n} ảnh chờ gửi, {size}", "{n} photo{ending} waiting, {size}")
}

/// The summary at the top.
#[must_use]
pub fn lead(saves: usize, photos: usize) -> String {
    let (of_saves, of_photos) = (s(saves as u64), s(photos as u64));
    let what = match (saves, photos) {
        (_, 0) => say!("{saves} nội dung", "{saves} item{of_saves}"),
        (0, _) => say!("{photos} ảnh", "{photos} photo{of_photos}"),
        _ => say!("{saves} nội dung và {photos} ảnh", "{saves} item{of_saves} and {photos} photo{of_photos}"),
    };
    say!(
        "{what} chưa được máy chủ xác nhận. Tất cả đã lưu trên máy.",
        "{what} not confirmed yet. All of it is saved here."
    )
}

/// "3/7 nội dung · ảnh 240 kB".
#[must_use]
pub fn progress(done: u64, total: u64, bytes: u64) -> String {
    let items = say!("{done}/{total} nội dung", "{done}/{total} items");
    if bytes == 0 {
        return items;
    }
    let size = super::words::bytes(bytes);
    say!("{items} · ảnh {size}", "{items} · photo {size}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::id::PersonId;

    #[test]
    fn saves_and_photos_are_counted_as_the_sync_badge_counts_them() {
        let begins = |saves, photos, words: &str| assert!(lead(saves, photos).starts_with(words), "{words}");
        begins(2, 1, "2 nội dung và 1 ảnh chưa");
        begins(2, 0, "2 nội dung chưa");
        begins(0, 1, "1 ảnh chưa");
    }

    #[test]
    fn only_what_the_server_keeps_is_said_to_be_kept_there() {
        let dropped = Status::Dropped { by: PersonId::derived(&["m"]), reason: String::new() };
        let texts =
            [Status::Aside(Why::NoRight), dropped, Status::Aside(Why::TooLarge)].map(|status| dismissal(&status).vi);
        assert_eq!(texts, [DISMISS_TEXT, DISMISS_DROPPED, DISMISS_ONLY_COPY].map(|text| text.vi));
    }
}
