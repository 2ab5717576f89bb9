//! The fourteen operators that Spryker's engine knows, on every kind of field its rules name: rule in, skus out.

use super::sample::{matching, shop};

/// `b` has no value but its sku and name; it was made on 2026-11-21.
const SHOP: &str = "
    a1 cat=lenses brand=sony series=Alpha_Seven name=Wide_Lens price=49.90 weight=500 created=2026-11-01 released=2026-11-01 waterproof=yes
    a2 cat=cameras brand=canon series=Beta name=Small_camera price=149 weight=1250 created=2026-10-31 released=2026-10-31 waterproof=no
    a3 cat=bags brand=x-co series=alpha name=Bag price=9.95 weight=1250.5 created=2025-11-30 released=2025-11-30 waterproof=yes
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

/// The products that carry a value in every field but sku, name and the day of their making.
const FILLED: &str = "a1 a2 a3";

const FIELDS: [Asked; 10] = [
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
    Asked {
        field: "price",
        equal: ["49.9", "a1"],
        list: ["9.95|149.00", "a2 a3"],
        contains: ["9.9", "a1 a3"],
        begins: ["1", "a2"],
        ends: ["9", "a1 a2"],
        less: ["49.9", "a3"],
        less_or_equal: ["49.9", "a1 a3"],
    },
    Asked {
        field: "attribute.weight",
        equal: ["500g", "a1"],
        list: ["500|1250", "a1 a2"],
        contains: ["25", "a2 a3"],
        begins: ["12", "a2 a3"],
        ends: ["0", "a1 a2"],
        less: ["1250", "a1"],
        less_or_equal: ["1250", "a1 a2"],
    },
    Asked {
        field: "created_at",
        equal: ["2026-11-01", "a1"],
        list: ["2026-11-01|2025-11-30", "a1 a3"],
        contains: ["-11-", "a1 a3 b"],
        begins: ["2026", "a1 a2 b"],
        ends: ["1", "a1 a2 b"],
        less: ["2026-10-31", "a3"],
        less_or_equal: ["2026-10-31", "a2 a3"],
    },
    Asked {
        field: "attribute.released",
        equal: ["2026-11-01", "a1"],
        list: ["2026-11-01|2025-11-30", "a1 a3"],
        contains: ["-11-", "a1 a3"],
        begins: ["2026", "a1 a2"],
        ends: ["1", "a1 a2"],
        less: ["2026-10-31", "a3"],
        less_or_equal: ["2026-10-31", "a2 a3"],
    },
    Asked {
        field: "attribute.waterproof",
        equal: ["yes", "a1 a3"],
        list: ["0|no", "a2"],
        contains: ["E", "a1 a3"],
        begins: ["n", "a2"],
        ends: ["o", "a2"],
        less: ["yes", "a2"],
        less_or_equal: ["no", "a2"],
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
        let filled = if matches!(one.field, "sku" | "name" | "created_at") { ALL } else { FILLED };
        is("less", one.less[0], one.less[1]);
        is("greater_or_equal", one.less[0], &others(filled, one.less[1]));
        is("less_or_equal", one.less_or_equal[0], one.less_or_equal[1]);
        is("greater", one.less_or_equal[0], &others(filled, one.less_or_equal[1]));
    }
    assert_eq!(asked, FIELDS.len() * 14);
}
