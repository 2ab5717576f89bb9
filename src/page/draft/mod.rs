//! The editor of a relation: one page for a new, an edited and a failed one.
//!
//! Everything on it is made of the draft's last step: the sentence, the rows of both rules, their counts and the
//! preview. Names of inputs are those that `form::relation` and `form::rule` read. Must not know how drafts are kept.

pub mod field;
pub mod new;
pub mod preview;
pub mod row;
mod settings;
pub mod suggest;
pub mod value;
pub mod why;

use askama::Template;
use chrono::{DateTime, Utc};

use crate::domain::decimal::clip;
use crate::domain::id::RelationId;
use crate::domain::problem::Problems;
use crate::domain::relation::check::{Checked, check};
use crate::domain::relation::draft::{Draft, SourceKind};
use crate::domain::relation::sentence::{self, Numbers};
use crate::domain::relation::step::Step;
use crate::domain::relation::{Relation, Schedule, Source};
use crate::domain::rule::{
    self,
    draft::{Body, NodeId},
    field::Field,
};
use crate::domain::sku::Sku;
use crate::domain::vocabulary::Vocabulary;
use crate::index::Circumstances;
use crate::index::count::{Counts, count};
use crate::index::offer::Offer;
use crate::index::snapshot::{Doc, Snapshot, Standing};
use crate::page::chrome::Chrome;
use crate::page::mark::{Mark, kind_of};
use crate::page::phrase::{Phrase, phrases};
use crate::page::words;
use field::{FieldGroup, groups};
use preview::{Preview, View, view};
use row::{Item, items};
use settings::Settings;
use suggest::{Chip, chips};
use value::Offers;

/// Key of a new relation in its own preview; no relation can have it.
const UNNAMED: &str = "(this draft)";

/// What is known of the editing session itself.
#[derive(Debug, Clone)]
pub struct Session {
    /// The draft's page.
    pub href: String,
    /// The relation's key; empty for a new one.
    pub key: String,
    /// The version it was opened on.
    pub based_on: i64,
    /// How many steps since it was opened.
    pub steps: i64,
    /// There is a step before.
    pub can_undo: bool,
    /// There is a step after.
    pub can_redo: bool,
    /// Whose it is; empty: the reader's own.
    pub owner: String,
    /// When the last step was kept.
    pub saved_at: DateTime<Utc>,
    /// The HTML id that takes the focus.
    pub at: String,
    /// What the values of its row shall hold; empty: anything.
    pub find: String,
    /// Publishing was tried and refused: problems are told at the top.
    pub refused: bool,
    /// Somebody else published meanwhile: the sentence that says so, and their version.
    pub stale: Option<(String, i64)>,
    /// The relation was deleted meanwhile; it has to be brought back before this can be published.
    pub gone: Option<RelationId>,
    /// Problems that only publishing found.
    pub extra: Problems,
}

/// The editor.
#[derive(Debug, Template)]
#[template(path = "draft/edit.html")]
pub struct Edit {
    /// The frame.
    pub chrome: Chrome,
    /// The session.
    pub session: Session,
    /// As typed.
    pub draft: Draft,
    /// The relation type.
    pub mark: Mark,
    /// When it was kept.
    pub saved: String,
    /// In words.
    pub sentence: Vec<Phrase>,
    /// All that is wrong.
    pub problems: Problems,
    /// What staff should know.
    pub warnings: Problems,
    /// The rows of "shown on".
    pub source_items: Vec<Item>,
    /// The rows of "products to show".
    pub target_items: Vec<Item>,
    /// On how many products it shows.
    pub sources: usize,
    /// How many products match.
    pub matches: usize,
    /// When no product is a source: what would help.
    pub source_rescue: Rescue,
    /// When nothing matches: what would help.
    pub rescue: Rescue,
    /// The fields to add.
    pub fields: Vec<FieldGroup>,
    /// Values to type into lists.
    pub lists: Vec<(String, Vec<Offer>)>,
    /// Suggestions.
    pub chips: Vec<Chip>,
    /// Order, place and time.
    pub settings: Settings,
    /// What it shows.
    pub preview: Preview,
}

