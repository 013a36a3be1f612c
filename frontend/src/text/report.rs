//! Words of the report form.

use super::{Text, s, say, texts};
use shared::money::dotted;

texts! {
    TITLE: "Báo cáo hoạt động", "Activity report";
    BACK: "Hoạt động", "Activity";
    NOT_HERE: "Không thấy báo cáo này trên máy", "This report is not on this device";
    NOT_HERE_CURE: "Có thể báo cáo chưa được tải về. Dữ liệu khác trên máy vẫn nguyên vẹn.", "It may not have arrived yet. Everything else on this device is safe.";
    ELSEWHERE: "Báo cáo này đang mở ở một thẻ khác trên máy này, nên ở đây chỉ xem được. Đóng thẻ kia để viết tiếp tại đây.", "This report is open in another tab on this device; here it can only be read. Close the other tab to write here.";
    OPENED_AGAIN: "Đã mở lại báo cáo đang viết dở.", "The report that you were writing is open again.";
    TRY_HERE: "Viết tiếp tại đây", "Write here";

    SECTIONS: "Các mục của báo cáo", "Sections of the report";
    SECTION_EMPTY: "chưa ghi", "not written";
    SECTION_DONE: "đã ghi", "written";
    SECTION_WRONG: "cần sửa", "to put right";

    WHEN_WHERE: "Thời gian, địa điểm", "When and where";
    DATE: "Ngày tổ chức", "Day";
    TIME_FROM: "Từ giờ", "From";
    TIME_TO: "Đến giờ", "Until";
    TIME_HINT: "Ví dụ 8h30", "For example 8:30";
    TIME_HINT_TO: "Ví dụ 10h", "For example 10:00";
    VILLAGE: "Thôn, bản, tổ dân phố", "Village";
    VILLAGE_PROMPT: "Chọn nơi tổ chức", "Choose the place";
    WHERE: "Địa điểm", "Place";
    PLACE: "Địa điểm cụ thể", "Exact place";
    PLACE_HINT: "Ví dụ: nhà văn hóa thôn", "For example: the village's culture house";

    ATTENDANCE: "Người tham dự", "Attendance";
    HOUSEHOLDS: "Số hộ tham gia theo loại hộ", "Households by class";
    HOUSEHOLDS_SUM: "Tổng số hộ", "Households in all";
    PEOPLE: "Số người tham dự", "People";
    PEOPLE_GROUP: "Số người", "People";
    WOMEN_SHORT: "Số nữ", "Women";
    ETHNIC_MINORITY_SHORT: "Số người dân tộc thiểu số", "Ethnic-minority people";
    WOMEN: "Trong đó: nữ", "Women among them";
    ETHNIC_MINORITY: "Trong đó: người dân tộc thiểu số", "Ethnic-minority people among them";

    HANDOUTS: "Tài liệu, ấn phẩm đã phát", "Materials handed out";
    HANDOUTS_HINT: "Mỗi loại và mỗi ngôn ngữ ghi một dòng.", "One line for each kind and language.";
    ADD_HANDOUT: "Thêm tài liệu", "Add a material";
    MATERIAL: "Loại tài liệu", "Material";
    MATERIAL_PROMPT: "Chọn loại tài liệu", "Choose a material";
    LANGUAGE: "Ngôn ngữ", "Language";
    LANGUAGE_PROMPT: "Chọn ngôn ngữ", "Choose a language";
    QUANTITY: "Số lượng", "Quantity";
    REMOVE_HANDOUT: "Bỏ dòng này", "Take this line out";
    HANDOUT_REMOVED: "Đã bỏ một dòng tài liệu", "One line taken out";

    MONEY_AND_WORK: "Khối lượng và kinh phí", "Amount and cost";
    DONE: "Khối lượng thực hiện", "Amount done";
    DONE_HINT: "Để trống nếu báo cáo này tính là một lần thực hiện.", "Leave empty if this report counts as one.";
    COST: "Kinh phí đã chi", "Money spent";

    OUTCOME: "Kết quả và kiến nghị", "Result and proposals";
    RESULT: "Kết quả", "Result";
    RESULT_HINT: "Người dân quan tâm điều gì, hỏi gì, hưởng ứng ra sao.", "What people cared about, asked, and how they responded.";
    DIFFICULTIES: "Khó khăn, vướng mắc", "Difficulties";
    CAUSES: "Nguyên nhân", "Causes";
    PROPOSALS: "Đề xuất, kiến nghị", "Proposals";

    PHOTOS: "Ảnh hoạt động", "Photos";
    PHOTOS_HINT: "Ảnh được thu nhỏ và lưu trên máy, gửi sau khi có mạng. Vị trí chụp được bỏ đi.", "Photos are made smaller, kept on the device and sent later. Their position is removed.";
    CAMERA: "Chụp ảnh", "Take a photo";
    GALLERY: "Chọn ảnh có sẵn", "Choose photos";
    CAPTION: "Chú thích ảnh", "Caption";
    PHOTO: "Ảnh hoạt động", "Photo";
    REMOVE_PHOTO: "Bỏ ảnh này", "Take this photo out";
    PHOTO_REMOVED: "Đã bỏ một ảnh", "One photo taken out";
    PHOTO_WORKING: "Đang thu nhỏ ảnh", "Making the photo smaller";
    SEND_AFTER_PHOTOS: "Đang thu nhỏ ảnh; báo cáo được chuẩn bị gửi ngay khi xong", "Photos are being made smaller; the report is got ready right after";
    PHOTO_SENT: "Đã gửi", "Sent";
    PHOTO_KEPT: "Trên máy", "On this device";
    PHOTO_NOT_A_PICTURE: "Tệp này không phải ảnh đọc được. Chọn tệp ảnh khác.", "This file is no picture. Choose another one.";
    PHOTO_TOO_LARGE: "Ảnh quá lớn để xử lý trên máy này. Chụp lại ở cỡ nhỏ hơn.", "The picture is too large for this device. Take a smaller one.";
    PHOTO_NO_ROOM: "Máy hết chỗ lưu nên chưa giữ được ảnh; phần đã viết vẫn còn nguyên. Xóa bớt tệp trong máy rồi bấm Thử lại.", "There is no room for it on this device; what you wrote is safe. Delete some files, then press Try again.";
    PHOTO_WAITS: "Ảnh chưa lưu được trên máy. Giữ màn hình này mở, xóa bớt tệp trong máy; ứng dụng đang thử lại.", "The photo is not saved on this device. Keep this screen open and delete some files; the app is trying again.";
    PHOTO_FAILED: "Chưa thêm được ảnh này. Thử lại; phần đã viết vẫn còn nguyên.", "The photo could not be added. Try again; what you wrote is safe.";

    SAVING: "Đang lưu trên máy", "Saving on this device";
    NOTHING_YET: "Tự lưu khi bạn viết", "Saved as you write";
    SAVE_FAILED: "Chưa lưu được trên máy. Giữ màn hình này mở, giải phóng bộ nhớ máy; ứng dụng đang thử lại.", "Not saved on this device. Keep this screen open and free some space; the app is trying again.";

    CHECK: "Kiểm tra lỗi", "Check";
    ALL_GOOD: "Đã đủ thông tin, có thể gửi.", "Everything is there; it can be handed in.";
    SEND: "Gửi", "Hand in";
    SEND_AGAIN: "Gửi lại", "Hand in again";
    SUMMARY: "Xem lại trước khi gửi", "Before you hand it in";
    SUMMARY_HINT: "Sau khi gửi, báo cáo bị khóa cho đến khi được trả lại hoặc mở lại.", "Once handed in, the report is locked until it is returned or reopened.";
    SUMMARY_DOUBTS: "Nên xem lại:", "Worth another look:";
    SEND_NOW: "Gửi báo cáo", "Hand in";
    KEEP_WRITING: "Viết tiếp", "Go on writing";

    STATE_WAITING: "Chờ gửi. Báo cáo đã lưu trên máy và tự gửi khi có mạng.", "Waiting to be sent. The report is saved here and goes out by itself.";
    STATE_SUBMITTED: "Máy chủ đã nhận. Báo cáo đang chờ cấp trên duyệt nên chỉ xem được.", "Received. The report waits for approval and can only be read.";
    STATE_APPROVED: "Báo cáo đã được duyệt và khóa lại.", "The report is approved and locked.";
    STATE_FOR_YOU: "Báo cáo đang chờ duyệt.", "This report waits for approval.";
    TO_REVIEW: "Xem và duyệt", "Review it";
    STATE_RETURNED_TITLE: "Cấp trên trả lại để sửa.", "Returned to be put right.";
    STATE_RETURNED: "Mở từng mục, sửa theo nhận xét rồi bấm “Gửi lại”.", "Put it right as the comment says, then hand it in again.";
    STATE_REOPENED: "Cấp trên mở lại báo cáo để sửa.", "Reopened to be put right.";
    STATE_OTHER: "Báo cáo ở trạng thái mà bản ứng dụng này chưa biết. Cập nhật ứng dụng để xem.", "The report is in a state that this app does not know. Update the app.";

    CONFLICT: "Có nơi ghi khác", "Recorded differently";
    SETTLE: "Đối chiếu", "Settle";
    ACTIVITY: "Hoạt động", "Activity";
    KIND: "Hình thức", "Kind";
    WHO: "Đơn vị báo cáo", "Reporting unit";
}

