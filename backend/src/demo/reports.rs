//! The reports: approved, waiting, returned and half written, with photos drawn for them.

mod stories;

use super::{
    activities::{self, culture_house},
    people::Account,
    plan::{self, manager},
    scene::{self, Scene},
    units::within,
    world::{Hand, Record, World, hand},
};
use crate::error::Error;
use shared::{
    attachment,
    catalogue::Catalogue,
    change::{Home, State},
    date::TimeOfDay,
    id::RecordId,
    reading::ORDER,
    report as field,
    shape::{Place, Quantity, Times},
};
use stories::STORIES;

/// How far a report has come, and who moved it when.
enum End {
    /// Half written.
    Draft,
    /// Handed in, waits.
    Submitted,
    /// Sent back with this comment.
    Returned((&'static str, &'static str), &'static str),
    /// Agreed to.
    Approved((&'static str, &'static str)),
}

/// What somebody reports.
struct Story {
    id: &'static str,
    activity: &'static str,
    by: &'static str,
    /// Day held, from, to, and when it was written down.
    held: (&'static str, &'static str, &'static str),
    written: (&'static str, &'static str),
    /// Commune, village or empty, words.
    place: (&'static str, &'static str, &'static str),
    /// Poor, near-poor, newly escaped, average-living, other households.
    households: [i64; 5],
    /// People, women, ethnic-minority people.
    people: [i64; 3],
    done: Option<(i64, &'static str)>,
    cost: i64,
    /// Result, difficulties, causes, proposals.
    text: [&'static str; 4],
    /// Type, language, quantity.
    handouts: &'static [(&'static str, &'static str, i64)],
    photos: &'static [(Scene, u32, &'static str)],
    end: End,
}

/// Their short names.
#[cfg(test)]
pub fn names() -> impl Iterator<Item = &'static str> {
    STORIES.iter().map(|story| story.id)
}

/// Officers write and hand in; the manager returns and approves.
pub async fn written(world: &mut World<'_>) -> Result<(), Error> {
    for story in STORIES {
        story.told(world).await?;
    }
    Ok(())
}

impl Story {
    fn root(&self) -> RecordId {
        RecordId::derived(&["demo", "report", self.id])
    }

    async fn told(&self, world: &mut World<'_>) -> Result<(), Error> {
        let root = self.root();
        let writes = hand(self.by, self.written.0, self.written.1);
        let home = Home::of_unit(Account::of(self.by).person().unit);
        let mut records = vec![self.record(root)];
        records.extend(self.handouts.iter().enumerate().map(|(at, line)| handout(root, at, *line)));
        for (at, photo) in self.photos.iter().enumerate() {
            records.push(photo_record(world, writes, root, at, *photo).await?);
        }
        world.create(writes, home, root, field::KIND, records).await?;
        if matches!(self.end, End::Draft) {
            return Ok(());
        }
        let hands_in = TimeOfDay::typed(self.written.1).expect("a time").minutes() + 12;
        let hands_in = format!("{:02}:{:02}", hands_in / 60, hands_in % 60);
        world.act(hand(self.by, self.written.0, &hands_in), root, State::Submitted, "").await?;
        match self.end {
            End::Draft | End::Submitted => Ok(()),
            End::Returned((day, time), note) => world.act(manager(day, time), root, State::Returned, note).await,
            End::Approved((day, time)) => world.act(manager(day, time), root, State::Approved, "").await,
        }
    }

    fn record(&self, root: RecordId) -> Record {
        let (commune, village, words) = self.place;
        let place = match (village, words) {
            ("", words) => Place { unit: Some(super::units::commune(commune)), text: words.to_owned() },
            (village, "") => culture_house(commune, village),
            (village, words) => Place { unit: Some(within(commune, village)), text: words.to_owned() },
        };
        let time = |text: &str| text.parse().expect("a time");
        let mut record = Record::new(root, field::KIND)
            .set(field::PLAN, plan::id().to_string())
            .set(field::ACTIVITY, activities::id(self.activity).to_string())
            .set(field::CATALOGUE, i64::from(Catalogue::reference().version))
            .set(field::DATE, self.held.0)
            .set(field::PLACE, place);
        if !self.held.1.is_empty() {
            record = record.set(field::TIMES, Times { from: time(self.held.1), to: Some(time(self.held.2)) });
        }
        if matches!(self.end, End::Draft) {
            return record.set(field::PEOPLE, self.people[0]);
        }
        if self.people[0] > 0 {
            let classes = ["poor", "near_poor", "newly_escaped", "average_living", "other"];
            for (class, count) in classes.into_iter().zip(self.households) {
                record = record.set(&format!("{}{class}", field::HOUSEHOLDS), count);
            }
            let [people, women, minority] = self.people;
            record = record.set(field::PEOPLE, people).set(field::WOMEN, women).set(field::ETHNIC_MINORITY, minority);
        }
        if let Some((amount, measure)) = self.done {
            record = record.set(field::DONE, Quantity { amount, measure: measure.to_owned() });
        }
        let names = [field::RESULT, field::DIFFICULTIES, field::CAUSES, field::PROPOSALS];
        let texts = names.into_iter().zip(self.text).filter(|(_, text)| !text.is_empty());
        texts.fold(record.set(field::COST, self.cost), |record, (name, text)| record.set(name, text))
    }
}

fn child(root: RecordId, kind: &'static str, at: usize) -> Record {
    let order = i64::try_from(at + 1).expect("a report has few lines");
    Record::new(RecordId::derived(&["demo", &root.to_string(), kind, &order.to_string()]), kind).set(ORDER, order)
}

fn handout(root: RecordId, at: usize, (material, language, quantity): (&str, &str, i64)) -> Record {
    child(root, field::HANDOUT, at)
        .set(field::MATERIAL, material)
        .set(field::LANGUAGE, language)
        .set(field::QUANTITY, quantity)
}

async fn photo_record(
    world: &World<'_>,
    by: Hand,
    root: RecordId,
    at: usize,
    (scene, turn, caption): (Scene, u32, &str),
) -> Result<Record, Error> {
    let bytes = scene::drawn(scene, turn);
    let size = i64::try_from(bytes.len()).expect("a drawing is small");
    let sha256 = world.photo(by, &bytes).await?;
    Ok(child(root, attachment::PHOTO, at)
        .set(attachment::SHA256, sha256.to_string())
        .set(attachment::BYTES, size)
        .set(attachment::MEDIA, "image/png")
        .set(attachment::WIDTH, i64::from(scene::WIDTH))
        .set(attachment::HEIGHT, i64::from(scene::HEIGHT))
        .set(attachment::CAPTION, caption))
}
