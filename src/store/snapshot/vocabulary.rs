//! The small lists: stores, categories, attributes with their options, relation types, blocks.

use std::collections::HashMap;

use diesel::prelude::*;
use serde_json::Value;

use crate::codec::stored::read_localised;
use crate::domain::attribute::{Attribute, AttributeKind, AttributeOption};
use crate::domain::block::{Behaviour, Block, Page, Rotation, StockPolicy};
use crate::domain::category::Category;
use crate::domain::id::{AttributeId, BlockId, CategoryId, OptionId, StoreId, TypeId};
use crate::domain::locale::Locale;
use crate::domain::money::Currency;
use crate::domain::store::Store;
use crate::domain::vocabulary::{RelationType, Vocabulary};
use crate::store::door::{Read, Refusal};
use crate::store::schema::{attribute, attribute_option, block, category, relation_type, store};

/// Reads all that can be named.
pub fn load(read: &mut Read<'_>) -> Result<Vocabulary, Refusal> {
    let (stores, categories) = (stores(read)?, categories(read)?);
    Ok(Vocabulary::new(stores, categories, attributes(read)?, types(read)?, blocks(read)?))
}

fn stores(read: &mut Read<'_>) -> Result<Vec<Store>, Refusal> {
    type Row = (i32, String, String, String, Vec<Option<String>>, Vec<Option<String>>);
    let rows: Vec<Row> = store::table
        .select((store::id, store::key, store::name, store::time_zone, store::locales, store::currencies))
        .order((store::position, store::id))
        .load(read.conn)?;
    let store = |(id, key, name, zone, locales, currencies): Row| {
        let time_zone = zone.parse().map_err(|_| fault("time zone", &zone))?;
        let locales = locales.iter().flatten().map(|text| Locale::parse(text)).collect::<Result<_, _>>();
        let currencies =
            currencies.iter().flatten().map(|text| Currency::parse(text)).collect::<Result<_, _>>();
        let (locales, currencies) = (locales.map_err(Refusal::Fault)?, currencies.map_err(Refusal::Fault)?);
        Ok(Store { id: StoreId(id), key, name, time_zone, locales, currencies })
    };
    rows.into_iter().map(store).collect()
}

fn categories(read: &mut Read<'_>) -> Result<Vec<Category>, Refusal> {
    let rows: Vec<(i32, String, Option<i32>, Value)> = category::table
        .select((category::id, category::key, category::parent_id, category::names))
        .order((category::position, category::id))
        .load(read.conn)?;
    let category = |(id, key, parent, names): (i32, String, Option<i32>, Value)| Category {
        id: CategoryId(id),
        key,
        parent: parent.map(CategoryId),
        name: read_localised(&names),
    };
    Ok(rows.into_iter().map(category).collect())
}

fn attributes(read: &mut Read<'_>) -> Result<Vec<Attribute>, Refusal> {
    type Row = (i32, String, String, bool, bool, Option<String>, Value);
    type Choice = (i32, i32, String, Value);
    let rows: Vec<Row> = attribute::table
        .select((
            attribute::id,
            attribute::key,
            attribute::kind,
            attribute::built_in,
            attribute::multiple,
            attribute::unit,
            attribute::labels,
        ))
        .order((attribute::position, attribute::id))
        .load(read.conn)?;
    let choices: Vec<Choice> = attribute_option::table
        .select((
            attribute_option::id,
            attribute_option::attribute_id,
            attribute_option::key,
            attribute_option::labels,
        ))
        .order((attribute_option::position, attribute_option::id))
        .load(read.conn)?;
    let mut options: HashMap<i32, Vec<AttributeOption>> = HashMap::new();
    for (id, attribute, key, labels) in choices {
        let option = AttributeOption { id: OptionId(id), key, label: read_localised(&labels) };
        options.entry(attribute).or_default().push(option);
    }
    let attribute = |(id, key, kind, built_in, multiple, unit, labels): Row| {
        let kind = AttributeKind::parse(&kind).ok_or_else(|| fault("attribute kind", &kind))?;
        let options = options.remove(&id).unwrap_or_default();
        let label = read_localised(&labels);
        Ok(Attribute { id: AttributeId(id), key, kind, built_in, multiple, unit, label, options })
    };
    rows.into_iter().map(attribute).collect()
}

fn types(read: &mut Read<'_>) -> Result<Vec<RelationType>, Refusal> {
    let rows: Vec<(i32, String, Value)> = relation_type::table
        .select((relation_type::id, relation_type::key, relation_type::labels))
        .order((relation_type::position, relation_type::id))
        .load(read.conn)?;
    let kind = |(id, key, labels): (i32, String, Value)| RelationType {
        id: TypeId(id),
        key,
        label: read_localised(&labels),
    };
    Ok(rows.into_iter().map(kind).collect())
}

#[derive(Queryable)]
struct BlockRow {
    id: i32,
    key: String,
    page: String,
    _position: i32,
    maximum: i32,
    minimum: i32,
    behaviour: String,
    rotation: String,
    stock_policy: String,
    fallback: bool,
    titles: Value,
    off_store_ids: Vec<Option<i32>>,
    type_keys: Vec<Option<String>>,
}

fn blocks(read: &mut Read<'_>) -> Result<Vec<Block>, Refusal> {
    let rows: Vec<BlockRow> = block::table.order((block::position, block::id)).load(read.conn)?;
    rows.into_iter().map(to_block).collect()
}

fn to_block(row: BlockRow) -> Result<Block, Refusal> {
    Ok(Block {
        id: BlockId(row.id),
        key: row.key,
        page: match row.page.as_str() {
            "product" => Page::Product,
            "cart" => Page::Cart,
            "home" => Page::Home,
            "category" => Page::Category,
            "confirmation" => Page::Confirmation,
            other => return Err(fault("page", other)),
        },
        maximum: usize::try_from(row.maximum).unwrap_or(0),
        minimum: usize::try_from(row.minimum).unwrap_or(0),
        behaviour: match row.behaviour.as_str() {
            "links_and_rules" => Behaviour::LinksAndRules,
            "links_only" => Behaviour::LinksOnly,
            "rules_only" => Behaviour::RulesOnly,
            other => return Err(fault("behaviour", other)),
        },
        rotation: match row.rotation.as_str() {
            "by_priority" => Rotation::ByPriority,
            "by_priority_then_random" => Rotation::ByPriorityThenRandom,
            "weighted_random" => Rotation::WeightedRandom,
            other => return Err(fault("rotation", other)),
        },
        stock_policy: match row.stock_policy.as_str() {
            "leave_out" => StockPolicy::LeaveOut,
            "show_last" => StockPolicy::ShowLast,
            "show" => StockPolicy::Show,
            other => return Err(fault("stock policy", other)),
        },
        fallback: row.fallback,
        title: read_localised(&row.titles),
        off_stores: row.off_store_ids.into_iter().flatten().map(StoreId).collect(),
        type_keys: row.type_keys.into_iter().flatten().collect(),
    })
}

fn fault(what: &str, value: &str) -> Refusal {
    Refusal::Fault(format!("a row holds the unknown {what} “{value}”"))
}
