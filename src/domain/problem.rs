//! Problems: what is wrong with a draft, each at its place and in a sentence a person can act on.
//!
//! A problem is a value, not an error: `check` returns all of them at once, the page shows each beside its field, the
//! API names its node, the import report its line.

/// One thing that is wrong, at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The name of the input it belongs to (`name`, `t4`, `t4.v`), which is also its HTML id; empty for the whole.
    pub place: String,
    /// A full sentence that says what to do.
    pub message: String,
}

/// All that is wrong with one draft; empty when nothing is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// Adds a problem at a place.
    pub fn add(&mut self, place: impl Into<String>, message: impl Into<String>) {
        self.0.push(Problem { place: place.into(), message: message.into() });
    }

    /// Returns the problems of exactly that place.
    pub fn at<'a>(&'a self, place: &'a str) -> impl Iterator<Item = &'a Problem> {
        self.0.iter().filter(move |problem| problem.place == place)
    }

    /// Returns the first message at that place.
    pub fn first(&self, place: &str) -> Option<&str> {
        self.0.iter().find(|problem| problem.place == place).map(|problem| problem.message.as_str())
    }

    /// Returns true when there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the value when nothing is wrong, else the problems.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }
}
