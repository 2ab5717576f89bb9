//! What `codec` reads and writes freely, relations, rules and carts, as shapes for the description alone. Nothing is ever
//! made of them; tests hold them against real answers.

#![expect(dead_code, reason = "shapes for the description; nothing is made of them")]

use serde_json::Value;
use utoipa::ToSchema;

/// A standing order: on these source products show those target products.
#[derive(ToSchema)]
pub struct Relation {
    /// Unique; left out, it is made from the name.
    pub key: Option<String>,
    /// What staff read.
    #[schema(min_length = 1, max_length = 255)]
    pub name: String,
    /// Key of a relation type.
    pub r#type: String,
    /// Switched on; left out: yes.
    pub active: Option<bool>,
    /// 1 comes first, at most 1,000; left out: 100. A broken relation may hold a text that is no number.
    #[schema(required = false, schema_with = number)]
    pub priority: Value,
    /// On which products it shows.
    pub source: RelationSource,
    /// What it shows.
    pub target: RelationTarget,
    /// At most so many in one block, 1 to 100; left out: 100.
    #[schema(required = false, schema_with = number)]
    pub limit: Value,
    /// `best_selling`, `most_viewed`, `price`, `price_desc`, `newest`, `name`, `margin`, `sku` or `shuffle`.
    pub sort: Option<String>,
    /// With fewer it gives its places to the next, 0 to 100; left out: 0.
    #[schema(required = false, schema_with = number)]
    pub minimum: Value,
    /// Keys of the stores; left out or null: every store, an empty list: none.
    pub stores: Option<Vec<String>>,
    /// Keys of the segments; left out or null: everyone, an empty list: nobody.
    pub segments: Option<Vec<String>>,
    /// A wall time of each store (`2026-12-01T09:00`), or one moment for all (`2026-12-01T09:00:00Z`).
    pub from: Option<String>,
    /// Likewise; just before it, the relation ends.
    pub until: Option<String>,
    /// `mon` to `sun`; left out: every day.
    pub weekdays: Option<Vec<String>>,
    /// Time of day from and until: `09:00`, `18:00`.
    pub hours: Option<Vec<String>>,
    /// On: the rule is answered fresh. Off: the list is frozen at save. Left out: on.
    pub keep_current: Option<bool>,
    /// Relations of lower priority add nothing.
    pub stop_here: Option<bool>,
    /// For staff, at most 2,000 characters.
    pub note: Option<String>,
    /// Its version, from 1; writing ignores it.
    #[schema(read_only)]
    pub revision: Option<i64>,
    /// It names something that is gone, so shoppers see nothing of it; writing ignores it.
    #[schema(read_only)]
    pub broken: Option<bool>,
    /// What is wrong with it; writing ignores it.
    #[schema(read_only)]
    pub problems: Option<Vec<RelationProblem>>,
    /// When it was changed last; writing ignores it.
    #[schema(read_only)]
    pub updated_at: Option<String>,
    /// By whom; writing ignores it.
    #[schema(read_only)]
    pub updated_by: Option<String>,
}

/// One thing that is wrong with a stored relation.
#[derive(ToSchema)]
pub struct RelationProblem {
    /// The field or node it belongs to.
    pub place: String,
    /// What is wrong, and what to do.
    pub message: String,
}

/// On which products a relation shows.
#[derive(ToSchema)]
pub struct RelationSource {
    /// `one`, `list`, `rule` or `all`.
    #[schema(pattern = "^(one|list|rule|all)$")]
    pub kind: String,
    /// Of `one`: the product.
    #[schema(nullable = false)]
    pub sku: Option<String>,
    /// Of `list`: the products, at most 10,000.
    #[schema(nullable = false)]
    pub skus: Option<Vec<String>>,
    /// Of `rule`: which products match.
    #[schema(nullable = false)]
    pub rule: Option<Rule>,
}

/// What a relation shows: pins in order, then what the rule finds, never what is hidden.
#[derive(ToSchema)]
pub struct RelationTarget {
    /// Skus shown first, in this order.
    pub pins: Option<Vec<String>>,
    /// Which products match.
    pub rule: Option<Rule>,
    /// Skus never shown.by this relation.
    pub hidden: Option<Vec<String>>,
}

