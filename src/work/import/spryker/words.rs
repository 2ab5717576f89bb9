//! Stores, categories and attributes of an import: the lists as they are, changed line by line, then written or only
//! compared.
//!
//! The lists are worked on in memory, since they are small; what is new has a number below zero until it is written.

use std::collections::HashMap;

use super::super::kind::Kind;
use super::super::{Making, Outcome, names};
use crate::codec::catalogue::Trouble;
use crate::codec::catalogue::spryker::word::Word;
use crate::domain::attribute::{Attribute, AttributeKind, AttributeOption};
use crate::domain::category::Category;
use crate::domain::id::{AttributeId, CategoryId, OptionId, StoreId};
use crate::domain::locale::{Locale, Localised};
use crate::domain::money::Currency;
use crate::domain::rule::VALUE_CHARS_MAX;
use crate::domain::store::Store;
use crate::domain::text::fold;
use crate::domain::vocabulary::Vocabulary;

/// New words are numbered below this until they are written; a check of products numbers its own from −1 down.
const NUMBERS_FROM: i32 = -1_000_000_000;

/// The lists while they change.
pub(super) struct Words {
    pub(super) stores: Vec<Store>,
    pub(super) categories: Vec<Category>,
    pub(super) attributes: Vec<Attribute>,
    /// What was there before, to be compared with.
    before: Vocabulary,
    category_by_key: HashMap<String, usize>,
    attribute_by_key: HashMap<String, usize>,
    /// Folded option keys of the attribute at a place → places.
    option_by_key: HashMap<(usize, String), usize>,
    /// Categories as lines say them: where, which, and the key of the one it lies in.
    hung: Vec<(u64, usize, Option<String>)>,
    last: i32,
}

