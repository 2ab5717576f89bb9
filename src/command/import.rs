//! `kindred import`: a catalogue from a file, applied, or told with `--dry-run`.
//!
//! Ends with 0 when the file was read and its good rows applied, refused rows included; with 1 when nothing
//! could be: the file cannot be read, or every row of it was refused.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use clap::builder::PossibleValuesParser;
use serde_json::{Value, json};

use super::{Failure, open};
use crate::codec::catalogue::Format;
use crate::config::Config;
use crate::domain::staff::Actor;
use crate::work::import::{Found, Report, task};

/// What is typed after `kindred import`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The file: CSV or JSON lines in UTF-8, as it is or packed with gzip; with --format spryker also a folder
    file: PathBuf,
    /// Its format; left out, it is told from the first line
    #[arg(long, value_parser = PossibleValuesParser::new(Format::ALL.map(Format::as_str)))]
    format: Option<String>,
    /// Only tells what would happen
    #[arg(long)]
    dry_run: bool,
    /// Reports as JSON lines; the last one is the sum
    #[arg(long)]
    json: bool,
}

/// Imports the file and says how it went.
pub fn run(config: &Config, arguments: &Arguments) -> Result<ExitCode, Failure> {
    // A slip of the pen should not start a database.
    std::fs::File::open(&arguments.file)
        .and_then(|file| file.metadata())
        .map_err(|error| Failure(format!("{} cannot be read: {error}.", arguments.file.display())))
        .and_then(|file| {
            match file.is_dir() && arguments.format.as_deref() != Some(Format::Spryker.as_str()) {
                true => Err(Failure(format!(
                    "{} is a folder; name a file, or read a Spryker import folder with --format spryker.",
                    arguments.file.display()
                ))),
                false => Ok(()),
            }
        })?;
    let opened = open(config)?;
    let format = arguments.format.as_deref().and_then(Format::parse);
    let actor = Actor::command("import");
    let report = match arguments.dry_run {
        true => task::check_file(&opened.app, &actor, &arguments.file, format)?,
        false => task::apply_file(&opened.app, &actor, &arguments.file, format)?,
    };
    match arguments.json {
        true => tell_lines(&report),
        false => tell_text(&report, arguments.dry_run),
    }
    let counts = report.counts;
    let is_all_refused = counts.rows > 0 && counts.refused == counts.rows;
    Ok(if report.failure.is_some() || is_all_refused { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn tell_lines(report: &Report) {
    for Found { file, line, trouble } in &report.problems {
        let kind = if trouble.refuses { "refused" } else { "left_out" };
        println!(
            "{}",
            json!({"file": file, "line": line, "column": trouble.column, "value": trouble.value, "problem": trouble.message, "effect": kind})
        );
    }
    let mut sum = task::to_json(report);
    if let Value::Object(sum) = &mut sum {
        sum.insert("format".into(), json!(report.format.map(Format::as_str)));
        sum.insert("failure".into(), json!(report.failure));
    }
    println!("{sum}");
}

fn tell_text(report: &Report, dry_run: bool) {
    for Found { file, line, trouble } in &report.problems {
        let file = if file.is_empty() { String::new() } else { format!("{file}, ") };
        let place = if trouble.column.is_empty() { String::new() } else { format!(", {}", trouble.column) };
        let value =
            if trouble.value.is_empty() { String::new() } else { format!(" “{}”", trouble.value) };
        println!("{file}line {line}{place}{value}: {}", trouble.message);
    }
    let counts = report.counts;
    let told = u64::try_from(report.problems.len()).unwrap_or(u64::MAX);
    if counts.problems > told {
        println!("… and {} more problems.", counts.problems - told);
    }
    for notice in &report.notices {
        println!("notice: {notice}");
    }
    if let Some(failure) = &report.failure {
        eprintln!("kindred: {failure}");
    }
    let format = report.format.map(Format::label).unwrap_or("Unknown format");
    let done = if dry_run { "would be" } else { "were" };
    println!(
        "{format}: {} rows, of which {} {done} added, {} changed, {} unchanged, {} refused.",
        counts.rows, counts.added, counts.changed, counts.unchanged, counts.refused
    );
}
