//! The columns that the list of relations can be in order of.

/// The column the list is in order of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The number, which tells what was made first.
    Number,
    /// The name.
    Name,
    /// The key.
    Key,
    /// The sku of the product it is shown on; rules come after all skus.
    Sku,
    /// The name of that product.
    Product,
    /// On how many products it shows.
    ShownOn,
    /// The relation type.
    Kind,
    /// The priority, 1 first.
    Priority,
    /// How it stands.
    Status,
    /// How many products it can show.
    Matches,
    /// When it was last changed, the newest first.
    Edited,
    /// Who changed it last.
    Editor,
}

impl Column {
    /// All, as they are offered.
    pub const ALL: [Self; 12] = [
        Self::Number,
        Self::Name,
        Self::Key,
        Self::Sku,
        Self::Product,
        Self::ShownOn,
        Self::Kind,
        Self::Priority,
        Self::Status,
        Self::Matches,
        Self::Edited,
        Self::Editor,
    ];

    /// Returns its name in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Name => "name",
            Self::Key => "key",
            Self::Sku => "sku",
            Self::Product => "product",
            Self::ShownOn => "shown",
            Self::Kind => "type",
            Self::Priority => "priority",
            Self::Status => "status",
            Self::Matches => "matches",
            Self::Edited => "edited",
            Self::Editor => "editor",
        }
    }
}
