//! Keeps a demo shop: words and attributes first, then products in batches, then what is shown beside what.
//!
//! The shop itself comes from `demo`, which knows no database. A shop of the usual size is kept in one transaction, so
//! that a start that is cut short leaves no half shop behind; larger ones in many.

use std::collections::HashSet;
use std::sync::mpsc::{SyncSender, sync_channel};

use crate::app::App;
use crate::demo::catalogue::{Catalogue, bilingual, catalogue};
use crate::demo::product::Maker;
use crate::demo::title::TITLES;
use crate::demo::{PRODUCTS, RELATIONS, SEED, link, relation};
use crate::domain::block::Block;
use crate::domain::locale::Localised;
use crate::domain::product::Product;
use crate::domain::relation::check::check;
use crate::domain::relation::draft::Draft;
use crate::domain::staff::Actor;
use crate::domain::text::{fold, slug};
use crate::domain::vocabulary::Vocabulary;
use crate::store;
use crate::store::catalogue::{NewAttribute, NewCategory, NewOption, NewStore};
use crate::store::door::{Entry, Read, Refusal, Write};

/// Products of one transaction.
const BATCH: u64 = 2_500;
/// Relations of one transaction.
const RELATION_BATCH: usize = 500;

/// How large a shop is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Products; each has a price in both stores.
    pub products: u64,
    /// Relations.
    pub relations: usize,
    /// The same seed makes the same shop.
    pub seed: u64,
}

impl Size {
    /// The shop that an empty database gets.
    pub const USUAL: Self = Self { products: PRODUCTS, relations: RELATIONS, seed: SEED };
}

/// What was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Made {
    /// Products.
    pub products: u64,
    /// Relations that were not there before.
    pub relations: usize,
    /// Links that were not there before.
    pub links: usize,
}

/// Makes the demo shop where there is no store yet, and returns what was made; `None` where there is one.
pub fn make_if_empty(app: &App) -> Result<Option<Made>, Refusal> {
    let known = app.read_now(store::snapshot::vocabulary::load)?;
    if known.stores().is_empty() { make_default(app).map(Some) } else { Ok(None) }
}

/// Makes the demo shop of the usual size in one transaction.
pub fn make_default(app: &App) -> Result<Made, Refusal> {
    let size = Size::USUAL;
    app.write_now(&Actor::command("demo"), |write| {
        let vocabulary = words(write, size.products)?;
        let maker = Maker::new(&vocabulary, size.seed).map_err(Refusal::Fault)?;
        let made: Result<Vec<_>, String> = (0..size.products).map(|number| maker.product(number)).collect();
        store::product::upsert_many(write, &made.map_err(Refusal::Fault)?)?;
        let drafts: Result<Vec<_>, String> = drafts(size).collect();
        let mut kept = keys(&mut write.as_read())?;
        let relations = relations(write, &vocabulary, &drafts.map_err(Refusal::Fault)?, &mut kept)?;
        let made = Made { products: size.products, relations, links: links(write)? };
        audit(write, size)?;
        Ok(made)
    })
}

/// Makes a demo shop of any size, step by step; `tell` hears how many products are kept. A thread makes the next products
/// while the database keeps the ones before.
pub fn make(app: &App, size: Size, mut tell: impl FnMut(u64)) -> Result<Made, Refusal> {
    let actor = Actor::command("demo");
    let vocabulary = app.write_now(&actor, |write| {
        audit(write, size)?;
        words(write, size.products)
    })?;
    let maker = Maker::new(&vocabulary, size.seed).map_err(Refusal::Fault)?;
    std::thread::scope(|scope| {
        let (send, receive) = sync_channel(1);
        scope.spawn(|| make_products(&maker, size.products, send));
        let mut done = 0;
        for batch in receive {
            let batch = batch.map_err(Refusal::Fault)?;
            app.write_now(&actor, |write| {
                audit(write, size)?;
                store::product::upsert_many(write, &batch).map(|_| ())
            })?;
            done += u64::try_from(batch.len()).unwrap_or(0);
            tell(done);
        }
        Ok::<_, Refusal>(())
    })?;
    let mut made = Made { products: size.products, ..Made::default() };
    let mut kept = app.read_now(keys)?;
    let mut drafts = drafts(size).peekable();
    while drafts.peek().is_some() {
        let batch: Result<Vec<_>, String> = drafts.by_ref().take(RELATION_BATCH).collect();
        let batch = batch.map_err(Refusal::Fault)?;
        made.relations += app.write_now(&actor, |write| {
            audit(write, size)?;
            relations(write, &vocabulary, &batch, &mut kept)
        })?;
    }
    made.links = app.write_now(&actor, |write| {
        audit(write, size)?;
        links(write)
    })?;
    Ok(made)
}

/// Hands over batch after batch until nobody takes them any more.
fn make_products(maker: &Maker, count: u64, send: SyncSender<Result<Vec<Product>, String>>) {
    let mut done = 0;
    while done < count {
        let end = count.min(done + BATCH);
        let batch = (done..end).map(|number| maker.product(number)).collect();
        if send.send(batch).is_err() {
            return;
        }
        done = end;
    }
}

fn drafts(size: Size) -> impl Iterator<Item = Result<Draft, String>> {
    relation::drafts(size.relations, size.seed, size.products)
}

