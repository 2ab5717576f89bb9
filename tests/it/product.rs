//! The list of products and one product's page.

use crate::fixture::{relation, skus, small};
use crate::world::World;

#[test]
fn an_empty_catalogue_says_how_to_fill_it() {
    let world = World::new();
    assert!(world.anna().page("/products").contains("No product yet"));
}

#[test]
fn products_are_found_by_sku_name_category_and_gap() {
    let world = small();
    let skus = skus(&world);
    let anna = world.anna();
    assert!(anna.page("/products").contains("1–25 of 60"));
    assert!(anna.page("/products?page=3").contains("51–60 of 60"));
    let by_sku = anna.page(&format!("/products?q={}", skus[5].to_lowercase()));
    let first = by_sku.split("class=\"name\"").nth(1).unwrap();
    assert!(first.contains(&skus[5]), "a sku typed whole is the first result");
    assert!(anna.page("/products?gap=related").contains("1–25 of 60"));
    relation(&world, "One", &skus[0], |_| {});
    assert!(anna.page("/products?gap=related").contains("1–25 of 59"), "its source has no gap any more");
    let none = anna.page("/products?q=zzzzzz&gap=up-sell");
    assert!(none.contains("No product fits") && none.contains("Remove “zzzzzz”"), "{none}");
    let wrong = anna.page("/products?category=mars&gap=friends&page=abc");
    assert!(wrong.contains("There is no category “mars”") && wrong.contains("1–25 of 60"));
}

#[test]
fn a_product_tells_what_it_shows_and_why() {
    let world = small();
    let skus = skus(&world);
    relation(&world, "Dearer ones", &skus[0], |draft| draft.pins = vec![skus[3].clone()]);
    let anna = world.anna();
    let page = anna.page(&format!("/products/{}", skus[0]));
    assert!(page.contains("What shoppers see") && page.contains("Pinned in Dearer ones"), "{page}");
    assert!(page.contains("Relations that apply here"));
    let asked = anna.get(&format!("/products/{}?why={}", skus[0], skus[3]));
    assert_eq!(asked.location(), format!("/explain?on={}&of={}&store=&locale=", skus[0], skus[3]));
    assert!(anna.page(asked.location()).contains("Shown at place 1: “Dearer ones” pins it."));
    let reverse = anna.page(&format!("/products/{}", skus[3]));
    let pages = reverse.split("Appears on the pages of").nth(1).unwrap();
    assert!(pages.contains(&skus[0]) || pages.contains("Dearer ones"), "{pages}");
}

#[test]
fn a_product_is_looked_at_in_any_store_and_locale() {
    let world = small();
    let sku = &skus(&world)[0];
    let anna = world.anna();
    let snapshot = world.app.snapshot();
    for store in snapshot.vocabulary().stores() {
        let page = anna.page(&format!("/products/{sku}?store={}", store.key));
        assert!(page.contains(&format!("<option value=\"{}\" selected>", store.key)), "{page}");
    }
    anna.page(&format!("/products/{sku}?store=mars&locale=xx_YY_zz"));
    anna.page("/explain?on=%00&of=%00&store=mars&locale=xx_YY_zz&at=never&draft=x");
    assert_eq!(anna.get("/products/nope").status, 404);
    assert_eq!(anna.get("/products/%2e%2e%2fetc").status, 404);
}

#[test]
fn pickers_are_offered_products_as_options() {
    let world = small();
    let sku = &skus(&world)[0];
    let anna = world.anna();
    let page = anna.page(&format!("/suggest/products?q={sku}"));
    assert!(page.starts_with(&format!("<option value=\"{sku}\">")), "{page}");
    assert_eq!(anna.page("/suggest/products?q=zzzzzzz").trim(), "");
}

#[test]
fn a_products_name_is_never_taken_for_markup() {
    let world = small();
    let sku = skus(&world)[0].clone();
    world.sql(&format!(
        "UPDATE product SET texts = '{{\"\": {{\"name\": \"<script>alert(1)</script>\"}}}}' WHERE sku = '{sku}'"
    ));
    kindred::work::load::load(&world.app).unwrap();
    let anna = world.anna();
    for path in ["/products".to_owned(), format!("/products/{sku}"), format!("/suggest/products?q={sku}")] {
        assert!(!anna.page(&path).contains("<script>alert"), "{path}");
    }
    assert!(anna.page(&format!("/products/{sku}")).contains("&#60;script&#62;alert(1)"));
}

#[test]
fn a_category_is_chosen_from_a_few_and_typed_where_there_are_many() {
    let world = small();
    let anna = world.anna();
    let category = {
        let snapshot = world.app.snapshot();
        let view = snapshot.product(snapshot.docs().next().unwrap()).unwrap();
        snapshot.vocabulary().category(view.categories()[0]).unwrap().clone()
    };
    let name = category.name.any().unwrap().clone();
    world.sql("INSERT INTO category (key, names, position) SELECT 'more-' || n, jsonb_build_object('', 'More ' || n), n FROM generate_series(1, 600) AS n");
    kindred::work::load::load(&world.app).unwrap();
    let page = anna.page("/products");
    assert!(page.contains("list=\"category-list\"") && !page.contains("<option value=\"more-1\""), "{page}");
    let query = |text: &str| kindred::form::query::coded(text);
    let found = anna.page(&format!("/products?category={}", query(&name)));
    assert!(!found.contains("1–25 of 60") && found.contains(&format!("value=\"{name}\"")), "{found}");
    assert_eq!(
        found.matches("product-line").count(),
        anna.page(&format!("/products?category={}", query(&category.key))).matches("product-line").count()
    );
    let offered = anna.page("/suggest/values/category?q=More%201");
    assert!(offered.contains("More 1"), "{offered}");
}

#[test]
fn hidden_products_and_relations_come_in_pages_however_many_there_are() {
    let world = small();
    let skus = skus(&world);
    world.sql(&format!(
        "INSERT INTO hidden (source_id, target_id) SELECT own.id, other.id FROM product AS own, product AS other \
         WHERE own.sku = '{}' AND other.id <> own.id",
        skus[0]
    ));
    kindred::work::load::load(&world.app).unwrap();
    for number in 0..52 {
        relation(&world, &format!("Relation {number:02}"), &skus[0], |_| {});
    }
    let anna = world.anna();
    let address = format!("/products/{}", skus[0]);
    let shows = |page: &str| page.matches("Show again<").count();
    let first = anna.page(&address);
    assert!(first.contains("Relations here <span class=\"num\">52</span>"), "{first}");
    assert!(first.contains("59 by hand") && first.contains("1–25 of 59"), "{first}");
    let pages: Vec<usize> =
        (1..=3).map(|page| shows(&anna.page(&format!("{address}?page-.hidden={page}")))).collect();
    assert_eq!((shows(&first), pages), (25, vec![25, 25, 9]));
    assert_eq!(first.matches("class=\"num rank\"").count(), 50);
    assert!(first.contains("and 2 more: <a href=\"/relations?on="), "{first}");
}
