//! The vocabulary as bytes.

use crate::domain::attribute::{Attribute, AttributeKind, AttributeOption};
use crate::domain::block::{Behaviour, Block, Page, Rotation, StockPolicy};
use crate::domain::category::Category;
use crate::domain::id::{AttributeId, BlockId, CategoryId, OptionId, StoreId, TypeId};
use crate::domain::locale::{Locale, Localised};
use crate::domain::money::Currency;
use crate::domain::store::Store;
use crate::domain::vocabulary::{RelationType, Vocabulary};
use crate::index::packed::bytes::{Cursor, put_count, put_signed, put_text};

const PAGES: [Page; 5] = [Page::Product, Page::Cart, Page::Home, Page::Category, Page::Confirmation];
const BEHAVIOURS: [Behaviour; 3] = [Behaviour::LinksAndRules, Behaviour::LinksOnly, Behaviour::RulesOnly];
const ROTATIONS: [Rotation; 3] =
    [Rotation::ByPriority, Rotation::ByPriorityThenRandom, Rotation::WeightedRandom];
const STOCK: [StockPolicy; 3] = [StockPolicy::LeaveOut, StockPolicy::ShowLast, StockPolicy::Show];

/// Returns the bytes of a vocabulary.
pub fn write(vocabulary: &Vocabulary) -> Vec<u8> {
    let mut into = Vec::new();
    let out = &mut into;
    list(out, vocabulary.stores(), |out, store| {
        put_signed(out, store.id.0.into());
        put_text(out, &store.key);
        put_text(out, &store.name);
        put_text(out, store.time_zone.name());
        list(out, &store.locales, |out, locale| put_text(out, locale.as_str()));
        list(out, &store.currencies, |out, currency| put_text(out, currency.as_str()));
    });
    list(out, vocabulary.categories(), |out, category| {
        put_signed(out, category.id.0.into());
        put_text(out, &category.key);
        put_signed(out, category.parent.map_or(i64::MIN, |id| id.0.into()));
        localised(out, &category.name);
    });
    list(out, vocabulary.attributes(), attribute);
    list(out, vocabulary.types(), |out, kind| {
        put_signed(out, kind.id.0.into());
        put_text(out, &kind.key);
        localised(out, &kind.label);
    });
    list(out, vocabulary.blocks(), block);
    into
}

fn attribute(out: &mut Vec<u8>, attribute: &Attribute) {
    put_signed(out, attribute.id.0.into());
    put_text(out, &attribute.key);
    put_text(out, attribute.kind.as_str());
    out.push(u8::from(attribute.built_in));
    out.push(u8::from(attribute.multiple));
    list(out, attribute.unit.as_slice(), |out, unit| put_text(out, unit));
    localised(out, &attribute.label);
    list(out, &attribute.options, |out, option| {
        put_signed(out, option.id.0.into());
        put_text(out, &option.key);
        localised(out, &option.label);
    });
}

fn block(out: &mut Vec<u8>, block: &Block) {
    put_signed(out, block.id.0.into());
    put_text(out, &block.key);
    put_count(out, place(&PAGES, &block.page));
    put_count(out, block.maximum);
    put_count(out, block.minimum);
    put_count(out, place(&BEHAVIOURS, &block.behaviour));
    put_count(out, place(&ROTATIONS, &block.rotation));
    put_count(out, place(&STOCK, &block.stock_policy));
    out.push(u8::from(block.fallback));
    localised(out, &block.title);
    list(out, &block.off_stores, |out, id| put_signed(out, id.0.into()));
    list(out, &block.type_keys, |out, key| put_text(out, key));
}

fn place<T: PartialEq>(all: &[T], one: &T) -> usize {
    all.iter().position(|other| other == one).unwrap_or(usize::MAX)
}

fn list<T>(out: &mut Vec<u8>, all: &[T], put: impl Fn(&mut Vec<u8>, &T)) {
    put_count(out, all.len());
    all.iter().for_each(|one| put(out, one));
}

fn localised(out: &mut Vec<u8>, text: &Localised<String>) {
    list(out, text.default.as_slice(), |out, text| put_text(out, text));
    put_count(out, text.own.len());
    for (locale, text) in &text.own {
        put_text(out, locale.as_str());
        put_text(out, text);
    }
}

/// Returns the vocabulary of bytes; `None` for damage.
pub fn read(bytes: &[u8]) -> Option<Vocabulary> {
    let from = &mut Cursor::new(bytes);
    let stores = many(from, |from| {
        Some(Store {
            id: StoreId(from.small()?),
            key: from.text()?.to_owned(),
            name: from.text()?.to_owned(),
            time_zone: from.text()?.parse().ok()?,
            locales: many(from, |from| Locale::parse(from.text()?).ok())?,
            currencies: many(from, |from| Currency::parse(from.text()?).ok())?,
        })
    })?;
    let categories = many(from, |from| {
        let (id, key) = (CategoryId(from.small()?), from.text()?.to_owned());
        let parent = Some(from.signed()?).filter(|id| *id != i64::MIN);
        let parent = parent.map(i32::try_from).transpose().ok()?.map(CategoryId);
        Some(Category { id, key, parent, name: read_localised(from)? })
    })?;
    let attributes = many(from, read_attribute)?;
    let types = many(from, |from| {
        Some(RelationType {
            id: TypeId(from.small()?),
            key: from.text()?.to_owned(),
            label: read_localised(from)?,
        })
    })?;
    let blocks = many(from, read_block)?;
    from.rest().is_empty().then(|| Vocabulary::new(stores, categories, attributes, types, blocks))
}

fn read_attribute(from: &mut Cursor<'_>) -> Option<Attribute> {
    Some(Attribute {
        id: AttributeId(from.small()?),
        key: from.text()?.to_owned(),
        kind: AttributeKind::parse(from.text()?)?,
        built_in: from.byte()? == 1,
        multiple: from.byte()? == 1,
        unit: many(from, |from| Some(from.text()?.to_owned()))?.pop(),
        label: read_localised(from)?,
        options: many(from, |from| {
            Some(AttributeOption {
                id: OptionId(from.small()?),
                key: from.text()?.to_owned(),
                label: read_localised(from)?,
            })
        })?,
    })
}

fn read_block(from: &mut Cursor<'_>) -> Option<Block> {
    let whole = |from: &mut Cursor<'_>| usize::try_from(from.number()?).ok();
    Some(Block {
        id: BlockId(from.small()?),
        key: from.text()?.to_owned(),
        page: PAGES.get(whole(from)?).copied()?,
        maximum: whole(from)?,
        minimum: whole(from)?,
        behaviour: BEHAVIOURS.get(whole(from)?).copied()?,
        rotation: ROTATIONS.get(whole(from)?).copied()?,
        stock_policy: STOCK.get(whole(from)?).copied()?,
        fallback: from.byte()? == 1,
        title: read_localised(from)?,
        off_stores: many(from, |from| Some(StoreId(from.small()?)))?,
        type_keys: many(from, |from| Some(from.text()?.to_owned()))?,
    })
}

fn many<'a, T>(from: &mut Cursor<'a>, one: impl Fn(&mut Cursor<'a>) -> Option<T>) -> Option<Vec<T>> {
    (0..from.count()?).map(|_| one(from)).collect()
}

fn read_localised(from: &mut Cursor<'_>) -> Option<Localised<String>> {
    let default = many(from, |from| Some(from.text()?.to_owned()))?.pop();
    let own = many(from, |from| Some((Locale::parse(from.text()?).ok()?, from.text()?.to_owned())))?;
    Some(Localised { default, own: own.into_iter().collect() })
}
