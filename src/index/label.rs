//! Labels: texts as numbers that compare as the texts do, so that an order by text is an order by number.
//!
//! There is room between the labels; a new text takes a place between its neighbours'. Where the room is used up, all get
//! new labels. Equal texts have equal labels. Must not know what the texts are.

use std::sync::Arc;

use super::cells::Cells;
use super::ranked::Ranked;
use super::sorted::Sorted;

/// The room between two labels of a fresh order.
const ROOM: i64 = 1 << 32;

/// Labels texts that come in order.
#[derive(Debug, Default)]
pub struct Labelling {
    docs: Vec<u32>,
    labels: Vec<i64>,
}

impl Labelling {
    /// Adds the product of the next text, which is another than the last one or the same.
    pub fn add(&mut self, is_other: bool, doc: u32) {
        let last = self.labels.last().copied().unwrap_or(0);
        self.docs.push(doc);
        self.labels.push(if is_other { last + ROOM } else { last });
    }

    /// Returns the labels.
    pub fn done(self) -> Sorted {
        Sorted::labelled(self.docs, &self.labels)
    }
}

impl Sorted {
    /// Returns the labels of texts. Equal texts are told apart by `ties`.
    pub fn of_texts(mut texts: Vec<(String, u32)>, ties: Option<&Self>) -> Self {
        texts.sort_unstable_by(|left, right| {
            left.0.cmp(&right.0).then_with(|| {
                ties.map(|ties| ties.get(left.1).cmp(&ties.get(right.1))).unwrap_or(left.1.cmp(&right.1))
            })
        });
        let (mut labelling, mut last): (Labelling, Option<&str>) = Default::default();
        for (text, doc) in &texts {
            labelling.add(last != Some(text.as_str()), *doc);
            last = Some(text);
        }
        labelling.done()
    }

    fn labelled(docs: Vec<u32>, labels: &[i64]) -> Self {
        let places = docs.iter().max().and_then(|doc| usize::try_from(*doc).ok()).map_or(0, |doc| doc + 1);
        let mut all = vec![None; places];
        for (doc, label) in docs.iter().zip(labels) {
            if let Some(cell) = usize::try_from(*doc).ok().and_then(|at| all.get_mut(at)) {
                *cell = Some(*label);
            }
        }
        let cells = Cells::build(all.into_iter());
        let base = Arc::new(Ranked::new(docs, |doc| cells.get(doc).unwrap_or(0)));
        Self { cells, base, ..Self::default() }
    }

    /// Gives products with new texts their labels; `text` tells the text of any product. Products without a text lose
    /// theirs.
    pub fn label(
        &mut self,
        fresh: Vec<(u32, Option<String>)>,
        ties: Option<&Self>,
        text: impl Fn(u32) -> Option<String>,
    ) {
        let mut named = Vec::with_capacity(fresh.len());
        for (doc, text) in fresh {
            self.set(doc, &[]);
            self.loosen(doc);
            named.extend(text.map(|text| (text, doc)));
        }
        named.sort_unstable();
        if !self.squeeze(&named, ties, &text) {
            self.spread(ties);
            self.squeeze(&named, ties, &text);
        }
        if self.is_unsettled() {
            self.merge(ties);
        }
    }

    /// Returns the label of the last text that does not come after one; the least number where there is none.
    pub fn label_up_to(&self, wanted: &str, text: impl Fn(u32) -> Option<String>) -> i64 {
        let (below, above) = self.neighbours(wanted, None, &text);
        let same = above.filter(|(_, doc)| text(*doc).as_deref() == Some(wanted)).map(|(label, _)| label);
        same.or(below).unwrap_or(i64::MIN)
    }

    /// Labels texts in order in the room that there is; false where it does not suffice.
    fn squeeze(
        &mut self,
        named: &[(String, u32)],
        ties: Option<&Self>,
        text: &impl Fn(u32) -> Option<String>,
    ) -> bool {
        let mut labelled: Vec<(u32, i64)> = Vec::with_capacity(named.len());
        let mut rest = named;
        while let Some((wanted, _)) = rest.first() {
            let (below, above) = self.neighbours(wanted, ties, text);
            let ceiling = above.and_then(|(_, doc)| text(doc));
            if let Some((label, _)) = above.filter(|_| ceiling.as_ref() == Some(wanted)) {
                let count = rest.iter().take_while(|(text, _)| text == wanted).count();
                labelled.extend(rest.iter().take(count).map(|(_, doc)| (*doc, label)));
                rest = rest.get(count..).unwrap_or_default();
                continue;
            }
            // All that fall between the same neighbours share the room.
            let fits = |text: &String| ceiling.as_ref().is_none_or(|ceiling| text < ceiling);
            let count = rest.iter().take_while(|(text, _)| fits(text)).count();
            let (gap, after) = rest.split_at_checked(count.max(1)).unwrap_or((rest, &[]));
            let Some((mut label, step)) = room(below, above.map(|(label, _)| label), gap.len()) else {
                return false;
            };
            for group in gap.chunk_by(|left, right| left.0 == right.0) {
                label = label.saturating_add(step);
                labelled.extend(group.iter().map(|(_, doc)| (*doc, label)));
            }
            rest = after;
        }
        for (doc, label) in labelled {
            self.set(doc, &[label]);
        }
        true
    }

