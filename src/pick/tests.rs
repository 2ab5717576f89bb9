//! What a block shows, as tables: catalogue, links and relations in, skus and reasons out.

mod filling;
mod frozen;
mod rotation;

use std::collections::BTreeMap;

use super::choose::{Ask, Context, Decision, Depth, choose, page};
use super::reason::{HiddenBecause, LeftOut, Origin};
use crate::domain::block::{Behaviour, Block, Page, Rotation, StockPolicy};
use crate::domain::id::{ProductId, RelationId, StoreId};
use crate::domain::locale::Locale;
use crate::domain::relation::Kept;
use crate::domain::relation::draft::{Draft, SourceKind};
use crate::domain::rule::fixture;
use crate::index::build::{Everything, build};
use crate::index::sample::{everything, link, now, relation, skus, usd};
use crate::index::snapshot::{Doc, Snapshot};

const SHOP: &str = "
    a cat=cameras brand=sony price=100 sold=1
    b cat=cameras brand=sony price=110 sold=9
    c cat=cameras brand=sony price=120 sold=8
    d cat=cameras brand=canon price=130 sold=7
    e cat=bags brand=canon price=140 sold=6
    f cat=bags price=150 sold=5
    out cat=cameras brand=sony price=111 sold=20 stock=0
    off cat=cameras brand=sony price=112 sold=21 off
    late cat=cameras brand=sony price=113 sold=22 from=2027-01-01
    else cat=cameras brand=sony price=114 sold=23 stores=de
    free cat=cameras brand=sony price=none sold=24
";

fn ask(locale: &Locale) -> Ask<'_> {
    let (store, at) = (StoreId(1), now());
    Ask { store, locale, currency: usd(), segment: None, at, exclude: &[], draft: None }
}

fn related<'a>(shop: &'a Snapshot, sku: &str) -> Decision<'a> {
    with(shop, sku, shop.vocabulary().block("pdp-related").unwrap())
}

fn with<'a>(shop: &'a Snapshot, sku: &str, block: &'a Block) -> Decision<'a> {
    let source = shop.find(sku).unwrap();
    choose(shop, &ask(&fixture::english()), block, Context::Product(source), block.maximum, Depth::Reasons)
}

fn shown(shop: &Snapshot, decision: &Decision<'_>) -> String {
    skus(shop, decision.picks.iter().map(|pick| pick.doc)).join(" ")
}

fn reasons(decision: &Decision<'_>) -> String {
    let told: Vec<String> = decision.left_out.iter().map(|(why, count)| format!("{why:?} {count}")).collect();
    told.join(", ")
}

fn relations(list: Vec<Kept>) -> Snapshot {
    build(Everything { relations: list, ..everything(SHOP) })
}

fn on_one(draft: &mut Draft, sku: &str) {
    draft.source_kind = SourceKind::One;
    draft.source_sku = sku.into();
}

#[test]
fn every_exclusion_is_counted_with_its_reason() {
    let shop = relations(vec![relation(1, "sony", "brand equal sony", |_| {})]);
    let decision = related(&shop, "a");
    assert_eq!(shown(&shop, &decision), "b c");
    assert_eq!(reasons(&decision), "Source 1, Inactive 1, OutsideDates 1, NotInStore 2, OutOfStock 1");
    assert_eq!((decision.total, decision.hidden_because), (2, None));
    assert_eq!(decision.picks[0].origin, Origin::Rule("sony".into()));
}

#[test]
fn links_come_first_by_position_then_sku_and_pass_the_same_gate() {
    let mut all = everything(SHOP);
    all.links =
        vec![link(1, 1, 6, 2), link(2, 1, 5, 2), link(3, 1, 4, 1), link(4, 1, 8, 0), link(5, 1, 7, 0)];
    all.hidden = vec![(ProductId(1), ProductId(5))];
    all.relations = vec![relation(1, "sony", "brand equal sony", |_| {})];
    let shop = build(all);
    let decision = related(&shop, "a");
    assert_eq!(shown(&shop, &decision), "d f b c");
    assert_eq!(
        reasons(&decision),
        "Source 1, Inactive 1, OutsideDates 1, NotInStore 2, OutOfStock 1, Hidden 1"
    );
}

