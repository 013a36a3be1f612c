//! A month of the calendar, by which rows are kept.

use crate::date::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{borrow::Cow, fmt, str::FromStr};

/// A month, `2026-03`; [`Month::NONE`] for what names no day. In the order of time, as are their texts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Month {
    year: i16,
    month: u8,
}

/// There is no such month, or the text does not name one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotAMonth;

impl fmt::Display for NotAMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no such month")
    }
}

impl Month {
    /// Of what names no day: `0000-00`, before all months.
    pub const NONE: Self = Self { year: 0, month: 0 };

    /// The month of a day.
    #[must_use]
    pub fn of(day: Date) -> Self {
        Self { year: day.year(), month: day.month() }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = NotAMonth;

    fn from_str(text: &str) -> Result<Self, NotAMonth> {
        if text == "0000-00" {
            return Ok(Self::NONE);
        }
        format!("{text}-01").parse::<Date>().map(Self::of).map_err(|_| NotAMonth)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(from)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_as_they_are_written_and_in_their_order() {
        let texts = ["0000-00", "0999-12", "2025-12", "2026-01", "2026-11"];
        let months: Vec<Month> = texts.iter().map(|text| text.parse().unwrap()).collect();
        assert!(months.is_sorted());
        assert_eq!(months.iter().map(Month::to_string).collect::<Vec<_>>(), texts);
        for bad in ["", "2026", "2026-13", "2026-1", "2026-01-01", "0000-01"] {
            assert!(bad.parse::<Month>().is_err(), "{bad}");
        }
    }
}
