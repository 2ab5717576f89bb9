//! Sources: which relations may stand on a product, found by what the product carries instead of by asking every
//! relation.
//!
//! A source rule that no product can meet without carrying one of a few terms (a category, an option, a sku) waits under
//! those terms; the few rules without any are asked about every product. What is found here still has to be asked.

use std::collections::HashMap;

use super::fact::Term;
use crate::domain::id::CategoryId;
use crate::domain::relation::Source;
use crate::domain::rule::draft::Matching;
use crate::domain::rule::field::Field;
use crate::domain::rule::tree::{Condition, Group, Node, Test, TextMatch};
use crate::domain::vocabulary::Vocabulary;

/// What a product has to carry; one of several is enough.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Need {
    /// To be the product that this folded sku means.
    Named(String),
    /// This sku, folded, itself or in a variant.
    Sku(String),
    /// This term.
    Term(Term),
    /// This category or one below it.
    Branch(CategoryId),
}

/// The places of relations by what their source needs.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    waiting: HashMap<Need, Vec<usize>>,
    everywhere: Vec<usize>,
}

/// What a product carries.
#[derive(Debug)]
pub struct Carried {
    /// Its skus and its variants', folded; true where the sku means this product and no other one.
    pub skus: Vec<(String, bool)>,
    /// Its options and direct categories.
    pub terms: Vec<Term>,
}

impl Sources {
    /// Adds the relation of a place.
    pub fn add(&mut self, at: usize, source: &Source) {
        let skus = |skus: &[crate::domain::sku::Sku]| -> Vec<Need> {
            skus.iter().map(|sku| Need::Named(sku.fold().to_owned())).collect()
        };
        let needs = match source {
            Source::One(sku) => Some(skus(std::slice::from_ref(sku))),
            Source::List(list) => Some(skus(list)),
            Source::All => None,
            Source::Rule(rule) => self.group(&rule.root),
        };
        let Some(needs) = needs else { return self.everywhere.push(at) };
        for need in needs {
            let waiting = self.waiting.entry(need).or_default();
            if waiting.last() != Some(&at) {
                waiting.push(at);
            }
        }
    }

