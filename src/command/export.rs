//! `kindred export`: relations as files, Spryker's or Kindred's own.
//!
//! What Spryker cannot hold is listed before anything is written; unless it is said what becomes of that, nothing is.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::{Failure, open};
use crate::config::Config;
use crate::index::snapshot::Standing;
use crate::work::export::{self, Choice, Fate, Plan};
use crate::work::load;

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// product_relation.csv and product_relation_store.csv
    Spryker,
    /// relations.jsonl, one relation a line
    Kindred,
}

/// What is typed after `kindred export`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// For which system
    #[arg(long)]
    format: Format,
    /// The folder for the files; files of those names in it are replaced
    #[arg(long, default_value = ".")]
    out: PathBuf,
    /// Only the relation of this key; may be given several times
    #[arg(long = "key")]
    keys: Vec<String>,
    /// Writes what Spryker cannot hold as lists of skus
    #[arg(long, conflicts_with = "leave_out")]
    freeze: bool,
    /// Leaves out what Spryker cannot hold
    #[arg(long)]
    leave_out: bool,
}

/// Writes the files and says what is in them.
pub fn run(config: &Config, arguments: &Arguments) -> Result<ExitCode, Failure> {
    if !arguments.out.is_dir() {
        return Err(Failure(format!("There is no folder {}; make it first.", arguments.out.display())));
    }
    let opened = open(config)?;
    load::load(&opened.app)?;
    let snapshot = opened.app.snapshot();
    let mut relations: Vec<&Standing> = snapshot.relations().iter().map(|standing| &**standing).collect();
    for key in &arguments.keys {
        if snapshot.relation(key).is_none() {
            return Err(Failure(format!("There is no relation {key}.")));
        }
    }
    relations.retain(|standing| arguments.keys.is_empty() || arguments.keys.contains(&standing.key));
    let files = match arguments.format {
        Format::Kindred => vec![export::lines(&relations)],
        Format::Spryker => {
            let choice = if arguments.freeze { Choice::Freeze } else { Choice::LeaveOut };
            let plan = export::plan(&snapshot, &relations, choice, opened.app.clock().now());
            tell(&plan);
            if plan.told.iter().any(|told| told.fate != Fate::Written)
                && !arguments.freeze
                && !arguments.leave_out
            {
                return Err(Failure(
                    "Nothing is written yet. Say what becomes of these: --freeze writes them as lists of skus, --leave-out leaves them out.".into(),
                ));
            }
            plan.files().map_err(Failure)?.into()
        }
    };
    for (name, bytes) in files {
        put(&arguments.out.join(name), &bytes)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn tell(plan: &Plan) {
    for told in &plan.told {
        let fate = match told.fate {
            Fate::LeftOut => "left out".to_owned(),
            Fate::Frozen(1) => "frozen into 1 list".to_owned(),
            Fate::Frozen(lists) => format!("frozen into {lists} lists"),
            Fate::Written => "written without it".to_owned(),
        };
        println!("{}: {} → {fate}", told.key, told.lacks.join(" "));
    }
    for notice in &plan.notices {
        println!("notice: {notice}");
    }
    println!("{} of {} relations, {} rows.", plan.written, plan.asked, plan.rows());
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(path, bytes)
        .map_err(|error| Failure(format!("{} cannot be written: {error}.", path.display())))?;
    println!("{}: {} bytes", path.display(), bytes.len());
    Ok(())
}
