//! For tests: a tiny catalogue written as lines.
//!
//! `a1 cat=lenses brand=sony price=100 was=150 stock=3 sold=9 / a1-s colour=silver stock=1` is a product and, after each
//! slash, a variant of it; without one it has a variant of its own sku. Words without `=`: `off`. What is not named as a
//! field is an attribute of the rule language's fixture.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::build::{Everything, build};
use super::snapshot::{Doc, Snapshot};
use super::{Circumstances, run};
use crate::domain::attribute::{AttributeKind, AttributeValue};
use crate::domain::block::{Behaviour, Block, Page, Rotation, StockPolicy};
use crate::domain::decimal::Decimal;
use crate::domain::id::{AttributeId, BlockId, LinkId, ProductId, RelationId, StoreId, TypeId};
use crate::domain::link::Link;
use crate::domain::locale::{Locale, Localised};
use crate::domain::money::{Currency, Money};
use crate::domain::problem::Problems;
use crate::domain::product::{Price, Product, Variant};
use crate::domain::relation::Kept;
use crate::domain::relation::draft::{Draft, SourceKind};
use crate::domain::rule::check::{Side, check};
use crate::domain::rule::fixture;
use crate::domain::sku::Sku;
use crate::domain::vocabulary::Vocabulary;

/// The moment at which everything is asked: Saturday, 21 November 2026, 13:00 in New York.
pub(crate) fn now() -> DateTime<Utc> {
    "2026-11-21T18:00:00Z".parse().unwrap()
}

pub(crate) fn usd() -> Currency {
    Currency::parse("USD").unwrap()
}

/// Returns the circumstances of the first store.
pub(crate) fn here() -> Circumstances {
    Circumstances { store: StoreId(1), locale: fixture::english(), currency: usd(), at: now() }
}

/// Returns the fixture's vocabulary with the blocks of a fresh shop.
pub(crate) fn vocabulary() -> Vocabulary {
    let known = fixture::vocabulary();
    let block = |id, key: &str, page, maximum, fallback, types: &[&str]| Block {
        id: BlockId(id),
        key: key.into(),
        page,
        maximum,
        minimum: 0,
        behaviour: Behaviour::LinksAndRules,
        rotation: Rotation::ByPriority,
        stock_policy: StockPolicy::LeaveOut,
        fallback,
        title: Localised::default(),
        off_stores: Vec::new(),
        type_keys: types.iter().map(|key| (*key).to_owned()).collect(),
    };
    let blocks = vec![
        block(1, "pdp-related", Page::Product, 8, false, &["related"]),
        block(2, "pdp-up-sell", Page::Product, 4, false, &["up-sell"]),
        block(3, "cart-cross-sell", Page::Cart, 4, false, &["cross-sell"]),
        block(4, "cart-up-sell", Page::Cart, 4, false, &["up-sell"]),
        block(5, "home", Page::Home, 8, true, &[]),
    ];
    let (stores, categories) = (known.stores().to_vec(), known.categories().to_vec());
    Vocabulary::new(stores, categories, known.attributes().to_vec(), known.types().to_vec(), blocks)
}

/// Returns everything of a catalogue written as lines.
pub(crate) fn everything(text: &str) -> Everything {
    let vocabulary = vocabulary();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let products = (1..).zip(lines).map(|(id, line)| product(id, line, &vocabulary)).collect();
    Everything { at: now(), vocabulary, products, ..Everything::default() }
}

/// Returns the snapshot of a catalogue written as lines.
pub(crate) fn shop(text: &str) -> Snapshot {
    build(everything(text))
}

/// Returns one product written as a line.
pub(crate) fn product(id: i64, line: &str, vocabulary: &Vocabulary) -> Product {
    let mut parts = line.split(" / ");
    let head = words(parts.next().unwrap());
    let of = |key: &str| head.get(key).map(String::as_str);
    let sku = Sku::parse(of("sku").unwrap()).unwrap();
    let millionths = |key: &str| of(key).map(|text| Decimal::parse(text).unwrap());
    let whole = |key: &str| of(key).map(|text| text.parse::<i64>().unwrap());
    let categories = of("cat").into_iter().flat_map(|list| list.split('|'));
    let stores =
        of("stores").map(|list| list.split('|').map(|key| vocabulary.store(key).unwrap().id).collect());
    let day = |key: &str| of(key).map(|day| format!("{day}T12:00:00Z").parse::<DateTime<Utc>>().unwrap());
    let mut name = Localised::plain(of("name").unwrap_or(sku.as_str()).replace('_', " "));
    if let Some(german) = of("name_de") {
        name.own.insert(Locale::parse("de_DE").unwrap(), german.replace('_', " "));
    }
    let mut variants: Vec<Variant> = parts.map(|part| variant(&words(part), &head, vocabulary)).collect();
    if variants.is_empty() {
        let own = words(sku.as_str());
        variants.push(variant(&own, &head, vocabulary));
    }
    Product {
        id: Some(ProductId(id)),
        sku,
        active: of("off").is_none(),
        active_from: day("from"),
        active_until: day("until"),
        new_from: day("new_from"),
        new_until: day("new_until"),
        name,
        description: Localised::default(),
        url: Localised::default(),
        attributes: attributes(&head, vocabulary),
        categories: categories.map(|key| vocabulary.find_categories(key)[0].id).collect(),
        stores,
        images: Vec::new(),
        rating: millionths("rating"),
        review_count: whole("reviews"),
        margin: millionths("margin"),
        sold: [0, whole("sold").unwrap_or(0), 0],
        viewed: [0, whole("viewed").unwrap_or(0), 0],
        created_at: day("created").unwrap_or(now()),
        updated_at: now(),
        variants,
    }
}

