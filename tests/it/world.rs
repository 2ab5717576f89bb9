//! A world of its own for every test: the real application on a free port, on a database cloned from a migrated one.
//!
//! The Postgres beneath is private to the test run, forgets everything at its end, and is started with the first world.

use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, Utc};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use kindred::app::App;
use kindred::clock::Clock;
use kindred::config::Config;
use kindred::domain::staff::{Actor, Role};
use kindred::postgres::{Care, Options, Private};
use kindred::server::{self, Signals};
use kindred::store;
use kindred::store::door::{Refusal, Write};
use kindred::store::staff::NewMember;
use kindred::work::{load, password, secret};

use crate::people::{Caller, Person};

/// Anna's e-mail.
pub const EMAIL: &str = "anna@example.org";
/// Anna's password.
pub const PASSWORD: &str = "correct horse battery";

const TEMPLATE: &str = "template_kindred";
static CLUSTER: OnceLock<Private> = OnceLock::new();
static NEXT: AtomicU32 = AtomicU32::new(1);

/// One application with its own database.
pub struct World {
    /// The application behind the server.
    pub app: App,
    /// The address of the database.
    pub url: String,
    /// `127.0.0.1:port`.
    pub authority: String,
    database: String,
    server: actix_web::dev::ServerHandle,
}

/// How a world differs from the plain one.
#[derive(Default)]
pub struct Setup {
    /// The time stands still.
    pub at: Option<DateTime<Utc>>,
    /// The public origin.
    pub origin: Option<String>,
    /// The origins whose pages may read the API.
    pub cors_origins: Option<String>,
    /// The clock, where it is moved while the test runs.
    pub clock: Option<Clock>,
    /// The database instead of a clone.
    pub url: Option<String>,
    /// The index stays empty, as while it is being loaded.
    pub unloaded: bool,
}

impl World {
    /// Returns a world with an empty catalogue, Anna among the staff, and the real time.
    pub fn new() -> Self {
        Self::with(Setup::default())
    }

    /// Returns a world in which the time stands still, at such as `2026-11-21T09:00:00Z`.
    pub fn at(moment: &str) -> Self {
        Self::with(Setup { at: Some(moment.parse().unwrap()), ..Setup::default() })
    }

