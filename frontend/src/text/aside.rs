//! Words of the screen for changes that the server keeps aside, and of why it does. Nothing but words.

use super::{s, say, t, texts};
use shared::{plan, verdict::Why};
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
    REOPEN_FIRST: "Đến báo cáo để mở lại", "Go and reopen the report";

    WAS_UNREADABLE: "Máy chủ không đọc được nội dung này.", "The server could not read this.";
    WAS_TWO_CONTENTS: "Mã của nội dung này đã thuộc về một nội dung khác.", "Its id belongs to another content.";
    WAS_NOT_YOU: "Nội dung này do người khác ghi, không phải người gửi.", "Somebody else wrote this, not who sent it.";
    WAS_UNKNOWN_ROOT: "Khi nội dung đến, máy chủ chưa có hồ sơ gốc.", "When it arrived, the server did not have its record.";
    WAS_WRONG_PLACE: "Nội dung gửi nhầm nơi lưu.", "It was sent to the wrong place.";
    WAS_NO_RIGHT: "Người gửi không có quyền ghi vào hồ sơ này.", "Who sent it may not write there.";
    WAS_APPROVED: "Nội dung đến sau khi hồ sơ đã được duyệt.", "It arrived after the record was approved.";
    WAS_ISSUED: "Nội dung đến sau khi kế hoạch đã ban hành.", "It arrived after the plan was issued.";
    WAS_STATE_MOVED: "Trạng thái hồ sơ đã thay đổi trước khi bước này đến.", "The state had changed before this step arrived.";
    WAS_NO_SUCH_STEP: "Hồ sơ đã qua bước này.", "The record was past this step.";
    WAS_NOTE_MISSING: "Bước này thiếu lý do.", "This step came without a reason.";
    WAS_OWN_CHANGE_MISSING: "Một nội dung ghi trước của người gửi chưa tới máy chủ.", "An earlier save of the sender had not arrived.";
    WAS_BASIS_MOVED: "Hồ sơ đã thay đổi so với lúc người gửi quyết định.", "The record had changed since the sender decided.";
    WAS_IN_CONFLICT: "Hồ sơ có chỗ hai nơi ghi khác nhau.", "A field was recorded differently in two places.";
    WAS_INCOMPLETE: "Báo cáo còn thiếu hoặc sai số liệu.", "Something in the report was missing or wrong.";
    WAS_OTHER: "Máy chủ giữ lại vì lý do mà phiên bản này chưa biết. Hãy cập nhật ứng dụng để xem lý do.", "The server set it aside for a reason that this version does not know. Update the app to see it.";

    NOW_POSSIBLE: "Nếu nội dung đúng, có thể tiếp nhận vào hồ sơ; nếu không, loại bỏ kèm lý do.", "If it is right, adopt it; if not, drop it with a reason.";
    NOW_OPEN: "Báo cáo không còn ở trạng thái đã duyệt: có thể tiếp nhận, rồi duyệt lại.", "The report is no longer approved: adopt it now, then approve again.";
    FIRST_REOPEN: "Báo cáo đang ở trạng thái đã duyệt: mở lại báo cáo kèm lý do, rồi quay lại đây để tiếp nhận.", "The report is approved: reopen it with a reason, then come back and adopt this.";
    NEVER_APPROVED: "Kế hoạch đã duyệt không nhận thêm nội dung nên không tiếp nhận được: sau khi ban hành, lập bản sửa đổi nếu cần, rồi loại bỏ nội dung này kèm lý do.", "An approved plan takes nothing more in: draw up an amendment after it is issued if needed, and drop this with a reason.";
    NEVER_ISSUED: "Kế hoạch đã ban hành không đổi được nữa nên không tiếp nhận được: lập bản sửa đổi nếu cần, rồi loại bỏ nội dung này kèm lý do.", "An issued plan never changes: draw up an amendment if needed, and drop this with a reason.";
    NEVER_STEP: "Một bước bị giữ lại không tiếp nhận thay được: mở hồ sơ, xem nội dung hiện tại và thực hiện lại bước đó nếu đúng, rồi loại bỏ mục này kèm lý do.", "A refused step is never adopted: open the record, look at it and take the step anew if it is right, then drop this with a reason.";
    NEVER_UNREADABLE: "Không tiếp nhận được. Hãy báo người quản trị; nội dung vẫn được lưu.", "It cannot be adopted. Tell the administrator; the text is kept.";
    NEVER_AGAIN: "Không tiếp nhận được: đề nghị người ghi nhập lại vào đúng hồ sơ bằng tài khoản của mình, rồi loại bỏ mục này kèm lý do.", "It cannot be adopted: ask whoever wrote it to enter it anew in the right record under their own name, then drop this with a reason.";
    NOT_YET: "Chưa tiếp nhận được: chờ máy của người ghi gửi hồ sơ gốc lên máy chủ.", "It cannot be adopted yet: wait until the writer's device has sent the record.";
    NOT_YOURS: "Bạn không có quyền ghi vào hồ sơ này nên không tiếp nhận được. Người quản lý của đơn vị lưu hồ sơ sẽ quyết định.", "You may not write there, so you cannot adopt it. The manager of the record's unit decides.";
}

/// What has happened, for whoever decides about it.
#[must_use]
pub fn happened(why: &Why) -> String {
    let text = match why {
        Why::Unreadable | Why::Malformed { .. } => WAS_UNREADABLE,
        Why::TwoContents => WAS_TWO_CONTENTS,
        Why::NotYou => WAS_NOT_YOU,
        Why::UnknownRoot => WAS_UNKNOWN_ROOT,
        Why::KindDiffers | Why::WrongHome => WAS_WRONG_PLACE,
        Why::NoRight => WAS_NO_RIGHT,
        Why::Approved => WAS_APPROVED,
        Why::Issued => WAS_ISSUED,
        Why::StateMoved { .. } => WAS_STATE_MOVED,
        Why::NoSuchStep { .. } => WAS_NO_SUCH_STEP,
        Why::NoteMissing => WAS_NOTE_MISSING,
        Why::OwnChangeMissing => WAS_OWN_CHANGE_MISSING,
        Why::BasisMoved => WAS_BASIS_MOVED,
        Why::InConflict => WAS_IN_CONFLICT,
        Why::Incomplete { .. } => WAS_INCOMPLETE,
        Why::PhotosMissing { missing } => return photos_missing(*missing),
        Why::OnlyAnew | Why::TooLarge | Why::Dropped { .. } | Why::Other => WAS_OTHER,
    };
    t(text).to_owned()
}

fn photos_missing(n: usize) -> String {
    let ending = s(n as u64);
    say!("Còn {n} ảnh chưa tới máy chủ.", "{n} photo{ending} had not arrived.")
}

/// What whoever decides can do about it: `obstacle` is what stands in the way of taking it in now.
#[must_use]
pub fn to_do(why: &Why, obstacle: Option<&Why>, kind: &str) -> &'static str {
    t(match obstacle {
        None if *why == Why::Approved => NOW_OPEN,
        None => NOW_POSSIBLE,
        Some(Why::Approved) if kind == plan::KIND => NEVER_APPROVED,
        Some(Why::Approved) => FIRST_REOPEN,
        Some(Why::Issued) => NEVER_ISSUED,
        Some(Why::OnlyAnew) => NEVER_STEP,
        Some(Why::TwoContents | Why::NotYou | Why::KindDiffers | Why::WrongHome) => NEVER_AGAIN,
        Some(Why::UnknownRoot) => NOT_YET,
        Some(Why::NoRight) => NOT_YOURS,
        Some(_) => NEVER_UNREADABLE,
    })
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
