//! The activities of the plan: fifteen of different kinds, and how far each has come.

use super::{
    people::Account,
    plan::{self, PRESS, STANDING, manager},
    units::{self, commune, office, within},
    world::{Record, World, hand},
};
use crate::error::Error;
use shared::{
    activity::{self as field, Progress, Stage},
    date::Period,
    id::{RecordId, UnitId},
    shape::{Place, Quantity},
};

/// An activity by its short name here.
pub fn id(name: &str) -> RecordId {
    debug_assert!(LINES.iter().any(|line| line.id == name), "{name}");
    RecordId::derived(&["demo", "activity", name])
}

/// Their short names.
#[cfg(test)]
pub fn names() -> impl Iterator<Item = &'static str> {
    LINES.iter().map(|line| line.id)
}

/// The codes of an activity's kind and of the measure of its target.
#[cfg(test)]
pub fn codes(name: &str) -> (&'static str, &'static str) {
    LINES.iter().find(|line| line.id == name).map_or(("", ""), |line| (line.kind, line.target.1))
}

/// A line of the plan.
struct Line {
    id: &'static str,
    kind: &'static str,
    name: &'static str,
    contents: &'static str,
    audience: &'static [&'static str],
    lead: Lead,
    place: &'static str,
    planned: (&'static str, &'static str),
    target: (i64, &'static str),
    cost: i64,
    responsible: &'static str,
}

