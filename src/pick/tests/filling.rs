//! How a block fills, as tables: the order of the stages, what gives way to what, and the same picks whichever way they
//! are asked for.

use super::*;
use crate::domain::id::TypeId;
use crate::domain::link::Link;
use crate::domain::relation::Frozen;
use crate::index::sample::here;
use crate::pick::choose::alone;
use crate::pick::each::{Round, alone_picks};

fn of_type(link: Link, kind: i32) -> Link {
    Link { kind: TypeId(kind), ..link }
}

fn block(shop: &Snapshot, change: impl FnOnce(&mut Block)) -> Block {
    let mut block = shop.vocabulary().block("pdp-related").unwrap().clone();
    change(&mut block);
    block
}

#[test]
fn links_of_several_types_come_first_in_the_order_of_the_types_then_relations_by_priority() {
    let mut all = everything(SHOP);
    all.links = vec![link(1, 1, 2, 1), of_type(link(2, 1, 3, 9), 2), of_type(link(3, 1, 4, 1), 2)];
    all.relations = vec![
        relation(1, "late", "sku equal e", |draft| draft.priority = "9".into()),
        relation(2, "soon", "sku equal f", |draft| {
            (draft.priority, draft.kind) = ("8".into(), "up-sell".into());
        }),
    ];
    let shop = build(all);
    let told = |types: &[&str]| {
        let types = types.iter().map(|key| (*key).to_owned()).collect();
        shown(&shop, &with(&shop, "a", &block(&shop, |block| block.type_keys = types)))
    };
    assert_eq!(told(&["related", "up-sell"]), "b d c f e");
    assert_eq!(told(&["up-sell", "related"]), "d c b f e");
    assert_eq!((told(&["up-sell"]), told(&["related"])), ("d c f".into(), "b e".into()));
}

#[test]
fn links_there_and_back_mix_by_position_then_sku() {
    let two_way = |id, source, position| Link { two_way: true, ..link(id, source, 4, position) };
    let mut all = everything(SHOP);
    all.links =
        vec![link(1, 4, 3, 5), link(2, 4, 6, 1), link(3, 4, 5, 5), two_way(4, 1, 5), two_way(5, 2, 0)];
    let shop = build(all);
    assert_eq!(shown(&shop, &related(&shop, "d")), "b f a c e");
}

#[test]
fn a_block_below_its_minimum_takes_nothing_from_the_next_one() {
    let mut all = everything(SHOP);
    all.relations = vec![
        relation(1, "first", "category equal bags", |_| {}),
        relation(2, "second", "category equal bags", |draft| draft.kind = "up-sell".into()),
    ];
    let told = |minimum: usize| {
        let known = crate::index::sample::vocabulary();
        let mut blocks = known.blocks().to_vec();
        blocks[0].minimum = minimum;
        let vocabulary = crate::domain::vocabulary::Vocabulary::new(
            known.stores().to_vec(),
            known.categories().to_vec(),
            known.attributes().to_vec(),
            known.types().to_vec(),
            blocks,
        );
        let products = everything(SHOP).products;
        let relations = all.relations.clone();
        let shop = build(Everything { vocabulary, products, relations, ..everything("") });
        let source = Context::Product(shop.find("a").unwrap());
        let blocks = page(&shop, &ask(&fixture::english()), Page::Product, source, Depth::Reasons);
        blocks.iter().map(|block| shown(&shop, block)).collect::<Vec<_>>().join(" | ")
    };
    assert_eq!((told(2), told(3)), ("e f | ".into(), " | e f".into()));
}

#[test]
fn the_minimum_counts_after_every_exclusion_and_with_the_fallback() {
    let shop = relations(vec![relation(1, "sony", "brand equal sony", |_| {})]);
    let told = |minimum, fallback| {
        let block = block(&shop, |block| (block.minimum, block.fallback) = (minimum, fallback));
        let decision = with(&shop, "a", &block);
        (shown(&shop, &decision), decision.hidden_because)
    };
    // Seven match; the source, inactive ones and the like are no picks.
    assert_eq!(told(2, false), ("b c".into(), None));
    assert_eq!(told(3, false), (String::new(), Some(HiddenBecause::BelowMinimum)));
    assert_eq!(told(3, true), ("b c d".into(), None));
}

#[test]
fn pins_and_links_need_no_match_but_pass_every_exclusion() {
    let mut all = everything(SHOP);
    all.links = vec![link(1, 1, 8, 1), link(2, 1, 6, 2)];
    all.hidden = vec![(ProductId(1), ProductId(4))];
    all.relations = vec![relation(1, "pins", "sku equal b", |draft| {
        draft.pins = ["a", "d", "off", "out", "c", "e"].map(str::to_owned).to_vec();
        draft.hidden = vec!["e".into()];
    })];
    let decision_of = build(all);
    let decision = related(&decision_of, "a");
    assert_eq!(shown(&decision_of, &decision), "f c b");
    assert_eq!(reasons(&decision), "Source 1, Inactive 1, OutOfStock 1, Hidden 2");
}

