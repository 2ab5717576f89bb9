//! What the journeys start from: a demo shop, somebody signed in, and a product that has dearer siblings.

use kindred::domain::attribute::AttributeValue;
use kindred::index::snapshot::{Snapshot, View};
use kindred::work::demo;
use thirtyfour::prelude::*;

use crate::world::{EMAIL, PASSWORD, World};

/// A product, and all that are of its brand and 10 to 60 % dearer, in stock, in the first store.
pub struct Siblings {
    /// The product's sku.
    pub sku: String,
    /// The skus of those that should be shown beside it.
    pub dearer: Vec<String>,
}

/// Returns a world with the demo shop.
pub fn demo_world() -> World {
    let world = World::new();
    demo::make_default(&world.app).expect("the demo shop");
    world
}

/// Returns the first product, in order of sku, with at least two dearer siblings. Worked out from the catalogue by
/// plain arithmetic, not by the rule engine.
pub fn siblings(world: &World) -> Siblings {
    let snapshot = world.app.snapshot();
    let mut views: Vec<View<'_>> = snapshot.docs().filter_map(|doc| snapshot.product(doc)).collect();
    views.sort_by_key(|view| view.sku().to_owned());
    let found = views.iter().filter(|view| buyable(&snapshot, view)).find_map(|view| {
        let dearer: Vec<String> = views
            .iter()
            .filter(|other| other.id() != view.id() && buyable(&snapshot, other))
            .filter(|other| brand(&snapshot, other) == brand(&snapshot, view))
            .filter(|other| is_step_up(&snapshot, other, view))
            .map(|other| other.sku().to_owned())
            .collect();
        (dearer.len() >= 2).then(|| Siblings { sku: view.sku().to_owned(), dearer })
    });
    found.expect("a product with dearer siblings of its brand")
}

fn buyable(snapshot: &Snapshot, view: &View<'_>) -> bool {
    let store = &snapshot.vocabulary().stores()[0];
    view.is_shown(store.id, snapshot_moment()) && view.in_stock() && cents(snapshot, view).is_some()
}

fn snapshot_moment() -> chrono::DateTime<chrono::Utc> {
    kindred::clock::Clock::real().now()
}

fn cents(snapshot: &Snapshot, view: &View<'_>) -> Option<i64> {
    let store = &snapshot.vocabulary().stores()[0];
    view.price(store.id, store.currencies[0]).map(|money| money.minor)
}

/// Returns true when the other costs 110 to 160 % of what the product costs, both ends included.
fn is_step_up(snapshot: &Snapshot, other: &View<'_>, view: &View<'_>) -> bool {
    let (Some(price), Some(own)) = (cents(snapshot, other), cents(snapshot, view)) else { return false };
    (own * 110..=own * 160).contains(&(price * 100))
}

fn brand(snapshot: &Snapshot, view: &View<'_>) -> Option<AttributeValue> {
    let brand = snapshot.vocabulary().attribute_by_key("brand")?;
    view.attribute(brand.id)
}

/// Returns the first product, in order of sku, that is sold in two to four colours and has a brand and a category.
pub fn colourful(world: &World) -> String {
    let snapshot = world.app.snapshot();
    let colour = snapshot.vocabulary().attribute_by_key("colour").expect("an attribute colour").id;
    let mut skus: Vec<String> = snapshot
        .docs()
        .filter_map(|doc| snapshot.product(doc))
        .filter(|view| brand(&snapshot, view).is_some() && !view.categories().is_empty())
        .filter(|view| {
            let variants = view.whole().map(|product| product.variants).unwrap_or_default();
            let mut colours: Vec<_> =
                variants.iter().filter_map(|variant| variant.attributes.get(&colour)).collect();
            colours.dedup();
            (2..=4).contains(&colours.len())
        })
        .map(|view| view.sku().to_owned())
        .collect();
    skus.sort();
    skus.into_iter().next().expect("a product of several colours")
}

/// Signs Anna in through the page.
pub async fn sign_in(driver: &WebDriver, base: &str) -> WebDriverResult<()> {
    driver.goto(format!("{base}/sign-in")).await?;
    driver.find(By::Name("email")).await?.send_keys(EMAIL).await?;
    driver.find(By::Name("password")).await?.send_keys(PASSWORD.to_owned() + Key::Enter).await?;
    driver.query(By::Css("nav[aria-label='Main']")).first().await?;
    Ok(())
}

/// Resolves in the browser as soon as the page changes or draws anew.
const NEXT: &str = "const done = arguments[arguments.length - 1];
    const watch = new MutationObserver(() => end());
    const end = () => { watch.disconnect(); done(true); };
    watch.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
    requestAnimationFrame(() => requestAnimationFrame(end));";

/// Waits until the page has changed or drawn anew; one that leaves meanwhile has changed, too.
pub async fn next_change(driver: &WebDriver) {
    let _left = driver.execute_async(NEXT, Vec::new()).await;
}
