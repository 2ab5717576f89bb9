use super::*;
use crate::domain::id::TypeId;
use crate::domain::locale::Localised;
use crate::domain::vocabulary::RelationType;

fn vocabulary() -> Vocabulary {
    let kind = |id, key: &str, label: &str| RelationType {
        id: TypeId(id),
        key: key.into(),
        label: Localised::plain(label.into()),
    };
    let types = vec![kind(1, "related", "Related"), kind(2, "up-sell", "Up-sell")];
    Vocabulary::new(Vec::new(), Vec::new(), Vec::new(), types, Vec::new())
}

fn read(query: &str) -> Filter {
    Filter::read(&crate::form::query::read(query), &vocabulary())
}

#[test]
fn a_filter_reads_itself_and_writes_itself_back() {
    for (query, address) in [
        ("", "/relations"),
        ("q=+sony++&type=UP-SELL&status=live", "/relations?q=sony&type=up-sell&status=live"),
        (
            "status=attention&sort=-edited&per=50&page=2",
            "/relations?status=attention&sort=-edited&per=50&page=2",
        ),
        ("sort=name&page=1&per=25&foo=bar", "/relations"),
        ("q=%3Cscript%3E", "/relations?q=%3Cscript%3E"),
    ] {
        assert_eq!(read(query).address(), address, "{query}");
    }
}

#[test]
fn what_means_nothing_is_dropped_and_said() {
    let filter = read("type=nope&status=blue&store=mars&sort=-password");
    assert_eq!(filter.address(), "/relations");
    assert_eq!(filter.dropped.len(), 4, "{:?}", filter.dropped);
    assert!(read("type=related&status=off&sort=edited").dropped.is_empty());
}

#[test]
fn a_filter_drops_a_term_and_says_itself() {
    let filter = read("q=sony&type=related&status=no-match&page=3");
    let locale = Locale::parse("en_US").unwrap();
    let terms = filter.terms(&vocabulary(), &locale);
    let words: Vec<&str> = terms.iter().map(|(_, words)| words.as_str()).collect();
    assert_eq!(words, ["“sony”", "type Related", "status No match"]);
    assert_eq!(filter.without(Term::Kind).address(), "/relations?q=sony&status=no-match");
    assert_eq!(filter.without(Term::Query).address(), "/relations?type=related&status=no-match");
}

#[test]
fn a_column_pressed_twice_turns_the_order_round() {
    let once = read("page=4").sorted_by(Column::Edited);
    assert_eq!(once.address(), "/relations?sort=edited");
    assert_eq!(once.sorted_by(Column::Edited).address(), "/relations?sort=-edited");
    assert_eq!(once.sorted_by(Column::Edited).sorted_by(Column::Edited).address(), "/relations?sort=edited");
}

#[test]
fn every_word_of_the_search_must_be_found() {
    let facts = |text| Facts {
        kind: "related",
        status: Status::Live,
        stores: None,
        text,
        is_on: true,
        is_in_category: true,
    };
    let filter = read("q=SONY+watch");
    assert!(filter.sieve(&vocabulary()).admits(&facts("smartwatches of sony")));
    assert!(!filter.sieve(&vocabulary()).admits(&facts("sony cameras")));
    assert!(!read("type=up-sell").sieve(&vocabulary()).admits(&facts("")));
    assert!(!read("status=attention").sieve(&vocabulary()).admits(&facts("")));
}
