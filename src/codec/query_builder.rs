//! Rules as jQuery-QueryBuilder JSON, in Kindred's and Spryker's spelling.

use serde_json::Value;

use crate::domain::problem::Problems;
use crate::domain::rule::draft::Draft;

/// Reads a rule; its unnamed nodes are called `t0`, `t1`, … in pre-order, `t` being the tree.
pub fn read(_json: &Value, tree: char) -> Result<Draft, Problems> {
    Ok(Draft::empty(tree))
}

/// Reads a rule from text.
pub fn read_text(_text: &str, tree: char) -> Result<Draft, Problems> {
    Ok(Draft::empty(tree))
}

/// Writes a rule.
pub fn write(_draft: &Draft) -> Value {
    Value::Null
}
