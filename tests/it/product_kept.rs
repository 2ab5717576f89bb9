//! Products between the store and memory: what is kept is read back the same, whichever way it is read.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use kindred::domain::attribute::AttributeValue;
use kindred::domain::decimal::Decimal;
use kindred::domain::id::{AttributeId, CategoryId, OptionId, ProductId, StoreId};
use kindred::domain::locale::{Locale, Localised};
use kindred::domain::money::{Currency, Money};
use kindred::domain::product::{Price, Product, Variant};
use kindred::domain::sku::Sku;
use kindred::store::{product, snapshot};

use crate::fixture::{skus, small};
use crate::world::World;

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn localised(default: &str, german: &str) -> Localised<String> {
    let mut text = Localised::plain(default.to_owned());
    text.own.insert(Locale::parse("de_DE").unwrap(), german.to_owned());
    text
}

fn bare(sku: &str) -> Product {
    let sku = Sku::parse(sku).unwrap();
    let variant = Variant { active: false, ..Variant::blank(sku.clone()) };
    Product {
        active: false,
        created_at: moment("1999-12-31T23:59:59.999999Z"),
        variants: vec![variant],
        ..Product::blank(sku, moment("2026-11-21T09:00:00Z"))
    }
}

fn full(sku: &str) -> Product {
    let money = |minor, code| Money { minor, currency: Currency::parse(code).unwrap() };
    let variant = |at: i64| Variant {
        sku: Sku::parse(&format!("{sku}-{at}")).unwrap(),
        active: at != 2,
        attributes: BTreeMap::from([(AttributeId(5), AttributeValue::Choice(vec![OptionId(9)]))]),
        stock: Some(at),
        prices: vec![
            Price { store: Some(StoreId(2)), amount: money(at * 100, "USD"), regular: None },
            Price { store: Some(StoreId(1)), amount: money(0, "EUR"), regular: Some(money(i64::MAX, "EUR")) },
            Price { store: None, amount: money(7, "USD"), regular: None },
        ],
    };
    Product {
        active: true,
        active_from: Some(moment("2026-01-02T03:04:05.000006Z")),
        active_until: Some(moment("2027-01-01T00:00:00Z")),
        new_from: Some(moment("1969-12-31T23:59:59Z")),
        new_until: Some(moment("2199-01-01T00:00:00Z")),
        name: localised("Bag \"A\\B\" 🧵", "Tasche\nfür alle"),
        description: localised("", "Größe"),
        url: Localised::plain("/bag".to_owned()),
        attributes: BTreeMap::from([
            (AttributeId(10), AttributeValue::Number(vec![Decimal(-1), Decimal(45_000_000)])),
            (AttributeId(12), AttributeValue::YesNo(true)),
            (AttributeId(51), AttributeValue::Date(vec![NaiveDate::from_ymd_opt(2024, 2, 29).unwrap()])),
        ]),
        categories: vec![CategoryId(2), CategoryId(1)],
        stores: Some(vec![StoreId(2), StoreId(1)]),
        images: vec!["/a,b {\"c\"}.jpg".to_owned(), "/ü.jpg".to_owned()],
        rating: Some(Decimal(4_500_000)),
        review_count: Some(12),
        margin: Some(Decimal(-1_000_000)),
        sold: [1, 20, i64::MAX],
        viewed: [4, 5, 6],
        variants: (0..4).map(variant).collect(),
        ..bare(sku)
    }
}

fn keep(world: &World, products: &[Product]) -> Vec<ProductId> {
    world.write(|write| {
        write.own_work();
        product::upsert_many(write, products)
    })
}

fn paged(world: &World) -> Vec<Product> {
    let mut all = Vec::new();
    let take = |page: snapshot::Page| {
        all.extend(page.products().map(Result::unwrap));
        true
    };
    world.app.read_now(|read| snapshot::pages(read, take)).unwrap();
    all
}

#[test]
fn what_is_kept_of_a_product_is_read_back_whole_in_pages_and_by_number() {
    let world = small();
    let before = skus(&world).len();
    let mut made = [
        full("Voll-1"),
        bare("leer-1"),
        full("Voll-2"),
        Product { stores: Some(Vec::new()), ..bare("leer-2") },
    ];
    let ids = keep(&world, &made);
    made.iter_mut().zip(&ids).for_each(|(product, id)| product.id = Some(*id));
    let all = paged(&world);
    assert_eq!(all.len(), before + made.len());
    assert!(all.is_sorted_by_key(|product| product.id), "in order of their numbers");
    assert_eq!(all[before..], made);
    let asked: Vec<ProductId> = ids.iter().rev().copied().chain([ProductId(i64::MAX)]).collect();
    assert_eq!(world.app.read_now(|read| snapshot::products(read, &asked)).unwrap(), made);
    let every: Vec<ProductId> = all.iter().filter_map(|product| product.id).collect();
    assert_eq!(world.app.read_now(|read| snapshot::products(read, &every)).unwrap(), all);
}

#[test]
fn prices_are_found_whether_the_numbers_of_variants_lie_together_or_far_apart() {
    let world = small();
    let whole = paged(&world);
    // Every second product loses its place in the row of numbers: its variants are kept anew, behind all others.
    let odd: Vec<Product> = whole.iter().skip(1).step_by(2).cloned().collect();
    keep(&world, &odd);
    assert_eq!(paged(&world), whole);
    let few: Vec<ProductId> = whole.iter().step_by(7).filter_map(|product| product.id).collect();
    let read = world.app.read_now(|read| snapshot::products(read, &few)).unwrap();
    assert!(read.iter().eq(whole.iter().step_by(7)));
}

#[test]
fn rows_of_another_shape_are_read_as_far_as_they_go() {
    let world = small();
    let sku = &skus(&world)[0];
    let change = |sql: &str| world.sql(&format!("UPDATE product SET {sql} WHERE sku = '{sku}'"));
    change(
        "texts = '{ \"\" : { \"name\" : \"Caf\\u00e9\", \"colour\": 1 }, \"mars\": 5 }', \
         attributes = '{\"x\": 1, \"12\": {\"b\": true}}', category_ids = '{1,NULL}', store_ids = '{NULL}', \
         images = '{NULL,/a.jpg}', sold = '{1,NULL,3}'",
    );
    let read = paged(&world).into_iter().find(|product| product.sku.as_str() == sku).unwrap();
    assert_eq!(read.name, Localised::plain("Café".to_owned()));
    assert_eq!(read.attributes, BTreeMap::from([(AttributeId(12), AttributeValue::YesNo(true))]));
    assert_eq!((read.categories, read.stores), (vec![CategoryId(1)], Some(Vec::new())));
    assert_eq!((read.images, read.sold), (vec!["/a.jpg".to_owned()], [1, 0, 3]));
    change("category_ids = '{{1,2},{3,4}}'");
    let mut faults = 0;
    let count = |page: snapshot::Page| {
        faults += page.products().filter(|product| product.is_err()).count();
        true
    };
    world.app.read_now(|read| snapshot::pages(read, count)).unwrap();
    assert_eq!(faults, 1, "a list of lists is nothing that a product has");
}