impl Edit {
    /// Returns the editor of a step; none while there is no store to look at it in.
    pub fn new(
        chrome: Chrome,
        session: Session,
        snapshot: &Snapshot,
        step: &Step,
        now: DateTime<Utc>,
    ) -> Option<Self> {
        let vocabulary = snapshot.vocabulary();
        let view = view(&step.seen, vocabulary, now)?;
        let Checked { relation, mut problems, mut warnings, unfinished } = check(&step.relation, vocabulary);
        warnings.0.extend(unknown(&relation, snapshot).0);
        problems.0.extend(session.extra.0.iter().cloned());
        let draft = standing(&session, step, relation.clone(), view.timed, now);
        let sources = snapshot.source_set(&draft, &view.circumstances);
        let given = preview::Given {
            snapshot,
            view: &view,
            draft: &draft,
            sources: &sources,
            seen: &step.seen,
            href: &session.href,
        };
        let source = given.source();
        let preview = given.preview(source);
        let tried = preview.why.clone().unwrap_or_default();
        let [source_counts, target_counts] = counts(snapshot, &view, &draft, source);
        let fields = groups(snapshot, &view.circumstances.locale);
        let mut offers = Offers::new(snapshot, &view.circumstances)
            .finding(field_at(&step.relation, &session.at, vocabulary), &session.find);
        let mut rows = |source_side: bool| {
            let given = row::Given {
                draft: if source_side { &step.relation.source_rule } else { &step.relation.target_rule },
                title: if source_side { "Shown on" } else { "Products to show" },
                problems: &problems,
                notes: &step.notes,
                unfinished: &unfinished,
                counts: if source_side { &source_counts } else { &target_counts },
                tried: if source_side { &tried.sources } else { &tried.targets },
                fields: &fields,
                relative: !source_side,
                at: &session.at,
                products: snapshot.len(),
                words: vocabulary,
                locale: &view.circumstances.locale,
            };
            items(&given, &mut offers)
        };
        let (source_items, target_items) = (rows(true), rows(false));
        let locale = &view.circumstances.locale;
        let sources_count = usize::try_from(sources.len()).unwrap_or(usize::MAX);
        let numbers = Numbers { sources: Some(sources_count) };
        Some(Self {
            sentence: phrases(sentence::pieces(&relation, vocabulary, locale, numbers)),
            mark: kind_of(vocabulary, relation.kind, locale),
            saved: words::ago(session.saved_at, now),
            source_items,
            target_items,
            sources: sources_count,
            matches: target_counts.total,
            source_rescue: Rescue::of(&source_counts, &step.relation.source_rule),
            rescue: Rescue::of(&target_counts, &step.relation.target_rule),
            lists: offers.lists(),
            chips: chips(snapshot, &step.relation.target_rule, source, locale),
            settings: Settings::new(&step.relation, vocabulary, locale),
            preview,
            fields,
            draft: step.relation.clone(),
            problems,
            warnings,
            chrome,
            session,
        })
    }

    /// Returns the first problem at a place.
    pub fn problem(&self, place: &str) -> &str {
        self.problems.first(place).unwrap_or_default()
    }

    /// Returns the first warning at a place.
    pub fn warning(&self, place: &str) -> &str {
        self.warnings.first(place).unwrap_or_default()
    }

    /// Returns true for the chosen kind of source.
    pub fn is_source(&self, kind: &str) -> bool {
        self.draft.source_kind.as_str() == kind
    }

    /// Returns how many steps are not published, in words.
    pub fn steps(&self) -> String {
        match self.session.steps {
            0 => "No unpublished changes".into(),
            1 => "1 unpublished change".into(),
            steps => format!("{} unpublished changes", words::number(steps)),
        }
    }

    /// Returns the title: the name, or what it will be.
    pub fn title(&self) -> &str {
        if self.draft.name.is_empty() { "New relation" } else { &self.draft.name }
    }
}

