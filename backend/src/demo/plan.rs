//! The plan: a year of communication for poverty reduction in six communes.
//!
//! Its facts follow a published plan of the former district for 2024, moved to 2026 and to the
//! agencies of today; every sentence is written here. Number and date of documents that do not
//! exist are left blank, as the app itself leaves them.

use super::{
    units::{self, commune, office},
    world::{Hand, Record, World, hand},
};
use crate::error::Error;
use shared::{
    change::{Home, State},
    date::Period,
    id::{RecordId, UnitId},
    plan as field,
};

/// The agency that leads this plan. Another place may choose another.
pub const STANDING: &str = "Sở Nông nghiệp và Môi trường";
/// The province's newspaper, radio and television.
pub const PRESS: &str = "Báo và Phát thanh, Truyền hình Lạng Sơn";

/// The plan.
pub fn id() -> RecordId {
    RecordId::derived(&["demo", "plan"])
}

/// Where the plan and its activities live.
pub fn home() -> Home {
    Home::of_plan(id(), units::province())
}

fn child(kind: &'static str, order: usize) -> Record {
    let order_text = order.to_string();
    let order = i64::try_from(order).expect("a list of a plan is short");
    Record::new(RecordId::derived(&["demo", "plan", kind, &order_text]), kind).set(shared::reading::ORDER, order)
}

/// The manager writes the plan.
pub async fn written(world: &mut World<'_>) -> Result<(), Error> {
    let period = Period::new("2026-04-01".parse().expect("a day"), "2026-12-31".parse().expect("a day"));
    let own = Record::new(id(), field::KIND)
        .set(field::ISSUER, office(STANDING).to_string())
        .set(
            field::TITLE,
            "Truyền thông về giảm nghèo đa chiều năm 2026 trên địa bàn các xã Văn Quan, Điềm He, Khánh Khê, \
             Yên Phúc, Tri Lễ và Tân Đoàn",
        )
        .set(
            field::PROGRAMME,
            "Chương trình mục tiêu quốc gia (hợp nhất từ năm 2026) › Truyền thông về giảm nghèo đa chiều",
        )
        .set(field::PERIOD, period.expect("April comes before December"))
        .set(field::PURPOSES, PURPOSES)
        .set(field::REQUIREMENTS, REQUIREMENTS)
        .with(field::AUDIENCE, ["poor_households", "residents", "organisations"])
        .set(field::CONTENTS, CONTENTS)
        .set(field::FORMS, FORMS)
        .set(field::SOLUTIONS, SOLUTIONS)
        .set(field::FUNDING, FUNDING)
        .set(field::RECIPIENTS, RECIPIENTS)
        .set(field::SIGNER_POSITION, "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC");
    let mut records = vec![own];
    records.extend(legal_bases());
    records.extend(assignments());
    records.extend(budget());
    records.extend(deadlines());
    world.create(manager("2026-03-31", "09:20"), home(), id(), field::KIND, records).await
}

/// The manager hands it in, agrees, and issues it; communes can read it from then on.
pub async fn issued(world: &mut World<'_>) -> Result<(), Error> {
    world.act(manager("2026-04-02", "10:05"), id(), State::Submitted, "").await?;
    world.act(manager("2026-04-03", "08:30"), id(), State::Approved, "").await?;
    world.act(manager("2026-04-03", "15:10"), id(), State::Issued, "").await
}

/// The manager of the standing agency at a moment.
pub fn manager(day: &str, time: &str) -> Hand {
    hand("quanly.langson", day, time)
}

const PURPOSES: &str = "\
- Để mọi người dân, trước hết là hộ nghèo và hộ cận nghèo, biết rõ mình được hỗ trợ những gì, hỏi ai và làm thủ tục ở đâu.
- Để cán bộ, tổ chức và cộng đồng cùng góp sức, nhân lên những cách làm hay, những gia đình tự vươn lên thoát nghèo.";
const REQUIREMENTS: &str = "\
- Làm thường xuyên, đúng pháp luật, đúng lúc và gần dân; ưu tiên thôn xa, dùng tiếng Tày, tiếng Nùng, tiếng Dao nơi cần.
- Mỗi hoạt động có người chịu trách nhiệm, có số liệu và hình ảnh; báo cáo gửi lên ngay sau khi làm.";
const CONTENTS: &str = "\
- Tin, phóng sự, ấn phẩm về giảm nghèo đa chiều.
- Chính sách vay vốn, đào tạo nghề, việc làm trong nước và ngoài nước, y tế, giáo dục, nhà ở, nước sạch, trợ giúp pháp lý, bình đẳng giới.
- Đối thoại chính sách giữa chính quyền và hộ nghèo.
- Phong trào thi đua chung tay vì người nghèo; biểu dương hộ tự nguyện thoát nghèo, tập thể và cá nhân làm tốt.";
const FORMS: &str = "\
Phát thanh, truyền hình; loa truyền thanh xã; pa-nô, tờ rơi; họp thôn, truyền thông lưu động, nói chuyện chuyên đề; đối thoại; tập huấn cộng tác viên; hội thi; trang thông tin điện tử và mạng xã hội.";
const SOLUTIONS: &str = "\
- Giao việc đến từng xã, từng thôn; lồng ghép với sinh hoạt chi bộ, họp dân và các hội, đoàn thể.
- Dùng chung một bộ tài liệu đã duyệt; kiểm tra tại thôn mỗi quý.";
const FUNDING: &str = "\
Từ nguồn vốn sự nghiệp của ngân sách trung ương, ngân sách địa phương và kinh phí năm 2025 được chuyển nguồn, chi tiết ở các dòng kinh phí.";
const RECIPIENTS: &str = "\
Ủy ban nhân dân tỉnh (để báo cáo)
Sở Tài chính; Sở Văn hóa, Thể thao và Du lịch
Báo và Phát thanh, Truyền hình Lạng Sơn
Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh
Ủy ban nhân dân các xã Văn Quan, Điềm He, Khánh Khê, Yên Phúc, Tri Lễ, Tân Đoàn
Lưu: VT";

