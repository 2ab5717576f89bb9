//! The preview: what a draft shows on the page of one product, from the resolver that answers shoppers.

use chrono::{DateTime, Utc};

use super::why::{self, Why};
use crate::domain::block::{Behaviour, Block, Page};
use crate::domain::moment::Moment;
use crate::domain::relation::step::Seen;
use crate::domain::store::Store;
use crate::domain::vocabulary::{Vocabulary, shown};
use crate::index::Circumstances;
use crate::index::snapshot::{Doc, Snapshot, Standing};
use crate::page::mark::{Choice, Tile, tile};
use crate::page::reason;
use crate::pick::account::{self, Account};
use crate::pick::choose::{Ask, Context, Decision, Depth, alone_in, choose};
use crate::pick::reason::Origin;

/// How many source products are suggested to look at it on.
const SUGGESTED_MAX: usize = 20;
/// How many source products are tried for one that shows something.
const TRIED_MAX: usize = 6;

/// The preview.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The product whose page it is; none: it shows on no product.
    pub on: Option<Tile>,
    /// A sku was typed that no product has.
    pub unknown: bool,
    /// As typed, else the sku of the product.
    pub sku: String,
    /// The product is not one of the sources.
    pub stranger: bool,
    /// Source products to look at it on.
    pub suggested: Vec<Tile>,
    /// The stores.
    pub stores: Vec<Choice>,
    /// The moment, as typed.
    pub at: String,
    /// What it shows, in order.
    pub picks: Vec<Shown>,
    /// What was left out, counted.
    pub left_out: String,
    /// What of it the shop's block shows.
    pub in_shop: String,
    /// About one product: why it is shown, or not.
    pub why: Option<Why>,
    /// The sku that was asked about.
    pub why_sku: String,
}

/// One product shown.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Picture, name, sku.
    pub tile: Tile,
    /// What a shopper pays; empty when it has no price here.
    pub price: String,
    /// "in stock", "12 in stock".
    pub stock: String,
    /// Pinned by hand.
    pub pinned: bool,
}

/// Under which circumstances the editor counts and previews.
#[derive(Debug, Clone)]
pub struct View {
    /// Store, locale, currency and moment.
    pub circumstances: Circumstances,
    /// A moment was chosen: schedules are looked at too.
    pub timed: bool,
}

/// Returns the circumstances that were chosen, else the first store and now; none without any store.
pub fn view(seen: &Seen, words: &Vocabulary, now: DateTime<Utc>) -> Option<View> {
    let store = words.store(&seen.store).or_else(|| words.stores().first())?;
    let (locale, currency) = (store.locales.first()?.clone(), *store.currencies.first()?);
    let at = moment(&seen.at, store);
    let circumstances = Circumstances { store: store.id, locale, currency, at: at.unwrap_or(now) };
    Some(View { circumstances, timed: at.is_some() })
}

fn moment(typed: &str, store: &Store) -> Option<DateTime<Utc>> {
    Moment::parse(typed).map(|moment| moment.first(store.time_zone))
}

/// What is previewed.
pub struct Given<'a> {
    /// The catalogue.
    pub snapshot: &'a Snapshot,
    /// Where and when.
    pub view: &'a View,
    /// The draft as a relation.
    pub draft: &'a Standing,
    /// Its sources.
    pub sources: &'a roaring::RoaringBitmap,
    /// How it is seen.
    pub seen: &'a Seen,
    /// The editor's own page.
    pub href: &'a str,
}

