//! The vocabulary: everything a rule, a link or a file may name, except products.
//!
//! Built once per change of one of its lists and shared by all readers. `check` resolves names against it, pages offer
//! its words, the index turns its ids into sets. Must not know how many products carry a value; the index counts.

use std::collections::HashMap;

use rustc_hash::FxHashMap;

use super::attribute::{Attribute, AttributeKind, AttributeOption};
use super::block::Block;
use super::category::Category;
use super::id::{AttributeId, CategoryId, OptionId, StoreId, TypeId};
use super::locale::{Locale, Localised};
use super::money::Currency;
use super::store::Store;
use super::text::fold;

/// A relation type: related, up-sell, cross-sell or a shop's own.
#[derive(Debug, Clone, PartialEq)]
pub struct RelationType {
    /// Its number.
    pub id: TypeId,
    /// Its key in addresses and files.
    pub key: String,
    /// What people call it, by locale.
    pub label: Localised<String>,
}

/// All that can be named, each list in its order.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    stores: Vec<Store>,
    categories: Vec<Category>,
    attributes: Vec<Attribute>,
    types: Vec<RelationType>,
    blocks: Vec<Block>,
    category_by_id: FxHashMap<CategoryId, usize>,
    category_by_key: HashMap<String, usize>,
    category_by_name: HashMap<String, Vec<usize>>,
    children: HashMap<CategoryId, Vec<CategoryId>>,
    attribute_by_id: FxHashMap<AttributeId, usize>,
    attribute_by_key: HashMap<String, usize>,
    option_by_id: FxHashMap<OptionId, (usize, usize)>,
    option_by_key: HashMap<(AttributeId, String), usize>,
    option_by_label: HashMap<(AttributeId, String), Vec<usize>>,
}

impl Vocabulary {
    /// Returns the vocabulary of these lists. A parent that is missing or would close a cycle is taken as none, so that
    /// every walk up or down the tree ends.
    pub fn new(
        stores: Vec<Store>,
        mut categories: Vec<Category>,
        attributes: Vec<Attribute>,
        types: Vec<RelationType>,
        blocks: Vec<Block>,
    ) -> Self {
        break_cycles(&mut categories);
        let mut vocabulary = Self { stores, categories, attributes, types, blocks, ..Self::default() };
        vocabulary.name_categories();
        vocabulary.name_attributes();
        vocabulary
    }

    fn name_categories(&mut self) {
        for (at, category) in self.categories.iter().enumerate() {
            self.category_by_id.insert(category.id, at);
            self.category_by_key.insert(fold(&category.key), at);
            for name in names(&category.name) {
                self.category_by_name.entry(name).or_default().push(at);
            }
            if let Some(parent) = category.parent {
                self.children.entry(parent).or_default().push(category.id);
            }
        }
    }

    fn name_attributes(&mut self) {
        for (at, attribute) in self.attributes.iter().enumerate() {
            self.attribute_by_id.insert(attribute.id, at);
            self.attribute_by_key.insert(fold(&attribute.key), at);
            for (place, option) in attribute.options.iter().enumerate() {
                self.option_by_id.insert(option.id, (at, place));
                self.option_by_key.insert((attribute.id, fold(&option.key)), place);
                for label in names(&option.label) {
                    self.option_by_label.entry((attribute.id, label)).or_default().push(place);
                }
            }
        }
    }

    /// Returns the stores, the default one first.
    pub fn stores(&self) -> &[Store] {
        &self.stores
    }

    /// Returns the categories in their order.
    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    /// Returns the attributes in their order.
    pub fn attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    /// Returns the relation types in their order.
    pub fn types(&self) -> &[RelationType] {
        &self.types
    }

    /// Returns the blocks in the order in which a page fills them.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Returns the store of that key, compared folded.
    pub fn store(&self, key: &str) -> Option<&Store> {
        let key = fold(key);
        self.stores.iter().find(|store| fold(&store.key) == key)
    }

