//! Words of the screen for changes that the server keeps aside, and of why it does. Nothing but words.

use super::{say, texts};
use std::fmt::Display;

texts! {
    TITLE: "Nội dung giữ lại", "Kept aside";
    LEAD: "Máy chủ giữ nguyên các nội dung này nhưng chưa nhập vào hồ sơ. Hãy đọc, rồi tiếp nhận hoặc loại bỏ kèm lý do.", "The server keeps these but has not taken them in. Read them, then adopt or drop them with a reason.";
    ONLINE_ONLY: "Danh sách này hỏi trực tiếp máy chủ, chỉ xem được khi có mạng.", "This list is asked of the server, only while online.";
    LOADING: "Đang hỏi máy chủ", "Asking the server";
    AGAIN: "Hỏi lại", "Ask again";
    NOT_REACHED: "Chưa hỏi được máy chủ", "The server could not be asked";
    NONE: "Không có nội dung nào bị giữ lại", "Nothing is kept aside";
    NONE_TEXT: "Không còn nội dung nào chờ quyết định.", "Nothing waits for a decision.";
    UNREADABLE: "Nội dung không đọc được bằng phiên bản này.", "It cannot be read by this version.";
    ADOPT: "Tiếp nhận", "Adopt";
    DROP: "Loại bỏ", "Drop";
    DROP_TITLE: "Loại bỏ nội dung giữ lại", "Drop what is kept aside";
    DROP_REASON: "Lý do loại bỏ", "Reason";
    DROP_HINT: "Lý do được lưu lại cùng nội dung, để người ghi biết.", "The reason is kept with it, for the one who wrote it.";
    DROP_MISSING: "Hãy ghi lý do.", "Give a reason.";
    DROP_CONFIRM: "Loại bỏ nội dung này", "Drop it";
    ADOPTED: "Đã tiếp nhận vào hồ sơ.", "Adopted.";
    DROPPED: "Đã loại bỏ, lý do được lưu lại.", "Dropped; the reason is kept.";
    OPEN_RECORD: "Mở hồ sơ", "Open the record";
}

/// who · unit
#[must_use]
pub fn from_who(who: impl Display, unit: impl Display) -> String {
    format!("{who} · {unit}")
}

/// arrived at time
#[must_use]
pub fn arrived(time: impl Display) -> String {
    say!("máy chủ nhận lúc {time}", "arrived at {time}",)
}

/// Wishes the state: state
#[must_use]
pub fn wish(state: impl Display) -> String {
    say!("Đề nghị chuyển sang: {state}", "Wishes the state: {state}",)
}