impl Words {
    /// Returns the lists as they are.
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let mut words = Self {
            stores: vocabulary.stores().to_vec(),
            categories: vocabulary.categories().to_vec(),
            attributes: vocabulary.attributes().to_vec(),
            before: vocabulary.clone(),
            category_by_key: HashMap::new(),
            attribute_by_key: HashMap::new(),
            option_by_key: HashMap::new(),
            hung: Vec::new(),
            last: NUMBERS_FROM,
        };
        for (at, category) in words.categories.iter().enumerate() {
            words.category_by_key.insert(fold(&category.key), at);
        }
        for (at, attribute) in words.attributes.iter().enumerate() {
            words.attribute_by_key.insert(fold(&attribute.key), at);
            for (place, option) in attribute.options.iter().enumerate() {
                words.option_by_key.insert((at, fold(&option.key)), place);
            }
        }
        words
    }

    fn number(&mut self) -> i32 {
        self.last = self.last.saturating_sub(1);
        self.last
    }

    /// Takes what a line says, and counts what it came to.
    pub(super) fn take(&mut self, place: u64, word: Word, making: &mut Making) {
        let came = match word {
            Word::Store(key) => Ok(self.store(&key)),
            Word::Locale(store, locale, is_first) => {
                self.in_store(&store, |store| put(&mut store.locales, locale, is_first))
            }
            Word::Currency(store, currency, is_first) => {
                self.in_store(&store, |store| put(&mut store.currencies, currency, is_first))
            }
            Word::Category { key, parent, name } => {
                self.category(place, key, parent, name);
                return;
            }
            Word::Attribute { key, label, is_number, multiple, values } => {
                let kind = if is_number { AttributeKind::Number } else { AttributeKind::Choice };
                Ok(self.attribute(place, &key, (kind, multiple), &label, values, making))
            }
            Word::Label(name, label) => {
                // The line is counted with the products that it names.
                self.label(&name, label);
                return;
            }
        };
        match came {
            Ok(outcome) => making.count(outcome),
            Err(trouble) => making.refuse(place, trouble),
        }
    }

    fn store(&mut self, key: &str) -> Outcome {
        if self.stores.iter().any(|store| fold(&store.key) == fold(key)) {
            return Outcome::Unchanged;
        }
        let id = StoreId(self.number());
        self.stores.push(Store {
            id,
            key: key.to_owned(),
            name: key.to_owned(),
            time_zone: chrono_tz::UTC,
            locales: Vec::new(),
            currencies: Vec::new(),
        });
        Outcome::Added
    }

    fn in_store(&mut self, key: &str, change: impl FnOnce(&mut Store) -> bool) -> Result<Outcome, Trouble> {
        match self.stores.iter_mut().find(|store| fold(&store.key) == fold(key)) {
            Some(store) => Ok(if change(store) { Outcome::Changed } else { Outcome::Unchanged }),
            None => {
                let message = format!("There is no store “{key}”; import store.csv first, or mend the name.");
                Err(Trouble::new("store_name", key, message))
            }
        }
    }

    fn category(&mut self, place: u64, key: String, parent: Option<String>, name: Localised<String>) {
        let at = self.category_by_key.get(&fold(&key)).copied().unwrap_or(self.categories.len());
        if at == self.categories.len() {
            let id = CategoryId(self.number());
            self.category_by_key.insert(fold(&key), at);
            self.categories.push(Category { id, key, parent: None, name: Localised::default() });
        }
        if let Some(category) = self.categories.get_mut(at) {
            translate(&mut category.name, &name);
            self.hung.push((place, at, parent));
        }
    }

    fn attribute(
        &mut self,
        place: u64,
        key: &str,
        (kind, multiple): (AttributeKind, Option<bool>),
        label: &Localised<String>,
        values: Vec<(String, Localised<String>)>,
        making: &mut Making,
    ) -> Outcome {
        let at = self.attribute_by_key.get(&fold(key)).copied().unwrap_or(self.attributes.len());
        let is_new = at == self.attributes.len();
        if is_new {
            let id = AttributeId(self.number());
            self.attribute_by_key.insert(fold(key), at);
            self.attributes.push(Attribute {
                id,
                key: key.to_owned(),
                kind,
                built_in: false,
                multiple: false,
                unit: None,
                label: Localised::plain(names::label(key)),
                options: Vec::new(),
            });
        }
        let mut is_changed = self.become_number(at, kind, place, making);
        for (key, label) in values {
            is_changed |= self.option(at, &key, label);
        }
        if let Some(attribute) = self.attributes.get_mut(at) {
            is_changed |= translate(&mut attribute.label, label);
            let multiple = multiple.unwrap_or(attribute.multiple);
            is_changed |= std::mem::replace(&mut attribute.multiple, multiple) != multiple;
        }
        match (is_new, is_changed) {
            (true, _) => Outcome::Added,
            (false, true) => Outcome::Changed,
            (false, false) => Outcome::Unchanged,
        }
    }

    /// Makes a number of an attribute that is declared to be one; returns true when that changes it. One whose values came
    /// first stays what they made of it, which is told.
    fn become_number(&mut self, at: usize, kind: AttributeKind, place: u64, making: &mut Making) -> bool {
        let Some(attribute) = self.attributes.get_mut(at) else { return false };
        if kind != AttributeKind::Number || attribute.kind == kind {
            return false;
        }
        let is_kept = self.before.attribute(attribute.id).is_some_and(|before| !is_open(before));
        if is_kept {
            let (key, kind) = (&attribute.key, attribute.kind.as_str().replace('_', "/"));
            let message = format!(
                "“{key}” is a {kind} here since its values came before this line; it stays one and does not compare as a number."
            );
            making.trouble(place, Trouble::slight("input_type", "number", message));
            return false;
        }
        attribute.kind = kind;
        attribute.options.clear();
        true
    }

    /// Returns true when the values of an attribute of that folded key are parted at their commas.
    pub(super) fn is_multiple(&self, key: &str) -> bool {
        let attribute = self.attribute_by_key.get(key).and_then(|at| self.attributes.get(*at));
        attribute.is_some_and(|attribute| attribute.multiple)
    }

    /// Makes texts of attributes whose values are too many or too long to choose from, as long as no product has one.
    /// Tells the limits that were met.
    pub(super) fn decide(&mut self, kinds: &HashMap<String, Kind>, making: &mut Making) {
        let mut met: Vec<(String, String)> = Vec::new();
        for (key, kind) in kinds {
            let Some(limit) = kind.limit.as_ref().filter(|_| kind.kind == AttributeKind::Text) else {
                continue;
            };
            let known = self.attribute_by_key.get(key).and_then(|at| self.attributes.get_mut(*at));
            let is_text = known.is_none_or(|attribute| {
                let is_kept = self.before.attribute(attribute.id).is_some_and(|before| !is_open(before));
                if attribute.kind == AttributeKind::Choice && !is_kept {
                    attribute.kind = AttributeKind::Text;
                    attribute.options.clear();
                }
                attribute.kind == AttributeKind::Text
            });
            if is_text {
                met.push((key.clone(), limit.clone()));
            }
        }
        met.sort();
        making.notes.extend(met.into_iter().map(|(_, limit)| limit));
    }

    /// Returns true when something is not as it was.
    pub(super) fn is_changed(&self) -> bool {
        self.stores != self.before.stores()
            || self.categories != self.before.categories()
            || self.attributes != self.before.attributes()
    }

    /// Makes a value known; returns true when that or its label is new. Numbers, days and yes or no have no list.
    fn option(&mut self, at: usize, key: &str, label: Localised<String>) -> bool {
        let id = OptionId(self.number());
        let Some(attribute) = self.attributes.get_mut(at) else { return false };
        if attribute.kind != AttributeKind::Choice || key.chars().count() > VALUE_CHARS_MAX {
            return false;
        }
        let named = (at, fold(key));
        match self.option_by_key.get(&named).and_then(|place| attribute.options.get_mut(*place)) {
            Some(option) => translate(&mut option.label, &label),
            None => {
                self.option_by_key.insert(named, attribute.options.len());
                attribute.options.push(AttributeOption { id, key: key.to_owned(), label });
                true
            }
        }
    }

    fn label(&mut self, name: &str, label: Localised<String>) {
        if let Some(at) = self.attribute_by_key.get("label").copied() {
            self.option(at, name, Localised { default: Some(name.to_owned()), ..label });
        }
    }

    /// Hangs categories where their lines say, whose parents may have come later, and counts those lines.
    pub(super) fn settle(&mut self, making: &mut Making) {
        for (place, at, parent) in std::mem::take(&mut self.hung) {
            let found = parent.as_ref().and_then(|key| self.category_by_key.get(&fold(key)));
            let id = found.and_then(|at| self.categories.get(*at)).map(|category| category.id);
            let own = self.categories.get(at).map(|category| category.id);
            if let Some(key) = parent.filter(|_| id.is_none() || id == own) {
                let message =
                    format!("There is no category “{key}” that this could lie in; it is put at the top.");
                making.trouble(place, Trouble::slight("parent_category_key", &key, message));
            }
            let Some(category) = self.categories.get_mut(at) else { continue };
            category.parent = id.filter(|id| Some(*id) != own);
            making.count(match self.before.category(category.id) {
                None => Outcome::Added,
                Some(before) if before != category => Outcome::Changed,
                Some(_) => Outcome::Unchanged,
            });
        }
        self.furnish();
    }

    /// Gives stores that no line gave a locale or a currency those of the first store that has some.
    fn furnish(&mut self) {
        let locales = self.stores.iter().map(|store| store.locales.clone()).find(|list| !list.is_empty());
        let currencies =
            self.stores.iter().map(|store| store.currencies.clone()).find(|list| !list.is_empty());
        let euro = || Currency::parse("EUR").into_iter().collect();
        for store in &mut self.stores {
            if store.locales.is_empty() {
                store.locales = locales.clone().unwrap_or_else(|| vec![Locale::default()]);
            }
            if store.currencies.is_empty() {
                store.currencies = currencies.clone().unwrap_or_else(euro);
            }
        }
    }

    /// Returns what was there before.
    pub(super) fn before(&self) -> &Vocabulary {
        &self.before
    }

    /// Returns all that can be named, with what is new.
    pub(super) fn vocabulary(&self) -> Vocabulary {
        let (types, blocks) = (self.before.types().to_vec(), self.before.blocks().to_vec());
        Vocabulary::new(self.stores.clone(), self.categories.clone(), self.attributes.clone(), types, blocks)
    }
}

/// Returns true for a choice without anything to choose from: no product has a value of it, and what it is is open.
fn is_open(attribute: &Attribute) -> bool {
    attribute.kind == AttributeKind::Choice && attribute.options.is_empty() && !attribute.built_in
}

/// Puts something into a list, at its end or first; returns true when that changes the list.
fn put<T: PartialEq>(list: &mut Vec<T>, item: T, is_first: bool) -> bool {
    match list.iter().position(|other| *other == item) {
        Some(0) => false,
        Some(_) if !is_first => false,
        Some(at) => {
            let item = list.remove(at);
            list.insert(0, item);
            true
        }
        None => {
            list.insert(if is_first { 0 } else { list.len() }, item);
            true
        }
    }
}

/// Puts translations in the place of those of the same locales; returns true when that changes something.
fn translate(text: &mut Localised<String>, new: &Localised<String>) -> bool {
    let mut is_changed = false;
    for (locale, word) in &new.own {
        is_changed |= text.own.insert(locale.clone(), word.clone()).as_ref() != Some(word);
    }
    is_changed
}
