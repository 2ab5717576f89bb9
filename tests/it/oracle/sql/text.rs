//! Texts, and choices and categories by their labels or of the product on the page.

use super::{Asked, Query, Slip};
use crate::oracle::case::{Rhs, Row};
use crate::oracle::fold::fold;
use crate::oracle::words::{Field, Kind};

impl Query {
    pub(super) fn compares(&self, operator: &str, text: &str, value: &str) -> String {
        match operator {
            "contains" => format!("position({value} IN {text}) > 0"),
            "begins_with" => format!("starts_with({text}, {value})"),
            "ends_with" => format!("right({text}, char_length({value})) = {value}"),
            _ => format!("{text} {} {value}", self.sign(operator)),
        }
    }

    fn locale(&mut self, asked: &Asked) -> String {
        if self.slip == Some(Slip::OneLocale) { self.text("en_US") } else { asked.locale.clone() }
    }

    pub(super) fn text_constant(&mut self, asked: &Asked, row: &Row, operator: &str, reader: &str) -> String {
        let (id, locale) = (self.text(row.field), self.locale(asked));
        let values = self.texts(row.values.iter().map(|value| fold(value)).collect());
        let holds = self.compares(operator, "t.folded", "w.value");
        format!(
            "EXISTS (SELECT FROM o_text t, (SELECT u.value COLLATE \"C\" AS value FROM unnest({values}::text[]) u (value)) w \
             WHERE t.reader = {reader}.id AND t.field = {id} AND t.locale = {locale} AND {holds})"
        )
    }

    pub(super) fn text_of_source(
        &mut self,
        asked: &Asked,
        row: &Row,
        field: Field,
        rhs: &Rhs,
        operator: &str,
        reader: &str,
    ) -> String {
        let (id, from, locale) = (self.text(field.id), self.text(rhs.source), self.locale(asked));
        let source = Self::source(asked);
        let same = field.id == rhs.source && ["equal", "in", "all_in"].contains(&operator);
        let texts = |alias: &str, id: &str| format!("{alias}.field = {id} AND {alias}.locale = {locale}");
        match (field.kind, field.attribute) {
            (Kind::Category, _) if same => {
                let ancestor = self.below(row.with_sub);
                format!(
                    "EXISTS (SELECT FROM o_category t JOIN o_below b ON b.category = t.category JOIN o_category s ON \
                     s.category = b.ancestor WHERE t.reader = {reader}.id AND s.reader = {source} AND {ancestor})"
                )
            }
            (Kind::Choice, None) if field.id == "store" => format!(
                "EXISTS (SELECT FROM o_store t JOIN o_store s USING (store) WHERE t.reader = {reader}.id AND s.reader = {source})"
            ),
            (Kind::Choice, Some(_)) if operator == "all_in" => {
                let (table, carries) = match same {
                    true => ("o_option", format!("{} AND t.option = s.option", texts("t", &id))),
                    false => ("o_text", format!("{} AND t.folded = s.folded", texts("t", &id))),
                };
                let told = format!("s.reader = {source} AND {}", texts("s", &from));
                format!(
                    "(EXISTS (SELECT FROM {table} s WHERE {told}) AND NOT EXISTS (SELECT FROM {table} s WHERE {told} AND \
                     NOT EXISTS (SELECT FROM {table} t WHERE t.reader = {reader}.id AND {carries})))"
                )
            }
            (Kind::Choice, Some(_)) if same => format!(
                "EXISTS (SELECT FROM o_option t JOIN o_option s USING (option) WHERE t.reader = {reader}.id AND {} \
                 AND s.reader = {source} AND {})",
                texts("t", &id),
                texts("s", &from)
            ),
            _ => {
                let holds = self.compares(operator, "t.folded", "s.folded");
                format!(
                    "EXISTS (SELECT FROM o_text t, o_text s WHERE t.reader = {reader}.id AND {} AND s.reader = {source} \
                     AND {} AND {holds})",
                    texts("t", &id),
                    texts("s", &from)
                )
            }
        }
    }
}
