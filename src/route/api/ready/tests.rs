use super::*;
use crate::index::sample::{now, shop};

fn told(text: &str) -> Told {
    Told::new(Bytes::copy_from_slice(text.as_bytes()), HeaderValue::from_static("W/\"1\""))
}

fn handle() -> Handle {
    let handle = Handle::default();
    handle.store(shop("a1 price=10 from=2026-11-22"));
    handle
}

#[test]
fn an_answer_is_found_again_until_the_catalogue_changes() {
    let (ready, handle) = (Ready::default(), handle());
    let era = ready.find(&handle, now(), "/x").unwrap_err();
    ready.keep(era, "/x", &told("one"));
    assert_eq!(ready.find(&handle, now(), "/x").unwrap().body, "one");
    assert!(ready.find(&handle, now(), "/y").is_err());
    handle.store(shop("a1 price=11"));
    let era = ready.find(&handle, now(), "/x").unwrap_err();
    ready.keep(era - 1, "/x", &told("late"));
    assert!(
        ready.find(&handle, now(), "/x").is_err(),
        "what was asked before the change is not kept after it"
    );
}

#[test]
fn an_answer_is_gone_at_the_moment_when_something_begins_and_not_before() {
    let (ready, handle) = (Ready::default(), handle());
    let noon: DateTime<Utc> = "2026-11-22T12:00:00Z".parse().unwrap();
    let before = noon - chrono::TimeDelta::minutes(90);
    let era = ready.find(&handle, before, "/x").unwrap_err();
    ready.keep(era, "/x", &told("one"));
    let last = noon - chrono::TimeDelta::microseconds(1);
    assert_eq!(ready.find(&handle, last, "/x").unwrap().body, "one", "minutes alone change nothing");
    assert!(ready.find(&handle, noon, "/x").is_err());
}

#[test]
fn what_nobody_asked_for_lately_goes_first_and_what_is_large_is_not_kept() {
    let (ready, handle) = (Ready::default(), handle());
    let era = ready.find(&handle, now(), "/hot").unwrap_err();
    let large = "x".repeat(ONE_MAX);
    ready.keep(era, "/too-large", &told(&format!("{large}x")));
    assert!(ready.find(&handle, now(), "/too-large").is_err());
    for name in ["/hot", "/cold"] {
        ready.keep(era, name, &told(name));
    }
    for number in 0..2 * HALF_MAX / ONE_MAX {
        ready.keep(era, &format!("/{number}"), &told(&large));
        assert_eq!(ready.find(&handle, now(), "/hot").unwrap().body, "/hot", "{number}");
    }
    assert!(ready.find(&handle, now(), "/cold").is_err());
    let state = ready.0.read().unwrap();
    let kept = state.young.values().chain(state.old.values()).map(|told| told.body.len()).sum::<usize>();
    assert!(kept <= 2 * HALF_MAX, "{kept}");
}

#[test]
fn an_answer_is_compressed_once_for_all_its_copies_and_not_when_that_makes_it_larger() {
    let text = "the same again and again, ".repeat(40);
    let answer = told(&text);
    let packed = answer.gzip().unwrap();
    assert!(packed.len() < text.len() / 4, "{}", packed.len());
    assert_eq!(answer.clone().gzip().unwrap().as_ptr(), packed.as_ptr());
    let mut unpacked = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(packed.as_ref()), &mut unpacked).unwrap();
    assert_eq!(unpacked, text);
    assert_eq!(told("{}").gzip(), None);
}
