//! The oracle: a rule as it is sent, in; one parameterised SQL query that says of every product and every node whether it
//! holds, out. Works from the JSON's words and the stored rows; knows neither the index nor the checked tree.
//!
//! Every value is bound; names of tables and columns are literals of this file. Three-valued logic never arises: every
//! condition is an `EXISTS`, and a negative one is `NOT EXISTS`, which is what the language promises.

mod number;
mod text;

use super::case::{Node, Question, Row};
use super::fold::fold;
use super::words::{self, Field, Kind};

/// A value bound to the query.
#[derive(Debug, Clone)]
pub enum Bound {
    Text(String),
    Texts(Vec<String>),
    Number(i64),
    Numbers(Vec<i32>),
}

/// What is done wrong on purpose, to see that the comparison notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// `less` takes the equal one too.
    LessOrEqual,
    /// A missing value passes neither a test nor its negation.
    MissingIsUnknown,
    /// Texts of the default locale hold in every locale.
    OneLocale,
    /// Categories below never count.
    NoSub,
    /// Any variant will do in a same-variant group.
    AnyVariant,
    /// The last condition of a group is not looked at.
    LastIgnored,
}

/// A query being written.
#[derive(Default)]
pub struct Query {
    pub sql: String,
    pub bound: Vec<Bound>,
    slip: Option<Slip>,
}

/// Under what one question is asked, as the places of its bound values.
struct Asked {
    source: String,
    store: String,
    locale: String,
    currency: String,
    at: String,
}

/// The percentages and amounts of one end, as SQL.
struct Change {
    mul: String,
    add: String,
}

/// A rule whose conditions are columns.
enum Joined {
    Column(usize),
    Group { condition: &'static str, same_variant: bool, rules: Vec<Joined> },
}

impl Query {
    /// Returns an empty query, perhaps with a slip in it.
    pub fn new(slip: Option<Slip>) -> Self {
        Self { slip, ..Self::default() }
    }

    /// Adds a question: rows of its number, a product and the truths of the rule's nodes in pre-order. First every
    /// condition is asked of every reader, then the groups join what came out.
    pub fn ask(&mut self, number: i64, question: &Question, source: Option<i64>) {
        let number = self.number(number);
        let asked = Asked {
            source: self.number(source.unwrap_or(-1)),
            store: self.number(question.store.into()),
            locale: self.text(question.locale),
            currency: self.text(question.currency),
            at: self.text(question.at),
        };
        let mut conditions = String::new();
        let rule = self.conditions(&asked, &question.rule, &mut 0, &mut conditions);
        let mut truths = Vec::new();
        self.truths(&rule, false, &mut truths);
        let all = truths.join(", ");
        if !self.sql.is_empty() {
            self.sql.push_str("\nUNION ALL ");
        }
        self.sql.push_str(&format!(
            "(WITH l AS MATERIALIZED (SELECT r.product, r.variant{conditions} FROM o_reader r) \
             SELECT {number} AS question, r.product, ARRAY[{all}] AS truths FROM l r WHERE r.variant IS NULL)"
        ));
    }

    /// Writes one column a condition, and returns the rule with the numbers of the columns in their place.
    fn conditions(&mut self, asked: &Asked, node: &Node, next: &mut usize, columns: &mut String) -> Joined {
        match node {
            Node::Row(row) => {
                let column = *next;
                *next += 1;
                let holds = self.row(asked, row, "r");
                columns.push_str(&format!(", {holds} AS c{column}"));
                Joined::Column(column)
            }
            Node::Group { condition, same_variant, rules } => {
                let rules = rules.iter().map(|rule| self.conditions(asked, rule, next, columns)).collect();
                Joined::Group { condition, same_variant: *same_variant, rules }
            }
        }
    }

    fn bind(&mut self, value: Bound) -> String {
        self.bound.push(value);
        format!("${}", self.bound.len())
    }

    fn text(&mut self, text: &str) -> String {
        let place = self.bind(Bound::Text(text.to_owned()));
        format!("{place}::text")
    }

    fn texts(&mut self, texts: Vec<String>) -> String {
        self.bind(Bound::Texts(texts))
    }

    fn number(&mut self, number: i64) -> String {
        let place = self.bind(Bound::Number(number));
        format!("{place}::bigint")
    }

    fn numbers(&mut self, numbers: Vec<i32>) -> String {
        self.bind(Bound::Numbers(numbers))
    }

    /// One truth a node, in pre-order. Inside a same-variant group a node alone is a matter of one variant.
    fn truths(&self, node: &Joined, by_variant: bool, truths: &mut Vec<String>) {
        truths.push(match by_variant {
            true => self.some_variant(node),
            false => self.node(node, "r"),
        });
        if let Joined::Group { same_variant, rules, .. } = node {
            for child in rules {
                self.truths(child, by_variant || *same_variant, truths);
            }
        }
    }