#[test]
fn a_two_way_link_shows_on_both_pages_while_it_holds() {
    let mut all = everything(SHOP);
    let mut both = link(1, 1, 6, 1);
    both.two_way = true;
    let mut past = link(2, 1, 2, 1);
    past.valid_until = Some(now());
    let mut german = link(3, 1, 3, 1);
    german.store = Some(StoreId(2));
    all.links = vec![both, past, german];
    let shop = build(all);
    assert_eq!(
        (shown(&shop, &related(&shop, "a")).as_str(), shown(&shop, &related(&shop, "f")).as_str()),
        ("f", "a")
    );
    assert_eq!(related(&shop, "b").hidden_because, Some(HiddenBecause::Empty));
}

#[test]
fn relations_fill_by_priority_then_key_pins_first_up_to_their_limit() {
    let shop = relations(vec![
        relation(1, "z", "brand equal canon", |draft| {
            draft.limit = "1".into();
            draft.priority = "2".into();
        }),
        relation(2, "y", "brand equal sony", |draft| {
            draft.priority = "2".into();
            draft.pins = vec!["F".into(), "gone".into(), "out".into()];
            draft.limit = "2".into();
        }),
        relation(3, "x", "", |draft| {
            draft.priority = "1".into();
            draft.pins = vec!["e".into()];
        }),
    ]);
    let decision = related(&shop, "a");
    assert_eq!(shown(&shop, &decision), "e f b d");
    let origins: Vec<_> = decision.picks.iter().map(|pick| pick.origin.clone()).collect();
    let (pin, rule) = (|key: &str| Origin::Pin(key.into()), |key: &str| Origin::Rule(key.into()));
    assert_eq!(origins, [pin("x"), pin("y"), rule("y"), rule("z")]);
    assert_eq!(decision.left_out[&LeftOut::RelationLimit], 1);
}

#[test]
fn a_relation_below_its_minimum_gives_its_places_to_the_next_and_stops_nothing() {
    let few = |stop: &str, minimum: &str| {
        let (stop, minimum) = (stop == "stop", minimum.to_owned());
        let shop = relations(vec![
            relation(1, "few", "brand equal canon", move |draft| {
                draft.priority = "1".into();
                draft.minimum = minimum;
                draft.stop_here = stop;
            }),
            relation(2, "next", "category equal bags", |draft| draft.priority = "2".into()),
        ]);
        let decision = related(&shop, "a");
        format!("{}: {}", shown(&shop, &decision), reasons(&decision))
    };
    assert_eq!(few("", "2"), "d e f: Earlier 1");
    assert_eq!(few("", "3"), "e f: BelowMinimum 2");
    assert_eq!(few("stop", "3"), "e f: BelowMinimum 2");
    assert_eq!(few("stop", "2"), "d e: Earlier 1, Stopped 1");
}

#[test]
fn a_matching_relation_that_yields_nothing_lets_the_next_one_fill() {
    let shop = relations(vec![
        relation(1, "nothing", "price greater 1000", |draft| {
            draft.priority = "1".into();
            draft.stop_here = true;
        }),
        relation(2, "next", "category equal bags", |_| {}),
    ]);
    assert_eq!(shown(&shop, &related(&shop, "a")), "e f");
}

