//! What is wrong with a field, by the code of the problem: what it is, and the cure.

use super::{Text, texts};

texts! {
    MISSING: "Mục này cần có. Nhập hoặc chọn một giá trị.", "This is needed. Enter or choose a value.";
    EMPTY: "Báo cáo chưa có nội dung. Ghi kết quả, số người tham dự hoặc thêm ảnh rồi gửi.", "The report says nothing yet. Write the result, count the people or add a photo, then hand it in.";
    MISSING_DATE: "Chưa có ngày tổ chức. Nhập ngày/tháng/năm.", "The day is missing. Enter day/month/year.";
    MISSING_PLACE: "Chưa có địa điểm. Chọn thôn hoặc ghi địa điểm cụ thể.", "The place is missing. Choose a village or write the place.";
    MISSING_MATERIAL: "Chọn loại tài liệu, hoặc bỏ dòng này.", "Choose a material, or take this line out.";
    MISSING_QUANTITY: "Nhập số lượng đã phát, hoặc bỏ dòng này.", "Enter how many, or take this line out.";
    MISSING_ACTIVITY: "Báo cáo chưa gắn với hoạt động nào. Mở hoạt động và lập báo cáo từ đó.", "The report belongs to no activity. Open the activity and write the report there.";
    NEGATIVE: "Số này không được âm. Nhập từ 0 trở lên.", "This cannot be negative. Enter 0 or more.";
    NOT_A_NUMBER: "Chưa đọc được số. Chỉ nhập chữ số.", "This is no number. Enter digits only.";
    NOT_AN_AMOUNT: "Chưa đọc được số tiền. Chỉ nhập chữ số, ví dụ 1.500.000.", "This is no amount. Enter digits only, for example 1.500.000.";
    TOO_LARGE: "Số này lớn quá mức có thể. Kiểm tra lại các chữ số.", "This number is larger than it can be. Check its digits.";
    VERY_MANY: "Số rất lớn đối với một hoạt động. Kiểm tra lại các chữ số.", "A very large number for one activity. Check its digits.";
    NOT_TEXT: "Giá trị chưa đúng. Nhập lại bằng chữ.", "The value does not fit. Enter text.";
    NOT_A_DAY: "Chưa đọc được ngày. Nhập ngày/tháng/năm, ví dụ 21/11/2026.", "This is no date. Enter day/month/year, for example 21/11/2026.";
    NOT_A_SPAN: "Nhập đủ ngày bắt đầu và ngày kết thúc.", "Enter both the first and the last day.";
    ENDS_BEFORE: "Kết thúc trước khi bắt đầu. Kiểm tra lại hai mốc thời gian.", "It ends before it begins. Check both.";
    NOT_A_TIME: "Chưa đọc được giờ. Nhập giờ bắt đầu, ví dụ 8h30.", "This is no time. Enter the beginning, for example 8:30.";
    NOT_A_PLACE: "Chưa đọc được địa điểm. Chọn lại thôn hoặc ghi địa điểm.", "This is no place. Choose the village again or write the place.";
    UNKNOWN: "Giá trị này không còn trong danh mục. Chọn lại.", "This is no longer in the list. Choose again.";
    REASON_MISSING: "Nêu lý do tạm hoãn hoặc hủy.", "Say why it was put off or cancelled.";
    NOT_IN_CATALOGUE: "Mục này không có trong danh mục hiện hành. Kiểm tra lại.", "This is not in the present list. Check it.";
    OUTSIDE_THE_PLAN: "Ngày này ngoài thời gian của kế hoạch. Kiểm tra lại ngày.", "This day is outside the plan's period. Check it.";
    IN_THE_FUTURE: "Ngày này ở tương lai. Chỉ báo cáo việc đã làm.", "This day lies in the future. Report only what has been done.";
    MORE_THAN_PLANNED: "Cao hơn kinh phí dự kiến. Kiểm tra số tiền.", "More than planned. Check the amount.";
    NO_RESULT: "Nên ghi ngắn gọn kết quả để cấp trên tổng hợp.", "A short result helps the agency.";
    NO_AMOUNT: "Số lượng bằng 0. Kiểm tra lại hoặc bỏ dòng này.", "The amount is 0. Check it or take the line out.";
    MORE_THAN_PEOPLE: "Nhiều hơn tổng số người tham dự. Kiểm tra lại.", "More than the people in all. Check it.";
    FEWER_THAN_HOUSEHOLDS: "Ít hơn số hộ tham gia. Mỗi hộ ít nhất một người.", "Fewer than the households. Each sent somebody.";
    MORE_THAN_LIVE_THERE: "Nhiều hơn số hộ của thôn. Kiểm tra lại.", "More households than live there. Check it.";
    NOBODY_CAME: "Chưa ghi số người tham dự.", "No people were entered.";
    NO_LEGAL_BASIS: "Kế hoạch chưa có căn cứ nào.", "The plan has no legal basis.";
    NOBODY_LEADS: "Chưa có đơn vị chủ trì.", "Nobody leads.";
    UNIT_TWICE: "Đơn vị này đã có với cùng vai trò.", "This unit has this role already.";
    BEFORE_THE_PLAN: "Thời hạn đứng trước thời gian thực hiện kế hoạch.", "It is due before the plan begins.";
    AFTER_SIGNING: "Văn bản căn cứ có ngày sau ngày ký kế hoạch.", "It is dated after the plan was signed.";
    PLAN_OF_ANOTHER_YEAR: "Kế hoạch được viện dẫn thuộc năm khác.", "The plan that is cited is of another year.";
    NO_TIME: "Chưa có thời gian dự kiến, cấp xã chưa biết khi nào làm.", "No time is planned; nobody knows when.";
    NO_TARGET: "Chưa có chỉ tiêu, không so được kết quả với kế hoạch.", "No target; results cannot be set against it.";
    OTHER: "Kiểm tra lại mục này.", "Check this.";
}

