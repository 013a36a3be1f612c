//! Amounts in đồng: whole numbers, written with dots, and read out in words.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Whole đồng. There is no smaller unit and no fraction.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Dong(pub i64);

/// Spellings that offices choose between.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct WordStyle {
    /// The word for 1,000,000,000.
    pub billion: Billion,
    /// The word for an empty place of tens (105).
    pub gap: Gap,
}

/// `tỷ` or `tỉ`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Billion {
    /// tỷ, as in decrees.
    #[default]
    WithY,
    /// tỉ, as in schoolbooks.
    WithI,
}

/// `linh` or `lẻ`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gap {
    /// linh, in the north.
    #[default]
    Linh,
    /// lẻ, in the south.
    Le,
}

impl WordStyle {
    /// What decrees and offices in the north use.
    pub const NORTH: Self = Self { billion: Billion::WithY, gap: Gap::Linh };
}

impl Default for WordStyle {
    fn default() -> Self {
        Self::NORTH
    }
}

/// The text is no amount of whole đồng.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotAnAmount;

impl fmt::Display for NotAnAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an amount of whole đồng")
    }
}

impl Dong {
    /// `3.500.000.000`, without the word đồng.
    #[must_use]
    pub fn dotted(self) -> String {
        dotted(self.0)
    }

    /// `3.500.000.000 đồng`.
    #[must_use]
    pub fn text(self) -> String {
        format!("{} đồng", self.dotted())
    }

    /// `Ba tỷ năm trăm triệu đồng`.
    #[must_use]
    pub fn words(self, style: WordStyle) -> String {
        let mut words = Vec::new();
        if self.0 < 0 {
            words.push("âm");
        }
        if self.0 == 0 {
            words.push("không");
        }
        push_number(&mut words, self.0.unsigned_abs(), true, style);
        words.push("đồng");
        let text = words.join(" ");
        let mut letters = text.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
    }

    /// What a person typed: digits, with dots, commas or blanks between groups of three, and
    /// perhaps `đồng`, `đ` or `VNĐ` behind.
    pub fn typed(text: &str) -> Result<Self, NotAnAmount> {
        let folded = crate::vietnamese::folded(text.trim());
        let number = ["dong", "vnd", "d"].iter().find_map(|word| folded.strip_suffix(word)).unwrap_or(&folded).trim();
        let (sign, number) = number.strip_prefix('-').map_or((1, number), |rest| (-1, rest));
        let mut groups = number.split(|c: char| matches!(c, '.' | ',') || c.is_whitespace());
        let first = groups.next().unwrap_or_default();
        let rest: Vec<&str> = groups.collect();
        let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let is_grouped = first.len() <= 3 && rest.iter().all(|group| group.len() == 3);
        if !is_number(first) || !rest.iter().all(|group| is_number(group)) || !(rest.is_empty() || is_grouped) {
            return Err(NotAnAmount);
        }
        let digits = rest.iter().fold(first.to_owned(), |all, group| all + group);
        digits.parse::<i64>().map(|amount| Self(sign * amount)).map_err(|_| NotAnAmount)
    }
}

/// A whole number with a dot after each group of three digits: `12.480`.
#[must_use]
pub fn dotted(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3 + 1);
    if number < 0 {
        out.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

/// Billions are read as a number of their own, so 1,500,000,000,000 is `một nghìn năm trăm tỷ`.
/// `leads`: no digit was read before, so the first group drops its empty hundreds.
fn push_number(words: &mut Vec<&'static str>, number: u64, leads: bool, style: WordStyle) {
    const BILLION: u64 = 1_000_000_000;
    let mut leads = leads;
    if number >= BILLION {
        push_number(words, number / BILLION, leads, style);
        words.push(if style.billion == Billion::WithY { "tỷ" } else { "tỉ" });
        leads = false;
    }
    let rest = number % BILLION;
    for (group, name) in
        [(rest / 1_000_000, Some("triệu")), (rest / 1_000 % 1_000, Some("nghìn")), (rest % 1_000, None)]
    {
        if group > 0 {
            push_group(words, group as usize, leads, style);
            words.extend(name);
            leads = false;
        }
    }
}

/// Three digits. The irregular readings: mốt and tư after two tens and more, lăm after any tens.
fn push_group(words: &mut Vec<&'static str>, group: usize, leads: bool, style: WordStyle) {
    let (hundreds, tens, ones) = (group / 100, group / 10 % 10, group % 10);
    if hundreds > 0 || !leads {
        words.extend([DIGITS[hundreds], "trăm"]);
    }
    match tens {
        0 if ones > 0 && (hundreds > 0 || !leads) => words.push(if style.gap == Gap::Linh { "linh" } else { "lẻ" }),
        0 => {}
        1 => words.push("mười"),
        _ => words.extend([DIGITS[tens], "mươi"]),
    }
    match (tens, ones) {
        (_, 0) => {}
        (2.., 1) => words.push("mốt"),
        (2.., 4) => words.push("tư"),
        (1.., 5) => words.push("lăm"),
        _ => words.push(DIGITS[ones]),
    }
}

#[cfg(test)]
mod tests;
