//! The gate of relations: a draft in, the best relation it makes out, with all that is wrong.
//!
//! A problem's place is the name of the form's field: `name`, `key`, `type`, `priority`, `source_sku`, `source_skus`, `s3`,
//! `pins`, `hidden`, `t4.v`, `limit`, `sort`, `minimum`, `stores`, `segments`, `from`, `until`, `weekdays`, `hours`, `note`.
//! Must not know whether the products it names exist, nor how a relation is kept.

mod product;
mod time;

use super::draft::Draft;
use super::kind::{Relation, Schedule, Sort, Target};
use super::{KEY_CHARS_MAX, LIMIT_MAX, NAME_CHARS_MAX, NOTE_CHARS_MAX, PRIORITY_MAX, SEGMENT_CHARS_MAX};
use crate::domain::decimal::clip;
use crate::domain::id::{StoreId, TypeId};
use crate::domain::moment::Moment;
use crate::domain::problem::Problems;
use crate::domain::rule::draft::NodeId;
use crate::domain::store::Store;
use crate::domain::text::{has_control, slug, tidy};
use crate::domain::vocabulary::Vocabulary;

/// Keys that addresses need for themselves.
pub const KEYS_RESERVED: [&str; 4] = ["new", "selected", ".", ".."];
/// Most segments of one relation.
const SEGMENTS_MAX: usize = 100;

/// What the gate lets through.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// As right as it can be made; may be evaluated, but not shown to shoppers while there are problems.
    pub relation: Relation,
    /// All that is wrong; they block publishing and break a stored relation.
    pub problems: Problems,
    /// What staff should know though it is allowed: no store is ticked.
    pub warnings: Problems,
    /// Rows of both rules that are left out because they are unfinished or wrong.
    pub unfinished: Vec<NodeId>,
}

/// What is found out on the way.
struct Findings<'a> {
    draft: &'a Draft,
    vocabulary: &'a Vocabulary,
    problems: Problems,
    warnings: Problems,
    unfinished: Vec<NodeId>,
}

/// Checks a draft against what can be named.
pub fn check(draft: &Draft, vocabulary: &Vocabulary) -> Checked {
    let (problems, warnings, unfinished) = (Problems::default(), Problems::default(), Vec::new());
    let mut findings = Findings { draft, vocabulary, problems, warnings, unfinished };
    let name = findings.name();
    let key = findings.key(&name);
    let kind = findings.kind();
    let source = product::source(&mut findings);
    let target = product::target(&mut findings);
    findings.both_pinned_and_hidden(&target);
    let limit = findings.whole("limit", &draft.limit, (1, LIMIT_MAX), LIMIT_MAX);
    let priority = findings.whole("priority", &draft.priority, (1, PRIORITY_MAX), PRIORITY_MAX);
    let stores = findings.stores();
    let relation = Relation {
        name,
        key,
        kind,
        active: draft.active,
        priority,
        source,
        target,
        limit,
        sort: findings.sort(),
        minimum: findings.minimum(limit),
        segments: findings.segments(),
        schedule: findings.schedule(stores.as_deref()),
        stores,
        keep_current: draft.keep_current,
        stop_here: draft.stop_here,
        note: findings.note(),
    };
    let Findings { problems, warnings, unfinished, .. } = findings;
    Checked { relation, problems, warnings, unfinished }
}

