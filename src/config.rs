//! The settings, and the only place that reads the environment.

use std::num::NonZero;
use std::path::PathBuf;

use chrono::{DateTime, Utc};

use crate::clock::Clock;

/// Where the shop's own address is when nothing else is said.
const LISTEN_DEFAULT: &str = "127.0.0.1:8080";
/// Most threads that answer requests.
const WORKERS_MAX: usize = 64;
/// Where the data of a server that root runs lives; `/root` would be closed to Postgres' own account.
const DATA_DIR_OF_ROOT: &str = "/var/lib/kindred";
/// Where anybody else's lives, below the folder Kindred is started in.
const DATA_DIR: &str = "var";

/// One setting, as `--help` lists it.
struct Setting {
    name: &'static str,
    meaning: &'static str,
}

const SETTINGS: [Setting; 12] = [
    Setting {
        name: "DATABASE_URL",
        meaning: "Postgres to use; unset: Kindred runs its own in the data folder",
    },
    Setting { name: "KINDRED_LISTEN", meaning: "address and port to listen on [127.0.0.1:8080]" },
    Setting {
        name: "KINDRED_WORKERS",
        meaning: "threads that answer requests, 1 to 64; unset: as many as cores",
    },
    Setting {
        name: "KINDRED_DATA_DIR",
        meaning: "folder of everything kept [as root /var/lib/kindred, else ./var]",
    },
    Setting {
        name: "KINDRED_ORIGIN",
        meaning: "public address, as https://kindred.example.org; https makes cookies Secure",
    },
    Setting {
        name: "KINDRED_CORS_ORIGINS",
        meaning: "origins whose pages may read the open API, with commas, or *; unset: none",
    },
    Setting {
        name: "KINDRED_DEMO",
        meaning: "demo shop; unset: into an empty private database, 1: if empty, 0: never",
    },
    Setting {
        name: "KINDRED_ADMIN_EMAIL",
        meaning: "e-mail of the first administrator, made when there is nobody",
    },
    Setting {
        name: "KINDRED_ADMIN_PASSWORD",
        meaning: "their password; unset with a private database: made and printed once",
    },
    Setting {
        name: "KINDRED_CLOCK",
        meaning: "fixes the time, as 2026-11-21T09:00:00Z, for previews and tests",
    },
    Setting { name: "KINDRED_LOG", meaning: "what is logged, as info or kindred=debug [info]" },
    Setting {
        name: "PG_BINDIR",
        meaning: "folder of Postgres' programs; unset: looked for in the usual places",
    },
];

/// Whether the demo shop is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demo {
    /// Into an empty private database.
    IfPrivate,
    /// Into any empty database.
    IfEmpty,
    /// Never.
    Never,
}

/// The first administrator, as the environment names them.
#[derive(Debug, Clone)]
pub struct FirstStaff {
    /// The e-mail address.
    pub email: String,
    /// The password.
    pub password: String,
}

/// Everything that can be set.
#[derive(Debug, Clone)]
pub struct Config {
    /// The database; `None`: a private one.
    pub database_url: Option<String>,
    /// What to listen on.
    pub listen: String,
    /// Threads that answer requests, at least one.
    pub workers: usize,
    /// The folder of everything kept.
    pub data_dir: PathBuf,
    /// The public origin without a slash at its end, when it is known.
    pub origin: Option<String>,
    /// The origins whose pages may read the open API in a browser; `*` stands for all.
    pub cors_origins: Vec<String>,
    /// Whether the demo shop is made.
    pub demo: Demo,
    /// The first administrator.
    pub admin: Option<FirstStaff>,
    /// The clock.
    pub clock: Clock,
    /// What is logged.
    pub log: String,
    /// Where Postgres' programs may be, the first choice first.
    pub postgres_dirs: Vec<PathBuf>,
}

impl Config {
    /// Reads the environment; an unreadable setting is refused with a sentence.
    pub fn from_env() -> Result<Self, String> {
        Self::read(&setting)
    }

