//! What blocks show over the API: why nothing, to whom, how much, and never half of what was published together.

use std::sync::atomic::{AtomicBool, Ordering};

use kindred::domain::relation::draft::Draft;
use kindred::store;
use kindred::work::follow;
use serde_json::{Value, json};

use crate::api_odd::skus;
use crate::fixture::{relation, skus as known, small};
use crate::world::World;

/// Makes the first store's block what is asked.
fn alter(world: &World, block: &str, change: &str) {
    world.sql(&format!(
        "UPDATE block SET {change} WHERE key = '{block}'; UPDATE feed SET version = version + 1; \
         INSERT INTO change SELECT version, now(), '[\"vocabulary\"]' FROM feed"
    ));
    follow::catch_up(&world.app);
}

#[test]
fn a_block_says_why_it_shows_nothing() {
    let world = small();
    let shop = world.stranger();
    let (sku, store) = (known(&world)[0].clone(), "(SELECT min(id) FROM store)");
    let key = relation(&world, "Three", &sku, |draft| draft.limit = "3".into());
    let page = format!("/api/v1/blocks/pdp-related?sku={sku}");
    let told = || {
        let told = shop.get(&page).json();
        (
            told["items"].as_array().unwrap().len(),
            told["total"].as_u64().unwrap(),
            told["hidden_because"].clone(),
        )
    };
    alter(&world, "pdp-related", "fallback = false, minimum = 3");
    assert_eq!(told(), (3, 3, Value::Null), "{key}");
    alter(&world, "pdp-related", "minimum = 4");
    assert_eq!(told(), (0, 3, json!("below_minimum")));
    alter(&world, "pdp-related", &format!("off_store_ids = ARRAY[{store}]"));
    assert_eq!(told(), (0, 0, json!("off")));
    assert_eq!(shop.get(&format!("{page}&store=us")).json()["hidden_because"], json!("below_minimum"));
    alter(&world, "pdp-related", "off_store_ids = '{}', behaviour = 'links_only'");
    assert_eq!(told(), (0, 0, json!("empty")));
}

#[test]
fn what_is_for_a_segment_is_shown_to_it_alone() {
    let world = small();
    let known = known(&world);
    relation(&world, "For trade", &known[0], |draft| {
        (draft.pins, draft.segments) = (vec![known[3].clone()], Some(vec!["trade".into()]));
    });
    let shop = world.stranger();
    for (segment, is_shown) in
        [("", false), ("&segment=trade", true), ("&segment=other", false), ("&segment=%20trade%20", true)]
    {
        let told =
            shop.get(&format!("/api/v1/products/{}/relations/related?limit=1{segment}", known[0])).json();
        assert_eq!(told["items"][0]["origin"]["kind"] == "pin", is_shown, "{segment}: {told}");
        let cart = json!({"skus": [known[0]], "segment": segment.trim_start_matches("&segment=")});
        assert_eq!(shop.post("/api/v1/carts/relations", &cart).status, 200);
    }
}

#[test]
fn a_limit_holds_for_each_block_of_a_cart_and_takes_nothing_from_the_next() {
    let world = small();
    let shop = world.stranger();
    let told = shop.get("/api/v1/products?limit=100").json();
    let there = told["items"].as_array().unwrap().iter().filter(|item| item["in_stock"] == true);
    let there: Vec<&str> = there.map(|item| item["sku"].as_str().unwrap()).collect();
    for (kind, pins) in [("cross-sell", &there[1..4]), ("up-sell", &there[2..5])] {
        relation(&world, kind, there[0], |draft| {
            (draft.kind, draft.limit) = (kind.into(), "3".into());
            draft.pins = pins.iter().map(|sku| (*sku).to_owned()).collect();
        });
        alter(&world, &format!("cart-{kind}"), "fallback = false, maximum = 2");
    }
    let first = |limit: Value| {
        let told = shop.post("/api/v1/carts/relations", &json!({"skus": [there[0]], "limit": limit})).json();
        let blocks = told["blocks"].as_array().unwrap_or_else(|| panic!("{told}")).clone();
        let keys = blocks.iter().map(|block| block["block"].as_str().unwrap()).collect::<Vec<_>>();
        assert_eq!(keys, ["cart-cross-sell", "cart-up-sell"]);
        let [cross, up] = [0, 1].map(|at: usize| skus(&blocks[at]));
        (cross.len(), up[0].clone())
    };
    assert_eq!(first(Value::Null), (2, there[3].to_owned()));
    assert_eq!(first(json!(1)), (1, there[2].to_owned()), "what the first block cuts off is free");
    assert_eq!(first(json!(3)), (3, there[4].to_owned()), "more than the block shows by itself");
}

#[test]
fn what_is_published_together_is_never_seen_apart() {
    let world = small();
    let known = known(&world);
    let pair = ["One", "Two"].map(|name| relation(&world, name, &known[0], |draft| draft.limit = "2".into()));
    let drafts = pair.clone().map(|key| world.app.snapshot().relation(&key).unwrap().draft.clone());
    let is_over = AtomicBool::new(false);
    let seen: Vec<[usize; 2]> = std::thread::scope(|scope| {
        let read = || {
            let (shop, mut seen) = (world.stranger(), [0, 0]);
            while !is_over.load(Ordering::SeqCst) {
                // Both what is kept ready and what is answered anew.
                let query =
                    if seen[0] % 2 == 0 { String::new() } else { format!("&x={}-{}", seen[0], seen[1]) };
                let told = shop
                    .get(&format!("/api/v1/products/{}/relations/related?limit=4{query}", known[0]))
                    .json();
                let items = told["items"].as_array().unwrap();
                let has = |key: &String| items.iter().any(|item| item["origin"]["key"] == key.as_str());
                let both = [has(&pair[0]), has(&pair[1])];
                assert_eq!(both[0], both[1], "half of it is seen: {told}");
                seen[usize::from(both[0])] += 1;
            }
            seen
        };
        let readers = [scope.spawn(read), scope.spawn(read)];
        for round in 0..40 {
            world.write(|write| {
                for (key, draft) in pair.iter().zip(&drafts) {
                    let held = store::relation::hold(write, key)?;
                    let draft = Draft { active: round % 2 == 1, ..draft.clone() };
                    store::relation::update(write, held.id, held.version, &draft)?;
                }
                Ok(())
            });
        }
        is_over.store(true, Ordering::SeqCst);
        readers.map(|reader| reader.join().unwrap()).to_vec()
    });
    let sums = [0, 1].map(|at: usize| seen.iter().map(|seen| seen[at]).sum::<usize>());
    assert!(sums.iter().all(|sum| *sum > 0), "both states were seen: {seen:?}");
}
