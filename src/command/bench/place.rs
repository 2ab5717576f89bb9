//! Where a bench runs: databases and a folder of its own, gone when it ends.

use std::path::PathBuf;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::super::Failure;
use crate::config::Config;
use crate::postgres::{Care, Options, Private};
use crate::store::migrate;

/// How the databases of benches begin; the number of the process follows.
const PREFIX: &str = "kindred_bench_";

/// The databases and the folder.
pub struct Place {
    /// For files: what is imported, what servers keep.
    pub folder: PathBuf,
    server: Server,
    names: std::cell::RefCell<Vec<String>>,
}

enum Server {
    Private(Private),
    Given(String),
}

impl Server {
    fn url(&self, database: Option<&str>) -> String {
        match self {
            Self::Private(private) => private.url(database.unwrap_or("postgres")),
            Self::Given(url) => database.map_or_else(|| url.clone(), |name| with_database(url, name)),
        }
    }
}

impl Place {
    /// Joins the Postgres that the settings name, and takes away what benches that were cut short left there.
    pub fn open(config: &Config) -> Result<Self, Failure> {
        let server = match &config.database_url {
            Some(url) => Server::Given(url.clone()),
            None => {
                let (data_dir, dirs) = (config.data_dir.clone(), config.postgres_dirs.clone());
                let options = Options { data_dir, dirs, care: Care::Durable };
                Server::Private(Private::open(&options).map_err(|trouble| Failure(trouble.0))?)
            }
        };
        let folder = std::env::temp_dir().join(format!("kindred-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder)
            .map_err(|error| Failure(format!("{}: {error}.", folder.display())))?;
        let place = Self { folder, server, names: std::cell::RefCell::default() };
        place.sweep()?;
        Ok(place)
    }

    /// Makes an empty database and returns its address.
    pub fn database(&self, name: &str) -> Result<String, Failure> {
        let name = format!("{PREFIX}{}_{name}", std::process::id());
        migrate::create_database(&self.server.url(None), &name)?;
        let url = self.server.url(Some(&name));
        self.names.borrow_mut().push(name);
        Ok(url)
    }

    /// Takes away the databases of processes that have ended; one in use stays.
    fn sweep(&self) -> Result<(), Failure> {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = Text)]
            datname: String,
        }
        let mut admin = connect(&self.server.url(None))?;
        let rows: Vec<Row> =
            diesel::sql_query("SELECT datname::text FROM pg_database WHERE datname LIKE 'kindred_bench_%'")
                .load(&mut admin)
                .map_err(failed)?;
        for name in rows.into_iter().map(|row| row.datname) {
            let process = name.trim_start_matches(PREFIX).split('_').next().unwrap_or_default();
            let lives = std::path::Path::new("/proc").join(process).exists();
            if !process.is_empty() && !lives {
                let _stays = admin.batch_execute(&format!("DROP DATABASE IF EXISTS \"{name}\""));
            }
        }
        Ok(())
    }

    /// Takes a database away that is no longer needed; its servers must have ended.
    pub fn drop_databases(&self) {
        let Ok(mut admin) = connect(&self.server.url(None)) else { return };
        for name in self.names.borrow_mut().drain(..) {
            let _gone = admin.batch_execute(&format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)"));
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.drop_databases();
        let _gone = std::fs::remove_dir_all(&self.folder);
    }
}

/// Lets Postgres learn what lies in a database that was just filled, and write it where it stays: else both would be done
/// behind what is measured.
pub fn tidy(url: &str) -> Result<(), Failure> {
    let mut conn = connect(url)?;
    conn.batch_execute("VACUUM ANALYZE").map_err(failed)?;
    // Who may not ask for it on a server of their own is measured all the same.
    let _settled = conn.batch_execute("CHECKPOINT");
    Ok(())
}

/// Connects to a database.
pub fn connect(url: &str) -> Result<PgConnection, Failure> {
    PgConnection::establish(url).map_err(|error| Failure(error.to_string()))
}

/// Turns a refusal of the database into a sentence.
pub fn failed(error: diesel::result::Error) -> Failure {
    Failure(format!("The bench's database: {error}"))
}

/// Returns the same address with another database, in either of libpq's spellings.
fn with_database(url: &str, name: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return format!("{url} dbname={name}") };
    let (before, query) = match rest.split_once('?') {
        Some((before, query)) => (before, format!("?{query}")),
        None => (rest, String::new()),
    };
    let host = before.split('/').next().unwrap_or_default();
    format!("{scheme}://{host}/{name}{query}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_to_another_database_of_the_same_server() {
        for (url, wanted) in [
            ("postgres://me:x@h:5432/shop", "postgres://me:x@h:5432/b"),
            ("postgres://h/shop?sslmode=require", "postgres://h/b?sslmode=require"),
            ("postgresql:///shop?host=%2Ftmp", "postgresql:///b?host=%2Ftmp"),
            ("postgres://h", "postgres://h/b"),
            ("host=h dbname=shop", "host=h dbname=shop dbname=b"),
        ] {
            assert_eq!(with_database(url, "b"), wanted);
        }
    }
}
