//! One relation to read: in words, where it shows, what it shows on a chosen product, its settings, what is wrong.

use askama::Template;
use chrono::{DateTime, Utc};

use super::frozen::FrozenList;
use super::row::store_words;
use crate::domain::block::{Block, Page};
use crate::domain::locale::Locale;
use crate::domain::moment::Moment;
use crate::domain::problem::Problem;
use crate::domain::relation::sentence::{self, Numbers};
use crate::domain::relation::{Relation, Sort, Source};
use crate::domain::rule::sentence::Piece;
use crate::domain::vocabulary::Vocabulary;
use crate::index::Circumstances;
use crate::index::roll::{Entry, listed};
use crate::index::snapshot::{Doc, Snapshot, Standing};
use crate::page::address;
use crate::page::chrome::Chrome;
use crate::page::health::{self, Told};
use crate::page::mark::{self, Mark, Pill, Tile};
use crate::page::reason;
use crate::page::words::{self, plural};
use crate::pick::choose::{Ask, Context, Decision, Depth, choose};

/// How many source products are shown.
pub const SOURCES_MAX: usize = 12;
/// How many products it can show are shown.
pub const TARGETS_MAX: usize = 12;

/// How much is read of a product's description.
const ABOUT_CHARS: usize = 240;

/// The page.
#[derive(Debug, Clone, Template)]
#[template(path = "relation/show.html")]
pub struct Show {
    /// The frame.
    pub chrome: Chrome,
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its own address.
    pub href: String,
    /// Its type.
    pub kind: Mark,
    /// How it stands.
    pub status: Pill,
    /// True when it is switched on.
    pub active: bool,
    /// The relation in words.
    pub sentence: Vec<Piece>,
    /// Why it is broken.
    pub problems: Vec<Problem>,
    /// What is found of it, with repairs.
    pub health: Vec<Told>,
    /// Its list, when it is not kept current.
    pub frozen: Option<FrozenList>,
    /// The one product it is for, in the words that shoppers read; empty for several.
    pub about: String,
    /// Its settings, name and value.
    pub settings: Vec<(&'static str, String)>,
    /// On how many products it shows.
    pub source_count: String,
    /// The first of them.
    pub sources: Vec<Tile>,
    /// What it shows on one of them.
    pub seen: Option<Seen>,
    /// What was typed as that product, when there is none of that sku.
    pub unknown: String,
    /// When and by whom it was changed last.
    pub edited: String,
    /// Its version.
    pub version: i64,
}

/// What a relation shows on one product.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The product.
    pub on: Tile,
    /// The product's page in the shop preview.
    pub shop: String,
    /// True when the relation is meant for it.
    pub is_source: bool,
    /// How many products it can show there.
    pub matches: String,
    /// The first of them by sku.
    pub first: Vec<Tile>,
    /// The block that shows its type; none when no block does.
    pub block: Option<SeenBlock>,
}

/// The block a relation shows in, as it stands on one product.
#[derive(Debug, Clone)]
pub struct SeenBlock {
    /// What shoppers read above it.
    pub title: String,
    /// Its key.
    pub key: String,
    /// What it shows, in order.
    pub picks: Vec<SeenPick>,
    /// How many of them come from this relation.
    pub own: usize,
    /// What was left out, in words; empty: nothing.
    pub left_out: String,
    /// Why it shows nothing; empty: it shows something.
    pub hidden: &'static str,
}

/// One product shown.
#[derive(Debug, Clone)]
pub struct SeenPick {
    /// The product.
    pub tile: Tile,
    /// True when this relation brought it.
    pub own: bool,
    /// Where else it came from; empty for this relation's own.
    pub origin: String,
}

/// What the page is made of.
pub struct Given<'a> {
    /// The catalogue.
    pub snapshot: &'a Snapshot,
    /// The relation with its figures.
    pub entry: &'a Entry,
    /// The sku asked for; empty: the first source.
    pub on: &'a str,
    /// The store, locale and moment it is looked at in; none without any store.
    pub circumstances: Option<&'a Circumstances>,
    /// Who made it; empty when that is not known.
    pub author: &'a str,
    /// When its list was frozen.
    pub frozen_at: Option<DateTime<Utc>>,
    /// The moment of the request.
    pub now: DateTime<Utc>,
}

