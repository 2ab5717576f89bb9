//! The description of the API after OpenAPI 3.1, made of the types that are answered and of the list of operations.

mod operation;
mod shape;

use std::sync::LazyLock;

use serde_json::{Map, Value, json};
use utoipa::{PartialSchema, ToSchema};

use self::operation::{OPERATIONS, Operation, parameters};
use crate::route::api::json;
use crate::route::api::problem::{Answer, Body};
use crate::route::api::v1::answer::List;

/// The statuses of refusals, and what each means.
const REFUSALS: [(u16, &str); 10] = [
    (400, "It cannot be read."),
    (401, "A token is missing, or does not hold."),
    (403, "The token's role may not do this."),
    (404, "What the address names is not there."),
    (412, "It is at another version than the one that is meant."),
    (413, "The body is too large."),
    (415, "The body is packed; bodies are not unpacked."),
    (422, "Something that was sent is not right; `errors` names each place."),
    (500, "Something is broken here; it was logged."),
    (503, "The catalogue is still being loaded, or the database does not answer. Try again."),
];

static DESCRIPTION: LazyLock<Value> = LazyLock::new(describe);

/// `GET /api/v1/openapi.json`
pub async fn show() -> Answer {
    json::write(&*DESCRIPTION)
}

/// The shapes told so far.
#[derive(Default)]
pub struct Shapes(Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::Schema>)>);

impl Shapes {
    /// Tells a shape and those it is made of; returns the reference to it.
    fn tell<T: ToSchema>(&mut self) -> Value {
        T::schemas(&mut self.0);
        self.0.push((T::name().into_owned(), T::schema()));
        reference(&T::name())
    }

    /// Tells a page of a list likewise, under the name of what it lists.
    fn list<T: ToSchema>(&mut self) -> Value {
        self.tell::<T>();
        let name = format!("{}List", T::name());
        self.0.push((name.clone(), List::<T>::schema()));
        reference(&name)
    }
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn describe() -> Value {
    let mut shapes = Shapes::default();
    let problem = shapes.tell::<Body<'_>>();
    let mut paths: Map<String, Value> = Map::new();
    for operation in OPERATIONS {
        let told = told(operation, &mut shapes);
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        if let Value::Object(methods) = path {
            methods.insert(operation.method.to_owned(), told);
        }
    }
    let refusal = |(status, description): (u16, &str)| {
        let content = json!({"application/problem+json": {"schema": problem}});
        (status.to_string(), json!({"description": description, "content": content}))
    };
    let refusals: Map<String, Value> = REFUSALS.into_iter().map(refusal).collect();
    let schemas: Map<String, Value> = shapes
        .0
        .into_iter()
        .filter_map(|(name, shape)| Some((name, serde_json::to_value(shape).ok()?)))
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Kindred",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Which products a shop shows beside which. `docs/api.md` says it in words.",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": refusals,
            "parameters": parameters(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "`kindred token create` prints one."}},
        },
    })
}

fn told(operation: &Operation, shapes: &mut Shapes) -> Value {
    let parameters: Vec<Value> = operation
        .parameter_names()
        .map(|name| json!({"$ref": format!("#/components/parameters/{name}")}))
        .collect();
    let (status, shape) = &operation.answer;
    let mut success = Map::new();
    success.insert("description".into(), operation.summary.into());
    if let Some(shape) = shape {
        success.insert("content".into(), json!({"application/json": {"schema": shape(shapes)}}));
    }
    let mut responses = Map::new();
    responses.insert(status.to_string(), Value::Object(success));
    if operation.parameters.contains(&"if-none-match") {
        responses.insert("304".into(), json!({"description": "What the caller has still holds."}));
    }
    let asks_for_token = operation.token.then_some(401);
    for status in operation.refusals.iter().copied().chain(asks_for_token).chain([500, 503]) {
        responses.insert(status.to_string(), json!({"$ref": format!("#/components/responses/{status}")}));
    }
    let security = if operation.token { json!([{"token": []}]) } else { json!([]) };
    let mut told = Map::new();
    told.insert("operationId".into(), operation.id.into());
    told.insert("summary".into(), operation.summary.into());
    told.insert("parameters".into(), Value::Array(parameters));
    told.insert("responses".into(), Value::Object(responses));
    told.insert("security".into(), security);
    if let Some(body) = operation.body {
        let content = json!({"application/json": {"schema": body(shapes)}});
        told.insert("requestBody".into(), json!({"required": true, "content": content}));
    }
    Value::Object(told)
}
