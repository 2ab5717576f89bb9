//! A Spryker import folder: which of its files are read, at any depth, and which are passed over.

use std::path::{Path, PathBuf};

use crate::codec::catalogue::spryker::File;

/// Deepest folder that is looked into.
const DEPTH_MAX: usize = 16;
/// Most files that are looked at.
const FILES_MAX: usize = 10_000;
/// So many files that are passed over are named; the rest are counted.
const NAMED_MAX: usize = 20;

/// What a folder holds.
#[derive(Debug, Default)]
pub(super) struct Folder {
    /// Files that are read, by their paths inside the folder.
    pub read: Vec<(String, PathBuf)>,
    /// Paths inside the folder of files that are passed over.
    pub passed_over: Vec<String>,
}

impl Folder {
    /// Looks through a folder. Links to files are followed, those to other folders are not.
    pub(super) fn open(path: &Path) -> Result<Self, String> {
        let mut folder = Self::default();
        let mut waiting = vec![(path.to_owned(), String::new(), 0)];
        while let Some((path, inside, depth)) = waiting.pop() {
            let cannot = |error: std::io::Error| format!("{} cannot be read: {error}.", path.display());
            for entry in std::fs::read_dir(&path).map_err(cannot)? {
                let entry = entry.map_err(cannot)?;
                let mut kind = entry.file_type().map_err(cannot)?;
                if kind.is_symlink()
                    && let Ok(linked) = std::fs::metadata(entry.path())
                    && linked.is_file()
                {
                    kind = linked.file_type();
                }
                let name = format!("{inside}{}", entry.file_name().to_string_lossy());
                if kind.is_dir() && depth < DEPTH_MAX {
                    waiting.push((entry.path(), format!("{name}/"), depth + 1));
                } else if kind.is_file() && File::of_name(&name).is_some() {
                    folder.read.push((name, entry.path()));
                } else {
                    folder.passed_over.push(name);
                }
                if folder.read.len() + folder.passed_over.len() > FILES_MAX {
                    return Err(format!(
                        "The folder holds more than {FILES_MAX} files; name the one that holds the import files."
                    ));
                }
            }
        }
        if folder.read.is_empty() {
            return Err("The folder holds no file of a Spryker import, such as product_abstract.csv.".into());
        }
        folder.read.sort();
        folder.passed_over.sort();
        Ok(folder)
    }

    /// Returns how many bytes the files have that are read.
    pub(super) fn bytes(&self) -> u64 {
        self.read.iter().filter_map(|(_, path)| std::fs::metadata(path).ok()).map(|file| file.len()).sum()
    }

    /// Returns the sentence that names the files which are passed over; none where there are none.
    pub(super) fn notice(&self) -> Option<String> {
        let named: Vec<&str> = self.passed_over.iter().take(NAMED_MAX).map(String::as_str).collect();
        let more = self.passed_over.len().saturating_sub(named.len());
        match (named.is_empty(), more) {
            (true, _) => None,
            (false, 0) => {
                Some(format!("Passed over, since Kindred has no use for them: {}.", named.join(", ")))
            }
            (false, more) => Some(format!(
                "Passed over, since Kindred has no use for them: {} and {more} more.",
                named.join(", ")
            )),
        }
    }
}
