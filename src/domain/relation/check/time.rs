//! The schedule: moments as typed, weekdays and hours.

use chrono::{Datelike, NaiveTime, Weekday};

use crate::domain::decimal::clip;
use crate::domain::moment::Moment;

/// Years that a moment may lie in; what lies outside is a slip of the hand.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2999;

/// Reads a moment; none for an empty text.
pub(super) fn moment(typed: &str) -> Result<Option<Moment>, String> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let in_reach = |moment: &Moment| match moment {
        Moment::Wall(wall) => YEARS.contains(&wall.year()),
        Moment::Fixed(at) => YEARS.contains(&at.year()),
    };
    let refuse =
        || format!("“{}” is not a date and time; write it like 2026-12-01T09:00.", clip(typed.trim()));
    Moment::parse(typed).filter(in_reach).map(Some).ok_or_else(refuse)
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