fn words(part: &str) -> BTreeMap<String, String> {
    let pairs = part.split_whitespace().enumerate().map(|(at, word)| match word.split_once('=') {
        Some((key, value)) => (key.to_owned(), value.to_owned()),
        None if at == 0 => ("sku".to_owned(), word.to_owned()),
        None => (word.to_owned(), String::new()),
    });
    pairs.collect()
}

fn variant(
    own: &BTreeMap<String, String>,
    head: &BTreeMap<String, String>,
    vocabulary: &Vocabulary,
) -> Variant {
    let of = |key: &str| own.get(key).or_else(|| head.get(key)).map(String::as_str);
    let mut prices = Vec::new();
    for currency in vocabulary.currencies() {
        let money = |text: &str| Money::parse(text, *currency).unwrap();
        let price = of("price").filter(|price| *price != "none");
        prices.extend(price.map(|price| Price {
            store: None,
            amount: money(price),
            regular: of("was").map(money),
        }));
    }
    Variant {
        sku: Sku::parse(&own["sku"]).unwrap(),
        active: !own.contains_key("off"),
        attributes: attributes(own, vocabulary),
        stock: of("stock").map(|stock| stock.parse().unwrap()),
        prices,
    }
}

fn attributes(
    words: &BTreeMap<String, String>,
    vocabulary: &Vocabulary,
) -> BTreeMap<AttributeId, AttributeValue> {
    let mut values = BTreeMap::new();
    for attribute in vocabulary.attributes() {
        let Some(text) = words.get(&attribute.key) else { continue };
        let list = text.split('|');
        let value = match attribute.kind {
            AttributeKind::Text => {
                AttributeValue::Text(Localised::plain(list.map(|text| text.replace('_', " ")).collect()))
            }
            AttributeKind::Number => {
                AttributeValue::Number(list.map(|text| Decimal::parse(text).unwrap()).collect())
            }
            AttributeKind::Choice => {
                let option = |key| attribute.options.iter().find(|option| option.key == key).unwrap().id;
                AttributeValue::Choice(list.map(option).collect())
            }
            AttributeKind::YesNo => AttributeValue::YesNo(text == "yes"),
            AttributeKind::Date => AttributeValue::Date(list.map(|day| day.parse().unwrap()).collect()),
        };
        values.insert(attribute.id, value);
    }
    values
}

/// Returns a two-way or one-way link of the type `related`.
pub(crate) fn link(id: i64, source: i64, target: i64, position: i32) -> Link {
    Link {
        id: LinkId(id),
        kind: TypeId(1),
        source: ProductId(source),
        target: ProductId(target),
        position,
        two_way: false,
        store: None,
        valid_from: None,
        valid_until: None,
    }
}

/// Returns a kept relation; for all products unless the change says otherwise.
pub(crate) fn relation(id: i64, key: &str, target: &str, change: impl FnOnce(&mut Draft)) -> Kept {
    let mut draft = Draft { key: key.into(), name: key.into(), source_kind: SourceKind::All, ..Draft::new() };
    if !target.is_empty() {
        draft.target_rule = fixture::rule(target);
    }
    change(&mut draft);
    Kept {
        id: RelationId(id),
        key: key.into(),
        version: 1,
        draft,
        problems: Problems::default(),
        created_at: now(),
        updated_at: now(),
        updated_by: "anna".into(),
    }
}

/// Returns the skus of a set, in order of sku.
pub(crate) fn skus(snapshot: &Snapshot, docs: impl IntoIterator<Item = Doc>) -> Vec<String> {
    docs.into_iter().map(|doc| snapshot.product(doc).unwrap().sku().to_owned()).collect()
}

/// Returns the skus that match a rule written as lines, in order, in one text.
pub(crate) fn matching(snapshot: &Snapshot, rule: &str, source: &str) -> String {
    let checked = check(&fixture::rule(rule), snapshot.vocabulary(), Side::Target);
    assert_eq!(checked.problems.0, [], "{rule}");
    let rule = checked.rule.unwrap();
    let set = run::matches(snapshot, &here(), &rule, snapshot.find(source));
    for doc in snapshot.docs() {
        let asked_alone = run::is_match(snapshot, &here(), &rule, snapshot.find(source), doc);
        assert_eq!(asked_alone, set.contains(doc.0), "{} {rule:?}", snapshot.product(doc).unwrap().sku());
    }
    let mut found = skus(snapshot, set.iter().map(Doc));
    found.sort();
    found.join(" ")
}
