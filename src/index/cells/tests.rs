//! Cells of every width, looked at one by one and in lists.

use super::*;

#[test]
fn cells_tell_what_was_put_in_whatever_its_width() {
    let samples: [&[i64]; 6] = [
        &[5],
        &[0, 254, 255],
        &[-7, 70_000, 12],
        &[0, i64::from(u32::MAX) * 2],
        &[i64::MAX, i64::MIN + 1, 0],
        &[3_600_000_000, 7_200_000_000, 0, 3_600_000_000 * 200],
    ];
    for sample in samples {
        let mut numbers: Vec<Option<i64>> = vec![None; 3_000];
        for (at, cell) in numbers.iter_mut().enumerate().filter(|(at, _)| at % 7 != 0) {
            *cell = Some(sample[at % sample.len()]);
        }
        let mut cells = Cells::build(numbers.iter().copied());
        for turn in 0..2_000_u32 {
            let at = usize::try_from(turn * 7919 % 5_000).unwrap();
            numbers.resize(5_000, None);
            let number = (turn % 5 != 0).then(|| i64::from(turn % 300) * i64::from(turn % 3) * 40_000);
            numbers[at] = number;
            cells.set(u32::try_from(at).unwrap(), number);
        }
        for (low, high) in [(i64::MIN, i64::MAX), (0, 5_000_000), (40_001, 80_000), (-9, -1), (7, 3)] {
            let is_between = |at: u32| cells.get(at).is_some_and(|n| low <= n && n <= high);
            for (steps, within) in [(1, true), (1, false), (7, true), (901, false)] {
                let mut told: Vec<u32> = (0..6_000).step_by(steps).collect();
                let wanted: Vec<u32> = told.iter().copied().filter(|at| is_between(*at) == within).collect();
                cells.keep(&mut told, low, high, within);
                assert!(told == wanted, "{sample:?} {low} {high} {within}");
            }
        }
        let told: Vec<Option<i64>> = (0..5_000).map(|at| cells.get(at)).collect();
        assert!(told == numbers, "{sample:?}");
        assert_eq!(cells.filled(), numbers.iter().flatten().count());
    }
}

#[test]
fn numbers_in_even_steps_take_few_bytes() {
    let hours = Cells::build((0..2_048).map(|hour| Some(hour % 200 * 3_600_000_000)));
    assert!(hours.bytes() < 2_048 * 2, "{}", hours.bytes());
}
