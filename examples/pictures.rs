//! Takes the pictures of the README: signs in to a running Kindred and photographs its pages, wide and narrow, light and
//! dark. `bin/pictures` starts a fresh demo shop for it and stops it again.
//!
//! ```sh
//! cargo run --example pictures -- http://127.0.0.1:8080 EMAIL PASSWORD FOLDER
//! ```
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::as_conversions
)]

use std::path::Path;

use thirtyfour::prelude::*;

#[path = "../tests/browser/driver.rs"]
mod driver;

use driver::{DESK, Look, browse};

/// One page to photograph: the picture's name, the address, and whether it shows something only after a click.
const PAGES: &[(&str, &str)] = &[
    ("overview", "/"),
    ("relations", "/relations"),
    ("products", "/products"),
    ("imports", "/imports"),
    ("exports", "/exports"),
    ("health", "/insight/health"),
    ("styleguide", "/styleguide"),
    ("audit", "/audit"),
    ("new-relation", "/relations/new?product=CAM-0101&type=up-sell"),
    ("editor", "/relations/lenses-and-cameras-with-the-same-mount/edit"),
    ("relation", "/relations/lenses-and-cameras-with-the-same-mount"),
    ("product", "/products/CAM-0101"),
    ("explain", "/explain?on=CAM-0101&of=CAM-0102&store=eu"),
    ("shop-product", "/shop/eu/product/CAM-0101"),
    ("shop-category", "/shop/eu/category/photo"),
    ("shop-home", "/shop/eu"),
    ("shop-cart", "/shop/eu/cart"),
];

const LOOKS: &[(&str, Look)] = &[
    ("", DESK),
    ("-dark", Look { dark: true, ..DESK }),
    ("-phone", Look { width: 390, height: 844, ..DESK }),
    ("-phone-dark", Look { width: 390, height: 844, dark: true, ..DESK }),
];

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [base, email, password, folder] = words.as_slice() else {
        eprintln!("usage: pictures BASE EMAIL PASSWORD FOLDER");
        std::process::exit(2);
    };
    for (suffix, look) in LOOKS {
        browse(*look, async |driver| {
            sign_in(driver, base, email, password).await?;
            fill_cart(driver, base).await?;
            for (name, address) in PAGES {
                photograph(
                    driver,
                    &format!("{base}{address}"),
                    Path::new(folder),
                    &format!("{name}{suffix}"),
                )
                .await?;
            }
            Ok(())
        });
    }
}

async fn sign_in(driver: &WebDriver, base: &str, email: &str, password: &str) -> WebDriverResult<()> {
    driver.goto(format!("{base}/sign-in")).await?;
    driver.find(By::Name("email")).await?.send_keys(email).await?;
    driver.find(By::Name("password")).await?.send_keys(password.to_owned() + Key::Enter).await
}

/// Puts something into the shop's cart, so that it has something to offer beside it.
async fn fill_cart(driver: &WebDriver, base: &str) -> WebDriverResult<()> {
    driver.goto(format!("{base}/shop/eu/product/CAM-0101")).await?;
    driver.find(By::Css("main form[action*='/cart'] button")).await?.click().await
}

async fn photograph(driver: &WebDriver, address: &str, folder: &Path, name: &str) -> WebDriverResult<()> {
    driver.goto(address).await?;
    let path = folder.join(format!("{name}.png"));
    driver.screenshot(&path).await?;
    println!("{}", path.display());
    Ok(())
}
