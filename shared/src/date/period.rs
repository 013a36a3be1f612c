//! A span of days, both ends included.

use super::{Date, NotADate};
use serde::{Deserialize, Serialize};

/// From one day to another, both included. Official periods need not be calendar ones.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

impl Period {
    /// The span between two days; refused if it ends before it begins.
    pub fn new(from: Date, to: Date) -> Result<Self, NotADate> {
        if from <= to { Ok(Self { from, to }) } else { Err(NotADate) }
    }

    /// A calendar year.
    pub fn year(year: i16) -> Result<Self, NotADate> {
        Ok(Self { from: Date::new(year, 1, 1)?, to: Date::new(year, 12, 31)? })
    }

    /// A quarter of a calendar year, 1 to 4.
    pub fn quarter(year: i16, quarter: u8) -> Result<Self, NotADate> {
        let first = quarter.checked_sub(1).ok_or(NotADate)?.checked_mul(3).ok_or(NotADate)? + 1;
        Ok(Self { from: Date::new(year, first, 1)?, to: Date::new(year, first + 2, 1)?.month_end() })
    }

    /// A calendar month.
    pub fn month(year: i16, month: u8) -> Result<Self, NotADate> {
        let from = Date::new(year, month, 1)?;
        Ok(Self { from, to: from.month_end() })
    }

    /// A month of a province that counts from, say, the 15th to the 14th of the month named.
    pub fn month_from_day(year: i16, month: u8, day: u8) -> Result<Self, NotADate> {
        let to = Date::new(year, month, day)?.plus_days(-1);
        let before = Date::new(year, month, 1)?.plus_days(-1);
        Ok(Self { from: Date::new(before.year(), before.month(), day)?, to })
    }

    /// Whether a day lies in it.
    #[must_use]
    pub fn contains(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    /// Whether the two have a day in common.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }

    /// How many days it has.
    #[must_use]
    pub fn days(self) -> i32 {
        self.from.days_until(self.to) + 1
    }

    /// `01/04/2026 - 31/12/2026`, or one day alone.
    #[must_use]
    pub fn text(self) -> String {
        if self.from == self.to { self.from.text() } else { format!("{} - {}", self.from.text(), self.to.text()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calendar_and_office_periods_have_their_ends() {
        let text = |period: Result<Period, NotADate>| period.unwrap().text();
        assert_eq!(text(Period::year(2026)), "01/01/2026 - 31/12/2026");
        assert_eq!(text(Period::quarter(2026, 4)), "01/10/2026 - 31/12/2026");
        assert_eq!(text(Period::month(2028, 2)), "01/02/2028 - 29/02/2028");
        assert_eq!(text(Period::month_from_day(2026, 1, 15)), "15/12/2025 - 14/01/2026");
        for wrong in
            [Period::quarter(2026, 0), Period::quarter(2026, 5), Period::quarter(2026, 200), Period::month(2026, 13)]
        {
            assert_eq!(wrong, Err(NotADate));
        }
    }

    #[test]
    fn both_ends_belong_to_a_period() {
        let november = Period::month(2026, 11).unwrap();
        assert!(november.contains(november.from) && november.contains(november.to));
        assert!(!november.contains(november.to.plus_days(1)));
        assert_eq!(november.days(), 30);
        assert!(november.overlaps(Period::quarter(2026, 4).unwrap()));
        assert!(!november.overlaps(Period::month(2026, 12).unwrap()));
        assert_eq!(Period::new(november.to, november.from), Err(NotADate));
    }
}
