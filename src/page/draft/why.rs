//! One product tried on a draft: whether it is shown, and every row of both rules with its verdict and the values compared.

use super::preview::Given;
use crate::form::query;
use crate::index::explain::explain;
use crate::index::search;
use crate::index::snapshot::{Doc, Standing};
use crate::page::explain::step::{Line, lines, step};
use crate::page::explain::told::{self, told};
use crate::page::mark::{Tile, tile};
use crate::pick::account::{Account, Verdict, What};

/// How many products are offered in the place of one that is not there.
const NEAR_MAX: usize = 3;

/// The verdict on one product.
#[derive(Debug, Clone, Default)]
pub struct Why {
    /// The product; none: there is none of that sku.
    pub tile: Option<Tile>,
    /// What is wrong with the sku.
    pub problem: String,
    /// Products that could be meant.
    pub near: Vec<Tile>,
    /// It is shown.
    pub is_shown: bool,
    /// Whether this relation by itself shows it, in a sentence.
    pub verdict: String,
    /// Whether the shop's block does, beside links and other relations.
    pub in_shop: String,
    /// The page that explains every block and stage.
    pub href: String,
    /// The rows of "shown on", asked about the product on the page.
    pub sources: Vec<Line>,
    /// The rows of "products to show", asked about the product.
    pub targets: Vec<Line>,
}

impl Why {
    /// Returns the verdict on a sku that nothing has.
    pub fn unknown(given: &Given<'_>, sku: &str) -> Self {
        let locale = &given.view.circumstances.locale;
        let near = search(given.snapshot, sku, locale, NEAR_MAX).into_iter();
        Self {
            problem: format!("There is no product of sku “{}”.", crate::domain::decimal::clip(sku)),
            near: near.filter_map(|doc| Some(tile(given.snapshot.product(doc)?, locale))).collect(),
            ..Self::default()
        }
    }
}

/// Returns the verdict on a product.
pub fn why(given: &Given<'_>, source: Option<Doc>, doc: Doc) -> Why {
    let (snapshot, circumstances) = (given.snapshot, &given.view.circumstances);
    let explained = |rule: Option<&crate::domain::rule::tree::Rule>, source, doc| {
        let told = rule.and_then(|rule| explain(snapshot, circumstances, rule, source, doc));
        told.as_ref().map(lines).unwrap_or_default()
    };
    let sources = match (&given.draft.relation.source, source) {
        (crate::domain::relation::Source::Rule(rule), Some(on)) => explained(Some(rule), None, on),
        _ => Vec::new(),
    };
    let why = Why {
        tile: snapshot.product(doc).map(|view| tile(view, &circumstances.locale)),
        sources,
        targets: explained(given.draft.relation.target.rule.as_ref(), source, doc),
        verdict: "This relation shows on no product yet, so there is no page to try it on.".into(),
        ..Why::default()
    };
    let Some(on) = source else { return why };
    let (is_shown, verdict) = given.alone(on, doc, |account, draft| by_itself(given, account, draft));
    let in_shop = given.beside_others(on, doc, |account, draft| match words(given, draft) {
        Some(words) => told(words, account).verdict,
        None => String::new(),
    });
    Why { is_shown, verdict, in_shop, href: href(given, on, doc), ..why }
}

/// Returns whether the draft alone shows the product, and the sentence that says so.
fn by_itself(given: &Given<'_>, account: &Account<'_>, draft: &Standing) -> (bool, String) {
    let is_draft = |what: &What<'_>| matches!(what, What::Relation(told) if told.standing.key == draft.key);
    let stage = account.stages.iter().find(|stage| is_draft(&stage.what));
    let (Some(stage), Some(words)) = (stage, words(given, draft)) else {
        return (false, "Not shown: the product on the page is not one of its sources.".into());
    };
    let said = step(words, account, stage).verdict;
    match account.verdict {
        Verdict::Shown { place, .. } => (true, format!("Shown at place {place}. {said}")),
        _ => (false, format!("Not shown. {said}")),
    }
}

fn words<'a>(given: &Given<'a>, draft: &'a Standing) -> Option<told::Given<'a>> {
    let circumstances = &given.view.circumstances;
    Some(told::Given {
        snapshot: given.snapshot,
        store: given.snapshot.vocabulary().store_by_id(circumstances.store)?,
        locale: &circumstances.locale,
        currency: circumstances.currency,
        draft: Some(draft),
    })
}

/// Returns the page that explains the draft among everything else.
fn href(given: &Given<'_>, on: Doc, doc: Doc) -> String {
    let sku = |doc| given.snapshot.product(doc).map(|view| view.sku()).unwrap_or_default();
    let number = given.href.rsplit('/').next().unwrap_or_default();
    let pairs: [(&str, std::borrow::Cow<'_, str>); 5] = [
        ("on", sku(on).into()),
        ("of", sku(doc).into()),
        ("store", given.seen.store.as_str().into()),
        ("at", given.seen.at.as_str().into()),
        ("draft", number.into()),
    ];
    let kept: Vec<(&str, std::borrow::Cow<'_, str>)> =
        pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    query::write(crate::page::explain::PATH, &kept)
}
