//! What a caller asks under: store, locale, segment, moment and the rest, from a query or a JSON body.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::Query;
use chrono::{DateTime, Utc};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::problem::Refused;
use crate::app::App;
use crate::domain::decimal::clip;
use crate::domain::locale::Locale;
use crate::domain::moment::Moment;
use crate::domain::money::Currency;
use crate::domain::problem::Problems;
use crate::domain::store::Store;
use crate::domain::vocabulary::RelationType;
use crate::index::Circumstances;
use crate::index::snapshot::{Doc, Snapshot};
use crate::pick::choose::Ask;

/// Most skus that can be excluded.
const EXCLUDE_MAX: usize = 1_000;

/// Parameters that are one text, number or yes/no.
const PLAIN: [&str; 11] = [
    "store",
    "locale",
    "currency",
    "segment",
    "at",
    "limit",
    "sort",
    "source",
    "type",
    "explain",
    "candidate",
];
/// The parameter that is a list of those, or one text with commas.
const EXCLUDE: &str = "exclude";

/// The parameters of a request by name.
#[derive(Debug, Default)]
pub struct Parameters {
    given: BTreeMap<String, Vec<String>>,
    /// Names under which a list was sent; its items are not parted any further.
    lists: BTreeSet<String>,
    /// Names under which something else was sent than they take.
    odd: BTreeSet<String>,
}

impl Parameters {
    /// Reads them from a query; of a name given twice the last one holds, where it is no list.
    pub fn of_query(query: &str) -> Result<Self, Refused> {
        let parsed = Query::<Vec<(String, String)>>::from_query(query);
        let pairs = parsed.map_err(|error| Refused::new(StatusCode::BAD_REQUEST, error.to_string()))?;
        let mut given: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, text) in pairs.into_inner() {
            given.entry(name).or_default().push(text);
        }
        Ok(Self { given, ..Self::default() })
    }

    /// Reads them from the fields of a JSON object. What is of another shape than its name takes is refused with the rest of
    /// the circumstances.
    pub fn of_json(json: &Value) -> Self {
        let scalar = |value: &Value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(is) => Some(is.to_string()),
            _ => None,
        };
        let mut parameters = Self::default();
        for (name, value) in json.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null()) {
            let texts = match value {
                Value::Array(list) if name == EXCLUDE => {
                    parameters.lists.insert(name.clone());
                    list.iter().map(scalar).collect()
                }
                value => scalar(value).map(|text| vec![text]),
            };
            if let Some(texts) = texts {
                parameters.given.insert(name.clone(), texts);
            } else if name == EXCLUDE || PLAIN.contains(&name.as_str()) {
                parameters.odd.insert(name.clone());
            }
        }
        parameters
    }

    /// Returns a parameter, trimmed; an empty one is as good as none.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.given.get(name)?.last().map(|text| text.trim()).filter(|text| !text.is_empty())
    }

    /// Returns true for `1`, `true` and `yes`, false for their opposites and when it is not given.
    pub fn flag(&self, name: &str) -> Result<bool, Refused> {
        match self.get(name) {
            Some("1" | "true" | "yes") => Ok(true),
            None | Some("0" | "false" | "no") => Ok(false),
            Some(_) => Err(Refused::wrong(name, format!("“{name}” is 1 or 0."))),
        }
    }

    /// Returns a list of skus: each item of what was sent as a list, else a text parted by commas, unless all of it is a sku.
    pub fn skus(&self, name: &str, snapshot: &Snapshot) -> Vec<&str> {
        let mut skus: Vec<&str> = Vec::new();
        for text in self.given.get(name).into_iter().flatten() {
            match self.lists.contains(name) || snapshot.find(text).is_some() {
                true => skus.push(text),
                false => skus.extend(text.split(',')),
            }
        }
        skus.into_iter().map(str::trim).filter(|sku| !sku.is_empty()).collect()
    }

    /// Returns how many of a list come on pages before; 0 when it is not given.
    pub fn behind(&self, name: &str) -> Result<usize, Refused> {
        let message = || format!("“{name}” is the number of those on the pages before; “next” has it.");
        self.get(name).map_or(Ok(0), |text| text.parse().map_err(|_| Refused::wrong(name, message())))
    }

    /// Returns all that was given but some names, as it stands behind other parameters of an address.
    pub fn but(&self, names: &[&str]) -> String {
        let escape = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let given = self.given.iter().filter(|(name, _)| !names.contains(&name.as_str()));
        let pairs = given.flat_map(|(name, texts)| texts.iter().map(move |text| (name, text)));
        pairs.map(|(name, text)| format!("&{}={}", escape(name), escape(text))).collect()
    }

    fn odd(&self) -> Problems {
        let mut problems = Problems::default();
        for name in &self.odd {
            let is_list = name == EXCLUDE;
            let message = if is_list { "a list of skus." } else { "one text, number or yes/no." };
            problems.add(name, format!("“{name}” is {message}"));
        }
        problems
    }

    /// Returns a number from 1 to a most; none when it is not given.
    pub fn number(&self, name: &str, most: usize) -> Result<Option<usize>, Refused> {
        let Some(text) = self.get(name) else { return Ok(None) };
        match text.parse() {
            Ok(number) if (1..=most).contains(&number) => Ok(Some(number)),
            _ => Err(Refused::wrong(name, format!("“{name}” is a whole number from 1 to {most}."))),
        }
    }
}

/// A request's circumstances, all of them known.
#[derive(Debug)]
pub struct Asked {
    /// What is answered from.
    pub snapshot: Arc<Snapshot>,
    /// The store.
    pub store: Store,
    /// The locale.
    pub locale: Locale,
    /// The currency.
    pub currency: Currency,
    /// The moment.
    pub at: DateTime<Utc>,
    segment: Option<String>,
    exclude: Vec<Doc>,
}

