use serde_json::json;

use super::*;

#[test]
fn what_is_left_out_has_its_default() {
    let json = json!({"name":"Same brand","type":"up-sell","source":{"kind":"all"},
        "target":{"rule":{"condition":"AND","rules":[{"id":"brand","operator":"equal","rhs":{"source":"brand"}}]}}});
    let draft = read(&json).unwrap();
    assert!(draft.active && draft.keep_current && !draft.stop_here);
    assert_eq!((draft.stores, draft.segments), (None, None));
    assert_eq!(
        (draft.priority.as_str(), draft.limit.as_str(), draft.sort.as_str()),
        ("100", "", "best_selling")
    );
    assert_eq!(draft.target_rule.nodes.len(), 2);
}

#[test]
fn a_relation_is_written_as_it_was_read() {
    let json = json!({"key":"k-1","name":"N","type":"related","active":false,"priority":7,
        "source":{"kind":"list","skus":["A","B"]},
        "target":{"pins":["C"],"rule":{"version":1,"condition":"OR","rules":[
            {"id":"sku","field":"sku","type":"string","input":"text","operator":"begins_with","value":"A"}]},"hidden":["D"]},
        "limit":"many","sort":"price","minimum":2,"stores":["de"],"segments":["vip"],"from":"2026-12-01T09:00","until":null,
        "keep_current":false,"stop_here":true,"note":"n","weekdays":["mon"],"hours":["09:00","17:00"]});
    assert_eq!(write(&read(&json).unwrap()).to_string(), json.to_string());
    for source in [
        json!({"kind":"one","sku":"A"}),
        json!({"kind":"all"}),
        json!({"kind":"rule","rule":{"version":1,"condition":"AND","rules":[]}}),
    ] {
        let json = json!({"name":"N","type":"related","source":source,"target":{"pins":["C"]}});
        assert_eq!(write(&read(&json).unwrap())["source"], source);
    }
}

#[test]
fn every_node_is_called_by_its_trees_letter_and_a_number() {
    let rule = json!({"condition":"AND","rules":[
        {"node":"t1","id":"sku","operator":"equal","value":"A"},
        {"node":"cheap","condition":"OR","rules":[{"node":"t","id":"name"}, {"node":"t7","id":"url"}]}]});
    let json =
        json!({"name":"N","type":"related","source":{"kind":"rule","rule":rule},"target":{"rule":rule}});
    let draft = read(&json).unwrap();
    let told = |nodes: &[Node]| {
        let one = |node: &Node| format!("{}<{}", node.id, node.parent.as_ref().map_or("-", NodeId::as_str));
        nodes.iter().map(one).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(told(&draft.target_rule.nodes), "t0<- t1<t0 t2<t0 t3<t2 t7<t2");
    assert_eq!(told(&draft.source_rule.nodes), "s0<- s1<s0 s2<s0 s3<s2 s4<s2");
}

#[test]
fn another_shape_is_refused_at_its_place() {
    let base = json!({"name":"N","type":"related","source":{"kind":"all"},"target":{"pins":["A"]}});
    for (key, value, place) in [
        ("name", json!(["a"]), "name"),
        ("active", json!("yes"), "active"),
        ("source", json!(null), "source"),
        ("source", json!({"kind":"some"}), "source"),
        ("source", json!({"kind":"one"}), "source_sku"),
        ("source", json!({"kind":"list","skus":"A"}), "source_skus"),
        ("target", json!([]), "target"),
        ("target", json!({"pins":[true]}), "pins"),
        ("target", json!({"rule":{"condition":"XOR","rules":[]}}), "t0"),
        ("stores", json!("de"), "stores"),
        ("hours", json!(["1", "2", "3"]), "hours"),
    ] {
        let mut json = base.clone();
        json[key] = value;
        assert_eq!(read(&json).unwrap_err().0[0].place, place, "{json}");
    }
    assert!(read(&json!([])).is_err());
}
