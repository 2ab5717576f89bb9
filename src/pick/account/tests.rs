//! Accounts as tables: shop and candidate in, the verdict and what each stage did out.

use super::{Account, Verdict, What, block, page};
use crate::domain::block::{Behaviour, Block, Page};
use crate::domain::id::{ProductId, StoreId};
use crate::domain::relation::Kept;
use crate::domain::relation::draft::SourceKind;
use crate::domain::rule::fixture;
use crate::index::build::{Everything, build};
use crate::index::sample::{everything, link, now, relation, usd};
use crate::index::snapshot::Snapshot;
use crate::pick::choose::{Ask, Context, Depth, choose};
use crate::pick::reason::LeftOut;

const SHOP: &str = "
    a cat=cameras brand=sony price=100 sold=1
    b cat=cameras brand=sony price=110 sold=9
    c cat=cameras brand=sony price=120 sold=8
    d cat=cameras brand=canon price=130 sold=7
    e cat=bags brand=canon price=140 sold=6
    f cat=bags price=150 sold=5
    out cat=cameras brand=sony price=111 sold=20 stock=0
    off cat=cameras brand=sony price=112 sold=21 off
";

fn shop(relations: Vec<Kept>) -> Snapshot {
    build(Everything {
        relations,
        links: vec![link(1, 1, 5, 1)],
        hidden: vec![(ProductId(1), ProductId(4))],
        ..everything(SHOP)
    })
}

fn told(shop: &Snapshot, block_: &Block, sku: &str) -> String {
    let locale = fixture::english();
    let asked = Ask {
        store: StoreId(1),
        locale: &locale,
        currency: usd(),
        segment: None,
        at: now(),
        exclude: &[],
        draft: None,
    };
    let context = Context::Product(shop.find("a").unwrap());
    let candidate = shop.find(sku).unwrap();
    let account = block(shop, &asked, block_, context, block_.maximum, candidate);
    let decision = choose(shop, &asked, block_, context, block_.maximum, Depth::Reasons);
    let shown = decision.picks.iter().any(|pick| pick.doc == candidate);
    assert_eq!(matches!(account.verdict, Verdict::Shown { .. }), shown, "{sku}: {account:#?}");
    words(&account)
}

fn words(account: &Account<'_>) -> String {
    let stages = account.stages.iter().map(|stage| {
        let what = match &stage.what {
            What::Links(links) => format!("links {}", links.len()),
            What::Relation(told) => told.standing.key.clone(),
            What::Fallback => "fallback".to_owned(),
        };
        format!("{what} {:?}", stage.outcome)
    });
    let verdict = match &account.verdict {
        Verdict::Shown { place, .. } => format!("place {place}"),
        other => format!("{other:?}"),
    };
    format!("{verdict}: {}", stages.collect::<Vec<_>>().join(", "))
}

fn related(shop: &Snapshot) -> Block {
    shop.vocabulary().block("pdp-related").unwrap().clone()
}

#[test]
fn every_stage_says_what_it_did_with_the_candidate() {
    let shop = shop(vec![
        relation(1, "sony", "brand equal sony", |draft| draft.priority = "1".into()),
        relation(2, "bags", "category equal bags", |draft| {
            (draft.priority, draft.hidden) = ("2".into(), vec!["f".into()]);
        }),
        relation(3, "canon", "brand equal canon", |draft| draft.priority = "3".into()),
    ]);
    let block = related(&shop);
    for (sku, expected) in [
        ("b", "place 2: links 0 NotBrought, sony Taken, bags NotBrought, canon NotBrought, fallback NotUsed"),
        (
            "e",
            "place 1: links 1 Taken, sony NotBrought, bags LeftOut(Earlier), canon LeftOut(Earlier), fallback NotUsed",
        ),
        (
            "a",
            "LeftOut(Source): links 0 NotBrought, sony LeftOut(Source), bags NotBrought, canon NotBrought, fallback NotUsed",
        ),
        (
            "out",
            "LeftOut(OutOfStock): links 0 NotBrought, sony LeftOut(OutOfStock), bags NotBrought, canon NotBrought, fallback NotUsed",
        ),
        (
            "off",
            "LeftOut(Inactive): links 0 NotBrought, sony LeftOut(Inactive), bags NotBrought, canon NotBrought, fallback NotUsed",
        ),
        (
            "f",
            "LeftOut(Hidden): links 0 NotBrought, sony NotBrought, bags LeftOut(Hidden), canon NotBrought, fallback NotUsed",
        ),
        (
            "d",
            "LeftOut(Hidden): links 0 NotBrought, sony NotBrought, bags NotBrought, canon LeftOut(Hidden), fallback NotUsed",
        ),
    ] {
        assert_eq!(told(&shop, &block, sku), expected, "{sku}");
    }
}

