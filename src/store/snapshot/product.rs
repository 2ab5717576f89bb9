//! Products whole, with their variants and prices, in pages.
//!
//! A page is rows as they came; making products of it needs no connection, so that another thread can do that while the
//! next page is on its way.

use diesel::connection::DefaultLoadingMode;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::pg::{Pg, PgValue};
use diesel::prelude::*;
use diesel::row::Row;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Json, Nullable, Text, Timestamptz};

use super::cells::Cells;
use crate::codec::stored::{Texts, read_attributes, read_texts};
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

/// Rows of some products, of their variants and of the prices of these.
#[derive(Debug)]
pub struct Page {
    rows: Vec<Cells>,
    variants: Vec<Cells>,
    prices: Vec<PriceRow>,
}

#[derive(Debug, Queryable)]
struct PriceRow {
    variant: i64,
    id: i64,
    store: Option<i32>,
    currency: Coded,
    amount: i64,
    regular: Option<i64>,
}

/// What the columns of a product are read as, by [`to_product`].
type ProductColumns = (
    BigInt,
    Text,
    Bool,
    Nullable<Timestamptz>,
    Nullable<Timestamptz>,
    Nullable<Timestamptz>,
    Nullable<Timestamptz>,
    Json,
    Json,
    Array<Nullable<Integer>>,
    Nullable<Array<Nullable<Integer>>>,
    Array<Nullable<Text>>,
    Nullable<BigInt>,
    Nullable<BigInt>,
    Nullable<BigInt>,
    Array<Nullable<BigInt>>,
    Array<Nullable<BigInt>>,
    Timestamptz,
    Timestamptz,
);

/// What the columns of a variant are read as, by [`to_variant`].
type VariantColumns = (BigInt, BigInt, Text, Bool, Json, Nullable<BigInt>);

/// A currency from its column, without a text in between.
#[derive(Debug, FromSqlRow)]
#[diesel(sql_type = Text)]
struct Coded(Currency);

impl FromSql<Text, Pg> for Coded {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(Currency::parse(std::str::from_utf8(value.as_bytes())?)?))
    }
}

/// Reads all products in order of their numbers and hands each page on; `take` returns false when it wants no more.
pub fn pages(read: &mut Read<'_>, mut take: impl FnMut(Page) -> bool) -> Result<(), Refusal> {
    let mut after = i64::MIN;
    loop {
        let page = i64::try_from(PAGE).unwrap_or(i64::MAX);
        let query = product_columns().filter(product::id.gt(after)).order(product::id).limit(page);
        let rows: Vec<Cells> = query.load(read.conn)?;
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(()) };
        let (first, last) = (number(first)?, number(last)?);
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
        let page = Page { rows, variants, prices };
        for product in page.products() {
            found.push(product?);
        }
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

/// Reads the prices of some variants, in order of these and of their own numbers; among them may be some of other variants.
/// Variants that were kept together have numbers in a row, which are read off an index in one go.
fn prices(read: &mut Read<'_>, variants: &[Cells]) -> Result<Vec<PriceRow>, Refusal> {
    type Which = Box<dyn BoxableExpression<price::table, Pg, SqlType = Bool>>;
    let mut ids = variants.iter().map(number).collect::<Result<Vec<i64>, _>>()?;
    ids.sort_unstable();
    let (mut all, mut strays): (Vec<Which>, Vec<i64>) = (Vec::new(), Vec::new());
    for row in ids.chunk_by(|left, right| right.saturating_sub(*left) <= GAP) {
        match row {
            [first, .., last] if row.len() >= ROW_MIN => {
                all.push(Box::new(price::variant_id.between(*first, *last)));
            }
            few => strays.extend_from_slice(few),
        }
    }
    if !strays.is_empty() {
        all.push(Box::new(price::variant_id.eq_any(strays)));
    }
    let mut rows: Vec<PriceRow> = Vec::with_capacity(ids.len() * 2);
    for which in all {
        for row in price_columns().filter(which).load_iter::<PriceRow, DefaultLoadingMode>(read.conn)? {
            rows.push(row?);
        }
    }
    rows.sort_unstable_by_key(|row| (row.variant, row.id));
    Ok(rows)
}

impl Page {
    /// Makes the products one by one, in order of their numbers.
    pub fn products(&self) -> impl Iterator<Item = Result<Product, Refusal>> {
        let mut variants = self.variants.iter().peekable();
        self.rows.iter().map(move |row| {
            let id = number(row)?;
            // Both come in order of the products' numbers.
            let mut own = Vec::new();
            while let Some(row) = variants.next_if(|row| owner(row).map_or(true, |product| product <= id)) {
                if owner(row)? == id {
                    own.push(to_variant(row, &self.prices)?);
                }
            }
            to_product(row, own)
        })
    }
}

impl FromSqlRow<ProductColumns, Pg> for Cells {
    fn build_from_row<'a>(row: &impl Row<'a, Pg>) -> deserialize::Result<Self> {
        Self::of(row)
    }
}