#[test]
fn a_cart_leaves_out_the_family_of_every_line_and_stops_only_for_the_line_that_says_so() {
    let text =
        "p price=1 / v1 price=1 / v2 price=1\n v1 price=1\n v2 price=1\n x price=1\n y price=1\n z price=1";
    let mut all = everything(text);
    let on = |sku: &'static str, priority: &'static str, stop| {
        move |draft: &mut Draft| {
            on_one(draft, sku);
            (draft.kind, draft.priority, draft.stop_here) = ("cross-sell".into(), priority.into(), stop);
        }
    };
    all.relations = vec![
        relation(1, "stops", "sku equal y", on("v1", "1", true)),
        relation(2, "lost", "sku equal z", on("v1", "2", false)),
        relation(3, "other", "sku in p|v2|z", on("x", "5", false)),
    ];
    let shop = build(all);
    let block = shop.vocabulary().block("cart-cross-sell").unwrap();
    let lines = ["v1", "x"].map(|sku| shop.find(sku).unwrap());
    let decision = choose(&shop, &ask(&fixture::english()), block, Context::Cart(&lines), 8, Depth::Reasons);
    assert_eq!(shown(&shop, &decision), "y z");
    assert_eq!(reasons(&decision), "InCart 2, Stopped 1");
}

#[test]
fn those_that_give_way_do_so_behind_links_rules_and_fallback_together() {
    let mut all = everything(SHOP);
    all.links = vec![link(1, 1, 7, 1)];
    all.relations = vec![relation(1, "bags", "category equal bags", |_| {})];
    let shop = build(all);
    let last = block(&shop, |block| {
        (block.stock_policy, block.fallback, block.maximum) = (StockPolicy::ShowLast, true, 5);
    });
    assert_eq!(shown(&shop, &with(&shop, "a", &last)), "e f b c out");
}

#[test]
fn many_relations_stop_being_asked_when_no_block_could_show_more() {
    let text: String = (0..900).map(|n| format!("p{n:03} price=1 sold={n}\n")).collect();
    let mut all = everything(&text);
    let of = |n: i64| format!("sku begins_with p{n:02}");
    all.relations =
        (10..70).map(|n| relation(n, &format!("r{n}"), &of(n), |draft| draft.limit = "9".into())).collect();
    let shop = build(all);
    let decision = related(&shop, "p000");
    assert_eq!((decision.picks.len(), decision.total), (8, 207));
}

#[test]
fn each_line_of_a_cart_needs_a_relations_minimum_by_itself() {
    let told = |rule: &str, lines: &[&str]| {
        let shop = relations(vec![relation(1, "two", rule, |draft| {
            (draft.kind, draft.minimum, draft.sort) = ("cross-sell".into(), "2".into(), "sku".into());
        })]);
        let cart: Vec<_> = lines.iter().map(|sku| shop.find(sku).unwrap()).collect();
        let block = shop.vocabulary().block("cart-cross-sell").unwrap();
        let decision =
            choose(&shop, &ask(&fixture::english()), block, Context::Cart(&cart), 4, Depth::Reasons);
        let below = decision.left_out.get(&LeftOut::BelowMinimum).copied().unwrap_or(0);
        format!("{}, {below} too few", shown(&shop, &decision))
    };
    // Beside canon's e in the cart there is d alone.
    assert_eq!(told("brand equal @brand", &["e", "a"]), "b c, 1 too few");
    assert_eq!(told("brand equal @brand", &["a", "e"]), "b c, 1 too few");
    assert_eq!(told("brand equal @brand", &["e"]), ", 1 too few");
    // What a line shows already counts for the next one.
    assert_eq!(told("sku in b|c|d", &["a", "d"]), "b c, 0 too few");
    assert_eq!(told("price greater @price", &["c", "b"]), "d e f, 0 too few");
}

