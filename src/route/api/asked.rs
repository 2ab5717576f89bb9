//! What a caller asks under: store, locale, segment, moment and the rest, from a query or a JSON body.

use std::collections::BTreeMap;
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::Query;
use chrono::{DateTime, Utc};
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

/// Parameters that are one text, number or yes/no, or a list of them.
const PLAIN: [&str; 10] =
    ["store", "locale", "currency", "segment", "at", "exclude", "limit", "sort", "source", "type"];

/// The parameters of a request by name.
#[derive(Debug, Default)]
pub struct Parameters(BTreeMap<String, String>);

impl Parameters {
    /// Reads them from a query; of a name given twice the last one holds.
    pub fn of_query(query: &str) -> Result<Self, Refused> {
        let parsed = Query::<Vec<(String, String)>>::from_query(query);
        let pairs = parsed.map_err(|error| Refused::new(StatusCode::BAD_REQUEST, error.to_string()))?;
        Ok(Self(pairs.into_inner().into_iter().collect()))
    }

    /// Reads them from the fields of a JSON object; lists are joined with commas. What is neither is kept as it was
    /// written, so that it is refused where it is looked at.
    pub fn of_json(json: &Value) -> Self {
        let scalar = |value: &Value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(is) => Some(is.to_string()),
            _ => None,
        };
        let text = |value: &Value| match value {
            Value::Array(list) => {
                list.iter().map(scalar).collect::<Option<Vec<_>>>().map(|list| list.join(","))
            }
            value => scalar(value),
        };
        let odd = |name: &str, value: &Value| {
            (PLAIN.contains(&name) && !value.is_null()).then(|| clip(&value.to_string()))
        };
        let pairs = json.as_object().into_iter().flatten();
        let told = |(name, value): (&String, &Value)| {
            Some((name.clone(), text(value).or_else(|| odd(name, value))?))
        };
        Self(pairs.filter_map(told).collect())
    }

    /// Returns a parameter, trimmed; an empty one is as good as none.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|text| text.trim()).filter(|text| !text.is_empty())
    }

    /// Returns true for `1`, `true` and `yes`, false for their opposites and when it is not given.
    pub fn flag(&self, name: &str) -> Result<bool, Refused> {
        match self.get(name) {
            Some("1" | "true" | "yes") => Ok(true),
            None | Some("0" | "false" | "no") => Ok(false),
            Some(_) => Err(Refused::wrong(name, format!("“{name}” is 1 or 0."))),
        }
    }

    /// Returns a list parted by commas.
    pub fn list(&self, name: &str) -> Vec<&str> {
        self.get(name)
            .into_iter()
            .flat_map(|text| text.split(','))
            .map(str::trim)
            .filter(|one| !one.is_empty())
            .collect()
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
        let mut problems = Problems::default();
        let store = store(&snapshot, parameters).map_err(|message| problems.add("store", message)).ok();
        let at = moment(app, parameters).map_err(|message| problems.add("at", message)).ok();
        let (Some(store), Some(at)) = (store, at) else { return Err(Refused::problems(&problems)) };
        let locale = locale(&store, parameters).map_err(|message| Refused::wrong("locale", message))?;
        let currency = currency(&store, parameters).map_err(|message| Refused::wrong("currency", message))?;
        let skus = parameters.list("exclude");
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
