//! As whom Postgres runs: it refuses root, so root hands it to an account without rights.

use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use super::Trouble;

/// Accounts that root hands Postgres to, the first that exists.
const NAMES: [&str; 2] = ["postgres", "nobody"];

/// An account of the system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its name.
    pub name: String,
    /// Its number.
    pub uid: u32,
    /// The number of its group.
    pub gid: u32,
}

impl Account {
    /// Returns the account that Postgres must run as, or none when it may run as we do.
    pub fn for_postgres() -> Result<Option<Self>, Trouble> {
        if !is_root() {
            return Ok(None);
        }
        let list = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
        let found = NAMES.iter().find_map(|name| find(&list, name));
        found.map(Some).ok_or_else(|| {
            Trouble(
                "Postgres does not run as root, and there is no account postgres or nobody to run it as."
                    .into(),
            )
        })
    }

    /// Refuses a folder that the account cannot reach because one above it is closed.
    pub fn check_reach(&self, folder: &Path) -> Result<(), Trouble> {
        for parent in folder.ancestors().skip(1) {
            let Ok(about) = std::fs::metadata(parent) else { continue };
            let open = if about.uid() == self.uid {
                about.mode() & 0o100
            } else if about.gid() == self.gid {
                about.mode() & 0o010
            } else {
                about.mode() & 0o001
            };
            if open == 0 {
                return Err(Trouble(format!(
                    "Postgres runs as {}, who may not enter {}. Set KINDRED_DATA_DIR to a folder that is not below it, \
                     such as /var/lib/kindred.",
                    self.name,
                    parent.display()
                )));
            }
        }
        Ok(())
    }
}

/// Returns true when this process is root.
pub fn is_root() -> bool {
    if let Ok(about) = std::fs::metadata("/proc/self") {
        return about.uid() == 0;
    }
    let told = Command::new("id").arg("-u").output();
    told.is_ok_and(|out| String::from_utf8_lossy(&out.stdout).trim() == "0")
}

/// Makes a command run as the account.
pub fn run_as(command: &mut Command, account: Option<&Account>) {
    if let Some(account) = account {
        command.uid(account.uid).gid(account.gid);
    }
}

fn find(list: &str, name: &str) -> Option<Account> {
    list.lines().find_map(|line| {
        let mut parts = line.split(':');
        if parts.next()? != name {
            return None;
        }
        let uid = parts.nth(1)?.parse().ok()?;
        Some(Account { name: name.to_owned(), uid, gid: parts.next()?.parse().ok()? })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_found_by_its_whole_name() {
        let list = "root:x:0:0::/root:/bin/sh\npostgresql:x:9:9:::\npostgres:x:101:104:a,b:/var:/bin/sh\n";
        let found = find(list, "postgres").unwrap();
        assert_eq!((found.uid, found.gid), (101, 104));
        assert_eq!(find(list, "nobody"), None);
    }
}
