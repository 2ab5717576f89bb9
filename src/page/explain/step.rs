//! One stage of a block in words, and the conditions of a relation's rule as lines.

use super::told::{Given, left_out};
use crate::domain::block::Behaviour;
use crate::domain::rule::draft::Matching;
use crate::domain::rule::sentence::Piece;
use crate::form::query::coded;
use crate::index::explain::{self, Body};
use crate::page::address;
use crate::page::words::moment;
use crate::pick::account::{Account, LinkTold, Outcome, RelationTold, Stage, What, source_count};
use crate::pick::reason::{LeftOut, Unasked};

/// Most conditions that a short answer names.
const NAMED_MAX: usize = 3;

/// One stage.
#[derive(Debug, Clone)]
pub struct Step {
    /// `links`, `relation` or `fallback`.
    pub kind: &'static str,
    /// The relation's key; empty for other stages.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// Where it is looked after; empty: nowhere.
    pub href: String,
    /// Which product of the cart it is for; empty: there is but one source.
    pub source: String,
    /// 1 comes first; none for other stages.
    pub priority: Option<u32>,
    /// How it went.
    pub tone: Tone,
    /// The outcome as a word for programs.
    pub outcome: &'static str,
    /// How it went, in a sentence.
    pub verdict: String,
    /// The rule, line by line.
    pub lines: Vec<Line>,
}

/// How a stage went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// It brings the product.
    Brings,
    /// It would, and something else is in the way.
    Barred,
    /// It does not.
    Not,
    /// It is not asked here.
    Idle,
}

impl Tone {
    /// Returns the sign that stands before it.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Brings => "✓",
            Self::Barred => "!",
            Self::Not => "✗",
            Self::Idle => "–",
        }
    }

    /// Returns the class of its text.
    pub fn class(self) -> &'static str {
        match self {
            Self::Brings => "ok-text",
            Self::Barred => "warn-text",
            Self::Not => "bad-text",
            Self::Idle => "meta",
        }
    }

    /// Returns what is read aloud in the place of the sign.
    pub fn aloud(self) -> &'static str {
        match self {
            Self::Brings => "Brings it.",
            Self::Barred => "Would bring it.",
            Self::Not => "Does not bring it.",
            Self::Idle => "Is not asked.",
        }
    }
}

/// One node of a rule.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its name in the rule.
    pub node: String,
    /// How deep it lies, from 0.
    pub depth: usize,
    /// It joins the lines below it.
    pub is_group: bool,
    /// It holds.
    pub holds: bool,
    /// The rule's verdict hangs on it.
    pub decides: bool,
    /// As it is read.
    pub pieces: Vec<Piece>,
}

/// Returns a stage in words.
pub fn step(given: Given<'_>, account: &Account<'_>, stage: &Stage<'_>) -> Step {
    let several = source_count(account) > 1;
    let source = stage.source.filter(|_| several).map(|doc| given.product(doc)).unwrap_or_default();
    let base = Step {
        kind: "fallback",
        key: String::new(),
        name: "Fallback".into(),
        href: String::new(),
        source,
        priority: None,
        tone: tone(stage.outcome),
        outcome: outcome_word(stage.outcome),
        verdict: String::new(),
        lines: Vec::new(),
    };
    match &stage.what {
        What::Links(links) => Step {
            kind: "links",
            name: "Links".into(),
            verdict: of_links(given, account, links, stage.outcome),
            ..base
        },
        What::Fallback => Step { verdict: of_fallback(given, account, stage.outcome), ..base },
        What::Relation(told) => {
            let sku = stage.source.and_then(|doc| given.snapshot.product(doc)).map(|view| view.sku());
            let key = &told.standing.key;
            let live = given.snapshot.relation(key).is_some();
            let on = sku.map(|sku| format!("?on={}", coded(sku))).unwrap_or_default();
            Step {
                kind: "relation",
                key: key.clone(),
                name: given.relation(key),
                href: if live { format!("{}{on}", address::relation(key)) } else { String::new() },
                priority: Some(told.standing.relation.priority),
                verdict: of_relation(given, account, told, stage.outcome),
                lines: told.rule.as_ref().map(lines).unwrap_or_default(),
                ..base
            }
        }
    }
}

fn tone(outcome: Outcome) -> Tone {
    match outcome {
        Outcome::Taken => Tone::Brings,
        Outcome::LeftOut(_) | Outcome::NotReached | Outcome::Already => Tone::Barred,
        Outcome::NotBrought => Tone::Not,
        Outcome::Unasked(_) | Outcome::NotUsed => Tone::Idle,
    }
}

fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Taken => "taken",
        Outcome::LeftOut(_) => "left_out",
        Outcome::NotReached => "not_reached",
        Outcome::Already => "already",
        Outcome::NotBrought => "not_brought",
        Outcome::Unasked(_) => "not_asked",
        Outcome::NotUsed => "not_used",
    }
}

fn of_links(given: Given<'_>, account: &Account<'_>, links: &[LinkTold<'_>], outcome: Outcome) -> String {
    let way = |told: &LinkTold<'_>| match told.back {
        true => "a two-way link of the other product".to_owned(),
        false => format!("a link by hand, position {}", told.link.position),
    };
    match (outcome, links) {
        (Outcome::NotUsed, []) => "This block shows no links.".into(),
        (Outcome::NotUsed, _) => "A link names it, but this block shows no links.".into(),
        (Outcome::LeftOut(because), _) => {
            format!("A link names it; it is left out: {}.", left_out(given, account, because))
        }
        (Outcome::Taken, [first, ..]) => format!("Brought by {}.", way(first)),
        (_, [first, ..]) if !first.holds => {
            format!("There is {}, but it does not hold here and now{}.", way(first), span(given, first))
        }
        _ => "No link names it.".into(),
    }
}

