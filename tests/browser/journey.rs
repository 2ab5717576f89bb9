//! The main job from end to end: a merchandiser relates dearer products of the same brand, sees them in the shop, and
//! takes them out again. The same steps with scripts and without.

use std::time::{Duration, Instant};

use thirtyfour::error::WebDriverErrorInner;
use thirtyfour::prelude::*;

use crate::driver::{DESK, Look, browse};
use crate::scene::{Siblings, demo_world, next_change, siblings, sign_in};

const NAME: &str = "Dearer siblings: same brand, 10 to 60 % more";
const KEY: &str = "dearer-siblings-same-brand-10-to-60-more";

#[test]
fn a_relation_is_made_seen_and_switched_off_with_scripts() {
    walk(DESK);
}

#[test]
fn a_relation_is_made_seen_and_switched_off_without_scripts() {
    walk(Look { scripts: false, ..DESK });
}

fn walk(look: Look) {
    let world = demo_world();
    let base = format!("http://{}", world.authority);
    let family = siblings(&world);
    browse(look, async |driver| {
        let browser = Browser { driver, base: &base, scripts: look.scripts };
        sign_in(driver, &base).await?;
        browser.begin(&family.sku).await?;
        browser.make_rule().await?;
        browser.publish().await?;
        browser.is_seen(&family).await?;
        browser.switch_off().await?;
        browser.is_gone(&family.sku).await
    });
}

struct Browser<'a> {
    driver: &'a WebDriver,
    base: &'a str,
    scripts: bool,
}