    fn node(&self, node: &Joined, reader: &str) -> String {
        match node {
            Joined::Group { same_variant: true, .. } if reader == "r" => self.some_variant(node),
            node => self.joined(node, reader),
        }
    }

    /// A product of which no variant is active answers as a whole. Within one variant, groups mean that variant.
    fn some_variant(&self, node: &Joined) -> String {
        let (one, whole) = (self.joined(node, "v"), self.joined(node, "w"));
        let variants = "FROM l v WHERE v.product = r.product AND v.variant IS NOT NULL";
        let whole = format!("(SELECT {whole} FROM l w WHERE w.product = r.product AND w.variant IS NULL)");
        match self.slip {
            Some(Slip::AnyVariant) => whole,
            _ => format!(
                "CASE WHEN EXISTS (SELECT {variants}) THEN EXISTS (SELECT {variants} AND {one}) ELSE {whole} END"
            ),
        }
    }

    fn joined(&self, node: &Joined, reader: &str) -> String {
        let (condition, rules) = match node {
            Joined::Column(column) => return format!("{reader}.c{column}"),
            Joined::Group { condition, rules, .. } => (*condition, rules),
        };
        let ignored = usize::from(self.slip == Some(Slip::LastIgnored) && rules.len() > 1);
        let parts: Vec<String> =
            rules[..rules.len() - ignored].iter().map(|rule| self.node(rule, reader)).collect();
        match condition {
            "AND" => format!("({})", parts.join(" AND ")),
            "OR" => format!("({})", parts.join(" OR ")),
            _ => format!("(NOT ({}))", parts.join(" OR ")),
        }
    }

    fn row(&mut self, asked: &Asked, row: &Row, reader: &str) -> String {
        let field = words::find(row.field);
        let (operator, negated) = match row.operator {
            "is_empty" => ("is_not_empty", true),
            operator => match operator.strip_prefix("not_") {
                Some(positive) => (positive, true),
                None => (operator, false),
            },
        };
        let test = self.test(asked, row, field, operator, reader);
        let slip = self.slip == Some(Slip::MissingIsUnknown) && operator != "is_not_empty";
        match (negated, slip) {
            (false, _) => test,
            (true, false) => format!("(NOT {test})"),
            (true, true) => {
                let present = self.present(asked, field, reader);
                format!("({present} AND NOT {test})")
            }
        }
    }

    fn test(&mut self, asked: &Asked, row: &Row, field: Field, operator: &str, reader: &str) -> String {
        if operator == "is_not_empty" {
            return self.present(asked, field, reader);
        }
        let by_name = ["equal", "in", "all_in"].contains(&operator);
        let part = ["contains", "begins_with", "ends_with"].contains(&operator);
        match (&row.rhs, field.kind) {
            (_, Kind::Category) if operator == "below" || operator == "same_parent" => {
                self.category_walk(asked, operator, reader)
            }
            (None, Kind::Category) if by_name => self.category_named(row, reader),
            (None, Kind::Choice) if by_name => self.choice_named(asked, row, field, operator, reader),
            (None, Kind::Text | Kind::Choice | Kind::Category) => {
                self.text_constant(asked, row, operator, reader)
            }
            (Some(rhs), Kind::Text | Kind::Choice | Kind::Category) => {
                self.text_of_source(asked, row, field, rhs, operator, reader)
            }
            (None, Kind::Number | Kind::Money | Kind::Date | Kind::YesNo) if part => {
                self.spelt(asked, row, field, operator, reader)
            }
            (None, Kind::Number | Kind::Money) => self.number_constant(asked, row, field, operator, reader),
            (Some(rhs), Kind::Number | Kind::Money) => {
                self.number_of_source(asked, row, rhs, operator, reader)
            }
            (_, Kind::Date) => self.date(asked, row, operator, reader),
            (_, Kind::YesNo) => self.yes_no(asked, row, operator, reader),
        }
    }

