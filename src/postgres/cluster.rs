//! One Postgres cluster: made once, started and stopped.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use super::account::{self, Account};
use super::find::{self, Installed};
use super::pid_file::{self, State};
use super::{Care, Options, Trouble, at};

/// The database's own name for us; only the socket's folder guards it.
const USER: &str = "kindred";
/// Longest folder that leaves room for the socket's name within the kernel's 107 bytes.
const SOCKET_DIR_MAX: usize = 80;
/// How long a start may take; a server that recovers after a power cut replays its log first.
const START_WAIT: Duration = Duration::from_secs(120);
/// The log is set aside when it is larger than this.
const LOG_MAX: u64 = 10 << 20;
const LOG_LINES_SHOWN: usize = 6;

/// The folders of a cluster and how it is run.
#[derive(Debug, Clone)]
pub struct Cluster {
    home: PathBuf,
    data: PathBuf,
    socket: PathBuf,
    installed: Installed,
    account: Option<Account>,
    care: Care,
}

impl Cluster {
    /// Returns the cluster of a data folder, with its folders made and nothing started.
    pub fn prepare(options: &Options) -> Result<Self, Trouble> {
        let account = Account::for_postgres()?;
        let home = options.data_dir.join("postgres");
        if let Some(account) = &account {
            account.check_reach(&home)?;
        }
        let data = home.join("data");
        folder(&options.data_dir, 0o755, None)?;
        folder(&home, 0o700, account.as_ref())?;
        let made_by = std::fs::read_to_string(data.join("PG_VERSION")).ok();
        let installed = find::find(&options.dirs, made_by.and_then(|text| text.trim().parse().ok()))?;
        let socket = socket_dir(&home);
        Ok(Self { home, data, socket, installed, account, care: options.care })
    }

    /// Returns the address of one of its databases.
    pub fn url(&self, database: &str) -> String {
        let host = percent_encoding::utf8_percent_encode(
            &self.socket.to_string_lossy(),
            percent_encoding::NON_ALPHANUMERIC,
        )
        .to_string();
        format!("postgresql:///{database}?host={host}&user={USER}")
    }

    /// Returns the file that whoever runs the server holds locked.
    pub fn lock_file(&self) -> Result<File, Trouble> {
        let path = self.home.join("lock");
        OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|error| at(&path, "open", &error))
    }

    /// Returns true when the server answers.
    pub fn is_ready(&self) -> bool {
        pid_file::state(&self.data) == State::Ready
    }

    /// Returns true when the server is gone.
    pub fn is_stopped(&self) -> bool {
        pid_file::state(&self.data) == State::Stopped
    }

    /// Starts the server, made first if it was never there; `None` when one already ran and was taken over. The thread
    /// that calls this must live as long as the server: the kernel ends the server with it.
    pub fn start(&self) -> Result<Option<Child>, Trouble> {
        folder(&self.socket, 0o700, self.account.as_ref())?;
        check_owner(&self.socket, &self.home)?;
        if !self.data.exists() {
            self.make()?;
        }
        let begun = Instant::now();
        while begun.elapsed() < START_WAIT {
            match pid_file::state(&self.data) {
                State::Ready => return Ok(None),
                State::Busy => std::thread::sleep(Duration::from_millis(50)),
                State::Stopped => return self.spawn_and_wait().map(Some),
            }
        }
        Err(self.failed("does not answer"))
    }

    /// Stops the server; what it was given is kept.
    pub fn stop(&self, child: Option<Child>) {
        for mode in ["fast", "immediate"] {
            let mut command = Command::new(self.installed.program("pg_ctl"));
            command.args(["stop", "-s", "-w", "-t", "7", "-m", mode, "-D"]).arg(&self.data);
            if self.run(command).is_ok() || self.is_stopped() {
                break;
            }
        }
        if let Some(mut child) = child {
            let _ended = child.wait();
        }
    }

    fn make(&self) -> Result<(), Trouble> {
        // An initdb that was cut short must never be taken for a cluster, so it works beside and is renamed at the end.
        let part = self.home.join("data.part");
        if part.exists() {
            std::fs::remove_dir_all(&part).map_err(|error| at(&part, "remove", &error))?;
        }
        let mut command = Command::new(self.installed.program("initdb"));
        command.args(["-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C", "-D"]).arg(&part);
        if self.care == Care::Throwaway {
            command.arg("--no-sync");
        }
        self.run(command)
            .map_err(|said| Trouble(format!("Postgres could not make its database:\n{said}")))?;
        std::fs::rename(&part, &self.data).map_err(|error| at(&self.data, "make", &error))
    }

    fn spawn_and_wait(&self) -> Result<Child, Trouble> {
        pid_file::clear_stale(&self.data);
        let begun = Instant::now();
        let mut child = self.spawn()?;
        loop {
            if self.is_ready() {
                return Ok(child);
            }
            if child.try_wait().is_ok_and(|ended| ended.is_some()) {
                // Processes of a server that was killed may outlive it for a moment and keep its memory.
                let log = self.log_end();
                if begun.elapsed() > Duration::from_secs(10) || !log.contains("still in use") {
                    return Err(self.failed("did not start"));
                }
                std::thread::sleep(Duration::from_millis(200));
                child = self.spawn()?;
            }
            if begun.elapsed() > START_WAIT {
                self.stop(Some(child));
                return Err(self.failed("did not start in time"));
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn spawn(&self) -> Result<Child, Trouble> {
        let postgres = self.installed.program("postgres");
        let log = self.open_log()?;
        let errors = log.try_clone().map_err(|error| at(&self.log_path(), "open", &error))?;
        // The account is taken on before `setpriv` runs: the kernel forgets the wish when the account changes.
        let mut command = match find::setpriv() {
            Some(setpriv) => {
                let mut command = Command::new(setpriv);
                command.args(["--pdeathsig", "INT", "--"]).arg(&postgres);
                command
            }
            None => Command::new(&postgres),
        };
        command.arg("-D").arg(&self.data).arg("-k").arg(&self.socket);
        for setting in self.settings() {
            command.arg("-c").arg(setting);
        }
        // A process group of its own: Ctrl-C is for Kindred, which then stops Postgres when nothing needs it any more.
        clean(&mut command);
        command.stdin(Stdio::null()).stdout(log).stderr(errors).process_group(0);
        account::run_as(&mut command, self.account.as_ref());
        command.spawn().map_err(|error| at(&postgres, "run", &error))
    }

    fn settings(&self) -> Vec<&'static str> {
        let mut settings = vec![
            "listen_addresses=",
            "unix_socket_permissions=0700",
            "timezone=UTC",
            "log_timezone=UTC",
            "jit=off",
        ];
        if self.care == Care::Throwaway {
            settings.extend([
                "fsync=off",
                "synchronous_commit=off",
                "full_page_writes=off",
                "max_connections=400",
            ]);
        }
        settings
    }

    fn run(&self, mut command: Command) -> Result<(), String> {
        clean(&mut command);
        account::run_as(&mut command, self.account.as_ref());
        let out = command.stdin(Stdio::null()).output().map_err(|error| error.to_string())?;
        if out.status.success() {
            return Ok(());
        }
        Err(end(&format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr))))
    }

    fn log_path(&self) -> PathBuf {
        self.home.join("postgres.log")
    }

    fn open_log(&self) -> Result<File, Trouble> {
        let path = self.log_path();
        if std::fs::metadata(&path).is_ok_and(|about| about.len() > LOG_MAX) {
            let _aside = std::fs::rename(&path, self.home.join("postgres.log.old"));
        }
        OpenOptions::new().create(true).append(true).open(&path).map_err(|error| at(&path, "write", &error))
    }

    fn log_end(&self) -> String {
        end(&String::from_utf8_lossy(&std::fs::read(self.log_path()).unwrap_or_default()))
    }

    fn failed(&self, what: &str) -> Trouble {
        Trouble(format!(
            "The private Postgres {what}. The end of {} says:\n{}",
            self.log_path().display(),
            self.log_end()
        ))
    }
}

