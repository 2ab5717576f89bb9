//! File: a snapshot as a stream of bytes, and back.
//!
//! What is large is kept as it lies in memory, in blocks, so that reading is copying. The stream is checked as a whole
//! before anything of it is used. Relations come as they are kept, without how they stand: their drafts go through the
//! same gate as ever. Must not know where the bytes go; `work` does.

mod read;
mod shelf;
pub mod stream;
mod vocabulary;
mod write;

pub use read::read;
pub use write::write;

/// The shape of the stream; a change of any part, or of what a record or a set means, counts it up.
pub const FORMAT: u32 = 3;

/// Turns a draft into text and back, which the index leaves to others.
pub struct Drafts<'a> {
    /// Returns the text of a draft.
    pub write: &'a (dyn Fn(&crate::domain::relation::draft::Draft) -> String + Sync),
    /// Returns the draft of a text; `None` for damage.
    pub read: &'a (dyn Fn(&str) -> Option<crate::domain::relation::draft::Draft> + Sync),
}

impl std::fmt::Debug for Drafts<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Drafts")
    }
}

#[cfg(test)]
mod tests;
