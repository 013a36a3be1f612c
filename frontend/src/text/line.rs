//! Why a request came to nothing: what happened, that nothing is lost, what to do.

use super::{Text, texts};
use crate::state::ApiError;

texts! {
    NO_ANSWER: "Không kết nối được tới máy chủ. Nội dung trên máy vẫn nguyên vẹn; thử lại khi có mạng.", "The server cannot be reached. Everything on this device is safe; try again when there is a network.";
    NOT_OURS: "Mạng đang dùng chặn đường tới máy chủ (thường là Wi-Fi đòi đăng nhập). Nội dung trên máy vẫn nguyên vẹn; đổi mạng rồi thử lại.", "This network does not let the app reach its server. Everything here is safe; change the network and try again.";
    BUSY: "Máy chủ đang bận. Nội dung trên máy vẫn nguyên vẹn; thử lại sau ít phút.", "The server is busy. Everything here is safe; try again in a few minutes.";
    SIGNED_OUT: "Phiên đăng nhập đã hết hạn. Nội dung trên máy vẫn nguyên vẹn; đăng nhập lại để tiếp tục.", "Your session has expired. Everything here is safe; sign in again to go on.";
    TOO_OLD: "Bản ứng dụng này đã cũ. Nội dung trên máy vẫn nguyên vẹn; cập nhật ứng dụng rồi thử lại.", "This app is too old. Everything here is safe; update it and try again.";
    REFUSED: "Máy chủ không nhận yêu cầu này. Nội dung trên máy vẫn nguyên vẹn; tải lại trang và thử lần nữa, nếu vẫn vậy hãy báo người quản trị.", "The server refused this request. Everything here is safe; reload and try again, or tell the administrator.";
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
        ApiError::Refused { .. } => REFUSED,
    }
}
