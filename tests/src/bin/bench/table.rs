//! The table of all figures, and the same as JSON in `target/bench.json`.

use crate::figure::{Aim, Figure};
use serde_json::{Map, Value, json};
use std::fs;
use tests::folder::repository;

/// One benchmark that was run, and how busy the machine was when it began and when it had ended, in
/// hundredths of a process that wants to run.
pub struct Run {
    /// Its word on the command line.
    pub name: &'static str,
    /// What it found.
    pub figures: Vec<Figure>,
    /// How busy the machine was.
    pub load: [u64; 2],
}

/// Prints the table; databases stand beside each other.
pub fn print(runs: &[Run]) {
    let names = runs.iter().flat_map(|run| &run.figures).map(|figure| figure.name.chars().count());
    let width = names.max().unwrap_or_default();
    for run in runs {
        let [before, after] = run.load.map(hundredths);
        println!("\n{} (load before {before}, after {after})", run.name);
        let mut databases: Vec<&str> = Vec::new();
        for database in run.figures.iter().filter_map(|figure| figure.database) {
            if !databases.contains(&database) {
                databases.push(database);
            }
        }
        if databases.is_empty() {
            run.figures.iter().for_each(|figure| println!("{}", line(&figure.name, width, &[Some(figure)])));
            continue;
        }
        let heads = databases.iter().map(|database| format!("  {database:>14}")).collect::<String>();
        println!("{:<width$}{heads}", "");
        let first = run.figures.iter().filter(|figure| figure.database == Some(databases[0]));
        for name in first.map(|figure| &figure.name) {
            let of = |database: &&str| {
                run.figures.iter().find(|figure| figure.database == Some(*database) && figure.name == *name)
            };
            println!("{}", line(name, width, &databases.iter().map(of).collect::<Vec<_>>()));
        }
    }
}

fn line(name: &str, width: usize, figures: &[Option<&Figure>]) -> String {
    let mut line = format!("{name:<width$}");
    for figure in figures {
        let value = figure.map_or_else(|| "–".to_owned(), |figure| grouped(figure.value));
        let verdict = match figure.and_then(|figure| Some((figure.aim?, figure.value))) {
            None => ' ',
            Some((aim, value)) => {
                if aim.is_met(value) {
                    '✓'
                } else {
                    '✗'
                }
            }
        };
        line += &format!("  {value:>12} {verdict}");
    }
    let Some(figure) = figures.iter().flatten().next() else { return line };
    let aim = match figure.aim {
        None => String::new(),
        Some(Aim::AtLeast(aim)) => format!("aim ≥ {}", grouped(aim)),
        Some(Aim::AtMost(aim)) => format!("aim ≤ {}", grouped(aim)),
    };
    format!("{line}  {:<10} {aim}", figure.unit).trim_end().to_owned()
}

/// Keeps the figures as JSON beside those of other benchmarks that were run before.
pub fn keep(runs: &[Run], times: usize) {
    let path = repository().join("target/bench.json");
    let kept = fs::read_to_string(&path).ok().and_then(|text| serde_json::from_str::<Map<String, Value>>(&text).ok());
    let mut kept = kept.unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    for run in runs {
        let [before, after] = run.load.map(hundredths);
        let about = json!({
            "cores": cores, "runs": times, "load_before": before, "load_after": after, "figures": run.figures,
        });
        kept.insert(run.name.to_owned(), about);
    }
    let text = serde_json::to_string_pretty(&kept).expect("figures are plain");
    match fs::write(&path, text) {
        Ok(()) => println!("\nthe same as JSON: {}", path.display()),
        Err(error) => eprintln!("\n{} cannot be written: {error}", path.display()),
    }
}

/// 174 as 1.74.
fn hundredths(value: u64) -> String {
    format!("{}.{:02}", value / 100, value % 100)
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
