//! Spryker's import files, one by one.

use std::io::Write as _;

use kindred::domain::staff::Role;

use crate::spryker_files::{Folder, apply, came_to, check, import, refused, told};
use crate::world::World;

const ABSTRACT: &str = "category_key,abstract_sku,name.en_US,name.de_DE,attribute_key_1,value_1,attribute_key_2,value_2,attribute_key_2.de_DE,value_2.de_DE,new_from\n\
    lamps,LAMP,Lamp,Lampe,brand,Glow,colour,Red,colour,Rot,2026-01-01\n\
    \"lamps,sale\",BULB,Bulb,Birne,brand,Glow,socket,\"E14, slim\",,,\n";
const CONCRETE: &str = "abstract_sku;concrete_sku;name.en_US;attribute_key_1;value_1;attribute_key_1.de_DE;value_1.de_DE\r\n\
    LAMP;LAMP-1;Lamp small;size;small;size;klein\r\n\
    LAMP;LAMP-2;Lamp big;size;big;size;gross\r\n\
    GONE;GONE-1;Gone;;;;\r\n";

#[test]
fn files_of_spryker_come_one_by_one_and_only_once() {
    let world = World::new();
    let once = |name: &str, text: &str| {
        let first = import(&world, name, text.as_bytes());
        assert_eq!(first.failure, None, "{name}");
        let second = came_to(&import(&world, name, text.as_bytes()));
        assert_eq!([second[1], second[2]], [0, 0], "{name} changes something the second time");
        first
    };
    assert_eq!(came_to(&once("product_abstract.csv", ABSTRACT)), [2, 2, 0, 0, 0]);
    let report = once("product_concrete.csv", &format!("\u{feff}{CONCRETE}"));
    assert_eq!(came_to(&report), [3, 2, 0, 0, 1], "{:?}", told(&report));
    assert!(told(&report)[0].contains("There is no product “GONE”"), "{:?}", told(&report));

    let prices = "abstract_sku,concrete_sku,price_type,store,currency,value_net,value_gross\n\
        LAMP,,ORIGINAL,,USD,,2999\nLAMP,,DEFAULT,,USD,1500,1999\n,LAMP-2,DEFAULT,,USD,2500,\n,NONE,DEFAULT,,USD,1,1\n\
        LAMP,,DEFAULT,XX,USD,1,1\nLAMP,,BULK,,USD,1,1\nLAMP,,DEFAULT,,EUR,1,x\n,LAMP-2,DEFAULT,,USD,2500,\n";
    let report = once("product_price.csv", prices);
    assert_eq!(report.counts.refused, 4, "{:?}", told(&report));
    for words in ["NONE", "6 store XX: There is no store “XX”", "BULK", "8 value_gross x", "first on line 4"]
    {
        assert!(told(&report).iter().any(|line| line.contains(words)), "{words}: {:?}", told(&report));
    }

    let stock = "concrete_sku,name,quantity,is_never_out_of_stock,is_bundle\nLAMP-1,north,3,0,0\nLAMP-1,south,4,0,0\nLAMP-2,north,0,1,0\n";
    once("product_stock.csv", stock);
    let images = "image_set_name,external_url_large,external_url_small,locale,abstract_sku,concrete_sku,sort_order\n\
        default,/b.jpg,/s.jpg,en_US,LAMP,,2\ndefault,/a.jpg,,en_US,LAMP,,1\ndefault,/c.jpg,,en_US,,LAMP-2,0\ndefault,/a.jpg,,de_DE,LAMP,,1\n";
    once("product_image.csv", images);
    let labels = "name,is_active,is_dynamic,name.en_US,product_abstract_skus\nNEW,1,0,New,\"LAMP, BULB\"\nOLD,0,0,Old,LAMP\n";
    assert_eq!(came_to(&once("product_label.csv", labels)), [2, 0, 2, 0, 0]);
    let stores = "abstract_sku,store_name\nLAMP,default\nBULB,nowhere\n";
    assert_eq!(came_to(&once("product_abstract_store.csv", stores)), [2, 0, 1, 0, 1]);

    let snapshot = world.app.snapshot();
    let lamp = snapshot.product(snapshot.find("lamp").unwrap()).unwrap().whole().unwrap();
    let offers: Vec<_> = lamp
        .variants
        .iter()
        .map(|variant| {
            let prices = variant.prices.iter();
            let prices = prices.map(|price| (price.amount.minor, price.regular.map(|regular| regular.minor)));
            (variant.sku.as_str().to_owned(), variant.stock, prices.collect::<Vec<_>>())
        })
        .collect();
    assert_eq!(
        offers,
        [
            ("LAMP-1".to_owned(), Some(7), vec![(1999, Some(2999))]),
            ("LAMP-2".to_owned(), None, vec![(2500, None)])
        ]
    );
    assert_eq!(lamp.images, ["/a.jpg", "/b.jpg", "/c.jpg"]);
    assert_eq!(lamp.stores.map(|stores| stores.len()), Some(1));
    let bulb = snapshot.product(snapshot.find("bulb").unwrap()).unwrap().whole().unwrap();
    assert_eq!(bulb.categories.len(), 2);
}

