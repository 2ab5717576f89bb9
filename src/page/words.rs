//! How pages write numbers, plurals and times. Templates call these; must not know which page asks.

use chrono::{DateTime, TimeZone, Utc};

use crate::domain::money::grouped;

/// Returns a whole number with commas between thousands: `1,204`.
pub fn number(number: impl std::fmt::Display) -> String {
    let text = number.to_string();
    match text.strip_prefix('-') {
        Some(digits) => format!("−{}", grouped(digits)),
        None => grouped(&text),
    }
}

/// Returns a number and its noun: `1 product`, `1,204 products`.
pub fn plural(count: impl std::borrow::Borrow<usize>, one: &str, many: &str) -> String {
    let count = *count.borrow();
    format!("{}\u{a0}{}", number(count), if count == 1 { one } else { many })
}

/// Returns what part of the whole it is, in per cent: `90 %`. Never rounds up to all or down to none.
pub fn percent(part: usize, whole: usize) -> String {
    format!("{}\u{a0}%", share(part, whole))
}

/// Returns the part of the whole as a number from 0 to 100.
pub fn share(part: usize, whole: usize) -> usize {
    if whole == 0 || part == 0 {
        return 0;
    }
    if part >= whole {
        return 100;
    }
    (part.saturating_mul(100) / whole).clamp(1, 99)
}

/// Markup that stands within words and parts none.
const WITHIN_WORDS: [&str; 12] =
    ["a", "abbr", "b", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "u"];

/// Returns a text without its markup, on which pages rely to show descriptions of any origin.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut mark: Option<String> = None;
    for c in text.chars() {
        match (c, &mut mark) {
            ('<', _) => mark = Some(String::new()),
            ('>', Some(said)) => {
                let name = said.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next();
                let parts =
                    !name.is_some_and(|name| WITHIN_WORDS.iter().any(|one| name.eq_ignore_ascii_case(one)));
                out.extend(parts.then_some(' '));
                mark = None;
            }
            (c, Some(said)) => said.push(c),
            (c, None) => out.push(c),
        }
    }
    if let Some(said) = mark {
        out.push('<');
        out.push_str(&said);
    }
    let out = out
        .replace("&nbsp;", " ")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns how long ago it was, or a date when that says more: `just now`, `12 min ago`, `2 h ago`, `3 Nov`.
pub fn ago(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let minutes = now.signed_duration_since(at).num_minutes();
    match minutes {
        ..0 => date(at, now),
        0 => "just now".into(),
        1..60 => format!("{minutes}\u{a0}min ago"),
        60..1440 => format!("{}\u{a0}h ago", minutes / 60),
        1440..2880 => "yesterday".into(),
        2880..10080 => format!("{}\u{a0}days ago", minutes / 1440),
        _ => date(at, now),
    }
}

/// Returns the day, with the year when it is not this one: `3 Nov`, `3 Nov 2024`.
pub fn date<Z: TimeZone>(at: DateTime<Z>, now: DateTime<Z>) -> String
where
    Z::Offset: std::fmt::Display,
{
    let this_year = at.format("%Y").to_string() == now.format("%Y").to_string();
    at.format(if this_year { "%-d\u{a0}%b" } else { "%-d\u{a0}%b\u{a0}%Y" }).to_string()
}

/// Returns the moment in a place: `21 Nov 2026, 14:02`.
pub fn moment<Z: TimeZone>(at: DateTime<Utc>, zone: &Z) -> String
where
    Z::Offset: std::fmt::Display,
{
    at.with_timezone(zone).format("%-d\u{a0}%b\u{a0}%Y, %H:%M").to_string()
}

/// Returns the moment for machines, the `datetime` of a `<time>`: `2026-11-21T14:02:00Z`.
pub fn machine(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Returns the size of a file: `812 B`, `1.2 KB`, `3.4 MB`.
pub fn bytes(bytes: u64) -> String {
    const KB: u64 = 1_000;
    const MB: u64 = 1_000_000;
    let tenths = |unit: u64| format!("{}.{}", bytes / unit, bytes % unit / (unit / 10));
    match bytes {
        ..KB => format!("{bytes}\u{a0}B"),
        KB..MB => format!("{}\u{a0}KB", tenths(KB)),
        _ => format!("{}\u{a0}MB", tenths(MB)),
    }
}

/// Returns the first letters of a name, for the round mark beside it: `AK`.
pub fn initials(name: &str) -> String {
    let letters = name.split_whitespace().filter_map(|word| word.chars().next());
    let letters: String = letters.take(2).flat_map(char::to_uppercase).collect();
    if letters.is_empty() { "·".into() } else { letters }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_loses_its_markup_and_nothing_else() {
        for (text, expected) in [
            ("<p>Of <b>steel</b>, 8 kg.</p><p>Sturdy</p>", "Of steel, 8 kg. Sturdy"),
            ("one<br/>two<LI>three", "one two three"),
            ("<a href=\"/x\">here</a>! &lt;b&gt; &amp;", "here! <b> &"),
            ("5 < 6 inches", "5 < 6 inches"),
            ("<script>alert(1)</script>", "alert(1)"),
            ("  plain  ", "plain"),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(number(1_204_000), "1,204,000");
        assert_eq!(number(-37), "−37");
        assert_eq!(plural(1, "product", "products"), "1\u{a0}product");
        assert_eq!(plural(0, "product", "products"), "0\u{a0}products");
        assert_eq!([share(1, 1000), share(999, 1000), share(0, 0), share(5, 5)], [1, 99, 0, 100]);
        assert_eq!(bytes(1_250), "1.2\u{a0}KB");
        assert_eq!(bytes(999), "999\u{a0}B");
        assert_eq!(initials("Ana María Kowalska"), "AM");
    }

    #[test]
    fn times_read_as_people_say_them() {
        let now = Utc.with_ymd_and_hms(2026, 11, 21, 14, 2, 0).unwrap();
        for (minutes, text) in [
            (0, "just now"),
            (12, "12 min ago"),
            (125, "2 h ago"),
            (1500, "yesterday"),
            (4400, "3 days ago"),
            (26000, "3 Nov"),
            (1_000_000, "27 Dec 2024"),
            (-60, "21 Nov"),
        ] {
            let at = now - chrono::TimeDelta::minutes(minutes);
            assert_eq!(ago(at, now).replace('\u{a0}', " "), text, "{minutes}");
        }
        assert_eq!(moment(now, &chrono_tz::Europe::Berlin), "21\u{a0}Nov\u{a0}2026, 15:02");
    }
}
