//! What surrounds every page of the back office: the rail, who is signed in, the theme, the banner.

/// Which entry of the rail is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Here {
    /// `/`
    Overview,
    /// `/relations`
    Relations,
    /// `/products`
    Products,
    /// `/shop`
    Shop,
    /// `/imports`
    Imports,
    /// `/settings` and below
    Settings,
    /// `/audit`
    Audit,
    /// None.
    Nowhere,
}

/// What the frame of a page needs.
#[derive(Debug, Clone)]
pub struct Chrome {
    /// The page's title, without the product's name.
    pub title: String,
    /// The marked entry.
    pub here: Here,
    /// The signed-in person's name.
    pub staff_name: String,
    /// The hidden field `_csrf` of every form.
    pub form_token: String,
    /// `light`, `dark` or empty for the system's.
    pub theme: String,
    /// What the last action did; shown once.
    pub flash: Option<Flash>,
    /// How many relations there are.
    pub relation_count: usize,
    /// How many products there are.
    pub product_count: usize,
}

/// A banner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flash {
    /// A sentence.
    pub message: String,
    /// Where a form with one button "Undo" posts to; empty: none.
    pub undo: String,
}
