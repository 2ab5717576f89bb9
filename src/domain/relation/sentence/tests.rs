use super::*;
use crate::domain::relation::check::check;
use crate::domain::relation::draft::{Draft, SourceKind};
use crate::domain::rule::draft::Draft as RuleDraft;
use crate::domain::rule::fixture::{english, rule as typed, vocabulary};

fn said(sources: Option<usize>, change: impl FnOnce(&mut Draft)) -> String {
    let words = vocabulary();
    let mut draft = Draft { name: "N".into(), source_sku: "A-1".into(), ..Draft::new() };
    draft.target_rule = typed("brand equal @brand\nprice between @price *1.1|1.6");
    change(&mut draft);
    sentence(&check(&draft, &words).relation, &words, &english(), Numbers { sources })
}

#[test]
fn every_relation_reads_aloud() {
    let band = "brand is the same as its brand and price is 110 % to 160 % of its price";
    let sony = |draft: &mut Draft| {
        (draft.source_kind, draft.source_rule) = (SourceKind::Rule, typed("brand equal Sony"))
    };
    let all = |draft: &mut Draft| draft.source_kind = SourceKind::All;
    let list = |skus: &[&str]| skus.iter().map(|sku| (*sku).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        said(None, |_| ()),
        format!("On the page of A-1, show up to 8 other products where {band} — best sellers first.")
    );
    assert_eq!(
        said(None, sony),
        format!(
            "On the page of every product where brand is Sony, show up to 8 other products where {band} — best sellers first."
        )
    );
    for (count, begins) in [
        (Some(6), "On the pages of the 6 products where brand is Sony, show "),
        (Some(1), "On the page of the one product where brand is Sony, show "),
        (Some(0), "On the page of every product where brand is Sony (none so far), show "),
    ] {
        assert!(said(count, sony).starts_with(begins), "{}", said(count, sony));
    }
    assert!(said(None, all).starts_with("On the page of every product, show "));
    assert!(said(Some(1204), all).starts_with("On the page of every product (1,204), show "));
    let ends = |change: &dyn Fn(&mut Draft)| said(None, change).split_once(", show ").unwrap().1.to_owned();
    let none = RuleDraft::empty('t');
    assert_eq!(
        ends(&|d| (d.limit, d.sort) = ("1".into(), "price".into())),
        format!("one other product where {band} — cheapest first.")
    );
    assert_eq!(
        ends(&|d| (d.pins, d.hidden) = (list(&["P", "Q"]), list(&["X"]))),
        format!(
            "up to 8 products: first P and Q, then others where {band} — best sellers first, but never X."
        )
    );
    assert_eq!(ends(&|d| (d.pins, d.target_rule) = (list(&["P"]), none.clone())), "P.");
    assert_eq!(
        ends(&|d| (d.pins, d.target_rule, d.limit) = (list(&["P", "Q", "R", "S"]), none.clone(), "2".into())),
        "4 listed products, at most 2 of them."
    );
    assert_eq!(ends(&|d| d.target_rule = none.clone()), "nothing.");
    assert!(
        said(None, |d| (d.source_kind, d.source_skus) = (SourceKind::List, list(&["P", "Q", "R"])))
            .starts_with("On the pages of P, Q and R, show ")
    );
}
