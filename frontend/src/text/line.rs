//! Why a request came to nothing: what happened, that nothing is lost, what to do.

use super::{Text, texts};
use crate::state::ApiError;
use shared::problem::Problem;

texts! {
    NO_ANSWER: "Không kết nối được tới máy chủ. Nội dung trên máy vẫn nguyên vẹn; thử lại khi có mạng.", "The server cannot be reached. Everything on this device is safe; try again when there is a network.";
    NOT_OURS: "Mạng đang dùng chặn đường tới máy chủ (thường là Wi-Fi đòi đăng nhập). Nội dung trên máy vẫn nguyên vẹn; đổi mạng rồi thử lại.", "This network does not let the app reach its server. Everything here is safe; change the network and try again.";
    BUSY: "Máy chủ đang bận. Nội dung trên máy vẫn nguyên vẹn; thử lại sau ít phút.", "The server is busy. Everything here is safe; try again in a few minutes.";
    SIGNED_OUT: "Phiên đăng nhập đã hết hạn. Nội dung trên máy vẫn nguyên vẹn; đăng nhập lại để tiếp tục.", "Your session has expired. Everything here is safe; sign in again to go on.";
    TOO_OLD: "Bản ứng dụng này đã cũ. Nội dung trên máy vẫn nguyên vẹn; cập nhật ứng dụng rồi thử lại.", "This app is too old. Everything here is safe; update it and try again.";
    REFUSED: "Máy chủ không nhận yêu cầu này. Nội dung trên máy vẫn nguyên vẹn; tải lại trang và thử lần nữa, nếu vẫn vậy hãy báo người quản trị.", "The server refused this request. Everything here is safe; reload and try again, or tell the administrator.";
    NO_ROOM_PERSON: "Ảnh chưa gắn với báo cáo nào đã quá nhiều. Ảnh vẫn giữ trên máy; hãy báo người quản trị.", "Too many photos belong to no report yet. The photos stay on this device; tell the administrator.";
    NO_ROOM_DISK: "Máy chủ sắp hết chỗ chứa ảnh. Ảnh vẫn giữ trên máy và sẽ tự gửi lại; hãy báo người quản trị.", "The server is running out of room for photos. They stay on this device and are sent again by themselves; tell the administrator.";
}

/// The words for a refused request.
fn refused(problem: &Problem) -> Text {
    if problem.code != "no_room" {
        return REFUSED;
    }
    let is_persons = problem.details.get("whose").and_then(|whose| whose.as_text()) == Some("person");
    if is_persons { NO_ROOM_PERSON } else { NO_ROOM_DISK }
}

/// The words for a request that came to nothing.
#[must_use]
pub fn words(error: &ApiError) -> Text {
    match error {
        ApiError::NoAnswer => NO_ANSWER,
        ApiError::NotOurs => NOT_OURS,
        ApiError::Busy { .. } => BUSY,
        ApiError::SignedOut => SIGNED_OUT,
        ApiError::TooOld => TOO_OLD,
        ApiError::Refused { problem, .. } => refused(problem),
    }
}