impl Given<'_> {
    /// Returns the product to look at the draft on: the one chosen, else a source that shows something.
    pub fn source(&self) -> Option<Doc> {
        if let Some(doc) = self.snapshot.find(&self.seen.sku).filter(|_| !self.seen.sku.is_empty()) {
            return Some(doc);
        }
        let shown = |doc: &Doc| {
            let at = self.view.circumstances.at;
            self.snapshot.product(*doc).is_some_and(|view| view.is_shown(self.view.circumstances.store, at))
        };
        let tried = self.sources.iter().map(Doc).filter(shown).take(TRIED_MAX);
        let most = |doc: &Doc| self.own(*doc).map_or(0, |(picks, _)| picks.len());
        let counted: Vec<(usize, Doc)> = tried.map(|doc| (most(&doc), doc)).collect();
        // Of equally good ones the first is taken, so that the preview does not jump about.
        counted.into_iter().rev().max_by_key(|(count, _)| *count).map(|(_, doc)| doc)
    }

    /// Returns the block that shows the draft's type: on the product's page where there is one.
    fn block(&self) -> Option<&Block> {
        let words = self.snapshot.vocabulary();
        let kind = words.type_by_id(self.draft.relation.kind)?;
        let shows = |block: &&Block| block.type_keys.contains(&kind.key);
        let mut blocks = words.blocks().iter().filter(shows);
        blocks.clone().find(|block| block.page == Page::Product).or_else(|| blocks.next())
    }

    fn ask<'a>(&'a self, draft: &'a Standing) -> Ask<'a> {
        let c = &self.view.circumstances;
        let (locale, currency) = (&c.locale, c.currency);
        Ask { store: c.store, locale, currency, segment: None, at: c.at, exclude: &[], draft: Some(draft) }
    }

    fn decide<'a>(
        &'a self,
        draft: &'a Standing,
        block: &'a Block,
        doc: &'a [Doc; 1],
        maximum: usize,
    ) -> Decision<'a> {
        choose(self.snapshot, &self.ask(draft), block, self.context(block, doc), maximum, Depth::Reasons)
    }

    fn context<'a>(&self, block: &Block, doc: &'a [Doc; 1]) -> Context<'a> {
        match (block.page, doc) {
            (Page::Cart, lines) => Context::Cart(lines),
            (_, [doc]) => Context::Product(*doc),
        }
    }

    /// Returns the block as if no link and nothing else but rules filled it, the draft before all others, and its limit.
    fn own_block(&self) -> Option<(Block, Standing, usize)> {
        let block = Block {
            behaviour: Behaviour::RulesOnly,
            fallback: false,
            off_stores: Vec::new(),
            ..self.block()?.clone()
        };
        let mut first = self.draft.clone();
        first.relation.priority = 0;
        let maximum = usize::try_from(first.relation.limit).unwrap_or(0);
        Some((block, first, maximum))
    }

    /// Tells why the draft alone shows a product on another's page, or not.
    pub fn alone(
        &self,
        on: Doc,
        doc: Doc,
        tell: impl FnOnce(&Account<'_>, &Standing) -> (bool, String),
    ) -> (bool, String) {
        let Some((block, first, maximum)) = self.own_block() else {
            return (false, "Not shown: no block shows this type.".into());
        };
        let ask = self.ask(&first);
        let lines = [on];
        let context = self.context(&block, &lines);
        tell(&account::block(self.snapshot, &ask, &block, context, maximum, doc), &first)
    }

    /// Tells why the shop's block shows a product, or not, with the draft among everything else.
    pub fn beside_others(
        &self,
        on: Doc,
        doc: Doc,
        tell: impl FnOnce(&Account<'_>, &Standing) -> String,
    ) -> String {
        let Some(block) = self.block() else { return String::new() };
        let ask = self.ask(self.draft);
        let lines = [on];
        let context = self.context(block, &lines);
        tell(&account::block(self.snapshot, &ask, block, context, block.maximum, doc), self.draft)
    }

    /// Returns what the draft alone brings on a product: as if no link and no other relation came before it.
    fn own(&self, doc: Doc) -> Option<(Vec<(Doc, Origin)>, String)> {
        let (block, first, _) = self.own_block()?;
        let (ask, lines) = (self.ask(&first), [doc]);
        let stands = self.snapshot.stands_on(&first, &ask.circumstances(), doc);
        if !stands || !ask.meets(self.snapshot, &first) {
            return None;
        }
        let place = (&block, self.context(&block, &lines));
        let own = alone_in(self.snapshot, &ask, &first, place, Some(doc), None);
        let picks = own.picks.into_iter().map(|pick| (pick.doc, pick.origin)).collect();
        Some((picks, reason::left_out(&own.left_out)))
    }

    /// Returns how much of it the block of the shop shows, beside links and other relations.
    fn in_shop(&self, doc: Doc) -> String {
        let Some(block) = self.block() else {
            return "No block shows this type, so shoppers do not see it.".into();
        };
        let doc = [doc];
        let decision = self.decide(self.draft, block, &doc, block.maximum);
        let mine = |origin: &Origin| reason::relation_key(origin) == Some(self.draft.key.as_str());
        let own = decision.picks.iter().filter(|pick| mine(&pick.origin)).count();
        let title = shown(&block.title, &self.view.circumstances.locale, &block.key);
        match decision.hidden_because {
            Some(because) => reason::hidden_because(because).to_owned(),
            None => format!(
                "In the shop’s block “{title}”, {own} of {} come from this relation.",
                decision.picks.len()
            ),
        }
    }

    /// Returns the preview on a product.
    pub fn preview(&self, on: Option<Doc>) -> Preview {
        let locale = &self.view.circumstances.locale;
        let tiled = |doc: Doc| self.snapshot.product(doc).map(|view| tile(view, locale));
        let (own, left_out) = on.and_then(|doc| self.own(doc)).unwrap_or_default();
        let picks: Vec<Shown> = own.iter().filter_map(|(doc, origin)| self.pick(*doc, origin)).collect();
        let typed = &self.seen.sku;
        let found = on.and_then(tiled);
        let tried = self.snapshot.find(&self.seen.why);
        let current = self.store_key();
        let stores = self.snapshot.vocabulary().stores().iter();
        Preview {
            unknown: !typed.is_empty() && self.snapshot.find(typed).is_none(),
            sku: found
                .as_ref()
                .filter(|_| self.snapshot.find(typed).is_some() || typed.is_empty())
                .map_or_else(|| typed.clone(), |tile| tile.sku.clone()),
            stranger: on.is_some_and(|doc| !self.sources.contains(doc.0)),
            suggested: self.sources.iter().map(Doc).take(SUGGESTED_MAX).filter_map(tiled).collect(),
            stores: stores.map(|store| Choice::new(&store.key, &store.name, &current)).collect(),
            at: self.seen.at.clone(),
            in_shop: on.map(|doc| self.in_shop(doc)).unwrap_or_default(),
            why: (!self.seen.why.is_empty()).then(|| match tried {
                Some(doc) => why::why(self, on, doc),
                None => Why::unknown(self, &self.seen.why),
            }),
            why_sku: self.seen.why.clone(),
            on: found,
            picks,
            left_out,
        }
    }

    fn store_key(&self) -> String {
        let store = self.snapshot.vocabulary().store_by_id(self.view.circumstances.store);
        store.map(|store| store.key.clone()).unwrap_or_default()
    }

    fn pick(&self, doc: Doc, origin: &Origin) -> Option<Shown> {
        let view = self.snapshot.product(doc)?;
        let c = &self.view.circumstances;
        let price = view.price(c.store, c.currency).map(|money| money.to_string()).unwrap_or_default();
        let stock = match view.stock() {
            _ if !view.in_stock() => "out of stock".to_owned(),
            Some(count) => format!("{count} in stock"),
            None => "in stock".to_owned(),
        };
        Some(Shown { tile: tile(view, &c.locale), price, stock, pinned: matches!(origin, Origin::Pin(_)) })
    }
}
