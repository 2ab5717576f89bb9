use chrono::NaiveDate;
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
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

#[test]
fn the_quick_walk_reads_every_shape_that_is_written_and_no_other() {
    let one = |value: AttributeValue| Some(BTreeMap::from([(AttributeId(7), value)]));
    let texts = |text: &str| one(AttributeValue::Text(Localised::plain(vec![text.to_owned()])));
    let day =
        |year, month, day| AttributeValue::Date(vec![NaiveDate::from_ymd_opt(year, month, day).unwrap()]);
    let choice = |ids: &[i32]| AttributeValue::Choice(ids.iter().copied().map(OptionId).collect());
    let number = |millionths| one(AttributeValue::Number(vec![Decimal(millionths)]));
    let cases = [
        ("{}", Some(BTreeMap::new())),
        (" { } ", Some(BTreeMap::new())),
        (r#"{"7":{"c":[]}}"#, one(choice(&[]))),
        (r#"{"7":{"c":[1,-2,2147483647]}}"#, one(choice(&[1, -2, i32::MAX]))),
        ("{ \"7\" :\t{ \"c\" : [ 1 ,\n2 ] }\r}", one(choice(&[1, 2]))),
        (r#"{"7":{"n":[-9223372036854775808]}}"#, number(i64::MIN)),
        (r#"{"7":{"n":[9223372036854775807]}}"#, number(i64::MAX)),
        (r#"{"7":{"n":[0]}}"#, number(0)),
        (r#"{"7":{"b": true}}"#, one(AttributeValue::YesNo(true))),
        (r#"{"7":{"b":false}}"#, one(AttributeValue::YesNo(false))),
        (r#"{"7":{"d":["0001-02-28"]}}"#, one(day(1, 2, 28))),
        (r#"{"7":{"t":{"":["Zürich, longer than one stride"]}}}"#, texts("Zürich, longer than one stride")),
        (r#"{"7":{"t":{"":["\u00fc\ud83e\uddF5\\\/\"\b\f\n\r\t"]}}}"#, texts("ü🧵\\/\"\u{8}\u{c}\n\r\t")),
        (r#"{"7":{"t":{"":["before \u0000 and behind"]}}}"#, texts("before \0 and behind")),
        // Not of the shape.
        ("", None),
        ("{", None),
        ("{}}", None),
        ("{} x", None),
        ("[]", None),
        (r#"{"7":{"c":[1],}}"#, None),
        (r#"{"7":{"c":[1,]}}"#, None),
        (r#"{"7":{"c":[1]},}"#, None),
        (r#"{"7":{"c":[1]} "8":{"c":[1]}}"#, None),
        (r#"{"7":{"c":[1]},"7":{"c":[2]}}"#, None),
        (r#"{"7":{"c":[1],"n":[1]}}"#, None),
        (r#"{"7":{}}"#, None),
        (r#"{"7":{"c":1}}"#, None),
        (r#"{"7":{"c":[2147483648]}}"#, None),
        (r#"{"7":{"c":[1.0]}}"#, None),
        (r#"{"7":{"c":[01]}}"#, None),
        (r#"{"7":{"c":[-0]}}"#, None),
        (r#"{"7":{"c":[-]}}"#, None),
        (r#"{"7":{"c":[1e2]}}"#, None),
        (r#"{"7":{"n":[9223372036854775808]}}"#, None),
        (r#"{"7":{"n":[99999999999999999999999999]}}"#, None),
        (r#"{" 7":{"c":[1]}}"#, None),
        (r#"{"7 ":{"c":[1]}}"#, None),
        (r#"{"+7":{"c":[1]}}"#, None),
        (r#"{7:{"c":[1]}}"#, None),
        (r#"{"7":{"b":1}}"#, None),
        (r#"{"7":{"b":tru}}"#, None),
        (r#"{"7":{"d":["2026-02-30"]}}"#, None),
        (r#"{"7":{"d":["2026-2-3"]}}"#, None),
        (r#"{"7":{"d":["2026-02 -03"]}}"#, None),
        (r#"{"7":{"t":["plain"]}}"#, None),
        (r#"{"7":{"t":{"nonsense!":["x"]}}}"#, None),
        (r#"{"7":{"t":{"de_DE":["x"],"de-de":["y"]}}}"#, None),
        (r#"{"7":{"t":{"":["never ended]}}}"#, None),
        ("{\"7\":{\"t\":{\"\":[\"line\nbreak\"]}}}", None),
        (r#"{"7":{"t":{"":["\x"]}}}"#, None),
        (r#"{"7":{"t":{"":["\ud83e"]}}}"#, None),
        (r#"{"7":{"t":{"":["\ud83e\u0041"]}}}"#, None),
        (r#"{"7":{"t":{"":["\udc00"]}}}"#, None),
        (r#"{"7":{"t":{"":["\u00g0"]}}}"#, None),
        (r#"{"7":{"t":{"":["\u00ü"]}}}"#, None),
    ];
    for (json, wanted) in cases {
        assert_eq!(quick::attributes(json), wanted, "{json}");
        let lenient = lenient::attributes(json);
        assert_eq!(read_attributes(json), lenient, "{json}");
        assert!(wanted.is_none_or(|wanted| wanted == lenient), "{json}");
    }
    let deep = "{\"7\":".repeat(100_000);
    assert_eq!(read_attributes(&deep), BTreeMap::new());
    for json in [
        r#"{"":{"name":"x"},"":{"url":"y"}}"#,
        r#"{"de_DE":{"name":"x"},"de-de":{}}"#,
        r#"{"":{"name":"x","name":"y"}}"#,
        r#"{"":{"title":"x"}}"#,
        r#"{"":{"name":null}}"#,
        r#"{"":"x"}"#,
    ] {
        assert_eq!((quick::texts(json), read_texts(json)), (None, lenient::texts(json)), "{json}");
    }
    assert_eq!(
        quick::texts(r#"{ "" : { "name" : "x" } , "de_DE" : { } }"#).unwrap().name,
        Localised::plain("x".into())
    );
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~]{0,40}", "\\PC{0,20}", "[\"\\\\/a\n\t\u{1}\u{7f}ü🧵]{0,40}"]
}

fn localised<T: std::fmt::Debug + Clone>(
    value: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = Localised<T>> {
    let value = value.boxed();
    let locale = prop_oneof![Just("en_US"), Just("de_DE"), Just("fr"), Just("fil_PH")]
        .prop_map(|text| Locale::parse(text).unwrap());
    (option::of(value.clone()), btree_map(locale, value, 0..3))
        .prop_map(|(default, own)| Localised { default, own })
}

fn any_value() -> impl Strategy<Value = AttributeValue> {
    let options = || vec(any::<i32>().prop_map(OptionId), 0..4);
    let day = (0..4_000_000_i32).prop_map(|day| NaiveDate::from_num_days_from_ce_opt(day).unwrap());
    let day = day.prop_filter("years of four digits", |day| day.to_string().len() == 10);
    prop_oneof![
        options().prop_map(AttributeValue::Choice),
        localised(options()).prop_map(AttributeValue::ChoiceByLocale),
        vec(any::<i64>().prop_map(Decimal), 0..4).prop_map(AttributeValue::Number),
        any::<bool>().prop_map(AttributeValue::YesNo),
        vec(day, 0..3).prop_map(AttributeValue::Date),
        localised(vec(any_text(), 0..3)).prop_map(AttributeValue::Text),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_is_written_is_read_in_one_walk(
        values in btree_map(any::<i32>().prop_map(AttributeId), any_value(), 0..20),
        (name, description, url) in (localised(any_text()), localised(any_text()), localised(any_text())),
    ) {
        let json = write_attributes(&values);
        prop_assert_eq!(quick::attributes(&json), Some(values.clone()));
        prop_assert_eq!(lenient::attributes(&json), values);
        let json = write_texts(&name, &description, &url);
        let texts = Texts { name, description, url };
        prop_assert_eq!(quick::texts(&json), Some(texts.clone()));
        prop_assert_eq!(lenient::texts(&json), texts);
    }

    #[test]
    fn a_damaged_row_is_read_as_the_lenient_way_reads_it(
        values in btree_map((0..90_i32).prop_map(AttributeId), any_value(), 0..4),
        name in localised(any_text()),
        places in vec((any::<prop::sample::Index>(), prop::sample::select(r#"{}[]",:\\- 01ucntb"#.chars().collect::<Vec<_>>())), 1..3),
        is_put in any::<bool>(),
    ) {
        let damage = |json: String| {
            let mut signs: Vec<char> = json.chars().collect();
            for (place, sign) in &places {
                let place = place.index(signs.len());
                if is_put { signs.insert(place, *sign) } else { signs[place] = *sign }
            }
            signs.into_iter().collect::<String>()
        };
        let json = damage(write_attributes(&values));
        prop_assert_eq!(read_attributes(&json), lenient::attributes(&json), "{}", json);
        let json = damage(write_texts(&name, &name, &Localised::default()));
        prop_assert_eq!(read_texts(&json), lenient::texts(&json), "{}", json);
    }
}
