//! Random catalogues and random rules that always check, whatever they ask.
//!
//! Values come from small pools, so that rules meet products; the pools hold what usually goes wrong.

use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};

use super::case::{Case, Node, Price, Product, Question, Variant};
use super::row;
use super::words::{CARRIED, CATEGORIES, CURRENCIES, LOCALES, OPTIONS, STORES};

/// Most products of one catalogue.
const PRODUCTS_MAX: usize = 12;
/// Most questions asked about one catalogue.
const QUESTIONS_MAX: usize = 80;

/// Texts that products carry; rules ask for these and for pieces of them.
pub const TEXTS: &[&str] = &[
    "Sony",
    "SONY",
    " sony ",
    "Straße",
    "STRASSE",
    "strasse",
    "Istanbul",
    "İstanbul",
    "ıstanbul",
    "ISTANBUL",
    "i",
    "café",
    "cafe\u{301}",
    "CAFÉ",
    "caf\u{65}\u{301}s",
    "ＰＲＯ",
    "ｐｒｏ",
    "pro",
    "ﬁne",
    "FINE",
    "ǅ",
    "Σίσυφος",
    "ΣΊΣΥΦΟΣ",
    "a_b",
    "100%",
    "a\\b",
    "'; DROP TABLE x",
    "\u{10400}x",
    "\u{10428}x",
    "ß",
    "ẞ",
    "SS",
    "ŉ",
    "ᾳ",
    "ᾼ",
    "α\u{345}\u{301}",
    "ΐ",
    "q\u{323}\u{307}",
    "q\u{307}\u{323}",
    "9",
    "10",
    "E-Mount",
    "Grey",
    "new",
    "\u{ff5a}",
    "~",
    "日本",
    "a b",
];

/// Moments of products and of questions: around midnight, around both changes of the clocks, far away.
pub const MOMENTS: &[&str] = &[
    "2026-11-21T18:00:00Z",
    "2026-11-21T04:59:59.999999Z",
    "2026-11-21T05:00:00Z",
    "2026-11-20T23:00:00Z",
    "2026-03-08T04:59:59Z",
    "2026-03-08T05:00:00Z",
    "2026-03-08T05:30:00Z",
    "2026-11-01T04:00:00Z",
    "2026-11-01T04:30:00Z",
    "2026-11-01T05:00:00Z",
    "2026-11-01T05:30:00Z",
    "2026-03-29T00:59:59Z",
    "2026-03-29T01:00:00Z",
    "2026-10-25T00:30:00Z",
    "2026-10-25T01:30:00Z",
    "2025-11-21T12:00:00Z",
    "1970-01-01T00:00:00Z",
    "2038-01-19T03:14:08Z",
];

/// Days that rules name and attributes carry.
pub const DAYS: &[&str] = &[
    "2026-11-21",
    "2026-11-20",
    "2026-03-08",
    "2026-11-01",
    "2026-03-29",
    "2026-10-25",
    "2025-11-21",
    "1970-01-01",
    "0001-01-01",
    "9999-12-31",
];

/// Numbers in millionths.
const MILLIONTHS: &[i64] = &[
    0,
    1,
    -1,
    1_000_000,
    -1_000_000,
    9_000_000,
    10_000_000,
    20_000_000,
    100_000_000,
    33_333_333,
    33_333_334,
    1_500_000,
    -1_500_000,
    100_000,
    i64::MAX,
    i64::MIN + 1,
];
/// Means of reviews, in millionths.
const RATINGS: &[i64] = &[0, 1, 1_500_000, 3_333_333, 5_000_000];
const WHOLE: &[i64] = &[0, 1, 2, 3, 9, 10, 20, 100, 1_000_000];
const AMOUNTS: &[i64] =
    &[0, 1, 2, 3, 99, 100, 150, 200, 300, 4_990, 5_000, 5_489, 5_490, 10_000, 1_000_000_000_000];