    /// Returns the label of the last text before a wanted one, and the first of those not before it with its product.
    fn neighbours(
        &self,
        wanted: &str,
        ties: Option<&Self>,
        text: &impl Fn(u32) -> Option<String>,
    ) -> (Option<i64>, Option<(i64, u32)>) {
        let loose = self.loose_line(false, ties);
        let stands = |doc: u32| !self.loose.contains(doc);
        let known = seek(&self.base.docs, stands, |doc| text(doc).is_some_and(|text| text.as_str() < wanted));
        let others = seek(loose, |_| true, |doc| text(doc).is_some_and(|text| text.as_str() < wanted));
        let label = |doc: Option<u32>| doc.and_then(|doc| Some((self.get(doc)?, doc)));
        let below = label(known.0).max(label(others.0)).map(|(label, _)| label);
        let above = [label(known.1), label(others.1)].into_iter().flatten().min();
        (below, above)
    }

    /// Gives every text a new label, with room between.
    fn spread(&mut self, ties: Option<&Self>) {
        self.merge(ties);
        let docs = self.base.docs.clone();
        let (mut label, mut last) = (0, None);
        let mut labels = Vec::with_capacity(docs.len());
        for doc in &docs {
            let old = self.get(*doc);
            label += if old == last && last.is_some() { 0 } else { ROOM };
            last = old;
            labels.push(label);
        }
        *self = Self::labelled(docs, &labels);
    }
}

/// Returns the last of the products that count before a border, and the first not before it.
fn seek(
    docs: &[u32],
    counts: impl Fn(u32) -> bool,
    is_before: impl Fn(u32) -> bool,
) -> (Option<u32>, Option<u32>) {
    let at = |place: usize| docs.get(place).copied();
    let (mut from, mut to) = (0, docs.len());
    while from < to {
        let middle = usize::midpoint(from, to);
        let next = (middle..to).find_map(|place| Some((place, at(place).filter(|doc| counts(*doc))?)));
        match next {
            Some((place, doc)) if is_before(doc) => from = place + 1,
            _ => to = middle,
        }
    }
    let below = (0..from).rev().filter_map(at).find(|doc| counts(*doc));
    (below, (from..docs.len()).filter_map(at).find(|doc| counts(*doc)))
}

/// Returns from where and in which steps so many labels fit between two; none where they do not.
fn room(below: Option<i64>, above: Option<i64>, count: usize) -> Option<(i64, i64)> {
    let count = i64::try_from(count).ok()?.checked_add(1)?;
    match (below, above) {
        (None, None) => Some((0, ROOM)),
        (Some(below), None) => below.checked_add(count.checked_mul(ROOM)?).map(|_| (below, ROOM)),
        (None, Some(above)) => above.checked_sub(count.checked_mul(ROOM)?).map(|from| (from, ROOM)),
        (Some(below), Some(above)) => {
            let step = above.checked_sub(below)? / count;
            (step > 0).then_some((below, step))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn labels_compare_as_their_texts_do_however_many_come_between() {
        let mut texts: HashMap<u32, String> =
            (0..2_000).map(|n| (n, format!("t{:05}", n * 7 % 3_000))).collect();
        let mut labels =
            Sorted::of_texts(texts.iter().map(|(doc, text)| (text.clone(), *doc)).collect(), None);
        for turn in 0..60_u32 {
            let mut fresh = Vec::new();
            for n in 0..(turn * 13 % 90) {
                // New ones, all into one gap, renamed ones, and ones that go.
                let doc = if n % 3 == 0 { (turn * 31 + n) % 2_000 } else { 2_000 + turn * 100 + n };
                let text = (n % 10 != 9).then(|| format!("t00010-{:03}{:03}", 100 - turn, n / 2));
                fresh.push((doc, text));
            }
            for (doc, text) in &fresh {
                match text {
                    Some(text) => texts.insert(*doc, text.clone()),
                    None => texts.remove(doc),
                };
            }
            labels.label(fresh, None, |doc| texts.get(&doc).cloned());
            let mut wanted: Vec<(&String, u32)> = texts.iter().map(|(doc, text)| (text, *doc)).collect();
            wanted.sort();
            for pair in wanted.windows(2) {
                let (left, right) = (labels.get(pair[0].1).unwrap(), labels.get(pair[1].1).unwrap());
                assert_eq!(left.cmp(&right), pair[0].0.cmp(pair[1].0), "turn {turn}: {pair:?}");
            }
            assert_eq!(labels.filled(), texts.len());
        }
    }

    #[test]
    fn where_the_room_is_used_up_all_labels_are_made_anew() {
        assert_eq!((room(Some(1), Some(2), 1), room(Some(i64::MAX - 1), None, 1)), (None, None));
        let mut texts: HashMap<u32, String> = HashMap::from([(0, "a".into()), (1, "b".into())]);
        let mut labels = Sorted::of_texts(vec![("a".into(), 0), ("b".into(), 1)], None);
        for doc in 2..200 {
            texts.insert(doc, format!("a{}", "a".repeat(usize::try_from(300 - doc).unwrap())));
            labels.label(vec![(doc, texts.get(&doc).cloned())], None, |doc| texts.get(&doc).cloned());
        }
        let order: Vec<u32> = labels.line(false, None).collect();
        let mut wanted: Vec<u32> = texts.keys().copied().collect();
        wanted.sort_by_key(|doc| texts[doc].clone());
        assert_eq!(order, wanted);
    }
}
