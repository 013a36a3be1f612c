//! Dates as people write them here, 21/11/2026, and as machines keep them, "2026-11-21". Pure, no clock.

/// A day of the calendar in use, always valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    year: u16,
    month: u8,
    day: u8,
}

impl Day {
    /// The day, if there is one; years 1900 to 2199.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let valid =
            (1900..2200).contains(&year) && (1..=12).contains(&month) && day >= 1 && day <= days_in_month(year, month);
        valid.then_some(Self { year, month, day })
    }

    /// What "2026-11-21" says.
    #[must_use]
    pub fn from_iso(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || year.len() != 4 {
            return None;
        }
        Self::new(number(year)?, u8::try_from(number(month)?).ok()?, u8::try_from(number(day)?).ok()?)
    }

    /// What "21/11/2026", "21-11-2026", "21.11.2026", "21 11 26" or "21112026" says.
    #[must_use]
    pub fn from_typed(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Self::new(
                number(&text[4..])?,
                u8::try_from(number(&text[2..4])?).ok()?,
                u8::try_from(number(&text[..2])?).ok()?,
            );
        }
        let mut parts = text.split(['/', '-', '.', ' ']).filter(|part| !part.is_empty());
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || day.len() > 2 {
            return None;
        }
        let year = match year.len() {
            2 => 2000 + number(year)?,
            4 => number(year)?,
            _ => return None,
        };
        Self::new(year, u8::try_from(number(month)?).ok()?, u8::try_from(number(day)?).ok()?)
    }

    /// "2026-11-21".
    #[must_use]
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// "21/11/2026".
    #[must_use]
    pub fn shown(self) -> String {
        format!("{:02}/{:02}/{:04}", self.day, self.month, self.year)
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }

    /// Days since Monday, 0 to 6.
    #[must_use]
    pub fn weekday(self) -> u8 {
        // Counted from 1 January 1900, a Monday.
        let years = u32::from(self.year) - 1900;
        let leaps = (1900..self.year).filter(|year| is_leap(*year)).count();
        let before: u32 = (1..self.month).map(|month| u32::from(days_in_month(self.year, month))).sum();
        let days = years * 365 + u32::try_from(leaps).unwrap_or(0) + before + u32::from(self.day) - 1;
        u8::try_from(days % 7).unwrap_or(0)
    }
}

/// "2026-11-21" as "21/11/2026"; anything else unchanged, so that half-typed text stays in view.
#[must_use]
pub fn shown_from_iso(text: &str) -> String {
    Day::from_iso(text).map_or_else(|| text.to_owned(), Day::shown)
}

/// "21/11/2026" as "2026-11-21"; anything else trimmed but otherwise unchanged.
#[must_use]
pub fn iso_from_typed(text: &str) -> String {
    Day::from_typed(text).or_else(|| Day::from_iso(text)).map_or_else(|| text.trim().to_owned(), Day::iso)
}

/// How many days a month has.
#[must_use]
pub fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

/// The month `by` months away, as (year, month).
#[must_use]
pub fn month_away(year: u16, month: u8, by: i32) -> (u16, u8) {
    let months = (i32::from(year) * 12 + i32::from(month) - 1 + by).clamp(1900 * 12, 2199 * 12 + 11);
    (u16::try_from(months / 12).unwrap_or(2000), u8::try_from(months % 12 + 1).unwrap_or(1))
}

fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn number(text: &str) -> Option<u16> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        for text in ["21/11/2026", "21-11-2026", "21.11.2026", " 21 / 11 / 2026 ", "21/11/26", "21112026"] {
            assert_eq!(iso_from_typed(text), "2026-11-21", "{text}");
        }
        assert_eq!(iso_from_typed("1/2/2026"), "2026-02-01");
        assert_eq!(iso_from_typed("2026-11-21"), "2026-11-21");
    }

    #[test]
    fn what_is_no_date_stays_as_it_was_typed() {
        for text in
            ["", "21/11", "31/02/2026", "29/02/2025", "21/13/2026", "0/1/2026", "mai", "21/11/026", "1/1/1/2026"]
        {
            assert_eq!(iso_from_typed(text), text);
            assert_eq!(Day::from_typed(text), None, "{text}");
        }
    }

    #[test]
    fn dates_are_shown_day_first() {
        assert_eq!(shown_from_iso("2026-11-21"), "21/11/2026");
        assert_eq!(shown_from_iso("2024-02-29"), "29/02/2024");
        assert_eq!(shown_from_iso("21/1"), "21/1");
    }

    #[test]
    fn weekdays_count_from_monday() {
        let weekday = |text| Day::from_iso(text).map(Day::weekday);
        assert_eq!(weekday("1900-01-01"), Some(0));
        assert_eq!(weekday("2026-11-21"), Some(5));
        assert_eq!(weekday("2024-02-29"), Some(3));
        assert_eq!(weekday("2000-03-01"), Some(2));
    }

    #[test]
    fn months_roll_over_years() {
        assert_eq!(month_away(2026, 12, 1), (2027, 1));
        assert_eq!(month_away(2026, 1, -1), (2025, 12));
        assert_eq!(month_away(2026, 6, 0), (2026, 6));
        assert_eq!(month_away(1900, 1, -1), (1900, 1));
    }
}
