//! Names: the products in order of their names, for each locale in which somebody asked for it.
//!
//! Made when first asked for and many are to be put in order; a changed product takes its new place among the others.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use super::snapshot::{Doc, Snapshot};
use super::sorted::Sorted;
use crate::domain::locale::Locale;
use crate::domain::text::fold;

/// The orders that were asked for.
#[derive(Debug, Default)]
pub struct Names {
    kept: RwLock<HashMap<Locale, Arc<Sorted>>>,
}

impl Snapshot {
    /// Returns the folded name by which a product is sorted in a locale.
    pub fn sorting_name(&self, doc: Doc, locale: &Locale) -> Option<String> {
        self.product(doc).map(|view| fold(view.name(locale)))
    }

    /// Returns the names in a locale as labels; none when they were not asked for yet.
    pub(super) fn known_names(&self, locale: &Locale) -> Option<Arc<Sorted>> {
        self.shelf().names.kept.read().ok()?.get(locale).cloned()
    }

    /// Returns the names in a locale as labels, made first where they were not yet.
    pub(super) fn names(&self, locale: &Locale) -> Arc<Sorted> {
        if let Some(known) = self.known_names(locale) {
            return known;
        }
        let named = |doc: Doc| Some((self.sorting_name(doc, locale)?, doc.0));
        let made = Sorted::of_texts(self.docs().filter_map(named).collect(), Some(self.shelf().skus()));
        let made = Arc::new(made);
        if let Ok(mut kept) = self.shelf().names.kept.write() {
            kept.insert(locale.clone(), Arc::clone(&made));
        }
        made
    }

    /// Returns the orders as the next snapshot has them, where some products have changed.
    pub(super) fn carry_names(&self, old: &Self, changed: &[Doc]) -> Names {
        let mut next = HashMap::new();
        let kept = old.shelf().names.kept.read().map(|kept| kept.clone()).unwrap_or_default();
        for (locale, mut sorted) in kept {
            let name = |doc: u32| self.sorting_name(Doc(doc), &locale);
            let moved = |doc: &&Doc| {
                let is_same = old.sorting_name(**doc, &locale) == name(doc.0);
                !is_same || old.shelf().skus().get(doc.0) != self.shelf().skus().get(doc.0)
            };
            let fresh: Vec<(u32, Option<String>)> =
                changed.iter().filter(moved).map(|doc| (doc.0, name(doc.0))).collect();
            if !fresh.is_empty() {
                Arc::make_mut(&mut sorted).label(fresh, Some(self.shelf().skus()), name);
            }
            next.insert(locale, sorted);
        }
        Names { kept: RwLock::new(next) }
    }
}
