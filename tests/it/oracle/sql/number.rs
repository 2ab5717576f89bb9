//! Numbers, money, days, yes and no. Numbers are fractions, compared by multiplying crosswise, so that nothing is rounded.

use super::{Asked, Change, Query};
use crate::oracle::case::{Rhs, Row};
use crate::oracle::fold::fold;
use crate::oracle::words::{CURRENCIES, Field, Kind};

impl Query {
    /// The numbers of a reader in the asked store and in one currency.
    fn numbers_of(&self, asked: &Asked, alias: &str, reader: &str, id: &str, currency: &str) -> String {
        format!(
            "{alias}.reader = {reader} AND {alias}.field = {id} AND \
             ({alias}.store IS NULL OR ({alias}.store = {} AND {alias}.currency = {currency}))",
            asked.store
        )
    }

    pub(super) fn number_constant(
        &mut self,
        asked: &Asked,
        row: &Row,
        field: Field,
        operator: &str,
        reader: &str,
    ) -> String {
        let (bare, currency): (Vec<String>, Vec<Option<&str>>) =
            row.values.iter().map(|value| bare(value)).unzip();
        let currency = match currency.first().copied().flatten().filter(|_| field.kind == Kind::Money) {
            Some(code) => self.text(code),
            None => asked.currency.clone(),
        };
        let id = self.text(field.id);
        let values = self.texts(bare);
        let those = self.numbers_of(asked, "t", &format!("{reader}.id"), &id, &currency);
        let value = |at: usize| format!("({values}::numeric[])[{at}]");
        let holds = match operator {
            "between" => format!("t.num BETWEEN {} * t.den AND {} * t.den", value(1), value(2)),
            "equal" | "in" => {
                format!("EXISTS (SELECT FROM unnest({values}::numeric[]) w WHERE t.num = w * t.den)")
            }
            _ => format!("t.num {} {} * t.den", self.sign(operator), value(1)),
        };
        format!("EXISTS (SELECT FROM o_number t WHERE {those} AND {holds})")
    }

    pub(super) fn number_of_source(
        &mut self,
        asked: &Asked,
        row: &Row,
        rhs: &Rhs,
        operator: &str,
        reader: &str,
    ) -> String {
        let currency = match rhs.add.iter().find_map(|amount| bare(amount).1) {
            Some(code) => self.text(code),
            None => asked.currency.clone(),
        };
        let (id, from) = (self.text(row.field), self.text(rhs.source));
        let those = self.numbers_of(asked, "t", &format!("{reader}.id"), &id, &currency);
        let source = self.numbers_of(asked, "s", &Self::source(asked), &from, &currency);
        // t.num / t.den against s.num / s.den * mul + add; denominators are positive.
        let bound = |change: &Change| format!("(s.num * {} + {} * s.den) * t.den", change.mul, change.add);
        let left = "t.num * s.den";
        let low = self.change(rhs, 0);
        let holds = match operator {
            "between" => {
                let high = self.change(rhs, 1);
                format!("{left} BETWEEN {} AND {}", bound(&low), bound(&high))
            }
            _ => format!("{left} {} {}", self.sign(operator), bound(&low)),
        };
        format!("EXISTS (SELECT FROM o_number t, o_number s WHERE {those} AND {source} AND {holds})")
    }

    /// The percentage and amount of one end; one alone stands for both.
    fn change(&mut self, rhs: &Rhs, at: usize) -> Change {
        let pick = |list: &[String]| list.get(at).or(list.last()).cloned().unwrap_or_default();
        let (mul, add) = (pick(&rhs.mul), bare(&pick(&rhs.add)).0);
        let mul = match (mul.strip_suffix(" %"), mul.as_str()) {
            (_, "") => "1".to_owned(),
            (Some(percent), _) => format!("{percent}e-2"),
            (None, factor) => factor.to_owned(),
        };
        let add = if add.is_empty() { "0".to_owned() } else { add };
        Change { mul: format!("{}::numeric", self.text(&mul)), add: format!("{}::numeric", self.text(&add)) }
    }

