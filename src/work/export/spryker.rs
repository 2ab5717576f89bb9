//! Relations to Spryker's rows: as they are where that can be, frozen into lists of skus or left out where it cannot.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::owner::{Digest, Owner, Shown, digest, frozen, list_key, owners};
use super::piece::{keys, stores_of};
use super::{Choice, Fate, LISTS_MAX, OWNERS_MAX, Plan, Planned, Told, What};
use crate::codec::export::query_set::Speaker;
use crate::codec::export::{self, query_set};
use crate::domain::decimal::clip;
use crate::domain::relation::draft::{Draft, SourceKind};
use crate::domain::rule::draft::Draft as RuleDraft;
use crate::domain::text::fold;
use crate::index::snapshot::{Snapshot, Standing};

/// The order that stands for none: Spryker shows products as they come.
const ORDER: &str = "sku";
/// What is told of a relation that becomes lists which differ from store to store.
const STORES_DIFFER: &str =
    "It shows other products in other stores: each has a list of its own, with the store in its key.";

/// A relation's row without its product, or what keeps it from being one.
struct Reading {
    rule: Option<String>,
    /// What needs a list of skus.
    needs: Vec<String>,
    /// What no list of skus holds either.
    loses: Vec<String>,
}

/// Returns what the files will hold.
pub(super) fn plan(
    snapshot: &Arc<Snapshot>,
    relations: &[Arc<Standing>],
    choice: Choice,
    now: DateTime<Utc>,
) -> Plan {
    let speaker = Speaker::new(snapshot.vocabulary());
    let (taken, told, rows) = (Taken::default(), Vec::new(), Vec::new());
    let mut planner = Planner { snapshot, speaker, choice, now, taken, lists: 0, written: 0, told, rows };
    for standing in relations {
        planner.take(standing);
    }
    let Planner { mut rows, told, written, .. } = planner;
    rows.sort_by(|left, right| left.key.cmp(&right.key));
    let mut notices = notices(relations, &told);
    notices.extend(by_hand(snapshot));
    Plan {
        snapshot: Arc::clone(snapshot),
        now,
        rows: Arc::new(rows),
        asked: relations.len(),
        written,
        told,
        notices,
    }
}

/// What is in the files already. Spryker holds one relation of a type on a product in a store, and a rule once there.
#[derive(Default)]
struct Taken {
    places: HashMap<(String, String, String), String>,
    rules: HashMap<(String, String, Digest), String>,
    keys: HashSet<String>,
}

/// A row that may go out, if its places are free.
struct Offered {
    planned: Planned,
    product: String,
    rule: Digest,
    stores: Vec<String>,
}

struct Planner<'a> {
    snapshot: &'a Snapshot,
    speaker: Speaker<'a>,
    choice: Choice,
    now: DateTime<Utc>,
    taken: Taken,
    /// How many lists of skus were made.
    lists: usize,
    written: usize,
    told: Vec<Told>,
    rows: Vec<Planned>,
}

