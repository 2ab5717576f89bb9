//! Products whole, with their variants and prices, in pages.
//!
//! A page is rows as they came; making products of it needs no connection, so that another thread can do that while the
//! next page is on its way.

use chrono::{DateTime, Utc};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::pg::{Pg, PgValue};
use diesel::prelude::*;
use diesel::sql_types::Json;

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

/// From so many numbers in a row on, prices are asked for by the bounds of the row.
const ROW_MIN: usize = 64;
/// Numbers that lie no further apart than this are of one row.
const GAP: i64 = 64;

/// A JSON column as the text it was written in.
#[derive(Debug, FromSqlRow)]
#[diesel(sql_type = Json)]
struct Written(String);

impl FromSql<Json, Pg> for Written {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(std::str::from_utf8(value.as_bytes())?.to_owned()))
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
    active: bool,
    active_from: Option<DateTime<Utc>>,
    active_until: Option<DateTime<Utc>>,
    new_from: Option<DateTime<Utc>>,
    new_until: Option<DateTime<Utc>>,
    texts: Written,
    attributes: Written,
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

type VariantRow = (i64, i64, String, bool, Written, Option<i64>);
type PriceRow = (i64, i64, Option<i32>, String, i64, Option<i64>);

/// Reads all products in order of their numbers and hands each page on; `take` returns false when it wants no more.
pub fn pages(read: &mut Read<'_>, mut take: impl FnMut(Page) -> bool) -> Result<(), Refusal> {
    let mut after = i64::MIN;
    loop {
        let page = i64::try_from(PAGE).unwrap_or(i64::MAX);
        let query = product_columns().filter(product::id.gt(after)).order(product::id).limit(page);
        let rows: Vec<Row> = query.load(read.conn)?;
        let (Some(first), Some(last)) = (rows.first().map(|row| row.id), rows.last().map(|row| row.id))
        else {
            return Ok(());
        };
        after = last;
        // Bounds are read off an index in one go, where thousands of numbers would be looked up one by one.
        let variants = variant_columns().filter(variant::product_id.between(first, last)).load(read.conn)?;
        let prices = prices(read, &variants)?;
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
        let rows = product_columns().filter(product::id.eq_any(&ids)).order(product::id).load(read.conn)?;
        let variants = variant_columns().filter(variant::product_id.eq_any(&ids)).load(read.conn)?;
        let prices = prices(read, &variants)?;
        found.extend(Page { rows, variants, prices }.products()?);
    }
    Ok(found)
}

#[diesel::dsl::auto_type]
fn product_columns() -> _ {
    product::table.select((
        product::id,
        product::sku,
        product::active,
        product::active_from,
        product::active_until,
        product::new_from,
        product::new_until,
        product::texts,
        product::attributes,
        product::category_ids,
        product::store_ids,
        product::images,
        product::rating,
        product::review_count,
        product::margin,
        product::sold,
        product::viewed,
        product::created_at,
        product::updated_at,
    ))
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
    price::table.select((
        price::variant_id,
        price::id,
        price::store_id,
        price::currency,
        price::amount,
        price::regular_amount,
    ))
}

/// Reads the prices of some variants, in order of these and of their own numbers. Variants that were kept together have
/// numbers in a row, which are read off an index in one go.
fn prices(read: &mut Read<'_>, variants: &[VariantRow]) -> Result<Vec<PriceRow>, Refusal> {
    let mut ids: Vec<i64> = variants.iter().map(|(id, ..)| *id).collect();
    ids.sort_unstable();
    let (mut rows, mut strays): (Vec<PriceRow>, Vec<i64>) = (Vec::with_capacity(ids.len() * 2), Vec::new());
    for row in ids.chunk_by(|left, right| right.saturating_sub(*left) <= GAP) {
        match row {
            [first, .., last] if row.len() >= ROW_MIN => {
                let within = price::variant_id.between(first, last);
                let found: Vec<PriceRow> = price_columns().filter(within).load(read.conn)?;
                rows.extend(found.into_iter().filter(|(id, ..)| row.binary_search(id).is_ok()));
            }
            few => strays.extend_from_slice(few),
        }
    }
    if !strays.is_empty() {
        let found: Vec<PriceRow> =
            price_columns().filter(price::variant_id.eq_any(strays)).load(read.conn)?;
        rows.extend(found);
    }
    rows.sort_unstable_by_key(|(variant, id, ..)| (*variant, *id));
    Ok(rows)
}

impl Page {
    /// Returns the products, in order of their numbers.
    pub fn products(self) -> Result<Vec<Product>, Refusal> {
        let Self { rows, variants, prices } = self;
        let mut variants = variants.into_iter().peekable();
        let mut whole = |row: Row| {
            // Both come in order of the products' numbers.
            let mut own = Vec::new();
            while let Some((id, product, sku, active, attributes, stock)) =
                variants.next_if(|(_, product, ..)| *product <= row.id)
            {
                if product < row.id {
                    continue;
                }
                let first = prices.partition_point(|(variant, ..)| *variant < id);
                let priced = prices.iter().skip(first).take_while(|(variant, ..)| *variant == id);
                let prices = priced.map(to_price).collect::<Result<_, _>>()?;
                let attributes = read_attributes(&attributes.0);
                own.push(Variant { sku: to_sku(&sku)?, active, attributes, stock, prices });
            }
            to_product(row, own)
        };
        rows.into_iter().map(&mut whole).collect()
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

fn to_price((_, _, store, currency, amount, regular): &PriceRow) -> Result<Price, Refusal> {
    let currency = Currency::parse(currency).map_err(Refusal::Fault)?;
    let money = |minor| Money { minor, currency };
    Ok(Price { store: store.map(StoreId), amount: money(*amount), regular: regular.map(money) })
}

fn to_sku(written: &str) -> Result<Sku, Refusal> {
    Sku::parse(written).map_err(Refusal::Fault)
}
