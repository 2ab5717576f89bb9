//! One shop of one size, ready to be measured: kept in a database, loaded into this process.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};

use super::super::Failure;
use super::figure::{Figure, Target};
use super::place::Place;
use super::spread::TURNS;
use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::demo::product::{Maker, sku_of};
use crate::demo::seed::Seed;
use crate::domain::id::StoreId;
use crate::domain::locale::Locale;
use crate::domain::money::Currency;
use crate::index::Circumstances;
use crate::index::snapshot::{Doc, Snapshot};
use crate::pick::choose::Ask;
use crate::store::migrate;
use crate::work::demo::{Size, make};
use crate::work::load;

/// The seed of everything the bench makes.
pub const SEED: u64 = 7;
/// Relations of a shop of full size.
const RELATIONS: u64 = 10_000;

/// From so many products on, times are worth taking with patience.
const PATIENT_FROM: u64 = 5_000;

/// How long a connection to the database is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// One shop.
pub struct Stage {
    /// How many products it has.
    pub size: u64,
    /// The application of this process on its database.
    pub app: App,
    /// The address of its database.
    pub url: String,
    /// For files.
    pub folder: PathBuf,
    /// Makes the same products again.
    pub maker: Maker,
    /// The store that is asked for.
    pub store: StoreId,
    /// The locale that is asked for.
    pub locale: Locale,
    /// The currency that is asked for.
    pub currency: Currency,
    /// The moment that is asked for.
    pub at: DateTime<Utc>,
    /// How long reading the shop from Postgres into this process took.
    pub loaded_in: Duration,
}

impl Stage {
    /// Makes the shop in a database of its own and loads it.
    pub fn make(config: &Config, place: &Place, size: u64) -> Result<Self, Failure> {
        let url = place.database(&size.to_string())?;
        migrate::run(&url)?;
        let app = App::new(&url, config.clock)?;
        let relations = usize::try_from(RELATIONS.min(size)).unwrap_or(0);
        let started = Instant::now();
        make(&app, Size { products: size, relations, seed: SEED }, |_| {})?;
        super::say(&format!("{size} products are kept after {:.0} s", started.elapsed().as_secs_f64()));
        super::place::tidy(&url)?;
        let started = Instant::now();
        load::load(&app)?;
        let loaded_in = started.elapsed();
        super::say(&format!("they are loaded after {:.1} s", loaded_in.as_secs_f64()));
        let snapshot = app.snapshot();
        let maker = Maker::new(snapshot.vocabulary(), SEED).map_err(Failure)?;
        let home = snapshot.home().ok_or_else(|| Failure("The shop has no store.".into()))?;
        let Circumstances { store, locale, currency, at } = home;
        let folder = place.folder.join(size.to_string());
        std::fs::create_dir_all(&folder).map_err(|error| Failure(error.to_string()))?;
        Ok(Self { size, app, url, folder, maker, store, locale, currency, at, loaded_in })
    }

    /// Returns how long a load is kept up: a while, or only a moment for a shop too small to say anything.
    pub fn turn(&self) -> Duration {
        Duration::from_millis(if self.is_patient() { 4_000 } else { 250 })
    }

    /// Returns an application that writes to the shop's database and keeps no catalogue; it is connected already.
    pub fn writer(&self) -> Result<App, Failure> {
        let app = App::new(&self.url, Clock::real())?;
        let begun = Instant::now();
        loop {
            match app.read_now(|_| Ok(())) {
                Ok(()) => return Ok(app),
                Err(refusal) if begun.elapsed() > PATIENCE => return Err(refusal.into()),
                Err(_) => {}
            }
        }
    }

    /// Returns true for a shop that is large enough for its times to say something.
    pub fn is_patient(&self) -> bool {
        self.size >= PATIENT_FROM
    }

    /// Returns how often a long thing is measured: some times, or once for such a shop.
    pub fn turns(&self) -> usize {
        if self.is_patient() { TURNS } else { 1 }
    }

    /// Returns how many times something is repeated: so often, or an eighth of it for such a shop.
    pub fn times(&self, full: u64) -> u64 {
        if self.is_patient() { full } else { full / 8 }
    }

    /// Returns the catalogue as it is now.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.app.snapshot()
    }

    /// Returns what rules are answered under.
    pub fn circumstances(&self) -> Circumstances {
        self.ask().circumstances()
    }

    /// Returns what the resolver is asked under.
    pub fn ask(&self) -> Ask<'_> {
        Ask {
            store: self.store,
            locale: &self.locale,
            currency: self.currency,
            segment: None,
            at: self.at,
            exclude: &[],
            draft: None,
        }
    }

    /// Returns the numbers of some products, drawn by the bench's seed.
    pub fn numbers(&self, count: usize) -> Vec<u64> {
        let mut seed = Seed::of(SEED, 0xbe9c);
        (0..count).map(|_| seed.below(self.size)).collect()
    }

    /// Returns where some products stand, drawn likewise.
    pub fn docs(&self, snapshot: &Snapshot, count: usize) -> Vec<Doc> {
        self.numbers(count).into_iter().filter_map(|number| snapshot.find(&sku_of(number))).collect()
    }

    /// Returns a figure that should be so much or less.
    pub fn at_most(&self, name: &str, value: f64, unit: &'static str, target: f64, yardstick: f64) -> Figure {
        Figure {
            name: name.to_owned(),
            size: self.size,
            value,
            unit,
            target: Target::AtMost(target),
            yardstick,
        }
    }

    /// Returns a figure that should be so much or more.
    pub fn at_least(
        &self,
        name: &str,
        value: f64,
        unit: &'static str,
        target: f64,
        yardstick: f64,
    ) -> Figure {
        Figure {
            name: name.to_owned(),
            size: self.size,
            value,
            unit,
            target: Target::AtLeast(target),
            yardstick,
        }
    }
}
