//! Product relations of an import: each line a relation with one owner, its rule and its stores, put in or changed.
//!
//! Only what the files say is changed: the priority or the pins of a relation that is there stay. Lines are taken some at a
//! time; which stores show a relation is read before, so that each becomes one version.

use std::collections::HashMap;

use super::super::survey::{Coming, Survey};
use super::super::{Halt, Making, Mode, Outcome};
use super::rule::Rules;
use crate::app::App;
use crate::codec;
use crate::codec::catalogue::Trouble;
use crate::codec::catalogue::spryker::relation::Relation;
use crate::domain::id::RelationId;
use crate::domain::relation::check::check;
use crate::domain::relation::draft::{Draft, SourceKind};
use crate::domain::rule::draft as rule;
use crate::domain::rule::draft::Body;
use crate::domain::staff::Actor;
use crate::domain::text::fold;
use crate::domain::vocabulary::Vocabulary;
use crate::store;
use crate::store::door::Refusal;

/// So many relations are written at once.
pub(super) const BATCH: usize = 200;

/// What Spryker calls a relation type, and what we do.
const TYPES: [(&str, &str); 2] = [("related-products", "related"), ("up-selling", "up-sell")];

/// Stands behind the sku of a variant in a rule that names no product.
const VARIANT_MARK: &str = " (variant)";

/// A relation that is kept, and its version.
type Version = (RelationId, i64);

/// A rule as it was read, with what is told of it, or why it cannot be one.
type Read = Result<(rule::Draft, Vec<Trouble>), Vec<Trouble>>;

/// Folded skus that are there or come → the product, as it is written, whose variant it is.
type Skus = HashMap<String, Option<String>>;

/// Takes relations.
pub(super) struct Relations<'a> {
    app: &'a App,
    actor: &'a Actor,
    mode: Mode,
    vocabulary: &'a Vocabulary,
    rules: Rules<'a>,
    /// Tells which products come with the same import.
    survey: Option<&'a Survey>,
    /// Relations as they are, by key; new ones are put in as they come.
    there: HashMap<String, (Option<Version>, Draft)>,
    /// Folded owner, type and rule → the key of the relation that shows it.
    shown: HashMap<(String, String, String), String>,
    /// Relation keys → the stores that lines bring them together with.
    stores: HashMap<String, Vec<(u64, String)>>,
    waiting: Vec<(u64, Relation)>,
    /// Keys of relations whose list is to be frozen.
    pub(super) to_freeze: Vec<String>,
}

impl<'a> Relations<'a> {
    /// Returns what takes relations, beside those that are there.
    pub(super) fn new(
        (app, actor, mode): (&'a App, &'a Actor, Mode),
        vocabulary: &'a Vocabulary,
        survey: Option<&'a Survey>,
    ) -> Result<Self, Refusal> {
        let kept = app.read_now(store::relation::list)?;
        let mut relations = Self {
            app,
            actor,
            mode,
            vocabulary,
            rules: Rules::new(vocabulary),
            survey,
            there: HashMap::new(),
            shown: HashMap::new(),
            stores: HashMap::new(),
            waiting: Vec::new(),
            to_freeze: Vec::new(),
        };
        for stored in kept {
            relations.shown.extend(shows(&stored.draft).map(|shows| (shows, stored.key.clone())));
            relations.there.insert(stored.key, (Some((stored.id, stored.version)), stored.draft));
        }
        Ok(relations)
    }

    /// Notes that a store shows a relation.
    pub(super) fn note_store(&mut self, place: u64, key: String, store: String) {
        self.stores.entry(key).or_default().push((place, store));
    }

    /// Takes a relation.
    pub(super) fn take(&mut self, place: u64, relation: Relation, making: &mut Making) -> Result<(), Halt> {
        self.waiting.push((place, relation));
        if self.waiting.len() >= BATCH { self.flush(making) } else { Ok(()) }
    }