/// Returns cases.
pub fn cases() -> impl Strategy<Value = Case> {
    let parents = (0..CATEGORIES.len())
        .map(|at| option::of(0..at.max(1)).prop_map(move |found| found.filter(|_| at > 0)));
    let questions = prop::collection::vec(question(), 1..=QUESTIONS_MAX);
    let products = prop::collection::vec(product(), 1..=PRODUCTS_MAX);
    (parents.collect::<Vec<_>>(), products, any::<bool>(), questions)
        .prop_map(|(parents, products, followed, questions)| Case { parents, products, followed, questions })
}

fn question() -> impl Strategy<Value = Question> {
    let store = select(STORES).prop_map(|store| store.0);
    let currency = select(CURRENCIES).prop_map(|(code, _)| code);
    let source = option::weighted(0.9, 0..PRODUCTS_MAX);
    (root(), source, store, select(LOCALES), currency, select(MOMENTS)).prop_map(
        |(rule, source, store, locale, currency, at)| Question { rule, source, store, locale, currency, at },
    )
}

fn root() -> impl Strategy<Value = Node> {
    let node = row::any_row().prop_map(Node::Row).prop_recursive(3, 12, 4, group);
    group(node.boxed())
}

fn group(child: BoxedStrategy<Node>) -> BoxedStrategy<Node> {
    let condition = select(vec!["AND", "OR", "NONE"]);
    (condition, prop::bool::weighted(0.25), prop::collection::vec(child, 1..5))
        .prop_map(|(condition, same_variant, rules)| Node::Group { condition, same_variant, rules })
        .boxed()
}

fn text() -> impl Strategy<Value = String> {
    let part = || select(TEXTS).prop_map(str::to_owned);
    prop_oneof![
        8 => part(),
        3 => (part(), part()).prop_map(|(left, right)| format!("{left} {right}")),
        1 => (part(), part()).prop_map(|(left, right)| format!("{left}{right}")),
        1 => select(vec!["", "  "]).prop_map(str::to_owned),
    ]
}

fn told() -> impl Strategy<Value = String> {
    text().prop_filter("an own text says something", |text| !text.trim().is_empty())
}

fn texts() -> impl Strategy<Value = Vec<(&'static str, &'static str, String)>> {
    let field = |name: &'static str| {
        let own = option::weighted(0.3, (select(LOCALES), told()));
        (option::weighted(0.7, text()), own).prop_map(move |(default, own)| {
            let default = default.map(|text| ("", name, text));
            default.into_iter().chain(own.map(|(locale, text)| (locale, name, text))).collect::<Vec<_>>()
        })
    };
    (field("name"), field("description"), field("url"))
        .prop_map(|(name, description, url)| [name, description, url].concat())
}

fn value(attribute: i32, kind: char) -> BoxedStrategy<Value> {
    let some = 0..=3_usize;
    match kind {
        'c' => {
            let own: Vec<i32> =
                OPTIONS.iter().filter(|(_, of, ..)| *of == attribute).map(|(id, ..)| *id).collect();
            // 999 was an option once and is gone.
            let all = [own, vec![999]].concat();
            // Of brand, attribute set and product type a product has one at most.
            let most = if [1, 3, 4].contains(&attribute) { 1 } else { 2 };
            let plain = subsequence(all.clone(), 0..=most).prop_map(|options| json!({"c": options}));
            if most == 1 {
                return plain.boxed();
            }
            let own = prop::collection::btree_map(select(LOCALES), subsequence(all.clone(), 1..=2), 1..=2);
            let by_locale = (subsequence(all, 0..=1), own).prop_map(|(default, own)| {
                let mut lists = serde_json::Map::from_iter([(String::new(), json!(default))]);
                lists.extend(own.into_iter().map(|(locale, list)| (locale.to_owned(), json!(list))));
                json!({"o": lists})
            });
            prop_oneof![3 => plain, 1 => by_locale].boxed()
        }
        'n' => prop::collection::vec(select(MILLIONTHS), some).prop_map(|list| json!({"n": list})).boxed(),
        'b' => any::<bool>().prop_map(|yes| json!({"b": yes})).boxed(),
        'd' => prop::collection::vec(select(DAYS), some).prop_map(|list| json!({"d": list})).boxed(),
        _ => {
            let own = option::weighted(0.3, (select(LOCALES), prop::collection::vec(told(), 1..3)));
            (option::weighted(0.8, prop::collection::vec(text(), some)), own)
                .prop_map(|(default, own)| {
                    let mut texts = serde_json::Map::new();
                    texts.extend(default.map(|list| (String::new(), json!(list))));
                    texts.extend(own.map(|(locale, list)| (locale.to_owned(), json!(list))));
                    json!({"t": texts})
                })
                .boxed()
        }
    }
}

