//! The fields a condition can ask about, and the kind that decides which operators each takes.

use crate::domain::attribute::AttributeKind;
use crate::domain::id::AttributeId;
use crate::domain::vocabulary::Vocabulary;

/// How far back a count of sales or views reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Window {
    /// 7 days.
    Week,
    /// 30 days.
    Month,
    /// 90 days.
    Quarter,
}

impl Window {
    /// Returns where the window stands in a product's `sold` and `viewed`.
    pub fn place(self) -> usize {
        match self {
            Self::Week => 0,
            Self::Month => 1,
            Self::Quarter => 2,
        }
    }
}

/// A field, resolved. Brand, label, attribute set and product type are built-in attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The product's and its variants' skus.
    Sku,
    /// The name in the asked locale.
    Name,
    /// The description in the asked locale.
    Description,
    /// The address of the product's page in the asked locale.
    Url,
    /// The categories it lies in directly.
    Category,
    /// An attribute, built in or the shop's own.
    Attribute(AttributeId),
    /// Active or inactive.
    Status,
    /// The stores that sell it.
    Store,
    /// What a shopper pays, in the asked store.
    Price,
    /// What it cost before the sale, else the price.
    RegularPrice,
    /// How much cheaper than the regular price, in percent.
    DiscountPercent,
    /// Percent of the price.
    Margin,
    /// Pieces in stock, all variants together.
    Stock,
    /// Some active variant can be bought.
    InStock,
    /// The price is below the regular price.
    OnSale,
    /// Between "new from" and "new until".
    IsNew,
    /// Mean review, 0 to 5.
    Rating,
    /// Number of reviews.
    Reviews,
    /// Pieces sold.
    Sold(Window),
    /// Views.
    Viewed(Window),
    /// When the shop made it.
    CreatedAt,
    /// When it last changed.
    UpdatedAt,
    /// First day as new.
    NewFrom,
    /// Last day as new.
    NewUntil,
}

/// What a field holds, and so which operators it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Text.
    Text,
    /// A number.
    Number,
    /// Money of the asked store's currency.
    Money,
    /// A day.
    Date,
    /// One or several of a known list.
    Choice,
    /// Places in the category tree.
    Category,
    /// True or false.
    YesNo,
}

/// The fields every shop has, by their id in the rule JSON; built-in attributes are found in the vocabulary.
const FIXED: [(&str, Field, Kind); 28] = [
    ("sku", Field::Sku, Kind::Text),
    ("name", Field::Name, Kind::Text),
    ("description", Field::Description, Kind::Text),
    ("url", Field::Url, Kind::Text),
    ("category", Field::Category, Kind::Category),
    ("status", Field::Status, Kind::Choice),
    ("store", Field::Store, Kind::Choice),
    ("price", Field::Price, Kind::Money),
    ("regular_price", Field::RegularPrice, Kind::Money),
    ("discount_percent", Field::DiscountPercent, Kind::Number),
    ("margin", Field::Margin, Kind::Number),
    ("stock", Field::Stock, Kind::Number),
    ("in_stock", Field::InStock, Kind::YesNo),
    ("on_sale", Field::OnSale, Kind::YesNo),
    ("is_new", Field::IsNew, Kind::YesNo),
    ("rating", Field::Rating, Kind::Number),
    ("reviews", Field::Reviews, Kind::Number),
    ("sold_7d", Field::Sold(Window::Week), Kind::Number),
    ("sold_30d", Field::Sold(Window::Month), Kind::Number),
    ("sold_90d", Field::Sold(Window::Quarter), Kind::Number),
    ("viewed_7d", Field::Viewed(Window::Week), Kind::Number),
    ("viewed_30d", Field::Viewed(Window::Month), Kind::Number),
    ("viewed_90d", Field::Viewed(Window::Quarter), Kind::Number),
    ("created_at", Field::CreatedAt, Kind::Date),
    ("updated_at", Field::UpdatedAt, Kind::Date),
    ("new_from", Field::NewFrom, Kind::Date),
    ("new_until", Field::NewUntil, Kind::Date),
    ("product_created_at", Field::CreatedAt, Kind::Date),
];

/// Spryker's spellings of ids, and ours.
const SPELLINGS: [(&str, &str); 3] =
    [("product_sku", "sku"), ("product_name", "name"), ("product_category_name", "category")];

impl Field {
    /// Returns the field of an id of the rule JSON, in either spelling; `None` when there is no such field (any more).
    pub fn parse(id: &str, vocabulary: &Vocabulary) -> Option<Self> {
        let id = id.trim();
        let id = SPELLINGS.iter().find(|(theirs, _)| *theirs == id).map_or(id, |(_, ours)| ours);
        if let Some((_, field, _)) = FIXED.iter().find(|(name, ..)| *name == id) {
            return Some(*field);
        }
        let own = id.strip_prefix("attribute.").or_else(|| id.strip_prefix("product.json."));
        let attribute = vocabulary.attribute_by_key(own.unwrap_or(id))?;
        (own.is_some() || attribute.built_in).then_some(Self::Attribute(attribute.id))
    }

    /// Returns the field's id in the rule JSON; empty when its attribute is gone.
    pub fn id(self, vocabulary: &Vocabulary) -> String {
        match self {
            Self::Attribute(id) => match vocabulary.attribute(id) {
                Some(attribute) if attribute.built_in => attribute.key.clone(),
                Some(attribute) => format!("attribute.{}", attribute.key),
                None => String::new(),
            },
            _ => FIXED
                .iter()
                .find(|(_, field, _)| *field == self)
                .map(|(id, ..)| (*id).to_owned())
                .unwrap_or_default(),
        }
    }

    /// Returns what the field holds; `None` when its attribute is gone.
    pub fn kind(self, vocabulary: &Vocabulary) -> Option<Kind> {
        match self {
            Self::Attribute(id) => vocabulary.kind(id).map(|kind| match kind {
                AttributeKind::Text => Kind::Text,
                AttributeKind::Number => Kind::Number,
                AttributeKind::Choice => Kind::Choice,
                AttributeKind::YesNo => Kind::YesNo,
                AttributeKind::Date => Kind::Date,
            }),
            _ => FIXED.iter().find(|(_, field, _)| *field == self).map(|(_, _, kind)| *kind),
        }
    }

    /// Returns every field that the vocabulary offers: first those every shop has, then the attributes in their order.
    pub fn all(vocabulary: &Vocabulary) -> Vec<Self> {
        let fixed = FIXED.iter().filter(|(id, ..)| !id.starts_with("product_")).map(|(_, field, _)| *field);
        fixed.chain(vocabulary.attributes().iter().map(|attribute| Self::Attribute(attribute.id))).collect()
    }
}
