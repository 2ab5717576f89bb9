use super::*;
use crate::domain::rule::check::{Side, check};
use crate::domain::rule::fixture::{rule, vocabulary};

fn remarked(text: &str) -> String {
    let words = vocabulary();
    let remarks = remarks(&check(&rule(text), &words, Side::Target).rule.unwrap(), &words);
    remarks
        .0
        .iter()
        .map(|remark| format!("{}: {}", remark.place, remark.message))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn what_can_never_or_must_always_hold_is_told() {
    for (text, expected) in [
        ("brand equal Sony\nprice less 5", ""),
        ("any\n  brand equal Sony\n  brand equal Canon", ""),
        ("attribute.colour equal silver\nattribute.colour equal w1", ""),
        ("price greater 5\nprice less 10", ""),
        ("price less 5 USD\nprice greater 10 EUR", ""),
        (
            "brand equal Sony\nbrand equal Canon",
            "t2: This can never hold together with row t1: a product has only one value here; use “any of” for several.\n\
             t0: Nothing can ever match this group.",
        ),
        (
            "price less 5\nprice greater 10",
            "t2: This can never hold together with row t1: no number lies in both.\nt0: Nothing can ever match this group.",
        ),
        (
            "price less 5\nprice greater_or_equal 5",
            "t2: This can never hold together with row t1: no number lies in both.\nt0: Nothing can ever match this group.",
        ),
        (
            "on_sale equal 1\non_sale equal 0",
            "t2: This can never hold together with row t1: it cannot be both yes and no.\nt0: Nothing can ever match this group.",
        ),
        (
            "brand equal Sony\nbrand not_equal Sony",
            "t2: This can never hold together with row t1: one says the opposite of the other.\nt0: Nothing can ever match this group.",
        ),
        (
            "brand is_empty\nbrand equal Sony",
            "t2: This can never hold together with row t1: one asks that nothing is set, the other that something is.\nt0: Nothing can ever match this group.",
        ),
        ("price is_empty\nprice less 5 EUR", ""),
        ("price less 0", "t1: Nothing can ever match this row.\nt0: Nothing can ever match this group."),
        ("attribute.weight less 0", ""),
        ("sku is_not_empty", "t1: Every product matches this row.\nt0: Every product matches this group."),
        ("brand equal Kodak", "t1: Nothing can ever match this row.\nt0: Nothing can ever match this group."),
        (
            "none\n  brand equal Kodak",
            "t1: Nothing can ever match this row.\nt0: Every product matches this group.",
        ),
        ("any\n  price less 0\n  brand equal Sony", "t1: Nothing can ever match this row."),
        (
            "none\n  sku is_not_empty",
            "t1: Every product matches this row.\nt0: Nothing can ever match this group.",
        ),
    ] {
        assert_eq!(remarked(text), expected, "{text}");
    }
}
