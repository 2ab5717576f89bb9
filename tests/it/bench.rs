//! The bench from end to end, over the real executable, at a size that says nothing about speed.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::world::{cluster, empty_database};

/// Every row and statistic.
const FIGURES: [&str; 45] = [
    "first_20_median",
    "first_20_p99",
    "compile_median",
    "compile_p99",
    "full_set_median",
    "full_set_p99",
    "beside_source_median",
    "beside_source_p99",
    "first_20_times_postgres",
    "rules_postgres_agrees",
    "page_block_median",
    "page_block_p99",
    "one_relation_1518_x_682",
    "build_from_memory",
    "build_from_records",
    "memory_resident",
    "memory_highest_at_start",
    "ready_from_postgres",
    "ready_from_file",
    "memory_from_file",
    "memory_highest_from_file",
    "http_requests",
    "http_half_load_p99",
    "change_right_on_replica_p99",
    "change_work_median",
    "change_work_p99",
    "rename_fresh",
    "rename_shop_p99",
    "resolve_all",
    "resolve_all_shop_p99",
    "import_fifth_time",
    "import_fifth_memory",
    "import_whole_time",
    "import_whole_memory",
    "growth_first_20_median",
    "growth_first_20_p99",
    "growth_compile_median",
    "growth_full_set_median",
    "growth_beside_source_median",
    "growth_page_block_median",
    "growth_page_block_p99",
    "growth_build_from_memory",
    "growth_load_from_postgres",
    "growth_full_set_p99",
    "growth_memory",
];

#[test]
fn every_row_has_its_figures_and_nothing_is_left_behind() {
    let url = empty_database();
    let output = Command::new(env!("CARGO_BIN_EXE_kindred"))
        .args(["bench", "--size", "300", "--json"])
        .env("DATABASE_URL", &url)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    let lines = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let figures: BTreeMap<&str, &Value> =
        lines.iter().map(|line| (line["name"].as_str().unwrap(), line)).collect();
    assert_eq!(figures.len(), lines.len(), "no figure comes twice");
    for name in FIGURES {
        let figure = figures.get(format!("{name}@300").as_str());
        let figure = figure.unwrap_or_else(|| panic!("{name} is missing among {:?}: {said}", figures.keys()));
        for number in ["value", "target", "yardstick", "ratio"] {
            let number = figure[number].as_f64();
            assert!(number.is_some_and(|number| number.is_finite() && number >= 0.0), "{figure}");
        }
        assert!(figure["unit"].is_string() && figure["holds"].is_boolean(), "{figure}");
    }
    let agree = figures["rules_postgres_agrees@300"];
    assert_eq!(agree["value"], agree["target"], "Postgres and the index come to the same");
    let mut conn =
        <diesel::PgConnection as diesel::Connection>::establish(&cluster().url("postgres")).unwrap();
    let left = diesel::RunQueryDsl::execute(
        diesel::sql_query("SELECT 1 FROM pg_database WHERE datname LIKE 'kindred\\_bench\\_%'"),
        &mut conn,
    );
    assert_eq!(left, Ok(0), "its databases are gone");
}

#[test]
fn a_row_that_cannot_be_measured_is_told_and_costs_no_other() {
    if std::thread::available_parallelism().map_or(1, usize::from) < 2 {
        return; // No core is chosen for servers then, and that is what goes wrong here.
    }
    let folder = std::env::temp_dir().join(format!("kindred-no-taskset-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let taskset = folder.join("taskset");
    std::fs::write(&taskset, "#!/bin/sh\ntest \"$1\" = -V\n").unwrap();
    std::fs::set_permissions(&taskset, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var_os("PATH").unwrap().to_string_lossy());
    let output = Command::new(env!("CARGO_BIN_EXE_kindred"))
        .args(["bench", "--size", "100", "--rows", "build,start", "--json"])
        .env("DATABASE_URL", empty_database())
        .env("PATH", path)
        .output()
        .unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<_> =
        lines.iter().map(|line| (line["name"].as_str().unwrap(), line["value"].is_null())).collect();
    let built = [("build_from_memory@100", false), ("build_from_records@100", false)];
    assert_eq!((&told[..2], &told[2..]), (&built[..], &[("start@100", true)][..]));
    assert_eq!((output.status.code(), &lines[2]["holds"]), (Some(1), &Value::Bool(false)));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("start is not measured: A server of the bench ended with"), "{said}");
}

#[test]
fn a_size_that_cannot_be_measured_is_refused_in_words() {
    for size in ["0", "99", "5000001"] {
        let output = Command::new(env!("CARGO_BIN_EXE_kindred"))
            .args(["bench", "--size", size])
            .env("DATABASE_URL", empty_database())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("A bench is of 100 to 5000000 products."), "{said}");
    }
}
