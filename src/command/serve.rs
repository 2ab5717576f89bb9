//! `kindred serve`: database, schema, first administrator, demo shop, index, web server; and back again.

use std::net::TcpListener;

use super::admin::{self, Made};
use super::{Failure, Opened, open};
use crate::config::Config;
use crate::server::{self, Signals};
use crate::work::{follow, import, load, prune};

/// Runs the web server until it is asked to end.
pub fn run(config: &Config) -> Result<(), Failure> {
    // The port is taken first: who finds it taken should not start a database.
    let listener = listen(&config.listen)?;
    let opened = open(config)?;
    let made = admin::ensure(config, &opened)?;
    greet(config, &listener, &opened, made.as_ref());
    super::demo::fill(config, &opened)?;
    import::task::interrupt(&opened.app)?;
    let pruned = prune::drafts(&opened.app)?;
    prune::carts(&opened.app)?;
    if pruned > 0 {
        tracing::info!(pruned, "drafts that nobody touched for a month were thrown away");
    }
    import::upload::prune(&opened.app, &config.data_dir.join("uploads"))?;
    start_index(&opened);
    let server = server::serve(&opened.app, config, listener, Signals::Heeded)?;
    let ended = actix_web::rt::System::new().block_on(server);
    tracing::info!("Kindred ends");
    opened.app.close();
    drop(opened);
    ended.map_err(|error| Failure(format!("The web server ended: {error}.")))
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

/// Loads the index beside the server: health and sign-in answer at once, and whoever asks for more is told to wait.
fn start_index(opened: &Opened) {
    let app = opened.app.clone();
    // Compressing the static files takes longer than a page may: it is done before the first page asks for them.
    let compress = || {
        let _files = crate::page::asset::all();
    };
    if let Err(error) = std::thread::Builder::new().name("compress".into()).spawn(compress) {
        tracing::warn!(%error, "the static files are compressed when they are first asked for");
    }
    let loader = move || {
        while let Err(refusal) = load::load(&app) {
            tracing::warn!(%refusal, "the catalogue could not be loaded; trying again");
            std::thread::sleep(std::time::Duration::from_secs(1));
        }
        let snapshot = app.snapshot();
        tracing::info!(
            products = snapshot.len(),
            relations = snapshot.relations().len(),
            "the catalogue is loaded"
        );
        follow::start(&app);
    };
    if let Err(error) = std::thread::Builder::new().name("load".into()).spawn(loader) {
        tracing::error!(%error, "the thread that loads the catalogue could not be started");
    }
}

fn greet(config: &Config, listener: &TcpListener, opened: &Opened, made: Option<&Made>) {
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
    match &opened.private {
        Some(_) => println!("  Data            {}", config.data_dir.display()),
        None => println!("  Data            DATABASE_URL"),
    }
    println!("  End it with     Ctrl-C\n");
}
