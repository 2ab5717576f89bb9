//! Saved views: what somebody calls a filter of the list of relations, to come back to it.
//!
//! A view is an address with a name; the address alone is what one shares. Must not know what the address means.

use super::id::ViewId;
use super::problem::Problems;
use super::text::tidy;

/// Most views of one person.
pub const VIEWS_MAX: usize = 20;
/// Longest name in characters.
pub const NAME_CHARS_MAX: usize = 60;

/// A saved view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// Its number.
    pub id: ViewId,
    /// What its owner calls it.
    pub name: String,
    /// The address of the list so filtered.
    pub address: String,
}

/// Returns the name as it is kept, or the sentence that says what is wrong with it.
pub fn name(typed: &str) -> Result<String, Problems> {
    let name = tidy(typed);
    let mut problems = Problems::default();
    if name.is_empty() {
        problems.add("name", "Write what the view should be called.");
    } else if name.chars().count() > NAME_CHARS_MAX {
        problems.add("name", format!("A view’s name has at most {NAME_CHARS_MAX} characters."));
    } else if name.chars().any(char::is_control) {
        problems.add("name", "A view’s name is one line.");
    }
    problems.or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_has_a_name_of_one_line() {
        let long = "x".repeat(NAME_CHARS_MAX + 1);
        for (typed, kept) in [
            ("  Cross-sell in DE ", Some("Cross-sell in DE")),
            ("", None),
            ("   ", None),
            ("a\nb", None),
            (long.as_str(), None),
        ] {
            assert_eq!(name(typed).ok().as_deref(), kept, "{typed:?}");
        }
    }
}
