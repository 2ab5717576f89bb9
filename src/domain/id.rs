//! Typed ids: one word per table, so that a product's number can never be taken for a category's.
//!
//! The numbers are the database's; nothing here knows that. Rules, links and files name things by key or sku instead.

macro_rules! id {
    ($(#[$doc:meta])* $name:ident($inner:ty)) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub $inner);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(/** Names a row of `store`. */ StoreId(i32));
id!(/** Names a row of `category`. */ CategoryId(i32));
id!(/** Names a row of `attribute`. */ AttributeId(i32));
id!(/** Names a row of `attribute_option`. */ OptionId(i32));
id!(/** Names a row of `product`. */ ProductId(i64));
id!(/** Names a row of `variant`. */ VariantId(i64));
id!(/** Names a row of `relation_type`. */ TypeId(i32));
id!(/** Names a row of `block`. */ BlockId(i32));
id!(/** Names a row of `link`. */ LinkId(i64));
id!(/** Names a row of `relation`. */ RelationId(i64));
id!(/** Names a row of `draft`. */ DraftId(i64));
id!(/** Names a row of `staff`. */ StaffId(i64));
id!(/** Names a row of `saved_view`. */ ViewId(i64));
id!(/** Names a row of `bulk`. */ BulkId(i64));
id!(/** Names a row of `import`. */ ImportId(i64));
id!(/** Names a row of `api_token`. */ TokenId(i64));
