//! Locales: `en_US` and `en-US` are the same one; kept with an underscore, shown to browsers with a hyphen.

use std::collections::BTreeMap;

/// The letters of a locale, filled up with zeros: no checked one is longer than `fil_PH`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocaleCode(pub [u8; 6]);

/// A checked locale, written `en_US`. Kept in place: products carry one with each text of a language.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locale(LocaleCode);

impl Locale {
    /// Returns the locale of a text such as `en_US`, `en-us` or `de`; an error sentence for anything else.
    pub fn parse(text: &str) -> Result<Self, String> {
        let trimmed = text.trim();
        let (language, region) = match trimmed.split_once(['_', '-']) {
            Some((language, region)) => (language, Some(region)),
            None => (trimmed, None),
        };
        let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !(2..=3).contains(&language.len())
            || !letters(language)
            || region.is_some_and(|region| region.len() != 2 || !letters(region))
        {
            return Err(format!("“{text}” is not a locale; write it like en_US."));
        }
        let language = language.bytes().map(|byte| byte.to_ascii_lowercase());
        let region = region.into_iter().flat_map(str::bytes).map(|byte| byte.to_ascii_uppercase());
        let gap = region.clone().next().map(|_| b'_');
        let mut code = [0; 6];
        code.iter_mut().zip(language.chain(gap).chain(region)).for_each(|(to, from)| *to = from);
        Ok(Self(LocaleCode(code)))
    }

    /// Returns the locale written with an underscore: `en_US`.
    pub fn as_str(&self) -> &str {
        let length = self.0.0.iter().position(|byte| *byte == 0).unwrap_or(self.0.0.len());
        // Letters and an underscore alone, as `parse` put them there.
        self.0.0.get(..length).and_then(|letters| std::str::from_utf8(letters).ok()).unwrap_or_default()
    }

    /// Returns the locale as a code of six letters, filled up with zeros: short enough to be copied.
    pub fn code(&self) -> LocaleCode {
        self.0
    }

    /// Returns the locale as HTML's `lang` wants it: `en-US`.
    pub fn tag(&self) -> String {
        self.as_str().replace('_', "-")
    }
}

impl Default for Locale {
    /// Returns `en_US`, the locale of an installation without any store.
    fn default() -> Self {
        Self(LocaleCode(*b"en_US\0"))
    }
}

impl std::fmt::Display for Locale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::fmt::Debug for Locale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Locale").field(&self.as_str()).finish()
    }
}

/// One value with translations: what holds everywhere, and what replaces it in some locales.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Localised<T> {
    /// Holds where the locale has no value of its own.
    pub default: Option<T>,
    /// Values of single locales.
    pub own: BTreeMap<Locale, T>,
}

impl<T> Localised<T> {
    /// Returns the value that is the same in every locale.
    pub fn plain(value: T) -> Self {
        Self { default: Some(value), own: BTreeMap::new() }
    }

    /// Returns the locale's own value, else the default.
    pub fn get(&self, locale: &Locale) -> Option<&T> {
        self.own.get(locale).or(self.default.as_ref())
    }

    /// Returns any value: the default, else the first locale's.
    pub fn any(&self) -> Option<&T> {
        self.default.as_ref().or_else(|| self.own.values().next())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_is_read_in_any_spelling_and_written_in_one() {
        for (text, written, tag) in [
            ("en_US", "en_US", "en-US"),
            (" EN-us ", "en_US", "en-US"),
            ("de", "de", "de"),
            ("FIL_ph", "fil_PH", "fil-PH"),
            ("fil", "fil", "fil"),
        ] {
            let locale = Locale::parse(text).unwrap();
            assert_eq!((locale.as_str(), locale.tag().as_str()), (written, tag), "{text}");
            assert_eq!(format!("{locale} {locale:?}"), format!("{written} Locale({written:?})"));
        }
        assert_eq!(Locale::parse("en_US").unwrap(), Locale::default());
        for text in ["", "e", "engl", "en_", "_US", "en_USA", "en_US_x", "en__US", "d3_DE", "de_D3", "dé_DE"]
        {
            let refused = Locale::parse(text).unwrap_err();
            assert_eq!(refused, format!("“{text}” is not a locale; write it like en_US."));
        }
    }

    #[test]
    fn locales_stand_in_the_order_of_their_letters() {
        let mut locales =
            ["fr", "de_DE", "fil_PH", "de", "de_AT", "deu"].map(|text| Locale::parse(text).unwrap());
        locales.sort();
        let written: Vec<&str> = locales.iter().map(Locale::as_str).collect();
        let mut wanted = written.clone();
        wanted.sort_unstable();
        assert_eq!(written, wanted);
    }
}
