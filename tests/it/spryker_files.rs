//! Files of Spryker's for a test, imported one by one or as a folder, and what is told of them.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use kindred::codec::catalogue::Format;
use kindred::domain::staff::Actor;
use kindred::work::import::{Counts, Report, task};

use crate::world::World;

/// A folder of its own, gone with the test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("kindred-spryker-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// Returns a folder of these files.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let folder = Self::new();
        files.iter().for_each(|(name, text)| folder.put(name, text.as_bytes()));
        folder
    }

    pub fn put(&self, name: &str, text: &[u8]) {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

/// Imports one file under its Spryker name and returns what became of it.
pub fn import(world: &World, name: &str, text: &[u8]) -> Report {
    import_as(world, name, text, Some(Format::Spryker))
}

/// Imports one file in a format, or in the one that is told from it.
pub fn import_as(world: &World, name: &str, text: &[u8], format: Option<Format>) -> Report {
    let folder = Folder::new();
    folder.put(name, text);
    task::apply_file(&world.app, &Actor::command("import"), &folder.0.join(name), format).unwrap()
}

/// Imports a file or a folder.
pub fn apply(world: &World, path: &Path) -> Report {
    task::apply_file(&world.app, &Actor::command("import"), path, Some(Format::Spryker)).unwrap()
}

/// Tells what importing a file or a folder would do.
pub fn check(world: &World, path: &Path) -> Report {
    task::check_file(&world.app, &Actor::command("import"), path, Some(Format::Spryker)).unwrap()
}

/// Rows, added, changed, unchanged, refused.
pub fn came_to(report: &Report) -> [u64; 5] {
    let Counts { rows, added, changed, unchanged, refused, .. } = report.counts;
    [rows, added, changed, unchanged, refused]
}

/// Every problem as `line column value: message`.
pub fn told(report: &Report) -> Vec<String> {
    let problems = report.problems.iter();
    problems
        .map(|found| {
            let trouble = &found.trouble;
            format!("{} {} {}: {}", found.line, trouble.column, trouble.value, trouble.message)
        })
        .collect()
}

/// The files and lines of rows that were refused.
pub fn refused(report: &Report) -> Vec<(&str, u64)> {
    let refused = report.problems.iter().filter(|found| found.trouble.refuses);
    refused.map(|found| (found.file.as_str(), found.line)).collect()
}