    /// Takes what waits, and the stores of relations that no line was about.
    pub(super) fn finish(&mut self, making: &mut Making) -> Result<(), Halt> {
        self.flush(making)?;
        let mut rest: Vec<(String, Vec<(u64, String)>)> = self.stores.drain().collect();
        rest.sort();
        for some in rest.chunks(BATCH) {
            let mut changed = Vec::new();
            for (key, stores) in some {
                let Some((_, draft)) = self.there.get(key) else {
                    for (place, _) in stores {
                        let message = format!(
                            "There is no relation “{key}”: its own row is missing or was refused. Import product_relation.csv first, or mend the key."
                        );
                        making.refuse(*place, Trouble::new("product_relation_key", key, message));
                    }
                    continue;
                };
                let mut draft = draft.clone();
                if self.show_in(&mut draft, stores, Outcome::Changed, making) {
                    changed.push(draft);
                }
            }
            self.write(changed)?;
        }
        Ok(())
    }

    fn flush(&mut self, making: &mut Making) -> Result<(), Halt> {
        let waiting = std::mem::take(&mut self.waiting);
        let rules: Vec<Read> = waiting.iter().map(|(_, relation)| self.rules.read(&relation.rule)).collect();
        let named = rules.iter().flatten().flat_map(|(rule, _)| sku_rows(rule)).flat_map(|row| &row.values);
        let owners = waiting.iter().map(|(_, relation)| &relation.owner);
        let skus = self.skus(owners.chain(named).map(|sku| fold(sku)).collect())?;
        let mut changed = Vec::new();
        for ((place, relation), rule) in waiting.into_iter().zip(rules) {
            let key = relation.key.clone();
            match self.draft(&relation, rule, &skus) {
                Err(troubles) => {
                    // Its stores are refused with it.
                    making.count(Outcome::Refused);
                    troubles.into_iter().for_each(|trouble| making.trouble(place, trouble));
                }
                Ok((mut draft, troubles)) => {
                    troubles.into_iter().for_each(|trouble| making.trouble(place, trouble));
                    let before = self.there.get(&key).map(|(_, before)| before.clone());
                    let outcome = match &before {
                        None => Outcome::Added,
                        Some(before) if *before == draft => Outcome::Unchanged,
                        Some(_) => Outcome::Changed,
                    };
                    making.count(outcome);
                    let stores = self.stores.remove(&key).unwrap_or_default();
                    let came = if before.is_none() { Outcome::Added } else { Outcome::Changed };
                    self.show_in(&mut draft, &stores, came, making);
                    if draft.stores.as_ref().is_some_and(Vec::is_empty) {
                        making.nowhere += 1;
                    }
                    if before.as_ref() != Some(&draft) {
                        changed.push(draft);
                    }
                }
            }
        }
        self.write(changed)
    }

    /// Adds stores to a relation and counts their lines; returns true when that changes it. One that shows everywhere
    /// goes on doing so.
    fn show_in(
        &self,
        draft: &mut Draft,
        stores: &[(u64, String)],
        came: Outcome,
        making: &mut Making,
    ) -> bool {
        let mut is_changed = false;
        for (place, written) in stores {
            let Some(store) = self.vocabulary.store(written) else {
                let message =
                    format!("There is no store “{written}”; import store.csv first, or mend the name.");
                making.refuse(*place, Trouble::new("store_name", written, message));
                continue;
            };
            match &mut draft.stores {
                Some(list) if !list.iter().any(|key| fold(key) == fold(&store.key)) => {
                    list.push(store.key.clone());
                    is_changed = true;
                    making.count(came);
                }
                _ => making.count(Outcome::Unchanged),
            }
        }
        is_changed
    }

