//! Relations as they are kept: keys, versions, deleting and bringing back, and rows that somebody spoilt by hand.

use kindred::domain::id::RelationId;
use kindred::domain::relation::draft::Draft;
use kindred::domain::staff::Actor;
use kindred::store::door::{Refusal, Write};
use kindred::store::relation::{self, Stored};
use kindred::work::load;

use crate::world::World;

fn draft(name: &str) -> Draft {
    Draft { name: name.into(), source_sku: "A-1".into(), pins: vec!["B-1".into()], ..Draft::new() }
}

fn insert(world: &World, draft: &Draft) -> (RelationId, String) {
    world.write(|write| relation::insert(write, draft))
}

fn find(world: &World, key: &str) -> Stored {
    world.app.read_now(|read| relation::find(read, key)).unwrap()
}

fn refused<T: std::fmt::Debug>(
    world: &World,
    f: impl FnOnce(&mut Write<'_>) -> Result<T, Refusal>,
) -> String {
    match world.app.write_now(&Actor::command("test"), f).unwrap_err() {
        Refusal::Problems(problems) => {
            problems.0.iter().map(|one| format!("{}: {}", one.place, one.message)).collect()
        }
        refusal => refusal.to_string(),
    }
}

#[test]
fn a_key_is_made_from_the_name_and_never_twice() {
    let world = World::new();
    let keys: Vec<String> = ["Straße & Co", "Strasse, Co", "New", "日本", "日本"]
        .map(|name| insert(&world, &draft(name)).1)
        .into();
    assert_eq!(keys, ["strasse-co", "strasse-co-2", "new-2", "relation", "relation-2"]);
    let taken = Draft { key: "new-2".into(), ..draft("Another") };
    assert_eq!(
        refused(&world, |write| relation::insert(write, &taken)),
        "key: Another relation has the key “new-2”; choose a different one."
    );
}

#[test]
fn a_relation_changes_in_versions_and_a_stale_one_is_refused() {
    let world = World::new();
    let (id, key) = insert(&world, &draft("One"));
    let changed = Draft { note: "changed".into(), ..find(&world, &key).draft };
    assert_eq!(world.write(|write| relation::update(write, id, 1, &changed)), 2);
    let stale = refused(&world, |write| relation::update(write, id, 1, &changed));
    assert_eq!(
        stale,
        "command test changed this relation meanwhile: it is at version 2, and this is based on version 1."
    );
    let renamed = Draft { key: "other".into(), ..changed };
    let refusal = refused(&world, |write| relation::update(write, id, 2, &renamed));
    assert_eq!(refusal, "key: The key stays “one”: it cannot be changed once a relation is saved.");
    let versions = world.app.read_now(|read| relation::versions(read, id)).unwrap();
    let told: Vec<_> = versions.iter().map(|one| (one.version, one.draft.note.as_str())).collect();
    assert_eq!(told, [(2, "changed"), (1, "")]);
}

#[test]
fn switching_is_a_version_of_its_own_and_once_is_enough() {
    let world = World::new();
    let (_, key) = insert(&world, &draft("One"));
    for _ in 0..2 {
        world.write(|write| relation::switch(write, &key, false));
        let stored = find(&world, &key);
        assert_eq!((stored.version, stored.draft.active), (2, false));
    }
    world.write(|write| relation::switch(write, &key, true));
    assert_eq!(find(&world, &key).version, 3);
    assert!(world.app.snapshot().relation(&key).unwrap().relation.active);
}

#[test]
fn a_deleted_relation_comes_back_under_a_free_key_when_its_own_is_taken() {
    let world = World::new();
    let (id, key) = insert(&world, &draft("One"));
    assert_eq!(world.write(|write| relation::delete(write, &key)), id);
    assert!(world.app.snapshot().relation(&key).is_none());
    assert_eq!(refused(&world, |write| relation::switch(write, &key, true)), "There is no relation “one”.");
    insert(&world, &draft("One"));
    assert_eq!(world.write(|write| relation::restore(write, id)), "one-2");
    assert_eq!(world.app.snapshot().relation("one-2").unwrap().id, id);
    assert_ne!(world.app.snapshot().relation(&key).unwrap().id, id);
}

#[test]
fn a_row_spoilt_by_hand_stands_broken_and_keeps_no_other_from_loading() {
    let world = World::new();
    let (_, key) = insert(&world, &draft("Good"));
    world.sql(
        "INSERT INTO relation (key, version, body, created_at, created_by, updated_at, updated_by) \
         SELECT key, 1, body::jsonb, now(), 'x', now(), 'x' FROM (VALUES \
           ('bomb', repeat('[', 7000) || repeat(']', 7000)), ('number', '5'), ('empty', '{}'), \
           ('deep', '{\"name\": \"Deep\", \"type\": \"related\", \"source\": {\"kind\": \"all\"}, \"target\": {\"rule\": ' \
             || repeat('{\"condition\": \"AND\", \"rules\": [', 100) || repeat(']}', 100) || '}}')) AS bad (key, body)",
    );
    load::load(&world.app).unwrap();
    let listed = world.app.read_now(relation::list).unwrap();
    assert_eq!(listed.len(), 5);
    let snapshot = world.app.snapshot();
    for spoilt in ["bomb", "number", "empty", "deep"] {
        assert!(!snapshot.relation(spoilt).unwrap().problems.is_empty(), "{spoilt}");
    }
    assert!(snapshot.relation(&key).unwrap().problems.is_empty());
}

#[test]
fn what_somebody_changes_at_the_same_time_is_neither_deleted_nor_overwritten() {
    let world = World::new();
    let caller = world.caller(kindred::domain::staff::Role::Publisher);
    for method in ["DELETE", "PUT"] {
        let (id, key) = insert(&world, &draft(method));
        let changed = Draft { note: "theirs".into(), ..find(&world, &key).draft };
        let body = serde_json::json!({"name": "Ours", "type": "related",
            "source": {"kind": "one", "sku": "A-1"}, "target": {"pins": ["B-1"]}});
        let answer = std::thread::scope(|scope| {
            let sent = world.write(|write| {
                relation::update(write, id, 1, &changed)?;
                // Version 1 is still what everybody else sees. They come as far as the row that this transaction holds.
                let (path, body) = (format!("/api/v1/relations/{key}"), body.to_string());
                let caller = &caller;
                let sent = scope.spawn(move || {
                    let headers = [("If-Match", "\"1\""), ("Content-Type", "application/json")];
                    caller.send_with(method, &path, &headers, body.as_bytes())
                });
                while waiting(write) == 0 && !sent.is_finished() {}
                Ok(sent)
            });
            sent.join().unwrap()
        });
        assert_eq!(answer.status, 412, "{method}: {}", answer.text());
        assert!(answer.text().contains("is at version 2"), "{method}: {}", answer.text());
        assert_eq!(find(&world, &key).draft.note, "theirs");
    }
}

/// Returns how many transactions wait for this one.
fn waiting(write: &mut Write<'_>) -> i64 {
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        count: i64,
    }
    let query = "SELECT count(*) AS count FROM pg_locks \
        WHERE NOT granted AND transactionid = pg_current_xact_id_if_assigned()::xid";
    diesel::RunQueryDsl::get_result::<Row>(diesel::sql_query(query), write.conn).unwrap().count
}
