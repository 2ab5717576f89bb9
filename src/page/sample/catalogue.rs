//! For tests: the catalogue that samples are made of: six products, relations of every standing, links both ways.

use askama::Template;

use super::super::chrome::{Chrome, Here};
use crate::domain::id::{LinkId, ProductId, RelationId};
use crate::domain::link::Link;
use crate::domain::relation::Frozen;
use crate::domain::relation::draft::SourceKind;
use crate::index::build::{Everything, build};
use crate::index::roll::Roll;
use crate::index::sample::{everything, link, now, relation};
use crate::index::snapshot::Snapshot;

/// A name that is markup wherever it is not escaped.
pub const HOSTILE: &str = "<script>alert(1)</script>\"'&<u>";

const PRODUCTS: &str = "
    a1 cat=lenses brand=sony colour=silver mount=e price=100 was=150 stock=3 sold=9 name=HOSTILE
    a2 cat=lenses brand=sony colour=w1 price=140 stock=0 sold=7 name=A_lens_with_a_name_that_no_tile_can_hold_in_one_line
    a3 cat=cameras brand=canon price=900 stock=12 rating=4.6 reviews=18 / a3-s colour=silver stock=2 / a3-w colour=w1 stock=0
    a4 cat=bags brand=canon price=40 stock=5
    a5 cat=bag-acc price=none
    a6 cat=lenses brand=sony price=180 stock=8 off
";

/// One rendered page.
pub struct Sample {
    /// The template it is of.
    pub template: &'static str,
    /// The state it shows.
    pub state: &'static str,
    /// What it renders to.
    pub html: String,
}

/// Renders a page in one of its states.
pub fn sample(template: &'static str, state: &'static str, page: &impl Template) -> Sample {
    Sample { template, state, html: page.render().unwrap() }
}

/// Returns a frame whose every word tries to be markup.
pub fn frame(title: &str, here: Here) -> Chrome {
    let mut chrome = super::chrome(title, here);
    chrome.staff_name = HOSTILE.into();
    let mut flash = super::flash();
    flash.message = format!("“{HOSTILE}” was deleted.");
    chrome.flash = Some(flash);
    chrome
}

/// Returns the snapshot of a shop that has just been installed.
pub fn empty() -> Snapshot {
    build(everything(""))
}

/// Returns the snapshot with products, links and relations of every standing.
pub fn full() -> Snapshot {
    let hostile = |draft: &mut crate::domain::relation::draft::Draft| draft.name = HOSTILE.into();
    let relations = vec![
        relation(1, "live", "brand equal @brand", hostile),
        relation(2, "broken", "brand equal nobody-any-more", |draft| draft.kind = "up-sell".into()),
        relation(3, "frozen", "category equal bags", |draft| draft.keep_current = false),
        relation(4, "off", "category equal lenses", |draft| draft.active = false),
        relation(5, "soon", "category equal lenses", |draft| draft.from = "2026-12-01T09:00".into()),
        relation(6, "on-one", "", |draft| {
            (draft.source_kind, draft.source_sku) = (SourceKind::One, "a3".into());
            draft.pins = vec!["a1".into(), "a2".into()];
            draft.note = HOSTILE.into();
        }),
    ];
    let frozen = Frozen {
        relation: RelationId(3),
        source: None,
        locale: crate::domain::rule::fixture::english(),
        targets: vec![ProductId(4)],
    };
    let bounded = Link { id: LinkId(3), two_way: true, valid_until: Some(now()), ..link(3, 1, 4, 2) };
    build(Everything {
        relations,
        frozen: vec![frozen],
        links: vec![link(1, 1, 2, 0), link(2, 1, 3, 1), bounded],
        hidden: vec![(ProductId(1), ProductId(5))],
        ..everything(&PRODUCTS.replace("HOSTILE", HOSTILE))
    })
}

/// Returns what lists tell of a snapshot's relations.
pub fn roll(snapshot: &Snapshot) -> Roll {
    Roll::of(snapshot, now(), None)
}
