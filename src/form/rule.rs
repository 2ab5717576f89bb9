//! A rule's rows as the builder posts them, flat, under names that stay the same for the life of a draft.
//!
//! | field | what |
//! |---|---|
//! | `node=t4` | opens a row; their order is the order of the rule, `s…` is "shown on", `t…` "products to show" |
//! | `t4.kind` | `group` or `cond` |
//! | `t4.in` | the group it lies in; empty for the root |
//! | `t4.match`, `t4.same` | a group's `all`, `any`, `none`; ticked: one and the same variant |
//! | `t4.muted` | left out of the evaluation |
//! | `t4.field` | as in the rule JSON: `brand`, `attribute.colour` |
//! | `t4.op` | as in the rule JSON; with `@source` behind it the right-hand side is the product on the page: `equal@source` |
//! | `t4.v` | a value, repeated; what is typed and not yet added is one more of them |
//! | `t4.lo`, `t4.hi` | the two ends of a range; after `@source` percentages of the source's number (`110`), or days |
//! | `t4.plus`, `t4.plus2` | after `@source`: an amount added |
//! | `t4.src` | after `@source`: the source's field; empty: the same |
//! | `t4.sub` | ticked: the categories below count too |
//!
//! Total: unknown names are passed over, a row whose group is not there comes into the root, a second row of the same
//! name is left out. Nesting is walked without recursion. Goes on to `domain::rule::edit` and `check`.

use std::collections::{HashMap, HashSet};

use super::fields::Fields;
use super::percent::to_factor;
use crate::domain::rule::draft::{Body, Condition, Draft, FromSource, Matching, Node, NodeId};

/// What ends an operator whose right-hand side is the product on the page.
pub const OF_SOURCE: &str = "@source";

/// Reads the rule of one tree, `s` or `t`.
pub fn read(fields: &Fields, tree: char) -> Draft {
    let mut named: HashMap<&str, Vec<&str>> = HashMap::new();
    for (name, value) in &fields.0 {
        named.entry(name.as_str()).or_default().push(value.as_str());
    }
    let row = Row { named: &named };
    let mut seen = HashSet::new();
    let mut nodes: Vec<Node> = Vec::new();
    for name in fields.all("node") {
        let Some(id) = own_id(name, tree).filter(|id| seen.insert(id.clone())) else { continue };
        nodes.push(row.node(id));
    }
    in_reading_order(nodes, tree)
}

/// Returns the name when it is one that this draft gives: the tree's letter and a number.
fn own_id(name: &str, tree: char) -> Option<NodeId> {
    let number = name.strip_prefix(tree)?;
    let fits = (1..=18).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| NodeId::parse(name)).flatten()
}

struct Row<'a> {
    named: &'a HashMap<&'a str, Vec<&'a str>>,
}

impl Row<'_> {
    fn all(&self, id: &NodeId, part: &str) -> &[&str] {
        self.named.get(format!("{id}.{part}").as_str()).map(Vec::as_slice).unwrap_or_default()
    }

    fn one(&self, id: &NodeId, part: &str) -> String {
        self.all(id, part).first().map(|text| clean(text)).unwrap_or_default()
    }

    fn node(&self, id: NodeId) -> Node {
        let parent = NodeId::parse(&self.one(&id, "in"));
        let muted = !self.all(&id, "muted").is_empty();
        let body = if self.one(&id, "kind") == "group" {
            let matching = match self.one(&id, "match").as_str() {
                "any" => Matching::Any,
                "none" => Matching::None,
                _ => Matching::All,
            };
            Body::Group { matching, same_variant: !self.all(&id, "same").is_empty() }
        } else {
            Body::Condition(self.condition(&id))
        };
        Node { id, parent, muted, body }
    }

    fn condition(&self, id: &NodeId) -> Condition {
        let field = self.one(id, "field");
        let typed = self.one(id, "op");
        let operator = typed.strip_suffix(OF_SOURCE);
        let [low, high] = ["lo", "hi"].map(|part| self.one(id, part));
        let from_source = operator.map(|operator| {
            // Both percentages of a range are asked for; one left blank must not read as 100 %.
            let percents = [to_factor(&low), to_factor(&high)];
            let is_range = matches!(operator, "between" | "not_between");
            let from = self.one(id, "src");
            let amounts = [self.one(id, "plus"), self.one(id, "plus2")];
            FromSource {
                field: if from.is_empty() { field.clone() } else { from },
                mul: if is_range { percents.to_vec() } else { ends(percents, "1") },
                add: ends(amounts, "0"),
            }
        });
        let range = !low.is_empty() || !high.is_empty();
        let values = match &from_source {
            Some(_) => Vec::new(),
            None if range => ends([low, high], ""),
            None => self.values(id),
        };
        let operator = operator.map(str::to_owned).unwrap_or(typed);
        Condition { field, operator, values, with_sub: !self.all(id, "sub").is_empty(), from_source }
    }

    fn values(&self, id: &NodeId) -> Vec<String> {
        let mut values: Vec<String> = Vec::new();
        let mut known = HashSet::new();
        for value in self.all(id, "v").iter().map(|value| clean(value)).filter(|value| !value.is_empty()) {
            if known.insert(value.clone()) {
                values.push(value);
            }
        }
        values
    }
}

/// Returns the text without what no value may hold and Postgres cannot keep.
pub(super) fn clean(text: &str) -> String {
    text.trim().replace('\0', "\u{fffd}")
}

