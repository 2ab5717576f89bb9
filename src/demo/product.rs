//! Products, each made from its number alone: the number chooses the leaf, the brand and the model, the seed all else.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Duration, TimeZone, Utc};

use super::PRODUCTS;
use super::catalogue::bilingual;
use super::department::{DEPARTMENTS, Department, Fact, Leaf, leaves};
use super::plenty::Plenty;
use super::seed::Seed;
use crate::domain::attribute::AttributeValue;
use crate::domain::decimal::Decimal;
use crate::domain::id::{AttributeId, CategoryId, OptionId, StoreId};
use crate::domain::money::{Currency, Money};
use crate::domain::product::{Price, Product, Variant};
use crate::domain::sku::Sku;
use crate::domain::text::slug;
use crate::domain::vocabulary::Vocabulary;

/// Makes products of one seed against one vocabulary.
pub struct Maker {
    leaves: Vec<(&'static Department, &'static Leaf)>,
    pub(super) attributes: HashMap<String, AttributeId>,
    options: HashMap<(AttributeId, String), OptionId>,
    pub(super) categories: HashMap<String, CategoryId>,
    pub(super) stores: [(StoreId, Currency); 2],
    pub(super) plenty: Plenty,
    pub(super) seed: u64,
    pub(super) today: DateTime<Utc>,
}

/// Where a number stands: in which leaf, and as which product of it.
pub(super) struct Place {
    pub(super) department: &'static Department,
    pub(super) leaf: &'static Leaf,
    pub(super) ordinal: usize,
}

impl Place {
    /// Returns where the department stands among all.
    pub(super) fn department_place(&self) -> usize {
        DEPARTMENTS.iter().position(|department| department.key == self.department.key).unwrap_or(0)
    }
}

/// Towns that things are designed in.
const TOWNS: [&str; 8] = ["Aarhus", "Porto", "Kyoto", "Trieste", "Bergen", "Utrecht", "Leipzig", "Galway"];

impl Maker {
    /// Returns the maker; refuses a vocabulary that lacks the demo shop's words.
    pub fn new(vocabulary: &Vocabulary, seed: u64) -> Result<Self, String> {
        let store = |key: &str| -> Result<(StoreId, Currency), String> {
            let store = vocabulary.store(key).ok_or_else(|| format!("The store {key} is missing."))?;
            let currency = store.currencies.first().copied().ok_or("A store has no currency.")?;
            Ok((store.id, currency))
        };
        let attributes = vocabulary.attributes();
        let named = |attribute: &crate::domain::attribute::Attribute| (attribute.key.clone(), attribute.id);
        let options = attributes.iter().flat_map(|attribute| {
            attribute.options.iter().map(|option| ((attribute.id, option.key.clone()), option.id))
        });
        let leaves = leaves();
        Ok(Self {
            plenty: Plenty::new(vocabulary, &leaves),
            leaves,
            attributes: attributes.iter().map(named).collect(),
            options: options.collect(),
            categories: vocabulary.categories().iter().map(|found| (found.key.clone(), found.id)).collect(),
            stores: [store("eu")?, store("us")?],
            seed,
            today: Utc
                .with_ymd_and_hms(2026, 11, 20, 9, 0, 0)
                .single()
                .ok_or("The fixed day does not exist.")?,
        })
    }

    /// Returns the product of that number.
    pub fn product(&self, number: u64) -> Result<Product, String> {
        let place = place(&self.leaves, number)?;
        if number >= PRODUCTS {
            return self.plentiful(&place, number);
        }
        let mut seed = Seed::of(self.seed, number);
        let tier = place.department.brands.len() - place.ordinal % 5;
        let euros = price_of(place.leaf, tier, &mut seed);
        let mut attributes = BTreeMap::new();
        let shown = self.facts(&place, &mut seed, &mut attributes);
        let colours = some_colours(&place, &mut seed);
        let on_sale = seed.percent(16);
        let created_at = self.today - Duration::hours(seed.between(30, 900 * 24));
        let is_new = created_at > self.today - Duration::days(45);
        let [sold, viewed] = demand(&mut seed);
        let variants = self.variants(&place, &colours, euros, on_sale, &mut seed)?;
        let labels = [
            ("Sale", on_sale),
            ("New", is_new),
            ("Best seller", sold.get(1).is_some_and(|n| *n > 150)),
            ("Staff pick", seed.percent(6)),
        ];
        let labels: Vec<&str> =
            labels.into_iter().filter(|(_, holds)| *holds).map(|(label, _)| label).collect();
        self.choose(&mut attributes, "label", &labels);
        self.choose(&mut attributes, "brand", &[brand(&place)]);
        self.choose(&mut attributes, "attribute_set", &[place.department.name[0]]);
        self.choose(
            &mut attributes,
            "product_type",
            &[if variants.len() > 1 { "Configurable" } else { "Simple" }],
        );
        self.extra(&mut attributes, created_at, &mut seed);
        let first = colours.first().copied().unwrap_or("black");
        Ok(Product {
            id: None,
            sku: Sku::parse(&sku_at(place.leaf, place.ordinal))?,
            active: !seed.percent(2),
            active_from: None,
            active_until: None,
            new_from: is_new.then_some(created_at),
            new_until: is_new.then(|| created_at + Duration::days(60)),
            name: bilingual([&name(&place, shown, 0), &name(&place, shown, 1)])?,
            description: describe(&place, &mut seed)?,
            url: bilingual([
                &format!("/{}", slug(&name(&place, shown, 0))),
                &format!("/{}", slug(&name(&place, shown, 0))),
            ])?,
            attributes,
            categories: self.categories.get(place.leaf.key).copied().into_iter().collect(),
            stores: self.some_stores(&mut seed),
            images: vec![format!("/art/{}-{first}-{}.svg", place.leaf.family, place.ordinal % 8)],
            rating: Some(Decimal(seed.between(31, 50).saturating_mul(100_000))),
            review_count: Some(sold.get(2).copied().unwrap_or(0) / 5 + seed.between(0, 6)),
            margin: Decimal::whole(seed.between(18, 62)),
            sold,
            viewed,
            created_at,
            updated_at: created_at.max(self.today - Duration::hours(seed.between(1, 2000))),
            variants,
        })
    }

