//! Where Postgres' programs are.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::Trouble;

/// Folders with one folder per version in them, and what lies between that and the programs.
const BY_VERSION: [(&str, &str, &str); 6] = [
    ("/usr/lib/postgresql", "", "bin"),
    ("/usr", "pgsql-", "bin"),
    ("/opt/homebrew/opt", "postgresql@", "bin"),
    ("/usr/local/opt", "postgresql@", "bin"),
    ("/Library/PostgreSQL", "", "bin"),
    ("/usr/libexec", "postgresql", ""),
];
const FIXED: [&str; 3] =
    ["/Applications/Postgres.app/Contents/Versions/latest/bin", "/usr/local/pgsql/bin", "/opt/homebrew/bin"];

/// An installed Postgres.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installed {
    /// The folder of its programs.
    pub bin: PathBuf,
    /// Its major version.
    pub major: u32,
}

impl Installed {
    /// Returns one of its programs.
    pub fn program(&self, name: &str) -> PathBuf {
        self.bin.join(name)
    }
}

/// Returns the usual folders, newer versions first, then those of the search path.
pub fn usual_dirs(path: &str) -> Vec<PathBuf> {
    let mut dirs: Vec<PathBuf> =
        BY_VERSION.iter().flat_map(|(root, prefix, below)| versions(root, prefix, below)).collect();
    dirs.extend(FIXED.iter().map(PathBuf::from));
    dirs.extend(std::env::split_paths(path));
    dirs
}

/// Returns the Postgres to use: the first that there is, or the one of the wanted version.
pub fn find(dirs: &[PathBuf], wanted: Option<u32>) -> Result<Installed, Trouble> {
    let there: Vec<Installed> = dirs.iter().filter_map(|dir| look(dir)).collect();
    let Some(first) = there.first() else { return Err(Trouble(missing())) };
    let Some(wanted) = wanted else { return Ok(first.clone()) };
    there.iter().find(|found| found.major == wanted).cloned().ok_or_else(|| {
        Trouble(format!(
            "The database in the data folder was made by Postgres {wanted}, but only Postgres {} is installed. Install \
             Postgres {wanted}, or move the data with pg_upgrade, or choose another KINDRED_DATA_DIR.",
            first.major
        ))
    })
}

/// Returns `setpriv` of util-linux, which asks the kernel to end Postgres when we end, however we end.
pub fn setpriv() -> Option<PathBuf> {
    ["/usr/bin/setpriv", "/bin/setpriv"].iter().map(PathBuf::from).find(|path| path.is_file())
}

fn look(dir: &Path) -> Option<Installed> {
    let postgres = dir.join("postgres");
    if !postgres.is_file() || !dir.join("initdb").is_file() {
        return None;
    }
    let told = Command::new(&postgres).arg("--version").output().ok()?;
    let major = major(&String::from_utf8_lossy(&told.stdout))?;
    Some(Installed { bin: dir.to_owned(), major })
}

/// Reads `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)`.
fn major(told: &str) -> Option<u32> {
    let version =
        told.split_whitespace().find(|word| word.starts_with(|first: char| first.is_ascii_digit()))?;
    version.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
}

fn versions(root: &str, prefix: &str, below: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root).into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> = entries
        .filter_map(|entry| {
            let name = entry.file_name();
            let number = name.to_str()?.strip_prefix(prefix)?.parse().ok()?;
            Some((number, entry.path().join(below)))
        })
        .collect();
    found.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    found.into_iter().map(|(_, path)| path).collect()
}

fn missing() -> String {
    let lines = [
        "There is no Postgres on this machine, and DATABASE_URL is not set. Install it, then start Kindred again:",
        "  Debian, Ubuntu   sudo apt-get install -y --no-install-recommends postgresql",
        "  Fedora           sudo dnf install -y postgresql-server",
        "  Alpine           sudo apk add postgresql",
        "  macOS            brew install postgresql@17",
        "or set DATABASE_URL to a Postgres of yours, or PG_BINDIR to the folder of its programs.",
    ];
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_what_the_program_says() {
        assert_eq!(major("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)"), Some(15));
        assert_eq!(major("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major("nothing"), None);
    }

    #[test]
    fn without_postgres_the_words_say_how_to_get_it() {
        let trouble = find(&[PathBuf::from("/nowhere")], None).unwrap_err();
        assert!(trouble.0.contains("apt-get install"), "{trouble}");
    }
}
