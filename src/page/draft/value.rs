//! The editor of a row's values, by what its field holds.

use std::collections::HashMap;
use std::rc::Rc;

use askama::Template;

use crate::domain::decimal::clip;
use crate::domain::rule::draft::Condition;
use crate::domain::rule::field::{Field, Kind};
use crate::domain::rule::operator::Operator;
use crate::domain::text::fold;
use crate::form::percent::of_factor;
use crate::index::Circumstances;
use crate::index::offer::{self, Offer};
use crate::index::snapshot::Snapshot;
use crate::page::draft::field::title;
use crate::page::mark::Choice;
use crate::page::words;

/// Up to this many values are offered as boxes to tick; more as a list to type into.
pub const TICKS_MAX: usize = 24;
/// Most values that a list to type into suggests.
pub const LISTED_MAX: usize = 200;
/// What stands between the names on the way to a category.
const STEP: &str = " › ";
/// Deepest category that is set in any further.
const DEPTH_MAX: usize = 3;
/// Most tokens that are shown at once; the rest are behind a disclosure.
pub const TOKENS_MAX: usize = 12;

/// How a row's values are typed or chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Editor {
    /// There is nothing to type.
    Nothing,
    /// Boxes to tick.
    Ticks(Vec<Tick>),
    /// A text, suggested from the list of that id; empty: none.
    Words {
        /// The datalist's id.
        list: String,
        /// What is in the empty box.
        hint: &'static str,
        /// How many values there are when the list does not hold all; empty: it does.
        many: String,
    },
    /// One number, day or number of days.
    One {
        /// The input's type.
        kind: &'static str,
        /// As typed.
        value: String,
        /// Behind the input.
        unit: String,
    },
    /// Two ends.
    Range {
        /// The inputs' type.
        kind: &'static str,
        /// As typed.
        low: String,
        /// As typed.
        high: String,
        /// Behind the second.
        unit: String,
    },
    /// Yes or no.
    YesNo(Vec<Choice>),
    /// The value of the product on the page.
    Source(OfSource),
}

/// One box to tick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    /// The value, what people read, and whether it is ticked.
    pub choice: Choice,
    /// How many products carry it.
    pub count: usize,
    /// How deep a category lies, from 0.
    pub depth: usize,
    /// What people read with the way to it.
    pub path: String,
}

/// What may be said about the source's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfSource {
    /// The source's fields of the same kind; one alone is not asked.
    pub fields: Vec<Choice>,
    /// Percentages, as typed; none where there is nothing to reckon.
    pub percents: Vec<String>,
    /// Amounts or days added, as typed.
    pub amounts: Vec<String>,
    /// What the amounts are called; empty: there are none.
    pub amount_word: &'static str,
}

/// A chosen value that can be taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its place among the values.
    pub at: usize,
    /// The value.
    pub value: String,
    /// What people read.
    pub label: String,
    /// A ticked box posts it already.
    pub posted: bool,
}

/// Values as `<option>`s of a list, as a fragment.
#[derive(Debug, Clone, Template)]
#[template(path = "draft/values.html")]
pub struct Values {
    /// The values.
    pub offers: Vec<Offer>,
}

/// The values that the catalogue holds, by field, each asked for once a page.
pub struct Offers<'a> {
    snapshot: &'a Snapshot,
    circumstances: &'a Circumstances,
    known: HashMap<Field, Rc<Vec<Offer>>>,
    find: Option<(Field, &'a str)>,
}

impl<'a> Offers<'a> {
    /// Returns the offers of a snapshot, none asked for yet.
    pub fn new(snapshot: &'a Snapshot, circumstances: &'a Circumstances) -> Self {
        Self { snapshot, circumstances, known: HashMap::new(), find: None }
    }

    /// Lists of one field only the values whose key or label holds a text.
    pub fn finding(self, field: Option<Field>, text: &'a str) -> Self {
        Self { find: field.filter(|_| !text.trim().is_empty()).map(|field| (field, text)), ..self }
    }