/// Keeps settings that people have for their own Postgres away from ours.
fn clean(command: &mut Command) {
    for name in
        ["PGDATA", "PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGOPTIONS", "PGPASSWORD", "PGSERVICE", "PGTZ"]
    {
        command.env_remove(name);
    }
    command.env("LC_ALL", "C").current_dir("/");
}

fn end(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let from = lines.len().saturating_sub(LOG_LINES_SHOWN);
    lines.get(from..).unwrap_or_default().iter().map(|line| format!("  {line}\n")).collect()
}

/// Returns where the socket is: beside the data, or in a short folder when the kernel could not hold the name.
fn socket_dir(home: &Path) -> PathBuf {
    let near = home.join("run");
    if near.as_os_str().len() <= SOCKET_DIR_MAX {
        return near;
    }
    let digest = Sha256::digest(home.as_os_str().as_encoded_bytes());
    let short: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    PathBuf::from(format!("/tmp/.kindred-{short}"))
}

/// Makes a folder if it is missing, and gives it to the account.
fn folder(path: &Path, mode: u32, owner: Option<&Account>) -> Result<(), Trouble> {
    DirBuilder::new().recursive(true).mode(mode).create(path).map_err(|error| at(path, "make", &error))?;
    let Some(owner) = owner else { return Ok(()) };
    chown(path, Some(owner.uid), Some(owner.gid))
        .map_err(|error| at(path, "give to Postgres' account", &error))?;
    std::fs::set_permissions(path, Permissions::from_mode(mode)).map_err(|error| at(path, "close", &error))
}

/// Refuses a socket folder that somebody else made first: they could pose as our database.
fn check_owner(socket: &Path, home: &Path) -> Result<(), Trouble> {
    let about = std::fs::symlink_metadata(socket).map_err(|error| at(socket, "look at", &error))?;
    let own = std::fs::metadata(home).map_err(|error| at(home, "look at", &error))?;
    if about.is_dir() && about.uid() == own.uid() && about.mode() & 0o077 == 0 {
        return Ok(());
    }
    Err(Trouble(format!(
        "The folder {} of the private Postgres' socket is not its own, or is open to others. Remove it and start again.",
        socket.display()
    )))
}
