//! What goes along with a product: `include=` names it, `relationships` point at it, `included` holds it, each once.
//!
//! Tax sets, options and reviews are known names of which Kindred has nothing; like names that nobody knows they bring
//! nothing along.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::resource::{address, attributes, distinguishing, names};
use crate::domain::product::Variant;
use crate::domain::vocabulary::shown;
use crate::index::snapshot::View;
use crate::route::api::asked::Asked;
use crate::route::api::v1::answer::escape;

/// What can go along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Include {
    Prices,
    ImageSets,
    Concrete,
    Availabilities,
    Labels,
    Categories,
}

impl Include {
    const ALL: [(&str, Self); 6] = [
        ("abstract-product-prices", Self::Prices),
        ("abstract-product-image-sets", Self::ImageSets),
        ("concrete-products", Self::Concrete),
        ("abstract-product-availabilities", Self::Availabilities),
        ("product-labels", Self::Labels),
        ("category-nodes", Self::Categories),
    ];
}

/// What was asked to go along.
#[derive(Debug, Default)]
pub struct Includes(Vec<(&'static str, Include)>);

/// What goes along with all products of an answer.
#[derive(Debug, Default)]
pub struct Included {
    resources: Vec<Value>,
    seen: HashSet<(&'static str, String)>,
}

impl Included {
    /// Puts what goes along into a document.
    pub fn put_into(self, document: &mut Value) {
        if let (Some(document), false) = (document.as_object_mut(), self.resources.is_empty()) {
            document.insert("included".into(), Value::Array(self.resources));
        }
    }

    fn add(&mut self, kind: &'static str, id: &str, attributes: Value, own: Option<String>) -> Value {
        if self.seen.insert((kind, id.to_owned())) {
            let mut resource = json!({"type": kind, "id": id, "attributes": attributes});
            if let (Some(own), Some(resource)) = (own, resource.as_object_mut()) {
                resource.insert("links".into(), json!({"self": own}));
            }
            self.resources.push(resource);
        }
        json!({"type": kind, "id": id})
    }
}

impl Includes {
    /// Reads the names, parted by commas.
    pub fn of(names: &str) -> Self {
        let wanted: HashSet<&str> = names.split(',').map(str::trim).collect();
        Self(Include::ALL.into_iter().filter(|(name, _)| wanted.contains(name)).collect())
    }

    /// Returns the relationships of a product, and adds what they point at.
    pub fn of_product(&self, asked: &Asked, view: View<'_>, included: &mut Included) -> Map<String, Value> {
        let mut related = Map::new();
        for (name, include) in &self.0 {
            let points = match include {
                Include::Prices => vec![own(included, name, view, prices(asked, view))],
                Include::ImageSets => vec![own(included, name, view, image_sets(view))],
                Include::Availabilities => vec![own(included, name, view, availability(view))],
                Include::Concrete => concrete(asked, view, included),
                Include::Labels => labels(asked, view, included),
                Include::Categories => categories(asked, view, included),
            };
            if !points.is_empty() {
                related.insert((*name).to_owned(), json!({"data": points}));
            }
        }
        related
    }
}

/// A resource that a product has one of, under the product's sku.
fn own(included: &mut Included, name: &'static str, view: View<'_>, attributes: Value) -> Value {
    let address = format!("{}/{name}", address(view.sku()));
    included.add(name, view.sku(), attributes, Some(address))
}

fn prices(asked: &Asked, view: View<'_>) -> Value {
    let currency = asked.currency;
    let price = view.price(asked.store.id, currency).map(|price| price.minor);
    let regular = view.regular_price(asked.store.id, currency).map(|price| price.minor);
    let code = currency.as_str();
    let one = |kind: &str, minor: i64| {
        json!({
            "priceTypeName": kind, "netAmount": null, "grossAmount": minor, "volumePrices": [],
            "currency": {"code": code, "name": code, "symbol": currency.sign()},
        })
    };
    let kinds = [("DEFAULT", price), ("ORIGINAL", regular)];
    let prices: Vec<Value> = kinds.iter().filter_map(|(kind, minor)| Some(one(kind, (*minor)?))).collect();
    json!({"price": price, "prices": prices})
}

fn image_sets(view: View<'_>) -> Value {
    let pictures = view.images();
    let image = |address: &String| json!({"externalUrlLarge": address, "externalUrlSmall": address});
    let images: Vec<Value> = pictures.iter().map(image).collect();
    json!({"imageSets": [{"name": "default", "images": images}]})
}

fn availability(view: View<'_>) -> Value {
    json!({"availability": view.in_stock(), "quantity": view.stock()})
}

fn concrete(asked: &Asked, view: View<'_>, included: &mut Included) -> Vec<Value> {
    let Some(whole) = view.whole() else { return Vec::new() };
    let differ: Vec<&str> = distinguishing(asked, &whole).iter().map(|one| one.key.as_str()).collect();
    let resource = |variant: &Variant| {
        let mut all = whole.attributes.clone();
        all.extend(variant.attributes.iter().map(|(id, value)| (*id, value.clone())));
        json!({
            "sku": variant.sku.as_str(), "isDiscontinued": false, "discontinuedNote": null,
            "averageRating": whole.rating.and_then(|rating| rating.to_string().parse::<serde_json::Number>().ok()),
            "reviewCount": whole.review_count.unwrap_or(0), "productAbstractSku": view.sku(),
            "name": view.name(&asked.locale), "description": whole.description.get(&asked.locale),
            "attributes": attributes(asked, &all), "superAttributesDefinition": differ,
            "metaTitle": null, "metaKeywords": null, "metaDescription": null,
            "attributeNames": names(asked, all.keys().copied()),
        })
    };
    let active = whole.variants.iter().filter(|variant| variant.active);
    let point = |variant: &Variant| {
        let sku = variant.sku.as_str();
        let address = format!("/glue/concrete-products/{}", escape(sku));
        included.add("concrete-products", sku, resource(variant), Some(address))
    };
    active.map(point).collect()
}

fn labels(asked: &Asked, view: View<'_>, included: &mut Included) -> Vec<Value> {
    let vocabulary = asked.snapshot.vocabulary();
    let Some(attribute) = vocabulary.attribute_by_key("label") else { return Vec::new() };
    let Some(carried) = view.attribute(attribute.id) else { return Vec::new() };
    let carried = carried.options(&asked.locale);
    let known = (1_usize..).zip(&attribute.options).filter(|(_, option)| carried.contains(&option.id));
    let point = |(position, option): (usize, &crate::domain::attribute::AttributeOption)| {
        let attributes = json!({
            "name": shown(&option.label, &asked.locale, &option.key), "isExclusive": false,
            "position": position, "frontEndReference": option.key,
        });
        included.add("product-labels", &option.id.to_string(), attributes, None)
    };
    known.map(point).collect()
}

fn categories(asked: &Asked, view: View<'_>, included: &mut Included) -> Vec<Value> {
    let own = view.categories();
    let vocabulary = asked.snapshot.vocabulary();
    let known = own.iter().filter_map(|id| vocabulary.category(*id));
    let point = |category: &crate::domain::category::Category| {
        let attributes = json!({
            "nodeId": category.id.0, "name": shown(&category.name, &asked.locale, &category.key),
            "metaTitle": null, "metaKeywords": null, "metaDescription": null, "isActive": true,
            "order": null, "url": null, "children": [], "parents": [],
        });
        included.add("category-nodes", &category.id.to_string(), attributes, None)
    };
    known.map(point).collect()
}
