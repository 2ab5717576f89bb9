//! The account of one block in words: a headline, the exclusions, the stages, and what else was left out.

use super::check::{Check, checks};
use super::step::{Step, step};
use crate::domain::block::{Behaviour, Page};
use crate::domain::locale::Locale;
use crate::domain::money::Currency;
use crate::domain::relation::sentence::order;
use crate::domain::store::Store;
use crate::domain::vocabulary::shown;
use crate::index::snapshot::{Doc, Snapshot, Standing};
use crate::page::reason::{self, Counted};
use crate::page::shop::stand::Stand;
use crate::page::words::plural;
use crate::pick::account::{Account, Outcome, Verdict, What};
use crate::pick::reason::{HiddenBecause, LeftOut, Origin};

/// What words are made from.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// The catalogue.
    pub snapshot: &'a Snapshot,
    /// The store.
    pub store: &'a Store,
    /// The locale.
    pub locale: &'a Locale,
    /// The currency.
    pub currency: Currency,
    /// The draft that stands in a live relation's place, or beside all.
    pub draft: Option<&'a Standing>,
}

impl<'a> From<&Stand<'a>> for Given<'a> {
    fn from(stand: &Stand<'a>) -> Self {
        let Stand { snapshot, store, locale, currency, draft, .. } = *stand;
        Self { snapshot, store, locale, currency, draft }
    }
}

impl<'a> Given<'a> {
    /// Returns a relation's name: the draft's where one stands in its place.
    pub fn relation(&self, key: &str) -> String {
        let draft = self.draft.filter(|draft| draft.key == key);
        let name = draft.map(|draft| draft.relation.name.clone());
        let live = || self.snapshot.relation(key).map(|standing| standing.relation.name.clone());
        let name = name.or_else(live).filter(|name| !name.is_empty());
        name.unwrap_or_else(|| if draft.is_some() { "This draft".into() } else { key.to_owned() })
    }

    /// Returns a product's name.
    pub fn product(&self, doc: Doc) -> String {
        self.snapshot.product(doc).map(|view| view.name(self.locale).to_owned()).unwrap_or_default()
    }
}

/// Why one block shows a product, or not.
#[derive(Debug, Clone)]
pub struct Told {
    /// The block's key.
    pub key: String,
    /// What shoppers read above it.
    pub title: String,
    /// On which page it stands.
    pub place: &'static str,
    /// It shows the product.
    pub shown: bool,
    /// The answer, in a sentence or two.
    pub verdict: String,
    /// What leaves products out here, and whether it holds.
    pub checks: Vec<Check>,
    /// Links, relations, fallback.
    pub steps: Vec<Step>,
    /// How many relations are not told one by one; empty: all are.
    pub more: String,
    /// How many of how many are shown.
    pub sum: String,
    /// Everything that is left out here, counted.
    pub left_out: Vec<Counted>,
}

impl Told {
    /// Returns the exclusions that hold.
    pub fn holding(&self) -> Vec<&Check> {
        self.checks.iter().filter(|check| check.holds).collect()
    }

