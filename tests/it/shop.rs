//! The shop preview, as visitors and staff see it.

use kindred::work::demo;

use crate::world::World;

/// A world with the demo shop, at a moment of its own.
fn shop() -> World {
    let world = World::at("2026-11-21T09:00:00Z");
    demo::make_default(&world.app).unwrap();
    world
}

/// Returns the part of a page that is a block.
fn block<'a>(page: &'a str, key: &str) -> &'a str {
    let start = page.find(&format!("id=\"{key}\"")).unwrap_or_else(|| panic!("no block {key} in {page}"));
    let rest = &page[start..];
    &rest[..rest.find("</section>").unwrap()]
}

#[test]
fn a_visitor_walks_from_the_first_page_to_the_last_without_signing_in() {
    let world = shop();
    let visitor = world.visitor();
    assert_eq!(visitor.get("/shop").location(), "/shop/eu");
    let home = visitor.page("/shop/eu");
    assert!(
        home.contains("Harbour &#38; Pine Europe") || home.contains("Harbour &amp; Pine Europe"),
        "{home}"
    );
    assert!(home.contains("/shop/eu/category/photo"));
    assert!(!home.contains("<script") && !home.contains("style=") && !home.contains("class=\"bar\""));
    let category = visitor.page("/shop/eu/category/tents");
    assert!(category.contains("Breadcrumb") && category.contains("/shop/eu/product/TNT-"));
    let product = visitor.page("/shop/eu/product/CAM-0103");
    assert!(product.contains("mirrorless camera") && product.contains("€"));
    assert!(block(&product, "pdp-related").matches("class=\"card\"").count() >= 4);
    assert!(visitor.page("/shop/eu/thanks").contains("Thank you"));
}

