//! A figure with its aim, and how a run's samples become one.

use serde::Serialize;
use std::time::Duration;

/// One figure of one database, or of none.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// What was measured.
    pub name: String,
    /// On which database, where that makes a difference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database: Option<&'static str>,
    /// The median, in `unit`.
    pub value: u64,
    /// What the value counts.
    pub unit: &'static str,
    /// What is aimed at, in the same unit; `None` for figures that are only shown.
    #[serde(skip_serializing_if = "Option::is_none")]
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

impl Aim {
    /// Whether a value is on the good side.
    pub fn is_met(self, value: u64) -> bool {
        match self {
            Self::AtLeast(aim) => value >= aim,
            Self::AtMost(aim) => value <= aim,
        }
    }
}

impl Figure {
    /// A figure to which no database belongs.
    pub fn new(name: impl Into<String>, value: u64, unit: &'static str, aim: Option<Aim>) -> Self {
        Self { name: name.into(), database: None, value, unit, aim }
    }
}

/// What several runs found on one database, in the order in which it was first found.
pub struct Samples {
    database: &'static str,
    lines: Vec<(Figure, Vec<u64>)>,
}

impl Samples {
    /// None yet.
    pub fn on(database: &'static str) -> Self {
        Self { database, lines: Vec::new() }
    }

    /// Takes in what one run found. Names that begin with a space belong to the line before.
    pub fn note(&mut self, name: impl Into<String>, value: u64, unit: &'static str, aim: Option<Aim>) {
        let name = name.into();
        match self.lines.iter_mut().find(|(line, _)| line.name == name) {
            Some((_, values)) => values.push(value),
            None => {
                let figure = Figure { database: Some(self.database), ..Figure::new(name, value, unit, aim) };
                self.lines.push((figure, vec![value]));
            }
        }
    }

    /// The medians.
    pub fn figures(self) -> Vec<Figure> {
        let of_line = |(figure, values)| Figure { value: median(values), ..figure };
        self.lines.into_iter().map(of_line).collect()
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

/// Microseconds.
pub fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

/// Microseconds for each of so many.
pub fn micros_each(time: Duration, count: usize) -> u64 {
    micros(time) / (count as u64).max(1)
}