#[test]
fn a_relation_shows_only_while_it_is_on_here() {
    let on = |change: fn(&mut Draft)| {
        let shop = relations(vec![relation(1, "r", "category equal bags", change)]);
        shown(&shop, &related(&shop, "a"))
    };
    assert_eq!(on(|_| {}), "e f");
    assert_eq!(on(|draft| draft.active = false), "");
    assert_eq!(on(|draft| draft.kind = "up-sell".into()), "");
    assert_eq!(on(|draft| draft.stores = Some(vec!["de".into()])), "");
    assert_eq!(on(|draft| draft.stores = Some(Vec::new())), "");
    assert_eq!(on(|draft| draft.segments = Some(vec!["vip".into()])), "");
    assert_eq!(on(|draft| draft.until = "2026-11-21T13:00".into()), "");
    assert_eq!(on(|draft| draft.until = "2026-11-21T13:01".into()), "e f");
    assert_eq!(on(|draft| draft.from = "2026-11-21T13:01".into()), "");
    assert_eq!(on(|draft| draft.weekdays = vec!["sat".into()]), "e f");
    assert_eq!(on(|draft| draft.weekdays = vec!["sun".into()]), "");
    assert_eq!(on(|draft| on_one(draft, "b")), "");
    assert_eq!(on(|draft| draft.hidden = vec!["E".into()]), "f");
    assert_eq!(on(|draft| draft.sort = "price_desc".into()), "f e");
}

#[test]
fn a_broken_relation_shows_nothing_and_is_never_widened() {
    let shop = relations(vec![
        relation(1, "broken", "all\n  category equal bags\n  brand not_equal nikon", |_| {}),
        relation(2, "sound", "category equal bags", |draft| draft.priority = "200".into()),
    ]);
    assert!(!shop.relation("broken").unwrap().problems.is_empty());
    let decision = related(&shop, "a");
    assert!(decision.picks.iter().all(|pick| pick.origin == Origin::Rule("sound".into())));
    assert_eq!(shown(&shop, &decision), "e f");
}

#[test]
fn a_draft_stands_in_for_the_live_one_of_its_key() {
    let shop = relations(vec![relation(1, "r", "category equal bags", |_| {})]);
    let draft = relation(0, "r", "brand equal canon", |draft| draft.limit = "1".into());
    let draft = crate::index::snapshot::Standing::new(draft, shop.vocabulary());
    let locale = fixture::english();
    let asked = Ask { draft: Some(&draft), ..ask(&locale) };
    let block = shop.vocabulary().block("pdp-related").unwrap();
    let decision =
        choose(&shop, &asked, block, Context::Product(Doc(shop.find("a").unwrap().0)), 8, Depth::Reasons);
    assert_eq!(shown(&shop, &decision), "d");
    assert_eq!(shown(&shop, &related(&shop, "a")), "e f");
}

#[test]
fn the_block_decides_on_stock_behaviour_maximum_and_minimum() {
    let mut all = everything(SHOP);
    all.links = vec![link(1, 1, 7, 1), link(2, 1, 6, 2)];
    all.relations = vec![relation(1, "sony", "brand equal sony", |_| {})];
    let shop = build(all);
    let known = shop.vocabulary().block("pdp-related").unwrap().clone();
    let told = |change: &dyn Fn(&mut Block)| {
        let mut block = known.clone();
        change(&mut block);
        let decision = with(&shop, "a", &block);
        let because = decision.hidden_because.map(|because| format!("{because:?}")).unwrap_or_default();
        format!("{}{because}", shown(&shop, &decision))
    };
    assert_eq!(told(&|_| {}), "f b c");
    assert_eq!(told(&|block| block.stock_policy = StockPolicy::Show), "out f b c");
    assert_eq!(told(&|block| block.stock_policy = StockPolicy::ShowLast), "f b c out");
    assert_eq!(
        told(&|block| (block.stock_policy, block.maximum) = (StockPolicy::ShowLast, 2)),
        "f b",
        "those in stock win the places before the maximum cuts"
    );
    assert_eq!(told(&|block| block.behaviour = Behaviour::LinksOnly), "f");
    assert_eq!(told(&|block| block.behaviour = Behaviour::RulesOnly), "b c");
    assert_eq!(told(&|block| block.minimum = 3), "f b c");
    assert_eq!(told(&|block| block.minimum = 4), "BelowMinimum");
    assert_eq!(told(&|block| block.off_stores = vec![StoreId(1)]), "Off");
    assert_eq!(told(&|block| block.fallback = true), "f b c d");
}