    /// Puts the leaf's facts among the attributes and returns the first number, which names may show.
    pub(super) fn facts(
        &self,
        place: &Place,
        seed: &mut Seed,
        into: &mut BTreeMap<AttributeId, AttributeValue>,
    ) -> i64 {
        let mut shown = None;
        for fact in place.leaf.facts {
            match fact {
                Fact::One(key, words) => {
                    let word: Vec<&str> = seed.pick(words).copied().into_iter().collect();
                    self.choose(into, key, &word);
                }
                Fact::Several(key, words) => {
                    let start = usize::try_from(seed.below(4)).unwrap_or(0);
                    let count = usize::try_from(seed.between(1, 3)).unwrap_or(1);
                    let some: Vec<&str> =
                        words.iter().cycle().skip(start).take(count.min(words.len())).copied().collect();
                    self.choose(into, key, &some);
                }
                Fact::Number(key, numbers) => {
                    let number = seed.pick(numbers).copied().unwrap_or(0);
                    shown = shown.or(Some(number));
                    if let (Some(id), Some(value)) = (self.attributes.get(*key), Decimal::whole(number)) {
                        into.insert(*id, AttributeValue::Number(vec![value]));
                    }
                }
                Fact::Flag(key, percent) => {
                    let holds = seed.percent(*percent);
                    if let Some(id) = self.attributes.get(*key) {
                        into.insert(*id, AttributeValue::YesNo(holds));
                    }
                }
            }
        }
        shown.unwrap_or(0)
    }

    pub(super) fn extra(
        &self,
        into: &mut BTreeMap<AttributeId, AttributeValue>,
        created_at: DateTime<Utc>,
        seed: &mut Seed,
    ) {
        if let Some(id) = self.attributes.get("released") {
            into.insert(*id, AttributeValue::Date(vec![created_at.date_naive()]));
        }
        if let (Some(id), Some(town)) = (self.attributes.get("designed_in"), seed.pick(&TOWNS)) {
            let town = crate::domain::locale::Localised::plain(vec![(*town).to_owned()]);
            into.insert(*id, AttributeValue::Text(town));
        }
    }

    fn variants(
        &self,
        place: &Place,
        colours: &[&str],
        euros: i64,
        on_sale: bool,
        seed: &mut Seed,
    ) -> Result<Vec<Variant>, String> {
        let discount = if on_sale { seed.between(10, 35) } else { 0 };
        let sold_out = seed.percent(7);
        let sizes: Vec<Option<&str>> = if place.leaf.sizes.is_empty() {
            vec![None]
        } else {
            place.leaf.sizes.iter().copied().map(Some).collect()
        };
        let alone = colours.len() == 1 && sizes.len() == 1;
        let mut variants = Vec::new();
        for colour in colours {
            for (step, size) in sizes.iter().enumerate() {
                let mut attributes = BTreeMap::new();
                self.choose(&mut attributes, "colour", &[colour]);
                if let Some(size) = size {
                    self.choose(&mut attributes, "size", &[size]);
                }
                let suffix = size.map(|size| format!("-{}", slug(size))).unwrap_or_default();
                let base = sku_at(place.leaf, place.ordinal);
                let sku = if alone { base } else { format!("{base}-{colour}{suffix}") };
                let dearer =
                    euros.saturating_add(i64::try_from(step).unwrap_or(0).saturating_mul(euros / 40));
                let stock = if sold_out || seed.percent(9) { 0 } else { seed.between(1, 60) };
                let prices = self
                    .stores
                    .iter()
                    .map(|(store, currency)| price(*store, *currency, dearer, discount))
                    .collect();
                variants.push(Variant {
                    sku: Sku::parse(&sku)?,
                    active: true,
                    attributes,
                    stock: Some(stock),
                    prices,
                });
            }
        }
        Ok(variants)
    }

