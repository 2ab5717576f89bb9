//! Rules as jQuery-QueryBuilder JSON, in Kindred's and Spryker's spelling, to drafts and back.
//!
//! Reading is lenient about spelling (either form of an id, `condition` in any case, Spryker's `null`, `{}` and `[]` on
//! leaves, a single value for a list) and ignores keys it does not know, as both seeds' own readers do. It refuses what
//! it would have to guess: an unknown `condition`, a `not` flag, a newer version. Whether fields, operators and values
//! are right is for `domain`'s `check`. Reading and writing walk with lists of their own, so that no depth overflows a
//! stack. What was written reads back as the same draft.

mod read;
mod write;

use serde_json::Value;

use crate::codec::strict;
use crate::domain::problem::Problems;
use crate::domain::rule::draft::Draft;

/// The version of the format that is written; a rule without one is of this version.
pub const VERSION: u64 = 1;
/// Most nodes that are read at all; `check` refuses far fewer, but names them.
pub const NODES_READ_MAX: usize = 2_000;
/// Deepest nesting that is written; `check` refuses far less.
const DEPTH_WRITTEN_MAX: usize = 48;
/// Operators whose right-hand side is a list, and whose single text may be one parted by commas.
const COMMA: [&str; 3] = ["in", "not_in", "all_in"];

/// Reads a rule; its unnamed nodes are called `t0`, `t1`, … in pre-order, `t` being the tree.
pub fn read(json: &Value, tree: char) -> Result<Draft, Problems> {
    read::read(json, tree)
}

/// Reads a rule from text.
pub fn read_text(text: &str, tree: char) -> Result<Draft, Problems> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match strict::read(text.as_bytes()) {
        Ok(json) => read(&json, tree),
        Err(error) => {
            let mut problems = Problems::default();
            problems.add(format!("{tree}0"), not_json(&error));
            Err(problems)
        }
    }
}

/// Writes a rule. Names that reading would give anyway are left out.
pub fn write(draft: &Draft) -> Value {
    write::write(draft)
}

/// Says in words why a text could not be read by `strict`, without the reader's own.
pub fn not_json(error: &serde_json::Error) -> String {
    let (line, column) = (error.line(), error.column());
    if error.is_data() {
        let told = error.to_string();
        let name = told.rsplit_once(" at line").map_or(told.as_str(), |(name, _)| name);
        format!("The name {name} is there twice: look at line {line}, column {column}, and keep one.")
    } else if error.is_eof() {
        format!("The JSON ends too early, in line {line}.")
    } else {
        format!("This is not JSON, or it is nested too deeply: look at line {line}, column {column}.")
    }
}

#[cfg(test)]
mod tests;