impl Asked {
    /// Reads the circumstances. What is left out is the first store, its first locale and currency, now, everyone.
    pub fn read(app: &App, parameters: &Parameters) -> Result<Self, Refused> {
        let snapshot = loaded(app)?;
        let mut problems = parameters.odd();
        let is_odd = !problems.is_empty();
        let store = store(&snapshot, parameters).map_err(|message| problems.add("store", message)).ok();
        let at = moment(app, parameters).map_err(|message| problems.add("at", message)).ok();
        let (Some(store), Some(at), false) = (store, at, is_odd) else {
            return Err(Refused::parameters(&problems));
        };
        let locale = locale(&store, parameters).map_err(|message| Refused::wrong("locale", message))?;
        let currency = currency(&store, parameters).map_err(|message| Refused::wrong("currency", message))?;
        let skus = parameters.skus(EXCLUDE, &snapshot);
        if skus.len() > EXCLUDE_MAX {
            return Err(Refused::wrong("exclude", format!("At most {EXCLUDE_MAX} skus can be excluded.")));
        }
        let exclude = skus.into_iter().filter_map(|sku| snapshot.find(sku)).collect();
        let segment = parameters.get("segment").map(str::to_owned);
        Ok(Self { snapshot, store, locale, currency, at, segment, exclude })
    }

    /// Returns what the resolver is asked.
    pub fn ask(&self) -> Ask<'_> {
        Ask {
            store: self.store.id,
            locale: &self.locale,
            currency: self.currency,
            segment: self.segment.as_deref(),
            at: self.at,
            exclude: &self.exclude,
            draft: None,
        }
    }

    /// Returns what rules are answered under.
    pub fn circumstances(&self) -> Circumstances {
        self.ask().circumstances()
    }

    /// Returns the product of a sku in the address; 404 when there is none.
    pub fn product(&self, sku: &str) -> Result<Doc, Refused> {
        self.snapshot
            .find(sku)
            .ok_or_else(|| Refused::not_found(format!("There is no product with the sku “{}”.", clip(sku))))
    }

    /// Returns the product of a parameter; 422 when there is none.
    pub fn named(&self, place: &str, sku: &str) -> Result<Doc, Refused> {
        let message = || format!("There is no product with the sku “{}”.", clip(sku));
        self.snapshot.find(sku).ok_or_else(|| Refused::wrong(place, message()))
    }
}

/// Returns the relation type that a parameter names; 422 when there is none of that key.
pub fn kind<'a>(
    snapshot: &'a Snapshot,
    parameters: &Parameters,
) -> Result<Option<&'a RelationType>, Refused> {
    let Some(key) = parameters.get("type") else { return Ok(None) };
    let vocabulary = snapshot.vocabulary();
    let keys = || vocabulary.types().iter().map(|kind| kind.key.as_str()).collect::<Vec<_>>().join(", ");
    let message = || format!("There is no relation type “{}”; there is {}.", clip(key), keys());
    vocabulary.relation_type(key).map(Some).ok_or_else(|| Refused::wrong("type", message()))
}

/// Returns the snapshot once there is one.
pub fn loaded(app: &App) -> Result<Arc<Snapshot>, Refused> {
    let snapshot = app.snapshot();
    match snapshot.version() {
        Some(_) => Ok(snapshot),
        None => Err(Refused::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "The catalogue is still being loaded; try again.",
        )),
    }
}

fn store(snapshot: &Snapshot, parameters: &Parameters) -> Result<Store, String> {
    let vocabulary = snapshot.vocabulary();
    let keys = || vocabulary.stores().iter().map(|store| store.key.as_str()).collect::<Vec<_>>().join(", ");
    match parameters.get("store") {
        Some(key) => vocabulary
            .store(key)
            .cloned()
            .ok_or_else(|| format!("There is no store “{}”; there is {}.", clip(key), keys())),
        None => vocabulary
            .stores()
            .first()
            .cloned()
            .ok_or_else(|| "There is no store yet; import a catalogue.".into()),
    }
}

fn locale(store: &Store, parameters: &Parameters) -> Result<Locale, String> {
    let spoken = || store.locales.iter().map(Locale::as_str).collect::<Vec<_>>().join(", ");
    let first =
        || store.locales.first().cloned().ok_or_else(|| format!("The store {} has no locale.", store.key));
    let Some(text) = parameters.get("locale") else { return first() };
    let locale = Locale::parse(text)?;
    match store.locales.contains(&locale) {
        true => Ok(locale),
        false => Err(format!("The store {} does not speak {locale}; it speaks {}.", store.key, spoken())),
    }
}

fn currency(store: &Store, parameters: &Parameters) -> Result<Currency, String> {
    let first = || {
        store.currencies.first().copied().ok_or_else(|| format!("The store {} has no currency.", store.key))
    };
    let Some(text) = parameters.get("currency") else { return first() };
    let currency = Currency::parse(text)?;
    match store.currencies.contains(&currency) {
        true => Ok(currency),
        false => Err(format!("The store {} does not take {currency}.", store.key)),
    }
}

/// A plus that was not escaped arrives as a space.
fn moment(app: &App, parameters: &Parameters) -> Result<DateTime<Utc>, String> {
    let Some(text) = parameters.get("at") else { return Ok(app.clock().now()) };
    match Moment::parse(text).or_else(|| Moment::parse(&text.replace(' ', "+"))) {
        Some(Moment::Fixed(at)) => Ok(at),
        _ => Err(
            "“at” is a moment with its time zone, like 2026-12-01T09:00:00Z or 2026-12-01T09:00:00+01:00."
                .to_owned(),
        ),
    }
}
