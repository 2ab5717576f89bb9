//! Names to ids: options, categories, stores and the two states; what is gone, and what was probably meant.

use super::condition::{Fault, Right, Row, unfit};
use crate::domain::decimal::clip;
use crate::domain::id::{CategoryId, OptionId, StoreId};
use crate::domain::locale::Localised;
use crate::domain::rule::field::{Field, Kind};
use crate::domain::rule::operator::Operator;
use crate::domain::rule::tree::Test;
use crate::domain::text::fold;
use crate::domain::vocabulary::Vocabulary;

/// How many names that are gone are told one by one; the rest are counted.
const GONE_TOLD_MAX: usize = 5;
/// How many names are looked through for the one that was meant.
const MEANT_AMONG_MAX: usize = 5_000;
/// Longest name, in characters, for which the nearest is looked for.
const MEANT_CHARS_MAX: usize = 60;

/// A product's two states, as they are named.
const STATES: [(&str, bool); 2] = [("active", true), ("inactive", false)];

/// Makes the test of a choice or category from its names.
pub(super) fn right(row: &Row<'_>, written: &[String]) -> Result<Right, Fault> {
    let all = row.positive == Operator::AllIn;
    match row.field {
        Field::Category => {
            let mut found = Found::default();
            for name in written {
                found.take(category(row.vocabulary, name));
            }
            let (categories, gone) = found.end();
            Ok(Right { test: Test::AnyCategory { categories, with_sub: row.typed.with_sub }, gone })
        }
        Field::Attribute(_) => {
            let mut found = Found::default();
            for name in written {
                found.take(option(row, name));
            }
            let (options, gone) = found.end();
            let test = match (all, gone.is_empty()) {
                (true, true) => Test::AllOptions(options),
                (true, false) => Test::Nothing,
                (false, _) => Test::AnyOption(options),
            };
            Ok(Right { test, gone })
        }
        Field::Store if !all => {
            let mut found = Found::default();
            for name in written {
                found.take(store(row.vocabulary, name));
            }
            let (stores, gone) = found.end();
            Ok(Right { test: Test::AnyStore(stores), gone })
        }
        Field::Status if !all => {
            let mut found = Found::default();
            for name in written {
                found.take(state(name));
            }
            let (states, gone) = found.end();
            Ok(Right { test: states_test(&states), gone })
        }
        _ => Err(unfit(row)),
    }
}

fn states_test(states: &[bool]) -> Test {
    match states {
        [] => Test::Nothing,
        [state] => Test::Active(*state),
        _ => Test::Present,
    }
}

/// Returns true when the name means something as it stands, so that its comma is part of it.
pub(super) fn is_known(row: &Row<'_>, name: &str) -> bool {
    match row.field {
        Field::Category => !row.vocabulary.find_categories(name).is_empty(),
        Field::Attribute(id) => !row.vocabulary.find_options(id, name).is_empty(),
        Field::Store => store(row.vocabulary, name).is_ok(),
        _ => false,
    }
}

/// Ids found so far, each once, and sentences about names that mean none.
struct Found<T> {
    ids: Vec<T>,
    gone: Vec<String>,
    untold: usize,
}

impl<T> Default for Found<T> {
    fn default() -> Self {
        Self { ids: Vec::new(), gone: Vec::new(), untold: 0 }
    }
}

impl<T: PartialEq> Found<T> {
    fn take(&mut self, found: Result<T, Missing<'_>>) {
        match found {
            Ok(id) if self.ids.contains(&id) => {}
            Ok(id) => self.ids.push(id),
            Err(_) if self.gone.len() >= GONE_TOLD_MAX => self.untold += 1,
            Err(missing) => self.gone.push(missing.sentence()),
        }
    }

    fn end(mut self) -> (Vec<T>, Vec<String>) {
        match self.untold {
            0 => {}
            1 => self.gone.push("One more value is gone or was never there.".into()),
            more => self.gone.push(format!("{more} more values are gone or were never there.")),
        }
        (self.ids, self.gone)
    }
}

/// A name that means nothing, or too much. The sentence is made only where it is told, for it is dear.
enum Missing<'a> {
    Gone(&'a str, Box<dyn Iterator<Item = String> + 'a>),
    Ambiguous(&'a str, Vec<String>),
}

impl Missing<'_> {
    fn sentence(self) -> String {
        match self {
            Self::Gone(written, names) => gone(written, names),
            Self::Ambiguous(written, candidates) => {
                let shown: Vec<String> = candidates.iter().take(4).cloned().collect();
                format!(
                    "“{}” can mean {}; write the key of the one you mean.",
                    clip(written),
                    shown.join(" or ")
                )
            }
        }
    }
}

fn category<'a>(vocabulary: &'a Vocabulary, written: &'a str) -> Result<CategoryId, Missing<'a>> {
    match vocabulary.find_categories(written).as_slice() {
        [one] => Ok(one.id),
        [] => {
            let names =
                vocabulary.categories().iter().flat_map(|category| names(&category.key, &category.name));
            Err(Missing::Gone(written, Box::new(names)))
        }
        several => {
            let path = |id: CategoryId| {
                let names = vocabulary
                    .path(id)
                    .into_iter()
                    .map(|category| said(&category.name, &category.key).to_owned());
                names.collect::<Vec<_>>().join(" › ")
            };
            let called =
                several.iter().map(|category| format!("{} ({})", path(category.id), category.key)).collect();
            Err(Missing::Ambiguous(written, called))
        }
    }
}