impl Findings<'_> {
    fn name(&mut self) -> String {
        let name = tidy(&self.draft.name);
        if is_blank(&name) {
            self.problems.add("name", "Give the relation a name.");
        } else if name.chars().count() > NAME_CHARS_MAX {
            self.problems.add("name", format!("A name has at most {NAME_CHARS_MAX} characters; shorten it."));
        } else if name.chars().any(char::is_control) {
            self.problems.add("name", "The name holds a control character; type it anew.");
        }
        name
    }

    fn key(&mut self, name: &str) -> String {
        let key = tidy(&self.draft.key);
        if key.is_empty() {
            return slug(name);
        }
        // Any text: a key that was imported has to come back as it was. Addresses carry it coded.
        if key.chars().any(char::is_control) {
            self.problems.add("key", "The key holds a control character; type it anew.");
        } else if key.chars().count() > KEY_CHARS_MAX {
            self.problems.add("key", format!("A key has at most {KEY_CHARS_MAX} characters; shorten it."));
        } else if KEYS_RESERVED.contains(&key.as_str()) {
            self.problems
                .add("key", format!("“{key}” is kept for an address of Kindred; choose another key."));
        }
        key
    }

    fn kind(&mut self) -> TypeId {
        let found = self.vocabulary.relation_type(&self.draft.kind).map(|kind| kind.id);
        found.unwrap_or_else(|| {
            let typed = self.draft.kind.trim();
            let keys: Vec<&str> = self.vocabulary.types().iter().map(|kind| kind.key.as_str()).collect();
            let message = match typed {
                "" => "Choose a type.".to_owned(),
                typed => format!("There is no type “{}”; there are {}.", clip(typed), keys.join(", ")),
            };
            self.problems.add("type", message);
            TypeId(0)
        })
    }

    /// Reads a whole number of a range; an empty text is the default where the range's end is one.
    fn whole(&mut self, place: &str, typed: &str, (least, most): (u32, u32), default: u32) -> u32 {
        let typed = typed.trim();
        if typed.is_empty() && place != "priority" {
            return default;
        }
        let is_digits = !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit());
        let number = typed.parse::<u32>().ok().filter(|number| is_digits && (least..=most).contains(number));
        number.unwrap_or_else(|| {
            self.problems.add(place, format!("Give a whole number from {least} to {most}."));
            default
        })
    }

    fn minimum(&mut self, limit: u32) -> u32 {
        let minimum = self.whole("minimum", &self.draft.minimum, (0, LIMIT_MAX), 0);
        if minimum > limit {
            let message = format!(
                "With at most {limit} products it can never have {minimum}; lower this or raise the limit."
            );
            self.problems.add("minimum", message);
        }
        minimum
    }

    fn sort(&mut self) -> Sort {
        let typed = self.draft.sort.trim();
        if typed.is_empty() {
            return Sort::BestSelling;
        }
        Sort::parse(typed).unwrap_or_else(|| {
            let names: Vec<&str> = Sort::ALL.iter().map(|sort| sort.as_str()).collect();
            self.problems
                .add("sort", format!("There is no order “{}”; there are {}.", clip(typed), names.join(", ")));
            Sort::BestSelling
        })
    }

    fn stores(&mut self) -> Option<Vec<StoreId>> {
        let ticked = self.draft.stores.as_ref()?;
        let mut stores = Vec::new();
        for key in ticked.iter().filter(|key| !key.trim().is_empty()) {
            match self.vocabulary.store(key) {
                Some(store) if stores.contains(&store.id) => {}
                Some(store) => stores.push(store.id),
                None => self
                    .problems
                    .add("stores", format!("The store “{}” is gone or was never there.", clip(key))),
            }
        }
        if ticked.is_empty() {
            self.warnings.add("stores", "No store is ticked: this shows nowhere.");
        }
        Some(stores)
    }

    fn segments(&mut self) -> Option<Vec<String>> {
        let typed = self.draft.segments.as_ref()?;
        let mut segments: Vec<String> =
            typed.iter().map(|key| tidy(key)).filter(|key| !key.is_empty()).collect();
        segments.sort();
        segments.dedup();
        let long = segments
            .iter()
            .any(|key| key.chars().count() > SEGMENT_CHARS_MAX || key.chars().any(char::is_control));
        if long {
            self.problems.add(
                "segments",
                format!("A segment's key has at most {SEGMENT_CHARS_MAX} characters on one line."),
            );
        }
        if segments.len() > SEGMENTS_MAX {
            self.problems.add("segments", format!("There are at most {SEGMENTS_MAX} segments."));
        }
        if segments.is_empty() {
            self.warnings.add("segments", "No segment is chosen: this shows to nobody.");
        }
        Some(segments)
    }

    fn schedule(&mut self, stores: Option<&[StoreId]>) -> Schedule {
        let from = time::moment(&self.draft.from).unwrap_or_else(|message| {
            self.problems.add("from", message);
            None
        });
        let until = time::moment(&self.draft.until).unwrap_or_else(|message| {
            self.problems.add("until", message);
            None
        });
        let weekdays = time::weekdays(&self.draft.weekdays).unwrap_or_else(|message| {
            self.problems.add("weekdays", message);
            Vec::new()
        });
        let hours = time::hours(&self.draft.hours).unwrap_or_else(|message| {
            self.problems.add("hours", message);
            None
        });
        let schedule = Schedule { from, until, weekdays, hours };
        self.ends_after_it_begins(&schedule, stores);
        schedule
    }

    /// Where one bound is a wall time and the other is not, they may lie right in one store and wrong in another.
    fn ends_after_it_begins(&mut self, schedule: &Schedule, stores: Option<&[StoreId]>) {
        let is_wrong = match (schedule.from, schedule.until) {
            (Some(Moment::Wall(from)), Some(Moment::Wall(until))) => until <= from,
            _ => {
                let asked = |store: &&Store| stores.is_none_or(|stores| stores.contains(&store.id));
                self.vocabulary.stores().iter().filter(asked).any(|store| {
                    let (from, until) = (schedule.begins(store.time_zone), schedule.ends(store.time_zone));
                    from.is_some_and(|from| until.is_some_and(|until| until <= from))
                })
            }
        };
        if is_wrong {
            self.problems.add("until", "The end lies before the beginning; move one of them.");
        }
    }

    fn note(&mut self) -> String {
        let note = tidy(&self.draft.note);
        if note.chars().count() > NOTE_CHARS_MAX {
            self.problems.add("note", format!("A note has at most {NOTE_CHARS_MAX} characters; shorten it."));
        } else if has_control(&note) {
            self.problems.add("note", "The note holds a control character; type it anew.");
        }
        note
    }

    fn both_pinned_and_hidden(&mut self, target: &Target) {
        let hidden: std::collections::HashSet<_> = target.hidden.iter().collect();
        if let Some(sku) = target.pins.iter().find(|sku| hidden.contains(sku)) {
            self.warnings.add("hidden", format!("“{sku}” is pinned and hidden; hidden wins."));
        }
    }
}

fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'))
}

#[cfg(test)]
mod tests;
