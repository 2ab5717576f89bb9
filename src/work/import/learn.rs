//! What records name and nobody knows yet, made known: an import that is applied puts it in, a check gives it a number of
//! its own. Must not know which of the two it is.

use std::collections::HashMap;

use super::kind::Kind;
use super::names::{Ensure, Known, Names, Wanted, label};
use super::with_nested;
use crate::codec::catalogue::{Fact, Record};
use crate::domain::attribute::AttributeKind;
use crate::domain::id::{AttributeId, CategoryId, OptionId, StoreId};
use crate::domain::locale::{Locale, Localised};
use crate::domain::money::Currency;
use crate::domain::rule::VALUE_CHARS_MAX;
use crate::domain::text::{fold, folded};
use crate::store::catalogue::{NewAttribute, NewCategory, NewOption, NewStore};
use crate::store::door::Refusal;

impl Names<'_> {
    /// Makes every name of these records known.
    pub(super) fn learn(&mut self, records: &[&Record], ensure: Ensure<'_>) -> Result<(), Refusal> {
        let good = || {
            let good = records.iter().filter(|record| !record.troubles.iter().any(|trouble| trouble.refuses));
            good.flat_map(|record| with_nested(record)).flat_map(|record| &record.facts)
        };
        self.learn_store(ensure)?;
        self.learn_attributes(good(), ensure)?;
        self.learn_options(good(), ensure)?;
        self.learn_categories(good(), ensure)
    }

    /// A catalogue without a store gets one, since nothing can be shown without.
    fn learn_store(&mut self, ensure: Ensure<'_>) -> Result<(), Refusal> {
        if !self.stores.is_empty() {
            return Ok(());
        }
        let currency = Currency::parse("USD").map_err(Refusal::Fault)?;
        let new = NewStore {
            key: "default".into(),
            name: "Default store".into(),
            time_zone: chrono_tz::UTC,
            locales: vec![Locale::parse("en_US").map_err(Refusal::Fault)?],
            currencies: vec![currency],
        };
        let ids = ensure(&Wanted::Store(&new))?;
        self.stores.extend(ids.into_iter().map(|id| ("default".to_owned(), (StoreId(id), currency))));
        self.first_currency = Some(currency);
        Ok(())
    }

    fn learn_attributes<'f>(
        &mut self,
        facts: impl Iterator<Item = &'f Fact>,
        ensure: Ensure<'_>,
    ) -> Result<(), Refusal> {
        let mut wanted: Vec<(String, Kind)> = Vec::new();
        for fact in facts {
            let key = match fact {
                Fact::Attribute(key, _, values) if !values.is_empty() => folded(key),
                Fact::Values(key, _) => folded(key),
                _ => continue,
            };
            let is_new =
                !self.attributes.contains_key(key.as_ref()) && !wanted.iter().any(|(other, _)| *other == key);
            if is_new && let Some(kind) = self.kinds.get(key.as_ref()) {
                wanted.push((key.into_owned(), kind.clone()));
            }
        }
        if wanted.is_empty() {
            return Ok(());
        }
        let new: Vec<NewAttribute> = wanted
            .iter()
            .map(|(_, kind)| NewAttribute {
                key: kind.key.clone(),
                kind: kind.kind,
                multiple: kind.multiple,
                unit: kind.unit.clone(),
                label: Localised::plain(label(&kind.key)),
            })
            .collect();
        let ids = ensure(&Wanted::Attributes(&new))?;
        for ((key, kind), id) in wanted.into_iter().zip(ids) {
            let (id, multiple) = (AttributeId(id), kind.multiple);
            self.attributes
                .insert(key, Known { key: kind.key, id, kind: kind.kind, unit: kind.unit, multiple });
        }
        Ok(())
    }

    fn learn_options<'f>(
        &mut self,
        facts: impl Iterator<Item = &'f Fact>,
        ensure: Ensure<'_>,
    ) -> Result<(), Refusal> {
        let mut wanted: HashMap<AttributeId, Vec<String>> = HashMap::new();
        for fact in facts {
            let key = match fact {
                Fact::Attribute(key, None, _) | Fact::Values(key, _) => key.as_str(),
                Fact::LabelToo(_) => "label",
                _ => continue,
            };
            let is_choice = |known: &&Known| known.kind == AttributeKind::Choice;
            let Some(known) = self.attribute(key).filter(is_choice) else { continue };
            let new = self.unknown(known, fact);
            if !new.is_empty() {
                wanted.entry(known.id).or_default().extend(new);
            }
        }
        let mut wanted: Vec<(AttributeId, Vec<String>)> = wanted.into_iter().collect();
        wanted.sort_by_key(|(attribute, _)| *attribute);
        for (attribute, mut values) in wanted {
            let mut seen = std::collections::HashSet::new();
            values.retain(|value| seen.insert(fold(value)));
            let new: Vec<NewOption> = values
                .iter()
                .map(|value| NewOption { key: value.clone(), label: Localised::plain(value.clone()) })
                .collect();
            for (value, id) in values.into_iter().zip(ensure(&Wanted::Options(attribute, &new))?) {
                self.options.entry(attribute).or_default().insert(fold(&value), OptionId(id));
                self.new_options.entry(attribute).or_default().push((OptionId(id), value));
            }
        }
        Ok(())
    }

    /// Returns the values that a fact says and that no option means; without those that are too long for one.
    fn unknown(&self, known: &Known, fact: &Fact) -> Vec<String> {
        let plain = |value: &&String| self.option(known.id, value).is_none();
        match fact {
            Fact::Attribute(_, _, values) => values.iter().filter(plain).cloned().collect(),
            Fact::LabelToo(label) => Some(label).filter(plain).cloned().into_iter().collect(),
            Fact::Values(_, values) => {
                let own = values.own.iter().map(|(locale, text)| (Some(locale), text));
                let said = values.default.iter().map(|text| (None, text)).chain(own);
                let parts = said.flat_map(|(locale, text)| {
                    self.parted(known, text).into_iter().map(move |part| (locale, part))
                });
                let new = parts.filter(|(locale, part)| {
                    part.chars().count() <= VALUE_CHARS_MAX
                        && self.spoken_option(known.id, *locale, part).is_none()
                });
                new.map(|(_, part)| part).collect()
            }
            _ => Vec::new(),
        }
    }

    /// A category that is not known by its key is a path: every step of it becomes a category, keyed by the path to it.
    fn learn_categories<'f>(
        &mut self,
        facts: impl Iterator<Item = &'f Fact>,
        ensure: Ensure<'_>,
    ) -> Result<(), Refusal> {
        let mut new: Vec<NewCategory> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for fact in facts {
            let Fact::Categories(paths) = fact else { continue };
            for path in paths.iter().filter(|path| self.category(path).is_none()) {
                let mut parent: Option<String> = None;
                for name in path.split('/').map(str::trim).filter(|name| !name.is_empty()) {
                    let key = parent
                        .as_ref()
                        .map(|parent| format!("{parent}/{name}"))
                        .unwrap_or_else(|| name.to_owned());
                    if self.category(&key).is_none() && seen.insert(fold(&key)) {
                        let name = Localised::plain(name.to_owned());
                        new.push(NewCategory { key: key.clone(), parent_key: parent.clone(), name });
                    }
                    parent = Some(key);
                }
            }
        }
        if new.is_empty() {
            return Ok(());
        }
        let ids = ensure(&Wanted::Categories(&new))?;
        for (new, id) in new.into_iter().zip(ids) {
            self.categories.insert(fold(&new.key), CategoryId(id));
            self.new_categories.push((CategoryId(id), new));
        }
        Ok(())
    }
}
