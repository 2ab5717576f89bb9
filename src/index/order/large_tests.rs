//! Sets and numbers of more products than a test can spell out, drawn by dice: whatever way a sieve is answered, it comes
//! to what each product says by itself.

use roaring::{MultiOps, RoaringBitmap};

use super::super::sample::here;
use super::super::sorted::Building;
use super::super::value::Asked;
use super::*;

/// More than one part of a set, and than every list that is taken at once.
const SIZE: u32 = 70_000;
/// How many rules are drawn.
const RULES: u64 = 80;

struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.0 >> 33).unwrap() % end
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[usize::try_from(self.below(u32::try_from(list.len()).unwrap())).unwrap()]
    }
}

/// What sieves are made of.
struct Stock {
    sets: Vec<Arc<RoaringBitmap>>,
    numbers: Vec<Arc<Sorted>>,
}

impl Stock {
    fn draw(dice: &mut Dice) -> Self {
        let mut sets = Vec::new();
        for part in [1, 2, 7, 30, 400, 10_000] {
            sets.extend((0..2).map(|_| Arc::new((0..SIZE).filter(|_| dice.below(part) == 0).collect())));
        }
        let mut of = |number: &mut dyn FnMut(&mut Dice, u32) -> Vec<i64>| {
            let mut building = Building::default();
            for doc in 0..SIZE {
                number(dice, doc).into_iter().for_each(|number| building.add(doc, number));
            }
            let mut sorted = building.done(0..SIZE);
            (0..20).for_each(|_| sorted.set(dice.below(SIZE), &[i64::from(dice.below(900))]));
            Arc::new(sorted)
        };
        let numbers = vec![
            of(&mut |_, doc| vec![i64::from((SIZE - doc) / 3)]),
            of(&mut |dice, _| (0..1 - dice.below(8) / 7).map(|_| i64::from(dice.below(900))).collect()),
            of(&mut |dice, _| (0..dice.below(3)).map(|_| i64::from(dice.below(900))).collect()),
            of(&mut |dice, _| vec![i64::from(dice.below(900)) << (dice.below(2) * 40)]),
        ];
        Self { sets, numbers }
    }

    /// Returns a sieve with the set of what passes, put together without one.
    fn sieve(&self, dice: &mut Dice, depth: u32) -> (Sieve, RoaringBitmap) {
        match dice.below(if depth == 0 { 6 } else { 9 }) {
            0 | 1 => {
                let set = dice.pick(&self.sets);
                (Sieve::set(Arc::clone(set)), set.as_ref().clone())
            }
            2 => {
                let (sieve, set) = self.sieve(dice, 0);
                (sieve.opposite(), (0..SIZE).collect::<RoaringBitmap>() - set)
            }
            3 | 4 => {
                let wide = *dice.pick(&[2, 900]);
                let low = i64::from(dice.below(900));
                self.range(dice, low, low + i64::from(wide))
            }
            5 => {
                let high = i64::from(dice.below(900));
                self.range(dice, i64::MIN, high)
            }
            6 | 7 => {
                let count = 2 + dice.below(3);
                self.all(dice, count, depth - 1)
            }
            _ => {
                let (sieves, sets): (Vec<_>, Vec<_>) =
                    (0..2 + dice.below(2)).map(|_| self.sieve(dice, depth - 1)).unzip();
                (Sieve::any(sieves, SIZE.into()), sets.union())
            }
        }
    }

    fn all(&self, dice: &mut Dice, count: u32, depth: u32) -> (Sieve, RoaringBitmap) {
        let (sieves, sets): (Vec<_>, Vec<_>) = (0..count).map(|_| self.sieve(dice, depth)).unzip();
        (Sieve::all(sieves, SIZE.into()), sets.intersection())
    }

    fn range(&self, dice: &mut Dice, low: i64, high: i64) -> (Sieve, RoaringBitmap) {
        let numbers = dice.pick(&self.numbers);
        let set = (0..SIZE).filter(|doc| numbers.holds(*doc, low, high)).collect();
        (Sieve::range(Arc::clone(numbers), low, high), set)
    }
}

#[test]
fn every_way_to_answer_comes_to_what_each_product_says() {
    let mut dice = Dice(7);
    let stock = Stock::draw(&mut dice);
    let snapshot = Snapshot { all: Arc::new((0..SIZE).collect()), ..Snapshot::default() };
    let circumstances = here();
    let asked = Asked::new(&circumstances, snapshot.vocabulary());
    let place = Place::new(&snapshot, &asked);
    let mut building = Building::default();
    (0..SIZE).for_each(|doc| building.add(doc, doc.into()));
    let skus = Arc::new(building.done(0..SIZE));
    for turn in 0..RULES {
        let mut dice = Dice(turn);
        let count = 2 + dice.below(4);
        let (sieve, set) = stock.all(&mut dice, count, 2);
        let wanted: Vec<u32> = set.iter().collect();
        assert!((0..SIZE).all(|doc| sieve.passes(doc, place) == set.contains(doc)), "each of {turn}");
        assert!(sieve.sift(place).iter().eq(wanted.iter().copied()), "all of {turn}");
        let among: RoaringBitmap = (0..SIZE).filter(|_| dice.below(2) == 0).collect();
        let left = wanted.iter().copied().filter(|doc| among.contains(*doc));
        assert!(sieve.sift_among(&among, place).iter().eq(left), "those among others of {turn}");
        for passing in [true, false] {
            let step = 1 + usize::try_from(dice.below(50)).unwrap();
            let mut list: Vec<u32> = (dice.below(SIZE)..SIZE).step_by(step).collect();
            let left: Vec<u32> =
                list.iter().copied().filter(|doc| sieve.passes(*doc, place) == passing).collect();
            sieve.keep(&mut list, passing, place);
            assert!(list == left, "a list of {turn}");
        }
        let [sold, other] = [0, 1].map(|at| Arc::clone(&stock.numbers[at]));
        assert!(sold.base.in_place);
        for (numbers, down) in [(sold, true), (other, false)] {
            let mut sorted = wanted.clone();
            sorted.sort_by(|left, right| numbers.compare(*left, *right, down, Some(&skus)));
            let order = Order { by: By::Number(numbers, down), skus: &skus };
            for count in [1, 20, 300] {
                let first: Vec<u32> =
                    order.first(&sieve, place, count).into_iter().map(|doc| doc.0).collect();
                assert!(first == sorted[..count.min(sorted.len())], "the first {count} of {turn}");
            }
        }
    }
}