    /// Puts options of a choice among the attributes.
    pub(super) fn choose(&self, into: &mut BTreeMap<AttributeId, AttributeValue>, key: &str, words: &[&str]) {
        let Some(id) = self.attributes.get(key) else { return };
        let options = words.iter().filter_map(|word| self.options.get(&(*id, slug(word))).copied());
        let mut options: Vec<OptionId> = options.collect();
        options.sort();
        options.dedup();
        if !options.is_empty() {
            into.insert(*id, AttributeValue::Choice(options));
        }
    }

    /// Most products are sold everywhere, a few in one store.
    pub(super) fn some_stores(&self, seed: &mut Seed) -> Option<Vec<StoreId>> {
        let [(first, _), (second, _)] = self.stores;
        match seed.below(25) {
            0 => Some(vec![first]),
            1 => Some(vec![second]),
            _ => None,
        }
    }
}

/// Returns the sku of the product of a number.
pub fn sku_of(number: u64) -> String {
    place(&leaves(), number).map(|place| sku_at(place.leaf, place.ordinal)).unwrap_or_default()
}

/// Returns the sku of a leaf's product of that ordinal.
pub fn sku_at(leaf: &Leaf, ordinal: usize) -> String {
    format!("{}-{:04}", leaf.sku, 101 + ordinal)
}

fn place(leaves: &[(&'static Department, &'static Leaf)], number: u64) -> Result<Place, String> {
    let number = usize::try_from(number).map_err(|error| error.to_string())?;
    let at = number.checked_rem(leaves.len()).unwrap_or(0);
    let (department, leaf) = leaves.get(at).copied().ok_or("There are no leaves.")?;
    Ok(Place { department, leaf, ordinal: number / leaves.len() })
}

fn brand(place: &Place) -> &'static str {
    place.department.brands.get(place.ordinal % 5).copied().unwrap_or("Oriel")
}

/// Returns the name in English (0) or German (1): brand, model, what it is. After sixty a mark tells the models apart.
fn name(place: &Place, shown: i64, language: usize) -> String {
    let model = place
        .department
        .models
        .get((place.ordinal * 7 + place.leaf.key.len()) % 12)
        .copied()
        .unwrap_or("Vela");
    let noun = place.leaf.noun.get(language).copied().unwrap_or_default().replace("{n}", &shown.to_string());
    match place.ordinal / 60 {
        0 => format!("{} {model} {noun}", brand(place)),
        mark => format!("{} {model} {} {noun}", brand(place), mark + 1),
    }
}

pub(super) fn describe(
    place: &Place,
    seed: &mut Seed,
) -> Result<crate::domain::locale::Localised<String>, String> {
    let closing = seed.pick(&place.department.closing).copied().unwrap_or_default();
    let join = |language: usize| {
        let [text, closing] =
            [place.leaf.text, closing].map(|pair| pair.get(language).copied().unwrap_or_default());
        format!("{text} {closing}")
    };
    bilingual([&join(0), &join(1)])
}

/// Returns one to three colours; the first, which the picture shows, differs from one product of a leaf to the next.
fn some_colours(place: &Place, seed: &mut Seed) -> Vec<&'static str> {
    let leaf = place.leaf;
    let count = usize::try_from(seed.between(1, 3)).unwrap_or(1).min(leaf.colours.len());
    let start = (place.ordinal + place.ordinal / 8) % leaf.colours.len().max(1);
    leaf.colours.iter().cycle().skip(start).take(count).copied().collect()
}

/// Returns a price in euros between the leaf's bounds: dear brands lie high, and no two brands lie apart.
pub(super) fn price_of(leaf: &Leaf, tier: usize, seed: &mut Seed) -> i64 {
    let [low, high] = leaf.price;
    let tier = i64::try_from(tier).unwrap_or(1);
    let part = seed.between((tier - 1) * 12, (tier - 1) * 12 + 52);
    low + (high - low) * part / 100
}

/// Returns the price in a store: what euros come to there, ending as shop prices end.
pub(super) fn price(store: StoreId, currency: Currency, euros: i64, discount: i64) -> Price {
    let dollars = currency.as_str() == "USD";
    let minor = |units: i64| {
        let units = if dollars { units * 108 / 100 } else { units };
        let ending = if dollars { 1 } else { 10 };
        if units >= 300 { units / 10 * 1000 + 900 } else { units.max(1) * 100 - ending }
    };
    let regular = Money { minor: minor(euros), currency };
    let amount = Money { minor: minor(euros - euros * discount / 100), currency };
    let cheaper = discount > 0 && amount.minor < regular.minor;
    Price {
        store: Some(store),
        amount: if cheaper { amount } else { regular },
        regular: cheaper.then_some(regular),
    }
}

/// Returns pieces sold and views in 7, 30 and 90 days; few products sell much, many sell little.
fn demand(seed: &mut Seed) -> [[i64; 3]; 2] {
    let draw = seed.between(1, 100);
    let month = draw * draw * draw / 4000 + seed.between(0, 9);
    let sold = [month / 4 + seed.between(0, 2), month + 2, month * 3 + seed.between(2, 20)];
    let per = seed.between(18, 60);
    [sold, sold.map(|pieces| pieces * per + 3)]
}
