//! Roll-ups: what the reports of one scope come to, in rows that are kept beside them.
//!
//! What a root adds is a function of its fold alone, and everything in a row is a sum. So a row moves by what
//! a root adds now less what it added before, and a recount over all folds says the same. Least and most are
//! sums of each report's least and most, for the least of a sum is the sum of the least, and can be taken away.
//!
//! Kind and audience stand in the activity, which is another root, often of another scope: rows name the
//! activity, and the two are joined when rows are read.

mod month;
mod planned;

pub use month::{Month, NotAMonth};
pub use planned::Planned;

use crate::{
    catalogue::{ActivityKind, Counts},
    fold::{Presence, Root},
    id::RecordId,
    merged::{Counted, Standing, quantities},
    mutant::Mutant,
    reading::{Bounds, Reading, bounds_of},
    report,
    value::Value,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// More in one report is a slip of the finger and is taken for this: five million such reports can still be
/// summed.
pub const MOST: i64 = 1_000_000_000_000;
/// The most codes of one report that are counted; no form writes so many.
pub const CODES_MAX: usize = 100;
/// The longest code that is counted, in bytes; what is no code is counted under none.
pub const CODE_BYTES_MAX: usize = 40;

/// Households of a class: the class follows.
pub const HOUSEHOLDS: &str = "households/";
/// What was handed out: the codes of type and language follow; beside an activity that of the type alone,
/// of those reports that state no quantity.
pub const HANDED_OUT: &str = "handed_out/";
/// What reports state as done: the measure follows. Beside an activity only.
pub const STATED: &str = "stated/";

/// Which reports of a scope a row is of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Slot {
    /// The month of the day that they name.
    pub month: Month,
    /// The activity that they are on; `None` if all together. A report that names none is on the nil id.
    pub activity: Option<RecordId>,
    /// Where they stand.
    pub standing: Standing,
}

/// What some reports come to. Those that are not handed in are listed, and figure in nothing else.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Row {
    /// How many there are.
    pub reports: i64,
    /// Fields in them that are in conflict.
    pub conflicts: i64,
    /// How many of them state a quantity as done; the others count as their kind does.
    pub stated: i64,
    /// People who came.
    pub people: Bounds,
    /// Women among them.
    pub women: Bounds,
    /// Ethnic-minority people among them.
    pub ethnic_minority: Bounds,
    /// Households of all classes.
    pub households: Bounds,
    /// Đồng spent.
    pub cost: Bounds,
    /// What is told by codes that an office may add to: [`HOUSEHOLDS`], [`HANDED_OUT`], [`STATED`].
    pub codes: BTreeMap<String, Coded>,
}

/// What some reports say under one code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Coded {
    /// How many say something.
    pub reports: i64,
    /// What they say in sum.
    pub bounds: Bounds,
}

impl Bounds {
    /// The sum, or the difference if `times` is -1.
    fn plus(&mut self, other: Self, times: i64) {
        self.shown += times * other.shown;
        self.low += times * other.low;
        self.high += times * other.high;
    }

    fn capped(self) -> Self {
        let capped = |n: i64| n.clamp(0, MOST);
        Self { shown: capped(self.shown), low: capped(self.low), high: capped(self.high) }
    }
}

impl Coded {
    fn plus(&mut self, other: Self, times: i64) {
        self.reports += times * other.reports;
        self.bounds.plus(other.bounds, times);
    }
}

impl Row {
    /// The names of its numbers, in the order of [`Row::numbers`].
    pub const NAMES: [&str; 18] = [
        "reports",
        "conflicts",
        "stated",
        "people",
        "people_low",
        "people_high",
        "women",
        "women_low",
        "women_high",
        "ethnic_minority",
        "ethnic_minority_low",
        "ethnic_minority_high",
        "households",
        "households_low",
        "households_high",
        "cost",
        "cost_low",
        "cost_high",
    ];