    /// Returns what is said beside an input whose list does not hold all values; empty where it does.
    fn said(&self, field: Field, offers: &[Offer]) -> String {
        if offers.len() <= LISTED_MAX {
            return String::new();
        }
        let all = words::plural(offers.len(), "value", "values");
        match self.find {
            Some((asked, text)) if asked == field => {
                format!("{} of {all} hold “{}”.", words::number(holding(offers, text).count()), clip(text))
            }
            _ => format!("{all}; the first {LISTED_MAX} are offered. Type a part and press Find."),
        }
    }

    /// Returns the values of a field.
    pub fn of(&mut self, field: Field) -> Rc<Vec<Offer>> {
        let (snapshot, circumstances) = (self.snapshot, self.circumstances);
        let values = || Rc::new(offer::values(snapshot, circumstances, field));
        Rc::clone(self.known.entry(field).or_insert_with(values))
    }

    /// Returns the lists to type into: those fields with more values than boxes are ticked for.
    pub fn lists(&self) -> Vec<(String, Vec<Offer>)> {
        let words = self.snapshot.vocabulary();
        let long = self.known.iter().filter(|(_, offers)| offers.len() > TICKS_MAX);
        let mut lists: Vec<(String, Vec<Offer>)> = long
            .map(|(field, offers)| {
                let text = self.find.filter(|(asked, _)| asked == field).map_or("", |(_, text)| text);
                (list_id(&field.id(words)), holding(offers, text).take(LISTED_MAX).cloned().collect())
            })
            .collect();
        lists.sort_by(|left, right| left.0.cmp(&right.0));
        lists
    }
}

/// Returns the values whose key or label holds a text, in their order.
pub fn holding<'a>(offers: &'a [Offer], text: &str) -> impl Iterator<Item = &'a Offer> + use<'a> {
    let text = fold(text.trim());
    offers.iter().filter(move |offer| fold(&offer.label).contains(&text) || fold(&offer.key).contains(&text))
}

fn list_id(field: &str) -> String {
    format!("list-{}", field.replace('.', "-"))
}

/// Returns how a condition's values are typed, and the tokens of those it has.
pub fn editor(
    condition: &Condition,
    field: Field,
    kind: Kind,
    offers: &mut Offers<'_>,
) -> (Editor, Vec<Token>) {
    let operator = Operator::parse(&condition.operator);
    use Operator as O;
    if condition.from_source.is_some() || matches!(operator, Some(O::Below | O::SameParent)) {
        return (Editor::Source(of_source(condition, field, kind, operator, offers)), Vec::new());
    }
    let first = |at: usize| condition.values.get(at).cloned().unwrap_or_default();
    let unit = unit(field, kind, offers);
    let typed = if kind == Kind::Date { "date" } else { "text" };
    match (operator, kind) {
        (Some(O::IsEmpty | O::IsNotEmpty), _) => (Editor::Nothing, Vec::new()),
        (Some(O::InLastDays | O::InNextDays), _) => {
            (Editor::One { kind: "text", value: first(0), unit: "days".into() }, Vec::new())
        }
        (Some(O::Between | O::NotBetween), _) => {
            (Editor::Range { kind: typed, low: first(0), high: first(1), unit }, Vec::new())
        }
        (Some(operator), Kind::Number | Kind::Money | Kind::Date | Kind::YesNo)
            if operator.is_of_part() || operator.is_list() =>
        {
            let hint = match kind {
                _ if operator.is_of_part() => "add text",
                Kind::Date => "add day, like 2026-11-01",
                Kind::YesNo => "add yes or no",
                _ => "add number",
            };
            (Editor::Words { list: String::new(), hint, many: String::new() }, tokens(condition, &[], false))
        }
        (_, Kind::YesNo) => {
            let now = if matches!(first(0).as_str(), "false" | "0") { "false" } else { "true" };
            (
                Editor::YesNo(vec![Choice::new("true", "yes", now), Choice::new("false", "no", now)]),
                Vec::new(),
            )
        }
        (_, Kind::Number | Kind::Money | Kind::Date) => {
            (Editor::One { kind: typed, value: first(0), unit }, Vec::new())
        }
        (operator, Kind::Choice | Kind::Category) if !operator.is_some_and(Operator::is_of_text) => {
            choice(condition, field, offers)
        }
        (_, Kind::Text | Kind::Choice | Kind::Category) => (
            Editor::Words { list: String::new(), hint: "add text", many: String::new() },
            tokens(condition, &[], false),
        ),
    }
}

