use super::*;
use crate::domain::rule::check::{Side, check};
use crate::domain::rule::field::{Field, Kind};
use crate::domain::rule::fixture::{english, rule, vocabulary};
use crate::domain::rule::operator::Operator;

fn said(text: &str) -> String {
    let words = vocabulary();
    let checked = check(&rule(text), &words, Side::Target);
    sentence(&checked.rule.unwrap(), &words, &english())
}

#[test]
fn every_row_reads_aloud() {
    for (text, expected) in [
        ("brand equal Sony", "brand is Sony"),
        ("brand not_equal Sony", "brand is not Sony"),
        ("brand in Sony|Canon", "brand is Sony or Canon"),
        ("brand not_in Sony|Canon", "brand is neither Sony nor Canon"),
        ("brand not_in sony|canon|x-co", "brand is none of Sony, Canon or X, Co"),
        ("attribute.colour all_in silver|w1", "colour has all of Silver and White"),
        ("brand is_not_empty", "brand is set"),
        ("brand is_empty", "brand is not set"),
        ("brand contains on", "brand contains “on”"),
        ("name not_contains case|bag", "name does not contain “case” or “bag”"),
        ("name begins_with Pro", "name begins with “Pro”"),
        ("sku not_ends_with -X", "sku does not end with “-X”"),
        ("name less m", "name comes before “m”"),
        ("name greater_or_equal m", "name is or comes after “m”"),
        ("sku in 1,2,3,4,5,6,7,8", "sku is 1, 2, 3, 4, 5 or one of 3 more"),
        ("status equal active", "status is active"),
        ("store in us|de", "store is United States or Deutschland"),
        ("category in cameras /sub", "category is in Cameras or below"),
        ("category not_in cameras|cam-acc", "category is not in Cameras or Cameras › Accessories"),
        ("category equal @category /sub", "category is one of its categories or below"),
        ("category not_equal @category", "category is none of its categories"),
        ("category below", "category is below one of its categories"),
        ("category same_parent", "category has the same parent as one of its categories"),
        ("price less 49.9", "price is less than 49.90"),
        ("price less_or_equal 1299 EUR", "price is at most €1,299.00"),
        ("price between 10|20", "price is 10 to 20"),
        ("price not_between 10|20", "price is outside 10 to 20"),
        ("discount_percent greater_or_equal 20", "discount is at least 20 %"),
        ("attribute.weight greater 1500", "weight is more than 1,500 g"),
        ("stock in 1,2", "stock is 1 or 2"),
        ("sold_30d greater 5", "number sold in 30 days is more than 5"),
        ("price between @price *1.1|1.6 +0|0", "price is 110 % to 160 % of its price"),
        ("price not_between @price *1.1|1.6", "price is outside 110 % to 160 % of its price"),
        ("price greater_or_equal @price *1.1", "price is at least 110 % of its price"),
        ("price less @price +-5", "price is less than its price minus 5"),
        ("price between @price +-5|5", "price is within 5 of its price"),
        (
            "price between @price *1.1|1.6 +5|0",
            "price is from 110 % of its price plus 5 to 160 % of its price",
        ),
        ("price equal @regular_price", "price is the same as its regular price"),
        ("brand equal @brand", "brand is the same as its brand"),
        ("brand not_equal @brand", "brand is not the same as its brand"),
        ("attribute.mount equal @attribute.fits_mount", "mount is the same as its fits mount"),
        ("attribute.colour all_in @attribute.colour", "colour has every value of its colour"),
        ("name contains @attribute.series", "name contains its series"),
        ("in_stock equal yes", "it is in stock"),
        ("on_sale not_equal yes", "it is not on sale"),
        ("is_new equal no", "it is not new"),
        ("attribute.waterproof equal yes", "waterproof is yes"),
        ("in_stock equal @in_stock", "availability is the same as its availability"),
        ("created_at greater_or_equal 2026-11-01", "creation date is on or after 1 November 2026"),
        ("created_at in_last_days 30", "creation date is in the last 30 days"),
        ("new_until in_next_days 1", "last day as new is in the next day"),
        (
            "attribute.released between 2026-01-01|2026-02-28",
            "released is from 1 January 2026 to 28 February 2026",
        ),
        ("created_at less @created_at +30", "creation date is before its creation date plus 30 days"),
        ("brand equal Kodak", "brand is something that is gone"),
        ("attribute.gone equal x", "it has something that is gone"),
        ("attribute.gone not_equal x", "it lacks something that is gone"),
        ("price between @price", "price is the same as its price"),
        ("price not_between @price *1.1", "price is not 110 % of its price"),
        ("stock between @stock +5", "stock is its stock plus 5"),
        ("created_at between @updated_at", "creation date is the same as its last change"),
    ] {
        assert_eq!(said(text), expected, "{text}");
    }
}

