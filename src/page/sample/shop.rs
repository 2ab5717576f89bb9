//! For tests: samples of the shop preview: as shoppers see it, and as staff do with the bar and the reasons.

use super::catalogue::{HOSTILE, Sample, frame, full, sample};
use crate::domain::block::Page;
use crate::domain::money::Currency;
use crate::domain::rule::fixture;
use crate::index::sample::{now, usd};
use crate::index::snapshot::{Doc, Snapshot};
use crate::page::chrome::Here;
use crate::page::explain::{self, Named, On};
use crate::page::shop::cart::{self, Held};
use crate::page::shop::category::{self, Asked, Order};
use crate::page::shop::frame::{Around, Frame};
use crate::page::shop::stand::Stand;
use crate::page::shop::{home, missing, product, thanks};
use crate::pick::account;
use crate::pick::choose::{self, Ask, Context, Decision, Depth};

/// Returns all of them.
pub fn samples() -> Vec<Sample> {
    let (full, empty) = (full(), super::catalogue::empty());
    let carried = [("segment".to_owned(), HOSTILE.to_owned()), ("at".to_owned(), HOSTILE.to_owned())];
    let wrong = [format!("“{HOSTILE}” is not a moment.")];
    let mut all = Vec::new();
    for (state, snapshot, staff, carried) in [
        ("for shoppers", &full, None, [].as_slice()),
        ("for staff", &full, Some(wrong.as_slice()), carried.as_slice()),
        ("nothing sold", &empty, None, &[]),
    ] {
        let view = View { state, snapshot, staff, carried };
        all.extend(view.around_the_shop());
        all.extend(view.products());
        all.extend(view.explained());
    }
    all
}

struct View<'a> {
    state: &'static str,
    snapshot: &'a Snapshot,
    staff: Option<&'a [String]>,
    carried: &'a [(String, String)],
}

impl<'a> View<'a> {
    fn stand(&self) -> Stand<'a> {
        let store = &self.snapshot.vocabulary().stores()[0];
        Stand {
            snapshot: self.snapshot,
            store,
            locale: &store.locales[0],
            currency: usd(),
            at: now(),
            carried: self.carried,
            why: self.staff.is_some(),
            draft: None,
        }
    }

    fn frame(&self) -> Frame {
        let around = Around {
            title: HOSTILE,
            path: "",
            cart_count: 3,
            staff: self.staff,
            desk_url: "/products",
            explain: Some(("on", HOSTILE)),
        };
        Frame::new(&self.stand(), &around)
    }

    fn decide(&self, page: Page, context: Context<'_>) -> Vec<Decision<'a>> {
        let locale = fixture::english();
        let currency: Currency = usd();
        let store = self.stand().store.id;
        let ask =
            Ask { store, locale: &locale, currency, segment: None, at: now(), exclude: &[], draft: None };
        choose::page(self.snapshot, &ask, page, context, Depth::Reasons)
    }

    fn around_the_shop(&self) -> Vec<Sample> {
        let (stand, state) = (self.stand(), self.state);
        let lenses = self.snapshot.vocabulary().find_categories("lenses")[0];
        let asked = Asked { category: lenses, order: Order::parse("price"), page: 1 };
        let docs: Vec<Doc> = self.snapshot.docs().take(2).collect();
        let held = |doc: &Doc| Held { sku: format!("a{}", doc.0 + 1), doc: *doc, pieces: 2 };
        let held: Vec<Held> = docs.iter().map(held).collect();
        let home = self.decide(Page::Home, Context::Nothing);
        let category = self.decide(Page::Category, Context::Category(lenses.id));
        let cart = self.decide(Page::Cart, Context::Cart(&docs));
        let lost = format!("There is no category “{HOSTILE}”.");
        vec![
            sample("shop/home.html", state, &home::Show::new(&stand, self.frame(), &home)),
            sample(
                "shop/category.html",
                state,
                &category::Show::new(&stand, self.frame(), &asked, &category),
            ),
            sample("shop/cart.html", state, &cart::Show::new(&stand, self.frame(), &held, HOSTILE, &cart)),
            sample("shop/cart.html", "empty", &cart::Show::new(&stand, self.frame(), &[], "", &[])),
            sample("shop/thanks.html", state, &thanks::Show::new(&stand, self.frame(), &home)),
            sample("shop/missing.html", state, &missing::Show::new(&stand, self.frame(), lost)),
        ]
    }

    /// Each product asked about on the page of the first, one that is not there, and a page that is not there.
    fn explained(&self) -> Vec<Sample> {
        let (stand, snapshot) = (self.stand(), self.snapshot);
        let (locale, currency, store) = (fixture::english(), usd(), stand.store.id);
        let ask =
            Ask { store, locale: &locale, currency, segment: None, at: now(), exclude: &[], draft: None };
        let page = |name: &'static str, typed: &str, of: &str| {
            let (on, found) = Named::read(&stand, typed, true);
            let words = format!("the page of {HOSTILE}");
            let tiles = on.tile.into_iter().collect();
            let on = On { name, typed: on.typed, words, tiles, problem: on.problem };
            let (of, candidate) = Named::read(&stand, of, true);
            let accounts = match (found, candidate) {
                (Some(doc), Some(other)) => {
                    account::page(snapshot, &ask, Page::Product, Context::Product(doc), other)
                }
                _ => Vec::new(),
            };
            let chrome = frame(HOSTILE, Here::Products);
            let problems = [format!("“{HOSTILE}” is not a moment.")];
            let page = explain::Show::new(chrome, &stand, (on, of), &problems, &accounts);
            sample("explain/show.html", self.state, &page)
        };
        let skus: Vec<&str> = snapshot.docs().filter_map(|doc| Some(snapshot.product(doc)?.sku())).collect();
        let mut all: Vec<Sample> = skus.iter().map(|sku| page("on", "a1", sku)).collect();
        all.extend([
            page("on", "a3", "a1"),
            page("on", HOSTILE, HOSTILE),
            page("cart", "", ""),
            page("", "", ""),
        ]);
        all
    }

    fn products(&self) -> Vec<Sample> {
        let drawn = self.snapshot.docs().map(|doc| {
            let decisions = self.decide(Page::Product, Context::Product(doc));
            let page = product::Show::new(&self.stand(), self.frame(), doc, "a3-w", &decisions).unwrap();
            sample("shop/product.html", self.state, &page)
        });
        drawn.collect()
    }
}
