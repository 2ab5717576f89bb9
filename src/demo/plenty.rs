//! Products beyond the usual demo shop: more brands, finer categories, about 25 attributes each, and sales as a large
//! shop has them, where few products sell much and most sell next to nothing.
//!
//! A product is made from its number and the seed alone; the number also says how many brands and niches there are by
//! then, so that a larger shop begins as the smaller one.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Duration, Utc};

use super::catalogue::bilingual;
use super::department::{DEPARTMENTS, Department, Leaf};
use super::detail::{DETAILS, Values};
use super::product::{Maker, Place, describe, price, price_of, sku_at};
use super::seed::Seed;
use super::word::{brand, brands_at};
use super::{niche, word};
use crate::domain::attribute::AttributeValue;
use crate::domain::decimal::Decimal;
use crate::domain::id::{AttributeId, CategoryId, OptionId};
use crate::domain::locale::Localised;
use crate::domain::product::{Product, Variant};
use crate::domain::sku::Sku;
use crate::domain::text::slug;
use crate::domain::vocabulary::Vocabulary;

/// What the large shop's names are known as, looked up once.
pub struct Plenty {
    brands: Vec<Vec<OptionId>>,
    niches: HashMap<&'static str, Vec<CategoryId>>,
    details: Vec<Option<(AttributeId, Vec<OptionId>)>>,
}

impl Plenty {
    /// Returns what the vocabulary knows; what it lacks is left out of the products.
    pub fn new(vocabulary: &Vocabulary, leaves: &[(&'static Department, &'static Leaf)]) -> Self {
        let options = |key: &str| -> Option<(AttributeId, HashMap<String, OptionId>)> {
            let found = vocabulary.attribute_by_key(key)?;
            Some((found.id, found.options.iter().map(|option| (option.key.clone(), option.id)).collect()))
        };
        let known = options("brand").map(|(_, known)| known).unwrap_or_default();
        let brands_of = |(place, department): (usize, &&'static Department)| {
            let names = (0..word::BRANDS_MAX).map(|rank| brand(department, place, rank));
            names.map_while(|name| known.get(&slug(&name)).copied()).collect()
        };
        let details = DETAILS.iter().map(|detail| {
            let (id, known) = options(detail.key)?;
            let words = detail.words().into_iter().map(|word| slug(&word));
            Some((id, words.map_while(|word| known.get(&word).copied()).collect()))
        });
        let categories: HashMap<&str, CategoryId> =
            vocabulary.categories().iter().map(|found| (found.key.as_str(), found.id)).collect();
        let niches_of = |leaf: &'static Leaf| {
            let keys = (0..).map_while(|number| niche::of(leaf, number)).map(|(key, _)| key);
            (leaf.key, keys.map_while(|key| categories.get(key.as_str()).copied()).collect())
        };
        Self {
            brands: DEPARTMENTS.iter().enumerate().map(brands_of).collect(),
            niches: leaves.iter().map(|(_, leaf)| niches_of(leaf)).collect(),
            details: details.collect(),
        }
    }

    /// Returns a leaf's categories of a product: most lie in one niche, some in two, some in none.
    fn categories(
        &self,
        leaf: &Leaf,
        whole: Option<CategoryId>,
        number: u64,
        seed: &mut Seed,
    ) -> Vec<CategoryId> {
        let none = Vec::new();
        let niches = self.niches.get(leaf.key).unwrap_or(&none);
        let count = niche::count_at(number).min(niches.len());
        let drawn = seed.below(100);
        let wanted = if count == 0 || drawn < 15 { 0 } else { 1 + usize::from(drawn >= 80) };
        let mut found: Vec<CategoryId> =
            (0..wanted).filter_map(|_| niches.get(seed.few_often(count)).copied()).collect();
        found.sort_unstable();
        found.dedup();
        if found.is_empty() { whole.into_iter().collect() } else { found }
    }

    fn brand(&self, place: &Place, rank: usize) -> Option<OptionId> {
        self.brands.get(place.department_place())?.get(rank).copied()
    }
}

