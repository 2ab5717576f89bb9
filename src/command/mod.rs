//! The commands: one file each, and what they share: the settings, the database, the application.
//!
//! A command reads its arguments, opens what it needs with [`open`], calls the same functions as the pages do, and says
//! how it went. It ends with 0 when it did what it was asked, 1 when it could not, 2 when it was asked wrongly.

mod admin;
pub mod bench;
mod demo;
mod doctor;
mod export;
mod import;
mod migrate;
mod serve;
mod staff;
mod token;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{Parser, Subcommand};

use crate::app::App;
use crate::config::{self, Config};
use crate::domain::staff::{Actor, Role};
use crate::postgres::cluster::Cluster;
use crate::postgres::{Care, Options, Private};
use crate::store;
use crate::store::door::Refusal;

/// The name of the database in the private Postgres.
const DATABASE: &str = "kindred";
/// How long a private Postgres may be away while another process takes it over, …
const HANDOVER: Duration = Duration::from_secs(30);
/// … and after what time it is asked again.
const AGAIN: Duration = Duration::from_millis(200);

/// Kindred decides which products a shop shows beside which.
#[derive(Debug, Parser)]
#[command(name = "kindred", version, after_help = config::help())]
struct Line {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the web server; this is what happens without a command
    Serve,
    /// Puts a catalogue in from a file
    Import(import::Arguments),
    /// Writes relations into files
    Export(export::Arguments),
    /// Makes a demo shop of any size, the same every time for a seed
    Demo(demo::Arguments),
    /// Measures how quick Kindred is, in databases of its own
    Bench(bench::Arguments),
    /// Brings the database's schema up to this version
    Migrate,
    /// Lists, adds and keeps out the people who may sign in
    Staff(staff::Arguments),
    /// Makes, lists and takes back tokens of the API
    Token(token::Arguments),
    /// Looks at the installation and says what is wrong with it
    Doctor,
}

/// Why a command ends badly: a sentence for whoever typed it.
#[derive(Debug)]
pub struct Failure(pub String);

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Problems(problems) => {
                let lines: Vec<String> = problems.0.into_iter().map(|problem| problem.message).collect();
                Self(lines.join("\n"))
            }
            other => Self(other.to_string()),
        }
    }
}

