//! Names of the file to numbers of the catalogue: categories, attributes, options, stores, relation types.
//!
//! What is not there yet is made known by `learn`.

use std::collections::HashMap;

use super::kind::Kind;
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
    /// Its key, as it was first written.
    pub key: String,
    /// Its number.
    pub id: AttributeId,
    /// What values it holds.
    pub kind: AttributeKind,
    /// The unit that its numbers are without.
    pub unit: Option<String>,
    /// A product may carry several values.
    pub multiple: bool,
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
    pub(super) kinds: HashMap<String, Kind>,
    pub(super) categories: HashMap<String, CategoryId>,
    pub(super) attributes: HashMap<String, Known>,
    pub(super) options: HashMap<AttributeId, HashMap<String, OptionId>>,
    /// What was learnt on the way, as it was written.
    pub(super) new_options: HashMap<AttributeId, Vec<(OptionId, String)>>,
    pub(super) new_categories: Vec<(CategoryId, NewCategory)>,
    pub(super) stores: HashMap<String, (StoreId, Currency)>,
    types: HashMap<String, TypeId>,
    pub(super) first_currency: Option<Currency>,
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
            new_options: HashMap::new(),
            new_categories: Vec::new(),
            stores: HashMap::new(),
            types: vocabulary.types().iter().map(|kind| (fold(&kind.key), kind.id)).collect(),
            first_currency: vocabulary.currencies().first().map(|currency| **currency),
            vocabulary,
        };
        for attribute in vocabulary.attributes() {
            let (key, id, unit) = (attribute.key.clone(), attribute.id, attribute.unit.clone());
            let known = Known { key, id, kind: attribute.kind, unit, multiple: attribute.multiple };
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
        for (id, new) in &self.new_categories {
            let (key, name) = (new.key.clone(), new.name.clone());
            categories.push(Category { id: *id, key, parent: None, name });
        }
        for known in self.attributes.values().filter(|known| before.attribute(known.id).is_none()) {
            attributes.push(Attribute {
                id: known.id,
                key: known.key.clone(),
                kind: known.kind,
                built_in: false,
                multiple: known.multiple,
                unit: known.unit.clone(),
                label: Localised::plain(label(&known.key)),
                options: Vec::new(),
            });
        }
        for attribute in &mut attributes {
            for (id, key) in self.new_options.get(&attribute.id).into_iter().flatten() {
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

    /// Returns the option that a text means in a locale, or in none: by key, unless that option is called otherwise there;
    /// else by what it is called there, or anywhere, where only one is.
    pub(super) fn spoken_option(
        &self,
        attribute: AttributeId,
        locale: Option<&Locale>,
        text: &str,
    ) -> Option<OptionId> {
        let by_key = self.options.get(&attribute).and_then(|known| known.get(folded(text).as_ref())).copied();
        let own = |option: &AttributeOption| {
            locale.and_then(|locale| option.label.own.get(locale)).map(|label| fold(label) == fold(text))
        };
        let labels = |id: OptionId| self.vocabulary.option(id).and_then(|(_, option)| own(option));
        if by_key.is_some_and(|id| labels(id) != Some(false)) {
            return by_key;
        }
        let called = self.vocabulary.labelled_options(attribute, text);
        let there: Vec<_> = called.iter().filter(|option| own(option) == Some(true)).collect();
        match (there.as_slice(), called.as_slice()) {
            ([one], _) => Some(one.id),
            (_, [one]) => Some(one.id),
            _ => by_key,
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
