//! Every migration has a way back that leaves nothing, and forth again to the same.

use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, sql_types::Text};
use kindred::store::migrate;

use crate::world::empty_database;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Returns every table, column, constraint and index, as lines.
fn schema(url: &str) -> Vec<String> {
    let sql = "
        SELECT line FROM (
            SELECT format('%s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default) AS line
            FROM information_schema.columns WHERE table_schema = 'public'
            UNION ALL SELECT format('%s %s', conname, pg_get_constraintdef(oid)) FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace
            UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
        ) AS lines WHERE line NOT LIKE '\\_\\_diesel%' AND line NOT LIKE '%\\_\\_diesel%' ORDER BY line";
    let lines: Vec<Line> = diesel::sql_query(sql).load(&mut PgConnection::establish(url).unwrap()).unwrap();
    lines.into_iter().map(|line| line.line).collect()
}

#[test]
fn the_way_back_leaves_nothing_and_the_way_forth_is_the_same() {
    let url = empty_database();
    let ran = migrate::run(&url).unwrap();
    assert!(!ran.is_empty());
    let first = schema(&url);
    assert!(first.len() > 100);
    migrate::revert_all(&url).unwrap();
    assert_eq!(schema(&url), Vec::<String>::new());
    assert_eq!(migrate::run(&url).unwrap().len(), ran.len());
    assert_eq!(schema(&url), first);
    assert_eq!(migrate::run(&url).unwrap(), Vec::<String>::new(), "the second time nothing is to be done");
    assert_eq!(migrate::pending(&url).unwrap(), 0);
}

#[test]
fn two_processes_that_migrate_at_once_do_not_meet() {
    let url = empty_database();
    let ran: Vec<usize> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..3).map(|_| scope.spawn(|| migrate::run(&url).unwrap().len())).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(ran.iter().filter(|count| **count > 0).count(), 1, "{ran:?}");
}
