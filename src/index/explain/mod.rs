//! Explain: why one product matches a rule, or not: every group and condition with its verdict and both values compared.
//!
//! Verdicts come from the compiled tests that answer shoppers; `own` says what the product has, `asked` what it is
//! compared with. Asks one product at a time and must not know sets. Goes on to `pick::account` and the pages.

mod asked;
mod own;

#[cfg(test)]
mod tests;

use super::Circumstances;
use super::compile::compile;
use super::snapshot::{Doc, Snapshot};
use super::value::{Asked, Reader};
use super::verify::passes;
use crate::domain::product::{Product, Variant};
use crate::domain::rule::draft::{Matching, NodeId};
use crate::domain::rule::sentence::{Piece, Words};
use crate::domain::rule::tree::{Condition, Group, Node, Rule};

/// One node of a rule with its verdict on one product.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Which one.
    pub node: NodeId,
    /// It holds.
    pub holds: bool,
    /// The rule's verdict hangs on it: were it otherwise, alone or with others like it, the rule's could be too.
    pub decides: bool,
    /// What it is.
    pub body: Body,
}

/// A group or a condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// Joins others.
    Group {
        /// How.
        matching: Matching,
        /// Where one and the same variant must meet it: the sku of the variant that does, or that comes nearest to it.
        variant: Option<String>,
        /// In reading order.
        children: Vec<Told>,
    },
    /// Compares one field.
    Condition(Compared),
}

/// Both sides of a comparison, in words.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// What the field is called.
    pub field: String,
    /// What the product has; empty: nothing.
    pub own: Vec<Own>,
    /// What is asked of it, the source's value put in: `≥ 110 % of €39.90 = €43.89`.
    pub asked: String,
    /// The line as it is read: `price €49.90 ≥ 110 % of €39.90 = €43.89`; what the product has is strong.
    pub line: Vec<Piece>,
}

/// One value of the product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// In words.
    pub text: String,
    /// It alone passes the test, before a negation turns the verdict round.
    pub passes: bool,
}

impl Compared {
    /// Returns what the product has beside what is wanted, for a sentence that says so itself:
    /// `brand Canon, wanted: the source’s brand Sony`; of a line that holds and should not, that it is ruled out.
    pub fn beside(&self, holds: bool) -> String {
        let own: Vec<&str> = self.own.iter().map(|own| own.text.as_str()).collect();
        match (own.as_slice(), holds) {
            ([], true) => format!("it has no {}, which is ruled out", self.field),
            ([], false) => format!("it has no {}, wanted: {}", self.field, own::wanted(&self.asked)),
            (_, true) => format!("{}, which is ruled out", self.text()),
            (own, false) => {
                format!("{} {}, wanted: {}", self.field, own.join(", "), own::wanted(&self.asked))
            }
        }
    }

    /// Returns the line as one text.
    pub fn text(&self) -> String {
        crate::domain::rule::sentence::text(&self.line)
    }
}

impl Told {
    /// Returns the conditions that the rule's verdict hangs on, in reading order, each with whether it holds.
    pub fn decisive(&self) -> Vec<(&Compared, bool)> {
        match &self.body {
            _ if !self.decides => Vec::new(),
            Body::Condition(compared) => vec![(compared, self.holds)],
            Body::Group { children, .. } => children.iter().flat_map(Self::decisive).collect(),
        }
    }

    /// Returns this node and all below it, in reading order, each with its depth.
    pub fn flat(&self) -> Vec<(usize, &Self)> {
        let mut list = Vec::new();
        let mut waiting = vec![(0, self)];
        while let Some((depth, told)) = waiting.pop() {
            list.push((depth, told));
            if let Body::Group { children, .. } = &told.body {
                waiting.extend(children.iter().rev().map(|child| (depth + 1, child)));
            }
        }
        list
    }

    /// Marks what the verdict hangs on, from the root down. A rule is at most eight groups deep.
    fn mark(&mut self) {
        self.decides = true;
        let holds = self.holds;
        if let Body::Group { matching, children, .. } = &mut self.body {
            for child in children {
                let decides = match (*matching, holds) {
                    (Matching::All, true) | (Matching::Any, false) | (Matching::None, true) => true,
                    (Matching::All, false) => !child.holds,
                    (Matching::Any, true) | (Matching::None, false) => child.holds,
                };
                if decides {
                    child.mark();
                }
            }
        }
    }
}