/// "Nhận xét của cấp trên: …".
#[must_use]
pub fn comment(note: &str) -> String {
    say!("Nhận xét: “{note}”", "Comment: “{note}”")
}

/// How many things keep the report from being handed in.
#[must_use]
pub fn errors(n: usize) -> String {
    let ending = s(n as u64);
    say!("Còn {n} chỗ cần sửa trước khi gửi.", "{n} thing{ending} to put right first.")
}

/// How many things deserve another look.
#[must_use]
pub fn doubts(n: usize) -> String {
    let ending = s(n as u64);
    say!("Không có lỗi; {n} chỗ nên xem lại.", "No errors; {n} thing{ending} worth another look.")
}

/// "Ít nhất 42, bằng tổng số hộ".
#[must_use]
pub fn people_hint(households: i64) -> String {
    let households = dotted(households);
    say!(
        "Có {households} hộ tham gia, mỗi hộ ít nhất một người.",
        "{households} households came, at least one person each."
    )
}

/// "Bằng 61 % số người".
#[must_use]
pub fn share(percent: i64) -> String {
    say!("{percent} % số người tham dự", "{percent} % of the people")
}

/// "Dự kiến 2.000.000 đồng".
#[must_use]
pub fn planned_cost(amount: &str) -> String {
    say!("Kế hoạch dự kiến {amount}.", "The plan foresees {amount}.")
}

