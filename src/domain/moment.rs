//! A moment as people name it: what the clock on a store's wall shows, or one moment everywhere.
//!
//! The same wall time is another moment in each time zone, so it is only placed when a zone is known. Must not know who
//! asks, nor where the text came from.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// Longest gap that clocks leave out, in minutes; a whole day was once, on Samoa.
const GAP_MINUTES_MAX: i64 = 24 * 60;

/// A moment that may be read in any time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// When the clock on the wall shows this.
    Wall(NaiveDateTime),
    /// This moment, whatever the clocks show.
    Fixed(DateTime<Utc>),
}

impl Moment {
    /// Reads `2026-12-01T09:00`, with or without seconds, as a wall time, a day alone as its beginning, and with an offset
    /// or `Z` behind it as one moment everywhere. None for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.contains(":60") {
            return None;
        }
        let fixed = DateTime::parse_from_rfc3339(text);
        if let Ok(fixed) = fixed.or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%#z")) {
            return Some(Self::Fixed(fixed.with_timezone(&Utc)));
        }
        let forms = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"];
        let wall = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
        let day = || Some(NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_time(NaiveTime::MIN));
        wall.or_else(day).map(Self::Wall)
    }

    /// Returns the moment in a zone. Of an hour that comes twice the first is meant; of one that is skipped, the first
    /// minute after the gap.
    pub fn first(self, zone: Tz) -> DateTime<Utc> {
        self.placed(zone, |at| zone.from_local_datetime(&at).earliest())
    }

    /// Returns the moment in a zone. Of an hour that comes twice the last is meant; of one that is skipped, the first
    /// minute after the gap.
    pub fn last(self, zone: Tz) -> DateTime<Utc> {
        self.placed(zone, |at| zone.from_local_datetime(&at).latest())
    }

    fn placed(self, zone: Tz, place: impl Fn(NaiveDateTime) -> Option<DateTime<Tz>>) -> DateTime<Utc> {
        let wall = match self {
            Self::Fixed(at) => return at,
            Self::Wall(wall) => wall,
        };
        if let Some(at) = place(wall) {
            return at.with_timezone(&Utc);
        }
        let minute =
            wall.date().and_hms_opt(chrono::Timelike::hour(&wall), chrono::Timelike::minute(&wall), 0);
        let later = |minutes| minute?.checked_add_signed(TimeDelta::minutes(minutes));
        let after =
            (1..=GAP_MINUTES_MAX).find_map(|minutes| zone.from_local_datetime(&later(minutes)?).earliest());
        after.map_or_else(|| wall.and_utc(), |at| at.with_timezone(&Utc))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(at: DateTime<Utc>) -> String {
        at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    }

    #[test]
    fn a_wall_time_is_another_moment_in_each_zone() {
        let berlin = chrono_tz::Europe::Berlin;
        for (text, zone, first, last) in [
            ("2026-12-01T09:00", berlin, "2026-12-01T08:00:00Z", ""),
            ("2026-12-01 09:00", chrono_tz::America::New_York, "2026-12-01T14:00:00Z", ""),
            ("2026-12-01", chrono_tz::Asia::Tokyo, "2026-11-30T15:00:00Z", ""),
            ("2026-12-01T09:00Z", berlin, "2026-12-01T09:00:00Z", ""),
            (" 2026-12-01T09:00:30-03:00 ", berlin, "2026-12-01T12:00:30Z", ""),
            // 02:00 to 02:59 is not there: 03:00
            ("2026-03-29T01:59", berlin, "2026-03-29T00:59:00Z", ""),
            ("2026-03-29T02:00", berlin, "2026-03-29T01:00:00Z", ""),
            ("2026-03-29T02:30:30", berlin, "2026-03-29T01:00:00Z", ""),
            ("2026-03-08T02:30", chrono_tz::America::New_York, "2026-03-08T07:00:00Z", ""),
            ("2011-12-30T09:00", chrono_tz::Pacific::Apia, "2011-12-30T10:00:00Z", ""),
            // 02:00 to 02:59 comes twice
            ("2026-10-25T02:30", berlin, "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"),
            ("2026-10-25T02:30+02:00", berlin, "2026-10-25T00:30:00Z", ""),
        ] {
            let moment = Moment::parse(text).unwrap();
            let last = if last.is_empty() { first } else { last };
            assert_eq!(
                (told(moment.first(zone)).as_str(), told(moment.last(zone)).as_str()),
                (first, last),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in
            ["", "soon", "2026-02-30T10:00", "2026-01-01T00:00:60", "2026-01-01T00:00:00+99:99", "09:00"]
        {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }
}
