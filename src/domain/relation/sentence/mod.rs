//! Reads a checked relation aloud as one plain English sentence: on which pages, what, in which order.

use super::kind::{Relation, Sort, Source, Target};
use crate::domain::locale::Locale;
use crate::domain::money::grouped;
use crate::domain::rule;
use crate::domain::rule::sentence::{Piece, text};
use crate::domain::rule::tree::Rule;
use crate::domain::sku::Sku;
use crate::domain::vocabulary::Vocabulary;

/// How many skus are said one by one; longer lists are counted.
const SKUS_SAID_MAX: usize = 3;

/// Figures that the sentence says where they are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Numbers {
    /// On how many products it shows.
    pub sources: Option<usize>,
}

/// Returns the relation in words; labels in the asked locale.
pub fn pieces(relation: &Relation, vocabulary: &Vocabulary, locale: &Locale, numbers: Numbers) -> Vec<Piece> {
    let in_words = |rule: &Rule| rule::sentence::pieces(rule, vocabulary, locale);
    let mut said = source(&relation.source, numbers, in_words);
    said.push(Piece::plain(", show "));
    said.extend(target(&relation.target, relation.limit, in_words));
    if relation.target.rule.is_some() {
        said.push(Piece::plain(" — "));
        said.push(Piece::strong(order(relation.sort)));
    }
    match relation.target.hidden.as_slice() {
        [] => {}
        hidden => said.extend([Piece::plain(", but never "), Piece::strong(listed(hidden, "or"))]),
    }
    said.push(Piece::plain("."));
    said
}

/// Returns the relation in words as one text.
pub fn sentence(relation: &Relation, vocabulary: &Vocabulary, locale: &Locale, numbers: Numbers) -> String {
    text(&pieces(relation, vocabulary, locale, numbers))
}

fn source(source: &Source, numbers: Numbers, in_words: impl Fn(&Rule) -> Vec<Piece>) -> Vec<Piece> {
    let on = |before: &str, which: String| vec![Piece::plain(before), Piece::strong(which)];
    match source {
        Source::One(sku) => on("On the page of ", sku.to_string()),
        Source::List(skus) => match skus.as_slice() {
            [] => on("On the page of ", "no product".into()),
            [one] => on("On the page of ", one.to_string()),
            many => on("On the pages of ", listed(many, "and")),
        },
        Source::All => match numbers.sources {
            Some(count) => on("On the page of ", format!("every product ({})", grouped(&count.to_string()))),
            None => on("On the page of ", "every product".into()),
        },
        Source::Rule(rule) => {
            let mut said = match numbers.sources {
                Some(1) => on("On the page of ", "the one product".into()),
                Some(count) if count > 1 => {
                    on("On the pages of ", format!("the {} products", grouped(&count.to_string())))
                }
                _ => on("On the page of ", "every product".into()),
            };
            said.push(Piece::plain(" where "));
            said.extend(in_words(rule));
            if numbers.sources == Some(0) {
                said.push(Piece::plain(" (none so far)"));
            }
            said
        }
    }
}

fn target(target: &Target, limit: u32, in_words: impl Fn(&Rule) -> Vec<Piece>) -> Vec<Piece> {
    let up_to = |what: &str| match limit {
        1 => format!("one {what}product"),
        limit => format!("up to {limit} {what}products"),
    };
    match (target.pins.as_slice(), &target.rule) {
        ([], None) => vec![Piece::strong("nothing")],
        ([], Some(rule)) => {
            let mut said = vec![Piece::strong(up_to("other ")), Piece::plain(" where ")];
            said.extend(in_words(rule));
            said
        }
        (pins, None) => {
            let mut said = vec![Piece::strong(listed(pins, "and"))];
            if usize::try_from(limit).is_ok_and(|limit| limit < pins.len()) {
                said.extend([Piece::plain(", "), Piece::strong(format!("at most {limit} of them"))]);
            }
            said
        }
        (pins, Some(rule)) => {
            let mut said =
                vec![Piece::strong(up_to("")), Piece::plain(": first "), Piece::strong(listed(pins, "and"))];
            said.push(Piece::plain(", then others where "));
            said.extend(in_words(rule));
            said
        }
    }
}

/// Returns a few skus by name, or their number.
fn listed(skus: &[Sku], word: &str) -> String {
    match skus {
        [rest @ .., last] if !rest.is_empty() && skus.len() <= SKUS_SAID_MAX => {
            let rest: Vec<&str> = rest.iter().map(Sku::as_str).collect();
            format!("{} {word} {last}", rest.join(", "))
        }
        [one] => one.to_string(),
        many => format!("{} listed products", many.len()),
    }
}

/// Returns an order in words.
pub fn order(sort: Sort) -> &'static str {
    match sort {
        Sort::BestSelling => "best sellers first",
        Sort::MostViewed => "most viewed first",
        Sort::PriceUp => "cheapest first",
        Sort::PriceDown => "dearest first",
        Sort::Newest => "newest first",
        Sort::Name => "by name",
        Sort::Margin => "highest margin first",
        Sort::Sku => "by sku",
        Sort::Shuffle => "shuffled anew each day",
    }
}

#[cfg(test)]
mod tests;
