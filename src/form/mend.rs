//! A repair as a form's fields, and back.

use super::fields::Fields;
use crate::domain::relation::mend::Mend;
use crate::domain::rule::draft::NodeId;

/// Returns the repair that was posted; none when the fields say none.
pub fn read(fields: &Fields) -> Option<Mend> {
    let node = || NodeId::parse(fields.get("node"));
    let text = |name: &str| Some(fields.get(name).to_owned()).filter(|text| !text.is_empty());
    Some(match fields.get("do") {
        "take" => Mend::Take { node: node()?, from: text("from")?, to: text("to")? },
        "once" => Mend::Once(node()?),
        "drop" => Mend::Drop(node()?, text("from")?),
        "limit" => Mend::Limit(fields.get("to").parse().ok()?),
        "stores" => Mend::EveryStore,
        "without" => Mend::Without(text("from")?),
        _ => return None,
    })
}

/// Returns the fields of a repair.
pub fn write(mend: &Mend) -> Vec<(&'static str, String)> {
    match mend {
        Mend::Take { node, from, to } => {
            vec![
                ("do", "take".into()),
                ("node", node.to_string()),
                ("from", from.clone()),
                ("to", to.clone()),
            ]
        }
        Mend::Once(node) => vec![("do", "once".into()), ("node", node.to_string())],
        Mend::Drop(node, value) => {
            vec![("do", "drop".into()), ("node", node.to_string()), ("from", value.clone())]
        }
        Mend::Limit(limit) => vec![("do", "limit".into()), ("to", limit.to_string())],
        Mend::EveryStore => vec![("do", "stores".into())],
        Mend::Without(sku) => vec![("do", "without".into()), ("from", sku.clone())],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_repair_comes_back_as_it_was_sent() {
        let node = || NodeId::numbered('t', 3);
        for mend in [
            Mend::Take { node: node(), from: "a, b".into(), to: "ä".into() },
            Mend::Once(node()),
            Mend::Drop(node(), "X".into()),
            Mend::Limit(50),
            Mend::EveryStore,
            Mend::Without("X".into()),
        ] {
            let fields = write(&mend).into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            assert_eq!(read(&Fields(fields)), Some(mend));
        }
        assert_eq!(read(&Fields::default()), None);
    }
}
