//! A figure: what was measured, what it should be, and what it is compared with; and how figures are printed.

use serde_json::{Value, json};

/// What a figure should be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Target {
    /// So much, or less.
    AtMost(f64),
    /// So much, or more.
    AtLeast(f64),
}

impl Target {
    fn number(self) -> f64 {
        match self {
            Self::AtMost(number) | Self::AtLeast(number) => number,
        }
    }

    fn holds(self, value: f64) -> bool {
        match self {
            Self::AtMost(most) => value <= most,
            Self::AtLeast(least) => value >= least,
        }
    }

    /// Returns how many times better a value is than its yardstick; above 1 is better.
    fn ratio(self, value: f64, yardstick: f64) -> f64 {
        let (above, below) = match self {
            Self::AtMost(_) => (yardstick, value),
            Self::AtLeast(_) => (value, yardstick),
        };
        above / below.max(f64::MIN_POSITIVE)
    }
}

/// One figure.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Its row and statistic, without the size: `first_20_median`.
    pub name: String,
    /// How many products there were.
    pub size: u64,
    /// What was measured.
    pub value: f64,
    /// In which unit value, target and yardstick are.
    pub unit: &'static str,
    /// What it should be.
    pub target: Target,
    /// What something well known takes for the same in this run.
    pub yardstick: f64,
}

impl Figure {
    /// Returns true when the target is met.
    pub fn holds(&self) -> bool {
        self.target.holds(self.value)
    }

    /// Returns the figure as one line of JSON, the size behind its name.
    pub fn to_json(&self) -> Value {
        json!({
            "name": format!("{}@{}", self.name, self.size),
            "value": short(self.value),
            "unit": self.unit,
            "target": short(self.target.number()),
            "yardstick": short(self.yardstick),
            "ratio": short(self.target.ratio(self.value, self.yardstick)),
            "holds": self.holds(),
        })
    }

    /// Returns the figure as a line of the table.
    pub fn to_line(&self) -> String {
        let sign = match self.target {
            Target::AtMost(_) => "≤",
            Target::AtLeast(_) => "≥",
        };
        format!(
            "{:<34}{:>12} {:<6}{sign} {:<11}{:>12} {:>9}×  {}",
            self.name,
            short(self.value).to_string(),
            self.unit,
            short(self.target.number()).to_string(),
            short(self.yardstick).to_string(),
            short(self.target.ratio(self.value, self.yardstick)).to_string(),
            if self.holds() { "holds" } else { "MISSED" }
        )
    }
}

/// Returns a line of JSON for a group of rows that could not be measured: its numbers are null, and it does not hold.
pub fn missing_json(group: &str, size: u64) -> Value {
    json!({"name": format!("{group}@{size}"), "value": null, "unit": null, "target": null, "yardstick": null, "ratio": null,
        "holds": false})
}

/// Returns a line of the table for such a group.
pub fn missing_line(group: &str, why: &str) -> String {
    format!("{group:<34}not measured: {}", why.trim().replace('\n', " "))
}

/// Returns the head of the table.
pub fn head(size: u64) -> String {
    format!(
        "\n{size} products\n{:<34}{:>12} {:<6}{:<13}{:>12} {:>10}\n",
        "what", "value", "unit", "target", "yardstick", "ratio"
    )
}

/// Returns a number with four places that count, which is more than such measurements carry.
pub fn short(number: f64) -> f64 {
    format!("{number:.3e}").parse().unwrap_or(number)
}

/// Returns a count as a number that can be divided.
pub fn float(count: impl TryInto<u64>) -> f64 {
    let count: u64 = count.try_into().unwrap_or(u64::MAX);
    let half = |bits: u64| f64::from(u32::try_from(bits & 0xffff_ffff).unwrap_or(u32::MAX));
    half(count >> 32) * 4_294_967_296.0 + half(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_above_one_is_better_whichever_way_the_target_points() {
        let figure =
            |value, target| Figure {
                name: "x".into(), size: 10, value, unit: "µs", target, yardstick: 20.0
            };
        for (value, target, ratio, holds) in [
            (10.0, Target::AtMost(15.0), 2.0, true),
            (40.0, Target::AtMost(15.0), 0.5, false),
            (40.0, Target::AtLeast(30.0), 2.0, true),
            (10.0, Target::AtLeast(30.0), 0.5, false),
        ] {
            let json = figure(value, target).to_json();
            assert_eq!((&json["ratio"], &json["holds"]), (&json!(ratio), &json!(holds)));
            assert_eq!(json["name"], "x@10");
        }
    }

    #[test]
    fn numbers_keep_four_places() {
        for (number, shown) in [(1234.5678, 1235.0), (0.000_123_456, 0.000_123_5), (0.0, 0.0)] {
            assert_eq!(short(number), shown);
        }
        assert_eq!(float(5_000_000_000_u64), 5e9);
    }
}
