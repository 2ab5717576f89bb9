//! The checklist of what Spryker's Product Relations do: every test that it names is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const CHECKLIST: &str = include_str!("../../docs/spryker.md");

/// Returns every test of the project, by its name.
fn tests(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "node_modules") {
            tests(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let after = text.split("#[test]").skip(1);
            let names =
                after.filter_map(|rest| rest.split_once("fn ")?.1.split_once('(')).map(|(name, _)| name);
            found.extend(names.map(str::to_owned));
        }
    }
}

#[test]
fn every_row_of_the_checklist_names_tests_that_are_there() {
    let mut known = BTreeSet::new();
    tests(Path::new("src"), &mut known);
    tests(Path::new("tests"), &mut known);
    let mut wrong = Vec::new();
    let mut rows = 0;
    for line in CHECKLIST.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| Spryker")) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").collect();
        let named: Vec<&str> = cells.last().unwrap().split('`').skip(1).step_by(2).collect();
        if cells.len() != 3 || named.is_empty() {
            wrong.push(format!("has no test: {line}"));
        }
        wrong.extend(
            named
                .iter()
                .filter(|name| !known.contains(**name))
                .map(|name| format!("there is no test {name}")),
        );
        rows += 1;
    }
    assert!(rows > 60, "{rows} rows");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
