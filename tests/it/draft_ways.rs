//! Ways into the editor and out of it.

use kindred::domain::rule::draft::Body;
use kindred::work::prune;

use crate::fixture::{relation, skus, small};

fn drafts(world: &crate::world::World) -> usize {
    let anna = world.anna();
    anna.page("/drafts").matches("href=\"/drafts/").count()
}

#[test]
fn each_template_wears_the_mark_of_the_type_it_makes() {
    let world = small();
    let anna = world.anna();
    let page = anna.page("/relations/new");
    for (template, class, word) in [
        ("trade-up", "up-sell", "Up-sell"),
        ("same-brand", "related", "Related"),
        ("goes-with", "cross-sell", "Cross-sell"),
    ] {
        let card = page.split(&format!("value=\"{template}\"")).nth(1).unwrap();
        let card = card.split("</button>").next().unwrap();
        assert!(
            card.contains(&format!("class=\"kind {class}\"")) && card.contains(word),
            "{template}: {card}"
        );
    }
    let page = anna.page("/relations/new?type=cross-sell");
    assert!(!page.contains("class=\"kind up-sell\"") && page.contains("class=\"kind cross-sell\""), "{page}");
}

#[test]
fn a_draft_of_a_deleted_relation_is_kept_and_can_be_discarded() {
    let world = small();
    let skus = skus(&world);
    let key = relation(&world, "Short-lived", &skus[0], |_| {});
    let anna = world.anna();
    let draft = anna.submit(&format!("/relations/{key}/edit"), &[]).location().to_owned();
    assert_eq!(anna.submit(&format!("/relations/{key}/delete"), &[]).status, 303);
    assert_eq!(anna.get(&draft).status, 200);
    let refused = anna.submit(&draft, &[("do", "publish"), ("name", "Mine"), ("source_sku", &skus[0])]);
    assert_eq!(refused.status, 409);
    let left = anna.submit(&draft, &[("do", "save"), ("name", "Mine")]);
    assert_eq!((left.status, left.location()), (303, "/relations"));
    let page = anna.submit_and_follow(&draft, &[("do", "discard")]);
    assert!(page.contains("was discarded"), "{page}");
    let again = anna.submit(&draft, &[("do", "discard")]);
    assert_eq!((again.status, again.location()), (303, "/relations"), "a second press is no error");
    assert_eq!(anna.submit(&draft, &[("do", "preview")]).status, 404);
}

#[test]
fn drafts_that_nobody_touched_for_a_month_are_pruned() {
    let world = small();
    let anna = world.anna();
    for template in ["empty", "same-brand"] {
        assert_eq!(anna.submit("/relations/new", &[("template", template)]).status, 303);
    }
    assert_eq!(drafts(&world), 2);
    assert_eq!(prune::drafts(&world.app).unwrap(), 0);
    world.sql("UPDATE draft SET updated_at = updated_at - interval '31 days' WHERE id = (SELECT min(id) FROM draft)");
    assert_eq!(prune::drafts(&world.app).unwrap(), 1);
    assert_eq!(drafts(&world), 1);
}

#[test]
fn the_preview_tells_what_the_draft_itself_leaves_out_and_nothing_of_others() {
    let world = small();
    let sku = &skus(&world)[0];
    let wide = relation(&world, "Wide", sku, |draft| draft.limit = "3".into());
    let narrow = relation(&world, "Narrow", sku, |draft| {
        if let Body::Condition(condition) = &mut draft.target_rule.nodes[1].body {
            condition.values = vec!["99999".into()];
        }
    });
    let anna = world.anna();
    let told = |key: &str| {
        let draft = anna.submit(&format!("/relations/{key}/edit"), &[]).location().to_owned();
        let page = anna.page(&draft);
        let between = |from: &str, to: &str| {
            page.split_once(from)
                .map(|(_, rest)| rest.split(to).next().unwrap().to_owned())
                .unwrap_or_default()
        };
        let numbers = |text: &str| -> Vec<usize> {
            text.split(|sign: char| !sign.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect()
        };
        let pill = between("id=\"preview\">Preview</h2>", " shown</span>");
        (numbers(&pill), numbers(&between("Left out: ", "</p>")))
    };
    let (pill, left_out) = told(&wide);
    // Nobody wonders about the product itself.
    assert_eq!((pill[0], left_out.iter().sum::<usize>() + 1), (3, pill[1] - 3), "{pill:?} {left_out:?}");
    assert_eq!(told(&narrow), (vec![0, 0], Vec::new()), "the other relation is none of its business");
}
