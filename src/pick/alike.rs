//! Alike: which sources say the same where rules compare with them.
//!
//! What a source says in one comparison is read off it once and known by a number from then on, the same for all that
//! say the same, whichever relation asks. Must not know what relations show.

use std::collections::HashMap;

use crate::domain::decimal::{Decimal, ONE};
use crate::domain::rule::field::Field;
use crate::domain::rule::tree::{Comparison, Condition, Group, Node, NumberMatch, Operand, Rule, Test};
use crate::index::compile::{Plan, compile};
use crate::index::snapshot::{Doc, Snapshot};
use crate::index::value::{Asked, Reader};

/// From so many comparisons on, all that was read is forgotten before the next relation: each holds a number a product.
const HELD_MAX: usize = 16;

/// What was read off sources so far, always under the same circumstances.
#[derive(Debug, Default)]
pub struct Alike {
    by_name: HashMap<String, usize>,
    said: Vec<Said>,
}

/// What sources say in one comparison.
#[derive(Debug)]
struct Said {
    condition: Condition,
    /// By place; 0: that source was not asked yet.
    numbers: Vec<u32>,
    known: HashMap<Plan, u32>,
}

impl Alike {
    /// Returns the comparisons of a rule with its source, to be asked with [`Alike::kind`] until the next rule is begun:
    /// those of numbers behind the others, and how many others there are.
    pub fn of(&mut self, rule: Option<&Rule>) -> (Vec<usize>, usize) {
        let mut compared = Vec::new();
        if let Some(rule) = rule {
            comparisons(&rule.root, &mut compared);
        }
        if self.said.len() >= HELD_MAX {
            *self = Self::default();
        }
        let (numbers, others): (Vec<Condition>, Vec<Condition>) =
            compared.into_iter().partition(|condition| condition.test.is_of_numbers());
        let mut places = self.places(others);
        let others = places.len();
        places.extend(self.places(numbers));
        (places, others)
    }

    fn places(&mut self, compared: Vec<Condition>) -> Vec<usize> {
        let mut places: Vec<usize> = compared.into_iter().map(|condition| self.place(condition)).collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    fn place(&mut self, condition: Condition) -> usize {
        let name = format!("{:?} {:?}", condition.field, condition.test);
        let next = self.said.len();
        let place = *self.by_name.entry(name).or_insert(next);
        if place == next {
            self.said.push(Said { condition, numbers: Vec::new(), known: HashMap::new() });
        }
        place
    }

    /// Puts down what a source says in each of some comparisons.
    pub fn kind(
        &mut self,
        compared: &[usize],
        snapshot: &Snapshot,
        asked: &Asked<'_>,
        doc: Doc,
        into: &mut Vec<u32>,
    ) {
        into.clear();
        let said = |place: &usize| self.said.get_mut(*place).map(|said| said.number(snapshot, asked, doc));
        into.extend(compared.iter().filter_map(said));
    }
}

impl Said {
    fn number(&mut self, snapshot: &Snapshot, asked: &Asked<'_>, doc: Doc) -> u32 {
        let place = usize::try_from(doc.0).unwrap_or(usize::MAX);
        if let Some(number) = self.numbers.get(place).filter(|number| **number > 0) {
            return *number;
        }
        let reader = snapshot.record(doc).map(|product| Reader::product(asked, product));
        let plan = compile(&self.condition, asked, reader);
        let next = u32::try_from(self.known.len()).unwrap_or(u32::MAX).saturating_add(1);
        let number = *self.known.entry(plan).or_insert(next);
        if self.numbers.len() <= place {
            self.numbers.resize(place.saturating_add(1), 0);
        }
        if let Some(kept) = self.numbers.get_mut(place) {
            *kept = number;
        }
        number
    }
}

/// Adds the comparisons with the source below a group.
fn comparisons(group: &Group, into: &mut Vec<Condition>) {
    for child in &group.children {
        match child {
            Node::Group(inner) => comparisons(inner, into),
            Node::Condition(condition) if condition.test.is_relative() => compared(condition, into),
            Node::Condition(_) => {}
        }
    }
}

/// Adds what of the source a condition depends on. A number of it is the same whatever it is multiplied with, so that
/// all rules about it share what is read; a discount is not, being multiplied before it is rounded.
fn compared(condition: &Condition, into: &mut Vec<Condition>) {
    let Test::Number { how, currency } = &condition.test else { return into.push(condition.clone()) };
    let operands = match how {
        NumberMatch::AnyOf(_) => Vec::new(),
        NumberMatch::Compare(_, right) => vec![right],
        NumberMatch::Between(low, high) => vec![low, high],
    };
    for operand in operands {
        let Operand::Source { from, .. } = operand else { continue };
        if *from == Field::DiscountPercent {
            into.push(condition.clone());
            continue;
        }
        let number = Operand::Source { from: *from, mul: Decimal(ONE), add: Decimal(0) };
        let how = NumberMatch::Compare(Comparison::Equal, number);
        let test = Test::Number { how, currency: *currency };
        into.push(Condition { id: condition.id.clone(), field: *from, negated: false, test });
    }
}