#[test]
fn the_fallback_is_marked_and_fills_only_what_is_free() {
    let mut block = crate::index::sample::vocabulary().block("pdp-related").unwrap().clone();
    (block.fallback, block.maximum) = (true, 2);
    let shop = relations(vec![relation(1, "bags", "sku equal f", |_| {})]);
    let decision = with(&shop, "a", &block);
    let origins: Vec<_> = decision.picks.iter().map(|pick| pick.origin.clone()).collect();
    assert_eq!((shown(&shop, &decision).as_str(), &origins[1]), ("f b", &Origin::Fallback));
    let home = page(&shop, &ask(&fixture::english()), Page::Home, Context::Nothing, Depth::Reasons);
    assert_eq!(shown(&shop, &home[0]), "b c d e f a");
}

#[test]
fn blocks_of_one_page_show_nothing_twice() {
    let shop = relations(vec![
        relation(1, "first", "category equal bags", |_| {}),
        relation(2, "second", "brand equal canon", |draft| draft.kind = "up-sell".into()),
    ]);
    let blocks = page(
        &shop,
        &ask(&fixture::english()),
        Page::Product,
        Context::Product(shop.find("a").unwrap()),
        Depth::Reasons,
    );
    let told: Vec<_> = blocks.iter().map(|block| (block.block.key.as_str(), shown(&shop, block))).collect();
    assert_eq!(told, [("pdp-related", "e f".to_owned()), ("pdp-up-sell", "d".to_owned())]);
    assert_eq!(blocks[1].left_out[&LeftOut::Earlier], 1);
}

#[test]
fn a_cart_joins_its_lines_the_last_added_first_less_what_is_in_it() {
    let shop = relations(vec![
        relation(1, "for-a", "category equal bags", |draft| {
            (draft.kind, draft.sort) = ("cross-sell".into(), "sku".into());
            on_one(draft, "a");
        }),
        relation(2, "for-e", "category equal cameras", |draft| {
            (draft.kind, draft.limit) = ("cross-sell".into(), "2".into());
            on_one(draft, "e");
        }),
    ]);
    let cart = [shop.find("e").unwrap(), shop.find("a").unwrap(), shop.find("e").unwrap()];
    let block = shop.vocabulary().block("cart-cross-sell").unwrap();
    let decision = choose(&shop, &ask(&fixture::english()), block, Context::Cart(&cart), 4, Depth::Reasons);
    assert_eq!(shown(&shop, &decision), "b c f");
    assert_eq!(decision.left_out[&LeftOut::InCart], 2);
    assert_eq!(decision.picks[2].source, shop.find("a"));
}

#[test]
fn a_product_its_parent_variants_and_siblings_never_show_beside_it() {
    let text = "p price=1 / v1 price=1 / v2 price=1\n v1 price=1\n v2 price=1\n x price=1";
    let mut all = everything(text);
    all.relations = vec![relation(1, "all", "price equal 1", |_| {})];
    let shop = build(all);
    for sku in ["p", "v1", "v2"] {
        assert_eq!(shown(&shop, &related(&shop, sku)), "x", "{sku}");
    }
    assert_eq!(shown(&shop, &related(&shop, "x")), "p v1 v2");
}

