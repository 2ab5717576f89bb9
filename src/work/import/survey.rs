//! The first pass: which row belongs to which product, where each product's last row is, and what kind of attribute every
//! key that is not known yet should become.

use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};

use super::kind::{Kind, Noted};
use super::{Halt, Source, with_nested};
use crate::codec::catalogue::source::Circumstances;
use crate::codec::catalogue::{Format, Record, Row};
use crate::domain::sku::Sku;
use crate::store::door::Refusal;

/// So many skus are looked up in the store at once.
const ASKED_AT_ONCE: usize = 10_000;

/// What the first pass found out. Of a million skus it keeps hashes, which are a fifth of the size: were two of them
/// ever the same, a product would be merged in two steps instead of one, with the same outcome.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Variants that their product's row names → the product, by its place among `products`.
    parents: HashMap<(u64, u64), u32>,
    /// Products whose row names variants, or that variants' rows name.
    products: Vec<Sku>,
    /// Hashes of those that rows name from below, or that the store knows → their places.
    places: HashMap<u64, u32>,
    /// Hashes of products that have a row of their own, where several files are joined.
    own: HashSet<u64>,
    /// Several files are read as one, so that rows of a variant may stand in any of them.
    is_joined: bool,
    /// A row's product → the place of its last row.
    last: HashMap<u64, u32>,
    /// How many rows there are, bad ones included.
    pub rows: u64,
    /// Folded attribute keys → what they should become.
    pub kinds: HashMap<String, Kind>,
}

/// What comes under a sku.
pub(super) enum Coming<'a> {
    /// A product.
    Product,
    /// A variant of this product.
    VariantOf(&'a str),
}

/// Finds the folded skus of the products whose variants these folded skus are.
pub(super) type Owners<'a> = &'a mut dyn FnMut(&[String]) -> Result<HashMap<String, String>, Refusal>;

/// Returns true for the folded keys of attributes whose values are parted at their commas.
pub(super) type IsParted<'a> = &'a dyn Fn(&str) -> bool;

/// Reads the whole file once, or all of several; the sentence says why it cannot be read to its end.
pub(super) fn survey(
    sources: &[Source<'_>],
    format: Option<Format>,
    circumstances: Circumstances,
    owners: Owners<'_>,
    is_parted: IsParted<'_>,
) -> Result<(Option<Format>, Survey), Halt> {
    let mut survey =
        Survey { is_joined: sources.len() > 1 || format == Some(Format::Spryker), ..Survey::default() };
    let mut noted = Noted::default();
    let mut place: u32 = 0;
    let (mut asked, mut to_ask) = (HashSet::new(), Vec::new());
    let format = super::rows::each(sources, format, circumstances, |row| {
        survey.rows = survey.rows.saturating_add(1);
        let Row::Read(record) = row else { return Ok(()) };
        survey.place(&record, place);
        if record.partial && record.of.is_none() && asked.insert(hash(record.sku.fold())) {
            to_ask.push(record.sku.fold().to_owned());
        }
        if to_ask.len() >= ASKED_AT_ONCE {
            survey.belong(owners(&std::mem::take(&mut to_ask))?);
        }
        place =
            place.checked_add(1).ok_or_else(|| "The file has more than 4,294,967,295 rows.".to_owned())?;
        if !record.troubles.iter().any(|trouble| trouble.refuses) {
            with_nested(&record).for_each(|record| noted.note(record, is_parted));
        }
        Ok::<(), Halt>(())
    })?;
    survey.belong(owners(&to_ask)?);
    survey.join();
    survey.kinds = noted.kinds();
    Ok((format, survey))
}

impl Survey {
    fn place(&mut self, record: &Record, at: u32) {
        let own = record.sku.fold();
        // Variants inside a row have none of their own.
        let mut variants =
            record.variants.iter().flatten().filter(|variant| **variant != record.sku).peekable();
        if record.nested.is_empty() && variants.peek().is_some() {
            let product = u32::try_from(self.products.len()).unwrap_or(u32::MAX);
            self.products.push(record.sku.clone());
            self.parents.extend(variants.map(|variant| (wide(variant.fold()), product)));
        }
        self.last.insert(hash(own), at);
        if self.is_joined && record.of.is_none() && !record.partial {
            self.own.insert(hash(own));
        }
        if let Some(of) = &record.of {
            self.last.insert(hash(of.fold()), at);
            if self.is_joined && of != &record.sku {
                let product = self.product(of);
                self.parents.insert(wide(own), product);
            }
        }
    }

    /// Returns the place of a product among those that have variants.
    fn product(&mut self, sku: &Sku) -> u32 {
        let next = u32::try_from(self.products.len()).unwrap_or(u32::MAX);
        let product = *self.places.entry(hash(sku.fold())).or_insert(next);
        if product == next {
            self.products.push(sku.clone());
        }
        product
    }

    /// Learns whose variants the skus are that only parts were said of: what the files themselves say comes first.
    fn belong(&mut self, owners: HashMap<String, String>) {
        for (variant, owner) in owners.iter().filter(|(variant, owner)| variant != owner) {
            if let Ok(owner) = Sku::parse(owner)
                && !self.parents.contains_key(&wide(variant))
            {
                let product = self.product(&owner);
                self.parents.insert(wide(variant), product);
            }
        }
    }

    /// A product's last row is the last of its own and its variants'.
    fn join(&mut self) {
        for ((child, _), product) in &self.parents {
            let parent = usize::try_from(*product).ok().and_then(|at| self.products.get(at));
            let (Some(parent), Some(at)) = (parent.map(Sku::fold), self.last.get(child).copied()) else {
                continue;
            };
            let last = self.last.entry(hash(parent)).or_insert(at);
            *last = (*last).max(at);
        }
    }

    /// Returns the folded sku of the product that a row is about.
    pub(super) fn product_of<'a>(&'a self, record: &'a Record) -> &'a str {
        let named = || {
            let product = self.parents.get(&wide(record.sku.fold()))?;
            self.products.get(usize::try_from(*product).ok()?).map(Sku::fold)
        };
        match &record.of {
            Some(of) => of.fold(),
            None => named().unwrap_or(record.sku.fold()),
        }
    }

    /// Returns the place of a product's last row.
    pub(super) fn last_of(&self, fold: &str) -> Option<u32> {
        self.last.get(&hash(fold)).copied()
    }

    /// Returns what comes under a sku, where several files are joined: a product, or a variant of the product of that
    /// sku, as it is written.
    pub(super) fn coming(&self, fold: &str) -> Option<Coming<'_>> {
        if self.own.contains(&hash(fold)) {
            return Some(Coming::Product);
        }
        let product = usize::try_from(*self.parents.get(&wide(fold))?).ok()?;
        let product =
            self.products.get(product).filter(|product| self.own.contains(&hash(product.fold())))?;
        Some(Coming::VariantOf(product.as_str()))
    }

    /// Returns true when the file has a row about a sku.
    pub(super) fn has_row(&self, fold: &str) -> bool {
        self.last.contains_key(&hash(fold))
    }
}

/// Returns the hash by which a folded sku is remembered.
pub(super) fn hash(fold: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    fold.hash(&mut hasher);
    hasher.finish()
}

/// A hash so wide that no two skus ever have the same, because a variant must not come to a wrong product.
fn wide(fold: &str) -> (u64, u64) {
    let mut hasher = DefaultHasher::new();
    1_u8.hash(&mut hasher);
    fold.hash(&mut hasher);
    (hash(fold), hasher.finish())
}