fn legal_bases() -> Vec<Record> {
    [
        (
            "resolution",
            "257/2025/QH15",
            "Quốc hội",
            "chủ trương đầu tư chương trình mục tiêu quốc gia hợp nhất từ năm 2026",
        ),
        (
            "decision",
            "417/QĐ-BNNMT",
            "Bộ Nông nghiệp và Môi trường",
            "thực hiện chương trình mục tiêu quốc gia từ năm 2026",
        ),
        ("plan", "", "Ủy ban nhân dân tỉnh Lạng Sơn", "công tác giảm nghèo trên địa bàn tỉnh năm 2026"),
        (
            "decision",
            "",
            "Ủy ban nhân dân tỉnh Lạng Sơn",
            "giao chi tiết kế hoạch vốn các chương trình mục tiêu quốc gia năm 2026",
        ),
    ]
    .into_iter()
    .enumerate()
    .map(|(at, (kind, number, issuer, title))| {
        child(field::LEGAL_BASIS, at + 1)
            .set(field::DOCUMENT_KIND, kind)
            .set(field::NUMBER, number)
            .set(field::ISSUER, issuer)
            .set(field::TITLE, title)
    })
    .collect()
}

fn assignments() -> Vec<Record> {
    let agencies: [(UnitId, &str, &str); 5] = [
        (
            office(STANDING),
            "leads",
            "- Chủ trì thực hiện kế hoạch; theo dõi, tổng hợp, trả lời khó khăn của các xã.\n\
             - Làm tờ rơi, pa-nô và giao cho các xã; tổ chức tập huấn và hội nghị tổng kết.",
        ),
        (office(PRESS), "coordinates", "- Làm phóng sự, chuyên mục về giảm nghèo; giới thiệu mô hình hay của các xã."),
        (
            office("Sở Văn hóa, Thể thao và Du lịch"),
            "coordinates",
            "- Hướng dẫn nội dung loa truyền thanh, hội thi và truyền thông lưu động.",
        ),
        (office("Sở Tài chính"), "coordinates", "- Bố trí kinh phí, hướng dẫn thanh toán và quyết toán."),
        (
            office("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
            "asked",
            "- Vận động hội viên, người có uy tín cùng tuyên truyền; giám sát tại thôn.",
        ),
    ];
    let duties = "- Tổ chức họp thôn, đối thoại, phát thanh trên loa xã theo chỉ tiêu được giao.\n\
                  - Nhận và phát tài liệu đến hộ; biểu dương gương thoát nghèo; báo cáo từng hoạt động kèm ảnh.";
    let communes = units::communes().map(|name| (commune(name), "receives", duties));
    let all = agencies.into_iter().chain(communes).enumerate();
    all.map(|(at, (unit, role, duties))| {
        child(field::ASSIGNMENT, at + 1)
            .set(field::UNIT, unit.to_string())
            .set(field::ROLE, role)
            .set(field::DUTIES, duties)
    })
    .collect()
}

fn budget() -> Vec<Record> {
    [
        ("central_recurrent", None, 285_000_000, "Vốn sự nghiệp năm 2026"),
        ("local", None, 60_000_000, "Đối ứng của tỉnh và các xã"),
        ("central_recurrent", Some(2025), 42_500_000, "Vốn sự nghiệp năm 2025 chuyển nguồn"),
    ]
    .into_iter()
    .enumerate()
    .map(|(at, (source, year, amount, note))| {
        child(field::BUDGET_LINE, at + 1)
            .set(field::SOURCE, source)
            .set(field::YEAR, year)
            .set(field::ALLOCATED, amount)
            .set(field::NOTE, note)
    })
    .collect()
}

fn deadlines() -> Vec<Record> {
    [
        ("Báo cáo 6 tháng đầu năm", "Ủy ban nhân dân các xã", STANDING, "2026-06-20"),
        ("Báo cáo tiến độ quý III", "Ủy ban nhân dân các xã", STANDING, "2026-09-18"),
        ("Báo cáo cả năm", "Ủy ban nhân dân các xã", STANDING, "2026-11-30"),
        ("Báo cáo tổng hợp cả năm", STANDING, "Ủy ban nhân dân tỉnh", "2026-12-14"),
    ]
    .into_iter()
    .enumerate()
    .map(|(at, (what, from, to, due))| {
        child(field::DEADLINE, at + 1)
            .set(field::WHAT, what)
            .set(field::FROM, from)
            .set(field::TO, to)
            .set(field::DUE, due)
            .set(field::FORM, "Văn bản và bảng số liệu")
    })
    .collect()
}