#[test]
fn limit_minimum_stop_here_and_a_full_block_are_told_apart() {
    let shop = shop(vec![
        relation(1, "few", "sku in b|c", |draft| (draft.priority, draft.minimum) = ("1".into(), "3".into())),
        relation(2, "one", "brand equal sony", |draft| {
            (draft.priority, draft.limit, draft.stop_here) = ("2".into(), "1".into(), true);
        }),
        relation(3, "after", "category equal bags", |draft| draft.priority = "3".into()),
        relation(4, "paused", "category equal bags", |draft| draft.active = false),
    ]);
    let block = related(&shop);
    let full = Block { maximum: 1, ..block.clone() };
    for (block, sku, expected) in [
        (
            &block,
            "c",
            "LeftOut(RelationLimit): links 0 NotBrought, few LeftOut(BelowMinimum), one LeftOut(RelationLimit), after NotBrought, paused Unasked(Off), fallback NotUsed",
        ),
        (
            &block,
            "f",
            "LeftOut(Stopped): links 0 NotBrought, few NotBrought, one NotBrought, after LeftOut(Stopped), paused Unasked(Off), fallback NotUsed",
        ),
        (
            &full,
            "b",
            "LeftOut(BlockFull): links 0 NotBrought, few LeftOut(BelowMinimum), one LeftOut(BlockFull), after NotBrought, paused Unasked(Off), fallback NotUsed",
        ),
    ] {
        assert_eq!(told(&shop, block, sku), expected, "{sku}");
    }
}

#[test]
fn a_block_says_which_stages_it_does_not_use_and_when_it_hides_itself() {
    let shop = shop(vec![relation(1, "sony", "brand equal sony", |_| {})]);
    let block = related(&shop);
    let with = |change: &dyn Fn(&mut Block), sku: &str| {
        let mut block = block.clone();
        change(&mut block);
        told(&shop, &block, sku)
    };
    assert_eq!(
        with(&|block| block.behaviour = Behaviour::LinksOnly, "b"),
        "NotBrought: links 0 NotBrought, sony NotUsed, fallback NotUsed"
    );
    assert_eq!(
        with(&|block| block.behaviour = Behaviour::RulesOnly, "e"),
        "NotBrought: links 1 NotUsed, sony NotBrought, fallback NotUsed"
    );
    assert_eq!(
        with(&|block| block.minimum = 7, "b"),
        "Hidden(BelowMinimum): links 0 NotBrought, sony Taken, fallback NotUsed"
    );
    assert_eq!(with(&|block| block.off_stores = vec![StoreId(1)], "b"), "Hidden(Off): ");
    assert_eq!(
        with(&|block| (block.fallback, block.maximum) = (true, 4), "d"),
        "LeftOut(Hidden): links 0 NotBrought, sony NotBrought, fallback LeftOut(Hidden)"
    );
    assert_eq!(
        with(&|block| (block.fallback, block.maximum) = (true, 4), "b"),
        "place 2: links 0 NotBrought, sony Taken, fallback Already"
    );
    assert_eq!(
        with(&|block| (block.fallback, block.maximum, block.type_keys) = (true, 1, Vec::new()), "c"),
        "NotReached: links 0 NotBrought, fallback NotReached"
    );
}

#[test]
fn a_product_of_an_earlier_block_is_told_which_one() {
    let shop = shop(vec![
        relation(1, "first", "brand equal sony", |_| {}),
        relation(2, "second", "brand equal sony", |draft| draft.kind = "up-sell".into()),
    ]);
    let locale = fixture::english();
    let asked = Ask {
        store: StoreId(1),
        locale: &locale,
        currency: usd(),
        segment: None,
        at: now(),
        exclude: &[],
        draft: None,
    };
    let context = Context::Product(shop.find("a").unwrap());
    let accounts = page(&shop, &asked, Page::Product, context, shop.find("b").unwrap());
    assert_eq!(accounts[1].verdict, Verdict::LeftOut(LeftOut::Earlier));
    assert_eq!(accounts[1].earlier.map(|block| block.key.as_str()), Some("pdp-related"));
    assert_eq!(accounts[0].earlier.map(|block| block.key.as_str()), None);
}

#[test]
fn why_a_relation_is_not_asked_is_told() {
    let on = |change: &dyn Fn(&mut crate::domain::relation::draft::Draft)| {
        let shop = shop(vec![relation(1, "r", "brand equal sony", |draft| change(draft))]);
        let told = told(&shop, &related(&shop), "b");
        told.split(", ").find(|stage| stage.starts_with("r ")).map(str::to_owned).unwrap_or_default()
    };
    assert_eq!(on(&|draft| draft.stores = Some(vec!["de".into()])), "r Unasked(OtherStore)");
    assert_eq!(on(&|draft| draft.segments = Some(vec!["vip".into()])), "r Unasked(OtherSegment)");
    assert_eq!(on(&|draft| draft.until = "2026-11-21T13:00".into()), "r Unasked(OutsideSchedule)");
    assert_eq!(on(&|draft| draft.kind = "up-sell".into()), "", "one of another type is not told of");
    assert_eq!(on(&|draft| draft.target_rule = fixture::rule("brand equal gone")), "r Unasked(Broken)");
    assert_eq!(
        on(&|draft| (draft.source_kind, draft.source_sku) = (SourceKind::One, "b".into())),
        "",
        "one that does not stand here is not told of"
    );
}
