//! Spryker's import files, a part at a time: rows far apart, cells that are emptied, what Kindred does not keep.

use kindred::domain::product::Product;
use kindred::domain::staff::Role;

use crate::spryker_files;
use crate::world::World;

const ABSTRACT: &str = "category_key,abstract_sku,name.en_US,attribute_key_1,value_1,attribute_key_2,value_2\n\
    lamps,LAMP,Lamp,brand,Glow,colour,red\nlamps,BULB,Bulb,brand,Glow,,\n";
const CONCRETE: &str = "abstract_sku,concrete_sku,name.en_US\nLAMP,LAMP-1,Lamp small\nLAMP,LAMP-2,Lamp big\n";
const RELATIONS: &str = "product_relation_key,product,relation_type,rule,is_active\n";

fn import(world: &World, name: &str, text: &str) -> kindred::work::import::Report {
    spryker_files::import(world, name, text.as_bytes())
}

fn lamp(world: &World) -> Product {
    let snapshot = world.app.snapshot();
    snapshot.product(snapshot.find("lamp").unwrap()).unwrap().whole().unwrap()
}

fn shop() -> World {
    let world = World::new();
    import(&world, "product_abstract.csv", ABSTRACT);
    import(&world, "product_concrete.csv", CONCRETE);
    world
}

/// Returns a file in which so many rows, about nothing that is there, lie between the first and the last.
fn apart(header: &str, first: &str, between: fn(usize) -> String, last: &str) -> String {
    let between: Vec<String> = (0..2_600).map(between).collect();
    format!("{header}\n{first}\n{}\n{last}\n", between.join("\n"))
}

#[test]
fn rows_of_one_product_that_lie_far_apart_in_a_file_are_taken_together() {
    let world = shop();
    let prices = apart(
        "abstract_sku,concrete_sku,price_type,store,currency,value_gross",
        ",LAMP-2,DEFAULT,,USD,2500",
        |number| format!(",NONE-{number},DEFAULT,,USD,1"),
        "LAMP,,DEFAULT,,USD,1999",
    );
    let images = apart(
        "external_url_large,abstract_sku,concrete_sku,sort_order",
        "/big.jpg,,LAMP-2,0",
        |number| format!("/none.jpg,NONE-{number},,0"),
        "/lamp.jpg,LAMP,,0",
    );
    let stock =
        apart("concrete_sku,name,quantity", "LAMP-1,north,3", |n| format!("NONE-{n},n,1"), "LAMP-1,south,4");
    for (name, text) in
        [("product_price.csv", &prices), ("product_image.csv", &images), ("product_stock.csv", &stock)]
    {
        let first = import(&world, name, text).counts;
        assert_eq!((first.changed, first.refused), (2, 2_600), "{name}");
        let second = import(&world, name, text).counts;
        assert_eq!((second.changed, second.unchanged), (0, 2), "{name} changes something the second time");
    }
    let lamp = lamp(&world);
    let prices: Vec<i64> =
        lamp.variants.iter().flat_map(|variant| &variant.prices).map(|price| price.amount.minor).collect();
    assert_eq!(prices, [1999, 2500]);
    assert_eq!(lamp.images, ["/lamp.jpg", "/big.jpg"]);
    assert_eq!(lamp.variants.first().and_then(|variant| variant.stock), Some(7));
}

#[test]
fn a_row_says_all_the_attributes_there_are_and_a_file_without_such_columns_none() {
    let world = shop();
    let held = |world: &World| {
        let (lamp, snapshot) = (lamp(world), world.app.snapshot());
        let own = lamp.variants.iter().flat_map(|variant| variant.attributes.keys());
        let keys = lamp.attributes.keys().chain(own).filter_map(|id| snapshot.vocabulary().attribute(*id));
        keys.map(|attribute| attribute.key.clone()).collect::<Vec<_>>()
    };
    import(&world, "product_label.csv", "name,product_abstract_skus\nNEW,LAMP\n");
    import(
        &world,
        "product_concrete.csv",
        "abstract_sku,concrete_sku,attribute_key_1,value_1\nLAMP,LAMP-1,size,small\n",
    );
    let sorted = |world: &World| {
        let mut keys = held(world);
        keys.sort();
        keys.join(" ")
    };
    assert_eq!(sorted(&world), "brand colour label size");
    let header = "category_key,abstract_sku,attribute_key_1,value_1\n";
    for (name, text, changed, left) in [
        (
            "product_abstract.csv",
            "category_key,abstract_sku\nlamps,LAMP\n".to_owned(),
            0,
            "brand colour label size",
        ),
        ("product_abstract.csv", format!("{header}lamps,LAMP,brand,Glow\n"), 1, "brand label size"),
        ("product_abstract.csv", format!("{header}lamps,LAMP,brand,Glow\n"), 0, "brand label size"),
        ("product_abstract.csv", format!("{header}lamps,LAMP,brand,\n"), 1, "label size"),
        ("product_concrete.csv", "abstract_sku,concrete_sku\nLAMP,LAMP-1\n".to_owned(), 0, "label size"),
        (
            "product_concrete.csv",
            "abstract_sku,concrete_sku,attribute_key_1,value_1\nLAMP,LAMP-1,,\n".to_owned(),
            1,
            "label",
        ),
    ] {
        let report = import(&world, name, &text);
        assert_eq!((report.counts.changed, sorted(&world).as_str()), (changed, left), "{text}");
    }
}

