//! Civil dates, times of day and periods, as a form or a plan names them.
//!
//! No clock is read here: the moment comes in as milliseconds since 1970 in UTC.

mod period;
mod time;

pub use period::Period;
pub use time::{NotATime, TimeOfDay, moment_text};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{borrow::Cow, fmt, str::FromStr};

/// Vietnam keeps UTC+7 all year.
pub(crate) const VIETNAM_OFFSET_MS: i64 = 7 * 3_600_000;
pub(crate) const DAY_MS: i64 = 86_400_000;

/// A day of the calendar, year 1 to 9999; `2026-11-21` on the wire, `21/11/2026` on paper.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Date {
    year: i16,
    month: u8,
    day: u8,
}

/// There is no such day, or the text does not name one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotADate;

impl fmt::Display for NotADate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no such day")
    }
}

/// A day of the week; work weeks begin on Monday.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[expect(missing_docs, reason = "the days' names say all")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

const WEEKDAYS: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

impl Date {
    /// The day of these numbers, if the calendar has it.
    pub fn new(year: i16, month: u8, day: u8) -> Result<Self, NotADate> {
        let exists =
            (1..=9999).contains(&year) && (1..=12).contains(&month) && day >= 1 && day <= days_in_month(year, month);
        if exists { Ok(Self { year, month, day }) } else { Err(NotADate) }
    }

    /// The year, such as 2026.
    #[must_use]
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }

    /// Days since 1 January 1970 (negative before).
    #[must_use]
    pub fn to_days(self) -> i32 {
        // Years are counted from 1 March, so that the leap day is the last of its year.
        let year = i32::from(self.year) - i32::from(self.month <= 2);
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let month = (i32::from(self.month) + 9) % 12;
        let of_year = (153 * month + 2) / 5 + i32::from(self.day) - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    /// The day so many days after 1 January 1970; the first or last day there is, when beyond it.
    #[must_use]
    pub fn from_days(days: i32) -> Self {
        let days = days
            .clamp(Self { year: 1, month: 1, day: 1 }.to_days(), Self { year: 9999, month: 12, day: 31 }.to_days())
            + 719_468;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = era * 400 + year + i32::from(month <= 2);
        Self { year: year as i16, month: month as u8, day: day as u8 }
    }

    /// The day in Vietnam at a moment in milliseconds since 1970, UTC.
    #[must_use]
    pub fn in_vietnam(at_ms: i64) -> Self {
        let days = at_ms.saturating_add(VIETNAM_OFFSET_MS).div_euclid(DAY_MS);
        Self::from_days(days.clamp(i64::from(i32::MIN / 2), i64::from(i32::MAX / 2)) as i32)
    }

    /// So many days later, or earlier.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self::from_days(self.to_days().saturating_add(days))
    }

    /// How many days from `self` to `other`; negative if `other` is earlier.
    #[must_use]
    pub fn days_until(self, other: Self) -> i32 {
        other.to_days() - self.to_days()
    }

    /// The day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        // 1 January 1970 was a Thursday.
        WEEKDAYS[(self.to_days() + 3).rem_euclid(7) as usize]
    }

    /// The last day of its month.
    #[must_use]
    pub fn month_end(self) -> Self {
        Self { day: days_in_month(self.year, self.month), ..self }
    }

    /// `21/11/2026`, as offices write it.
    #[must_use]
    pub fn text(self) -> String {
        format!("{:02}/{:02}/{:04}", self.day, self.month, self.year)
    }

    /// What a person typed: day, month, year, with any of `/ . -` or blanks between; the year may
    /// have two digits.
    pub fn typed(text: &str) -> Result<Self, NotADate> {
        let mut parts =
            text.split(|c: char| matches!(c, '/' | '.' | '-') || c.is_whitespace()).filter(|part| !part.is_empty());
        let (Some(day), Some(month), Some(year), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NotADate);
        };
        let century = match year.len() {
            2 => 2000,
            4 => 0,
            _ => return Err(NotADate),
        };
        Self::new(number::<i16>(year)? + century, number(month)?, number(day)?)
    }
}

