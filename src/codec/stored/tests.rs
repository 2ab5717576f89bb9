use chrono::NaiveDate;
use serde_json::json;

use super::*;
use crate::domain::decimal::Decimal;
use crate::domain::id::OptionId;

fn german() -> Locale {
    Locale::parse("de_DE").unwrap()
}

#[test]
fn what_is_kept_is_read_back_the_same() {
    let mut name = Localised::plain("Bag \"A\\B\"\n\u{1}ü".to_owned());
    name.own.insert(german(), "Tasche".to_owned());
    let mut url = Localised::default();
    url.own.insert(german(), "/tasche".to_owned());
    let json = write_texts(&name, &Localised::default(), &url);
    let wanted = json!({"": {"name": "Bag \"A\\B\"\n\u{1}ü"}, "de_DE": {"name": "Tasche", "url": "/tasche"}});
    assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), wanted);
    let texts = Texts { name: name.clone(), description: Localised::default(), url };
    assert_eq!((read_texts(&json), lenient::texts(&json)), (texts.clone(), texts));
    assert_eq!(read_localised(&write_localised(&name)), name);
    let mut texts = Localised::plain(vec!["a".to_owned(), "b".to_owned()]);
    texts.own.insert(german(), vec!["c".to_owned()]);
    let mut options = Localised::plain(vec![OptionId(4)]);
    options.own.insert(german(), vec![OptionId(5), OptionId(6)]);
    let values = BTreeMap::from([
        (AttributeId(1), AttributeValue::Choice(vec![OptionId(4), OptionId(2)])),
        (AttributeId(6), AttributeValue::ChoiceByLocale(options)),
        (AttributeId(2), AttributeValue::Number(vec![Decimal(-1_500_000)])),
        (AttributeId(3), AttributeValue::YesNo(false)),
        (AttributeId(4), AttributeValue::Date(vec![NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()])),
        (AttributeId(5), AttributeValue::Text(texts)),
    ]);
    let json = write_attributes(&values);
    assert!(serde_json::from_str::<Value>(&json).unwrap().is_object(), "{json}");
    assert_eq!(quick::attributes(&json), Some(values.clone()));
    assert_eq!(lenient::attributes(&json), values);
    assert_eq!(write_texts(&Localised::plain("a\0b".to_owned()), &name, &name).find('\0'), None);
}

#[test]
fn what_is_not_of_that_shape_is_left_out_and_the_rest_is_read() {
    let good = || BTreeMap::from([(AttributeId(2), AttributeValue::YesNo(true))]);
    let cases = [
        ("null", BTreeMap::new()),
        ("[1]", BTreeMap::new()),
        ("{\"1\": {\"z\": 1}}", BTreeMap::new()),
        ("{\"x\": {\"c\": [1]}, \"2\": {\"b\": true}}", good()),
        ("{\"1\": 5, \"2\": {\"b\": true}}", good()),
    ];
    for (json, wanted) in cases {
        assert_eq!(read_attributes(json), wanted, "{json}");
    }
    let json = "{\"\": 5, \"nonsense!\": {\"name\": \"x\"}, \"de_DE\": {\"name\": \"Tasche\"}}";
    let mut name = Localised::default();
    name.own.insert(german(), "Tasche".to_owned());
    assert_eq!(read_texts(json), Texts { name, ..Texts::default() });
}