    /// Returns the exclusions that do not, as one text.
    pub fn passed(&self) -> String {
        let passed = self.checks.iter().filter(|check| !check.holds);
        passed.map(|check| check.text.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// Returns the account of a block in words.
pub fn told(given: Given<'_>, account: &Account<'_>) -> Told {
    let (decision, block) = (&account.decision, account.decision.block);
    let sum = match decision.hidden_because {
        Some(because) => reason::hidden_because(because).to_owned(),
        None => format!("{} of {} candidates shown.", decision.picks.len(), decision.total),
    };
    let steps: Vec<Step> = account.stages.iter().map(|stage| step(given, account, stage)).collect();
    Told {
        key: block.key.clone(),
        title: shown(&block.title, given.locale, &block.key).to_owned(),
        place: place(block.page),
        shown: matches!(account.verdict, Verdict::Shown { .. }),
        verdict: verdict(given, account),
        checks: checks(given, account),
        steps,
        more: match account.more {
            0 => String::new(),
            more => format!("{} more stand here.", plural(more, "relation", "relations")),
        },
        sum,
        left_out: reason::counted(decision, given.snapshot, given.locale),
    }
}

fn place(page: Page) -> &'static str {
    match page {
        Page::Product => "on the product’s page",
        Page::Cart => "in the cart",
        Page::Home => "on the home page",
        Page::Category => "on the category’s page",
        Page::Confirmation => "after the order",
    }
}

/// Returns the one answer.
fn verdict(given: Given<'_>, account: &Account<'_>) -> String {
    match &account.verdict {
        Verdict::Shown { place, origin } => format!("Shown at place {place}: {}.", brought(given, origin)),
        Verdict::LeftOut(because) => {
            let brings = match bringer(given, account, *because) {
                Some(name) => format!(" {name} would bring it."),
                None => String::new(),
            };
            format!("Not shown: {}.{brings}", left_out(given, account, *because))
        }
        Verdict::Hidden(HiddenBecause::Off) => {
            format!("Not shown: this block is switched off in {}.", given.store.name)
        }
        Verdict::Hidden(_) => format!(
            "Not shown: it would be, but {} left to show, and the block hides itself below {}.",
            plural(account.decision.total, "product is", "products are"),
            account.decision.block.minimum
        ),
        Verdict::NotReached if would_bring(account) => {
            "Not shown: the block had enough before the turn of the relation that would bring it.".to_owned()
        }
        Verdict::NotReached => format!(
            "Not shown: {}. It lies in the category from which the block is filled up, but others took the places.",
            not_brought(account)
        ),
        Verdict::NotBrought => format!("Not shown: {}.", not_brought(account)),
    }
}

/// Says which stage brought a pick: `it matches “Same brand”`.
fn brought(given: Given<'_>, origin: &Origin) -> String {
    match origin {
        Origin::Link(_) => "a link by hand names it".to_owned(),
        Origin::Pin(key) => format!("“{}” pins it", given.relation(key)),
        Origin::Rule(key) => format!("it matches “{}”", given.relation(key)),
        Origin::Fallback => "it sells best in the category, and there was room".to_owned(),
    }
}

/// Says what would bring a product that is left out.
fn bringer(given: Given<'_>, account: &Account<'_>, because: LeftOut) -> Option<String> {
    let stage = account.stages.iter().find(|stage| stage.outcome == Outcome::LeftOut(because))?;
    Some(match &stage.what {
        What::Links(_) => "A link by hand".to_owned(),
        What::Relation(told) => format!("“{}”", given.relation(&told.standing.key)),
        What::Fallback => "The fallback".to_owned(),
    })
}

/// Returns why a candidate is left out, as it follows a colon, with the figures of this case.
pub fn left_out(given: Given<'_>, account: &Account<'_>, because: LeftOut) -> String {
    let relation = account.stages.iter().find_map(|stage| match &stage.what {
        What::Relation(told) if stage.outcome == Outcome::LeftOut(because) => Some(told),
        _ => None,
    });
    match (because, relation) {
        (LeftOut::BelowMinimum, Some(told)) => format!(
            "“{}” has {} to show and asks for at least {}",
            given.relation(&told.standing.key),
            plural(told.passed, "product", "products"),
            told.standing.relation.minimum
        ),
        (LeftOut::Stopped, Some(told)) => format!(
            "“{}” says “stop here”, so that relations of lower priority add nothing",
            told.stopped_by.unwrap_or("a relation before it")
        ),
        (LeftOut::RelationLimit, Some(told)) => format!(
            "“{}” shows at most {}, and others come before it in its order, {}",
            given.relation(&told.standing.key),
            told.standing.relation.limit,
            order(told.standing.relation.sort)
        ),
        (LeftOut::BlockFull, _) => format!(
            "the block shows at most {}, and {} may be shown; it comes after the last place",
            account.decision.picks.len(),
            account.decision.total
        ),
        (LeftOut::Earlier, _) => match account.earlier {
            Some(block) => format!(
                "the block “{}” of this page shows it already",
                shown(&block.title, given.locale, &block.key)
            ),
            None => "it is in this block already".to_owned(),
        },
        _ => {
            let held = super::check::words(given, account, because, true);
            held.unwrap_or_else(|| reason::short(because).to_owned())
        }
    }
}

/// Returns true when a relation would bring the product and was not asked.
fn would_bring(account: &Account<'_>) -> bool {
    let is_relation = |what: &What<'_>| matches!(what, What::Relation(_));
    account.stages.iter().any(|stage| is_relation(&stage.what) && stage.outcome == Outcome::NotReached)
}

/// Says that no stage brings the product, naming those that were looked at.
fn not_brought(account: &Account<'_>) -> String {
    let block = account.decision.block;
    let relations = account.stages.iter().filter(|stage| matches!(stage.what, What::Relation(_)));
    let asked = relations.clone().filter(|stage| stage.outcome == Outcome::NotBrought).count() + account.more;
    let resting = relations.filter(|stage| matches!(stage.outcome, Outcome::Unasked(_))).count();
    let links = match block.behaviour {
        Behaviour::RulesOnly => "this block shows no links",
        _ => "no link names it",
    };
    let resting = match resting {
        0 => String::new(),
        1 => "; one more does not show here and now".to_owned(),
        more => format!("; {more} more do not show here and now"),
    };
    let relations = match (block.behaviour, asked) {
        (Behaviour::LinksOnly, _) => "this block shows links only".to_owned(),
        (_, 0) => "no live relation of its types stands here".to_owned(),
        (_, 1) => "the one relation that stands here does not match it".to_owned(),
        (_, asked) => format!("none of the {asked} relations that stand here matches it"),
    };
    format!("{links}, and {relations}{resting}")
}
