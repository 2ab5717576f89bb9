//! Explain: why a page shows one product, or not; block by block, stage by stage, with the values compared.
//!
//! `told` turns the resolver's account of a block into words, `step` those of one stage, `check` the exclusions; the page
//! here puts them below the form that asks. The API says the same words.

mod check;
pub mod step;
pub mod told;

use std::borrow::Cow;

use askama::Template;

use crate::domain::id::CategoryId;
use crate::form::query;
use crate::index::search;
use crate::index::snapshot::Doc;
use crate::page::chrome::Chrome;
use crate::page::mark::{Choice, Tile, tile};
use crate::page::shop::stand::Stand;
use crate::pick::account::Account;
use told::Told;

/// Where the form is.
pub const PATH: &str = "/explain";
/// How many products are offered in the place of one that is not there.
const NEAR_MAX: usize = 4;

/// The page.
#[derive(Debug, Clone, Template)]
#[template(path = "explain/show.html")]
pub struct Show {
    /// The frame.
    pub chrome: Chrome,
    /// Which page is explained.
    pub on: On,
    /// Whom somebody asks about.
    pub of: Named,
    /// The stores to look in.
    pub stores: Vec<Choice>,
    /// The locales to look in.
    pub locales: Vec<Choice>,
    /// The moment as typed.
    pub at: String,
    /// The segment as typed.
    pub segment: String,
    /// The draft's number as typed; empty: live.
    pub draft: String,
    /// What is wrong with the rest of what was typed.
    pub problems: Vec<String>,
    /// The answers; empty until a product is asked about.
    pub blocks: Vec<Told>,
    /// The same page as a shopper sees it.
    pub shop: String,
}

/// A page of the shop, as it was asked for.
#[derive(Debug, Clone, Default)]
pub struct On {
    /// Which parameter names it: `on`, `cart`, `category` or none for the home page.
    pub name: &'static str,
    /// What was typed.
    pub typed: String,
    /// In words: `the page of Wide lens`.
    pub words: String,
    /// The products it is about.
    pub tiles: Vec<Tile>,
    /// What is wrong with it.
    pub problem: String,
}

/// A product, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct Named {
    /// What was typed.
    pub typed: String,
    /// The product of that sku.
    pub tile: Option<Tile>,
    /// What is wrong with it.
    pub problem: String,
    /// Products that could be meant.
    pub near: Vec<Tile>,
}

/// Which page somebody asks about.
#[derive(Debug, Clone)]
pub enum Wanted {
    /// A product's.
    Product(Doc),
    /// A cart with these, the last-added first.
    Cart(Vec<Doc>),
    /// A category's.
    Category(CategoryId),
    /// The home page.
    Home,
}

impl Named {
    /// Returns what is known of a typed sku; nothing typed is nothing wrong unless it was `sent`.
    pub fn read(stand: &Stand<'_>, typed: &str, sent: bool) -> (Self, Option<Doc>) {
        let typed = typed.trim();
        let found = stand.snapshot.find(typed).filter(|_| !typed.is_empty());
        let named = |doc: Doc| stand.snapshot.product(doc).map(|view| tile(view, stand.locale));
        let (problem, near) = match found {
            Some(_) => (String::new(), Vec::new()),
            None if typed.is_empty() && !sent => (String::new(), Vec::new()),
            None if typed.is_empty() => ("Type the sku of the product to ask about.".into(), Vec::new()),
            None => (
                format!("There is no product of sku “{}”.", crate::domain::decimal::clip(typed)),
                search(stand.snapshot, typed, stand.locale, NEAR_MAX).into_iter().filter_map(named).collect(),
            ),
        };
        (Self { typed: typed.to_owned(), tile: found.and_then(named), problem, near }, found)
    }
}

impl Show {
    /// Returns the page of these answers.
    pub fn new(
        chrome: Chrome,
        stand: &Stand<'_>,
        (on, of): (On, Named),
        problems: &[String],
        accounts: &[Account<'_>],
    ) -> Self {
        let stores = stand.vocabulary().stores().iter();
        let locales = stand.store.locales.iter();
        let told = accounts.iter().map(|account| told::told(stand.into(), account));
        Self {
            chrome,
            stores: stores.map(|store| Choice::new(&store.key, &store.name, &stand.store.key)).collect(),
            locales: locales
                .map(|locale| Choice::new(locale.as_str(), locale.as_str(), stand.locale.as_str()))
                .collect(),
            at: stand.carried("at").to_owned(),
            segment: stand.carried("segment").to_owned(),
            draft: stand.carried("draft").to_owned(),
            problems: problems.to_vec(),
            blocks: told.collect(),
            shop: shop(stand, &on),
            on,
            of,
        }
    }

    /// Returns the address of the same question about another product.
    pub fn about(&self, sku: &str) -> String {
        let chosen = |choices: &[Choice]| {
            choices.iter().find(|choice| choice.chosen).map(|choice| choice.value.clone()).unwrap_or_default()
        };
        let pairs: [(&str, Cow<'_, str>); 7] = [
            (self.on.name, Cow::Borrowed(self.on.typed.as_str())),
            ("of", Cow::Borrowed(sku)),
            ("store", Cow::Owned(chosen(&self.stores))),
            ("locale", Cow::Owned(chosen(&self.locales))),
            ("at", Cow::Borrowed(self.at.as_str())),
            ("segment", Cow::Borrowed(self.segment.as_str())),
            ("draft", Cow::Borrowed(self.draft.as_str())),
        ];
        let kept: Vec<(&str, Cow<'_, str>)> =
            pairs.into_iter().filter(|(name, value)| !name.is_empty() && !value.is_empty()).collect();
        query::write(PATH, &kept)
    }

    /// Returns how many blocks show the product, in a sentence.
    pub fn sum(&self) -> String {
        let shown = self.blocks.iter().filter(|block| block.shown).count();
        match (shown, self.blocks.len()) {
            (_, 0) => "No block stands on this page.".into(),
            (0, 1) => "The block of this page does not show it.".into(),
            (0, _) => "No block of this page shows it.".into(),
            (1, 1) => "The block of this page shows it.".into(),
            (shown, blocks) => format!("{shown} of {blocks} blocks show it."),
        }
    }
}

fn shop(stand: &Stand<'_>, on: &On) -> String {
    match (on.name, on.tiles.first()) {
        ("on", Some(tile)) => stand.product_url(&tile.sku),
        ("category", _) => stand.category_url(&on.typed),
        ("cart", _) => stand.url("/cart"),
        _ => stand.url(""),
    }
}
