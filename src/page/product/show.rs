//! One product: what it is, its links by type, what its page shows and why, and where it is shown itself.

use askama::Template;
use chrono::{DateTime, Utc};

use super::detail::{self, Detail};
use super::link::{self, Failed, Section};
use super::seen::{self, Block};
use crate::domain::id::ProductId;
use crate::domain::locale::Locale;
use crate::domain::vocabulary::Vocabulary;
use crate::form::product_page::Look;
use crate::form::query;
use crate::index::Circumstances;
use crate::index::roll::Roll;
use crate::index::shown_on::{ShownOn, Through, shown_on};
use crate::index::snapshot::{Doc, Snapshot, View};
use crate::page::address;
use crate::page::chrome::Chrome;
use crate::page::mark::{self, Choice, Mark, Pill, Tile};
use crate::page::pager::Pager;
use crate::page::words::number;

/// How many pages that show the product are listed.
pub const PAGES_MAX: usize = 24;
/// How many of the relations that apply here are listed; all of them are a filter of the list of relations.
pub const APPLIES_MAX: usize = 50;
/// The list of hidden products in the page's address; no relation type has such a key.
const HIDDEN: &str = ".hidden";

/// The page.
#[derive(Debug, Clone, Template)]
#[template(path = "product/show.html")]
pub struct Show {
    /// The frame.
    pub chrome: Chrome,
    /// Picture, name, sku, address.
    pub tile: Tile,
    /// What it is.
    pub detail: Detail,
    /// This very page, with its store and locale.
    pub here: String,
    /// Its page in the shop preview; empty without any store.
    pub shop: String,
    /// Its links by type.
    pub sections: Vec<Section>,
    /// Products never shown here: those of the page that is shown.
    pub hidden: Vec<Tile>,
    /// How many there are.
    pub hidden_count: usize,
    /// The ways to the other pages of them; none where one holds all.
    pub hidden_pager: Option<Pager>,
    /// What was typed into the form that hides.
    pub hide: Failed,
    /// The stores to look in.
    pub stores: Vec<Choice>,
    /// The locales to look in.
    pub locales: Vec<Choice>,
    /// What shoppers see.
    pub blocks: Vec<Block>,
    /// The relations whose source it is, in order.
    pub applies: Vec<Applies>,
    /// How many more there are.
    pub applies_more: usize,
    /// The list of all of them.
    pub applies_href: String,
    /// The pages it can show on.
    pub pages: Vec<ShownHere>,
    /// How many there are.
    pub page_count: String,
}

/// A relation that applies here.
#[derive(Debug, Clone)]
pub struct Applies {
    /// Its name.
    pub name: String,
    /// Its page, seen on this product.
    pub href: String,
    /// The relation in words.
    pub sentence: String,
    /// Its type.
    pub kind: Mark,
    /// How it stands.
    pub status: Pill,
    /// 1 comes first.
    pub priority: u32,
}

/// A page the product can show on.
#[derive(Debug, Clone)]
pub struct ShownHere {
    /// Whose page.
    pub tile: Tile,
    /// What brings it there.
    pub through: String,
    /// The relation's page; empty for a link.
    pub href: String,
}

/// What the page is made of.
pub struct Given<'a> {
    /// The catalogue.
    pub snapshot: &'a Snapshot,
    /// What is told of its relations.
    pub roll: &'a Roll,
    /// The product.
    pub doc: Doc,
    /// The store, locale and moment it is looked at in; none without any store.
    pub circumstances: Option<&'a Circumstances>,
    /// The sources whose links show it.
    pub linked: &'a [ProductId],
    /// How it is looked at.
    pub look: &'a Look,
    /// What went wrong in one of the forms.
    pub failed: Failed,
    /// The moment of the request.
    pub now: DateTime<Utc>,
}

impl Show {
    /// Returns the page that explains why a product is shown here, or not.
    pub fn why(&self, sku: &str) -> String {
        let chosen = |choices: &[Choice]| {
            choices.iter().find(|choice| choice.chosen).map(|choice| choice.value.clone()).unwrap_or_default()
        };
        address::explain(&self.tile.sku, sku, &chosen(&self.stores), &chosen(&self.locales))
    }