fn attributes(often: f64) -> impl Strategy<Value = Vec<(i32, Value)>> {
    let each = CARRIED.iter().map(|(id, kind)| option::weighted(often, value(*id, *kind)));
    each.collect::<Vec<_>>().prop_map(|values| {
        CARRIED.iter().zip(values).filter_map(|((id, _), value)| Some((*id, value?))).collect()
    })
}

fn product() -> impl Strategy<Value = Product> {
    let numbers = (
        option::of(select(RATINGS)),
        option::of(select(WHOLE)),
        option::of(select(MILLIONTHS)),
        [select(WHOLE), select(WHOLE), select(WHOLE)],
        [select(WHOLE), select(WHOLE), select(WHOLE)],
    );
    let moments =
        (option::of(select(MOMENTS)), option::of(select(MOMENTS)), select(MOMENTS), select(MOMENTS));
    // 299 was a category once and is gone.
    let categories: Vec<i32> = CATEGORIES.iter().map(|(id, ..)| *id).chain([299]).collect();
    let stores: Vec<i32> = STORES.iter().map(|store| store.0).collect();
    let places = (subsequence(categories, 0..=3), option::of(subsequence(stores, 0..=2)));
    let variants = prop::collection::vec(variant(), 1..=3);
    let sku = select(vec!["A", "Straße", "İ", "ＡＢ", "e\u{301}", "x y"]);
    (sku, any::<bool>(), numbers, moments, texts(), attributes(0.4), places, variants).prop_map(
        |(sku, active, numbers, moments, texts, attributes, (categories, stores), variants)| Product {
            sku: sku.to_owned(),
            active,
            new_from: moments.0,
            new_until: moments.1,
            texts,
            attributes,
            categories,
            stores,
            rating: numbers.0,
            reviews: numbers.1,
            margin: numbers.2,
            sold: numbers.3,
            viewed: numbers.4,
            created_at: moments.2,
            updated_at: moments.3,
            variants,
        },
    )
}

fn variant() -> impl Strategy<Value = Variant> {
    let stock = option::of(select(vec![0_i64, 0, 1, 3, -2, 1_000_000]));
    let prices = prop::collection::vec(price(), 0..=3).prop_map(|mut prices: Vec<Price>| {
        let mut seen = Vec::new();
        prices.retain(|price| {
            let key = (price.store, price.currency);
            let is_new = !seen.contains(&key);
            seen.push(key);
            is_new
        });
        prices
    });
    (prop::bool::weighted(0.8), attributes(0.25), stock, prices).prop_map(
        |(active, mut attributes, stock, prices)| {
            attributes.retain(|(id, _)| ![1, 3, 4].contains(id));
            Variant { active, attributes, stock, prices }
        },
    )
}

fn price() -> impl Strategy<Value = Price> {
    let store = option::weighted(0.3, select(STORES).prop_map(|store| store.0));
    let currency = select(CURRENCIES).prop_map(|(code, _)| code);
    (store, currency, select(AMOUNTS), option::weighted(0.4, select(AMOUNTS)))
        .prop_map(|(store, currency, amount, regular)| Price { store, currency, amount, regular })
}
