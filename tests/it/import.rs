//! Imports over HTTP, and a real catalogue.

use std::io::Write as _;
use std::path::PathBuf;

use kindred::domain::locale::Locale;
use kindred::domain::staff::Actor;
use kindred::work::import::{Counts, Report, task};

use crate::people::Person;
use crate::world::World;

/// Returns a file of the real data; none, and says so, where `KINDRED_TEST_DATA` is not set.
fn real_data(name: &str) -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("KINDRED_TEST_DATA") else {
        eprintln!("left out: KINDRED_TEST_DATA is not set");
        return None;
    };
    let file = PathBuf::from(folder).join(name);
    assert!(file.is_file(), "KINDRED_TEST_DATA is set, but {} is missing", file.display());
    Some(file)
}

/// Imports a text at once and returns what became of it.
fn import(world: &World, text: &[u8]) -> Report {
    let mut file = std::env::temp_dir();
    file.push(format!(
        "kindred-import-{}-{}.csv",
        std::process::id(),
        std::thread::current().name().unwrap().replace(':', "-")
    ));
    std::fs::write(&file, text).unwrap();
    let report = task::apply_file(&world.app, &Actor::command("import"), &file, None).unwrap();
    std::fs::remove_file(&file).unwrap();
    report
}

fn counts(rows: u64, added: u64, changed: u64, unchanged: u64, refused: u64) -> (u64, u64, u64, u64, u64) {
    (rows, added, changed, unchanged, refused)
}

fn came_to(report: &Report) -> (u64, u64, u64, u64, u64) {
    let Counts { rows, added, changed, unchanged, refused, .. } = report.counts;
    (rows, added, changed, unchanged, refused)
}

/// Uploads a file and returns the address and the HTML of its report.
fn upload(anna: &Person, name: &str, content: &[u8]) -> (String, String) {
    let answer = anna.upload("/imports", &[("format", "")], name, content);
    assert_eq!(answer.status, 303, "{}", answer.text());
    let address = answer.location().to_owned();
    let html = anna.page(&address);
    (address, html)
}

#[test]
fn a_real_catalogue_is_taken_whole_and_only_once() {
    let Some(file) = real_data("luma/catalog_product.csv") else { return };
    let world = World::new();
    let apply = || task::apply_file(&world.app, &Actor::command("import"), &file, None).unwrap();
    let first = apply();
    assert_eq!(came_to(&first), counts(2046, 2046, 0, 0, 0), "{:?}", first.problems);
    let unknown: Vec<&str> = first.problems.iter().map(|found| found.trouble.value.as_str()).collect();
    assert_eq!(unknown, ["24-WG082"]);
    let snapshot = world.app.snapshot();
    let variants: usize = (0..)
        .map_while(|doc| snapshot.product(kindred::index::snapshot::Doc(doc)))
        .filter(|view| view.variant_skus().count() > 1)
        .map(|view| view.variant_skus().count())
        .sum();
    assert_eq!((snapshot.len(), variants), (199, 1847));
    let hoodie = snapshot.product(snapshot.find("mh01-xs-black").unwrap()).unwrap();
    assert_eq!((hoodie.sku(), hoodie.variant_skus().count(), hoodie.in_stock()), ("MH01", 15, true));
    assert_eq!(hoodie.name(&Locale::parse("en_US").unwrap()), "Chaz Kangeroo Hoodie");
    let second = apply();
    assert_eq!(came_to(&second), counts(2046, 0, 0, 2046, 0));
}

