//! The editor under a hand: slow answers, the keyboard alone, dragging, and how many clicks the common jobs take.

use std::cell::Cell;
use std::time::{Duration, Instant};

use thirtyfour::prelude::*;

use crate::driver::{DESK, Look, browse};
use crate::scene::{colourful, demo_world, next_change, sign_in};

/// Control and A, and Control let go, as WebDriver writes them: chooses all that is in an input.
const ALL: &str = "\u{e009}a\u{e000}";

const STEP_MAX: usize = 300;

/// Holds back every answer, and counts those asked for and those given.
const SLOW: &str = "window.asked = window.given = 0; const real = window.fetch; \
    window.fetch = async (...all) => { window.asked += 1; await new Promise((go) => setTimeout(go, 1500)); \
    try { return await real(...all); } finally { window.given += 1; } };";

#[test]
fn what_is_typed_while_an_answer_is_slow_is_not_lost() {
    at_desk(async |driver, base| {
        begin(driver, base, "same-brand").await?;
        let here = driver.current_url().await?;
        driver.execute(SLOW, vec![]).await?;
        driver.find(By::Css("[name='add.t0'] option[value=price]")).await?.click().await?;
        type_into(driver, "name", ALL).await?;
        type_into(driver, "name", "First").await?;
        until(driver, async || Ok(number(driver, "return window.asked").await? > 0)).await?;
        type_into(driver, "name", " and more").await?;
        type_into(driver, "priority", "7").await?;
        let settled = "return window.given > 1 && window.asked === window.given ? 1 : 0";
        until(driver, async || Ok(number(driver, settled).await? == 1)).await?;
        let field = value(driver, "add.t0").await?;
        assert_eq!(field, "price", "a field that was chosen and not added yet stays chosen");
        for place in ["here", "loaded anew"] {
            assert_eq!(value(driver, "name").await?, "First and more", "{place}");
            let priority = value(driver, "priority").await?;
            assert!(priority.ends_with('7'), "{place}: {priority}");
            driver.goto(here.as_str()).await?;
        }
        Ok(())
    });
}

#[test]
fn undo_and_redo_need_no_mouse() {
    at_desk(async |driver, base| {
        begin(driver, base, "same-brand").await?;
        let there = async |present: bool| -> WebDriverResult<()> {
            until(driver, async || Ok(driver.find_all(By::Id("t1")).await?.is_empty() != present)).await
        };
        walk_to(driver, "[value='rm:t1']").await?;
        keys(driver, Key::Enter + "").await?;
        there(false).await?;
        walk_to(driver, "[name=do][value=undo]").await?;
        keys(driver, Key::Enter + "").await?;
        there(true).await?;
        let hidden = driver.find(By::Css(".draft > button.visually-hidden")).await?.rect().await?;
        assert!(hidden.width <= 1.0, "the button that Enter presses stays hidden: {hidden:?}");
        walk_to(driver, "[name=do][value=redo]").await?;
        keys(driver, Key::Enter + "").await?;
        there(false).await?;
        keys(driver, Key::Control + "z").await?;
        there(true).await
    });
}

#[test]
fn a_row_is_dragged_to_another_place_and_stays_there() {
    at_desk(async |driver, base| {
        begin(driver, base, "trade-up-brand").await?;
        assert_eq!(rows(driver).await?, ["t0", "t1", "t2", "t3"]);
        let grip = driver.find(By::Css("#t0 [data-drag=t3] > .grip")).await?;
        let head = driver.find(By::Css("#t0 > .group-head")).await?;
        grip.scroll_into_view().await?;
        let hand = driver.action_chain().click_and_hold_element(&grip);
        hand.move_by_offset(0, -10).move_to_element_center(&head).release().perform().await?;
        until(driver, async || Ok(focused(driver).await? == "t3")).await?;
        assert_eq!(rows(driver).await?, ["t0", "t3", "t1", "t2"]);
        driver.refresh().await?;
        assert_eq!(rows(driver).await?, ["t0", "t3", "t1", "t2"], "it was kept");
        driver.find(By::Id("t3")).await?.send_keys(Key::Alt + Key::Down).await?;
        until(driver, async || Ok(rows(driver).await? == ["t0", "t1", "t3", "t2"])).await
    });
}

#[test]
fn a_relation_of_three_conditions_takes_six_clicks_with_scripts() {
    count_three_conditions(DESK);
}

#[test]
fn a_relation_of_three_conditions_takes_six_clicks_without_scripts() {
    count_three_conditions(Look { scripts: false, ..DESK });
}

#[test]
fn a_template_takes_three_clicks() {
    for look in [DESK, Look { scripts: false, ..DESK }] {
        let world = demo_world();
        let base = format!("http://{}", world.authority);
        browse(look, async |driver| {
            sign_in(driver, &base).await?;
            driver.goto(format!("{base}/relations")).await?;
            let hand = Hand { driver, clicks: Cell::new(0) };
            hand.click("main a[href='/relations/new']").await?;
            hand.click("button[value=trade-up]").await?;
            hand.click("button[name=do][value=publish]").await?;
            assert_eq!(driver.current_url().await?.path(), "/relations/trade-up");
            assert!(hand.clicks.get() <= 3);
            Ok(())
        });
    }
}

