//! Names of the file to numbers of the catalogue: categories, attributes, options, stores, relation types.
//!
//! What is not there yet is made known by whoever asked for it: an import that is applied puts it in, a check gives it a
//! number of its own.

use std::borrow::Cow;
use std::collections::HashMap;

use super::survey::Kind;
use super::with_nested;
use crate::codec::catalogue::{Fact, Record};
use crate::domain::attribute::{Attribute, AttributeKind, AttributeOption};
use crate::domain::category::Category;
use crate::domain::id::{AttributeId, CategoryId, OptionId, StoreId, TypeId};
use crate::domain::locale::{Locale, Localised};
use crate::domain::money::Currency;
use crate::domain::text::{fold, folded, tidy};
use crate::domain::vocabulary::Vocabulary;
use crate::store::catalogue::{NewAttribute, NewCategory, NewOption, NewStore};
use crate::store::door::Refusal;

/// An attribute that can be named.
#[derive(Debug, Clone)]
pub(super) struct Known {
    /// Its number.
    pub id: AttributeId,
    /// What values it holds.
    pub kind: AttributeKind,
    /// The unit that its numbers are without.
    pub unit: Option<String>,
    /// A product may carry several values.
    pub multiple: bool,
    /// A text whose values are all known, so that a rule can be told that it names none of them.
    pub is_listed: bool,
}