/// Returns why a product matches a rule, or not; none when the snapshot has no such product.
pub fn explain(
    snapshot: &Snapshot,
    circumstances: &Circumstances,
    rule: &Rule,
    source: Option<Doc>,
    doc: Doc,
) -> Option<Told> {
    let asked = Asked::new(circumstances, snapshot.vocabulary());
    let record = snapshot.record(doc)?;
    let product = record.whole()?;
    let source = source.and_then(|doc| snapshot.record(doc));
    let question = Question {
        asked: &asked,
        words: Words { vocabulary: snapshot.vocabulary(), locale: &circumstances.locale },
        source: source.map(|product| Reader::product(&asked, product)),
        candidate: Reader::product(&asked, record),
        product: &product,
    };
    let mut told = question.group(&rule.root, None);
    told.mark();
    Some(told)
}

/// What is asked, and of whom.
struct Question<'a> {
    asked: &'a Asked<'a>,
    words: Words<'a>,
    source: Option<Reader<'a>>,
    candidate: Reader<'a>,
    product: &'a Product,
}

impl<'a> Question<'a> {
    fn node(&self, node: &Node, variant: Option<&'a Variant>) -> Told {
        match node {
            Node::Group(group) => self.group(group, variant),
            Node::Condition(condition) => self.condition(condition, variant),
        }
    }

    /// A group of one variant is told of the variant that meets it, else of the one that comes nearest.
    fn group(&self, group: &Group, variant: Option<&'a Variant>) -> Told {
        let is_asked = group.same_variant && variant.is_none();
        let active = self.product.variants.iter().filter(|variant| variant.active && is_asked);
        let tried: Vec<(Told, &Variant)> =
            active.map(|variant| (self.joined(group, Some(variant)), variant)).collect();
        let nearest = tried.into_iter().rev().max_by_key(|(told, _)| (told.holds, nearness(told)));
        match nearest {
            Some((mut told, which)) => {
                if let Body::Group { variant, .. } = &mut told.body {
                    *variant = Some(which.sku.as_str().to_owned());
                }
                told
            }
            None => self.joined(group, variant),
        }
    }

    fn joined(&self, group: &Group, variant: Option<&'a Variant>) -> Told {
        let children: Vec<Told> = group.children.iter().map(|child| self.node(child, variant)).collect();
        let mut verdicts = children.iter().map(|child| child.holds);
        let holds = !group.children.is_empty()
            && match group.matching {
                Matching::All => verdicts.all(|holds| holds),
                Matching::Any => verdicts.any(|holds| holds),
                Matching::None => !verdicts.any(|holds| holds),
            };
        let body = Body::Group { matching: group.matching, variant: None, children };
        Told { node: group.id.clone(), holds, decides: false, body }
    }

    fn condition(&self, condition: &Condition, variant: Option<&'a Variant>) -> Told {
        let candidate = match variant {
            Some(variant) => self.candidate.variant(variant.sku.as_str()),
            None => self.candidate,
        };
        let plan = compile(condition, self.asked, self.source);
        let holds = passes(&plan, candidate) != condition.negated;
        let own = own::values(condition, &plan, candidate, variant, &self.words);
        let asked = asked::asked(condition, self.source, &self.words, self.asked);
        let field = self.words.field(condition.field);
        let mut line = own::line(condition.field, &field, &own, &asked, holds);
        line.extend(own::below(condition, &plan, candidate, self.source, &self.words));
        let body = Body::Condition(Compared { field, own, asked, line });
        Told { node: condition.id.clone(), holds, decides: false, body }
    }
}

/// Returns how many children of a group are as the group wants them.
fn nearness(told: &Told) -> usize {
    match &told.body {
        Body::Group { matching, children, .. } => {
            children.iter().filter(|child| child.holds != (*matching == Matching::None)).count()
        }
        Body::Condition(_) => 0,
    }
}