/// Returns the keys of all relations.
fn keys(read: &mut Read<'_>) -> Result<HashSet<String>, Refusal> {
    Ok(store::relation::list(read)?.into_iter().map(|stored| stored.key).collect())
}

fn audit(write: &mut Write<'_>, size: Size) -> Result<(), Refusal> {
    let detail =
        serde_json::json!({"products": size.products, "relations": size.relations, "seed": size.seed});
    write.audit(Entry { action: "make", noun: "demo", key: "shop", detail })
}

/// Keeps stores, categories, attributes and options, and returns the vocabulary they are part of now.
fn words(write: &mut Write<'_>, products: u64) -> Result<Vocabulary, Refusal> {
    let made = catalogue(products).map_err(Refusal::Fault)?;
    store::catalogue::ensure_stores(write, &stores(&made))?;
    store::catalogue::ensure_categories(write, &categories(&made))?;
    let attributes: Vec<NewAttribute> = made.attributes.iter().map(attribute).collect();
    let ids = store::catalogue::ensure_attributes(write, &attributes)?;
    for (id, attribute) in ids.into_iter().zip(&made.attributes) {
        let options = attribute
            .options
            .iter()
            .map(|option| NewOption { key: option.key.clone(), label: option.label.clone() });
        let options: Vec<NewOption> = options.collect();
        if !options.is_empty() {
            store::catalogue::ensure_options(write, id, &options)?;
        }
    }
    let vocabulary = store::snapshot::vocabulary::load(&mut write.as_read())?;
    titles(write, &vocabulary)?;
    Ok(vocabulary)
}

/// Gives the blocks German titles; one whose title somebody changed stays as it is.
fn titles(write: &mut Write<'_>, vocabulary: &Vocabulary) -> Result<(), Refusal> {
    for (key, title) in TITLES {
        let untouched = |block: &Block| block.title == Localised::plain(title[0].to_owned());
        if vocabulary.block(key).is_some_and(untouched) {
            store::block::rename(write, key, &bilingual(title).map_err(Refusal::Fault)?)?;
        }
    }
    Ok(())
}

fn stores(made: &Catalogue) -> Vec<NewStore> {
    let new = |store: &crate::domain::store::Store| NewStore {
        key: store.key.clone(),
        name: store.name.clone(),
        time_zone: store.time_zone,
        locales: store.locales.clone(),
        currencies: store.currencies.clone(),
    };
    made.stores.iter().map(new).collect()
}

fn categories(made: &Catalogue) -> Vec<NewCategory> {
    let key_of =
        |id| made.categories.iter().find(|category| category.id == id).map(|category| category.key.clone());
    let new = |category: &crate::domain::category::Category| NewCategory {
        key: category.key.clone(),
        parent_key: category.parent.and_then(key_of),
        name: category.name.clone(),
    };
    made.categories.iter().map(new).collect()
}

fn attribute(attribute: &crate::domain::attribute::Attribute) -> NewAttribute {
    NewAttribute {
        key: attribute.key.clone(),
        kind: attribute.kind,
        multiple: attribute.multiple,
        unit: attribute.unit.clone(),
        label: attribute.label.clone(),
    }
}

/// Publishes relations whose key is free; a relation that is there, changed by hand perhaps, stays as it is.
fn relations(
    write: &mut Write<'_>,
    vocabulary: &Vocabulary,
    drafts: &[Draft],
    kept: &mut HashSet<String>,
) -> Result<usize, Refusal> {
    let mut added = 0;
    for draft in drafts {
        let mut draft = draft.clone();
        draft.key = slug(&draft.name);
        if !kept.insert(draft.key.clone()) {
            continue;
        }
        let checked = check(&draft, vocabulary);
        if !checked.problems.is_empty() {
            return Err(Refusal::Problems(checked.problems));
        }
        store::relation::insert(write, &draft)?;
        added += 1;
    }
    Ok(added)
}

/// Keeps the links whose products are there and that are not kept already.
fn links(write: &mut Write<'_>) -> Result<usize, Refusal> {
    let rows = link::rows();
    let skus: Vec<String> = rows.iter().flat_map(|row| [fold(&row.source), fold(&row.target)]).collect();
    let ids = store::product::find_ids(&mut write.as_read(), &skus)?;
    let vocabulary = store::snapshot::vocabulary::load(&mut write.as_read())?;
    let sources: Vec<_> = ids.values().copied().collect();
    let kept = store::snapshot::links(&mut write.as_read(), Some(&sources))?;
    let mut added = 0;
    for row in rows {
        let (Some(source), Some(target)) = (ids.get(&fold(&row.source)), ids.get(&fold(&row.target))) else {
            continue;
        };
        let Some(kind) = vocabulary.relation_type(row.kind).map(|kind| kind.id) else { continue };
        if kept.iter().any(|link| link.source == *source && link.target == *target && link.kind == kind) {
            continue;
        }
        let new = store::link::New {
            kind,
            source: *source,
            target: *target,
            position: Some(row.position),
            two_way: row.two_way,
            store: None,
            valid_from: None,
            valid_until: None,
        };
        store::link::insert(write, &new)?;
        added += 1;
    }
    Ok(added)
}

#[cfg(test)]
mod tests;