/// What is not known yet.
pub(super) enum Wanted<'a> {
    /// A store, since there is none at all.
    Store(&'a NewStore),
    /// Attributes.
    Attributes(&'a [NewAttribute]),
    /// Options of an attribute.
    Options(AttributeId, &'a [NewOption]),
    /// Categories, parents before children.
    Categories(&'a [NewCategory]),
}

impl Wanted<'_> {
    /// Returns how many things are wanted.
    pub(super) fn count(&self) -> usize {
        match self {
            Self::Store(_) => 1,
            Self::Attributes(new) => new.len(),
            Self::Options(_, new) => new.len(),
            Self::Categories(new) => new.len(),
        }
    }
}

/// Makes things known and returns their numbers, in order.
pub(super) type Ensure<'a> = &'a mut dyn FnMut(&Wanted<'_>) -> Result<Vec<i32>, Refusal>;

/// Everything that can be named.
pub(super) struct Names<'a> {
    kinds: HashMap<String, Kind>,
    categories: HashMap<String, CategoryId>,
    attributes: HashMap<String, Known>,
    options: HashMap<AttributeId, HashMap<String, OptionId>>,
    stores: HashMap<String, (StoreId, Currency)>,
    types: HashMap<String, TypeId>,
    first_currency: Option<Currency>,
    vocabulary: &'a Vocabulary,
}

impl<'a> Names<'a> {
    /// Returns the names of what is there.
    pub(super) fn new(vocabulary: &'a Vocabulary, kinds: &HashMap<String, Kind>) -> Self {
        let mut names = Self {
            kinds: kinds.clone(),
            categories: vocabulary
                .categories()
                .iter()
                .map(|category| (fold(&category.key), category.id))
                .collect(),
            attributes: HashMap::new(),
            options: HashMap::new(),
            stores: HashMap::new(),
            types: vocabulary.types().iter().map(|kind| (fold(&kind.key), kind.id)).collect(),
            first_currency: vocabulary.currencies().first().map(|currency| **currency),
            vocabulary,
        };
        for attribute in vocabulary.attributes() {
            let comes_listed = || kinds.get(&fold(&attribute.key)).is_some_and(|kind| kind.is_listed);
            let is_listed =
                attribute.kind == AttributeKind::Text && (!attribute.options.is_empty() || comes_listed());
            let (id, kind, unit) = (attribute.id, attribute.kind, attribute.unit.clone());
            let known = Known { id, kind, unit, multiple: attribute.multiple, is_listed };
            names.attributes.insert(fold(&attribute.key), known);
            let options = attribute.options.iter().map(|option| (fold(&option.key), option.id));
            names.options.entry(attribute.id).or_default().extend(options);
        }
        for store in vocabulary.stores() {
            if let Some(currency) = store.currencies.first() {
                names.stores.insert(fold(&store.key), (store.id, *currency));
            }
        }
        names
    }

    /// Returns the category of a key or path.
    pub(super) fn category(&self, written: &str) -> Option<CategoryId> {
        let known = |written: &str| self.categories.get(folded(written).as_ref());
        known(written).or_else(|| known(&path(written))).copied()
    }

    /// Returns the words that were there when the import began.
    pub(super) fn vocabulary(&self) -> &Vocabulary {
        self.vocabulary
    }

    /// Returns all that can be named now, with what was learnt on the way.
    pub(super) fn learnt(&self) -> Vocabulary {
        let before = self.vocabulary;
        let mut categories = before.categories().to_vec();
        let mut attributes = before.attributes().to_vec();
        for (key, id) in self.categories.iter().filter(|(_, id)| before.category(**id).is_none()) {
            let name = Localised::plain(key.rsplit('/').next().unwrap_or(key).to_owned());
            categories.push(Category { id: *id, key: key.clone(), parent: None, name });
        }
        for (key, known) in self.attributes.iter().filter(|(_, known)| before.attribute(known.id).is_none()) {
            attributes.push(Attribute {
                id: known.id,
                key: key.clone(),
                kind: known.kind,
                built_in: false,
                multiple: known.multiple,
                unit: known.unit.clone(),
                label: Localised::plain(label(key)),
                options: Vec::new(),
            });
        }
        for attribute in &mut attributes {
            let options = self.options.get(&attribute.id).into_iter().flatten();
            for (key, id) in options.filter(|(_, id)| before.option(**id).is_none()) {
                let label = Localised::plain(key.clone());
                attribute.options.push(AttributeOption { id: *id, key: key.clone(), label });
            }
        }
        let (stores, types, blocks) =
            (before.stores().to_vec(), before.types().to_vec(), before.blocks().to_vec());
        Vocabulary::new(stores, categories, attributes, types, blocks)
    }

    /// Returns the attribute of a key.
    pub(super) fn attribute(&self, key: &str) -> Option<&Known> {
        self.attributes.get(folded(key).as_ref())
    }

    /// Returns the values that a text means: one, unless the attribute takes several; then it is parted at its commas.
    pub(super) fn parted(&self, known: &Known, text: &str) -> Vec<String> {
        match known.multiple {
            true => text.split(',').map(tidy).filter(|part| !part.is_empty()).collect(),
            false => vec![tidy(text)],
        }
    }

    /// Returns every value of these, in whichever locale.
    fn spoken(&self, key: &str, values: &Localised<String>) -> Vec<String> {
        let all = values.default.iter().chain(values.own.values());
        match self.attribute(key) {
            Some(known) => all.flat_map(|text| self.parted(known, text)).collect(),
            None => Vec::new(),
        }
    }

    /// Returns the option that a text means: by key, else by a label that only one has.
    pub(super) fn option(&self, attribute: AttributeId, written: &str) -> Option<OptionId> {
        let known = self.options.get(&attribute).and_then(|options| options.get(folded(written).as_ref()));
        known.copied().or_else(|| self.labelled(attribute, written))
    }

    fn labelled(&self, attribute: AttributeId, written: &str) -> Option<OptionId> {
        match self.vocabulary.find_options(attribute, written).as_slice() {
            [one] => Some(one.id),
            _ => None,
        }
    }

    /// Returns the store of a key, with its first currency.
    pub(super) fn store(&self, key: &str) -> Option<(StoreId, Currency)> {
        self.stores.get(folded(key).as_ref()).copied()
    }

    /// Returns the currency of prices that name none.
    pub(super) fn currency(&self) -> Option<Currency> {
        self.first_currency
    }

    /// Returns the relation type of a key.
    pub(super) fn relation_type(&self, key: &str) -> Option<TypeId> {
        self.types.get(&fold(key)).copied()
    }

    /// Makes every name of these records known.
    pub(super) fn learn(&mut self, records: &[&Record], ensure: Ensure<'_>) -> Result<(), Refusal> {
        let good = || {
            let good = records.iter().filter(|record| !record.troubles.iter().any(|trouble| trouble.refuses));
            good.flat_map(|record| with_nested(record)).flat_map(|record| &record.facts)
        };
        self.learn_store(ensure)?;
        self.learn_attributes(good(), ensure)?;
        self.learn_options(good(), ensure)?;
        self.learn_categories(good(), ensure)
    }

    /// A catalogue without a store gets one, since nothing can be shown without.
    fn learn_store(&mut self, ensure: Ensure<'_>) -> Result<(), Refusal> {
        if !self.stores.is_empty() {
            return Ok(());
        }
        let currency = Currency::parse("USD").map_err(Refusal::Fault)?;
        let new = NewStore {
            key: "default".into(),
            name: "Default store".into(),
            time_zone: chrono_tz::UTC,
            locales: vec![Locale::parse("en_US").map_err(Refusal::Fault)?],
            currencies: vec![currency],
        };
        let ids = ensure(&Wanted::Store(&new))?;
        self.stores.extend(ids.into_iter().map(|id| ("default".to_owned(), (StoreId(id), currency))));
        self.first_currency = Some(currency);
        Ok(())
    }

    fn learn_attributes<'f>(
        &mut self,
        facts: impl Iterator<Item = &'f Fact>,
        ensure: Ensure<'_>,
    ) -> Result<(), Refusal> {
        let mut wanted: Vec<(String, Kind)> = Vec::new();
        for fact in facts {
            let key = match fact {
                Fact::Attribute(key, _, values) if !values.is_empty() => folded(key),
                Fact::Values(key, _) => folded(key),
                _ => continue,
            };
            let is_new =
                !self.attributes.contains_key(key.as_ref()) && !wanted.iter().any(|(other, _)| *other == key);
            if is_new && let Some(kind) = self.kinds.get(key.as_ref()) {
                wanted.push((key.into_owned(), kind.clone()));
            }
        }
        if wanted.is_empty() {
            return Ok(());
        }
        let new: Vec<NewAttribute> = wanted
            .iter()
            .map(|(_, kind)| NewAttribute {
                key: kind.key.clone(),
                kind: kind.kind,
                multiple: kind.multiple,
                unit: kind.unit.clone(),
                label: Localised::plain(label(&kind.key)),
            })
            .collect();
        let ids = ensure(&Wanted::Attributes(&new))?;
        for ((key, kind), id) in wanted.into_iter().zip(ids) {
            let (id, multiple) = (AttributeId(id), kind.multiple);
            let is_listed = kind.is_listed && kind.kind == AttributeKind::Text;
            self.attributes.insert(key, Known { id, kind: kind.kind, unit: kind.unit, multiple, is_listed });
        }
        Ok(())
    }

    fn learn_options<'f>(
        &mut self,
        facts: impl Iterator<Item = &'f Fact>,
        ensure: Ensure<'_>,
    ) -> Result<(), Refusal> {
        let mut wanted: HashMap<AttributeId, Vec<String>> = HashMap::new();
        for fact in facts {
            let (key, values) = match fact {
                Fact::Attribute(key, None, values) => (key.as_str(), Cow::Borrowed(values)),
                Fact::Values(key, values) => (key.as_str(), Cow::Owned(self.spoken(key, values))),
                Fact::LabelToo(label) => ("label", Cow::Owned(vec![label.clone()])),
                _ => continue,
            };
            let is_kept = |known: &&Known| known.kind == AttributeKind::Choice || known.is_listed;
            let Some(known) = self.attribute(key).filter(is_kept) else { continue };
            for value in values.iter().filter(|value| self.option(known.id, value).is_none()) {
                wanted.entry(known.id).or_default().push(value.clone());
            }
        }
        let mut wanted: Vec<(AttributeId, Vec<String>)> = wanted.into_iter().collect();
        wanted.sort_by_key(|(attribute, _)| *attribute);
        for (attribute, mut values) in wanted {
            let mut seen = std::collections::HashSet::new();
            values.retain(|value| seen.insert(fold(value)));
            let new: Vec<NewOption> = values
                .iter()
                .map(|value| NewOption { key: value.clone(), label: Localised::plain(value.clone()) })
                .collect();
            let ids = ensure(&Wanted::Options(attribute, &new))?.into_iter().map(OptionId);
            let known = values.iter().map(|value| fold(value)).zip(ids);
            self.options.entry(attribute).or_default().extend(known);
        }
        Ok(())
    }

    /// A category that is not known by its key is a path: every step of it becomes a category, keyed by the path to it.
    fn learn_categories<'f>(
        &mut self,
        facts: impl Iterator<Item = &'f Fact>,
        ensure: Ensure<'_>,
    ) -> Result<(), Refusal> {
        let mut new: Vec<NewCategory> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for fact in facts {
            let Fact::Categories(paths) = fact else { continue };
            for path in paths.iter().filter(|path| self.category(path).is_none()) {
                let mut parent: Option<String> = None;
                for name in path.split('/').map(str::trim).filter(|name| !name.is_empty()) {
                    let key = parent
                        .as_ref()
                        .map(|parent| format!("{parent}/{name}"))
                        .unwrap_or_else(|| name.to_owned());
                    if self.category(&key).is_none() && seen.insert(fold(&key)) {
                        let name = Localised::plain(name.to_owned());
                        new.push(NewCategory { key: key.clone(), parent_key: parent.clone(), name });
                    }
                    parent = Some(key);
                }
            }
        }
        if new.is_empty() {
            return Ok(());
        }
        let ids = ensure(&Wanted::Categories(&new))?;
        for (new, id) in new.iter().zip(ids) {
            self.categories.insert(fold(&new.key), CategoryId(id));
        }
        Ok(())
    }
}

/// Returns a path without white space around its signs.
fn path(written: &str) -> String {
    written.split('/').map(str::trim).filter(|name| !name.is_empty()).collect::<Vec<_>>().join("/")
}

/// Returns what people read for a key: `eco_collection` becomes "Eco collection".
pub(super) fn label(key: &str) -> String {
    let words = key.replace(['_', '-'], " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
