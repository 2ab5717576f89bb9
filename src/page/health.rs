//! Health: what relations have that their makers hardly meant, in words, each with the repair that one press does.

use std::borrow::Cow;
use std::sync::Arc;

use askama::Template;

use super::address;
use super::chrome::Chrome;
use super::mark::Pill;
use super::pager::Pager;
use super::words::number;
use crate::domain::id::ImportId;
use crate::domain::relation::mend::Mend;
use crate::form::fields::Fields;
use crate::form::paging::Paging;
use crate::form::{mend, query};
use crate::index::health::{Finding, Kind, LONG};
use crate::index::roll::{Entry, Roll};
use crate::index::snapshot::Snapshot;

/// The address of the report.
pub const ADDRESS: &str = "/insight/health";

/// One finding, as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What it is, in a word or two.
    pub pill: Pill,
    /// What it is, as a sentence.
    pub sentence: String,
    /// The repair; none: it takes a person in the editor.
    pub offer: Option<Offer>,
}

/// A repair that one press does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What stands on the button.
    pub label: String,
    /// What it sends.
    pub fields: Vec<(&'static str, String)>,
}

/// Returns what is found of one relation, less what only says that it is broken: its page says so by itself.
pub fn told_besides_broken(snapshot: &Snapshot, entry: &Entry) -> Vec<Told> {
    let findings = entry.findings(snapshot);
    findings.iter().filter(|finding| finding.kind != Kind::Broken).cloned().map(tell).collect()
}

/// Returns a kind's name in addresses, and what people read.
fn named(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Unknown => ("unknown", "Unknown value"),
        Kind::Broken => ("broken", "Broken"),
        Kind::NoStore => ("no-store", "No store"),
        Kind::NoMatch => ("no-match", "No match"),
        Kind::UnknownSku => ("unknown-sku", "Unknown SKU"),
        Kind::Duplicate => ("duplicate", "Listed twice"),
        Kind::Long => ("long", "Long list"),
        Kind::HoldsOwner => ("self", "Finds itself"),
    }
}

fn tell(finding: Finding) -> Told {
    let Finding { kind, node, value, meant, count } = finding;
    let (sentence, mend) = match (kind, node, meant) {
        (Kind::Unknown, Some(node), Some(to)) => {
            let sentence = format!("“{value}” is not known; “{to}” is.");
            (sentence, Some((format!("Take “{to}”"), Mend::Take { node, from: value, to })))
        }
        (Kind::Unknown, ..) => {
            (format!("“{value}” is not known, and nothing is like it. Choose another in the editor."), None)
        }
        (Kind::Broken, ..) => (value, None),
        (Kind::NoStore, ..) => (
            "It is for no store, so shoppers see it nowhere.".into(),
            Some(("Show it in every store".into(), Mend::EveryStore)),
        ),
        (Kind::NoMatch, ..) => ("No product matches its rule. Change the rule in the editor.".into(), None),
        (Kind::UnknownSku, node, _) => {
            let strike = node.filter(|_| count > 1).map(|node| Mend::Drop(node, value.clone()));
            (format!("No product has the SKU “{value}”."), strike.map(|mend| ("Strike it".into(), mend)))
        }
        (Kind::Duplicate, node, _) => {
            let once = node.map(|node| ("List it once".into(), Mend::Once(node)));
            (format!("“{value}” is listed more than once."), once)
        }
        (Kind::Long, ..) => (
            format!("{} products match, and nothing limits how many are shown.", number(count)),
            u32::try_from(LONG).ok().map(|most| (format!("Show at most {most}"), Mend::Limit(most))),
        ),
        (Kind::HoldsOwner, ..) => {
            let sentence = format!(
                "Its rule also finds “{value}”, which it stands on. That one is left out when it is shown."
            );
            (sentence, Some(("Leave it out of the rule".into(), Mend::Without(value))))
        }
    };
    let class = match kind {
        Kind::Unknown | Kind::Broken => "bad",
        Kind::HoldsOwner => "",
        _ => "warn",
    };
    let pill = Pill { class, word: named(kind).1.into() };
    Told { pill, sentence, offer: mend.map(|(label, mend)| Offer { label, fields: mend::write(&mend) }) }
}

/// Which findings are asked for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    kind: Option<Kind>,
    /// The number of the import whose relations are meant; empty: all relations.
    pub import: String,
    paging: Paging,
}

impl Wanted {
    /// Returns what an address asks for; what means nothing asks for all.
    pub fn read(fields: &Fields) -> Self {
        let kind = fields.get("kind").trim();
        Self {
            kind: Kind::ALL.into_iter().find(|known| named(*known).0 == kind),
            import: fields.get("import").trim().to_owned(),
            paging: Paging::read(fields),
        }
    }

    /// Returns what asks for all that is found of the relations of one import.
    pub fn of_import(id: ImportId) -> Self {
        Self { import: id.to_string(), ..Self::default() }
    }

