//! Samples: made-up values in every state, for the styleguide and for tests that render pages without a shop.

use super::chrome::{Chrome, Flash, Here};
use crate::domain::problem::Problems;

/// Returns the frame of a page, as somebody signed in sees it.
pub fn chrome(title: &str, here: Here) -> Chrome {
    Chrome {
        title: title.into(),
        here,
        staff_name: "Ana Kovač".into(),
        form_token: "sample".into(),
        theme: String::new(),
        flash: None,
        relation_count: 128,
        product_count: 1204,
    }
}

/// Returns a banner with a way back.
pub fn flash() -> Flash {
    Flash { message: "“Summer tents” was deleted.".into(), undo: "/undo/7".into() }
}

/// Returns problems of a form, one with a place and one without.
pub fn problems() -> Problems {
    let mut problems = Problems::default();
    problems.add("limit", "Write how many products to show, from 1 to 100.");
    problems.add("", "This relation is for no store, so it would show nowhere.");
    problems
}
