//! What surrounds every page of the shop: departments, languages, the cart, and the bar for staff.

use super::stand::Stand;
use super::words::Words;
use crate::form::query::coded;
use crate::page::asset;

/// What every page of the shop needs.
pub struct Frame {
    /// The page's title.
    pub title: String,
    /// HTML's `lang`.
    pub lang: String,
    /// The store's name.
    pub store_name: String,
    /// The shop's words.
    pub words: &'static Words,
    /// Address of the style sheet.
    pub css: String,
    /// The store's first page.
    pub home_url: String,
    /// The cart.
    pub cart_url: String,
    /// Pieces in the cart.
    pub cart_count: u32,
    /// Categories of the first level.
    pub departments: Vec<Way>,
    /// The store's locales.
    pub locales: Vec<Way>,
    /// For staff alone.
    pub bar: Option<Bar>,
}

/// A link and whether it leads to where one stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// What people read.
    pub name: String,
    /// Where it leads.
    pub url: String,
    /// One stands there.
    pub here: bool,
}

/// The bar for staff: what is looked at, and as whom.
pub struct Bar {
    /// The page's own address without a query: where the form leads.
    pub path: String,
    /// Every store.
    pub stores: Vec<Way>,
    /// The locale, kept while other fields change.
    pub locale: String,
    /// The moment as typed.
    pub at: String,
    /// The moment in words, in the store's time zone.
    pub at_words: String,
    /// The segment as typed.
    pub segment: String,
    /// The draft's number as typed; empty: live.
    pub draft: String,
    /// Where that draft is edited; empty: live.
    pub draft_url: String,
    /// What is wrong with the fields, in sentences.
    pub problems: Vec<String>,
    /// Ticked.
    pub why: bool,
    /// The same page in the back office; empty: none.
    pub desk_url: String,
    /// What the form that asks about a product sends besides its sku; empty: there is nothing to ask about here.
    pub explain: Vec<(&'static str, String)>,
}

/// What a frame is made of besides the place where one stands.
pub struct Around<'a> {
    /// The page's title.
    pub title: &'a str,
    /// The page's address after the store: `/category/tents`.
    pub path: &'a str,
    /// Pieces in the cart.
    pub cart_count: u32,
    /// For signed-in staff: what is wrong with what was typed into the bar.
    pub staff: Option<&'a [String]>,
    /// The same thing in the back office; empty: none.
    pub desk_url: &'a str,
    /// Which page `/explain` is asked about: its parameter's name and value; none: there is nothing to ask about here.
    pub explain: Option<(&'static str, &'a str)>,
}

impl Frame {
    /// Returns the frame of a page.
    pub fn new(stand: &Stand<'_>, around: &Around<'_>) -> Self {
        let departments = stand.departments().into_iter().take(12).map(|category| Way {
            name: stand.category_name(category.id).to_owned(),
            url: stand.category_url(&category.key),
            here: around.path == format!("/category/{}", coded(&category.key)),
        });
        let locales = stand.store.locales.iter().map(|locale| Way {
            name: language(locale.as_str()),
            url: stand.url_in(around.path, locale),
            here: locale == stand.locale,
        });
        Self {
            title: around.title.to_owned(),
            lang: stand.locale.tag(),
            store_name: stand.store.name.clone(),
            words: stand.words(),
            css: asset::url("shop.css").to_owned(),
            home_url: stand.url(""),
            cart_url: stand.url("/cart"),
            cart_count: around.cart_count,
            departments: departments.collect(),
            locales: locales.collect(),
            bar: around.staff.map(|problems| bar(stand, around, problems)),
        }
    }
}

fn bar(stand: &Stand<'_>, around: &Around<'_>, problems: &[String]) -> Bar {
    let stores = stand.vocabulary().stores().iter().map(|store| Way {
        name: store.key.clone(),
        url: stand.url_at(around.path, store),
        here: store.id == stand.store.id,
    });
    Bar {
        path: format!("/shop/{}{}", coded(&stand.store.key), around.path),
        stores: stores.collect(),
        locale: stand.locale.as_str().to_owned(),
        at: stand.carried("at").to_owned(),
        at_words: stand.at.with_timezone(&stand.store.time_zone).format("%-d %b %Y, %H:%M").to_string(),
        segment: stand.carried("segment").to_owned(),
        draft: stand.carried("draft").to_owned(),
        draft_url: stand
            .draft
            .map(|_| format!("/drafts/{}", coded(stand.carried("draft"))))
            .unwrap_or_default(),
        problems: problems.to_vec(),
        why: stand.why,
        desk_url: around.desk_url.to_owned(),
        explain: around.explain.map(|page| explain(stand, page)).unwrap_or_default(),
    }
}

/// Returns what the form sends that asks about a product: which page is meant, and how it is looked at.
fn explain(stand: &Stand<'_>, (name, value): (&'static str, &str)) -> Vec<(&'static str, String)> {
    let mut pairs = vec![(name, value.to_owned())];
    pairs.push(("store", stand.store.key.clone()));
    pairs.push(("locale", stand.locale.as_str().to_owned()));
    pairs.extend(["at", "segment", "draft"].map(|name| (name, stand.carried(name).to_owned())));
    pairs.retain(|(name, value)| !name.is_empty() && !value.is_empty());
    pairs
}

/// Returns what people call a locale, in its own language where it is a common one.
fn language(locale: &str) -> String {
    let name = match locale.get(..2).unwrap_or_default() {
        "de" => "Deutsch",
        "en" => "English",
        "fr" => "Français",
        "es" => "Español",
        "it" => "Italiano",
        "nl" => "Nederlands",
        "sv" => "Svenska",
        _ => return locale.replace('_', "-"),
    };
    name.to_owned()
}
