//! How text compares, fixed once: trimmed, Unicode NFC, full case folding.
//!
//! Every comparison of two texts anywhere in Kindred goes through [`fold`] or [`folded`]; nothing else may lower-case anything.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// Returns the form in which text is compared: trimmed, case-folded in full (`ß` becomes `ss`), in NFC.
/// Folding can undo composition, so normalisation comes before and after it.
pub fn fold(text: &str) -> String {
    folded(text).into_owned()
}

/// Returns the same as [`fold`], without a copy of what is folded already.
pub fn folded(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim();
    if trimmed.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(trimmed);
    }
    let mut folded = String::with_capacity(trimmed.len());
    fold_onto(trimmed, &mut folded);
    Cow::Owned(folded)
}

/// Adds what [`fold`] makes of a text behind another text.
pub fn fold_onto(text: &str, onto: &mut String) {
    let trimmed = text.trim();
    let before = onto.len();
    if trimmed.is_ascii() {
        onto.push_str(trimmed);
        if let Some(added) = onto.get_mut(before..) {
            added.make_ascii_lowercase();
        }
    } else if fold_western(trimmed, onto).is_none() {
        onto.truncate(before);
        let composed: String = trimmed.nfc().collect();
        onto.extend(caseless::default_case_fold_str(&composed).nfc());
    }
}

/// Adds the folded form of a text of which every character is one of Latin-1 but for `µ`, a dash, a quotation mark or the
/// like: they are composed already, and fold one by one. `None` for any other text, of which the beginning may be added.
fn fold_western(text: &str, folded: &mut String) -> Option<()> {
    for c in text.chars() {
        match c {
            'ß' => folded.push_str("ss"),
            'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' => folded.push(char::from_u32(u32::from(c) + 0x20)?),
            'µ' => return None,
            '\0'..='ÿ' | '\u{2010}'..='\u{2027}' | '€' => folded.push(c),
            _ => return None,
        }
    }
    Some(())
}

/// Returns the text trimmed and in NFC, as it is kept and shown.
pub fn tidy(text: &str) -> String {
    let trimmed = text.trim();
    if trimmed.is_ascii() { trimmed.to_owned() } else { trimmed.nfc().collect() }
}

/// Returns true when the text holds a control character, which no name, key or value may.
pub fn has_control(text: &str) -> bool {
    text.chars().any(|c| c.is_control() && c != '\n' && c != '\t' && c != '\r')
}

/// Returns a key made from a name: lower-case ASCII letters and digits, everything else one hyphen; at most 80 bytes.
/// A name without any letter or digit gives an empty text.
pub fn slug(name: &str) -> String {
    let mut key = String::new();
    for c in name.nfkd().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => key.push(c),
            'ß' => key.push_str("ss"),
            c if unicode_normalization::char::is_combining_mark(c) => {}
            _ if key.ends_with('-') || key.is_empty() => {}
            _ => key.push('-'),
        }
        if key.len() >= 80 {
            break;
        }
    }
    key.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_compares_folded() {
        for (left, right) in [
            (" Sony ", "SONY"),
            ("STRASSE", "Straße"),
            ("e\u{301}cran", "ÉCRAN"),
            ("ＡＢＣ", "ａｂｃ"),
            ("Ǆ", "ǆ"),
        ] {
            assert_eq!(fold(left), fold(right), "{left} and {right}");
        }
        let mut onto = String::from("ß ");
        ["Größe", " ΣΑΣ", "µ"].into_iter().for_each(|text| fold_onto(text, &mut onto));
        assert_eq!(onto, "ß grösseσασμ");
        for (left, right) in [("ı", "i"), ("a", "á"), ("ab", "a b")] {
            assert_ne!(fold(left), fold(right), "{left} and {right}");
        }
    }

    #[test]
    fn western_letters_fold_as_all_letters_do() {
        let western = ('\0'..='ÿ').chain('\u{2010}'..='\u{2027}').chain(['€', '\u{300}', 'ĸ']);
        for c in western {
            let text = format!("x{c}y");
            let composed: String = text.nfc().collect();
            let wanted: String = caseless::default_case_fold_str(&composed).nfc().collect();
            assert_eq!(fold(&text), wanted, "{c:?}");
        }
    }

    #[test]
    fn a_key_is_made_from_a_name() {
        for (name, key) in [
            ("Same brand, 10 to 60 % dearer", "same-brand-10-to-60-dearer"),
            ("  Über-Größe!  ", "uber-grosse"),
            ("Café & Thé", "cafe-the"),
            ("日本", ""),
        ] {
            assert_eq!(slug(name), key, "{name}");
        }
    }
}
