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

/// What the theme can be, and what it is called; empty follows the system.
pub const THEMES: [(&str, &str); 3] = [("", "System"), ("light", "Light"), ("dark", "Dark")];

/// One entry of the rail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// What it is called.
    pub label: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// True for the entry of the page shown.
    pub is_here: bool,
    /// How many there are.
    pub count: Option<usize>,
}

impl Chrome {
    /// Returns the entries of the rail, from top to bottom.
    pub fn rail(&self) -> [Entry; 7] {
        let entry = |here, label, href, count| Entry { label, href, is_here: self.here == here, count };
        [
            entry(Here::Overview, "Overview", "/", None),
            entry(Here::Relations, "Relations", "/relations", Some(self.relation_count)),
            entry(Here::Products, "Products", "/products", Some(self.product_count)),
            entry(Here::Shop, "Shop preview", "/shop", None),
            entry(Here::Imports, "Imports", "/imports", None),
            entry(Here::Audit, "Activity", "/audit", None),
            entry(Here::Settings, "Settings", "/settings", None),
        ]
    }
}
