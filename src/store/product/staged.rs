//! The table that a batch is copied into before it is put in; `sql/product_stage.sql` makes it for each connection.
#![allow(missing_docs)]

diesel::table! {
    use diesel::sql_types::*;

    staged_product (sku_fold) {
        sku -> Text,
        sku_fold -> Text,
        active -> Bool,
        active_from -> Nullable<Timestamptz>,
        active_until -> Nullable<Timestamptz>,
        new_from -> Nullable<Timestamptz>,
        new_until -> Nullable<Timestamptz>,
        texts -> Json,
        attributes -> Json,
        category_ids -> Array<Int4>,
        store_ids -> Nullable<Array<Int4>>,
        images -> Array<Text>,
        rating -> Nullable<Int8>,
        review_count -> Nullable<Int8>,
        margin -> Nullable<Int8>,
        sold -> Array<Int8>,
        viewed -> Array<Int8>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}
