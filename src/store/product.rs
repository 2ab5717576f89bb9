//! Products, in bulk: found by sku, put in by COPY, with their variants and prices.
//!
//! The json columns are written and read by `codec::stored`. A batch is one statement per table whatever its size, so a
//! million products pass in batches of [`BATCH_MAX`]. Goes on to the index by the change feed.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::copy::Lines;
use super::door::{Read, Refusal, Write, broken_constraint};
use super::schema::{price, product, variant};
use crate::codec::stored;
use crate::domain::change::Change;
use crate::domain::id::ProductId;
use crate::domain::problem::Problems;
use crate::domain::product::Product;

mod staged;

use staged::staged_product;

/// Most products of one call.
pub const BATCH_MAX: usize = 5_000;

/// Returns the products of those folded skus, with their variants and prices, in order of their numbers.
pub fn find_many(read: &mut Read<'_>, folds: &[String]) -> Result<Vec<Product>, Refusal> {
    let ids: Vec<i64> =
        product::table.select(product::id).filter(product::sku_fold.eq_any(folds)).load(read.conn)?;
    super::snapshot::products(read, &ids.into_iter().map(ProductId).collect::<Vec<_>>())
}

/// Returns the numbers of the products of those folded skus; a variant's sku means its product, a product's own sku
/// comes first.
pub fn find_ids(read: &mut Read<'_>, folds: &[String]) -> Result<HashMap<String, ProductId>, Refusal> {
    let of_variants: Vec<(String, i64)> = variant::table
        .select((variant::sku_fold, variant::product_id))
        .filter(variant::sku_fold.eq_any(folds))
        .load(read.conn)?;
    let own: Vec<(String, i64)> = product::table
        .select((product::sku_fold, product::id))
        .filter(product::sku_fold.eq_any(folds))
        .load(read.conn)?;
    Ok(of_variants.into_iter().chain(own).map(|(fold, id)| (fold, ProductId(id))).collect())
}

/// Returns for those folded variant skus the folded sku of the product each belongs to.
pub fn find_owners(read: &mut Read<'_>, folds: &[String]) -> Result<HashMap<String, String>, Refusal> {
    let rows: Vec<(String, String)> = variant::table
        .inner_join(product::table)
        .select((variant::sku_fold, product::sku_fold))
        .filter(variant::sku_fold.eq_any(folds))
        .load(read.conn)?;
    Ok(rows.into_iter().collect())
}

/// Returns for those folded skus of products how each is written.
pub fn written(read: &mut Read<'_>, folds: &[String]) -> Result<HashMap<String, String>, Refusal> {
    let rows: Vec<(String, String)> = product::table
        .select((product::sku_fold, product::sku))
        .filter(product::sku_fold.eq_any(folds))
        .load(read.conn)?;
    Ok(rows.into_iter().collect())
}

/// Puts products in, new ones and changed ones alike, and returns their numbers in the same order. Known ones are told
/// by their folded sku; variants and prices are replaced by exactly those given. At most [`BATCH_MAX`] products, each
/// sku once; a variant's sku that belongs to another product is a problem at `sku`.
pub fn upsert_many(write: &mut Write<'_>, products: &[Product]) -> Result<Vec<ProductId>, Refusal> {
    if products.is_empty() {
        return Ok(Vec::new());
    }
    if products.len() > BATCH_MAX {
        return Err(Refusal::Fault(format!("{} products in one batch", products.len())));
    }
    let folds: Vec<&str> = products.iter().map(|product| product.sku.fold()).collect();
    let known: Vec<(String, i64)> = product::table
        .select((product::sku_fold, product::id))
        .filter(product::sku_fold.eq_any(&folds))
        .load(write.conn)?;
    let mut known: HashMap<String, i64> = known.into_iter().collect();
    let is_known = |product: &&Product| known.contains_key(product.sku.fold());
    let (changed, new): (Vec<&Product>, Vec<&Product>) = products.iter().partition(is_known);
    replace(write, &changed, known.values().copied().collect())?;
    known.extend(insert(write, &new).map_err(refused)?);
    let ids: Vec<i64> =
        products.iter().filter_map(|product| known.get(product.sku.fold()).copied()).collect();
    if ids.len() != products.len() {
        return Err(Refusal::Fault("a product was not kept".into()));
    }
    put_variants(write, &ids, products).map_err(refused)?;
    let ids: Vec<ProductId> = ids.into_iter().map(ProductId).collect();
    write.tell(Change::Products(ids.clone()));
    Ok(ids)
}

/// Puts changed products in the place of those that are there, and takes the variants of these away.
fn replace(write: &mut Write<'_>, products: &[&Product], ids: Vec<i64>) -> Result<(), Refusal> {
    if products.is_empty() {
        return Ok(());
    }
    diesel::sql_query(include_str!("sql/product_stage.sql")).execute(write.conn)?;
    diesel::sql_query("TRUNCATE staged_product").execute(write.conn)?;
    diesel::copy_from(staged_product::table)
        .from_raw_data(staged_product::table, |copy| {
            let mut lines = Lines::default();
            for product in products {
                put_columns(&mut lines, product);
                lines.hand_over(copy)?;
            }
            lines.finish(copy)
        })
        .execute(write.conn)?;
    diesel::sql_query(include_str!("sql/product_update.sql")).execute(write.conn)?;
    diesel::delete(variant::table.filter(variant::product_id.eq_any(ids))).execute(write.conn)?;
    Ok(())
}

