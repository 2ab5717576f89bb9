//! The operations: every address of the API with what it takes and what it answers. A test holds the list against the
//! addresses that are really there.

use serde_json::{Value, json};

use super::Shapes;
use super::shape::{CartAsked, Relation, RuleAsked};
use crate::domain::limit::{ITEMS_MAX, PRODUCTS_MAX};
use crate::route::api::v1::{answer, cart, product, rule, store, target};

/// Tells a shape and returns the reference to it.
type Shape = fn(&mut Shapes) -> Value;

/// One operation.
pub struct Operation {
    /// The address.
    pub path: &'static str,
    /// The method, in small letters.
    pub method: &'static str,
    /// Its name in programs.
    pub id: &'static str,
    /// What it does.
    pub summary: &'static str,
    /// Names of [`parameters`].
    pub parameters: &'static [&'static str],
    /// The body it takes.
    pub body: Option<Shape>,
    /// The status of success, and what it answers then.
    pub answer: (u16, Option<Shape>),
    /// The statuses of refusals besides 500 and 503.
    pub refusals: &'static [u16],
    /// It wants a token.
    pub token: bool,
}

/// What every read of a shop takes.
const ASKED: [&str; 4] = ["store", "locale", "currency", "at"];

/// All operations, by address.
pub const OPERATIONS: &[Operation] = &[
    Operation {
        path: "/api/v1/openapi.json",
        method: "get",
        id: "describe",
        summary: "This description.",
        parameters: &["if-none-match"],
        body: None,
        answer: (200, Some(|_| json!({"type": "object"}))),
        refusals: &[],
        token: false,
    },
    Operation {
        path: "/api/v1/stores",
        method: "get",
        id: "listStores",
        summary: "The stores, the default one first.",
        parameters: &["if-none-match"],
        body: None,
        answer: (200, Some(|shapes| shapes.list::<store::Item>())),
        refusals: &[],
        token: false,
    },
    Operation {
        path: "/api/v1/products",
        method: "get",
        id: "listProducts",
        summary: "The products that a store shows, by sku.",
        parameters: &["asked", "q", "limit", "after", "if-none-match"],
        body: None,
        answer: (200, Some(|shapes| shapes.list::<product::Item>())),
        refusals: &[400, 422],
        token: false,
    },
    Operation {
        path: "/api/v1/products/{sku}",
        method: "get",
        id: "showProduct",
        summary: "One product that a store shows.",
        parameters: &["path.sku", "asked", "if-none-match"],
        body: None,
        answer: (200, Some(|shapes| shapes.tell::<product::One>())),
        refusals: &[400, 404, 422],
        token: false,
    },
    Operation {
        path: "/api/v1/products/{sku}/relations/{type}",
        method: "get",
        id: "listRelated",
        summary: "The type's first product-page block as it would stand alone.",
        parameters: &[
            "path.sku",
            "path.type",
            "asked",
            "segment",
            "exclude",
            "limit",
            "explain",
            "candidate",
            "if-none-match",
        ],
        body: None,
        answer: (200, Some(|shapes| shapes.tell::<answer::Shown>())),
        refusals: &[400, 401, 404, 422],
        token: false,
    },
    Operation {
        path: "/api/v1/blocks/{block}",
        method: "get",
        id: "showBlock",
        summary: "What a block shows: of a product's page, a cart, a category's page or a page of its own.",
        parameters: &[
            "path.block",
            "sku",
            "category",
            "asked",
            "segment",
            "exclude",
            "limit",
            "explain",
            "candidate",
            "if-none-match",
        ],
        body: None,
        answer: (200, Some(|shapes| shapes.tell::<answer::Shown>())),
        refusals: &[400, 401, 404, 422],
        token: false,
    },
    Operation {
        path: "/api/v1/carts/relations",
        method: "post",
        id: "relateCart",
        summary: "Every block of a cart. Changes nothing; it is posted because carts grow long.",
        parameters: &[],
        body: Some(|shapes| shapes.tell::<CartAsked>()),
        answer: (200, Some(|shapes| shapes.tell::<cart::Cart>())),
        refusals: &[400, 401, 413, 415, 422],
        token: false,
    },
    Operation {
        path: "/api/v1/rules/evaluate",
        method: "post",
        id: "evaluateRule",
        summary: "What a rule matches, with the numbers of its nodes and the sentence it reads as. Changes nothing.",
        parameters: &[],
        body: Some(|shapes| shapes.tell::<RuleAsked>()),
        answer: (200, Some(|shapes| shapes.tell::<rule::Evaluated>())),
        refusals: &[400, 413, 415, 422],
        token: true,
    },
    Operation {
        path: "/api/v1/relations",
        method: "get",
        id: "listRelations",
        summary: "The relations, by key.",
        parameters: &["type", "limit", "after", "if-none-match"],
        body: None,
        answer: (200, Some(|shapes| shapes.list::<Relation>())),
        refusals: &[400, 422],
        token: true,
    },
    Operation {
        path: "/api/v1/relations",
        method: "post",
        id: "createRelation",
        summary: "Makes a relation and publishes it.",
        parameters: &[],
        body: Some(|shapes| shapes.tell::<Relation>()),
        answer: (201, Some(|shapes| shapes.tell::<Relation>())),
        refusals: &[400, 403, 413, 415, 422],
        token: true,
    },
    Operation {
        path: "/api/v1/relations/{key}",
        method: "get",
        id: "showRelation",
        summary: "One relation; its entity tag is its version.",
        parameters: &["path.key", "if-none-match"],
        body: None,
        answer: (200, Some(|shapes| shapes.tell::<Relation>())),
        refusals: &[404],
        token: true,
    },
    Operation {
        path: "/api/v1/relations/{key}",
        method: "put",
        id: "replaceRelation",
        summary: "Replaces a relation whole; with If-Match only the version that is meant.",
        parameters: &["path.key", "if-match"],
        body: Some(|shapes| shapes.tell::<Relation>()),
        answer: (200, Some(|shapes| shapes.tell::<Relation>())),
        refusals: &[400, 403, 404, 412, 413, 415, 422],
        token: true,
    },
    Operation {
        path: "/api/v1/relations/{key}",
        method: "delete",
        id: "deleteRelation",
        summary: "Deletes a relation; with If-Match only the version that is meant.",
        parameters: &["path.key", "if-match"],
        body: None,
        answer: (204, None),
        refusals: &[403, 404, 412],
        token: true,
    },
    Operation {
        path: "/api/v1/relations/{key}/targets",
        method: "get",
        id: "listTargets",
        summary: "What a relation shows by itself; raw, its rule's whole set before anything is left out.",
        parameters: &[
            "path.key",
            "source",
            "raw",
            "explain",
            "candidate",
            "asked",
            "segment",
            "exclude",
            "long.limit",
            "long.after",
            "if-none-match",
        ],
        body: None,
        answer: (200, Some(|shapes| shapes.tell::<target::Targets>())),
        refusals: &[400, 404, 422],
        token: true,
    },
];

