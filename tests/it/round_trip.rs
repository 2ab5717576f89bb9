//! A Spryker shop's relations in and out again, and what is found of them: the folder of `spryker_folder`, whole.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use kindred::codec::catalogue::Format;
use kindred::codec::export::{RELATION_FILE, STORE_FILE, Table};
use kindred::domain::staff::Actor;
use kindred::index::health::{Kind, findings};
use kindred::work::export::{Choice, Pieces, lines, plan};
use kindred::work::import::task;
use kindred::work::load;
use serde_json::Value;

use crate::spryker_folder::folder;
use crate::world::World;

fn import(world: &World, folder: &Path) {
    let report =
        task::apply_file(&world.app, &Actor::command("import"), folder, Some(Format::Spryker)).unwrap();
    assert!(report.failure.is_none(), "{:?}", report.failure);
    load::load(&world.app).unwrap();
}

/// Returns Spryker's two files and Kindred's own.
fn exported(world: &World) -> [Vec<u8>; 3] {
    let snapshot = world.app.snapshot();
    let relations = snapshot.relations();
    let plan = plan(&snapshot, relations, Choice::LeaveOut, world.app.clock().now());
    assert_eq!((plan.written, plan.told.as_slice()), (relations.len(), [].as_slice()), "nothing is lost");
    let whole = |pieces: Pieces| pieces.flat_map(|piece| piece.unwrap()).collect();
    [plan.file(Table::Relations), plan.file(Table::Stores), lines(relations)].map(whole)
}

/// Returns a copy of the folder in which the relations are those of an export.
fn with_relations(relation_file: &[u8], store_file: &[u8]) -> PathBuf {
    let copy = std::env::temp_dir().join(format!("kindred-round-trip-{}", std::process::id()));
    for place in ["common", "DE", "AT"] {
        std::fs::create_dir_all(copy.join(place)).unwrap();
        for file in std::fs::read_dir(folder().join(place)).unwrap() {
            let file = file.unwrap();
            let name = file.file_name();
            if ![RELATION_FILE, STORE_FILE].contains(&name.to_str().unwrap()) {
                std::fs::copy(file.path(), copy.join(place).join(name)).unwrap();
            }
        }
    }
    std::fs::write(copy.join("common").join(RELATION_FILE), relation_file).unwrap();
    std::fs::write(copy.join("common").join(STORE_FILE), store_file).unwrap();
    copy
}

#[test]
fn spryker_relations_go_out_and_in_again_without_a_difference() {
    let world = World::new();
    import(&world, &folder());
    let first = exported(&world);
    assert_eq!(first[2].iter().filter(|byte| **byte == b'\n').count(), 150);
    let copy = with_relations(&first[0], &first[1]);
    let fresh = World::new();
    import(&fresh, &copy);
    let second = exported(&fresh);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    for (one, other) in first.iter().zip(&second) {
        for (line, again) in text(one).lines().zip(text(other).lines()) {
            assert_eq!(line, again);
        }
    }
    assert!(first == second, "the files are the same, byte for byte");
    // The files bring nothing new where they came from either.
    import(&world, &copy);
    assert!(exported(&world) == first);
    assert!(world.app.snapshot().relations().iter().all(|standing| standing.version == 1));
    std::fs::remove_dir_all(copy).unwrap();
}

#[test]
fn what_is_found_of_an_import_is_what_was_planted_in_it() {
    let world = World::new();
    import(&world, &folder());
    let mut planted: BTreeSet<(String, Kind, String)> = BTreeSet::new();
    for line in std::fs::read_to_string(folder().join("mistakes.jsonl")).unwrap().lines() {
        let json: Value = serde_json::from_str(line).unwrap();
        let detail = json["detail"].as_str().unwrap().to_owned();
        let kind = match json["problem"].as_str().unwrap() {
            "respelt_value" => (Kind::Unknown, detail),
            "unknown_value" => (Kind::Unknown, String::new()),
            "unknown_field" => (Kind::Broken, String::new()),
            "unknown_sku" => (Kind::UnknownSku, String::new()),
            "duplicate_sku" => (Kind::Duplicate, String::new()),
            "no_match" => (Kind::NoMatch, String::new()),
            "long" => (Kind::Long, detail),
            "holds_owner" => (Kind::HoldsOwner, String::new()),
            "no_store" => (Kind::NoStore, String::new()),
            // A concrete's sku is left out where it comes in, spaces are trimmed, a frozen list is what was asked for.
            "concrete_sku" | "untrimmed" | "frozen" => continue,
            // Told when the file was read.
            "twice" => continue,
            other => panic!("{other}"),
        };
        planted.insert((json["key"].as_str().unwrap().to_owned(), kind.0, kind.1));
    }
    let now = world.app.clock().now();
    let (snapshot, roll) = world.app.handle().roll(now);
    let home = snapshot.home();
    let found: BTreeSet<(String, Kind, String)> = roll
        .entries
        .iter()
        .flat_map(|entry| {
            findings(&snapshot, home.as_ref(), entry).into_iter().map(|finding| {
                let detail = if finding.count > 0 && finding.kind == Kind::Long {
                    finding.count.to_string()
                } else {
                    finding.meant.unwrap_or_default()
                };
                (entry.standing.key.clone(), finding.kind, detail)
            })
        })
        .collect();
    let (missed, more): (Vec<_>, Vec<_>) =
        (planted.difference(&found).collect(), found.difference(&planted).collect());
    assert!(missed.is_empty() && more.is_empty(), "not found: {missed:#?}\nfound beside: {more:#?}");
    let relations: BTreeSet<&String> = planted.iter().map(|(key, ..)| key).collect();
    let page = world.anna().page("/insight/health?import=1&per=100");
    assert!(
        page.contains(&format!("{} of 150 relations have something to look at.", relations.len())),
        "{page}"
    );
    assert!(world.anna().page("/imports/1").contains("Health of its relations"));
}
