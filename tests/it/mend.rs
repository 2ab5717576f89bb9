//! Health: what is found of relations, and the one press that mends it.

use kindred::domain::relation::draft::Draft;
use kindred::domain::rule::draft::Body;

use crate::fixture::{relation, skus, small};
use crate::people::Person;
use crate::world::World;

/// Changes the only condition of a relation's rule.
fn ask(draft: &mut Draft, field: &str, operator: &str, values: &[&str]) {
    for node in &mut draft.target_rule.nodes {
        if let Body::Condition(row) = &mut node.body {
            (row.field, row.operator) = (field.into(), operator.into());
            row.values = values.iter().map(|value| (*value).to_owned()).collect();
        }
    }
}

/// Presses the first button of that label on a page, as it stands there.
fn press(anna: &Person, page: &str, label: &str) -> String {
    let end = page.find(&format!(">{label}</button>")).unwrap_or_else(|| panic!("{label}: {page}"));
    let form = &page[page[..end].rfind("<form").unwrap()..end];
    let after = |text: &str, mark: &str| {
        let from = text.find(mark).unwrap() + mark.len();
        text[from..].split('"').next().unwrap().replace("&#38;", "&").replace("&#39;", "'")
    };
    let inputs =
        form.split("<input").skip(1).map(|input| (after(input, "name=\""), after(input, "value=\"")));
    let inputs: Vec<(String, String)> = inputs.filter(|(name, _)| name != "_csrf").collect();
    let fields: Vec<(&str, &str)> =
        inputs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    anna.submit_and_follow(&after(form, "action=\""), &fields)
}

fn draft(world: &World, key: &str) -> Draft {
    world.app.snapshot().relation(key).unwrap().draft.clone()
}

fn values(draft: &Draft) -> Vec<String> {
    let rows = draft.target_rule.nodes.iter().filter_map(|node| match &node.body {
        Body::Condition(row) => Some(format!("{} {} {}", row.field, row.operator, row.values.join("|"))),
        Body::Group { .. } => None,
    });
    rows.collect()
}

#[test]
fn each_finding_is_mended_by_one_press() {
    let world = small();
    let skus = skus(&world);
    let (own, one, two) = (skus[0].as_str(), skus[1].as_str(), skus[2].as_str());
    relation(&world, "Twice", own, |draft| ask(draft, "sku", "in", &[one, two, one]));
    relation(&world, "Strange", own, |draft| ask(draft, "sku", "in", &[one, "NO-SUCH"]));
    relation(&world, "Selfish", own, |draft| ask(draft, "sku", "in", &[one, own]));
    relation(&world, "Nowhere", own, |draft| {
        ask(draft, "sku", "equal", &[one]);
        draft.stores = Some(Vec::new());
    });
    relation(&world, "Endless", own, |draft| draft.limit = String::new());
    relation(&world, "Nothing", own, |draft| ask(draft, "price", "less", &["0"]));
    relation(&world, "Fine", own, |draft| ask(draft, "sku", "in", &[one, two]));
    let anna = world.anna();
    let page = anna.page("/insight/health");
    assert!(page.contains("6 of 7 relations have something to look at."), "{page}");
    assert!(page.contains("No product matches its rule.") && !page.contains(">Fine<"), "{page}");
    for label in ["List it once", "Strike it", "Show it in every store", "Show at most 50"] {
        let page = press(&anna, &anna.page("/insight/health"), label);
        assert!(
            page.contains("was mended; it is at version 2 now.") && page.contains("Health of the relations")
        );
    }
    let page = anna.page("/relations/selfish");
    assert!(page.contains("which it stands on"), "{page}");
    press(&anna, &page, "Leave it out of the rule");
    assert_eq!(values(&draft(&world, "twice")), [format!("sku in {one}|{two}")]);
    assert_eq!(values(&draft(&world, "strange")), [format!("sku in {one}")]);
    assert_eq!(values(&draft(&world, "selfish")), [format!("sku in {one}")]);
    assert_eq!(draft(&world, "nowhere").stores, None);
    assert_eq!(draft(&world, "endless").limit, "50");
    let left = anna.page("/insight/health");
    assert!(left.contains("2 of 7 relations have something to look at."), "{left}");
    assert!(anna.page("/insight/health?kind=no-match").contains("No product matches its rule."));
    assert!(anna.page("/audit?noun=relation").contains("published"));
}

#[test]
fn a_respelt_value_is_taken_and_the_relation_is_whole_again() {
    let world = small();
    let snapshot = world.app.snapshot();
    let brand = snapshot.vocabulary().attribute_by_key("brand").unwrap();
    let option = brand.options.iter().find(|option| option.label.any().unwrap().len() > 4).unwrap();
    let label = option.label.any().unwrap().clone();
    let respelt = format!("{label}x");
    relation(&world, "Respelt", &skus(&world)[0], |draft| ask(draft, "brand", "equal", &[&respelt]));
    let anna = world.anna();
    let page = anna.page("/relations/respelt");
    assert!(page.contains("This relation is broken") && page.contains(&format!("“{respelt}” is not known;")));
    let form = anna.page("/insight/health?kind=unknown");
    let mended = press(&anna, &form, &format!("Take “{label}”"));
    assert!(mended.contains("was mended"), "{mended}");
    assert_eq!(values(&draft(&world, "respelt")), [format!("brand equal {}", option.key)]);
    assert!(world.app.snapshot().relation("respelt").unwrap().problems.is_empty());
}

#[test]
fn a_repair_of_an_older_version_changes_nothing() {
    let world = small();
    let skus = skus(&world);
    relation(&world, "Endless", &skus[0], |draft| draft.limit = String::new());
    let anna = world.anna();
    let page = anna.page("/relations/endless");
    press(&anna, &page, "Show at most 50");
    let again = press(&anna, &page, "Show at most 50");
    assert!(again.contains("This was mended already"), "{again}");
    anna.submit("/relations/endless/pause", &[]);
    let stale =
        anna.submit_and_follow("/relations/endless/mend", &[("do", "limit"), ("to", "9"), ("version", "2")]);
    assert!(stale.contains("changed this relation meanwhile"), "{stale}");
    assert_eq!(draft(&world, "endless").limit, "50");
    for fields in [vec![("do", "take")], vec![("do", "limit"), ("to", "many")], vec![]] {
        assert_eq!(anna.submit("/relations/endless/mend", &fields).status, 404, "{fields:?}");
    }
    let wrong = [("do", "limit"), ("to", "100000"), ("version", "3")];
    assert_eq!(anna.submit("/relations/endless/mend", &wrong).status, 422, "a repair adds nothing wrong");
    assert_eq!(anna.submit("/relations/gone/mend", &[("do", "stores")]).status, 404);
    assert_eq!(world.visitor().submit("/relations/endless/mend", &[("do", "stores")]).status, 303);
}
