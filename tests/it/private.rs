//! The private Postgres and the commands on it, as processes.

use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::ear::Ear;
use crate::http;

/// A data folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("kindred-test-{}-{name}", std::process::id())))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kindred"));
        command
            .args(arguments)
            .stdin(Stdio::null())
            .env("KINDRED_DATA_DIR", &self.0)
            .env("KINDRED_DEMO", "0");
        for name in [
            "DATABASE_URL",
            "KINDRED_ADMIN_EMAIL",
            "KINDRED_ADMIN_PASSWORD",
            "KINDRED_ORIGIN",
            "KINDRED_CLOCK",
        ] {
            command.env_remove(name);
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Starts a server that is ready.
    fn serve(&self) -> Server {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let authority = format!("127.0.0.1:{port}");
        let mut child = self
            .command(&["serve"])
            .env("KINDRED_LISTEN", &authority)
            .env("KINDRED_LOG", Ear::LOG)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let ear = Ear::default();
        ear.listen(child.stdout.take().unwrap());
        ear.listen(child.stderr.take().unwrap());
        let server = Server { child, authority, ear };
        server.until("the server is ready", || server.said().contains("Ctrl-C") && ready(&server.authority));
        server
    }

    fn postgres_runs(&self) -> bool {
        self.postgres().is_some()
    }

    /// Returns the process of the folder's Postgres.
    fn postgres(&self) -> Option<String> {
        let data = std::fs::canonicalize(self.0.join("postgres/data")).ok()?;
        let text = std::fs::read_to_string(self.0.join("postgres/data/postmaster.pid")).ok()?;
        let pid = text.lines().next()?.to_owned();
        std::fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|cwd| cwd == data).then_some(pid)
    }

    /// Waits for the end of the folder's Postgres, which is no child of the test; true when it came in time.
    fn postgres_ends(&self) -> bool {
        let Some(pid) = self.postgres() else { return true };
        let waiting = ["30", "tail", "-s", "0.02", "-f", "/dev/null", "--pid", &pid];
        Command::new("timeout").args(waiting).status().is_ok_and(|status| status.success())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ended = self.postgres_ends();
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}

struct Server {
    child: Child,
    authority: String,
    ear: Ear,
}

impl Server {
    fn said(&self) -> String {
        self.ear.said()
    }

    /// Waits until something holds, whenever the server says something.
    fn until(&self, what: &str, holds: impl FnMut() -> bool) {
        self.ear.until(Duration::from_secs(30), what, holds);
    }

    fn signal(&self, signal: &str) {
        let done = Command::new("sh").arg("-c").arg(format!("kill -{signal} {}", self.child.id())).status();
        assert!(done.unwrap().success());
    }

    fn end(mut self) {
        self.signal("INT");
        let begun = Instant::now();
        let status = self.child.wait().unwrap();
        assert!(status.success(), "{status}");
        assert!(begun.elapsed() < Duration::from_secs(10), "it ended after {:?}", begun.elapsed());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _ended = self.child.wait();
    }
}

fn ready(authority: &str) -> bool {
    std::net::TcpStream::connect(authority).is_ok()
        && http::send(authority, "GET", "/readyz", &[], b"").status == 200
}

fn password(said: &str) -> String {
    let line = said.lines().find(|line| line.contains("and password")).unwrap_or_else(|| panic!("{said}"));
    line.split_whitespace().nth(2).unwrap().to_owned()
}

#[test]
fn a_first_start_says_where_and_how_and_ends_with_everything() {
    let folder = Folder::new("first");
    let server = folder.serve();
    assert!(server.said().contains(&format!("http://{}/", server.authority)), "{}", server.said());
    let admin = crate::people::Person::new(&server.authority);
    admin.sign_in("admin@kindred.local", &password(&server.said()));
    assert_eq!(admin.get("/relations").status, 200);
    let mode = std::fs::metadata(folder.0.join("postgres")).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "only Postgres' account may enter");
    server.end();
    assert!(!folder.postgres_runs());
    let second = folder.serve();
    assert!(!second.said().contains("and password"), "a password is shown once: {}", second.said());
    second.end();
}

#[test]
fn a_killed_server_takes_its_postgres_along_and_starts_again() {
    let folder = Folder::new("killed");
    let server = folder.serve();
    server.signal("KILL");
    drop(server);
    assert!(folder.postgres_ends(), "Postgres ends with its Kindred");
    folder.serve().end();
}

#[test]
fn a_killed_postgres_is_started_again() {
    let folder = Folder::new("postgres");
    let server = folder.serve();
    let pid_file = folder.0.join("postgres/data/postmaster.pid");
    let pid = std::fs::read_to_string(&pid_file).unwrap().lines().next().unwrap().to_owned();
    Command::new("sh").arg("-c").arg(format!("kill -KILL {pid}")).status().unwrap();
    let admin = crate::people::Person::new(&server.authority);
    let answers =
        || admin.send_form("/sign-in", &[("email", "admin@kindred.local"), ("password", "x")]).status == 422;
    server.until("sign-in works again", answers);
    server.end();
}

