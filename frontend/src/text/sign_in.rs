//! Words of the sign-in screen.

use super::{say, texts};

texts! {
    TITLE: "Đăng nhập", "Sign in";
    PROMISE: "Báo cáo truyền thông giảm nghèo ngay tại thôn, bản, không cần mạng", "Reports on communication for poverty reduction, from the village, without a network";
    ONCE: "Chỉ cần mạng cho lần đăng nhập đầu tiên trên máy này. Sau đó ứng dụng mở và làm việc không cần mạng.", "A network is needed for the first sign-in on this device only. Afterwards the app opens and works without one.";
    LOGIN: "Tên đăng nhập", "Login";
    PASSWORD: "Mật khẩu", "Password";
    SHOW_PASSWORD: "Hiện mật khẩu", "Show the password";
    SIGN_IN: "Đăng nhập", "Sign in";
    FORGOTTEN: "Quên mật khẩu: liên hệ người quản trị của đơn vị.", "Forgotten password: ask your unit's administrator.";
    LOGIN_MISSING: "Nhập tên đăng nhập do đơn vị cấp.", "Enter the login that your unit gave you.";
    PASSWORD_MISSING: "Nhập mật khẩu.", "Enter the password.";
    WHO: "Tên đăng nhập đã dùng trên máy này", "Logins used on this device";
    FORGET_LOGIN: "Không nhắc tên này nữa", "Do not offer this login";
    SAME_PERSON: "Dữ liệu chưa gửi trên máy được giữ riêng cho từng người và không mất khi người khác đăng nhập.", "What waits to be sent is kept for each person apart and is not lost when somebody else signs in.";

    REFUSED_TITLE: "Chưa đăng nhập được.", "Not signed in.";
    REFUSED: "Tên đăng nhập hoặc mật khẩu không đúng. Kiểm tra bộ gõ tiếng Việt và phím chữ hoa rồi nhập lại.", "Login or password is wrong. Check the input method and the capitals key, then try again.";
    NO_NETWORK: "Không kết nối được tới máy chủ. Đăng nhập lần đầu cần có mạng: bật Wi-Fi hoặc dữ liệu di động rồi thử lại.", "The server cannot be reached. The first sign-in needs a network: turn on Wi-Fi or mobile data and try again.";
    NOT_OUR_SERVER: "Mạng Wi-Fi này đòi đăng nhập trước. Mở trình duyệt, vào một trang bất kỳ để đăng nhập Wi-Fi, hoặc dùng dữ liệu di động, rồi thử lại.", "This Wi-Fi wants you to sign in to it first. Open any page in the browser to do so, or use mobile data, then try again.";
    STORE: "Máy không mở được bộ nhớ của ứng dụng. Kiểm tra dung lượng còn trống rồi khởi động lại máy.", "This device cannot open the app's storage. Check the free space and restart the device.";
    OTHER: "Máy chủ không nhận yêu cầu. Thử lại sau ít phút; nếu vẫn vậy, báo người quản trị mã sau:", "The server did not accept the request. Try again in a few minutes; if it stays so, tell the administrator this code:";
}

/// Too many tries: how long to wait.
#[must_use]
pub fn too_many(seconds: u64) -> String {
    let minutes = seconds.div_ceil(60).max(1);
    say!(
        "Đã nhập sai nhiều lần. Chờ khoảng {minutes} phút rồi thử lại, hoặc liên hệ người quản trị để được cấp mật khẩu mới.",
        "Too many wrong tries. Wait about {minutes} min and try again, or ask the administrator for a new password."
    )
}

/// The server's code, at the end of a sentence.
#[must_use]
pub fn other(code: &str) -> String {
    format!("{} {code}", super::t(OTHER))
}
