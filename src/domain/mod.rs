//! The words, values and checks of Kindred: what a product, a rule, a relation is, and which ones are right.
//!
//! Pure: values in, values out. Must not know the clock, the environment, HTTP, SQL, HTML or any file format; chrono's
//! types are welcome, `Utc::now` is not. Everything that arrives (form, JSON, CSV, stored row) becomes a *draft* here,
//! and only `check` turns a draft into a value. Values go on to `index` (to be answered) and `store` (to be kept).

pub mod attribute;
pub mod block;
pub mod bulk;
pub mod category;
pub mod change;
pub mod decimal;
pub mod id;
pub mod limit;
pub mod link;
pub mod locale;
pub mod moment;
pub mod money;
pub mod problem;
pub mod product;
pub mod relation;
pub mod rule;
pub mod saved_view;
pub mod sku;
pub mod staff;
pub mod store;
pub mod text;
pub mod vocabulary;
