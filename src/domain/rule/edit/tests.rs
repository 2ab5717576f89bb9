//! Edits as a table. A rule is written `t0:all[t1:brand in sony t2:any[…]]`: a group has its matching, a condition its
//! field, operator and values.

use super::*;

fn rule(text: &str) -> Draft {
    let text = text.replace('[', " [ ").replace(']', " ] ");
    let mut nodes: Vec<Node> = Vec::new();
    let mut way: Vec<NodeId> = Vec::new();
    for word in text.split_whitespace() {
        match (word, word.split_once(':')) {
            ("[", _) => way.push(nodes.last().unwrap().id.clone()),
            ("]", _) => drop(way.pop()),
            (_, Some((id, what))) => {
                let matching = match what.trim_start_matches('~') {
                    "all" => Some(Matching::All),
                    "any" => Some(Matching::Any),
                    "none" => Some(Matching::None),
                    _ => None,
                };
                let field = what.trim_start_matches('~').to_owned();
                let body = match matching {
                    Some(matching) => Body::Group { matching, same_variant: false },
                    None => Body::Condition(Condition { field, ..Condition::default() }),
                };
                let id = NodeId::parse(id).unwrap();
                nodes.push(Node { id, parent: way.last().cloned(), muted: what.starts_with('~'), body });
            }
            (word, None) => {
                let Body::Condition(condition) = &mut nodes.last_mut().unwrap().body else {
                    panic!("{word}")
                };
                if condition.operator.is_empty() {
                    condition.operator = word.to_owned();
                } else {
                    condition.values.push(word.to_owned());
                }
            }
        }
    }
    Draft { nodes }
}

fn written(draft: &Draft) -> String {
    fn node(draft: &Draft, at: &Node, out: &mut String) {
        let mute = if at.muted { "~" } else { "" };
        match &at.body {
            Body::Group { matching, .. } => {
                out.push_str(&format!(" {}:{mute}{}[", at.id, format!("{matching:?}").to_lowercase()));
                draft.children(&at.id).for_each(|child| node(draft, child, out));
                out.push(']');
            }
            Body::Condition(condition) => {
                let words = [vec![condition.operator.clone()], condition.values.clone()].concat();
                out.push_str(&format!(" {}:{mute}{} {}", at.id, condition.field, words.join(" ")));
            }
        }
    }
    let mut out = String::new();
    node(draft, &draft.nodes[0], &mut out);
    out.replace("[ ", "[").replace(" ]", "]").replace("  ", " ").trim().to_owned()
}

fn edited(before: &str, id: &str, action: &Action) -> (String, String) {
    let mut draft = rule(before);
    let mut last = highest(&draft);
    let outcome = apply(&mut draft, &mut last, &NodeId::parse(id).unwrap(), action, &Vocabulary::default());
    let ids: Vec<&NodeId> = draft.nodes.iter().map(|node| &node.id).collect();
    for (at, id) in ids.iter().enumerate() {
        assert!(!ids[..at].contains(id), "{id} twice after {action:?} in {before}");
    }
    (written(&draft), outcome.focus.map(|focus| focus.place()).unwrap_or_default())
}

#[test]
fn every_button_does_what_it_says_and_the_focus_follows() {
    use Action as A;
    let deep = "t0:all[t1:a in x t2:any[t3:b in y z t4:c in q] t5:d in w]";
    for (before, id, action, after, focus) in [
        (
            deep,
            "t2",
            A::Add("f".into()),
            "t0:all[t1:a in x t2:any[t3:b in y z t4:c in q t6:f] t5:d in w]",
            "t6.v",
        ),
        (
            deep,
            "t0",
            A::Add(String::new()),
            "t0:all[t1:a in x t2:any[t3:b in y z t4:c in q] t5:d in w t6:]",
            "t6.field",
        ),
        (deep, "t1", A::Add("f".into()), deep, ""),
        (
            deep,
            "t0",
            A::AddGroup,
            "t0:all[t1:a in x t2:any[t3:b in y z t4:c in q] t5:d in w t6:any[t7:]]",
            "t7.field",
        ),
        (deep, "t1", A::Remove, "t0:all[t2:any[t3:b in y z t4:c in q] t5:d in w]", "t2"),
        (deep, "t2", A::Remove, "t0:all[t1:a in x t5:d in w]", "t5"),
        (deep, "t5", A::Remove, "t0:all[t1:a in x t2:any[t3:b in y z t4:c in q]]", "t2"),
        ("t0:all[t1:a in x]", "t1", A::Remove, "t0:all[]", "add.t0"),
        (deep, "t0", A::Remove, deep, "t0"),
        (deep, "t9", A::Remove, deep, ""),
        (deep, "t3", A::RemoveValue(0), "t0:all[t1:a in x t2:any[t3:b in z t4:c in q] t5:d in w]", "t3.v"),
        (deep, "t3", A::RemoveValue(7), deep, "t3.v"),
        (deep, "t2", A::Up, "t0:all[t2:any[t3:b in y z t4:c in q] t1:a in x t5:d in w]", "t2"),
        (deep, "t2", A::Down, "t0:all[t1:a in x t5:d in w t2:any[t3:b in y z t4:c in q]]", "t2"),
        (deep, "t5", A::Up, "t0:all[t1:a in x t5:d in w t2:any[t3:b in y z t4:c in q]]", "t5"),
        (deep, "t1", A::Up, deep, "t1"),
        (deep, "t3", A::Out, "t0:all[t1:a in x t2:any[t4:c in q] t3:b in y z t5:d in w]", "t3"),
        (deep, "t5", A::Out, deep, "t5"),
        (deep, "t1", A::Into(None), "t0:all[t2:any[t3:b in y z t4:c in q t1:a in x] t5:d in w]", "t1"),
        (deep, "t2", A::Into(Some(NodeId::numbered('t', 2))), deep, "t2"),
        (deep, "t1", A::Wrap, "t0:all[t6:any[t1:a in x] t2:any[t3:b in y z t4:c in q] t5:d in w]", "t1"),
        (deep, "t2", A::Unwrap, "t0:all[t1:a in x t3:b in y z t4:c in q t5:d in w]", "t3"),
        (deep, "t0", A::Unwrap, deep, "t0"),
        (
            deep,
            "t2",
            A::Duplicate,
            "t0:all[t1:a in x t2:any[t3:b in y z t4:c in q] t6:any[t7:b in y z t8:c in q] t5:d in w]",
            "t6",
        ),
        (deep, "t1", A::Mute, "t0:all[t1:~a in x t2:any[t3:b in y z t4:c in q] t5:d in w]", "t1"),
        (deep, "t1", A::Negate, "t0:all[t1:a not_in x t2:any[t3:b in y z t4:c in q] t5:d in w]", "t1"),
        (deep, "t2", A::Negate, "t0:all[t1:a in x t2:none[t3:b in y z t4:c in q] t5:d in w]", "t2"),
        ("t0:all[t1:p less 5]", "t1", A::Negate, "t0:all[t2:none[t1:p less 5]]", "t2"),
    ] {
        assert_eq!(
            edited(before, id, &action),
            (after.to_owned(), focus.to_owned()),
            "{action:?} on {id} of {before}"
        );
    }
}

