//! Edits of a relation's lists of skus, and the order that a form's rows were left in.

use super::draft::Draft;
use crate::domain::text::fold;

/// Puts a sku behind the pins, once, and no longer among the hidden.
pub fn pin(draft: &mut Draft, sku: &str) {
    draft.hidden.retain(|other| fold(other) != fold(sku));
    if place(&draft.pins, sku).is_none() {
        draft.pins.push(sku.to_owned());
    }
}

/// Takes a sku out of the pins.
pub fn unpin(draft: &mut Draft, sku: &str) {
    draft.pins.retain(|other| fold(other) != fold(sku));
}

/// Moves a pin one place towards the front.
pub fn pin_up(draft: &mut Draft, sku: &str) {
    if let Some((before, at)) = place(&draft.pins, sku).and_then(|at| Some((at.checked_sub(1)?, at))) {
        draft.pins.swap(before, at);
    }
}

/// Moves a pin one place towards the end.
pub fn pin_down(draft: &mut Draft, sku: &str) {
    if let Some(at) = place(&draft.pins, sku).filter(|at| at + 1 < draft.pins.len()) {
        draft.pins.swap(at, at + 1);
    }
}

/// Puts a sku among those never shown, and no longer among the pins.
pub fn hide(draft: &mut Draft, sku: &str) {
    unpin(draft, sku);
    if place(&draft.hidden, sku).is_none() {
        draft.hidden.push(sku.to_owned());
    }
}

/// Lets a sku be shown again.
pub fn unhide(draft: &mut Draft, sku: &str) {
    draft.hidden.retain(|other| fold(other) != fold(sku));
}

fn place(list: &[String], sku: &str) -> Option<usize> {
    let sku = fold(sku);
    list.iter().position(|other| fold(other) == sku)
}
