//! What `postmaster.pid` says: whether a server runs on a folder, and how far it is.

use std::path::Path;

/// How a server on a folder stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// None runs.
    Stopped,
    /// One runs and does not answer: it starts, recovers or stops.
    Busy,
    /// One runs and answers.
    Ready,
}

/// Returns how the server on the folder stands.
pub(super) fn state(data: &Path) -> State {
    let Ok(text) = std::fs::read_to_string(data.join("postmaster.pid")) else { return State::Stopped };
    let mut lines = text.lines();
    let Some(pid) = lines.next().and_then(|line| line.trim().parse::<u32>().ok()) else {
        return State::Stopped;
    };
    if !runs_on(pid, data) {
        return State::Stopped;
    }
    // The eighth line is the postmaster's own word for how far it is.
    if lines.nth(6).is_some_and(|line| line.trim() == "ready") { State::Ready } else { State::Busy }
}

/// Removes a file whose number now belongs to another process: Postgres would take that process for a server.
pub(super) fn clear_stale(data: &Path) {
    let file = data.join("postmaster.pid");
    let Ok(text) = std::fs::read_to_string(&file) else { return };
    let pid = text.lines().next().and_then(|line| line.trim().parse::<u32>().ok());
    let other = pid.is_some_and(|pid| {
        std::fs::read_link(format!("/proc/{pid}/cwd"))
            .is_ok_and(|cwd| std::fs::canonicalize(data).is_ok_and(|data| cwd != data))
    });
    if other {
        let _gone = std::fs::remove_file(file);
    }
}

/// Returns true when the process lives and works in the folder, as a postmaster does.
fn runs_on(pid: u32, data: &Path) -> bool {
    let process = Path::new("/proc").join(pid.to_string());
    if !Path::new("/proc/self").exists() {
        let alive = std::process::Command::new("kill").args(["-0", &pid.to_string()]).output();
        return alive.is_ok_and(|out| out.status.success());
    }
    if !process.exists() || is_zombie(&process) {
        return false;
    }
    match (std::fs::read_link(process.join("cwd")), std::fs::canonicalize(data)) {
        (Ok(cwd), Ok(data)) => cwd == data,
        _ => true,
    }
}

/// A process that has ended and waits for its parent to notice has no folder and answers nobody.
fn is_zombie(process: &Path) -> bool {
    let stat = std::fs::read_to_string(process.join("stat")).unwrap_or_default();
    stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('Z'))
}
