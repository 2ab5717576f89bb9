//! What every wrong row says.

use super::problems;

#[test]
fn every_wrong_row_says_what_to_do() {
    for (text, expected) in [
        ("all", "t0: The rule is empty: add a condition."),
        ("all\n  any", "t1: This group is empty: add a condition to it, or remove it."),
        (" ", "t0: The rule is empty: add a condition."),
        ("brand", "t1: Choose how it compares."),
        ("brand like Sony", "t1: There is no operator “like”; choose how it compares."),
        ("price below 5", "t1: An amount of money does not take “below”; choose another operator."),
        ("price contains", "t1.v: Type a value."),
        ("created_at in 2026-11-01|soon", "t1.v: “soon” is not a day; write it like 2026-11-01."),
        ("in_stock in yes|maybe", "t1.v: “maybe” is neither yes nor no."),
        (
            "in_stock less yes|no",
            "t1.v: This takes one value; there are 2. Keep one, or give each a row in an any-group.",
        ),
        ("stock contains @stock", "t1: “contains” cannot be asked about this; choose another operator."),
        ("brand between a|b", "t1: A choice does not take “between”; choose another operator."),
        ("brnad equal Sony", "t1: The field “brnad” is gone or was never there; did you mean “brand”?"),
        (
            "colour equal Silver",
            "t1: The field “colour” is gone or was never there; did you mean “attribute.colour”?",
        ),
        (
            "attribute.x'OR1=1-- equal a",
            "t1: The field “attribute.x'OR1=1--” is gone or was never there; choose another.",
        ),
        ("brand equal", "t1.v: Choose at least one value."),
        ("brand equal  |", "t1.v: Choose at least one value."),
        ("name equal", "t1.v: Type a value."),
        ("brand in ,,", "t1.v: Choose at least one value."),
        ("price equal", "t1.v: Type a number."),
        ("price equal ten", "t1.v: “ten” is not a number; write it like 12.5."),
        ("price equal 1,5", "t1.v: “1,5” is not a number; write it like 12.5."),
        ("price equal 1e5", "t1.v: “1e5” is not a number; write it like 12.5."),
        ("price less 99999999999999999999", "t1.v: “99999999999999999999” is out of range."),
        (
            "price less 5|6",
            "t1.v: This takes one value; there are 2. Keep one, or give each a row in an any-group.",
        ),
        ("price less 5 CHF", "t1.v: No store takes CHF; the stores take USD, EUR."),
        ("price less 5.999 EUR", "t1.v: “5.999” has more places than EUR knows."),
        ("price between 5 EUR|6", "t1.v: Write all amounts of one row in the same currency."),
        ("price between 9|5", "t1.v: From “9” to “5” is the wrong way round; swap them."),
        ("price between 9", "t1.v: Type both ends: from and to."),
        ("price between 1|2|3", "t1.v: “Between” takes two values, from and to; there are 3."),
        ("price between", "t1.v: Type both ends: from and to."),
        ("created_at equal 2026-02-30", "t1.v: “2026-02-30” is not a day; write it like 2026-11-01."),
        ("created_at equal 0000-00-00", "t1.v: “0000-00-00” is not a day; write it like 2026-11-01."),
        ("created_at less tomorrow", "t1.v: “tomorrow” is not a day; write it like 2026-11-01."),
        ("created_at in_last_days 0", "t1.v: Give a whole number of days from 1 to 3,650."),
        ("created_at in_next_days 3651", "t1.v: Give a whole number of days from 1 to 3,650."),
        (
            "created_at between 2026-02-01|2026-01-01",
            "t1.v: From “2026-02-01” to “2026-01-01” is the wrong way round; swap them.",
        ),
        ("in_stock equal maybe", "t1.v: “maybe” is neither yes nor no."),
        ("brand equal Sonny", "t1.v: “Sonny” is gone or was never there; did you mean “Sony”?"),
        ("brand equal Kodak", "t1.v: “Kodak” is gone or was never there; choose another."),
        (
            "attribute.colour equal White",
            "t1.v: “White” can mean White (w1) or White (w2); write the key of the one you mean.",
        ),
        (
            "category in Accessories",
            "t1.v: “Accessories” can mean Cameras › Accessories (cam-acc) or Bags › Accessories (bag-acc); write the key of the one you mean.",
        ),
        ("category in Camera", "t1.v: “Camera” is gone or was never there; did you mean “Cameras”?"),
        ("store equal uk", "t1.v: “uk” is gone or was never there; did you mean “us”?"),
        ("status all_in active", "t1: “all in” cannot be asked about this; choose another operator."),
        ("brand equal @", "t1: Choose which field of the product on the page it compares with."),
        ("brand equal @brnd", "t1: The field “brnd” is gone or was never there; did you mean “brand”?"),
        (
            "brand equal @price",
            "t1: A choice cannot be compared with an amount of money; choose another field of the product on the page.",
        ),
        (
            "price equal @stock",
            "t1: An amount of money cannot be compared with a number; choose another field of the product on the page.",
        ),
        (
            "brand equal @brand *1.1",
            "t1.v: A choice is not reckoned with; remove the percentage and the amount.",
        ),
        ("price equal @price *1.1|1.2", "t1.v: Only “between” takes two percentages or amounts; keep one."),
        (
            "price between @price *1|2|3",
            "t1.v: There are at most two percentages and two amounts, for from and to.",
        ),
        ("price between @price *1.6|1.1", "t1.v: From and to are the wrong way round; swap them."),
        (
            "price between @price *1.1|",
            "t1.v: Give both percentages, from and to; 100 is its value as it stands.",
        ),
        (
            "price not_between @price *|1.6",
            "t1.v: Give both percentages, from and to; 100 is its value as it stands.",
        ),
        (
            "stock between @stock * +-5|5",
            "t1.v: Give both percentages, from and to; 100 is its value as it stands.",
        ),
        ("price less @price *x", "t1.v: “x” is not a number; write it like 12.5."),
        ("price less @price *-1", "t1.v: The percentage lies between 0 and 100,000 %."),
        (
            "created_at less @created_at +0.5",
            "t1.v: To a date only whole days are added, at most 3,650 either way.",
        ),
        (
            "created_at in_last_days @created_at",
            "t1: “in last days” cannot be asked about this; choose another operator.",
        ),
        (
            "category below cameras",
            "t1.v: This compares with the categories of the product on the page and takes no value; remove it.",
        ),
        (
            "category below @brand",
            "t1: This compares with the categories of the product on the page, not another field.",
        ),
    ] {
        assert_eq!(problems(text), expected, "{text}");
    }
}
