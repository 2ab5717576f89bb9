//! The stages of one block: links, relations, fallback; each adds to what the ones before brought.

use std::collections::{BTreeMap, HashMap, HashSet};

use roaring::RoaringBitmap;

use super::choose::{Ask, Context, DROPPED_MAX, Depth, Dropped, Pick};
use super::draw::{draw, weighted};
use super::gate::{Gate, SourceOf};
use super::list::Listed;
use super::order::{Shuffle, first};
use super::reason::{LeftOut, Origin, Unasked};
use super::trail::Trail;
use super::turn::in_turn;
use crate::domain::block::{Block, Rotation, StockPolicy};
use crate::domain::id::{CategoryId, TypeId};
use crate::domain::relation::Sort;
use crate::index::Circumstances;
use crate::index::snapshot::{Doc, Snapshot, Standing};

/// From so many candidates on, further relations are not asked where reasons are: no block shows as many.
pub const CANDIDATES_MAX: usize = 200;
/// The same where products out of stock give way to all others.
const CANDIDATES_MAX_OF_ALL: usize = 1_000;
/// So many candidates beyond a relation's limit are still told apart by reason; the rest counts as lost to the limit.
const BEYOND_LIMIT_MAX: usize = 500;

/// A block while it fills.
pub struct Filling<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) ask: &'a Ask<'a>,
    pub(super) circumstances: Circumstances,
    pub(super) today: chrono::NaiveDate,
    block: &'a Block,
    gate: Gate<'a>,
    depth: Depth,
    kinds: Vec<TypeId>,
    /// What passed, in order.
    pub picks: Vec<Pick>,
    taken: HashSet<Doc>,
    used: HashMap<String, usize>,
    told: HashSet<(Doc, LeftOut)>,
    /// How many were left out.
    pub left_out: BTreeMap<LeftOut, usize>,
    /// The first ones left out.
    pub dropped: Vec<Dropped>,
    /// What became of the one candidate that somebody asks about.
    pub trail: Trail,
    /// So many more than its limit are taken of a relation, whatever its minimum, for the caller to choose from.
    pub(super) spare: usize,
    /// So many are asked for.
    pub(super) wanted: usize,
}

impl<'a> Filling<'a> {
    /// Returns the block before anything is in it.
    pub fn new(
        snapshot: &'a Snapshot,
        ask: &'a Ask<'a>,
        block: &'a Block,
        gate: Gate<'a>,
        depth: Depth,
    ) -> Self {
        let vocabulary = snapshot.vocabulary();
        let zone = vocabulary.store_by_id(ask.store).map(|store| store.time_zone).unwrap_or_default();
        Self {
            snapshot,
            ask,
            circumstances: ask.circumstances(),
            today: ask.at.with_timezone(&zone).date_naive(),
            block,
            gate,
            depth,
            kinds: block
                .type_keys
                .iter()
                .filter_map(|key| vocabulary.relation_type(key))
                .map(|kind| kind.id)
                .collect(),
            picks: Vec::new(),
            taken: HashSet::new(),
            used: HashMap::new(),
            told: HashSet::new(),
            left_out: BTreeMap::new(),
            dropped: Vec::new(),
            trail: Trail::of(depth),
            spare: 0,
            wanted: block.maximum,
        }
    }

    /// The links of a source and those that point back at it, by position, then sku; type after type.
    pub fn links(&mut self, source: &SourceOf) {
        let snapshot = self.snapshot;
        let Some(id) = snapshot.product(source.doc).map(|view| view.id()) else { return };
        for kind in self.kinds.clone() {
            let there = snapshot.links(id, kind).iter().map(|link| (link, link.target));
            let back = snapshot.links_back(id, kind).iter().map(|link| (link, link.source));
            for (link, other) in in_turn(snapshot, there, back) {
                let other = Some(other).filter(|_| self.ask.holds(link));
                if let Some(doc) = other.and_then(|other| snapshot.find_id(other)) {
                    self.offer(doc, Some(source), Origin::Link(link.id));
                }
            }
        }
    }

    /// The relations that stand on a source, in turn.
    pub fn relations(&mut self, source: &SourceOf) {
        let mut stop: Option<u32> = None;
        for standing in self.turns(source) {
            if self.picks.len() >= self.enough() {
                return;
            }
            let is_stopped = stop.is_some_and(|priority| standing.relation.priority > priority);
            if is_stopped && self.depth == Depth::Picks {
                continue;
            }
            if !self.ask.does_stand(self.snapshot, &self.circumstances, standing, source.doc) {
                continue;
            }
            let added = self.relation(standing, Some(source), is_stopped);
            // In a draw a later relation may have the higher priority and say so, too.
            if added > 0 && standing.relation.stop_here {
                let priority = standing.relation.priority;
                stop = Some(stop.map_or(priority, |stop| stop.min(priority)));
            }
        }
    }