/// A rule, or a group or row of one, as jQuery-QueryBuilder writes it. A group has `condition` and `rules`, a row `id`,
/// `operator` and `value` or `rhs`. At most 8 deep, 200 nodes, 1,000 values in a list.
#[derive(ToSchema)]
pub struct Rule {
    /// Of the root: 1.
    #[schema(nullable = false)]
    pub version: Option<u32>,
    /// Of a group: `AND` all, `OR` any, `NONE` none of its children.
    #[schema(nullable = false)]
    pub condition: Option<String>,
    /// Of a group: its children.
    #[schema(no_recursion)]
    pub rules: Option<Vec<Rule>>,
    /// Of a group: met by one and the same variant.
    pub same_variant: Option<bool>,
    /// Of a row: the field, such as `brand`, `price` or `attribute.colour`.
    #[schema(nullable = false)]
    pub id: Option<String>,
    /// Likewise; read where `id` is missing.
    #[schema(nullable = false)]
    pub field: Option<String>,
    /// Of a row: the type of its value as jQuery-QueryBuilder names it; written, not read.
    #[schema(nullable = false)]
    pub r#type: Option<String>,
    /// Of a row: the kind of its input likewise; written, not read.
    #[schema(nullable = false)]
    pub input: Option<String>,
    /// Of a row, such as `in`, `between` or `contains`.
    #[schema(nullable = false)]
    pub operator: Option<String>,
    /// Of a row: one text, number or yes/no, or a list of them.
    #[schema(required = false, schema_with = anything)]
    pub value: Value,
    /// Of a row, instead of `value`: the value of the product on the page.
    pub rhs: Option<RightHandSide>,
    /// Of a row on categories: those below count too.
    pub with_sub: Option<bool>,
    /// The node's name in answers; else `t0`, `t1`, … in pre-order.
    pub node: Option<String>,
    /// Kept, but left out of the evaluation.
    pub muted: Option<bool>,
}

/// A value of the product on the page, reckoned with.
#[derive(ToSchema)]
pub struct RightHandSide {
    /// Its field.
    pub source: String,
    /// A factor, or two for `between`; left out: 1.
    #[schema(required = false, schema_with = anything)]
    pub mul: Value,
    /// An amount added, or two for `between`; left out: 0.
    #[schema(required = false, schema_with = anything)]
    pub add: Value,
}

/// A cart, and how it is asked about.
#[derive(ToSchema)]
pub struct CartAsked {
    /// Its lines, the last-added last, at most 500: skus, or objects with a `sku`.
    #[schema(required = false, schema_with = lines)]
    pub lines: Value,
    /// The same as skus alone.
    #[schema(nullable = false)]
    pub skus: Option<Vec<String>>,
    /// Only the blocks that show this relation type.
    #[schema(nullable = false)]
    pub r#type: Option<String>,
    /// Under which circumstances; as the parameters of the same names.
    #[serde(flatten)]
    pub asked: Circumstances,
}

/// A rule to evaluate, and how.
#[derive(ToSchema)]
pub struct RuleAsked {
    /// The rule.
    pub rule: Rule,
    /// Sku of the product on the page.
    #[schema(nullable = false)]
    pub source: Option<String>,
    /// The order of the items, as of a relation.
    #[schema(nullable = false)]
    pub sort: Option<String>,
    /// Under which circumstances; as the parameters of the same names.
    #[serde(flatten)]
    pub asked: Circumstances,
}

/// Circumstances in a body.
#[derive(ToSchema)]
pub struct Circumstances {
    /// Key of a store; left out: the first.
    #[schema(nullable = false)]
    pub store: Option<String>,
    /// One of the store's locales; left out: its first.
    #[schema(nullable = false)]
    pub locale: Option<String>,
    /// One of the store's currencies; left out: its first.
    #[schema(nullable = false)]
    pub currency: Option<String>,
    /// Key of the shopper's segment.
    #[schema(nullable = false)]
    pub segment: Option<String>,
    /// The moment with its zone; left out: now.
    #[schema(nullable = false)]
    pub at: Option<String>,
    /// Skus never shown.
    #[schema(nullable = false)]
    pub exclude: Option<Vec<String>>,
    /// At most so many.
    #[schema(nullable = false, minimum = 1)]
    pub limit: Option<u32>,
    /// With the reasons.
    #[schema(nullable = false)]
    pub explain: Option<bool>,
    /// Sku of a product, to be told why it is shown or not; wants a token.
    #[schema(nullable = false)]
    pub candidate: Option<String>,
}

type Described = utoipa::openapi::RefOr<utoipa::openapi::Schema>;

fn any_of(types: &[utoipa::openapi::Type]) -> Described {
    let kinds = utoipa::openapi::schema::SchemaType::Array(types.to_vec());
    utoipa::openapi::ObjectBuilder::new().schema_type(kinds).build().into()
}

fn number() -> Described {
    use utoipa::openapi::Type;
    any_of(&[Type::Integer, Type::String, Type::Null])
}

fn anything() -> Described {
    use utoipa::openapi::Type;
    any_of(&[Type::String, Type::Number, Type::Boolean, Type::Array, Type::Null])
}

fn lines() -> Described {
    any_of(&[utoipa::openapi::Type::Array])
}
