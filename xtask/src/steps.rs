//! Named steps with their times: what is being done is always in view, and a summary ends the run.

use std::time::{Duration, Instant};

use crate::failure::{Failure, Outcome};

/// The steps of one run, in order.
#[derive(Default)]
pub struct Steps {
    done: Vec<Step>,
}

struct Step {
    name: String,
    took: Duration,
    failure: Option<Failure>,
}

impl Steps {
    /// Does one step; its failure ends the run.
    pub fn must<T>(&mut self, name: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
        println!("▸ {name}");
        let start = Instant::now();
        let outcome = work();
        println!("  {} {name} · {}", if outcome.is_ok() { "✓" } else { "✗" }, shown(start.elapsed()));
        self.done.push(Step { name: name.to_owned(), took: start.elapsed(), failure: None });
        outcome
    }

    /// Does one step; its failure is kept for the summary, and the run goes on.
    pub fn check(&mut self, name: &str, work: impl FnOnce() -> Outcome) -> bool {
        let failure = self.must(name, work).err();
        if let Some(failure) = &failure {
            eprintln!("  {failure}");
        }
        let passed = failure.is_none();
        if let Some(step) = self.done.last_mut() {
            step.failure = failure;
        }
        passed
    }

    /// Records a step that could not be tried because an earlier one failed.
    pub fn skip(&mut self, name: &str, why: &str) {
        println!("▸ {name}\n  ✗ not tried: {why}");
        self.done.push(Step {
            name: name.to_owned(),
            took: Duration::ZERO,
            failure: Some(Failure::new(format!("not tried: {why}"))),
        });
    }

    /// Prints every step with its time; fails when one of them did.
    pub fn summary(&self) -> Outcome {
        println!();
        for step in &self.done {
            let mark = if step.failure.is_some() { "✗" } else { "✓" };
            println!("{mark} {:>9}  {}", shown(step.took), step.name);
            if let Some(failure) = &step.failure {
                println!("             {failure}");
            }
        }
        let total = self.done.iter().map(|step| step.took).sum();
        println!("  {:>9}  together", shown(total));
        match self.failed() {
            0 => Ok(()),
            failed => Err(Failure::new(format!("{failed} of {} steps failed", self.done.len()))),
        }
    }

    /// How many steps failed.
    pub fn failed(&self) -> usize {
        self.done.iter().filter(|step| step.failure.is_some()).count()
    }
}

/// A duration as people read it: `0.4 s`, `12.0 s`, `3 min 05 s`.
pub fn shown(took: Duration) -> String {
    let (seconds, tenths) = (took.as_secs(), took.subsec_millis() / 100);
    if seconds < 60 { format!("{seconds}.{tenths} s") } else { format!("{} min {:02} s", seconds / 60, seconds % 60) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_shown_as_people_read_them() {
        assert_eq!(shown(Duration::from_millis(440)), "0.4 s");
        assert_eq!(shown(Duration::from_secs(185)), "3 min 05 s");
    }

    #[test]
    fn one_failed_step_fails_the_run() {
        let mut steps = Steps::default();
        assert!(steps.check("first", || Ok(())));
        assert!(!steps.check("second", || Err(Failure::new("broken"))));
        assert!(steps.summary().is_err());
    }
}