/// The words for a problem of a field.
#[must_use]
pub fn words(field: &str, code: &str) -> Text {
    match (code, field) {
        ("missing", "date") => MISSING_DATE,
        ("missing", "place") => MISSING_PLACE,
        ("missing", "material") => MISSING_MATERIAL,
        ("missing", "quantity") => MISSING_QUANTITY,
        ("missing", "activity") => MISSING_ACTIVITY,
        ("missing", _) => MISSING,
        ("empty", _) => EMPTY,
        ("negative", _) => NEGATIVE,
        ("not_a_number", "cost" | "planned_cost" | "amount") => NOT_AN_AMOUNT,
        ("too_large", _) => TOO_LARGE,
        ("very_many", _) => VERY_MANY,
        ("not_a_number", _) => NOT_A_NUMBER,
        ("not_text" | "not_a_member", _) => NOT_TEXT,
        ("not_a_day", _) => NOT_A_DAY,
        ("not_a_span", _) => NOT_A_SPAN,
        ("ends_before_it_begins", _) => ENDS_BEFORE,
        ("not_a_time", _) => NOT_A_TIME,
        ("not_a_place", _) => NOT_A_PLACE,
        ("unknown", _) => UNKNOWN,
        ("reason_missing", _) => REASON_MISSING,
        ("not_in_catalogue", _) => NOT_IN_CATALOGUE,
        ("outside_the_plan", _) => OUTSIDE_THE_PLAN,
        ("in_the_future", _) => IN_THE_FUTURE,
        ("more_than_planned", _) => MORE_THAN_PLANNED,
        ("no_result", _) => NO_RESULT,
        ("no_amount", _) => NO_AMOUNT,
        ("more_than_people", _) => MORE_THAN_PEOPLE,
        ("fewer_than_households", _) => FEWER_THAN_HOUSEHOLDS,
        ("more_than_live_there", _) => MORE_THAN_LIVE_THERE,
        ("nobody_came", _) => NOBODY_CAME,
        ("no_legal_basis", _) => NO_LEGAL_BASIS,
        ("nobody_leads", _) => NOBODY_LEADS,
        ("unit_twice", _) => UNIT_TWICE,
        ("before_the_plan", _) => BEFORE_THE_PLAN,
        ("after_signing", _) => AFTER_SIGNING,
        ("plan_of_another_year", _) => PLAN_OF_ANOTHER_YEAR,
        ("no_time", _) => NO_TIME,
        ("no_target", _) => NO_TARGET,
        _ => OTHER,
    }
}
