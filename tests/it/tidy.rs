//! The house rules, read from the source: who may import whom, what no file holds, how long one may be.

use std::fs;
use std::path::{Path, PathBuf};

const LINES_MAX: usize = 400;

/// A folder, what of this crate it may name, and which crates are there for it alone.
struct Rule {
    folder: &'static str,
    own: &'static [&'static str],
    never: &'static [&'static str],
}

const RULES: [Rule; 11] = [
    Rule {
        folder: "domain",
        own: &["domain"],
        never: &["actix_web", "askama", "serde", "serde_json", "diesel", "tracing", "csv"],
    },
    Rule { folder: "index", own: &["domain", "index"], never: IO },
    Rule { folder: "learn", own: &["domain", "learn"], never: IO },
    Rule { folder: "pick", own: &["domain", "index", "learn", "pick"], never: IO },
    Rule {
        folder: "form",
        own: &["domain", "form"],
        never: &["actix_web", "actix_multipart", "diesel", "askama"],
    },
    Rule {
        folder: "codec",
        own: &["domain", "codec"],
        never: &["actix_web", "actix_multipart", "diesel", "askama"],
    },
    Rule {
        folder: "demo",
        own: &["domain", "codec", "demo"],
        never: &["actix_web", "askama", "diesel", "tracing"],
    },
    Rule { folder: "store", own: &["domain", "codec", "store"], never: &["actix_web", "askama", "roaring"] },
    Rule {
        folder: "page",
        own: &["domain", "form", "index", "pick", "page"],
        never: &["actix_web", "actix_multipart", "diesel"],
    },
    Rule {
        folder: "work",
        own: &["domain", "codec", "demo", "index", "learn", "pick", "store", "app", "work"],
        never: &["actix_web", "actix_multipart", "askama", "diesel"],
    },
    Rule {
        folder: "route",
        own: &[
            "domain", "index", "learn", "pick", "form", "codec", "store", "page", "work", "route", "app",
            "config", "clock",
        ],
        never: &["diesel"],
    },
];
const IO: &[&str] = &["actix_web", "actix_multipart", "askama", "diesel", "serde_json", "tracing"];

#[test]
fn every_station_imports_only_what_the_table_allows() {
    let mut wrong = Vec::new();
    for rule in &RULES {
        for path in sources(&Path::new("src").join(rule.folder)) {
            for (number, line) in code(&path) {
                let names = named(&line, "crate::");
                wrong.extend(
                    names
                        .iter()
                        .filter(|name| !rule.own.contains(&name.as_str()))
                        .map(|name| format!("{}:{number} names crate::{name}", path.display())),
                );
                wrong.extend(
                    rule.never
                        .iter()
                        .filter(|name| is_named(&line, name))
                        .map(|name| format!("{}:{number} names {name}", path.display())),
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_clock_and_the_environment_have_one_reader_each() {
    let mut wrong = Vec::new();
    for path in sources(Path::new("src")) {
        for (number, line) in code(&path) {
            let is_clock = path.ends_with("src/clock.rs");
            let is_config = path.ends_with("src/config.rs");
            if line.contains("Utc::now") && !is_clock || line.contains("env::var") && !is_config {
                wrong.push(format!("{}:{number} {line}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_outside_the_tests_can_panic_on_purpose() {
    let signs = [".unwrap()", ".expect(", "panic!(", "unreachable!(", "todo!(", "unimplemented!(", "dbg!("];
    let mut wrong = Vec::new();
    for path in sources(Path::new("src")) {
        for (number, line) in code(&path) {
            if signs.iter().any(|sign| line.contains(sign)) {
                wrong.push(format!("{}:{number} {}", path.display(), line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is_and_ends_before_its_four_hundredth_line() {
    let mut wrong = Vec::new();
    let all = sources(Path::new("src")).into_iter().chain(sources(Path::new("tests")));
    for path in all {
        let text = fs::read_to_string(&path).unwrap();
        // The table names are generated and belong together.
        let is_generated = path.ends_with("store/schema.rs");
        if text.lines().count() > LINES_MAX && !is_generated {
            wrong.push(format!("{} has {} lines", path.display(), text.lines().count()));
        }
        if !text.starts_with("//!") && !is_test(&path) {
            wrong.push(format!("{} does not begin with what it is", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn names_say_what_a_thing_is() {
    let empty_words = [
        "util", "utils", "helper", "helpers", "common", "misc", "manager", "service", "handler", "dto",
        "impl",
    ];
    for path in sources(Path::new("src")) {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(!empty_words.contains(&stem.as_str()), "{}", path.display());
    }
}

#[test]
fn no_template_holds_a_style_or_a_script_of_its_own() {
    let mut wrong = Vec::new();
    for path in files(Path::new("templates"), "html") {
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in text.lines().enumerate() {
            let small = line.to_lowercase();
            let is_style =
                small.contains(" style=") || small.contains("<style") || small.contains("javascript:");
            if is_style || has_event(&small) || has_script_body(&small) {
                wrong.push(format!("{}:{} {}", path.display(), number + 1, line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// `onclick=` and its like, as an attribute.
fn has_event(line: &str) -> bool {
    line.match_indices(" on").any(|(at, _)| {
        let rest = &line[at + 3..];
        let end = rest.find(|letter: char| !letter.is_ascii_lowercase()).unwrap_or(rest.len());
        end >= 3 && rest[end..].starts_with('=')
    })
}

fn has_script_body(line: &str) -> bool {
    line.match_indices("<script").any(|(at, _)| {
        let rest = &line[at..];
        !rest.contains(" src=") || !rest.contains("></script>")
    })
}

/// Returns the lines of a file that are neither comments nor tests, with their numbers.
fn code(path: &Path) -> Vec<(usize, String)> {
    let text = fs::read_to_string(path).unwrap();
    if is_test(path) || text.lines().next().is_some_and(|line| line.to_lowercase().contains("for tests")) {
        return Vec::new();
    }
    let before_tests = text.split("#[cfg(test)]\nmod ").next().unwrap().to_owned();
    let lines = before_tests.lines().enumerate().map(|(number, line)| (number + 1, line.to_owned()));
    lines.filter(|(_, line)| !line.trim_start().starts_with("//")).collect()
}

/// A test's name says what it is; the pages' samples are compiled for tests alone.
fn is_test(path: &Path) -> bool {
    let stem = path.file_stem().unwrap().to_string_lossy();
    path.iter().any(|part| part == "tests" || part == "sample") || stem.ends_with("tests")
}

/// Returns the first names of paths that begin with a prefix.
fn named(line: &str, prefix: &str) -> Vec<String> {
    let names = line
        .match_indices(prefix)
        .filter(|(at, _)| !line[..*at].ends_with(|letter: char| letter.is_alphanumeric()));
    let rest = names.map(|(at, _)| &line[at + prefix.len()..]);
    rest.map(|rest| rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect())
        .collect()
}

fn is_named(line: &str, name: &str) -> bool {
    line.match_indices(&format!("{name}::")).any(|(at, _)| {
        !line[..at].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':')
    })
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    files(folder, "rs")
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "node_modules") {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|known| known == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}
