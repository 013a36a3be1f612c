//! What a person is told when the server could not be asked, or said no.

use super::{Text, texts};
use crate::state::ApiError;

texts! {
    NO_ANSWER: "Chưa kết nối được với máy chủ. Việc đã lưu trên máy vẫn còn nguyên. Hãy thử lại khi có mạng.", "The server does not answer. What is saved on this device is safe. Try again when there is a network.";
    NOT_OURS: "Mạng này đang hiện một trang khác thay cho máy chủ Lan Tỏa. Việc đã lưu trên máy vẫn còn nguyên. Hãy mở trình duyệt để đăng nhập mạng Wi-Fi, hoặc dùng mạng khác.", "This network shows another page instead of the server. What is saved on this device is safe. Sign in to the Wi-Fi in a browser, or use another network.";
    BUSY: "Máy chủ đang bận. Việc đã lưu trên máy vẫn còn nguyên. Hãy đợi một lát rồi thử lại.", "The server is busy. What is saved on this device is safe. Wait a moment and try again.";
    SIGNED_OUT: "Phiên đăng nhập đã hết hạn. Việc đã lưu trên máy vẫn còn nguyên. Hãy đăng nhập lại để tiếp tục.", "The session is over. What is saved on this device is safe. Sign in again to go on.";
    TOO_OLD: "Ứng dụng trên máy này đã cũ so với máy chủ. Việc đã lưu trên máy vẫn còn nguyên. Hãy đóng ứng dụng rồi mở lại khi có mạng để cập nhật.", "This app is older than the server. What is saved on this device is safe. Close it and open it again with a network to update.";
    NO_RIGHT: "Tài khoản này không có quyền làm việc đó. Hãy hỏi người quản lý của đơn vị.", "This account may not do that. Ask the unit's manager.";
    GONE: "Mục này không còn trên máy chủ. Có thể người khác đã xử lý.", "This is no longer on the server. Somebody else may have dealt with it.";
    REFUSED: "Máy chủ không nhận yêu cầu này. Việc đã lưu trên máy vẫn còn nguyên. Hãy thử lại; nếu vẫn vậy, báo cho người quản trị.", "The server did not accept this. What is saved on this device is safe. Try again; if it stays so, tell the administrator.";
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
        ApiError::Refused { status: 403, .. } => NO_RIGHT,
        ApiError::Refused { status: 404 | 410, .. } => GONE,
        ApiError::Refused { .. } => REFUSED,
    }
}
