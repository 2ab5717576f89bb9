//! One relation of 1,518 sources and 682 targets in a shop of 27,792 products, whatever size is measured (fewer beside a
//! shop that is too small to say anything): the case of a
//! public peer, which took 25 minutes for it, and 2.6 seconds after it was mended.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use serde_json::json;

use super::super::figure::Figure;
use super::super::spread::quickest;
use super::super::stage::{SEED, Stage};
use crate::codec;
use crate::command::Failure;
use crate::demo::product::Maker;
use crate::domain::attribute::AttributeValue;
use crate::domain::id::{ProductId, RelationId};
use crate::domain::problem::Problems;
use crate::domain::relation::Kept;
use crate::domain::vocabulary::Vocabulary;
use crate::index::build::{Builder, Rest};
use crate::index::snapshot::{Doc, Snapshot};
use crate::pick::each::Round;

const PRODUCTS: u64 = 27_792;
const PRODUCTS_FEW: u64 = 2_500;
const SOURCES: u64 = 1_518;
const TARGETS: u64 = 682;
/// What the peer takes since it was mended, in milliseconds.
const PEER: f64 = 2_600.0;

/// Measures.
pub fn rows(stage: &Stage) -> Result<Vec<Figure>, Failure> {
    let shop = shop(stage)?;
    let standing = shop.relations().first().ok_or_else(|| Failure("The relation is missing.".into()))?;
    let ask = stage.ask();
    let took = quickest(stage.turns(), Duration::from_secs(20), || {
        let fresh = shop.without_answers();
        let standing =
            fresh.relation(&standing.key).ok_or_else(|| Failure("The relation is gone.".into()))?;
        let started = Instant::now();
        let sources = fresh.source_set(standing, &stage.circumstances());
        let mut shown = 0;
        Round::new(&fresh, &ask).each(standing, sources.iter().map(Doc), |_, picks| {
            shown += usize::from(!picks.is_empty());
        });
        let took = started.elapsed();
        let wanted = usize::try_from(SOURCES).unwrap_or(0);
        if shown != wanted {
            return Err(Failure(format!("{shown} of {wanted} sources show something.")));
        }
        Ok(took)
    })?;
    Ok(vec![stage.at_most("one_relation_1518_x_682", took * 1e3, "ms", 20.0, PEER)])
}

/// Returns the shop: its first products are the sources, its last the targets, told apart by a text of their own.
fn shop(stage: &Stage) -> Result<Snapshot, Failure> {
    let vocabulary = stage.snapshot().vocabulary().clone();
    let maker = Maker::new(&vocabulary, SEED).map_err(Failure)?;
    let mark = vocabulary.attribute_by_key("designed_in").map(|attribute| attribute.id);
    let mark = mark.ok_or_else(|| Failure("The attribute of the towns is missing.".into()))?;
    let relation = relation(&vocabulary, stage.at)?;
    let mut builder = Builder::new(None, stage.at, vocabulary);
    let products = if stage.is_patient() { PRODUCTS } else { PRODUCTS_FEW };
    for number in 0..products {
        let mut product = maker.product(number).map_err(Failure)?;
        let side = match number {
            _ if number < SOURCES => "the sources",
            _ if number >= products - TARGETS => "the targets",
            _ => "neither",
        };
        let town = crate::domain::locale::Localised::plain(vec![side.to_owned()]);
        product.attributes.insert(mark, AttributeValue::Text(town));
        product.id = Some(ProductId(i64::try_from(number).unwrap_or(0) + 1));
        (product.active, product.stores) = (true, None);
        builder.products(&[product]);
    }
    Ok(builder.finish(Rest { relations: vec![relation], ..Rest::default() }))
}

fn relation(vocabulary: &Vocabulary, at: DateTime<Utc>) -> Result<Kept, Failure> {
    let is = |side: &str| json!({"condition": "AND", "rules": [{"id": "attribute.designed_in", "operator": "equal", "value": side}]});
    let json = json!({"key": "pair", "name": "Pair", "type": "related", "limit": 8,
        "source": {"kind": "rule", "rule": is("the sources")}, "target": {"rule": is("the targets")}});
    let draft = codec::relation::read(&json).map_err(|problems| Failure(format!("{problems:?}")))?;
    let problems = crate::domain::relation::check::check(&draft, vocabulary).problems;
    if !problems.is_empty() {
        return Err(Failure(format!("{problems:?}")));
    }
    Ok(Kept {
        id: RelationId(1),
        key: "pair".into(),
        version: 1,
        draft,
        problems: Problems::default(),
        created_at: at,
        updated_at: at,
        updated_by: "bench".into(),
    })
}
