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
use crate::domain::relation::check::check;
use crate::domain::relation::draft::{Draft, SourceKind};
use crate::domain::staff::Actor;
use crate::domain::text::fold;
use crate::domain::vocabulary::Vocabulary;
use crate::store;
use crate::store::door::Refusal;
use crate::store::relation::Stored;

/// So many relations are written at once.
pub(super) const BATCH: usize = 200;

/// What Spryker calls a relation type, and what we do.
const TYPES: [(&str, &str); 2] = [("related-products", "related"), ("up-selling", "up-sell")];

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
    there: HashMap<String, (Option<Stored>, Draft)>,
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
            let draft = stored.draft.clone();
            relations.there.insert(stored.key.clone(), (Some(stored), draft));
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
        let owners = self.owners(&waiting)?;
        let mut changed = Vec::new();
        for (place, relation) in waiting {
            let key = relation.key.clone();
            match self.draft(&relation, &owners) {
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

    /// Returns the folded skus of owners that are there or come, → what is wrong with using them; none: nothing.
    fn owners(&self, waiting: &[(u64, Relation)]) -> Result<HashMap<String, Option<String>>, Halt> {
        let folds: Vec<String> = waiting.iter().map(|(_, relation)| fold(&relation.owner)).collect();
        let (ids, parents) = self.app.read_now(|read| {
            Ok((store::product::find_ids(read, &folds)?, store::product::find_owners(read, &folds)?))
        })?;
        let mut owners = HashMap::new();
        for fold in folds {
            let parent = parents.get(&fold).filter(|parent| **parent != fold).cloned();
            let coming = self.survey.filter(|_| self.mode == Mode::Check);
            match coming.and_then(|survey| survey.coming(&fold)) {
                _ if ids.contains_key(&fold) => owners.insert(fold, parent),
                Some(Coming::Product) => owners.insert(fold, None),
                Some(Coming::VariantOf(product)) => owners.insert(fold, Some(product.to_owned())),
                None => None,
            };
        }
        Ok(owners)
    }

    /// Returns the relation as it should be, with what is told of it; or why it cannot be taken.
    fn draft(
        &mut self,
        relation: &Relation,
        owners: &HashMap<String, Option<String>>,
    ) -> Result<(Draft, Vec<Trouble>), Vec<Trouble>> {
        let owner = &relation.owner;
        let refuse =
            |column: &str, value: &str, message: String| Err(vec![Trouble::new(column, value, message)]);
        match owners.get(&fold(owner)) {
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
        let (rule, unknown) = self.rules.read(&relation.rule)?;
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
        Ok((draft, unknown))
    }

    fn kind(&self, written: &str) -> Option<String> {
        let ours = TYPES.iter().find(|(theirs, _)| *theirs == fold(written)).map(|(_, ours)| *ours);
        self.vocabulary.relation_type(ours.unwrap_or(written)).map(|kind| kind.key.clone())
    }

    fn write(&mut self, drafts: Vec<Draft>) -> Result<(), Halt> {
        let there = &mut self.there;
        if self.mode == Mode::Check {
            for draft in drafts {
                let stored = there.remove(&draft.key).and_then(|(stored, _)| stored);
                there.insert(draft.key.clone(), (stored, draft));
            }
            return Ok(());
        }
        if drafts.is_empty() {
            return Ok(());
        }
        self.app.write_aside(self.actor, |write| {
            for draft in &drafts {
                match there.get(&draft.key).and_then(|(stored, _)| stored.as_ref()) {
                    Some(stored) => {
                        store::relation::update(write, stored.id, stored.version, draft)?;
                    }
                    None => {
                        store::relation::insert(write, draft)?;
                    }
                }
            }
            Ok(())
        })?;
        for draft in drafts {
            if !draft.keep_current {
                self.to_freeze.push(draft.key.clone());
            }
            let stored = self.app.read_now(|read| store::relation::find(read, &draft.key))?;
            there.insert(draft.key.clone(), (Some(stored), draft));
        }
        Ok(())
    }
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