impl Browser<'_> {
    /// Opens the product and asks for a new up-sell relation from it.
    async fn begin(&self, sku: &str) -> WebDriverResult<()> {
        self.driver.goto(format!("{}/products?q={sku}", self.base)).await?;
        self.find(&format!("main a[href='/products/{sku}']")).await?.click().await?;
        self.find(".page-head details.menu summary").await?.click().await?;
        self.find("main a[href*='/relations/new'][href*='up-sell']").await?.click().await?;
        self.find("button[name=template][value=empty]").await?.click().await
    }

    /// Builds "brand is the same and price is 110 to 160 % of its price", row by row.
    async fn make_rule(&self) -> WebDriverResult<()> {
        self.fill("name", NAME).await?;
        self.fill("priority", "1").await?;
        self.choose("add.t0", "brand").await?;
        self.press("add:t0").await?;
        self.choose("t1.op", "equal@source").await?;
        self.settle("t1").await?;
        self.choose("add.t0", "price").await?;
        self.press("add:t0").await?;
        self.choose("t2.op", "between@source").await?;
        self.settle("t2").await?;
        for (field, percent) in [("t2.lo", "110"), ("t2.hi", "160")] {
            self.fill(field, percent).await?;
        }
        assert_eq!(self.value("name").await?, NAME, "what was typed first is still there");
        assert_eq!(self.value("t2.hi").await?, "160");
        Ok(())
    }

    async fn publish(&self) -> WebDriverResult<()> {
        self.press("publish").await?;
        // A step that was still on its way may have taken the button's form away first; the relation's page follows.
        self.driver.query(By::Css(format!("main a[href='/relations/{KEY}/edit']"))).first().await?;
        let here = self.driver.current_url().await?;
        assert_eq!(here.path(), format!("/relations/{KEY}"), "publishing leads to the relation");
        let text = self.find("main").await?.text().await?;
        assert!(text.contains(NAME) && text.contains("brand"), "{text}");
        Ok(())
    }

    /// On the product's page the picks are dearer siblings from this relation; so in the cart, where adding one stays.
    async fn is_seen(&self, family: &Siblings) -> WebDriverResult<()> {
        let page = format!("{}/shop/eu/product/{}", self.base, family.sku);
        self.driver.goto(format!("{page}?why=1")).await?;
        let shown = self.picks_of_relation().await?;
        assert!(!shown.is_empty(), "the relation shows something on the product's page");
        let add = self.find("main form[action*='/cart'] button").await?;
        add.click().await?;
        add.wait_until().stale().await?;
        self.driver.goto(format!("{}/shop/eu/cart?why=1", self.base)).await?;
        let offered = self.picks_of_relation().await?;
        assert!(!offered.is_empty(), "the relation shows something in the cart");
        for sku in shown.iter().chain(&offered) {
            assert!(family.dearer.contains(sku), "{sku} is not one of {:?}", family.dearer);
        }
        let first = offered[0].clone();
        self.find(&format!("main .card:has(a[href*='/product/{first}']) form button")).await?.click().await?;
        assert_eq!(self.driver.current_url().await?.path(), "/shop/eu/cart", "adding stays in the cart");
        self.driver.goto(format!("{}/shop/eu/cart?why=1", self.base)).await?;
        assert!(!self.picks_of_relation().await?.contains(&first), "what is in the cart is not offered");
        Ok(())
    }

    async fn switch_off(&self) -> WebDriverResult<()> {
        self.driver.goto(format!("{}/relations/{KEY}", self.base)).await?;
        let pause = format!(
            "main form[action='/relations/{KEY}/pause'] button, button[formaction='/relations/{KEY}/pause']"
        );
        self.find(&pause).await?.click().await?;
        self.find("main [role=status]").await?;
        Ok(())
    }

    async fn is_gone(&self, sku: &str) -> WebDriverResult<()> {
        for page in [format!("/shop/eu/product/{sku}?why=1"), "/shop/eu/cart?why=1".to_owned()] {
            self.driver.goto(format!("{}{page}", self.base)).await?;
            assert_eq!(self.picks_of_relation().await?, Vec::<String>::new(), "{page}");
        }
        Ok(())
    }

    /// Returns the skus of the cards that say they come from the relation.
    async fn picks_of_relation(&self) -> WebDriverResult<Vec<String>> {
        let cards =
            self.driver.find_all(By::Css(format!("main .card:has(a[href='/relations/{KEY}'])"))).await?;
        let mut skus = Vec::new();
        for card in cards {
            let link =
                card.find(By::Css("a[href*='/product/']")).await?.attr("href").await?.unwrap_or_default();
            let path = link.split('?').next().unwrap_or_default();
            skus.push(path.rsplit('/').next().unwrap_or_default().to_owned());
        }
        Ok(skus)
    }

    async fn find(&self, css: &str) -> WebDriverResult<WebElement> {
        self.driver.query(By::Css(css)).first().await
    }

    async fn value(&self, name: &str) -> WebDriverResult<String> {
        self.find(&format!("[name='{name}']")).await?;
        let held = format!("return document.querySelector(\"[name='{name}']\").value");
        self.driver.execute(held, vec![]).await?.convert()
    }

    async fn choose(&self, name: &str, value: &str) -> WebDriverResult<()> {
        let option = format!("select[name='{name}'] option[value='{value}']");
        self.again(async || self.find(&option).await?.click().await).await
    }

    /// Types over what an input holds. The script may put a fresh input in its place at any time and keeps what was
    /// typed; what WebDriver held is then gone, so it begins again with the fresh one.
    async fn fill(&self, name: &str, text: &str) -> WebDriverResult<()> {
        let css = format!("[name='{name}']");
        self.again(async || {
            let input = self.find(&css).await?;
            input.clear().await?;
            input.send_keys(text).await
        })
        .await?;
        assert_eq!(self.value(name).await?, text);
        Ok(())
    }

    /// Presses a button of the editor and waits until the form it was in is gone.
    async fn press(&self, action: &str) -> WebDriverResult<()> {
        let css = format!("button[name=do][value='{action}']:not(.visually-hidden)");
        self.again(async || {
            let button = self.find(&css).await?;
            button.scroll_into_view().await?;
            button.click().await?;
            button.wait_until().stale().await
        })
        .await
    }

    /// Does a step again when the script swapped its element away or still shows the row as it was, as soon as the page
    /// has changed, for at most ten seconds.
    async fn again(&self, step: impl AsyncFn() -> WebDriverResult<()>) -> WebDriverResult<()> {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(10) {
            match step().await {
                Err(error)
                    if matches!(
                        error.as_inner(),
                        WebDriverErrorInner::StaleElementReference(_)
                            | WebDriverErrorInner::ElementNotInteractable(_)
                    ) =>
                {
                    next_change(self.driver).await;
                }
                outcome => return outcome,
            }
        }
        step().await
    }

    /// Brings a row whose operator was changed into its new shape: the script does it by itself, without scripts
    /// somebody presses the row's own button.
    async fn settle(&self, node: &str) -> WebDriverResult<()> {
        if self.scripts { Ok(()) } else { self.press(&format!("change:{node}")).await }
    }
}
