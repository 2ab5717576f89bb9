//! `kindred doctor`: looks at the installation and says what is wrong with it.

use std::process::ExitCode;

use super::{Failure, open};
use crate::config::Config;
use crate::postgres::find;
use crate::store::staff;
use crate::work::load;

/// Runs it; ends with 1 when something is wrong.
pub fn run(config: &Config) -> Result<ExitCode, Failure> {
    println!("Kindred {}", env!("CARGO_PKG_VERSION"));
    println!("Data folder   {}", config.data_dir.display());
    println!("Listens on    {}", config.listen);
    match (&config.database_url, find::find(&config.postgres_dirs, None)) {
        (Some(_), _) => println!("Database      DATABASE_URL"),
        (None, Ok(found)) => {
            println!("Database      private, Postgres {} in {}", found.major, found.bin.display())
        }
        (None, Err(trouble)) => return Err(Failure(trouble.0)),
    }
    let opened = open(config)?;
    let migrated = opened.migrated.len();
    println!(
        "Schema        {}",
        if migrated == 0 { "up to date".to_owned() } else { format!("{migrated} migrations ran") }
    );
    let members = opened.app.read_now(staff::count_active)?;
    println!("Staff         {members} may sign in");
    load::load(&opened.app)?;
    let snapshot = opened.app.snapshot();
    println!("Catalogue     {} products, {} relations", snapshot.len(), snapshot.relations().len());
    let mut code = ExitCode::SUCCESS;
    for standing in snapshot.relations().iter().filter(|standing| !standing.problems.is_empty()) {
        let why: Vec<&str> = standing.problems.0.iter().map(|problem| problem.message.as_str()).collect();
        println!("Broken        relation {}: {}", standing.key, why.join(" "));
        code = ExitCode::FAILURE;
    }
    if members == 0 {
        println!("Nobody can sign in: kindred staff create --email … --name … --role administrator");
        code = ExitCode::FAILURE;
    }
    Ok(code)
}
