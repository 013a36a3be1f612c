//! What went wrong, in a sentence for the person at the terminal.
//! No error of a library is shown without the file or command it belongs to.

use std::fmt::{self, Display, Formatter};
use std::path::Path;

/// One sentence: what failed and, where there is one, what to do.
#[derive(Debug)]
pub struct Failure(String);

/// The outcome of anything that these tools do.
pub type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    /// A failure told in the given words.
    pub fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }

    /// A failure of reading or writing `path`.
    pub fn at(path: &Path, cause: impl Display) -> Self {
        Self(format!("{}: {cause}", path.display()))
    }
}

impl Display for Failure {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}