impl Show {
    /// Returns the page.
    pub fn new(chrome: Chrome, given: &Given<'_>) -> Self {
        let Given { snapshot, entry, now, .. } = *given;
        let vocabulary = snapshot.vocabulary();
        let (zone, locale) = (mark::zone(vocabulary), mark::locale(vocabulary));
        let standing = &entry.standing;
        let sources = given.circumstances.map(|c| snapshot.source_set(standing, c)).unwrap_or_default();
        let on = match given.on {
            "" => sources.min().map(Doc),
            sku => snapshot.find(sku),
        };
        let first = sources.iter().take(SOURCES_MAX).filter_map(|doc| snapshot.product(Doc(doc)));
        Self {
            key: standing.key.clone(),
            name: standing.relation.name.clone(),
            href: address::relation(&standing.key),
            kind: mark::kind_of(vocabulary, standing.relation.kind, &locale),
            status: mark::status(entry, vocabulary, now).1,
            active: standing.relation.active,
            sentence: sentence::pieces(
                &standing.relation,
                vocabulary,
                &locale,
                Numbers { sources: Some(entry.sources) },
            ),
            problems: standing.problems.0.clone(),
            health: health::told_besides_broken(snapshot, entry),
            frozen: FrozenList::new(snapshot, standing, given.circumstances, on, given.frozen_at),
            about: about(snapshot, &standing.relation, &locale),
            settings: [record(given), settings(&standing.relation, vocabulary)].concat(),
            source_count: plural(entry.sources, "product", "products"),
            sources: first.map(|view| mark::tile(view, &locale)).collect(),
            seen: on.and_then(|on| seen(given, on, sources.contains(on.0))),
            unknown: if on.is_none() { given.on.to_owned() } else { String::new() },
            edited: format!("{} by {}", words::moment(standing.updated_at, &zone), standing.updated_by),
            version: standing.version,
            chrome,
        }
    }
}

fn seen(given: &Given<'_>, on: Doc, is_source: bool) -> Option<Seen> {
    let (snapshot, circumstances) = (given.snapshot, given.circumstances?);
    let view = snapshot.product(on)?;
    let standing = &given.entry.standing;
    let locale = &circumstances.locale;
    // The count is the whole set of the rule or of the frozen list; the page's own product is in it and never shown.
    let found = listed(snapshot, circumstances, standing, Some(on)).unwrap_or_default();
    let others = found.iter().filter(|doc| *doc != on.0);
    let first = others.take(TARGETS_MAX).filter_map(|doc| snapshot.product(Doc(doc)));
    let store = snapshot.vocabulary().store_by_id(circumstances.store)?;
    Some(Seen {
        on: mark::tile(view, locale),
        shop: address::shop_product(&store.key, view.sku()),
        is_source,
        matches: plural(
            usize::try_from(found.len()).unwrap_or(usize::MAX),
            "product matches",
            "products match",
        ),
        first: first.map(|view| mark::tile(view, locale)).collect(),
        block: block_of(snapshot.vocabulary(), standing)
            .map(|block| seen_block(given, circumstances, block, on)),
    })
}

/// Returns the first block that shows the relation's type; those of the product page come first.
fn block_of<'a>(vocabulary: &'a Vocabulary, standing: &Standing) -> Option<&'a Block> {
    let kind = vocabulary.type_by_id(standing.relation.kind)?;
    vocabulary.blocks().iter().find(|block| block.type_keys.contains(&kind.key))
}

fn seen_block(given: &Given<'_>, circumstances: &Circumstances, block: &Block, on: Doc) -> SeenBlock {
    let (snapshot, locale) = (given.snapshot, &circumstances.locale);
    let ask = Ask {
        store: circumstances.store,
        locale,
        currency: circumstances.currency,
        segment: None,
        at: circumstances.at,
        exclude: &[],
        draft: None,
    };
    let line = [on];
    let context = match block.page {
        Page::Cart | Page::Confirmation => Context::Cart(&line),
        _ => Context::Product(on),
    };
    let decision = choose(snapshot, &ask, block, context, block.maximum, Depth::Reasons);
    let key = &given.entry.standing.key;
    let picks = seen_picks(snapshot, circumstances, &decision, key);
    SeenBlock {
        title: block
            .title
            .get(locale)
            .or_else(|| block.title.any())
            .cloned()
            .unwrap_or_else(|| block.key.clone()),
        key: block.key.clone(),
        own: picks.iter().filter(|pick| pick.own).count(),
        picks,
        left_out: reason::left_out(&decision.left_out),
        hidden: decision.hidden_because.map(reason::hidden_because).unwrap_or_default(),
    }
}

