use super::*;

fn cells(columns: &[Option<&[u8]>]) -> Cells {
    let mut bytes = Vec::new();
    columns.iter().for_each(|column| put(&mut bytes, *column).unwrap());
    Cells(bytes)
}

fn array(dimensions: &[i32], entries: &[Option<&[u8]>]) -> Vec<u8> {
    let rank = i32::try_from(dimensions.len()).unwrap();
    let head = [rank, 1, 20].into_iter().chain(dimensions.iter().flat_map(|count| [*count, 1]));
    let mut bytes: Vec<u8> = head.flat_map(i32::to_be_bytes).collect();
    entries.iter().for_each(|entry| put(&mut bytes, *entry).unwrap());
    bytes
}

#[test]
fn a_row_says_what_postgres_sent() {
    let (seven, ten) = (7_i64.to_be_bytes(), 10_i64.to_be_bytes());
    let list = array(&[3], &[Some(&seven), None, Some(&ten)]);
    let moment = 817_000_000_000_001_i64.to_be_bytes();
    let row = cells(&[
        Some(&seven),
        None,
        Some(&[1]),
        Some("Zürich".as_bytes()),
        Some(&moment),
        Some(&list),
        Some(&list),
        Some(&array(&[], &[])),
        Some(&(-3_i32).to_be_bytes()),
    ]);
    let mut row = row.read();
    assert_eq!((row.get::<i64>().unwrap(), row.maybe::<i64>().unwrap()), (7, None));
    assert!(row.get::<bool>().unwrap());
    assert_eq!(row.get::<&str>().unwrap(), "Zürich");
    assert_eq!(row.get::<DateTime<Utc>>().unwrap().to_rfc3339(), "2025-11-21T00:26:40.000001+00:00");
    assert_eq!(row.get::<Vec<i64>>().unwrap(), [7, 10]);
    assert_eq!(row.get::<[i64; 3]>().unwrap(), [7, 0, 10]);
    assert_eq!(row.maybe::<Vec<String>>().unwrap(), Some(Vec::new()));
    assert_eq!(row.maybe::<i32>().unwrap(), Some(-3));
    assert_eq!(
        row.maybe::<i32>().unwrap_err().to_string(),
        "a column cannot be read as i32",
        "behind the last"
    );
}

#[test]
fn bytes_that_are_no_value_are_a_fault_and_never_a_panic() {
    fn is_broken<T: for<'a> Cell<'a>>(bytes: &[u8]) {
        let row = cells(&[Some(bytes)]);
        assert!(row.read().get::<T>().is_err() && row.read().maybe::<T>().is_err(), "{bytes:?}");
    }
    let seven = 7_i64.to_be_bytes();
    assert!(cells(&[None]).read().get::<i64>().is_err());
    assert!(cells(&[Some(&[0xff])]).read().get::<&str>().is_err());
    for bytes in [&[][..], &[1], &[0; 4], &[0; 9]] {
        is_broken::<i64>(bytes);
        is_broken::<DateTime<Utc>>(bytes);
    }
    is_broken::<bool>(&[2]);
    is_broken::<String>(&[0xff]);
    for endless in [i64::MIN, i64::MAX] {
        is_broken::<DateTime<Utc>>(&endless.to_be_bytes());
    }
    for list in [
        array(&[2], &[Some(&seven)]),
        array(&[-1], &[]),
        array(&[i32::MAX], &[Some(&seven)]),
        array(&[1, 1], &[Some(&seven)]),
        array(&[1], &[Some(&[1])]),
        Vec::new(),
    ] {
        is_broken::<Vec<i64>>(&list);
        is_broken::<[i64; 3]>(&list);
    }
    for row in [vec![0, 0, 0], vec![0, 0, 0, 2, 1], vec![0xff, 0xff, 0xff, 0xfe]] {
        assert!(Cells(row.clone()).read().maybe::<i32>().is_err(), "{row:?}");
    }
}