/// Copies new products under numbers taken beforehand, and returns these by folded sku.
fn insert(write: &mut Write<'_>, products: &[&Product]) -> QueryResult<Vec<(String, i64)>> {
    if products.is_empty() {
        return Ok(Vec::new());
    }
    let numbers = reserve(write, "product", products.len())?;
    diesel::copy_from(product::table)
        .from_raw_data(product::table, |copy| {
            let mut lines = Lines::default();
            for (id, product) in numbers.iter().zip(products) {
                lines.plain(id);
                put_columns(&mut lines, product);
                lines.hand_over(copy)?;
            }
            lines.finish(copy)
        })
        .execute(write.conn)?;
    let folds = products.iter().map(|product| product.sku.fold().to_owned());
    Ok(folds.zip(numbers).collect())
}

/// Adds the columns of a product behind its number, and ends the line.
fn put_columns(lines: &mut Lines, product: &Product) {
    let texts = stored::write_texts(&product.name, &product.description, &product.url);
    lines.text(product.sku.as_str()).text(product.sku.fold()).plain(product.active);
    lines.moment(product.active_from).moment(product.active_until);
    lines.moment(product.new_from).moment(product.new_until);
    lines.text(&texts).text(&stored::write_attributes(&product.attributes));
    lines.numbers(&product.categories);
    match &product.stores {
        Some(stores) => lines.numbers(stores),
        None => lines.none(),
    };
    lines.texts(&product.images);
    lines.maybe(product.rating.map(|rating| rating.0)).maybe(product.review_count);
    lines.maybe(product.margin.map(|margin| margin.0)).numbers(product.sold).numbers(product.viewed);
    lines.moment(Some(product.created_at)).moment(Some(product.updated_at)).end();
}

/// Copies all variants under numbers taken beforehand, so that their prices can name them.
fn put_variants(write: &mut Write<'_>, ids: &[i64], products: &[Product]) -> QueryResult<()> {
    let count: usize = products.iter().map(|product| product.variants.len()).sum();
    let numbers = reserve(write, "variant", count)?;
    let owned = || {
        let all = ids.iter().zip(products);
        let all = all.flat_map(|(id, product)| product.variants.iter().enumerate().map(move |of| (id, of)));
        numbers.iter().zip(all)
    };
    diesel::copy_from(variant::table)
        .from_raw_data(variant::table, |copy| {
            let mut lines = Lines::default();
            for (id, (product, (position, variant))) in owned() {
                lines.plain(id).plain(product).text(variant.sku.as_str()).text(variant.sku.fold());
                lines.plain(variant.active).text(&stored::write_attributes(&variant.attributes));
                lines.maybe(variant.stock).plain(position).end();
                lines.hand_over(copy)?;
            }
            lines.finish(copy)
        })
        .execute(write.conn)?;
    let columns = (price::variant_id, price::store_id, price::currency, price::amount, price::regular_amount);
    diesel::copy_from(price::table)
        .from_raw_data(columns, |copy| {
            let mut lines = Lines::default();
            for (id, (_, (_, variant))) in owned() {
                for price in &variant.prices {
                    lines.plain(id).maybe(price.store).plain(price.amount.currency);
                    lines.plain(price.amount.minor).maybe(price.regular.map(|regular| regular.minor)).end();
                }
                lines.hand_over(copy)?;
            }
            lines.finish(copy)
        })
        .execute(write.conn)?;
    Ok(())
}

/// Takes numbers of a table for rows to come.
fn reserve(write: &mut Write<'_>, table: &str, count: usize) -> QueryResult<Vec<i64>> {
    let numbers: Vec<Number> = diesel::sql_query(
        "SELECT nextval(s.name::regclass) AS id FROM pg_get_serial_sequence($1, 'id') s (name), generate_series(1, $2)",
    )
    .bind::<Text, _>(table)
    .bind::<BigInt, _>(i64::try_from(count).unwrap_or(i64::MAX))
    .load(write.conn)?;
    Ok(numbers.into_iter().map(|number| number.id).collect())
}

fn refused(error: diesel::result::Error) -> Refusal {
    let message = match broken_constraint(&error) {
        Some("product_sku_unique") => "Somebody else put one of these products in at the same moment.",
        Some("variant_sku_unique") => "One of these variants belongs to another product already.",
        Some("price_unique") => "A variant has two prices for one store and currency.",
        Some("price_amount_positive" | "price_regular_positive") => "A price is below zero.",
        _ => return error.into(),
    };
    let mut problems = Problems::default();
    problems.add("sku", message);
    Refusal::Problems(problems)
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    id: i64,
}