impl FromSqlRow<VariantColumns, Pg> for Cells {
    fn build_from_row<'a>(row: &impl Row<'a, Pg>) -> deserialize::Result<Self> {
        Self::of(row)
    }
}

/// Returns the number of a product or variant.
fn number(row: &Cells) -> Result<i64, Refusal> {
    row.read().get()
}

/// Returns the number of a variant's product.
fn owner(row: &Cells) -> Result<i64, Refusal> {
    let mut row = row.read();
    row.get::<i64>()?;
    row.get()
}

/// Makes a product of its columns, in their order.
fn to_product(row: &Cells, variants: Vec<Variant>) -> Result<Product, Refusal> {
    let mut row = row.read();
    let (id, sku, active) = (row.get()?, to_sku(row.get()?)?, row.get()?);
    let (active_from, active_until) = (row.maybe()?, row.maybe()?);
    let (new_from, new_until) = (row.maybe()?, row.maybe()?);
    let Texts { name, description, url } = read_texts(row.get()?);
    Ok(Product {
        id: Some(ProductId(id)),
        sku,
        active,
        active_from,
        active_until,
        new_from,
        new_until,
        name,
        description,
        url,
        attributes: read_attributes(row.get()?),
        categories: row.get::<Vec<i32>>()?.into_iter().map(CategoryId).collect(),
        stores: row.maybe::<Vec<i32>>()?.map(|stores| stores.into_iter().map(StoreId).collect()),
        images: row.get()?,
        rating: row.maybe()?.map(Decimal),
        review_count: row.maybe()?,
        margin: row.maybe()?.map(Decimal),
        sold: row.get()?,
        viewed: row.get()?,
        created_at: row.get()?,
        updated_at: row.get()?,
        variants,
    })
}

/// Makes a variant of its columns, in their order, with its own among the prices.
fn to_variant(row: &Cells, prices: &[PriceRow]) -> Result<Variant, Refusal> {
    let mut row = row.read();
    let (id, _product): (i64, i64) = (row.get()?, row.get()?);
    let (sku, active) = (to_sku(row.get()?)?, row.get()?);
    let attributes = read_attributes(row.get()?);
    let first = prices.partition_point(|price| price.variant < id);
    let priced = prices.iter().skip(first).take_while(|price| price.variant == id);
    Ok(Variant { sku, active, attributes, stock: row.maybe()?, prices: priced.map(to_price).collect() })
}

fn to_price(row: &PriceRow) -> Price {
    let money = |minor| Money { minor, currency: row.currency.0 };
    Price { store: row.store.map(StoreId), amount: money(row.amount), regular: row.regular.map(money) }
}

fn to_sku(written: &str) -> Result<Sku, Refusal> {
    Sku::parse(written).map_err(Refusal::Fault)
}
