//! The schedule: moments as typed in a store's own time, weekdays and hours.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc, Weekday};
use chrono_tz::Tz;

use crate::domain::decimal::clip;
use crate::domain::relation::draft::Draft;
use crate::domain::vocabulary::Vocabulary;

/// Years that a moment may lie in; what lies outside is a slip of the hand.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2999;

/// Returns the time zone that times without an offset are meant in: the first ticked store's, else the default store's.
pub(super) fn zone(draft: &Draft, vocabulary: &Vocabulary) -> Tz {
    let ticked = draft.stores.iter().flatten().find_map(|key| vocabulary.store(key));
    ticked.or(vocabulary.stores().first()).map_or(Tz::UTC, |store| store.time_zone)
}

/// Reads `2026-12-01T09:00` in the zone, or a moment with an offset of its own; none for an empty text.
///
/// When clocks go back, the earlier of the two hours is meant. When they go forward, a time that does not exist is moved
/// on by the hour that is skipped: 02:30 becomes 03:30. A day alone is its beginning.
pub(super) fn moment(typed: &str, zone: Tz) -> Result<Option<DateTime<Utc>>, String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let own =
        DateTime::parse_from_rfc3339(typed).or_else(|_| DateTime::parse_from_str(typed, "%Y-%m-%dT%H:%M%#z"));
    let moment = own
        .ok()
        .map(|moment| moment.with_timezone(&Utc))
        .or_else(|| local(typed).and_then(|local| in_zone(local, zone)));
    match moment.filter(|moment| YEARS.contains(&moment.year()) && !typed.contains(":60")) {
        Some(moment) => Ok(Some(moment)),
        None => Err(format!("“{}” is not a date and time; write it like 2026-12-01T09:00.", clip(typed))),
    }
}

fn local(typed: &str) -> Option<NaiveDateTime> {
    let formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"];
    let time = formats.iter().find_map(|format| NaiveDateTime::parse_from_str(typed, format).ok());
    time.or_else(|| NaiveDate::parse_from_str(typed, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0))
}

fn in_zone(local: NaiveDateTime, zone: Tz) -> Option<DateTime<Utc>> {
    if let Some(moment) = zone.from_local_datetime(&local).earliest() {
        return Some(moment.with_timezone(&Utc));
    }
    let day_before = zone.from_local_datetime(&local.checked_sub_days(Days::new(1))?).earliest()?;
    let offset = day_before.offset().fix();
    offset.from_local_datetime(&local).single().map(|moment| moment.with_timezone(&Utc))
}

/// Reads `mon` to `sun`; each once, Monday first.
pub(super) fn weekdays(typed: &[String]) -> Result<Vec<Weekday>, String> {
    let mut weekdays: Vec<Weekday> = Vec::new();
    for text in typed.iter().filter(|text| !text.trim().is_empty()) {
        let refuse =
            || format!("“{}” is not a weekday; write mon, tue, wed, thu, fri, sat or sun.", clip(text));
        let weekday = text.trim().parse::<Weekday>().map_err(|_| refuse())?;
        if !weekdays.contains(&weekday) {
            weekdays.push(weekday);
        }
    }
    weekdays.sort_by_key(Weekday::num_days_from_monday);
    Ok(weekdays)
}

/// Reads two times of day; none when both are empty. `24:00` is the end of the day.
pub(super) fn hours(typed: &[String; 2]) -> Result<Option<(NaiveTime, NaiveTime)>, String> {
    let [from, until] = typed;
    if from.trim().is_empty() && until.trim().is_empty() {
        return Ok(None);
    }
    let (from, until) = (time_of_day(from)?, time_of_day(until)?);
    match from == until {
        true => Err("From and until are the same time of day; leave both empty for all day.".into()),
        false => Ok(Some((from, until))),
    }
}

fn time_of_day(typed: &str) -> Result<NaiveTime, String> {
    let typed = typed.trim();
    let time = match typed {
        "24:00" => Some(NaiveTime::MIN),
        _ => ["%H:%M", "%H:%M:%S"].iter().find_map(|format| NaiveTime::parse_from_str(typed, format).ok()),
    };
    let refuse = || match typed {
        "" => "Give both times of day, from and until.".to_owned(),
        typed => format!("“{}” is not a time of day; write it like 09:00.", clip(typed)),
    };
    time.filter(|_| !typed.contains(":60")).ok_or_else(refuse)
}
