//! Relations to Spryker's rows: as they are where that can be, frozen into lists of skus or left out where it cannot.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

use super::owner::{Owner, frozen, list_key, owners};
use super::{Choice, Fate, LISTS_MAX, OWNERS_MAX, Plan, Told};
use crate::codec::export::query_set::Speaker;
use crate::codec::export::{self, Row, query_set};
use crate::domain::decimal::clip;
use crate::domain::relation::draft::{Draft, SourceKind};
use crate::domain::rule::draft::Draft as RuleDraft;
use crate::domain::text::fold;
use crate::index::snapshot::{Snapshot, Standing};

/// The order that stands for none: Spryker shows products as they come.
const ORDER: &str = "sku";

/// A relation's row without its product, or what keeps it from being one.
struct Reading {
    rule: Option<String>,
    /// What needs a list of skus.
    needs: Vec<String>,
    /// What no list of skus holds either.
    loses: Vec<String>,
}

/// Returns what the files will hold.
pub(super) fn plan(snapshot: &Snapshot, relations: &[&Standing], choice: Choice, now: DateTime<Utc>) -> Plan {
    let speaker = Speaker::new(snapshot.vocabulary());
    let mut planner =
        Planner { snapshot, speaker, choice, now, taken: Taken::default(), lists: 0, plan: Plan::default() };
    planner.plan.asked = relations.len();
    for standing in relations {
        planner.take(standing);
    }
    planner.plan.notices = notices(relations, &planner.plan);
    planner.plan.notices.extend(by_hand(snapshot));
    planner.plan
}

/// What is in the files already. Spryker holds one relation of a type on a product in a store, and a rule once there.
#[derive(Default)]
struct Taken {
    places: HashMap<(String, String, String), String>,
    rules: HashMap<(String, String, String), String>,
    keys: HashSet<String>,
}

struct Planner<'a> {
    snapshot: &'a Snapshot,
    speaker: Speaker<'a>,
    choice: Choice,
    now: DateTime<Utc>,
    taken: Taken,
    /// How many lists of skus were made.
    lists: usize,
    plan: Plan,
}

impl Planner<'_> {
    fn take(&mut self, standing: &Standing) {
        let Reading { mut rule, needs, loses } = read(&self.speaker, standing);
        let (mut lacks, mut rows) = (needs, Vec::new());
        if let Some(lack) = self.ownerless(standing) {
            lacks.push(lack);
            rule = None;
        }
        let freezes = rule.is_none() && self.choice == Choice::Freeze;
        let is_out = self.choice == Choice::LeaveOut && (rule.is_none() || !loses.is_empty());
        lacks.extend(loses);
        match rule {
            _ if is_out => {}
            Some(rule) => rows.push(self.row(standing, &standing.key, &standing.draft.source_sku, rule)),
            None => match self.lists(standing) {
                Ok(lists) => rows = lists,
                Err(lack) => lacks.push(lack),
            },
        }
        let many = rows.len();
        rows.retain(|row| match self.taken.by(row) {
            Some(lack) if lacks.contains(&lack) => false,
            Some(lack) => {
                lacks.push(lack);
                false
            }
            None => true,
        });
        if !rows.is_empty() {
            self.plan.written += 1;
        }
        if !lacks.is_empty() || rows.len() < many {
            let fate = match rows.len() {
                0 => Fate::LeftOut,
                lists if freezes => Fate::Frozen(lists),
                _ => Fate::Written,
            };
            let (key, name) = (standing.key.clone(), standing.relation.name.clone());
            self.plan.told.push(Told { key, name, lacks, fate });
        }
        self.plan.rows.append(&mut rows);
    }

    /// Returns what is to be said of a relation whose one product is not there: Spryker refuses its row.
    fn ownerless(&self, standing: &Standing) -> Option<String> {
        let (kind, sku) = (standing.draft.source_kind, standing.draft.source_sku.trim());
        let is_gone = kind == SourceKind::One && self.snapshot.find(sku).is_none();
        is_gone.then(|| format!("There is no product “{}”, which it stands on.", clip(sku)))
    }

    fn row(&self, standing: &Standing, key: &str, sku: &str, rule: String) -> Row {
        let (draft, vocabulary) = (&standing.draft, self.snapshot.vocabulary());
        let known = self.snapshot.find(sku).and_then(|doc| self.snapshot.product(doc));
        let stores: Vec<String> = match &draft.stores {
            None => vocabulary.stores().iter().map(|store| store.key.clone()).collect(),
            Some(keys) => keys.iter().filter_map(|key| Some(vocabulary.store(key)?.key.clone())).collect(),
        };
        Row {
            key: key.to_owned(),
            product: known.map_or_else(|| sku.trim().to_owned(), |product| product.sku().to_owned()),
            kind: export::kind(&draft.kind).to_owned(),
            rule,
            active: draft.active,
            current: draft.keep_current,
            stores,
        }
    }

    /// Returns one row for each product the relation stands on, with what it shows there now.
    fn lists(&mut self, standing: &Standing) -> Result<Vec<Row>, String> {
        let owners = owners(self.snapshot, standing, self.now).map_err(|count| {
            format!("It stands on {count} products; at most {OWNERS_MAX} lists are made of one relation.")
        })?;
        if self.lists.saturating_add(owners.len()) > LISTS_MAX {
            return Err(format!("At most {LISTS_MAX} lists are made at once; export fewer relations."));
        }
        let lists = frozen(self.snapshot, standing, owners, self.now);
        if lists.is_empty() {
            return Err("It shows nothing now, so there is no list to make of it.".into());
        }
        self.lists += lists.len();
        let alone = standing.draft.source_kind == SourceKind::One;
        let row = |(Owner { sku, .. }, skus): (Owner, Vec<String>)| {
            let key = if alone { standing.key.clone() } else { list_key(&standing.key, &sku) };
            // A list of skus is the same whenever it is worked out; one that is not kept current would come in empty.
            Row { current: true, ..self.row(standing, &key, &sku, query_set::listed(&skus)) }
        };
        Ok(lists.into_iter().map(row).collect())
    }
}

