//! A rule as the editor draws it: a condition with tokens, one with ticks, a range, a comparison with the product on the
//! page, a nested group, a row that is not finished, one that is muted, one with a problem.

use crate::page::draft::field::{FieldGroup, FieldOption, OperatorGroup};
use crate::page::draft::row::{Close, Common, Count, Group, Item, Row};
use crate::page::draft::value::{Editor, OfSource, Tick, Token};
use crate::page::mark::Choice;

/// Returns the fields to choose from.
pub fn fields() -> Vec<FieldGroup> {
    let option = |(id, label): (&str, &str)| FieldOption {
        id: id.into(),
        label: label.into(),
        fill: " · 90 %".into(),
    };
    let group = |label, options: &[(&str, &str)]| FieldGroup {
        label,
        fields: options.iter().copied().map(option).collect(),
    };
    vec![
        group("Product", &[("brand", "Brand"), ("category", "Category"), ("price", "Price")]),
        group("Attributes", &[("colour", "Colour"), ("material", "Material"), ("power", "Power")]),
    ]
}

/// Returns the rows.
pub fn items() -> Vec<Item> {
    let tokens = vec![token(0, "Kamori"), token(1, "Oriel")];
    let words = Editor::Words {
        list: String::new(),
        hint: "Add a brand",
        many: "1,204 values; the first 200 are offered.".into(),
    };
    let range = Editor::Range { kind: "text", low: "100".into(), high: "250".into(), unit: "EUR".into() };
    let source = Editor::Source(OfSource {
        fields: Vec::new(),
        percents: vec!["110".into(), "160".into()],
        amounts: Vec::new(),
        amount_word: "",
    });
    let mut wrong = row("x6", "power", "is at least", one("many", "W"));
    wrong.common.problems = vec!["“many” is not a number.".into()];
    wrong.common.count = None;
    let mut muted = row("x7", "category", "is in", Editor::Nothing);
    (muted.common.muted, muted.common.count) = (true, None);
    muted.tokens = vec![token(0, "Watches")];
    muted.with_sub = Some(true);
    let mut unfinished = row("x8", "", "", Editor::Nothing);
    (unfinished.common.unfinished, unfinished.common.count) = (true, None);
    unfinished.operators = Vec::new();
    vec![
        open("x0", "", true),
        Item::Row(Box::new(Row { tokens, ..row("x1", "brand", "is", words) })),
        Item::Row(Box::new(row("x2", "price", "is between", range))),
        Item::Row(Box::new(row("x3", "price", "is between the product’s", source))),
        open("x4", "or", false),
        Item::Row(Box::new(row("x5", "colour", "is one of", ticks()))),
        Item::Row(Box::new(wrong)),
        close("x4", false),
        Item::Row(Box::new(muted)),
        Item::Row(Box::new(unfinished)),
        close("x0", true),
    ]
}

fn common(id: &str, connector: &'static str) -> Common {
    Common {
        id: id.into(),
        parent: "x0".into(),
        connector,
        title: format!("Condition {id}, a sample"),
        is_group: false,
        muted: false,
        unfinished: false,
        problems: Vec::new(),
        notes: Vec::new(),
        focus: "",
        can_up: true,
        can_down: true,
        can_out: false,
        can_into: true,
        count: Some(Count { alone: "212".into(), share: 17, effect: "cuts 37".into() }),
        tried: None,
    }
}

fn open(id: &str, connector: &'static str, root: bool) -> Item {
    let chosen = if root { "all" } else { "any" };
    let matching = ["all", "any", "none"].map(|word| Choice::new(word, word, chosen)).to_vec();
    let common = Common { is_group: true, title: format!("Group {id}, a sample"), ..common(id, connector) };
    Item::Open(Box::new(Group { common, root, matching, same: !root }))
}

fn close(id: &str, root: bool) -> Item {
    Item::Close(Close { id: id.into(), title: format!("Field to add to {id}"), focus: false, root })
}

fn row(id: &str, field: &str, operator: &str, editor: Editor) -> Row {
    let connector = match id {
        "x1" | "x5" => "where",
        "x6" => "or",
        _ => "and",
    };
    let choices = vec![Choice::new(operator, operator, operator), Choice::new("is not", "is not", operator)];
    Row {
        common: common(id, connector),
        field: field.into(),
        strange: String::new(),
        operators: vec![OperatorGroup { label: "", choices }],
        editor,
        tokens: Vec::new(),
        more: Vec::new(),
        with_sub: None,
    }
}

fn token(at: usize, label: &str) -> Token {
    Token { at, value: label.into(), label: label.into(), posted: false }
}

fn one(value: &str, unit: &str) -> Editor {
    Editor::One { kind: "text", value: value.into(), unit: unit.into() }
}

fn ticks() -> Editor {
    let tick = |(label, count)| Tick {
        choice: Choice::new(label, label, "Silver"),
        count,
        depth: 0,
        path: String::new(),
    };
    Editor::Ticks([("Silver", 12), ("White", 9), ("Black", 31)].map(tick).to_vec())
}
