use std::io::Result;

use super::stream::{In, Out};
use super::{Drafts, FORMAT, read, write};
use crate::domain::change::Version;
use crate::domain::id::{ProductId, TypeId};
use crate::domain::relation::draft::Draft;
use crate::index::build::{Everything, build};
use crate::index::sample::{everything, link, matching, now, relation};
use crate::index::snapshot::Snapshot;

const SHOP: &str =
    "a1 cat=lenses brand=sony price=100 was=150 sold=9 / a1-s colour=silver stock=1 / a1-b stock=0
    b1 name=Strap brand=canon price=20 sold=3
    c1 name=Bag_İ price=none off";

fn shop() -> Snapshot {
    let relations = vec![relation(1, "rel", "brand equal sony", |_| {})];
    let version = Some(Version { epoch: "e".into(), number: 7, at: Some(now()) });
    let links = vec![link(1, 1, 2, 1)];
    build(Everything {
        version,
        relations,
        links,
        hidden: vec![(ProductId(1), ProductId(3))],
        ..everything(SHOP)
    })
}

/// Drafts are another's to write; here they are told by their key.
fn bytes(snapshot: &Snapshot) -> Vec<u8> {
    let drafts = Drafts { write: &|draft: &Draft| draft.key.clone(), read: &draft };
    let mut out = Out::begin(Vec::new(), FORMAT).unwrap();
    write(snapshot, &drafts, &mut out).unwrap();
    out.end().unwrap()
}

fn draft(key: &str) -> Option<Draft> {
    Some(relation(1, key, "brand equal sony", |_| {}).draft)
}

fn snapshot(bytes: &[u8]) -> Result<Snapshot> {
    let length = u64::try_from(bytes.len()).unwrap();
    read(In::begin(bytes, length, FORMAT)?, &Drafts { write: &|_| String::new(), read: &draft })
}

#[test]
fn a_snapshot_comes_back_from_its_bytes() {
    let old = shop();
    let new = snapshot(&bytes(&old)).unwrap();
    assert_eq!((new.version(), new.len()), (old.version(), 3));
    for sku in ["a1", "A1-S", "b1", "c1", "nothing"] {
        assert_eq!(new.find(sku), old.find(sku), "{sku}");
        assert_eq!(
            new.find(sku).and_then(|doc| new.whole(doc)),
            old.find(sku).and_then(|doc| old.whole(doc))
        );
    }
    for id in [1, 2, 3, 4].map(ProductId) {
        assert_eq!((new.find_id(id), new.hidden(id)), (old.find_id(id), old.hidden(id)));
        assert_eq!(new.links(id, TypeId(1)), old.links(id, TypeId(1)));
    }
    assert_eq!(new.relations()[0].relation, old.relations()[0].relation);
    for rule in ["brand equal sony", "price less 50", "name contains strap"] {
        assert_eq!(matching(&new, rule, ""), matching(&old, rule, ""), "{rule}");
    }
}

#[test]
fn damaged_bytes_are_refused_wherever_the_damage_is() {
    let whole = bytes(&shop());
    assert!(snapshot(&whole).is_ok());
    // Every byte of the beginning, and some of each part behind it.
    for at in (0..whole.len()).filter(|at| *at < 400 || at % 61 == 0) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x10;
        assert!(snapshot(&damaged).is_err(), "byte {at}");
    }
    for end in (0..whole.len()).step_by(307) {
        assert!(snapshot(&whole[..end]).is_err(), "cut at {end}");
    }
    let longer = [whole.as_slice(), b"more"].concat();
    assert!(snapshot(&longer).is_err());
}
