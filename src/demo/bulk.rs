//! Relations of a large shop, any number of them: on one product, on a list, on a rule, a few on everything; with pins,
//! rules of three to six conditions, schedules, and every type and sort.
//!
//! Each is made from its number, the seed and how many products there are.

use serde_json::{Value, json};

use super::department::{DEPARTMENTS, Department, Leaf, leaves};
use super::product::sku_of;
use super::seed::Seed;
use super::word::{brand, brands_at};
use super::{PRODUCTS, niche};

/// Returns the relation of a number.
pub fn relation(number: usize, seed: u64, products: u64) -> Value {
    let mut seed = Seed::of(seed ^ 0x5eed, u64::try_from(number).unwrap_or(0));
    let all = leaves();
    let Some((department, leaf)) = seed.pick(&all).copied() else { return Value::Null };
    let mut maker = Maker { seed, department, leaf, products };
    let (source, on) = maker.source();
    let kind =
        maker.seed.pick(&["related", "related", "up-sell", "cross-sell"]).copied().unwrap_or("related");
    let sorts =
        ["best_selling", "best_selling", "price", "price_desc", "newest", "most_viewed", "margin", "name"];
    let mut relation = json!({
        "name": format!("{on} {}", number + 1),
        "type": kind,
        "priority": maker.seed.between(1, 90) * 10,
        "limit": maker.seed.between(2, 12),
        "sort": maker.seed.pick(&sorts),
        "source": source,
        "target": maker.target(kind),
        "active": !maker.seed.percent(5),
        "stop_here": maker.seed.percent(3),
    });
    if let Some(relation) = relation.as_object_mut() {
        maker.audience(relation);
    }
    relation
}

/// One relation under way: it is about one leaf.
struct Maker {
    seed: Seed,
    department: &'static Department,
    leaf: &'static Leaf,
    products: u64,
}

impl Maker {
    fn sku(&mut self) -> String {
        let number = self.seed.below(self.products);
        sku_of(number)
    }

    fn skus(&mut self, low: i64, high: i64) -> Vec<String> {
        let mut skus: Vec<String> = (0..self.seed.between(low, high)).map(|_| self.sku()).collect();
        skus.sort();
        skus.dedup();
        skus
    }

    /// Returns the key of the leaf, or of one of its niches.
    fn category(&mut self) -> String {
        let count = niche::count_at(self.products);
        let number = self.seed.few_often(count.max(1));
        match niche::of(self.leaf, number) {
            Some((key, _)) if number < count && self.seed.percent(80) => key,
            _ => self.leaf.key.to_owned(),
        }
    }

    fn brands(&mut self, count: i64) -> Vec<String> {
        let place = DEPARTMENTS.iter().position(|known| known.key == self.department.key).unwrap_or(0);
        let known = brands_at(self.products);
        let mut ranks: Vec<usize> =
            (0..self.seed.between(1, count)).map(|_| self.seed.few_often(known)).collect();
        ranks.sort_unstable();
        ranks.dedup();
        ranks.into_iter().map(|rank| brand(self.department, place, rank)).collect()
    }

    /// Returns the source and what a person would call the relation.
    fn source(&mut self) -> (Value, String) {
        match self.seed.below(1_000) {
            0..450 => {
                let sku = self.sku();
                (json!({"kind": "one", "sku": sku}), format!("Beside {sku},"))
            }
            450..700 => (json!({"kind": "list", "skus": self.skus(3, 30)}), "A chosen few,".to_owned()),
            700..998 => {
                let category = self.category();
                let mut rules =
                    vec![json!({"id": "category", "operator": "in", "value": [category], "with_sub": true})];
                rules.push(self.narrow());
                if self.seed.percent(40) {
                    rules.push(self.narrow());
                }
                let rule = json!({"condition": "AND", "rules": rules});
                (json!({"kind": "rule", "rule": rule}), format!("{},", self.leaf.name[0]))
            }
            _ => (json!({"kind": "all"}), "Everywhere,".to_owned()),
        }
    }