    /// Returns a world that differs.
    pub fn with(setup: Setup) -> Self {
        let database = format!("t_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let url = setup.url.clone().unwrap_or_else(|| clone_template(&database));
        let clock = setup.clock.or_else(|| setup.at.map(Clock::fixed)).unwrap_or_default();
        let app = App::new(&url, clock).unwrap();
        add_anna(&app);
        if !setup.unloaded {
            load::load(&app).unwrap();
        }
        let config = config(&[
            ("KINDRED_ORIGIN", setup.origin.as_deref().unwrap_or_default()),
            ("KINDRED_CORS_ORIGINS", setup.cors_origins.as_deref().unwrap_or_default()),
        ]);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let authority = listener.local_addr().unwrap().to_string();
        let server = start(&app, config, listener);
        Self { app, url, authority, database, server }
    }

    /// Returns Anna, an administrator, signed in.
    pub fn anna(&self) -> Person {
        let anna = self.visitor();
        anna.sign_in(EMAIL, PASSWORD);
        anna
    }

    /// Returns somebody who is not signed in.
    pub fn visitor(&self) -> Person {
        Person::new(&self.authority)
    }

    /// Returns a program with a token of that role.
    pub fn caller(&self, role: Role) -> Caller {
        let token = secret::fresh().unwrap();
        let (name, hash) = (format!("test {}", &token[..8]), secret::hash(&token));
        self.write(move |write| store::token::insert(write, &name, role, &hash));
        Caller::new(&self.authority, &token)
    }

    /// Returns a program without a token.
    pub fn stranger(&self) -> Caller {
        Caller::new(&self.authority, "")
    }

    /// Changes the database as the application does, the index included.
    pub fn write<T>(&self, f: impl FnOnce(&mut Write<'_>) -> Result<T, Refusal>) -> T {
        self.app.write_now(&Actor::command("test"), f).unwrap()
    }

    /// Runs SQL behind the application's back.
    pub fn sql(&self, sql: &str) {
        PgConnection::establish(&self.url).unwrap().batch_execute(sql).unwrap();
    }
}

impl Drop for World {
    fn drop(&mut self) {
        drop(self.server.stop(false));
        let sql = format!("DROP DATABASE IF EXISTS \"{}\" WITH (FORCE)", self.database);
        let admin = PgConnection::establish(&cluster().url("postgres"));
        let _dropped = admin.map(|mut conn| conn.batch_execute(&sql));
    }
}

/// Returns the settings of a test, with some of its own.
pub fn config(own: &[(&str, &str)]) -> Config {
    let path = std::env::var_os("PATH").and_then(|path| path.into_string().ok());
    let setting = |name: &str| {
        let own = own.iter().find(|(known, value)| *known == name && !value.is_empty());
        match (own, name) {
            (Some((_, value)), _) => Some((*value).to_owned()),
            (None, "PATH") => path.clone(),
            (None, "KINDRED_DATA_DIR") => Some(run_dir().to_string_lossy().into_owned()),
            _ => None,
        }
    };
    Config::read(&setting).unwrap()
}

/// Returns the Postgres of this test run.
pub fn cluster() -> &'static Private {
    CLUSTER.get_or_init(|| {
        sweep();
        let dirs = config(&[]).postgres_dirs;
        let private = Private::open(&Options { data_dir: run_dir(), dirs, care: Care::Throwaway })
            .unwrap_or_else(|trouble| panic!("{trouble}"));
        store::migrate::create_database(&private.url("postgres"), TEMPLATE).unwrap();
        store::migrate::run(&private.url(TEMPLATE)).unwrap();
        private
    })
}

/// Returns the address of a new database that nothing was done to.
pub fn empty_database() -> String {
    let name = format!("e_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    store::migrate::create_database(&cluster().url("postgres"), &name).unwrap();
    cluster().url(&name)
}

/// Returns the address of a new migrated database.
pub fn clone_template(name: &str) -> String {
    let mut admin = PgConnection::establish(&cluster().url("postgres")).unwrap();
    admin.batch_execute(&format!("CREATE DATABASE \"{name}\" TEMPLATE {TEMPLATE}")).unwrap();
    cluster().url(name)
}

/// The folder of this run; below the system's temporary one, because Postgres' account must be able to enter it.
fn run_dir() -> PathBuf {
    std::env::temp_dir().join(format!("kindred-test-{}", std::process::id()))
}

/// Removes what runs that have ended left behind.
fn sweep() {
    for entry in std::fs::read_dir(std::env::temp_dir()).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(rest) = name.strip_prefix("kindred-test-") else { continue };
        let pid = rest.split('-').next().unwrap_or_default();
        if !std::path::Path::new("/proc").join(pid).exists() {
            let _gone = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// Serves an application.
pub fn start(app: &App, config: Config, listener: TcpListener) -> actix_web::dev::ServerHandle {
    let (send, receive) = std::sync::mpsc::channel();
    let app = app.clone();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let server = server::serve(&app, &config, listener, Signals::Left).unwrap();
            send.send(server.handle()).unwrap();
            let _ended = server.await;
        });
    });
    receive.recv().unwrap()
}

fn add_anna(app: &App) {
    static HASH: OnceLock<String> = OnceLock::new();
    let password_hash = HASH.get_or_init(|| password::hash(PASSWORD).unwrap()).clone();
    let anna =
        NewMember { email: EMAIL.into(), name: "Anna".into(), role: Role::Administrator, password_hash };
    let added = app.write_now(&Actor::command("test"), |write| store::staff::insert(write, &anna));
    assert!(matches!(added, Ok(_) | Err(Refusal::Problems(_))), "{added:?}");
}
