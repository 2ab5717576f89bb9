//! What Magento packs into one cell: `code=value` pairs and lists of category paths.
//!
//! Must not know which column the cell is of.

use super::super::entity::decode;
use crate::domain::text::{fold, tidy};

/// Returns `code=value` pairs; a part without a sign belongs to the value before, so commas inside a value survive.
/// With Magento's fields enclosure values stand in quotes, doubled inside.
pub(super) fn pairs(cell: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for part in cell.split(',') {
        let code = part.split_once('=').filter(|(code, _)| is_code(code));
        // A quote that is still open takes the part, whatever it looks like.
        let open = pairs
            .last()
            .is_some_and(|(_, value)| value.starts_with('"') && value.matches('"').count() % 2 == 1);
        match (code, pairs.last_mut()) {
            (Some((code, value)), _) if !open => pairs.push((fold(code), value.to_owned())),
            (_, Some((_, value))) => {
                value.push(',');
                value.push_str(part);
            }
            _ => {}
        }
    }
    let bare = |value: String| match value.strip_prefix('"').and_then(|value| value.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => value,
    };
    pairs.into_iter().map(|(code, value)| (code, bare(value).trim().to_owned())).collect()
}

fn is_code(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

/// Returns the category paths of a cell. A comma separates them, or a `|`; a part that does not begin where another path
/// of the cell begins, and holds no `/`, is the rest of a name with a comma.
pub(super) fn paths(cell: &str) -> Vec<String> {
    let sign = if cell.contains('|') { '|' } else { ',' };
    let root = cell.split(['/', sign]).next().unwrap_or_default().trim().to_owned();
    let mut paths: Vec<String> = Vec::new();
    for part in cell.split(sign) {
        let begins = part.trim() == root || part.contains('/') || sign == '|';
        match paths.last_mut() {
            Some(last) if !begins => {
                last.push(sign);
                last.push_str(part);
            }
            _ => paths.push(part.to_owned()),
        }
    }
    let tidied = paths
        .iter()
        .map(|path| path.split('/').map(|name| tidy(&decode(name))).collect::<Vec<_>>().join("/"));
    tidied.filter(|path| !path.is_empty()).collect()
}
