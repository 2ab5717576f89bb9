//! What a department is made of. A leaf is a category of the third level: products lie in leaves.

/// One department: a category of the first level.
pub struct Department {
    /// Its key.
    pub key: &'static str,
    /// Its name in English and German.
    pub name: [&'static str; 2],
    /// Its brands; the first ones are dearer.
    pub brands: [&'static str; 5],
    /// Model names. Five brands and twelve models give sixty pairs before a name needs a number.
    pub models: [&'static str; 12],
    /// Its categories of the second level.
    pub groups: &'static [Group],
    /// Sentences that end a description, in English and German.
    pub closing: [[&'static str; 2]; 3],
}

/// One category of the second level.
pub struct Group {
    /// Its key.
    pub key: &'static str,
    /// Its name in English and German.
    pub name: [&'static str; 2],
    /// Its leaves.
    pub leaves: &'static [Leaf],
}

/// One category of the third level, and how its products are made.
pub struct Leaf {
    /// Its key.
    pub key: &'static str,
    /// Its name in English and German.
    pub name: [&'static str; 2],
    /// The beginning of its skus.
    pub sku: &'static str,
    /// Which drawing shows its products.
    pub family: &'static str,
    /// What follows brand and model in a name; `{n}` is the first number among the facts.
    pub noun: [&'static str; 2],
    /// Cheapest and dearest, in whole euros.
    pub price: [i64; 2],
    /// The colours it comes in.
    pub colours: &'static [&'static str],
    /// The sizes it comes in; empty: one size.
    pub sizes: &'static [&'static str],
    /// What is known of its products.
    pub facts: &'static [Fact],
    /// What it is good for, in English and German.
    pub text: [&'static str; 2],
}

/// One thing known of a product.
pub enum Fact {
    /// One option of a choice.
    One(&'static str, &'static [&'static str]),
    /// Up to three options of a choice.
    Several(&'static str, &'static [&'static str]),
    /// One of these numbers.
    Number(&'static str, &'static [i64]),
    /// Yes, in so many of a hundred.
    Flag(&'static str, u64),
}

impl Fact {
    /// Returns the key of the attribute.
    pub fn key(&self) -> &'static str {
        match self {
            Self::One(key, _) | Self::Several(key, _) | Self::Number(key, _) | Self::Flag(key, _) => key,
        }
    }
}

/// Every department, in the order of the shop's menu.
pub const DEPARTMENTS: [&Department; 8] = [
    &super::photo::PHOTO,
    &super::watch::WATCHES,
    &super::outdoor::OUTDOOR,
    &super::kitchen::KITCHEN,
    &super::audio::AUDIO,
    &super::bike::BIKES,
    &super::office::OFFICE,
    &super::lighting::LIGHTING,
];

/// Returns every leaf with its department, in the order of the menu.
pub fn leaves() -> Vec<(&'static Department, &'static Leaf)> {
    let groups =
        DEPARTMENTS.into_iter().flat_map(|department| department.groups.iter().map(move |g| (department, g)));
    groups.flat_map(|(department, group)| group.leaves.iter().map(move |leaf| (department, leaf))).collect()
}
