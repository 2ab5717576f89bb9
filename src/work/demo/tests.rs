use chrono::{TimeZone, Utc};

use crate::demo::catalogue::catalogue;
use crate::demo::product::Maker;
use crate::demo::{PRODUCTS, RELATIONS, SEED, relation};
use crate::domain::block::{Behaviour, Block, Page, Rotation, StockPolicy};
use crate::domain::change::Version;
use crate::domain::id::{BlockId, ProductId, RelationId, TypeId};
use crate::domain::locale::Localised;
use crate::domain::problem::Problems;
use crate::domain::product::Product;
use crate::domain::relation::Kept;
use crate::domain::text::slug;
use crate::domain::vocabulary::{RelationType, Vocabulary};
use crate::index::build::{Everything, build};
use crate::index::snapshot::{Doc, Snapshot};
use crate::pick::choose::{Ask, Context, Depth, page};

/// Returns the usual demo shop without a database, its blocks without fallback.
pub(super) fn shop() -> Snapshot {
    let made = catalogue(PRODUCTS).unwrap();
    let kinds = ["related", "up-sell", "cross-sell"];
    let types = kinds.into_iter().zip(1..).map(|(key, id)| RelationType {
        id: TypeId(id),
        key: key.into(),
        label: Localised::plain(key.into()),
    });
    let blocks = [
        ("pdp-related", Page::Product, "related"),
        ("pdp-up-sell", Page::Product, "up-sell"),
        ("cart-cross-sell", Page::Cart, "cross-sell"),
        ("cart-up-sell", Page::Cart, "up-sell"),
    ];
    let blocks = blocks.into_iter().zip(1..).map(|((key, page, kind), id)| Block {
        id: BlockId(id),
        key: key.into(),
        page,
        maximum: 8,
        minimum: 0,
        behaviour: Behaviour::LinksAndRules,
        rotation: Rotation::ByPriority,
        stock_policy: StockPolicy::LeaveOut,
        fallback: key == "pdp-related",
        title: Localised::plain(key.into()),
        off_stores: Vec::new(),
        type_keys: vec![kind.into()],
    });
    let vocabulary =
        Vocabulary::new(made.stores, made.categories, made.attributes, types.collect(), blocks.collect());
    let maker = Maker::new(&vocabulary, SEED).unwrap();
    let product = |number: u64| Product {
        id: Some(ProductId(i64::try_from(number).unwrap() + 1)),
        ..maker.product(number).unwrap()
    };
    let now = Utc.with_ymd_and_hms(2026, 11, 21, 10, 0, 0).unwrap();
    let drafts = relation::drafts(RELATIONS, SEED, PRODUCTS).map(Result::unwrap).zip(1..);
    let relations = drafts.map(|(draft, id)| Kept {
        id: RelationId(id),
        key: slug(&draft.name),
        version: 1,
        draft: crate::domain::relation::draft::Draft { key: slug(&draft.name), ..draft },
        problems: Problems::default(),
        created_at: now,
        updated_at: now,
        updated_by: "test".into(),
    });
    build(Everything {
        version: Some(Version { epoch: "test".into(), number: 1, at: None }),
        at: now,
        products: (0..PRODUCTS).map(product).collect(),
        relations: relations.collect(),
        vocabulary,
        ..Everything::default()
    })
}

#[test]
fn most_products_show_related_ones_in_the_first_store_wherever_one_looks() {
    let shop = shop();
    let store = &shop.vocabulary().stores()[0];
    let ask = Ask {
        store: store.id,
        locale: &store.locales[0],
        currency: store.currencies[0],
        segment: None,
        at: Utc.with_ymd_and_hms(2026, 11, 21, 10, 0, 0).unwrap(),
        exclude: &[],
        draft: None,
    };
    let mut docs: Vec<(String, Doc)> =
        shop.docs().map(|doc| (shop.product(doc).unwrap().fold(), doc)).collect();
    docs.sort();
    let shows: Vec<bool> = docs
        .iter()
        .map(|(_, doc)| {
            page(&shop, &ask, Page::Product, Context::Product(*doc), Depth::Reasons)
                .iter()
                .any(|decision| decision.block.key == "pdp-related" && !decision.picks.is_empty())
        })
        .collect();
    let up = docs
        .iter()
        .filter(|(_, doc)| {
            page(&shop, &ask, Page::Product, Context::Product(*doc), Depth::Reasons)
                .iter()
                .any(|decision| decision.block.key == "pdp-up-sell" && !decision.picks.is_empty())
        })
        .count();
    assert!(up * 2 > docs.len(), "only {up} of {} products show a step up", docs.len());
    for (at, window) in shows.windows(50).enumerate() {
        let count = window.iter().filter(|shows| **shows).count();
        assert!(count >= 40, "only {count} of 50 products from {} on show related ones", docs[at].0);
    }
}

#[test]
fn every_relation_but_few_shows_somewhere() {
    let shop = shop();
    for standing in shop.relations() {
        assert!(standing.problems.is_empty(), "{}: {:?}", standing.key, standing.problems);
        assert!(shop.sources_of(standing) >= 2 || !standing.draft.active, "{} stands nowhere", standing.key);
    }
}

#[test]
fn a_product_takes_a_few_hundred_bytes_in_memory() {
    let shop = shop();
    let parts = shop.memory();
    let products = parts.iter().find(|part| part.name == "products").unwrap();
    let each = products.bytes / shop.len();
    assert!((100..1_000).contains(&each), "{each} bytes a product; {parts:?}");
}
