//! Products whole, with their variants and prices, in pages.
//!
//! A page is rows as they came; making products of it needs no connection, so that another thread can do that while the
//! next page is on its way.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::pg::{Pg, PgValue};
use diesel::prelude::*;
use diesel::sql_types::Jsonb;

use crate::codec::stored::{read_attributes, read_texts};
use crate::domain::decimal::Decimal;
use crate::domain::id::{CategoryId, ProductId, StoreId};
use crate::domain::money::{Currency, Money};
use crate::domain::product::{Price, Product, Variant};
use crate::domain::sku::Sku;
use crate::store::door::{Read, Refusal};
use crate::store::schema::{price, product, variant};

/// Products of one page.
const PAGE: usize = 2_500;

/// A jsonb column as the text it is sent in.
#[derive(Debug, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
struct Json(String);

impl FromSql<Jsonb, Pg> for Json {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        // One byte says the version of the format, which has been 1 since there is jsonb.
        match value.as_bytes().split_first() {
            Some((1, text)) => Ok(Self(std::str::from_utf8(text)?.to_owned())),
            _ => Err("jsonb of an unknown version".into()),
        }
    }
}

/// Rows of some products, of their variants and of the prices of these.
#[derive(Debug)]
pub struct Page {
    rows: Vec<Row>,
    variants: Vec<VariantRow>,
    prices: Vec<PriceRow>,
}

#[derive(Debug, Queryable)]
struct Row {
    id: i64,
    sku: String,
    _sku_fold: String,
    active: bool,
    active_from: Option<DateTime<Utc>>,
    active_until: Option<DateTime<Utc>>,
    new_from: Option<DateTime<Utc>>,
    new_until: Option<DateTime<Utc>>,
    texts: Json,
    attributes: Json,
    category_ids: Vec<Option<i32>>,
    store_ids: Option<Vec<Option<i32>>>,
    images: Vec<Option<String>>,
    rating: Option<i64>,
    review_count: Option<i64>,
    margin: Option<i64>,
    sold: Vec<Option<i64>>,
    viewed: Vec<Option<i64>>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

type VariantRow = (i64, i64, String, bool, Json, Option<i64>);
type PriceRow = (i64, Option<i32>, String, i64, Option<i64>);

/// Reads all products in order of their numbers and hands each page on; `take` returns false when it wants no more.
pub fn pages(read: &mut Read<'_>, mut take: impl FnMut(Page) -> bool) -> Result<(), Refusal> {
    let mut after = i64::MIN;
    loop {
        let page = i64::try_from(PAGE).unwrap_or(i64::MAX);
        let query = product::table.filter(product::id.gt(after)).order(product::id).limit(page);
        let rows: Vec<Row> = query.load(read.conn)?;
        let (Some(first), Some(last)) = (rows.first().map(|row| row.id), rows.last().map(|row| row.id))
        else {
            return Ok(());
        };
        after = last;
        // Bounds are read off an index in one go, where thousands of numbers would be looked up one by one.
        let within = || variant::product_id.between(first, last);
        let variants = variant_columns().filter(within()).load(read.conn)?;
        let prices = price_columns().filter(within()).load(read.conn)?;
        if !take(Page { rows, variants, prices }) {
            return Ok(());
        }
    }
}

/// Reads these products; those that are gone are left out.
pub fn find_many(read: &mut Read<'_>, ids: &[ProductId]) -> Result<Vec<Product>, Refusal> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(PAGE) {
        let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
        let rows = product::table.filter(product::id.eq_any(&ids)).order(product::id).load(read.conn)?;
        let variants = variant_columns().filter(variant::product_id.eq_any(&ids)).load(read.conn)?;
        let prices = price_columns().filter(variant::product_id.eq_any(&ids)).load(read.conn)?;
        found.extend(Page { rows, variants, prices }.products()?);
    }
    Ok(found)
}

#[diesel::dsl::auto_type]
fn variant_columns() -> _ {
    variant::table
        .select((
            variant::id,
            variant::product_id,
            variant::sku,
            variant::active,
            variant::attributes,
            variant::stock,
        ))
        .order((variant::product_id, variant::position, variant::id))
}

#[diesel::dsl::auto_type]
fn price_columns() -> _ {
    price::table
        .inner_join(variant::table)
        .select((price::variant_id, price::store_id, price::currency, price::amount, price::regular_amount))
        .order(price::id)
}

impl Page {
    /// Returns the products, in order of their numbers.
    pub fn products(self) -> Result<Vec<Product>, Refusal> {
        let Self { rows, variants, prices } = self;
        let mut priced: HashMap<i64, Vec<Price>> = HashMap::with_capacity(variants.len());
        for row in prices {
            let (variant, price) = to_price(row)?;
            priced.entry(variant).or_default().push(price);
        }
        let mut carried: HashMap<i64, Vec<Variant>> = HashMap::with_capacity(rows.len());
        for (id, product, sku, active, attributes, stock) in variants {
            let prices = priced.remove(&id).unwrap_or_default();
            let attributes = read_attributes(&attributes.0);
            let variant = Variant { sku: to_sku(&sku)?, active, attributes, stock, prices };
            carried.entry(product).or_default().push(variant);
        }
        let whole = |row: Row| {
            let variants = carried.remove(&row.id).unwrap_or_default();
            to_product(row, variants)
        };
        rows.into_iter().map(whole).collect()
    }
}

fn to_product(row: Row, variants: Vec<Variant>) -> Result<Product, Refusal> {
    let texts = read_texts(&row.texts.0);
    let three = |list: &[Option<i64>]| std::array::from_fn(|at| list.get(at).copied().flatten().unwrap_or(0));
    Ok(Product {
        id: Some(ProductId(row.id)),
        sku: to_sku(&row.sku)?,
        active: row.active,
        active_from: row.active_from,
        active_until: row.active_until,
        new_from: row.new_from,
        new_until: row.new_until,
        name: texts.name,
        description: texts.description,
        url: texts.url,
        attributes: read_attributes(&row.attributes.0),
        categories: row.category_ids.into_iter().flatten().map(CategoryId).collect(),
        stores: row.store_ids.map(|stores| stores.into_iter().flatten().map(StoreId).collect()),
        images: row.images.into_iter().flatten().collect(),
        rating: row.rating.map(Decimal),
        review_count: row.review_count,
        margin: row.margin.map(Decimal),
        sold: three(&row.sold),
        viewed: three(&row.viewed),
        created_at: row.created_at,
        updated_at: row.updated_at,
        variants,
    })
}

fn to_price((variant, store, currency, amount, regular): PriceRow) -> Result<(i64, Price), Refusal> {
    let currency = Currency::parse(&currency).map_err(Refusal::Fault)?;
    let money = |minor| Money { minor, currency };
    Ok((variant, Price { store: store.map(StoreId), amount: money(amount), regular: regular.map(money) }))
}

fn to_sku(written: &str) -> Result<Sku, Refusal> {
    Sku::parse(written).map_err(Refusal::Fault)
}
