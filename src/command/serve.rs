//! `kindred serve`: database, schema, first administrator, demo shop, index, web server; and back again.

use std::net::TcpListener;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::admin::{self, Made};
use super::{Failure, Opened, address, open, open_for};
use crate::app::App;
use crate::config::Config;
use crate::server::{self, Signals};
use crate::work::keep::Keeper;
use crate::work::{follow, import, load, prune};

/// How long a start without a database waits before it tries again.
const AGAIN: Duration = Duration::from_secs(1);

/// The database that was opened, once it is; it runs as long as this does.
type Slot = Arc<Mutex<Option<Opened>>>;

/// Runs the web server until it is asked to end.
pub fn run(config: &Config) -> Result<(), Failure> {
    // The port is taken first: who finds it taken should not start a database.
    let listener = listen(&config.listen)?;
    let url = address(config)?;
    let keeper = Keeper::new(&config.data_dir, &url);
    let slot = Slot::default();
    let (app, kept) = match keeper.read() {
        Some(snapshot) => {
            let kept = snapshot.version().cloned();
            let app = App::waiting(&url, config.clock)?;
            app.handle().store(snapshot);
            greet(config, &listener, None);
            open_later(config, &app, &slot);
            (app, kept)
        }
        None => {
            let opened = open(config)?;
            let made = admin::ensure(config, &opened)?;
            greet(config, &listener, made.as_ref());
            settle(config, &opened)?;
            let app = opened.app.clone();
            put(&slot, opened);
            start_index(&app);
            (app, None)
        }
    };
    compress();
    let keeping = keeper.start(&app, kept);
    let server = server::serve(&app, config, listener, Signals::Heeded)?;
    let ended = actix_web::rt::System::new().block_on(server);
    tracing::info!("Kindred ends");
    app.close();
    if let Some(keeping) = keeping {
        let _ended = keeping.join();
    }
    drop(slot.lock().unwrap_or_else(PoisonError::into_inner).take());
    ended.map_err(|error| Failure(format!("The web server ended: {error}.")))
}

fn put(slot: &Slot, opened: Opened) {
    *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(opened);
}

/// What a start does in the database before the index follows it.
fn settle(config: &Config, opened: &Opened) -> Result<(), Failure> {
    super::demo::fill(config, opened)?;
    import::task::interrupt(&opened.app)?;
    let pruned = prune::drafts(&opened.app)?;
    prune::carts(&opened.app)?;
    if pruned > 0 {
        tracing::info!(pruned, "drafts that nobody touched for a month were thrown away");
    }
    Ok(import::upload::prune(&opened.app, &config.data_dir.join("uploads"))?)
}

/// Opens the database beside the server, which answers shops from the kept catalogue meanwhile; tries until it answers.
fn open_later(config: &Config, app: &App, slot: &Slot) {
    let (config, app, slot) = (config.clone(), app.clone(), Arc::clone(slot));
    let opener = move || {
        let mut is_told = false;
        while !app.is_closing() {
            let opened = open_for(&config, &app).and_then(|opened| {
                admin::ensure(&config, &opened)?;
                settle(&config, &opened)?;
                Ok(opened)
            });
            match opened {
                Ok(opened) => {
                    put(&slot, opened);
                    tracing::info!("the database is open; the index follows it from where its file ended");
                    return start_index(&app);
                }
                Err(Failure(sentence)) if !is_told => {
                    is_told = true;
                    tracing::warn!("{sentence} Shops are answered from the kept catalogue; the rest waits.");
                }
                Err(_) => {}
            }
            std::thread::sleep(AGAIN);
        }
    };
    if let Err(error) = std::thread::Builder::new().name("open".into()).spawn(opener) {
        tracing::error!(%error, "the thread that opens the database could not be started");
    }
}

fn listen(address: &str) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => Failure(format!(
            "Something already listens on {address}; maybe another Kindred. Open http://{address}/, or set KINDRED_LISTEN \
             to another port."
        )),
        _ => Failure(format!("Cannot listen on {address}: {error}. Set KINDRED_LISTEN to an address of this machine.")),
    })
}

/// Compressing the static files takes longer than a page may: it is done before the first page asks for them.
fn compress() {
    let compress = || {
        let _files = crate::page::asset::all();
    };
    if let Err(error) = std::thread::Builder::new().name("compress".into()).spawn(compress) {
        tracing::warn!(%error, "the static files are compressed when they are first asked for");
    }
}

/// Loads the index beside the server: health and sign-in answer at once, and whoever asks for more is told to wait. One
/// that came from its file is not loaded again, but followed from there.
fn start_index(app: &App) {
    let app = app.clone();
    let loader = move || {
        while app.snapshot().version().is_none() {
            match load::load(&app) {
                Ok(()) => {
                    let snapshot = app.snapshot();
                    tracing::info!(
                        products = snapshot.len(),
                        relations = snapshot.relations().len(),
                        "the catalogue is loaded"
                    );
                }
                Err(refusal) => {
                    tracing::warn!(%refusal, "the catalogue could not be loaded; trying again");
                    std::thread::sleep(AGAIN);
                }
            }
        }
        follow::start(&app);
    };
    if let Err(error) = std::thread::Builder::new().name("load".into()).spawn(loader) {
        tracing::error!(%error, "the thread that loads the catalogue could not be started");
    }
}

fn greet(config: &Config, listener: &TcpListener, made: Option<&Made>) {
    let address = match listener.local_addr() {
        // Every address of this machine is no address to open.
        Ok(address) if address.ip().is_unspecified() => format!("127.0.0.1:{}", address.port()),
        Ok(address) => address.to_string(),
        Err(_) => config.listen.clone(),
    };
    let origin = config.origin.clone().unwrap_or_else(|| format!("http://{address}"));
    println!("\n  Kindred is at   {origin}/");
    println!("  Shop preview    {origin}/shop");
    match made {
        Some(Made { email, password: Some(password) }) => {
            println!("  Sign in with    {email}");
            println!("  and password    {password}   (shown this once; it was made for you)");
        }
        Some(Made { email, password: None }) => {
            println!("  Sign in with    {email} and KINDRED_ADMIN_PASSWORD")
        }
        None => println!("  Sign in         as before; forgotten: kindred staff password --email …"),
    }
    match &config.database_url {
        None => println!("  Data            {}", config.data_dir.display()),
        Some(_) => println!("  Data            DATABASE_URL"),
    }
    println!("  End it with     Ctrl-C\n");
}