impl Operation {
    /// Returns the names of its parameters, `asked` standing for those of every read of a shop.
    pub fn parameter_names(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.parameters.iter().flat_map(|name| if *name == "asked" { ASKED.to_vec() } else { vec![*name] })
    }
}

/// Returns every parameter by its name in the description; a place before the point tells those of one name apart.
pub fn parameters() -> Value {
    let parameter = |place: &str, name: &str, schema: Value, description: &str| json!({"name": name, "in": place, "required": place == "path", "schema": schema, "description": description});
    let text = || json!({"type": "string"});
    let some = || json!({"type": "string", "minLength": 1});
    let list = || json!({"type": "string", "pattern": "^([^,]+(,[^,]+)*)?$"});
    let flag = || json!({"type": "string", "enum": ["1", "0", "true", "false", "yes", "no"]});
    let whole = |most: usize| json!({"type": "integer", "minimum": 1, "maximum": most});
    let moment = json!({"type": "string", "anyOf": [{"format": "date-time"}, {"maxLength": 0}]});
    json!({
        "path.sku": parameter("path", "sku", some(), "A sku, of a product or a variant, in any case."),
        "path.type": parameter("path", "type", some(), "Key of a relation type."),
        "path.block": parameter("path", "block", some(), "Key of a block."),
        "path.key": parameter("path", "key", some(), "Key of a relation."),
        "store": parameter("query", "store", text(), "Key of a store; left out: the first."),
        "locale": parameter("query", "locale", text(), "One of the store's locales, `en_US` or `en-US`; left out: its first."),
        "currency": parameter("query", "currency", text(), "One of the store's currencies; left out: its first."),
        "at": parameter("query", "at", moment, "The moment, with its zone; left out: now. Moves schedules and dates over today's catalogue."),
        "segment": parameter("query", "segment", text(), "Key of the shopper's segment; left out: of none."),
        "exclude": parameter("query", "exclude", list(), "Skus never to be shown, parted by commas, at most 1,000."),
        "limit": parameter("query", "limit", whole(ITEMS_MAX), "At most so many."),
        "long.limit": parameter("query", "limit", whole(PRODUCTS_MAX), "At most so many."),
        "explain": parameter("query", "explain", flag(), "1: with the reasons."),
        "candidate": parameter("query", "candidate", text(), "Sku of a product, to be told why it is shown or not; wants a token."),
        "raw": parameter("query", "raw", flag(), "1: the rule's whole set, nothing left out."),
        "q": parameter("query", "q", text(), "Words of the name, or a sku."),
        "after": parameter("query", "after", text(), "The last of the page before; `next` has it."),
        "long.after": parameter("query", "after", json!({"type": "integer", "minimum": 0}), "How many are on the pages before; `next` has it."),
        "sku": parameter("query", "sku", list(), "The product of the page; of a cart several, the last-added last."),
        "category": parameter("query", "category", text(), "Key of the category of a category's page."),
        "type": parameter("query", "type", text(), "Key of a relation type; left out: all."),
        "source": parameter("query", "source", text(), "Sku of the product on the page."),
        "if-none-match": parameter("header", "If-None-Match", text(), "Entity tags that are known: 304 when one still holds."),
        "if-match": parameter("header", "If-Match", text(), "The entity tag of the version that is meant: 412 when it is another one."),
    })
}