    /// Returns the store of that number.
    pub fn store_by_id(&self, id: StoreId) -> Option<&Store> {
        self.stores.iter().find(|store| store.id == id)
    }

    /// Returns the relation type of that key.
    pub fn relation_type(&self, key: &str) -> Option<&RelationType> {
        let key = fold(key);
        self.types.iter().find(|kind| fold(&kind.key) == key)
    }

    /// Returns the relation type of that number.
    pub fn type_by_id(&self, id: TypeId) -> Option<&RelationType> {
        self.types.iter().find(|kind| kind.id == id)
    }

    /// Returns the block of that key.
    pub fn block(&self, key: &str) -> Option<&Block> {
        self.blocks.iter().find(|block| block.key == key)
    }

    /// Returns the category of that number.
    pub fn category(&self, id: CategoryId) -> Option<&Category> {
        self.category_by_id.get(&id).and_then(|at| self.categories.get(*at))
    }

    /// Returns the categories that a key names, else those that a name means in any locale. One is unambiguous.
    pub fn find_categories(&self, written: &str) -> Vec<&Category> {
        let written = fold(written);
        match self.category_by_key.get(&written) {
            Some(at) => self.categories.get(*at).into_iter().collect(),
            None => pick(&self.categories, self.category_by_name.get(&written)),
        }
    }

    /// Returns the direct children of a category, in their order.
    pub fn children(&self, id: CategoryId) -> &[CategoryId] {
        self.children.get(&id).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns the category and all below it, itself first.
    pub fn subtree(&self, id: CategoryId) -> Vec<CategoryId> {
        let mut found = vec![id];
        let mut next = 0;
        while let Some(at) = found.get(next).copied() {
            found.extend_from_slice(self.children(at));
            next += 1;
        }
        found
    }

    /// Returns the category and all it lies in, the top first.
    pub fn path(&self, id: CategoryId) -> Vec<&Category> {
        let mut path = Vec::new();
        let mut at = self.category(id);
        while let Some(category) = at {
            path.push(category);
            at = category.parent.and_then(|parent| self.category(parent));
        }
        path.reverse();
        path
    }

    /// Returns the names on the way to a category: `Wearables › Smartwatches`.
    pub fn path_name(&self, id: CategoryId, locale: &Locale) -> String {
        let path = self.path(id);
        let names: Vec<&str> =
            path.iter().map(|category| shown(&category.name, locale, &category.key)).collect();
        names.join(" › ")
    }

    /// Returns the attribute of that number.
    pub fn attribute(&self, id: AttributeId) -> Option<&Attribute> {
        self.attribute_by_id.get(&id).and_then(|at| self.attributes.get(*at))
    }

    /// Returns the attribute of that key, compared folded.
    pub fn attribute_by_key(&self, key: &str) -> Option<&Attribute> {
        self.attribute_by_key.get(&fold(key)).and_then(|at| self.attributes.get(*at))
    }

    /// Returns the option of that number, with its attribute.
    pub fn option(&self, id: OptionId) -> Option<(&Attribute, &AttributeOption)> {
        let (attribute, place) = self.option_by_id.get(&id)?;
        let attribute = self.attributes.get(*attribute)?;
        attribute.options.get(*place).map(|option| (attribute, option))
    }

    /// Returns the options of an attribute that a key names, else those that a label means in any locale.
    pub fn find_options(&self, attribute: AttributeId, written: &str) -> Vec<&AttributeOption> {
        let name = (attribute, fold(written));
        let options =
            self.attribute(attribute).map(|attribute| attribute.options.as_slice()).unwrap_or_default();
        match self.option_by_key.get(&name) {
            Some(place) => options.get(*place).into_iter().collect(),
            None => pick(options, self.option_by_label.get(&name)),
        }
    }

    /// Returns the options of an attribute that a label means in any locale.
    pub fn labelled_options(&self, attribute: AttributeId, label: &str) -> Vec<&AttributeOption> {
        let options = self.attribute(attribute).map(|found| found.options.as_slice()).unwrap_or_default();
        pick(options, self.option_by_label.get(&(attribute, fold(label))))
    }

    /// Returns every option of an attribute that a key or a label means in any locale.
    pub fn options_called(&self, attribute: AttributeId, name: &str) -> Vec<&AttributeOption> {
        let mut called = self.labelled_options(attribute, name);
        let options = self.attribute(attribute).map(|found| found.options.as_slice()).unwrap_or_default();
        let place = self.option_by_key.get(&(attribute, fold(name)));
        let keyed = place.and_then(|place| options.get(*place));
        called.extend(keyed.filter(|keyed| !called.iter().any(|option| option.id == keyed.id)));
        called
    }

    /// Returns true when an option or a category of it is gone in another.
    pub fn has_more_than(&self, other: &Self) -> bool {
        self.option_by_id.keys().any(|id| !other.option_by_id.contains_key(id))
            || self.category_by_id.keys().any(|id| !other.category_by_id.contains_key(id))
    }

    /// Returns every locale that some store speaks, without repeats, in order of the stores.
    pub fn locales(&self) -> Vec<&Locale> {
        distinct(self.stores.iter().flat_map(|store| &store.locales))
    }

    /// Returns every currency that some store takes, without repeats, in order of the stores.
    pub fn currencies(&self) -> Vec<&Currency> {
        distinct(self.stores.iter().flat_map(|store| &store.currencies))
    }

    /// Returns an attribute kind by its number; `None` when the attribute is gone.
    pub fn kind(&self, id: AttributeId) -> Option<AttributeKind> {
        self.attribute(id).map(|attribute| attribute.kind)
    }
}

/// Returns what people read: the locale's text, else any, else the key.
pub fn shown<'a>(text: &'a Localised<String>, locale: &Locale, key: &'a str) -> &'a str {
    text.get(locale).or_else(|| text.any()).map(String::as_str).unwrap_or(key)
}

fn names(text: &Localised<String>) -> Vec<String> {
    let mut names: Vec<String> =
        text.default.iter().chain(text.own.values()).map(|name| fold(name)).collect();
    names.sort();
    names.dedup();
    names
}

fn pick<'a, T>(list: &'a [T], places: Option<&Vec<usize>>) -> Vec<&'a T> {
    places.into_iter().flatten().filter_map(|at| list.get(*at)).collect()
}

