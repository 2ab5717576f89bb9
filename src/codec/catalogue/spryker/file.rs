//! The files of a Spryker import folder: what each is called, what its columns must be, and which comes before which.
//!
//! Must not know what stands in the rows.

use crate::domain::text::fold;

/// What a file is about, and so who takes its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Stores, categories and attributes: what products and rules refer to.
    Words,
    /// Products and variants.
    Products,
    /// Product relations.
    Relations,
}

macro_rules! files {
    ($($(#[$doc:meta])* $name:ident = $called:literal, $family:ident, [$($column:literal),*], [$($key:literal),*];)+) => {
        /// A file of Spryker's, in the order in which they are taken.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum File { $($(#[$doc])* $name),+ }

        impl File {
            /// All files, in the order in which they are taken.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Returns the file's name without its ending.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $called),+ }
            }

            /// Returns what the file is about.
            pub fn family(self) -> Family {
                match self { $(Self::$name => Family::$family),+ }
            }

            /// Returns the columns without which it cannot be read.
            pub fn columns(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($column),*]),+ }
            }

            /// Returns the columns that together stand in a file once; none where rows may repeat.
            pub fn key(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($key),*]),+ }
            }
        }
    };
}

files! {
    /// The stores.
    Store = "store", Words, ["name"], ["name"];
    /// Which locales each store speaks.
    LocaleStore = "locale_store", Words, ["locale_name", "store_name"], ["locale_name", "store_name"];
    /// Each store's first locale.
    DefaultLocaleStore = "default_locale_store", Words, ["locale_name", "store_name"], ["store_name"];
    /// Which currencies each store takes.
    CurrencyStore = "currency_store", Words, ["currency_code", "store_name"], ["currency_code", "store_name"];
    /// The category tree.
    Category = "category", Words, ["category_key", "parent_category_key"], ["category_key"];
    /// The keys of attributes.
    AttributeKey = "product_attribute_key", Words, ["attribute_key"], ["attribute_key"];
    /// Labels and known values of attributes.
    ManagementAttribute = "product_management_attribute", Words, ["key", "input_type"], ["key"];
    /// Abstract products: our products.
    Abstract = "product_abstract", Products, ["abstract_sku", "category_key"], ["abstract_sku"];
    /// Concrete products: our variants.
    Concrete = "product_concrete", Products, ["abstract_sku", "concrete_sku"], ["concrete_sku"];
    /// Which stores sell an abstract product.
    AbstractStore = "product_abstract_store", Products, ["abstract_sku", "store_name"], ["abstract_sku", "store_name"];
    /// Prices of both.
    Price = "product_price", Products, ["price_type", "store", "currency"],
        ["abstract_sku", "concrete_sku", "price_type", "store", "currency"];
    /// Pieces of a concrete product in a warehouse.
    Stock = "product_stock", Products, ["concrete_sku", "quantity"], ["concrete_sku", "name"];
    /// Pictures of both.
    Image = "product_image", Products, ["external_url_large", "abstract_sku"], [];
    /// Labels and the abstract products that carry them.
    Label = "product_label", Products, ["name", "product_abstract_skus"], ["name"];
    /// Product relations.
    Relation = "product_relation", Relations, ["product", "relation_type", "rule", "product_relation_key"],
        ["product_relation_key"];
    /// Which stores show a product relation.
    RelationStore = "product_relation_store", Relations, ["product_relation_key", "store_name"],
        ["product_relation_key", "store_name"];
}

impl File {
    /// Returns the file that a name means: `product_price.csv`, `product_price.csv.gz`, with or without a folder before it.
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let stem = name.strip_suffix(".gz").unwrap_or(name);
        let stem = fold(stem.strip_suffix(".csv").unwrap_or(stem));
        Self::ALL.iter().copied().find(|file| file.as_str() == stem)
    }

    /// Returns the file whose columns these are, folded: the one that asks for most of them. Three files are told apart by
    /// their names alone and are found by [`File::of_name`].
    pub fn of_columns(columns: &[String]) -> Option<Self> {
        let has = |name: &&str| columns.iter().any(|column| column == name);
        let fits = |file: &&Self| {
            !matches!(file, Self::Store | Self::LocaleStore | Self::DefaultLocaleStore)
                && file.columns().iter().all(has)
        };
        // A price names both skus too, as does a picture; only they have their own columns beside.
        let own = |file: &&Self| match file {
            Self::Concrete => !has(&"price_type") && !has(&"external_url_large"),
            Self::Abstract => !has(&"concrete_sku"),
            _ => true,
        };
        Self::ALL.iter().filter(fits).filter(own).copied().max_by_key(|file| file.columns().len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_name() {
        for (name, file) in [
            ("product_price.csv", Some(File::Price)),
            ("common/DE/Product_Price.csv.gz", Some(File::Price)),
            ("default_locale_store.csv", Some(File::DefaultLocaleStore)),
            ("cms_block.csv", None),
            ("combined_product.csv", None),
            ("product_price.xls", None),
        ] {
            assert_eq!(File::of_name(name), file, "{name}");
        }
    }

    #[test]
    fn a_file_is_known_by_its_columns() {
        for (header, file) in [
            ("category_key,category_product_order,abstract_sku,name.en_us", Some(File::Abstract)),
            ("abstract_sku,store_name", Some(File::AbstractStore)),
            ("abstract_sku,concrete_sku,name.en_us", Some(File::Concrete)),
            ("abstract_sku,concrete_sku,price_type,store,currency,value_net,value_gross", Some(File::Price)),
            ("concrete_sku,name,quantity,is_never_out_of_stock", Some(File::Stock)),
            ("image_set_name,external_url_large,locale,abstract_sku,concrete_sku", Some(File::Image)),
            ("name,is_active,name.en_us,product_abstract_skus", Some(File::Label)),
            ("key,input_type,allow_input,is_multiple,values", Some(File::ManagementAttribute)),
            ("attribute_key,is_super", Some(File::AttributeKey)),
            ("category_key,parent_category_key,name.en_us", Some(File::Category)),
            ("currency_code,store_name,is_default", Some(File::CurrencyStore)),
            ("product_relation_key,product,relation_type,rule,is_active", Some(File::Relation)),
            ("product_relation_key,store_name", Some(File::RelationStore)),
            ("locale_name,store_name", None),
            ("name", None),
        ] {
            let columns: Vec<String> = header.split(',').map(str::to_owned).collect();
            assert_eq!(File::of_columns(&columns), file, "{header}");
        }
    }
}