#[test]
fn a_file_is_checked_first_and_applied_when_wished() {
    let world = World::new();
    let anna = world.anna();
    let (report, html) = upload(
        &anna,
        "shop.csv",
        b"\xef\xbb\xbfsku;name;price;links.related\r\nA;Anvil;12.50;B\r\nB;Bell;3;\r\n",
    );
    assert!(html.contains("Nothing is changed yet") && world.app.snapshot().is_empty(), "{html}");
    let html = anna.submit_and_follow(&format!("{report}/apply"), &[]);
    assert!(html.contains("Done: 2 added and 0 changed"), "{html}");
    assert_eq!(world.app.snapshot().len(), 2);
    let again = anna.submit(&format!("{report}/apply"), &[]);
    assert_eq!(again.status, 303);
    assert!(anna.page("/imports").contains("shop.csv"));
    let (_, html) = upload(&anna, "shop.csv", b"sku;name;price;links.related\nA;Anvil;12.50;B\nB;Bell;3;\n");
    assert!(html.contains("in the catalogue already"), "{html}");
}

#[test]
fn what_is_not_what_it_says_changes_nothing_and_is_told_in_words() {
    let world = World::new();
    let anna = world.anna();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all("sku,name\n".as_bytes()).unwrap();
    for n in 0..5_000 {
        writeln!(packed, "P{n},{}", n * 7919).unwrap();
    }
    let packed = packed.finish().unwrap();
    let cases: [(&[u8], &str); 6] = [
        (&packed[..packed.len() / 2], "cut off"),
        (b"PK\x03\x04......", "spreadsheet"),
        (b"%PDF-1.7", "PDF"),
        (b"sku,name\nA,\xe9t\xe9\n", "Line 2 is not UTF-8"),
        (b"\xff\xfes\0k\0u\0", "UTF-16"),
        (b"number,title\n1,x\n", "one of them must be sku"),
    ];
    for (content, words) in cases {
        let (report, html) = upload(&anna, "<b>x</b>.csv", content);
        assert!(html.contains(words) && !html.contains("<b>x"), "{words} in {html}");
        assert!(!html.contains(">Apply<"), "{html}");
        assert_eq!(anna.submit(&format!("{report}/apply"), &[]).status, 303);
    }
    assert!(world.app.snapshot().is_empty());
    let (_, html) = upload(&anna, "shop.csv.gz", &packed);
    assert!(html.contains("5,000 would be added"), "{html}");
    for answer in [
        anna.submit("/imports", &[]),
        anna.upload("/imports", &[], "x.csv", b""),
        anna.upload("/imports", &[("format", "spam")], "x.csv", b"sku\nA\n"),
    ] {
        assert_eq!(answer.status, 422, "{}", answer.text());
    }
    assert_eq!((anna.get("/imports/999").status, anna.get("/imports/x").status), (404, 404));
}

#[test]
fn a_thousand_bad_rows_do_not_stop_the_good_ones() {
    let world = World::new();
    let mut text = String::from("sku,name,price\n");
    for n in 0..1_500 {
        text.push_str(&format!("B{n},=cmd,not a price\nG{n},Good {n},{n}.50\n"));
    }
    let report = import(&world, text.as_bytes());
    assert_eq!(came_to(&report), counts(3_000, 1_500, 0, 0, 1_500));
    assert_eq!((report.counts.problems, report.problems.len()), (1_500, 1_000));
    assert_eq!((report.problems[0].line, report.problems[0].trouble.column.as_str()), (2, "price"));
    assert_eq!(world.app.snapshot().len(), 1_500);
    let anna = world.anna();
    let (address, html) = upload(&anna, "bad.csv", text.as_bytes());
    assert!(html.contains("1,500 problems; the first 1,000"), "{html}");
    let csv = anna.page(&format!("{address}/problems.csv"));
    assert_eq!(csv.lines().count(), 1_001);
}

