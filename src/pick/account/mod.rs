//! Account: why one candidate is shown in a block, or not: every exclusion and every stage in turn, each with its verdict.
//!
//! What is told is what the resolver did: `choose` is asked as always, with an eye on the one candidate; the rest of the
//! account only says what the stages that had nothing to do with it are about. `given` makes it. Goes on to pages and the
//! API.

mod given;

#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashSet};

use super::choose::{self, Ask, Context, Decision, Depth, choose};
use super::reason::{HiddenBecause, LeftOut, Origin, Unasked};
use crate::domain::block::{Block, Page};
use crate::domain::link::Link;
use crate::index::explain::Told;
use crate::index::snapshot::{Doc, Snapshot, Standing};
use given::Given;

/// Most relations of one source that are told one by one; the others are counted.
pub const RELATIONS_MAX: usize = 50;

/// Why a candidate is shown in a block, or not.
#[derive(Debug, Clone)]
pub struct Account<'a> {
    /// What the block shows, to everybody.
    pub decision: Decision<'a>,
    /// Who is asked about.
    pub candidate: Doc,
    /// The one answer.
    pub verdict: Verdict,
    /// The block of the page that shows it already; none: no earlier one does.
    pub earlier: Option<&'a Block>,
    /// What leaves products out of this block, with whether it holds for this one.
    pub exclusions: Vec<Exclusion>,
    /// The stages in their order, those of each source in turn; none where the block is switched off.
    pub stages: Vec<Stage<'a>>,
    /// Relations that stand here and are not told one by one.
    pub more: usize,
    /// Every reason for which the resolver left it out, at any stage.
    pub reasons: BTreeSet<LeftOut>,
}

/// The one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Shown, at this place counted from 1.
    Shown {
        /// Where.
        place: usize,
        /// By which stage.
        origin: Origin,
    },
    /// Some stage brings it and it is left out. Of several reasons it is the one that came closest to showing it.
    LeftOut(LeftOut),
    /// It would be shown, but the whole block is not.
    Hidden(HiddenBecause),
    /// A stage would bring it and was not asked, because the block had candidates enough.
    NotReached,
    /// No stage brings it.
    NotBrought,
}

/// One exclusion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    /// For which source; none: for all.
    pub source: Option<Doc>,
    /// Which one.
    pub because: LeftOut,
    /// It holds, so that the candidate is left out.
    pub holds: bool,
}

/// One stage.
#[derive(Debug, Clone)]
pub struct Stage<'a> {
    /// For which source; none on pages without one.
    pub source: Option<Doc>,
    /// What it is.
    pub what: What<'a>,
    /// What it did with the candidate.
    pub outcome: Outcome,
}

/// What a stage is.
#[derive(Debug, Clone)]
pub enum What<'a> {
    /// The links between source and candidate, of the types that the block shows.
    Links(Vec<LinkTold<'a>>),
    /// A relation that stands on the source.
    Relation(Box<RelationTold<'a>>),
    /// Best-selling products fill what is free.
    Fallback,
}

/// What a stage did with the candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Took it in.
    Taken,
    /// Brought it; it was left out.
    LeftOut(LeftOut),
    /// Has nothing to do with it.
    NotBrought,
    /// Would bring it, and was not asked or not to the end: enough had come before.
    NotReached,
    /// Would bring it; an earlier stage had done so already.
    Already,
    /// A relation that does not show here and now.
    Unasked(Unasked),
    /// The block does not use this stage.
    NotUsed,
}

/// A link between source and candidate.
#[derive(Debug, Clone)]
pub struct LinkTold<'a> {
    /// Which one.
    pub link: &'a Link,
    /// It is the other's two-way link.
    pub back: bool,
    /// It holds in this store at this moment.
    pub holds: bool,
}

/// A relation and the candidate.
#[derive(Debug, Clone)]
pub struct RelationTold<'a> {
    /// Which one.
    pub standing: &'a Standing,
    /// It pins the candidate.
    pub pinned: bool,
    /// It never shows the candidate.
    pub hidden: bool,
    /// Its list was frozen: whether the candidate is on it; none: it follows the catalogue.
    pub listed: Option<bool>,
    /// Its rule with every condition; none: it has no rule.
    pub rule: Option<Told>,
    /// How many of its candidates passed.
    pub passed: usize,
    /// The name of the relation before it that says *stop here*.
    pub stopped_by: Option<&'a str>,
}

/// Returns for how many sources an account is given: the lines of a cart, or one product.
pub fn source_count(account: &Account<'_>) -> usize {
    account.stages.iter().filter_map(|stage| stage.source).collect::<BTreeSet<_>>().len()
}

/// Returns why every block of a page shows a candidate, or not.
pub fn page<'a>(
    snapshot: &'a Snapshot,
    ask: &'a Ask<'a>,
    page: Page,
    context: Context<'_>,
    candidate: Doc,
) -> Vec<Account<'a>> {
    page_of(snapshot, ask, page, context, None, candidate)
}

/// Returns the same, each block with so many picks at most in the place of its own maximum.
pub fn page_of<'a>(
    snapshot: &'a Snapshot,
    ask: &'a Ask<'a>,
    page: Page,
    context: Context<'_>,
    maximum: Option<usize>,
    candidate: Doc,
) -> Vec<Account<'a>> {
    let mut earlier = HashSet::new();
    let mut shows: Option<&Block> = None;
    let mut accounts = Vec::new();
    for decision in choose::page_of(snapshot, ask, page, context, maximum, Depth::Candidate(candidate)) {
        let picks: Vec<Doc> = decision.picks.iter().map(|pick| pick.doc).collect();
        let block = decision.block;
        let given = Given { snapshot, ask, context, candidate, earlier: &earlier };
        accounts.push(Account { earlier: shows, ..given.account(decision) });
        if picks.contains(&candidate) {
            shows = shows.or(Some(block));
        }
        earlier.extend(picks);
    }
    accounts
}

/// Returns why one block shows a candidate, or not, when it stands alone.
pub fn block<'a>(
    snapshot: &'a Snapshot,
    ask: &'a Ask<'a>,
    block: &'a Block,
    context: Context<'_>,
    maximum: usize,
    candidate: Doc,
) -> Account<'a> {
    let decision = choose(snapshot, ask, block, context, maximum, Depth::Candidate(candidate));
    let earlier = HashSet::new();
    Given { snapshot, ask, context, candidate, earlier: &earlier }.account(decision)
}