impl Maker {
    /// Returns a product beyond the usual ones.
    pub(super) fn plentiful(&self, place: &Place, number: u64) -> Result<Product, String> {
        let mut seed = Seed::of(self.seed, number);
        let department = place.department_place();
        let rank = seed.few_often(brands_at(number));
        let tier = place.department.brands.len() - rank % place.department.brands.len();
        let euros = price_of(place.leaf, tier, &mut seed);
        let mut attributes = BTreeMap::new();
        let shown = self.facts(place, &mut seed, &mut attributes);
        let age = Duration::hours(seed.between(30, 2_400 * 24));
        let (created_at, is_new) = (self.today - age, age < Duration::days(45));
        let [sold, viewed] = demand(&mut seed);
        let discount = if seed.percent(16) { seed.between(10, 35) } else { 0 };
        let variants = self.some_variants(place, euros, discount, &mut seed)?;
        let labels =
            [("Sale", discount > 0), ("New", is_new), ("Best seller", sold.get(1).is_some_and(|n| *n > 150))];
        let labels = labels.into_iter().chain([("Staff pick", seed.percent(2))]);
        let labels: Vec<&str> = labels.filter(|(_, holds)| *holds).map(|(label, _)| label).collect();
        self.choose(&mut attributes, "label", &labels);
        if let (Some(id), Some(option)) = (self.attributes.get("brand"), self.plenty.brand(place, rank)) {
            attributes.insert(*id, AttributeValue::Choice(vec![option]));
        }
        self.choose(&mut attributes, "attribute_set", &[place.department.name[0]]);
        let kind = if variants.len() > 1 { "Configurable" } else { "Simple" };
        self.choose(&mut attributes, "product_type", &[kind]);
        self.extra(&mut attributes, created_at, &mut seed);
        self.details(&mut attributes, number, &mut seed);
        let [english, german] = names(place, &brand(place.department, department, rank), shown);
        let whole = self.categories.get(place.leaf.key).copied();
        let picture =
            place.leaf.colours.get(place.ordinal % place.leaf.colours.len().max(1)).unwrap_or(&"black");
        Ok(Product {
            id: None,
            sku: Sku::parse(&sku_at(place.leaf, place.ordinal))?,
            active: !seed.percent(3),
            active_from: None,
            active_until: None,
            new_from: is_new.then_some(created_at),
            new_until: is_new.then(|| created_at + Duration::days(60)),
            name: bilingual([&english, &german])?,
            description: describe(place, &mut seed)?,
            url: Localised::plain(format!("/{}", slug(&english))),
            attributes,
            categories: self.plenty.categories(place.leaf, whole, number, &mut seed),
            stores: self.some_stores(&mut seed),
            images: vec![format!("/art/{}-{picture}-{}.svg", place.leaf.family, place.ordinal % 8)],
            rating: seed.percent(70).then(|| Decimal(seed.between(25, 50).saturating_mul(100_000))),
            review_count: Some(sold.get(2).copied().unwrap_or(0) / 5 + seed.between(0, 2)),
            margin: Decimal::whole(seed.between(8, 62)),
            sold,
            viewed,
            created_at,
            updated_at: created_at.max(self.today - Duration::hours(seed.between(1, 8_000))),
            variants,
        })
    }

    /// Most products are bought as themselves; the others come in two to four colours.
    fn some_variants(
        &self,
        place: &Place,
        euros: i64,
        discount: i64,
        seed: &mut Seed,
    ) -> Result<Vec<Variant>, String> {
        let leaf = place.leaf;
        let several = seed.percent(25).then(|| usize::try_from(seed.between(2, 4)).unwrap_or(2));
        let count = several.unwrap_or(1).min(leaf.colours.len()).max(1);
        let start = usize::try_from(seed.below(64)).unwrap_or(0);
        let size = seed.pick(leaf.sizes).copied();
        let sold_out = seed.percent(12);
        let base = sku_at(leaf, place.ordinal);
        let mut variants = Vec::with_capacity(count);
        for colour in leaf.colours.iter().cycle().skip(start).take(count) {
            let mut attributes = BTreeMap::new();
            self.choose(&mut attributes, "colour", &[colour]);
            if let Some(size) = size {
                self.choose(&mut attributes, "size", &[size]);
            }
            let sku = if count == 1 { base.clone() } else { format!("{base}-{colour}") };
            let stock = if sold_out { 0 } else { seed.between(0, 140) };
            let prices =
                self.stores.iter().map(|(store, currency)| price(*store, *currency, euros, discount));
            variants.push(Variant {
                sku: Sku::parse(&sku)?,
                active: true,
                attributes,
                stock: Some(stock),
                prices: prices.collect(),
            });
        }
        Ok(variants)
    }