fn days_in_month(year: i16, month: u8) -> u8 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + u8::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn number<N: FromStr>(digits: &str) -> Result<N, NotADate> {
    let is_plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_plain { digits.parse().map_err(|_| NotADate) } else { Err(NotADate) }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let parts: Vec<&str> = text.split('-').collect();
        let [year, month, day] = parts[..] else { return Err(NotADate) };
        if (year.len(), month.len(), day.len()) != (4, 2, 2) {
            return Err(NotADate);
        }
        Self::new(number(year)?, number(month)?, number(day)?)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Cow::<'de, str>::deserialize(from)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn known_days_have_their_number_and_their_weekday() {
        for (text, days, weekday) in [
            ("1970-01-01", 0, Weekday::Thursday),
            ("1969-12-31", -1, Weekday::Wednesday),
            ("2000-02-29", 11_016, Weekday::Tuesday),
            ("2026-11-21", 20_778, Weekday::Saturday),
            ("0001-01-01", -719_162, Weekday::Monday),
        ] {
            assert_eq!((date(text).to_days(), date(text).weekday()), (days, weekday), "{text}");
            assert_eq!(Date::from_days(days), date(text));
        }
    }

    #[test]
    fn days_that_are_not_are_refused() {
        for text in [
            "2026-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-04-31",
            "0000-01-01",
            "2026-1-01",
            "2026-11-21 ",
            "+026-11-21",
            "21/11/2026",
            "",
        ] {
            assert_eq!(text.parse::<Date>(), Err(NotADate), "{text}");
        }
        assert!("2028-02-29".parse::<Date>().is_ok());
        assert!("2100-02-29".parse::<Date>().is_err());
    }

    #[test]
    fn a_person_types_a_day_in_several_ways() {
        for text in ["21/11/2026", "21-11-2026", "21.11.26", " 21 / 11 / 2026 ", "21 11 2026"] {
            assert_eq!(Date::typed(text), Ok(date("2026-11-21")), "{text}");
        }
        for text in ["31/4/2026", "21/11", "11/21/2026", "mai", "21/11/226", "1/1/1/2026"] {
            assert_eq!(Date::typed(text), Err(NotADate), "{text}");
        }
        assert_eq!(Date::typed("3/2/2026").unwrap().text(), "03/02/2026");
    }

    #[test]
    fn the_day_in_vietnam_begins_at_17_hours_utc() {
        let midnight = 20_778 * DAY_MS - VIETNAM_OFFSET_MS;
        assert_eq!(Date::in_vietnam(midnight), date("2026-11-21"));
        assert_eq!(Date::in_vietnam(midnight - 1), date("2026-11-20"));
        assert_eq!(Date::in_vietnam(i64::MAX), date("9999-12-31"));
        assert_eq!(Date::in_vietnam(i64::MIN), date("0001-01-01"));
    }

    #[test]
    fn dates_travel_as_iso_text() {
        assert_eq!(serde_json::to_string(&date("2026-11-21")).unwrap(), "\"2026-11-21\"");
        assert!(serde_json::from_str::<Date>("\"2026-02-30\"").is_err());
    }

    proptest! {
        #[test]
        fn numbers_and_dates_are_one_to_one_and_in_order(days in -719_162i32..2_932_896) {
            let (one, next) = (Date::from_days(days), Date::from_days(days + 1));
            prop_assert_eq!(one.to_days(), days);
            prop_assert!(one < next);
            prop_assert_eq!(one.to_string().parse(), Ok(one));
            prop_assert_eq!(Date::typed(&one.text()), Ok(one));
            prop_assert_eq!(one.plus_days(1), next);
            prop_assert_eq!(Date::new(one.year(), one.month(), one.day()), Ok(one));
        }
    }
}