#[test]
fn variants_come_in_any_order_and_an_empty_cell_clears() {
    let world = World::new();
    let text = b"sku,variant_of,name,price,stock,attribute.colour,regular_price\n\
        S-2,S,,30,4,Blue,\nS,,Shirt,,,,\nS-1,S,,20,0,Red,25\nX-1,X,,1,1,,\n";
    let report = import(&world, text);
    assert_eq!(came_to(&report), counts(4, 3, 0, 0, 1), "{:?}", report.problems);
    assert!(report.problems[0].trouble.message.contains("“X”"), "{:?}", report.problems);
    let snapshot = world.app.snapshot();
    let shirt = snapshot.product(snapshot.find("s-1").unwrap()).unwrap().whole().unwrap();
    assert_eq!((shirt.sku.as_str(), shirt.variants.len()), ("S", 2));
    assert_eq!(came_to(&import(&world, text)), counts(4, 0, 0, 3, 1));
    let report = import(&world, b"sku,regular_price,name\nS-1,,ignored\n");
    assert_eq!(came_to(&report), counts(1, 0, 1, 0, 0), "{:?}", report.problems);
    let snapshot = world.app.snapshot();
    let shirt = snapshot.product(snapshot.find("S").unwrap()).unwrap().whole().unwrap();
    let red = shirt.variants.iter().find(|variant| variant.sku.as_str() == "S-1").unwrap();
    assert_eq!(
        (red.prices[0].regular, red.stock, shirt.name.any().map(String::as_str)),
        (None, Some(0), Some("Shirt"))
    );
}

#[test]
fn json_lines_say_the_same_as_csv() {
    let world = World::new();
    let text = br#"{"sku":"A","name":{"":"Bag","de_DE":"Tasche"},"categories":["Bags/Totes"],"brand":"Luma","attributes":{"litres":"12 l"},"variants":[{"sku":"A-1","stock":3,"prices":[{"currency":"USD","amount":9,"regular":12}]}],"links":{"up-sell":["B","A","nowhere"]}}
{"sku":"B","price":5}
"#;
    let report = import(&world, text);
    assert_eq!(came_to(&report), counts(2, 2, 0, 0, 0), "{:?}", report.problems);
    assert_eq!(report.counts.problems, 2);
    assert_eq!(came_to(&import(&world, text)), counts(2, 0, 0, 2, 0));
    let report = import(&world, br#"{"sku":"A","attributes":{"litres":"12 kg"}}"#);
    assert_eq!(came_to(&report), counts(1, 0, 0, 0, 1));
}

#[test]
fn an_interrupted_import_is_told_and_can_be_applied_again() {
    let world = World::new();
    let anna = world.anna();
    let (report, _) = upload(&anna, "shop.csv", b"sku,name\nA,Anvil\n");
    world.sql("UPDATE import SET state = 'applying'");
    let blocked = anna.submit_and_follow(&format!("{report}/apply"), &[]);
    assert!(blocked.contains("being applied"), "{blocked}");
    task::interrupt(&world.app).unwrap();
    assert!(anna.page(&report).contains("Interrupted"));
    let html = anna.submit_and_follow(&format!("{report}/apply"), &[]);
    assert!(html.contains("Done: 1 added"), "{html}");
}

#[test]
fn what_batches_after_each_other_say_of_one_variant_is_seen_though_they_overlap() {
    let world = World::new();
    let mut text = String::from("sku,name,variant_of,stock\nP,Pot,,\nV,,P,3\n");
    for n in 0..6_000 {
        text.push_str(&format!("F{n},Filler {n},,1\n"));
    }
    text.push_str("Q,Quilt,,\nV,,Q,4\n");
    let report = import(&world, text.as_bytes());
    assert_eq!(came_to(&report), counts(6_004, 6_003, 0, 0, 1), "{:?}", report.problems);
    assert!(report.problems[0].trouble.message.contains("belongs to the product “p” already"));
    let snapshot = world.app.snapshot();
    let owner = snapshot.product(snapshot.find("V").unwrap()).unwrap();
    assert_eq!((owner.sku(), snapshot.len()), ("P", 6_002));
    let again = import(&world, text.as_bytes());
    assert_eq!((again.counts.unchanged, again.counts.refused), (6_003, 1));
}
