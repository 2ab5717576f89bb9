//! Codecs: other people's formats, and our JSON, to drafts and back.
//!
//! Reading gives a draft or says what cannot be read; whether it is right is for `domain`'s `check`. Must not know HTTP,
//! SQL or HTML.

pub mod catalogue;
pub mod draft;
pub mod export;
pub mod query_builder;
pub mod relation;
pub mod stored;
pub mod strict;