    /// Returns the places of all relations that may stand on a product, in order. Only those with a rule have to be asked
    /// whether they do.
    pub fn of(&self, carried: &Carried, vocabulary: &Vocabulary) -> Vec<usize> {
        let mut found = self.everywhere.clone();
        let mut meet = |need: Need| found.extend(self.waiting.get(&need).into_iter().flatten());
        for (sku, is_its_own) in &carried.skus {
            meet(Need::Sku(sku.clone()));
            if *is_its_own {
                meet(Need::Named(sku.clone()));
            }
        }
        for term in &carried.terms {
            match term {
                Term::Category(id) => {
                    meet(Need::Term(*term));
                    // A tree of categories cannot be deeper than it is large.
                    let mut next = Some(*id);
                    for _ in 0..=vocabulary.categories().len() {
                        let Some(id) = next else { break };
                        meet(Need::Branch(id));
                        next = vocabulary.category(id).and_then(|category| category.parent);
                    }
                }
                Term::Option(id) | Term::OptionIn(id, _) => meet(Need::Term(Term::Option(*id))),
                _ => {}
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Returns what a product needs to match a group; none: nothing in particular; an empty list: no product matches.
    fn group(&self, group: &Group) -> Option<Vec<Need>> {
        if group.children.is_empty() {
            return Some(Vec::new());
        }
        let mut needs = group.children.iter().map(|child| match child {
            Node::Group(inner) => self.group(inner),
            Node::Condition(condition) => condition_needs(condition),
        });
        match group.matching {
            Matching::All => needs.flatten().min_by_key(|needs| self.crowd(needs)),
            Matching::Any => needs.try_fold(Vec::new(), |mut all, needs| {
                all.extend(needs?);
                Some(all)
            }),
            Matching::None => None,
        }
    }

    /// Returns how many relations wait there already: of several needs the least crowded one tells relations apart best.
    fn crowd(&self, needs: &[Need]) -> usize {
        let waiting = needs.iter().filter_map(|need| self.waiting.get(need));
        waiting.map(Vec::len).sum::<usize>().saturating_add(needs.len())
    }
}

fn condition_needs(condition: &Condition) -> Option<Vec<Need>> {
    if condition.negated {
        return None;
    }
    match (&condition.test, condition.field) {
        (Test::Nothing, _) => Some(Vec::new()),
        (Test::AnyOption(options), Field::Attribute(_)) => {
            Some(options.iter().map(|option| Need::Term(Term::Option(*option))).collect())
        }
        (Test::AllOptions(options), Field::Attribute(_)) => {
            Some(options.iter().take(1).map(|option| Need::Term(Term::Option(*option))).collect())
        }
        (Test::AnyCategory { categories, with_sub }, Field::Category) => {
            let need = |id: &CategoryId| match with_sub {
                true => Need::Branch(*id),
                false => Need::Term(Term::Category(*id)),
            };
            Some(categories.iter().map(need).collect())
        }
        (Test::Text { how: TextMatch::Is, values, .. }, Field::Sku) => {
            Some(values.iter().cloned().map(Need::Sku).collect())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::relation::draft::SourceKind;
    use crate::domain::rule::fixture;
    use crate::index::build::build;
    use crate::index::sample::{everything, here, relation};

    const RULES: [&str; 14] = [
        "brand equal sony",
        "brand in sony|canon",
        "brand not_equal sony",
        "category equal cameras",
        "category in cameras|bags",
        "all\n  category equal cameras\n  brand equal canon",
        "any\n  brand equal canon\n  category equal bags",
        "any\n  brand equal canon\n  price less 20",
        "none\n  brand equal sony",
        "sku in a|c-s|nobody",
        "sku contains a",
        "price greater 15",
        "all\n  price greater 15\n  any\n    category equal lenses\n    brand equal sony",
        "attribute.colour all_in silver|w1",
    ];

    #[test]
    fn relations_are_found_by_what_a_product_carries_as_by_asking_every_one() {
        let mut all = everything(
            "a cat=cameras brand=sony price=10\n b cat=bags|lenses brand=canon price=20 colour=silver|w1
            c cat=lenses price=30 / c-s / a-s off\n d brand=sony|canon price=40 colour=silver\n e\n c-s price=5",
        );
        let on = |id: usize, kind, text: &str| {
            relation(i64::try_from(id).unwrap(), &format!("r{id:02}"), "price less 50", |draft| {
                draft.source_kind = kind;
                match kind {
                    SourceKind::One => draft.source_sku = text.into(),
                    SourceKind::List => draft.source_skus = text.split(' ').map(str::to_owned).collect(),
                    _ => draft.source_rule = fixture::rule(text),
                }
            })
        };
        let rules = RULES.iter().map(|rule| (SourceKind::Rule, *rule));
        let named = [(SourceKind::One, "C"), (SourceKind::One, "c-s"), (SourceKind::List, "a a-s b b zz")];
        let kinds = rules.chain(named).chain([(SourceKind::All, "")]);
        all.relations = kinds.enumerate().map(|(id, (kind, text))| on(id, kind, text)).collect();
        let shop = build(all);
        let mut found = 0;
        for doc in shop.docs() {
            let holds = |standing: &&std::sync::Arc<crate::index::snapshot::Standing>| {
                shop.source_set(standing, &here()).contains(doc.0)
            };
            let asked: Vec<&str> =
                shop.relations().iter().filter(holds).map(|standing| standing.key.as_str()).collect();
            let of: Vec<&str> =
                shop.relations_of(doc, &here()).iter().map(|found| found.key.as_str()).collect();
            assert_eq!(of, asked, "{}", shop.product(doc).unwrap().sku());
            found += of.len();
        }
        assert!(found > 30, "{found}");
        let last = shop.find("e").unwrap();
        assert!(shop.may_stand(last).len() <= 8, "most relations are not even asked");
    }
}