#[test]
fn a_part_of_a_spryker_file_that_is_wrong_is_told_and_the_rest_goes_in() {
    let world = World::new();
    let text = format!(
        "{ABSTRACT}lamps,LAMP,Again,,,,,,,,\nlamps,,Nameless,,,,,,,,\nlamps,HUGE,{},,,,,,,,\nlamps,SHORT\nlamps,LAST,Last,,,,,,,,soon\n",
        "x".repeat(5_000_000)
    );
    let report = import(&world, "product_abstract.csv", text.as_bytes());
    assert_eq!(came_to(&report), [7, 2, 0, 0, 5], "{:?}", told(&report));
    for words in [
        "4 abstract_sku LAMP: This stands in the file twice, first on line 2",
        "5 abstract_sku",
        "6 ",
        "7 ",
        "8 new_from soon",
    ] {
        assert!(told(&report).iter().any(|line| line.starts_with(words)), "{words}: {:?}", told(&report));
    }
    for (name, text, words, column) in [
        ("product_stock.csv", "concrete_sku,pieces\nA,1\n", "no column “quantity”", Some("quantity")),
        ("whatever.csv", "colour,size\nred,1\n", "those of no file", None),
    ] {
        let report = import(&world, name, text.as_bytes());
        let columns: Vec<&str> = report.problems.iter().map(|found| found.trouble.column.as_str()).collect();
        assert_eq!(columns, Vec::from_iter(column), "{name}");
        assert!(report.failure.as_ref().unwrap().contains(words), "{report:?}");
    }
}

/// A small folder as Spryker lays it out.
fn shop() -> Folder {
    let folder = Folder::new();
    for (name, text) in [
        ("DE/store.csv", "name\nDE\n"),
        ("AT/store.csv", "name\nAT\n"),
        ("DE/locale_store.csv", "locale_name,store_name\nen_US,DE\nde_DE,DE\n"),
        ("AT/locale_store.csv", "locale_name,store_name\nde_DE,AT\nde_DE,XX\n"),
        ("DE/default_locale_store.csv", "locale_name,store_name\nde_DE,DE\n"),
        ("DE/currency_store.csv", "currency_code,store_name,is_default\nCHF,DE,0\nEUR,DE,1\n"),
        ("AT/currency_store.csv", "currency_code,store_name,is_default\nEUR,AT,1\n"),
        (
            "common/category.csv",
            "category_key,parent_category_key,name.en_US,name.de_DE\nlamps,root,Lamps & Lights,Lampen\nroot,,Shop,Laden\nsale,root,Sale,Sale\nlamp-sale,lamps,Sale,Angebote\n",
        ),
        ("common/product_attribute_key.csv", "attribute_key,is_super\ncolour,1\nsize,1\nunused,0\n"),
        (
            "common/product_management_attribute.csv",
            "key,input_type,allow_input,is_multiple,values,key_translation.en_US,key_translation.de_DE,value_translations.en_US,value_translations.de_DE\ncolour,text,yes,yes,\"red, blue\",Colour,Farbe,\"red, blue\",\"rot, blau\"\n",
        ),
        ("common/product_abstract.csv", ABSTRACT),
        (
            "common/product_concrete.csv",
            &CONCRETE.replace("small;size;klein", "small;colour;rot,gruen,violett"),
        ),
        ("DE/product_abstract_store.csv", "abstract_sku,store_name\nLAMP,DE\nBULB,DE\n"),
        ("AT/product_abstract_store.csv", "abstract_sku,store_name\nLAMP,AT\n"),
        (
            "DE/product_price.csv",
            "abstract_sku,concrete_sku,price_type,store,currency,value_net,value_gross\n,LAMP-1,DEFAULT,DE,EUR,,1000\nLAMP,,DEFAULT,DE,EUR,,2000\nLAMP,,DEFAULT,DE,CHF,,2200\n",
        ),
        (
            "common/deep/er/product_stock.csv",
            "concrete_sku,name,quantity,is_never_out_of_stock\nLAMP-1,w,1,0\n",
        ),
        ("common/cms_block.csv", "block_key\nx\n"),
        (
            "DE/product_relation_store.csv",
            "product_relation_key,store_name\npr-1,DE\npr-2,DE\npr-3,DE\npr-9,DE\npr-1,XX\n",
        ),
        ("AT/product_relation_store.csv", "product_relation_key,store_name\npr-1,AT\n"),
        ("common/product_relation.csv", &relations()),
    ] {
        folder.put(name, text.as_bytes());
    }
    folder
}