fn choice(condition: &Condition, field: Field, offers: &mut Offers<'_>) -> (Editor, Vec<Token>) {
    let known = offers.of(field);
    if known.len() > TICKS_MAX || known.is_empty() {
        let list = if known.is_empty() { String::new() } else { list_id(&condition.field) };
        let many = offers.said(field, &known);
        return (Editor::Words { list, hint: "add value", many }, tokens(condition, &known, false));
    }
    let tick = |offer: &Offer| {
        let chosen = condition.values.iter().any(|value| is_offer(value, offer));
        // A category reads as its own name, set in as deep as it lies.
        let (depth, name) = match field {
            Field::Category => (offer.label.matches(STEP).count(), offer.label.rsplit(STEP).next()),
            _ => (0, None),
        };
        let label = name.unwrap_or(&offer.label).to_owned();
        let choice = Choice { value: offer.key.clone(), label, chosen };
        Tick { choice, count: offer.count, depth: depth.min(DEPTH_MAX), path: offer.label.clone() }
    };
    (Editor::Ticks(known.iter().map(tick).collect()), tokens(condition, &known, true))
}

fn is_offer(value: &str, offer: &Offer) -> bool {
    fold(value) == fold(&offer.key) || fold(value) == fold(&offer.label)
}

fn tokens(condition: &Condition, offers: &[Offer], ticked: bool) -> Vec<Token> {
    let token = |(at, value): (usize, &String)| {
        let offer = offers.iter().find(|offer| is_offer(value, offer));
        let label = offer.map_or_else(|| value.clone(), |offer| offer.label.clone());
        Token { at, value: value.clone(), label, posted: ticked && offer.is_some() }
    };
    condition.values.iter().enumerate().map(token).collect()
}

fn unit(field: Field, kind: Kind, offers: &Offers<'_>) -> String {
    match (field, kind) {
        (_, Kind::Money) => offers.circumstances.currency.sign().to_owned(),
        (Field::DiscountPercent | Field::Margin, _) => "%".into(),
        (Field::Attribute(id), _) => {
            let attribute = offers.snapshot.vocabulary().attribute(id);
            attribute.and_then(|attribute| attribute.unit.clone()).unwrap_or_default()
        }
        _ => String::new(),
    }
}

fn of_source(
    condition: &Condition,
    field: Field,
    kind: Kind,
    operator: Option<Operator>,
    offers: &Offers<'_>,
) -> OfSource {
    let words = offers.snapshot.vocabulary();
    let typed = condition.from_source.clone().unwrap_or_default();
    let current = if typed.field.is_empty() { field.id(words) } else { typed.field.clone() };
    let alike = Field::all(words).into_iter().filter(|other| other.kind(words) == Some(kind));
    let locale = &offers.circumstances.locale;
    let mut fields: Vec<Choice> = alike
        .map(|other| Choice::new(other.id(words), title(other, words, locale).to_lowercase(), &current))
        .collect();
    if kind == Kind::Category || matches!(kind, Kind::Text | Kind::YesNo) && fields.len() > 40 {
        fields.retain(|choice| choice.chosen);
    }
    let two = matches!(operator, Some(Operator::Between | Operator::NotBetween));
    let count = if two { 2 } else { 1 };
    let padded = |list: &[String], each: fn(&str) -> String| -> Vec<String> {
        (0..count).map(|at| list.get(at).map(|text| each(text)).unwrap_or_default()).collect()
    };
    // In a range what is left out altogether reads as it counts: one percentage stands for both ends, none means 100.
    let percents = |list: &[String]| match list {
        [] if two => vec!["100".to_owned(); 2],
        [both] if two => vec![of_factor(both); 2],
        list => padded(list, of_factor),
    };
    let (percents, amounts, amount_word) = match kind {
        Kind::Number | Kind::Money => (
            percents(&typed.mul),
            padded(&typed.add, str::to_owned),
            if typed.add.is_empty() { "" } else { "plus" },
        ),
        Kind::Date => (Vec::new(), padded(&typed.add, str::to_owned), "days"),
        _ => (Vec::new(), Vec::new(), ""),
    };
    OfSource { fields, percents, amounts, amount_word }
}
