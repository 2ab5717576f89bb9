//! The sign-in page.

use askama::Template;

/// The form; with a problem when it failed.
#[derive(Template)]
#[template(path = "sign_in/new.html")]
pub struct New {
    /// The address as typed.
    pub email: String,
    /// Where to go afterwards.
    pub next: String,
    /// What is wrong; empty: nothing.
    pub problem: String,
}
