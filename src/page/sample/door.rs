//! For tests: samples of what is seen without or before a sign-in: the sign-in page and errors, these also inside the back office.

use super::catalogue::{HOSTILE, Sample, frame, sample};
use crate::page::chrome::Here;
use crate::page::error::{Desk, Door, Words};
use crate::page::sign_in;

/// Returns all of them.
pub fn samples() -> Vec<Sample> {
    let mut all = Vec::new();
    for (state, problem) in [("new", ""), ("refused", "This address and password do not go together.")] {
        let (email, next) = (HOSTILE.to_owned(), format!("/relations?q={HOSTILE}"));
        all.push(sample("sign_in/new.html", state, &sign_in::New { email, next, problem: problem.into() }));
    }
    for (state, status, messages) in [
        ("not found", 404, Vec::new()),
        ("refused", 422, vec![format!("There is no {HOSTILE}."), "Write a number.".to_owned()]),
        ("fault", 500, Vec::new()),
    ] {
        let words =
            || Words { status, title: HOSTILE.into(), sentence: HOSTILE.into(), messages: messages.clone() };
        let desk = Desk { chrome: frame("Error", Here::Nowhere), words: words() };
        all.push(sample("error/desk.html", state, &desk));
        all.push(sample("error/door.html", state, &Door { words: words() }));
    }
    all
}