impl Taken {
    /// Takes a row's places; says who has one of them already.
    fn by(&mut self, row: &Row) -> Option<String> {
        let (owner, kind) = (fold(&row.product), row.kind.clone());
        let rule = (owner.clone(), kind.clone(), row.rule.clone());
        if let Some(other) = self.rules.get(&rule) {
            return Some(format!(
                "“{other}” has the same rule on the same product; Spryker takes one of them."
            ));
        }
        let place = |store: &String| (owner.clone(), kind.clone(), store.clone());
        let other = row.stores.iter().find_map(|store| self.places.get(&place(store)));
        if let Some(other) = other {
            return Some(format!(
                "“{other}” is of the same type on the same product in the same store; Spryker takes one of them."
            ));
        }
        if !self.keys.insert(row.key.clone()) {
            return Some(format!(
                "The key “{}” is there twice when lists are made for each product.",
                row.key
            ));
        }
        for store in &row.stores {
            self.places.insert(place(store), row.key.clone());
        }
        self.rules.insert(rule, row.key.clone());
        None
    }
}

fn read(speaker: &Speaker<'_>, standing: &Standing) -> Reading {
    let draft = &standing.draft;
    let mut needs: Vec<String> = Vec::new();
    match draft.source_kind {
        SourceKind::One => {}
        SourceKind::List => {
            needs.push(format!("It stands on a list of {} products.", draft.source_skus.len()))
        }
        SourceKind::Rule => needs.push("It stands on the products of a rule.".into()),
        SourceKind::All => needs.push("It stands on every product.".into()),
    }
    if !draft.pins.is_empty() {
        needs.push(format!("It pins products: {}.", draft.pins.len()));
    }
    if !draft.hidden.is_empty() {
        needs.push(format!("It hides products: {}.", draft.hidden.len()));
    }
    let rule = match has_rule(&draft.target_rule) || draft.pins.is_empty() {
        true => query_set::write(&draft.target_rule, speaker),
        false => Err(Vec::new()),
    };
    let rule = match rule {
        Ok(rule) => Some(rule).filter(|_| needs.is_empty()),
        Err(lacks) => {
            needs.extend(lacks);
            None
        }
    };
    Reading { rule, needs, loses: loses(draft) }
}

fn has_rule(rule: &RuleDraft) -> bool {
    rule.nodes.len() > 1
}

/// Returns what decides to whom and when it shows.
fn loses(draft: &Draft) -> Vec<String> {
    let mut loses = Vec::new();
    let dated = !draft.from.is_empty() || !draft.until.is_empty();
    if dated || !draft.weekdays.is_empty() || draft.hours.iter().any(|hour| !hour.is_empty()) {
        loses.push("It has a schedule.".to_owned());
    }
    if draft.segments.is_some() {
        loses.push("It is for some segments only.".to_owned());
    }
    loses
}

/// Returns what the files do not say of the relations in them, counted.
fn notices(relations: &[&Standing], plan: &Plan) -> Vec<String> {
    let out: HashSet<&str> =
        plan.told.iter().filter(|told| told.fate == Fate::LeftOut).map(|told| told.key.as_str()).collect();
    let many = |has: &dyn Fn(&Draft) -> bool| {
        let inside = relations.iter().filter(|standing| !out.contains(standing.key.as_str()));
        inside.filter(|standing| has(&standing.draft)).count()
    };
    let plain = Draft::new();
    let settings: [(&str, usize); 6] = [
        ("a limit", many(&|draft| !draft.limit.is_empty())),
        ("an order", many(&|draft| draft.sort != ORDER)),
        ("a priority", many(&|draft| draft.priority != plain.priority)),
        ("a minimum", many(&|draft| !draft.minimum.is_empty())),
        ("“stop here”", many(&|draft| draft.stop_here)),
        ("a note", many(&|draft| !draft.note.is_empty())),
    ];
    let lost: Vec<String> = settings
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(name, count)| format!("{name} ({count})"))
        .collect();
    let mut notices = Vec::new();
    if !lost.is_empty() {
        notices.push(format!("Not in Spryker's files, though set here: {}.", lost.join(", ")));
    }
    let strange = many(&|draft| !export::is_known(&draft.kind));
    if strange > 0 {
        notices.push(format!(
            "{strange} are of a type that Spryker does not have by itself; it is written by its key, and shown by nothing there until the shop is built to."
        ));
    }
    let still = many(&|draft| !draft.keep_current);
    if still > 0 {
        notices.push(format!(
            "{still} are not kept current. Spryker's own import gives such a relation no products until it is saved there once."
        ));
    }
    notices
}

/// Returns what is set by hand on single products and no relation: neither file holds it.
fn by_hand(snapshot: &Snapshot) -> Option<String> {
    let told = |count, one, many| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{count} {many}")),
    };
    let (links, hidden) = snapshot.by_hand();
    let parts = [
        told(links, "link set by hand", "links set by hand"),
        told(hidden, "product hidden on another's page", "products hidden on others' pages"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty())
        .then(|| format!("Not in Spryker's files, which hold relations alone: {}.", parts.join(" and ")))
}
