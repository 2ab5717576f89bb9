mod hostile;
mod wrong;

use super::*;
use crate::domain::rule::draft;
use crate::domain::rule::field::Field;
use crate::domain::rule::fixture::{rule, vocabulary};
use crate::domain::rule::operator::Operator;
use crate::domain::rule::tree::{self, Test};

/// Returns what is wrong with a rule, one `place: sentence` a line.
fn problems(text: &str) -> String {
    told(&check(&rule(text), &vocabulary(), Side::Target))
}

fn told(checked: &Checked) -> String {
    let lines = checked.problems.0.iter().map(|problem| format!("{}: {}", problem.place, problem.message));
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns the test that the only condition makes, when nothing is wrong.
fn test(text: &str) -> String {
    let checked = check(&rule(text), &vocabulary(), Side::Target);
    assert_eq!(told(&checked), "", "{text}");
    let root = checked.rule.unwrap().root;
    let [tree::Node::Condition(condition)] = root.children.as_slice() else { panic!("{text}") };
    format!("{}{:?}", if condition.negated { "not " } else { "" }, condition.test)
}

#[test]
fn every_kind_of_constant_makes_its_test() {
    for (text, expected) in [
        ("sku equal A-1", "Text { how: Is, values: [\"a-1\"], written: [\"A-1\"] }"),
        (
            "product_sku in 004,005, 006",
            "Text { how: Is, values: [\"004\", \"005\", \"006\"], written: [\"004\", \"005\", \"006\"] }",
        ),
        (
            "name not_contains  STRASSE ",
            "not Text { how: Contains, values: [\"strasse\"], written: [\"STRASSE\"] }",
        ),
        (
            "attribute.series begins_with Alpha|Beta",
            "Text { how: Begins, values: [\"alpha\", \"beta\"], written: [\"Alpha\", \"Beta\"] }",
        ),
        ("name less m", "Text { how: Less, values: [\"m\"], written: [\"m\"] }"),
        ("name is_empty", "not Present"),
        ("name is_not_empty left over", "Present"),
        ("brand equal Sony", "AnyOption([OptionId(100)])"),
        ("brand not_equal sony", "not AnyOption([OptionId(100)])"),
        ("brand in sony, canon", "AnyOption([OptionId(100), OptionId(101)])"),
        ("brand in X, Co", "AnyOption([OptionId(102)])"),
        ("attribute.colour all_in silver|w1", "AllOptions([OptionId(300), OptionId(301)])"),
        ("product.json.colour equal w2", "AnyOption([OptionId(302)])"),
        ("brand contains on", "Text { how: Contains, values: [\"on\"], written: [\"on\"] }"),
        ("category in cameras /sub", "AnyCategory { categories: [CategoryId(1)], with_sub: true }"),
        (
            "product_category_name equal Lenses",
            "AnyCategory { categories: [CategoryId(2)], with_sub: false }",
        ),
        ("category begins_with Cam", "Text { how: Begins, values: [\"cam\"], written: [\"Cam\"] }"),
        ("status equal Active", "Active(true)"),
        ("status not_in active|inactive", "not Present"),
        ("status begins_with in", "Text { how: Begins, values: [\"in\"], written: [\"in\"] }"),
        ("store in us|Deutschland", "AnyStore([StoreId(1), StoreId(2)])"),
        (
            "price less_or_equal 49.90",
            "Number { how: Compare(LessOrEqual, Constant(Decimal(49900000))), currency: None }",
        ),
        (
            "price equal 5 eur|7EUR",
            "Number { how: AnyOf([Decimal(5000000), Decimal(7000000)]), currency: Some(Currency([69, 85, 82])) }",
        ),
        (
            "price not_between 5|10",
            "not Number { how: Between(Constant(Decimal(5000000)), Constant(Decimal(10000000))), currency: None }",
        ),
        ("stock in 1,2,2", "Number { how: AnyOf([Decimal(1000000), Decimal(2000000)]), currency: None }"),
        (
            "attribute.weight greater 500 g",
            "Number { how: Compare(Greater, Constant(Decimal(500000000))), currency: None }",
        ),
        (
            "discount_percent greater_or_equal 20 %",
            "Number { how: Compare(GreaterOrEqual, Constant(Decimal(20000000))), currency: None }",
        ),
        ("created_at in_last_days 30", "Date(InLastDays(30))"),
        ("created_at in 2026-02-01,2026-01-01", "Date(AnyOf([2026-01-01, 2026-02-01]))"),
        ("created_at in 2026-02-01", "Date(Compare(Equal, Constant(2026-02-01)))"),
        (
            "created_at begins_with 2026-11",
            r#"Text { how: Begins, values: ["2026-11"], written: ["2026-11"] }"#,
        ),
        ("stock ends_with 0", r#"Text { how: Ends, values: ["0"], written: ["0"] }"#),
        ("in_stock in 1", "Is(true)"),
        ("in_stock in no,false", "Is(false)"),
        ("in_stock in 0,1", r#"Text { how: Is, values: ["no", "yes"], written: ["no", "yes"] }"#),
        ("in_stock less 1", r#"Text { how: Less, values: ["yes"], written: ["yes"] }"#),
        ("product_created_at greater 2026-11-01", "Date(Compare(Greater, Constant(2026-11-01)))"),
        (
            "attribute.released between 2026-01-01|2026-02-28",
            "Date(Between(Constant(2026-01-01), Constant(2026-02-28)))",
        ),
        ("in_stock equal 1", "Is(true)"),
        ("on_sale not_equal No", "not Is(false)"),
    ] {
        assert_eq!(test(text), expected, "{text}");
    }
}

#[test]
fn every_kind_of_source_makes_its_test() {
    for (text, expected) in [
        ("brand equal @brand", "OptionOfSource(Attribute(AttributeId(1)))"),
        ("brand equal @brand *1 +0", "OptionOfSource(Attribute(AttributeId(1)))"),
        ("brand not_equal @brand", "not OptionOfSource(Attribute(AttributeId(1)))"),
        ("attribute.mount equal @attribute.fits_mount", "OptionOfSource(Attribute(AttributeId(5)))"),
        ("attribute.colour all_in @attribute.colour", "AllOptionsOfSource(Attribute(AttributeId(3)))"),
        ("brand equal @name", "TextOfSource { how: Is, from: Name }"),
        (
            "name contains @attribute.series",
            "TextOfSource { how: Contains, from: Attribute(AttributeId(6)) }",
        ),
        ("category equal @category /sub", "CategoryOfSource { with_sub: true }"),
        ("category not_in @category", "not CategoryOfSource { with_sub: false }"),
        ("category below", "BelowSource"),
        ("category same_parent @category", "SameParentAsSource"),
        ("on_sale equal @attribute.waterproof", "IsAsSource(Attribute(AttributeId(9)))"),
        ("status equal @status", "OptionOfSource(Status)"),
        (
            "price between @price *1.1|1.6 +0|0",
            "Number { how: Between(Source { from: Price, mul: Decimal(1100000), add: Decimal(0) }, Source { from: Price, mul: Decimal(1600000), add: Decimal(0) }), currency: None }",
        ),
        (
            "price greater @regular_price *110%",
            "Number { how: Compare(Greater, Source { from: RegularPrice, mul: Decimal(1100000), add: Decimal(0) }), currency: None }",
        ),
        (
            "attribute.weight between @attribute.weight +-5|5",
            "Number { how: Between(Source { from: Attribute(AttributeId(7)), mul: Decimal(1000000), add: Decimal(-5000000) }, Source { from: Attribute(AttributeId(7)), mul: Decimal(1000000), add: Decimal(5000000) }), currency: None }",
        ),
        (
            "created_at greater @created_at +-30",
            "Date(Compare(Greater, Source { from: CreatedAt, mul: Decimal(1000000), add: Decimal(-30000000) }))",
        ),
    ] {
        assert_eq!(test(text), expected, "{text}");
    }
}

#[test]
fn a_rule_about_the_source_has_no_source_to_compare_with() {
    for text in ["brand equal @brand", "category below", "category same_parent"] {
        let checked = check(&rule(text), &vocabulary(), Side::Source);
        assert!(
            told(&checked).starts_with("t1: There is no product on the page to compare with here"),
            "{text}"
        );
        assert_eq!((checked.rule, checked.unfinished.len()), (None, 1));
    }
}

#[test]
fn what_is_unfinished_is_left_out_and_named() {
    let draft =
        rule("all\n  brand equal Sony\n  price less\n  any\n    name equal\n  none\n  ~all\n    brand equal");
    let checked = check(&draft, &vocabulary(), Side::Target);
    assert_eq!(checked.unfinished.iter().map(draft::NodeId::as_str).collect::<Vec<_>>(), ["t2", "t4", "t5"]);
    assert_eq!(checked.rule.unwrap().root.children.len(), 1);
    assert_eq!(checked.problems.0.len(), 3);
}

#[test]
fn a_group_of_muted_rows_is_left_out_without_a_word() {
    let checked =
        check(&rule("all\n  any\n    ~brand equal Sony\n  brand equal Sony"), &vocabulary(), Side::Target);
    assert_eq!((told(&checked).as_str(), checked.rule.unwrap().root.children.len()), ("", 1));
    let checked = check(&rule("~brand equal Sony"), &vocabulary(), Side::Target);
    assert_eq!((checked.problems.is_empty(), checked.rule), (true, None));
}

#[test]
fn what_is_gone_stays_and_matches_nothing() {
    for (text, expected) in [
        ("brand in Sony|Kodak", "AnyOption([OptionId(100)])"),
        ("brand not_in Kodak", "not AnyOption([])"),
        ("attribute.colour all_in silver|Mauve", "Nothing"),
        ("attribute.gone equal x", "Nothing"),
        ("brand equal @attribute.gone", "Nothing"),
    ] {
        let checked = check(&rule(text), &vocabulary(), Side::Target);
        let root = checked.rule.unwrap().root;
        let tree::Node::Condition(condition) = &root.children[0] else { panic!() };
        let told = format!("{}{:?}", if condition.negated { "not " } else { "" }, condition.test);
        assert_eq!((told.as_str(), checked.gone.len(), checked.unfinished.len()), (expected, 1, 0), "{text}");
    }
    let many: Vec<String> = (0..20).map(|number| format!("gone{number}")).collect();
    let checked = check(&rule(&format!("brand in {}", many.join("|"))), &vocabulary(), Side::Target);
    assert_eq!(checked.problems.0.len(), 6);
    assert_eq!(checked.problems.0[5].message, "15 more values are gone or were never there.");
}

#[test]
fn limits_hold_at_their_edge_and_not_beyond() {
    let list = |count: usize| (0..count).map(|number| number.to_string()).collect::<Vec<_>>();
    assert_eq!(problems(&format!("sku in {}", list(1_000).join(","))), "");
    assert_eq!(
        problems(&format!("sku in {}", list(1_001).join(","))),
        "t1.v: A list has at most 1,000 values; split this row in two."
    );
    assert_eq!(
        problems(&format!("sku in {}", list(1_001).join("|"))),
        "t1.v: A list has at most 1,000 values; split this row in two."
    );
    assert_eq!(problems(&format!("name equal {}", "é".repeat(255))), "");
    assert!(
        problems(&format!("name equal {}", "é".repeat(256)))
            .ends_with("is longer than 255 characters; shorten it.")
    );
    assert_eq!(problems("name equal a\u{0}b"), "t1.v: “ab” holds a control character; type it anew.");

    let rows = |count: usize| format!("all\n{}", "  brand equal Sony\n".repeat(count - 1));
    assert_eq!(problems(&rows(200)), "");
    assert_eq!(
        problems(&rows(201)),
        "t0: A rule has at most 200 rows and groups; this one has 201. Split it in two."
    );

    let nested = |depth: usize| {
        let groups: String = (0..depth).map(|at| format!("{}any\n", "  ".repeat(at))).collect();
        format!("{groups}{}brand equal Sony", "  ".repeat(depth))
    };
    assert_eq!(problems(&nested(8)), "");
    assert_eq!(problems(&nested(9)), "t8: Groups nest at most 8 deep; move this one further out.");
    assert_eq!(problems(&nested(100)), "t8: Groups nest at most 8 deep; move this one further out.");
}

#[test]
fn a_hostile_list_is_checked_all_the_same() {
    let group = Body::Group { matching: draft::Matching::All, same_variant: false };
    let node = |id: &str, parent: Option<&str>, body: &Body| draft::Node {
        id: NodeId::parse(id).unwrap(),
        parent: parent.map(|parent| NodeId::parse(parent).unwrap()),
        muted: false,
        body: body.clone(),
    };
    let row = Body::Condition(draft::Condition {
        field: "brand".into(),
        operator: "equal".into(),
        values: vec!["Sony".into()],
        ..draft::Condition::default()
    });
    for (nodes, expected) in [
        (vec![], ": The rule is empty: add a condition."),
        (vec![node("t0", None, &row)], "t0: A rule begins with a group that holds all its rows."),
        (vec![node("t0", Some("t0"), &group)], "t0: A rule begins with a group that holds all its rows."),
        (
            vec![node("t0", None, &group), node("t1", Some("t0"), &row), node("t1", Some("t0"), &row)],
            "t1: Two rows are called “t1”; the second is left out.",
        ),
        (
            vec![node("t0", None, &group), node("t1", Some("t0"), &row), node("t2", None, &row)],
            "t2: This row lies in no group; remove it and add it anew.",
        ),
        (
            vec![node("t0", None, &group), node("t1", Some("t0"), &row), node("t2", Some("t9"), &row)],
            "t2: The group this row lies in is not there; remove it and add it anew.",
        ),
        (
            vec![
                node("t0", None, &group),
                node("t1", Some("t0"), &row),
                node("t2", Some("t3"), &group),
                node("t3", Some("t2"), &group),
            ],
            "t2: The group this row lies in is not there; remove it and add it anew.",
        ),
        (
            vec![node("t0", None, &group), node("t1", Some("t0"), &row), node("t2", Some("t1"), &row)],
            "t2: Only a group can hold rows; move this one out.",
        ),
        (
            vec![node("t0", None, &group), node("t1", Some("t0"), &row), node("t2", Some("t2"), &row)],
            "t2: The group this row lies in is not there; remove it and add it anew.",
        ),
    ] {
        let checked = check(&Draft { nodes }, &vocabulary(), Side::Target);
        assert_eq!(told(&checked), expected);
        assert!(checked.rule.is_none_or(|rule| rule.root.children.len() == 1));
    }
}

#[test]
fn groups_keep_their_order_and_marks() {
    let checked = check(
        &rule(
            "any same\n  brand equal Sony\n  none\n    price less 5\n    in_stock equal yes\n  name equal a",
        ),
        &vocabulary(),
        Side::Target,
    );
    let root = checked.rule.unwrap().root;
    assert!(root.same_variant && root.matching == draft::Matching::Any);
    let [_, tree::Node::Group(none), tree::Node::Condition(last)] = root.children.as_slice() else {
        panic!()
    };
    assert_eq!((none.children.len(), none.matching, last.id.as_str()), (2, draft::Matching::None, "t5"));
    assert!(matches!(last.test, Test::Text { .. }));
}

#[test]
fn the_reference_names_every_field_and_operator() {
    let page = include_str!("../../../../../docs/rule-language.md");
    let words = vocabulary();
    let own = |id: &String| id.starts_with("attribute.");
    let ids = Field::all(&words).into_iter().map(|field| field.id(&words)).filter(|id| !own(id));
    let operators = Operator::ALL.iter().map(|operator| operator.as_str().to_owned());
    let named: std::collections::HashSet<&str> =
        page.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '.').collect();
    for word in ids.chain(operators) {
        assert!(named.contains(word.as_str()), "docs/rule-language.md does not name {word}");
    }
}