    fn skus(&self, folds: Vec<String>) -> Result<Skus, Halt> {
        let (ids, mut parents) = self.app.read_now(|read| {
            Ok((store::product::find_ids(read, &folds)?, store::product::find_owners(read, &folds)?))
        })?;
        parents.retain(|variant, parent| variant != parent);
        let skus: Vec<String> = parents.values().cloned().collect();
        let written = self.app.read_now(|read| store::product::written(read, &skus))?;
        let mut skus = HashMap::new();
        for fold in folds {
            let parent = parents.get(&fold).map(|parent| written.get(parent).unwrap_or(parent).clone());
            let coming = self.survey.filter(|_| self.mode == Mode::Check);
            match coming.and_then(|survey| survey.coming(&fold)) {
                _ if ids.contains_key(&fold) => skus.insert(fold, parent),
                Some(Coming::Product) => skus.insert(fold, None),
                Some(Coming::VariantOf(product)) => skus.insert(fold, Some(product.to_owned())),
                None => None,
            };
        }
        Ok(skus)
    }

    /// Returns the relation as it should be, with what is told of it; or why it cannot be taken.
    fn draft(
        &mut self,
        relation: &Relation,
        rule: Read,
        skus: &Skus,
    ) -> Result<(Draft, Vec<Trouble>), Vec<Trouble>> {
        let owner = &relation.owner;
        let refuse =
            |column: &str, value: &str, message: String| Err(vec![Trouble::new(column, value, message)]);
        match skus.get(&fold(owner)) {
            Some(None) => {}
            Some(Some(parent)) => {
                let message = format!(
                    "“{owner}” is a variant of “{parent}”; a relation stands on the product itself. Write “{parent}”."
                );
                return refuse("product", owner, message);
            }
            None => {
                let message = format!(
                    "There is no product “{owner}”; import product_abstract.csv first, or mend the sku."
                );
                return refuse("product", owner, message);
            }
        }
        let Some(kind) = self.kind(&relation.kind) else {
            let known: Vec<&str> = TYPES.iter().map(|(theirs, _)| *theirs).collect();
            let own: Vec<&str> = self.vocabulary.types().iter().map(|kind| kind.key.as_str()).collect();
            let message = format!(
                "There is no relation type “{}”; write {} or one of {}.",
                relation.kind,
                known.join(" or "),
                own.join(", ")
            );
            return refuse("relation_type", &relation.kind, message);
        };
        let (mut rule, mut told) = rule?;
        told.extend(leave_variants_out(&mut rule, skus));
        let before = self.there.get(&relation.key).map(|(_, draft)| draft);
        let new = || Draft {
            key: relation.key.clone(),
            name: relation.key.clone(),
            active: false,
            limit: String::new(),
            sort: "sku".into(),
            stores: Some(Vec::new()),
            keep_current: false,
            ..Draft::new()
        };
        let mut draft = before.cloned().unwrap_or_else(new);
        draft.kind = kind;
        draft.source_kind = SourceKind::One;
        if fold(&draft.source_sku) != fold(owner) {
            draft.source_sku = owner.clone();
        }
        draft.target_rule = rule;
        draft.active = relation.active.unwrap_or(draft.active);
        draft.keep_current = relation.keep_current.unwrap_or(draft.keep_current);
        let draft = as_kept(draft);
        let wrong = check(&draft, self.vocabulary)
            .problems
            .0
            .into_iter()
            .filter(|problem| !problem.place.starts_with('t') || problem.place == "type");
        let wrong: Vec<Trouble> = wrong
            .map(|problem| Trouble::new(column(&problem.place), &relation.key, problem.message))
            .collect();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let before = before.and_then(shows);
        if let Some(now) = shows(&draft) {
            if let Some(other) = self.shown.get(&now).filter(|other| **other != relation.key) {
                let message = format!(
                    "The relation “{other}” shows the same rule on “{owner}” already; take one of the two out."
                );
                return refuse("rule", &relation.rule, message);
            }
            before.into_iter().for_each(|before| drop(self.shown.remove(&before)));
            self.shown.insert(now, relation.key.clone());
        }
        Ok((draft, told))
    }