    /// Returns how many candidates are enough. Where no reasons are asked for, what comes behind a full block changes
    /// nothing.
    fn enough(&self) -> usize {
        let block = self.block.maximum.max(self.block.minimum);
        match (self.block.stock_policy, self.depth) {
            (StockPolicy::ShowLast, _) => CANDIDATES_MAX_OF_ALL.max(block),
            (_, Depth::Picks) => self.wanted.max(block),
            _ => CANDIDATES_MAX.max(block),
        }
    }

    /// Returns the relations that may show here and now on a source, in the order of the block's rotation. Whether they
    /// stand on it is asked of each when its turn comes: most blocks are full before.
    fn turns(&self, source: &SourceOf) -> Vec<&'a Standing> {
        let snapshot = self.snapshot;
        let mut turns = self.ask.may_stand(snapshot, source.doc);
        turns.retain(|standing| self.unasked(standing).is_none());
        let sku = snapshot.product(source.doc).map(|view| view.fold()).unwrap_or_default();
        let ticket = |standing: &Standing| draw(self.today, &[&sku, &standing.key]);
        match self.block.rotation {
            Rotation::ByPriority => turns.sort_by_key(|standing| (standing.relation.priority, &standing.key)),
            Rotation::ByPriorityThenRandom => {
                turns.sort_by_key(|standing| (standing.relation.priority, ticket(standing), &standing.key));
            }
            Rotation::WeightedRandom => turns.sort_by(|left, right| {
                let place = |standing: &Standing| weighted(ticket(standing), standing.relation.priority);
                place(left).total_cmp(&place(right)).then_with(|| left.key.cmp(&right.key))
            }),
        }
        turns
    }

    /// Returns why a relation is not asked here and now; none: it is. What is wrong with a draft stops nothing.
    pub fn unasked(&self, standing: &Standing) -> Option<Unasked> {
        if !self.kinds.contains(&standing.relation.kind) {
            return Some(Unasked::OtherType);
        }
        let is_draft = self.ask.draft.is_some_and(|draft| std::ptr::eq(draft, standing));
        if !is_draft && !standing.problems.is_empty() {
            return Some(Unasked::Broken);
        }
        self.ask.unasked(self.snapshot, standing)
    }

    /// Returns every exclusion of a candidate with whether it holds.
    pub fn exclusions(&self, candidate: Doc, source: Option<&SourceOf>) -> Vec<(LeftOut, bool)> {
        self.gate.exclusions(candidate, source)
    }

    /// Takes one relation's candidates in, and returns how many of them.
    pub fn relation(&mut self, standing: &Standing, source: Option<&SourceOf>, is_stopped: bool) -> usize {
        let relation = &standing.relation;
        let mut candidates = Listed::new(self.snapshot, self, standing, source.map(|source| source.doc));
        let hidden = self.hidden_by(standing);
        let used = self.used.get(&standing.key).copied().unwrap_or(0);
        let limit = usize::try_from(relation.limit).unwrap_or(usize::MAX).saturating_sub(used);
        let limit = limit.saturating_add(self.spare);
        let mut passed: Vec<(Doc, Origin)> = Vec::new();
        let mut seen: HashSet<Doc> = HashSet::new();
        let mut again = 0;
        while passed.len() < limit && !(is_stopped && seen.len() >= BEYOND_LIMIT_MAX) {
            let Some((doc, origin)) = candidates.next(self) else { break };
            if !seen.insert(doc) {
                continue;
            }
            match self.relation_reason(doc, source, &hidden, is_stopped) {
                Some(because) => {
                    again += usize::from(used > 0 && self.has_brought(standing, doc));
                    self.drop(doc, origin, because);
                }
                None => passed.push((doc, origin)),
            }
        }
        if self.depth != Depth::Picks {
            self.beyond(candidates, &seen, source, standing, is_stopped);
        }
        // Each line of a cart needs the minimum by itself; what the relation shows for an earlier one counts here too.
        let for_this = passed.len() + again;
        let minimum = usize::try_from(relation.minimum).unwrap_or(0);
        let is_used_up = used > 0 && passed.len() == limit;
        let is_enough = self.spare > 0 || is_used_up || for_this >= minimum;
        self.trail.tally(&standing.key, for_this, if is_enough { passed.len() } else { 0 });
        if !is_enough {
            for (doc, origin) in passed {
                self.drop(doc, origin, LeftOut::BelowMinimum);
            }
            return 0;
        }
        let added = passed.len();
        self.used.insert(standing.key.clone(), used + added);
        for (doc, origin) in passed {
            self.trail.see(doc, &origin, None);
            self.taken.insert(doc);
            self.picks.push(Pick { doc, source: source.map(|source| source.doc), origin });
        }
        added
    }

    /// Returns true when a relation shows a candidate already, for an earlier source.
    fn has_brought(&self, standing: &Standing, doc: Doc) -> bool {
        let is_its = |origin: &Origin| match origin {
            Origin::Pin(key) | Origin::Rule(key) => *key == standing.key,
            Origin::Link(_) | Origin::Fallback => false,
        };
        self.picks.iter().any(|pick| pick.doc == doc && is_its(&pick.origin))
    }

    fn hidden_by(&self, standing: &Standing) -> HashSet<Doc> {
        let skus = standing.relation.target.hidden.iter();
        skus.filter_map(|sku| self.snapshot.find(sku.fold())).collect()
    }

    /// Tells why the candidates that a relation did not come to are left out: the first ones each, the rest in one.
    fn beyond(
        &mut self,
        candidates: Listed<'_>,
        seen: &HashSet<Doc>,
        source: Option<&SourceOf>,
        standing: &Standing,
        is_stopped: bool,
    ) {
        let origin = || Origin::Rule(standing.key.clone());
        let hidden = self.hidden_by(standing);
        let mut beyond = candidates.rest(seen);
        for doc in beyond.by_ref().take(BEYOND_LIMIT_MAX) {
            let reason = self.relation_reason(doc, source, &hidden, is_stopped);
            self.drop(doc, origin(), reason.unwrap_or(LeftOut::RelationLimit));
        }
        let rest = match self.trail.watched {
            None => beyond.count(),
            Some(_) => beyond.map(|doc| self.trail.see(doc, &origin(), Some(LeftOut::RelationLimit))).count(),
        };
        if rest > 0 {
            *self.left_out.entry(LeftOut::RelationLimit).or_default() += rest;
        }
    }

    /// Best-selling products of the sources' categories fill what is left free.
    pub fn fallback(&mut self, context: Context<'_>, maximum: usize) {
        self.trail.source = None;
        let free = maximum.saturating_sub(self.picks.len());
        if free == 0 {
            return;
        }
        let sources: Vec<SourceOf> = match context {
            Context::Product(doc) => vec![SourceOf::new(self.snapshot, doc)],
            Context::Cart(lines) => lines.iter().map(|doc| SourceOf::new(self.snapshot, *doc)).collect(),
            Context::Category(id) => return self.best(&self.in_categories(&[id]), None, maximum),
            Context::Nothing => return self.best(&self.snapshot.all().clone(), None, maximum),
        };
        for source in &sources {
            let categories = self.snapshot.product(source.doc).map(|view| view.categories());
            let set = self.in_categories(&categories.unwrap_or_default());
            self.trail.source = Some(source.doc);
            self.best(&set, Some(source), maximum);
        }
    }

    /// Returns the products of categories and of those below them.
    pub fn in_categories(&self, categories: &[CategoryId]) -> RoaringBitmap {
        let vocabulary = self.snapshot.vocabulary();
        let all: Vec<CategoryId> = categories.iter().flat_map(|id| vocabulary.subtree(*id)).collect();
        self.snapshot.in_categories(&all)
    }

    fn best(&mut self, set: &RoaringBitmap, source: Option<&SourceOf>, maximum: usize) {
        let shuffle = Shuffle { day: self.today, source: "", relation: "" };
        let whole = usize::try_from(set.len()).unwrap_or(usize::MAX);
        for count in [maximum.saturating_mul(8).saturating_add(64).min(whole), whole] {
            for doc in first(self.snapshot, &self.circumstances, set, Sort::BestSelling, shuffle, count) {
                if self.picks.len() >= maximum {
                    return;
                }
                if !self.taken.contains(&doc) {
                    self.offer(doc, source, Origin::Fallback);
                }
            }
            if count == whole {
                return;
            }
        }
    }

    /// Takes a candidate in, or tells why not.
    fn offer(&mut self, doc: Doc, source: Option<&SourceOf>, origin: Origin) {
        match self.reason(doc, source) {
            Some(because) => self.drop(doc, origin, because),
            None => {
                self.trail.see(doc, &origin, None);
                self.taken.insert(doc);
                self.picks.push(Pick { doc, source: source.map(|source| source.doc), origin });
            }
        }
    }

    fn reason(&self, doc: Doc, source: Option<&SourceOf>) -> Option<LeftOut> {
        self.gate.reason(doc, source).or_else(|| self.taken.contains(&doc).then_some(LeftOut::Earlier))
    }

    fn relation_reason(
        &self,
        doc: Doc,
        source: Option<&SourceOf>,
        hidden: &HashSet<Doc>,
        is_stopped: bool,
    ) -> Option<LeftOut> {
        let reason = self.reason(doc, source).or_else(|| hidden.contains(&doc).then_some(LeftOut::Hidden));
        reason.or_else(|| is_stopped.then_some(LeftOut::Stopped))
    }

    /// Tells that a candidate is left out; the same one for the same reason once. Nobody hears where picks alone are
    /// asked for.
    pub fn drop(&mut self, doc: Doc, origin: Origin, because: LeftOut) {
        self.trail.see(doc, &origin, Some(because));
        if self.depth == Depth::Picks || !self.told.insert((doc, because)) {
            return;
        }
        *self.left_out.entry(because).or_default() += 1;
        if self.dropped.len() < DROPPED_MAX {
            self.dropped.push(Dropped { doc, origin, because });
        }
    }

    /// Puts those that have to give way behind all others; both keep their order.
    pub fn give_way(&mut self) {
        let (last, here): (Vec<Pick>, Vec<Pick>) =
            std::mem::take(&mut self.picks).into_iter().partition(|pick| self.gate.is_last(pick.doc));
        self.picks = here;
        self.picks.extend(last);
    }
}
