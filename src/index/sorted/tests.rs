//! Ranges and lines, compared with plain lists, before and after changes.

use super::*;

/// What the numbers are, in plain words.
struct Plain(Vec<Vec<i64>>);

impl Plain {
    fn range(&self, low: i64, high: i64) -> Vec<u32> {
        let is_in = |list: &Vec<i64>| list.iter().any(|number| (low..=high).contains(number));
        (0..).zip(&self.0).filter(|(_, list)| is_in(list)).map(|(doc, _)| doc).collect()
    }

    fn line(&self, down: bool, ties: impl Fn(u32) -> i64) -> Vec<u32> {
        let mut docs: Vec<(i64, i64, u32)> = Vec::new();
        for (doc, list) in (0..).zip(&self.0) {
            docs.extend(list.first().map(|number| (if down { -number } else { *number }, ties(doc), doc)));
        }
        docs.sort_unstable();
        docs.into_iter().map(|(_, _, doc)| doc).collect()
    }
}

fn sorted(plain: &Plain, ties: &Sorted) -> Sorted {
    let mut building = Building::default();
    for (doc, list) in (0..).zip(&plain.0) {
        list.iter().for_each(|number| building.add(doc, *number));
    }
    building.done(ties.line(false, None))
}

fn compare(sorted: &Sorted, plain: &Plain, ties: &Sorted, spread: i64) {
    for (low, high) in
        [(0, spread), (spread / 3, spread / 2), (10, 10), (7, 9), (-9, 3), (i64::MIN, i64::MAX), (9, 8)]
    {
        let wanted = plain.range(low, high);
        assert_eq!(sorted.range(low, high).iter().collect::<Vec<_>>(), wanted, "{low} to {high}");
        let mut list = sorted.list(low, high);
        list.sort_unstable();
        assert_eq!(list, wanted);
        assert!(sorted.count(low, high) >= u64::try_from(wanted.len()).unwrap());
        assert!(wanted.iter().all(|doc| sorted.holds(*doc, low, high)));
    }
    for down in [false, true] {
        let line: Vec<u32> = sorted.line(down, Some(ties)).collect();
        assert!(line == plain.line(down, |doc| ties.get(doc).unwrap()), "down: {down}");
    }
}

#[test]
fn ranges_and_lines_are_those_of_a_plain_list_before_and_after_changes() {
    for (count, spread, several) in [(300, 20, true), (9_000, 100, false), (70_000, 60_000, true)] {
        let number = |n: i64| n.wrapping_mul(7_919).wrapping_add(n / 3) % spread;
        let mut plain =
            Plain((0..count).map(|n| if n % 11 == 0 { vec![] } else { vec![number(n)] }).collect());
        if several {
            (0..plain.0.len()).step_by(50).for_each(|at| plain.0[at] = vec![number(5), number(8), number(3)]);
        }
        let names =
            (0..u32::try_from(count).unwrap() + 10).map(|doc| (format!("{:06}", doc * 31 % 7_919), doc));
        let mut names: Vec<(String, u32)> = names.collect();
        names.sort();
        names.iter_mut().zip(0..).for_each(|(name, n)| name.0 = format!("{n:08}"));
        let ties = Sorted::of_texts(names, None);
        let mut sorted = sorted(&plain, &ties);
        compare(&sorted, &plain, &ties, spread);
        for step in 0..3_000_u32 {
            let doc = step * 7 % (u32::try_from(count).unwrap() + 10);
            let at = usize::try_from(doc).unwrap();
            plain.0.resize(plain.0.len().max(at + 1), Vec::new());
            let new = if step % 9 == 0 { vec![] } else { vec![number(i64::from(step) * 3)] };
            sorted.set(doc, &new);
            plain.0[at] = new;
            if step % 1_000 == 500 {
                compare(&sorted, &plain, &ties, spread);
            }
            if sorted.is_unsettled() {
                sorted.merge(Some(&ties));
            }
        }
        compare(&sorted, &plain, &ties, spread);
        sorted.merge(Some(&ties));
        compare(&sorted, &plain, &ties, spread);
    }
}

#[test]
fn products_numbered_from_the_best_seller_on_are_in_place() {
    let ties = Sorted::of_texts((0..100).map(|doc| (format!("{doc:03}"), doc)).collect(), None);
    let falling = Plain((0..100).map(|n| vec![(100 - n) / 3]).collect());
    assert!(sorted(&falling, &ties).base.in_place);
    let rising = Plain((0..100).map(|n| vec![n / 3]).collect());
    assert!(!sorted(&rising, &ties).base.in_place);
}
