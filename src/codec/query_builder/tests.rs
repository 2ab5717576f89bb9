use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::domain::rule::draft::{Body, Condition, FromSource, Matching, Node, NodeId};

/// Reads a rule and tells it in one line a node: name, parent, what it is.
fn told(json: Value) -> String {
    let draft = read(&json, 't').unwrap();
    let lines = draft.nodes.iter().map(|node| {
        let parent = node.parent.as_ref().map(NodeId::as_str).unwrap_or("-");
        let body = match &node.body {
            Body::Group { matching, same_variant } => format!("{matching:?} {same_variant}"),
            Body::Condition(c) => {
                let from = c
                    .from_source
                    .as_ref()
                    .map(|from| format!(" {}*{:?}+{:?}", from.field, from.mul, from.add));
                format!(
                    "{} {} {:?}{}{}",
                    c.field,
                    c.operator,
                    c.values,
                    if c.with_sub { " sub" } else { "" },
                    from.unwrap_or_default()
                )
            }
        };
        format!("{}<{parent} {body}", node.id)
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn refused(json: Value) -> String {
    let problems = read(&json, 't').unwrap_err();
    problems
        .0
        .iter()
        .map(|problem| format!("{}: {}", problem.place, problem.message))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn our_own_spelling_is_read() {
    let json = json!({"version":1,"condition":"AND","rules":[
        {"id":"category","field":"category","type":"string","input":"select","operator":"in","value":["cameras"],"with_sub":true},
        {"id":"attribute.colour","operator":"in","value":["Silver","White"]},
        {"condition":"or","same_variant":true,"rules":[
            {"id":"brand","operator":"equal","rhs":{"source":"brand"}},
            {"id":"price","operator":"between","rhs":{"source":"price","mul":[1.1,1.6],"add":[0,0]}}]},
        {"id":"stock","operator":"greater","value":5,"node":"x7"},
        {"id":"in_stock","operator":"equal","value":true}]});
    assert_eq!(
        told(json),
        "t0<- All false\n\
         t1<t0 category in [\"cameras\"] sub\n\
         t2<t0 attribute.colour in [\"Silver\", \"White\"]\n\
         t3<t0 Any true\n\
         t4<t3 brand equal [] brand*[]+[]\n\
         t5<t3 price between [] price*[\"1.1\", \"1.6\"]+[\"0\", \"0\"]\n\
         x7<t0 stock greater [\"5\"]\n\
         t7<t0 in_stock equal [\"true\"]"
    );
}

#[test]
fn sprykers_spelling_is_read() {
    let json = json!({"condition":"AND","rules":[
        {"condition":null,"rules":{},"id":"product_category_name","field":"spy_category_attribute.name","type":"string",
         "input":"text","operator":"equal","value":"Digital Cameras"},
        {"condition":"OR","rules":[
            {"condition":null,"rules":[],"id":"product.json.color","operator":"equal","value":"silver"},
            {"condition":null,"rules":null,"id":"product_sku","operator":"in","value":"004,005,006"}],
         "id":null,"field":null,"type":null,"input":null,"operator":null,"value":null}],
        "id":null,"field":null,"type":null,"input":null,"operator":null,"value":null});
    assert_eq!(
        told(json),
        "t0<- All false\n\
         t1<t0 product_category_name equal [\"Digital Cameras\"]\n\
         t2<t0 Any false\n\
         t3<t2 product.json.color equal [\"silver\"]\n\
         t4<t2 product_sku in [\"004,005,006\"]"
    );
}

#[test]
fn odd_but_clear_forms_are_read() {
    for (json, expected) in [
        (json!({"id":"sku","operator":"equal","value":"A"}), "t0<- All false\nt1<t0 sku equal [\"A\"]"),
        (json!({}), "t0<- All false"),
        (json!({"condition":"none","rules":[]}), "t0<- None false"),
        (json!({"condition":"AND","rules":[{}]}), "t0<- All false\nt1<t0   []"),
        (
            json!({"condition":"AND","rules":[{"node":"t1","id":"sku"},{"id":"name"}]}),
            "t0<- All false\nt1<t0 sku  []\nt2<t0 name  []",
        ),
        (
            json!({"condition":"AND","rules":[{"node":"t2","id":"sku"},{"id":"name"}]}),
            "t0<- All false\nt2<t0 sku  []\nt3<t0 name  []",
        ),
        (
            json!({"condition":"AND","rules":[{"id":"sku","operator":"in","value":["a, b"]}]}),
            "t0<- All false\nt1<t0 sku in [\"a, b\", \"\"]",
        ),
    ] {
        assert_eq!(told(json.clone()), expected, "{json}");
    }
}

#[test]
fn what_would_have_to_be_guessed_is_refused() {
    for (json, expected) in [
        (json!([]), "t0: A row of a rule is an object with a field, an operator and a value."),
        (json!(null), "t0: A row of a rule is an object with a field, an operator and a value."),
        (
            json!({"version":2,"condition":"AND","rules":[]}),
            "t0: This rule is of version 2; version 1 is read here.",
        ),
        (json!({"condition":"XOR","rules":[{"id":"sku"}]}), "t0: A group's condition is AND, OR or NONE."),
        (json!({"rules":[{"id":"sku"}]}), "t0: A group's condition is AND, OR or NONE."),
        (
            json!({"condition":"AND","not":true,"rules":[]}),
            "t0: A “not” on a group is not read; write the group with \"condition\": \"NONE\".",
        ),
        (
            json!({"condition":"AND","rules":["sku"]}),
            "t1: A row of a rule is an object with a field, an operator and a value.",
        ),
        (
            json!({"condition":"AND","rules":[{"id":"sku","value":{"a":1}}]}),
            "t1.v: A value is a text, a number, true or false, or a list of those.",
        ),
        (
            json!({"condition":"AND","rules":[{"id":"sku","value":[["a"]]}]}),
            "t1.v: A value is a text, a number, true or false, or a list of those.",
        ),
        (
            json!({"condition":"AND","rules":[{"id":"sku","node":"a b"}]}),
            "t1: A node's name is made of up to 40 letters, digits, “-” or “_”.",
        ),
    ] {
        assert_eq!(refused(json.clone()), expected, "{json}");
    }
}

#[test]
fn text_that_is_no_json_or_too_deep_is_refused_in_words() {
    let deep = format!("{}{}", "{\"condition\":\"AND\",\"rules\":[".repeat(7_000), "]}".repeat(7_000));
    for text in [
        "",
        "{",
        "nonsense",
        "{\"a\":NaN}",
        "{} {}",
        "[".repeat(100_000).as_str(),
        deep.as_str(),
        "\"\\ud800\"",
    ] {
        let problems = read_text(text, 't').unwrap_err();
        assert_eq!(problems.0[0].place, "t0");
        assert!(problems.0[0].message.contains("JSON"), "{}", problems.0[0].message);
    }
    assert!(read_text("\u{feff}{\"condition\":\"AND\",\"rules\":[]}", 't').is_ok());
}

#[test]
fn a_hostile_depth_is_read_and_written_without_a_stack() {
    let mut json = json!({"id":"sku","operator":"equal","value":"A"});
    for _ in 0..100 {
        json = json!({"condition":"AND","rules":[json]});
    }
    assert_eq!(read(&json, 't').unwrap().nodes.len(), 101);
    let group = |at: usize| Node {
        id: NodeId::numbered('t', at),
        parent: at.checked_sub(1).map(|at| NodeId::numbered('t', at)),
        muted: false,
        body: Body::Group { matching: Matching::Any, same_variant: false },
    };
    let deep = Draft { nodes: (0..100_000).map(group).collect() };
    assert!(write(&deep).to_string().len() < 10_000);
}

#[test]
fn a_rule_is_written_as_it_was_read() {
    let json = json!({"version":1,"condition":"AND","rules":[
        {"id":"category","field":"category","type":"string","input":"select","operator":"in","value":["cameras"],"with_sub":true},
        {"id":"attribute.colour","field":"attribute.colour","type":"string","input":"text","operator":"in","value":["Silver","White"]},
        {"condition":"OR","rules":[
            {"id":"brand","field":"brand","type":"string","input":"select","operator":"equal","rhs":{"source":"brand"}},
            {"id":"price","field":"price","type":"double","input":"number","operator":"between",
             "rhs":{"source":"price","mul":[1.1,1.6],"add":[0,0]}}]}]});
    assert_eq!(write(&read(&json, 't').unwrap()).to_string(), json.to_string());
}

fn any_condition() -> impl Strategy<Value = Body> {
    let text = || {
        prop_oneof![
            Just(String::new()),
            "[ a-z,.0-9]{0,6}",
            "\\PC{0,4}",
            Just("1.5".to_owned()),
            Just("7".to_owned())
        ]
    };
    let field = prop_oneof![
        Just("price".to_owned()),
        Just("brand".to_owned()),
        Just("attribute.x".to_owned()),
        text()
    ];
    let operator =
        prop_oneof![Just("in".to_owned()), Just("equal".to_owned()), Just("between".to_owned()), text()];
    let list = || prop::collection::vec(text(), 0..3);
    let from = prop::option::of((text(), list(), list()).prop_map(|(field, mul, add)| FromSource {
        field,
        mul,
        add,
    }));
    (field, operator, list(), any::<bool>(), from).prop_map(
        |(field, operator, values, with_sub, from_source)| {
            Body::Condition(Condition { field, operator, values, with_sub, from_source })
        },
    )
}

fn any_group() -> impl Strategy<Value = Body> {
    (prop_oneof![Just(Matching::All), Just(Matching::Any), Just(Matching::None)], any::<bool>())
        .prop_map(|(matching, same_variant)| Body::Group { matching, same_variant })
}

/// Any draft in pre-order: each node lies in one of the groups that are open where it stands.
fn any_draft() -> impl Strategy<Value = Draft> {
    let row = (any::<u8>(), any::<bool>(), any::<bool>(), prop_oneof![any_condition(), any_group()]);
    (any_group(), any::<bool>(), prop::collection::vec(row, 0..14)).prop_map(|(root, muted, rows)| {
        let mut nodes = vec![Node { id: NodeId::numbered('t', 0), parent: None, muted, body: root }];
        let mut open = vec![NodeId::numbered('t', 0)];
        for (at, (choice, renamed, muted, body)) in rows.into_iter().enumerate() {
            let at = at + 1;
            let id = if renamed { NodeId::numbered('n', at) } else { NodeId::numbered('t', at) };
            open.truncate(1 + usize::from(choice) % open.len());
            let parent = open.last().cloned();
            if matches!(body, Body::Group { .. }) {
                open.push(id.clone());
            }
            nodes.push(Node { id, parent, muted, body });
        }
        Draft { nodes }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn writing_and_reading_loses_nothing(draft in any_draft()) {
        let text = write(&draft).to_string();
        prop_assert_eq!(read_text(&text, 't').unwrap(), draft, "{}", text);
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let word = || {
        prop_oneof![Just("AND".to_owned()), Just("equal".to_owned()), Just("brand".to_owned()), "\\PC{0,4}"]
    };
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        word().prop_map(Value::from)
    ];
    let key = || {
        prop::sample::select(
            &[
                "condition",
                "rules",
                "id",
                "field",
                "operator",
                "value",
                "rhs",
                "source",
                "mul",
                "add",
                "node",
                "version",
                "not",
            ][..],
        )
    };
    leaf.prop_recursive(6, 60, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((key(), inner), 0..6).prop_map(|pairs| Value::Object(
                pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
            )),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_json_is_read_or_refused_in_words(json in any_json()) {
        match read(&json, 't') {
            Ok(draft) => prop_assert_eq!(&read(&write(&draft), 't').unwrap(), &draft),
            Err(problems) => prop_assert!(problems.0.iter().all(|problem| problem.message.ends_with('.'))),
        }
    }
}
