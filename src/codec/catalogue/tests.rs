use super::source::{Catalogue, Circumstances};
use super::*;

fn read(text: &[u8]) -> Result<(Format, Vec<Row>), String> {
    let now = moment::parse("2026-11-21").unwrap();
    let (format, mut catalogue) = Catalogue::open(text, None, Circumstances { now, file: None })?;
    let mut rows = Vec::new();
    while let Some(row) = catalogue.next_row() {
        rows.push(row?);
    }
    Ok((format, rows))
}

fn facts(text: &str) -> Vec<Fact> {
    let (_, rows) = read(text.as_bytes()).unwrap();
    rows.into_iter()
        .flat_map(|row| match row {
            Row::Read(record) => record.facts,
            Row::Bad(_, troubles) => panic!("{troubles:?}"),
        })
        .collect()
}

#[test]
fn what_is_no_text_is_refused_in_words() {
    let cases: [(&[u8], &str); 8] = [
        (b"", "empty"),
        (b"PK\x03\x04abc", "spreadsheet"),
        (b"%PDF-1.7", "PDF"),
        (b"\xff\xfes\x00k\x00u\x00", "UTF-16"),
        (b"s\x00k\x00u\x00,\x00", "UTF-8"),
        (b"sku,name\nA,x\nB,\xe9t\xe9\n", "Line 3 is not UTF-8"),
        (b"\x1f\x8b\x08\x00\x00\x00", "cut off"),
        (b"name,price\nA,1\n", "must be sku"),
    ];
    for (bytes, said) in cases {
        let sentence = read(bytes).unwrap_err();
        assert!(sentence.contains(said), "{sentence}");
    }
}

#[test]
fn the_format_and_the_sign_between_cells_are_told_from_the_first_line() {
    for text in
        ["sku,name\r\nA,x\r\n", "\u{feff}sku;name\nA;x", "\"sku\"\tname\rA\tx\r", "name,sku\n\nx,A\n\n"]
    {
        let (format, rows) = read(text.as_bytes()).unwrap();
        assert_eq!((format, rows.len()), (Format::Csv, 1), "{text:?}");
        assert!(facts(text).contains(&Fact::Text(TextField::Name, None, Some("x".into()))), "{text:?}");
    }
    assert_eq!(read(b"sku,product_online\n").unwrap(), (Format::Magento, vec![]));
    assert_eq!(read(b"{\"sku\":\"A\"}\n").unwrap().0, Format::Json);
    let (_, rows) = read(b"{\"key\":\"a\",\"source\":{\"kind\":\"all\"},\"target\":{}}\n").unwrap();
    let [Row::Bad(1, troubles)] = rows.as_slice() else { panic!("{rows:?}") };
    assert!(troubles[0].message.contains("POST /api/v1/relations"), "a relation is told from a product");
}

#[test]
fn an_unclosed_quote_costs_its_own_row() {
    let (_, rows) = read(b"sku,name\nA,\"never closed\nB,x\nC,\"two\nlines\"\"\"\nD\nE,a\"b\n").unwrap();
    let told: Vec<String> = rows
        .iter()
        .map(|row| match row {
            Row::Read(record) => format!("{} {}", record.line, record.sku),
            Row::Bad(line, _) => format!("{line} bad"),
        })
        .collect();
    // A's quote ends at the one that opens C's cell, so that row is a long one with too many cells.
    assert!(
        told.iter().any(|row| row.ends_with("bad")) && told.iter().any(|row| row.ends_with(" E")),
        "{told:?}"
    );
    let long = format!("sku,name\nA,\"{}\nB,x\n", "y".repeat(70_000));
    let (_, rows) = read(long.as_bytes()).unwrap();
    let [Row::Bad(2, troubles), Row::Read(_)] = rows.as_slice() else { panic!("{} rows", rows.len()) };
    assert_eq!((troubles[0].column.as_str(), troubles[0].value.get(..3)), ("name", Some("yyy")));
}

#[test]
fn a_list_is_separated_by_bars() {
    assert_eq!(list(" a | b\\|c |\\x| "), ["a", "b|c", "\\x"]);
}

#[test]
fn magento_quirks_are_read() {
    let text = "sku,categories,price,special_price,special_price_to_date,additional_attributes,qty,is_in_stock,manage_stock,use_config_manage_stock,related_skus,related_position\n\
        A,\"Default Category/Men,Default Category/Men/Hats, Caps &amp; Co,Default Category\",50,40,11/21/26,\"material=Cocona&reg;|Wool,note=a, b,has_options=1\",7.0000,1,0,1,\"B, C,D\",\"2,,1\"\n";
    let facts = facts(text);
    let wanted = [
        Fact::Categories(vec![
            "Default Category/Men".into(),
            "Default Category/Men/Hats, Caps & Co".into(),
            "Default Category".into(),
        ]),
        Fact::Attribute("material".into(), None, vec!["Cocona®".into(), "Wool".into()]),
        Fact::Attribute("note".into(), None, vec!["a, b".into()]),
        Fact::Stock(Some(7)),
        Fact::Links(LinkFact {
            column: "related_skus".into(),
            kind: "related".into(),
            targets: vec![("B".into(), 2), ("C".into(), 2), ("D".into(), 1)],
        }),
        Fact::Price(PriceFact {
            column: "price".into(),
            store: None,
            currency: None,
            amount: Some(Decimal::whole(40)),
            regular: Some(Decimal::whole(50)),
            is_shared: false,
        }),
    ];
    for fact in wanted {
        assert!(facts.contains(&fact), "{fact:?} in {facts:?}");
    }
}

#[test]
fn a_json_line_is_a_whole_product() {
    let text = r#"{"sku":"A","name":{"":"Bag","de_DE":"Tasche"},"price":12.5,"attributes":{"colour":["Red"],"wet":true},"variants":[{"sku":"A-1","stock":3,"prices":[{"currency":"EUR","amount":9}]}],"links":{"related":["B"]}}"#;
    let (_, rows) = read(text.as_bytes()).unwrap();
    let [Row::Read(record)] = rows.as_slice() else { panic!("{rows:?}") };
    assert!(record.troubles.is_empty(), "{:?}", record.troubles);
    assert_eq!((record.nested.len(), record.variants.as_ref().map(Vec::len)), (1, Some(1)));
    for bad in ["{", "[]", "{\"sku\":\"\"}", "{\"sku\":5}"] {
        let text = format!("{{\"sku\":\"ok\"}}\n{bad}\n");
        assert!(matches!(read(text.as_bytes()).unwrap().1.as_slice(), [_, Row::Bad(2, _)]), "{bad}");
    }
    for bad in [r#"{"sku":"A","price":"x"}"#, r#"{"sku":"A","pirce":1}"#, r#"{"sku":"A","price":-1}"#] {
        let (_, rows) = read(bad.as_bytes()).unwrap();
        assert!(matches!(rows.as_slice(), [Row::Read(record)] if record.troubles.len() == 1), "{bad}");
    }
}