fn seen_picks(
    snapshot: &Snapshot,
    circumstances: &Circumstances,
    decision: &Decision<'_>,
    key: &str,
) -> Vec<SeenPick> {
    let pick = |pick: &crate::pick::choose::Pick| {
        let own = reason::relation_key(&pick.origin) == Some(key);
        let origin = if own { String::new() } else { reason::origin(&pick.origin, snapshot).word };
        let tile = mark::tile(snapshot.product(pick.doc)?, &circumstances.locale);
        Some(SeenPick { tile, own, origin })
    };
    decision.picks.iter().filter_map(pick).collect()
}

/// Returns what is known of the relation as a record: its number, who made it and when, who edited it and when.
fn record(given: &Given<'_>) -> Vec<(&'static str, String)> {
    let standing = &given.entry.standing;
    let zone = mark::zone(given.snapshot.vocabulary());
    let by = if given.author.is_empty() { String::new() } else { format!(" by {}", given.author) };
    vec![
        ("Number", standing.id.to_string()),
        ("Key", standing.key.clone()),
        ("Made", format!("{}{by}", words::moment(standing.created_at, &zone))),
        ("Edited", format!("{} by {}", words::moment(standing.updated_at, &zone), standing.updated_by)),
    ]
}

/// Returns what shoppers read about the one product of a relation, cut short; empty for several.
fn about(snapshot: &Snapshot, relation: &Relation, locale: &Locale) -> String {
    let Source::One(sku) = &relation.source else { return String::new() };
    let product = snapshot.find(sku.as_str()).and_then(|doc| snapshot.whole(doc));
    let text = product.and_then(|product| product.description.get(locale).cloned()).unwrap_or_default();
    let text = words::plain(&text);
    let short: String = text.chars().take(ABOUT_CHARS).collect();
    if short.len() < text.len() { format!("{}…", short.trim_end()) } else { short }
}

fn settings(relation: &Relation, vocabulary: &Vocabulary) -> Vec<(&'static str, String)> {
    let bound = |bound: Option<Moment>| match bound {
        None => "–".to_owned(),
        Some(Moment::Wall(wall)) => {
            let clock = mark::clock(relation.stores.as_deref(), vocabulary);
            format!("{} {clock}", words::moment(wall.and_utc(), &Utc))
        }
        Some(Moment::Fixed(at)) => {
            let zone = mark::zone(vocabulary);
            format!("{} in {}, in every store at once", words::moment(at, &zone), zone.name())
        }
    };
    let mut settings = vec![
        ("Priority", format!("{} (1 comes first)", relation.priority)),
        ("Shows at most", relation.limit.to_string()),
        ("In order of", order(relation.sort).into()),
        ("Needs at least", relation.minimum.to_string()),
        ("Stores", store_words(relation.stores.as_deref(), vocabulary)),
        ("Segments", relation.segments.as_ref().map_or_else(|| "everyone".into(), |keys| keys.join(", "))),
        ("From", bound(relation.schedule.from)),
        ("Until", bound(relation.schedule.until)),
        (
            "Kept current",
            if relation.keep_current { "yes" } else { "no, the list was frozen at publish" }.into(),
        ),
    ];
    if !relation.schedule.weekdays.is_empty() {
        let days: Vec<String> = relation.schedule.weekdays.iter().map(ToString::to_string).collect();
        settings.push(("Weekdays", days.join(", ")));
    }
    if let Some((from, until)) = relation.schedule.hours {
        let clock = mark::clock(relation.stores.as_deref(), vocabulary);
        settings.push(("Hours", format!("{} to {} {clock}", from.format("%H:%M"), until.format("%H:%M"))));
    }
    if relation.stop_here {
        settings.push(("Stop here", "relations after it add nothing".into()));
    }
    if !relation.note.is_empty() {
        settings.push(("Note", relation.note.clone()));
    }
    settings
}

fn order(sort: Sort) -> &'static str {
    match sort {
        Sort::BestSelling => "best sellers first",
        Sort::MostViewed => "most viewed first",
        Sort::PriceUp => "cheapest first",
        Sort::PriceDown => "dearest first",
        Sort::Newest => "newest first",
        Sort::Name => "name",
        Sort::Margin => "highest margin first",
        Sort::Sku => "sku",
        Sort::Shuffle => "a daily shuffle",
    }
}
