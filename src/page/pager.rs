//! The pager below a list: which rows are shown, and the ways to the others.

use super::words::number;
use crate::form::paging::{Paging, SIZES};

/// How many page numbers stand on either side of the current one.
const AROUND: usize = 2;

/// One way to another page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What people read.
    pub label: String,
    /// Where it leads; empty: a gap in the numbers.
    pub href: String,
    /// The page that is shown.
    pub current: bool,
}

/// What stands below a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pager {
    /// What it leads through, read aloud: `Pages`.
    pub label: String,
    /// `1–25 of 128`.
    pub range: String,
    /// The page before; empty: none.
    pub previous: String,
    /// The page after; empty: none.
    pub next: String,
    /// The numbered pages; empty when there is but one.
    pub steps: Vec<Step>,
    /// The sizes a page may have; empty when the smallest holds all.
    pub sizes: Vec<Step>,
}

impl Pager {
    /// Returns the pager of a list of that many rows; `on_page` and `sized` give the addresses.
    pub fn new(
        paging: Paging,
        total: usize,
        on_page: impl Fn(usize) -> String,
        sized: impl Fn(usize) -> String,
    ) -> Self {
        let pages = paging.pages(total);
        let (first, last) = (paging.skip() + 1, (paging.skip() + paging.size).min(total));
        let range = match total {
            0 => "0 of 0".into(),
            _ => format!("{}–{} of {}", number(first), number(last), number(total)),
        };
        let step =
            |page: usize| Step { label: number(page), href: on_page(page), current: page == paging.page };
        let size =
            |size: usize| Step { label: size.to_string(), href: sized(size), current: size == paging.size };
        let smallest = SIZES.first().copied().unwrap_or_default();
        Self {
            label: "Pages".into(),
            range,
            previous: if paging.page > 1 { on_page(paging.page - 1) } else { String::new() },
            next: if paging.page < pages { on_page(paging.page + 1) } else { String::new() },
            steps: if pages > 1 { numbered(paging.page, pages, step) } else { Vec::new() },
            sizes: if total > smallest { SIZES.into_iter().map(size).collect() } else { Vec::new() },
        }
    }
}

/// Returns the first, the last and those around the current page, with gaps between.
fn numbered(current: usize, pages: usize, step: impl Fn(usize) -> Step) -> Vec<Step> {
    let from = current.saturating_sub(AROUND).max(1);
    let to = (current + AROUND).min(pages);
    let gap = || Step { label: "…".into(), href: String::new(), current: false };
    let mut steps = Vec::new();
    if from > 1 {
        steps.push(step(1));
    }
    if from > 2 {
        steps.push(gap());
    }
    steps.extend((from..=to).map(&step));
    if to + 1 < pages {
        steps.push(gap());
    }
    if to < pages {
        steps.push(step(pages));
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pager_shows_the_ends_and_what_is_near() {
        let at =
            |page, total| Pager::new(Paging { page, size: 25 }, total, |n| n.to_string(), |n| n.to_string());
        let labels =
            |pager: &Pager| pager.steps.iter().map(|step| step.label.clone()).collect::<Vec<_>>().join(" ");
        assert_eq!(labels(&at(6, 300)), "1 … 4 5 6 7 8 … 12");
        assert_eq!(labels(&at(1, 60)), "1 2 3");
        assert_eq!(at(2, 60).range, "26–50 of 60");
        assert_eq!((at(1, 25).steps.len(), at(1, 25).sizes.len()), (0, 0));
        assert_eq!((at(3, 60).previous.as_str(), at(3, 60).next.as_str()), ("2", ""));
        assert_eq!(at(1, 0).range, "0 of 0");
    }
}
