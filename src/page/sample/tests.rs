use std::collections::BTreeSet;
use std::path::Path;

use super::catalogue::{HOSTILE, Sample};
use super::markup::faults;
use super::{desk, door, editor, report, shop};

/// A fragment without a heading of its own: options that a script puts below an input.
const FRAGMENTS: [&str; 2] = ["product/suggest.html", "draft/values.html"];

fn all() -> Vec<Sample> {
    [desk::samples(), editor::samples(), report::samples(), door::samples(), shop::samples()]
        .into_iter()
        .flatten()
        .collect()
}

#[test]
fn every_page_keeps_to_the_markup_in_every_state_and_renders_the_same_twice() {
    let (first, second) = (all(), all());
    let mut wrong = String::new();
    for (sample, again) in first.iter().zip(&second) {
        let mut faults = faults(sample);
        if sample.html != again.html {
            faults.push("it renders differently the second time".into());
        }
        for fault in faults {
            wrong.push_str(&format!("{}, {}: {fault}\n", sample.template, sample.state));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    let escaped = first.iter().filter(|sample| sample.html.contains("&#60;script&#62;alert")).count();
    assert!(escaped * 10 > first.len() * 8, "the samples of {HOSTILE} show it escaped: {escaped}");
}

#[test]
fn every_page_has_samples() {
    let mut pages = BTreeSet::new();
    templates(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/page"), &mut pages);
    let sampled: BTreeSet<String> = all().iter().map(|sample| sample.template.to_owned()).collect();
    let without: Vec<&String> =
        pages.iter().filter(|page| !sampled.contains(*page) && !FRAGMENTS.contains(&page.as_str())).collect();
    assert!(pages.len() > 20 && without.is_empty(), "{without:?}");
}

/// Collects the templates that the structs of a folder name.
fn templates(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            templates(&path, found);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let named = text.lines().filter_map(|line| line.strip_prefix("#[template(path = \""));
        found.extend(named.map(|line| line.split('"').next().unwrap().to_owned()));
    }
}
