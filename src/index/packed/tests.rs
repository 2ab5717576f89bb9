use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;

use super::write::{Packer, pack};
use super::{Book, Packed, Record};
use crate::domain::attribute::AttributeValue;
use crate::domain::decimal::Decimal;
use crate::domain::id::{AttributeId, CategoryId, OptionId, ProductId, StoreId};
use crate::domain::locale::{Locale, Localised};
use crate::domain::money::{Currency, Money};
use crate::domain::product::{Price, Product, Variant};
use crate::domain::sku::Sku;
use crate::index::sample;

fn number() -> impl Strategy<Value = i64> {
    prop_oneof![4 => -300..3_000_i64, 1 => any::<i64>(), 1 => Just(i64::MIN), 1 => Just(i64::MAX)]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[ -~]{0,40}",
        "\\PC{0,20}",
        Just("İstanbul straße ﬁ 🧵 e\u{301}".to_owned()),
        Just("the same words again and again, the same words again and again ".repeat(20)),
    ]
}

fn sku() -> impl Strategy<Value = Sku> {
    prop_oneof![Just("A-1".to_owned()), Just("A-1-red".to_owned()), "[A-Za-zÄß0-9İ-]{1,12}"]
        .prop_map(|sku| Sku::parse(&sku).unwrap())
}

fn locale() -> impl Strategy<Value = Locale> {
    prop_oneof![Just("en_US"), Just("de_DE"), Just("fr"), Just("pt_BR")]
        .prop_map(|text| Locale::parse(text).unwrap())
}

