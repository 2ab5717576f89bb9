//! `kindred export`: relations as files, Spryker's or Kindred's own.
//!
//! What Spryker cannot hold is listed before anything is written; unless it is said what becomes of that, nothing is.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::{Failure, open};
use crate::codec::export::{LINES_FILE, Table};
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
    let mut relations: Vec<Arc<Standing>> = snapshot.relations().to_vec();
    for key in &arguments.keys {
        if snapshot.relation(key).is_none() {
            return Err(Failure(format!("There is no relation {key}.")));
        }
    }
    relations.retain(|standing| arguments.keys.is_empty() || arguments.keys.contains(&standing.key));
    let files = match arguments.format {
        Format::Kindred => vec![(LINES_FILE, export::lines(&relations))],
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
            Table::ALL.map(|table| (table.file(), plan.file(table))).into()
        }
    };
    for (name, pieces) in files {
        put(&arguments.out.join(name), pieces)?;
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

/// Writes a file beside its place and moves it there when it is whole.
fn put(path: &Path, pieces: impl Iterator<Item = Result<Vec<u8>, String>>) -> Result<(), Failure> {
    let unfinished = path.with_added_extension("part");
    let written = fill(&unfinished, pieces).and_then(|bytes| {
        std::fs::rename(&unfinished, path).map(|()| bytes).map_err(|error| error.to_string())
    });
    let bytes = written.map_err(|error| {
        // What there is of it is of no use to anybody; the reason it broke off is.
        let _gone = std::fs::remove_file(&unfinished);
        Failure(format!("{} cannot be written: {error}.", path.display()))
    })?;
    println!("{}: {bytes} bytes", path.display());
    Ok(())
}

fn fill(path: &Path, pieces: impl Iterator<Item = Result<Vec<u8>, String>>) -> Result<usize, String> {
    let mut file = File::create(path).map_err(|error| error.to_string())?;
    let mut bytes = 0;
    for piece in pieces {
        let piece = piece?;
        file.write_all(&piece).map_err(|error| error.to_string())?;
        bytes += piece.len();
    }
    file.sync_all().map_err(|error| error.to_string())?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::put;

    #[test]
    fn a_file_that_breaks_off_leaves_the_one_before_as_it_was() {
        let folder = std::env::temp_dir().join(format!("kindred-put-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("relations.jsonl");
        put(&path, [Ok(b"one\n".to_vec()), Ok(b"two\n".to_vec())].into_iter()).unwrap();
        let broken = [Ok(b"half".to_vec()), Err("no more paper".to_owned())];
        let failure = put(&path, broken.into_iter()).unwrap_err();
        assert!(failure.0.ends_with("relations.jsonl cannot be written: no more paper."), "{}", failure.0);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one\ntwo\n");
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "nothing unfinished stays");
        std::fs::remove_dir_all(folder).unwrap();
    }
}
