//! Options of the command line: `--name value` or `--name=value`, and flags.

use crate::failure::{Failure, Outcome};

/// The words after the task's name.
pub struct Arguments(Vec<String>);

impl Arguments {
    /// Those of this process, after the task's name.
    pub fn new(words: impl Iterator<Item = String>) -> Self {
        Self(words.collect())
    }

    /// Whether the flag was given; takes it out.
    pub fn flag(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|word| word != name);
        self.0.len() < before
    }

    /// The value of an option, if it was given; takes both out.
    pub fn value(&mut self, name: &str) -> Outcome<Option<String>> {
        let joined = format!("{name}=");
        let Some(at) = self.0.iter().position(|word| word == name || word.starts_with(&joined)) else {
            return Ok(None);
        };
        let word = self.0.remove(at);
        if let Some(value) = word.strip_prefix(&joined) {
            return Ok(Some(value.to_owned()));
        }
        if at == self.0.len() {
            return Err(Failure::new(format!("{name} needs a value")));
        }
        Ok(Some(self.0.remove(at)))
    }

    /// The words that are left.
    pub fn rest(self) -> Vec<String> {
        self.0
    }

    /// Fails when a word is left that no one asked for.
    pub fn none_left(self) -> Outcome {
        match self.0.first() {
            Some(word) => Err(Failure::new(format!("`{word}` is not understood; see cargo xtask help"))),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(line: &str) -> Arguments {
        Arguments::new(line.split(' ').map(str::to_owned))
    }

    #[test]
    fn options_are_read_in_both_forms_and_in_any_order() {
        let mut given = arguments("--data-dir=/tmp/a --no-demo --port 8081");
        assert_eq!(given.value("--port").expect("has a value").as_deref(), Some("8081"));
        assert_eq!(given.value("--data-dir").expect("has a value").as_deref(), Some("/tmp/a"));
        assert_eq!(given.value("--database-url").expect("was not given"), None);
        assert!(given.flag("--no-demo") && !given.flag("--no-demo"));
        assert!(given.none_left().is_ok());
    }

    #[test]
    fn what_no_one_asked_for_is_refused() {
        assert!(arguments("--port").value("--port").is_err());
        assert!(arguments("--prot 1").none_left().is_err());
    }
}