/// Says when and where a link holds.
fn span(given: Given<'_>, told: &LinkTold<'_>) -> String {
    let zone = &given.store.time_zone;
    let store = told.link.store.filter(|store| *store != given.store.id);
    let store = store.and_then(|id| given.snapshot.vocabulary().store_by_id(id));
    let parts = [
        store.map(|store| format!("only in {}", store.name)),
        told.link.valid_from.map(|from| format!("from {}", moment(from, zone))),
        told.link.valid_until.map(|until| format!("until {}", moment(until, zone))),
    ];
    let said: Vec<String> = parts.into_iter().flatten().collect();
    if said.is_empty() { String::new() } else { format!(": {}", said.join(", ")) }
}

fn of_fallback(given: Given<'_>, account: &Account<'_>, outcome: Outcome) -> String {
    match outcome {
        Outcome::NotUsed => "This block has no fallback.".into(),
        Outcome::Taken => "It sells best in the category, and there was room.".into(),
        Outcome::LeftOut(because) => {
            format!("It lies in the category; it is left out: {}.", left_out(given, account, because))
        }
        Outcome::Already => "It lies in the category, and was brought before.".into(),
        Outcome::NotReached => {
            "It lies in the category, but better-selling ones and stages before took the places.".into()
        }
        _ => "It lies in none of the page’s categories.".into(),
    }
}

fn of_relation(given: Given<'_>, account: &Account<'_>, told: &RelationTold<'_>, outcome: Outcome) -> String {
    let fits = match (told.pinned, told.listed) {
        (true, _) => "It pins it",
        (false, Some(_)) => "It is on its list, taken when it was published",
        (false, None) => "Its rule matches",
    };
    match outcome {
        Outcome::Taken => format!("{fits}."),
        Outcome::LeftOut(LeftOut::Hidden) if told.hidden => {
            format!("{fits}, but this relation never shows it: it is on its hidden list.")
        }
        Outcome::LeftOut(because) => format!("{fits}, but {}.", left_out(given, account, because)),
        Outcome::NotReached => format!("{fits}, but the block had enough before its turn."),
        Outcome::Already => format!("{fits}; it was brought before."),
        Outcome::NotUsed => match account.decision.block.behaviour {
            Behaviour::LinksOnly => "This block shows links only.".into(),
            _ => "This block does not ask it.".into(),
        },
        Outcome::Unasked(unasked) => format!("{} {}", not_asked(given, told, unasked), if_asked(told)),
        Outcome::NotBrought => not_brought(told),
    }
}

fn not_asked(given: Given<'_>, told: &RelationTold<'_>, unasked: Unasked) -> String {
    match unasked {
        Unasked::OtherType => "This block does not show its type.".into(),
        Unasked::Broken => match told.standing.problems.0.first() {
            Some(problem) => format!("It is broken, so shoppers see nothing of it: {}", problem.message),
            None => "It is broken, so shoppers see nothing of it.".into(),
        },
        Unasked::Off => "It is switched off.".into(),
        Unasked::OtherStore => format!("It is not for {}.", given.store.name),
        Unasked::OtherSegment => {
            let segments = told.standing.relation.segments.clone().unwrap_or_default();
            format!("It is for shoppers of {} only.", segments.join(", "))
        }
        Unasked::OutsideSchedule => "Its schedule is not on at this moment.".into(),
    }
}

/// Says whether a relation that is not asked would bring the product.
fn if_asked(told: &RelationTold<'_>) -> &'static str {
    let matches = told.rule.as_ref().is_some_and(|rule| rule.holds);
    match told.pinned || told.listed.unwrap_or(matches) {
        true => "It would bring it.",
        false => "It would not bring it either.",
    }
}

fn not_brought(told: &RelationTold<'_>) -> String {
    match (&told.rule, told.listed) {
        (_, Some(false)) => "It is not on its list, which was taken when it was published.".into(),
        (None, _) => "It shows its pinned products only, and this is none of them.".into(),
        (Some(rule), _) => {
            let decisive = rule.decisive();
            let named: Vec<String> =
                decisive.iter().take(NAMED_MAX).map(|(compared, holds)| compared.beside(*holds)).collect();
            let more = match decisive.len().saturating_sub(NAMED_MAX) {
                0 => String::new(),
                more => format!("; and {more} more"),
            };
            format!("Its rule does not match: {}{more}.", named.join("; "))
        }
    }
}

/// Returns a rule line by line; a root that asks for all and has a single line is not said.
pub fn lines(rule: &explain::Told) -> Vec<Line> {
    let flat = rule.flat();
    let line = |(depth, told): &(usize, &explain::Told)| Line {
        node: told.node.to_string(),
        depth: *depth,
        is_group: matches!(told.body, Body::Group { .. }),
        holds: told.holds,
        decides: told.decides,
        pieces: pieces(told),
    };
    flat.iter().map(line).collect()
}

fn pieces(told: &explain::Told) -> Vec<Piece> {
    match &told.body {
        Body::Condition(compared) => compared.line.clone(),
        Body::Group { matching, variant, children } => {
            let held = children.iter().filter(|child| child.holds).count();
            let count = children.len();
            let said = match matching {
                Matching::All => format!("all of these: {held} of {count} hold"),
                Matching::Any => format!("any of these: {held} of {count} hold"),
                Matching::None => format!("none of these: {held} of {count} hold"),
            };
            let mut pieces = vec![Piece::plain(said)];
            if let Some(variant) = variant {
                pieces.push(Piece::plain(match told.holds {
                    true => "; met by the variant ",
                    false => "; no variant meets it, nearest is ",
                }));
                pieces.push(Piece::strong(variant.clone()));
            }
            pieces
        }
    }
}
