//! Numbers as people write them here: dots between thousands. Pure, no DOM.

/// What stands in the field of a number. Text that is no number stays what it is: whoever typed it
/// finds it again, with a word about it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Typed {
    /// Nothing, which is not 0.
    #[default]
    Nothing,
    /// A whole number.
    Number(i64),
    /// Something that is no whole number.
    Text(String),
}

impl Typed {
    /// What a person has typed.
    #[must_use]
    pub fn read(text: &str) -> Self {
        if text.trim().is_empty() {
            return Self::Nothing;
        }
        amount_from_typed(text).map_or_else(|| Self::Text(text.to_owned()), Self::Number)
    }

    /// As it stands in the field once the focus has left it.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Number(number) => grouped(*number),
            Self::Text(text) => text.clone(),
        }
    }

    /// The number; 0 while there is none.
    #[must_use]
    pub fn number(&self) -> i64 {
        if let Self::Number(number) = self { *number } else { 0 }
    }
}

/// `3500000` as "3.500.000".
#[must_use]
pub fn grouped(amount: i64) -> String {
    let digits = amount.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if amount < 0 {
        text.push('−');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// What "3.500.000", "3 500 000", "3500000" or "3.500.000 đ" says, or `None` when it is not a whole amount.
///
/// Behind each dot stand three digits. "3.5", "3,5" and "3.500.00" are refused rather than read as 35
/// and 350.000: a wrong amount is worse than a question.
#[must_use]
pub fn amount_from_typed(text: &str) -> Option<i64> {
    let text = text.trim().trim_end_matches(['đ', '₫']).trim();
    let digits = |group: &str| group.chars().filter(char::is_ascii_digit).count();
    let mut groups = text.split('.').map(digits);
    if groups.next() == Some(0) || groups.any(|digits| digits != 3) {
        return None;
    }
    let mut digits = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '0'..='9' => digits.push(letter),
            '.' => {}
            _ if letter.is_whitespace() => {}
            _ => return None,
        }
    }
    digits.parse().ok()
}

/// What a counter says, or `None` when it is no whole number.
#[must_use]
pub fn count_from_typed(text: &str) -> Option<u32> {
    amount_from_typed(text).and_then(|amount| u32::try_from(amount).ok())
}

/// How many hundredths `value` is of `max`, at most 100; an empty whole is 0.
#[must_use]
pub fn percent(value: u64, max: u64) -> u64 {
    value.min(max).saturating_mul(100).checked_div(max).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated_by_dots() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_000), "1.000");
        assert_eq!(grouped(3_500_000), "3.500.000");
        assert_eq!(grouped(-12_345), "−12.345");
        assert_eq!(grouped(i64::MAX), "9.223.372.036.854.775.807");
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for text in ["3500000", "3.500.000", "3 500 000", " 3.500.000 đ ", "3.500.000₫", "3\u{a0}500\u{a0}000"] {
            assert_eq!(amount_from_typed(text), Some(3_500_000), "{text}");
        }
        assert_eq!(amount_from_typed("3.500"), Some(3_500));
    }

    #[test]
    fn what_is_not_a_whole_amount_is_refused() {
        for text in ["", "đ", "3.5", "3,5", "3.", ".5", ".500", "3.500.00", "ba triệu", "-5", "99999999999999999999"]
        {
            assert_eq!(amount_from_typed(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        for amount in [0, 7, 1_000, 45_600, 123_456_789] {
            assert_eq!(amount_from_typed(&grouped(amount)), Some(amount));
        }
    }

    #[test]
    fn what_is_no_number_stays_in_its_field() {
        for text in ["45 hộ", "1,5", "12a", "-3", "99999999999999999999"] {
            assert_eq!(Typed::read(text), Typed::Text(text.to_owned()));
            assert_eq!(Typed::read(text).shown(), text);
        }
        assert_eq!(Typed::read(" "), Typed::Nothing);
        assert_eq!(Typed::read("1000001").shown(), "1.000.001");
    }

    #[test]
    fn counters_stop_at_their_type() {
        assert_eq!(count_from_typed("4294967295"), Some(u32::MAX));
        assert_eq!(count_from_typed("4294967296"), None);
    }

    #[test]
    fn percent_never_passes_the_whole() {
        assert_eq!(percent(1, 3), 33);
        assert_eq!(percent(9, 3), 100);
        assert_eq!(percent(1, 0), 0);
    }
}
