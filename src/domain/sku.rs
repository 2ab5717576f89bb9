//! A sku: what a product or a variant is called by people and files.
//!
//! Kept as it came (trimmed), compared folded. Must not know whether a product of that sku exists.

use super::text;

/// Longest sku in characters.
pub const SKU_CHARS_MAX: usize = 255;

/// A checked sku: never empty, no control characters, at most [`SKU_CHARS_MAX`] characters.
#[derive(Debug, Clone)]
pub struct Sku {
    written: String,
    fold: String,
}

impl Sku {
    /// Returns the sku, or the sentence that says what is wrong with it.
    pub fn parse(written: &str) -> Result<Self, String> {
        let written = text::tidy(written);
        if written.is_empty() {
            return Err("The sku is empty.".into());
        }
        if written.chars().count() > SKU_CHARS_MAX {
            return Err(format!("The sku is longer than {SKU_CHARS_MAX} characters."));
        }
        if written.chars().any(char::is_control) {
            return Err("The sku holds a control character.".into());
        }
        let fold = text::fold(&written);
        Ok(Self { written, fold })
    }

    /// Returns the sku as it was written, trimmed.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Returns the form that skus are compared by.
    pub fn fold(&self) -> &str {
        &self.fold
    }
}

impl std::fmt::Display for Sku {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.written)
    }
}

impl PartialEq for Sku {
    fn eq(&self, other: &Self) -> bool {
        self.fold == other.fold
    }
}
impl Eq for Sku {}
impl std::hash::Hash for Sku {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.fold.hash(state);
    }
}
impl PartialOrd for Sku {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Sku {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.fold.cmp(&other.fold)
    }
}
