//! The product in a real browser: the main journey with and without scripts, and axe-core on every page.
//!
//! A target of its own, so that the plain tests do not wait for a browser's driver to compile.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::as_conversions
)]

#[expect(dead_code, reason = "the journeys use a part of it")]
#[path = "../it/http.rs"]
mod http;
#[expect(dead_code, reason = "the journeys use a part of it")]
#[path = "../it/people.rs"]
mod people;
#[expect(dead_code, reason = "the journeys use a part of it")]
#[path = "../it/world.rs"]
mod world;

mod accessible;
mod axe;
mod driver;
mod editor;
mod journey;
mod scene;
mod tutorial;