#[test]
fn rotation_and_shuffle_hold_for_a_day_and_source_and_are_fair() {
    let text: String = (0..60).map(|n| format!("p{n:02} cat=bags price=1\n")).collect();
    let mut all = everything(&text);
    all.relations = vec![
        relation(1, "r1", "sku in p00|p01", |_| {}),
        relation(2, "r2", "sku in p02|p03", |_| {}),
        relation(3, "mix", "price equal 1", |draft| {
            draft.kind = "up-sell".into();
            draft.sort = "shuffle".into();
        }),
    ];
    let shop = build(all);
    let mut block = shop.vocabulary().block("pdp-related").unwrap().clone();
    block.maximum = 1;
    for rotation in [Rotation::ByPriorityThenRandom, Rotation::WeightedRandom] {
        block.rotation = rotation;
        let mut firsts: BTreeMap<String, usize> = BTreeMap::new();
        for n in 4..60 {
            let sku = format!("p{n:02}");
            let told = shown(&shop, &with(&shop, &sku, &block));
            assert_eq!(told, shown(&shop, &with(&shop, &sku, &block)));
            *firsts.entry(told).or_default() += 1;
        }
        assert!(firsts.len() == 2 && firsts.values().all(|count| *count > 12), "{firsts:?}");
    }
    let mixed = shop.vocabulary().block("pdp-up-sell").unwrap();
    let (left, right) = (shown(&shop, &with(&shop, "p10", mixed)), shown(&shop, &with(&shop, "p11", mixed)));
    assert_ne!(left, right);
    assert_eq!(left, shown(&shop, &with(&shop, "p10", mixed)));
}

#[test]
fn thousands_of_links_and_a_rule_over_everything_are_answered() {
    let text: String = (0..3_000).map(|n| format!("p{n:04} cat=bags price=1 sold={n}\n")).collect();
    let mut all = everything(&text);
    all.links = (2..=2_500).map(|n| link(n, 1, n, 0)).collect();
    all.relations = vec![relation(1, "all", "price equal 1", |draft| draft.kind = "up-sell".into())];
    let shop = build(all);
    let decision = related(&shop, "p0000");
    assert_eq!((decision.picks.len(), decision.total), (8, 2_499));
    assert_eq!(shown(&shop, &decision).split(' ').next(), Some("p0001"));
    let blocks = page(
        &shop,
        &ask(&fixture::english()),
        Page::Product,
        Context::Product(shop.find("p0000").unwrap()),
        Depth::Reasons,
    );
    assert_eq!(shown(&shop, &blocks[1]), "p2999 p2998 p2997 p2996");
    assert_eq!(blocks[1].left_out[&LeftOut::RelationLimit], 2_992);
}

#[test]
fn excluded_products_and_other_circumstances_are_heeded() {
    let shop = relations(vec![relation(1, "sony", "brand equal sony", |_| {})]);
    let locale = fixture::english();
    let exclude = [shop.find("b").unwrap()];
    let block = shop.vocabulary().block("pdp-related").unwrap();
    let source = Context::Product(shop.find("a").unwrap());
    let shown_when = |asked: Ask<'_>| shown(&shop, &choose(&shop, &asked, block, source, 8, Depth::Reasons));
    assert_eq!(shown_when(Ask { exclude: &exclude, ..ask(&locale) }), "c");
    let for_vip = relations(vec![relation(1, "vip", "brand equal canon", |draft| {
        draft.segments = Some(vec!["vip".into(), "trade".into()]);
    })]);
    for (segment, expected) in
        [(None, ""), (Some("vip"), "d e"), (Some("trade"), "d e"), (Some("VIP"), ""), (Some(""), "")]
    {
        let asked = Ask { segment, ..ask(&locale) };
        let decision = choose(&for_vip, &asked, block, source, 8, Depth::Reasons);
        assert_eq!(shown(&for_vip, &decision), expected, "{segment:?}");
    }
    assert_eq!(shown_when(Ask { at: "2027-02-01T00:00:00Z".parse().unwrap(), ..ask(&locale) }), "late b c");
    let euro = crate::domain::money::Currency::parse("EUR").unwrap();
    assert_eq!(shown_when(Ask { store: StoreId(2), currency: euro, ..ask(&locale) }), "else b c");
}