fn relations() -> String {
    let rule = |id: &str, operator: &str, value: &str| {
        format!(
            r#""{{""condition"":""AND"",""rules"":[{{""condition"":null,""rules"":{{}},""id"":""{id}"",""field"":""f"",""type"":""string"",""input"":""text"",""operator"":""{operator}"",""value"":""{value}""}}],""id"":null,""field"":null}}""#
        )
    };
    let sale = rule("product_category_name", "equal", "Sale");
    let rows = [
        format!("pr-1,LAMP,related-products,{sale},1,1"),
        format!("pr-2,LAMP,up-selling,{},1,0", rule("product_sku", "in", "bulb, LAMP")),
        format!("pr-3,BULB,related-products,{},1,1", rule("product_category_name", "equal", "Lamp's/Lights")),
        format!("pr-4,LAMP,related-products,{sale},1,1"),
        format!("pr-5,GONE,related-products,{sale},1,1"),
        format!("pr-6,LAMP,crossing,{sale},1,1"),
        "pr-7,LAMP,related-products,nonsense,1,1".to_owned(),
        format!("pr-8,LAMP-1,related-products,{sale},1,1"),
        format!("pr-1,LAMP,up-selling,{sale},1,1"),
        format!("pr-10,BULB,related-products,{},1,1", rule("product.json.colour", "in", "violett,gruen")),
        format!("pr-12,BULB,up-selling,{},1,1", rule("product.json.colour", "equal", "rot")),
        format!("pr-11,BULB,up-selling,{},0,1", rule("product.json.colour", "equal", "Read")),
    ];
    format!(
        "product_relation_key,product,relation_type,rule,is_active,is_rebuild_scheduled\n{}\n",
        rows.join("\n")
    )
}

