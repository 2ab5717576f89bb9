//! What a query string names and what becomes of it when nothing has that name: it is dropped and said.

use super::fields::Fields;
use crate::domain::decimal::clip;

/// The names that meant nothing, each as a sentence.
#[derive(Debug, Default)]
pub struct Dropped(pub Vec<String>);

impl Dropped {
    /// Returns what was found under a field's text; what was asked for and not found is dropped, empty instead.
    pub fn unless_known<T: Default>(
        &mut self,
        fields: &Fields,
        name: &str,
        what: &str,
        found: Option<T>,
    ) -> T {
        let typed = fields.get(name).trim();
        if found.is_none() && !typed.is_empty() {
            self.0.push(format!("There is no {what} “{}”; it was left out of the filter.", clip(typed)));
        }
        found.unwrap_or_default()
    }
}
