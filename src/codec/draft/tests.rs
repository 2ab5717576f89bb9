use proptest::prelude::*;

use super::*;

fn any_nodes() -> impl Strategy<Value = Vec<Node>> {
    let name = || (0..5_usize).prop_map(|number| NodeId::numbered('t', number));
    let text = || "\\PC{0,5}";
    let list = || prop::collection::vec(text(), 0..3);
    let from = prop::option::of((text(), list(), list()).prop_map(|(field, mul, add)| FromSource {
        field,
        mul,
        add,
    }));
    let condition = (text(), text(), list(), any::<bool>(), from).prop_map(
        |(field, operator, values, with_sub, from_source)| {
            Body::Condition(Condition { field, operator, values, with_sub, from_source })
        },
    );
    let group = (0..3_u8, any::<bool>()).prop_map(|(matching, same_variant)| {
        let matching = [Matching::All, Matching::Any, Matching::None][usize::from(matching)];
        Body::Group { matching, same_variant }
    });
    let node = (name(), prop::option::of(name()), any::<bool>(), prop_oneof![condition, group])
        .prop_map(|(id, parent, muted, body)| Node { id, parent, muted, body });
    prop::collection::vec(node, 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_step_comes_back_as_it_was(
        nodes in any_nodes(), texts in prop::collection::vec("\\PC{0,6}", 4), flags in any::<[bool; 4]>(),
        stores in prop::option::of(prop::collection::vec("\\PC{0,3}", 0..3)), kind in 0..4_usize,
    ) {
        let draft = Draft {
            name: texts[0].clone(),
            priority: texts[1].clone(),
            source_sku: texts[2].clone(),
            source_kind: SourceKind::ALL[kind],
            source_rule: rule::draft::Draft { nodes: nodes.clone() },
            target_rule: rule::draft::Draft { nodes },
            hours: [texts[3].clone(), String::new()],
            pins: texts.clone(),
            active: flags[0],
            keep_current: flags[1],
            stop_here: flags[2],
            segments: stores.clone(),
            stores,
            ..Draft::new()
        };
        let text = write(&draft).to_string();
        prop_assert_eq!(read(&serde_json::from_str(&text).unwrap()).unwrap(), draft);
    }
}

#[test]
fn what_is_missing_is_as_in_a_new_draft() {
    assert_eq!(read(&json!({})).unwrap(), Draft::new());
    assert!(read(&json!([])).is_err());
}