/// Reads the command line and runs it.
pub fn main() -> ExitCode {
    let line = Line::parse();
    let config = match Config::from_env() {
        Ok(config) => config,
        Err(sentence) => {
            eprintln!("kindred: {sentence}");
            return ExitCode::from(2);
        }
    };
    log(&config);
    match run(line.command.unwrap_or(Command::Serve), &config) {
        Ok(code) => code,
        Err(Failure(sentence)) => {
            eprintln!("kindred: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command, config: &Config) -> Result<ExitCode, Failure> {
    let done = match command {
        Command::Serve => serve::run(config),
        Command::Import(arguments) => return import::run(config, &arguments),
        Command::Export(arguments) => return export::run(config, &arguments),
        Command::Demo(arguments) => demo::run(config, &arguments),
        Command::Bench(arguments) => bench::run(config, &arguments),
        Command::Migrate => migrate::run(config),
        Command::Staff(arguments) => staff::run(config, &arguments),
        Command::Token(arguments) => token::run(config, &arguments),
        Command::Doctor => return doctor::run(config),
    };
    done.map(|()| ExitCode::SUCCESS)
}

/// What a command works with. The private Postgres, if there is one, runs as long as this lives.
pub struct Opened {
    /// The application; its index is empty until `work::load::load`.
    pub app: App,
    /// The address of the database.
    pub url: String,
    /// The private Postgres.
    pub private: Option<Private>,
    /// The migrations that ran.
    pub migrated: Vec<String>,
}

/// Returns the address that the database has or will have, with nothing started.
pub fn address(config: &Config) -> Result<String, Failure> {
    match &config.database_url {
        Some(url) => Ok(url.clone()),
        None => Cluster::prepare(&options(config))
            .map(|cluster| cluster.url(DATABASE))
            .map_err(|trouble| Failure(trouble.0)),
    }
}

/// Opens the database for an application that waits for it.
pub fn open_for(config: &Config, app: &App) -> Result<Opened, Failure> {
    let (url, private, migrated) = database(config)?;
    app.open();
    Ok(Opened { app: app.clone(), url, private, migrated })
}

fn options(config: &Config) -> Options {
    Options { data_dir: config.data_dir.clone(), dirs: config.postgres_dirs.clone(), care: Care::Durable }
}

/// Opens the database, private or not, brings its schema up to date, and returns the application on it.
pub fn open(config: &Config) -> Result<Opened, Failure> {
    let (url, private, migrated) = database(config)?;
    let app = App::new(&url, config.clock)?;
    Ok(Opened { app, url, private, migrated })
}

/// Opens the database likewise, for a command that changes something in its own name.
fn open_as(config: &Config, command: &str) -> Result<(Opened, Actor), Failure> {
    Ok((open(config)?, Actor::command(command)))
}

/// Returns the role of that name, or says which there are.
fn role_named(name: &str) -> Result<Role, Failure> {
    let unknown =
        || format!("There is no role {name}; there are viewer, editor, publisher and administrator.");
    Role::parse(name).ok_or_else(|| Failure(unknown()))
}

/// Returns the address of the database, with the private Postgres started when it is that, and the migrations that ran.
fn database(config: &Config) -> Result<(String, Option<Private>, Vec<String>), Failure> {
    if let Some(url) = &config.database_url {
        let migrated = store::migrate::run(url).map_err(|refusal| unreachable_words(config, &refusal))?;
        return Ok((url.clone(), None, migrated));
    }
    let private = Private::open(&options(config)).map_err(|trouble| Failure(trouble.0))?;
    let url = private.url(DATABASE);
    let begun = Instant::now();
    let migrated = patiently(
        || {
            store::migrate::create_database(&private.url("postgres"), DATABASE)?;
            store::migrate::run(&url)
        },
        || {
            std::thread::sleep(AGAIN);
            begun.elapsed() < HANDOVER
        },
    )?;
    Ok((url, Some(private), migrated))
}

/// Tries again what the database is not there for, as long as `wait` allows: a private Postgres goes from the process
/// that ends to the one that stays, and is away for a moment.
fn patiently<T>(
    mut attempt: impl FnMut() -> Result<T, Refusal>,
    mut wait: impl FnMut() -> bool,
) -> Result<T, Refusal> {
    loop {
        match attempt() {
            Err(Refusal::Busy(_)) if wait() => {}
            done => return done,
        }
    }
}

fn unreachable_words(config: &Config, refusal: &Refusal) -> Failure {
    let mut words = refusal.to_string();
    if config.database_url.is_some() {
        words.push_str("\nDATABASE_URL is set: check that its server runs and lets you in, or unset it to use a private one.");
        if words.contains("sslmode") || words.contains("SSL") {
            words.push_str(
                "\nThis Kindred was built without TLS; build it with: cargo build --release --features tls",
            );
        }
    }
    Failure(words)
}

fn log(config: &Config) {
    let filter = tracing_subscriber::EnvFilter::try_new(&config.log).unwrap_or_else(|_| "info".into());
    let started = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
    if let Err(error) = started {
        eprintln!("kindred: nothing can be logged: {error}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_database_is_away_for_is_tried_again_as_long_as_there_is_patience() {
        let away = || Refusal::Busy("terminating connection due to administrator command".into());
        for (fails, patience, tries, passes) in
            [(0, 9, 1, true), (1, 9, 2, true), (5, 9, 6, true), (9, 2, 3, false)]
        {
            let (mut tried, mut waited) = (0, 0);
            let done = patiently(
                || {
                    tried += 1;
                    if tried > fails { Ok(tried) } else { Err(away()) }
                },
                || {
                    waited += 1;
                    waited <= patience
                },
            );
            assert_eq!((done.is_ok(), tried), (passes, tries), "{fails} failures");
        }
        let mut tried = 0;
        let broken = || {
            tried += 1;
            Err::<(), _>(Refusal::Fault("syntax error".into()))
        };
        assert!(patiently(broken, || true).is_err());
        assert_eq!(tried, 1, "what is broken is not tried again");
    }
}