#[test]
fn the_cart_leaves_out_what_is_in_it_and_adding_stays_there() {
    let world = shop();
    let visitor = world.visitor();
    assert!(visitor.page("/shop/eu/cart").contains("Nothing in it yet"));
    let added = visitor.send_form("/shop/eu/cart", &[("do", "add"), ("sku", "CAM-0103")]);
    assert_eq!((added.status, added.location()), (303, "/shop/eu/cart"));
    let cart = visitor.page("/shop/eu/cart");
    let offers = block(&cart, "cart-cross-sell");
    assert!(!offers.contains("/product/CAM-0103"));
    let sku = offers.split("name=\"sku\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let added = visitor.send_form("/shop/eu/cart", &[("do", "add"), ("sku", &sku)]);
    assert_eq!((added.status, added.location()), (303, "/shop/eu/cart"));
    let cart = visitor.page("/shop/eu/cart");
    let base = sku.split('-').take(2).collect::<Vec<_>>().join("-");
    assert!(cart.matches("class=\"sum\"").count() == 2);
    assert!(
        !block(&cart, "cart-cross-sell").contains(&format!("/product/{base}\"")),
        "{base} is offered again"
    );
    assert!(
        cart.find(&format!("/product/{base}")).unwrap() < cart.find("/product/CAM-0103").unwrap(),
        "last added first"
    );
}

#[test]
fn lines_are_changed_and_removed_and_nonsense_is_told() {
    let world = shop();
    let visitor = world.visitor();
    visitor.send_form("/shop/eu/cart", &[("do", "add"), ("sku", "TNT-0102")]);
    visitor.send_form("/shop/eu/cart", &[("do", "set"), ("sku", "TNT-0102"), ("pieces", "3")]);
    assert!(visitor.page("/shop/eu/cart").contains("value=\"3\""));
    for pieces in ["-1", "many", "100", "99999999999999999999", ""] {
        let answer =
            visitor.send_form("/shop/eu/cart", &[("do", "set"), ("sku", "TNT-0102"), ("pieces", pieces)]);
        assert_eq!(answer.status, 422, "{pieces}");
        assert!(answer.text().contains("is not a number of pieces"));
    }
    visitor.send_form("/shop/eu/cart", &[("do", "remove"), ("sku", "TNT-0102")]);
    assert!(visitor.page("/shop/eu/cart").contains("Nothing in it yet"));
    assert_eq!(visitor.send_form("/shop/eu/cart", &[("do", "add"), ("sku", "NO-SUCH")]).status, 404);
    let stranger = world.visitor().with_header("Origin", "https://evil.example");
    assert_eq!(stranger.send_form("/shop/eu/cart", &[("do", "add"), ("sku", "TNT-0102")]).status, 403);
}

#[test]
fn hostile_cookies_are_read_as_far_as_they_make_sense() {
    let world = shop();
    let long = "CAM-0103*1!".repeat(300);
    for cookie in [
        "kindred_cart=%%%!!*9!CAM-0103*999999999999",
        "kindred_cart=<script>*1",
        "kindred_cart=%00%ff*2",
        &format!("kindred_cart={long}"),
    ] {
        let page = world.visitor().with_header("Cookie", cookie).page("/shop/eu/cart");
        assert!(!page.contains("<script"), "{cookie}");
    }
    let held =
        world.visitor().with_header("Cookie", "kindred_cart=CAM-0103*2!GONE-1*1").page("/shop/eu/cart");
    assert_eq!(held.matches("class=\"sum\"").count(), 1);
}

#[test]
fn what_is_not_there_is_told_by_the_shop_with_ways_out() {
    let world = shop();
    let visitor = world.visitor();
    for path in [
        "/shop/nope",
        "/shop/eu/product/NOPE",
        "/shop/eu/category/nope",
        "/shop/eu/some/where",
        "/shop/%F0%9F%9A%B2/cart",
    ] {
        let answer = visitor.get(path);
        assert_eq!(answer.status, 404, "{path}");
        let text = answer.text();
        assert!(text.contains("class=\"top\"") && text.contains("/shop/eu/category/photo"), "{path}: {text}");
    }
}

#[test]
fn the_other_locale_and_the_other_store_speak_and_count_in_their_own_way() {
    let world = shop();
    let visitor = world.visitor();
    let german = visitor.page("/shop/eu/product/CAM-0103?locale=de_DE");
    assert!(
        german.contains("lang=\"de-DE\"")
            && german.contains("Systemkamera")
            && german.contains("In den Warenkorb")
    );
    assert!(german.contains("/shop/eu/cart?locale=de_DE"), "the locale is kept in links");
    assert!(block(&german, "pdp-related").contains("Passt gut dazu"));
    let american = visitor.page("/shop/us/product/CAM-0103");
    assert!(american.contains('$') && !american.contains('€'));
    assert!(visitor.page("/shop/eu?locale=xx_YY&at=nonsense&segment=%00").contains("lang=\"en-GB\""));
}

#[test]
fn staff_see_where_each_pick_comes_from_and_visitors_do_not() {
    let world = shop();
    let path = "/shop/eu/product/CAM-0103?why=1";
    assert!(!world.visitor().page(path).contains("class=\"why\""));
    let page = world.anna().page(path);
    let related = block(&page, "pdp-related");
    assert!(related.contains("/relations/lenses-and-cameras-with-the-same-mount"), "{related}");
    assert!(related.contains("shown of") && related.contains("Left out:"));
    assert!(page.contains("class=\"bar\""));
    let page = world.anna().page("/shop/eu?draft=77&at=foo");
    assert!(page.contains("There is no draft 77") && page.contains("is not a moment"));
}

#[test]
fn a_scheduled_relation_shows_when_its_time_has_come() {
    let world = shop();
    let visitor = world.visitor();
    let anna = world.anna();
    visitor.send_form("/shop/eu/cart", &[("do", "add"), ("sku", "TNT-0102")]);
    let cookie = "kindred_cart=TNT-0102*1";
    let winter = world.visitor().with_header("Cookie", cookie).page("/shop/eu/cart?at=2026-12-20T12:00");
    let autumn = world.visitor().with_header("Cookie", cookie).page("/shop/eu/cart?at=2026-11-22T12:00");
    assert_ne!(block(&winter, "cart-cross-sell"), block(&autumn, "cart-cross-sell"));
    drop(anna);
}

#[test]
fn pictures_are_drawn_and_kept_for_ever() {
    let world = World::new();
    let answer = world.visitor().get("/art/camera-olive-3.svg");
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("image/svg+xml")));
    assert!(answer.header("cache-control").is_some_and(|value| value.contains("immutable")));
    for path in ["/art/camera-pink-3.svg", "/art/%3Csvg%3E-a-1.svg", "/art/tile-%3C-1.svg"] {
        assert_eq!(world.visitor().get(path).status, 404, "{path}");
    }
}