/// Returns the skus that a relation's rule means, in a locale, whatever is shown.
fn raw(world: &World, key: &str, locale: &str) -> Vec<String> {
    let answer = world
        .caller(Role::Viewer)
        .get(&format!("/api/v1/relations/{key}/targets?raw=1&store=DE&locale={locale}"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    let items = answer.json()["items"].as_array().unwrap().clone();
    let mut skus: Vec<String> = items.iter().map(|item| item["sku"].as_str().unwrap().to_owned()).collect();
    skus.sort();
    skus
}

#[test]
fn a_folder_is_taken_in_the_right_order_and_only_once() {
    let world = World::new();
    let folder = shop();
    let dry = check(&world, &folder.0);
    assert!(world.app.snapshot().is_empty() && world.app.snapshot().relations().is_empty());
    let first = apply(&world, &folder.0);
    assert_eq!((came_to(&dry), told(&dry)), (came_to(&first), told(&first)));
    assert_eq!(first.failure, None);
    let passed_over = first.notices.iter().any(|notice| notice.contains("common/cms_block.csv"));
    assert!(passed_over, "{:?}", first.notices);
    let file = "common/product_relation.csv";
    let wanted = [
        ("AT/locale_store.csv", 3),
        ("DE/product_relation_store.csv", 5),
        ("DE/product_relation_store.csv", 6),
        ("common/product_concrete.csv", 4),
        (file, 5),
        (file, 6),
        (file, 7),
        (file, 8),
        (file, 9),
        (file, 10),
    ];
    assert_eq!(refused(&first), wanted, "{:?}", told(&first));
    let all = told(&first).join("\n");
    for words in [
        "category “Lamp's/Lights” is not known; did you mean “Lamps & Lights”?",
        "colour “Read” is not known; did you mean “red”?",
        "“LAMP-1” is a variant of “LAMP”",
        "There is no relation type “crossing”",
        "shows the same rule on “LAMP” already",
        "There is no relation “pr-9”",
    ] {
        assert!(all.contains(words), "{words}: {all}");
    }

    let snapshot = world.app.snapshot();
    let stores: Vec<(String, Vec<String>, Vec<String>)> = snapshot
        .vocabulary()
        .stores()
        .iter()
        .map(|store| {
            let locales = store.locales.iter().map(ToString::to_string);
            (store.key.clone(), locales.collect(), store.currencies.iter().map(ToString::to_string).collect())
        })
        .collect();
    let text = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        stores,
        [
            ("AT".to_owned(), text(&["de_DE"]), text(&["EUR"])),
            ("DE".to_owned(), text(&["de_DE", "en_US"]), text(&["EUR", "CHF"])),
        ]
    );
    let lamp = snapshot.product(snapshot.find("lamp").unwrap()).unwrap().whole().unwrap();
    let prices: Vec<Vec<i64>> = lamp
        .variants
        .iter()
        .map(|variant| variant.prices.iter().map(|price| price.amount.minor).collect())
        .collect();
    assert_eq!(prices, [[1000, 2200], [2000, 2200]]);
    let broken: Vec<&str> = snapshot
        .relations()
        .iter()
        .filter(|standing| !standing.problems.is_empty())
        .map(|standing| standing.key.as_str())
        .collect();
    assert_eq!(broken, ["pr-11", "pr-3"]);
    let frozen = snapshot.relation("pr-2").unwrap();
    assert!(!frozen.relation.keep_current && snapshot.standing().has_frozen(frozen.id));
    assert_eq!(snapshot.relation("pr-1").unwrap().draft.stores, Some(text(&["AT", "DE"])));
    assert_eq!(snapshot.relation("pr-1").unwrap().version, 1);

    assert_eq!(raw(&world, "pr-1", "en_US"), ["BULB"]);
    assert_eq!(raw(&world, "pr-2", "en_US"), ["BULB", "LAMP"]);
    assert_eq!(raw(&world, "pr-3", "en_US"), Vec::<String>::new());
    assert_eq!(raw(&world, "pr-10", "de_DE"), ["LAMP"]);
    assert_eq!(raw(&world, "pr-10", "en_US"), Vec::<String>::new());
    // One value under two names.
    assert_eq!(raw(&world, "pr-12", "de_DE"), ["LAMP"]);
    assert_eq!(raw(&world, "pr-12", "en_US"), ["LAMP"]);

    let second = apply(&world, &folder.0);
    let [rows, added, changed, unchanged, refused] = came_to(&second);
    assert_eq!([added, changed], [0, 0], "{:?}", told(&second));
    assert_eq!((rows, refused), (unchanged + refused, wanted.len() as u64));
    let versions: Vec<i64> =
        world.app.snapshot().relations().iter().map(|standing| standing.version).collect();
    assert!(versions.iter().all(|version| *version == 1), "{versions:?}");
}

#[test]
fn a_file_of_a_folder_that_is_cut_off_is_told_and_the_others_go_in() {
    let world = World::new();
    let folder = shop();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(b"concrete_sku,name,quantity\nLAMP-2,w,5\n").unwrap();
    let packed = packed.finish().unwrap();
    folder.put("common/product_stock.csv.gz", &packed[..packed.len() - 12]);
    folder.put("US/product_price.csv", b"sku,price\nLAMP,1\n");
    let report = apply(&world, &folder.0);
    let all = told(&report).join("\n");
    assert!(all.contains("cut off") && all.contains("no column “price_type”, “store”, “currency”"), "{all}");
    assert!(all.contains("1 price_type, store, currency :"), "{all}");
    assert_eq!((report.failure, world.app.snapshot().len()), (None, 2));
    let empty = Folder::new();
    let failure = apply(&world, &empty.0).failure.unwrap();
    assert!(failure.contains("no file of a Spryker import"), "{failure}");
}