    fn details(&self, into: &mut BTreeMap<AttributeId, AttributeValue>, number: u64, seed: &mut Seed) {
        for (detail, known) in DETAILS.iter().zip(&self.plenty.details) {
            let Some((id, options)) = known else { continue };
            let has = seed.percent(detail.percent);
            if has && let Some(value) = value(&detail.values, options, self.today, number, seed) {
                into.insert(*id, value);
            }
        }
    }
}

fn value(
    values: &Values,
    options: &[OptionId],
    today: DateTime<Utc>,
    number: u64,
    seed: &mut Seed,
) -> Option<AttributeValue> {
    let one = |seed: &mut Seed| options.get(seed.few_often(options.len())).copied();
    let whole = |number: i64| Decimal::whole(number).map(|number| AttributeValue::Number(vec![number]));
    match values {
        Values::One(_) | Values::Named(..) => one(seed).map(|option| AttributeValue::Choice(vec![option])),
        Values::Several(_) => {
            let mut some: Vec<OptionId> = (0..=seed.below(3)).filter_map(|_| one(seed)).collect();
            some.sort_unstable();
            some.dedup();
            (!some.is_empty()).then_some(AttributeValue::Choice(some))
        }
        Values::Number(low, high) => whole(seed.between(*low, *high)),
        Values::Step(numbers) => whole(numbers.get(seed.few_often(numbers.len())).copied()?),
        Values::Flag(percent) => Some(AttributeValue::YesNo(seed.percent(*percent))),
        Values::Day(days) => {
            let day = today - Duration::days(seed.between(1, *days));
            Some(AttributeValue::Date(vec![day.date_naive()]))
        }
        Values::Code => {
            let code = format!("{:03}-{number:07}", seed.below(1_000));
            Some(AttributeValue::Text(Localised::plain(vec![code])))
        }
        Values::Sentence(sentences) => {
            let [english, german] = *seed.pick(sentences)?;
            let text = bilingual([english, german]).ok()?;
            Some(AttributeValue::Text(Localised {
                default: text.default.map(|text| vec![text]),
                own: text.own.into_iter().map(|(locale, text)| (locale, vec![text])).collect(),
            }))
        }
    }
}

/// Returns the name in English and German: brand, model, series, what it is. A leaf's twelve models and a thousand
/// series make a pair each before a mark has to tell them apart.
fn names(place: &Place, brand: &str, shown: i64) -> [String; 2] {
    let models = place.department.models;
    let model = models.get(place.ordinal % models.len()).copied().unwrap_or("Vela");
    let turn = place.ordinal / models.len();
    let series = word::series((turn * 37 + place.leaf.key.len() * 11) % word::SERIES);
    let mark = match turn / word::SERIES {
        0 => String::new(),
        more => format!(" {}", more + 1),
    };
    place
        .leaf
        .noun
        .map(|noun| format!("{brand} {model} {series}{mark} {}", noun.replace("{n}", &shown.to_string())))
}

/// Returns pieces sold and views in 7, 30 and 90 days: half of all sell one or none a month, one in a thousand hundreds.
fn demand(seed: &mut Seed) -> [[i64; 3]; 2] {
    let month = 24_000 / seed.between(1, 24_000) + seed.between(-1, 3);
    let month = month.max(0);
    let sold = [month / 4, month, month * 3 + seed.between(0, 2)];
    let per = seed.between(12, 70);
    [sold, sold.map(|pieces| pieces * per + 2)]
}