    /// Its numbers, but for those told by codes.
    #[must_use]
    pub fn numbers(&self) -> [i64; 18] {
        let [p, w, e, h, c] = [self.people, self.women, self.ethnic_minority, self.households, self.cost];
        [
            [self.reports, self.conflicts, self.stated],
            [p.shown, p.low, p.high],
            [w.shown, w.low, w.high],
            [e.shown, e.low, e.high],
            [h.shown, h.low, h.high],
            [c.shown, c.low, c.high],
        ]
        .concat()
        .try_into()
        .expect("six times three are eighteen")
    }

    /// The row of these numbers, without codes.
    #[must_use]
    pub fn of_numbers(numbers: [i64; 18]) -> Self {
        let bounds = |at: usize| Bounds { shown: numbers[at], low: numbers[at + 1], high: numbers[at + 2] };
        Self {
            reports: numbers[0],
            conflicts: numbers[1],
            stated: numbers[2],
            people: bounds(3),
            women: bounds(6),
            ethnic_minority: bounds(9),
            households: bounds(12),
            cost: bounds(15),
            codes: BTreeMap::new(),
        }
    }

    /// Adds another row.
    pub fn join(&mut self, other: &Self) {
        self.plus(other, 1);
    }

    fn plus(&mut self, other: &Self, times: i64) {
        self.reports += times * other.reports;
        self.conflicts += times * other.conflicts;
        self.stated += times * other.stated;
        let pairs = [
            (&mut self.people, other.people),
            (&mut self.women, other.women),
            (&mut self.ethnic_minority, other.ethnic_minority),
            (&mut self.households, other.households),
            (&mut self.cost, other.cost),
        ];
        pairs.into_iter().for_each(|(mine, theirs)| mine.plus(theirs, times));
        for (code, coded) in &other.codes {
            match self.codes.get_mut(code) {
                Some(mine) => mine.plus(*coded, times),
                None => self.codes.entry(code.clone()).or_default().plus(*coded, times),
            }
        }
    }

    fn code(&mut self, code: String, bounds: Bounds) {
        if self.codes.len() < CODES_MAX || self.codes.contains_key(&code) {
            let coded = self.codes.entry(code).or_default();
            coded.reports = 1;
            coded.bounds.plus(bounds, 1);
            coded.bounds = coded.bounds.capped();
        }
    }

    /// What was done by these reports on an activity of this kind, by measure: what they state, and what the
    /// others count by their kind. The row must be one beside an activity.
    #[must_use]
    pub fn done(&self, kind: Option<&ActivityKind>) -> BTreeMap<String, Bounds> {
        let stated = self.codes.iter().filter_map(|(code, coded)| Some((code.strip_prefix(STATED)?, coded.bounds)));
        let mut done: BTreeMap<String, Bounds> = BTreeMap::new();
        for (measure, bounds) in stated.filter(|(_, bounds)| *bounds != Bounds::default()) {
            done.entry(measure.to_owned()).or_default().plus(bounds, 1);
        }
        let Some(kind) = kind else { return done };
        let others = self.reports - self.stated;
        let counted = match kind.counts {
            Counts::Report if others > 0 => Some(Bounds { shown: others, low: others, high: others }),
            Counts::Handout => self.codes.get(&format!("{HANDED_OUT}{}", kind.term.code)).map(|coded| coded.bounds),
            Counts::Report | Counts::Stated => None,
        };
        if let Some(bounds) = counted {
            done.entry(kind.measure.clone()).or_default().plus(bounds, 1);
        }
        done
    }
}

/// The rows of one scope, or by how much they move.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RollUp {
    /// The rows.
    pub rows: BTreeMap<Slot, Row>,
}

impl RollUp {
    /// Counts a root in.
    pub fn add(&mut self, root: &Root) {
        self.count(root, 1);
    }

    /// Counts out a root as it was counted in.
    pub fn take(&mut self, root: &Root) {
        if !Mutant::OldStaysCounted.lives() {
            self.count(root, -1);
        }
    }