    pub(super) fn date(&mut self, asked: &Asked, row: &Row, operator: &str, reader: &str) -> String {
        let id = self.text(row.field);
        let Asked { store, at, .. } = asked;
        let those = |alias: &str, reader: &str, id: &str| {
            format!(
                "{alias}.reader = {reader} AND {alias}.field = {id} AND ({alias}.store IS NULL OR {alias}.store = {store})"
            )
        };
        let own = those("t", &format!("{reader}.id"), &id);
        let today = format!(
            "(SELECT ({at}::timestamptz AT TIME ZONE z.time_zone)::date FROM store z WHERE z.id = {store})"
        );
        if let Some(rhs) = &row.rhs {
            let from = self.text(rhs.source);
            let source = those("s", &Self::source(asked), &from);
            let low = self.change(rhs, 0).add;
            let low = format!("s.day + ({low})::int");
            let holds = match operator {
                "between" => {
                    let high = self.change(rhs, 1).add;
                    format!("t.day BETWEEN {low} AND s.day + ({high})::int")
                }
                _ => format!("t.day {} {low}", self.sign(operator)),
            };
            return format!("EXISTS (SELECT FROM o_day t, o_day s WHERE {own} AND {source} AND {holds})");
        }
        let values = self.texts(row.values.clone());
        let value = |at: usize| format!("({values}::text[])[{at}]");
        let holds = match operator {
            "in_last_days" => format!("t.day BETWEEN {today} - {}::int AND {today}", value(1)),
            "in_next_days" => format!("t.day BETWEEN {today} AND {today} + {}::int", value(1)),
            "between" => format!("t.day BETWEEN {}::date AND {}::date", value(1), value(2)),
            "equal" | "in" => format!("t.day = ANY ({values}::date[])"),
            _ => format!("t.day {} {}::date", self.sign(operator), value(1)),
        };
        format!("EXISTS (SELECT FROM o_day t WHERE {own} AND {holds})")
    }

    /// Numbers, days, yes and no by their letters.
    pub(super) fn spelt(
        &mut self,
        asked: &Asked,
        row: &Row,
        field: Field,
        operator: &str,
        reader: &str,
    ) -> String {
        let Asked { store, currency, .. } = asked;
        let id = self.text(row.field);
        let own = format!("t.reader = {reader}.id AND t.field = {id}");
        let told = match field.kind {
            Kind::Date => format!(
                "SELECT to_char(t.day, 'YYYY-MM-DD') FROM o_day t WHERE {own} AND (t.store IS NULL OR t.store = {store})"
            ),
            Kind::YesNo => {
                let says = self.says(asked, row.field, reader);
                format!("SELECT CASE WHEN t.yes THEN 'yes' ELSE 'no' END FROM ({says}) t (yes)")
            }
            _ => {
                let those = self.numbers_of(asked, "t", &format!("{reader}.id"), &id, currency);
                format!(
                    "SELECT trim_scale(div(t.num * 1000000, t.den) * 0.000001)::text FROM o_number t WHERE {those}"
                )
            }
        };
        let values = self.texts(row.values.iter().map(|value| fold(value)).collect());
        let holds = self.compares(operator, "t.text", "w.value");
        format!("EXISTS (SELECT FROM ({told}) t (text), unnest({values}::text[]) w (value) WHERE {holds})")
    }

    pub(super) fn yes_no(&mut self, asked: &Asked, row: &Row, operator: &str, reader: &str) -> String {
        let own = self.says(asked, row.field, reader);
        match &row.rhs {
            Some(rhs) => {
                let theirs = self.says(asked, rhs.source, "s0");
                let source = &asked.source;
                format!(
                    "EXISTS (SELECT FROM o_reader s0, LATERAL ({own}) t (yes), LATERAL ({theirs}) s (yes) \
                     WHERE s0.product = {source} AND s0.variant IS NULL AND t.yes = s.yes)"
                )
            }
            None => {
                let yes = |value: &String| ["true", "1", "yes"].contains(&value.to_lowercase().as_str());
                let said = row.values.iter().map(|value| yes(value).to_string()).collect();
                let (said, sign) = (self.texts(said), self.sign(operator));
                format!("EXISTS (SELECT FROM ({own}) t (yes) WHERE t.yes {sign} ANY ({said}::boolean[]))")
            }
        }
    }

    /// What a reader says of a yes/no field, as rows.
    fn says(&mut self, asked: &Asked, field: &str, reader: &str) -> String {
        let Asked { store, currency, at, .. } = asked;
        if field == "is_new" {
            return format!(
                "SELECT (p.new_from IS NOT NULL OR p.new_until IS NOT NULL) AND coalesce(p.new_from <= {at}::timestamptz, true) \
                 AND coalesce({at}::timestamptz < p.new_until, true) FROM product p WHERE p.id = {reader}.product"
            );
        }
        let id = self.text(field);
        format!(
            "SELECT y.yes FROM o_yes y WHERE y.reader = {reader}.id AND y.field = {id} \
             AND (y.store IS NULL OR (y.store = {store} AND y.currency = {currency}))"
        )
    }
}

/// Returns the bare number of a text, and the currency behind it; a unit is dropped.
fn bare(text: &str) -> (String, Option<&'static str>) {
    let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
    let code = text.get(number.len()..).unwrap_or_default().trim();
    (number.to_owned(), CURRENCIES.iter().map(|(known, _)| *known).find(|known| *known == code))
}
