//! The relation of Spryker's own guide, made in the browser: related products for one watch, whose brand is its brand, whose
//! category is its category, and whose colour is silver or white. There it takes 29 clicks.

use std::cell::Cell;

use thirtyfour::prelude::*;

use crate::driver::{DESK, Look, browse};
use crate::editor::Hand;
use crate::scene::{demo_world, sign_in};
use crate::world::World;

const CLICKS_MAX: usize = 6;

#[test]
fn the_tutorial_relation_takes_six_clicks_from_the_products_page_with_scripts() {
    make(DESK);
}

#[test]
fn the_tutorial_relation_takes_six_clicks_from_the_products_page_without_scripts() {
    make(Look { scripts: false, ..DESK });
}

/// Returns the first watch that is sold in silver and in white, and the other colours it is sold in.
fn watch(world: &World) -> (String, usize) {
    let snapshot = world.app.snapshot();
    let words = snapshot.vocabulary();
    let colour = words.attribute_by_key("colour").expect("an attribute colour").id;
    let watches = words.find_categories("dress-watches")[0].id;
    let mut found: Vec<(usize, String)> = Vec::new();
    for view in snapshot.docs().filter_map(|doc| snapshot.product(doc)) {
        if !view.categories().contains(&watches) {
            continue;
        }
        let whole = view.whole().expect("a product");
        let mut colours: Vec<String> = Vec::new();
        for value in whole.variants.iter().filter_map(|variant| variant.attributes.get(&colour)) {
            if let kindred::domain::attribute::AttributeValue::Choice(options) = value {
                colours.extend(
                    options.iter().filter_map(|id| words.option(*id)).map(|(_, one)| one.key.clone()),
                );
            }
        }
        colours.sort();
        colours.dedup();
        if ["silver", "white"].iter().all(|one| colours.iter().any(|key| key == one)) {
            found.push((colours.len() - 2, view.sku().to_owned()));
        }
    }
    found.sort();
    let (others, sku) = found.into_iter().next().expect("a watch in silver and white");
    (sku, others)
}

fn make(look: Look) {
    let world = demo_world();
    let base = format!("http://{}", world.authority);
    let (sku, others) = watch(&world);
    assert_eq!(others, 0, "{sku} is sold in silver and white alone");
    browse(look, async |driver| {
        sign_in(driver, &base).await?;
        driver.goto(format!("{base}/products/{sku}")).await?;
        let hand = Hand { driver, clicks: Cell::new(0) };
        hand.click("form[action='/relations/new'] button[value=empty]").await?;
        for chip in ["brand=", "category=", "attribute.colour="] {
            hand.click(&format!("button.chip[value^='chip:t0:{chip}']")).await?;
        }
        hand.click("button[name=do][value=publish]").await?;
        let text = driver.find(By::Css("main .sentence")).await?.text().await?;
        for part in ["brand is", "category is", "colour is", " or "] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(hand.clicks.get() <= CLICKS_MAX, "{} clicks", hand.clicks.get());
        let snapshot = world.app.snapshot();
        let made = snapshot.relations().iter().find(|one| one.draft.source_sku == sku).expect("the relation");
        assert!(made.relation.active && made.problems.is_empty(), "it is live: {:?}", made.problems);
        let colours: Vec<&str> =
            ["silver", "white"].into_iter().filter(|one| text.to_lowercase().contains(one)).collect();
        assert_eq!(colours.len(), 2, "{text}");
        Ok(())
    });
}
