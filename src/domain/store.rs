//! A store: one shop front with its locales, currencies and time zone.

use chrono_tz::{TZ_VARIANTS, Tz};

use super::decimal::clip;
use super::id::StoreId;
use super::locale::Locale;
use super::money::Currency;
use super::problem::Problems;
use super::text::{fold, has_control, tidy};

/// Longest name of a store in characters.
pub const NAME_CHARS_MAX: usize = 255;

/// A shop front. The first locale and the first currency are its defaults.
#[derive(Debug, Clone, PartialEq)]
pub struct Store {
    /// Its number.
    pub id: StoreId,
    /// Its key in addresses and files, as it was imported.
    pub key: String,
    /// What staff and shoppers read.
    pub name: String,
    /// The time zone its schedules are meant in.
    pub time_zone: Tz,
    /// Never empty.
    pub locales: Vec<Locale>,
    /// Never empty.
    pub currencies: Vec<Currency>,
}

/// What was typed of a store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Its name.
    pub name: String,
    /// The name of its time zone.
    pub time_zone: String,
    /// Its place among the stores, from 1.
    pub place: String,
}

impl Draft {
    /// Returns what would be typed for a store as it is, at a place from 0.
    pub fn of(store: &Store, at: usize) -> Self {
        let (name, time_zone) = (store.name.clone(), store.time_zone.name().to_owned());
        Self { name, time_zone, place: (at + 1).to_string() }
    }
}

/// What a store is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Its name, tidied.
    pub name: String,
    /// Its time zone.
    pub time_zone: Tz,
    /// Its place, from 0.
    pub place: usize,
}

/// Returns what a store of `count` is to be; the problems are at `name`, `time_zone` and `place`.
pub fn check(draft: &Draft, count: usize) -> Result<Wanted, Problems> {
    let mut problems = Problems::default();
    let name = tidy(&draft.name);
    if name.is_empty() {
        problems.add("name", "Give the store a name.");
    } else if name.chars().count() > NAME_CHARS_MAX {
        problems.add("name", format!("A name has at most {NAME_CHARS_MAX} characters; shorten it."));
    } else if has_control(&name) {
        problems.add("name", "The name holds a control character; take it out.");
    }
    let time_zone = zone(&draft.time_zone).map_err(|sentence| problems.add("time_zone", sentence));
    let place = draft.place.trim().parse().ok().and_then(|place: usize| place.checked_sub(1));
    let place = place.filter(|place| *place < count);
    if place.is_none() {
        problems.add("place", format!("Choose a place from 1 to {count}."));
    }
    match (time_zone, place) {
        (Ok(time_zone), Some(place)) => problems.or(Wanted { name, time_zone, place }),
        _ => Err(problems),
    }
}

/// Returns the time zone of a name, whatever its case; of another text, the sentence that says what to write.
fn zone(written: &str) -> Result<Tz, String> {
    let wanted = fold(&tidy(written)).replace(' ', "_");
    if wanted.is_empty() {
        return Err("Choose a time zone, such as Europe/Berlin.".to_owned());
    }
    if let Some(zone) = TZ_VARIANTS.iter().find(|zone| fold(zone.name()) == wanted) {
        return Ok(*zone);
    }
    match TZ_VARIANTS.iter().find(|zone| fold(zone.name()).contains(&wanted)) {
        Some(near) => Err(format!("“{}” is not a time zone; did you mean “{near}”?", clip(written.trim()))),
        None => Err(format!("“{}” is not a time zone; write one like Europe/Berlin.", clip(written.trim()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_of_a_store_is_checked_field_by_field() {
        let long = "x".repeat(256);
        for (typed, told) in [
            (["Shop", "Europe/Berlin", "1"], "Shop Europe/Berlin 0"),
            (["  Shop two ", "america/new york", " 3 "], "Shop two America/New_York 2"),
            (["", "UTC", "1"], "name: Give the store a name."),
            ([long.as_str(), "UTC", "1"], "name: A name has at most 255 characters; shorten it."),
            (["S\u{7}", "UTC", "1"], "name: The name holds a control character; take it out."),
            (["S", " ", "1"], "time_zone: Choose a time zone, such as Europe/Berlin."),
            (["S", "berlin", "1"], "time_zone: “berlin” is not a time zone; did you mean “Europe/Berlin”?"),
            (
                ["S", "Atlantis", "1"],
                "time_zone: “Atlantis” is not a time zone; write one like Europe/Berlin.",
            ),
            (["S", "UTC", "0"], "place: Choose a place from 1 to 3."),
            (["S", "UTC", "4"], "place: Choose a place from 1 to 3."),
            (["S", "UTC", "-1"], "place: Choose a place from 1 to 3."),
        ] {
            let [name, time_zone, place] = typed.map(str::to_owned);
            let came = match check(&Draft { name, time_zone, place }, 3) {
                Ok(Wanted { name, time_zone, place }) => format!("{name} {time_zone} {place}"),
                Err(problems) => {
                    let told = problems.0.iter().map(|found| format!("{}: {}", found.place, found.message));
                    told.collect::<Vec<_>>().join("|")
                }
            };
            assert_eq!(came, told, "{typed:?}");
        }
    }
}
