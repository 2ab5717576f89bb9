//! Moments as files write them: ISO first, then what shop systems export. Without a zone they are meant in UTC.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

/// Returns the moment, or the sentence that says how to write one.
pub fn parse(text: &str) -> Result<DateTime<Utc>, String> {
    let text = text.trim();
    let moment =
        DateTime::parse_from_rfc3339(text).map(|at| at.with_timezone(&Utc)).ok().or_else(|| naive(text));
    let in_reach = |at: &DateTime<Utc>| (1970..=9999).contains(&chrono::Datelike::year(at));
    moment.filter(in_reach).ok_or_else(|| {
        format!(
            "“{}” is not a date; write it like 2026-11-21 or 2026-11-21T08:00:00Z.",
            crate::domain::decimal::clip(text)
        )
    })
}

/// Returns the moment of a text without a zone.
fn naive(text: &str) -> Option<DateTime<Utc>> {
    let moments = [
        "%Y-%m-%d %H:%M:%S%.f",
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%d %H:%M",
        "%m/%d/%y, %I:%M %p",
        "%m/%d/%Y, %I:%M %p",
    ];
    let moment = moments.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    // %y takes the two digits alone, so it is tried before the four of %Y.
    let day = || {
        ["%Y-%m-%d", "%m/%d/%y", "%m/%d/%Y"]
            .iter()
            .find_map(|format| NaiveDate::parse_from_str(text, format).ok())
    };
    moment.or_else(|| day()?.and_hms_opt(0, 0, 0)).map(|at| at.and_utc())
}
