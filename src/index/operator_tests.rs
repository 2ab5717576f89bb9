//! The fourteen operators that Spryker's engine knows, on every kind of field its rules name: rule in, skus out.

use super::sample::{matching, shop};

/// `b` has no value but its sku and name.
const SHOP: &str = "
    a1 cat=lenses brand=sony series=Alpha_Seven name=Wide_Lens
    a2 cat=cameras brand=canon series=Beta name=Small_camera
    a3 cat=bags brand=x-co series=alpha name=Bag
    b name=Other
";

/// What each operator is asked on a field, and what it finds.
struct Asked {
    field: &'static str,
    equal: [&'static str; 2],
    list: [&'static str; 2],
    contains: [&'static str; 2],
    begins: [&'static str; 2],
    ends: [&'static str; 2],
    less: [&'static str; 2],
    less_or_equal: [&'static str; 2],
}

const ALL: &str = "a1 a2 a3 b";

/// The products that carry a value in every field but sku and name.
const FILLED: &str = "a1 a2 a3";

const FIELDS: [Asked; 5] = [
    Asked {
        field: "sku",
        equal: ["A1", "a1"],
        list: ["a1|B", "a1 b"],
        contains: ["1", "a1"],
        begins: ["A", "a1 a2 a3"],
        ends: ["2", "a2"],
        less: ["a2", "a1"],
        less_or_equal: ["a2", "a1 a2"],
    },
    Asked {
        field: "name",
        equal: ["bag", "a3"],
        list: ["bag|OTHER", "a3 b"],
        contains: ["AM", "a2"],
        begins: ["w", "a1"],
        ends: ["lens", "a1"],
        less: ["other", "a3"],
        less_or_equal: ["other", "a3 b"],
    },
    Asked {
        field: "attribute.series",
        equal: ["ALPHA", "a3"],
        list: ["alpha|beta", "a2 a3"],
        contains: ["seven", "a1"],
        begins: ["alpha", "a1 a3"],
        ends: ["eta", "a2"],
        less: ["alpha seven", "a3"],
        less_or_equal: ["alpha seven", "a1 a3"],
    },
    Asked {
        field: "brand",
        equal: ["Sony", "a1"],
        list: ["sony|Canon", "a1 a2"],
        contains: ["on", "a1 a2"],
        begins: ["x,", "a3"],
        ends: ["Y", "a1"],
        less: ["sony", "a2"],
        less_or_equal: ["sony", "a1 a2"],
    },
    Asked {
        field: "category",
        equal: ["Lenses", "a1"],
        list: ["lenses|Bags", "a1 a3"],
        contains: ["ame", "a2"],
        begins: ["b", "a3"],
        ends: ["s", "a1 a2 a3"],
        less: ["cameras", "a3"],
        less_or_equal: ["cameras", "a2 a3"],
    },
];

/// Returns the skus of `all` that are not among those found.
fn others(all: &str, found: &str) -> String {
    let is_left = |sku: &&str| !found.split(' ').any(|known| known == *sku);
    all.split(' ').filter(is_left).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_fourteen_operators_hold_on_every_field_and_choices_and_categories_by_their_label() {
    let shop = shop(SHOP);
    let mut asked = 0;
    for one in FIELDS {
        let mut is = |operator: &str, value: &str, found: &str| {
            let rule = format!("{} {operator} {value}", one.field);
            assert_eq!(matching(&shop, &rule, ""), found, "{rule}");
            asked += 1;
        };
        for (positive, negative, [value, found]) in [
            ("equal", "not_equal", one.equal),
            ("in", "not_in", one.list),
            ("contains", "not_contains", one.contains),
            ("begins_with", "not_begins_with", one.begins),
            ("ends_with", "not_ends_with", one.ends),
        ] {
            is(positive, value, found);
            is(negative, value, &others(ALL, found));
        }
        let filled = if matches!(one.field, "sku" | "name") { ALL } else { FILLED };
        is("less", one.less[0], one.less[1]);
        is("greater_or_equal", one.less[0], &others(filled, one.less[1]));
        is("less_or_equal", one.less_or_equal[0], one.less_or_equal[1]);
        is("greater", one.less_or_equal[0], &others(filled, one.less_or_equal[1]));
    }
    assert_eq!(asked, FIELDS.len() * 14);
}