    fn present(&mut self, asked: &Asked, field: Field, reader: &str) -> String {
        let id = self.text(field.id);
        let Asked { store, locale, currency, .. } = asked;
        match (field.kind, field.id) {
            (_, "status" | "in_stock" | "on_sale" | "is_new") => "true".into(),
            (_, "store") => format!("EXISTS (SELECT FROM o_store t WHERE t.reader = {reader}.id)"),
            (Kind::Text, _) => format!(
                "EXISTS (SELECT FROM o_text t WHERE t.reader = {reader}.id AND t.field = {id} AND t.locale = {locale})"
            ),
            (Kind::Category, _) => format!("EXISTS (SELECT FROM o_category t WHERE t.reader = {reader}.id)"),
            (Kind::Choice, _) => {
                format!(
                    "EXISTS (SELECT FROM o_option t WHERE t.reader = {reader}.id AND t.field = {id} AND t.locale = {locale})"
                )
            }
            (Kind::Date, _) => {
                format!("EXISTS (SELECT FROM o_day t WHERE t.reader = {reader}.id AND t.field = {id})")
            }
            (Kind::YesNo, _) => {
                format!("EXISTS (SELECT FROM o_yes t WHERE t.reader = {reader}.id AND t.field = {id})")
            }
            (Kind::Number | Kind::Money, _) => format!(
                "EXISTS (SELECT FROM o_number t WHERE t.reader = {reader}.id AND t.field = {id} \
                 AND (t.store IS NULL OR (t.store = {store} AND t.currency = {currency})))"
            ),
        }
    }

    /// The names of a row, parted at commas where they are sent as one text.
    fn ids(row: &Row, find: impl Fn(&str) -> Option<i32>) -> (Vec<i32>, bool) {
        let found: Vec<Option<i32>> = row.values.iter().map(|value| find(value)).collect();
        let gone = found.iter().any(Option::is_none);
        (found.into_iter().flatten().collect(), gone)
    }

    fn choice_named(
        &mut self,
        asked: &Asked,
        row: &Row,
        field: Field,
        operator: &str,
        reader: &str,
    ) -> String {
        if field.id == "status" {
            let states = row.values.iter().map(|value| fold(value)).collect();
            let states = self.texts(states);
            return format!(
                "EXISTS (SELECT FROM product p WHERE p.id = {reader}.product AND \
                 CASE WHEN p.active THEN 'active' ELSE 'inactive' END = ANY ({states}::text[]))"
            );
        }
        let Some(attribute) = field.attribute else {
            let (stores, _) = Self::ids(row, words::store);
            let stores = self.numbers(stores);
            return format!(
                "EXISTS (SELECT FROM o_store t WHERE t.reader = {reader}.id AND t.store = ANY ({stores}::int[]))"
            );
        };
        let (options, gone) = Self::ids(row, |value| words::option(attribute, value));
        let (id, wanted) = (self.text(field.id), self.numbers(options));
        let carried = format!(
            "SELECT t.option FROM o_option t WHERE t.reader = {reader}.id AND t.field = {id} AND t.locale = {}",
            asked.locale
        );
        match (operator, gone) {
            ("all_in", true) => "false".into(),
            ("all_in", false) => {
                format!("(NOT EXISTS (SELECT FROM unnest({wanted}::int[]) w WHERE w NOT IN ({carried})))")
            }
            _ => format!("EXISTS ({carried} AND t.option = ANY ({wanted}::int[]))"),
        }
    }

    fn category_named(&mut self, row: &Row, reader: &str) -> String {
        let (categories, _) = Self::ids(row, words::category);
        let wanted = self.numbers(categories);
        let ancestor = self.below(row.with_sub);
        format!(
            "EXISTS (SELECT FROM o_category t JOIN o_below b ON b.category = t.category WHERE t.reader = {reader}.id \
             AND {ancestor} AND b.ancestor = ANY ({wanted}::int[]))"
        )
    }

    fn below(&self, with_sub: bool) -> &'static str {
        if with_sub && self.slip != Some(Slip::NoSub) { "true" } else { "b.ancestor = b.category" }
    }

    fn category_walk(&mut self, asked: &Asked, operator: &str, reader: &str) -> String {
        let holds = match operator {
            "below" => {
                "EXISTS (SELECT FROM o_below b WHERE b.category = t.category AND b.ancestor = s.category) AND t.category <> s.category"
            }
            _ => {
                "(SELECT c.parent_id FROM category c WHERE c.id = t.category) = (SELECT c.parent_id FROM category c WHERE c.id = s.category)"
            }
        };
        let source = Self::source(asked);
        format!(
            "EXISTS (SELECT FROM o_category t, o_category s WHERE t.reader = {reader}.id AND s.reader = {source} AND {holds})"
        )
    }

    /// The reader of the product on the page; none matches nothing.
    fn source(asked: &Asked) -> String {
        format!("(SELECT o.id FROM o_reader o WHERE o.product = {} AND o.variant IS NULL)", asked.source)
    }

    fn sign(&self, operator: &str) -> &'static str {
        match operator {
            "less" if self.slip == Some(Slip::LessOrEqual) => "<=",
            "less" => "<",
            "less_or_equal" => "<=",
            "greater" => ">",
            "greater_or_equal" => ">=",
            _ => "=",
        }
    }
}