fn option<'a>(row: &'a Row<'_>, written: &'a str) -> Result<OptionId, Missing<'a>> {
    let Field::Attribute(id) = row.field else {
        return Err(Missing::Gone(written, Box::new(std::iter::empty())));
    };
    match row.vocabulary.find_options(id, written).as_slice() {
        [one] => Ok(one.id),
        [] => {
            let options = row
                .vocabulary
                .attribute(id)
                .map(|attribute| attribute.options.as_slice())
                .unwrap_or_default();
            let names = options.iter().flat_map(|option| names(&option.key, &option.label));
            Err(Missing::Gone(written, Box::new(names)))
        }
        several => {
            let called =
                several.iter().map(|option| format!("{} ({})", said(&option.label, &option.key), option.key));
            Err(Missing::Ambiguous(written, called.collect()))
        }
    }
}

fn store<'a>(vocabulary: &'a Vocabulary, written: &'a str) -> Result<StoreId, Missing<'a>> {
    if let Some(store) = vocabulary.store(written) {
        return Ok(store.id);
    }
    let name = fold(written);
    let called: Vec<_> = vocabulary.stores().iter().filter(|store| fold(&store.name) == name).collect();
    match called.as_slice() {
        [one] => Ok(one.id),
        [] => {
            let names = vocabulary.stores().iter().flat_map(|store| [store.name.clone(), store.key.clone()]);
            Err(Missing::Gone(written, Box::new(names)))
        }
        several => {
            let called = several.iter().map(|store| format!("{} ({})", store.name, store.key)).collect();
            Err(Missing::Ambiguous(written, called))
        }
    }
}

fn state(written: &str) -> Result<bool, Missing<'_>> {
    let name = fold(written);
    let found = STATES.iter().find(|(state, _)| *state == name).map(|(_, state)| *state);
    found.ok_or_else(|| Missing::Gone(written, Box::new(STATES.iter().map(|(state, _)| (*state).to_owned()))))
}

/// Returns the sentence for a field that is not there; an attribute's bare key is taken for its id.
pub(super) fn field_gone(written: &str, vocabulary: &Vocabulary) -> String {
    let named =
        vocabulary.attribute_by_key(written).map(|attribute| Field::Attribute(attribute.id).id(vocabulary));
    let ids = Field::all(vocabulary).into_iter().map(|field| field.id(vocabulary));
    match named {
        Some(id) => {
            format!("The field “{}” is gone or was never there; did you mean “{id}”?", clip(written.trim()))
        }
        None => format!("The field {}", gone(written, ids)),
    }
}

/// Returns what people call a thing, its key for want of a label.
fn said<'a>(label: &'a Localised<String>, key: &'a str) -> &'a str {
    label.any().map(String::as_str).unwrap_or(key)
}

pub(super) fn names<'a>(key: &'a str, label: &'a Localised<String>) -> impl Iterator<Item = String> + 'a {
    label.default.iter().chain(label.own.values()).cloned().chain(std::iter::once(key.to_owned()))
}

/// Returns the sentence, without its subject's kind, for a name that means nothing.
fn gone(written: &str, names: impl Iterator<Item = String>) -> String {
    let written = written.trim();
    match nearest(written, names) {
        Some(meant) => {
            format!("“{}” is gone or was never there; did you mean “{}”?", clip(written), clip(&meant))
        }
        None => format!("“{}” is gone or was never there; choose another.", clip(written)),
    }
}

/// Returns the name that takes the fewest changes of a letter, at most one in three.
pub(super) fn nearest(written: &str, names: impl Iterator<Item = String>) -> Option<String> {
    let wanted: Vec<char> = fold(written).chars().collect();
    if wanted.is_empty() || wanted.len() > MEANT_CHARS_MAX {
        return None;
    }
    let mut best: Option<(usize, String)> = None;
    let mut changes_max = wanted.len().div_ceil(3).min(4);
    for name in names.take(MEANT_AMONG_MAX) {
        let letters: Vec<char> = fold(&name).chars().collect();
        if letters.len().abs_diff(wanted.len()) > changes_max {
            continue;
        }
        let changes = distance(&wanted, &letters);
        if changes <= changes_max && best.as_ref().is_none_or(|(least, _)| changes < *least) {
            changes_max = changes;
            best = Some((changes, name));
        }
    }
    best.map(|(_, name)| name)
}

/// Returns how many letters must be put in, taken out or changed to make one word of the other.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (above, a) in left.iter().enumerate() {
        let mut corner = above;
        let mut before = above + 1;
        let mut next = vec![before];
        for (b, up) in right.iter().zip(row.iter().skip(1)) {
            let changed = corner + usize::from(a != b);
            before = changed.min(before + 1).min(up + 1);
            next.push(before);
            corner = *up;
        }
        row = next;
    }
    row.last().copied().unwrap_or(left.len())
}

/// Returns true for fields whose values are of a kind that has labels of its own by locale.
pub(super) fn has_labels(field: Field, kind: Kind) -> bool {
    match kind {
        Kind::Text | Kind::Category => true,
        Kind::Choice => matches!(field, Field::Attribute(_)),
        _ => false,
    }
}
