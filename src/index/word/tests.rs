//! Words against asking each product: the same answers from fresh words and from words after changes.

use super::*;
use crate::domain::text::fold;
use crate::index::apply::{News, apply};
use crate::index::compile::compares;
use crate::index::sample::{product, shop, vocabulary};
use crate::index::search;
use crate::index::snapshot::Doc;

const ALL: [TextMatch; 8] = [
    TextMatch::Is,
    TextMatch::Contains,
    TextMatch::Begins,
    TextMatch::Ends,
    TextMatch::Less,
    TextMatch::LessOrEqual,
    TextMatch::Greater,
    TextMatch::GreaterOrEqual,
];

/// Texts of few letters, so that they often meet.
fn text(seed: &mut u64, most: u64) -> String {
    let mut next = |below: u64| {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*seed >> 33) % below
    };
    let parts = ["a", "b", "ab", "ß", "-", " ", " ", "&", "é", "ba", "\u{a0}", "ı"];
    let count = 1 + next(most);
    let text: String = (0..count).map(|_| parts[usize::try_from(next(12)).unwrap()]).collect();
    fold(&text)
}

fn english() -> Locale {
    Locale::parse("en_US").unwrap()
}

fn german() -> Locale {
    Locale::parse("de_DE").unwrap()
}

/// Every seventh product says something else in German, every eleventh says nothing there.
fn said_by(field: Field, doc: u32, seed: &mut u64) -> Texts {
    let few = if field == Field::Name { 1 } else { 1 + doc % 3 };
    let mut list = || -> Vec<String> {
        (0..few).map(|_| text(seed, 9)).filter(|text| field != Field::Name || !text.is_empty()).collect()
    };
    let mut texts = vec![((field, None), list())];
    if doc.is_multiple_of(7) {
        texts.push(((field, Some(german())), list()));
    } else if doc.is_multiple_of(11) {
        texts.push(((field, Some(german())), Vec::new()));
    }
    texts
}

fn told<'a>(texts: &'a Texts, locale: &Locale) -> &'a [String] {
    let own = texts.iter().find(|((_, own), _)| own.as_ref() == Some(locale));
    own.or_else(|| texts.iter().find(|((_, own), _)| own.is_none())).map_or(&[], |(_, list)| list)
}

fn agree(words: &Words, field: Field, all: &[Texts], seed: &mut u64) {
    for _ in 0..12 {
        let values: Vec<String> =
            (0..1 + *seed % 2).map(|_| text(seed, 4)).filter(|value| !value.is_empty()).collect();
        for (how, locale) in ALL.iter().flat_map(|how| [(*how, english()), (*how, german())]) {
            let hits = words.find(field, &locale, how, &values);
            for (doc, texts) in (0_u32..).zip(all) {
                let passes = |text: &String| values.iter().any(|value| compares(how, text, value));
                let passes = told(texts, &locale).iter().any(passes);
                let (sure, maybe) = (hits.sure.contains(doc), hits.maybe.contains(doc));
                let context = format!("{how:?} {values:?} {locale}: {doc} says {texts:?}");
                assert!(if passes { sure || maybe } else { !sure }, "{context}");
                assert!(field == Field::Name || !maybe, "whole texts need no asking: {context}");
                assert!(!(sure && maybe), "{context}");
            }
        }
    }
}

#[test]
fn words_find_what_asking_each_product_finds() {
    for field in [Field::Name, Field::Attribute(crate::domain::id::AttributeId(1)), Field::Sku] {
        let mut seed = 7;
        let mut all: Vec<Texts> = (0..700).map(|doc| said_by(field, doc, &mut seed)).collect();
        let mut runs = Vec::new();
        for (part, first) in all.chunks(300).zip([0_u32, 300, 600]) {
            let mut heard = Heard::default();
            for (doc, texts) in (first..).zip(part) {
                for ((field, locale), list) in texts {
                    heard.put(doc, *field, locale.as_ref(), list.iter().map(String::as_str));
                }
            }
            runs.push(heard.in_order());
        }
        let mut words = Words::of(runs);
        agree(&words, field, &all, &mut seed);
        let old = words.clone();
        for doc in (0..700).step_by(2) {
            let place = usize::try_from(doc).unwrap();
            words.take(doc, &all[place]);
            all[place] = if doc % 6 == 0 { Vec::new() } else { said_by(field, doc, &mut seed) };
            words.put(doc, &all[place]);
        }
        agree(&words, field, &all, &mut seed);
        assert_ne!(
            old.find(field, &english(), TextMatch::Contains, &["a".into()]).sure,
            words.find(field, &english(), TextMatch::Contains, &["a".into()]).sure
        );
    }
}

#[test]
fn words_that_nobody_says_any_more_are_gone() {
    let mut words = Words::default();
    for doc in 0..1_000 {
        words.put(doc, &vec![((Field::Name, None), vec![format!("bag number {doc}")])]);
    }
    let count = |words: &Words, text: &str| {
        words.find(Field::Name, &english(), TextMatch::Contains, &[text.into()]).sure.len()
    };
    assert_eq!((count(&words, "bag"), count(&words, "ber"), count(&words, "999")), (1_000, 1_000, 1));
    for doc in 0..1_000 {
        words.take(doc, &vec![((Field::Name, None), vec![format!("bag number {doc}")])]);
    }
    assert_eq!((count(&words, "bag"), count(&words, "ber"), count(&words, "999")), (0, 0, 0));
}

#[test]
fn a_search_finds_by_own_sku_and_by_the_name_that_is_read() {
    let old = shop(
        "b-10 name=Old_leather_bag name_de=Alte_Ledertasche / b-10-s\n b-1 name=Strap\n b-2 name=Bag_strap\n bag name=Case",
    );
    let found = |shop: &crate::index::snapshot::Snapshot, query: &str, locale: &Locale| {
        let found = search(shop, query, locale, 9);
        let skus: Vec<&str> = found.iter().map(|doc| shop.product(*doc).unwrap().sku()).collect();
        skus.join(" ")
    };
    for (query, english_skus, german_skus) in [
        ("", "b-1 b-10 b-2 bag", "b-1 b-10 b-2 bag"),
        ("B-1", "b-1 b-10", "b-1 b-10"),
        ("b-10-s", "b-10", "b-10"),
        ("bag", "bag b-2 b-10", "bag b-2"),
        ("strap bag", "b-2", "b-2"),
        ("leder", "", "b-10"),
        ("zzz", "", ""),
    ] {
        assert_eq!(found(&old, query, &english()), english_skus, "{query}");
        assert_eq!(found(&old, query, &german()), german_skus, "{query}");
    }
    let id = old.product(old.find("b-1").unwrap()).unwrap().id();
    let changed = product(id.0, "b-1 name=Leather_belt", &vocabulary());
    let new = apply(&old, News { products: vec![(id, Some(changed))], ..News::default() });
    assert_eq!(
        (found(&new, "leather", &english()), found(&new, "strap", &english())),
        ("b-1 b-10".into(), "b-2".into())
    );
    assert_eq!(found(&old, "strap", &english()), "b-1 b-2");
    assert!(
        search(&old, "bag", &english(), 1) == [old.find("bag").unwrap()]
            && search(&old, "", &english(), 0).is_empty()
    );
    let many: String = (0..2_500).map(|n| format!("p{n:04} name=thing\n")).collect();
    let many = shop(&many);
    let found: Vec<Doc> = search(&many, "thing", &english(), 3);
    assert_eq!(found, ["p0000", "p0001", "p0002"].map(|sku| many.find(sku).unwrap()));
}