    /// Returns the page of a product; none when it is not in the snapshot.
    pub fn new(chrome: Chrome, given: Given<'_>) -> Option<Self> {
        let snapshot = given.snapshot;
        let vocabulary = snapshot.vocabulary();
        let view = snapshot.product(given.doc)?;
        let locale = mark::locale(vocabulary);
        let decisions =
            given.circumstances.map(|c| seen::decisions(snapshot, c, given.doc)).unwrap_or_default();
        let all_hidden = snapshot.hidden(view.id());
        let paging = given.look.paging(HIDDEN).within(all_hidden.len());
        let hidden = all_hidden.iter().skip(paging.skip()).take(paging.size);
        let hidden = hidden.filter_map(|id| snapshot.product(snapshot.find_id(*id)?));
        let (applies, applies_more) = applies(&given, view);
        let shown = given.circumstances.map(|c| pages(&given, c)).unwrap_or_default();
        let store = given.circumstances.and_then(|c| vocabulary.store_by_id(c.store));
        Some(Self {
            tile: mark::tile(view, &locale),
            detail: detail::detail(view, vocabulary, given.circumstances),
            here: here(view, vocabulary, &given),
            shop: store.map(|store| address::shop_product(&store.key, view.sku())).unwrap_or_default(),
            sections: link::sections(snapshot, view, &locale, given.look, &given.failed),
            hidden: hidden.map(|view| mark::tile(view, &locale)).collect(),
            hidden_count: all_hidden.len(),
            hidden_pager: (paging.pages(all_hidden.len()) > 1).then(|| {
                let product = address::product(view.sku());
                let on_page = |page| format!("{}#hidden", given.look.turned(HIDDEN, page).address(&product));
                link::pager("Pages of hidden products".into(), paging, all_hidden.len(), on_page)
            }),
            stores: stores(vocabulary, given.circumstances),
            locales: locales(vocabulary, given.circumstances),
            blocks: given.circumstances.map(|c| seen::blocks(snapshot, c, &decisions)).unwrap_or_default(),
            applies,
            applies_more,
            applies_href: query::write("/relations", &[("on", view.sku().into())]),
            page_count: format!("{}{}", if shown.at_least { "at least " } else { "" }, number(shown.total)),
            pages: shown
                .first
                .iter()
                .filter_map(|(doc, through)| here_shown(snapshot, *doc, through, &locale))
                .collect(),
            hide: if given.failed.form == "hide" { given.failed } else { Failed::default() },
            chrome,
        })
    }
}

fn pages(given: &Given<'_>, circumstances: &Circumstances) -> ShownOn {
    let linked: Vec<Doc> = given.linked.iter().filter_map(|id| given.snapshot.find_id(*id)).collect();
    shown_on(given.snapshot, circumstances, given.doc, &linked, PAGES_MAX)
}

fn here_shown(snapshot: &Snapshot, doc: Doc, through: &Through, locale: &Locale) -> Option<ShownHere> {
    let tile = mark::tile(snapshot.product(doc)?, locale);
    Some(match through {
        Through::Link => ShownHere { tile, through: "Link".into(), href: String::new() },
        Through::Relation(standing) => ShownHere {
            tile,
            through: standing.relation.name.clone(),
            href: address::relation(&standing.key),
        },
    })
}

/// Returns the first of the relations that apply, and how many more do.
fn applies(given: &Given<'_>, view: View<'_>) -> (Vec<Applies>, usize) {
    let vocabulary = given.snapshot.vocabulary();
    let locale = mark::locale(vocabulary);
    let relations = match given.circumstances {
        Some(circumstances) => given.snapshot.relations_of(given.doc, circumstances),
        None => Vec::new(),
    };
    let more = relations.len().saturating_sub(APPLIES_MAX);
    let entries = relations.into_iter().filter_map(|standing| given.roll.find(standing.id)).take(APPLIES_MAX);
    let applies = entries.map(|entry| Applies {
        name: entry.standing.relation.name.clone(),
        href: format!("{}?on={}", address::relation(&entry.standing.key), query::coded(view.sku())),
        sentence: entry.sentence.clone(),
        kind: mark::kind_of(vocabulary, entry.standing.relation.kind, &locale),
        status: mark::status(entry, vocabulary, given.now).1,
        priority: entry.standing.relation.priority,
    });
    (applies.collect(), more)
}

fn stores(vocabulary: &Vocabulary, circumstances: Option<&Circumstances>) -> Vec<Choice> {
    let current =
        circumstances.and_then(|c| vocabulary.store_by_id(c.store)).map_or("", |store| store.key.as_str());
    vocabulary.stores().iter().map(|store| Choice::new(&store.key, &store.name, current)).collect()
}

fn locales(vocabulary: &Vocabulary, circumstances: Option<&Circumstances>) -> Vec<Choice> {
    let Some(circumstances) = circumstances else { return Vec::new() };
    let store = vocabulary.store_by_id(circumstances.store);
    let locales = store.map(|store| store.locales.as_slice()).unwrap_or_default();
    locales
        .iter()
        .map(|locale| Choice::new(locale.as_str(), locale.as_str(), circumstances.locale.as_str()))
        .collect()
}

fn here(view: View<'_>, vocabulary: &Vocabulary, given: &Given<'_>) -> String {
    let product = address::product(view.sku());
    let found = given.circumstances.and_then(|asked| Some((asked, vocabulary.store_by_id(asked.store)?)));
    let Some((circumstances, store)) = found else { return product };
    let (store, locale) = (store.key.clone(), circumstances.locale.as_str().to_owned());
    given.look.seen_in(store, locale).address(&product)
}
