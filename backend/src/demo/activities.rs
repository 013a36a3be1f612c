//! The activities of the plan: fifteen of different kinds, and how far each has come.

mod lines;

use super::{
    people::Account,
    plan::{self, STANDING, manager},
    units::{self, commune, office, within},
    world::{Record, World, hand},
};
use crate::error::Error;
use lines::LINES;
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
