//! Tests over HTTP, against the real application and a real Postgres.
//!
//! `world` starts both, `people` are those who act, `http` is how they speak. One file per noun, as in `src/route`; a
//! test is a sentence.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::as_conversions
)]

mod ear;
mod fixture;
mod http;
mod people;
mod world;

mod api;
mod api_keep;
mod api_odd;
mod api_show;
mod audit;
mod bad_rule;
mod bench;
mod checklist;
mod demo;
mod door;
mod download;
mod draft;
mod draft_ways;
mod editor;
mod explain;
mod export;
mod glue;
mod health;
mod import;
mod import_spryker;
mod import_spryker_choice;
mod import_spryker_part;
mod import_spryker_shop;
mod import_upload;
mod keep;
mod limit;
mod link;
mod mend;
mod migrations;
mod moment;
mod openapi;
mod oracle;
mod outage;
mod overview;
mod peers;
mod private;
mod product;
mod product_kept;
mod relation;
mod relation_bulk;
mod relation_frozen;
mod relation_list;
mod relation_version;
mod relation_view;
mod replica;
mod round_trip;
mod rule_meaning;
mod schema;
mod setting;
mod shop;
mod sign_in;
mod spryker_files;
mod spryker_folder;
mod theme;
mod tidy;