/// From the product's page to a live relation: brand is X and category is Y and colour is A or B.
fn count_three_conditions(look: Look) {
    let world = demo_world();
    let base = format!("http://{}", world.authority);
    let sku = colourful(&world);
    browse(look, async |driver| {
        sign_in(driver, &base).await?;
        driver.goto(format!("{base}/products/{sku}")).await?;
        let hand = Hand { driver, clicks: Cell::new(0) };
        hand.click(&format!("main .card-foot a[href='/relations/new?product={sku}']")).await?;
        hand.click("button[name=template][value=empty]").await?;
        for chip in ["brand=", "category=", "attribute.colour="] {
            hand.click(&format!("button.chip[value^='chip:t0:{chip}']")).await?;
        }
        hand.click("button[name=do][value=publish]").await?;
        let here = driver.current_url().await?;
        assert!(here.path().starts_with("/relations/products-for-"), "it is live: {here}");
        let text = driver.find(By::Css("main .sentence")).await?.text().await?;
        assert!(
            ["brand is", "category is", "colour is", " or "].iter().all(|part| text.contains(part)),
            "{text}"
        );
        assert!(hand.clicks.get() <= 6, "{} clicks", hand.clicks.get());
        Ok(())
    });
}

/// Clicks, counts, and waits until the page or the form it clicked in is another one.
pub struct Hand<'a> {
    pub driver: &'a WebDriver,
    pub clicks: Cell<usize>,
}

impl Hand<'_> {
    pub async fn click(&self, css: &str) -> WebDriverResult<()> {
        let thing = self.driver.query(By::Css(css)).first().await?;
        thing.scroll_into_view().await?;
        thing.click().await?;
        self.clicks.set(self.clicks.get() + 1);
        thing.wait_until().stale().await
    }
}

fn at_desk(journey: impl AsyncFnOnce(&WebDriver, &str) -> WebDriverResult<()>) {
    let world = demo_world();
    let base = format!("http://{}", world.authority);
    browse(DESK, async |driver| {
        sign_in(driver, &base).await?;
        journey(driver, &base).await
    });
}

async fn begin(driver: &WebDriver, base: &str, template: &str) -> WebDriverResult<()> {
    driver.goto(format!("{base}/relations/new")).await?;
    driver.find(By::Css(format!("button[value={template}]"))).await?.click().await?;
    driver.query(By::Id("draft")).first().await?;
    Ok(())
}

async fn number(driver: &WebDriver, script: &str) -> WebDriverResult<i64> {
    driver.execute(script, vec![]).await?.convert()
}

async fn focused(driver: &WebDriver) -> WebDriverResult<String> {
    driver.execute("return document.activeElement.id", vec![]).await?.convert()
}

/// Returns the names of the rows of "products to show", in their order.
async fn rows(driver: &WebDriver) -> WebDriverResult<Vec<String>> {
    let script = "return [...document.querySelectorAll('#t0 [name=node]')].map((row) => row.value)";
    driver.execute(script, vec![]).await?.convert()
}

/// Types into an input; one that the script swapped away meanwhile took nothing, so the fresh one is typed into.
async fn type_into(driver: &WebDriver, name: &str, text: &str) -> WebDriverResult<()> {
    until(driver, async || Ok(driver.find(By::Name(name)).await?.send_keys(text).await.is_ok())).await
}

/// Returns what an input holds, asked in one step, so that no swap comes between.
async fn value(driver: &WebDriver, name: &str) -> WebDriverResult<String> {
    driver
        .execute(format!("return document.querySelector(\"[name='{name}']\").value"), vec![])
        .await?
        .convert()
}

/// Presses Tab until the focus is there.
async fn walk_to(driver: &WebDriver, css: &str) -> WebDriverResult<()> {
    let script = format!("return document.activeElement.matches(\"{css}\") ? 1 : 0");
    for _ in 0..STEP_MAX {
        if number(driver, &script).await? == 1 {
            return Ok(());
        }
        keys(driver, Key::Tab + "").await?;
    }
    panic!("{css} is not reached by Tab");
}

async fn keys(driver: &WebDriver, keys: impl Into<TypingData>) -> WebDriverResult<()> {
    driver.active_element().await?.send_keys(keys).await
}

/// Waits until something holds, looking whenever the page has changed, at most ten seconds.
async fn until(driver: &WebDriver, holds: impl AsyncFn() -> WebDriverResult<bool>) -> WebDriverResult<()> {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(10) {
        if holds().await.unwrap_or_default() {
            return Ok(());
        }
        next_change(driver).await;
    }
    panic!("it did not come to pass within ten seconds");
}