/// Who leads.
enum Lead {
    /// A commune.
    Commune(&'static str),
    /// An office of the province, with all communes taking part.
    Office(&'static str),
}

/// The manager writes the lines down, one save each.
pub async fn written(world: &mut World<'_>) -> Result<(), Error> {
    for (at, line) in LINES.iter().enumerate() {
        let by = manager("2026-04-01", &format!("{:02}:{:02}", 8 + at / 6, 5 + at % 6 * 9));
        world.create(by, plan::home(), id(line.id), field::KIND, vec![line.record()]).await?;
    }
    Ok(())
}

impl Line {
    fn record(&self) -> Record {
        let (lead, units, unit): (UnitId, Vec<UnitId>, Option<UnitId>) = match self.lead {
            Lead::Commune(name) => (commune(name), vec![office(STANDING)], Some(commune(name))),
            Lead::Office(name) => (office(name), units::communes().map(commune).collect(), None),
        };
        let day = |text: &str| text.parse().expect("days here are of the calendar");
        let planned = Period::new(day(self.planned.0), day(self.planned.1)).expect("they end after they begin");
        let target = Quantity { amount: self.target.0, measure: self.target.1.to_owned() };
        let responsible = (!self.responsible.is_empty()).then(|| Account::of(self.responsible).person().id.to_string());
        Record::new(id(self.id), field::KIND)
            .set(field::PLAN, plan::id().to_string())
            .set(field::ACTIVITY_KIND, self.kind)
            .set(field::NAME, self.name)
            .set(field::CONTENTS, self.contents)
            .with(field::AUDIENCE, self.audience)
            .set(field::LEAD_UNIT, lead.to_string())
            .with(field::UNITS, units)
            .set(field::PLACE, Place { unit, text: self.place.to_owned() })
            .set(field::PLANNED, planned)
            .set(field::TARGET, target)
            .set(field::PLANNED_COST, self.cost)
            .set(field::RESPONSIBLE, responsible)
    }
}

/// What became of them: stages, and one that two officers moved to different days while apart.
pub async fn carried(world: &mut World<'_>) -> Result<(), Error> {
    let stages = [
        ("launch", "canbo.vanquan", ("2026-05-20", "16:40"), Stage::Done, ""),
        ("training", "quanly.vanquan", ("2026-06-12", "17:15"), Stage::Done, ""),
        ("panels", "canbo.vanquan", ("2026-07-03", "09:12"), Stage::Done, ""),
        ("meetings-diemhe", "canbo.diemhe", ("2026-05-22", "20:10"), Stage::UnderWay, ""),
        ("meetings-vanquan", "canbo.vanquan", ("2026-06-25", "10:02"), Stage::UnderWay, ""),
        ("bulletins", "canbo.yenphuc", ("2026-05-06", "08:15"), Stage::UnderWay, ""),
        ("leaflets", "quanly.langson", ("2026-07-21", "14:00"), Stage::UnderWay, ""),
        ("mobile", "canbo.trile", ("2026-10-16", "19:20"), Stage::UnderWay, ""),
        ("posts", "canbo2.vanquan", ("2026-05-11", "09:45"), Stage::UnderWay, ""),
        ("reportage", "quanly.langson", ("2026-08-04", "10:30"), Stage::UnderWay, ""),
        (
            "contest",
            "canbo.yenphuc",
            ("2026-10-07", "15:25"),
            Stage::Cancelled,
            "Mưa lũ đầu tháng 10 làm ngập nhà văn hóa; xã xin chuyển kinh phí sang phát thanh và phát tờ rơi.",
        ),
        (
            "clip",
            "quanly.langson",
            ("2026-10-20", "11:05"),
            Stage::Postponed,
            "Chờ thu hoạch hồi xong để quay cùng bà con; dự kiến làm trong tháng 12.",
        ),
    ];
    for (name, login, (day, time), stage, reason) in stages {
        let progress = Progress { stage, reason: reason.to_owned() };
        let record = Record::new(id(name), field::KIND).set(field::PROGRESS, progress);
        world.edit(hand(login, day, time), None, record, id(name)).await?;
    }
    // Both had the manager's dates on their screens, and neither had a signal.
    let dialogue = id("dialogue");
    let screen = world.screen(dialogue);
    for (login, time, day) in [("canbo.vanquan", "09:15", "2026-11-25"), ("canbo2.vanquan", "09:48", "2026-11-27")] {
        let day = day.parse().expect("a day");
        let planned = Period::new(day, day).expect("one day");
        let record = Record::new(dialogue, field::KIND).set(field::PLANNED, planned);
        world.edit(hand(login, "2026-11-18", time), screen.as_ref(), record, dialogue).await?;
    }
    Ok(())
}

/// Where a meeting of this village is held.
pub fn culture_house(commune: &str, village: &str) -> Place {
    Place { unit: Some(within(commune, village)), text: "nhà văn hóa".to_owned() }
}

const LINES: &[Line] = &[
    Line {
        id: "launch",
        kind: "emulation_launch",
        name: "Phát động thi đua chung tay vì người nghèo năm 2026",
        contents: "Phát động ký kết giữa các thôn; giới thiệu ba hộ tự nguyện thoát nghèo.",
        audience: &["residents", "organisations"],
        lead: Lead::Commune("Văn Quan"),
        place: "sân trụ sở xã",
        planned: ("2026-05-15", "2026-05-25"),
        target: (1, "launch"),
        cost: 12_000_000,
        responsible: "canbo.vanquan",
    },
    Line {
        id: "training",
        kind: "training_class",
        name: "Tập huấn cộng tác viên truyền thông giảm nghèo cấp thôn",
        contents: "Cách nói về chính sách cho dễ hiểu, cách điều hành họp thôn, cách ghi báo cáo trên máy tính bảng.",
        audience: &["village_leaders", "officials"],
        lead: Lead::Commune("Văn Quan"),
        place: "hội trường xã",
        planned: ("2026-06-08", "2026-06-12"),
        target: (1, "class"),
        cost: 38_000_000,
        responsible: "quanly.vanquan",
    },
    Line {
        id: "panels",
        kind: "panel",
        name: "Dựng pa-nô tuyên truyền tại trung tâm xã và chợ",
        contents: "Thông điệp về tự lực vươn lên và nơi hỏi chính sách.",
        audience: &["residents"],
        lead: Lead::Commune("Văn Quan"),
        place: "chợ Văn Quan và ngã ba khối Đức Hòa",
        planned: ("2026-06-15", "2026-07-10"),
        target: (2, "panel"),
        cost: 24_000_000,
        responsible: "canbo.vanquan",
    },
    Line {
        id: "meetings-diemhe",
        kind: "village_meeting",
        name: "Họp thôn phổ biến chính sách giảm nghèo, xã Điềm He",
        contents: "Vay vốn ưu đãi, bảo hiểm y tế, hỗ trợ nhà ở; hỏi đáp tại chỗ, có người nói tiếng Tày, tiếng Nùng.",
        audience: &["poor_households", "residents", "ethnic_minorities"],
        lead: Lead::Commune("Điềm He"),
        place: "nhà văn hóa các thôn",
        planned: ("2026-05-04", "2026-11-30"),
        target: (5, "session"),
        cost: 15_000_000,
        responsible: "canbo.diemhe",
    },
    Line {
        id: "meetings-vanquan",
        kind: "village_meeting",
        name: "Họp thôn phổ biến chính sách giảm nghèo, xã Văn Quan",
        contents: "Đào tạo nghề, việc làm trong nước và đi làm việc ở nước ngoài theo hợp đồng; hỏi đáp tại chỗ.",
        audience: &["poor_households", "youth", "residents"],
        lead: Lead::Commune("Văn Quan"),
        place: "nhà văn hóa các thôn",
        planned: ("2026-06-01", "2026-12-10"),
        target: (4, "session"),
        cost: 12_000_000,
        responsible: "canbo.vanquan",
    },
    Line {
        id: "bulletins",
        kind: "loudspeaker_bulletin",
        name: "Bản tin giảm nghèo trên loa truyền thanh xã Yên Phúc",
        contents: "Mỗi tháng hai bản tin, phát sáng và chiều, tiếng Việt và tiếng Nùng.",
        audience: &["residents"],
        lead: Lead::Commune("Yên Phúc"),
        place: "đài truyền thanh xã",
        planned: ("2026-05-04", "2026-12-20"),
        target: (16, "bulletin"),
        cost: 9_600_000,
        responsible: "canbo.yenphuc",
    },
    Line {
        id: "leaflets",
        kind: "leaflet",
        name: "In và phát tờ rơi hỏi đáp chính sách giảm nghèo",
        contents: "Tờ gấp ba thứ tiếng; mỗi hộ nghèo, hộ cận nghèo một tờ.",
        audience: &["poor_households"],
        lead: Lead::Office(STANDING),
        place: "các xã",
        planned: ("2026-07-15", "2026-12-15"),
        target: (3_000, "copy"),
        cost: 45_000_000,
        responsible: "quanly.langson",
    },
    Line {
        id: "mobile",
        kind: "mobile_information",
        name: "Truyền thông lưu động tại các thôn vùng cao xã Tri Lễ",
        contents: "Xe loa, chiếu phim ngắn, tư vấn tại chỗ về y tế và giáo dục.",
        audience: &["poor_households", "ethnic_minorities", "women"],
        lead: Lead::Commune("Tri Lễ"),
        place: "các thôn Lùng Phúc, Bản Chang, Kéo Đảy",
        planned: ("2026-10-12", "2026-12-05"),
        target: (3, "session"),
        cost: 21_000_000,
        responsible: "canbo.trile",
    },
    Line {
        id: "talk",
        kind: "topical_talk",
        name: "Nói chuyện chuyên đề với hộ nghèo về bình đẳng giới và trợ giúp pháp lý, xã Tri Lễ",
        contents: "Mời trợ giúp viên pháp lý trả lời trực tiếp.",
        audience: &["poor_households", "women"],
        lead: Lead::Commune("Tri Lễ"),
        place: "nhà văn hóa thôn Nà Vò",
        planned: ("2026-11-03", "2026-11-13"),
        target: (1, "session"),
        cost: 5_500_000,
        responsible: "canbo.trile",
    },
    Line {
        id: "dialogue",
        kind: "policy_dialogue",
        name: "Đối thoại chính sách giữa lãnh đạo xã Văn Quan và hộ nghèo",
        contents: "Vay vốn, nhà ở, tiêu chí công nhận hộ; ghi từng ý kiến và người trả lời.",
        audience: &["poor_households", "officials"],
        lead: Lead::Commune("Văn Quan"),
        place: "hội trường xã",
        planned: ("2026-11-24", "2026-11-24"),
        target: (1, "dialogue"),
        cost: 8_000_000,
        responsible: "quanly.vanquan",
    },
    Line {
        id: "posts",
        kind: "social_post",
        name: "Bài đăng về gương thoát nghèo trên trang của xã Văn Quan",
        contents: "Mỗi tuần một bài kèm ảnh, được nhân vật đồng ý.",
        audience: &["residents", "youth"],
        lead: Lead::Commune("Văn Quan"),
        place: "trang thông tin của xã",
        planned: ("2026-05-11", "2026-12-25"),
        target: (30, "post"),
        cost: 6_000_000,
        responsible: "canbo2.vanquan",
    },
    Line {
        id: "reportage",
        kind: "reportage",
        name: "Phóng sự về mô hình trồng hồi và chăn nuôi của hộ mới thoát nghèo",
        contents: "Hai phóng sự, phát trên sóng của tỉnh và loa của các xã.",
        audience: &["residents", "organisations"],
        lead: Lead::Office(PRESS),
        place: "xã Điềm He và xã Tân Đoàn",
        planned: ("2026-08-03", "2026-12-15"),
        target: (2, "reportage"),
        cost: 60_000_000,
        responsible: "",
    },
    Line {
        id: "contest",
        kind: "contest",
        name: "Hội thi tìm hiểu chính sách giảm nghèo xã Yên Phúc",
        contents: "Mỗi thôn một đội; sân khấu hóa, hỏi đáp.",
        audience: &["residents", "youth", "women"],
        lead: Lead::Commune("Yên Phúc"),
        place: "nhà văn hóa thôn Bắc Chợ",
        planned: ("2026-10-10", "2026-10-18"),
        target: (1, "contest"),
        cost: 26_000_000,
        responsible: "canbo.yenphuc",
    },
    Line {
        id: "clip",
        kind: "video_clip",
        name: "Clip hướng dẫn thủ tục vay vốn bằng tiếng Tày và tiếng Nùng",
        contents: "Hai clip dưới ba phút, dùng cho loa, họp thôn và mạng xã hội.",
        audience: &["poor_households", "ethnic_minorities"],
        lead: Lead::Office(STANDING),
        place: "xã Điềm He",
        planned: ("2026-10-05", "2026-10-30"),
        target: (2, "clip"),
        cost: 30_000_000,
        responsible: "quanly.langson",
    },
    Line {
        id: "review",
        kind: "review_conference",
        name: "Hội nghị tổng kết truyền thông giảm nghèo năm 2026",
        contents: "Kết quả, bài học, khen thưởng; kế hoạch năm 2027.",
        audience: &["officials", "organisations", "village_leaders"],
        lead: Lead::Office(STANDING),
        place: "hội trường Sở",
        planned: ("2026-12-21", "2026-12-24"),
        target: (1, "conference"),
        cost: 28_000_000,
        responsible: "quanly.langson",
    },
];