fn distinct<'a, T: PartialEq>(items: impl Iterator<Item = &'a T>) -> Vec<&'a T> {
    let mut seen: Vec<&T> = Vec::new();
    for item in items {
        if !seen.contains(&item) {
            seen.push(item);
        }
    }
    seen
}

/// Makes every category whose way up does not end at the top a top one. Marks those known to end, so each is walked once.
fn break_cycles(categories: &mut [Category]) {
    let parents: HashMap<CategoryId, Option<CategoryId>> =
        categories.iter().map(|category| (category.id, category.parent)).collect();
    let mut ends: HashMap<CategoryId, ()> = HashMap::with_capacity(categories.len());
    let mut cut: Vec<CategoryId> = Vec::new();
    for category in categories.iter() {
        let mut way = Vec::new();
        let mut at = Some(category.id);
        while let Some(id) = at {
            if ends.contains_key(&id) || !parents.contains_key(&id) {
                break;
            }
            if way.contains(&id) {
                cut.push(id);
                break;
            }
            way.push(id);
            at = parents.get(&id).copied().flatten();
        }
        ends.extend(way.into_iter().map(|id| (id, ())));
    }
    for category in categories.iter_mut() {
        let lost = category.parent.is_some_and(|parent| !parents.contains_key(&parent));
        if lost || cut.contains(&category.id) {
            category.parent = None;
        }
    }
}
