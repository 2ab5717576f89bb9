//! What holds for every table.

use std::collections::BTreeSet;

use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, sql_types::Text};

use crate::world::World;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

fn lines(world: &World, sql: &str) -> Vec<String> {
    let lines: Vec<Line> =
        diesel::sql_query(sql).load(&mut PgConnection::establish(&world.url).unwrap()).unwrap();
    lines.into_iter().map(|line| line.line).collect()
}

#[test]
fn every_foreign_key_is_indexed() {
    let bare = lines(
        &World::new(),
        "SELECT conname::text AS line FROM pg_constraint AS c
         WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND NOT EXISTS (
             SELECT FROM pg_index AS i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1])",
    );
    assert_eq!(bare, Vec::<String>::new(), "these foreign keys have no index that begins with them");
}

#[test]
fn every_constraint_was_named_by_us() {
    let unnamed = lines(
        &World::new(),
        "SELECT format('%s of %s', conname, conrelid::regclass) AS line FROM pg_constraint
         WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'u', 'x')
           AND conrelid::regclass::text NOT LIKE '\\_\\_diesel%'
           AND (conname ~ '_(check|key|fkey|excl)[0-9]+$' OR conname ~ '_check$' OR (contype = 'u' AND conname ~ '_key$'))",
    );
    assert_eq!(unnamed, Vec::<String>::new());
}

#[test]
fn times_have_zones_and_money_is_whole() {
    let wrong = lines(
        &World::new(),
        "SELECT format('%s.%s is %s', table_name, column_name, data_type) AS line FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_diesel%'
           AND data_type IN ('timestamp without time zone', 'money', 'real', 'double precision', 'character varying')",
    );
    assert_eq!(wrong, Vec::<String>::new());
}

/// `json` keeps what was written; `jsonb` takes it apart and puts it together whenever it is read, which is for columns that
/// SQL looks into.
#[test]
fn what_is_read_a_million_times_at_a_start_is_kept_as_it_was_written() {
    let plain = lines(
        &World::new(),
        "SELECT format('%s.%s', table_name, column_name) AS line FROM information_schema.columns
         WHERE table_schema = 'public' AND data_type = 'json' ORDER BY 1",
    );
    assert_eq!(plain, ["product.attributes", "product.texts", "variant.attributes"]);
}

/// `schema.rs` names exactly the tables and columns that the migrations make, in any order, with the right nullness.
#[test]
fn the_written_schema_is_that_of_the_database() {
    let world = World::new();
    let actual: BTreeSet<String> = lines(
        &world,
        "SELECT format('%s.%s %s', table_name, column_name, is_nullable) AS line FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_diesel%'",
    )
    .into_iter()
    .collect();
    assert_eq!(written(), actual);
}

fn written() -> BTreeSet<String> {
    let text = include_str!("../../src/store/schema.rs");
    let (mut table, mut found) = (String::new(), BTreeSet::new());
    for line in text.lines().map(str::trim) {
        if let Some((name, rest)) = line.split_once(" (")
            && rest.ends_with(") {")
        {
            table = name.to_owned();
        } else if let Some((column, kind)) = line.split_once(" -> ")
            && !line.starts_with("diesel::")
        {
            let nullable = if kind.starts_with("Nullable") { "YES" } else { "NO" };
            found.insert(format!("{table}.{column} {nullable}"));
        }
    }
    found
}