impl Planner<'_> {
    fn take(&mut self, standing: &Arc<Standing>) {
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
            Some(rule) => rows.push(Offered {
                planned: Planned { key: standing.key.clone(), standing: standing.clone(), what: What::Rule },
                product: fold(&standing.draft.source_sku),
                rule: digest(&rule),
                stores: stores_of(standing, self.snapshot.vocabulary()),
            }),
            None => match self.lists(standing) {
                Ok((lists, differ)) => {
                    rows = lists;
                    lacks.extend(differ.then(|| STORES_DIFFER.to_owned()));
                }
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
            self.written += 1;
        }
        if !lacks.is_empty() || rows.len() < many {
            let fate = match rows.len() {
                0 => Fate::LeftOut,
                lists if freezes => Fate::Frozen(lists),
                _ => Fate::Written,
            };
            let (key, name) = (standing.key.clone(), standing.relation.name.clone());
            self.told.push(Told { key, name, lacks, fate });
        }
        self.rows.extend(rows.into_iter().map(|row| row.planned));
    }

    /// Returns what is to be said of a relation whose one product is not there: Spryker refuses its row.
    fn ownerless(&self, standing: &Standing) -> Option<String> {
        let (kind, sku) = (standing.draft.source_kind, standing.draft.source_sku.trim());
        let is_gone = kind == SourceKind::One && self.snapshot.find(sku).is_none();
        is_gone.then(|| format!("There is no product “{}”, which it stands on.", clip(sku)))
    }

    /// Returns a row for each product the relation stands on, with what it shows there now; where stores differ in that,
    /// one for each list, and true.
    fn lists(&mut self, standing: &Arc<Standing>) -> Result<(Vec<Offered>, bool), String> {
        let owners = owners(self.snapshot, standing, self.now).map_err(|count| {
            format!("It stands on {count} products; at most {OWNERS_MAX} lists are made of one relation.")
        })?;
        if self.lists.saturating_add(owners.len()) > LISTS_MAX {
            return Err(too_many());
        }
        let vocabulary = self.snapshot.vocabulary();
        let lists = frozen(self.snapshot, standing, &owners, self.now);
        let is_alone = standing.draft.source_kind == SourceKind::One;
        let is_apart = lists.iter().any(|lists| lists.len() > 1);
        let mut rows = Vec::new();
        for (Owner { sku, doc }, lists) in owners.into_iter().zip(lists) {
            let differ = lists.len() > 1;
            for Shown { rule, stores } in lists {
                let names = keys(stores.iter(), vocabulary);
                let store = names.first().filter(|_| differ).map(String::as_str);
                let key = list_key(&standing.key, Some(sku.as_str()).filter(|_| !is_alone), store);
                let what = What::List(doc, stores);
                let planned = Planned { key, standing: standing.clone(), what };
                rows.push(Offered { planned, product: fold(&sku), rule, stores: names });
            }
        }
        if rows.is_empty() && standing.draft.stores.as_ref().is_some_and(Vec::is_empty) {
            return Err("It is for no store, so there is no list to make of it.".into());
        }
        if rows.is_empty() {
            return Err("It shows nothing now, so there is no list to make of it.".into());
        }
        if self.lists.saturating_add(rows.len()) > LISTS_MAX {
            return Err(too_many());
        }
        self.lists += rows.len();
        Ok((rows, is_apart))
    }
}

impl Taken {
    /// Takes a row's places; says who has one of them already.
    fn by(&mut self, row: &Offered) -> Option<String> {
        let (owner, key) = (&row.product, &row.planned.key);
        let kind = export::kind(&row.planned.standing.draft.kind);
        let rule = (owner.clone(), kind.to_owned(), row.rule);
        if let Some(other) = self.rules.get(&rule) {
            return Some(format!(
                "“{other}” has the same rule on the same product; Spryker takes one of them."
            ));
        }
        let place = |store: &String| (owner.clone(), kind.to_owned(), store.clone());
        let other = row.stores.iter().find_map(|store| self.places.get(&place(store)));
        if let Some(other) = other {
            return Some(format!(
                "“{other}” is of the same type on the same product in the same store; Spryker takes one of them."
            ));
        }
        if !self.keys.insert(key.clone()) {
            return Some(format!("The key “{key}” is there twice when lists are made for each product."));
        }
        for store in &row.stores {
            self.places.insert(place(store), key.clone());
        }
        self.rules.insert(rule, key.clone());
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

/// Returns what is told of the relations beyond [`LISTS_MAX`].
fn too_many() -> String {
    format!("At most {LISTS_MAX} lists are made at once; export fewer relations.")
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
fn notices(relations: &[Arc<Standing>], told: &[Told]) -> Vec<String> {
    let out: HashSet<&str> =
        told.iter().filter(|told| told.fate == Fate::LeftOut).map(|told| told.key.as_str()).collect();
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
