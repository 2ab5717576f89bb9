//! Servers of the bench: `kindred serve` and the bare one, as processes of their own. They start on every core, as they
//! would anywhere, and stay on the second from then on where `taskset` is installed; the bench itself stays on the first
//! while it sends them requests.

use std::fs::File;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use super::super::Failure;
use super::load::Client;

/// The core of the bench's requests, and that of the servers.
const CORES: [&str; 2] = ["0", "1"];
/// Both.
const ALL: &str = "0-1";
/// What says that a server is ready.
const READY: &str = "/readyz";
/// How long a server may take until it is ready.
const READY_WAIT: Duration = Duration::from_secs(300);

/// A server, which ends when this value goes.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// From its start until it was ready.
    pub took: Duration,
}

impl Server {
    /// Starts `kindred serve` on a database, with a data folder of that name, and waits until it is ready.
    pub fn kindred(url: &str, folder: &Path) -> Result<Self, Failure> {
        Self::kindred_until(url, folder, READY)
    }

    /// Starts `kindred serve` likewise, and waits until it answers that address.
    pub fn kindred_until(url: &str, folder: &Path, path: &str) -> Result<Self, Failure> {
        Self::start(&["serve"], &[("DATABASE_URL", url)], folder, path)
    }

    /// Starts the bare server, which sends what is recorded in a file.
    pub fn bare(answers: &Path, folder: &Path) -> Result<Self, Failure> {
        Self::start(&["bench", "--bare", &answers.to_string_lossy()], &[], folder, READY)
    }

    fn start(arguments: &[&str], own: &[(&str, &str)], folder: &Path, path: &str) -> Result<Self, Failure> {
        std::fs::create_dir_all(folder).map_err(failed)?;
        let address = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).map_err(failed)?;
        let log = File::create(folder.join("log")).map_err(failed)?;
        let mut command = kindred()?;
        command.args(arguments).env("KINDRED_LISTEN", address.to_string()).env("KINDRED_DATA_DIR", folder);
        for (name, value) in own {
            command.env(name, value);
        }
        if can_choose() {
            // As many as it would start with on the one core on which it stays.
            command.env("KINDRED_WORKERS", "1");
        }
        let started = Instant::now();
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().map_err(failed)?;
        let mut server = Self { child, address, took: Duration::ZERO };
        server.wait(started, &folder.join("log"), path)?;
        server.took = started.elapsed();
        if can_choose() {
            let _done = quiet("taskset", &["-acp", core(Side::Server), &server.process().to_string()]);
        }
        Ok(server)
    }

    fn wait(&mut self, started: Instant, log: &Path, path: &str) -> Result<(), Failure> {
        loop {
            if let Ok(Some(status)) = self.child.try_wait() {
                let said = std::fs::read_to_string(log).unwrap_or_default();
                return Err(Failure(format!("A server of the bench ended with {status}: {said}")));
            }
            let ready = TcpStream::connect(self.address).is_ok()
                && Client::open(self.address)
                    .is_ok_and(|mut client| client.get(path).is_ok_and(|answer| answer.status == 200));
            if ready {
                return Ok(());
            }
            if started.elapsed() > READY_WAIT {
                return Err(Failure("A server of the bench did not become ready.".into()));
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Returns the number of its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _ended = self.child.wait();
    }
}

/// On which core something runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The bench's.
    Bench,
    /// The servers'.
    Server,
}

/// Returns this executable as a command with settings that only the bench gives, on every core whatever the caller is on.
pub fn kindred() -> Result<Command, Failure> {
    let own = std::env::current_exe().map_err(failed)?;
    let mut command = match can_choose() {
        true => {
            let mut command = Command::new("taskset");
            command.arg("-c").arg(ALL).arg(own);
            command
        }
        false => Command::new(own),
    };
    for name in ["KINDRED_ORIGIN", "KINDRED_ADMIN_EMAIL", "KINDRED_ADMIN_PASSWORD", "KINDRED_CLOCK"] {
        command.env_remove(name);
    }
    command.env("KINDRED_DEMO", "0").env("KINDRED_LOG", "warn");
    Ok(command)
}

/// Puts the calling thread on a core, where that can be chosen; with `nice` it also gives way to everything else there.
pub fn stay_on(side: Side, nice: bool) {
    let Ok(link) = std::fs::read_link("/proc/thread-self") else { return };
    let Some(thread) = link.file_name().map(|name| name.to_string_lossy().into_owned()) else { return };
    if can_choose() {
        let _done = quiet("taskset", &["-cp", core(side), &thread]);
    }
    if nice {
        let _done = quiet("renice", &["-n", "19", "-p", &thread]);
    }
}

/// Lets the calling thread run anywhere again.
pub fn roam() {
    let Ok(link) = std::fs::read_link("/proc/thread-self") else { return };
    if let Some(thread) = link.file_name().filter(|_| can_choose()) {
        let _done = quiet("taskset", &["-cp", ALL, &thread.to_string_lossy()]);
    }
}

/// Returns true when there are two cores and `taskset` to choose one. Asked once, before any thread stays on one core: from
/// then on that thread and those it starts see no other.
pub fn can_choose() -> bool {
    static CHOICE: OnceLock<bool> = OnceLock::new();
    *CHOICE.get_or_init(|| {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        cores >= CORES.len() && quiet("taskset", &["-V"])
    })
}

fn core(side: Side) -> &'static str {
    let [bench, server] = CORES;
    if side == Side::Bench { bench } else { server }
}

fn quiet(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Returns a number of bytes that the kernel tells of a process: `VmRSS` resident now, `VmHWM` at its highest; 0 where it
/// tells nothing.
pub fn memory(process: u32, name: &str) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    let kilobytes: Option<u64> = line.split_whitespace().nth(1).and_then(|number| number.parse().ok());
    kilobytes.unwrap_or(0) * 1024
}

fn failed(error: std::io::Error) -> Failure {
    Failure(format!("A server of the bench could not be started: {error}."))
}
