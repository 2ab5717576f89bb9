//! The products of both sides: skus by their shape, rules by their own gate.

use std::collections::HashSet;

use super::Findings;
use crate::domain::relation::SKUS_MAX;
use crate::domain::relation::draft::SourceKind;
use crate::domain::relation::kind::{Source, Target};
use crate::domain::rule;
use crate::domain::rule::check::Side;
use crate::domain::rule::draft::Body;
use crate::domain::rule::tree::Rule;
use crate::domain::sku::Sku;

/// How many wrong skus of a list are told one by one.
const WRONG_TOLD_MAX: usize = 5;

pub(super) fn source(findings: &mut Findings<'_>) -> Source {
    let draft = findings.draft;
    match draft.source_kind {
        SourceKind::One => match Sku::parse(&draft.source_sku) {
            Ok(sku) => Source::One(sku),
            Err(_) if draft.source_sku.trim().is_empty() => {
                findings.problems.add("source_sku", "Give the sku of the product it shows on.");
                Source::List(Vec::new())
            }
            Err(message) => {
                findings.problems.add("source_sku", message);
                Source::List(Vec::new())
            }
        },
        SourceKind::List => {
            let listed = skus("source_skus", &draft.source_skus, findings);
            if listed.is_empty() && findings.problems.first("source_skus").is_none() {
                findings.problems.add("source_skus", "List at least one sku.");
            }
            Source::List(listed)
        }
        SourceKind::Rule => source_rule(findings),
        SourceKind::All => Source::All,
    }
}

fn source_rule(findings: &mut Findings<'_>) -> Source {
    let draft = &findings.draft.source_rule;
    let before = findings.problems.0.len();
    match rule(draft, Side::Source, findings) {
        Some(rule) => return Source::Rule(rule),
        None if findings.problems.0.len() == before => {
            findings
                .problems
                .add(root(draft, "s0"), "Every row of this rule is muted: it shows on no product.");
        }
        None => {}
    }
    Source::List(Vec::new())
}

pub(super) fn target(findings: &mut Findings<'_>) -> Target {
    let draft = findings.draft;
    let pins = skus("pins", &draft.pins, findings);
    let hidden = skus("hidden", &draft.hidden, findings);
    let begun = draft.target_rule.nodes.len() > 1
        || draft.target_rule.nodes.iter().any(|node| matches!(node.body, Body::Condition(_)));
    let before = findings.problems.0.len();
    let rule = if begun { rule(&draft.target_rule, Side::Target, findings) } else { None };
    let silent = findings.problems.0.len() == before;
    if rule.is_none() && pins.is_empty() && silent {
        let place = root(&draft.target_rule, "t0");
        findings.problems.add(place, "Say which products it shows: add a condition, or pin a product.");
    }
    Target { pins, rule, hidden }
}

fn root(draft: &rule::draft::Draft, otherwise: &str) -> String {
    draft.nodes.first().map_or_else(|| otherwise.to_owned(), |root| root.id.to_string())
}

fn rule(draft: &rule::draft::Draft, side: Side, findings: &mut Findings<'_>) -> Option<Rule> {
    let checked = rule::check::check(draft, findings.vocabulary, side);
    findings.problems.0.extend(checked.problems.0);
    findings.unfinished.extend(checked.unfinished);
    checked.rule
}

/// Returns the skus that are right, each once, in their order; empty ones are no skus.
fn skus(place: &str, typed: &[String], findings: &mut Findings<'_>) -> Vec<Sku> {
    let mut seen = HashSet::new();
    let mut skus = Vec::new();
    let mut wrong = 0_usize;
    for (at, text) in typed.iter().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
        match Sku::parse(text) {
            Ok(sku) if seen.contains(sku.fold()) => {}
            Ok(sku) => {
                seen.insert(sku.fold().to_owned());
                skus.push(sku);
            }
            Err(message) => {
                wrong += 1;
                if wrong <= WRONG_TOLD_MAX {
                    findings.problems.add(place, format!("Number {}: {message}", at + 1));
                }
            }
        }
    }
    if wrong > WRONG_TOLD_MAX {
        findings.problems.add(place, format!("{} more skus are wrong.", wrong - WRONG_TOLD_MAX));
    }
    if skus.len() > SKUS_MAX {
        findings.problems.add(place, format!("A list has at most 10,000 skus; this one has {}.", skus.len()));
        skus.truncate(SKUS_MAX);
    }
    skus
}