fn localised<T: std::fmt::Debug + Clone>(
    value: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = Localised<T>> {
    let value = value.boxed();
    (option::of(value.clone()), btree_map(locale(), value, 0..3))
        .prop_map(|(default, own)| Localised { default, own })
}

fn moment() -> impl Strategy<Value = DateTime<Utc>> {
    let seconds =
        prop_oneof![3 => 1_500_000_000..1_900_000_000_i64, 1 => -8_000_000_000_000..8_000_000_000_000_i64];
    (seconds, prop_oneof![Just(0), Just(1_000), 0..1_000_000_000_u32])
        .prop_map(|(seconds, nanos)| DateTime::from_timestamp(seconds, nanos).unwrap())
}

fn day() -> impl Strategy<Value = NaiveDate> {
    prop_oneof![
        (700_000..760_000_i32).prop_map(|day| NaiveDate::from_num_days_from_ce_opt(day).unwrap()),
        Just(NaiveDate::MIN),
        Just(NaiveDate::MAX),
    ]
}

fn attributes() -> impl Strategy<Value = BTreeMap<AttributeId, AttributeValue>> {
    let whole = vec(number(), 0..40).prop_map(|list| list.into_iter().filter_map(Decimal::whole).collect());
    let value = prop_oneof![
        localised(vec(text(), 0..3)).prop_map(AttributeValue::Text),
        vec(number().prop_map(Decimal), 0..4).prop_map(AttributeValue::Number),
        whole.prop_map(AttributeValue::Number),
        vec(any::<i32>().prop_map(OptionId), 0..35).prop_map(AttributeValue::Choice),
        localised(vec(any::<i32>().prop_map(OptionId), 0..3)).prop_map(AttributeValue::ChoiceByLocale),
        any::<bool>().prop_map(AttributeValue::YesNo),
        vec(day(), 0..3).prop_map(AttributeValue::Date),
    ];
    btree_map(prop_oneof![1..40_i32, any::<i32>()].prop_map(AttributeId), value, 0..8)
}

fn money() -> impl Strategy<Value = Money> {
    (number(), prop_oneof![Just("USD"), Just("EUR"), Just("JPY")])
        .prop_map(|(minor, currency)| Money { minor, currency: Currency::parse(currency).unwrap() })
}

fn price() -> impl Strategy<Value = Price> {
    let store = option::of(prop_oneof![0..4_i32, any::<i32>()].prop_map(StoreId));
    (store, money(), option::of(money())).prop_map(|(store, amount, regular)| Price {
        store,
        amount,
        regular,
    })
}

fn variant() -> impl Strategy<Value = Variant> {
    let prices = prop_oneof![Just(Vec::new()), vec(price(), 0..4)];
    (sku(), any::<bool>(), attributes(), option::of(number()), prices).prop_map(
        |(sku, active, attributes, stock, prices)| Variant { sku, active, attributes, stock, prices },
    )
}

fn product() -> impl Strategy<Value = Product> {
    let dates = [(); 4].map(|()| option::of(moment()));
    let texts = (localised(text()), localised(text()), localised(text()), vec(text(), 0..4));
    let sets = (vec(any::<i32>(), 0..4), option::of(vec(any::<i32>(), 0..3)), attributes());
    let figures = (option::of(number()), option::of(number()), option::of(number()));
    let counts = ([(); 3].map(|()| number()), [(); 3].map(|()| number()));
    let named = (option::of(number()), sku(), any::<bool>(), moment(), moment());
    (named, dates, texts, sets, figures, counts, vec(variant(), 0..5)).prop_map(
        |(named, dates, texts, sets, figures, (sold, viewed), variants)| {
            let ((id, sku, active, created_at, updated_at), (name, description, url, images)) =
                (named, texts);
            let [active_from, active_until, new_from, new_until] = dates;
            Product {
                id: id.map(ProductId),
                sku,
                active,
                active_from,
                active_until,
                new_from,
                new_until,
                name,
                description,
                url,
                attributes: sets.2,
                categories: sets.0.into_iter().map(CategoryId).collect(),
                stores: sets.1.map(|stores| stores.into_iter().map(StoreId).collect()),
                images,
                rating: figures.0.map(Decimal),
                review_count: figures.1,
                margin: figures.2.map(Decimal),
                sold,
                viewed,
                created_at,
                updated_at,
                variants,
            }
        },
    )
}

fn book() -> Book {
    Book::of(&sample::vocabulary())
}

fn pack_and_learn(product: &Product, book: &mut Book) -> Vec<u8> {
    let mut record = Vec::new();
    let shown = Packer::new(book).pack(product, &mut record).map(<[u8]>::to_vec);
    if let Some(shown) = shown {
        book.phrases.learn(&shown, 0);
    }
    record
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn a_product_comes_back_exactly(products in vec(product(), 1..6)) {
        let mut book = book();
        let records: Vec<Vec<u8>> = products.iter().map(|product| pack_and_learn(product, &mut book)).collect();
        for (product, bytes) in products.iter().zip(&records) {
            let record = Record::new(bytes, &book).unwrap();
            prop_assert_eq!(record.whole(), Some(product.clone()));
            prop_assert_eq!(record.sku(), product.sku.as_str());
            prop_assert!(record.is_sku(product.sku.fold()));
            for locale in ["en_US", "de_DE", "fr", "it"].map(|text| Locale::parse(text).unwrap()) {
                prop_assert_eq!(record.name(&locale), product.name.get(&locale).map(String::as_str));
            }
            prop_assert_eq!(record.any_name(), product.name.any().map(String::as_str));
            for (offer, variant) in record.offers().zip(&product.variants) {
                let sku = offer.sku();
                prop_assert_eq!(sku.as_ref(), variant.sku.as_str());
                let other = variant.sku != product.sku;
                prop_assert_eq!(record.is_variant_sku(variant.sku.fold()), other);
            }
            let again = pack(product, &book);
            prop_assert_eq!(Record::new(&again, &book).unwrap().whole(), Some(product.clone()));
        }
    }

    #[test]
    fn damaged_bytes_are_refused_and_never_panic(
        product in product(),
        cut in any::<prop::sample::Index>(),
        hits in vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
    ) {
        let mut book = book();
        pack_and_learn(&product, &mut book);
        let mut bytes = pack(&product, &book);
        for (at, byte) in &hits {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        for bytes in [&bytes[..], &bytes[..cut.index(bytes.len())]] {
            let Some(record) = Record::new(bytes, &book) else { continue };
            let _any = record.whole();
            let _any = (record.any_name(), record.id(), record.sku(), record.is_variant_sku("a-1"));
            for offer in record.offers() {
                let _any = (offer.price(StoreId(1), sample::usd()), offer.sku());
            }
            record.attributes().for_each(drop);
            record.forms().for_each(drop);
        }
    }
}

#[test]
fn a_changed_record_leaves_the_others_and_the_older_list_as_they_were() {
    let vocabulary = sample::vocabulary();
    let line = |n: u32, words: &str| sample::product(i64::from(n), &format!("p{n} {words}"), &vocabulary);
    let mut old = Packed::new(book());
    for n in 0..600 {
        old.push(&pack(&line(n, "name=First"), old.book()));
    }
    let mut new = old.clone();
    new.set(300, &pack(&line(300, "name=Second_and_longer cat=lenses"), new.book()));
    new.set(301, &[]);
    let english = sample::here().locale;
    let name =
        |packed: &Packed, at: u32| packed.get(at).and_then(|record| record.name(&english).map(str::to_owned));
    assert_eq!(name(&old, 300).as_deref(), Some("First"));
    assert_eq!(name(&new, 300).as_deref(), Some("Second and longer"));
    assert_eq!((name(&new, 301), name(&new, 302)), (None, Some("First".into())));
    assert_eq!((new.places(), new.get(600).is_none()), (600, true));
    assert_eq!(new.get(599).unwrap().whole(), Some(line(599, "name=First")));
}

#[test]
fn texts_that_many_products_share_take_little() {
    let mut book = book();
    let text = "A lens that draws close things sharp and far things soft, made of glass and little else. ";
    let press = |book: &Book, text: &str| {
        let mut pressed = Vec::new();
        book.phrases.press(text.as_bytes(), &mut pressed);
        pressed
    };
    let plain = press(&book, text);
    book.phrases.learn(text.as_bytes(), 0);
    let whole = format!("{text}{text}No more.");
    let pressed = press(&book, &whole);
    assert!(plain.len() > text.len() && pressed.len() < 24, "{} then {}", plain.len(), pressed.len());
    assert_eq!(book.phrases.unpress(&pressed).as_deref(), Some(whole.as_bytes()));
    book.phrases = super::press::Phrases::of(book.phrases.text().to_vec());
    assert_eq!(press(&book, &whole), pressed);
}