#[test]
fn a_suggestion_joins_the_condition_that_asks_the_same() {
    let condition = |value: &str| Condition {
        field: "a".into(),
        operator: "in".into(),
        values: vec![value.into()],
        ..Condition::default()
    };
    for (value, after) in [("x", "t0:all[t1:a in x]"), ("y", "t0:all[t1:a in x y]")] {
        assert_eq!(edited("t0:all[t1:a in x]", "t0", &Action::Suggest(condition(value))).0, after);
    }
    assert_eq!(
        edited("t0:all[t1:a not_in x]", "t0", &Action::Suggest(condition("x"))).0,
        "t0:all[t1:a not_in x t2:a in x]"
    );
}

#[test]
fn a_number_is_never_used_twice_in_a_draft() {
    let mut draft = rule("t0:all[t1:a in x]");
    let mut last = highest(&draft);
    let one = NodeId::numbered('t', 1);
    let root = NodeId::numbered('t', 0);
    apply(&mut draft, &mut last, &one, &Action::Remove, &Vocabulary::default());
    let outcome = apply(&mut draft, &mut last, &root, &Action::Add(String::new()), &Vocabulary::default());
    assert_eq!(outcome.focus.unwrap().place(), "t2.field");
}

#[test]
fn a_rule_neither_overflows_nor_nests_too_deep() {
    let mut draft = Draft::empty('t');
    let (mut last, mut at) = (0, NodeId::numbered('t', 0));
    for _ in 0..NODES_MAX {
        if apply(&mut draft, &mut last, &at, &Action::AddGroup, &Vocabulary::default()).note.is_some() {
            break;
        }
        at = draft.nodes[draft.nodes.len() - 2].id.clone();
    }
    assert_eq!(draft.nodes.len(), 1 + 2 * (DEPTH_MAX - 1));
    let root = NodeId::numbered('t', 0);
    let mut refused = 0;
    for _ in 0..NODES_MAX {
        refused += usize::from(
            apply(&mut draft, &mut last, &root, &Action::Add(String::new()), &Vocabulary::default())
                .note
                .is_some(),
        );
    }
    assert_eq!(draft.nodes.len(), NODES_MAX);
    assert_eq!(refused, 2 * DEPTH_MAX - 1);
}

#[test]
fn a_changed_field_keeps_what_fits_and_tells_what_it_dropped() {
    let words = Vocabulary::default();
    for (before, after, settled, notes) in [
        (
            "t0:all[t1:name contains 12 abc]",
            "t0:all[t1:stock contains 12 abc]",
            "t0:all[t1:stock greater_or_equal 12]",
            vec!["Removed “abc”: not a value of stock."],
        ),
        ("t0:all[t1:stock less 5]", "t0:all[t1:rating less 5]", "t0:all[t1:rating less 5]", vec![]),
        (
            "t0:all[t1:stock between 5 9]",
            "t0:all[t1:stock less 5 9]",
            "t0:all[t1:stock less 5]",
            vec!["Removed “9”: it takes fewer values."],
        ),
        (
            "t0:all[t1:name contains x]",
            "t0:all[t1:name is_empty x]",
            "t0:all[t1:name is_empty]",
            vec!["Removed “x”: it takes no value."],
        ),
        ("t0:all[t1:]", "t0:all[t1:in_stock]", "t0:all[t1:in_stock equal true]", vec![]),
        ("t0:all[t1:gone equal x]", "t0:all[t1:gone equal x]", "t0:all[t1:gone equal x]", vec![]),
    ] {
        let mut draft = rule(after);
        let told = settle(&mut draft, &rule(before), &words);
        assert_eq!(written(&draft), settled);
        assert_eq!(told.0.iter().map(|note| note.message.as_str()).collect::<Vec<_>>(), notes, "{after}");
    }
}