#[test]
fn a_command_beside_a_running_server_uses_its_database() {
    let folder = Folder::new("beside");
    let server = folder.serve();
    let made = folder.run(&["token", "create", "--name", "till", "--role", "viewer"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let token = String::from_utf8(made.stdout).unwrap().lines().last().unwrap().to_owned();
    let bearer = format!("Bearer {token}");
    let get = |path| http::send(&server.authority, "GET", path, &[("Authorization", &bearer)], b"").status;
    assert_eq!(get("/api/v1/relations"), 200);
    let again = folder.run(&["token", "create", "--name", "till"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&again.stderr).contains("already a token called till"));
    // A second server on the same folder is a second door to the same shop, and carries on alone.
    let second = folder.serve();
    assert_eq!(
        http::send(&second.authority, "GET", "/api/v1/relations", &[("Authorization", &bearer)], b"").status,
        200
    );
    server.end();
    let works = || {
        http::send(&second.authority, "GET", "/api/v1/relations", &[("Authorization", &bearer)], b"").status
            == 200
    };
    second.until("the second server took Postgres over", works);
    second.end();
    assert!(!folder.postgres_runs());
}

#[test]
fn a_taken_port_is_said_in_words() {
    let folder = Folder::new("port");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let out =
        folder.command(&[]).env("KINDRED_LISTEN", taken.local_addr().unwrap().to_string()).output().unwrap();
    assert_eq!(out.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&out.stderr).contains("already listens"), "{out:?}");
}

#[test]
fn settings_that_make_no_sense_are_said_in_words() {
    let folder = Folder::new("settings");
    for (name, value, word) in [
        ("KINDRED_DEMO", "maybe", "KINDRED_DEMO"),
        ("KINDRED_CLOCK", "tomorrow", "KINDRED_CLOCK"),
        ("KINDRED_ORIGIN", "kindred.example/", "KINDRED_ORIGIN"),
        ("KINDRED_WORKERS", "0", "from 1 to 64"),
        ("KINDRED_WORKERS", "all", "from 1 to 64"),
        ("KINDRED_ADMIN_EMAIL", "a@b", "KINDRED_ADMIN_PASSWORD"),
    ] {
        let out = folder.command(&["migrate"]).env(name, value).output().unwrap();
        assert_eq!(out.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&out.stderr).contains(word), "{out:?}");
    }
    let out = folder.command(&["migrate"]).env("PG_BINDIR", "/nowhere").output().unwrap();
    assert_eq!(out.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&out.stderr).contains("apt-get install"), "{out:?}");
    let out = folder.command(&["migrate"]).env("DATABASE_URL", "postgres://127.0.0.1:1/x").output().unwrap();
    assert_eq!(out.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&out.stderr).contains("DATABASE_URL is set"), "{out:?}");
    let help = folder.run(&["--help"]);
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    for name in [
        "DATABASE_URL",
        "KINDRED_LISTEN",
        "KINDRED_WORKERS",
        "KINDRED_DATA_DIR",
        "KINDRED_DEMO",
        "KINDRED_ADMIN_EMAIL",
        "KINDRED_CLOCK",
    ] {
        assert!(help.contains(name), "{help}");
    }
}

#[test]
fn data_of_another_postgres_is_said_in_words() {
    let folder = Folder::new("version");
    let data = folder.0.join("postgres/data");
    std::fs::create_dir_all(&data).unwrap();
    std::fs::write(data.join("PG_VERSION"), "9\n").unwrap();
    let out = folder.run(&["migrate"]);
    assert_eq!(out.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&out.stderr).contains("made by Postgres 9"), "{out:?}");
}

#[test]
fn an_interrupted_first_start_and_a_deep_folder_do_no_harm() {
    let mut folder = Folder::new("deep");
    let top = folder.0.clone();
    folder.0 = top.join("x".repeat(60)).join("y".repeat(60));
    let part = folder.0.join("postgres/data.part");
    std::fs::create_dir_all(&part).unwrap();
    std::fs::write(part.join("PG_VERSION"), "half").unwrap();
    let out = folder.run(&["migrate"]);
    assert!(out.status.success(), "{out:?}");
    let again = folder.run(&["migrate"]);
    assert!(String::from_utf8_lossy(&again.stdout).contains("up to date"), "{again:?}");
    let _gone = std::fs::remove_dir_all(top);
}

#[test]
fn staff_are_managed_from_the_command_line() {
    let folder = Folder::new("staff");
    let mut command = folder.command(&["staff", "create", "--email", "bob@example.org", "--name", "Bob"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"short\n").unwrap();
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(!child.wait().unwrap().success() && said.contains("too short"), "{said}");
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"long enough for bob\n").unwrap();
    assert!(child.wait().unwrap().success());
    let list = folder.run(&["staff", "list"]);
    assert!(String::from_utf8_lossy(&list.stdout).contains("bob@example.org  Bob  publisher"), "{list:?}");
    assert!(Path::new(&folder.0).exists());
}