    /// Returns a condition with constants.
    fn narrow(&mut self) -> Value {
        let [low, high] = self.leaf.price;
        let euros = self.seed.between(low, high);
        let is_large = self.products > PRODUCTS;
        match self.seed.below(if is_large { 11 } else { 6 }) {
            0 => json!({"id": "brand", "operator": "in", "value": self.brands(3)}),
            1 => json!({"id": "price", "operator": "less_or_equal", "value": euros}),
            2 => json!({"id": "price", "operator": "greater_or_equal", "value": euros}),
            3 => json!({"id": "rating", "operator": "greater_or_equal", "value": 3.5}),
            4 => json!({"id": "in_stock", "operator": "equal", "value": true}),
            5 => {
                json!({"id": "attribute.colour", "operator": "in", "value": some(&mut self.seed, self.leaf.colours)})
            }
            6 => json!({"id": "attribute.country", "operator": "in",
                "value": some(&mut self.seed, &["Germany", "Italy", "Portugal", "Japan", "Sweden"])}),
            7 => json!({"id": "attribute.style", "operator": "in",
                "value": some(&mut self.seed, &["Modern", "Classic", "Nordic", "Rustic"])}),
            8 => {
                json!({"id": "attribute.delivery_days", "operator": "less_or_equal", "value": self.seed.between(2, 8)})
            }
            9 => json!({"id": "sold_30d", "operator": "greater_or_equal", "value": self.seed.between(1, 20)}),
            _ => json!({"id": "attribute.recyclable", "operator": "equal", "value": true}),
        }
    }

    /// Returns a condition that compares with the product on the page.
    fn beside(&mut self, kind: &str) -> Value {
        let price = match kind {
            "up-sell" => json!([1.05, 1.8]),
            "cross-sell" => json!([0.05, 0.6]),
            _ => json!([0.6, 1.6]),
        };
        match self.seed.below(5) {
            0 => json!({"id": "brand", "operator": "equal", "rhs": {"source": "brand"}}),
            1 => json!({"id": "category", "operator": "in", "rhs": {"source": "category"}}),
            2 => json!({"id": "category", "operator": "same_parent", "rhs": {"source": "category"}}),
            3 => json!({"id": "attribute.colour", "operator": "in", "rhs": {"source": "attribute.colour"}}),
            _ => json!({"id": "price", "operator": "between", "rhs": {"source": "price", "mul": price}}),
        }
    }

    fn target(&mut self, kind: &str) -> Value {
        let is_pinned = self.seed.percent(20);
        let pins = if is_pinned { self.skus(1, 6) } else { Vec::new() };
        if is_pinned && self.seed.percent(50) {
            return json!({"pins": pins});
        }
        let area = match self.seed.below(3) {
            0 => self.category(),
            1 => self.leaf.key.to_owned(),
            _ => self.department.key.to_owned(),
        };
        let mut rules = vec![json!({"id": "category", "operator": "in", "value": [area], "with_sub": true})];
        let more = self.seed.between(2, 5);
        let is_relative = self.seed.percent(45);
        for number in 0..more {
            let next = match number {
                0 if is_relative => self.beside(kind),
                1 if self.seed.percent(25) => {
                    json!({"condition": "OR", "rules": [self.narrow(), self.narrow()]})
                }
                2 if self.seed.percent(15) => json!({"condition": "NONE", "rules": [self.narrow()]}),
                _ => self.narrow(),
            };
            rules.push(next);
        }
        json!({"pins": pins, "rule": {"condition": "AND", "rules": rules}})
    }

    /// Stores, days and hours: most relations are for everybody, always.
    fn audience(&mut self, relation: &mut serde_json::Map<String, Value>) {
        if self.seed.percent(12) {
            let day = self.seed.between(1, 28);
            relation
                .insert("from".into(), json!(format!("2026-{:02}-{day:02}T08:00", self.seed.between(8, 12))));
            relation
                .insert("until".into(), json!(format!("2027-{:02}-{day:02}T20:00", self.seed.between(1, 6))));
        }
        if self.seed.percent(5) {
            relation.insert("weekdays".into(), json!(["fri", "sat", "sun"]));
        }
        if self.seed.percent(15) {
            relation.insert("stores".into(), json!([self.seed.pick(&["eu", "us"])]));
        }
        if self.seed.percent(10) {
            relation.insert("minimum".into(), json!(2));
        }
    }
}

/// Returns one to three neighbours of a list.
fn some<'a>(seed: &mut Seed, list: &[&'a str]) -> Vec<&'a str> {
    let start = usize::try_from(seed.below(16)).unwrap_or(0);
    let count = usize::try_from(seed.between(1, 3)).unwrap_or(1).min(list.len());
    list.iter().cycle().skip(start).take(count).copied().collect()
}
