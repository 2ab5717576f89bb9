//! For tests: samples of imports and exports: the form, the list, and a report at every stage.

use chrono_tz::Tz;

use super::catalogue::{HOSTILE, Sample, empty, frame, full, roll, sample};
use crate::domain::problem::Problems;
use crate::form::paging::Paging;
use crate::index::sample::now;
use crate::page::chrome::Here;
use crate::page::import::{Figures, Line, List, Show, Stage, Told, row};
use crate::page::mark::{Choice, Pill};
use crate::page::{export, health, import};

const STAGES: [(&str, Stage); 7] = [
    ("checking", Stage::Checking),
    ("checked", Stage::Checked),
    ("applying", Stage::Applying),
    ("applied", Stage::Applied),
    ("failed", Stage::Failed),
    ("interrupted", Stage::Interrupted),
    ("discarded", Stage::Discarded),
];

/// Returns all of them.
pub fn samples() -> Vec<Sample> {
    let mut problems = Problems::default();
    problems.add("file", format!("The file “{HOSTILE}” is empty."));
    problems.add("format", "Choose what the file is.");
    let every = STAGES.map(|(_, stage)| row(told(stage), Tz::UTC)).to_vec();
    let list = |problems, rows| List {
        chrome: frame("Imports", Here::Imports),
        formats: vec![Choice::new("", "Tell it from the file", ""), Choice::new("csv", HOSTILE, "")],
        problems,
        rows,
    };
    let mut all = vec![
        sample("import/list.html", "empty", &list(Problems::default(), Vec::new())),
        sample("import/list.html", "full, refused", &list(problems, every)),
    ];
    all.extend(STAGES.map(|(state, stage)| sample("import/show.html", state, &report(told(stage), lines()))));
    let figures = Figures { rows: 3, unchanged: 3, ..Figures::default() };
    let unchanged = Told { figures, ..told(Stage::Checked) };
    all.push(sample("import/show.html", "nothing to apply", &report(unchanged, Vec::new())));
    all.push(sample("export/show.html", "empty", &exported(export::Figures::default(), Vec::new())));
    let tabs = || {
        vec![health::Tab { label: "Listed twice", count: 3, href: "/insight/health".into(), current: true }]
    };
    let brought = Some(import::Health { brought: 150, found: 3, tabs: tabs() });
    let whole = Show { health: brought, ..report(told(Stage::Applied), lines()) };
    all.push(sample("import/show.html", "relations", &whole));
    for snapshot in [empty(), full()] {
        let report = health::Report::new(&snapshot, &roll(&snapshot), None);
        let page = health::List::new(
            frame("Health", Here::Relations),
            report,
            &health::Wanted::default(),
            HOSTILE.into(),
        );
        all.push(sample("health/list.html", "all", &page));
    }
    let lost = export::Lost {
        key: "on-one".into(),
        name: HOSTILE.into(),
        lacks: vec![format!("“{HOSTILE}” is not a field there."), "It has a schedule.".into()],
        fate: Pill { class: "warn", word: "Left out".into() },
    };
    let figures = export::Figures { asked: 1204, written: 1203, rows: 1300, left_out: 1 };
    all.push(sample("export/show.html", "full", &exported(figures, vec![lost])));
    all
}

fn exported(figures: export::Figures, lost: Vec<export::Lost>) -> export::Show {
    export::Show {
        chrome: frame("Exports", Here::Relations),
        chosen: format!("3 relations with “{HOSTILE}”"),
        dropped: vec![format!("There is no store “{HOSTILE}”; it was left out.")],
        fields: vec![("q".into(), HOSTILE.into())],
        freezes: !lost.is_empty(),
        figures,
        lost_count: lost.len() * 300,
        lost,
        notices: vec![format!("4 are not kept current: {HOSTILE}.")],
        files: vec!["product_relation.csv", "product_relation_store.csv"],
        lines: "relations.jsonl",
    }
}

fn report(told: Told, lines: Vec<Line>) -> Show {
    let kept = lines.len() * 30;
    Show::new(frame(HOSTILE, Here::Imports), told, Tz::UTC, lines, kept, Paging::default())
}

fn told(stage: Stage) -> Told {
    Told {
        id: 7,
        file: HOSTILE.into(),
        format: "Own CSV".into(),
        stage,
        rows_done: 400,
        bytes: 1_250_000,
        figures: Figures { rows: 1204, added: 900, changed: 200, unchanged: 100, refused: 4, problems: 5000 },
        notices: vec![format!("900 links of {HOSTILE} would go.")],
        failure: if stage == Stage::Failed { format!("No column {HOSTILE}.") } else { String::new() },
        by: HOSTILE.into(),
        at: now(),
        has_file: true,
    }
}

fn lines() -> Vec<Line> {
    let line = |line, refused| Line {
        line,
        column: "price".into(),
        value: HOSTILE.into(),
        message: format!("“{HOSTILE}” is not a price."),
        refused,
    };
    vec![line(2, true), line(3, false)]
}