    fn address(&self) -> String {
        let [per, page] = self.paging.written();
        let kind = self.kind.map(|kind| named(kind).0).unwrap_or_default();
        let pairs: [(&str, Cow<'_, str>); 4] = [
            ("import", self.import.as_str().into()),
            ("kind", kind.into()),
            ("per", per.into()),
            ("page", page.into()),
        ];
        query::write(ADDRESS, &pairs)
    }

    fn of(&self, kind: Option<Kind>) -> Self {
        Self { kind, paging: self.paging.on(1), ..self.clone() }
    }
}

/// One kind, and how many relations have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// What people read.
    pub label: &'static str,
    /// How many relations.
    pub count: usize,
    /// Where they are.
    pub href: String,
    /// True for the one shown.
    pub current: bool,
}

/// One relation with what is found of it.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// Its key.
    pub key: String,
    /// Its page.
    pub href: String,
    /// Its version, which a repair is based on.
    pub version: i64,
    /// What is found.
    pub told: Vec<Told>,
}

/// What is found of many relations, before it is drawn.
#[derive(Debug, Default)]
pub struct Report {
    found: Vec<(Arc<Entry>, Vec<Finding>)>,
    /// Relations that were looked at.
    pub looked_at: usize,
}

impl Report {
    /// Looks at relations; at those of the keys alone where some are given.
    pub fn new(snapshot: &Snapshot, roll: &Roll, keys: Option<&[String]>) -> Self {
        let mut sorted: Option<Vec<&String>> = keys.map(|keys| keys.iter().collect());
        sorted.iter_mut().for_each(|keys| keys.sort());
        let asked = |entry: &&Arc<Entry>| {
            sorted.as_ref().is_none_or(|keys| keys.binary_search(&&entry.standing.key).is_ok())
        };
        let mut report = Self::default();
        for entry in roll.entries.iter().filter(asked) {
            report.looked_at += 1;
            let found = entry.findings(snapshot);
            if !found.is_empty() {
                report.found.push((Arc::clone(entry), found.to_vec()));
            }
        }
        report
    }

    /// Returns how many relations have a finding.
    pub fn found(&self) -> usize {
        self.found.len()
    }

    /// Returns the kinds that were found, after all of them together.
    pub fn tabs(&self, wanted: &Wanted) -> Vec<Tab> {
        let has = |kind: Kind| {
            self.found.iter().filter(|(_, found)| found.iter().any(|finding| finding.kind == kind)).count()
        };
        let tab = |kind: Option<Kind>, count| Tab {
            label: kind.map_or("All findings", |kind| named(kind).1),
            count,
            href: wanted.of(kind).address(),
            current: wanted.kind == kind,
        };
        let kinds = Kind::ALL.into_iter().map(|kind| (kind, has(kind)));
        let kinds = kinds.filter(|(kind, count)| *count > 0 || wanted.kind == Some(*kind));
        std::iter::once(tab(None, self.found.len()))
            .chain(kinds.map(|(kind, count)| tab(Some(kind), count)))
            .collect()
    }
}

/// `/insight/health`
#[derive(Debug, Clone, Template)]
#[template(path = "health/list.html")]
pub struct List {
    /// The frame.
    pub chrome: Chrome,
    /// The file of the import whose relations are meant; empty: all relations.
    pub file: String,
    /// That import's number.
    pub import: String,
    /// How many have findings, as a sentence.
    pub sentence: String,
    /// The kinds.
    pub tabs: Vec<Tab>,
    /// The relations of this page.
    pub rows: Vec<Row>,
    /// What stands below.
    pub pager: Pager,
    /// This very list; whoever mends comes back to it.
    pub here: String,
}

impl List {
    /// Returns the page.
    pub fn new(chrome: Chrome, report: Report, wanted: &Wanted, file: String) -> Self {
        let tabs = report.tabs(wanted);
        let sentence = match (report.looked_at, report.found()) {
            (0, _) => "There is no relation to look at.".into(),
            (looked_at, 0) => format!("Nothing was found in {} relations.", number(looked_at)),
            (looked_at, found) => {
                format!("{} of {} relations have something to look at.", number(found), number(looked_at))
            }
        };
        let shown = |finding: &Finding| wanted.kind.is_none_or(|kind| finding.kind == kind);
        let mut all: Vec<(Arc<Entry>, Vec<Finding>)> = report.found;
        all.iter_mut().for_each(|(_, found)| found.retain(shown));
        all.retain(|(_, found)| !found.is_empty());
        all.sort_by_key(|(_, found)| found.first().map(|finding| finding.kind));
        let paging = wanted.paging.within(all.len());
        let on_page = |page| Wanted { paging: paging.on(page), ..wanted.clone() }.address();
        let sized = |size| Wanted { paging: Paging { page: 1, size }, ..wanted.clone() }.address();
        let pager = Pager::new(paging, all.len(), on_page, sized);
        let rows = all.into_iter().skip(paging.skip()).take(paging.size).map(|(entry, found)| Row {
            name: entry.standing.relation.name.clone(),
            key: entry.standing.key.clone(),
            href: address::relation(&entry.standing.key),
            version: entry.standing.version,
            told: found.into_iter().map(tell).collect(),
        });
        let rows = rows.collect();
        let here = Wanted { paging, ..wanted.clone() }.address();
        Self { chrome, file, import: wanted.import.clone(), sentence, tabs, rows, pager, here }
    }
}