    /// Reads settings from anywhere; tests hand in their own.
    pub fn read(setting: &dyn Fn(&str) -> Option<String>) -> Result<Self, String> {
        let data_dir = setting("KINDRED_DATA_DIR").map(PathBuf::from).unwrap_or_else(default_data_dir);
        Ok(Self {
            database_url: setting("DATABASE_URL"),
            listen: setting("KINDRED_LISTEN").unwrap_or_else(|| LISTEN_DEFAULT.to_owned()),
            workers: workers(setting("KINDRED_WORKERS"))?,
            data_dir: std::path::absolute(&data_dir).map_err(|error| format!("KINDRED_DATA_DIR: {error}"))?,
            origin: setting("KINDRED_ORIGIN").map(|value| origin("KINDRED_ORIGIN", &value)).transpose()?,
            cors_origins: cors_origins(setting("KINDRED_CORS_ORIGINS"))?,
            demo: demo(setting("KINDRED_DEMO"))?,
            admin: admin(setting("KINDRED_ADMIN_EMAIL"), setting("KINDRED_ADMIN_PASSWORD"))?,
            clock: clock(setting("KINDRED_CLOCK"))?,
            log: setting("KINDRED_LOG").unwrap_or_else(|| "info".to_owned()),
            postgres_dirs: postgres_dirs(setting("PG_BINDIR"), setting("PATH")),
        })
    }

    /// Returns true when visitors come over https, so that cookies are for https alone.
    pub fn is_https(&self) -> bool {
        self.origin.as_deref().is_some_and(|origin| origin.starts_with("https://"))
    }
}

/// Returns the settings as `--help` shows them.
pub fn help() -> String {
    let lines = SETTINGS.iter().map(|setting| format!("  {:<24}{}\n", setting.name, setting.meaning));
    format!("Settings, from the environment:\n{}", lines.collect::<String>())
}

/// Returns a setting; an empty one is taken as unset.
#[expect(clippy::disallowed_methods, reason = "this is the one place")]
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.trim().is_empty())
}

fn workers(written: Option<String>) -> Result<usize, String> {
    let Some(written) = written else {
        return Ok(std::thread::available_parallelism().map_or(1, NonZero::get).min(WORKERS_MAX));
    };
    let count = written.trim().parse().ok().filter(|count| (1..=WORKERS_MAX).contains(count));
    count.ok_or_else(|| format!("KINDRED_WORKERS: “{written}” is not a number from 1 to {WORKERS_MAX}."))
}

fn default_data_dir() -> PathBuf {
    PathBuf::from(if crate::postgres::account::is_root() { DATA_DIR_OF_ROOT } else { DATA_DIR })
}

fn origin(name: &str, value: &str) -> Result<String, String> {
    let origin = value.trim_end_matches('/').to_owned();
    let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', '@']) => Ok(origin),
        _ => Err(format!(
            "{name} is \"{value}\"; it must be like https://kindred.example.org, without a path."
        )),
    }
}

fn cors_origins(value: Option<String>) -> Result<Vec<String>, String> {
    let typed = value.unwrap_or_default();
    let origins = typed.split(',').map(str::trim).filter(|one| !one.is_empty());
    let read = |one: &str| match one {
        "*" => Ok(one.to_owned()),
        one => origin("KINDRED_CORS_ORIGINS", one).map(|origin| origin.to_ascii_lowercase()),
    };
    origins.map(read).collect()
}

fn demo(value: Option<String>) -> Result<Demo, String> {
    match value.as_deref() {
        None => Ok(Demo::IfPrivate),
        Some("1") => Ok(Demo::IfEmpty),
        Some("0") => Ok(Demo::Never),
        Some(other) => Err(format!("KINDRED_DEMO is \"{other}\"; it must be 1, 0 or unset.")),
    }
}

fn admin(email: Option<String>, password: Option<String>) -> Result<Option<FirstStaff>, String> {
    match (email, password) {
        (Some(email), Some(password)) => Ok(Some(FirstStaff { email, password })),
        (None, None) => Ok(None),
        (Some(_), None) => {
            Err("KINDRED_ADMIN_EMAIL is set; set KINDRED_ADMIN_PASSWORD too, or neither.".into())
        }
        (None, Some(_)) => {
            Err("KINDRED_ADMIN_PASSWORD is set; set KINDRED_ADMIN_EMAIL too, or neither.".into())
        }
    }
}

fn clock(value: Option<String>) -> Result<Clock, String> {
    let Some(value) = value else { return Ok(Clock::real()) };
    let at = DateTime::parse_from_rfc3339(value.trim())
        .map_err(|_| format!("KINDRED_CLOCK is \"{value}\"; it must be like 2026-11-21T09:00:00Z."))?;
    Ok(Clock::fixed(at.with_timezone(&Utc)))
}

fn postgres_dirs(own: Option<String>, path: Option<String>) -> Vec<PathBuf> {
    match own {
        Some(dir) => vec![PathBuf::from(dir)],
        None => crate::postgres::find::usual_dirs(path.as_deref().unwrap_or_default()),
    }
}
