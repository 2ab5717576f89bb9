//! Makes an account of what the resolver did with one candidate.

use std::collections::HashSet;

use super::{Account, Exclusion, LinkTold, Outcome, RELATIONS_MAX, RelationTold, Stage, Verdict, What};
use crate::domain::block::{Behaviour, Block};
use crate::domain::id::{ProductId, TypeId};
use crate::domain::link::Link;
use crate::domain::sku::Sku;
use crate::index::explain::explain;
use crate::index::snapshot::{Doc, Snapshot, Standing};
use crate::pick::choose::{Ask, Context, Decision, Depth, sources};
use crate::pick::gate::{Gate, SourceOf};
use crate::pick::reason::{HiddenBecause, LeftOut, Origin, Unasked};
use crate::pick::stage::Filling;
use crate::pick::trail::{Seen, Tally, Trail};

/// What an account is made of.
pub struct Given<'a, 'b> {
    /// The catalogue.
    pub snapshot: &'a Snapshot,
    /// What was asked.
    pub ask: &'a Ask<'a>,
    /// What the page is about.
    pub context: Context<'b>,
    /// Who is asked about.
    pub candidate: Doc,
    /// What earlier blocks of the page show.
    pub earlier: &'b HashSet<Doc>,
}

impl<'a> Given<'a, '_> {
    /// Returns the account of a block's decision and of the trail that its candidate left.
    pub fn account(&self, mut decision: Decision<'a>) -> Account<'a> {
        let (block, trail) = (decision.block, &std::mem::take(&mut decision.trail));
        let gate = Gate::new(self.snapshot, self.ask, block.stock_policy, self.context, self.earlier);
        let filling = Filling::new(self.snapshot, self.ask, block, gate, Depth::Reasons);
        let mut account = Account {
            candidate: self.candidate,
            verdict: Verdict::NotBrought,
            earlier: None,
            exclusions: self.exclusions(&filling),
            stages: Vec::new(),
            more: 0,
            reasons: trail.seen.iter().filter_map(|seen| seen.because).collect(),
            decision,
        };
        if account.decision.hidden_because != Some(HiddenBecause::Off) {
            for doc in sources(self.context) {
                account.stages.push(self.links(block, trail, doc));
                let (relations, more) = self.relations(block, trail, &filling, doc);
                account.stages.extend(relations);
                account.more += more;
            }
            account.stages.extend(self.fallbacks(block, trail, &filling));
        }
        account.verdict = verdict(&account);
        account
    }

    /// Returns the exclusions: those that depend on the source for each, the others once.
    fn exclusions(&self, filling: &Filling<'_>) -> Vec<Exclusion> {
        let mut list = Vec::new();
        let mut add = |source: Option<Doc>, told: Vec<(LeftOut, bool)>| {
            for (because, holds) in told {
                let of_source = matches!(because, LeftOut::Source | LeftOut::Hidden);
                let exclusion = Exclusion { source: source.filter(|_| of_source), because, holds };
                if !list.contains(&exclusion) {
                    list.push(exclusion);
                }
            }
        };
        let sources = sources(self.context);
        for doc in &sources {
            add(Some(*doc), filling.exclusions(self.candidate, Some(&SourceOf::new(self.snapshot, *doc))));
        }
        if sources.is_empty() {
            add(None, filling.exclusions(self.candidate, None));
        }
        list
    }

    fn links(&self, block: &Block, trail: &Trail, source: Doc) -> Stage<'a> {
        let links = self.links_between(block, source);
        let outcome = match seen(trail, Some(source), |origin| matches!(origin, Origin::Link(_))) {
            _ if block.behaviour == Behaviour::RulesOnly => Outcome::NotUsed,
            Some(outcome) => outcome,
            None => Outcome::NotBrought,
        };
        Stage { source: Some(source), what: What::Links(links), outcome }
    }

    fn links_between(&self, block: &Block, source: Doc) -> Vec<LinkTold<'a>> {
        let snapshot = self.snapshot;
        let id = |doc: Doc| snapshot.product(doc).map(|view| view.id());
        let (Some(from), Some(to)) = (id(source), id(self.candidate)) else { return Vec::new() };
        let kinds = block.type_keys.iter().filter_map(|key| snapshot.vocabulary().relation_type(key));
        let kinds: Vec<TypeId> = kinds.map(|kind| kind.id).collect();
        let told = |link: &'a Link, other: ProductId, back: bool| {
            (other == to).then(|| LinkTold { link, back, holds: self.ask.holds(link) })
        };
        let there = kinds.iter().flat_map(|kind| snapshot.links(from, *kind));
        let back = kinds.iter().flat_map(|kind| snapshot.links_back(from, *kind));
        let there = there.filter_map(|link| told(link, link.target, false));
        there.chain(back.filter_map(|link| told(link, link.source, true))).collect()
    }

    /// Returns the relations of the block's types that stand on a source, those that bring the candidate for certain, and
    /// how many more.
    fn relations(
        &self,
        block: &Block,
        trail: &Trail,
        filling: &Filling<'_>,
        source: Doc,
    ) -> (Vec<Stage<'a>>, usize) {
        let mut standing = self.ask.standing_on(self.snapshot, &filling.circumstances, source);
        standing.retain(|standing| filling.unasked(standing) != Some(Unasked::OtherType));
        standing.sort_by(|left, right| {
            (left.relation.priority, &left.key).cmp(&(right.relation.priority, &right.key))
        });
        let total = standing.len();
        if total > RELATIONS_MAX {
            let brings = |key: &str| trail.seen.iter().any(|seen| is_of(&seen.origin, key));
            standing.sort_by_key(|standing| !brings(&standing.key));
            standing.truncate(RELATIONS_MAX);
            standing.sort_by(|left, right| {
                (left.relation.priority, &left.key).cmp(&(right.relation.priority, &right.key))
            });
        }
        let mut stages = Vec::new();
        let mut stopped_by: Option<&'a str> = None;
        for one in standing {
            let stage = self.relation(block, trail, filling, (source, one), stopped_by);
            let tally = trail.tallies.iter().find(|tally| is_tally(tally, source, &one.key));
            if one.relation.stop_here && tally.is_some_and(|tally| tally.added > 0) {
                stopped_by = stopped_by.or(Some(one.relation.name.as_str()));
            }
            stages.push(stage);
        }
        (stages, total.saturating_sub(RELATIONS_MAX))
    }

    fn relation(
        &self,
        block: &Block,
        trail: &Trail,
        filling: &Filling<'_>,
        (source, standing): (Doc, &'a Standing),
        stopped_by: Option<&'a str>,
    ) -> Stage<'a> {
        let (snapshot, candidate) = (self.snapshot, self.candidate);
        let target = &standing.relation.target;
        let names = |skus: &[Sku]| skus.iter().any(|sku| snapshot.find(sku.fold()) == Some(candidate));
        let rule = target.rule.as_ref();
        let told = RelationTold {
            standing,
            pinned: names(&target.pins),
            hidden: names(&target.hidden),
            listed: self.listed(standing, source),
            rule: rule
                .and_then(|rule| explain(snapshot, &filling.circumstances, rule, Some(source), candidate)),
            passed: trail
                .tallies
                .iter()
                .find(|tally| is_tally(tally, source, &standing.key))
                .map_or(0, |tally| tally.passed),
            stopped_by,
        };
        let fits = told.pinned || told.listed.unwrap_or(told.rule.as_ref().is_some_and(|rule| rule.holds));
        let outcome =
            match (filling.unasked(standing), seen(trail, Some(source), |o| is_of(o, &standing.key))) {
                _ if block.behaviour == Behaviour::LinksOnly => Outcome::NotUsed,
                (Some(unasked), _) => Outcome::Unasked(unasked),
                (None, Some(outcome)) => outcome,
                (None, None) if fits => Outcome::NotReached,
                (None, None) => Outcome::NotBrought,
            };
        Stage { source: Some(source), what: What::Relation(Box::new(told)), outcome }
    }

    /// Returns whether the candidate is on the list that a relation froze; none where it follows the catalogue.
    fn listed(&self, standing: &Standing, source: Doc) -> Option<bool> {
        let snapshot = self.snapshot;
        if standing.relation.keep_current || !snapshot.is_live(standing) {
            return None;
        }
        let id = |doc: Doc| snapshot.product(doc).map(|view| view.id());
        let list = snapshot.standing().frozen(standing.id, id(source), self.ask.locale)?;
        Some(id(self.candidate).is_some_and(|id| list.contains(&id)))
    }

    fn fallbacks(&self, block: &Block, trail: &Trail, filling: &Filling<'_>) -> Vec<Stage<'a>> {
        let stage = |source: Option<Doc>, fits: bool| {
            let told = seen(trail, source, |origin| *origin == Origin::Fallback);
            let outcome = match told {
                _ if !block.fallback => Outcome::NotUsed,
                Some(outcome) => outcome,
                None if !fits => Outcome::NotBrought,
                None if trail.seen.iter().any(|seen| seen.because.is_none()) => Outcome::Already,
                None => Outcome::NotReached,
            };
            Stage { source, what: What::Fallback, outcome }
        };
        let contains = |categories: &[crate::domain::id::CategoryId]| {
            filling.in_categories(categories).contains(self.candidate.0)
        };
        match self.context {
            Context::Nothing => vec![stage(None, self.snapshot.all().contains(self.candidate.0))],
            Context::Category(id) => vec![stage(None, contains(&[id]))],
            Context::Product(_) | Context::Cart(_) => {
                let fits =
                    |doc: Doc| self.snapshot.product(doc).is_some_and(|view| contains(&view.categories()));
                sources(self.context).into_iter().map(|doc| stage(Some(doc), fits(doc))).collect()
            }
        }
    }
}

