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

/// Of so many comparisons what was read is held; each takes a number a product.
const HELD_MAX: usize = 24;

/// What was read off sources so far, always under the same circumstances.
#[derive(Debug, Default)]
pub struct Alike {
    /// By name, each with the turn at which it was used last.
    held: HashMap<String, (u64, Said)>,
    turn: u64,
}

/// What sources say in one comparison.
#[derive(Debug)]
pub struct Said {
    name: String,
    condition: Condition,
    /// By place; 0: that source was not asked yet.
    numbers: Vec<u32>,
    known: HashMap<Plan, u32>,
}

impl Alike {
    /// Gives out the comparisons of a rule with its source: those of numbers behind the others, and how many others there
    /// are.
    pub fn take(&mut self, rule: Option<&Rule>) -> (Vec<Said>, usize) {
        let mut compared = Vec::new();
        if let Some(rule) = rule {
            comparisons(&rule.root, &mut compared);
        }
        let (numbers, others): (Vec<Condition>, Vec<Condition>) =
            compared.into_iter().partition(|condition| condition.test.is_of_numbers());
        let mut taken: Vec<Said> = Vec::new();
        let mut words = 0;
        for condition in others.into_iter().chain(numbers) {
            let is_number = condition.test.is_of_numbers();
            let name = format!("{:?} {:?}", condition.field, condition.test);
            if taken.iter().any(|said| said.name == name) {
                continue;
            }
            words += usize::from(!is_number);
            let held = self.held.remove(&name).map(|(_, said)| said);
            let new = || Said { name, condition, numbers: Vec::new(), known: HashMap::new() };
            taken.push(held.unwrap_or_else(new));
        }
        (taken, words)
    }

    /// Takes comparisons back, and lets go of those that were used longest ago.
    pub fn put(&mut self, taken: Vec<Said>) {
        self.turn += 1;
        for said in taken {
            self.held.insert(said.name.clone(), (self.turn, said));
        }
        while self.held.len() > HELD_MAX {
            let oldest = self.held.iter().min_by_key(|(_, (turn, _))| *turn).map(|(name, _)| name.clone());
            oldest.and_then(|name| self.held.remove(&name));
        }
    }
}

impl Said {
    /// Returns the number of what a source says, the same for all that say the same; never 0.
    pub fn number(&mut self, snapshot: &Snapshot, asked: &Asked<'_>, doc: Doc) -> u32 {
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