/// Relations of every sort over the shop, for comparing ways to ask.
fn mixed() -> Snapshot {
    let mut all = everything(SHOP);
    all.links = vec![link(1, 1, 6, 1), link(2, 2, 7, 1)];
    all.hidden = vec![(ProductId(2), ProductId(5))];
    all.relations = vec![
        relation(1, "same", "brand equal @brand", |draft| draft.limit = "2".into()),
        relation(2, "few", "category equal bags", |draft| draft.minimum = "2".into()),
        relation(3, "stop", "price greater 115", |draft| draft.stop_here = true),
        relation(4, "pins", "", |draft| draft.pins = vec!["c".into(), "a".into(), "b".into()]),
        relation(5, "wide", "price greater 0", |draft| {
            (draft.limit, draft.hidden) = ("4".into(), vec!["d".into()]);
        }),
        relation(7, "mix", "price greater 0", |draft| draft.sort = "shuffle".into()),
        relation(8, "dear", "price greater @price", |draft| draft.limit = "3".into()),
        relation(6, "held", "brand equal sony", |draft| draft.keep_current = false),
    ];
    all.frozen = vec![Frozen {
        relation: RelationId(6),
        source: None,
        locale: fixture::english(),
        targets: vec![ProductId(6), ProductId(1)],
    }];
    build(all)
}

#[test]
fn picks_are_the_same_whether_or_not_reasons_are_reckoned() {
    let shop = mixed();
    let locale = fixture::english();
    for (doc, maximum) in shop.docs().flat_map(|doc| [(doc, 1), (doc, 3), (doc, 20)]) {
        for stock_policy in [StockPolicy::LeaveOut, StockPolicy::Show, StockPolicy::ShowLast] {
            let block = block(&shop, |block| block.stock_policy = stock_policy);
            let source = Context::Product(doc);
            let whole = choose(&shop, &ask(&locale), &block, source, maximum, Depth::Reasons);
            let picks = choose(&shop, &ask(&locale), &block, source, maximum, Depth::Picks);
            assert_eq!((&picks.picks, picks.hidden_because), (&whole.picks, whole.hidden_because));
            // A full block asks no further relation.
            let is_full = picks.total >= maximum.max(block.maximum) && picks.total <= whole.total;
            assert!(is_full || picks.total == whole.total, "{} of {}", picks.total, whole.total);
        }
        let told = |depth| -> Vec<_> {
            let decisions = page(&shop, &ask(&locale), Page::Product, Context::Product(doc), depth);
            decisions.into_iter().map(|decision| decision.picks).collect()
        };
        assert_eq!(told(Depth::Reasons), told(Depth::Picks));
    }
}

#[test]
fn each_source_shows_what_it_shows_when_asked_alone() {
    let locale = fixture::english();
    for shop in [mixed(), unlike()] {
        let ask = ask(&locale);
        let mut round = Round::new(&shop, &ask);
        for standing in shop.relations() {
            let sources = shop.source_set(standing, &here());
            let mut count = 0;
            round.each(standing, sources.iter().map(Doc), |doc, shown| {
                count += 1;
                let whole = alone(&shop, &ask, standing, Some(doc), None);
                let docs: Vec<Doc> = whole.picks.iter().map(|pick| pick.doc).collect();
                assert_eq!(shown, docs, "{} on {doc:?}", standing.key);
                assert_eq!(alone_picks(&shop, &ask, standing, Some(doc)), whole.picks);
            });
            assert_eq!(count, sources.len());
        }
    }
}

/// Many products of which hardly two are alike, and relations that compare with them in every way.
fn unlike() -> Snapshot {
    let line = |n: usize| {
        let (cat, brand) =
            (["cameras", "bags", "lenses", "bags|lenses"][n % 4], ["sony", "canon"][n / 2 % 2]);
        let (price, sold, stock) = (10 + n * 7 % 90, n * 13 % 40, n % 9);
        format!(
            "p{n:02} cat={cat} brand={brand} price={price} was={} sold={sold} stock={stock}\n",
            price + n % 5
        )
    };
    let mut all = everything(&(0..60).map(line).collect::<String>());
    let rules = [
        "price between @price *0.8|1.4",
        "all\n  price greater @price\n  brand equal @brand",
        "all\n  price between @price *1.1|1.6\n  category in @category\n  brand equal @brand",
        "any\n  price less @price *0.5\n  category in @category",
        "all\n  category same_parent @category\n  price less 60",
        "none\n  category in @category",
        "discount_percent less_or_equal @discount_percent",
        "brand equal sony",
        "price less 60",
    ];
    let sorts =
        ["price", "price_desc", "price", "best_selling", "name", "sku", "shuffle", "price_desc", "shuffle"];
    let made = rules.iter().zip(sorts).enumerate().map(|(n, (rule, sort))| {
        relation(i64::try_from(n).unwrap() + 1, &format!("r{n}"), rule, |draft| {
            (draft.sort, draft.limit, draft.minimum) = (sort.into(), "3".into(), (n % 3).to_string());
            draft.pins = vec!["p07".into(), "p08".into(), "p09".into()].split_off(n % 4);
            draft.hidden = vec!["p12".into()];
        })
    });
    all.relations = made.collect();
    build(all)
}
