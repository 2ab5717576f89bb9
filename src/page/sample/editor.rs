//! For tests: samples of the editor: empty, with nested groups, with unfinished and muted rows, refused, overtaken by somebody.

use super::catalogue::{HOSTILE, Sample, empty, frame, full, sample};
use crate::domain::problem::Problems;
use crate::domain::relation::draft::{Draft, SourceKind};
use crate::domain::relation::step::{Seen, Step};
use crate::domain::rule::edit::{highest, renumber};
use crate::domain::rule::fixture;
use crate::index::sample::now;
use crate::index::snapshot::Snapshot;
use crate::page::chrome::Here;
use crate::page::draft::new::{New, PATTERNS};
use crate::page::draft::{Edit, Session};
use crate::page::mark::{Mark, locale, tile};

const NESTED: &str = "all
  brand equal @brand
  price between @price *1.1|1.6
  any same
    colour equal silver|w1
    stock greater 0
    none
      series contains x
  ~category in cameras /sub
  released within_last 30";

const UNFINISHED: &str = "all
  brand
  price between 5
  colour equal gone
  series contains <b>
  any
  nonsense equal <script>";

/// Returns all of them.
pub fn samples() -> Vec<Sample> {
    let (empty, full) = (empty(), full());
    let typed = |rule: &str| Draft {
        name: HOSTILE.into(),
        source_kind: SourceKind::Rule,
        source_rule: fixture::rule("brand equal sony"),
        target_rule: fixture::rule(rule),
        note: HOSTILE.into(),
        ..Draft::new()
    };
    let listed = Draft {
        source_kind: SourceKind::List,
        source_skus: vec!["a1".into(), HOSTILE.into()],
        pins: vec!["a2".into(), HOSTILE.into()],
        hidden: vec!["a3".into(), HOSTILE.into()],
        stores: Some(vec!["us".into(), HOSTILE.into()]),
        segments: Some(vec![HOSTILE.into()]),
        limit: HOSTILE.into(),
        from: HOSTILE.into(),
        weekdays: vec!["mon".into()],
        hours: ["09:00".into(), HOSTILE.into()],
        ..Draft::new()
    };
    let one = Draft { source_kind: SourceKind::One, source_sku: "a1".into(), ..typed("brand equal @brand") };
    let wondering = Seen { sku: "a1".into(), why: "a2".into(), ..Seen::default() };
    let lost = Seen { sku: HOSTILE.into(), store: HOSTILE.into(), at: HOSTILE.into(), why: HOSTILE.into() };
    let new = |state| edit(state, &full, Draft::new(), session(), Seen::default());
    let mut all = vec![
        new("new"),
        edit("in a fresh shop", &empty, Draft::new(), session(), Seen::default()),
        edit("nested groups", &full, typed(NESTED), session(), wondering),
        edit("unfinished rows", &full, typed(UNFINISHED), session(), lost),
        edit("one product", &full, one.clone(), session(), Seen::default()),
        edit("everything typed wrongly", &full, listed, refused(), Seen::default()),
        edit("somebody else published", &full, one.clone(), overtaken(), Seen::default()),
        edit("somebody else's", &full, one, Session { owner: HOSTILE.into(), ..session() }, Seen::default()),
    ];
    all.extend([
        begin("without a product", &full, ""),
        begin("from a product", &full, "a1"),
        begin("lost", &full, HOSTILE),
    ]);
    all
}

fn edit(
    state: &'static str,
    snapshot: &Snapshot,
    mut relation: Draft,
    session: Session,
    seen: Seen,
) -> Sample {
    renumber(&mut relation.source_rule, 's');
    renumber(&mut relation.target_rule, 't');
    let step = Step { last: highest(&relation.target_rule), relation, seen, notes: notes() };
    let page = Edit::new(frame("Editor", Here::Relations), session, snapshot, &step, now()).unwrap();
    sample("draft/edit.html", state, &page)
}

/// The last edit changed something by itself, and says so at its row.
fn notes() -> Problems {
    let mut notes = Problems::default();
    notes.add("t1", format!("The value {HOSTILE} was taken out."));
    notes
}

fn session() -> Session {
    Session {
        href: "/drafts/1".into(),
        key: String::new(),
        based_on: 0,
        steps: 0,
        can_undo: false,
        can_redo: false,
        owner: String::new(),
        saved_at: now(),
        at: String::new(),
        refused: false,
        stale: None,
        gone: None,
        find: String::new(),
        extra: Problems::default(),
    }
}

fn refused() -> Session {
    let mut extra = Problems::default();
    extra.add("key", format!("The key {HOSTILE} is taken."));
    let at = "name".to_owned();
    Session { steps: 3, can_undo: true, can_redo: true, at, refused: true, extra, ..session() }
}

fn overtaken() -> Session {
    let stale = Some((format!("{HOSTILE} published version 4."), 4));
    Session { key: "live".into(), based_on: 3, steps: 2, can_undo: true, refused: true, stale, ..session() }
}

fn begin(state: &'static str, snapshot: &Snapshot, sku: &str) -> Sample {
    let locale = locale(snapshot.vocabulary());
    let view = snapshot.find(sku).and_then(|doc| snapshot.product(doc));
    let page = New {
        chrome: frame("New relation", Here::Relations),
        product: view.map(|view| tile(view, &locale)),
        sku: sku.to_owned(),
        kinds: vec![Mark { key: "related".into(), word: HOSTILE.into() }],
        kind: "related".into(),
        templates: PATTERNS,
    };
    sample("draft/new.html", state, &page)
}