/// What helps a rule that matches nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rescue {
    /// It matches something, or asks for nothing yet.
    NotNeeded,
    /// Without this row or group so many would match.
    Without {
        /// Its name.
        node: String,
        /// `row` or `group`.
        what: &'static str,
        /// How many, with their noun.
        count: String,
    },
    /// No single row is to blame.
    Several,
}

impl Rescue {
    fn of(counts: &Counts, draft: &rule::draft::Draft) -> Self {
        let is_group =
            |node: &NodeId| draft.find(node).is_some_and(|node| matches!(node.body, Body::Group { .. }));
        match &counts.rescue {
            Some((node, count)) => Self::Without {
                node: node.to_string(),
                what: if is_group(node) { "group" } else { "row" },
                count: words::plural(*count, "product", "products"),
            },
            None if counts.total == 0 && counts.nodes.len() > 1 => Self::Several,
            None => Self::NotNeeded,
        }
    }
}

/// Returns the field of the row that a control belongs to.
fn field_at(draft: &Draft, at: &str, words: &Vocabulary) -> Option<Field> {
    let node = NodeId::parse(at.split('.').next().unwrap_or_default())?;
    let row = draft.source_rule.find(&node).or_else(|| draft.target_rule.find(&node))?;
    match &row.body {
        Body::Condition(condition) => Field::parse(&condition.field, words),
        Body::Group { .. } => None,
    }
}

/// Returns a warning at each list that names products which the catalogue does not have. They are allowed, since a
/// relation may be made before its products are imported; but more often a sku was mistyped.
fn unknown(relation: &Relation, snapshot: &Snapshot) -> Problems {
    let mut warnings = Problems::default();
    let mut warn = |place: &str, skus: &[Sku]| {
        let strange: Vec<&str> =
            skus.iter().map(Sku::as_str).filter(|sku| snapshot.find(sku).is_none()).collect();
        match strange.as_slice() {
            [] => {}
            [sku] => warnings.add(place, format!("The catalogue has no product “{}”.", clip(sku))),
            [sku, ..] => {
                let count = words::number(strange.len());
                warnings.add(
                    place,
                    format!("The catalogue lacks {count} of these products: “{}” is the first.", clip(sku)),
                );
            }
        }
    };
    match &relation.source {
        Source::One(sku) => warn("source_sku", std::slice::from_ref(sku)),
        Source::List(skus) => warn("source_skus", skus),
        Source::Rule(_) | Source::All => {}
    }
    warn("pins", &relation.target.pins);
    warn("hidden", &relation.target.hidden);
    warnings
}

/// Returns the draft as a relation to evaluate: switched on, and at any time unless a moment was chosen.
fn standing(session: &Session, step: &Step, relation: Relation, timed: bool, now: DateTime<Utc>) -> Standing {
    let mut relation = relation;
    relation.active = true;
    relation.keep_current = true;
    relation.segments = None;
    if !timed {
        relation.schedule = Schedule::default();
    }
    Standing {
        id: RelationId(0),
        key: if session.key.is_empty() { UNNAMED.to_owned() } else { session.key.clone() },
        version: 0,
        draft: step.relation.clone(),
        relation,
        problems: Problems::default(),
        created_at: now,
        updated_at: now,
        updated_by: String::new(),
    }
}

fn counts(snapshot: &Snapshot, view: &View, draft: &Standing, source: Option<Doc>) -> [Counts; 2] {
    let circumstances: &Circumstances = &view.circumstances;
    let shown_on = match &draft.relation.source {
        Source::Rule(rule) => count(snapshot, circumstances, rule, None),
        _ => Counts::default(),
    };
    let target = draft.relation.target.rule.as_ref();
    [shown_on, target.map(|rule| count(snapshot, circumstances, rule, source)).unwrap_or_default()]
}

/// Returns how a kind of source is offered.
pub fn source_word(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::One => "One product",
        SourceKind::List => "A list of products",
        SourceKind::Rule => "Every product that matches a rule",
        SourceKind::All => "All products",
    }
}
