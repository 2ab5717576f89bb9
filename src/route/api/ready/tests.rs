use super::*;
use crate::domain::change::Version;
use crate::domain::id::RelationId;
use crate::domain::locale::Localised;
use crate::domain::relation::draft::SourceKind;
use crate::domain::rule::fixture;
use crate::domain::vocabulary::Vocabulary;
use crate::index::apply::{News, apply};
use crate::index::build::{Everything, build};
use crate::index::sample::{everything, here, link, now, product, relation, shop};

fn told(text: &str) -> Told {
    Told::of(Bytes::copy_from_slice(text.as_bytes())).unwrap()
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
    ready.keep(era, "/x", &told("one"), None);
    assert_eq!(ready.find(&handle, now(), "/x").unwrap().body, "one");
    assert!(ready.find(&handle, now(), "/y").is_err());
    handle.store(shop("a1 price=11"));
    let era = ready.find(&handle, now(), "/x").unwrap_err();
    ready.keep(era - 1, "/x", &told("late"), None);
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
    ready.keep(era, "/x", &told("one"), None);
    let last = noon - chrono::TimeDelta::microseconds(1);
    assert_eq!(ready.find(&handle, last, "/x").unwrap().body, "one", "minutes alone change nothing");
    assert!(ready.find(&handle, noon, "/x").is_err());
}

#[test]
fn what_nobody_asked_for_lately_goes_first_and_what_is_large_is_not_kept() {
    let (ready, handle) = (Ready::default(), handle());
    let era = ready.find(&handle, now(), "/hot").unwrap_err();
    let large = "x".repeat(ONE_MAX);
    ready.keep(era, "/too-large", &told(&format!("{large}x")), None);
    assert!(ready.find(&handle, now(), "/too-large").is_err());
    for name in ["/hot", "/cold"] {
        ready.keep(era, name, &told(name), None);
    }
    for number in 0..2 * HALF_MAX / ONE_MAX {
        ready.keep(era, &format!("/{number}"), &told(&large), None);
        assert_eq!(ready.find(&handle, now(), "/hot").unwrap().body, "/hot", "{number}");
    }
    assert!(ready.find(&handle, now(), "/cold").is_err());
    let state = ready.0.read().unwrap();
    let kept = state.young.values().chain(state.old.values()).map(|kept| kept.told.body.len()).sum::<usize>();
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

/// A catalogue at version 7 with relations on single products, on labels and for none of them.
fn catalogue() -> Snapshot {
    let on = |id, sku: &str, rule: &str| {
        relation(id, sku, rule, |draft| {
            (draft.source_kind, draft.source_sku) = (SourceKind::One, sku.into());
        })
    };
    let relations = vec![on(1, "a", "brand equal sony"), on(2, "b", "brand contains Can")];
    let text = "a brand=canon price=1\n b brand=sony price=2\n c price=3";
    build(Everything { version: version_of(7), relations, ..everything(text) })
}

fn version_of(number: u64) -> Option<Version> {
    Some(Version { epoch: "e".into(), number, at: None })
}

/// Keeps what was told of three products, lets something happen, and returns what is still told of them.
fn after(news: impl FnOnce(&Snapshot) -> News) -> String {
    let (ready, handle) = (Ready::default(), Handle::default());
    handle.store(catalogue());
    let snapshot = handle.load();
    let era = ready.find(&handle, now(), "/a").unwrap_err();
    for sku in ["a", "b", "c"] {
        let sources = vec![snapshot.find(sku).unwrap()];
        let lasting = Lasting { sources, circumstances: here(), version: "e.7".into() };
        let body = format!(r#"{{"name":"\"version\":\"e.7\"","items":"{sku}","version":"e.7","left":0}}"#);
        ready.keep(era, &format!("/{sku}"), &told(&body), Some(lasting));
    }
    ready.keep(era, "/other", &told("other"), None);
    handle.store(apply(&snapshot, news(&snapshot)));
    let mut left = Vec::new();
    for sku in ["a", "b", "c", "other"] {
        for _ in 0..2 {
            let Ok(answer) = ready.find(&handle, now(), &format!("/{sku}")) else { continue };
            let body =
                format!(r#"{{"name":"\"version\":\"e.7\"","items":"{sku}","version":"e.8","left":0}}"#);
            assert_eq!((&answer.body, &answer.tag), (&Bytes::from(body.clone()), &told(&body).tag));
            left.push(sku);
        }
    }
    left.dedup();
    left.join(" ")
}

fn relabelled(old: &Snapshot, key: &str) -> News {
    let known = old.vocabulary();
    let mut attributes = known.attributes().to_vec();
    for option in attributes.iter_mut().flat_map(|attribute| &mut attribute.options) {
        if option.key == key {
            option.label = Localised::plain("Renamed".into());
        }
    }
    let (stores, categories) = (known.stores().to_vec(), known.categories().to_vec());
    let (types, blocks) = (known.types().to_vec(), known.blocks().to_vec());
    let vocabulary = Vocabulary::new(stores, categories, attributes, types, blocks);
    News { version: version_of(8), vocabulary: Some(vocabulary), ..News::default() }
}

#[test]
fn what_is_told_goes_on_where_nothing_that_changed_stands_on_its_source_and_says_the_new_version() {
    let news = || News { version: version_of(8), ..News::default() };
    assert_eq!(after(|_| news()), "a b c");
    assert_eq!(after(|old| relabelled(old, "e")), "a b c", "no relation compares with that label");
    assert_eq!(after(|old| relabelled(old, "canon")), "a c");
    let published = |kept| News { relations: vec![(RelationId(1), kept)], ..news() };
    let everywhere = Some(relation(1, "a", "brand equal sony", |_| {}));
    assert_eq!(after(|_| published(None)), "b c", "it is gone from where it stood");
    assert_eq!(after(|_| published(everywhere)), "", "it stands everywhere now");
    let elsewhere = relation(1, "a", "brand equal sony", |draft| {
        (draft.source_kind, draft.source_rule) = (SourceKind::Rule, fixture::rule("price equal 3"));
    });
    assert_eq!(after(|_| published(Some(elsewhere))), "b");
}

#[test]
fn nothing_told_outlives_a_change_that_may_reach_any_answer() {
    let version = version_of(8);
    let price = |old: &Snapshot| Some(product(3, "c price=4", old.vocabulary()));
    assert_eq!(
        after(|old| News {
            version,
            products: vec![(old.whole(old.find("c").unwrap()).unwrap().id.unwrap(), price(old))],
            ..News::default()
        }),
        ""
    );
    let links = |_: &Snapshot| News {
        version: version_of(8),
        sources: vec![crate::domain::id::ProductId(1)],
        links: vec![link(1, 1, 3, 0)],
        ..News::default()
    };
    assert_eq!(after(links), "");
    let shops = |old: &Snapshot| {
        let known = old.vocabulary();
        let mut stores = known.stores().to_vec();
        stores[0].name = "Elsewhere".into();
        let (categories, attributes) = (known.categories().to_vec(), known.attributes().to_vec());
        let (types, blocks) = (known.types().to_vec(), known.blocks().to_vec());
        let vocabulary = Vocabulary::new(stores, categories, attributes, types, blocks);
        News { version: version_of(8), vocabulary: Some(vocabulary), ..News::default() }
    };
    assert_eq!(after(shops), "");
}