/// Returns the ends that were typed; a first one left out before a second stands as `missing`.
fn ends([low, high]: [String; 2], missing: &str) -> Vec<String> {
    match (low.is_empty(), high.is_empty()) {
        (true, true) => Vec::new(),
        (false, true) => vec![low],
        (true, false) => vec![missing.to_owned(), high],
        (false, false) => vec![low, high],
    }
}

/// Puts every parent before its children and each group's rows together; what hangs nowhere comes into the root.
fn in_reading_order(mut nodes: Vec<Node>, tree: char) -> Draft {
    let root = nodes.iter().position(|node| node.parent.is_none() && matches!(node.body, Body::Group { .. }));
    let root = match root {
        Some(at) => nodes.remove(at),
        None => Draft::empty(tree).nodes.remove(0),
    };
    let groups: HashSet<NodeId> = nodes
        .iter()
        .filter(|node| matches!(node.body, Body::Group { .. }))
        .map(|node| node.id.clone())
        .collect();
    let mut below: HashMap<NodeId, Vec<Node>> = HashMap::new();
    let lost = |parent: &NodeId| !groups.contains(parent) && *parent != root.id;
    for mut node in nodes.into_iter().filter(|node| node.id != root.id) {
        let parent = node.parent.take().filter(|parent| !lost(parent)).unwrap_or_else(|| root.id.clone());
        node.parent = Some(parent.clone());
        below.entry(parent).or_default().push(node);
    }
    let mut ordered = Vec::new();
    let mut next = vec![root];
    loop {
        while let Some(node) = next.pop() {
            next.extend(below.remove(&node.id).unwrap_or_default().into_iter().rev());
            ordered.push(node);
        }
        // What is left hangs in a circle; one row of it is taken out and the rest follows it.
        let Some(id) = below.keys().min().cloned() else { return Draft { nodes: ordered } };
        let mut circle = below.remove(&id).unwrap_or_default();
        for node in &mut circle {
            node.parent = ordered.first().map(|root| root.id.clone());
        }
        next.extend(circle.into_iter().rev());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Fields {
        Fields(
            text.split('&')
                .filter_map(|pair| pair.split_once('='))
                .map(|(a, b)| (a.into(), b.into()))
                .collect(),
        )
    }

    fn shape(draft: &Draft) -> String {
        let named = |node: &Node| format!("{}<{}", node.id, node.parent.as_ref().map_or("-", NodeId::as_str));
        draft.nodes.iter().map(named).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn hostile_shapes_become_a_tree_and_lose_no_row() {
        for (posted, tree) in [
            ("", "t0<-"),
            ("node=t0&t0.kind=group&node=t1&t1.in=t0", "t0<- t1<t0"),
            ("node=t1&t1.in=t9&node=t0&t0.kind=group", "t0<- t1<t0"),
            ("node=t0&t0.kind=group&node=t1&t1.in=t0&node=t1&t1.in=t0", "t0<- t1<t0"),
            ("node=t0&t0.kind=group&node=s1&node=../x&node=t1x&node=t12345678901234567890", "t0<-"),
            (
                "node=t0&t0.kind=group&node=t1&t1.kind=group&t1.in=t2&node=t2&t2.kind=group&t2.in=t1",
                "t0<- t2<t0 t1<t2",
            ),
            ("node=t0&t0.kind=group&node=t1&t1.kind=group&t1.in=t1", "t0<- t1<t0"),
            ("node=t0&t0.kind=group&node=t1&t1.in=t2&node=t2&t2.kind=group&t2.in=t0", "t0<- t2<t0 t1<t2"),
            ("node=t1&t1.in=t0", "t0<- t1<t0"),
        ] {
            assert_eq!(shape(&read(&fields(posted), 't')), tree, "{posted}");
        }
    }

    #[test]
    fn a_deep_chain_is_read_without_recursion() {
        let mut text = String::from("node=t0&t0.kind=group");
        for at in 1..5_000 {
            text.push_str(&format!("&node=t{at}&t{at}.kind=group&t{at}.in=t{}", at - 1));
        }
        assert_eq!(read(&fields(&text), 't').nodes.len(), 5_000);
    }

    #[test]
    fn conditions_keep_all_that_was_typed() {
        let row = |rest: &str| {
            let draft = read(&fields(&format!("node=t0&t0.kind=group&node=t1&t1.in=t0&{rest}")), 't');
            match &draft.nodes[1].body {
                Body::Condition(condition) => condition.clone(),
                Body::Group { .. } => panic!("a condition"),
            }
        };
        assert_eq!(row("t1.op=in&t1.v=Sony&t1.v=&t1.v= Sony &t1.v=Canon").values, ["Sony", "Canon"]);
        assert_eq!(row("t1.op=between&t1.lo=&t1.hi=60").values, ["", "60"]);
        assert_eq!(row("t1.op=equal&t1.v=a\0b").values, ["a\u{fffd}b"]);
        let relative = row("t1.field=price&t1.op=between@source&t1.lo=110&t1.hi=160 %");
        assert_eq!(relative.operator, "between");
        let from = relative.from_source.unwrap();
        assert_eq!((from.field.as_str(), from.mul), ("price", vec!["1.1".to_owned(), "1.6".to_owned()]));
        for (posted, kept) in
            [("t1.lo=110", ["1.1", ""]), ("t1.hi=160", ["", "1.6"]), ("t1.lo=&t1.hi=", ["", ""])]
        {
            let range = row(&format!("t1.field=price&t1.op=not_between@source&{posted}"));
            assert_eq!(range.from_source.unwrap().mul, kept, "{posted}");
        }
        let least = row("t1.field=price&t1.op=greater@source&t1.lo=");
        assert!(least.from_source.unwrap().mul.is_empty(), "one percentage left blank is 100");
    }
}