#[test]
fn dates_of_a_label_are_told_not_to_be_kept() {
    let world = shop();
    let report = import(
        &world,
        "product_label.csv",
        "name,is_active,valid_from,valid_to,product_abstract_skus\nSALE,1,,2026-12-24,\"LAMP,BULB\"\nNEW,1,,,LAMP\n",
    );
    let told: Vec<(u64, &str, &str)> = report
        .problems
        .iter()
        .map(|found| (found.line, found.trouble.column.as_str(), found.trouble.value.as_str()))
        .collect();
    assert_eq!((told, report.counts.changed), (vec![(2, "valid_to", "2026-12-24")], 3));
}

#[test]
fn a_rule_that_names_variants_alone_matches_nothing() {
    let world = shop();
    let rule = |operator: &str, value: &str| {
        format!(
            "\"{{\"\"condition\"\":\"\"AND\"\",\"\"rules\"\":[{{\"\"id\"\":\"\"product_sku\"\",\"\"operator\"\":\"\"{operator}\"\",\"\"value\"\":\"\"{value}\"\"}}]}}\""
        )
    };
    let text = format!(
        "{RELATIONS}pr-1,BULB,related-products,{},1\npr-2,BULB,up-selling,{},1\n",
        rule("equal", "LAMP-1"),
        rule("in", "LAMP-1,LAMP"),
    );
    let report = import(&world, "product_relation.csv", &text);
    assert_eq!((report.counts.added, report.problems.len()), (2, 2), "{:?}", report.problems);
    let shown = |key: &str| {
        let answer = world
            .caller(Role::Viewer)
            .get(&format!("/api/v1/relations/{key}/targets?raw=1&store=default&locale=en_US"));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["items"].as_array().unwrap().len()
    };
    assert_eq!((shown("pr-1"), shown("pr-2")), (0, 1));
    assert_eq!(import(&world, "product_relation.csv", &text).counts.unchanged, 2);
}

#[test]
fn a_file_that_is_called_as_sprykers_is_told_its_columns_without_its_format() {
    let world = shop();
    let report =
        spryker_files::import_as(&world, "product_stock.csv", b"concrete_sku,pieces\nLAMP-1,1\n", None);
    let failure = report.failure.unwrap();
    assert!(failure.contains("no column “quantity”; product_stock.csv needs it"), "{failure}");
    let report =
        spryker_files::import_as(&world, "product_stock.csv", b"concrete_sku,quantity\nLAMP-1,1\n", None);
    assert_eq!((report.failure, report.counts.changed), (None, 1));
}

#[test]
fn stores_stand_in_the_order_of_their_list_and_as_they_were_set_by_hand() {
    let world = World::new();
    let folder = spryker_files::Folder::of(&[
        ("AT/store.csv", "name\nAT\n"),
        ("DE/store.csv", "name\nDE\n"),
        ("common/store.csv", "name\nDE\nCH\nAT\n"),
        ("common/locale_store.csv", "locale_name,store_name\nde_DE,DE\nde_CH,CH\nde_AT,AT\n"),
    ]);
    let report = spryker_files::apply(&world, &folder.0);
    assert_eq!((report.failure.as_deref(), report.counts.refused), (None, 0));
    let kept = world.app.read_now(|read| kindred::store::import::list(read, 1)).unwrap();
    assert_eq!(kept[0].bytes_total, 80, "the size of its files, not that of the folder");
    let stores = |world: &World| {
        let snapshot = world.app.snapshot();
        let told = snapshot.vocabulary().stores().iter();
        told.map(|store| format!("{} {}", store.key, store.time_zone.name())).collect::<Vec<_>>()
    };
    assert_eq!(stores(&world), ["DE UTC", "CH UTC", "AT UTC"]);
    let fields = [("name", "Vienna"), ("time_zone", "Europe/Vienna"), ("place", "1")];
    assert_eq!(world.anna().submit("/settings/stores/AT", &fields).status, 303);
    let more = "locale_name,store_name\nen_US,AT\n";
    assert_eq!(import(&world, "locale_store.csv", more).counts.changed, 1);
    assert_eq!(spryker_files::apply(&world, &folder.0).counts.changed, 0);
    assert_eq!(stores(&world), ["AT Europe/Vienna", "DE UTC", "CH UTC"]);
    assert_eq!(world.app.snapshot().vocabulary().stores()[0].name, "Vienna");
}
