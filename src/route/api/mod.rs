//! What shops and programs call. Every answer is JSON, every refusal a problem after RFC 9457.

pub mod asked;
pub mod cors;
pub mod glue;
pub mod json;
pub mod keep;
pub mod problem;
pub mod ready;
pub mod v1;