    fn count(&mut self, root: &Root, times: i64) {
        if root.kind != report::KIND || root.presence() == Presence::Deleted {
            return;
        }
        let own = Reading::own(root);
        let standing = Standing::of(root);
        let month = own.day(report::DATE).map_or(Month::NONE, Month::of);
        let activity = Some(own.id_in(report::ACTIVITY).unwrap_or(RecordId(Uuid::nil())));
        let mut row = Row { reports: 1, conflicts: count(root.conflicts().count()), ..Row::default() };
        if standing.is_counted(Counted::HandedIn) {
            figures(own, &mut row);
        }
        let together = Slot { month, activity: None, standing };
        let beside = Row { codes: BTreeMap::new(), ..row.clone() };
        self.rows.entry(together).or_default().plus(&told_to_all(root, standing, row), times);
        let slot = Slot { activity, ..together };
        self.rows.entry(slot).or_default().plus(&told_beside(root, standing, beside), times);
    }

    /// The rows that say something. What came to nothing is the same as no row.
    #[must_use]
    pub fn settled(mut self) -> Self {
        for row in self.rows.values_mut() {
            row.codes.retain(|_, coded| *coded != Coded::default());
        }
        self.rows.retain(|_, row| *row != Row::default());
        self
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(MOST).min(MOST)
}

fn figures(own: Reading<'_>, row: &mut Row) {
    let said = |field: &str| own.bounds(field, Value::as_int).unwrap_or_default().capped();
    row.people = said(report::PEOPLE);
    row.women = said(report::WOMEN);
    row.ethnic_minority = said(report::ETHNIC_MINORITY);
    row.cost = said(report::COST);
    for (_, field) in own.fields_under(report::HOUSEHOLDS) {
        row.households.plus(bounds_of(field, Value::as_int).unwrap_or_default().capped(), 1);
        row.households = row.households.capped();
    }
    row.stated = i64::from(!quantities(own, report::DONE).is_empty());
}

/// What is told by codes, of all activities together.
fn told_to_all(root: &Root, standing: Standing, mut row: Row) -> Row {
    if standing.is_counted(Counted::HandedIn) {
        for (class, field) in Reading::own(root).fields_under(report::HOUSEHOLDS) {
            if let Some(bounds) = bounds_of(field, Value::as_int) {
                row.code(format!("{HOUSEHOLDS}{}", coded(class)), bounds.capped());
            }
        }
        for line in Reading::children(root, report::HANDOUT) {
            if let Some(bounds) = line.bounds(report::QUANTITY, Value::as_int) {
                let (material, language) = (line.text(report::MATERIAL), line.text(report::LANGUAGE));
                row.code(format!("{HANDED_OUT}{}/{}", coded(&material), coded(&language)), bounds.capped());
            }
        }
    }
    row
}

/// What is told by codes beside an activity: what its kind needs to say what was done.
fn told_beside(root: &Root, standing: Standing, mut row: Row) -> Row {
    if !standing.is_counted(Counted::HandedIn) {
        return row;
    }
    for (measure, bounds) in quantities(Reading::own(root), report::DONE) {
        row.code(format!("{STATED}{}", coded(&measure)), bounds.capped());
    }
    if row.stated == 0 {
        for line in Reading::children(root, report::HANDOUT) {
            if let Some(bounds) = line.bounds(report::QUANTITY, Value::as_int) {
                row.code(format!("{HANDED_OUT}{}", coded(&line.text(report::MATERIAL))), bounds.capped());
            }
        }
    }
    row
}

/// A code as it is counted: what is none, and would not fit into the key of a row, counts under no code.
pub(crate) fn coded(text: &str) -> &str {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if text.len() <= CODE_BYTES_MAX && text.bytes().all(fits) { text } else { "" }
}

#[cfg(test)]
mod tests;