#[test]
fn every_group_reads_aloud() {
    for (text, expected) in [
        ("brand equal Sony\ncategory in cameras /sub", "brand is Sony and category is in Cameras or below"),
        (
            "brand equal Sony\nprice less 5\non_sale equal 1",
            "brand is Sony, price is less than 5, and it is on sale",
        ),
        ("any\n  brand equal Sony\n  price less 5", "either brand is Sony or price is less than 5"),
        (
            "any\n  brand in Sony|Canon\n  price less 5",
            "either brand is Sony or Canon, or price is less than 5",
        ),
        (
            "any\n  brand equal Sony\n  price less 5\n  on_sale equal 1",
            "either brand is Sony, price is less than 5, or it is on sale",
        ),
        ("none\n  brand equal Sony", "brand is not Sony"),
        ("none\n  category equal @category", "category is none of its categories"),
        ("none\n  on_sale equal 1", "it is not on sale"),
        ("none\n  price less 5", "price is not less than 5"),
        (
            "none\n  any\n    brand equal Sony\n    price less 5",
            "none of: either brand is Sony or price is less than 5",
        ),
        ("none\n  brand equal Sony\n  price less 5", "none of: brand is Sony or price is less than 5"),
        (
            "all\n  category in cameras\n  any\n    brand equal @brand\n    price between @price *1.1|1.6",
            "category is in Cameras and either brand is the same as its brand or price is 110 % to 160 % of its price",
        ),
        (
            "all\n  any\n    brand equal Sony\n    price less 5\n  on_sale equal 1",
            "either brand is Sony or price is less than 5; and it is on sale",
        ),
        (
            "any\n  all\n    brand equal Sony\n    price less 5\n  on_sale equal 1",
            "either both brand is Sony and price is less than 5; or it is on sale",
        ),
        ("all\n  any\n    any\n      brand equal Sony", "brand is Sony"),
        (
            "all\n  any\n    all\n      brand equal Sony\n      price less 5\n    on_sale equal 1",
            "either (both brand is Sony and price is less than 5); or it is on sale",
        ),
        (
            "all same\n  attribute.colour equal silver\n  in_stock equal 1",
            "in one and the same variant, colour is Silver and it is in stock",
        ),
        (
            "none same\n  attribute.colour equal silver",
            "in one and the same variant, none of: colour is Silver",
        ),
    ] {
        assert_eq!(said(text), expected, "{text}");
    }
}

/// Returns a row of a field and an operator for every right-hand side that it takes.
fn rows(field: Field, operator: Operator, words: &Vocabulary) -> Vec<String> {
    let (id, kind) = (field.id(words), field.kind(words).unwrap());
    let named = operator.positive().unwrap_or(operator);
    let value = match (kind, field) {
        _ if matches!(named, Operator::InLastDays | Operator::InNextDays) => "7",
        (Kind::Text, _) => "Pro",
        (Kind::Number | Kind::Money, _) => "12",
        (Kind::Date, _) => "2026-11-01",
        (Kind::YesNo, _) => "yes",
        (Kind::Category, _) => "lenses",
        (Kind::Choice, Field::Status) => "active",
        (Kind::Choice, Field::Store) => "de",
        (Kind::Choice, Field::Attribute(id)) => words.attribute(id).unwrap().options[0].key.as_str(),
        (Kind::Choice, _) => "x",
    };
    let value = if named == Operator::Between { format!("{value}|{value}") } else { value.to_owned() };
    let mut sides = vec![value, format!("@{id}"), String::new()];
    match kind {
        Kind::Number | Kind::Money => sides
            .extend(["*1.1", "+5", "*0.5 +-5", "*1|1.5", "+-5|5"].map(|change| format!("@{id} {change}"))),
        Kind::Date => sides.extend(["+7", "+-1", "+-5|5"].map(|change| format!("@{id} {change}"))),
        Kind::Category => sides.extend(["lenses|bags /sub".to_owned(), "@category /sub".to_owned()]),
        _ => {}
    }
    sides.into_iter().map(|side| format!("{id} {} {side}", operator.as_str())).collect()
}

#[test]
fn every_operator_of_every_field_reads_aloud_and_its_opposite_reads_otherwise() {
    let words = vocabulary();
    let read = |text: &str| {
        let checked = check(&rule(text), &words, Side::Target);
        checked.rule.filter(|_| checked.problems.is_empty()).map(|rule| sentence(&rule, &words, &english()))
    };
    let mut count = 0;
    for field in Field::all(&words) {
        let fitting = Operator::ALL.iter().filter(|operator| operator.fits(field.kind(&words).unwrap()));
        for operator in fitting {
            for row in rows(field, *operator, &words) {
                let Some(said) = read(&row) else { continue };
                count += 1;
                let clean = !said.contains("  ")
                    && !said.contains("gone")
                    && !said.ends_with(' ')
                    && said.contains(' ');
                assert!(clean && said.chars().next().is_some_and(char::is_lowercase), "{row}: {said}");
                if let Some(positive) = operator.positive() {
                    let opposite = read(&row.replacen(operator.as_str(), positive.as_str(), 1)).unwrap();
                    assert_ne!(said, opposite, "{row}");
                    let not = ["not", "none", "neither", "outside"].iter().any(|word| said.contains(word));
                    assert!(not && !opposite.contains(" not "), "{row}: {said}; {opposite}");
                }
            }
        }
    }
    assert!(count > 600, "{count} rows were read");
}

#[test]
fn pieces_know_their_rows() {
    let words = vocabulary();
    let checked = check(&rule("brand equal Sony\nprice less 5"), &words, Side::Target);
    let pieces = pieces(&checked.rule.unwrap(), &words, &english());
    let told: Vec<String> = pieces
        .iter()
        .map(|piece| {
            format!(
                "{}{}={}",
                piece.node.as_ref().map_or("-", |id| id.as_str()),
                if piece.strong { "!" } else { "" },
                piece.text
            )
        })
        .collect();
    assert_eq!(
        told,
        ["t1=brand is", "t1= ", "t1!=Sony", "-= and ", "t2=price is less than", "t2= ", "t2!=5"]
    );
}