/// "Ảnh 1".
#[must_use]
pub fn photo(n: usize) -> String {
    say!("Ảnh {n}", "Photo {n}")
}

/// "Tài liệu 1".
#[must_use]
pub fn handout(n: usize) -> String {
    say!("Tài liệu {n}", "Material {n}")
}

/// "34 hộ (nghèo 12, cận nghèo 8)".
#[must_use]
pub fn households(n: i64) -> String {
    let n = dotted(n);
    say!("{n} hộ", "{n} households")
}

/// "87 người, trong đó 52 nữ, 60 người dân tộc thiểu số".
#[must_use]
pub fn people(people: i64, women: Option<i64>, ethnic_minority: Option<i64>) -> String {
    let people = dotted(people);
    let mut parts = vec![say!("{people} người", "{people} people")];
    if let Some(n) = women.map(dotted) {
        parts.push(say!("{n} nữ", "{n} women"));
    }
    if let Some(n) = ethnic_minority.map(dotted) {
        parts.push(say!("{n} người dân tộc thiểu số", "{n} of ethnic minorities"));
    }
    parts.join(", ")
}

/// "3 ảnh".
#[must_use]
pub fn photos(n: usize) -> String {
    let ending = s(n as u64);
    say!("{n} ảnh", "{n} photo{ending}")
}

/// What a field of the report is called, by its name in the record.
#[must_use]
pub fn field(name: &str) -> Text {
    match name {
        "date" => DATE,
        "times" => TIME_FROM,
        "place" => WHERE,
        "people" => PEOPLE,
        "women" => WOMEN_SHORT,
        "ethnic_minority" => ETHNIC_MINORITY_SHORT,
        "done" => DONE,
        "cost" => COST,
        "result" => RESULT,
        "difficulties" => DIFFICULTIES,
        "causes" => CAUSES,
        "proposals" => PROPOSALS,
        "material" => MATERIAL,
        "language" => LANGUAGE,
        "quantity" => QUANTITY,
        "activity" => ACTIVITY,
        name if name.starts_with("households/") => HOUSEHOLDS_SUM,
        _ => TITLE,
    }
}