/// Returns the one answer that the stages come to.
fn verdict(account: &Account<'_>) -> Verdict {
    let (decision, candidate) = (&account.decision, account.candidate);
    let outcomes = || account.stages.iter().map(|stage| stage.outcome);
    let taken = outcomes().any(|outcome| outcome == Outcome::Taken);
    let place = decision.picks.iter().position(|pick| pick.doc == candidate);
    let shown = place.and_then(|place| Some((place, decision.picks.get(place)?)));
    if let Some((place, pick)) = shown.filter(|_| taken) {
        return Verdict::Shown { place: place + 1, origin: pick.origin.clone() };
    }
    if let Some(because) = decision.hidden_because.filter(|because| taken || *because == HiddenBecause::Off) {
        return Verdict::Hidden(because);
    }
    let reasons = outcomes().filter_map(|outcome| match outcome {
        Outcome::LeftOut(because) => Some(because),
        _ => None,
    });
    match reasons.max() {
        Some(because) => Verdict::LeftOut(because),
        None if outcomes().any(|outcome| outcome == Outcome::NotReached) => Verdict::NotReached,
        None => Verdict::NotBrought,
    }
}

/// Returns what a stage did with the candidate last; none: it had nothing to do with it.
fn seen(trail: &Trail, source: Option<Doc>, is_it: impl Fn(&Origin) -> bool) -> Option<Outcome> {
    let is_it = |seen: &&Seen| seen.source == source && is_it(&seen.origin);
    let last = trail.seen.iter().filter(is_it).last()?;
    Some(match last.because {
        None => Outcome::Taken,
        Some(because) => Outcome::LeftOut(because),
    })
}

fn is_of(origin: &Origin, key: &str) -> bool {
    matches!(origin, Origin::Pin(own) | Origin::Rule(own) if own == key)
}

fn is_tally(tally: &Tally, source: Doc, key: &str) -> bool {
    tally.source == Some(source) && tally.key == key
}
