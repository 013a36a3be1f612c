//! The time of day on a form, and how a moment is shown to people.

use super::{DAY_MS, Date, VIETNAM_OFFSET_MS};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{borrow::Cow, fmt, str::FromStr};

/// Minutes since midnight; `08:30` on the wire and on paper.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TimeOfDay(u16);

/// The text names no time of day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotATime;

impl fmt::Display for NotATime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no such time of day")
    }
}

impl TimeOfDay {
    /// The time of these numbers, 00:00 to 23:59.
    pub fn new(hour: u8, minute: u8) -> Result<Self, NotATime> {
        if hour < 24 && minute < 60 { Ok(Self(u16::from(hour) * 60 + u16::from(minute))) } else { Err(NotATime) }
    }

    /// Minutes since midnight, 0 to 1439.
    #[must_use]
    pub fn minutes(self) -> u16 {
        self.0
    }

    /// What a person typed: `8:30`, `8h30`, `8 giờ 30`, `8g30`, `8h`, `0830` or `8`.
    pub fn typed(text: &str) -> Result<Self, NotATime> {
        let text = crate::vietnamese::folded(text.trim());
        let digits: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
        let between = text.trim_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
        let is_known = matches!(
            between.trim_end_matches("phut").trim_matches(|c: char| c.is_whitespace() || c.is_ascii_digit()),
            "" | ":" | "h" | "g" | "gio" | "."
        );
        let number =
            |digits: &str| if digits.len() <= 2 { digits.parse::<u8>().map_err(|_| NotATime) } else { Err(NotATime) };
        match (is_known, &digits[..]) {
            (true, [hour, minute]) => Self::new(number(hour)?, number(minute)?),
            (true, [both]) if both.len() == 4 => Self::new(number(&both[..2])?, number(&both[2..])?),
            (true, [hour]) => Self::new(number(hour)?, 0),
            _ => Err(NotATime),
        }
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl FromStr for TimeOfDay {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        let time =
            text.split_once(':').filter(|(hour, minute)| hour.len() == 2 && minute.len() == 2).ok_or(NotATime)?;
        let number = |digits: &str| {
            let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit());
            if is_plain { digits.parse().map_err(|_| NotATime) } else { Err(NotATime) }
        };
        Self::new(number(time.0)?, number(time.1)?)
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Cow::<'de, str>::deserialize(from)?.parse().map_err(de::Error::custom)
    }
}

/// A moment (milliseconds since 1970, UTC) as people in Vietnam read it: `09:41 21/11/2026`.
#[must_use]
pub fn moment_text(at_ms: i64) -> String {
    let minutes = at_ms.saturating_add(VIETNAM_OFFSET_MS).rem_euclid(DAY_MS) / 60_000;
    format!("{:02}:{:02} {}", minutes / 60, minutes % 60, Date::in_vietnam(at_ms).text())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_shown_in_vietnams_time() {
        assert_eq!(moment_text(1_795_228_860_000), "09:41 21/11/2026");
        assert_eq!(moment_text(0), "07:00 01/01/1970");
        assert_eq!(moment_text(-8 * 3_600_000), "23:00 31/12/1969");
    }

    #[test]
    fn a_person_types_a_time_in_several_ways() {
        for text in ["8:30", "08:30", "8h30", "8 giờ 30", "8 giờ 30 phút", "8g30", "0830", "8.30", " 8H30 "] {
            assert_eq!(TimeOfDay::typed(text), TimeOfDay::new(8, 30), "{text}");
        }
        for text in ["8h", "8", "8 giờ", "08:00"] {
            assert_eq!(TimeOfDay::typed(text), TimeOfDay::new(8, 0), "{text}");
        }
        for text in ["", "24:00", "8:60", "sáng", "8:30:15", "830", "8 rưỡi"] {
            assert_eq!(TimeOfDay::typed(text), Err(NotATime), "{text}");
        }
    }

    #[test]
    fn times_travel_as_hours_and_minutes() {
        let time = TimeOfDay::new(8, 5).unwrap();
        assert_eq!(serde_json::to_string(&time).unwrap(), "\"08:05\"");
        assert_eq!("08:05".parse(), Ok(time));
        assert!("8:05".parse::<TimeOfDay>().is_err());
        assert!("+8:05".parse::<TimeOfDay>().is_err());
    }
}
