//! axe-core and layout shift on every page, light and dark, wide and narrow: nothing may be broken, nothing may move.

use thirtyfour::prelude::*;

use crate::axe;
use crate::driver::{DESK, Look, browse};
use crate::scene::{Siblings, demo_world, siblings, sign_in};
use crate::world::World;

const ADDRESSES: &[&str] = &[
    "/",
    "/relations",
    "/relations?q=nothing-like-it",
    "/relations?type=related&category=watches&on=w&sort=-matches",
    "/relations/new",
    "/products",
    "/products?q=lens",
    "/imports",
    "/exports",
    "/exports?lost=freeze",
    "/insight/health",
    "/audit",
    "/styleguide",
    "/settings/blocks",
    "/settings/types",
    "/settings/stores",
    "/settings/stores/eu",
    "/settings/segments",
    "/settings/staff",
    "/settings/tokens",
    "/nothing/here",
    "/shop/eu",
    "/shop/us",
    "/shop/eu/cart",
    "/shop/eu/thanks",
    "/shop/nowhere",
];

/// What rounds to 0.000, as browsers report it, is no shift.
const SHIFT_SEEN: f64 = 0.0005;

#[test]
fn every_page_is_accessible_in_light_colours() {
    walk(DESK);
}

#[test]
fn every_page_is_accessible_in_dark_colours_on_a_phone() {
    walk(Look { dark: true, width: 390, height: 844, ..DESK });
}

/// Uploads a file with good and bad rows; returns the address of its report.
fn report_with_bad_rows(world: &World) -> String {
    let rows = "sku,name,price\nNEW-1,New one,9.50\nNEW-2,Second,dear\n,No sku,1\nNEW-3,Third,-4\n";
    let anna = world.anna();
    let answer = anna.upload("/imports", &[("format", "")], "bad.csv", rows.as_bytes());
    let page = anna.page(answer.location());
    assert!(page.contains("dear") && page.contains("-4"), "the report of bad rows: {page}");
    answer.location().to_owned()
}

/// Saves a view, freezes a relation and does something to many at once; returns the addresses that show it.
fn states(world: &World) -> Vec<String> {
    let anna = world.anna();
    let view = "/relations?type=up-sell&sort=-edited";
    anna.submit_and_follow("/views", &[("filter", view), ("name", "Dearer ones")]);
    let key = world.app.snapshot().relations()[1].key.clone();
    let stored = world.app.read_now(|read| kindred::store::relation::find(read, &key)).unwrap();
    let draft = kindred::domain::relation::draft::Draft { keep_current: false, ..stored.draft };
    world.write(move |write| kindred::store::relation::update(write, stored.id, stored.version, &draft));
    anna.submit_and_follow(&format!("/relations/{key}/refresh"), &[]);
    let ticked = [("key", key.as_str()), ("key", "gone-by-now"), ("do", "off")];
    let report = anna.submit("/relations/selected", &ticked).location().to_owned();
    assert!(report.starts_with("/relations/selected/"), "{report}");
    vec![view.to_owned(), format!("/relations/{key}"), report]
}

fn walk(look: Look) {
    let world = demo_world();
    let base = format!("http://{}", world.authority);
    let Siblings { sku, dearer } = siblings(&world);
    let relation = world.app.snapshot().relations()[0].key.clone();
    let report = report_with_bad_rows(&world);
    let mut addresses: Vec<String> = ADDRESSES.iter().map(|address| (*address).to_owned()).collect();
    addresses.extend([
        report,
        format!("/products/{sku}"),
        format!("/relations/{relation}"),
        format!("/relations/{relation}/history"),
        format!("/relations/{relation}/edit"),
        format!("/shop/eu/product/{sku}?why=1"),
        format!("/explain?on={sku}&of={sku}&store=eu"),
        format!("/explain?on={sku}&of={}&store=eu", dearer[0]),
        format!("/explain?cart={sku},{}&of=nothing-like-it&store=eu", dearer[0]),
        "/explain?of=".to_owned(),
    ]);
    addresses.extend(states(&world));
    browse(look, async |driver| {
        let mut broken = Vec::new();
        driver.goto(format!("{base}/sign-in")).await?;
        broken.extend(axe::violations(driver).await?.into_iter().map(|line| format!("/sign-in {line}")));
        sign_in(driver, &base).await?;
        for address in &addresses {
            driver.goto(format!("{base}{address}")).await?;
            let shift = axe::shift(driver).await?;
            if shift >= SHIFT_SEEN {
                broken.push(format!("{address} shifts by {shift}"));
            }
            broken.extend(axe::violations(driver).await?.into_iter().map(|line| format!("{address} {line}")));
        }
        driver.goto(format!("{base}/relations")).await?;
        driver.find(By::Name("all")).await?.click().await?;
        driver.find(By::Css("button[name=do][value=delete]")).await?.click().await?;
        driver.query(By::Css("input[name=sure]")).first().await?;
        broken.extend(axe::violations(driver).await?.into_iter().map(|line| format!("the question {line}")));
        assert!(broken.is_empty(), "{}", broken.join("\n"));
        Ok(())
    });
}