    fn kind(&self, written: &str) -> Option<String> {
        let ours = TYPES.iter().find(|(theirs, _)| *theirs == fold(written)).map(|(_, ours)| *ours);
        self.vocabulary.relation_type(ours.unwrap_or(written)).map(|kind| kind.key.clone())
    }

    fn write(&mut self, drafts: Vec<Draft>) -> Result<(), Halt> {
        let is_applied = self.mode == Mode::Apply && !drafts.is_empty();
        let there = &mut self.there;
        let version = |key: &str| there.get(key).and_then(|(version, _)| *version);
        let versions: Vec<Option<Version>> = match is_applied {
            false => drafts.iter().map(|draft| version(&draft.key)).collect(),
            true => self.app.write_aside(self.actor, |write| {
                let put = drafts.iter().map(|draft| match version(&draft.key) {
                    Some((id, based_on)) => {
                        store::relation::update(write, id, based_on, draft).map(|version| Some((id, version)))
                    }
                    None => store::relation::insert(write, draft).map(|(id, _)| Some((id, 1))),
                });
                put.collect::<Result<_, Refusal>>()
            })?,
        };
        for (draft, version) in drafts.into_iter().zip(versions) {
            if !draft.keep_current {
                self.to_freeze.push(draft.key.clone());
            }
            there.insert(draft.key.clone(), (version, draft));
        }
        Ok(())
    }
}

/// Returns the rows of a rule that name skus.
fn sku_rows(rule: &rule::Draft) -> impl Iterator<Item = &rule::Condition> {
    rule.nodes.iter().filter_map(|node| match &node.body {
        Body::Condition(row) if names_skus(row) => Some(row),
        _ => None,
    })
}

fn names_skus(row: &rule::Condition) -> bool {
    row.field == "sku" && matches!(row.operator.as_str(), "equal" | "not_equal" | "in" | "not_in")
}

/// Takes skus of variants out of lists: Spryker's rules name products alone, so that a variant's sku matched nothing there;
/// here it would mean its product. One that stands alone becomes a sku that no product has.
fn leave_variants_out(rule: &mut rule::Draft, skus: &Skus) -> Vec<Trouble> {
    let mut told = Vec::new();
    for node in &mut rule.nodes {
        let Body::Condition(row) = &mut node.body else { continue };
        if !names_skus(row) {
            continue;
        }
        let product = |sku: &String| skus.get(&fold(sku)).cloned().flatten();
        let is_alone = row.values.iter().all(|sku| product(sku).is_some());
        for (sku, product) in row.values.iter().filter_map(|sku| Some((sku, product(sku)?))) {
            let becomes =
                if is_alone { "it names nothing here either" } else { "it is left out of the list" };
            let message = format!(
                "“{sku}” is a variant of “{product}”, which Spryker's rules do not match by it; {becomes}. Write “{product}” if that is meant."
            );
            told.push(Trouble::slight("rule", sku, message));
        }
        match is_alone {
            true => row.values.iter_mut().for_each(|sku| sku.push_str(VARIANT_MARK)),
            false => row.values.retain(|sku| product(sku).is_none()),
        }
    }
    told
}

/// Returns what a relation with one owner shows there: owner, type and rule.
fn shows(draft: &Draft) -> Option<(String, String, String)> {
    let is_one = draft.source_kind == SourceKind::One && draft.target_rule.nodes.len() > 1;
    let rule = || codec::query_builder::write(&draft.target_rule).to_string();
    is_one.then(|| (fold(&draft.source_sku), fold(&draft.kind), rule()))
}

/// Returns the draft as it reads once it was kept, so that the two compare.
fn as_kept(draft: Draft) -> Draft {
    match codec::relation::read(&codec::relation::write(&draft)) {
        Ok(kept) => kept,
        Err(_) => draft,
    }
}

/// Returns the column in which what is wrong at a place of a relation stands.
fn column(place: &str) -> &'static str {
    match place {
        "key" | "name" => "product_relation_key",
        "source_sku" => "product",
        "type" => "relation_type",
        _ => "",
    }
}
