//! Locales: `en_US` and `en-US` are the same one; kept with an underscore, shown to browsers with a hyphen.

use std::collections::BTreeMap;

/// A locale where a small thing is needed: no checked one is longer than `fil_PH`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocaleCode(pub [u8; 6]);

/// A checked locale, written `en_US`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locale(String);

impl Locale {
    /// Returns the locale of a text such as `en_US`, `en-us` or `de`; an error sentence for anything else.
    pub fn parse(text: &str) -> Result<Self, String> {
        let refuse = || format!("“{text}” is not a locale; write it like en_US.");
        let mut parts = text.trim().split(['_', '-']);
        let language = parts.next().unwrap_or_default().to_ascii_lowercase();
        let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !(2..=3).contains(&language.len()) || !letters(&language) {
            return Err(refuse());
        }
        match (parts.next(), parts.next()) {
            (None, _) => Ok(Self(language)),
            (Some(region), None) if region.len() == 2 && letters(region) => {
                Ok(Self(format!("{language}_{}", region.to_ascii_uppercase())))
            }
            _ => Err(refuse()),
        }
    }

    /// Returns the locale written with an underscore: `en_US`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the locale as a code of six letters, filled up with zeros: short enough to be copied.
    pub fn code(&self) -> LocaleCode {
        let mut code = [0; 6];
        code.iter_mut().zip(self.0.bytes()).for_each(|(to, from)| *to = from);
        LocaleCode(code)
    }

    /// Returns the locale as HTML's `lang` wants it: `en-US`.
    pub fn tag(&self) -> String {
        self.0.replace('_', "-")
    }
}

impl Default for Locale {
    /// Returns `en_US`, the locale of an installation without any store.
    fn default() -> Self {
        Self("en_US".into())
    }
}

impl std::fmt::Display for Locale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
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
