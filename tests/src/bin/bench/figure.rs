//! A figure with its aim, and the table of all of them.

use serde::Serialize;
use std::{fs, time::Duration};
use tests::folder::repository;

/// One line of the table.
#[derive(Debug, Serialize)]
pub struct Figure {
    /// What was measured.
    pub name: String,
    /// The median, in `unit`.
    pub value: u64,
    /// What the value counts.
    pub unit: &'static str,
    /// What is aimed at, in the same unit; `None` for figures that are only shown.
    pub aim: Option<Aim>,
}

/// Which side of a value is good.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    /// So much or more.
    AtLeast(u64),
    /// So much or less.
    AtMost(u64),
}

impl Figure {
    /// A figure.
    pub fn new(name: impl Into<String>, value: u64, unit: &'static str, aim: Option<Aim>) -> Self {
        Self { name: name.into(), value, unit, aim }
    }
}

/// The middle one.
pub fn median(mut values: Vec<u64>) -> u64 {
    share(&mut values, 50)
}

/// The value that so many of a hundred do not exceed.
pub fn share(values: &mut [u64], percent: usize) -> u64 {
    values.sort_unstable();
    let at = (values.len() * percent).div_ceil(100).max(1) - 1;
    values.get(at).copied().unwrap_or_default()
}

/// So many a second.
pub fn rate(count: usize, time: Duration) -> u64 {
    let micros = time.as_micros().max(1);
    u64::try_from(count as u128 * 1_000_000 / micros).unwrap_or(u64::MAX)
}

/// Prints the table, and keeps it as JSON in `target/bench.json`.
pub fn print(figures: &[Figure]) {
    let width = figures.iter().map(|figure| figure.name.chars().count()).max().unwrap_or_default();
    println!();
    for Figure { name, value, unit, aim } in figures {
        let (aim, verdict) = match aim {
            None => (String::new(), ""),
            Some(Aim::AtLeast(aim)) => (format!("aim ≥ {}", grouped(*aim)), if value >= aim { "✓" } else { "✗" }),
            Some(Aim::AtMost(aim)) => (format!("aim ≤ {}", grouped(*aim)), if value <= aim { "✓" } else { "✗" }),
        };
        println!("{name:<width$}  {:>12} {unit:<10} {aim:<18} {verdict}", grouped(*value));
    }
    let path = repository().join("target/bench.json");
    let text = serde_json::to_string_pretty(figures).expect("figures are plain");
    match fs::write(&path, text) {
        Ok(()) => println!("\nthe same as JSON: {}", path.display()),
        Err(error) => eprintln!("\n{} cannot be written: {error}", path.display()),
    }
}

/// 1234567 as 1,234,567.
fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
